/* Written by dnas; do not edit. */
#include "network.h"

#ifdef __GNUC__
#define NETWORK_KERNEL static inline __attribute__((always_inline))
#define NETWORK_LAYER static __attribute__((noinline))
#else
#define NETWORK_KERNEL static
#define NETWORK_LAYER static
#endif

static int8_t network_memory[NETWORK_MEMORY_BYTES];

/* value 2^-right, halves away from zero */
static int32_t shifted(int32_t value, int32_t right)
{
    uint32_t mask = ((uint32_t)1 << right) - 1;
    uint32_t rest = (uint32_t)value & mask;
    return (value >> right) + (rest > (mask >> 1) + (value < 0));
}

static int8_t clipped(int32_t value, int32_t low)
{
    return (int8_t)(value < low ? low : value > 127 ? 127 : value);
}

/* sum m 2^-shift: rounded to steps of m's n bits first, then by the rest of the shift */
static int8_t requantized(int32_t sum, uint32_t m, int32_t shift, int32_t zero)
{
    int32_t n = 16;
    while (!(m >> (n - 1))) n--;
    int32_t right = shift - n;
    if (right < 0) {
        sum = (int32_t)((uint32_t)sum << -right);
        right = 0;
    }
    int32_t high = (sum >> 16) * (int32_t)(m << (16 - n));
    uint32_t low = (((uint32_t)sum & 0xffff) * m + ((uint32_t)1 << (n - 1))) >> n;
    return clipped(shifted(high + (int32_t)low, right) + zero, -128);
}

/* padding before the data of a SAME window, 0 of a VALID one */
static int32_t padding(int32_t in, int32_t out, int32_t kernel, int32_t stride)
{
    int32_t total = (out - 1) * stride + kernel - in;
    return total > 0 ? total / 2 : 0;
}

static int32_t nibble(const uint8_t *data, uint32_t number)
{
    return (int32_t)(((uint32_t)(data[number >> 1] >> ((number & 1) << 2)) & 15) ^ 8) - 8;
}

/* convolutions: an output reads `depth` channels of each tap, from `c` on in a depthwise one */
NETWORK_KERNEL void dense_4(
    const int8_t *input, int8_t *output, const uint8_t *weights, const int16_t *bias, const uint16_t *multiplier,
    int32_t in_h, int32_t in_w, int32_t in_c, int32_t depth, int32_t out_h, int32_t out_w, int32_t out_c,
    int32_t kernel_h, int32_t kernel_w, int32_t stride_h, int32_t stride_w,
    int32_t zero_in, int32_t zero_out, int32_t shift)
{
    int32_t top = -padding(in_h, out_h, kernel_h, stride_h);
    for (int32_t y = 0; y < out_h; y++, top += stride_h) {
        int32_t left = -padding(in_w, out_w, kernel_w, stride_w);
        for (int32_t x = 0; x < out_w; x++, left += stride_w) {
            uint32_t number = 0;
            for (int32_t c = 0; c < out_c; c++) {
                const int8_t *first = input + (depth < in_c ? c : 0);
                int32_t sum = bias[c];
                for (int32_t row = top; row < top + kernel_h; row++) {
                    for (int32_t column = left; column < left + kernel_w; column++) {
                        int inside = row >= 0 && row < in_h && column >= 0 && column < in_w;
                        if (inside) {
                            const int8_t *from = first + (row * in_w + column) * in_c;
                            for (int32_t i = 0; i < depth; i++) {
                                sum += (from[i] - zero_in) * nibble(weights, number + (uint32_t)i);
                            }
                        }
                        number += (uint32_t)depth;
                    }
                }
                *output++ = requantized(sum, multiplier[c], shift, zero_out);
            }
        }
    }
}

/* convolutions: an output reads `depth` channels of each tap, from `c` on in a depthwise one */
NETWORK_KERNEL void mirrored_4(
    const int8_t *input, int8_t *output, const uint8_t *weights, const int16_t *bias, const uint16_t *multiplier,
    int32_t in_h, int32_t in_w, int32_t in_c, int32_t depth, int32_t out_h, int32_t out_w, int32_t out_c,
    int32_t kernel_h, int32_t kernel_w, int32_t stride_h, int32_t stride_w,
    int32_t zero_in, int32_t zero_out, int32_t shift)
{
    int32_t top = -padding(in_h, out_h, kernel_h, stride_h);
    for (int32_t y = 0; y < out_h; y++, top += stride_h) {
        int32_t left = -padding(in_w, out_w, kernel_w, stride_w);
        for (int32_t x = 0; x < out_w; x++, left += stride_w) {
            for (int32_t c = 0; c < out_c; c++) {
                const int8_t *first = input + (depth < in_c ? c : 0);
                int32_t sum = bias[c >> 1];
                /* the mirror image of a row reads the window from its right, and the two of each pair of channels in turn */
                int32_t mirror = c & 1, exchange = mirror & ~depth, number = (c >> 1) * kernel_h * kernel_w * depth;
                for (int32_t row = top; row < top + kernel_h; row++) {
                    for (int32_t i = 0; i < kernel_w; i++, number += depth) {
                        int32_t column = left + (mirror ? kernel_w - 1 - i : i);
                        if (row < 0 || row >= in_h || column < 0 || column >= in_w) continue;
                        const int8_t *from = first + (row * in_w + column) * in_c;
                        for (int32_t k = 0; k < depth; k++) sum += (from[k ^ exchange] - zero_in) * nibble(weights, (uint32_t)(number + k));
                    }
                }
                *output++ = requantized(sum, multiplier[c >> 1], shift, zero_out);
            }
        }
    }
}

NETWORK_KERNEL void average_pool(
    const int8_t *input, int8_t *output, int32_t in_h, int32_t in_w, int32_t channels, int32_t out_h, int32_t out_w,
    int32_t kernel_h, int32_t kernel_w, int32_t stride_h, int32_t stride_w, int32_t low)
{
    int32_t top = -padding(in_h, out_h, kernel_h, stride_h);
    for (int32_t y = 0; y < out_h; y++, top += stride_h) {
        int32_t left = -padding(in_w, out_w, kernel_w, stride_w);
        for (int32_t x = 0; x < out_w; x++, left += stride_w) {
            for (int32_t c = 0; c < channels; c++) {
                int32_t sum = 0, count = 0;
                for (int32_t row = top; row < top + kernel_h; row++) {
                    for (int32_t column = left; column < left + kernel_w; column++) {
                        if (row < 0 || row >= in_h || column < 0 || column >= in_w) continue;
                        int32_t pixel = input[(row * in_w + column) * channels + c];
                        sum += pixel, count++;
                    }
                }
                *output++ = clipped((sum > 0 ? sum + count / 2 : sum - count / 2) / count, low);
            }
        }
    }
}

NETWORK_KERNEL void max_pool(
    const int8_t *input, int8_t *output, int32_t in_h, int32_t in_w, int32_t channels, int32_t out_h, int32_t out_w,
    int32_t kernel_h, int32_t kernel_w, int32_t stride_h, int32_t stride_w, int32_t low)
{
    int32_t top = -padding(in_h, out_h, kernel_h, stride_h);
    for (int32_t y = 0; y < out_h; y++, top += stride_h) {
        int32_t left = -padding(in_w, out_w, kernel_w, stride_w);
        for (int32_t x = 0; x < out_w; x++, left += stride_w) {
            for (int32_t c = 0; c < channels; c++) {
                int32_t largest = -128;
                for (int32_t row = top; row < top + kernel_h; row++) {
                    for (int32_t column = left; column < left + kernel_w; column++) {
                        if (row < 0 || row >= in_h || column < 0 || column >= in_w) continue;
                        int32_t pixel = input[(row * in_w + column) * channels + c];
                        if (pixel > largest) largest = pixel;
                    }
                }
                *output++ = clipped(largest, low);
            }
        }
    }
}

/* conv, 17x17x3 to 9x9x4, int4_m */
static const uint8_t weights_0[27] = {
    240, 11, 49, 46, 226, 31, 253, 213, 49, 228, 7, 251, 227, 45, 227, 177,
    33, 90, 115, 226, 201, 240, 61, 18, 189, 192, 5,
};
static const int16_t bias_0[2] = {
    409, 1673,
};
static const uint16_t multiplier_0[2] = {
    38583, 30375,
};
NETWORK_LAYER void layer_0(void)
{
    mirrored_4(network_memory + 0, network_memory + 867, weights_0, bias_0, multiplier_0, 17, 17, 3, 3, 9, 9, 4, 3, 3, 2, 2, -128, -128, 19);
}

/* conv, 9x9x4 to 9x9x10, int4 */
static const uint8_t weights_1[180] = {
    33, 147, 167, 196, 4, 192, 243, 205, 64, 157, 161, 164, 222, 47, 33, 43,
    224, 254, 75, 79, 44, 59, 225, 45, 225, 9, 2, 238, 16, 221, 16, 224,
    17, 241, 224, 18, 255, 219, 14, 80, 19, 17, 94, 39, 226, 186, 255, 15,
    253, 78, 3, 4, 2, 240, 65, 16, 210, 38, 238, 189, 14, 2, 29, 155,
    212, 113, 48, 255, 33, 64, 205, 244, 242, 17, 2, 241, 254, 0, 23, 192,
    30, 16, 254, 31, 17, 78, 1, 14, 15, 1, 253, 15, 80, 16, 30, 16,
    174, 243, 116, 30, 60, 15, 15, 31, 16, 180, 21, 2, 145, 97, 241, 105,
    30, 13, 52, 2, 145, 68, 18, 43, 35, 192, 49, 224, 252, 0, 225, 146,
    30, 231, 253, 4, 74, 246, 31, 49, 20, 31, 241, 31, 34, 13, 242, 252,
    34, 83, 206, 146, 15, 253, 33, 84, 191, 144, 0, 253, 255, 33, 240, 222,
    2, 31, 254, 42, 241, 3, 16, 18, 237, 41, 242, 22, 1, 241, 255, 235,
    224, 1, 0, 17,
};
static const int16_t bias_1[10] = {
    1998, 963, 134, 2, -26, -137, -294, -345, 497, 338,
};
static const uint16_t multiplier_1[10] = {
    11361, 18191, 22719, 22323, 33249, 27225, 19837, 21211, 14365, 15309,
};
NETWORK_LAYER void layer_1(void)
{
    dense_4(network_memory + 867, network_memory + 0, weights_1, bias_1, multiplier_1, 9, 9, 4, 4, 9, 9, 10, 3, 3, 1, 1, -128, -128, 18);
}

/* max_pool, 9x9x10 to 5x5x10 */
NETWORK_LAYER void layer_2(void)
{
    max_pool(network_memory + 0, network_memory + 941, 9, 9, 10, 5, 5, 2, 2, 2, 2, -128);
}

/* conv, 5x5x10 to 5x5x10, int4_m */
static const uint8_t weights_3[225] = {
    0, 16, 63, 31, 208, 30, 13, 47, 204, 207, 222, 14, 241, 237, 42, 229,
    34, 34, 225, 222, 242, 62, 124, 195, 158, 0, 92, 64, 148, 158, 18, 36,
    2, 47, 31, 3, 67, 223, 189, 37, 4, 28, 59, 145, 3, 250, 229, 208,
    62, 221, 2, 18, 81, 19, 254, 69, 95, 126, 6, 178, 11, 231, 254, 29,
    30, 226, 242, 47, 224, 240, 97, 17, 14, 224, 15, 253, 39, 46, 17, 85,
    243, 2, 32, 237, 31, 27, 23, 161, 255, 51, 255, 222, 238, 253, 240, 2,
    253, 255, 33, 254, 15, 49, 35, 34, 16, 239, 240, 255, 252, 16, 0, 15,
    15, 255, 15, 238, 33, 15, 239, 241, 18, 31, 242, 1, 242, 240, 14, 222,
    255, 242, 208, 254, 9, 239, 255, 17, 18, 254, 228, 16, 52, 226, 1, 15,
    190, 102, 193, 16, 254, 238, 188, 0, 30, 241, 221, 234, 174, 206, 208, 28,
    62, 206, 17, 36, 1, 153, 208, 160, 123, 254, 222, 237, 241, 45, 31, 61,
    255, 37, 226, 243, 14, 242, 226, 30, 14, 32, 227, 228, 1, 15, 240, 16,
    255, 14, 240, 33, 32, 34, 15, 255, 33, 209, 2, 16, 185, 1, 0, 15,
    242, 208, 1, 0, 226, 34, 16, 0, 224, 255, 78, 239, 237, 241, 0, 47,
    240,
};
static const int16_t bias_3[5] = {
    856, -1225, 1079, 1568, 63,
};
static const uint16_t multiplier_3[5] = {
    12755, 14121, 34203, 15653, 29111,
};
NETWORK_LAYER void layer_3(void)
{
    mirrored_4(network_memory + 941, network_memory + 0, weights_3, bias_3, multiplier_3, 5, 5, 10, 10, 5, 5, 10, 3, 3, 1, 1, -128, -128, 18);
}

/* conv, 5x5x10 to 5x5x8, int4_m */
static const uint8_t weights_4[180] = {
    14, 195, 15, 243, 48, 20, 2, 253, 253, 242, 26, 78, 80, 18, 223, 61,
    211, 30, 225, 15, 254, 226, 224, 233, 238, 78, 46, 35, 237, 0, 81, 233,
    242, 254, 255, 212, 43, 85, 17, 235, 242, 211, 176, 33, 255, 195, 178, 38,
    82, 195, 13, 226, 223, 243, 159, 237, 32, 177, 41, 234, 82, 224, 245, 254,
    19, 198, 240, 195, 62, 241, 215, 253, 34, 46, 194, 15, 254, 190, 65, 204,
    194, 15, 222, 211, 187, 242, 100, 176, 5, 224, 65, 225, 255, 226, 29, 21,
    254, 217, 28, 17, 18, 15, 4, 65, 0, 33, 221, 253, 106, 192, 245, 193,
    221, 254, 226, 192, 252, 193, 34, 242, 235, 176, 252, 2, 245, 44, 217, 223,
    65, 33, 61, 253, 199, 228, 243, 247, 223, 43, 222, 51, 225, 65, 240, 208,
    34, 82, 66, 39, 14, 50, 207, 206, 240, 44, 221, 238, 209, 203, 223, 251,
    60, 177, 245, 243, 226, 98, 176, 3, 59, 17, 230, 221, 110, 26, 47, 247,
    33, 68, 69, 192,
};
static const int16_t bias_4[4] = {
    -541, -741, -778, -901,
};
static const uint16_t multiplier_4[4] = {
    55197, 42653, 57317, 50569,
};
NETWORK_LAYER void layer_4(void)
{
    mirrored_4(network_memory + 0, network_memory + 991, weights_4, bias_4, multiplier_4, 5, 5, 10, 10, 5, 5, 8, 3, 3, 1, 1, -128, -128, 19);
}

/* avg_pool, 5x5x8 to 1x1x8 */
NETWORK_LAYER void layer_5(void)
{
    average_pool(network_memory + 991, network_memory + 0, 5, 5, 8, 1, 1, 5, 5, 5, 5, -128);
}

/* linear, 1x1x8 to 1x1x2, int4 */
static const uint8_t weights_6[8] = {
    169, 187, 154, 86, 68, 86, 102, 155,
};
static const int16_t bias_6[2] = {
    100, -88,
};
static const uint16_t multiplier_6[2] = {
    31847, 36245,
};
NETWORK_LAYER void layer_6(void)
{
    dense_4(network_memory + 0, network_memory + 1189, weights_6, bias_6, multiplier_6, 1, 1, 8, 8, 1, 1, 2, 1, 1, 1, 1, -128, 6, 16);
}

int8_t *network_input(void)
{
    return network_memory + 0;
}

const int8_t *network_output(void)
{
    return network_memory + 1189;
}

void network_run(void)
{
    layer_0();
    layer_1();
    layer_2();
    layer_3();
    layer_4();
    layer_5();
    layer_6();
}

#ifdef NETWORK_CLASS_NAMES
const char *const network_class_names[NETWORK_CLASSES] = {
    "airplane_to_deer",
    "dog_to_truck",
};
#endif

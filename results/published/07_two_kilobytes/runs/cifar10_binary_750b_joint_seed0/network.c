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

/* conv, 16x16x3 to 8x8x4, int4_m */
static const uint8_t weights_0[27] = {
    210, 59, 1, 121, 116, 12, 47, 246, 28, 181, 228, 1, 77, 62, 249, 116,
    223, 228, 0, 75, 176, 21, 192, 67, 0, 224, 167,
};
static const int16_t bias_0[2] = {
    -3, 433,
};
static const uint16_t multiplier_0[2] = {
    39151, 30311,
};
NETWORK_LAYER void layer_0(void)
{
    mirrored_4(network_memory + 0, network_memory + 768, weights_0, bias_0, multiplier_0, 16, 16, 3, 3, 8, 8, 4, 3, 3, 2, 2, -128, -128, 19);
}

/* conv, 8x8x4 to 8x8x10, int4_m */
static const uint8_t weights_1[90] = {
    15, 32, 29, 0, 31, 0, 31, 208, 39, 238, 0, 31, 17, 63, 29, 254,
    15, 1, 16, 240, 221, 22, 34, 12, 16, 14, 65, 236, 206, 23, 0, 16,
    16, 13, 31, 15, 254, 47, 0, 89, 45, 229, 33, 240, 110, 23, 202, 249,
    224, 18, 208, 253, 48, 107, 15, 16, 51, 240, 252, 196, 0, 255, 251, 44,
    23, 33, 32, 0, 12, 238, 3, 48, 241, 66, 31, 45, 30, 46, 63, 236,
    41, 237, 43, 0, 45, 240, 15, 226, 16, 18,
};
static const int16_t bias_1[5] = {
    336, 23, 758, 60, 1264,
};
static const uint16_t multiplier_1[5] = {
    35955, 43911, 19477, 26187, 23959,
};
NETWORK_LAYER void layer_1(void)
{
    mirrored_4(network_memory + 768, network_memory + 0, weights_1, bias_1, multiplier_1, 8, 8, 4, 4, 8, 8, 10, 3, 3, 1, 1, -128, -128, 18);
}

/* max_pool, 8x8x10 to 4x4x10 */
NETWORK_LAYER void layer_2(void)
{
    max_pool(network_memory + 0, network_memory + 864, 8, 8, 10, 4, 4, 2, 2, 2, 2, -128);
}

/* conv, 4x4x10 to 4x4x10, int4_m */
static const uint8_t weights_3[225] = {
    76, 210, 223, 233, 33, 63, 3, 209, 13, 16, 78, 14, 223, 252, 223, 221,
    192, 223, 203, 1, 13, 211, 165, 253, 62, 113, 227, 244, 50, 0, 78, 33,
    61, 11, 241, 170, 238, 160, 235, 253, 15, 176, 14, 47, 14, 93, 19, 18,
    32, 17, 0, 13, 9, 2, 178, 148, 105, 125, 213, 178, 34, 20, 188, 11,
    81, 11, 2, 227, 227, 33, 227, 28, 17, 35, 203, 220, 79, 41, 222, 7,
    110, 54, 113, 243, 247, 80, 227, 193, 73, 158, 16, 211, 228, 238, 80, 63,
    18, 241, 30, 28, 17, 16, 221, 238, 242, 223, 225, 3, 3, 33, 82, 243,
    31, 17, 254, 84, 194, 255, 62, 254, 1, 33, 32, 36, 239, 3, 14, 16,
    33, 238, 254, 145, 228, 62, 43, 16, 65, 81, 35, 53, 44, 209, 240, 34,
    48, 204, 240, 223, 65, 12, 209, 253, 243, 17, 31, 191, 237, 16, 36, 199,
    178, 12, 6, 49, 240, 241, 31, 237, 240, 206, 15, 31, 45, 51, 20, 242,
    14, 254, 225, 221, 4, 78, 176, 245, 244, 178, 220, 223, 16, 1, 244, 31,
    6, 177, 224, 240, 34, 18, 35, 253, 225, 11, 219, 59, 45, 0, 11, 45,
    206, 37, 5, 45, 251, 219, 227, 241, 46, 235, 239, 39, 100, 239, 255, 1,
    32,
};
static const int16_t bias_3[5] = {
    2892, 258, -920, 921, 395,
};
static const uint16_t multiplier_3[5] = {
    32887, 22899, 30469, 34845, 28351,
};
NETWORK_LAYER void layer_3(void)
{
    mirrored_4(network_memory + 864, network_memory + 0, weights_3, bias_3, multiplier_3, 4, 4, 10, 10, 4, 4, 10, 3, 3, 1, 1, -128, -128, 19);
}

/* conv, 4x4x10 to 4x4x12, int4_m */
static const uint8_t weights_4[270] = {
    86, 48, 244, 44, 220, 214, 241, 41, 11, 51, 62, 227, 36, 31, 64, 209,
    78, 19, 226, 95, 191, 239, 4, 160, 32, 211, 15, 45, 14, 50, 239, 33,
    185, 164, 79, 220, 15, 223, 245, 209, 160, 162, 15, 48, 224, 29, 4, 238,
    172, 107, 91, 224, 241, 207, 77, 63, 42, 27, 177, 6, 255, 1, 225, 18,
    208, 163, 29, 224, 60, 116, 71, 29, 234, 28, 113, 237, 212, 65, 11, 92,
    243, 235, 16, 243, 16, 228, 58, 238, 242, 226, 65, 69, 1, 188, 50, 68,
    188, 35, 97, 207, 179, 173, 188, 31, 18, 105, 14, 167, 207, 19, 6, 177,
    21, 225, 67, 191, 35, 252, 29, 115, 16, 252, 14, 249, 15, 13, 30, 2,
    29, 234, 43, 247, 225, 49, 220, 71, 220, 25, 79, 253, 15, 209, 31, 12,
    14, 236, 212, 53, 91, 14, 244, 186, 226, 239, 237, 205, 0, 77, 28, 193,
    223, 222, 26, 34, 192, 253, 225, 0, 29, 209, 61, 13, 145, 226, 15, 33,
    235, 19, 210, 238, 2, 229, 29, 15, 254, 240, 226, 254, 62, 16, 4, 217,
    1, 188, 1, 243, 14, 223, 0, 240, 253, 213, 12, 239, 210, 18, 190, 242,
    30, 2, 245, 222, 240, 229, 242, 221, 208, 47, 125, 15, 69, 214, 206, 49,
    14, 0, 1, 32, 34, 254, 1, 2, 33, 1, 31, 0, 16, 240, 1, 17,
    0, 2, 33, 47, 241, 14, 242, 33, 2, 16, 15, 17, 17, 240, 0, 241,
    0, 15, 15, 0, 240, 224, 14, 30, 16, 0, 1, 16, 16, 0,
};
static const int16_t bias_4[6] = {
    -139, -1020, -185, 1419, -9948, -32767,
};
static const uint16_t multiplier_4[6] = {
    46615, 45015, 49827, 57169, 1105, 211,
};
NETWORK_LAYER void layer_4(void)
{
    mirrored_4(network_memory + 0, network_memory + 832, weights_4, bias_4, multiplier_4, 4, 4, 10, 10, 4, 4, 12, 3, 3, 1, 1, -128, -128, 19);
}

/* avg_pool, 4x4x12 to 1x1x12 */
NETWORK_LAYER void layer_5(void)
{
    average_pool(network_memory + 832, network_memory + 0, 4, 4, 12, 1, 1, 4, 4, 4, 4, -128);
}

/* linear, 1x1x12 to 1x1x2, int4 */
static const uint8_t weights_6[12] = {
    205, 169, 84, 189, 15, 31, 68, 119, 220, 36, 241, 254,
};
static const int16_t bias_6[2] = {
    107, -107,
};
static const uint16_t multiplier_6[2] = {
    38951, 38941,
};
NETWORK_LAYER void layer_6(void)
{
    dense_4(network_memory + 0, network_memory + 1022, weights_6, bias_6, multiplier_6, 1, 1, 12, 12, 1, 1, 2, 1, 1, 1, 1, -128, -11, 16);
}

int8_t *network_input(void)
{
    return network_memory + 0;
}

const int8_t *network_output(void)
{
    return network_memory + 1022;
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

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
    179, 234, 98, 13, 18, 182, 191, 196, 81, 198, 215, 14, 16, 29, 166, 161,
    65, 105, 96, 4, 188, 240, 236, 18, 210, 238, 18,
};
static const int16_t bias_0[2] = {
    597, 1587,
};
static const uint16_t multiplier_0[2] = {
    48323, 40305,
};
NETWORK_LAYER void layer_0(void)
{
    mirrored_4(network_memory + 0, network_memory + 867, weights_0, bias_0, multiplier_0, 17, 17, 3, 3, 9, 9, 4, 3, 3, 2, 2, -128, -128, 19);
}

/* conv, 9x9x4 to 9x9x10, int4_m */
static const uint8_t weights_1[90] = {
    63, 0, 209, 43, 20, 31, 146, 206, 67, 215, 31, 254, 63, 65, 255, 41,
    0, 0, 241, 223, 239, 79, 2, 2, 82, 37, 193, 201, 238, 48, 255, 63,
    2, 2, 0, 255, 2, 242, 63, 228, 253, 224, 102, 160, 57, 241, 10, 51,
    94, 240, 251, 48, 1, 16, 226, 69, 240, 47, 255, 2, 98, 160, 192, 39,
    226, 46, 0, 204, 65, 252, 15, 34, 31, 0, 31, 31, 0, 31, 45, 79,
    41, 12, 30, 31, 65, 63, 58, 75, 43, 237,
};
static const int16_t bias_1[5] = {
    405, -40, -240, -680, 894,
};
static const uint16_t multiplier_1[5] = {
    47785, 56587, 36057, 39003, 42347,
};
NETWORK_LAYER void layer_1(void)
{
    mirrored_4(network_memory + 867, network_memory + 0, weights_1, bias_1, multiplier_1, 9, 9, 4, 4, 9, 9, 10, 3, 3, 1, 1, -128, -128, 19);
}

/* max_pool, 9x9x10 to 5x5x10 */
NETWORK_LAYER void layer_2(void)
{
    max_pool(network_memory + 0, network_memory + 941, 9, 9, 10, 5, 5, 2, 2, 2, 2, -128);
}

/* conv, 5x5x10 to 5x5x12, int4_m */
static const uint8_t weights_3[270] = {
    34, 49, 252, 33, 44, 48, 221, 255, 227, 191, 31, 240, 224, 35, 207, 14,
    33, 62, 159, 208, 94, 29, 59, 150, 64, 46, 224, 224, 228, 61, 29, 32,
    1, 0, 240, 50, 31, 46, 243, 51, 2, 239, 27, 2, 252, 210, 33, 82,
    91, 223, 66, 32, 93, 50, 177, 82, 14, 63, 118, 38, 204, 49, 60, 48,
    86, 242, 34, 73, 13, 48, 229, 47, 62, 17, 11, 249, 34, 14, 18, 15,
    254, 39, 2, 15, 47, 191, 84, 4, 46, 42, 243, 11, 28, 9, 45, 95,
    30, 45, 16, 30, 239, 50, 44, 4, 209, 255, 251, 220, 14, 33, 240, 30,
    43, 44, 31, 253, 94, 235, 1, 208, 46, 15, 241, 15, 150, 250, 238, 255,
    210, 5, 203, 62, 29, 45, 97, 19, 17, 222, 49, 76, 22, 209, 210, 45,
    125, 229, 209, 241, 30, 48, 237, 234, 235, 80, 249, 207, 172, 61, 62, 30,
    225, 17, 50, 95, 195, 207, 208, 224, 49, 65, 205, 189, 127, 227, 15, 30,
    211, 52, 239, 194, 192, 209, 192, 45, 19, 192, 225, 0, 43, 62, 224, 16,
    241, 0, 236, 7, 240, 226, 77, 29, 19, 191, 240, 31, 253, 81, 17, 14,
    4, 35, 240, 20, 225, 242, 190, 220, 18, 193, 32, 239, 1, 67, 18, 97,
    241, 27, 45, 91, 144, 145, 41, 97, 42, 164, 210, 32, 51, 33, 21, 52,
    66, 217, 43, 161, 45, 44, 13, 29, 238, 67, 21, 6, 70, 85, 124, 229,
    221, 239, 82, 15, 222, 174, 35, 78, 226, 255, 222, 118, 10, 255,
};
static const int16_t bias_3[6] = {
    444, -1441, 1087, 1447, -26, -228,
};
static const uint16_t multiplier_3[6] = {
    29165, 21331, 31127, 20125, 37927, 23527,
};
NETWORK_LAYER void layer_3(void)
{
    mirrored_4(network_memory + 941, network_memory + 0, weights_3, bias_3, multiplier_3, 5, 5, 10, 10, 5, 5, 12, 3, 3, 1, 1, -128, -128, 19);
}

/* conv, 5x5x12 to 5x5x10, int4_m */
static const uint8_t weights_4[270] = {
    98, 97, 30, 214, 214, 210, 3, 245, 240, 242, 208, 238, 153, 33, 63, 212,
    222, 0, 206, 189, 81, 205, 176, 252, 30, 222, 237, 27, 45, 240, 191, 81,
    30, 189, 79, 234, 239, 35, 31, 31, 209, 147, 31, 174, 51, 62, 206, 224,
    243, 242, 254, 100, 11, 207, 9, 210, 20, 156, 9, 3, 59, 37, 159, 15,
    15, 223, 48, 90, 84, 11, 50, 240, 32, 14, 49, 65, 61, 221, 38, 222,
    160, 13, 62, 223, 254, 219, 54, 178, 31, 224, 242, 3, 223, 30, 223, 25,
    195, 122, 176, 0, 30, 223, 177, 18, 238, 247, 30, 190, 109, 13, 47, 224,
    30, 226, 15, 207, 221, 77, 255, 16, 5, 30, 230, 241, 16, 206, 0, 255,
    254, 11, 221, 209, 242, 238, 254, 19, 78, 255, 50, 254, 30, 22, 64, 48,
    46, 223, 203, 86, 224, 94, 255, 211, 253, 3, 173, 16, 251, 43, 11, 215,
    192, 239, 1, 207, 36, 193, 30, 18, 22, 49, 19, 237, 33, 243, 95, 0,
    50, 35, 1, 17, 3, 13, 41, 240, 29, 51, 64, 225, 251, 14, 35, 0,
    11, 203, 94, 237, 17, 1, 1, 12, 247, 240, 205, 160, 252, 208, 31, 226,
    1, 222, 246, 239, 67, 240, 65, 44, 47, 98, 35, 255, 99, 222, 32, 51,
    211, 209, 0, 253, 250, 237, 253, 243, 236, 14, 1, 204, 16, 55, 2, 220,
    237, 224, 16, 210, 58, 18, 31, 12, 223, 17, 45, 241, 78, 50, 2, 80,
    208, 236, 237, 31, 16, 242, 225, 213, 31, 0, 1, 160, 0, 20,
};
static const int16_t bias_4[5] = {
    333, 286, -881, -650, -343,
};
static const uint16_t multiplier_4[5] = {
    25815, 24229, 33519, 35785, 34737,
};
NETWORK_LAYER void layer_4(void)
{
    mirrored_4(network_memory + 0, network_memory + 941, weights_4, bias_4, multiplier_4, 5, 5, 12, 12, 5, 5, 10, 3, 3, 1, 1, -128, -128, 18);
}

/* avg_pool, 5x5x10 to 1x1x10 */
NETWORK_LAYER void layer_5(void)
{
    average_pool(network_memory + 941, network_memory + 0, 5, 5, 10, 1, 1, 5, 5, 5, 5, -128);
}

/* linear, 1x1x10 to 1x1x2, int4 */
static const uint8_t weights_6[10] = {
    203, 204, 154, 68, 68, 51, 68, 119, 188, 220,
};
static const int16_t bias_6[2] = {
    53, -51,
};
static const uint16_t multiplier_6[2] = {
    44069, 45525,
};
NETWORK_LAYER void layer_6(void)
{
    dense_4(network_memory + 0, network_memory + 1189, weights_6, bias_6, multiplier_6, 1, 1, 10, 10, 1, 1, 2, 1, 1, 1, 1, -128, 8, 16);
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

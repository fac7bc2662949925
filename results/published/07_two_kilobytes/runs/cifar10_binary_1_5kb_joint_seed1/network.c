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

/* conv, 20x20x3 to 10x10x5, int4 */
static const uint8_t weights_0[68] = {
    204, 34, 83, 228, 13, 55, 153, 49, 15, 244, 182, 30, 240, 63, 14, 66,
    225, 253, 224, 176, 73, 111, 224, 12, 94, 241, 211, 82, 15, 249, 192, 98,
    3, 205, 30, 225, 239, 244, 212, 17, 47, 45, 146, 29, 36, 1, 191, 222,
    37, 18, 15, 16, 241, 31, 182, 78, 255, 0, 47, 209, 167, 31, 209, 227,
    224, 46, 63, 15,
};
static const int16_t bias_0[5] = {
    768, 1732, 1584, 970, 4,
};
static const uint16_t multiplier_0[5] = {
    30987, 37673, 38951, 43551, 29177,
};
NETWORK_LAYER void layer_0(void)
{
    dense_4(network_memory + 0, network_memory + 1200, weights_0, bias_0, multiplier_0, 20, 20, 3, 3, 10, 10, 5, 3, 3, 2, 2, -128, -128, 19);
}

/* conv, 10x10x5 to 10x10x12, int4 */
static const uint8_t weights_1[270] = {
    255, 206, 254, 239, 85, 0, 34, 11, 226, 25, 223, 78, 227, 47, 177, 33,
    225, 0, 30, 33, 0, 1, 45, 31, 164, 211, 6, 182, 178, 250, 177, 113,
    42, 125, 2, 75, 170, 241, 237, 196, 30, 64, 0, 244, 30, 241, 225, 64,
    29, 63, 240, 241, 17, 177, 3, 35, 25, 78, 12, 47, 30, 17, 255, 225,
    19, 35, 42, 17, 12, 0, 1, 0, 1, 241, 225, 242, 61, 119, 219, 239,
    19, 225, 16, 52, 235, 17, 225, 224, 240, 16, 241, 32, 193, 240, 31, 4,
    2, 13, 16, 254, 146, 85, 157, 151, 63, 255, 0, 81, 164, 254, 192, 39,
    255, 2, 195, 180, 225, 3, 16, 240, 226, 146, 147, 21, 230, 242, 16, 240,
    255, 21, 35, 224, 29, 254, 32, 0, 0, 13, 227, 210, 47, 31, 243, 48,
    93, 206, 183, 57, 78, 158, 241, 46, 36, 192, 67, 15, 13, 241, 3, 16,
    111, 1, 219, 4, 225, 225, 78, 28, 217, 227, 193, 1, 20, 255, 78, 16,
    224, 0, 255, 32, 1, 199, 41, 79, 33, 46, 47, 22, 33, 58, 20, 213,
    9, 34, 80, 18, 223, 50, 16, 62, 2, 0, 255, 48, 95, 126, 65, 7,
    196, 179, 252, 47, 209, 180, 215, 34, 250, 1, 0, 195, 2, 92, 52, 239,
    32, 17, 32, 208, 31, 254, 63, 15, 224, 15, 44, 87, 89, 223, 92, 0,
    18, 32, 193, 93, 254, 34, 13, 225, 240, 16, 1, 1, 14, 1, 16, 99,
    197, 224, 185, 15, 47, 17, 209, 234, 212, 97, 3, 17, 240, 15,
};
static const int16_t bias_1[12] = {
    626, -145, 700, 239, -211, -657, -51, 214, -1938, -742, -219, -37,
};
static const uint16_t multiplier_1[12] = {
    19845, 13295, 19831, 24445, 30007, 29401, 26141, 28045, 15471, 12389, 31053, 35849,
};
NETWORK_LAYER void layer_1(void)
{
    dense_4(network_memory + 1200, network_memory + 0, weights_1, bias_1, multiplier_1, 10, 10, 5, 5, 10, 10, 12, 3, 3, 1, 1, -128, -128, 18);
}

/* max_pool, 10x10x12 to 5x5x12 */
NETWORK_LAYER void layer_2(void)
{
    max_pool(network_memory + 0, network_memory + 1400, 10, 10, 12, 5, 5, 2, 2, 2, 2, -128);
}

/* conv, 5x5x12 to 5x5x20, int4_m */
static const uint8_t weights_3[540] = {
    35, 160, 239, 251, 33, 255, 2, 239, 0, 255, 1, 238, 207, 48, 18, 224,
    36, 1, 52, 177, 239, 209, 245, 194, 48, 225, 158, 194, 2, 172, 18, 14,
    31, 223, 34, 46, 241, 208, 0, 33, 242, 241, 205, 51, 13, 1, 30, 12,
    1, 35, 52, 226, 44, 35, 2, 240, 10, 0, 211, 13, 0, 34, 249, 252,
    209, 234, 240, 224, 219, 224, 0, 253, 50, 15, 57, 60, 235, 26, 50, 77,
    57, 121, 27, 42, 34, 0, 60, 13, 32, 47, 238, 241, 46, 82, 1, 47,
    240, 32, 29, 63, 45, 14, 17, 31, 29, 205, 31, 30, 238, 242, 224, 16,
    190, 208, 255, 243, 0, 18, 14, 255, 34, 16, 17, 241, 240, 16, 34, 224,
    241, 15, 84, 241, 3, 32, 0, 3, 212, 15, 222, 240, 238, 244, 18, 238,
    15, 18, 14, 32, 49, 29, 158, 12, 11, 193, 242, 252, 201, 236, 190, 20,
    19, 188, 240, 15, 19, 3, 13, 240, 0, 18, 3, 228, 17, 243, 18, 224,
    14, 255, 208, 240, 239, 1, 1, 20, 241, 240, 222, 212, 195, 211, 224, 195,
    253, 210, 226, 33, 0, 242, 153, 193, 242, 210, 222, 208, 237, 20, 243, 0,
    0, 242, 254, 17, 32, 47, 15, 0, 239, 60, 221, 240, 205, 238, 223, 16,
    1, 36, 228, 240, 239, 243, 2, 240, 46, 18, 20, 51, 236, 224, 236, 15,
    15, 238, 14, 18, 217, 15, 33, 49, 255, 3, 2, 16, 223, 44, 30, 3,
    44, 46, 18, 185, 31, 242, 25, 0, 15, 221, 15, 255, 206, 0, 2, 32,
    32, 77, 63, 225, 241, 240, 239, 227, 236, 224, 16, 146, 224, 160, 34, 240,
    50, 226, 3, 53, 67, 2, 53, 174, 213, 223, 14, 230, 2, 62, 31, 203,
    178, 47, 221, 14, 16, 30, 30, 15, 15, 95, 32, 44, 63, 32, 1, 63,
    93, 11, 78, 77, 15, 17, 222, 239, 29, 237, 34, 241, 238, 224, 50, 254,
    115, 11, 223, 0, 47, 240, 239, 29, 16, 19, 30, 32, 206, 194, 0, 207,
    255, 0, 15, 181, 242, 237, 225, 242, 14, 20, 33, 23, 206, 33, 238, 222,
    238, 229, 206, 31, 29, 37, 33, 33, 235, 34, 67, 240, 63, 17, 47, 50,
    177, 97, 32, 48, 238, 16, 185, 38, 195, 39, 211, 193, 255, 208, 54, 146,
    23, 70, 33, 218, 51, 29, 63, 51, 35, 13, 242, 254, 1, 209, 15, 14,
    15, 54, 219, 237, 53, 234, 44, 207, 98, 30, 87, 224, 201, 93, 0, 235,
    3, 239, 19, 3, 30, 35, 222, 163, 0, 147, 18, 0, 31, 224, 33, 255,
    31, 66, 204, 195, 19, 226, 239, 19, 170, 144, 225, 158, 156, 192, 237, 228,
    3, 239, 194, 242, 15, 245, 18, 2, 192, 18, 224, 177, 17, 236, 236, 1,
    66, 191, 49, 239, 241, 81, 0, 68, 1, 18, 227, 242, 239, 204, 0, 240,
    3, 240, 240, 210, 19, 225, 27, 18, 1, 162, 255, 239, 10, 0, 16, 195,
    224, 226, 62, 255, 17, 53, 2, 51, 253, 0, 47, 222, 221, 112, 19, 14,
    32, 17, 254, 254, 79, 237, 18, 79, 1, 4, 250, 240,
};
static const int16_t bias_3[10] = {
    383, 2091, 625, 379, 821, 37, 564, -653, 468, -52,
};
static const uint16_t multiplier_3[10] = {
    35883, 31539, 47015, 39129, 44309, 28349, 38765, 25827, 38415, 36325,
};
NETWORK_LAYER void layer_3(void)
{
    mirrored_4(network_memory + 1400, network_memory + 0, weights_3, bias_3, multiplier_3, 5, 5, 12, 12, 5, 5, 20, 3, 3, 1, 1, -128, -128, 19);
}

/* conv, 5x5x20 to 5x5x10, int4_m */
static const uint8_t weights_4[450] = {
    254, 228, 47, 21, 255, 63, 43, 0, 190, 16, 146, 241, 251, 165, 15, 11,
    61, 176, 109, 1, 222, 116, 11, 188, 178, 241, 242, 12, 94, 26, 174, 29,
    71, 244, 159, 28, 16, 238, 127, 1, 12, 53, 66, 240, 192, 31, 45, 209,
    95, 17, 204, 190, 28, 255, 221, 33, 223, 255, 83, 226, 32, 95, 67, 239,
    121, 254, 30, 13, 48, 240, 251, 15, 244, 254, 218, 78, 64, 238, 226, 210,
    47, 224, 36, 67, 62, 66, 208, 209, 65, 227, 14, 77, 83, 212, 177, 212,
    237, 251, 16, 45, 29, 193, 12, 224, 0, 237, 13, 238, 1, 187, 209, 7,
    211, 67, 33, 29, 64, 17, 201, 255, 206, 13, 253, 79, 53, 3, 83, 253,
    17, 15, 11, 44, 12, 240, 46, 246, 11, 161, 48, 225, 95, 237, 244, 159,
    240, 58, 44, 6, 46, 255, 33, 100, 47, 46, 18, 19, 28, 186, 208, 80,
    242, 254, 209, 209, 5, 2, 17, 222, 255, 2, 31, 254, 31, 34, 46, 253,
    46, 21, 45, 224, 16, 155, 3, 36, 252, 33, 45, 255, 0, 18, 223, 35,
    50, 228, 243, 33, 39, 12, 202, 26, 220, 47, 43, 244, 14, 79, 36, 31,
    98, 46, 1, 241, 33, 253, 206, 252, 16, 2, 1, 0, 17, 15, 252, 61,
    0, 187, 255, 17, 242, 13, 36, 47, 76, 16, 221, 2, 245, 16, 63, 15,
    21, 121, 239, 161, 240, 2, 224, 3, 30, 223, 32, 4, 65, 59, 191, 236,
    14, 19, 83, 14, 48, 227, 33, 16, 226, 238, 46, 243, 253, 28, 27, 99,
    33, 254, 204, 29, 222, 228, 227, 33, 30, 234, 33, 12, 17, 172, 203, 177,
    247, 35, 224, 50, 237, 212, 35, 176, 48, 80, 35, 68, 255, 206, 237, 223,
    78, 3, 49, 53, 194, 226, 19, 173, 220, 222, 2, 239, 224, 176, 242, 238,
    47, 61, 219, 238, 250, 226, 34, 3, 252, 78, 12, 47, 12, 60, 15, 190,
    60, 32, 222, 25, 1, 51, 29, 192, 194, 255, 32, 30, 239, 233, 111, 16,
    89, 81, 33, 174, 46, 38, 220, 13, 62, 84, 241, 20, 207, 48, 29, 1,
    49, 0, 10, 19, 221, 34, 192, 221, 64, 46, 83, 240, 240, 240, 19, 177,
    215, 255, 194, 31, 13, 225, 45, 32, 146, 19, 9, 224, 255, 241, 33, 241,
    222, 222, 93, 238, 4, 34, 0, 224, 44, 1, 207, 212, 210, 192, 39, 1,
    30, 240, 238, 17, 37, 229, 254, 227, 67, 49, 16, 30, 255, 254, 227, 242,
    64, 209, 95, 12, 12, 20, 48, 0, 83, 3, 14, 1, 25, 61, 48, 20,
    31, 3,
};
static const int16_t bias_4[5] = {
    -794, -22, -746, 703, -8602,
};
static const uint16_t multiplier_4[5] = {
    41795, 43287, 45831, 38943, 1261,
};
NETWORK_LAYER void layer_4(void)
{
    mirrored_4(network_memory + 0, network_memory + 1450, weights_4, bias_4, multiplier_4, 5, 5, 20, 20, 5, 5, 10, 3, 3, 1, 1, -128, -128, 19);
}

/* avg_pool, 5x5x10 to 1x1x10 */
NETWORK_LAYER void layer_5(void)
{
    average_pool(network_memory + 1450, network_memory + 0, 5, 5, 10, 1, 1, 5, 5, 5, 5, -128);
}

/* linear, 1x1x10 to 1x1x2, int4 */
static const uint8_t weights_6[10] = {
    153, 86, 86, 171, 209, 119, 187, 171, 69, 31,
};
static const int16_t bias_6[2] = {
    27, -24,
};
static const uint16_t multiplier_6[2] = {
    53399, 59747,
};
NETWORK_LAYER void layer_6(void)
{
    dense_4(network_memory + 0, network_memory + 1698, weights_6, bias_6, multiplier_6, 1, 1, 10, 10, 1, 1, 2, 1, 1, 1, 1, -128, 0, 17);
}

int8_t *network_input(void)
{
    return network_memory + 0;
}

const int8_t *network_output(void)
{
    return network_memory + 1698;
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

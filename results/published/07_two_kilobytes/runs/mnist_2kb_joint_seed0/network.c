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

static int32_t value(const uint8_t *data, uint32_t number, int32_t bits)
{
    return bits == 8 ? (int8_t)data[number] : nibble(data, number);
}

/* convolutions: an output reads `depth` channels of each tap, from `c` on in a depthwise one */
NETWORK_KERNEL void dense_8(
    const int8_t *input, int8_t *output, const uint8_t *weights, const int16_t *bias, const uint16_t *multiplier,
    int32_t in_h, int32_t in_w, int32_t in_c, int32_t depth, int32_t out_h, int32_t out_w, int32_t out_c,
    int32_t kernel_h, int32_t kernel_w, int32_t stride_h, int32_t stride_w,
    int32_t zero_in, int32_t zero_out, int32_t shift)
{
    int32_t top = -padding(in_h, out_h, kernel_h, stride_h);
    for (int32_t y = 0; y < out_h; y++, top += stride_h) {
        int32_t left = -padding(in_w, out_w, kernel_w, stride_w);
        for (int32_t x = 0; x < out_w; x++, left += stride_w) {
            const uint8_t *weight = weights;
            for (int32_t c = 0; c < out_c; c++) {
                const int8_t *first = input + (depth < in_c ? c : 0);
                int32_t sum = bias[c];
                for (int32_t row = top; row < top + kernel_h; row++) {
                    for (int32_t column = left; column < left + kernel_w; column++) {
                        int inside = row >= 0 && row < in_h && column >= 0 && column < in_w;
                        if (inside) {
                            const int8_t *from = first + (row * in_w + column) * in_c;
                            for (int32_t i = 0; i < depth; i++) sum += (from[i] - zero_in) * (int8_t)weight[i];
                        }
                        weight += depth;
                    }
                }
                *output++ = requantized(sum, multiplier[c], shift, zero_out);
            }
        }
    }
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
NETWORK_KERNEL void bitmask(
    const int8_t *input, int8_t *output, const uint8_t *weights, const int16_t *bias, const uint16_t *multiplier,
    int32_t in_h, int32_t in_w, int32_t in_c, int32_t depth, int32_t out_h, int32_t out_w, int32_t out_c,
    int32_t kernel_h, int32_t kernel_w, int32_t stride_h, int32_t stride_w,
    int32_t zero_in, int32_t zero_out, int32_t shift, int32_t bits)
{
    int32_t top = -padding(in_h, out_h, kernel_h, stride_h);
    const uint8_t *values = weights + ((out_c * kernel_h * kernel_w * depth + 7) >> 3);
    for (int32_t y = 0; y < out_h; y++, top += stride_h) {
        int32_t left = -padding(in_w, out_w, kernel_w, stride_w);
        for (int32_t x = 0; x < out_w; x++, left += stride_w) {
            uint32_t number = 0, place = 0, mask = 0;
            for (int32_t c = 0; c < out_c; c++) {
                const int8_t *first = input + (depth < in_c ? c : 0);
                int32_t sum = bias[c];
                for (int32_t row = top; row < top + kernel_h; row++) {
                    for (int32_t column = left; column < left + kernel_w; column++) {
                        int inside = row >= 0 && row < in_h && column >= 0 && column < in_w;
                        const int8_t *from = inside ? first + (row * in_w + column) * in_c : 0;
                        for (int32_t i = 0; i < depth; i++, mask >>= 1) {
                            if (!(place & 7)) mask = weights[place >> 3];
                            place++;
                            if (mask & 1) {
                                if (from) sum += (from[i] - zero_in) * value(values, number, bits);
                                number++;
                            }
                        }
                    }
                }
                *output++ = requantized(sum, multiplier[c], shift, zero_out);
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

/* conv, 24x24x1 to 12x12x5, int8 */
static const uint8_t weights_0[45] = {
    33, 140, 181, 4, 129, 99, 140, 238, 52, 27, 35, 51, 15, 54, 75, 152,
    129, 232, 49, 62, 200, 239, 165, 129, 206, 206, 79, 185, 246, 25, 129, 62,
    120, 30, 95, 230, 250, 99, 10, 114, 49, 171, 27, 129, 210,
};
static const int16_t bias_0[5] = {
    12608, 5664, 13497, -58, -42,
};
static const uint16_t multiplier_0[5] = {
    42374, 36076, 44460, 35036, 38274,
};
NETWORK_LAYER void layer_0(void)
{
    dense_8(network_memory + 0, network_memory + 1008, weights_0, bias_0, multiplier_0, 24, 24, 1, 1, 12, 12, 5, 3, 3, 2, 2, -128, -128, 23);
}

/* conv, 12x12x5 to 12x12x7, int8 */
static const uint8_t weights_1[315] = {
    2, 234, 14, 48, 3, 18, 224, 13, 66, 13, 224, 45, 24, 248, 231, 254,
    37, 251, 13, 1, 179, 228, 140, 247, 188, 202, 246, 186, 247, 197, 223, 14,
    255, 240, 247, 192, 27, 198, 252, 199, 229, 7, 224, 5, 203, 230, 224, 5,
    42, 32, 13, 198, 240, 51, 50, 32, 242, 5, 27, 50, 14, 168, 229, 26,
    76, 28, 159, 210, 68, 127, 244, 224, 5, 42, 86, 48, 183, 17, 12, 61,
    39, 194, 253, 10, 100, 246, 232, 229, 11, 55, 240, 3, 20, 4, 251, 25,
    254, 216, 66, 19, 238, 50, 15, 45, 47, 166, 62, 47, 197, 220, 146, 90,
    56, 129, 1, 227, 9, 14, 226, 222, 13, 211, 250, 40, 244, 19, 180, 30,
    69, 238, 14, 255, 15, 24, 19, 8, 254, 253, 254, 248, 255, 249, 2, 10,
    249, 3, 12, 4, 3, 1, 4, 1, 2, 3, 9, 241, 237, 230, 72, 1,
    1, 0, 4, 3, 4, 250, 11, 249, 3, 6, 247, 255, 248, 254, 0, 8,
    1, 255, 255, 2, 18, 250, 20, 250, 246, 254, 203, 251, 213, 181, 20, 202,
    255, 6, 241, 187, 63, 192, 210, 247, 209, 249, 186, 21, 36, 7, 11, 207,
    67, 38, 7, 23, 32, 198, 238, 235, 54, 45, 129, 199, 247, 67, 60, 164,
    42, 250, 26, 169, 224, 242, 164, 191, 216, 153, 197, 92, 247, 36, 59, 14,
    184, 59, 226, 248, 249, 129, 255, 192, 239, 207, 224, 243, 51, 8, 40, 38,
    242, 60, 13, 35, 18, 1, 16, 0, 40, 241, 0, 214, 247, 252, 180, 19,
    251, 169, 218, 57, 22, 21, 4, 247, 40, 9, 209, 127, 255, 182, 243, 240,
    203, 20, 31, 235, 244, 149, 3, 66, 50, 198, 64, 164, 39, 149, 46, 56,
    95, 243, 218, 226, 174, 246, 33, 56, 241, 4, 181,
};
static const int16_t bias_1[7] = {
    32767, 9883, -1049, -32767, 6076, 10954, 1875,
};
static const uint16_t multiplier_1[7] = {
    33877, 25132, 31668, 14860, 38803, 49121, 34475,
};
NETWORK_LAYER void layer_1(void)
{
    dense_8(network_memory + 1008, network_memory + 0, weights_1, bias_1, multiplier_1, 12, 12, 5, 5, 12, 12, 7, 3, 3, 1, 1, -128, -128, 23);
}

/* max_pool, 12x12x7 to 6x6x7 */
NETWORK_LAYER void layer_2(void)
{
    max_pool(network_memory + 0, network_memory + 1476, 12, 12, 7, 6, 6, 2, 2, 2, 2, -128);
}

/* conv, 6x6x7 to 6x6x14, int4 */
static const uint8_t weights_3[441] = {
    171, 12, 239, 206, 254, 0, 239, 237, 15, 0, 47, 46, 16, 177, 212, 15,
    33, 252, 255, 208, 221, 113, 15, 255, 0, 51, 32, 17, 243, 14, 16, 34,
    252, 207, 46, 31, 9, 13, 49, 220, 16, 30, 100, 14, 59, 192, 192, 224,
    67, 238, 2, 253, 223, 17, 0, 254, 157, 15, 32, 207, 42, 64, 77, 30,
    0, 46, 94, 63, 0, 210, 213, 14, 48, 48, 241, 32, 32, 0, 2, 48,
    209, 240, 144, 50, 225, 4, 241, 13, 18, 240, 242, 14, 12, 233, 160, 9,
    0, 254, 157, 6, 4, 33, 121, 17, 65, 2, 13, 221, 32, 224, 63, 240,
    66, 1, 1, 31, 211, 208, 49, 193, 2, 33, 0, 2, 16, 16, 252, 13,
    253, 176, 38, 224, 12, 255, 2, 19, 253, 222, 160, 34, 55, 15, 29, 110,
    51, 16, 228, 33, 9, 45, 69, 242, 64, 37, 16, 2, 16, 20, 247, 240,
    241, 16, 1, 0, 255, 16, 0, 31, 178, 1, 47, 225, 12, 16, 17, 190,
    0, 1, 209, 30, 16, 17, 47, 15, 224, 32, 2, 240, 208, 221, 14, 224,
    63, 11, 0, 17, 210, 14, 30, 34, 241, 240, 255, 78, 1, 21, 209, 228,
    48, 240, 34, 14, 15, 224, 110, 64, 13, 157, 1, 224, 220, 221, 0, 221,
    80, 14, 225, 236, 254, 0, 13, 62, 14, 180, 80, 31, 16, 18, 7, 2,
    96, 208, 32, 32, 252, 252, 15, 31, 16, 243, 176, 36, 242, 15, 1, 1,
    225, 0, 1, 45, 0, 47, 62, 45, 64, 240, 240, 4, 0, 253, 44, 16,
    160, 147, 0, 61, 30, 236, 224, 3, 172, 15, 1, 60, 235, 0, 19, 81,
    13, 225, 93, 4, 112, 210, 253, 3, 49, 222, 231, 224, 13, 16, 0, 254,
    242, 224, 224, 57, 240, 0, 225, 242, 237, 192, 17, 16, 1, 14, 32, 239,
    192, 50, 47, 12, 25, 211, 241, 32, 15, 78, 3, 251, 30, 209, 176, 239,
    189, 2, 3, 29, 237, 176, 59, 226, 12, 241, 240, 220, 240, 48, 242, 13,
    46, 243, 144, 192, 49, 224, 1, 242, 16, 31, 16, 33, 95, 14, 16, 33,
    49, 16, 255, 19, 0, 14, 16, 19, 16, 255, 29, 2, 240, 206, 4, 0,
    175, 7, 1, 48, 236, 238, 224, 32, 51, 2, 194, 50, 3, 208, 255, 239,
    15, 29, 13, 15, 0, 224, 43, 4, 240, 223, 226, 240, 76, 1, 12, 241,
    69, 15, 224, 75, 196, 1, 67, 205, 107, 0, 4, 76, 1, 255, 48, 9,
    192, 46, 195, 3, 247, 224, 65, 16, 13,
};
static const int16_t bias_3[14] = {
    142, 1405, -80, -389, -1766, 461, 303, -532, 345, -520, 609, -823, -410, -189,
};
static const uint16_t multiplier_3[14] = {
    40265, 25426, 25251, 30608, 18903, 44073, 35894, 36890, 39387, 27753, 39772, 34760, 27400, 26657,
};
NETWORK_LAYER void layer_3(void)
{
    dense_4(network_memory + 1476, network_memory + 0, weights_3, bias_3, multiplier_3, 6, 6, 7, 7, 6, 6, 14, 3, 3, 1, 1, -128, -128, 19);
}

/* conv, 6x6x14 to 6x6x16, int4_d50 */
static const uint8_t weights_4[756] = {
    110, 203, 142, 118, 157, 185, 42, 191, 233, 78, 119, 91, 114, 233, 254, 182,
    145, 244, 21, 255, 15, 171, 179, 30, 4, 91, 195, 247, 188, 20, 32, 85,
    187, 222, 37, 32, 93, 59, 90, 230, 29, 185, 2, 229, 91, 15, 242, 20,
    208, 159, 192, 86, 150, 74, 94, 204, 103, 107, 180, 186, 13, 78, 149, 56,
    38, 142, 124, 37, 177, 131, 56, 231, 39, 170, 177, 121, 45, 112, 217, 76,
    179, 81, 238, 70, 76, 147, 205, 123, 19, 170, 206, 58, 78, 154, 209, 192,
    207, 3, 153, 68, 22, 27, 54, 5, 243, 39, 252, 196, 20, 157, 197, 194,
    35, 186, 149, 44, 235, 117, 200, 133, 21, 134, 163, 128, 141, 215, 78, 180,
    139, 186, 4, 165, 34, 167, 222, 119, 206, 236, 255, 86, 239, 181, 61, 86,
    11, 239, 15, 201, 181, 26, 246, 61, 117, 171, 253, 150, 136, 209, 201, 213,
    28, 159, 216, 172, 80, 78, 114, 49, 90, 25, 195, 218, 78, 6, 34, 247,
    44, 136, 208, 232, 51, 59, 59, 207, 43, 82, 242, 90, 190, 177, 19, 41,
    90, 114, 160, 62, 54, 128, 173, 64, 82, 226, 88, 160, 124, 135, 222, 6,
    114, 57, 224, 20, 42, 202, 55, 49, 203, 252, 196, 42, 212, 231, 160, 40,
    67, 112, 241, 51, 160, 84, 73, 102, 39, 83, 189, 135, 196, 19, 169, 101,
    42, 49, 61, 22, 129, 9, 49, 162, 137, 236, 2, 26, 228, 45, 237, 194,
    36, 222, 46, 44, 50, 179, 67, 211, 163, 36, 226, 52, 153, 226, 76, 36,
    210, 187, 222, 34, 66, 78, 212, 199, 238, 34, 68, 70, 46, 227, 206, 66,
    221, 214, 190, 44, 83, 35, 51, 77, 61, 62, 148, 214, 226, 222, 221, 146,
    46, 237, 45, 190, 126, 222, 52, 211, 46, 51, 226, 46, 179, 46, 237, 83,
    98, 178, 237, 237, 221, 229, 238, 238, 226, 78, 51, 50, 60, 227, 233, 52,
    221, 226, 34, 99, 43, 77, 77, 62, 226, 59, 221, 44, 226, 228, 35, 62,
    117, 46, 189, 210, 230, 238, 226, 206, 220, 78, 77, 238, 60, 238, 237, 238,
    37, 190, 236, 231, 78, 206, 61, 61, 60, 44, 206, 110, 34, 220, 206, 226,
    229, 44, 36, 61, 179, 229, 41, 188, 183, 59, 190, 52, 212, 105, 212, 196,
    35, 165, 210, 50, 178, 50, 163, 61, 229, 182, 93, 222, 234, 195, 195, 213,
    76, 34, 204, 34, 35, 35, 50, 222, 52, 226, 226, 77, 35, 227, 62, 50,
    226, 203, 45, 35, 35, 238, 238, 78, 53, 50, 237, 238, 46, 190, 238, 46,
    35, 238, 231, 238, 76, 211, 206, 226, 236, 211, 195, 238, 51, 118, 67, 235,
    68, 35, 238, 71, 51, 226, 180, 107, 35, 77, 238, 42, 60, 194, 237, 227,
    226, 204, 219, 221, 205, 237, 77, 222, 101, 163, 39, 61, 55, 219, 77, 125,
    92, 221, 157, 52, 55, 61, 212, 38, 51, 179, 94, 205, 212, 218, 237, 77,
    62, 238, 222, 226, 222, 62, 238, 227, 238, 62, 215, 206, 206, 238, 178, 238,
    220, 46, 44, 226, 45, 46, 228, 45, 94, 221, 226, 35, 227, 238, 206, 210,
    226, 226, 46, 221, 166, 187, 195, 51, 205, 90, 54, 99, 220, 221, 205, 205,
    196, 195, 125, 61, 121, 125, 86, 213, 219, 211, 205, 179, 77, 51, 221, 61,
    107, 211, 51, 221, 202, 180, 155, 75, 237, 67, 67, 237, 236, 34, 62, 148,
    238, 203, 234, 227, 235, 205, 186, 227, 74, 203, 51, 188, 227, 36, 52, 222,
    60, 67, 51, 214, 206, 226, 78, 214, 226, 238, 190, 227, 46, 219, 51, 115,
    195, 34, 226, 194, 227, 77, 44, 46, 220, 238, 211, 220, 50, 35, 237, 221,
    210, 206, 36, 238, 44, 238, 174, 211, 217, 220, 180, 220, 94, 101, 45, 221,
    222, 92, 201, 94, 54, 62, 37, 226, 83, 51, 210, 52, 58, 204, 227, 220,
    189, 211, 54, 212, 213, 51, 195, 67, 147, 221, 214, 61, 221, 61, 57, 125,
    220, 171, 180, 199, 117, 51, 195, 211, 52, 58, 67, 61, 221, 205, 172, 90,
    197, 74, 199, 197, 101, 181, 180, 198, 76, 92, 69, 181, 118, 74, 180, 68,
    196, 185, 91, 167, 186, 188, 86, 203, 196, 91, 75, 179, 61, 215, 51, 51,
    221, 163, 51, 204, 221, 76, 53, 51, 75, 51, 217, 213, 211, 213, 123, 76,
    213, 221, 99, 221,
};
static const int16_t bias_4[16] = {
    -302, -101, -845, -38, -759, -680, -1005, -204, 318, -330, 311, -99, -480, -327, -806, -564,
};
static const uint16_t multiplier_4[16] = {
    27667, 28182, 34238, 30104, 27889, 34235, 27228, 28291, 37639, 21193, 31153, 24954, 29213, 26605, 16401, 22135,
};
NETWORK_LAYER void layer_4(void)
{
    bitmask(network_memory + 0, network_memory + 1152, weights_4, bias_4, multiplier_4, 6, 6, 14, 14, 6, 6, 16, 3, 3, 1, 1, -128, -128, 19, 4);
}

/* avg_pool, 6x6x16 to 1x1x16 */
NETWORK_LAYER void layer_5(void)
{
    average_pool(network_memory + 1152, network_memory + 0, 6, 6, 16, 1, 1, 6, 6, 6, 6, -128);
}

/* linear, 1x1x16 to 1x1x10, int8 */
static const uint8_t weights_6[160] = {
    255, 129, 37, 20, 238, 95, 7, 252, 207, 228, 244, 23, 197, 29, 17, 11,
    162, 103, 136, 211, 134, 75, 185, 233, 200, 6, 60, 195, 248, 2, 127, 80,
    127, 10, 154, 206, 206, 58, 240, 88, 183, 69, 61, 25, 24, 220, 205, 225,
    240, 82, 127, 147, 214, 207, 222, 5, 246, 86, 165, 19, 1, 229, 2, 54,
    233, 240, 129, 6, 126, 217, 188, 183, 122, 226, 241, 3, 250, 246, 27, 28,
    254, 55, 127, 250, 243, 216, 68, 12, 80, 161, 47, 164, 208, 255, 185, 8,
    69, 205, 97, 95, 26, 55, 181, 237, 240, 210, 115, 129, 43, 205, 237, 211,
    246, 42, 196, 146, 191, 191, 102, 129, 13, 226, 253, 97, 35, 61, 1, 163,
    164, 14, 53, 110, 186, 19, 249, 80, 27, 0, 198, 78, 85, 129, 203, 227,
    186, 234, 206, 74, 127, 191, 107, 27, 217, 48, 220, 215, 194, 60, 240, 226,
};
static const int16_t bias_6[10] = {
    454, 189, -682, -849, 602, -477, -658, 630, -111, 444,
};
static const uint16_t multiplier_6[10] = {
    41731, 25133, 22569, 28977, 31195, 26522, 25866, 27684, 23628, 27829,
};
NETWORK_LAYER void layer_6(void)
{
    dense_8(network_memory + 0, network_memory + 1718, weights_6, bias_6, multiplier_6, 1, 1, 16, 16, 1, 1, 10, 1, 1, 1, 1, -128, -4, 20);
}

int8_t *network_input(void)
{
    return network_memory + 0;
}

const int8_t *network_output(void)
{
    return network_memory + 1718;
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
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "9",
};
#endif

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
    26, 248, 137, 255, 129, 46, 162, 12, 45, 189, 218, 34, 83, 127, 21, 232,
    183, 230, 127, 92, 64, 217, 60, 82, 243, 7, 32, 17, 127, 85, 60, 156,
    161, 174, 233, 12, 17, 112, 219, 127, 196, 157, 5, 215, 223,
};
static const int16_t bias_0[5] = {
    10444, 65, 3992, 2793, 192,
};
static const uint16_t multiplier_0[5] = {
    53607, 52607, 18167, 40075, 30349,
};
NETWORK_LAYER void layer_0(void)
{
    dense_8(network_memory + 0, network_memory + 1008, weights_0, bias_0, multiplier_0, 24, 24, 1, 1, 12, 12, 5, 3, 3, 2, 2, -128, -128, 23);
}

/* conv, 12x12x5 to 12x12x7, int8 */
static const uint8_t weights_1[315] = {
    214, 8, 26, 36, 179, 208, 34, 245, 29, 192, 222, 31, 253, 60, 208, 49,
    204, 208, 86, 149, 39, 129, 181, 92, 185, 37, 241, 234, 212, 18, 21, 6,
    19, 205, 43, 255, 2, 73, 251, 21, 247, 31, 20, 28, 251, 186, 15, 77,
    244, 220, 129, 250, 195, 218, 204, 17, 251, 244, 15, 243, 210, 208, 251, 211,
    238, 133, 226, 77, 206, 1, 211, 8, 224, 13, 218, 15, 7, 172, 232, 25,
    1, 233, 241, 212, 54, 248, 245, 40, 246, 17, 255, 0, 218, 27, 212, 4,
    13, 23, 240, 10, 8, 248, 16, 244, 10, 8, 10, 173, 13, 221, 19, 200,
    161, 36, 180, 7, 226, 51, 253, 210, 12, 1, 69, 250, 27, 234, 8, 38,
    145, 21, 227, 231, 129, 208, 185, 153, 68, 24, 72, 210, 198, 34, 188, 70,
    239, 109, 110, 47, 42, 87, 186, 57, 43, 27, 10, 209, 75, 80, 127, 182,
    15, 17, 204, 96, 179, 220, 212, 195, 168, 173, 43, 156, 140, 31, 179, 35,
    238, 177, 24, 49, 16, 18, 210, 22, 17, 232, 253, 20, 18, 213, 229, 213,
    151, 242, 173, 235, 57, 62, 104, 192, 163, 84, 224, 121, 129, 186, 57, 213,
    66, 179, 242, 248, 79, 28, 226, 223, 5, 24, 44, 177, 204, 5, 77, 23,
    222, 69, 216, 229, 223, 0, 254, 91, 20, 38, 71, 2, 19, 1, 47, 9,
    231, 28, 32, 243, 35, 0, 129, 6, 17, 242, 9, 55, 1, 250, 22, 195,
    7, 7, 16, 194, 172, 44, 213, 57, 168, 232, 11, 11, 8, 239, 243, 24,
    207, 3, 43, 20, 10, 4, 238, 38, 250, 238, 125, 214, 33, 207, 44, 208,
    35, 240, 1, 231, 254, 208, 232, 230, 228, 127, 163, 70, 234, 23, 190, 24,
    225, 253, 9, 184, 231, 31, 222, 246, 66, 203, 39,
};
static const int16_t bias_1[7] = {
    -3906, 26296, 12979, 6003, 12676, 8579, 4475,
};
static const uint16_t multiplier_1[7] = {
    21485, 23791, 32871, 9277, 13571, 16323, 15035,
};
NETWORK_LAYER void layer_1(void)
{
    dense_8(network_memory + 1008, network_memory + 0, weights_1, bias_1, multiplier_1, 12, 12, 5, 5, 12, 12, 7, 3, 3, 1, 1, -128, -128, 22);
}

/* max_pool, 12x12x7 to 6x6x7 */
NETWORK_LAYER void layer_2(void)
{
    max_pool(network_memory + 0, network_memory + 1476, 12, 12, 7, 6, 6, 2, 2, 2, 2, -128);
}

/* conv, 6x6x7 to 6x6x20, int4 */
static const uint8_t weights_3[630] = {
    255, 18, 205, 30, 127, 235, 80, 20, 82, 32, 0, 33, 18, 238, 242, 18,
    209, 73, 34, 225, 16, 16, 54, 239, 74, 65, 244, 255, 209, 46, 66, 3,
    254, 240, 225, 13, 238, 17, 224, 192, 240, 1, 241, 63, 1, 208, 32, 14,
    30, 112, 17, 3, 1, 0, 227, 240, 239, 208, 15, 31, 255, 241, 241, 0,
    47, 32, 48, 236, 238, 208, 2, 15, 55, 219, 31, 224, 28, 29, 207, 48,
    47, 225, 33, 226, 46, 195, 240, 15, 19, 29, 48, 33, 48, 31, 176, 245,
    254, 238, 241, 220, 206, 244, 178, 224, 109, 192, 21, 79, 205, 1, 218, 81,
    30, 17, 4, 253, 231, 202, 47, 11, 255, 203, 231, 19, 47, 205, 229, 126,
    212, 252, 17, 62, 148, 235, 214, 225, 89, 234, 240, 224, 63, 223, 36, 196,
    33, 234, 59, 243, 13, 80, 79, 222, 193, 36, 29, 31, 177, 228, 3, 242,
    64, 224, 255, 33, 15, 17, 1, 37, 0, 39, 224, 51, 32, 0, 254, 6,
    80, 192, 15, 243, 62, 224, 238, 3, 235, 178, 33, 253, 189, 239, 47, 62,
    61, 33, 70, 49, 6, 112, 237, 62, 240, 99, 176, 243, 33, 145, 240, 254,
    45, 9, 3, 52, 255, 220, 32, 45, 30, 16, 240, 224, 48, 225, 2, 30,
    34, 47, 0, 227, 225, 253, 46, 4, 34, 47, 29, 15, 32, 20, 31, 238,
    18, 68, 32, 31, 239, 39, 223, 32, 7, 193, 255, 255, 30, 255, 0, 0,
    243, 0, 16, 33, 30, 13, 242, 19, 1, 241, 211, 112, 0, 30, 12, 5,
    146, 112, 223, 208, 50, 66, 190, 236, 14, 240, 1, 33, 223, 209, 16, 222,
    57, 237, 228, 12, 15, 241, 255, 1, 38, 243, 241, 126, 63, 78, 225, 190,
    97, 164, 255, 80, 12, 250, 10, 226, 235, 18, 195, 30, 223, 217, 229, 0,
    144, 204, 35, 241, 212, 32, 239, 16, 255, 211, 77, 225, 209, 15, 223, 30,
    228, 79, 209, 240, 223, 176, 241, 12, 16, 63, 244, 240, 1, 34, 13, 253,
    14, 225, 14, 44, 77, 3, 227, 211, 13, 253, 14, 224, 29, 229, 31, 29,
    223, 96, 16, 62, 31, 228, 255, 16, 114, 14, 225, 17, 15, 255, 35, 65,
    199, 97, 12, 61, 87, 49, 31, 15, 127, 223, 238, 239, 195, 17, 230, 208,
    250, 57, 208, 223, 15, 21, 112, 29, 77, 242, 177, 0, 62, 219, 11, 45,
    230, 176, 33, 63, 239, 45, 47, 157, 13, 29, 50, 90, 191, 207, 178, 94,
    239, 3, 31, 144, 255, 27, 95, 63, 204, 15, 17, 97, 255, 51, 42, 67,
    116, 160, 158, 225, 244, 49, 79, 238, 251, 26, 224, 254, 206, 241, 55, 127,
    32, 234, 223, 160, 241, 191, 240, 0, 29, 65, 192, 62, 0, 19, 15, 16,
    241, 225, 240, 35, 239, 19, 11, 240, 224, 239, 221, 235, 11, 239, 177, 255,
    65, 255, 252, 31, 226, 0, 112, 243, 46, 38, 242, 0, 163, 220, 236, 210,
    217, 239, 81, 1, 255, 252, 219, 241, 205, 247, 62, 32, 211, 192, 31, 255,
    252, 27, 52, 47, 52, 116, 15, 47, 63, 208, 222, 241, 240, 35, 236, 63,
    0, 209, 239, 225, 0, 241, 79, 18, 15, 124, 225, 209, 1, 228, 15, 13,
    210, 225, 253, 245, 246, 252, 76, 45, 225, 18, 241, 254, 190, 227, 254, 241,
    47, 205, 146, 30, 34, 28, 172, 13, 240, 176, 193, 80, 79, 17, 18, 180,
    210, 80, 229, 226, 10, 50, 0, 224, 245, 210, 194, 213, 16, 252, 47, 2,
    238, 33, 251, 30, 34, 222, 67, 206, 112, 208, 179, 240, 125, 34, 210, 204,
    242, 44, 225, 14, 226, 19,
};
static const int16_t bias_3[20] = {
    -2282, 30, -509, 878, -346, -979, -403, -890, -588, 1002, 1376, -76, -860, 1254, -47, 723,
    264, -217, 734, 319,
};
static const uint16_t multiplier_3[20] = {
    24461, 51601, 29755, 26211, 21329, 28739, 20119, 27797, 32745, 24289, 32043, 25631, 21669, 26117, 22611, 26799,
    25289, 25119, 18099, 24657,
};
NETWORK_LAYER void layer_3(void)
{
    dense_4(network_memory + 1476, network_memory + 0, weights_3, bias_3, multiplier_3, 6, 6, 7, 7, 6, 6, 20, 3, 3, 1, 1, -128, -128, 19);
}

/* max_pool, 6x6x20 to 3x3x20 */
NETWORK_LAYER void layer_4(void)
{
    max_pool(network_memory + 0, network_memory + 1548, 6, 6, 20, 3, 3, 2, 2, 2, 2, -128);
}

/* conv, 3x3x20 to 3x3x14, int4_d25 */
static const uint8_t weights_5[630] = {
    89, 69, 172, 0, 68, 0, 41, 192, 232, 33, 4, 48, 2, 6, 8, 100,
    64, 130, 149, 66, 48, 1, 33, 5, 200, 161, 0, 16, 196, 68, 129, 98,
    64, 72, 0, 4, 64, 242, 50, 24, 9, 129, 4, 130, 88, 84, 2, 64,
    160, 226, 4, 162, 97, 42, 67, 36, 32, 60, 100, 34, 12, 0, 0, 0,
    128, 192, 142, 133, 163, 64, 1, 8, 78, 85, 42, 84, 6, 0, 20, 2,
    0, 96, 128, 192, 24, 136, 8, 18, 16, 129, 4, 32, 97, 137, 65, 16,
    19, 48, 208, 0, 20, 0, 64, 64, 3, 35, 0, 1, 16, 163, 2, 10,
    129, 193, 0, 129, 2, 32, 1, 36, 20, 6, 76, 0, 32, 200, 1, 8,
    24, 4, 64, 5, 68, 19, 70, 40, 128, 3, 104, 72, 32, 28, 53, 8,
    2, 69, 1, 64, 83, 21, 65, 0, 162, 18, 166, 64, 168, 12, 11, 64,
    176, 13, 168, 29, 129, 28, 128, 20, 8, 0, 8, 161, 34, 64, 37, 128,
    66, 8, 6, 0, 165, 48, 136, 16, 241, 69, 160, 138, 37, 0, 96, 64,
    5, 33, 153, 4, 106, 144, 36, 66, 18, 16, 16, 32, 16, 134, 24, 234,
    192, 0, 196, 42, 137, 202, 86, 8, 32, 130, 192, 4, 0, 24, 17, 194,
    7, 16, 50, 16, 128, 72, 162, 9, 8, 39, 8, 25, 192, 5, 8, 192,
    17, 0, 1, 192, 20, 22, 34, 128, 18, 139, 49, 16, 22, 0, 3, 4,
    192, 17, 1, 44, 8, 135, 16, 54, 1, 161, 25, 225, 20, 1, 8, 0,
    38, 46, 156, 66, 1, 97, 128, 36, 50, 245, 3, 24, 0, 0, 128, 1,
    12, 96, 54, 120, 16, 0, 139, 44, 42, 128, 144, 0, 92, 0, 114, 148,
    1, 9, 16, 2, 65, 2, 128, 25, 148, 80, 200, 125, 203, 212, 61, 221,
    179, 210, 60, 60, 68, 148, 60, 220, 205, 76, 196, 205, 92, 60, 196, 85,
    196, 69, 100, 221, 99, 61, 69, 221, 204, 84, 212, 211, 195, 60, 188, 195,
    59, 194, 219, 51, 90, 68, 213, 196, 123, 91, 77, 76, 179, 196, 180, 70,
    228, 58, 187, 202, 212, 197, 157, 163, 180, 196, 170, 68, 93, 204, 220, 178,
    189, 189, 91, 185, 211, 61, 125, 75, 68, 107, 53, 67, 157, 75, 45, 165,
    219, 212, 75, 59, 52, 211, 205, 51, 220, 77, 35, 227, 236, 211, 195, 214,
    205, 60, 66, 84, 109, 195, 220, 205, 206, 194, 50, 203, 61, 51, 195, 215,
    44, 212, 212, 182, 205, 203, 50, 180, 204, 146, 196, 205, 195, 156, 116, 188,
    83, 235, 69, 106, 77, 91, 195, 77, 147, 212, 75, 60, 76, 59, 93, 218,
    213, 203, 164, 44, 220, 205, 188, 61, 67, 93, 219, 213, 195, 51, 68, 221,
    34, 124, 219, 211, 220, 37, 66, 53, 217, 180, 69, 213, 197, 108, 187, 211,
    61, 51, 218, 93, 172, 218, 183, 194, 204, 68, 219, 77, 196, 196, 76, 211,
    116, 107, 165, 218, 61, 52, 204, 211, 59, 52, 221, 93, 165, 68, 45, 68,
    195, 205, 205, 85, 163, 188, 61, 198, 148, 109, 51, 77, 67, 179, 51, 189,
    218, 165, 221, 53, 76, 189, 52, 190, 61, 205, 205, 95, 211, 71, 196, 221,
    92, 59, 83, 220, 83, 190, 69, 52, 83, 44, 205, 77, 213, 77, 187, 188,
    97, 61, 109, 164, 148, 220, 53, 221, 172, 217, 62, 61, 204, 69, 195, 67,
    179, 205, 85, 68, 204, 93, 36, 195, 85, 205, 109, 188, 211, 68, 188, 203,
    92, 61, 220, 220, 53, 196, 45, 197, 61, 59, 69, 34, 222, 75, 60, 221,
    163, 61, 205, 70, 45, 93,
};
static const int16_t bias_5[14] = {
    173, -521, 178, -478, 343, 134, 645, -225, 275, -84, -362, -517, 54, -544,
};
static const uint16_t multiplier_5[14] = {
    33181, 40093, 32253, 39467, 35491, 48363, 34655, 44231, 43409, 33013, 40757, 37315, 29591, 46727,
};
NETWORK_LAYER void layer_5(void)
{
    bitmask(network_memory + 1548, network_memory + 0, weights_5, bias_5, multiplier_5, 3, 3, 20, 20, 3, 3, 14, 3, 3, 1, 1, -128, -128, 19, 4);
}

/* avg_pool, 3x3x14 to 1x1x14 */
NETWORK_LAYER void layer_6(void)
{
    average_pool(network_memory + 0, network_memory + 1714, 3, 3, 14, 1, 1, 3, 3, 3, 3, -128);
}

/* linear, 1x1x14 to 1x1x10, int8 */
static const uint8_t weights_7[140] = {
    197, 76, 200, 91, 39, 133, 129, 34, 235, 108, 188, 29, 69, 153, 127, 151,
    225, 236, 237, 33, 23, 172, 224, 45, 197, 1, 243, 155, 244, 158, 119, 127,
    222, 62, 162, 200, 45, 149, 200, 51, 117, 193, 200, 52, 76, 236, 148, 205,
    127, 248, 176, 213, 170, 1, 41, 33, 47, 81, 4, 251, 12, 62, 222, 198,
    119, 175, 222, 157, 129, 34, 12, 224, 219, 129, 243, 212, 22, 92, 245, 252,
    11, 236, 9, 74, 19, 31, 23, 191, 26, 160, 164, 31, 188, 227, 127, 29,
    35, 224, 178, 177, 59, 245, 154, 81, 234, 205, 67, 127, 74, 235, 157, 242,
    189, 206, 247, 10, 91, 184, 27, 205, 238, 221, 227, 127, 187, 78, 129, 90,
    136, 32, 61, 89, 33, 227, 244, 239, 35, 147, 212, 38,
};
static const int16_t bias_7[10] = {
    -1107, -108, -731, -443, -193, -499, -538, -431, -75, -425,
};
static const uint16_t multiplier_7[10] = {
    40585, 51577, 32675, 37755, 42979, 49039, 55957, 40063, 41153, 41677,
};
NETWORK_LAYER void layer_7(void)
{
    dense_8(network_memory + 1714, network_memory + 0, weights_7, bias_7, multiplier_7, 1, 1, 14, 14, 1, 1, 10, 1, 1, 1, 1, -128, 13, 22);
}

int8_t *network_input(void)
{
    return network_memory + 0;
}

const int8_t *network_output(void)
{
    return network_memory + 0;
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
    layer_7();
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

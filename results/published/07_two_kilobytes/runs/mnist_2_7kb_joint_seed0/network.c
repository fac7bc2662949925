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

/* conv, 24x24x1 to 12x12x4, int4 */
static const uint8_t weights_0[18] = {
    213, 9, 9, 249, 5, 65, 85, 181, 154, 35, 78, 22, 33, 39, 67, 235,
    249, 14,
};
static const int16_t bias_0[4] = {
    670, 64, 273, 433,
};
static const uint16_t multiplier_0[4] = {
    45493, 32870, 20517, 55937,
};
NETWORK_LAYER void layer_0(void)
{
    dense_4(network_memory + 0, network_memory + 1008, weights_0, bias_0, multiplier_0, 24, 24, 1, 1, 12, 12, 4, 3, 3, 2, 2, -128, -128, 19);
}

/* conv, 12x12x4 to 12x12x7, int4 */
static const uint8_t weights_1[126] = {
    17, 25, 79, 11, 47, 31, 225, 32, 239, 95, 224, 45, 16, 18, 31, 19,
    63, 21, 17, 25, 240, 254, 1, 18, 15, 19, 223, 25, 15, 14, 240, 2,
    208, 241, 208, 13, 17, 47, 195, 44, 1, 207, 31, 211, 73, 36, 32, 83,
    47, 29, 17, 62, 208, 239, 225, 247, 2, 38, 15, 18, 210, 167, 243, 17,
    255, 252, 2, 211, 242, 251, 15, 13, 48, 34, 219, 194, 219, 41, 30, 17,
    41, 47, 234, 230, 240, 241, 254, 254, 254, 241, 15, 0, 14, 31, 254, 231,
    16, 14, 224, 249, 238, 198, 16, 1, 242, 45, 254, 255, 73, 5, 43, 79,
    95, 18, 78, 75, 126, 32, 32, 48, 157, 240, 225, 79, 208, 30,
};
static const int16_t bias_1[7] = {
    -476, 642, -81, -260, 1195, 385, 56,
};
static const uint16_t multiplier_1[7] = {
    27859, 33002, 20596, 14158, 19887, 24542, 12247,
};
NETWORK_LAYER void layer_1(void)
{
    dense_4(network_memory + 1008, network_memory + 0, weights_1, bias_1, multiplier_1, 12, 12, 4, 4, 12, 12, 7, 3, 3, 1, 1, -128, -128, 18);
}

/* max_pool, 12x12x7 to 6x6x7 */
NETWORK_LAYER void layer_2(void)
{
    max_pool(network_memory + 0, network_memory + 1332, 12, 12, 7, 6, 6, 2, 2, 2, 2, -128);
}

/* conv, 6x6x7 to 6x6x20, int4 */
static const uint8_t weights_3[630] = {
    0, 239, 61, 48, 255, 227, 31, 236, 15, 50, 81, 18, 252, 41, 70, 195,
    206, 15, 196, 12, 206, 239, 65, 244, 17, 48, 79, 17, 242, 15, 19, 255,
    242, 13, 30, 62, 252, 68, 15, 32, 64, 255, 12, 109, 51, 251, 144, 67,
    164, 46, 170, 87, 194, 156, 37, 212, 209, 252, 205, 253, 224, 254, 225, 14,
    35, 254, 34, 12, 238, 253, 3, 227, 15, 210, 255, 243, 225, 175, 242, 206,
    254, 47, 127, 252, 46, 253, 34, 254, 1, 47, 226, 241, 18, 14, 18, 1,
    15, 15, 238, 238, 14, 13, 12, 1, 239, 15, 30, 251, 159, 238, 0, 227,
    0, 1, 16, 224, 49, 240, 16, 48, 29, 32, 32, 17, 15, 64, 235, 15,
    242, 206, 249, 255, 220, 205, 17, 243, 31, 50, 34, 33, 16, 15, 71, 225,
    81, 46, 62, 255, 210, 219, 2, 15, 17, 31, 33, 17, 14, 18, 0, 250,
    226, 16, 224, 31, 224, 213, 17, 255, 1, 196, 2, 240, 33, 46, 242, 45,
    125, 14, 47, 0, 11, 15, 238, 33, 31, 223, 32, 242, 14, 16, 225, 255,
    1, 14, 242, 239, 225, 35, 224, 211, 254, 237, 210, 223, 112, 31, 32, 0,
    45, 61, 28, 255, 46, 14, 17, 6, 47, 64, 219, 207, 237, 254, 34, 241,
    14, 62, 23, 12, 180, 224, 15, 240, 226, 221, 34, 27, 226, 255, 226, 46,
    50, 45, 32, 205, 251, 255, 34, 251, 224, 255, 3, 1, 14, 13, 33, 15,
    242, 32, 16, 241, 1, 13, 80, 2, 16, 113, 18, 240, 239, 38, 15, 224,
    108, 97, 249, 255, 235, 207, 223, 17, 15, 206, 223, 30, 226, 221, 255, 47,
    31, 0, 222, 0, 44, 3, 82, 2, 18, 18, 208, 125, 211, 159, 194, 1,
    32, 234, 179, 31, 189, 63, 17, 30, 30, 51, 17, 31, 242, 36, 16, 167,
    14, 222, 15, 177, 33, 254, 33, 15, 14, 241, 126, 255, 13, 225, 255, 238,
    255, 34, 205, 50, 3, 251, 12, 83, 254, 208, 62, 46, 160, 77, 191, 18,
    238, 244, 11, 18, 237, 4, 3, 2, 254, 80, 77, 0, 176, 48, 178, 113,
    47, 237, 45, 196, 177, 49, 14, 220, 54, 19, 224, 235, 252, 209, 181, 207,
    252, 34, 254, 254, 62, 13, 242, 12, 34, 19, 192, 211, 29, 194, 237, 242,
    34, 175, 31, 19, 0, 96, 65, 193, 4, 247, 224, 34, 225, 236, 249, 47,
    210, 190, 197, 227, 12, 209, 239, 252, 13, 186, 172, 66, 242, 14, 52, 62,
    17, 125, 178, 4, 222, 4, 254, 10, 253, 44, 41, 48, 206, 190, 209, 223,
    253, 210, 224, 15, 64, 223, 49, 13, 53, 1, 255, 81, 80, 242, 31, 47,
    32, 6, 224, 228, 255, 30, 61, 79, 194, 211, 157, 41, 17, 225, 190, 0,
    37, 36, 29, 32, 221, 217, 227, 12, 199, 13, 63, 31, 226, 254, 201, 210,
    190, 172, 60, 97, 61, 223, 95, 229, 62, 159, 207, 0, 214, 27, 178, 61,
    240, 31, 82, 240, 28, 253, 21, 208, 244, 82, 0, 12, 47, 92, 16, 67,
    253, 228, 16, 239, 62, 4, 222, 50, 17, 76, 242, 243, 255, 66, 30, 236,
    199, 222, 209, 85, 189, 6, 15, 175, 25, 241, 239, 218, 254, 33, 17, 31,
    30, 176, 240, 16, 226, 44, 167, 255, 1, 3, 176, 1, 79, 210, 32, 208,
    13, 12, 47, 251, 61, 253, 240, 189, 81, 25, 14, 234, 15, 208, 207, 224,
    237, 222, 241, 190, 50, 255, 240, 113, 224, 66, 50, 1, 48, 240, 47, 23,
    2, 47, 223, 42, 62, 116, 158, 252, 208, 50, 207, 95, 197, 254, 159, 23,
    222, 254, 251, 224, 51, 2,
};
static const int16_t bias_3[20] = {
    234, 56, 147, 357, -104, -542, 79, 198, -502, -156, -481, -488, -136, 1181, -915, 761,
    -402, 213, 1380, -937,
};
static const uint16_t multiplier_3[20] = {
    20385, 26190, 44664, 41955, 29036, 32864, 29231, 38018, 32111, 34526, 37921, 23345, 28048, 32490, 29955, 26987,
    27074, 27231, 39816, 24245,
};
NETWORK_LAYER void layer_3(void)
{
    dense_4(network_memory + 1332, network_memory + 0, weights_3, bias_3, multiplier_3, 6, 6, 7, 7, 6, 6, 20, 3, 3, 1, 1, -128, -128, 19);
}

/* max_pool, 6x6x20 to 3x3x20 */
NETWORK_LAYER void layer_4(void)
{
    max_pool(network_memory + 0, network_memory + 1404, 6, 6, 20, 3, 3, 2, 2, 2, 2, -128);
}

/* conv, 3x3x20 to 3x3x20, int4_d50 */
static const uint8_t weights_5[1350] = {
    198, 210, 117, 239, 206, 49, 110, 242, 5, 154, 38, 62, 182, 111, 18, 95,
    236, 52, 181, 191, 211, 196, 44, 111, 139, 152, 156, 207, 135, 39, 182, 214,
    78, 166, 90, 182, 236, 82, 163, 91, 57, 231, 16, 109, 24, 55, 2, 96,
    89, 198, 127, 67, 253, 221, 117, 94, 144, 33, 255, 101, 49, 148, 123, 9,
    70, 124, 204, 245, 159, 247, 239, 52, 164, 178, 35, 27, 70, 86, 140, 213,
    55, 190, 198, 98, 135, 255, 101, 183, 29, 100, 106, 252, 241, 231, 215, 161,
    184, 124, 214, 23, 14, 32, 106, 233, 49, 159, 4, 107, 234, 177, 29, 85,
    54, 90, 169, 202, 25, 39, 23, 142, 123, 57, 9, 130, 88, 108, 235, 224,
    49, 254, 209, 51, 213, 93, 217, 93, 49, 236, 247, 59, 191, 20, 122, 195,
    32, 5, 204, 186, 87, 102, 163, 35, 11, 28, 42, 241, 234, 234, 7, 126,
    249, 105, 38, 174, 233, 127, 131, 211, 254, 28, 163, 102, 235, 42, 131, 163,
    253, 214, 211, 10, 178, 53, 152, 134, 246, 254, 100, 29, 247, 49, 98, 65,
    248, 214, 12, 67, 3, 164, 138, 80, 89, 126, 165, 5, 178, 211, 67, 193,
    254, 45, 219, 193, 73, 207, 102, 131, 172, 73, 245, 190, 191, 22, 243, 253,
    135, 2, 113, 223, 91, 64, 211, 136, 172, 197, 243, 91, 68, 179, 87, 13,
    120, 85, 244, 99, 201, 147, 50, 120, 8, 107, 176, 243, 112, 174, 111, 26,
    155, 191, 123, 181, 173, 153, 239, 168, 160, 100, 243, 113, 129, 23, 122, 169,
    189, 53, 168, 8, 13, 186, 140, 2, 171, 113, 131, 4, 104, 108, 35, 176,
    21, 136, 3, 47, 23, 133, 128, 40, 232, 169, 210, 179, 101, 239, 88, 43,
    158, 236, 174, 146, 21, 60, 152, 8, 36, 20, 28, 96, 8, 8, 29, 62,
    37, 10, 16, 188, 152, 184, 208, 82, 190, 167, 216, 206, 128, 192, 179, 66,
    60, 64, 149, 222, 118, 8, 116, 1, 108, 26, 80, 39, 228, 178, 228, 85,
    191, 240, 102, 190, 254, 90, 222, 115, 141, 120, 148, 254, 147, 145, 113, 80,
    210, 91, 187, 17, 42, 218, 94, 141, 137, 232, 125, 102, 240, 33, 243, 191,
    80, 109, 44, 66, 64, 244, 113, 10, 210, 249, 189, 229, 171, 90, 161, 56,
    18, 194, 150, 75, 8, 202, 132, 131, 56, 54, 238, 101, 103, 163, 116, 85,
    145, 251, 242, 64, 80, 168, 18, 147, 4, 70, 40, 202, 64, 17, 56, 210,
    134, 89, 96, 184, 168, 54, 146, 186, 216, 111, 164, 157, 212, 11, 55, 170,
    46, 163, 194, 204, 211, 233, 204, 46, 218, 99, 222, 205, 46, 179, 179, 238,
    50, 190, 75, 206, 220, 77, 206, 77, 179, 102, 46, 194, 210, 235, 226, 238,
    227, 226, 75, 59, 203, 62, 227, 238, 68, 77, 238, 110, 60, 51, 146, 114,
    35, 212, 50, 50, 51, 46, 61, 62, 35, 178, 67, 195, 214, 60, 187, 61,
    236, 51, 222, 234, 195, 34, 238, 226, 35, 45, 226, 229, 205, 238, 221, 211,
    238, 51, 37, 227, 226, 227, 44, 68, 237, 59, 162, 115, 210, 34, 238, 46,
    188, 227, 228, 235, 227, 206, 226, 222, 227, 78, 227, 226, 238, 194, 66, 234,
    227, 46, 108, 51, 75, 228, 194, 238, 50, 226, 46, 61, 35, 222, 228, 228,
    226, 237, 51, 46, 183, 34, 236, 227, 67, 67, 44, 45, 211, 190, 228, 226,
    45, 35, 39, 55, 187, 237, 204, 38, 52, 126, 62, 77, 59, 92, 174, 73,
    69, 163, 60, 42, 237, 59, 50, 210, 227, 226, 52, 46, 212, 237, 53, 110,
    45, 206, 51, 194, 99, 165, 205, 45, 196, 83, 67, 195, 158, 194, 220, 50,
    226, 194, 235, 210, 221, 205, 78, 50, 238, 190, 46, 58, 62, 195, 37, 226,
    238, 236, 227, 162, 146, 39, 53, 189, 78, 94, 45, 238, 211, 42, 34, 236,
    204, 35, 238, 238, 53, 229, 83, 39, 221, 34, 78, 78, 50, 37, 222, 237,
    46, 237, 50, 205, 35, 228, 45, 34, 66, 238, 85, 34, 227, 35, 237, 210,
    35, 212, 238, 242, 220, 47, 45, 226, 46, 50, 210, 162, 46, 68, 220, 227,
    253, 222, 220, 185, 226, 227, 211, 211, 98, 221, 61, 50, 243, 62, 46, 234,
    44, 226, 227, 238, 253, 193, 205, 111, 61, 60, 254, 221, 242, 237, 221, 50,
    51, 49, 228, 35, 35, 225, 19, 244, 241, 62, 22, 238, 239, 237, 29, 17,
    47, 238, 47, 242, 30, 254, 63, 33, 204, 225, 30, 63, 238, 231, 223, 241,
    238, 45, 163, 188, 189, 77, 162, 50, 162, 158, 195, 70, 211, 163, 85, 206,
    213, 45, 108, 44, 39, 62, 59, 45, 83, 205, 219, 43, 178, 210, 60, 157,
    83, 60, 51, 62, 158, 215, 227, 233, 66, 52, 87, 93, 195, 235, 226, 222,
    62, 74, 102, 210, 44, 155, 52, 61, 61, 227, 210, 231, 46, 238, 156, 238,
    34, 186, 45, 227, 235, 149, 211, 62, 222, 50, 34, 34, 43, 228, 76, 78,
    214, 46, 178, 60, 226, 180, 43, 205, 206, 179, 164, 226, 220, 45, 238, 18,
    220, 254, 210, 227, 17, 242, 236, 46, 254, 254, 177, 206, 243, 222, 237, 50,
    62, 34, 47, 211, 30, 255, 55, 226, 50, 35, 227, 238, 46, 35, 239, 255,
    226, 43, 254, 255, 174, 254, 243, 36, 45, 222, 149, 210, 225, 33, 190, 223,
    221, 254, 75, 46, 238, 62, 211, 46, 62, 34, 227, 46, 226, 35, 221, 226,
    196, 237, 237, 237, 226, 221, 195, 235, 45, 226, 226, 220, 44, 237, 210, 34,
    51, 126, 211, 226, 237, 61, 38, 236, 221, 46, 45, 75, 43, 226, 44, 211,
    226, 236, 238, 34, 77, 222, 205, 206, 35, 221, 226, 226, 238, 37, 125, 180,
    37, 226, 190, 237, 46, 86, 61, 147, 226, 206, 238, 67, 221, 82, 235, 226,
    126, 51, 61, 227, 218, 78, 201, 226, 35, 189, 93, 189, 58, 210, 189, 222,
    61, 162, 222, 228, 226, 238, 221, 149, 238, 78, 206, 35, 93, 36, 35, 210,
    34, 45, 226, 37, 237, 50, 237, 35, 227, 237, 94, 237, 205, 35, 44, 238,
    205, 227, 238, 226, 35, 222, 237, 68, 46, 75, 34, 221, 205, 211, 92, 51,
    211, 44, 237, 93, 174, 205, 237, 226, 222, 34, 238, 195, 228, 206, 226, 221,
    75, 206, 226, 115, 50, 238, 43, 229, 212, 45, 60, 46, 238, 219, 77, 51,
    221, 196, 194, 180, 220, 94, 188, 61, 61, 237, 35, 124, 46, 167, 51, 212,
    46, 226, 204, 211, 77, 62, 52, 53, 235, 186, 36, 183, 226, 179, 212, 221,
    234, 221, 35, 227, 211, 227, 228, 35, 227, 74, 220, 62, 229, 230, 62, 44,
    46, 146, 60, 238, 59, 60, 199, 220, 235, 237, 219, 39, 44, 61, 34, 212,
    46, 43, 226, 188, 45, 50, 195, 89, 221, 60, 202, 205, 66, 194, 70, 180,
    230, 220, 46, 196, 50, 238, 66, 197, 78, 99, 237, 45, 99, 82, 217, 227,
    238, 210, 83, 237, 238, 186, 187, 222, 157, 222, 34, 179, 45, 60, 67, 218,
    235, 212, 205, 77, 91, 230, 76, 51, 78, 237, 210, 222, 107, 52, 179, 221,
    76, 77, 60, 118, 109, 189, 99, 196, 196, 221, 119, 61, 211, 221, 169, 211,
    195, 205, 221, 93, 59, 172, 83, 220, 205, 51, 85, 68, 73, 109, 51, 198,
    52, 179, 77, 51, 188, 61, 53, 204, 51, 181, 68, 181, 108, 93, 54, 195,
    164, 148, 217, 85, 179, 221, 84, 204, 70, 99, 221, 188, 51, 54, 157, 196,
    59, 218, 117, 212, 59, 205, 171, 214, 165, 221, 220, 59, 179, 221, 45, 211,
    205, 236, 189, 238, 189, 210, 52, 226, 35, 36, 237, 236, 238, 51, 100, 221,
    43, 51, 179, 50, 50, 238, 206, 237, 126, 210, 67, 50, 147, 92, 222, 54,
    238, 222, 235, 221, 53, 194,
};
static const int16_t bias_5[20] = {
    893, 49, -280, -752, -9, -50, 557, -121, 366, -156, 735, 217, -475, 560, 61, 738,
    143, -346, -1056, 286,
};
static const uint16_t multiplier_5[20] = {
    30837, 34603, 38561, 26297, 29858, 34305, 39913, 23528, 34468, 39779, 39923, 32606, 44323, 34636, 29133, 34221,
    34893, 25464, 25909, 35631,
};
NETWORK_LAYER void layer_5(void)
{
    bitmask(network_memory + 1404, network_memory + 0, weights_5, bias_5, multiplier_5, 3, 3, 20, 20, 3, 3, 20, 3, 3, 1, 1, -128, -128, 19, 4);
}

/* avg_pool, 3x3x20 to 1x1x20 */
NETWORK_LAYER void layer_6(void)
{
    average_pool(network_memory + 0, network_memory + 1564, 3, 3, 20, 1, 1, 3, 3, 3, 3, -128);
}

/* linear, 1x1x20 to 1x1x10, int8 */
static const uint8_t weights_7[200] = {
    231, 235, 213, 57, 68, 129, 138, 4, 0, 122, 252, 241, 112, 14, 144, 7,
    1, 30, 234, 234, 47, 129, 39, 226, 2, 19, 253, 182, 245, 78, 208, 4,
    235, 167, 47, 71, 204, 237, 234, 100, 1, 0, 62, 127, 137, 10, 5, 224,
    0, 181, 196, 84, 0, 240, 219, 226, 234, 35, 18, 61, 7, 13, 206, 215,
    152, 249, 127, 59, 12, 12, 13, 215, 45, 160, 13, 144, 251, 247, 69, 253,
    87, 41, 208, 243, 241, 49, 129, 165, 84, 178, 98, 193, 137, 70, 70, 41,
    166, 52, 236, 243, 1, 9, 47, 174, 45, 201, 35, 127, 224, 238, 38, 240,
    2, 36, 32, 197, 246, 177, 85, 214, 86, 213, 33, 219, 90, 170, 0, 241,
    129, 228, 40, 24, 62, 13, 242, 231, 81, 31, 167, 210, 219, 141, 246, 22,
    135, 127, 244, 36, 99, 28, 245, 5, 191, 253, 190, 47, 87, 218, 217, 37,
    196, 112, 229, 234, 252, 187, 27, 195, 65, 74, 134, 127, 251, 79, 86, 200,
    25, 166, 238, 179, 132, 64, 129, 62, 46, 88, 5, 15, 240, 225, 60, 151,
    187, 232, 30, 113, 229, 50, 62, 234,
};
static const int16_t bias_7[10] = {
    -66, -129, 256, 628, 479, -743, -426, -171, 1037, -647,
};
static const uint16_t multiplier_7[10] = {
    41791, 44348, 50329, 40084, 37447, 42972, 48382, 38487, 32830, 34772,
};
NETWORK_LAYER void layer_7(void)
{
    dense_8(network_memory + 1564, network_memory + 0, weights_7, bias_7, multiplier_7, 1, 1, 20, 20, 1, 1, 10, 1, 1, 1, 1, -128, -14, 22);
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

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
    16, 6, 231, 242, 112, 92, 129, 172, 139, 37, 87, 166, 39, 129, 216, 179,
    227, 48, 221, 203, 214, 4, 54, 127, 47, 62, 2, 71, 47, 110, 65, 127,
    190, 183, 184, 10, 245, 68, 55, 195, 129, 235, 53, 15, 226,
};
static const int16_t bias_0[5] = {
    6400, 8276, 8277, 1429, 3510,
};
static const uint16_t multiplier_0[5] = {
    24619, 24925, 13105, 11659, 35371,
};
NETWORK_LAYER void layer_0(void)
{
    dense_8(network_memory + 0, network_memory + 1008, weights_0, bias_0, multiplier_0, 24, 24, 1, 1, 12, 12, 5, 3, 3, 2, 2, -128, -128, 22);
}

/* conv, 12x12x5 to 12x12x7, int8 */
static const uint8_t weights_1[315] = {
    247, 42, 41, 230, 246, 253, 27, 129, 13, 234, 26, 23, 235, 207, 252, 253,
    0, 199, 214, 235, 8, 198, 73, 68, 255, 8, 204, 26, 77, 63, 214, 250,
    15, 69, 251, 24, 247, 231, 3, 22, 247, 193, 40, 214, 10, 212, 58, 21,
    39, 236, 129, 50, 63, 93, 185, 240, 254, 28, 85, 254, 164, 76, 54, 57,
    139, 178, 27, 201, 114, 166, 254, 228, 251, 17, 237, 233, 250, 29, 20, 200,
    1, 216, 8, 33, 235, 18, 244, 4, 238, 27, 63, 172, 246, 255, 28, 62,
    196, 245, 222, 47, 33, 235, 96, 58, 31, 22, 27, 191, 44, 34, 40, 24,
    129, 111, 31, 230, 11, 191, 197, 247, 237, 249, 48, 248, 6, 236, 18, 65,
    237, 190, 22, 17, 2, 29, 212, 34, 222, 38, 52, 30, 0, 142, 59, 245,
    31, 32, 205, 216, 195, 23, 13, 235, 242, 23, 29, 0, 129, 59, 27, 54,
    16, 177, 30, 255, 65, 252, 3, 237, 240, 242, 3, 204, 205, 233, 18, 247,
    201, 33, 20, 19, 212, 248, 230, 6, 223, 5, 0, 229, 10, 229, 226, 21,
    71, 16, 242, 38, 208, 53, 75, 24, 32, 254, 83, 32, 26, 5, 42, 1,
    35, 252, 89, 1, 214, 250, 38, 54, 246, 129, 214, 62, 243, 40, 214, 161,
    245, 7, 250, 13, 7, 20, 11, 225, 10, 253, 12, 228, 254, 13, 235, 4,
    249, 250, 208, 240, 251, 129, 253, 247, 225, 191, 234, 9, 34, 24, 237, 238,
    41, 16, 249, 196, 239, 45, 228, 30, 214, 3, 15, 241, 217, 242, 2, 250,
    55, 19, 238, 35, 1, 199, 172, 36, 214, 238, 43, 54, 254, 20, 246, 90,
    59, 240, 10, 249, 156, 129, 37, 227, 243, 46, 42, 224, 218, 255, 39, 2,
    182, 34, 253, 200, 202, 19, 243, 237, 23, 243, 2,
};
static const int16_t bias_1[7] = {
    4555, 11917, -2695, 13712, -4155, 9914, 765,
};
static const uint16_t multiplier_1[7] = {
    19103, 10477, 12903, 16759, 13169, 34469, 20063,
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

/* conv, 6x6x7 to 6x6x12, int4 */
static const uint8_t weights_3[378] = {
    191, 228, 242, 15, 253, 13, 73, 1, 19, 177, 2, 188, 255, 158, 164, 36,
    212, 43, 16, 15, 240, 62, 64, 238, 20, 49, 36, 31, 16, 241, 34, 240,
    32, 240, 1, 49, 254, 16, 15, 16, 64, 228, 94, 239, 241, 48, 126, 96,
    236, 159, 17, 206, 31, 78, 20, 31, 193, 242, 225, 193, 222, 176, 14, 19,
    78, 17, 213, 187, 145, 113, 15, 226, 244, 226, 15, 124, 214, 91, 188, 224,
    34, 44, 61, 194, 20, 18, 239, 222, 169, 159, 174, 83, 208, 241, 255, 16,
    29, 194, 6, 114, 99, 62, 255, 148, 18, 225, 223, 241, 79, 50, 13, 242,
    254, 96, 95, 1, 14, 226, 255, 211, 33, 15, 29, 49, 47, 194, 223, 221,
    30, 19, 226, 19, 11, 32, 220, 30, 224, 13, 196, 61, 239, 46, 224, 2,
    208, 235, 65, 221, 30, 217, 212, 146, 205, 64, 19, 63, 239, 210, 25, 75,
    176, 159, 241, 7, 239, 154, 234, 28, 70, 19, 80, 27, 17, 30, 146, 19,
    63, 62, 224, 183, 17, 79, 79, 36, 2, 80, 0, 215, 46, 227, 208, 67,
    254, 7, 209, 16, 78, 47, 240, 193, 178, 172, 34, 77, 15, 209, 19, 249,
    240, 47, 211, 236, 253, 17, 46, 18, 0, 15, 14, 254, 32, 27, 1, 15,
    35, 255, 93, 77, 23, 29, 199, 0, 251, 57, 3, 199, 197, 26, 147, 68,
    53, 159, 14, 229, 49, 238, 67, 30, 224, 49, 66, 243, 192, 15, 237, 0,
    16, 17, 15, 13, 240, 31, 1, 4, 55, 1, 224, 0, 2, 29, 241, 30,
    223, 237, 240, 255, 16, 0, 224, 14, 240, 240, 0, 28, 2, 14, 17, 15,
    47, 0, 241, 239, 239, 16, 17, 15, 47, 226, 255, 10, 18, 0, 15, 63,
    3, 240, 7, 1, 243, 0, 2, 31, 33, 16, 0, 13, 75, 238, 242, 15,
    48, 239, 81, 240, 243, 239, 44, 241, 206, 225, 7, 3, 238, 2, 29, 242,
    1, 15, 31, 1, 255, 255, 32, 209, 225, 3, 2, 224, 15, 221, 254, 208,
    159, 221, 226, 21, 29, 61, 94, 31, 194, 145, 254, 127, 205, 243, 223, 239,
    36, 30, 31, 239, 238, 224, 33, 2, 13, 210,
};
static const int16_t bias_3[12] = {
    296, 457, 929, -657, 1420, 660, 432, -668, 32, -398, -74, 633,
};
static const uint16_t multiplier_3[12] = {
    33011, 31143, 30073, 25919, 31713, 19315, 37461, 23321, 43867, 43843, 35469, 37551,
};
NETWORK_LAYER void layer_3(void)
{
    dense_4(network_memory + 1476, network_memory + 0, weights_3, bias_3, multiplier_3, 6, 6, 7, 7, 6, 6, 12, 3, 3, 1, 1, -128, -128, 19);
}

/* conv, 6x6x12 to 6x6x16, int4_d50 */
static const uint8_t weights_4[648] = {
    159, 244, 69, 245, 4, 59, 197, 247, 188, 159, 192, 37, 123, 40, 33, 218,
    91, 177, 255, 96, 127, 174, 175, 85, 233, 45, 111, 160, 217, 78, 190, 127,
    162, 125, 155, 129, 191, 202, 176, 13, 24, 1, 187, 122, 158, 52, 191, 7,
    229, 54, 70, 144, 151, 192, 21, 112, 186, 127, 222, 151, 251, 253, 215, 135,
    45, 247, 177, 37, 53, 254, 175, 247, 252, 158, 45, 141, 215, 250, 196, 198,
    250, 199, 247, 64, 9, 157, 179, 173, 234, 61, 243, 148, 37, 75, 127, 81,
    81, 207, 214, 117, 244, 101, 48, 57, 212, 195, 241, 90, 185, 254, 61, 127,
    189, 251, 231, 247, 162, 83, 66, 181, 220, 24, 214, 177, 224, 227, 63, 215,
    36, 228, 194, 31, 14, 233, 136, 233, 127, 108, 111, 251, 100, 203, 119, 219,
    20, 216, 87, 180, 75, 223, 123, 20, 227, 192, 220, 172, 82, 251, 14, 179,
    230, 125, 125, 249, 129, 154, 225, 55, 218, 232, 228, 61, 85, 221, 141, 176,
    105, 190, 4, 235, 83, 60, 191, 226, 28, 229, 159, 122, 118, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 33, 234, 51, 211, 222, 62, 93, 220,
    39, 210, 66, 230, 61, 238, 34, 93, 205, 204, 206, 179, 198, 126, 61, 59,
    236, 220, 55, 46, 178, 219, 196, 199, 147, 94, 110, 230, 50, 62, 67, 237,
    50, 238, 157, 57, 203, 154, 62, 181, 153, 195, 188, 221, 36, 211, 237, 197,
    52, 237, 62, 227, 226, 222, 194, 62, 242, 210, 46, 47, 173, 148, 242, 237,
    19, 226, 226, 95, 29, 30, 62, 227, 34, 220, 61, 223, 226, 209, 209, 236,
    226, 254, 207, 93, 210, 68, 203, 125, 211, 194, 146, 94, 226, 75, 99, 115,
    78, 178, 238, 227, 198, 211, 50, 45, 180, 93, 228, 226, 210, 79, 46, 83,
    163, 179, 67, 226, 194, 33, 189, 236, 222, 83, 46, 234, 35, 228, 51, 210,
    171, 196, 196, 18, 51, 220, 236, 49, 123, 237, 51, 50, 114, 82, 148, 77,
    65, 77, 238, 189, 68, 62, 37, 78, 193, 37, 44, 215, 44, 211, 58, 73,
    163, 77, 57, 171, 222, 196, 180, 46, 179, 71, 211, 213, 110, 220, 222, 52,
    220, 174, 189, 34, 195, 210, 210, 36, 44, 149, 54, 221, 75, 194, 211, 179,
    234, 71, 59, 172, 237, 100, 74, 61, 194, 51, 173, 77, 206, 231, 53, 204,
    235, 219, 69, 205, 55, 89, 60, 77, 67, 188, 190, 78, 62, 155, 196, 43,
    94, 173, 227, 238, 52, 221, 210, 194, 37, 92, 210, 35, 34, 69, 46, 190,
    229, 158, 62, 35, 233, 157, 39, 222, 68, 222, 37, 76, 45, 46, 45, 222,
    225, 61, 226, 189, 89, 207, 35, 93, 46, 237, 45, 42, 47, 30, 194, 35,
    28, 194, 44, 205, 212, 84, 228, 237, 227, 253, 50, 210, 221, 27, 237, 239,
    73, 210, 46, 228, 222, 68, 124, 231, 228, 86, 109, 45, 116, 236, 253, 223,
    178, 55, 236, 238, 62, 34, 254, 238, 238, 126, 222, 62, 95, 226, 190, 46,
    50, 225, 238, 226, 254, 243, 206, 237, 206, 254, 226, 236, 29, 17, 30, 227,
    243, 239, 209, 222, 255, 47, 238, 205, 221, 227, 228, 210, 30, 226, 239, 238,
    226, 243, 117, 30, 35, 50, 47, 37, 237, 206, 220, 210, 205, 247, 211, 212,
    238, 236, 237, 179, 238, 63, 252, 50, 204, 226, 226, 194, 34, 244, 30, 243,
    30, 220, 43, 209, 34, 46, 207, 238, 115, 46, 33, 45, 219, 83, 44, 66,
    217, 174, 70, 94, 217, 237, 221, 173, 122, 163, 227, 46, 206, 203, 62, 237,
    74, 53, 62, 211, 229, 178, 238, 51,
};
static const int16_t bias_4[16] = {
    227, 170, 244, 306, -828, 368, 114, -125, -491, -408, 189, -552, 466, 775, 0, 0,
};
static const uint16_t multiplier_4[16] = {
    25619, 35947, 49717, 32275, 37687, 28881, 29947, 29449, 33109, 40791, 38755, 49819, 38289, 29555, 1, 1,
};
NETWORK_LAYER void layer_4(void)
{
    bitmask(network_memory + 0, network_memory + 1152, weights_4, bias_4, multiplier_4, 6, 6, 12, 12, 6, 6, 16, 3, 3, 1, 1, -128, -128, 19, 4);
}

/* max_pool, 6x6x16 to 3x3x16 */
NETWORK_LAYER void layer_5(void)
{
    max_pool(network_memory + 1152, network_memory + 0, 6, 6, 16, 3, 3, 2, 2, 2, 2, -128);
}

/* conv, 3x3x16 to 3x3x16, int4_d50 */
static const uint8_t weights_6[864] = {
    243, 13, 118, 49, 157, 59, 94, 37, 138, 23, 74, 59, 205, 52, 219, 30,
    125, 2, 255, 51, 95, 11, 143, 24, 87, 28, 227, 24, 198, 32, 251, 8,
    185, 14, 58, 11, 233, 61, 92, 15, 223, 7, 217, 48, 248, 37, 69, 62,
    164, 33, 168, 38, 94, 2, 217, 56, 220, 59, 131, 60, 173, 63, 242, 25,
    208, 47, 41, 11, 124, 28, 57, 61, 199, 57, 118, 53, 196, 16, 254, 31,
    50, 28, 83, 32, 183, 34, 234, 43, 110, 49, 244, 28, 106, 51, 134, 41,
    219, 30, 227, 43, 176, 52, 126, 27, 118, 29, 223, 24, 234, 48, 244, 43,
    119, 53, 162, 35, 80, 48, 175, 19, 108, 48, 229, 30, 146, 46, 108, 61,
    191, 50, 127, 48, 60, 17, 65, 61, 69, 21, 45, 39, 194, 63, 56, 60,
    30, 40, 134, 24, 104, 58, 187, 13, 217, 15, 71, 11, 171, 53, 211, 30,
    39, 39, 75, 7, 155, 22, 223, 59, 161, 47, 41, 43, 157, 15, 109, 28,
    233, 39, 121, 38, 246, 28, 160, 58, 214, 25, 148, 53, 92, 29, 21, 19,
    86, 28, 17, 19, 38, 19, 191, 63, 55, 61, 60, 27, 64, 47, 163, 20,
    0, 58, 254, 7, 139, 55, 155, 63, 59, 59, 255, 15, 76, 55, 248, 59,
    235, 63, 73, 17, 110, 58, 189, 33, 245, 42, 49, 2, 121, 59, 243, 27,
    151, 42, 254, 43, 25, 47, 122, 44, 160, 56, 87, 8, 58, 19, 111, 30,
    200, 23, 175, 45, 206, 41, 224, 13, 127, 61, 137, 24, 152, 0, 175, 50,
    205, 48, 125, 45, 151, 58, 255, 45, 222, 28, 43, 7, 228, 46, 73, 16,
    44, 237, 51, 46, 195, 67, 66, 45, 196, 226, 61, 205, 238, 36, 211, 44,
    227, 35, 43, 34, 46, 226, 35, 67, 36, 50, 227, 236, 91, 46, 211, 236,
    227, 212, 205, 78, 193, 183, 158, 230, 34, 190, 219, 93, 218, 62, 230, 79,
    210, 50, 61, 61, 34, 45, 66, 206, 227, 50, 211, 59, 166, 189, 110, 206,
    47, 62, 209, 78, 95, 165, 36, 211, 229, 36, 172, 84, 233, 222, 222, 53,
    83, 94, 169, 237, 213, 42, 66, 229, 238, 210, 236, 227, 62, 228, 174, 45,
    213, 244, 221, 226, 236, 206, 227, 36, 195, 178, 38, 34, 253, 221, 45, 236,
    61, 39, 237, 226, 222, 34, 220, 125, 226, 238, 226, 201, 45, 209, 71, 50,
    255, 47, 164, 34, 62, 61, 34, 226, 46, 60, 19, 83, 34, 238, 34, 179,
    174, 54, 210, 58, 75, 204, 34, 177, 34, 226, 238, 77, 211, 209, 47, 254,
    66, 165, 238, 244, 35, 199, 238, 125, 214, 220, 252, 54, 238, 18, 34, 206,
    35, 190, 146, 222, 226, 237, 194, 236, 51, 236, 67, 210, 235, 45, 43, 178,
    210, 67, 85, 227, 50, 92, 34, 83, 239, 178, 68, 220, 45, 61, 219, 86,
    61, 70, 229, 210, 43, 77, 162, 222, 150, 78, 34, 156, 117, 99, 211, 43,
    221, 220, 219, 174, 76, 211, 79, 76, 98, 46, 102, 227, 50, 66, 194, 157,
    222, 206, 222, 92, 38, 43, 50, 219, 206, 35, 236, 66, 44, 226, 242, 226,
    238, 46, 77, 225, 238, 61, 235, 36, 238, 222, 123, 242, 50, 51, 194, 44,
    66, 204, 35, 238, 236, 73, 34, 44, 223, 189, 54, 45, 226, 61, 222, 178,
    222, 238, 33, 209, 30, 44, 60, 215, 46, 94, 46, 34, 254, 46, 226, 62,
    34, 62, 238, 195, 35, 213, 210, 61, 45, 206, 237, 226, 222, 210, 68, 58,
    60, 233, 206, 50, 193, 78, 51, 53, 190, 82, 225, 236, 50, 194, 37, 213,
    237, 238, 34, 223, 205, 253, 78, 206, 226, 210, 226, 227, 239, 221, 62, 205,
    78, 46, 211, 46, 62, 83, 38, 221, 230, 238, 188, 213, 194, 66, 190, 228,
    210, 222, 147, 220, 205, 238, 153, 108, 237, 87, 235, 55, 222, 18, 228, 66,
    220, 37, 45, 94, 253, 236, 78, 222, 229, 237, 227, 58, 46, 52, 77, 227,
    231, 205, 238, 210, 189, 238, 44, 211, 110, 227, 114, 194, 55, 238, 212, 44,
    212, 235, 46, 71, 238, 147, 148, 33, 189, 61, 221, 61, 188, 77, 50, 173,
    238, 205, 236, 84, 69, 83, 71, 197, 36, 222, 173, 92, 60, 66, 38, 188,
    205, 45, 146, 46, 61, 39, 77, 218, 61, 60, 237, 204, 220, 197, 36, 212,
    61, 50, 205, 91, 204, 180, 71, 34, 186, 195, 238, 52, 211, 221, 67, 102,
    221, 228, 229, 195, 34, 82, 222, 61, 67, 181, 229, 158, 108, 59, 194, 238,
    238, 45, 205, 237, 37, 45, 166, 62, 227, 58, 222, 228, 67, 83, 220, 238,
    236, 35, 238, 108, 78, 44, 70, 91, 226, 83, 34, 126, 214, 193, 221, 212,
    62, 236, 45, 230, 174, 221, 227, 94, 206, 46, 123, 172, 76, 226, 236, 119,
    41, 206, 211, 196, 35, 53, 226, 126, 65, 60, 221, 34, 61, 237, 58, 226,
    238, 67, 222, 34, 188, 220, 226, 229, 226, 39, 222, 210, 242, 210, 76, 178,
};
static const int16_t bias_6[16] = {
    -519, -566, 101, -569, 210, -551, -843, -213, -276, -412, 158, -756, -179, -405, -319, -4,
};
static const uint16_t multiplier_6[16] = {
    29793, 26731, 27619, 28275, 27789, 21807, 27283, 40269, 38921, 32593, 26997, 22903, 24263, 26409, 27765, 24185,
};
NETWORK_LAYER void layer_6(void)
{
    bitmask(network_memory + 0, network_memory + 1584, weights_6, bias_6, multiplier_6, 3, 3, 16, 16, 3, 3, 16, 3, 3, 1, 1, -128, -128, 19, 4);
}

/* avg_pool, 3x3x16 to 1x1x16 */
NETWORK_LAYER void layer_7(void)
{
    average_pool(network_memory + 1584, network_memory + 0, 3, 3, 16, 1, 1, 3, 3, 3, 3, -128);
}

/* linear, 1x1x16 to 1x1x10, int8 */
static const uint8_t weights_8[160] = {
    129, 114, 185, 213, 189, 96, 17, 193, 227, 46, 226, 124, 226, 175, 214, 248,
    152, 34, 252, 121, 70, 206, 4, 52, 158, 196, 26, 219, 212, 231, 56, 129,
    242, 150, 23, 250, 173, 106, 84, 192, 225, 129, 246, 197, 51, 96, 72, 180,
    120, 132, 215, 157, 193, 29, 208, 127, 226, 40, 121, 36, 214, 180, 249, 13,
    224, 218, 220, 41, 55, 187, 205, 219, 127, 33, 227, 159, 142, 66, 41, 43,
    127, 47, 242, 197, 161, 164, 32, 49, 9, 243, 189, 232, 53, 143, 252, 98,
    229, 56, 75, 41, 129, 27, 175, 203, 1, 22, 101, 196, 79, 217, 139, 45,
    233, 150, 221, 11, 34, 129, 96, 253, 240, 29, 34, 107, 12, 104, 213, 16,
    77, 17, 37, 233, 88, 108, 129, 203, 217, 156, 172, 246, 200, 242, 135, 38,
    14, 232, 39, 139, 62, 189, 251, 51, 81, 71, 129, 227, 28, 21, 62, 179,
};
static const int16_t bias_8[10] = {
    -706, 37, 191, -672, -1060, 27, -1334, -1283, -206, -682,
};
static const uint16_t multiplier_8[10] = {
    39673, 42541, 36979, 29091, 35565, 34015, 38721, 39293, 29083, 38237,
};
NETWORK_LAYER void layer_8(void)
{
    dense_8(network_memory + 0, network_memory + 1718, weights_8, bias_8, multiplier_8, 1, 1, 16, 16, 1, 1, 10, 1, 1, 1, 1, -128, -2, 22);
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
    layer_7();
    layer_8();
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

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
    38, 195, 129, 8, 131, 45, 130, 243, 71, 212, 236, 250, 43, 127, 105, 230,
    206, 221, 118, 127, 42, 208, 234, 30, 235, 245, 19, 31, 100, 94, 65, 21,
    166, 155, 129, 234, 43, 57, 206, 127, 241, 156, 20, 198, 194,
};
static const int16_t bias_0[5] = {
    11932, 2304, 4485, 5378, -115,
};
static const uint16_t multiplier_0[5] = {
    47989, 41631, 26569, 33689, 41965,
};
NETWORK_LAYER void layer_0(void)
{
    dense_8(network_memory + 0, network_memory + 1008, weights_0, bias_0, multiplier_0, 24, 24, 1, 1, 12, 12, 5, 3, 3, 2, 2, -128, -128, 23);
}

/* conv, 12x12x5 to 12x12x7, int8 */
static const uint8_t weights_1[315] = {
    233, 10, 11, 12, 225, 226, 49, 254, 250, 243, 226, 245, 27, 23, 229, 34,
    175, 223, 51, 187, 21, 129, 2, 27, 210, 44, 3, 202, 204, 16, 22, 16,
    1, 233, 17, 2, 35, 24, 215, 238, 222, 22, 7, 37, 228, 203, 47, 46,
    2, 235, 129, 218, 208, 192, 224, 19, 3, 252, 250, 252, 221, 235, 17, 227,
    235, 156, 16, 51, 208, 14, 225, 1, 205, 10, 228, 31, 252, 170, 253, 10,
    9, 250, 8, 229, 32, 252, 10, 18, 236, 18, 5, 255, 247, 27, 210, 242,
    13, 248, 241, 243, 11, 250, 22, 243, 2, 3, 249, 164, 15, 241, 7, 150,
    186, 3, 203, 255, 0, 42, 9, 210, 3, 12, 32, 230, 27, 228, 17, 3,
    195, 20, 226, 212, 129, 236, 222, 195, 43, 1, 79, 3, 193, 240, 216, 32,
    4, 27, 72, 31, 36, 42, 209, 0, 77, 22, 247, 228, 2, 60, 75, 217,
    3, 176, 36, 22, 197, 16, 5, 129, 219, 5, 36, 252, 148, 11, 244, 26,
    234, 167, 255, 253, 241, 246, 226, 239, 19, 199, 234, 12, 7, 234, 222, 191,
    205, 2, 206, 221, 26, 252, 99, 220, 129, 77, 216, 76, 195, 171, 250, 239,
    35, 190, 218, 221, 85, 0, 241, 222, 247, 46, 18, 223, 230, 35, 63, 227,
    18, 33, 186, 240, 223, 227, 238, 107, 215, 33, 56, 11, 222, 23, 20, 2,
    27, 46, 10, 226, 31, 23, 129, 93, 13, 228, 7, 19, 214, 243, 231, 211,
    10, 11, 244, 228, 202, 30, 224, 51, 201, 195, 237, 8, 6, 228, 245, 226,
    224, 236, 42, 32, 9, 235, 236, 51, 34, 26, 76, 213, 45, 232, 11, 3,
    18, 236, 240, 255, 232, 212, 226, 27, 33, 127, 205, 11, 250, 213, 239, 45,
    224, 242, 195, 152, 215, 212, 230, 8, 65, 216, 18,
};
static const int16_t bias_1[7] = {
    -253, 21416, 19937, 5992, 20235, 6296, -1688,
};
static const uint16_t multiplier_1[7] = {
    58252, 51371, 56939, 25969, 28110, 43785, 43604,
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
    47, 211, 221, 46, 126, 220, 63, 19, 68, 35, 18, 47, 242, 254, 224, 242,
    225, 30, 64, 242, 16, 210, 38, 16, 45, 126, 17, 254, 3, 32, 17, 2,
    238, 240, 209, 253, 238, 17, 192, 158, 12, 2, 225, 47, 3, 192, 49, 30,
    46, 96, 49, 245, 2, 242, 181, 16, 221, 210, 27, 62, 1, 209, 193, 95,
    48, 0, 48, 157, 233, 207, 17, 254, 103, 157, 254, 189, 10, 25, 206, 49,
    20, 177, 17, 212, 61, 6, 223, 30, 66, 79, 77, 19, 81, 31, 189, 239,
    192, 242, 14, 17, 238, 223, 4, 44, 49, 13, 7, 0, 2, 17, 235, 92,
    93, 194, 0, 211, 230, 203, 31, 237, 222, 254, 208, 255, 31, 242, 3, 64,
    18, 28, 32, 63, 196, 238, 231, 225, 26, 188, 224, 224, 96, 255, 20, 191,
    19, 252, 29, 1, 224, 47, 32, 190, 226, 3, 14, 255, 237, 225, 4, 223,
    45, 205, 14, 30, 1, 65, 114, 38, 6, 103, 241, 50, 109, 18, 235, 81,
    18, 174, 253, 19, 44, 227, 252, 210, 220, 159, 43, 187, 15, 241, 62, 0,
    111, 50, 55, 46, 19, 112, 252, 34, 17, 66, 208, 16, 18, 192, 195, 15,
    9, 12, 0, 20, 240, 238, 32, 12, 63, 240, 239, 241, 63, 193, 4, 239,
    47, 46, 15, 211, 245, 249, 79, 227, 49, 31, 16, 255, 82, 36, 30, 239,
    20, 83, 62, 243, 223, 20, 238, 0, 241, 145, 225, 242, 31, 0, 1, 31,
    241, 0, 255, 33, 13, 12, 253, 16, 17, 1, 210, 127, 17, 14, 11, 20,
    194, 113, 208, 209, 48, 49, 191, 252, 255, 225, 0, 29, 191, 240, 34, 255,
    11, 240, 239, 238, 241, 225, 16, 240, 2, 3, 192, 112, 33, 28, 242, 240,
    79, 242, 16, 16, 14, 251, 241, 226, 223, 208, 224, 16, 219, 218, 3, 239,
    146, 14, 224, 241, 255, 13, 221, 17, 18, 243, 30, 15, 1, 253, 13, 239,
    208, 64, 15, 255, 220, 207, 18, 174, 61, 64, 2, 239, 194, 33, 14, 253,
    255, 207, 223, 203, 223, 18, 5, 245, 253, 238, 235, 240, 251, 209, 30, 14,
    192, 49, 15, 77, 14, 21, 1, 208, 114, 34, 239, 239, 17, 240, 240, 1,
    226, 64, 14, 34, 33, 33, 30, 30, 126, 241, 2, 254, 161, 32, 213, 209,
    236, 28, 240, 208, 14, 1, 64, 32, 16, 255, 159, 237, 29, 14, 28, 243,
    163, 181, 30, 59, 13, 254, 18, 221, 20, 240, 127, 41, 238, 175, 213, 93,
    46, 210, 13, 194, 34, 45, 47, 34, 46,
};
static const int16_t bias_3[14] = {
    -1953, 103, -501, 516, -403, -682, -706, -682, -541, 791, 1492, 981, -456, 693,
};
static const uint16_t multiplier_3[14] = {
    26103, 32837, 21869, 29239, 24797, 20766, 23822, 22400, 38880, 29901, 39976, 24195, 37147, 26610,
};
NETWORK_LAYER void layer_3(void)
{
    dense_4(network_memory + 1476, network_memory + 0, weights_3, bias_3, multiplier_3, 6, 6, 7, 7, 6, 6, 14, 3, 3, 1, 1, -128, -128, 19);
}

/* max_pool, 6x6x14 to 3x3x14 */
NETWORK_LAYER void layer_4(void)
{
    max_pool(network_memory + 0, network_memory + 1602, 6, 6, 14, 3, 3, 2, 2, 2, 2, -128);
}

/* conv, 3x3x14 to 3x3x16, int4_d50 */
static const uint8_t weights_5[756] = {
    202, 28, 79, 225, 197, 89, 175, 248, 127, 4, 44, 224, 175, 249, 58, 188,
    91, 49, 1, 191, 38, 94, 104, 21, 220, 92, 236, 54, 181, 186, 196, 13,
    129, 76, 90, 62, 187, 155, 38, 98, 215, 234, 132, 20, 141, 56, 110, 255,
    214, 119, 57, 190, 84, 20, 231, 215, 229, 82, 169, 102, 205, 28, 6, 142,
    254, 41, 226, 62, 212, 250, 238, 202, 136, 118, 131, 44, 86, 210, 8, 47,
    243, 56, 222, 167, 183, 142, 27, 15, 61, 191, 142, 208, 232, 199, 146, 165,
    35, 218, 233, 255, 240, 190, 254, 244, 188, 35, 205, 102, 59, 211, 242, 179,
    51, 175, 50, 71, 66, 237, 125, 172, 43, 114, 233, 139, 156, 149, 253, 72,
    14, 92, 226, 96, 59, 122, 195, 238, 36, 248, 221, 221, 218, 16, 133, 228,
    46, 1, 230, 226, 133, 33, 223, 155, 96, 175, 106, 90, 55, 171, 37, 3,
    40, 249, 238, 38, 45, 250, 118, 71, 101, 114, 30, 81, 4, 164, 146, 146,
    213, 82, 77, 176, 237, 225, 220, 207, 213, 112, 214, 221, 231, 106, 145, 140,
    156, 49, 60, 178, 87, 101, 204, 131, 141, 202, 210, 202, 69, 57, 206, 29,
    100, 105, 1, 218, 73, 15, 42, 1, 44, 39, 24, 192, 97, 128, 156, 152,
    0, 168, 128, 56, 196, 132, 4, 43, 15, 71, 134, 0, 65, 208, 0, 135,
    4, 83, 234, 60, 68, 89, 189, 116, 171, 85, 87, 161, 124, 238, 206, 238,
    229, 238, 34, 46, 43, 211, 222, 219, 44, 34, 238, 50, 46, 228, 195, 189,
    211, 206, 220, 69, 226, 77, 194, 51, 226, 214, 98, 235, 37, 230, 109, 35,
    228, 238, 98, 61, 34, 43, 237, 210, 217, 77, 238, 238, 162, 45, 226, 146,
    52, 238, 148, 42, 157, 236, 115, 108, 227, 36, 37, 226, 229, 212, 60, 53,
    36, 51, 51, 61, 109, 51, 238, 226, 178, 227, 235, 171, 237, 238, 50, 237,
    199, 227, 83, 162, 215, 101, 51, 210, 210, 52, 163, 157, 221, 215, 171, 179,
    66, 210, 211, 211, 34, 46, 228, 116, 55, 109, 34, 50, 36, 195, 221, 190,
    235, 44, 46, 228, 203, 164, 34, 83, 46, 222, 85, 46, 45, 84, 205, 62,
    239, 229, 61, 174, 238, 51, 223, 226, 174, 77, 60, 222, 196, 222, 34, 77,
    237, 211, 62, 238, 46, 30, 45, 45, 116, 76, 227, 61, 19, 44, 43, 226,
    204, 76, 46, 45, 52, 195, 202, 44, 227, 68, 98, 82, 68, 238, 194, 50,
    213, 46, 212, 77, 238, 238, 158, 146, 178, 50, 42, 212, 201, 213, 61, 226,
    238, 147, 179, 44, 173, 43, 35, 61, 205, 54, 237, 235, 78, 43, 66, 42,
    179, 213, 83, 46, 229, 110, 46, 157, 195, 226, 222, 51, 226, 68, 210, 46,
    222, 220, 94, 59, 238, 180, 189, 195, 222, 52, 219, 50, 221, 237, 225, 45,
    193, 76, 46, 19, 227, 242, 243, 62, 238, 63, 17, 35, 210, 36, 226, 179,
    209, 199, 206, 241, 33, 255, 189, 35, 51, 82, 219, 205, 62, 94, 235, 115,
    115, 178, 236, 94, 206, 212, 61, 94, 236, 190, 237, 44, 238, 181, 204, 93,
    217, 237, 61, 94, 62, 94, 227, 83, 44, 227, 34, 212, 230, 74, 51, 222,
    221, 220, 205, 50, 34, 210, 36, 210, 62, 60, 238, 238, 114, 50, 237, 186,
    221, 46, 36, 221, 205, 57, 62, 238, 194, 78, 46, 82, 94, 206, 228, 67,
    219, 230, 67, 93, 61, 109, 212, 203, 124, 220, 227, 93, 188, 91, 53, 52,
    83, 77, 60, 222, 212, 44, 61, 218, 231, 158, 115, 76, 60, 68, 60, 77,
    61, 196, 68, 61, 67, 53, 73, 93, 187, 54, 218, 58, 99, 51, 60, 166,
    211, 89, 99, 171, 195, 52, 212, 195, 215, 149, 109, 83, 61, 213, 188, 169,
    221, 203, 211, 220, 54, 213, 92, 83, 212, 68, 109, 61, 51, 124, 218, 212,
    103, 77, 163, 58, 73, 89, 87, 172, 220, 187, 205, 197, 222, 204, 93, 61,
    90, 211, 227, 52, 194, 221, 231, 37, 213, 68, 50, 51, 203, 94, 212, 221,
    237, 210, 148, 228, 227, 76, 75, 93, 196, 205, 220, 68, 187, 61, 212, 58,
    93, 116, 148, 92, 51, 196, 60, 197, 220, 51, 188, 77, 89, 163, 89, 221,
    83, 163, 60, 180, 202, 71, 179, 182, 76, 197, 195, 219, 76, 195, 60, 220,
    123, 205, 201, 75,
};
static const int16_t bias_5[16] = {
    286, -480, -919, -625, 578, 233, 580, -584, 158, 315, -535, -1028, -714, -901, -229, 450,
};
static const uint16_t multiplier_5[16] = {
    34685, 31084, 30881, 26079, 27116, 34172, 25617, 39868, 32681, 37551, 27729, 24472, 23582, 33891, 26077, 25887,
};
NETWORK_LAYER void layer_5(void)
{
    bitmask(network_memory + 1602, network_memory + 0, weights_5, bias_5, multiplier_5, 3, 3, 14, 14, 3, 3, 16, 3, 3, 1, 1, -128, -128, 19, 4);
}

/* avg_pool, 3x3x16 to 1x1x16 */
NETWORK_LAYER void layer_6(void)
{
    average_pool(network_memory + 0, network_memory + 1712, 3, 3, 16, 1, 1, 3, 3, 3, 3, -128);
}

/* linear, 1x1x16 to 1x1x10, int8 */
static const uint8_t weights_7[160] = {
    184, 55, 181, 126, 37, 146, 129, 39, 246, 63, 229, 50, 86, 230, 216, 18,
    127, 139, 12, 223, 244, 17, 253, 155, 197, 48, 221, 6, 3, 173, 33, 71,
    254, 234, 127, 61, 224, 78, 180, 223, 9, 234, 224, 53, 29, 215, 22, 175,
    216, 4, 17, 243, 156, 0, 127, 24, 206, 248, 221, 18, 74, 215, 5, 191,
    41, 77, 228, 227, 252, 12, 214, 150, 127, 227, 247, 204, 208, 53, 24, 30,
    241, 254, 228, 129, 51, 239, 31, 116, 17, 40, 222, 250, 15, 240, 220, 227,
    21, 77, 36, 229, 63, 129, 181, 38, 220, 232, 94, 14, 242, 234, 238, 238,
    236, 187, 62, 251, 129, 109, 9, 217, 52, 93, 88, 202, 155, 16, 195, 45,
    222, 164, 252, 13, 127, 193, 46, 203, 252, 253, 230, 100, 187, 83, 21, 193,
    143, 127, 155, 46, 60, 108, 54, 224, 219, 155, 234, 147, 247, 52, 96, 89,
};
static const int16_t bias_7[10] = {
    74, -453, 60, 385, -158, 401, -58, -461, 830, -722,
};
static const uint16_t multiplier_7[10] = {
    46577, 46450, 49828, 45180, 48192, 48956, 58646, 47011, 42961, 35253,
};
NETWORK_LAYER void layer_7(void)
{
    dense_8(network_memory + 1712, network_memory + 0, weights_7, bias_7, multiplier_7, 1, 1, 16, 16, 1, 1, 10, 1, 1, 1, 1, -128, -10, 22);
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

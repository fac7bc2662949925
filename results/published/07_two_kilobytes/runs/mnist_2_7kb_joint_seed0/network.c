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
    6, 127, 40, 166, 47, 63, 187, 132, 246, 27, 229, 141, 80, 127, 206, 13,
    252, 18, 162, 225, 49, 5, 127, 73, 20, 196, 227, 30, 116, 34, 84, 0,
    129, 211, 167, 4, 32, 66, 27, 9, 237, 51, 39, 127, 24,
};
static const int16_t bias_0[5] = {
    1381, -92, 267, 202, 1339,
};
static const uint16_t multiplier_0[5] = {
    33859, 37289, 48571, 35655, 20401,
};
NETWORK_LAYER void layer_0(void)
{
    dense_8(network_memory + 0, network_memory + 1008, weights_0, bias_0, multiplier_0, 24, 24, 1, 1, 12, 12, 5, 3, 3, 2, 2, -128, -128, 23);
}

/* conv, 12x12x5 to 12x12x7, int8 */
static const uint8_t weights_1[315] = {
    49, 216, 6, 203, 131, 39, 48, 255, 4, 74, 7, 13, 56, 37, 62, 125,
    41, 167, 184, 254, 127, 175, 134, 202, 167, 239, 186, 209, 11, 202, 225, 231,
    37, 41, 93, 194, 223, 252, 221, 55, 12, 248, 246, 248, 18, 251, 5, 78,
    66, 222, 38, 5, 15, 6, 213, 13, 250, 221, 231, 208, 236, 159, 129, 70,
    33, 207, 242, 9, 24, 51, 239, 250, 46, 48, 16, 227, 3, 28, 35, 42,
    239, 233, 23, 62, 31, 4, 250, 0, 221, 24, 189, 173, 0, 251, 78, 157,
    220, 53, 64, 127, 228, 244, 33, 40, 12, 166, 193, 11, 7, 80, 135, 224,
    103, 82, 122, 10, 240, 3, 48, 171, 213, 238, 68, 50, 13, 197, 212, 254,
    38, 250, 228, 216, 237, 63, 28, 237, 33, 5, 206, 229, 238, 247, 251, 163,
    19, 216, 209, 254, 249, 227, 95, 32, 254, 22, 21, 54, 67, 52, 82, 24,
    47, 44, 37, 87, 31, 29, 239, 163, 209, 234, 27, 129, 149, 50, 7, 219,
    133, 222, 61, 13, 63, 97, 234, 188, 54, 110, 91, 217, 154, 103, 60, 4,
    245, 210, 32, 22, 40, 246, 216, 39, 111, 115, 225, 130, 62, 101, 82, 219,
    129, 80, 243, 37, 251, 239, 250, 24, 53, 1, 214, 61, 60, 17, 236, 184,
    41, 30, 18, 36, 45, 149, 222, 207, 239, 195, 38, 179, 255, 47, 63, 103,
    17, 248, 207, 89, 189, 205, 13, 231, 129, 33, 135, 39, 52, 67, 86, 208,
    231, 237, 215, 184, 188, 1, 37, 70, 79, 235, 9, 237, 184, 193, 244, 223,
    255, 221, 8, 55, 57, 251, 255, 43, 25, 57, 187, 212, 153, 21, 198, 225,
    129, 149, 43, 70, 52, 59, 95, 160, 40, 194, 4, 199, 20, 236, 217, 212,
    180, 9, 43, 27, 56, 70, 171, 250, 218, 234, 214,
};
static const int16_t bias_1[7] = {
    -97, 227, 522, -743, -3530, 2272, 617,
};
static const uint16_t multiplier_1[7] = {
    48595, 57761, 26561, 35071, 33769, 36149, 43513,
};
NETWORK_LAYER void layer_1(void)
{
    dense_8(network_memory + 1008, network_memory + 0, weights_1, bias_1, multiplier_1, 12, 12, 5, 5, 12, 12, 7, 3, 3, 1, 1, -128, -128, 24);
}

/* max_pool, 12x12x7 to 6x6x7 */
NETWORK_LAYER void layer_2(void)
{
    max_pool(network_memory + 0, network_memory + 1476, 12, 12, 7, 6, 6, 2, 2, 2, 2, -128);
}

/* conv, 6x6x7 to 6x6x20, int4 */
static const uint8_t weights_3[630] = {
    2, 255, 33, 224, 255, 225, 226, 224, 2, 243, 0, 239, 14, 223, 254, 45,
    227, 254, 126, 194, 34, 208, 225, 15, 65, 30, 214, 94, 45, 225, 57, 1,
    144, 212, 172, 228, 206, 153, 224, 16, 178, 17, 110, 17, 50, 31, 94, 112,
    211, 192, 243, 3, 243, 30, 255, 67, 238, 210, 28, 227, 224, 79, 52, 241,
    13, 30, 149, 12, 236, 33, 0, 241, 45, 226, 0, 62, 101, 253, 2, 63,
    20, 242, 192, 33, 240, 35, 33, 221, 241, 65, 255, 31, 48, 17, 239, 16,
    29, 18, 0, 226, 16, 242, 255, 240, 1, 255, 206, 15, 225, 14, 206, 34,
    46, 224, 34, 226, 13, 26, 255, 217, 174, 3, 16, 47, 33, 0, 249, 229,
    64, 192, 47, 224, 22, 236, 227, 34, 35, 254, 79, 205, 20, 31, 54, 11,
    126, 51, 192, 238, 190, 249, 192, 221, 238, 255, 242, 236, 29, 1, 17, 255,
    208, 18, 255, 223, 44, 253, 15, 222, 31, 2, 242, 50, 254, 124, 50, 144,
    157, 254, 3, 18, 1, 255, 31, 198, 44, 240, 15, 239, 31, 226, 12, 35,
    242, 92, 237, 209, 239, 62, 144, 11, 47, 254, 18, 239, 194, 3, 230, 236,
    237, 16, 240, 240, 237, 64, 254, 32, 65, 192, 186, 18, 4, 207, 46, 243,
    32, 47, 238, 93, 242, 3, 237, 195, 45, 13, 14, 239, 97, 255, 223, 4,
    87, 17, 18, 224, 1, 95, 18, 42, 174, 64, 45, 239, 77, 162, 51, 238,
    80, 49, 176, 51, 49, 220, 255, 77, 241, 51, 245, 91, 146, 67, 180, 211,
    57, 16, 31, 206, 83, 240, 33, 16, 0, 250, 15, 0, 174, 195, 253, 163,
    222, 77, 255, 76, 245, 225, 36, 14, 212, 0, 159, 33, 25, 3, 33, 239,
    46, 28, 15, 33, 242, 49, 209, 35, 18, 224, 47, 205, 194, 41, 196, 225,
    181, 47, 79, 0, 0, 36, 20, 243, 223, 50, 36, 224, 13, 161, 255, 48,
    32, 21, 240, 18, 224, 48, 64, 190, 217, 18, 180, 14, 234, 19, 124, 228,
    61, 235, 197, 17, 237, 205, 219, 1, 211, 27, 51, 226, 93, 241, 222, 16,
    225, 225, 224, 19, 15, 242, 253, 226, 240, 255, 224, 238, 12, 31, 0, 16,
    15, 208, 254, 3, 240, 47, 226, 0, 241, 49, 3, 33, 0, 0, 15, 229,
    2, 211, 62, 176, 16, 203, 239, 12, 189, 9, 67, 124, 50, 46, 17, 233,
    207, 212, 206, 203, 12, 17, 238, 195, 244, 60, 30, 197, 205, 16, 39, 242,
    145, 164, 57, 228, 60, 238, 96, 47, 208, 63, 16, 177, 62, 228, 127, 1,
    15, 227, 29, 254, 48, 255, 99, 63, 195, 66, 195, 236, 121, 67, 207, 222,
    13, 229, 239, 174, 81, 2, 27, 11, 18, 211, 52, 61, 31, 180, 242, 15,
    13, 242, 32, 243, 79, 192, 253, 34, 190, 193, 113, 78, 29, 233, 242, 252,
    255, 255, 10, 236, 62, 34, 114, 192, 0, 244, 48, 15, 65, 223, 18, 223,
    242, 252, 223, 26, 14, 32, 49, 45, 201, 29, 2, 240, 201, 0, 47, 178,
    27, 52, 177, 163, 209, 226, 17, 190, 203, 93, 98, 254, 82, 31, 193, 101,
    27, 64, 199, 66, 177, 77, 229, 195, 9, 18, 186, 18, 54, 0, 255, 224,
    46, 2, 17, 4, 191, 16, 63, 31, 33, 246, 35, 34, 53, 31, 226, 62,
    243, 1, 58, 4, 17, 52, 47, 225, 25, 67, 64, 29, 238, 19, 57, 30,
    204, 36, 236, 77, 34, 239, 255, 50, 193, 46, 35, 125, 237, 49, 177, 0,
    84, 213, 63, 249, 62, 242, 240, 228, 33, 6, 32, 245, 33, 255, 62, 18,
    202, 225, 97, 181, 242, 14,
};
static const int16_t bias_3[20] = {
    416, 213, -143, 523, 229, 241, 661, -559, -215, 446, -47, 352, 304, 166, 230, -69,
    750, -591, -18703, -175,
};
static const uint16_t multiplier_3[20] = {
    40423, 23333, 31673, 38573, 28219, 47269, 32527, 22033, 24875, 33795, 34577, 34023, 38141, 25683, 25103, 32581,
    35213, 29285, 147, 29325,
};
NETWORK_LAYER void layer_3(void)
{
    dense_4(network_memory + 1476, network_memory + 0, weights_3, bias_3, multiplier_3, 6, 6, 7, 7, 6, 6, 20, 3, 3, 1, 1, -128, -128, 19);
}

/* conv, 6x6x20 to 6x6x12, int4_d50 */
static const uint8_t weights_4[810] = {
    237, 172, 58, 152, 19, 229, 89, 209, 159, 7, 221, 249, 209, 57, 45, 44,
    80, 202, 179, 41, 246, 126, 161, 14, 56, 234, 8, 160, 44, 53, 247, 139,
    97, 250, 189, 10, 153, 129, 253, 140, 185, 83, 89, 230, 23, 122, 11, 32,
    66, 144, 3, 134, 113, 143, 47, 109, 106, 83, 169, 53, 214, 117, 177, 89,
    55, 106, 194, 35, 166, 54, 67, 190, 218, 49, 134, 88, 109, 187, 255, 160,
    239, 153, 73, 19, 40, 191, 239, 91, 206, 41, 165, 29, 186, 111, 37, 149,
    69, 75, 63, 138, 202, 206, 211, 104, 152, 28, 54, 217, 104, 8, 209, 189,
    48, 233, 54, 112, 207, 216, 162, 22, 64, 226, 59, 19, 18, 253, 167, 91,
    36, 173, 11, 197, 168, 71, 26, 192, 242, 178, 120, 136, 25, 120, 168, 166,
    57, 107, 155, 123, 150, 187, 57, 98, 123, 151, 138, 78, 76, 248, 142, 12,
    235, 74, 241, 174, 166, 183, 164, 114, 203, 30, 246, 131, 81, 107, 156, 251,
    177, 192, 194, 31, 162, 39, 57, 94, 171, 46, 43, 227, 62, 180, 147, 71,
    88, 49, 28, 239, 204, 74, 252, 176, 2, 212, 176, 200, 175, 207, 21, 219,
    221, 187, 13, 157, 123, 240, 63, 100, 33, 154, 73, 142, 22, 133, 224, 193,
    34, 208, 63, 32, 17, 36, 251, 72, 105, 177, 166, 111, 178, 67, 159, 29,
    249, 133, 200, 54, 12, 173, 231, 161, 39, 152, 232, 12, 201, 121, 7, 161,
    166, 122, 198, 190, 39, 3, 209, 228, 49, 14, 137, 9, 133, 27, 90, 110,
    163, 34, 235, 237, 43, 221, 205, 205, 125, 52, 66, 221, 45, 44, 44, 221,
    211, 165, 186, 45, 73, 206, 76, 202, 222, 188, 198, 163, 220, 201, 62, 238,
    203, 213, 37, 62, 203, 169, 205, 46, 35, 237, 206, 93, 203, 66, 67, 62,
    251, 227, 50, 220, 73, 35, 222, 51, 180, 174, 116, 226, 190, 210, 197, 238,
    194, 60, 235, 226, 236, 233, 187, 238, 37, 210, 44, 74, 50, 100, 221, 57,
    238, 47, 194, 75, 195, 225, 75, 94, 62, 77, 227, 189, 18, 221, 197, 209,
    61, 195, 163, 46, 92, 206, 172, 228, 38, 237, 190, 230, 203, 228, 204, 213,
    77, 203, 227, 203, 229, 231, 62, 126, 46, 62, 205, 228, 34, 69, 206, 212,
    44, 236, 226, 196, 233, 67, 227, 194, 228, 213, 238, 172, 39, 41, 66, 222,
    229, 179, 75, 239, 172, 220, 212, 77, 227, 77, 75, 158, 46, 226, 35, 45,
    51, 60, 251, 115, 238, 238, 172, 214, 36, 206, 77, 92, 236, 211, 163, 46,
    93, 226, 60, 237, 218, 237, 20, 222, 198, 67, 235, 50, 67, 181, 86, 220,
    58, 237, 238, 50, 66, 222, 46, 228, 77, 222, 228, 68, 114, 222, 196, 226,
    157, 60, 226, 50, 92, 77, 50, 110, 229, 195, 77, 197, 238, 61, 204, 77,
    52, 222, 238, 189, 211, 43, 229, 220, 220, 45, 203, 210, 210, 210, 178, 218,
    92, 35, 83, 53, 237, 178, 157, 34, 183, 226, 167, 211, 115, 35, 194, 61,
    77, 221, 50, 61, 238, 226, 205, 62, 53, 61, 123, 196, 37, 43, 78, 204,
    238, 54, 190, 195, 21, 68, 206, 29, 46, 78, 228, 235, 213, 227, 242, 211,
    221, 223, 227, 51, 238, 215, 61, 35, 206, 227, 211, 125, 227, 226, 46, 212,
    254, 226, 45, 225, 254, 51, 47, 51, 220, 221, 29, 180, 114, 77, 82, 61,
    198, 44, 35, 83, 67, 230, 222, 52, 66, 34, 204, 230, 50, 169, 181, 71,
    206, 222, 236, 43, 220, 34, 221, 91, 220, 43, 228, 213, 124, 76, 67, 243,
    46, 35, 61, 61, 205, 61, 98, 83, 188, 204, 50, 237, 226, 228, 253, 221,
    235, 42, 237, 194, 206, 235, 51, 220, 50, 77, 45, 92, 222, 59, 59, 254,
    66, 146, 58, 43, 66, 211, 124, 62, 220, 195, 237, 50, 235, 50, 221, 228,
    226, 35, 62, 210, 62, 34, 227, 226, 218, 50, 62, 60, 228, 226, 180, 36,
    238, 220, 19, 211, 50, 51, 227, 211, 221, 238, 67, 46, 61, 238, 35, 54,
    210, 236, 238, 173, 44, 189, 239, 77, 229, 44, 33, 62, 34, 238, 35, 254,
    35, 114, 62, 44, 50, 46, 52, 230, 34, 227, 68, 66, 46, 220, 226, 210,
    189, 69, 178, 34, 77, 206, 35, 77, 36, 222, 228, 220, 77, 68, 158, 91,
    93, 237, 34, 162, 36, 238, 227, 66, 215, 237, 206, 222, 50, 189, 164, 70,
    92, 55, 222, 171, 220, 39, 204, 35, 53, 211, 188, 222, 61, 67, 194, 226,
    188, 233, 205, 211, 204, 98, 61, 60, 195, 42, 59, 124, 92, 58, 51, 45,
    109, 46, 235, 205, 61, 212, 34, 34, 33, 227,
};
static const int16_t bias_4[12] = {
    1166, 411, 721, 1062, -823, 36, 191, -553, 108, -241, -356, -31,
};
static const uint16_t multiplier_4[12] = {
    26375, 31049, 25757, 24439, 21375, 30309, 34417, 25377, 29637, 40137, 28757, 34763,
};
NETWORK_LAYER void layer_4(void)
{
    bitmask(network_memory + 0, network_memory + 1296, weights_4, bias_4, multiplier_4, 6, 6, 20, 20, 6, 6, 12, 3, 3, 1, 1, -128, -128, 19, 4);
}

/* max_pool, 6x6x12 to 3x3x12 */
NETWORK_LAYER void layer_5(void)
{
    max_pool(network_memory + 1296, network_memory + 0, 6, 6, 12, 3, 3, 2, 2, 2, 2, -128);
}

/* conv, 3x3x12 to 3x3x12, int4_d50 */
static const uint8_t weights_6[486] = {
    155, 224, 1, 222, 124, 181, 41, 48, 173, 160, 100, 178, 213, 95, 89, 219,
    245, 94, 142, 248, 224, 176, 79, 146, 164, 27, 140, 73, 248, 107, 237, 177,
    45, 221, 100, 212, 198, 220, 9, 81, 167, 78, 172, 84, 234, 254, 184, 73,
    110, 236, 29, 108, 208, 34, 139, 151, 37, 199, 42, 184, 146, 218, 122, 61,
    71, 235, 98, 153, 55, 199, 51, 148, 0, 248, 250, 155, 154, 100, 143, 64,
    94, 106, 134, 194, 78, 198, 212, 25, 80, 87, 198, 24, 89, 248, 64, 160,
    208, 168, 195, 115, 65, 67, 82, 137, 227, 42, 112, 226, 89, 183, 184, 171,
    49, 84, 14, 167, 25, 240, 87, 116, 111, 131, 176, 71, 149, 133, 173, 70,
    226, 30, 238, 115, 124, 197, 64, 31, 241, 211, 11, 20, 30, 215, 224, 152,
    25, 17, 63, 239, 110, 23, 111, 39, 37, 204, 182, 87, 220, 215, 101, 10,
    167, 173, 27, 123, 194, 211, 147, 78, 179, 180, 212, 213, 53, 178, 228, 237,
    83, 77, 156, 180, 77, 70, 233, 217, 202, 58, 213, 75, 157, 195, 78, 204,
    211, 45, 52, 62, 74, 221, 20, 51, 126, 67, 51, 162, 68, 67, 228, 91,
    34, 76, 59, 66, 233, 212, 236, 46, 58, 125, 34, 229, 237, 237, 34, 51,
    46, 238, 194, 205, 210, 50, 210, 78, 210, 82, 239, 227, 79, 210, 226, 50,
    50, 222, 212, 110, 194, 207, 222, 237, 228, 50, 228, 236, 205, 228, 169, 206,
    37, 36, 34, 92, 44, 178, 227, 227, 238, 230, 66, 210, 39, 34, 45, 211,
    212, 202, 66, 77, 62, 195, 203, 227, 82, 61, 214, 162, 55, 254, 78, 222,
    227, 205, 231, 163, 50, 174, 228, 94, 220, 70, 205, 203, 179, 210, 99, 51,
    62, 221, 66, 238, 36, 66, 227, 63, 60, 196, 210, 127, 60, 211, 195, 227,
    221, 210, 50, 37, 60, 181, 214, 172, 237, 34, 59, 220, 230, 227, 222, 222,
    31, 238, 38, 211, 199, 45, 222, 59, 36, 226, 44, 110, 62, 83, 209, 213,
    194, 217, 75, 218, 61, 221, 210, 201, 83, 236, 85, 77, 83, 78, 230, 221,
    66, 211, 158, 215, 109, 203, 52, 19, 228, 37, 179, 59, 212, 211, 35, 237,
    126, 221, 220, 206, 254, 115, 42, 213, 43, 84, 237, 46, 210, 227, 238, 46,
    35, 187, 226, 125, 60, 228, 50, 212, 221, 46, 28, 50, 60, 50, 30, 78,
    68, 189, 46, 220, 195, 212, 194, 61, 34, 190, 236, 173, 195, 179, 190, 68,
    92, 222, 61, 190, 204, 45, 203, 114, 211, 206, 73, 206, 238, 83, 100, 164,
    229, 179, 227, 210, 227, 38, 59, 196, 227, 76, 181, 59, 108, 83, 100, 19,
    194, 174, 108, 67, 188, 221, 36, 230, 44, 68, 211, 124, 201, 206, 195, 222,
    211, 236, 66, 44, 52, 219,
};
static const int16_t bias_6[12] = {
    34, -507, 18, 305, -198, -560, -164, 27, 113, -130, 348, -409,
};
static const uint16_t multiplier_6[12] = {
    34937, 34475, 41611, 31187, 31967, 33287, 40695, 32635, 40951, 42267, 29915, 28731,
};
NETWORK_LAYER void layer_6(void)
{
    bitmask(network_memory + 0, network_memory + 1620, weights_6, bias_6, multiplier_6, 3, 3, 12, 12, 3, 3, 12, 3, 3, 1, 1, -128, -128, 19, 4);
}

/* avg_pool, 3x3x12 to 1x1x12 */
NETWORK_LAYER void layer_7(void)
{
    average_pool(network_memory + 1620, network_memory + 0, 3, 3, 12, 1, 1, 3, 3, 3, 3, -128);
}

/* linear, 1x1x12 to 1x1x10, int8 */
static const uint8_t weights_8[120] = {
    127, 10, 223, 153, 23, 250, 204, 20, 166, 78, 15, 230, 252, 253, 143, 86,
    224, 181, 194, 129, 109, 23, 115, 233, 25, 127, 238, 36, 210, 71, 31, 158,
    184, 173, 234, 190, 255, 158, 174, 30, 202, 38, 127, 250, 222, 20, 159, 72,
    191, 1, 116, 4, 26, 129, 237, 185, 201, 231, 60, 29, 216, 235, 241, 11,
    230, 21, 162, 127, 205, 216, 183, 85, 41, 129, 33, 48, 57, 70, 175, 9,
    27, 183, 192, 149, 166, 122, 9, 197, 20, 142, 249, 241, 71, 120, 129, 22,
    217, 226, 33, 129, 134, 90, 53, 46, 29, 251, 82, 157, 190, 41, 255, 129,
    120, 216, 29, 13, 247, 214, 45, 90,
};
static const int16_t bias_8[10] = {
    -1155, 81, -126, -770, 4, -349, -623, -561, -277, -1101,
};
static const uint16_t multiplier_8[10] = {
    40187, 39917, 41697, 34103, 40339, 37175, 48137, 33167, 37733, 37739,
};
NETWORK_LAYER void layer_8(void)
{
    dense_8(network_memory + 0, network_memory + 1718, weights_8, bias_8, multiplier_8, 1, 1, 12, 12, 1, 1, 10, 1, 1, 1, 1, -128, 9, 22);
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

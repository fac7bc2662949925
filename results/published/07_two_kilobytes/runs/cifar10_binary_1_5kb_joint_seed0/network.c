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

/* conv, 16x16x3 to 8x8x10, int4_d50 */
static const uint8_t weights_0[102] = {
    102, 214, 253, 163, 239, 27, 164, 191, 148, 104, 119, 31, 251, 212, 177, 41,
    75, 64, 130, 16, 123, 112, 116, 128, 78, 59, 204, 157, 90, 129, 72, 178,
    86, 13, 46, 228, 206, 114, 206, 146, 110, 60, 166, 229, 215, 61, 44, 206,
    229, 36, 50, 94, 55, 34, 51, 206, 237, 238, 226, 237, 109, 227, 187, 115,
    221, 46, 51, 211, 172, 211, 157, 74, 149, 118, 220, 204, 155, 51, 201, 35,
    237, 51, 50, 114, 194, 164, 227, 221, 238, 93, 125, 156, 213, 214, 204, 218,
    59, 125, 102, 213, 69, 3,
};
static const int16_t bias_0[10] = {
    324, -1111, -1001, 997, 1827, 2097, -408, 148, 407, -1351,
};
static const uint16_t multiplier_0[10] = {
    36289, 32213, 20381, 26857, 19546, 25432, 38700, 32556, 21881, 14222,
};
NETWORK_LAYER void layer_0(void)
{
    bitmask(network_memory + 0, network_memory + 1024, weights_0, bias_0, multiplier_0, 16, 16, 3, 3, 8, 8, 10, 3, 3, 2, 2, -128, -128, 19, 4);
}

/* conv, 8x8x10 to 8x8x16, int4_d50 */
static const uint8_t weights_1[540] = {
    90, 57, 132, 170, 81, 55, 17, 6, 94, 11, 12, 200, 193, 12, 131, 107,
    47, 155, 32, 130, 82, 0, 186, 138, 86, 248, 215, 176, 4, 182, 35, 111,
    139, 253, 81, 199, 12, 145, 228, 115, 58, 161, 204, 217, 180, 31, 85, 236,
    82, 232, 191, 57, 42, 212, 250, 9, 68, 69, 85, 17, 147, 251, 91, 43,
    244, 29, 203, 216, 165, 131, 189, 25, 207, 239, 159, 217, 141, 2, 88, 110,
    88, 112, 182, 81, 15, 188, 123, 128, 119, 20, 223, 60, 135, 176, 199, 178,
    108, 191, 96, 7, 89, 70, 159, 176, 38, 243, 125, 62, 193, 7, 203, 181,
    212, 93, 223, 61, 54, 228, 151, 178, 204, 136, 216, 116, 81, 3, 3, 152,
    244, 127, 165, 118, 221, 175, 10, 106, 166, 3, 156, 71, 214, 215, 72, 217,
    159, 180, 199, 144, 214, 235, 222, 154, 229, 244, 158, 182, 35, 92, 128, 239,
    121, 46, 134, 111, 5, 0, 81, 225, 134, 164, 10, 164, 144, 103, 96, 43,
    99, 172, 248, 246, 123, 222, 195, 98, 34, 221, 214, 237, 99, 235, 34, 45,
    194, 226, 54, 36, 76, 189, 51, 94, 62, 222, 227, 227, 146, 62, 226, 215,
    198, 29, 238, 225, 222, 222, 46, 45, 226, 34, 222, 45, 226, 238, 238, 46,
    46, 238, 44, 157, 46, 238, 35, 210, 226, 109, 77, 238, 202, 210, 222, 238,
    210, 211, 62, 126, 204, 238, 222, 189, 220, 205, 197, 220, 36, 220, 78, 226,
    43, 60, 77, 35, 60, 35, 35, 46, 210, 226, 194, 194, 227, 44, 233, 92,
    87, 50, 84, 226, 221, 43, 35, 222, 44, 36, 67, 60, 228, 227, 236, 237,
    44, 51, 230, 92, 107, 62, 172, 229, 62, 50, 61, 34, 226, 126, 234, 76,
    84, 109, 226, 61, 51, 205, 84, 173, 227, 178, 222, 52, 205, 211, 187, 205,
    43, 109, 219, 189, 210, 221, 60, 206, 109, 221, 218, 57, 219, 226, 62, 174,
    180, 94, 50, 34, 237, 36, 158, 37, 82, 146, 227, 82, 226, 50, 163, 46,
    61, 206, 238, 222, 46, 226, 238, 222, 206, 210, 226, 39, 203, 46, 228, 61,
    238, 254, 45, 238, 62, 20, 30, 222, 222, 238, 174, 219, 222, 238, 59, 204,
    203, 238, 126, 77, 189, 181, 187, 77, 217, 199, 220, 236, 45, 226, 237, 210,
    221, 221, 214, 203, 83, 115, 217, 93, 221, 172, 51, 165, 52, 77, 202, 179,
    217, 92, 165, 53, 189, 199, 205, 197, 205, 74, 69, 45, 255, 225, 17, 239,
    159, 31, 31, 254, 244, 255, 255, 255, 31, 253, 78, 19, 255, 33, 204, 225,
    31, 17, 49, 45, 226, 46, 227, 211, 238, 178, 35, 206, 41, 211, 60, 226,
    35, 94, 204, 227, 100, 206, 221, 45, 238, 60, 211, 222, 217, 219, 188, 61,
    180, 205, 69, 221, 221, 179, 147, 189, 73, 202, 205, 45, 108, 51, 60, 210,
    93, 51, 214, 35, 99, 189, 201, 212, 51, 118, 55, 34, 220, 222, 155, 185,
    221, 180, 125, 76, 218, 221, 62, 227, 34, 77, 229, 236, 227, 238, 62, 43,
    51, 51, 222, 53, 34, 157, 217, 229, 237, 68, 46, 186,
};
static const int16_t bias_1[16] = {
    1191, -142, 819, 1005, -519, -163, 1094, -703, 926, 1501, 635, 307, -184, 701, 513, -81,
};
static const uint16_t multiplier_1[16] = {
    10250, 18369, 20920, 16571, 15924, 16709, 19065, 20972, 18131, 19091, 15072, 42521, 19618, 14403, 17599, 19605,
};
NETWORK_LAYER void layer_1(void)
{
    bitmask(network_memory + 1024, network_memory + 0, weights_1, bias_1, multiplier_1, 8, 8, 10, 10, 8, 8, 16, 3, 3, 1, 1, -128, -128, 18, 4);
}

/* max_pool, 8x8x16 to 4x4x16 */
NETWORK_LAYER void layer_2(void)
{
    max_pool(network_memory + 0, network_memory + 1408, 8, 8, 16, 4, 4, 2, 2, 2, 2, -128);
}

/* conv, 4x4x16 to 4x4x7, int4 */
static const uint8_t weights_3[504] = {
    63, 239, 34, 30, 31, 16, 240, 241, 15, 59, 44, 225, 251, 173, 0, 30,
    32, 20, 63, 114, 221, 3, 47, 226, 219, 13, 46, 16, 223, 79, 39, 15,
    220, 62, 240, 18, 244, 226, 1, 254, 3, 224, 176, 241, 237, 206, 36, 255,
    236, 192, 255, 16, 28, 44, 222, 14, 211, 5, 1, 33, 85, 0, 2, 226,
    19, 194, 208, 237, 2, 3, 225, 209, 244, 240, 65, 15, 47, 65, 208, 242,
    7, 15, 0, 50, 2, 52, 16, 33, 69, 227, 241, 255, 19, 20, 15, 34,
    13, 224, 208, 17, 12, 31, 240, 0, 46, 208, 224, 243, 255, 15, 15, 16,
    15, 255, 208, 223, 255, 21, 252, 47, 0, 17, 239, 219, 242, 30, 2, 18,
    0, 208, 35, 0, 209, 29, 16, 17, 66, 210, 33, 16, 0, 79, 15, 32,
    47, 32, 252, 160, 223, 254, 240, 0, 16, 66, 47, 226, 246, 46, 48, 29,
    16, 224, 51, 223, 211, 2, 208, 208, 29, 253, 13, 207, 29, 206, 242, 226,
    13, 32, 46, 45, 47, 1, 15, 239, 236, 224, 14, 239, 60, 0, 204, 237,
    238, 59, 30, 62, 18, 144, 254, 210, 243, 32, 1, 19, 78, 2, 14, 35,
    243, 18, 240, 240, 46, 32, 209, 45, 67, 254, 111, 208, 47, 253, 34, 45,
    240, 19, 51, 18, 3, 36, 17, 17, 237, 255, 243, 4, 66, 0, 33, 2,
    3, 30, 18, 237, 0, 241, 225, 254, 39, 255, 46, 3, 30, 33, 34, 15,
    47, 225, 208, 22, 66, 222, 243, 1, 42, 33, 237, 17, 233, 62, 239, 2,
    31, 224, 253, 226, 29, 66, 226, 2, 109, 160, 249, 209, 254, 227, 209, 4,
    225, 43, 46, 241, 225, 43, 5, 241, 175, 60, 253, 205, 64, 224, 2, 222,
    179, 1, 30, 32, 195, 0, 231, 50, 225, 32, 2, 241, 254, 31, 31, 30,
    31, 208, 37, 224, 224, 210, 18, 45, 17, 0, 254, 227, 15, 80, 32, 14,
    245, 66, 243, 208, 18, 0, 35, 242, 47, 15, 49, 2, 225, 251, 33, 2,
    227, 243, 31, 17, 16, 252, 243, 255, 29, 30, 245, 53, 224, 242, 196, 49,
    253, 237, 29, 48, 190, 47, 3, 208, 225, 190, 16, 227, 29, 61, 255, 77,
    241, 2, 13, 2, 227, 66, 29, 47, 1, 208, 241, 253, 238, 31, 18, 253,
    223, 225, 240, 240, 0, 17, 14, 240, 252, 28, 35, 224, 5, 237, 80, 255,
    254, 253, 18, 195, 51, 2, 240, 224, 0, 173, 115, 30, 32, 16, 240, 209,
    222, 16, 254, 17, 0, 64, 32, 222, 240, 0, 1, 194, 1, 209, 3, 84,
    235, 0, 15, 69, 224, 254, 0, 44, 17, 238, 61, 240, 255, 61, 1, 220,
    19, 211, 174, 154, 253, 225, 226, 50, 42, 15, 255, 227, 31, 2, 1, 17,
    223, 254, 252, 189, 29, 15, 1, 188, 224, 254, 224, 210, 253, 224, 240, 237,
    254, 20, 208, 32, 239, 36, 94, 32,
};
static const int16_t bias_3[7] = {
    1283, -424, 298, -1096, -601, 433, 1404,
};
static const uint16_t multiplier_3[7] = {
    34878, 30267, 35241, 31536, 35699, 35884, 35255,
};
NETWORK_LAYER void layer_3(void)
{
    dense_4(network_memory + 1408, network_memory + 0, weights_3, bias_3, multiplier_3, 4, 4, 16, 16, 4, 4, 7, 3, 3, 1, 1, -128, -128, 19);
}

/* depthwise, 4x4x7 to 4x4x7, int8 */
static const uint8_t weights_4[63] = {
    69, 70, 129, 109, 84, 75, 224, 190, 184, 86, 14, 127, 2, 121, 240, 29,
    26, 252, 9, 22, 253, 255, 65, 248, 65, 127, 59, 186, 201, 231, 247, 120,
    86, 44, 89, 127, 105, 76, 196, 85, 14, 129, 87, 45, 138, 22, 226, 205,
    48, 127, 186, 239, 243, 242, 253, 34, 250, 127, 57, 61, 67, 73, 86,
};
static const int16_t bias_4[7] = {
    2595, -6867, -3320, -2245, -9421, -1691, -2166,
};
static const uint16_t multiplier_4[7] = {
    13337, 19227, 39506, 14033, 15712, 39224, 18438,
};
NETWORK_LAYER void layer_4(void)
{
    dense_8(network_memory + 0, network_memory + 1552, weights_4, bias_4, multiplier_4, 4, 4, 7, 1, 4, 4, 7, 3, 3, 1, 1, -128, -128, 22);
}

/* conv, 4x4x7 to 4x4x6, int8 */
static const uint8_t weights_5[42] = {
    238, 142, 237, 115, 129, 223, 221, 236, 178, 127, 169, 123, 233, 5, 154, 129,
    151, 192, 0, 43, 72, 1, 252, 218, 26, 127, 70, 250, 103, 129, 16, 74,
    187, 159, 186, 211, 129, 210, 207, 184, 156, 52,
};
static const int16_t bias_5[6] = {
    -1783, -7856, 5756, -2391, -2680, -3486,
};
static const uint16_t multiplier_5[6] = {
    10518, 9695, 31567, 33536, 28348, 2311,
};
NETWORK_LAYER void layer_5(void)
{
    dense_8(network_memory + 1552, network_memory + 0, weights_5, bias_5, multiplier_5, 4, 4, 7, 7, 4, 4, 6, 1, 1, 1, 1, -128, -128, 21);
}

/* avg_pool, 4x4x6 to 1x1x6 */
NETWORK_LAYER void layer_6(void)
{
    average_pool(network_memory + 0, network_memory + 1658, 4, 4, 6, 1, 1, 4, 4, 4, 4, -128);
}

/* linear, 1x1x6 to 1x1x2, int4_d50 */
static const uint8_t weights_7[5] = {
    159, 0, 153, 103, 121,
};
static const int16_t bias_7[2] = {
    -42, 59,
};
static const uint16_t multiplier_7[2] = {
    41067, 29385,
};
NETWORK_LAYER void layer_7(void)
{
    bitmask(network_memory + 1658, network_memory + 0, weights_7, bias_7, multiplier_7, 1, 1, 6, 6, 1, 1, 2, 1, 1, 1, 1, -128, -25, 17, 4);
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
    "airplane_to_deer",
    "dog_to_truck",
};
#endif

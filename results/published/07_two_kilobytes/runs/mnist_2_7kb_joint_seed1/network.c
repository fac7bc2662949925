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

/* conv, 24x24x1 to 12x12x5, int4 */
static const uint8_t weights_0[23] = {
    81, 74, 185, 169, 228, 65, 114, 52, 5, 113, 73, 177, 182, 154, 30, 209,
    41, 19, 227, 237, 57, 91, 2,
};
static const int16_t bias_0[5] = {
    1019, 164, 105, 546, 246,
};
static const uint16_t multiplier_0[5] = {
    21419, 10367, 15791, 31207, 39009,
};
NETWORK_LAYER void layer_0(void)
{
    dense_4(network_memory + 0, network_memory + 1008, weights_0, bias_0, multiplier_0, 24, 24, 1, 1, 12, 12, 5, 3, 3, 2, 2, -128, -128, 18);
}

/* conv, 12x12x5 to 12x12x7, int8 */
static const uint8_t weights_1[315] = {
    61, 192, 7, 247, 7, 7, 85, 32, 220, 69, 248, 244, 2, 220, 30, 24,
    94, 48, 177, 22, 233, 177, 247, 131, 1, 198, 177, 195, 213, 250, 182, 234,
    243, 241, 228, 129, 236, 197, 9, 162, 6, 46, 0, 28, 2, 226, 217, 202,
    234, 213, 251, 209, 227, 13, 253, 27, 226, 243, 21, 20, 64, 218, 197, 7,
    55, 40, 81, 192, 250, 49, 172, 79, 247, 28, 6, 14, 127, 248, 221, 24,
    11, 1, 210, 217, 221, 238, 212, 220, 34, 16, 23, 56, 68, 235, 20, 241,
    246, 54, 248, 252, 227, 220, 30, 255, 235, 234, 93, 40, 204, 26, 228, 168,
    24, 214, 238, 1, 229, 45, 220, 15, 11, 39, 16, 129, 7, 24, 200, 37,
    218, 36, 51, 3, 36, 255, 30, 212, 52, 241, 246, 248, 6, 5, 253, 235,
    48, 82, 148, 236, 243, 47, 64, 164, 187, 45, 74, 87, 225, 252, 220, 81,
    237, 8, 22, 202, 38, 252, 157, 58, 216, 229, 11, 28, 45, 234, 245, 216,
    231, 4, 8, 129, 5, 55, 25, 16, 6, 246, 201, 242, 0, 235, 22, 166,
    237, 254, 238, 187, 46, 211, 31, 252, 129, 103, 234, 50, 216, 182, 100, 251,
    28, 236, 254, 174, 239, 31, 245, 216, 175, 208, 47, 233, 238, 232, 225, 37,
    9, 240, 65, 250, 225, 227, 1, 71, 255, 230, 229, 38, 9, 236, 1, 248,
    20, 44, 231, 236, 17, 203, 127, 22, 213, 254, 228, 234, 10, 29, 253, 55,
    0, 9, 6, 14, 221, 41, 22, 204, 211, 219, 6, 231, 13, 190, 212, 24,
    8, 21, 222, 239, 4, 235, 13, 1, 0, 96, 5, 234, 69, 254, 93, 238,
    228, 223, 35, 127, 244, 187, 233, 33, 255, 238, 202, 36, 233, 140, 175, 83,
    243, 230, 132, 239, 57, 84, 52, 165, 14, 15, 32,
};
static const int16_t bias_1[7] = {
    24002, -4107, 12192, 10955, 15824, -5137, -4333,
};
static const uint16_t multiplier_1[7] = {
    45199, 34929, 25345, 27385, 39493, 22591, 28183,
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

/* conv, 6x6x7 to 6x6x20, int4_d50 */
static const uint8_t weights_3[473] = {
    59, 244, 24, 124, 245, 236, 22, 219, 203, 109, 10, 35, 34, 157, 159, 196,
    174, 98, 232, 78, 230, 67, 161, 213, 81, 203, 170, 124, 36, 169, 168, 92,
    212, 95, 235, 248, 57, 134, 246, 37, 255, 55, 119, 43, 190, 103, 170, 10,
    81, 42, 128, 220, 83, 213, 24, 235, 87, 26, 247, 117, 195, 17, 110, 80,
    251, 172, 38, 157, 91, 58, 189, 59, 246, 198, 193, 110, 156, 71, 224, 218,
    126, 209, 189, 13, 186, 217, 17, 150, 186, 64, 131, 83, 3, 193, 136, 117,
    247, 19, 118, 14, 237, 200, 34, 147, 59, 239, 170, 101, 188, 116, 57, 203,
    152, 1, 199, 234, 246, 144, 242, 150, 14, 143, 63, 117, 155, 26, 84, 12,
    169, 7, 56, 220, 140, 71, 85, 67, 32, 164, 3, 231, 178, 69, 168, 195,
    140, 76, 135, 232, 103, 64, 132, 160, 228, 16, 52, 68, 94, 0, 237, 163,
    53, 222, 228, 238, 37, 34, 67, 226, 237, 215, 62, 50, 190, 228, 41, 46,
    52, 227, 78, 94, 226, 114, 222, 98, 209, 45, 61, 226, 194, 231, 54, 247,
    46, 50, 239, 51, 239, 28, 50, 255, 243, 18, 65, 253, 237, 238, 18, 197,
    67, 107, 105, 76, 116, 215, 215, 83, 205, 196, 179, 36, 118, 102, 179, 186,
    219, 173, 210, 213, 186, 218, 203, 188, 148, 67, 99, 54, 74, 125, 179, 212,
    53, 237, 173, 158, 166, 218, 44, 214, 203, 183, 214, 44, 169, 226, 148, 116,
    206, 211, 98, 230, 196, 18, 242, 34, 226, 46, 237, 231, 17, 148, 172, 226,
    124, 189, 188, 228, 45, 210, 46, 58, 126, 222, 50, 38, 221, 189, 219, 226,
    78, 45, 220, 46, 210, 221, 237, 210, 94, 226, 238, 201, 238, 44, 34, 227,
    45, 237, 237, 237, 210, 217, 229, 212, 222, 45, 38, 180, 35, 76, 237, 52,
    45, 218, 211, 210, 237, 211, 194, 183, 235, 190, 92, 238, 61, 211, 227, 94,
    61, 222, 61, 212, 237, 77, 226, 43, 62, 221, 226, 46, 179, 101, 76, 237,
    45, 213, 57, 203, 59, 189, 187, 219, 78, 44, 84, 221, 50, 61, 126, 227,
    211, 66, 50, 178, 199, 18, 35, 243, 226, 254, 210, 46, 63, 236, 238, 231,
    239, 44, 28, 45, 238, 211, 191, 58, 212, 221, 69, 197, 185, 55, 211, 100,
    125, 94, 57, 60, 179, 74, 198, 59, 76, 205, 35, 42, 109, 195, 163, 170,
    35, 185, 78, 59, 51, 118, 52, 61, 77, 173, 201, 77, 148, 212, 62, 163,
    189, 205, 109, 220, 103, 118, 124, 67, 157, 204, 214, 194, 108, 202, 57, 220,
    37, 76, 99, 44, 210, 114, 30, 236, 238, 238, 77, 44, 210, 35, 34, 206,
    77, 46, 126, 235, 231, 51, 212, 63, 239,
};
static const int16_t bias_3[20] = {
    -867, -1624, -164, -2674, -70, -144, -667, -140, 741, -249, 264, 181, -289, -169, -758, -837,
    2, -361, -642, -971,
};
static const uint16_t multiplier_3[20] = {
    27691, 25329, 35489, 18103, 20629, 23251, 34767, 38999, 53837, 32879, 40671, 34523, 27695, 57469, 30899, 21357,
    33223, 24963, 48635, 38301,
};
NETWORK_LAYER void layer_3(void)
{
    bitmask(network_memory + 1476, network_memory + 0, weights_3, bias_3, multiplier_3, 6, 6, 7, 7, 6, 6, 20, 3, 3, 1, 1, -128, -128, 19, 4);
}

/* max_pool, 6x6x20 to 3x3x20 */
NETWORK_LAYER void layer_4(void)
{
    max_pool(network_memory + 0, network_memory + 1548, 6, 6, 20, 3, 3, 2, 2, 2, 2, -128);
}

/* conv, 3x3x20 to 3x3x14, int4_d50 */
static const uint8_t weights_5[945] = {
    236, 1, 166, 159, 149, 250, 152, 181, 211, 102, 97, 137, 240, 50, 18, 184,
    2, 19, 159, 21, 197, 73, 86, 211, 201, 203, 251, 202, 190, 199, 238, 58,
    220, 118, 237, 226, 244, 67, 235, 126, 249, 100, 14, 55, 15, 255, 108, 16,
    192, 202, 6, 95, 192, 177, 45, 51, 156, 0, 236, 239, 14, 152, 196, 190,
    13, 223, 90, 119, 161, 251, 109, 89, 76, 162, 43, 246, 234, 57, 234, 94,
    184, 113, 14, 125, 171, 240, 55, 101, 188, 121, 108, 77, 128, 18, 9, 115,
    136, 157, 132, 180, 105, 41, 187, 251, 233, 160, 120, 153, 86, 122, 57, 55,
    229, 45, 153, 105, 187, 248, 127, 196, 185, 171, 214, 223, 18, 175, 148, 133,
    175, 181, 10, 245, 33, 141, 49, 21, 128, 64, 55, 140, 137, 41, 56, 149,
    185, 91, 182, 255, 227, 137, 108, 241, 142, 99, 19, 111, 135, 108, 200, 165,
    119, 206, 12, 31, 31, 24, 65, 22, 101, 195, 71, 238, 196, 91, 133, 37,
    209, 241, 118, 85, 108, 76, 105, 30, 181, 240, 177, 64, 204, 43, 87, 253,
    228, 230, 92, 170, 240, 148, 16, 187, 49, 114, 197, 164, 223, 134, 176, 154,
    251, 175, 198, 88, 153, 212, 217, 157, 70, 88, 185, 21, 76, 235, 198, 95,
    78, 6, 39, 204, 14, 16, 172, 61, 25, 173, 192, 124, 205, 15, 205, 166,
    201, 234, 190, 132, 155, 74, 105, 98, 67, 154, 20, 242, 88, 246, 32, 106,
    235, 67, 196, 228, 207, 75, 73, 228, 193, 129, 247, 52, 196, 217, 30, 6,
    84, 187, 37, 241, 32, 226, 81, 8, 52, 35, 133, 217, 124, 117, 64, 72,
    89, 154, 67, 232, 83, 210, 99, 135, 107, 130, 49, 49, 241, 162, 223, 58,
    30, 124, 19, 197, 8, 0, 38, 173, 3, 129, 137, 157, 230, 231, 210, 222,
    53, 77, 60, 226, 226, 158, 227, 62, 37, 60, 226, 76, 212, 34, 205, 238,
    238, 62, 194, 66, 227, 46, 91, 34, 206, 60, 45, 45, 229, 46, 35, 45,
    62, 162, 238, 226, 45, 195, 187, 36, 179, 222, 233, 67, 35, 77, 204, 67,
    83, 84, 211, 36, 222, 41, 204, 62, 163, 212, 188, 227, 38, 204, 46, 89,
    69, 68, 236, 62, 237, 38, 205, 179, 77, 34, 91, 101, 45, 35, 211, 46,
    36, 238, 211, 94, 62, 74, 67, 227, 206, 44, 234, 46, 115, 62, 213, 186,
    236, 227, 222, 68, 38, 204, 206, 110, 195, 126, 217, 67, 85, 77, 46, 94,
    194, 206, 237, 70, 58, 173, 227, 228, 189, 157, 236, 155, 197, 62, 235, 35,
    213, 221, 213, 59, 34, 59, 59, 51, 35, 251, 78, 77, 34, 33, 33, 226,
    20, 19, 222, 238, 220, 226, 238, 226, 49, 46, 230, 226, 226, 34, 34, 225,
    30, 238, 46, 254, 45, 74, 238, 210, 228, 62, 46, 36, 204, 254, 226, 219,
    249, 212, 157, 34, 50, 220, 66, 211, 34, 44, 210, 35, 227, 36, 195, 46,
    37, 35, 215, 91, 226, 45, 237, 62, 221, 46, 236, 211, 212, 235, 237, 222,
    190, 238, 206, 67, 52, 238, 196, 35, 77, 45, 222, 238, 226, 74, 210, 37,
    146, 172, 228, 87, 68, 227, 198, 228, 76, 69, 44, 238, 77, 50, 70, 210,
    77, 108, 78, 62, 227, 68, 50, 93, 126, 205, 227, 212, 211, 34, 238, 222,
    197, 226, 167, 73, 238, 84, 195, 189, 203, 211, 42, 51, 51, 45, 221, 238,
    167, 212, 61, 35, 91, 110, 68, 222, 237, 222, 42, 238, 195, 238, 68, 44,
    52, 46, 237, 54, 181, 238, 227, 62, 227, 52, 230, 62, 42, 34, 60, 220,
    43, 233, 61, 34, 204, 198, 220, 196, 226, 77, 66, 43, 36, 237, 34, 229,
    115, 226, 34, 210, 210, 236, 82, 219, 194, 195, 46, 34, 50, 44, 179, 45,
    116, 212, 211, 211, 236, 82, 52, 34, 62, 77, 190, 34, 210, 94, 44, 234,
    204, 221, 226, 78, 204, 55, 34, 205, 45, 227, 98, 206, 210, 110, 204, 235,
    62, 169, 108, 68, 92, 78, 186, 226, 44, 36, 237, 78, 34, 67, 60, 235,
    42, 228, 194, 210, 197, 238, 76, 235, 94, 45, 51, 92, 78, 212, 53, 46,
    77, 222, 93, 236, 108, 228, 66, 53, 194, 178, 185, 211, 222, 211, 89, 109,
    210, 66, 114, 121, 45, 220, 211, 52, 221, 67, 210, 93, 228, 59, 45, 164,
    50, 52, 214, 238, 66, 62, 76, 61, 60, 228, 62, 238, 219, 228, 61, 71,
    213, 59, 211, 68, 68, 235, 238, 204, 35, 179, 227, 231, 196, 62, 238, 236,
    46, 226, 44, 59, 61, 66, 45, 211, 206, 66, 114, 163, 45, 53, 37, 34,
    149, 226, 226, 45, 210, 67, 219, 77, 50, 61, 194, 219, 45, 45, 61, 211,
    179, 221, 237, 92, 210, 206, 237, 84, 205, 46, 67, 45, 236, 45, 52, 35,
    238, 78, 206, 237, 222, 228, 50, 59, 46, 60, 205, 53, 210, 42, 94, 34,
    222, 228, 229, 231, 221, 34, 77, 226, 238, 46, 35, 38, 237, 45, 61, 211,
    50, 146, 236, 46, 197, 51, 51, 150, 171, 205, 198, 196, 213, 185, 201, 218,
    116, 212, 220, 211, 83, 179, 119, 148, 199, 202, 55, 203, 179, 180, 51, 212,
    52, 214, 100, 219, 211, 172, 61, 59, 108, 211, 221, 182, 222, 194, 210, 62,
    74, 205, 222, 51, 92, 188, 238, 83, 102, 221, 37, 227, 66, 77, 231, 205,
    66, 227, 34, 62, 46, 50, 34, 228, 196, 211, 210, 211, 220, 238, 210, 36,
    57,
};
static const int16_t bias_5[14] = {
    -239, -430, -97, 120, -73, -634, -342, -118, -53, -699, -252, -451, -670, -1006,
};
static const uint16_t multiplier_5[14] = {
    60525, 48679, 45757, 63075, 60177, 49149, 60999, 57401, 47761, 52693, 62005, 56813, 39871, 57583,
};
NETWORK_LAYER void layer_5(void)
{
    bitmask(network_memory + 1548, network_memory + 0, weights_5, bias_5, multiplier_5, 3, 3, 20, 20, 3, 3, 14, 3, 3, 1, 1, -128, -128, 20, 4);
}

/* avg_pool, 3x3x14 to 1x1x14 */
NETWORK_LAYER void layer_6(void)
{
    average_pool(network_memory + 0, network_memory + 1714, 3, 3, 14, 1, 1, 3, 3, 3, 3, -128);
}

/* linear, 1x1x14 to 1x1x10, int8 */
static const uint8_t weights_7[140] = {
    252, 57, 129, 43, 81, 207, 228, 21, 207, 234, 42, 208, 15, 34, 56, 219,
    153, 144, 221, 48, 233, 127, 36, 85, 56, 28, 174, 145, 247, 81, 192, 245,
    129, 219, 52, 241, 110, 245, 237, 236, 42, 22, 170, 239, 92, 176, 43, 127,
    236, 185, 72, 25, 119, 142, 228, 203, 252, 224, 87, 50, 199, 196, 180, 67,
    13, 12, 130, 52, 129, 101, 42, 149, 76, 179, 116, 248, 127, 203, 234, 215,
    60, 255, 255, 234, 127, 4, 211, 3, 31, 239, 5, 133, 229, 1, 254, 192,
    59, 60, 144, 233, 240, 64, 5, 252, 246, 20, 18, 127, 205, 20, 21, 162,
    8, 127, 53, 129, 47, 243, 204, 194, 236, 246, 4, 54, 5, 229, 174, 242,
    60, 68, 214, 99, 10, 96, 129, 176, 169, 93, 77, 35,
};
static const int16_t bias_7[10] = {
    -86, -240, -23, -170, 469, -92, -175, 209, 564, -675,
};
static const uint16_t multiplier_7[10] = {
    59779, 33145, 46051, 33571, 43465, 35297, 45999, 43539, 43097, 33581,
};
NETWORK_LAYER void layer_7(void)
{
    dense_8(network_memory + 1714, network_memory + 0, weights_7, bias_7, multiplier_7, 1, 1, 14, 14, 1, 1, 10, 1, 1, 1, 1, -128, -7, 22);
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

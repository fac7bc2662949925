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
    210, 42, 73, 218, 114, 55, 112, 245, 255, 49, 224, 68, 156, 208, 27, 249,
    5, 54, 198, 58, 147, 115, 15,
};
static const int16_t bias_0[5] = {
    733, 59, 9, -9, -254,
};
static const uint16_t multiplier_0[5] = {
    48119, 16903, 42175, 38083, 34021,
};
NETWORK_LAYER void layer_0(void)
{
    dense_4(network_memory + 0, network_memory + 1008, weights_0, bias_0, multiplier_0, 24, 24, 1, 1, 12, 12, 5, 3, 3, 2, 2, -128, -128, 19);
}

/* conv, 12x12x5 to 12x12x7, int8 */
static const uint8_t weights_1[315] = {
    29, 247, 245, 3, 0, 233, 32, 15, 253, 243, 247, 212, 23, 241, 230, 234,
    0, 30, 218, 26, 140, 250, 18, 170, 31, 168, 209, 68, 207, 225, 221, 198,
    28, 219, 55, 129, 3, 26, 189, 23, 215, 106, 15, 224, 47, 34, 238, 243,
    228, 242, 202, 60, 25, 234, 75, 8, 139, 19, 182, 54, 22, 182, 217, 211,
    218, 144, 127, 192, 30, 62, 30, 209, 217, 204, 72, 41, 182, 10, 1, 217,
    214, 115, 217, 68, 7, 66, 150, 221, 233, 239, 255, 29, 230, 243, 238, 31,
    61, 229, 22, 245, 233, 74, 252, 35, 252, 12, 49, 243, 5, 239, 33, 127,
    231, 36, 16, 216, 52, 250, 41, 5, 14, 72, 245, 6, 8, 15, 49, 12,
    8, 31, 229, 226, 29, 232, 249, 193, 148, 49, 200, 223, 6, 239, 57, 233,
    226, 4, 36, 239, 3, 234, 15, 231, 250, 246, 211, 220, 129, 251, 205, 250,
    247, 154, 240, 225, 236, 52, 58, 230, 238, 27, 17, 97, 10, 249, 71, 238,
    49, 31, 3, 34, 50, 20, 228, 238, 41, 208, 208, 242, 215, 27, 218, 40,
    83, 222, 51, 3, 129, 39, 163, 7, 18, 148, 12, 177, 253, 248, 40, 23,
    226, 246, 226, 170, 36, 252, 18, 32, 154, 213, 230, 43, 50, 215, 180, 232,
    11, 237, 186, 210, 238, 216, 7, 203, 209, 238, 220, 37, 192, 245, 250, 236,
    12, 85, 6, 49, 236, 172, 59, 7, 60, 238, 179, 8, 33, 220, 253, 251,
    72, 249, 251, 224, 247, 240, 249, 228, 129, 12, 4, 249, 42, 210, 23, 25,
    54, 233, 58, 3, 250, 50, 20, 230, 229, 10, 11, 19, 226, 194, 43, 2,
    220, 164, 150, 35, 251, 131, 5, 183, 210, 9, 174, 252, 12, 202, 169, 17,
    243, 50, 0, 129, 103, 219, 27, 25, 235, 41, 211,
};
static const int16_t bias_1[7] = {
    28575, -285, -479, 4752, 28385, 10267, 10095,
};
static const uint16_t multiplier_1[7] = {
    36198, 33789, 22134, 54500, 25260, 42031, 39937,
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

/* conv, 6x6x7 to 6x6x16, int4_d50 */
static const uint8_t weights_3[378] = {
    227, 12, 208, 56, 181, 91, 226, 159, 26, 167, 216, 116, 148, 52, 247, 72,
    99, 223, 83, 204, 79, 21, 75, 230, 33, 184, 69, 219, 110, 226, 214, 249,
    35, 94, 50, 222, 181, 19, 227, 156, 56, 232, 204, 117, 102, 148, 25, 214,
    145, 133, 147, 148, 9, 110, 255, 3, 134, 114, 33, 120, 168, 168, 12, 75,
    23, 107, 63, 99, 27, 36, 75, 158, 247, 106, 179, 8, 97, 207, 154, 25,
    83, 16, 58, 47, 148, 118, 0, 34, 124, 238, 94, 88, 36, 165, 255, 240,
    23, 91, 101, 230, 221, 78, 17, 198, 128, 6, 242, 217, 69, 183, 94, 38,
    205, 25, 206, 122, 160, 101, 227, 170, 99, 192, 112, 104, 63, 111, 235, 52,
    59, 210, 45, 61, 61, 204, 42, 237, 84, 78, 67, 226, 146, 35, 235, 45,
    217, 221, 219, 68, 220, 114, 109, 68, 205, 229, 221, 212, 227, 147, 206, 195,
    226, 38, 197, 115, 210, 124, 146, 50, 125, 171, 231, 195, 231, 235, 212, 156,
    211, 196, 238, 226, 226, 211, 34, 34, 61, 34, 44, 46, 228, 50, 197, 78,
    174, 77, 34, 34, 93, 190, 237, 51, 201, 44, 212, 218, 238, 203, 45, 174,
    227, 226, 226, 238, 236, 52, 237, 66, 146, 236, 197, 153, 45, 147, 100, 34,
    204, 236, 221, 221, 231, 221, 222, 51, 41, 220, 44, 229, 35, 199, 46, 45,
    226, 226, 222, 238, 190, 157, 46, 227, 237, 238, 238, 146, 237, 205, 66, 229,
    101, 51, 45, 172, 35, 62, 60, 52, 55, 212, 46, 226, 236, 222, 226, 227,
    238, 158, 178, 237, 34, 67, 34, 236, 227, 34, 238, 37, 238, 215, 238, 189,
    101, 62, 188, 68, 62, 231, 105, 210, 51, 226, 115, 238, 197, 222, 230, 68,
    51, 147, 222, 187, 62, 99, 62, 194, 45, 228, 35, 222, 230, 44, 46, 46,
    68, 220, 214, 35, 42, 34, 226, 35, 228, 42, 35, 57, 148, 228, 82, 61,
    68, 211, 172, 100, 211, 147, 204, 189, 187, 188, 197, 45, 190, 214, 36, 229,
    231, 237, 194, 172, 238, 220, 228, 164, 37, 62, 37, 237, 230, 221, 51, 46,
    73, 187, 98, 218, 50, 198, 124, 211, 172, 236,
};
static const int16_t bias_3[16] = {
    -183, 359, -621, 374, 630, 1, 236, 1716, -1220, 119, -439, -889, -814, 1123, -479, -51,
};
static const uint16_t multiplier_3[16] = {
    29611, 25595, 25666, 30379, 38394, 35753, 35876, 28671, 34022, 42200, 28671, 35601, 32207, 28427, 51415, 35958,
};
NETWORK_LAYER void layer_3(void)
{
    bitmask(network_memory + 1476, network_memory + 0, weights_3, bias_3, multiplier_3, 6, 6, 7, 7, 6, 6, 16, 3, 3, 1, 1, -128, -128, 19, 4);
}

/* conv, 6x6x16 to 6x6x20, int4_d25 */
static const uint8_t weights_4[720] = {
    69, 22, 83, 80, 101, 79, 87, 20, 92, 196, 28, 41, 6, 164, 49, 128,
    14, 140, 68, 146, 12, 29, 178, 0, 241, 156, 193, 50, 17, 1, 193, 181,
    80, 221, 4, 80, 184, 64, 208, 68, 18, 32, 87, 56, 109, 4, 7, 3,
    66, 134, 226, 0, 176, 0, 47, 68, 136, 6, 118, 127, 88, 82, 137, 33,
    120, 73, 74, 48, 52, 3, 12, 24, 108, 192, 2, 64, 13, 0, 10, 5,
    234, 2, 11, 19, 32, 78, 209, 42, 40, 97, 71, 22, 6, 28, 50, 7,
    202, 172, 65, 144, 147, 84, 12, 21, 4, 96, 52, 52, 56, 11, 181, 59,
    20, 226, 22, 58, 98, 65, 54, 36, 29, 157, 27, 152, 4, 40, 70, 65,
    164, 133, 184, 208, 12, 2, 236, 64, 77, 134, 32, 168, 72, 140, 1, 254,
    134, 32, 16, 2, 8, 8, 1, 64, 120, 65, 2, 0, 83, 68, 25, 98,
    52, 200, 152, 93, 152, 244, 8, 32, 38, 42, 5, 4, 24, 212, 171, 86,
    131, 204, 138, 193, 132, 4, 192, 0, 28, 3, 44, 6, 84, 176, 18, 92,
    146, 177, 0, 80, 0, 24, 0, 16, 144, 16, 0, 0, 17, 168, 0, 64,
    0, 32, 2, 32, 0, 32, 144, 32, 233, 12, 13, 104, 69, 117, 40, 9,
    59, 89, 130, 2, 48, 11, 116, 34, 211, 8, 72, 0, 193, 8, 4, 16,
    32, 0, 0, 0, 64, 16, 72, 8, 104, 0, 0, 226, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 32, 0, 0, 0, 128, 0, 0, 8, 224,
    0, 0, 0, 161, 16, 66, 24, 0, 0, 0, 0, 8, 0, 17, 0, 148,
    8, 8, 0, 6, 0, 0, 0, 1, 32, 6, 12, 0, 32, 0, 0, 0,
    70, 56, 72, 10, 128, 66, 34, 10, 12, 130, 0, 66, 0, 134, 132, 0,
    5, 12, 21, 200, 144, 4, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 2, 0, 4, 4, 64, 2, 0, 80, 32, 20,
    32, 0, 64, 4, 8, 32, 0, 0, 179, 196, 77, 211, 156, 165, 115, 214,
    195, 205, 189, 61, 186, 197, 195, 221, 53, 60, 107, 164, 108, 60, 70, 220,
    74, 122, 215, 51, 196, 196, 221, 211, 196, 205, 211, 151, 220, 220, 53, 172,
    214, 60, 84, 67, 155, 220, 75, 203, 76, 221, 61, 196, 220, 198, 36, 62,
    46, 62, 238, 46, 235, 43, 211, 50, 156, 228, 37, 237, 51, 61, 36, 195,
    35, 35, 220, 204, 52, 92, 217, 124, 58, 188, 197, 148, 92, 220, 203, 51,
    51, 171, 203, 147, 221, 221, 211, 92, 180, 51, 221, 179, 197, 61, 179, 181,
    179, 215, 70, 125, 171, 100, 195, 84, 75, 77, 68, 181, 215, 180, 172, 212,
    195, 173, 204, 196, 179, 70, 116, 218, 107, 107, 221, 125, 92, 220, 75, 77,
    61, 68, 219, 52, 173, 87, 60, 179, 220, 61, 157, 221, 105, 205, 52, 181,
    101, 67, 221, 76, 61, 60, 221, 69, 59, 187, 195, 164, 181, 187, 211, 205,
    211, 60, 75, 58, 107, 59, 108, 172, 157, 195, 181, 183, 204, 84, 219, 179,
    180, 195, 68, 93, 52, 202, 84, 91, 107, 219, 171, 199, 84, 77, 76, 197,
    189, 60, 195, 76, 70, 60, 205, 197, 116, 60, 203, 91, 196, 196, 125, 59,
    196, 76, 92, 195, 76, 68, 221, 52, 172, 124, 211, 70, 172, 180, 61, 59,
    195, 220, 211, 219, 189, 61, 91, 61, 221, 77, 68, 218, 189, 60, 61, 59,
    219, 68, 189, 150, 186, 186, 105, 91, 186, 170, 149, 167, 171, 171, 167, 89,
    106, 119, 122, 171, 183, 90, 196, 68, 204, 76, 69, 87, 70, 76, 68, 189,
    105, 92, 195, 52, 205, 197, 67, 59, 204, 220, 220, 93, 68, 58, 77, 93,
    109, 163, 157, 75, 220, 198, 67, 219, 83, 70, 57, 76, 109, 75, 76, 51,
    76, 91, 156, 213, 103, 87, 107, 101, 101, 181, 91, 91, 91, 153, 187, 188,
    69, 204, 71, 69, 196, 204, 68, 76, 188, 84, 164, 92, 203, 75, 203, 201,
    75, 181, 71, 188, 85, 89, 182, 123, 187, 90, 101, 85, 166, 85, 87, 119,
};
static const int16_t bias_4[20] = {
    -213, -85, 22, -283, -1563, -390, -52, -694, -452, 470, 573, -1094, -576, -244, -358, -532,
    -150, -93, 5, -973,
};
static const uint16_t multiplier_4[20] = {
    28753, 30036, 42098, 27628, 25874, 31697, 28457, 30413, 30828, 39253, 22173, 28961, 31077, 38235, 45528, 28925,
    33513, 29614, 51543, 26581,
};
NETWORK_LAYER void layer_4(void)
{
    bitmask(network_memory + 0, network_memory + 1008, weights_4, bias_4, multiplier_4, 6, 6, 16, 16, 6, 6, 20, 3, 3, 1, 1, -128, -128, 19, 4);
}

/* avg_pool, 6x6x20 to 1x1x20 */
NETWORK_LAYER void layer_5(void)
{
    average_pool(network_memory + 1008, network_memory + 0, 6, 6, 20, 1, 1, 6, 6, 6, 6, -128);
}

/* linear, 1x1x20 to 1x1x10, int8 */
static const uint8_t weights_6[200] = {
    188, 140, 127, 219, 49, 0, 181, 72, 83, 171, 243, 41, 213, 203, 233, 43,
    247, 5, 2, 210, 211, 118, 129, 211, 176, 182, 202, 2, 98, 178, 41, 35,
    51, 7, 34, 3, 8, 199, 14, 6, 129, 168, 8, 122, 250, 57, 29, 195,
    208, 159, 2, 237, 120, 56, 45, 200, 24, 231, 51, 59, 61, 45, 193, 127,
    255, 201, 240, 43, 197, 2, 156, 18, 224, 88, 230, 252, 246, 53, 15, 223,
    187, 13, 255, 244, 129, 87, 3, 234, 228, 105, 31, 237, 255, 210, 242, 10,
    207, 241, 254, 21, 113, 129, 179, 133, 204, 238, 22, 127, 228, 41, 153, 219,
    10, 243, 28, 218, 3, 58, 228, 36, 82, 170, 41, 163, 129, 85, 16, 172,
    80, 231, 181, 35, 21, 247, 252, 250, 24, 27, 205, 199, 169, 31, 129, 38,
    77, 0, 254, 11, 253, 48, 42, 209, 25, 201, 211, 52, 243, 28, 234, 224,
    13, 213, 26, 248, 251, 173, 127, 243, 241, 224, 19, 41, 218, 10, 251, 204,
    247, 19, 243, 32, 1, 38, 7, 178, 75, 61, 210, 235, 193, 90, 45, 202,
    129, 7, 11, 4, 65, 172, 30, 14,
};
static const int16_t bias_6[10] = {
    -168, 493, -253, -1182, 329, 421, 349, 193, 42, -325,
};
static const uint16_t multiplier_6[10] = {
    23874, 21615, 19672, 24139, 30268, 20851, 27063, 30025, 33581, 26375,
};
NETWORK_LAYER void layer_6(void)
{
    dense_8(network_memory + 0, network_memory + 1718, weights_6, bias_6, multiplier_6, 1, 1, 20, 20, 1, 1, 10, 1, 1, 1, 1, -128, 15, 20);
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

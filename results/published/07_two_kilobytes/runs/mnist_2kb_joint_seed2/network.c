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
    45, 212, 249, 3, 45, 51, 34, 177, 217, 240, 18, 87, 51, 65, 147, 18,
    124, 172,
};
static const int16_t bias_0[4] = {
    378, 172, 85, -15,
};
static const uint16_t multiplier_0[4] = {
    39365, 20909, 12379, 16245,
};
NETWORK_LAYER void layer_0(void)
{
    dense_4(network_memory + 0, network_memory + 1152, weights_0, bias_0, multiplier_0, 24, 24, 1, 1, 12, 12, 4, 3, 3, 2, 2, -128, -128, 18);
}

/* conv, 12x12x4 to 12x12x8, int4 */
static const uint8_t weights_1[144] = {
    15, 255, 1, 241, 223, 38, 63, 255, 225, 240, 190, 39, 255, 13, 222, 79,
    236, 17, 46, 17, 45, 213, 81, 230, 48, 230, 65, 185, 14, 233, 224, 254,
    240, 20, 48, 20, 255, 32, 254, 48, 15, 33, 240, 31, 0, 17, 31, 251,
    17, 221, 0, 249, 239, 0, 224, 61, 239, 13, 0, 0, 238, 9, 253, 1,
    30, 18, 223, 15, 253, 50, 30, 13, 161, 37, 145, 205, 225, 219, 77, 197,
    43, 199, 44, 246, 241, 251, 63, 219, 66, 205, 67, 192, 206, 241, 15, 3,
    217, 219, 217, 54, 14, 14, 14, 36, 235, 217, 243, 255, 231, 16, 194, 249,
    205, 17, 209, 22, 148, 57, 255, 241, 171, 52, 240, 57, 208, 240, 52, 225,
    10, 23, 237, 14, 226, 27, 85, 240, 50, 4, 224, 255, 1, 255, 239, 31,
};
static const int16_t bias_1[8] = {
    416, -37, 883, 996, 350, 962, 307, -317,
};
static const uint16_t multiplier_1[8] = {
    16955, 13595, 34495, 29683, 12033, 22619, 18353, 16377,
};
NETWORK_LAYER void layer_1(void)
{
    dense_4(network_memory + 1152, network_memory + 0, weights_1, bias_1, multiplier_1, 12, 12, 4, 4, 12, 12, 8, 3, 3, 1, 1, -128, -128, 18);
}

/* max_pool, 12x12x8 to 6x6x8 */
NETWORK_LAYER void layer_2(void)
{
    max_pool(network_memory + 0, network_memory + 1440, 12, 12, 8, 6, 6, 2, 2, 2, 2, -128);
}

/* conv, 6x6x8 to 6x6x20, int4 */
static const uint8_t weights_3[720] = {
    23, 217, 253, 242, 175, 36, 13, 237, 205, 210, 228, 78, 148, 13, 206, 70,
    173, 54, 239, 240, 26, 18, 6, 79, 175, 187, 222, 81, 235, 3, 158, 1,
    78, 247, 18, 253, 176, 16, 255, 1, 226, 243, 0, 16, 242, 7, 47, 34,
    59, 15, 208, 0, 77, 6, 241, 254, 254, 242, 240, 253, 49, 32, 241, 240,
    7, 29, 242, 242, 241, 0, 241, 0, 55, 31, 47, 29, 4, 254, 61, 16,
    20, 1, 30, 239, 35, 32, 13, 221, 255, 17, 28, 239, 194, 13, 253, 14,
    226, 34, 236, 254, 176, 16, 254, 16, 212, 254, 254, 16, 212, 112, 11, 17,
    178, 65, 74, 7, 223, 51, 75, 236, 229, 78, 78, 22, 241, 33, 44, 210,
    12, 65, 44, 189, 224, 221, 2, 236, 0, 252, 2, 238, 17, 14, 52, 241,
    240, 243, 23, 59, 61, 207, 226, 91, 73, 208, 181, 61, 32, 37, 18, 65,
    204, 213, 1, 79, 201, 4, 157, 29, 194, 53, 209, 2, 239, 241, 193, 31,
    193, 81, 16, 255, 145, 20, 205, 47, 177, 225, 9, 15, 3, 109, 253, 222,
    209, 31, 42, 192, 151, 43, 73, 177, 19, 31, 241, 224, 239, 18, 78, 237,
    245, 225, 223, 14, 60, 231, 223, 49, 205, 35, 214, 31, 13, 68, 18, 254,
    45, 52, 52, 241, 44, 75, 211, 30, 25, 15, 164, 31, 57, 243, 224, 14,
    240, 252, 255, 179, 226, 190, 194, 101, 219, 222, 156, 17, 194, 31, 224, 63,
    239, 1, 255, 2, 44, 37, 47, 0, 1, 15, 15, 255, 2, 109, 42, 210,
    30, 126, 98, 235, 156, 243, 239, 16, 163, 204, 223, 241, 2, 234, 228, 32,
    190, 21, 27, 222, 28, 52, 30, 225, 0, 15, 30, 223, 2, 47, 244, 225,
    1, 13, 34, 255, 211, 9, 237, 226, 63, 2, 3, 79, 228, 242, 48, 45,
    211, 187, 18, 111, 31, 30, 31, 13, 242, 236, 16, 51, 148, 220, 14, 7,
    192, 254, 224, 31, 255, 21, 108, 223, 227, 225, 254, 12, 57, 253, 4, 60,
    254, 18, 28, 222, 25, 20, 252, 254, 219, 1, 207, 242, 252, 237, 177, 20,
    113, 240, 2, 50, 192, 255, 225, 241, 15, 242, 226, 33, 241, 48, 35, 1,
    254, 2, 210, 17, 32, 3, 4, 17, 31, 19, 18, 15, 62, 192, 239, 17,
    7, 16, 252, 254, 255, 211, 13, 242, 235, 77, 29, 223, 236, 1, 219, 2,
    207, 29, 224, 63, 240, 29, 38, 15, 2, 255, 247, 254, 3, 239, 209, 33,
    255, 178, 222, 33, 162, 253, 220, 36, 157, 46, 254, 18, 208, 3, 0, 14,
    179, 61, 17, 50, 28, 94, 16, 48, 15, 17, 213, 30, 76, 34, 0, 82,
    231, 252, 31, 48, 225, 62, 255, 63, 240, 46, 16, 48, 0, 48, 32, 16,
    222, 218, 177, 63, 209, 221, 29, 30, 240, 94, 63, 238, 246, 49, 78, 253,
    15, 221, 77, 236, 29, 205, 3, 115, 251, 20, 17, 252, 25, 235, 160, 13,
    15, 223, 156, 53, 71, 34, 65, 27, 212, 208, 79, 4, 189, 229, 31, 3,
    18, 244, 16, 14, 61, 16, 32, 221, 193, 15, 207, 15, 254, 220, 253, 14,
    47, 34, 16, 13, 1, 244, 63, 9, 242, 254, 32, 91, 192, 153, 240, 245,
    12, 157, 157, 244, 74, 31, 1, 15, 212, 21, 127, 190, 240, 54, 225, 193,
    65, 63, 31, 224, 53, 62, 79, 0, 16, 93, 112, 17, 12, 236, 252, 221,
    253, 210, 224, 64, 46, 35, 63, 33, 29, 10, 223, 0, 29, 65, 12, 254,
    253, 51, 95, 48, 222, 244, 210, 14, 198, 206, 193, 254, 60, 31, 226, 47,
    46, 0, 227, 49, 247, 224, 47, 244, 238, 228, 0, 240, 1, 0, 33, 243,
    46, 3, 1, 30, 239, 3, 255, 237, 253, 47, 11, 223, 207, 252, 237, 208,
    236, 35, 239, 253, 146, 244, 250, 18, 213, 66, 12, 196, 238, 51, 29, 7,
    225, 209, 26, 229, 54, 218, 204, 19, 63, 44, 253, 224, 33, 30, 17, 17,
    31, 208, 255, 46, 1, 240, 96, 19, 208, 13, 228, 113, 125, 209, 1, 46,
    93, 17, 15, 254, 226, 15, 78, 228, 223, 240, 240, 1, 223, 223, 14, 0,
};
static const int16_t bias_3[20] = {
    78, -1060, -342, -807, -527, 218, 627, 310, -375, 523, -1376, 817, -114, 602, -1129, 404,
    -818, -725, 381, -535,
};
static const uint16_t multiplier_3[20] = {
    28669, 43623, 32999, 21837, 20227, 20683, 25681, 25985, 23877, 31349, 36111, 30305, 27621, 36195, 25823, 31471,
    26607, 34239, 26077, 27083,
};
NETWORK_LAYER void layer_3(void)
{
    dense_4(network_memory + 1440, network_memory + 0, weights_3, bias_3, multiplier_3, 6, 6, 8, 8, 6, 6, 20, 3, 3, 1, 1, -128, -128, 19);
}

/* max_pool, 6x6x20 to 3x3x20 */
NETWORK_LAYER void layer_4(void)
{
    max_pool(network_memory + 0, network_memory + 1548, 6, 6, 20, 3, 3, 2, 2, 2, 2, -128);
}

/* conv, 3x3x20 to 3x3x14, int4_d25 */
static const uint8_t weights_5[630] = {
    186, 32, 16, 13, 8, 83, 194, 68, 88, 112, 0, 13, 124, 0, 8, 0,
    0, 0, 52, 130, 68, 65, 176, 64, 64, 105, 150, 100, 6, 97, 0, 132,
    165, 18, 6, 48, 0, 72, 128, 129, 64, 19, 0, 209, 1, 33, 32, 182,
    8, 25, 9, 64, 70, 2, 178, 97, 131, 201, 5, 1, 130, 36, 200, 1,
    192, 64, 136, 212, 14, 34, 128, 34, 4, 19, 35, 0, 1, 201, 104, 1,
    98, 4, 130, 86, 2, 5, 13, 192, 4, 128, 72, 0, 66, 74, 8, 182,
    50, 41, 32, 32, 16, 172, 51, 204, 64, 59, 14, 4, 32, 134, 196, 37,
    130, 0, 0, 20, 2, 32, 142, 1, 159, 8, 128, 1, 0, 140, 22, 8,
    34, 192, 37, 135, 18, 238, 6, 22, 160, 33, 155, 36, 132, 1, 10, 128,
    2, 19, 128, 8, 133, 160, 128, 41, 16, 146, 34, 193, 69, 49, 2, 106,
    16, 8, 0, 13, 40, 81, 7, 4, 176, 150, 255, 75, 72, 96, 128, 40,
    0, 2, 33, 45, 32, 35, 160, 133, 1, 24, 20, 148, 10, 35, 74, 80,
    144, 33, 146, 4, 0, 80, 82, 224, 24, 1, 192, 14, 132, 228, 125, 130,
    2, 8, 126, 0, 11, 6, 128, 203, 18, 178, 137, 16, 49, 68, 240, 225,
    78, 0, 0, 8, 16, 2, 1, 64, 42, 4, 32, 9, 128, 1, 17, 0,
    0, 2, 160, 0, 64, 66, 162, 112, 18, 0, 19, 108, 64, 129, 8, 52,
    12, 0, 10, 4, 76, 9, 73, 196, 0, 9, 0, 2, 0, 0, 8, 3,
    16, 2, 162, 1, 0, 0, 0, 8, 0, 132, 128, 219, 5, 64, 2, 136,
    64, 160, 4, 0, 2, 72, 19, 48, 64, 0, 32, 183, 16, 0, 32, 1,
    0, 16, 129, 18, 96, 16, 32, 13, 128, 16, 12, 125, 221, 52, 189, 46,
    195, 36, 51, 34, 221, 212, 46, 62, 221, 238, 66, 238, 195, 51, 51, 45,
    50, 221, 195, 167, 68, 213, 205, 93, 211, 99, 220, 77, 221, 211, 51, 57,
    93, 212, 83, 211, 67, 77, 51, 77, 61, 220, 179, 183, 220, 51, 84, 87,
    99, 179, 61, 173, 205, 61, 92, 195, 92, 202, 77, 52, 77, 221, 211, 51,
    51, 221, 237, 237, 211, 62, 62, 227, 35, 212, 77, 34, 61, 228, 62, 238,
    220, 51, 60, 77, 60, 147, 227, 227, 206, 71, 59, 83, 187, 93, 220, 75,
    211, 195, 84, 61, 61, 211, 221, 52, 199, 71, 180, 75, 77, 147, 61, 211,
    211, 213, 189, 196, 195, 61, 67, 109, 51, 60, 61, 52, 189, 179, 71, 205,
    61, 173, 60, 124, 147, 220, 196, 53, 188, 219, 124, 171, 58, 60, 212, 205,
    124, 212, 221, 212, 211, 51, 60, 188, 213, 220, 220, 212, 217, 198, 199, 61,
    67, 211, 217, 60, 34, 228, 61, 210, 67, 35, 34, 210, 237, 45, 212, 194,
    61, 62, 43, 66, 46, 67, 45, 61, 210, 34, 226, 222, 76, 82, 39, 204,
    171, 67, 212, 68, 85, 52, 67, 195, 77, 60, 53, 61, 221, 149, 75, 221,
    211, 67, 189, 51, 221, 199, 220, 67, 221, 227, 35, 46, 50, 211, 205, 221,
    34, 194, 34, 44, 227, 60, 61, 76, 238, 194, 226, 196, 45, 62, 237, 211,
    45, 237, 114, 205, 51, 238, 174, 204, 204, 76, 68, 171, 188, 76, 203, 204,
    76, 199, 124, 51, 76, 108, 211, 195, 77, 196, 213, 211, 69, 61, 70, 173,
    55, 221, 107, 204, 51, 220, 75, 116, 69, 203, 196, 181, 199, 172, 68, 84,
    74, 116, 204, 74, 203, 204, 182, 183, 92, 156, 68, 76, 197, 188, 181, 68,
    165, 199, 164, 180, 156, 76,
};
static const int16_t bias_5[14] = {
    -13, -638, -221, -172, -885, -66, 482, -409, -702, -252, 644, -602, -944, 111,
};
static const uint16_t multiplier_5[14] = {
    35581, 33093, 25997, 37613, 30851, 34811, 32473, 35103, 27969, 44831, 34221, 37187, 28235, 32021,
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
    252, 242, 214, 238, 127, 165, 40, 1, 254, 2, 32, 211, 36, 206, 129, 59,
    55, 193, 255, 39, 29, 222, 37, 211, 233, 71, 36, 255, 40, 212, 88, 203,
    204, 171, 7, 205, 11, 127, 230, 66, 90, 187, 213, 179, 127, 5, 233, 252,
    234, 81, 205, 228, 41, 205, 218, 85, 0, 104, 248, 127, 226, 20, 232, 144,
    22, 35, 189, 200, 1, 2, 12, 49, 180, 12, 199, 14, 197, 127, 200, 10,
    69, 223, 251, 7, 127, 90, 8, 145, 56, 155, 197, 53, 64, 159, 231, 32,
    174, 186, 152, 164, 249, 0, 18, 87, 242, 200, 80, 127, 217, 7, 194, 90,
    88, 4, 235, 247, 189, 185, 127, 250, 26, 239, 74, 215, 203, 24, 35, 5,
    192, 105, 12, 84, 22, 215, 129, 235, 201, 31, 10, 34,
};
static const int16_t bias_7[10] = {
    -97, -156, -147, 492, -462, 197, -801, 205, 309, 491,
};
static const uint16_t multiplier_7[10] = {
    55423, 55309, 41617, 41345, 48227, 48071, 39649, 40903, 41619, 47019,
};
NETWORK_LAYER void layer_7(void)
{
    dense_8(network_memory + 1714, network_memory + 0, weights_7, bias_7, multiplier_7, 1, 1, 14, 14, 1, 1, 10, 1, 1, 1, 1, -128, -19, 22);
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

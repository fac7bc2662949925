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

/* conv, 24x24x1 to 12x12x4, int8 */
static const uint8_t weights_0[36] = {
    198, 18, 66, 202, 129, 236, 62, 242, 189, 47, 42, 65, 255, 65, 2, 210,
    129, 202, 26, 243, 46, 40, 127, 54, 68, 19, 69, 43, 62, 187, 53, 33,
    183, 115, 203, 129,
};
static const int16_t bias_0[4] = {
    9058, 1619, 8016, -1213,
};
static const uint16_t multiplier_0[4] = {
    42675, 29847, 18211, 17435,
};
NETWORK_LAYER void layer_0(void)
{
    dense_8(network_memory + 0, network_memory + 1152, weights_0, bias_0, multiplier_0, 24, 24, 1, 1, 12, 12, 4, 3, 3, 2, 2, -128, -128, 23);
}

/* conv, 12x12x4 to 12x12x8, int8 */
static const uint8_t weights_1[288] = {
    244, 246, 232, 18, 45, 246, 29, 252, 250, 208, 107, 22, 251, 59, 254, 242,
    27, 207, 224, 27, 229, 140, 127, 59, 3, 12, 224, 16, 249, 182, 218, 119,
    206, 219, 39, 42, 212, 24, 33, 20, 208, 46, 39, 220, 1, 65, 83, 202,
    247, 46, 21, 176, 2, 127, 179, 134, 243, 6, 188, 225, 17, 25, 2, 221,
    226, 14, 23, 22, 214, 21, 30, 49, 230, 227, 230, 89, 214, 244, 0, 118,
    212, 253, 11, 77, 33, 240, 250, 35, 10, 47, 248, 20, 233, 202, 133, 198,
    48, 42, 221, 171, 222, 212, 129, 253, 19, 247, 45, 73, 252, 201, 190, 68,
    219, 232, 240, 253, 254, 16, 236, 254, 254, 226, 171, 252, 199, 224, 36, 22,
    0, 253, 14, 18, 223, 19, 4, 53, 129, 217, 20, 30, 241, 17, 210, 251,
    40, 191, 59, 28, 242, 226, 189, 129, 231, 255, 189, 209, 240, 67, 72, 166,
    187, 43, 101, 175, 234, 37, 50, 233, 236, 8, 194, 242, 12, 19, 209, 216,
    39, 39, 244, 197, 53, 51, 42, 200, 255, 241, 217, 227, 223, 252, 32, 13,
    155, 189, 157, 204, 129, 209, 88, 93, 211, 15, 13, 3, 204, 213, 62, 46,
    169, 251, 166, 215, 2, 217, 245, 244, 127, 232, 216, 34, 252, 247, 195, 247,
    199, 208, 252, 15, 229, 198, 101, 10, 74, 179, 170, 36, 19, 236, 5, 19,
    145, 156, 13, 75, 19, 189, 229, 98, 47, 235, 243, 25, 59, 46, 242, 221,
    205, 195, 127, 22, 28, 242, 205, 239, 10, 231, 158, 92, 35, 18, 5, 17,
    19, 245, 86, 45, 235, 235, 9, 31, 12, 234, 196, 224, 27, 255, 247, 252,
};
static const int16_t bias_1[8] = {
    245, 3928, 15214, 16312, 1871, 12631, 3528, -3708,
};
static const uint16_t multiplier_1[8] = {
    35085, 37495, 57109, 52925, 39315, 55767, 39417, 48091,
};
NETWORK_LAYER void layer_1(void)
{
    dense_8(network_memory + 1152, network_memory + 0, weights_1, bias_1, multiplier_1, 12, 12, 4, 4, 12, 12, 8, 3, 3, 1, 1, -128, -128, 23);
}

/* max_pool, 12x12x8 to 6x6x8 */
NETWORK_LAYER void layer_2(void)
{
    max_pool(network_memory + 0, network_memory + 1440, 12, 12, 8, 6, 6, 2, 2, 2, 2, -128);
}

/* conv, 6x6x8 to 6x6x14, int4 */
static const uint8_t weights_3[504] = {
    81, 188, 29, 240, 178, 48, 235, 226, 191, 231, 227, 48, 223, 79, 190, 3,
    175, 196, 174, 98, 41, 240, 7, 109, 210, 157, 179, 71, 251, 242, 187, 22,
    123, 197, 35, 205, 160, 3, 193, 34, 229, 66, 15, 21, 1, 23, 15, 31,
    44, 226, 210, 236, 108, 215, 14, 204, 237, 211, 0, 220, 16, 31, 0, 244,
    245, 254, 16, 225, 35, 239, 241, 226, 55, 31, 33, 239, 242, 15, 30, 255,
    17, 1, 255, 254, 211, 16, 238, 221, 15, 0, 15, 13, 210, 14, 255, 31,
    0, 63, 255, 14, 225, 33, 240, 0, 226, 31, 15, 14, 19, 127, 25, 195,
    196, 114, 59, 231, 2, 48, 92, 255, 246, 95, 108, 213, 224, 48, 28, 209,
    221, 48, 45, 0, 253, 236, 240, 254, 226, 253, 31, 191, 15, 13, 35, 240,
    33, 239, 215, 44, 30, 2, 194, 41, 32, 32, 242, 253, 18, 37, 242, 16,
    11, 227, 209, 79, 236, 2, 188, 254, 196, 68, 225, 16, 14, 2, 208, 31,
    176, 82, 241, 239, 224, 62, 238, 79, 197, 2, 251, 252, 240, 47, 16, 221,
    211, 19, 58, 176, 181, 107, 29, 225, 227, 47, 210, 14, 224, 111, 29, 253,
    1, 63, 208, 48, 73, 18, 208, 64, 241, 63, 16, 61, 65, 244, 0, 255,
    211, 18, 97, 38, 235, 251, 212, 114, 122, 225, 225, 1, 89, 17, 224, 235,
    17, 46, 34, 209, 224, 221, 243, 38, 224, 253, 189, 32, 19, 47, 178, 45,
    14, 2, 238, 193, 27, 36, 17, 239, 2, 29, 221, 227, 228, 110, 251, 144,
    60, 80, 84, 156, 222, 36, 225, 34, 151, 250, 223, 19, 50, 9, 254, 255,
    222, 18, 10, 206, 43, 243, 0, 255, 14, 0, 15, 15, 33, 82, 17, 207,
    1, 45, 36, 239, 238, 249, 209, 32, 33, 3, 242, 50, 79, 50, 33, 12,
    198, 236, 17, 126, 0, 253, 15, 17, 17, 222, 14, 48, 209, 173, 252, 55,
    239, 224, 240, 15, 48, 244, 47, 222, 193, 230, 44, 188, 14, 16, 227, 30,
    46, 2, 0, 205, 237, 20, 30, 187, 249, 4, 190, 254, 206, 159, 176, 36,
    112, 224, 225, 68, 15, 208, 210, 228, 78, 18, 243, 19, 33, 47, 52, 242,
    0, 47, 211, 96, 47, 33, 241, 66, 50, 33, 18, 242, 49, 33, 208, 48,
    211, 195, 14, 192, 195, 48, 254, 50, 207, 107, 17, 208, 233, 111, 238, 254,
    175, 32, 12, 29, 44, 107, 37, 225, 19, 60, 199, 62, 0, 48, 214, 46,
    192, 62, 223, 29, 227, 251, 239, 226, 254, 249, 178, 227, 208, 66, 224, 4,
    247, 1, 241, 1, 1, 14, 204, 7, 252, 27, 210, 21, 7, 253, 221, 51,
    228, 241, 204, 53, 241, 16, 240, 16, 16, 47, 0, 31, 15, 0, 15, 31,
    240, 253, 241, 50, 241, 254, 254, 48, 240, 30, 47, 13, 2, 15, 112, 15,
    240, 255, 14, 14, 30, 253, 241, 49,
};
static const int16_t bias_3[14] = {
    532, -755, -154, -247, 171, 221, -138, 144, -145, 554, -1084, 935, 270, 460,
};
static const uint16_t multiplier_3[14] = {
    26111, 32029, 40709, 25995, 26809, 28581, 28125, 29899, 28313, 34057, 26265, 22335, 27897, 64675,
};
NETWORK_LAYER void layer_3(void)
{
    dense_4(network_memory + 1440, network_memory + 0, weights_3, bias_3, multiplier_3, 6, 6, 8, 8, 6, 6, 14, 3, 3, 1, 1, -128, -128, 19);
}

/* max_pool, 6x6x14 to 3x3x14 */
NETWORK_LAYER void layer_4(void)
{
    max_pool(network_memory + 0, network_memory + 1602, 6, 6, 14, 3, 3, 2, 2, 2, 2, -128);
}

/* conv, 3x3x14 to 3x3x16, int4_d50 */
static const uint8_t weights_5[756] = {
    171, 243, 36, 103, 124, 185, 69, 112, 52, 87, 45, 110, 38, 129, 12, 129,
    236, 183, 49, 44, 215, 64, 121, 79, 87, 59, 0, 70, 3, 9, 134, 18,
    10, 159, 210, 219, 86, 220, 228, 243, 114, 26, 194, 78, 245, 65, 134, 61,
    41, 129, 97, 200, 169, 44, 63, 26, 233, 243, 193, 122, 26, 80, 92, 110,
    135, 169, 71, 13, 78, 33, 56, 90, 90, 247, 194, 116, 104, 76, 7, 234,
    223, 9, 4, 61, 17, 60, 134, 208, 252, 133, 245, 52, 6, 170, 191, 61,
    35, 205, 182, 192, 246, 228, 141, 69, 194, 197, 253, 72, 23, 45, 167, 192,
    81, 252, 62, 47, 233, 69, 98, 91, 31, 23, 145, 186, 195, 47, 44, 255,
    140, 143, 121, 212, 132, 243, 86, 142, 55, 144, 151, 18, 25, 49, 187, 52,
    215, 131, 21, 243, 172, 78, 168, 76, 127, 125, 10, 212, 108, 223, 171, 216,
    151, 145, 181, 130, 179, 112, 79, 173, 135, 83, 244, 224, 105, 224, 127, 241,
    97, 5, 17, 158, 200, 34, 240, 166, 185, 241, 191, 178, 111, 251, 62, 42,
    40, 82, 118, 196, 140, 86, 51, 54, 222, 181, 41, 38, 208, 87, 62, 170,
    182, 121, 52, 240, 78, 102, 205, 231, 25, 17, 51, 208, 78, 179, 102, 181,
    150, 76, 225, 124, 158, 190, 56, 10, 241, 255, 150, 137, 204, 75, 88, 4,
    228, 200, 63, 111, 88, 41, 129, 51, 50, 225, 84, 126, 195, 198, 78, 76,
    179, 205, 215, 190, 212, 214, 55, 196, 221, 35, 218, 206, 68, 204, 221, 61,
    180, 93, 51, 156, 53, 66, 236, 83, 77, 36, 229, 226, 163, 67, 218, 53,
    237, 44, 44, 43, 205, 44, 44, 67, 221, 39, 194, 195, 53, 61, 39, 50,
    50, 45, 60, 34, 227, 116, 190, 155, 197, 213, 61, 67, 82, 54, 205, 205,
    214, 155, 219, 222, 68, 222, 59, 76, 237, 93, 76, 205, 59, 51, 68, 206,
    51, 51, 61, 156, 67, 205, 179, 217, 226, 110, 51, 33, 228, 210, 41, 227,
    211, 199, 171, 50, 34, 75, 237, 235, 91, 239, 51, 238, 179, 196, 35, 238,
    68, 45, 62, 51, 210, 222, 221, 61, 52, 167, 82, 211, 190, 237, 82, 222,
    50, 34, 195, 198, 35, 122, 226, 226, 59, 148, 221, 83, 60, 41, 83, 45,
    36, 62, 238, 60, 226, 242, 226, 52, 51, 62, 46, 210, 210, 221, 226, 46,
    54, 237, 226, 222, 34, 221, 62, 35, 94, 146, 78, 238, 233, 61, 178, 59,
    221, 211, 222, 62, 231, 36, 237, 45, 205, 46, 222, 46, 36, 226, 237, 227,
    236, 46, 211, 46, 231, 210, 210, 37, 74, 203, 230, 236, 62, 60, 44, 238,
    178, 51, 188, 237, 93, 206, 36, 59, 46, 205, 227, 50, 221, 60, 60, 221,
    215, 204, 68, 110, 77, 211, 237, 77, 37, 236, 78, 93, 36, 206, 206, 75,
    231, 190, 238, 204, 84, 185, 35, 51, 109, 228, 50, 35, 115, 69, 196, 210,
    90, 35, 221, 60, 199, 147, 195, 92, 219, 195, 221, 227, 68, 163, 161, 231,
    166, 205, 53, 77, 68, 237, 66, 62, 227, 236, 68, 163, 51, 195, 50, 234,
    226, 238, 51, 89, 203, 35, 210, 53, 219, 83, 78, 190, 45, 42, 195, 38,
    93, 110, 220, 62, 242, 225, 226, 35, 221, 210, 238, 62, 35, 34, 30, 211,
    247, 225, 46, 206, 33, 194, 46, 197, 215, 46, 45, 239, 238, 54, 226, 222,
    35, 222, 225, 236, 34, 66, 109, 158, 46, 61, 35, 226, 50, 227, 35, 221,
    204, 226, 222, 222, 221, 212, 238, 114, 228, 238, 66, 44, 46, 35, 67, 34,
    205, 237, 36, 227, 237, 34, 41, 238, 62, 78, 30, 46, 34, 45, 34, 44,
    45, 239, 226, 242, 47, 35, 77, 227, 108, 34, 61, 20, 222, 226, 238, 223,
    227, 67, 235, 46, 59, 213, 83, 70, 185, 173, 146, 51, 204, 69, 205, 58,
    238, 203, 60, 237, 238, 219, 188, 158, 182, 204, 195, 59, 181, 180, 83, 93,
    90, 227, 182, 179, 109, 35, 206, 174, 60, 212, 43, 233, 211, 210, 78, 238,
    236, 55, 238, 228, 190, 227, 233, 35, 50, 212, 46, 50, 211, 194, 46, 45,
    35, 94, 211, 212, 222, 237, 222, 212, 34, 67, 85, 170, 236, 53, 76, 221,
    227, 195, 73, 59, 194, 75, 173, 62, 226, 83, 51, 45, 221, 226, 124, 99,
    67, 172, 221, 227,
};
static const int16_t bias_5[16] = {
    139, -1167, 65, -160, -800, 57, 392, 483, -430, -796, -107, -59, -930, 764, 85, -329,
};
static const uint16_t multiplier_5[16] = {
    28169, 34621, 26339, 35029, 33139, 47457, 40157, 33861, 28869, 36295, 49161, 40447, 39053, 29029, 34661, 33887,
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
    249, 236, 221, 28, 100, 129, 43, 247, 236, 255, 7, 214, 120, 180, 32, 216,
    129, 17, 69, 212, 39, 33, 30, 209, 47, 238, 3, 109, 50, 227, 164, 191,
    31, 230, 32, 163, 162, 186, 77, 221, 22, 127, 151, 50, 64, 205, 73, 17,
    164, 191, 127, 203, 189, 11, 4, 111, 136, 233, 107, 173, 195, 73, 80, 249,
    199, 92, 229, 102, 220, 44, 188, 129, 28, 15, 141, 147, 168, 84, 238, 122,
    51, 105, 170, 211, 170, 43, 131, 127, 193, 244, 92, 196, 11, 238, 168, 233,
    118, 76, 18, 182, 52, 129, 203, 34, 7, 180, 30, 12, 168, 189, 31, 62,
    197, 129, 7, 236, 44, 70, 228, 178, 94, 44, 249, 229, 183, 84, 3, 217,
    108, 22, 215, 36, 135, 171, 127, 0, 5, 218, 39, 18, 174, 66, 160, 152,
    0, 221, 175, 107, 249, 89, 243, 239, 129, 224, 183, 31, 20, 249, 26, 60,
};
static const int16_t bias_7[10] = {
    -238, -1016, -396, -373, -698, 70, -1705, -255, 207, 347,
};
static const uint16_t multiplier_7[10] = {
    52485, 51137, 41749, 29819, 36369, 37733, 45681, 50547, 31645, 47223,
};
NETWORK_LAYER void layer_7(void)
{
    dense_8(network_memory + 1712, network_memory + 0, weights_7, bias_7, multiplier_7, 1, 1, 16, 16, 1, 1, 10, 1, 1, 1, 1, -128, 0, 22);
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

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
    20, 30, 162, 26, 129, 206, 130, 212, 69, 198, 55, 47, 75, 127, 33, 57,
    89, 22, 25, 85, 160, 34, 253, 191, 127, 185, 202, 158, 227, 31, 236, 180,
    129, 72, 38, 47,
};
static const int16_t bias_0[4] = {
    19855, 10239, 1032, 9301,
};
static const uint16_t multiplier_0[4] = {
    33685, 16903, 25185, 41473,
};
NETWORK_LAYER void layer_0(void)
{
    dense_8(network_memory + 0, network_memory + 1152, weights_0, bias_0, multiplier_0, 24, 24, 1, 1, 12, 12, 4, 3, 3, 2, 2, -128, -128, 23);
}

/* conv, 12x12x4 to 12x12x8, int8 */
static const uint8_t weights_1[288] = {
    41, 204, 252, 254, 200, 48, 30, 228, 225, 223, 246, 248, 230, 40, 81, 214,
    184, 175, 4, 211, 218, 7, 251, 250, 163, 247, 194, 255, 177, 9, 180, 35,
    251, 10, 242, 242, 241, 13, 219, 255, 247, 232, 196, 14, 37, 192, 207, 255,
    48, 229, 193, 44, 29, 250, 226, 249, 173, 127, 10, 19, 9, 45, 16, 203,
    10, 29, 0, 154, 28, 201, 226, 49, 19, 69, 113, 215, 20, 11, 109, 235,
    223, 232, 54, 1, 3, 127, 82, 208, 43, 225, 117, 243, 238, 202, 21, 245,
    7, 62, 76, 210, 231, 210, 63, 221, 16, 242, 47, 251, 244, 64, 19, 225,
    14, 18, 14, 240, 53, 179, 1, 207, 88, 196, 129, 58, 16, 147, 181, 233,
    5, 21, 37, 251, 240, 215, 78, 225, 24, 54, 62, 0, 222, 254, 18, 39,
    15, 32, 34, 12, 245, 200, 12, 250, 31, 211, 248, 235, 210, 59, 200, 26,
    129, 104, 174, 58, 217, 74, 13, 1, 245, 203, 248, 40, 242, 171, 219, 73,
    246, 226, 228, 16, 255, 232, 220, 240, 15, 234, 21, 210, 23, 39, 43, 230,
    35, 222, 220, 251, 202, 74, 26, 201, 56, 14, 57, 231, 254, 50, 21, 206,
    60, 244, 239, 129, 53, 180, 242, 248, 200, 113, 18, 33, 198, 104, 29, 77,
    255, 94, 240, 48, 226, 160, 211, 127, 15, 252, 240, 51, 255, 218, 193, 18,
    6, 10, 240, 46, 33, 232, 3, 44, 46, 251, 46, 216, 64, 254, 222, 254,
    19, 96, 233, 21, 193, 43, 223, 39, 21, 81, 28, 129, 249, 212, 207, 173,
    213, 255, 225, 253, 196, 16, 237, 198, 237, 12, 0, 1, 244, 245, 254, 0,
};
static const int16_t bias_1[8] = {
    32767, -3074, 2695, 3884, 7790, 215, -16796, -2093,
};
static const uint16_t multiplier_1[8] = {
    49703, 49599, 22715, 42953, 47355, 37445, 33593, 36013,
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

/* conv, 6x6x8 to 6x6x20, int4 */
static const uint8_t weights_3[720] = {
    208, 45, 64, 202, 242, 62, 225, 10, 245, 254, 62, 16, 0, 83, 20, 83,
    49, 45, 87, 192, 31, 94, 65, 224, 35, 214, 179, 94, 94, 75, 147, 20,
    157, 60, 162, 242, 31, 254, 49, 32, 114, 33, 7, 34, 210, 13, 179, 159,
    49, 34, 109, 239, 14, 252, 240, 112, 175, 144, 17, 183, 81, 62, 29, 0,
    16, 46, 25, 9, 197, 241, 48, 241, 33, 252, 243, 18, 0, 15, 74, 222,
    69, 19, 63, 42, 240, 18, 254, 48, 226, 223, 254, 252, 245, 255, 242, 16,
    224, 65, 17, 4, 144, 254, 240, 227, 224, 4, 3, 230, 252, 47, 18, 238,
    228, 48, 246, 193, 242, 242, 32, 52, 124, 93, 245, 17, 83, 92, 246, 211,
    225, 220, 61, 17, 17, 254, 20, 224, 97, 13, 48, 212, 7, 243, 95, 94,
    228, 253, 192, 190, 193, 163, 222, 15, 228, 177, 46, 15, 47, 18, 236, 209,
    63, 144, 11, 223, 48, 1, 50, 92, 254, 49, 76, 12, 18, 243, 17, 113,
    240, 16, 34, 209, 226, 29, 208, 255, 254, 30, 222, 254, 13, 80, 14, 64,
    242, 230, 237, 223, 225, 240, 13, 13, 241, 16, 30, 14, 19, 231, 254, 253,
    225, 2, 46, 238, 5, 224, 1, 254, 18, 15, 18, 223, 34, 14, 1, 241,
    18, 2, 31, 80, 81, 31, 34, 33, 240, 238, 10, 13, 224, 215, 209, 93,
    239, 4, 105, 236, 164, 0, 240, 254, 209, 7, 254, 173, 249, 249, 253, 31,
    27, 240, 240, 50, 15, 242, 42, 17, 33, 98, 77, 28, 16, 23, 14, 14,
    226, 238, 12, 15, 16, 32, 58, 207, 241, 211, 16, 240, 16, 59, 235, 239,
    18, 0, 0, 17, 193, 255, 42, 15, 226, 197, 0, 125, 225, 28, 239, 29,
    145, 190, 237, 220, 223, 191, 19, 225, 193, 1, 192, 241, 213, 242, 207, 239,
    253, 236, 242, 224, 46, 3, 47, 15, 47, 240, 32, 1, 16, 254, 242, 223,
    255, 32, 15, 0, 49, 48, 15, 60, 19, 1, 241, 127, 210, 14, 192, 254,
    1, 254, 1, 209, 16, 0, 1, 207, 225, 223, 226, 14, 240, 0, 178, 15,
    15, 90, 208, 22, 19, 242, 96, 66, 189, 231, 79, 240, 222, 210, 14, 43,
    58, 59, 35, 62, 240, 77, 63, 19, 31, 0, 226, 15, 1, 48, 247, 65,
    28, 255, 63, 16, 63, 19, 48, 224, 238, 33, 211, 38, 44, 251, 204, 63,
    224, 11, 219, 43, 47, 31, 225, 48, 1, 252, 238, 14, 127, 32, 255, 14,
    3, 14, 226, 36, 224, 12, 206, 144, 240, 193, 79, 0, 19, 255, 112, 18,
    0, 38, 62, 14, 14, 67, 31, 49, 245, 241, 223, 15, 16, 42, 178, 31,
    12, 61, 224, 2, 61, 51, 127, 48, 51, 47, 31, 60, 246, 193, 32, 239,
    182, 241, 181, 238, 214, 206, 195, 162, 83, 205, 65, 223, 43, 176, 78, 2,
    208, 164, 12, 224, 215, 241, 32, 46, 211, 224, 33, 222, 2, 16, 4, 33,
    254, 14, 255, 35, 12, 45, 17, 229, 238, 126, 30, 240, 15, 19, 47, 206,
    242, 49, 15, 1, 226, 48, 1, 240, 16, 0, 18, 0, 225, 44, 33, 193,
    194, 73, 238, 23, 177, 64, 43, 207, 46, 30, 20, 85, 191, 253, 210, 176,
    225, 30, 240, 237, 31, 22, 111, 50, 179, 163, 31, 3, 242, 226, 18, 36,
    64, 48, 69, 27, 49, 213, 20, 0, 195, 229, 0, 68, 226, 195, 51, 48,
    65, 7, 52, 212, 240, 101, 28, 14, 255, 119, 81, 243, 229, 7, 65, 230,
    253, 2, 2, 239, 181, 238, 16, 254, 209, 18, 108, 209, 33, 229, 125, 236,
    210, 236, 34, 209, 32, 114, 249, 12, 81, 95, 29, 47, 238, 52, 255, 242,
    0, 46, 26, 74, 244, 254, 1, 95, 228, 211, 225, 223, 7, 221, 1, 98,
    63, 33, 126, 255, 0, 220, 226, 212, 47, 15, 225, 19, 49, 47, 239, 47,
    255, 241, 47, 15, 17, 223, 17, 29, 16, 255, 17, 158, 15, 0, 61, 240,
    48, 17, 32, 13, 237, 16, 31, 16, 255, 17, 17, 12, 3, 13, 3, 13,
    61, 77, 13, 224, 255, 211, 243, 114, 14, 240, 18, 18, 19, 225, 17, 47,
};
static const int16_t bias_3[20] = {
    -1149, -534, -1220, -2635, -222, -174, -1193, 250, 1143, -392, -545, 353, -614, -306, -883, -381,
    -23037, -685, -570, -560,
};
static const uint16_t multiplier_3[20] = {
    21391, 18419, 29397, 22603, 27939, 40931, 23765, 31521, 39671, 43453, 32611, 37561, 40695, 21369, 38473, 23803,
    279, 25273, 37355, 31249,
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

/* conv, 3x3x20 to 3x3x16, int4_d50 */
static const uint8_t weights_5[1080] = {
    237, 165, 160, 175, 10, 93, 32, 60, 161, 230, 164, 184, 140, 181, 37, 247,
    242, 150, 35, 141, 244, 148, 126, 222, 106, 126, 109, 168, 190, 128, 231, 23,
    84, 57, 45, 150, 111, 238, 63, 173, 157, 121, 16, 166, 139, 245, 74, 194,
    102, 10, 1, 75, 236, 24, 199, 8, 41, 30, 243, 98, 68, 90, 238, 189,
    197, 245, 1, 116, 216, 238, 75, 213, 222, 146, 199, 230, 178, 124, 10, 76,
    253, 123, 230, 90, 36, 164, 84, 230, 124, 169, 14, 4, 216, 133, 40, 105,
    96, 230, 188, 104, 233, 189, 120, 145, 65, 92, 141, 210, 173, 140, 119, 139,
    126, 156, 203, 151, 91, 84, 248, 66, 136, 143, 180, 122, 43, 20, 166, 206,
    219, 7, 148, 177, 48, 231, 103, 3, 133, 152, 7, 224, 219, 144, 198, 233,
    224, 186, 122, 112, 46, 173, 95, 181, 208, 23, 100, 111, 12, 234, 202, 202,
    5, 92, 76, 151, 233, 5, 88, 150, 183, 133, 197, 142, 232, 61, 3, 97,
    121, 46, 31, 47, 228, 227, 96, 137, 67, 47, 25, 70, 47, 225, 247, 187,
    64, 243, 43, 139, 235, 34, 20, 232, 13, 246, 218, 202, 175, 253, 239, 198,
    208, 224, 181, 222, 216, 140, 201, 102, 78, 232, 222, 110, 36, 172, 154, 177,
    44, 49, 52, 10, 76, 64, 39, 1, 52, 194, 104, 28, 232, 8, 244, 97,
    89, 169, 0, 239, 77, 71, 146, 138, 113, 194, 125, 49, 110, 172, 194, 239,
    253, 166, 140, 132, 240, 167, 132, 51, 233, 116, 26, 36, 27, 38, 130, 74,
    86, 20, 231, 38, 47, 230, 92, 143, 49, 190, 202, 209, 43, 162, 121, 248,
    244, 32, 54, 64, 110, 183, 167, 224, 30, 190, 126, 98, 165, 62, 110, 195,
    203, 224, 245, 238, 18, 198, 95, 2, 206, 63, 192, 190, 96, 182, 72, 110,
    184, 244, 20, 201, 42, 234, 185, 198, 250, 205, 5, 19, 194, 26, 111, 102,
    138, 174, 17, 170, 57, 53, 196, 35, 235, 158, 201, 166, 51, 237, 55, 192,
    176, 65, 226, 151, 89, 190, 105, 238, 210, 125, 126, 226, 146, 146, 229, 61,
    62, 82, 84, 91, 206, 62, 237, 206, 205, 228, 235, 46, 212, 46, 210, 219,
    226, 45, 226, 50, 44, 50, 73, 205, 213, 46, 66, 19, 150, 211, 237, 66,
    73, 185, 46, 228, 46, 44, 34, 236, 62, 45, 225, 60, 59, 36, 210, 45,
    227, 18, 226, 46, 222, 236, 82, 238, 222, 94, 237, 251, 33, 61, 195, 222,
    222, 46, 61, 45, 126, 62, 226, 237, 115, 34, 222, 52, 94, 227, 84, 237,
    65, 45, 236, 228, 238, 62, 222, 238, 227, 229, 61, 189, 76, 78, 45, 50,
    109, 219, 53, 52, 190, 37, 76, 114, 228, 211, 44, 238, 236, 188, 35, 211,
    36, 238, 204, 210, 62, 219, 221, 68, 60, 77, 51, 44, 222, 205, 36, 83,
    108, 213, 210, 46, 237, 34, 57, 76, 59, 38, 238, 35, 61, 221, 212, 212,
    46, 222, 238, 68, 210, 50, 226, 97, 44, 227, 238, 226, 225, 226, 38, 222,
    51, 210, 94, 210, 180, 83, 147, 226, 237, 150, 78, 67, 39, 42, 66, 219,
    220, 220, 210, 221, 34, 211, 62, 62, 62, 209, 227, 178, 59, 190, 225, 237,
    172, 227, 91, 226, 221, 215, 36, 210, 194, 61, 77, 51, 46, 227, 236, 239,
    195, 43, 61, 100, 194, 203, 238, 237, 52, 222, 234, 238, 234, 193, 125, 158,
    36, 187, 127, 45, 37, 62, 50, 59, 189, 43, 34, 211, 125, 236, 118, 237,
    226, 238, 83, 147, 52, 109, 93, 93, 94, 61, 61, 206, 172, 228, 222, 254,
    50, 222, 33, 82, 222, 41, 211, 238, 238, 210, 163, 78, 46, 107, 46, 219,
    60, 210, 37, 221, 227, 174, 61, 62, 61, 194, 193, 44, 43, 238, 37, 236,
    68, 220, 105, 219, 221, 178, 243, 237, 54, 218, 50, 62, 46, 196, 227, 35,
    34, 109, 220, 55, 227, 179, 46, 206, 45, 211, 34, 44, 222, 206, 221, 35,
    83, 35, 222, 206, 205, 66, 46, 226, 226, 50, 67, 210, 238, 53, 238, 84,
    46, 189, 62, 61, 94, 39, 61, 50, 201, 61, 206, 190, 238, 178, 59, 46,
    44, 38, 46, 77, 34, 221, 236, 182, 211, 157, 205, 60, 76, 99, 219, 173,
    63, 186, 108, 43, 205, 77, 205, 180, 35, 227, 63, 35, 60, 51, 196, 194,
    206, 227, 51, 62, 215, 76, 35, 196, 237, 211, 51, 222, 91, 53, 158, 85,
    190, 51, 110, 238, 98, 62, 219, 195, 52, 150, 237, 92, 78, 57, 212, 204,
    194, 67, 178, 222, 35, 222, 227, 205, 227, 67, 172, 45, 78, 226, 221, 46,
    85, 228, 227, 50, 53, 213, 236, 78, 235, 46, 211, 109, 235, 67, 230, 227,
    44, 238, 173, 238, 29, 36, 227, 34, 220, 229, 211, 34, 61, 34, 34, 46,
    46, 238, 171, 50, 126, 66, 211, 146, 67, 238, 230, 234, 44, 229, 46, 178,
    238, 221, 43, 78, 50, 221, 123, 228, 214, 61, 45, 63, 77, 52, 226, 211,
    78, 226, 222, 60, 75, 19, 69, 221, 211, 94, 59, 173, 74, 66, 190, 68,
    197, 222, 212, 67, 74, 21, 203, 51, 34, 46, 235, 238, 221, 51, 173, 37,
    110, 66, 57, 51, 222, 180, 221, 212, 83, 189, 211, 45, 236, 222, 194, 61,
    210, 93, 188, 211, 54, 36, 94, 212, 213, 46, 60, 195, 223, 228, 46, 38,
    229, 237, 45, 58, 45, 226, 84, 238, 222, 68, 77, 238, 222, 211, 189, 238,
    78, 213, 226, 210, 173, 211, 218, 188, 74, 61, 205, 46, 227, 110, 228, 210,
    44, 231, 67, 39, 212, 47, 238, 211, 229, 180, 60, 82, 210, 51, 226, 205,
    46, 210, 195, 99, 226, 238, 34, 206, 222, 189, 238, 37, 226, 46, 238, 211,
    82, 53, 45, 238, 225, 188, 179, 212, 34, 222, 206, 165, 226, 178, 74, 227,
    62, 44, 82, 210, 45, 29, 43, 51, 210, 222, 226, 89, 78, 221, 180, 231,
    67, 190, 237, 35, 210, 62, 238, 78, 229, 124, 115, 173, 186, 181, 94, 219,
    76, 227, 59, 43, 167, 67, 61, 82, 61, 61, 58, 189, 212, 82, 236, 214,
    61, 198, 217, 35, 151, 146, 50, 57, 126, 163, 149, 89, 203, 45, 42, 93,
    39, 199, 124, 92, 206, 45, 215, 206,
};
static const int16_t bias_5[16] = {
    289, -152, 13, -943, 491, -684, 118, 328, -75, 70, 53, -362, -646, -581, -113, 70,
};
static const uint16_t multiplier_5[16] = {
    32557, 35261, 29607, 30091, 31307, 28115, 32291, 35275, 27827, 27757, 37937, 27237, 24369, 28719, 30635, 25005,
};
NETWORK_LAYER void layer_5(void)
{
    bitmask(network_memory + 1548, network_memory + 0, weights_5, bias_5, multiplier_5, 3, 3, 20, 20, 3, 3, 16, 3, 3, 1, 1, -128, -128, 19, 4);
}

/* avg_pool, 3x3x16 to 1x1x16 */
NETWORK_LAYER void layer_6(void)
{
    average_pool(network_memory + 0, network_memory + 1712, 3, 3, 16, 1, 1, 3, 3, 3, 3, -128);
}

/* linear, 1x1x16 to 1x1x10, int8 */
static const uint8_t weights_7[160] = {
    255, 39, 156, 64, 91, 129, 247, 254, 208, 243, 38, 220, 51, 9, 234, 246,
    79, 194, 162, 151, 245, 4, 154, 127, 28, 40, 247, 241, 4, 130, 20, 14,
    24, 55, 220, 41, 129, 238, 36, 226, 71, 233, 1, 243, 208, 245, 20, 87,
    162, 241, 40, 183, 39, 89, 235, 192, 62, 15, 65, 129, 212, 249, 236, 249,
    255, 217, 99, 1, 169, 200, 185, 71, 239, 228, 129, 53, 179, 98, 2, 6,
    46, 199, 62, 142, 61, 30, 127, 201, 140, 206, 78, 221, 10, 20, 209, 248,
    47, 243, 175, 10, 33, 49, 241, 129, 133, 196, 12, 37, 90, 95, 75, 23,
    202, 199, 243, 37, 7, 251, 29, 19, 37, 117, 146, 49, 129, 165, 15, 8,
    208, 103, 21, 178, 221, 251, 246, 190, 31, 31, 25, 45, 62, 25, 129, 212,
    161, 229, 102, 78, 233, 25, 26, 41, 250, 183, 190, 14, 22, 191, 59, 129,
};
static const int16_t bias_7[10] = {
    -654, -625, -201, 133, 342, -324, -1415, 290, -682, -216,
};
static const uint16_t multiplier_7[10] = {
    59131, 39861, 56135, 51967, 43635, 37613, 43085, 45133, 49191, 43265,
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

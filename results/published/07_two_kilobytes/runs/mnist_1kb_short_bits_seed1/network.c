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

/* conv, 24x24x1 to 12x12x6, int4 */
static const uint8_t weights_0[27] = {
    225, 42, 41, 203, 114, 69, 66, 177, 12, 50, 228, 144, 234, 175, 49, 158,
    76, 242, 171, 213, 63, 122, 182, 196, 252, 187, 157,
};
static const int16_t bias_0[6] = {
    909, 511, 408, 551, -153, -1959,
};
static const uint16_t multiplier_0[6] = {
    25163, 12074, 29684, 35613, 14163, 1149,
};
NETWORK_LAYER void layer_0(void)
{
    dense_4(network_memory + 0, network_memory + 864, weights_0, bias_0, multiplier_0, 24, 24, 1, 1, 12, 12, 6, 3, 3, 2, 2, -128, -128, 18);
}

/* conv, 12x12x6 to 12x12x6, int4 */
static const uint8_t weights_1[162] = {
    93, 225, 255, 47, 255, 255, 99, 30, 242, 58, 224, 254, 121, 11, 238, 42,
    204, 13, 49, 253, 2, 46, 16, 0, 109, 0, 0, 80, 16, 16, 1, 222,
    17, 97, 178, 19, 188, 86, 252, 206, 87, 255, 164, 35, 254, 209, 29, 244,
    1, 237, 2, 62, 60, 1, 22, 239, 5, 226, 157, 17, 83, 177, 17, 31,
    235, 0, 217, 155, 219, 188, 31, 240, 2, 31, 14, 204, 32, 15, 27, 16,
    240, 31, 34, 13, 156, 34, 28, 79, 31, 0, 25, 1, 12, 9, 240, 252,
    176, 13, 255, 193, 18, 16, 62, 14, 47, 48, 240, 30, 176, 64, 28, 225,
    95, 14, 126, 14, 15, 238, 223, 241, 144, 31, 255, 207, 50, 15, 63, 35,
    16, 14, 61, 16, 226, 47, 15, 197, 33, 15, 225, 251, 31, 50, 251, 1,
    26, 206, 13, 96, 163, 25, 16, 33, 27, 18, 244, 255, 177, 242, 2, 0,
    237, 0,
};
static const int16_t bias_1[6] = {
    2304, -805, 3161, 1622, 226, 478,
};
static const uint16_t multiplier_1[6] = {
    15575, 33298, 29929, 39710, 39778, 32527,
};
NETWORK_LAYER void layer_1(void)
{
    dense_4(network_memory + 864, network_memory + 0, weights_1, bias_1, multiplier_1, 12, 12, 6, 6, 12, 12, 6, 3, 3, 1, 1, -128, -128, 19);
}

/* max_pool, 12x12x6 to 6x6x6 */
NETWORK_LAYER void layer_2(void)
{
    max_pool(network_memory + 0, network_memory + 1512, 12, 12, 6, 6, 6, 2, 2, 2, 2, -128);
}

/* conv, 6x6x6 to 6x6x12, int4 */
static const uint8_t weights_3[324] = {
    224, 208, 240, 47, 16, 46, 30, 93, 209, 196, 197, 192, 3, 17, 47, 2,
    0, 80, 18, 1, 17, 124, 78, 50, 9, 251, 209, 44, 32, 78, 43, 223,
    76, 6, 81, 35, 45, 225, 226, 106, 103, 66, 247, 81, 63, 43, 28, 212,
    47, 111, 17, 195, 213, 59, 224, 244, 225, 206, 2, 238, 11, 19, 49, 209,
    222, 178, 147, 231, 237, 237, 20, 13, 238, 220, 20, 4, 52, 3, 21, 16,
    61, 243, 240, 254, 242, 18, 30, 31, 32, 17, 17, 241, 16, 3, 48, 0,
    28, 47, 2, 9, 15, 209, 254, 239, 255, 12, 237, 254, 233, 253, 222, 236,
    254, 224, 237, 237, 255, 78, 32, 239, 33, 63, 31, 29, 31, 19, 0, 16,
    31, 35, 16, 16, 19, 33, 1, 48, 31, 34, 251, 220, 241, 190, 238, 250,
    7, 76, 80, 224, 33, 242, 47, 223, 26, 25, 251, 61, 251, 209, 254, 17,
    49, 19, 41, 13, 177, 45, 49, 241, 251, 18, 15, 241, 212, 46, 34, 66,
    80, 229, 65, 240, 30, 228, 255, 30, 32, 13, 178, 226, 16, 31, 48, 49,
    212, 242, 31, 210, 224, 15, 12, 15, 255, 164, 225, 0, 211, 0, 192, 0,
    4, 73, 238, 194, 226, 255, 240, 227, 206, 14, 224, 44, 14, 52, 79, 46,
    66, 209, 240, 12, 227, 29, 222, 82, 20, 64, 176, 210, 60, 30, 33, 213,
    20, 75, 149, 16, 61, 32, 211, 243, 251, 48, 64, 64, 210, 198, 240, 228,
    2, 236, 26, 45, 213, 254, 227, 18, 107, 60, 64, 9, 1, 16, 14, 79,
    240, 14, 15, 62, 16, 65, 36, 195, 7, 224, 19, 86, 13, 239, 240, 16,
    208, 49, 223, 0, 30, 16, 253, 224, 32, 243, 254, 192, 234, 254, 239, 228,
    193, 239, 3, 62, 212, 236, 206, 228, 6, 30, 223, 20, 13, 17, 206, 47,
    145, 192, 185, 174,
};
static const int16_t bias_3[12] = {
    -302, -1769, -1592, 602, 122, 1822, -1270, -247, 157, -1019, -1387, 1489,
};
static const uint16_t multiplier_3[12] = {
    26080, 17430, 26118, 45097, 28060, 19872, 23290, 28681, 17821, 22110, 27687, 12958,
};
NETWORK_LAYER void layer_3(void)
{
    dense_4(network_memory + 1512, network_memory + 0, weights_3, bias_3, multiplier_3, 6, 6, 6, 6, 6, 6, 12, 3, 3, 1, 1, -128, -128, 19);
}

/* depthwise, 6x6x12 to 6x6x12, int4 */
static const uint8_t weights_4[54] = {
    35, 113, 5, 228, 202, 83, 127, 244, 240, 114, 86, 35, 187, 9, 207, 68,
    38, 23, 55, 109, 244, 239, 12, 212, 116, 5, 51, 247, 74, 244, 207, 235,
    192, 21, 59, 71, 144, 204, 214, 158, 223, 46, 85, 39, 198, 255, 247, 87,
    235, 210, 48, 112, 20, 208,
};
static const int16_t bias_4[12] = {
    350, -136, 1141, -867, 1, -123, 34, 8, 408, 46, -17, -61,
};
static const uint16_t multiplier_4[12] = {
    12103, 12412, 9231, 9188, 15294, 13198, 21994, 16270, 18730, 21710, 14827, 33046,
};
NETWORK_LAYER void layer_4(void)
{
    dense_4(network_memory + 0, network_memory + 1296, weights_4, bias_4, multiplier_4, 6, 6, 12, 1, 6, 6, 12, 3, 3, 1, 1, -128, -128, 17);
}

/* conv, 6x6x12 to 6x6x12, int4 */
static const uint8_t weights_5[72] = {
    242, 113, 47, 194, 210, 227, 32, 23, 1, 30, 224, 5, 123, 255, 211, 211,
    244, 224, 250, 89, 176, 16, 67, 46, 15, 0, 7, 52, 1, 46, 115, 46,
    66, 210, 225, 126, 181, 151, 6, 205, 9, 194, 188, 211, 149, 61, 48, 227,
    219, 98, 221, 213, 114, 96, 14, 62, 153, 74, 113, 86, 191, 254, 228, 176,
    18, 183, 224, 162, 251, 124, 77, 33,
};
static const int16_t bias_5[12] = {
    -525, -924, 80, 753, -537, -522, -557, -11, -317, 186, 216, -63,
};
static const uint16_t multiplier_5[12] = {
    35492, 35998, 35148, 41235, 37025, 21362, 25340, 23556, 25010, 15217, 23733, 21137,
};
NETWORK_LAYER void layer_5(void)
{
    dense_4(network_memory + 1296, network_memory + 0, weights_5, bias_5, multiplier_5, 6, 6, 12, 12, 6, 6, 12, 1, 1, 1, 1, -128, -128, 18);
}

/* avg_pool, 6x6x12 to 1x1x12 */
NETWORK_LAYER void layer_6(void)
{
    average_pool(network_memory + 0, network_memory + 1716, 6, 6, 12, 1, 1, 6, 6, 6, 6, -128);
}

/* linear, 1x1x12 to 1x1x10, int8 */
static const uint8_t weights_7[120] = {
    105, 20, 129, 175, 110, 190, 250, 58, 236, 225, 247, 27, 35, 129, 242, 47,
    207, 65, 185, 50, 240, 22, 215, 25, 127, 208, 42, 251, 52, 243, 221, 130,
    101, 49, 209, 218, 254, 227, 127, 193, 9, 24, 230, 5, 221, 229, 255, 15,
    203, 56, 11, 127, 158, 210, 5, 52, 24, 194, 6, 201, 250, 8, 35, 224,
    183, 26, 127, 247, 202, 231, 49, 33, 67, 98, 129, 11, 165, 32, 23, 253,
    0, 7, 251, 18, 136, 129, 24, 41, 108, 214, 254, 1, 36, 27, 51, 221,
    220, 83, 56, 129, 4, 16, 221, 48, 82, 77, 90, 14, 129, 119, 246, 78,
    72, 10, 31, 192, 220, 19, 222, 248,
};
static const int16_t bias_7[10] = {
    617, 632, 192, 112, -328, -92, -381, 62, -868, -153,
};
static const uint16_t multiplier_7[10] = {
    53337, 59603, 43111, 64495, 59985, 55114, 64867, 54568, 37540, 48423,
};
NETWORK_LAYER void layer_7(void)
{
    dense_8(network_memory + 1716, network_memory + 0, weights_7, bias_7, multiplier_7, 1, 1, 12, 12, 1, 1, 10, 1, 1, 1, 1, -128, 3, 21);
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

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
NETWORK_KERNEL void mirrored_4(
    const int8_t *input, int8_t *output, const uint8_t *weights, const int16_t *bias, const uint16_t *multiplier,
    int32_t in_h, int32_t in_w, int32_t in_c, int32_t depth, int32_t out_h, int32_t out_w, int32_t out_c,
    int32_t kernel_h, int32_t kernel_w, int32_t stride_h, int32_t stride_w,
    int32_t zero_in, int32_t zero_out, int32_t shift)
{
    int32_t top = -padding(in_h, out_h, kernel_h, stride_h);
    for (int32_t y = 0; y < out_h; y++, top += stride_h) {
        int32_t left = -padding(in_w, out_w, kernel_w, stride_w);
        for (int32_t x = 0; x < out_w; x++, left += stride_w) {
            for (int32_t c = 0; c < out_c; c++) {
                const int8_t *first = input + (depth < in_c ? c : 0);
                int32_t sum = bias[c >> 1];
                /* the mirror image of a row reads the window from its right, and the two of each pair of channels in turn */
                int32_t mirror = c & 1, exchange = mirror & ~depth, number = (c >> 1) * kernel_h * kernel_w * depth;
                for (int32_t row = top; row < top + kernel_h; row++) {
                    for (int32_t i = 0; i < kernel_w; i++, number += depth) {
                        int32_t column = left + (mirror ? kernel_w - 1 - i : i);
                        if (row < 0 || row >= in_h || column < 0 || column >= in_w) continue;
                        const int8_t *from = first + (row * in_w + column) * in_c;
                        for (int32_t k = 0; k < depth; k++) sum += (from[k ^ exchange] - zero_in) * nibble(weights, (uint32_t)(number + k));
                    }
                }
                *output++ = requantized(sum, multiplier[c >> 1], shift, zero_out);
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

/* conv, 20x20x3 to 10x10x5, int4 */
static const uint8_t weights_0[68] = {
    16, 18, 250, 92, 17, 30, 155, 32, 39, 63, 62, 174, 49, 245, 244, 177,
    32, 3, 112, 178, 249, 0, 0, 99, 194, 236, 239, 78, 252, 51, 73, 79,
    106, 160, 55, 89, 226, 100, 185, 244, 33, 61, 16, 83, 176, 9, 183, 111,
    254, 227, 209, 57, 52, 177, 115, 237, 255, 0, 15, 51, 31, 30, 240, 251,
    242, 243, 48, 15,
};
static const int16_t bias_0[5] = {
    822, 1391, -234, 244, 251,
};
static const uint16_t multiplier_0[5] = {
    33727, 29079, 27675, 30339, 37071,
};
NETWORK_LAYER void layer_0(void)
{
    dense_4(network_memory + 0, network_memory + 1200, weights_0, bias_0, multiplier_0, 20, 20, 3, 3, 10, 10, 5, 3, 3, 2, 2, -128, -128, 19);
}

/* conv, 10x10x5 to 10x10x12, int4 */
static const uint8_t weights_1[270] = {
    228, 15, 208, 239, 14, 16, 33, 145, 16, 254, 38, 33, 21, 255, 192, 20,
    31, 211, 62, 175, 0, 1, 35, 16, 241, 221, 13, 35, 19, 223, 44, 0,
    80, 23, 145, 172, 239, 39, 17, 225, 205, 246, 38, 227, 225, 225, 238, 3,
    242, 46, 252, 2, 15, 208, 61, 15, 194, 158, 43, 159, 15, 238, 18, 0,
    236, 16, 80, 239, 61, 209, 17, 206, 17, 223, 79, 169, 35, 250, 15, 202,
    240, 221, 3, 1, 214, 31, 208, 240, 240, 44, 93, 223, 48, 17, 236, 17,
    112, 223, 77, 36, 92, 158, 3, 241, 190, 240, 243, 241, 47, 39, 16, 161,
    242, 83, 7, 244, 219, 32, 236, 253, 1, 238, 61, 154, 217, 254, 53, 34,
    208, 249, 254, 119, 242, 31, 2, 211, 246, 241, 226, 47, 224, 241, 225, 163,
    191, 149, 5, 9, 240, 97, 17, 46, 30, 179, 15, 225, 1, 28, 222, 17,
    61, 228, 222, 101, 0, 58, 4, 194, 85, 1, 239, 233, 237, 18, 2, 3,
    217, 32, 18, 17, 33, 225, 79, 241, 177, 242, 208, 237, 93, 33, 188, 247,
    213, 63, 65, 33, 28, 16, 163, 17, 32, 31, 238, 163, 2, 77, 127, 225,
    18, 38, 197, 247, 94, 28, 217, 241, 162, 220, 255, 30, 254, 0, 3, 239,
    31, 29, 44, 3, 25, 176, 98, 243, 145, 235, 69, 214, 0, 10, 54, 61,
    34, 209, 35, 195, 19, 239, 226, 110, 37, 243, 250, 179, 253, 222, 2, 71,
    241, 62, 55, 121, 31, 32, 243, 14, 191, 18, 238, 20, 225, 18,
};
static const int16_t bias_1[12] = {
    272, 148, 1765, 2124, -427, 376, 246, -162, -312, 96, -344, -1752,
};
static const uint16_t multiplier_1[12] = {
    47373, 43841, 30985, 28717, 41993, 39603, 43985, 36313, 40835, 35325, 29215, 35647,
};
NETWORK_LAYER void layer_1(void)
{
    dense_4(network_memory + 1200, network_memory + 0, weights_1, bias_1, multiplier_1, 10, 10, 5, 5, 10, 10, 12, 3, 3, 1, 1, -128, -128, 19);
}

/* max_pool, 10x10x12 to 5x5x12 */
NETWORK_LAYER void layer_2(void)
{
    max_pool(network_memory + 0, network_memory + 1400, 10, 10, 12, 5, 5, 2, 2, 2, 2, -128);
}

/* conv, 5x5x12 to 5x5x20, int4_m */
static const uint8_t weights_3[540] = {
    3, 35, 46, 98, 33, 16, 111, 237, 245, 243, 224, 0, 92, 46, 18, 253,
    34, 31, 242, 2, 14, 29, 172, 83, 30, 64, 66, 21, 169, 67, 218, 33,
    190, 238, 84, 237, 34, 21, 212, 239, 36, 22, 15, 78, 2, 18, 203, 85,
    224, 94, 251, 11, 49, 241, 98, 13, 193, 176, 51, 255, 240, 157, 188, 186,
    205, 206, 30, 44, 210, 191, 254, 31, 113, 222, 33, 20, 18, 241, 240, 2,
    241, 226, 17, 18, 239, 157, 207, 205, 238, 255, 93, 15, 226, 222, 18, 1,
    239, 96, 44, 30, 34, 47, 244, 48, 31, 224, 0, 65, 238, 33, 47, 4,
    16, 242, 75, 29, 240, 240, 208, 19, 209, 65, 35, 222, 219, 0, 203, 2,
    224, 19, 33, 223, 251, 208, 251, 177, 223, 20, 33, 116, 21, 2, 237, 102,
    236, 225, 2, 243, 1, 225, 237, 192, 238, 195, 0, 14, 192, 27, 50, 77,
    239, 32, 30, 220, 241, 6, 204, 0, 146, 53, 254, 45, 255, 238, 146, 46,
    127, 93, 253, 111, 61, 218, 213, 243, 220, 206, 74, 2, 230, 211, 189, 188,
    243, 52, 112, 9, 153, 80, 37, 227, 18, 31, 33, 20, 65, 170, 226, 241,
    1, 192, 49, 254, 225, 3, 52, 160, 19, 145, 243, 80, 240, 222, 18, 221,
    78, 47, 50, 63, 255, 61, 126, 16, 205, 78, 36, 16, 93, 32, 16, 83,
    210, 44, 62, 234, 1, 31, 205, 245, 188, 219, 254, 226, 1, 13, 2, 187,
    237, 18, 15, 127, 46, 172, 17, 235, 14, 37, 221, 238, 18, 31, 241, 52,
    47, 14, 240, 51, 192, 210, 29, 240, 31, 14, 209, 145, 253, 50, 52, 252,
    225, 1, 45, 62, 16, 253, 159, 10, 77, 96, 33, 12, 1, 204, 32, 2,
    240, 241, 225, 169, 15, 11, 16, 169, 207, 3, 17, 241, 255, 30, 64, 214,
    240, 194, 16, 239, 34, 211, 235, 78, 238, 224, 223, 208, 253, 30, 1, 31,
    3, 113, 77, 95, 254, 79, 4, 32, 61, 255, 0, 48, 225, 11, 221, 14,
    221, 30, 228, 48, 254, 59, 204, 220, 49, 97, 5, 1, 222, 68, 51, 82,
    15, 18, 254, 29, 3, 144, 239, 46, 237, 31, 52, 251, 17, 26, 17, 35,
    15, 244, 209, 10, 238, 243, 16, 21, 34, 145, 240, 34, 226, 228, 14, 78,
    222, 0, 255, 223, 110, 222, 237, 14, 33, 32, 98, 205, 0, 31, 15, 62,
    9, 19, 34, 254, 14, 44, 125, 165, 204, 64, 2, 74, 66, 222, 16, 32,
    225, 92, 62, 30, 221, 13, 225, 255, 46, 29, 0, 255, 247, 0, 46, 110,
    253, 34, 255, 224, 42, 186, 154, 33, 254, 52, 31, 47, 153, 50, 51, 242,
    192, 50, 33, 0, 32, 229, 212, 192, 171, 22, 109, 62, 150, 245, 254, 36,
    109, 108, 1, 194, 18, 12, 243, 225, 32, 236, 0, 0, 123, 18, 244, 181,
    51, 228, 123, 84, 177, 195, 19, 209, 213, 45, 78, 75, 52, 252, 17, 47,
    29, 254, 238, 235, 124, 224, 145, 214, 240, 208, 49, 31, 67, 70, 1, 51,
    254, 123, 28, 16, 255, 250, 52, 254, 252, 52, 17, 237,
};
static const int16_t bias_3[10] = {
    -826, 1211, 1257, 575, 66, 1218, -824, -60, -839, -1328,
};
static const uint16_t multiplier_3[10] = {
    26805, 21979, 27249, 18965, 30109, 38813, 28517, 27621, 27593, 26837,
};
NETWORK_LAYER void layer_3(void)
{
    mirrored_4(network_memory + 1400, network_memory + 0, weights_3, bias_3, multiplier_3, 5, 5, 12, 12, 5, 5, 20, 3, 3, 1, 1, -128, -128, 19);
}

/* conv, 5x5x20 to 5x5x8, int4_m */
static const uint8_t weights_4[360] = {
    4, 64, 47, 46, 193, 100, 227, 235, 235, 221, 48, 228, 31, 2, 160, 44,
    19, 65, 175, 30, 65, 236, 241, 2, 179, 42, 68, 18, 81, 13, 206, 34,
    245, 99, 157, 65, 191, 186, 192, 30, 172, 174, 225, 193, 15, 35, 14, 241,
    3, 83, 159, 225, 30, 228, 240, 214, 31, 18, 127, 19, 70, 213, 68, 62,
    198, 217, 13, 238, 210, 79, 237, 62, 33, 32, 1, 32, 241, 11, 219, 180,
    57, 97, 254, 178, 240, 18, 12, 173, 117, 3, 224, 87, 254, 59, 208, 43,
    0, 241, 32, 224, 224, 3, 255, 177, 176, 240, 114, 80, 206, 238, 31, 144,
    13, 209, 12, 239, 50, 69, 11, 196, 254, 208, 30, 207, 42, 32, 224, 14,
    32, 48, 255, 193, 237, 219, 252, 247, 84, 224, 61, 241, 0, 31, 14, 19,
    12, 195, 64, 13, 46, 209, 253, 242, 17, 210, 26, 53, 50, 205, 21, 47,
    223, 0, 14, 255, 31, 19, 241, 226, 63, 194, 205, 92, 31, 32, 0, 210,
    241, 238, 66, 46, 245, 109, 0, 50, 3, 14, 1, 5, 28, 242, 239, 60,
    237, 220, 226, 48, 225, 29, 17, 170, 25, 240, 14, 48, 207, 127, 63, 241,
    176, 205, 64, 60, 192, 15, 253, 160, 48, 42, 11, 226, 225, 224, 225, 17,
    235, 60, 241, 93, 236, 239, 55, 30, 13, 30, 35, 37, 66, 255, 252, 191,
    241, 207, 16, 234, 3, 146, 205, 177, 254, 46, 215, 198, 224, 78, 47, 210,
    221, 233, 249, 238, 68, 5, 207, 223, 68, 164, 63, 17, 11, 17, 158, 158,
    146, 76, 37, 13, 4, 0, 215, 3, 160, 5, 164, 234, 54, 254, 75, 220,
    195, 43, 207, 32, 146, 80, 1, 246, 30, 251, 208, 71, 62, 20, 94, 16,
    46, 35, 7, 14, 220, 205, 3, 4, 127, 12, 31, 172, 32, 222, 220, 254,
    246, 211, 15, 79, 110, 222, 16, 255, 228, 177, 12, 211, 220, 97, 43, 76,
    245, 240, 31, 58, 241, 81, 107, 194, 93, 1, 224, 204, 44, 78, 175, 207,
    67, 14, 67, 19, 253, 209, 193, 33,
};
static const int16_t bias_4[4] = {
    -722, -101, 101, -244,
};
static const uint16_t multiplier_4[4] = {
    40941, 54761, 42919, 48145,
};
NETWORK_LAYER void layer_4(void)
{
    mirrored_4(network_memory + 0, network_memory + 1500, weights_4, bias_4, multiplier_4, 5, 5, 20, 20, 5, 5, 8, 3, 3, 1, 1, -128, -128, 19);
}

/* avg_pool, 5x5x8 to 1x1x8 */
NETWORK_LAYER void layer_5(void)
{
    average_pool(network_memory + 1500, network_memory + 0, 5, 5, 8, 1, 1, 5, 5, 5, 5, -128);
}

/* linear, 1x1x8 to 1x1x2, int4 */
static const uint8_t weights_6[8] = {
    50, 156, 186, 32, 186, 227, 253, 201,
};
static const int16_t bias_6[2] = {
    15, -25,
};
static const uint16_t multiplier_6[2] = {
    39313, 23243,
};
NETWORK_LAYER void layer_6(void)
{
    dense_4(network_memory + 0, network_memory + 1698, weights_6, bias_6, multiplier_6, 1, 1, 8, 8, 1, 1, 2, 1, 1, 1, 1, -128, 105, 16);
}

int8_t *network_input(void)
{
    return network_memory + 0;
}

const int8_t *network_output(void)
{
    return network_memory + 1698;
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
    "airplane_to_deer",
    "dog_to_truck",
};
#endif

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

/* conv, 18x18x3 to 9x9x8, int4_m */
static const uint8_t weights_0[54] = {
    239, 207, 27, 4, 197, 2, 252, 35, 45, 48, 22, 34, 145, 234, 20, 193,
    47, 29, 116, 225, 187, 225, 15, 1, 15, 14, 17, 16, 226, 60, 240, 18,
    127, 160, 38, 42, 0, 3, 253, 243, 176, 50, 170, 96, 14, 207, 126, 0,
    247, 112, 207, 22, 192, 31,
};
static const int16_t bias_0[4] = {
    2216, 1172, -748, 152,
};
static const uint16_t multiplier_0[4] = {
    29237, 41657, 40545, 31581,
};
NETWORK_LAYER void layer_0(void)
{
    mirrored_4(network_memory + 0, network_memory + 1134, weights_0, bias_0, multiplier_0, 18, 18, 3, 3, 9, 9, 8, 3, 3, 2, 2, -128, -128, 19);
}

/* conv, 9x9x8 to 9x9x14, int4_m */
static const uint8_t weights_1[252] = {
    47, 45, 191, 16, 252, 16, 226, 19, 218, 33, 33, 5, 102, 108, 204, 0,
    50, 73, 240, 13, 255, 46, 17, 62, 2, 64, 237, 31, 36, 235, 240, 239,
    192, 0, 48, 49, 254, 254, 15, 32, 226, 66, 240, 222, 241, 242, 225, 17,
    35, 53, 255, 225, 65, 145, 29, 127, 202, 9, 224, 208, 253, 14, 18, 17,
    237, 78, 31, 238, 70, 38, 62, 18, 29, 19, 217, 240, 29, 48, 253, 3,
    242, 251, 17, 240, 28, 64, 217, 18, 4, 235, 69, 44, 17, 15, 6, 12,
    255, 239, 32, 1, 1, 15, 33, 45, 222, 224, 44, 16, 3, 2, 239, 239,
    14, 47, 2, 225, 16, 15, 0, 1, 9, 26, 17, 254, 28, 192, 2, 80,
    225, 2, 0, 47, 68, 211, 240, 32, 243, 16, 14, 238, 0, 14, 0, 240,
    17, 241, 255, 241, 18, 240, 3, 161, 3, 16, 191, 207, 28, 15, 239, 112,
    50, 210, 31, 47, 84, 193, 30, 192, 237, 17, 34, 17, 203, 46, 16, 16,
    221, 18, 48, 34, 237, 48, 79, 254, 245, 223, 223, 15, 33, 14, 240, 1,
    30, 84, 49, 239, 179, 144, 239, 63, 33, 252, 224, 1, 16, 51, 17, 225,
    209, 191, 207, 61, 0, 254, 241, 243, 226, 17, 30, 32, 45, 41, 17, 80,
    48, 31, 195, 239, 240, 209, 15, 209, 183, 119, 14, 47, 64, 10, 48, 47,
    16, 1, 32, 1, 2, 208, 30, 207, 238, 34, 254, 64,
};
static const int16_t bias_1[7] = {
    -687, -235, 1035, 491, -207, 417, -1116,
};
static const uint16_t multiplier_1[7] = {
    26217, 35743, 29681, 48205, 34049, 29695, 42651,
};
NETWORK_LAYER void layer_1(void)
{
    mirrored_4(network_memory + 1134, network_memory + 0, weights_1, bias_1, multiplier_1, 9, 9, 8, 8, 9, 9, 14, 3, 3, 1, 1, -128, -128, 19);
}

/* max_pool, 9x9x14 to 5x5x14 */
NETWORK_LAYER void layer_2(void)
{
    max_pool(network_memory + 0, network_memory + 1432, 9, 9, 14, 5, 5, 2, 2, 2, 2, -128);
}

/* conv, 5x5x14 to 5x5x16, int4_m */
static const uint8_t weights_3[504] = {
    239, 228, 80, 191, 20, 16, 242, 38, 255, 243, 209, 226, 204, 255, 13, 26,
    146, 206, 47, 191, 12, 73, 225, 191, 15, 190, 0, 205, 21, 212, 0, 196,
    159, 17, 227, 161, 33, 161, 5, 222, 50, 221, 76, 15, 36, 16, 192, 33,
    28, 28, 211, 114, 241, 211, 223, 226, 209, 21, 77, 67, 14, 47, 228, 228,
    59, 23, 96, 126, 223, 11, 237, 31, 93, 65, 110, 4, 47, 63, 193, 251,
    255, 191, 224, 47, 66, 34, 59, 17, 32, 101, 31, 225, 31, 27, 209, 252,
    51, 45, 66, 238, 220, 203, 0, 67, 65, 50, 33, 253, 48, 63, 224, 33,
    210, 255, 57, 33, 93, 17, 253, 243, 192, 201, 237, 253, 50, 243, 1, 237,
    224, 225, 75, 255, 220, 240, 15, 194, 240, 44, 66, 238, 253, 15, 18, 15,
    255, 34, 225, 17, 226, 47, 243, 62, 34, 2, 61, 31, 210, 63, 46, 255,
    15, 241, 12, 18, 48, 16, 222, 31, 54, 239, 48, 19, 36, 15, 2, 62,
    202, 28, 47, 32, 219, 10, 83, 185, 225, 45, 223, 189, 42, 48, 47, 31,
    16, 1, 241, 78, 79, 238, 197, 239, 4, 238, 255, 207, 205, 225, 208, 2,
    208, 192, 2, 251, 34, 238, 44, 254, 43, 252, 236, 225, 249, 64, 255, 235,
    31, 241, 31, 253, 241, 223, 29, 18, 225, 30, 254, 241, 48, 226, 17, 240,
    2, 1, 34, 34, 31, 47, 18, 225, 31, 15, 224, 29, 114, 18, 241, 50,
    173, 238, 33, 62, 76, 211, 58, 26, 226, 124, 253, 74, 214, 73, 233, 209,
    74, 19, 207, 20, 239, 222, 31, 239, 66, 30, 3, 224, 224, 102, 32, 238,
    238, 226, 13, 46, 0, 29, 212, 221, 37, 32, 30, 153, 243, 47, 240, 31,
    49, 127, 251, 82, 1, 223, 29, 18, 211, 83, 16, 226, 87, 31, 212, 175,
    86, 5, 228, 222, 73, 144, 158, 15, 2, 227, 27, 52, 190, 225, 65, 206,
    228, 38, 96, 17, 47, 51, 242, 172, 66, 220, 253, 189, 2, 238, 43, 79,
    208, 25, 148, 1, 15, 111, 243, 242, 80, 58, 186, 17, 31, 99, 82, 93,
    107, 18, 96, 66, 14, 229, 219, 31, 239, 30, 242, 31, 62, 1, 77, 13,
    225, 1, 255, 60, 246, 47, 254, 241, 238, 18, 209, 211, 253, 16, 223, 223,
    63, 226, 81, 32, 205, 78, 210, 16, 252, 62, 64, 204, 15, 19, 52, 15,
    48, 45, 221, 254, 208, 50, 238, 63, 253, 51, 99, 254, 238, 156, 78, 29,
    237, 14, 17, 48, 208, 80, 95, 206, 64, 206, 193, 241, 224, 255, 35, 208,
    238, 243, 238, 2, 254, 50, 225, 253, 254, 206, 47, 76, 1, 27, 217, 238,
    253, 252, 192, 13, 205, 15, 3, 63, 37, 226, 254, 226, 240, 0, 14, 3,
    2, 254, 13, 251, 13, 242, 15, 46, 13, 155, 208, 18, 254, 16, 31, 240,
    237, 207, 37, 25, 31, 255, 0, 238,
};
static const int16_t bias_3[8] = {
    293, 550, 741, 1212, -326, 178, -275, 1695,
};
static const uint16_t multiplier_3[8] = {
    31355, 23313, 34847, 40039, 27843, 20325, 39005, 36687,
};
NETWORK_LAYER void layer_3(void)
{
    mirrored_4(network_memory + 1432, network_memory + 0, weights_3, bias_3, multiplier_3, 5, 5, 14, 14, 5, 5, 16, 3, 3, 1, 1, -128, -128, 19);
}

/* conv, 5x5x16 to 5x5x12, int4_m */
static const uint8_t weights_4[432] = {
    226, 237, 171, 239, 241, 0, 54, 106, 208, 222, 32, 33, 16, 0, 50, 109,
    236, 209, 255, 30, 62, 188, 161, 192, 17, 36, 254, 28, 111, 254, 238, 194,
    210, 0, 31, 59, 30, 251, 15, 242, 61, 51, 1, 209, 17, 15, 196, 15,
    240, 18, 34, 65, 0, 224, 226, 231, 145, 254, 16, 226, 0, 46, 17, 213,
    95, 237, 15, 241, 51, 34, 250, 18, 3, 178, 13, 67, 238, 243, 235, 3,
    222, 177, 15, 14, 45, 238, 210, 14, 30, 203, 18, 51, 223, 12, 4, 1,
    61, 32, 195, 244, 225, 11, 238, 0, 222, 41, 227, 221, 0, 255, 228, 16,
    254, 254, 243, 30, 208, 46, 225, 240, 5, 239, 7, 14, 240, 28, 177, 34,
    253, 111, 3, 205, 241, 33, 15, 29, 9, 69, 46, 253, 18, 29, 29, 34,
    65, 255, 18, 30, 80, 47, 19, 29, 2, 254, 230, 213, 76, 51, 47, 255,
    33, 31, 241, 87, 237, 78, 29, 15, 244, 195, 60, 209, 255, 242, 76, 161,
    62, 16, 32, 227, 77, 253, 17, 223, 79, 255, 209, 210, 33, 26, 71, 2,
    242, 42, 251, 186, 175, 1, 13, 83, 167, 28, 177, 169, 3, 219, 172, 79,
    205, 95, 241, 239, 251, 156, 63, 34, 238, 48, 46, 28, 254, 181, 238, 28,
    240, 60, 208, 255, 221, 240, 254, 193, 254, 230, 210, 19, 207, 49, 33, 182,
    46, 212, 205, 225, 223, 207, 209, 14, 1, 176, 242, 158, 206, 242, 238, 237,
    209, 0, 226, 224, 255, 254, 67, 209, 32, 15, 15, 238, 15, 18, 221, 39,
    246, 203, 16, 240, 15, 16, 16, 244, 210, 28, 237, 225, 31, 1, 3, 49,
    174, 30, 239, 1, 238, 34, 14, 109, 16, 224, 32, 51, 254, 16, 0, 247,
    11, 34, 239, 0, 19, 206, 255, 2, 235, 1, 242, 239, 33, 30, 66, 255,
    224, 10, 17, 48, 222, 241, 0, 240, 241, 0, 254, 234, 2, 15, 14, 239,
    208, 52, 241, 14, 1, 237, 50, 34, 14, 227, 0, 3, 209, 11, 2, 51,
    35, 220, 208, 48, 15, 17, 19, 27, 241, 241, 46, 36, 226, 45, 206, 243,
    226, 31, 239, 61, 66, 225, 29, 239, 18, 241, 243, 47, 16, 13, 63, 49,
    224, 0, 47, 241, 223, 12, 239, 242, 223, 2, 2, 1, 224, 240, 0, 255,
    17, 60, 240, 15, 1, 245, 2, 0, 193, 225, 227, 224, 221, 190, 2, 65,
    242, 224, 21, 192, 254, 180, 33, 205, 16, 62, 115, 255, 228, 165, 19, 222,
};
static const int16_t bias_4[6] = {
    -448, -40, -510, 548, -575, -893,
};
static const uint16_t multiplier_4[6] = {
    53003, 49903, 43287, 55757, 46559, 55205,
};
NETWORK_LAYER void layer_4(void)
{
    mirrored_4(network_memory + 0, network_memory + 1482, weights_4, bias_4, multiplier_4, 5, 5, 16, 16, 5, 5, 12, 3, 3, 1, 1, -128, -128, 19);
}

/* avg_pool, 5x5x12 to 1x1x12 */
NETWORK_LAYER void layer_5(void)
{
    average_pool(network_memory + 1482, network_memory + 0, 5, 5, 12, 1, 1, 5, 5, 5, 5, -128);
}

/* linear, 1x1x12 to 1x1x2, int4 */
static const uint8_t weights_6[12] = {
    52, 220, 35, 221, 39, 172, 187, 86, 155, 101, 249, 87,
};
static const int16_t bias_6[2] = {
    -7, 11,
};
static const uint16_t multiplier_6[2] = {
    46021, 31517,
};
NETWORK_LAYER void layer_6(void)
{
    dense_4(network_memory + 0, network_memory + 1780, weights_6, bias_6, multiplier_6, 1, 1, 12, 12, 1, 1, 2, 1, 1, 1, 1, -128, 3, 16);
}

int8_t *network_input(void)
{
    return network_memory + 0;
}

const int8_t *network_output(void)
{
    return network_memory + 1780;
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

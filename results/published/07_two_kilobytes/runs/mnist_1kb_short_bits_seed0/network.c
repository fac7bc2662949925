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

/* conv, 24x24x1 to 12x12x6, int4 */
static const uint8_t weights_0[27] = {
    205, 209, 50, 41, 65, 66, 18, 146, 218, 100, 163, 10, 29, 247, 68, 77,
    78, 149, 222, 185, 255, 77, 195, 76, 144, 78, 146,
};
static const int16_t bias_0[6] = {
    658, 684, -30, -614, 613, 612,
};
static const uint16_t multiplier_0[6] = {
    23870, 16163, 20034, 21215, 29151, 36885,
};
NETWORK_LAYER void layer_0(void)
{
    dense_4(network_memory + 0, network_memory + 864, weights_0, bias_0, multiplier_0, 24, 24, 1, 1, 12, 12, 6, 3, 3, 2, 2, -128, -128, 18);
}

/* conv, 12x12x6 to 12x12x6, int4 */
static const uint8_t weights_1[162] = {
    212, 51, 242, 224, 19, 15, 206, 1, 29, 144, 65, 226, 222, 34, 225, 221,
    16, 254, 155, 62, 158, 239, 63, 211, 1, 19, 238, 47, 207, 241, 65, 36,
    14, 177, 17, 13, 15, 175, 18, 2, 50, 206, 190, 34, 233, 223, 222, 230,
    240, 16, 207, 50, 15, 11, 46, 208, 0, 32, 254, 30, 65, 15, 29, 92,
    207, 241, 57, 196, 253, 238, 21, 28, 195, 64, 2, 194, 62, 209, 2, 13,
    225, 94, 51, 47, 94, 3, 110, 96, 38, 253, 28, 52, 60, 25, 70, 220,
    77, 53, 156, 46, 1, 31, 9, 2, 204, 58, 2, 156, 255, 3, 31, 159,
    33, 61, 210, 217, 43, 199, 22, 94, 211, 124, 62, 48, 185, 20, 178, 93,
    236, 49, 30, 177, 222, 157, 212, 225, 79, 208, 2, 15, 147, 79, 254, 208,
    1, 81, 205, 161, 13, 203, 17, 212, 241, 227, 226, 73, 189, 175, 77, 234,
    27, 212,
};
static const int16_t bias_1[6] = {
    3369, 1115, 380, 4069, 798, 1342,
};
static const uint16_t multiplier_1[6] = {
    14278, 23715, 39533, 8767, 17491, 23776,
};
NETWORK_LAYER void layer_1(void)
{
    dense_4(network_memory + 864, network_memory + 0, weights_1, bias_1, multiplier_1, 12, 12, 6, 6, 12, 12, 6, 3, 3, 1, 1, -128, -128, 19);
}

/* depthwise, 12x12x6 to 6x6x6, int8 */
static const uint8_t weights_2[54] = {
    229, 44, 76, 12, 81, 49, 129, 222, 223, 36, 47, 6, 76, 127, 69, 87,
    104, 58, 18, 80, 65, 67, 127, 66, 57, 54, 10, 127, 80, 226, 85, 251,
    187, 22, 179, 135, 85, 81, 7, 105, 127, 51, 80, 88, 31, 52, 109, 82,
    92, 127, 68, 65, 54, 1,
};
static const int16_t bias_2[6] = {
    283, -798, 724, 10261, -166, 145,
};
static const uint16_t multiplier_2[6] = {
    56308, 31591, 35332, 42083, 34709, 54289,
};
NETWORK_LAYER void layer_2(void)
{
    dense_8(network_memory + 0, network_memory + 1512, weights_2, bias_2, multiplier_2, 12, 12, 6, 1, 6, 6, 6, 3, 3, 2, 2, -128, -128, 23);
}

/* conv, 6x6x6 to 6x6x12, int8 */
static const uint8_t weights_3[72] = {
    232, 65, 129, 224, 5, 37, 149, 140, 166, 108, 129, 19, 241, 127, 26, 91,
    212, 10, 245, 221, 216, 129, 21, 196, 9, 146, 26, 127, 133, 242, 127, 190,
    125, 68, 210, 217, 183, 113, 129, 56, 94, 30, 129, 151, 54, 33, 198, 154,
    15, 150, 19, 210, 129, 51, 242, 57, 193, 156, 205, 127, 185, 76, 228, 127,
    95, 133, 144, 32, 24, 127, 176, 88,
};
static const int16_t bias_3[12] = {
    4516, 14665, 6909, 12011, 6540, -4333, -7057, 14929, 17519, 5760, -13817, -370,
};
static const uint16_t multiplier_3[12] = {
    43600, 18725, 16064, 36995, 33032, 23575, 32566, 14740, 16341, 30577, 23684, 17735,
};
NETWORK_LAYER void layer_3(void)
{
    dense_8(network_memory + 1512, network_memory + 0, weights_3, bias_3, multiplier_3, 6, 6, 6, 6, 6, 6, 12, 1, 1, 1, 1, -128, -128, 22);
}

/* depthwise, 6x6x12 to 6x6x12, int8 */
static const uint8_t weights_4[108] = {
    213, 53, 223, 47, 127, 252, 59, 52, 253, 43, 127, 206, 240, 219, 204, 103,
    119, 7, 194, 183, 53, 207, 117, 111, 127, 37, 55, 58, 27, 248, 80, 234,
    65, 129, 242, 189, 41, 252, 208, 29, 59, 127, 9, 27, 44, 243, 42, 226,
    6, 39, 184, 82, 3, 129, 127, 103, 91, 48, 11, 124, 245, 147, 170, 94,
    1, 211, 200, 11, 49, 129, 55, 72, 224, 15, 152, 75, 127, 43, 236, 39,
    18, 127, 119, 54, 220, 50, 224, 237, 233, 204, 42, 77, 127, 26, 9, 224,
    240, 207, 44, 220, 33, 127, 247, 54, 25, 214, 189, 196,
};
static const int16_t bias_4[12] = {
    -4645, 794, -3620, 635, -10287, -163, 6325, -687, -3079, 2153, -29, 3313,
};
static const uint16_t multiplier_4[12] = {
    21161, 19055, 15965, 29839, 17856, 38766, 12788, 42845, 41698, 22615, 45875, 25786,
};
NETWORK_LAYER void layer_4(void)
{
    dense_8(network_memory + 0, network_memory + 1296, weights_4, bias_4, multiplier_4, 6, 6, 12, 1, 6, 6, 12, 3, 3, 1, 1, -128, -128, 22);
}

/* conv, 6x6x12 to 6x6x12, int8 */
static const uint8_t weights_5[144] = {
    22, 174, 162, 247, 127, 69, 220, 144, 51, 23, 53, 248, 205, 83, 127, 228,
    229, 50, 66, 41, 207, 247, 145, 29, 199, 196, 127, 94, 140, 218, 223, 230,
    219, 202, 236, 198, 127, 134, 207, 14, 6, 249, 47, 254, 29, 206, 164, 236,
    219, 8, 22, 203, 202, 75, 211, 32, 230, 127, 17, 176, 103, 190, 186, 190,
    43, 244, 53, 127, 190, 193, 69, 201, 223, 22, 228, 62, 56, 16, 127, 0,
    89, 183, 24, 40, 230, 39, 40, 67, 47, 59, 129, 46, 249, 219, 62, 6,
    97, 246, 251, 15, 59, 164, 12, 234, 226, 129, 3, 123, 127, 80, 4, 188,
    236, 43, 217, 25, 4, 68, 57, 61, 240, 2, 242, 164, 124, 129, 210, 250,
    149, 111, 24, 45, 246, 35, 23, 183, 188, 127, 168, 70, 181, 24, 39, 15,
};
static const int16_t bias_5[12] = {
    625, -8310, -1255, 1732, -2333, 497, -9947, -2914, -1880, -9281, -1516, -198,
};
static const uint16_t multiplier_5[12] = {
    38672, 30590, 30864, 36241, 41718, 25364, 30569, 31191, 30394, 37062, 24048, 22515,
};
NETWORK_LAYER void layer_5(void)
{
    dense_8(network_memory + 1296, network_memory + 0, weights_5, bias_5, multiplier_5, 6, 6, 12, 12, 6, 6, 12, 1, 1, 1, 1, -128, -128, 22);
}

/* avg_pool, 6x6x12 to 1x1x12 */
NETWORK_LAYER void layer_6(void)
{
    average_pool(network_memory + 0, network_memory + 1716, 6, 6, 12, 1, 1, 6, 6, 6, 6, -128);
}

/* linear, 1x1x12 to 1x1x10, int8 */
static const uint8_t weights_7[120] = {
    91, 129, 66, 57, 179, 207, 28, 253, 30, 96, 247, 226, 251, 78, 196, 36,
    129, 56, 66, 227, 252, 240, 235, 226, 76, 217, 62, 129, 216, 116, 207, 235,
    5, 217, 119, 211, 73, 62, 21, 129, 27, 221, 254, 12, 241, 243, 177, 25,
    145, 233, 1, 85, 74, 249, 32, 159, 95, 129, 38, 245, 25, 15, 129, 29,
    21, 209, 46, 70, 236, 23, 222, 34, 99, 198, 129, 86, 20, 17, 145, 245,
    20, 41, 2, 0, 129, 27, 124, 236, 193, 26, 4, 44, 26, 250, 249, 239,
    36, 76, 22, 1, 11, 179, 201, 236, 129, 52, 54, 10, 129, 198, 51, 9,
    116, 232, 16, 35, 13, 10, 234, 53,
};
static const int16_t bias_7[10] = {
    -272, -139, 523, 48, 710, -372, -286, -360, -58, 346,
};
static const uint16_t multiplier_7[10] = {
    26510, 32487, 26949, 43197, 33295, 35396, 32877, 37987, 28421, 28408,
};
NETWORK_LAYER void layer_7(void)
{
    dense_8(network_memory + 1716, network_memory + 0, weights_7, bias_7, multiplier_7, 1, 1, 12, 12, 1, 1, 10, 1, 1, 1, 1, -128, 0, 20);
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

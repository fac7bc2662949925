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

/* conv, 24x24x1 to 12x12x5, int4_d50 */
static const uint8_t weights_0[18] = {
    86, 169, 103, 80, 122, 28, 204, 156, 68, 148, 155, 148, 91, 85, 185, 154,
    85, 5,
};
static const int16_t bias_0[5] = {
    816, 659, 1196, -356, 802,
};
static const uint16_t multiplier_0[5] = {
    35322, 26845, 22121, 16609, 11633,
};
NETWORK_LAYER void layer_0(void)
{
    bitmask(network_memory + 0, network_memory + 1008, weights_0, bias_0, multiplier_0, 24, 24, 1, 1, 12, 12, 5, 3, 3, 2, 2, -128, -128, 18, 4);
}

/* conv, 12x12x5 to 12x12x7, int4_d25 */
static const uint8_t weights_1[80] = {
    16, 64, 40, 97, 8, 22, 128, 32, 78, 16, 32, 128, 0, 98, 138, 34,
    4, 176, 68, 56, 83, 17, 6, 160, 96, 138, 69, 143, 64, 24, 32, 8,
    32, 38, 66, 200, 24, 34, 0, 4, 181, 181, 86, 187, 187, 87, 155, 171,
    167, 213, 203, 201, 58, 180, 93, 204, 203, 74, 201, 197, 197, 69, 204, 75,
    156, 196, 70, 180, 124, 76, 102, 122, 170, 170, 106, 119, 102, 103, 167, 6,
};
static const int16_t bias_1[7] = {
    -93, 897, 2465, 281, 497, -231, -2435,
};
static const uint16_t multiplier_1[7] = {
    33559, 34969, 33260, 30169, 27189, 27383, 29286,
};
NETWORK_LAYER void layer_1(void)
{
    bitmask(network_memory + 1008, network_memory + 0, weights_1, bias_1, multiplier_1, 12, 12, 5, 5, 12, 12, 7, 3, 3, 1, 1, -128, -128, 19, 4);
}

/* max_pool, 12x12x7 to 6x6x7 */
NETWORK_LAYER void layer_2(void)
{
    max_pool(network_memory + 0, network_memory + 1476, 12, 12, 7, 6, 6, 2, 2, 2, 2, -128);
}

/* conv, 6x6x7 to 6x6x14, int4_d25 */
static const uint8_t weights_3[222] = {
    64, 4, 0, 163, 135, 16, 210, 44, 0, 32, 128, 163, 8, 0, 25, 8,
    0, 16, 0, 16, 220, 80, 64, 192, 66, 153, 24, 38, 49, 0, 128, 1,
    200, 32, 163, 4, 197, 177, 5, 33, 244, 32, 16, 146, 18, 3, 224, 0,
    16, 200, 10, 2, 32, 133, 218, 24, 8, 38, 80, 169, 4, 80, 0, 53,
    52, 68, 1, 130, 82, 11, 8, 10, 164, 16, 75, 210, 226, 16, 72, 2,
    209, 164, 113, 1, 36, 64, 4, 16, 132, 70, 52, 42, 102, 41, 11, 0,
    72, 112, 32, 2, 0, 66, 6, 16, 36, 0, 0, 0, 2, 1, 0, 188,
    204, 164, 119, 75, 187, 203, 108, 196, 186, 165, 169, 105, 185, 90, 54, 71,
    221, 42, 204, 185, 189, 203, 205, 108, 220, 197, 76, 68, 51, 51, 61, 93,
    51, 205, 197, 125, 214, 188, 69, 196, 188, 124, 123, 169, 100, 204, 219, 188,
    67, 109, 157, 148, 196, 186, 195, 154, 171, 202, 164, 91, 186, 84, 188, 67,
    67, 211, 213, 68, 124, 204, 83, 101, 124, 108, 92, 196, 188, 196, 204, 68,
    203, 186, 68, 69, 68, 188, 156, 197, 183, 84, 68, 180, 164, 69, 92, 149,
    204, 69, 187, 196, 73, 91, 86, 185, 91, 117, 91, 102, 167, 9,
};
static const int16_t bias_3[14] = {
    -262, 2632, -76, 1123, -1841, -462, 318, 735, -1481, -790, -794, -519, -1995, -874,
};
static const uint16_t multiplier_3[14] = {
    27182, 17197, 18708, 27565, 25679, 30457, 35919, 20470, 28123, 28440, 24625, 28322, 24054, 22283,
};
NETWORK_LAYER void layer_3(void)
{
    bitmask(network_memory + 1476, network_memory + 0, weights_3, bias_3, multiplier_3, 6, 6, 7, 7, 6, 6, 14, 3, 3, 1, 1, -128, -128, 19, 4);
}

/* conv, 6x6x14 to 6x6x14, int4_d25 */
static const uint8_t weights_4[442] = {
    73, 14, 0, 227, 14, 45, 16, 12, 21, 92, 29, 12, 72, 1, 102, 19,
    118, 7, 140, 16, 2, 251, 157, 84, 2, 52, 192, 22, 80, 130, 128, 130,
    72, 224, 0, 80, 129, 67, 165, 65, 16, 7, 16, 217, 40, 194, 55, 228,
    15, 56, 208, 14, 208, 1, 56, 2, 134, 64, 38, 33, 1, 220, 4, 58,
    0, 146, 160, 40, 224, 185, 101, 74, 219, 130, 119, 128, 105, 203, 195, 70,
    32, 6, 176, 3, 41, 0, 36, 224, 132, 4, 85, 67, 2, 130, 64, 160,
    168, 4, 28, 81, 44, 5, 179, 33, 65, 153, 76, 77, 33, 150, 60, 22,
    4, 65, 64, 16, 28, 4, 1, 16, 67, 81, 1, 29, 200, 8, 0, 0,
    0, 0, 0, 48, 2, 174, 4, 43, 32, 24, 8, 36, 12, 88, 6, 113,
    25, 0, 12, 21, 144, 0, 0, 37, 1, 73, 84, 26, 129, 193, 207, 220,
    193, 190, 89, 43, 89, 2, 176, 48, 19, 197, 4, 194, 135, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 164, 76, 204,
    221, 122, 67, 61, 61, 164, 76, 60, 221, 61, 70, 195, 83, 61, 61, 52,
    186, 70, 205, 105, 188, 212, 75, 221, 203, 60, 221, 195, 221, 220, 52, 84,
    171, 195, 205, 101, 60, 60, 196, 213, 84, 84, 180, 204, 204, 106, 180, 196,
    90, 73, 196, 196, 201, 199, 204, 204, 68, 76, 204, 124, 196, 202, 76, 91,
    203, 202, 124, 156, 75, 156, 204, 154, 92, 203, 180, 86, 188, 69, 123, 84,
    68, 61, 188, 221, 195, 218, 215, 195, 58, 195, 91, 197, 60, 77, 77, 51,
    108, 52, 221, 221, 211, 212, 211, 61, 125, 93, 221, 109, 217, 61, 221, 77,
    91, 77, 52, 68, 204, 61, 204, 51, 196, 221, 205, 237, 39, 46, 237, 61,
    238, 94, 237, 238, 62, 62, 238, 45, 211, 211, 226, 237, 35, 66, 211, 62,
    61, 66, 196, 76, 204, 202, 180, 85, 197, 68, 204, 100, 84, 91, 76, 196,
    199, 76, 204, 151, 204, 92, 188, 202, 182, 102, 75, 91, 156, 68, 93, 92,
    77, 211, 221, 61, 71, 221, 60, 205, 212, 221, 60, 220, 221, 221, 51, 61,
    211, 55, 67, 195, 212, 205, 51, 173, 53, 83, 218, 61, 179, 196, 221, 211,
    58, 163, 197, 54, 93, 75, 89, 68, 109, 10,
};
static const int16_t bias_4[14] = {
    -1135, -527, -600, -203, -1147, -572, -652, -1344, 218, -363, -938, -32767, -32767, -32767,
};
static const uint16_t multiplier_4[14] = {
    26672, 26290, 21062, 24166, 29556, 27374, 36242, 22991, 33093, 26924, 29145, 331, 69, 73,
};
NETWORK_LAYER void layer_4(void)
{
    bitmask(network_memory + 0, network_memory + 1224, weights_4, bias_4, multiplier_4, 6, 6, 14, 14, 6, 6, 14, 3, 3, 1, 1, -128, -128, 19, 4);
}

/* avg_pool, 6x6x14 to 1x1x14 */
NETWORK_LAYER void layer_5(void)
{
    average_pool(network_memory + 1224, network_memory + 0, 6, 6, 14, 1, 1, 6, 6, 6, 6, -128);
}

/* linear, 1x1x14 to 1x1x10, int4_d25 */
static const uint8_t weights_6[36] = {
    7, 64, 48, 32, 69, 224, 1, 129, 3, 14, 208, 2, 84, 0, 26, 2,
    152, 0, 151, 179, 123, 204, 124, 123, 150, 169, 167, 93, 73, 122, 171, 199,
    183, 91, 116, 9,
};
static const int16_t bias_6[10] = {
    -10, 10, 4, -5, 6, 5, -22, 11, -4, 7,
};
static const uint16_t multiplier_6[10] = {
    27686, 20006, 23200, 20033, 15779, 32768, 23302, 25035, 20841, 24781,
};
NETWORK_LAYER void layer_6(void)
{
    bitmask(network_memory + 0, network_memory + 1718, weights_6, bias_6, multiplier_6, 1, 1, 14, 14, 1, 1, 10, 1, 1, 1, 1, -128, -38, 15, 4);
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

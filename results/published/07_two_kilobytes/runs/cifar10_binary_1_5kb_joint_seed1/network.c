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
    205, 2, 19, 7, 204, 54, 221, 48, 43, 243, 199, 255, 147, 241, 1, 68,
    238, 29, 192, 145, 73, 95, 224, 210, 123, 237, 243, 64, 63, 233, 239, 50,
    6, 174, 238, 227, 15, 36, 224, 1, 79, 27, 144, 15, 22, 240, 206, 192,
    52, 50, 13, 16, 241, 77, 106, 193, 79, 10, 99, 25, 242, 65, 77, 4,
    44, 161, 53, 9,
};
static const int16_t bias_0[5] = {
    683, 2588, 1428, 988, -589,
};
static const uint16_t multiplier_0[5] = {
    34209, 29287, 41009, 43031, 39187,
};
NETWORK_LAYER void layer_0(void)
{
    dense_4(network_memory + 0, network_memory + 1200, weights_0, bias_0, multiplier_0, 20, 20, 3, 3, 10, 10, 5, 3, 3, 2, 2, -128, -128, 19);
}

/* conv, 10x10x5 to 10x10x12, int4 */
static const uint8_t weights_1[270] = {
    255, 34, 145, 11, 255, 111, 14, 9, 206, 240, 195, 127, 159, 68, 145, 240,
    51, 238, 76, 3, 41, 145, 57, 3, 178, 43, 243, 46, 10, 15, 239, 233,
    156, 34, 197, 209, 53, 241, 4, 203, 237, 228, 254, 60, 227, 240, 1, 31,
    45, 15, 49, 14, 34, 207, 1, 84, 57, 176, 41, 16, 47, 2, 190, 94,
    46, 85, 31, 17, 17, 47, 240, 15, 16, 255, 241, 146, 44, 0, 35, 14,
    32, 255, 209, 87, 15, 209, 31, 1, 0, 240, 238, 1, 225, 193, 210, 35,
    19, 34, 2, 46, 181, 103, 144, 148, 255, 0, 17, 30, 194, 11, 211, 38,
    240, 1, 1, 2, 211, 255, 15, 15, 229, 145, 191, 241, 23, 32, 33, 208,
    16, 23, 3, 222, 47, 255, 240, 31, 228, 50, 20, 238, 97, 16, 234, 28,
    62, 159, 180, 82, 97, 15, 209, 63, 30, 158, 67, 253, 235, 223, 23, 160,
    95, 47, 242, 227, 17, 225, 110, 67, 185, 36, 209, 1, 63, 221, 28, 31,
    178, 225, 29, 255, 177, 213, 29, 66, 224, 240, 17, 87, 41, 58, 83, 197,
    254, 63, 47, 208, 241, 14, 4, 207, 47, 18, 224, 0, 65, 45, 65, 228,
    237, 149, 12, 79, 47, 213, 54, 188, 57, 208, 33, 0, 85, 31, 238, 237,
    1, 32, 0, 224, 254, 252, 17, 111, 0, 33, 239, 15, 159, 32, 237, 21,
    240, 16, 15, 35, 31, 225, 17, 63, 96, 207, 224, 251, 224, 2, 32, 192,
    23, 14, 145, 252, 47, 240, 241, 253, 19, 33, 46, 240, 17, 241,
};
static const int16_t bias_1[12] = {
    535, 200, -176, -154, -809, -538, 116, 315, -1140, -226, 28, 101,
};
static const uint16_t multiplier_1[12] = {
    15259, 19345, 29303, 39775, 28353, 30933, 14967, 17947, 14491, 14491, 20927, 20757,
};
NETWORK_LAYER void layer_1(void)
{
    dense_4(network_memory + 1200, network_memory + 0, weights_1, bias_1, multiplier_1, 10, 10, 5, 5, 10, 10, 12, 3, 3, 1, 1, -128, -128, 18);
}

/* max_pool, 10x10x12 to 5x5x12 */
NETWORK_LAYER void layer_2(void)
{
    max_pool(network_memory + 0, network_memory + 1400, 10, 10, 12, 5, 5, 2, 2, 2, 2, -128);
}

/* conv, 5x5x12 to 5x5x20, int4_m */
static const uint8_t weights_3[540] = {
    44, 235, 221, 28, 34, 15, 2, 148, 180, 146, 68, 35, 223, 177, 179, 209,
    227, 45, 67, 207, 207, 215, 209, 14, 227, 174, 177, 177, 62, 3, 32, 13,
    31, 237, 243, 34, 48, 16, 240, 33, 63, 62, 221, 240, 240, 30, 30, 193,
    220, 2, 35, 1, 47, 63, 254, 47, 14, 255, 144, 0, 208, 252, 219, 13,
    145, 251, 31, 192, 193, 210, 249, 177, 13, 58, 57, 61, 190, 15, 30, 60,
    43, 94, 45, 14, 16, 15, 0, 39, 45, 239, 98, 255, 13, 10, 47, 1,
    65, 47, 62, 63, 253, 3, 227, 17, 1, 192, 221, 17, 10, 78, 13, 48,
    26, 237, 206, 32, 29, 64, 218, 209, 226, 96, 61, 0, 20, 34, 94, 30,
    45, 65, 230, 18, 47, 63, 28, 27, 49, 47, 205, 94, 41, 90, 77, 226,
    220, 91, 44, 3, 16, 33, 186, 25, 25, 11, 226, 10, 222, 201, 153, 37,
    98, 174, 222, 243, 242, 239, 46, 190, 34, 226, 1, 16, 0, 16, 100, 223,
    240, 31, 254, 4, 169, 44, 15, 64, 209, 254, 224, 247, 183, 20, 225, 13,
    1, 195, 193, 2, 254, 223, 0, 46, 32, 227, 67, 9, 192, 1, 255, 44,
    0, 172, 1, 18, 31, 32, 29, 236, 236, 68, 209, 230, 220, 234, 206, 32,
    14, 3, 30, 159, 19, 15, 226, 96, 95, 17, 82, 32, 251, 254, 154, 14,
    0, 17, 13, 254, 77, 227, 99, 227, 242, 49, 255, 84, 30, 34, 240, 67,
    145, 241, 33, 15, 15, 238, 208, 48, 18, 205, 236, 222, 154, 253, 34, 4,
    241, 210, 227, 251, 32, 242, 208, 160, 249, 191, 47, 178, 211, 176, 33, 222,
    243, 246, 228, 3, 29, 254, 243, 191, 225, 207, 30, 252, 47, 172, 225, 144,
    205, 225, 65, 1, 242, 242, 239, 16, 14, 18, 17, 30, 236, 3, 47, 77,
    110, 12, 223, 35, 235, 240, 221, 32, 63, 17, 94, 192, 201, 208, 3, 239,
    242, 66, 254, 254, 191, 239, 4, 64, 16, 187, 16, 35, 241, 112, 13, 237,
    238, 78, 53, 80, 49, 29, 238, 228, 189, 96, 48, 18, 171, 221, 191, 43,
    61, 47, 29, 238, 225, 31, 50, 127, 25, 225, 83, 15, 34, 208, 96, 17,
    0, 29, 45, 14, 253, 15, 144, 117, 52, 112, 238, 222, 19, 191, 19, 206,
    174, 52, 240, 224, 254, 34, 31, 49, 34, 63, 69, 238, 15, 52, 228, 237,
    253, 239, 228, 244, 234, 255, 169, 14, 188, 61, 1, 239, 226, 64, 207, 35,
    31, 243, 2, 244, 220, 63, 12, 255, 255, 43, 14, 239, 48, 238, 49, 117,
    29, 1, 238, 16, 14, 14, 127, 14, 188, 5, 210, 245, 60, 208, 220, 239,
    238, 64, 182, 239, 3, 33, 19, 13, 195, 54, 22, 224, 1, 193, 3, 114,
    236, 0, 219, 29, 225, 14, 0, 31, 1, 1, 16, 17, 240, 15, 15, 0,
    16, 0, 239, 0, 240, 240, 0, 0, 15, 31, 255, 33, 240, 17, 15, 16,
    0, 240, 1, 0, 0, 15, 17, 15, 0, 1, 16, 32, 31, 241, 15, 240,
    255, 16, 241, 17, 241, 240, 16, 255, 16, 15, 2, 1,
};
static const int16_t bias_3[10] = {
    539, 2058, 1489, 700, 667, 631, 725, -105, 606, -32767,
};
static const uint16_t multiplier_3[10] = {
    35095, 28601, 26083, 33423, 32127, 40003, 28325, 33575, 28391, 41,
};
NETWORK_LAYER void layer_3(void)
{
    mirrored_4(network_memory + 1400, network_memory + 0, weights_3, bias_3, multiplier_3, 5, 5, 12, 12, 5, 5, 20, 3, 3, 1, 1, -128, -128, 19);
}

/* conv, 5x5x20 to 5x5x8, int4_m */
static const uint8_t weights_4[360] = {
    82, 65, 111, 224, 230, 79, 1, 236, 16, 0, 208, 208, 254, 253, 62, 254,
    227, 35, 13, 0, 14, 55, 219, 213, 254, 33, 244, 7, 212, 0, 13, 23,
    38, 144, 242, 111, 255, 60, 192, 0, 223, 240, 17, 208, 239, 221, 0, 13,
    1, 0, 220, 226, 65, 3, 201, 37, 225, 253, 241, 0, 13, 236, 22, 196,
    13, 183, 9, 238, 144, 0, 203, 0, 67, 244, 226, 67, 227, 236, 226, 0,
    205, 193, 117, 62, 239, 119, 211, 205, 226, 0, 177, 111, 126, 2, 226, 239,
    161, 236, 60, 0, 44, 189, 27, 29, 254, 35, 14, 161, 227, 0, 67, 39,
    70, 46, 225, 92, 34, 75, 192, 0, 226, 59, 254, 35, 15, 2, 2, 244,
    253, 0, 52, 44, 42, 47, 117, 50, 207, 210, 253, 0, 244, 222, 244, 235,
    16, 12, 13, 238, 209, 0, 126, 103, 226, 114, 49, 1, 226, 207, 237, 0,
    159, 254, 241, 9, 183, 96, 178, 249, 239, 0, 172, 191, 111, 3, 37, 223,
    15, 47, 14, 0, 193, 228, 240, 80, 205, 84, 47, 11, 243, 0, 19, 18,
    212, 35, 9, 193, 67, 33, 191, 0, 50, 236, 219, 197, 205, 226, 244, 16,
    254, 0, 175, 75, 14, 48, 227, 224, 178, 95, 243, 0, 81, 30, 46, 197,
    225, 81, 254, 222, 252, 0, 241, 225, 53, 245, 78, 241, 209, 237, 100, 0,
    221, 67, 18, 224, 47, 146, 51, 119, 211, 0, 44, 81, 95, 209, 223, 7,
    64, 18, 2, 0, 253, 226, 146, 185, 188, 61, 213, 242, 240, 0, 239, 5,
    51, 174, 191, 17, 94, 62, 1, 0, 237, 43, 32, 14, 255, 32, 193, 110,
    85, 0, 193, 124, 50, 241, 245, 253, 50, 178, 243, 0, 62, 217, 209, 223,
    0, 163, 190, 179, 252, 0, 255, 254, 221, 252, 225, 213, 206, 34, 146, 0,
    240, 49, 31, 207, 244, 240, 4, 224, 37, 0, 45, 31, 161, 1, 83, 179,
    212, 241, 253, 0, 222, 61, 240, 237, 224, 22, 22, 47, 238, 0, 31, 47,
    241, 209, 78, 226, 215, 45, 35, 0,
};
static const int16_t bias_4[4] = {
    -1598, -911, -1547, -184,
};
static const uint16_t multiplier_4[4] = {
    36505, 35429, 32909, 37583,
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
    169, 33, 68, 155, 84, 169, 187, 35,
};
static const int16_t bias_6[2] = {
    25, -24,
};
static const uint16_t multiplier_6[2] = {
    37935, 40333,
};
NETWORK_LAYER void layer_6(void)
{
    dense_4(network_memory + 0, network_memory + 1698, weights_6, bias_6, multiplier_6, 1, 1, 8, 8, 1, 1, 2, 1, 1, 1, 1, -128, 65, 16);
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

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
    63, 48, 27, 75, 255, 47, 158, 0, 37, 240, 31, 253, 51, 177, 231, 194,
    16, 32, 65, 228, 249, 0, 48, 33, 14, 45, 27, 254, 17, 80, 13, 16,
    91, 163, 37, 43, 36, 62, 217, 81, 127, 223, 3, 47, 210, 25, 183, 82,
    240, 209, 46, 12, 242, 31, 109, 223, 32, 192, 49, 37, 239, 17, 237, 253,
    240, 3, 113, 13,
};
static const int16_t bias_0[5] = {
    882, 954, 94, -145, 231,
};
static const uint16_t multiplier_0[5] = {
    47205, 43105, 37887, 42123, 32837,
};
NETWORK_LAYER void layer_0(void)
{
    dense_4(network_memory + 0, network_memory + 1200, weights_0, bias_0, multiplier_0, 20, 20, 3, 3, 10, 10, 5, 3, 3, 2, 2, -128, -128, 19);
}

/* conv, 10x10x5 to 10x10x12, int4 */
static const uint8_t weights_1[270] = {
    243, 0, 242, 238, 239, 32, 17, 144, 241, 241, 68, 17, 37, 254, 238, 20,
    16, 209, 46, 223, 31, 1, 34, 31, 1, 239, 28, 20, 33, 239, 30, 239,
    49, 36, 144, 207, 31, 4, 16, 225, 238, 242, 20, 243, 0, 2, 209, 208,
    17, 224, 209, 204, 241, 224, 0, 54, 224, 159, 27, 252, 240, 34, 1, 45,
    223, 0, 238, 210, 194, 30, 240, 241, 15, 17, 15, 156, 241, 34, 3, 206,
    16, 255, 31, 241, 14, 15, 241, 242, 31, 225, 63, 63, 0, 243, 218, 18,
    16, 223, 1, 71, 91, 188, 1, 63, 43, 239, 20, 240, 17, 229, 49, 191,
    2, 49, 242, 243, 191, 46, 254, 243, 226, 180, 49, 153, 220, 224, 113, 46,
    224, 250, 240, 49, 240, 79, 20, 33, 35, 57, 92, 225, 0, 31, 244, 29,
    241, 63, 25, 13, 74, 206, 17, 254, 2, 1, 225, 49, 253, 224, 224, 30,
    91, 53, 224, 19, 0, 12, 7, 34, 172, 192, 0, 16, 44, 209, 255, 18,
    30, 18, 0, 240, 214, 154, 112, 31, 197, 243, 162, 14, 110, 84, 238, 38,
    227, 31, 45, 0, 50, 1, 15, 14, 16, 204, 16, 34, 61, 95, 48, 11,
    163, 233, 225, 176, 36, 126, 65, 2, 114, 228, 207, 12, 254, 211, 240, 63,
    5, 32, 29, 240, 44, 47, 17, 1, 207, 221, 64, 146, 22, 44, 4, 253,
    34, 240, 34, 227, 3, 255, 193, 65, 35, 241, 9, 197, 47, 222, 17, 87,
    236, 238, 103, 76, 222, 61, 212, 93, 221, 19, 253, 47, 242, 35,
};
static const int16_t bias_1[12] = {
    -128, -44, 1239, 989, -582, 556, 431, 103, -832, -1050, -171, -1163,
};
static const uint16_t multiplier_1[12] = {
    28837, 34169, 16551, 20181, 20873, 18569, 22513, 24415, 18101, 18073, 22817, 17485,
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

/* conv, 5x5x12 to 5x5x14, int4_m */
static const uint8_t weights_3[378] = {
    226, 1, 45, 47, 50, 33, 48, 25, 245, 99, 15, 50, 93, 48, 195, 192,
    46, 207, 254, 17, 226, 46, 173, 36, 238, 93, 6, 34, 10, 69, 217, 30,
    252, 177, 125, 206, 81, 241, 181, 241, 66, 18, 255, 0, 38, 2, 14, 69,
    187, 67, 205, 208, 220, 15, 215, 0, 108, 76, 230, 64, 177, 187, 252, 11,
    224, 14, 240, 33, 174, 31, 255, 32, 224, 238, 190, 97, 190, 225, 148, 243,
    14, 90, 212, 255, 183, 50, 78, 111, 255, 114, 78, 225, 224, 226, 254, 241,
    222, 229, 194, 112, 163, 18, 222, 226, 60, 30, 2, 13, 203, 253, 252, 36,
    192, 192, 12, 35, 0, 30, 211, 18, 62, 112, 39, 39, 42, 55, 11, 81,
    4, 48, 46, 224, 250, 193, 195, 157, 19, 192, 225, 82, 99, 238, 1, 115,
    204, 51, 110, 32, 67, 49, 219, 208, 14, 175, 175, 253, 223, 208, 115, 253,
    228, 65, 63, 253, 240, 35, 3, 209, 202, 69, 225, 252, 14, 255, 160, 245,
    9, 123, 144, 111, 31, 9, 1, 5, 30, 189, 61, 117, 1, 210, 233, 241,
    18, 225, 83, 12, 157, 49, 3, 233, 49, 16, 103, 206, 50, 255, 254, 244,
    7, 223, 49, 155, 195, 2, 68, 207, 35, 208, 227, 18, 52, 0, 34, 240,
    112, 64, 208, 17, 30, 254, 95, 11, 161, 30, 2, 229, 45, 12, 18, 48,
    241, 63, 30, 45, 195, 30, 221, 16, 169, 155, 209, 206, 15, 177, 193, 207,
    1, 52, 14, 48, 191, 205, 1, 237, 29, 6, 191, 179, 22, 193, 4, 31,
    64, 49, 22, 240, 225, 206, 45, 28, 112, 237, 191, 175, 31, 17, 239, 237,
    207, 254, 66, 31, 215, 187, 193, 157, 107, 15, 50, 185, 224, 211, 51, 46,
    240, 32, 173, 239, 240, 11, 157, 204, 14, 240, 78, 208, 19, 255, 47, 211,
    68, 224, 79, 18, 243, 50, 62, 73, 242, 30, 209, 242, 11, 249, 31, 252,
    227, 50, 13, 46, 242, 12, 33, 35, 49, 238, 15, 2, 0, 226, 14, 252,
    0, 30, 241, 239, 253, 61, 251, 29, 79, 51, 243, 195, 16, 19, 48, 21,
    35, 144, 16, 17, 2, 225, 191, 31, 75, 254,
};
static const int16_t bias_3[7] = {
    153, 2085, 562, 550, 567, 1651, -329,
};
static const uint16_t multiplier_3[7] = {
    23841, 18323, 24809, 21799, 32783, 30841, 29773,
};
NETWORK_LAYER void layer_3(void)
{
    mirrored_4(network_memory + 1400, network_memory + 0, weights_3, bias_3, multiplier_3, 5, 5, 12, 12, 5, 5, 14, 3, 3, 1, 1, -128, -128, 19);
}

/* conv, 5x5x14 to 5x5x16, int4_m */
static const uint8_t weights_4[504] = {
    17, 64, 188, 17, 241, 18, 48, 65, 229, 45, 79, 13, 239, 244, 48, 188,
    2, 14, 2, 0, 252, 239, 207, 14, 67, 224, 46, 225, 251, 29, 224, 226,
    61, 242, 205, 206, 243, 224, 199, 65, 195, 62, 47, 55, 1, 255, 227, 45,
    31, 242, 16, 222, 227, 241, 204, 45, 47, 35, 29, 226, 47, 47, 240, 207,
    18, 238, 195, 224, 235, 90, 14, 37, 33, 2, 11, 253, 2, 255, 67, 239,
    193, 236, 244, 231, 10, 85, 207, 229, 196, 49, 239, 49, 6, 63, 255, 28,
    194, 14, 62, 47, 225, 222, 251, 240, 52, 253, 60, 94, 225, 33, 112, 164,
    31, 63, 236, 1, 255, 65, 7, 238, 47, 206, 238, 49, 50, 66, 230, 30,
    227, 242, 67, 207, 243, 50, 16, 177, 58, 1, 126, 164, 47, 37, 223, 29,
    254, 108, 240, 65, 240, 250, 193, 189, 208, 2, 254, 2, 160, 254, 208, 220,
    241, 226, 3, 189, 223, 79, 69, 206, 239, 15, 17, 226, 251, 243, 221, 162,
    209, 228, 209, 26, 210, 14, 224, 47, 241, 2, 18, 195, 113, 189, 59, 238,
    192, 212, 223, 253, 79, 3, 242, 14, 2, 226, 186, 252, 20, 238, 44, 80,
    208, 4, 206, 254, 3, 224, 39, 16, 2, 148, 34, 43, 91, 111, 191, 255,
    240, 26, 224, 60, 195, 47, 44, 238, 3, 0, 64, 235, 17, 194, 223, 3,
    75, 75, 30, 174, 1, 205, 225, 37, 17, 97, 16, 49, 220, 1, 244, 29,
    79, 31, 192, 241, 29, 144, 202, 207, 45, 159, 196, 175, 25, 173, 223, 207,
    159, 237, 225, 54, 46, 29, 16, 0, 160, 252, 95, 17, 28, 235, 254, 94,
    239, 111, 221, 16, 208, 255, 16, 208, 250, 15, 177, 18, 33, 235, 253, 240,
    224, 61, 47, 210, 46, 254, 34, 226, 31, 239, 239, 0, 224, 48, 32, 2,
    114, 192, 239, 49, 255, 34, 79, 32, 28, 79, 209, 17, 209, 78, 48, 254,
    255, 112, 241, 211, 46, 243, 32, 18, 34, 125, 226, 144, 28, 48, 62, 196,
    18, 254, 16, 226, 176, 63, 17, 226, 15, 15, 30, 236, 255, 194, 2, 194,
    16, 236, 98, 187, 17, 28, 239, 53, 243, 20, 51, 29, 14, 31, 51, 221,
    1, 244, 252, 49, 206, 16, 255, 242, 208, 61, 0, 224, 19, 79, 63, 12,
    14, 0, 242, 242, 224, 218, 236, 241, 15, 16, 45, 254, 238, 79, 226, 47,
    212, 65, 191, 16, 254, 21, 17, 208, 17, 14, 17, 241, 16, 0, 49, 3,
    1, 29, 1, 2, 48, 16, 35, 158, 14, 60, 47, 1, 14, 225, 32, 242,
    14, 210, 228, 226, 47, 1, 81, 251, 46, 241, 49, 240, 255, 224, 123, 238,
    62, 13, 193, 226, 240, 67, 33, 53, 47, 78, 2, 49, 222, 16, 202, 66,
    34, 15, 224, 113, 30, 253, 235, 242, 225, 240, 68, 35, 2, 16, 33, 240,
    254, 45, 32, 63, 30, 19, 241, 33,
};
static const int16_t bias_4[8] = {
    -551, -1961, 319, 8, -22280, -1266, -426, -11638,
};
static const uint16_t multiplier_4[8] = {
    54339, 47393, 50315, 51443, 277, 50185, 58699, 863,
};
NETWORK_LAYER void layer_4(void)
{
    mirrored_4(network_memory + 0, network_memory + 1300, weights_4, bias_4, multiplier_4, 5, 5, 14, 14, 5, 5, 16, 3, 3, 1, 1, -128, -128, 19);
}

/* avg_pool, 5x5x16 to 1x1x16 */
NETWORK_LAYER void layer_5(void)
{
    average_pool(network_memory + 1300, network_memory + 0, 5, 5, 16, 1, 1, 5, 5, 5, 5, -128);
}

/* linear, 1x1x16 to 1x1x2, int4 */
static const uint8_t weights_6[16] = {
    102, 153, 219, 85, 15, 70, 187, 30, 204, 119, 66, 221, 1, 188, 84, 31,
};
static const int16_t bias_6[2] = {
    41, -38,
};
static const uint16_t multiplier_6[2] = {
    54405, 59725,
};
NETWORK_LAYER void layer_6(void)
{
    dense_4(network_memory + 0, network_memory + 1698, weights_6, bias_6, multiplier_6, 1, 1, 16, 16, 1, 1, 2, 1, 1, 1, 1, -128, -13, 17);
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

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
    222, 7, 0, 64, 156, 42, 222, 21, 21, 2, 254, 209, 194, 213, 23, 32,
    239, 31, 94, 245, 27, 31, 32, 31, 208, 27, 63, 12, 226, 241, 73, 20,
    4, 176, 57, 245, 0, 82, 181, 31, 241, 19, 13, 2, 255, 191, 242, 23,
    225, 254, 176, 80, 4, 224, 62, 238, 2, 78, 255, 30, 15, 39, 42, 167,
    244, 255, 197, 1,
};
static const int16_t bias_0[5] = {
    1519, 708, 233, 571, -322,
};
static const uint16_t multiplier_0[5] = {
    25715, 26463, 25389, 40165, 35095,
};
NETWORK_LAYER void layer_0(void)
{
    dense_4(network_memory + 0, network_memory + 1200, weights_0, bias_0, multiplier_0, 20, 20, 3, 3, 10, 10, 5, 3, 3, 2, 2, -128, -128, 19);
}

/* conv, 10x10x5 to 10x10x12, int4 */
static const uint8_t weights_1[270] = {
    16, 255, 242, 13, 227, 33, 15, 16, 94, 210, 124, 155, 47, 29, 17, 30,
    14, 64, 26, 33, 64, 17, 30, 0, 255, 254, 63, 31, 1, 16, 31, 45,
    50, 62, 249, 15, 33, 30, 32, 15, 47, 77, 240, 30, 31, 16, 0, 63,
    4, 10, 255, 241, 16, 16, 254, 82, 146, 223, 16, 15, 240, 241, 16, 18,
    15, 0, 0, 224, 239, 20, 209, 46, 15, 18, 17, 253, 92, 2, 201, 18,
    47, 17, 240, 242, 18, 192, 254, 0, 18, 1, 0, 16, 2, 83, 115, 15,
    237, 13, 2, 18, 241, 241, 14, 234, 253, 16, 15, 254, 255, 239, 17, 16,
    208, 45, 29, 65, 67, 22, 18, 33, 158, 174, 45, 254, 254, 33, 33, 50,
    2, 18, 224, 237, 9, 1, 16, 13, 19, 48, 0, 14, 4, 236, 191, 79,
    225, 16, 241, 81, 144, 176, 47, 33, 196, 33, 17, 33, 14, 29, 210, 94,
    227, 18, 249, 59, 49, 7, 220, 76, 62, 145, 222, 22, 85, 254, 173, 14,
    48, 211, 33, 66, 50, 4, 249, 237, 78, 16, 15, 192, 171, 126, 66, 34,
    15, 0, 47, 50, 18, 255, 255, 240, 0, 16, 16, 16, 0, 53, 251, 162,
    78, 224, 17, 255, 161, 109, 49, 7, 11, 241, 240, 1, 242, 241, 240, 0,
    15, 240, 239, 79, 208, 253, 16, 16, 16, 211, 2, 25, 45, 147, 78, 110,
    33, 32, 78, 34, 209, 70, 44, 238, 208, 208, 64, 13, 16, 196, 224, 51,
    1, 113, 95, 2, 178, 225, 224, 26, 95, 10, 253, 207, 81, 34,
};
static const int16_t bias_1[12] = {
    3, 29, 115, 296, 97, 135, -12, -239, -70, -27, -512, -147,
};
static const uint16_t multiplier_1[12] = {
    30447, 41445, 34647, 35767, 30201, 18819, 25959, 16751, 37507, 31045, 18857, 19741,
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
    193, 254, 18, 208, 226, 31, 192, 220, 79, 163, 210, 67, 192, 255, 158, 226,
    255, 240, 178, 0, 18, 0, 146, 13, 222, 239, 31, 47, 224, 50, 13, 0,
    16, 32, 14, 37, 209, 34, 196, 47, 195, 253, 238, 0, 236, 14, 15, 18,
    31, 17, 33, 16, 63, 34, 240, 1, 45, 224, 192, 205, 225, 50, 147, 1,
    242, 237, 1, 50, 225, 177, 2, 33, 63, 68, 239, 245, 254, 204, 17, 50,
    243, 242, 15, 222, 0, 0, 111, 207, 0, 239, 78, 254, 35, 199, 93, 225,
    47, 238, 239, 227, 46, 242, 30, 255, 95, 209, 238, 0, 1, 255, 238, 238,
    17, 16, 14, 204, 61, 223, 14, 240, 31, 0, 1, 223, 13, 35, 208, 221,
    239, 30, 242, 49, 230, 238, 20, 75, 243, 47, 17, 240, 195, 31, 51, 18,
    192, 17, 242, 238, 175, 16, 246, 119, 181, 46, 212, 29, 1, 51, 254, 27,
    2, 18, 243, 255, 18, 81, 244, 254, 47, 0, 208, 13, 49, 1, 77, 255,
    34, 16, 47, 242, 225, 51, 178, 18, 223, 153, 45, 34, 31, 19, 78, 190,
    46, 16, 33, 181, 45, 189, 32, 103, 219, 2, 30, 189, 58, 84, 63, 5,
    45, 223, 14, 16, 15, 211, 253, 0, 31, 240, 157, 10, 210, 32, 0, 241,
    80, 9, 240, 64, 33, 17, 89, 217, 235, 174, 239, 170, 156, 252, 207, 236,
    3, 203, 159, 229, 223, 239, 231, 187, 213, 195, 226, 47, 34, 255, 237, 208,
    240, 169, 228, 220, 220, 236, 231, 63, 230, 220, 198, 47, 215, 101, 238, 0,
    12, 255, 30, 241, 241, 17, 241, 96, 1, 31, 239, 0, 30, 33, 240, 16,
    197, 18, 229, 47, 193, 14, 146, 67, 175, 234, 197, 11, 155, 237, 162, 222,
    205, 172, 49, 17, 221, 226, 33, 223, 190, 220, 9, 204, 210, 254, 191, 0,
    198, 50, 14, 35, 3, 255, 23, 61, 240, 14, 17, 18, 30, 1, 19, 0,
    15, 17, 239, 47, 0, 224, 36, 51, 163, 16, 18, 14, 62, 17, 26, 16,
    15, 205, 0, 238, 1, 251, 254, 237, 32, 238, 194, 14, 66, 0, 16, 239,
    255, 1, 18, 238, 255, 255, 13, 239, 2, 0,
};
static const int16_t bias_3[7] = {
    958, 152, 635, 40, 2410, 1410, 795,
};
static const uint16_t multiplier_3[7] = {
    41695, 30211, 28309, 31533, 26921, 35937, 34827,
};
NETWORK_LAYER void layer_3(void)
{
    mirrored_4(network_memory + 1400, network_memory + 0, weights_3, bias_3, multiplier_3, 5, 5, 12, 12, 5, 5, 14, 3, 3, 1, 1, -128, -128, 19);
}

/* conv, 5x5x14 to 5x5x16, int4_m */
static const uint8_t weights_4[504] = {
    21, 16, 15, 109, 29, 23, 61, 62, 50, 234, 13, 0, 181, 9, 12, 225,
    176, 250, 228, 45, 239, 18, 254, 188, 0, 18, 239, 226, 241, 29, 46, 37,
    223, 60, 81, 41, 66, 13, 73, 78, 44, 17, 2, 208, 94, 242, 34, 253,
    30, 1, 81, 7, 2, 49, 228, 49, 19, 94, 255, 174, 191, 220, 29, 33,
    193, 113, 64, 18, 118, 157, 240, 14, 255, 64, 18, 28, 222, 205, 45, 242,
    30, 78, 226, 221, 206, 194, 44, 46, 245, 208, 224, 1, 237, 213, 48, 239,
    176, 16, 35, 14, 66, 15, 46, 225, 100, 14, 219, 35, 59, 177, 33, 64,
    238, 190, 48, 193, 14, 33, 225, 0, 220, 210, 174, 35, 20, 62, 205, 30,
    179, 153, 7, 34, 207, 13, 48, 191, 207, 53, 29, 204, 193, 223, 98, 224,
    14, 91, 194, 208, 226, 34, 36, 80, 14, 51, 240, 47, 73, 230, 16, 74,
    174, 217, 206, 242, 75, 227, 29, 191, 50, 173, 225, 155, 3, 207, 49, 5,
    53, 186, 255, 82, 15, 96, 185, 29, 223, 55, 238, 87, 172, 15, 63, 14,
    252, 32, 31, 241, 228, 15, 228, 1, 16, 242, 209, 1, 4, 226, 15, 0,
    16, 208, 209, 33, 33, 255, 77, 241, 16, 16, 12, 18, 0, 224, 222, 47,
    16, 33, 44, 0, 34, 238, 19, 16, 17, 255, 3, 124, 238, 32, 0, 254,
    15, 47, 19, 15, 45, 223, 209, 241, 240, 2, 240, 252, 164, 13, 61, 253,
    238, 238, 16, 78, 62, 252, 225, 15, 255, 63, 238, 0, 109, 3, 31, 16,
    240, 209, 17, 95, 49, 14, 246, 79, 30, 50, 227, 243, 245, 17, 14, 36,
    209, 227, 242, 208, 239, 176, 146, 1, 221, 189, 67, 60, 45, 46, 47, 36,
    192, 1, 48, 206, 2, 224, 243, 254, 239, 193, 176, 240, 50, 244, 237, 240,
    15, 226, 31, 77, 2, 194, 62, 45, 222, 34, 80, 51, 18, 255, 240, 225,
    224, 81, 63, 48, 209, 245, 175, 208, 207, 1, 12, 36, 20, 12, 255, 241,
    239, 180, 12, 253, 30, 113, 225, 109, 46, 178, 34, 237, 225, 210, 160, 237,
    211, 210, 160, 215, 49, 174, 150, 63, 2, 239, 212, 189, 194, 30, 161, 52,
    32, 195, 210, 236, 46, 69, 236, 11, 15, 44, 14, 4, 7, 29, 29, 239,
    253, 1, 31, 161, 17, 50, 193, 18, 211, 1, 31, 192, 2, 41, 32, 2,
    254, 194, 95, 242, 204, 1, 96, 255, 31, 113, 81, 46, 238, 242, 3, 79,
    176, 241, 190, 240, 208, 192, 14, 83, 243, 20, 230, 48, 30, 17, 20, 242,
    34, 231, 36, 16, 99, 44, 46, 238, 16, 65, 1, 6, 41, 32, 207, 18,
    17, 42, 233, 209, 255, 207, 15, 253, 49, 32, 190, 6, 36, 1, 189, 48,
    239, 226, 17, 49, 244, 34, 37, 0, 2, 62, 30, 51, 110, 19, 0, 20,
    29, 63, 241, 48, 15, 45, 243, 45,
};
static const int16_t bias_4[8] = {
    -333, -744, 692, -403, -338, 52, -364, -32767,
};
static const uint16_t multiplier_4[8] = {
    22435, 26391, 19091, 37463, 25417, 26945, 22993, 97,
};
NETWORK_LAYER void layer_4(void)
{
    mirrored_4(network_memory + 0, network_memory + 1300, weights_4, bias_4, multiplier_4, 5, 5, 14, 14, 5, 5, 16, 3, 3, 1, 1, -128, -128, 18);
}

/* avg_pool, 5x5x16 to 1x1x16 */
NETWORK_LAYER void layer_5(void)
{
    average_pool(network_memory + 1300, network_memory + 0, 5, 5, 16, 1, 1, 5, 5, 5, 5, -128);
}

/* linear, 1x1x16 to 1x1x2, int4 */
static const uint8_t weights_6[16] = {
    69, 102, 85, 188, 101, 186, 187, 16, 187, 153, 221, 70, 221, 117, 84, 242,
};
static const int16_t bias_6[2] = {
    13, -13,
};
static const uint16_t multiplier_6[2] = {
    59031, 56055,
};
NETWORK_LAYER void layer_6(void)
{
    dense_4(network_memory + 0, network_memory + 1698, weights_6, bias_6, multiplier_6, 1, 1, 16, 16, 1, 1, 2, 1, 1, 1, 1, -128, -22, 17);
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

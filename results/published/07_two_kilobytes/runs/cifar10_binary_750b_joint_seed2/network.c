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

/* conv, 16x16x3 to 8x8x6, int4 */
static const uint8_t weights_0[81] = {
    254, 240, 15, 63, 225, 255, 204, 62, 87, 238, 242, 30, 50, 225, 47, 220,
    243, 0, 78, 148, 95, 250, 49, 3, 222, 224, 34, 242, 7, 110, 210, 16,
    61, 239, 20, 30, 255, 9, 194, 48, 238, 0, 14, 18, 49, 239, 2, 112,
    207, 3, 243, 17, 18, 255, 37, 3, 169, 20, 16, 50, 223, 14, 239, 253,
    242, 35, 252, 240, 49, 188, 239, 49, 206, 61, 48, 1, 242, 204, 87, 33,
    207,
};
static const int16_t bias_0[6] = {
    1230, 1935, -280, -1209, 956, 830,
};
static const uint16_t multiplier_0[6] = {
    30857, 25531, 37927, 33459, 39175, 41217,
};
NETWORK_LAYER void layer_0(void)
{
    dense_4(network_memory + 0, network_memory + 768, weights_0, bias_0, multiplier_0, 16, 16, 3, 3, 8, 8, 6, 3, 3, 2, 2, -128, -128, 19);
}

/* conv, 8x8x6 to 8x8x8, int4 */
static const uint8_t weights_1[216] = {
    221, 1, 17, 15, 17, 239, 255, 46, 241, 192, 76, 51, 252, 30, 224, 28,
    243, 20, 61, 254, 243, 123, 146, 175, 99, 146, 3, 241, 0, 14, 255, 15,
    224, 235, 0, 30, 167, 2, 47, 177, 242, 45, 238, 225, 17, 116, 206, 34,
    36, 191, 28, 242, 244, 16, 32, 224, 15, 255, 65, 32, 240, 226, 18, 244,
    32, 1, 57, 242, 189, 224, 33, 64, 237, 32, 15, 247, 225, 37, 48, 31,
    254, 228, 240, 240, 30, 35, 33, 15, 255, 31, 25, 16, 85, 212, 68, 9,
    34, 15, 209, 240, 33, 253, 66, 208, 244, 222, 241, 47, 65, 237, 222, 205,
    94, 79, 225, 241, 34, 247, 12, 18, 223, 252, 2, 240, 241, 16, 177, 237,
    50, 241, 255, 225, 31, 15, 15, 225, 255, 241, 28, 255, 17, 65, 30, 30,
    254, 15, 2, 156, 15, 14, 115, 233, 209, 16, 254, 15, 225, 0, 2, 220,
    237, 18, 192, 255, 0, 47, 228, 93, 93, 50, 78, 125, 242, 17, 14, 237,
    211, 224, 4, 240, 0, 52, 31, 79, 34, 1, 224, 204, 212, 13, 32, 15,
    241, 224, 226, 50, 240, 46, 213, 146, 240, 71, 46, 106, 255, 213, 59, 62,
    46, 44, 42, 247, 255, 205, 111, 213,
};
static const int16_t bias_1[8] = {
    773, -271, -159, -17, 429, 1209, -395, -196,
};
static const uint16_t multiplier_1[8] = {
    30763, 33873, 49903, 47441, 39123, 38865, 45029, 39197,
};
NETWORK_LAYER void layer_1(void)
{
    dense_4(network_memory + 768, network_memory + 0, weights_1, bias_1, multiplier_1, 8, 8, 6, 6, 8, 8, 8, 3, 3, 1, 1, -128, -128, 19);
}

/* max_pool, 8x8x8 to 4x4x8 */
NETWORK_LAYER void layer_2(void)
{
    max_pool(network_memory + 0, network_memory + 1024, 8, 8, 8, 4, 4, 2, 2, 2, 2, -128);
}

/* conv, 4x4x8 to 4x4x8, int4_m */
static const uint8_t weights_3[144] = {
    208, 19, 159, 51, 193, 240, 245, 80, 212, 192, 195, 80, 47, 32, 243, 1,
    30, 45, 244, 48, 0, 208, 245, 32, 13, 18, 244, 48, 13, 30, 229, 0,
    1, 0, 209, 240, 33, 205, 202, 1, 33, 245, 251, 20, 47, 238, 17, 15,
    240, 214, 189, 240, 209, 38, 160, 127, 12, 53, 237, 17, 14, 195, 17, 219,
    162, 226, 244, 27, 193, 37, 3, 240, 205, 17, 14, 17, 241, 241, 15, 32,
    242, 190, 204, 222, 116, 32, 252, 18, 48, 15, 31, 0, 240, 224, 16, 239,
    33, 12, 254, 4, 16, 44, 14, 242, 63, 15, 224, 0, 33, 5, 225, 50,
    160, 145, 210, 77, 146, 220, 170, 29, 254, 16, 242, 50, 206, 186, 17, 1,
    29, 27, 252, 4, 31, 14, 245, 210, 191, 221, 30, 31, 48, 78, 49, 226,
};
static const int16_t bias_3[4] = {
    -188, 874, 976, 2040,
};
static const uint16_t multiplier_3[4] = {
    31741, 23555, 43281, 34087,
};
NETWORK_LAYER void layer_3(void)
{
    mirrored_4(network_memory + 1024, network_memory + 0, weights_3, bias_3, multiplier_3, 4, 4, 8, 8, 4, 4, 8, 3, 3, 1, 1, -128, -128, 19);
}

/* conv, 4x4x8 to 4x4x8, int4_m */
static const uint8_t weights_4[144] = {
    65, 17, 235, 238, 48, 77, 240, 192, 226, 44, 31, 255, 193, 254, 237, 255,
    146, 254, 237, 46, 255, 243, 221, 31, 30, 44, 156, 249, 46, 1, 227, 17,
    11, 62, 237, 55, 220, 238, 239, 30, 222, 17, 193, 17, 13, 16, 0, 5,
    67, 208, 3, 14, 38, 238, 66, 255, 28, 50, 9, 1, 15, 207, 223, 210,
    1, 224, 213, 50, 255, 17, 236, 36, 223, 112, 225, 1, 47, 223, 30, 94,
    3, 228, 19, 64, 61, 62, 47, 237, 254, 209, 14, 178, 239, 245, 1, 22,
    240, 1, 251, 80, 255, 67, 14, 242, 221, 0, 2, 224, 224, 4, 39, 1,
    16, 64, 255, 31, 44, 60, 12, 22, 32, 238, 242, 15, 255, 255, 34, 254,
    14, 35, 2, 255, 225, 192, 18, 20, 2, 225, 32, 15, 255, 225, 33, 13,
};
static const int16_t bias_4[4] = {
    438, -512, -883, -769,
};
static const uint16_t multiplier_4[4] = {
    27447, 34763, 39595, 38415,
};
NETWORK_LAYER void layer_4(void)
{
    mirrored_4(network_memory + 0, network_memory + 1024, weights_4, bias_4, multiplier_4, 4, 4, 8, 8, 4, 4, 8, 3, 3, 1, 1, -128, -128, 18);
}

/* avg_pool, 4x4x8 to 1x1x8 */
NETWORK_LAYER void layer_5(void)
{
    average_pool(network_memory + 1024, network_memory + 0, 4, 4, 8, 1, 1, 4, 4, 4, 4, -128);
}

/* linear, 1x1x8 to 1x1x2, int4 */
static const uint8_t weights_6[8] = {
    201, 84, 101, 201, 101, 187, 170, 117,
};
static const int16_t bias_6[2] = {
    35, -28,
};
static const uint16_t multiplier_6[2] = {
    49865, 62185,
};
NETWORK_LAYER void layer_6(void)
{
    dense_4(network_memory + 0, network_memory + 1150, weights_6, bias_6, multiplier_6, 1, 1, 8, 8, 1, 1, 2, 1, 1, 1, 1, -128, -5, 17);
}

int8_t *network_input(void)
{
    return network_memory + 0;
}

const int8_t *network_output(void)
{
    return network_memory + 1150;
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

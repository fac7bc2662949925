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

/* conv, 16x16x3 to 8x8x6, int4_m */
static const uint8_t weights_0[41] = {
    228, 9, 20, 121, 37, 29, 17, 7, 27, 150, 228, 1, 125, 250, 60, 83,
    221, 212, 222, 124, 148, 37, 159, 66, 240, 49, 181, 32, 158, 223, 12, 103,
    93, 103, 202, 160, 237, 31, 125, 23, 14,
};
static const int16_t bias_0[3] = {
    -34, 250, -357,
};
static const uint16_t multiplier_0[3] = {
    34499, 25193, 45693,
};
NETWORK_LAYER void layer_0(void)
{
    mirrored_4(network_memory + 0, network_memory + 768, weights_0, bias_0, multiplier_0, 16, 16, 3, 3, 8, 8, 6, 3, 3, 2, 2, -128, -128, 19);
}

/* conv, 8x8x6 to 8x8x10, int4_m */
static const uint8_t weights_1[135] = {
    239, 18, 0, 236, 49, 13, 19, 14, 78, 0, 16, 63, 39, 219, 94, 33,
    221, 48, 1, 239, 30, 14, 224, 76, 0, 2, 47, 241, 1, 223, 174, 7,
    162, 99, 195, 181, 46, 254, 15, 95, 185, 206, 144, 229, 198, 0, 32, 0,
    33, 44, 14, 29, 61, 15, 239, 17, 241, 255, 61, 2, 49, 197, 244, 17,
    0, 0, 49, 22, 224, 157, 217, 245, 0, 17, 255, 239, 47, 241, 95, 77,
    240, 16, 16, 29, 34, 255, 44, 206, 211, 0, 14, 238, 15, 25, 107, 205,
    23, 49, 63, 63, 17, 16, 9, 193, 240, 20, 33, 238, 93, 238, 20, 82,
    244, 213, 64, 21, 226, 25, 29, 114, 219, 251, 95, 234, 28, 113, 239, 15,
    47, 226, 240, 30, 239, 1, 48,
};
static const int16_t bias_1[5] = {
    490, 243, 225, -36, 1005,
};
static const uint16_t multiplier_1[5] = {
    56191, 53003, 51551, 48115, 33859,
};
NETWORK_LAYER void layer_1(void)
{
    mirrored_4(network_memory + 768, network_memory + 0, weights_1, bias_1, multiplier_1, 8, 8, 6, 6, 8, 8, 10, 3, 3, 1, 1, -128, -128, 19);
}

/* max_pool, 8x8x10 to 4x4x10 */
NETWORK_LAYER void layer_2(void)
{
    max_pool(network_memory + 0, network_memory + 992, 8, 8, 10, 4, 4, 2, 2, 2, 2, -128);
}

/* conv, 4x4x10 to 4x4x10, int4_m */
static const uint8_t weights_3[225] = {
    61, 15, 207, 171, 50, 45, 48, 226, 174, 243, 15, 249, 203, 47, 172, 211,
    48, 106, 189, 6, 239, 61, 16, 207, 212, 20, 0, 33, 80, 252, 109, 92,
    249, 220, 5, 153, 238, 177, 174, 209, 179, 241, 2, 19, 235, 14, 35, 17,
    1, 254, 225, 73, 25, 224, 176, 146, 29, 110, 176, 209, 66, 3, 240, 15,
    34, 12, 17, 0, 240, 222, 17, 43, 36, 226, 237, 253, 34, 15, 255, 18,
    97, 2, 4, 223, 20, 32, 176, 240, 254, 190, 240, 18, 197, 221, 49, 107,
    211, 228, 43, 191, 32, 2, 189, 250, 240, 221, 196, 226, 240, 4, 99, 195,
    35, 50, 12, 118, 19, 31, 14, 254, 34, 222, 17, 244, 15, 242, 223, 31,
    19, 30, 28, 177, 19, 49, 10, 97, 215, 37, 61, 183, 123, 23, 247, 20,
    127, 206, 230, 18, 97, 148, 64, 55, 240, 52, 27, 237, 32, 89, 5, 149,
    185, 81, 208, 99, 208, 210, 1, 83, 34, 110, 3, 16, 58, 33, 196, 82,
    221, 175, 239, 224, 213, 78, 220, 30, 178, 239, 14, 60, 31, 47, 3, 16,
    15, 176, 15, 51, 243, 253, 110, 179, 14, 17, 238, 30, 98, 212, 124, 253,
    244, 127, 225, 60, 185, 169, 28, 230, 34, 10, 177, 125, 244, 14, 34, 191,
    27,
};
static const int16_t bias_3[5] = {
    2306, 673, -1325, 273, 162,
};
static const uint16_t multiplier_3[5] = {
    60981, 61223, 58195, 40261, 63827,
};
NETWORK_LAYER void layer_3(void)
{
    mirrored_4(network_memory + 992, network_memory + 0, weights_3, bias_3, multiplier_3, 4, 4, 10, 10, 4, 4, 10, 3, 3, 1, 1, -128, -128, 20);
}

/* conv, 4x4x10 to 4x4x10, int4_m */
static const uint8_t weights_4[225] = {
    118, 79, 166, 236, 28, 90, 16, 77, 254, 123, 58, 47, 211, 255, 32, 226,
    63, 73, 59, 19, 255, 47, 20, 239, 16, 192, 19, 2, 30, 46, 146, 16,
    202, 209, 96, 194, 207, 157, 241, 231, 17, 144, 220, 2, 1, 65, 195, 144,
    237, 35, 45, 225, 224, 222, 5, 46, 17, 2, 224, 76, 17, 194, 252, 208,
    22, 14, 240, 76, 15, 208, 15, 13, 53, 238, 44, 241, 1, 31, 15, 12,
    208, 48, 189, 196, 208, 47, 125, 94, 174, 199, 36, 208, 210, 64, 254, 55,
    18, 35, 12, 20, 45, 29, 30, 34, 35, 77, 64, 241, 16, 18, 2, 49,
    241, 220, 241, 158, 247, 222, 13, 63, 252, 0, 31, 203, 47, 147, 12, 14,
    189, 191, 97, 4, 242, 22, 238, 243, 3, 155, 36, 27, 223, 225, 4, 9,
    1, 190, 176, 51, 113, 219, 16, 0, 67, 14, 252, 171, 241, 251, 217, 207,
    29, 175, 220, 95, 250, 12, 15, 55, 254, 178, 239, 46, 144, 240, 178, 111,
    155, 82, 236, 195, 225, 224, 253, 242, 240, 46, 210, 13, 94, 14, 85, 153,
    0, 222, 209, 241, 14, 253, 158, 227, 254, 39, 255, 12, 205, 118, 0, 181,
    48, 21, 215, 153, 241, 211, 35, 201, 17, 30, 47, 224, 6, 195, 254, 15,
    33,
};
static const int16_t bias_4[5] = {
    -563, 219, -528, 1456, -11979,
};
static const uint16_t multiplier_4[5] = {
    22075, 36469, 32633, 22479, 663,
};
NETWORK_LAYER void layer_4(void)
{
    mirrored_4(network_memory + 0, network_memory + 992, weights_4, bias_4, multiplier_4, 4, 4, 10, 10, 4, 4, 10, 3, 3, 1, 1, -128, -128, 18);
}

/* avg_pool, 4x4x10 to 1x1x10 */
NETWORK_LAYER void layer_5(void)
{
    average_pool(network_memory + 992, network_memory + 0, 4, 4, 10, 1, 1, 4, 4, 4, 4, -128);
}

/* linear, 1x1x10 to 1x1x2, int4 */
static const uint8_t weights_6[10] = {
    205, 204, 15, 153, 0, 224, 255, 186, 170, 240,
};
static const int16_t bias_6[2] = {
    40, -59,
};
static const uint16_t multiplier_6[2] = {
    39433, 27063,
};
NETWORK_LAYER void layer_6(void)
{
    dense_4(network_memory + 0, network_memory + 1150, weights_6, bias_6, multiplier_6, 1, 1, 10, 10, 1, 1, 2, 1, 1, 1, 1, -128, 127, 16);
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

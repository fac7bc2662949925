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
    82, 173, 241, 78, 52, 238, 0, 39, 45, 242, 33, 16, 224, 145, 51, 113,
    1, 176, 0, 7, 49, 211, 42, 46, 209, 31, 33, 224, 93, 23, 254, 241,
    191, 99, 254, 224, 30, 224, 210, 79, 64, 39, 255, 28, 13, 116, 237, 158,
    34, 208, 213, 46, 240, 47, 78, 229, 210, 32, 157, 253, 65, 225, 228, 255,
    0, 16, 32, 224, 163, 97, 229, 29, 127, 145, 252, 255, 2, 243, 238, 46,
    18,
};
static const int16_t bias_0[6] = {
    -557, -177, 446, 299, 572, 560,
};
static const uint16_t multiplier_0[6] = {
    24841, 29179, 33381, 27627, 42341, 41033,
};
NETWORK_LAYER void layer_0(void)
{
    dense_4(network_memory + 0, network_memory + 768, weights_0, bias_0, multiplier_0, 16, 16, 3, 3, 8, 8, 6, 3, 3, 2, 2, -128, -128, 19);
}

/* conv, 8x8x6 to 8x8x12, int4_m */
static const uint8_t weights_1[162] = {
    3, 241, 240, 240, 240, 18, 254, 1, 255, 157, 224, 238, 103, 255, 21, 18,
    1, 2, 201, 16, 236, 239, 241, 254, 19, 16, 1, 32, 14, 0, 205, 36,
    15, 18, 16, 240, 52, 222, 17, 115, 250, 209, 223, 224, 31, 224, 0, 255,
    224, 223, 49, 47, 32, 1, 224, 46, 15, 52, 68, 207, 236, 159, 52, 1,
    1, 15, 16, 246, 238, 15, 236, 0, 15, 16, 32, 254, 15, 46, 18, 62,
    237, 71, 36, 251, 16, 19, 16, 254, 240, 16, 234, 29, 17, 185, 188, 51,
    220, 222, 1, 255, 205, 34, 53, 2, 255, 53, 53, 205, 33, 46, 30, 15,
    31, 0, 14, 16, 0, 67, 47, 238, 188, 178, 3, 1, 16, 1, 99, 32,
    254, 203, 146, 34, 0, 16, 0, 241, 30, 254, 241, 244, 4, 15, 255, 15,
    46, 244, 33, 236, 10, 41, 4, 48, 1, 1, 15, 1, 33, 17, 225, 254,
    225, 0,
};
static const int16_t bias_1[6] = {
    717, 237, 183, 260, 14, 110,
};
static const uint16_t multiplier_1[6] = {
    18187, 26419, 21305, 21957, 21701, 39873,
};
NETWORK_LAYER void layer_1(void)
{
    mirrored_4(network_memory + 768, network_memory + 0, weights_1, bias_1, multiplier_1, 8, 8, 6, 6, 8, 8, 12, 3, 3, 1, 1, -128, -128, 18);
}

/* max_pool, 8x8x12 to 4x4x12 */
NETWORK_LAYER void layer_2(void)
{
    max_pool(network_memory + 0, network_memory + 960, 8, 8, 12, 4, 4, 2, 2, 2, 2, -128);
}

/* conv, 4x4x12 to 4x4x8, int4_m */
static const uint8_t weights_3[216] = {
    249, 62, 205, 18, 0, 43, 42, 61, 45, 210, 64, 74, 155, 49, 244, 212,
    32, 3, 18, 58, 44, 19, 205, 33, 206, 90, 49, 226, 222, 30, 20, 14,
    240, 204, 221, 19, 225, 213, 13, 18, 226, 243, 9, 175, 165, 30, 206, 193,
    219, 252, 207, 203, 46, 20, 34, 16, 60, 225, 254, 47, 207, 28, 30, 19,
    253, 252, 207, 31, 31, 243, 29, 255, 126, 127, 221, 229, 3, 47, 17, 62,
    235, 182, 51, 28, 255, 241, 0, 255, 0, 239, 253, 239, 31, 1, 64, 13,
    213, 255, 63, 18, 33, 31, 15, 15, 32, 32, 224, 254, 210, 146, 244, 29,
    16, 161, 209, 255, 254, 14, 17, 5, 78, 91, 250, 31, 33, 41, 28, 243,
    239, 239, 255, 31, 93, 83, 33, 226, 239, 50, 63, 116, 158, 49, 188, 254,
    241, 68, 114, 146, 51, 78, 17, 1, 51, 31, 240, 18, 28, 208, 175, 14,
    14, 241, 66, 64, 14, 19, 1, 47, 179, 210, 1, 31, 32, 243, 193, 157,
    240, 249, 20, 211, 93, 33, 210, 18, 18, 51, 188, 224, 15, 207, 20, 242,
    16, 175, 20, 238, 33, 34, 192, 30, 227, 1, 15, 1, 80, 32, 35, 255,
    14, 238, 253, 34, 16, 12, 240, 0,
};
static const int16_t bias_3[4] = {
    1979, 823, -685, 972,
};
static const uint16_t multiplier_3[4] = {
    35499, 37121, 27849, 29665,
};
NETWORK_LAYER void layer_3(void)
{
    mirrored_4(network_memory + 960, network_memory + 0, weights_3, bias_3, multiplier_3, 4, 4, 12, 12, 4, 4, 8, 3, 3, 1, 1, -128, -128, 19);
}

/* conv, 4x4x8 to 4x4x8, int4_m */
static const uint8_t weights_4[144] = {
    39, 64, 14, 74, 16, 239, 1, 0, 237, 34, 4, 255, 239, 240, 15, 35,
    255, 255, 254, 239, 237, 12, 162, 209, 213, 191, 209, 240, 254, 254, 146, 2,
    31, 254, 239, 180, 241, 210, 208, 238, 81, 226, 223, 13, 67, 209, 241, 3,
    253, 207, 241, 240, 177, 15, 240, 251, 13, 207, 227, 241, 94, 13, 18, 34,
    32, 26, 17, 247, 52, 171, 241, 31, 238, 2, 33, 47, 102, 48, 254, 170,
    252, 32, 211, 15, 78, 235, 156, 32, 68, 253, 65, 252, 239, 161, 32, 16,
    126, 237, 178, 194, 229, 249, 50, 110, 243, 49, 33, 201, 246, 226, 236, 205,
    14, 209, 29, 155, 221, 95, 32, 207, 243, 63, 210, 222, 224, 32, 244, 221,
    240, 221, 223, 29, 209, 237, 1, 210, 45, 47, 160, 223, 47, 80, 194, 254,
};
static const int16_t bias_4[4] = {
    -79, -318, -115, 660,
};
static const uint16_t multiplier_4[4] = {
    28639, 35993, 26331, 38479,
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
    204, 203, 101, 155, 102, 118, 202, 71,
};
static const int16_t bias_6[2] = {
    101, -131,
};
static const uint16_t multiplier_6[2] = {
    63851, 49149,
};
NETWORK_LAYER void layer_6(void)
{
    dense_4(network_memory + 0, network_memory + 1150, weights_6, bias_6, multiplier_6, 1, 1, 8, 8, 1, 1, 2, 1, 1, 1, 1, -128, -1, 17);
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

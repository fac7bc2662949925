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

/* conv, 17x17x3 to 9x9x4, int4_m */
static const uint8_t weights_0[27] = {
    161, 223, 84, 17, 238, 150, 205, 215, 127, 215, 247, 237, 45, 237, 183, 147,
    82, 89, 126, 229, 172, 255, 158, 84, 241, 61, 254,
};
static const int16_t bias_0[2] = {
    710, 1646,
};
static const uint16_t multiplier_0[2] = {
    35423, 36135,
};
NETWORK_LAYER void layer_0(void)
{
    mirrored_4(network_memory + 0, network_memory + 867, weights_0, bias_0, multiplier_0, 17, 17, 3, 3, 9, 9, 4, 3, 3, 2, 2, -128, -128, 19);
}

/* conv, 9x9x4 to 9x9x10, int4_m */
static const uint8_t weights_1[90] = {
    79, 241, 222, 61, 3, 15, 146, 252, 23, 180, 1, 241, 64, 18, 255, 45,
    0, 15, 209, 239, 61, 96, 242, 240, 116, 244, 206, 233, 254, 66, 252, 82,
    20, 193, 1, 239, 17, 243, 17, 165, 253, 227, 83, 145, 9, 49, 14, 49,
    254, 62, 255, 47, 35, 16, 181, 23, 224, 37, 233, 242, 35, 191, 231, 7,
    213, 55, 172, 171, 3, 202, 36, 13, 252, 1, 208, 242, 226, 227, 239, 71,
    217, 249, 210, 1, 117, 30, 188, 66, 239, 253,
};
static const int16_t bias_1[5] = {
    115, -365, -364, -295, 987,
};
static const uint16_t multiplier_1[5] = {
    46059, 45875, 46055, 22541, 29013,
};
NETWORK_LAYER void layer_1(void)
{
    mirrored_4(network_memory + 867, network_memory + 0, weights_1, bias_1, multiplier_1, 9, 9, 4, 4, 9, 9, 10, 3, 3, 1, 1, -128, -128, 19);
}

/* max_pool, 9x9x10 to 5x5x10 */
NETWORK_LAYER void layer_2(void)
{
    max_pool(network_memory + 0, network_memory + 941, 9, 9, 10, 5, 5, 2, 2, 2, 2, -128);
}

/* conv, 5x5x10 to 5x5x10, int4_m */
static const uint8_t weights_3[225] = {
    33, 49, 14, 195, 218, 50, 253, 241, 226, 222, 17, 254, 0, 176, 253, 161,
    66, 45, 210, 235, 93, 46, 14, 215, 206, 57, 44, 25, 162, 179, 253, 16,
    28, 193, 2, 60, 30, 57, 214, 245, 29, 239, 234, 244, 243, 225, 210, 215,
    203, 126, 4, 225, 46, 113, 28, 86, 64, 49, 113, 214, 254, 35, 33, 13,
    37, 3, 1, 31, 241, 18, 224, 34, 0, 209, 191, 26, 84, 125, 212, 4,
    47, 225, 30, 241, 59, 174, 38, 242, 225, 244, 222, 240, 237, 150, 222, 1,
    28, 95, 228, 30, 15, 33, 49, 85, 255, 221, 190, 176, 255, 32, 241, 236,
    238, 221, 255, 15, 65, 16, 50, 240, 52, 254, 31, 63, 17, 220, 235, 252,
    240, 69, 26, 31, 238, 1, 57, 7, 15, 240, 19, 15, 231, 240, 209, 51,
    65, 227, 208, 177, 13, 236, 238, 218, 254, 243, 32, 191, 205, 242, 96, 254,
    29, 2, 50, 124, 196, 170, 209, 80, 79, 236, 202, 224, 126, 100, 234, 91,
    193, 96, 9, 208, 31, 30, 48, 174, 36, 14, 73, 61, 194, 226, 250, 63,
    46, 242, 241, 197, 188, 177, 110, 201, 64, 26, 61, 48, 158, 80, 14, 242,
    3, 244, 255, 242, 19, 2, 19, 17, 16, 78, 64, 34, 33, 17, 52, 47,
    241,
};
static const int16_t bias_3[5] = {
    1698, -917, 790, 783, -289,
};
static const uint16_t multiplier_3[5] = {
    26857, 24673, 41737, 25549, 37605,
};
NETWORK_LAYER void layer_3(void)
{
    mirrored_4(network_memory + 941, network_memory + 0, weights_3, bias_3, multiplier_3, 5, 5, 10, 10, 5, 5, 10, 3, 3, 1, 1, -128, -128, 19);
}

/* conv, 5x5x10 to 5x5x12, int4_m */
static const uint8_t weights_4[270] = {
    112, 2, 18, 195, 95, 58, 19, 226, 241, 32, 192, 3, 35, 50, 220, 4,
    176, 15, 223, 238, 78, 146, 254, 252, 221, 179, 197, 1, 14, 0, 180, 252,
    224, 63, 18, 62, 108, 175, 47, 28, 194, 51, 30, 50, 158, 25, 196, 195,
    15, 95, 236, 62, 226, 201, 217, 92, 122, 32, 203, 206, 242, 192, 19, 15,
    47, 180, 189, 214, 15, 45, 151, 233, 2, 64, 62, 228, 244, 172, 23, 14,
    76, 47, 194, 90, 250, 17, 30, 13, 221, 28, 96, 11, 11, 80, 227, 62,
    219, 192, 225, 17, 212, 29, 15, 255, 32, 15, 15, 61, 79, 242, 253, 14,
    206, 46, 225, 2, 29, 191, 226, 254, 167, 144, 124, 109, 166, 255, 207, 18,
    31, 225, 224, 242, 51, 70, 242, 199, 35, 32, 209, 79, 46, 252, 81, 202,
    66, 112, 30, 44, 241, 31, 224, 185, 95, 208, 192, 187, 255, 235, 194, 45,
    61, 240, 241, 220, 81, 0, 233, 198, 75, 64, 97, 255, 212, 222, 89, 22,
    229, 95, 204, 19, 32, 19, 222, 241, 34, 9, 49, 195, 4, 15, 220, 34,
    5, 209, 204, 69, 16, 13, 243, 221, 13, 192, 0, 2, 32, 51, 160, 13,
    177, 236, 181, 0, 114, 63, 242, 79, 240, 240, 19, 63, 43, 18, 223, 179,
    144, 103, 173, 39, 197, 99, 188, 223, 195, 192, 29, 0, 207, 41, 2, 222,
    255, 16, 2, 254, 2, 30, 61, 160, 146, 211, 222, 16, 62, 242, 188, 30,
    13, 76, 210, 15, 239, 221, 19, 245, 241, 237, 15, 65, 1, 50,
};
static const int16_t bias_4[6] = {
    -505, 32, -603, -664, -1060, 106,
};
static const uint16_t multiplier_4[6] = {
    52097, 41247, 57743, 42795, 47373, 52401,
};
NETWORK_LAYER void layer_4(void)
{
    mirrored_4(network_memory + 0, network_memory + 891, weights_4, bias_4, multiplier_4, 5, 5, 10, 10, 5, 5, 12, 3, 3, 1, 1, -128, -128, 19);
}

/* avg_pool, 5x5x12 to 1x1x12 */
NETWORK_LAYER void layer_5(void)
{
    average_pool(network_memory + 891, network_memory + 0, 5, 5, 12, 1, 1, 5, 5, 5, 5, -128);
}

/* linear, 1x1x12 to 1x1x2, int4 */
static const uint8_t weights_6[12] = {
    154, 169, 221, 2, 17, 240, 155, 202, 51, 156, 170, 171,
};
static const int16_t bias_6[2] = {
    14, -22,
};
static const uint16_t multiplier_6[2] = {
    47877, 29665,
};
NETWORK_LAYER void layer_6(void)
{
    dense_4(network_memory + 0, network_memory + 1189, weights_6, bias_6, multiplier_6, 1, 1, 12, 12, 1, 1, 2, 1, 1, 1, 1, -128, 121, 16);
}

int8_t *network_input(void)
{
    return network_memory + 0;
}

const int8_t *network_output(void)
{
    return network_memory + 1189;
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

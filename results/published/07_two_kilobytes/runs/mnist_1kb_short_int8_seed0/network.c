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

/* conv, 24x24x1 to 12x12x5, int8 */
static const uint8_t weights_0[45] = {
    63, 207, 136, 5, 129, 63, 163, 220, 17, 44, 234, 38, 31, 77, 59, 129,
    195, 129, 241, 201, 65, 159, 218, 80, 179, 127, 16, 5, 59, 46, 129, 189,
    209, 21, 16, 202, 207, 255, 70, 248, 126, 57, 127, 35, 131,
};
static const int16_t bias_0[5] = {
    19579, 6352, 1855, 7244, -22845,
};
static const uint16_t multiplier_0[5] = {
    20493, 20106, 20896, 33294, 15573,
};
NETWORK_LAYER void layer_0(void)
{
    dense_8(network_memory + 0, network_memory + 720, weights_0, bias_0, multiplier_0, 24, 24, 1, 1, 12, 12, 5, 3, 3, 2, 2, -128, -128, 22);
}

/* conv, 12x12x5 to 12x12x5, int8 */
static const uint8_t weights_1[225] = {
    220, 15, 32, 14, 41, 33, 177, 78, 167, 39, 50, 12, 46, 194, 6, 8,
    200, 43, 182, 13, 222, 205, 42, 129, 72, 242, 235, 55, 248, 1, 51, 153,
    46, 174, 15, 24, 219, 20, 193, 212, 240, 10, 18, 225, 1, 252, 171, 228,
    210, 245, 54, 231, 1, 11, 238, 65, 213, 242, 20, 6, 249, 254, 15, 206,
    0, 45, 252, 182, 226, 181, 56, 11, 196, 246, 14, 122, 127, 226, 23, 255,
    61, 1, 255, 53, 8, 64, 215, 5, 247, 248, 237, 40, 6, 222, 23, 11,
    7, 54, 188, 36, 74, 213, 73, 204, 59, 32, 53, 242, 45, 189, 49, 26,
    233, 247, 239, 244, 14, 177, 234, 34, 180, 92, 157, 57, 212, 196, 19, 129,
    4, 218, 103, 178, 242, 28, 203, 15, 35, 247, 14, 249, 217, 33, 228, 29,
    225, 219, 38, 251, 42, 22, 142, 44, 197, 20, 4, 129, 18, 179, 24, 30,
    207, 9, 243, 13, 23, 5, 242, 2, 19, 218, 233, 243, 25, 240, 44, 253,
    27, 37, 251, 37, 11, 18, 255, 30, 250, 225, 237, 202, 222, 185, 22, 193,
    183, 20, 180, 0, 237, 210, 19, 129, 156, 230, 15, 3, 30, 210, 231, 245,
    209, 40, 236, 191, 7, 202, 13, 48, 234, 228, 192, 197, 71, 16, 44, 11,
    254,
};
static const int16_t bias_1[5] = {
    29598, -24620, -5799, 20534, 24271,
};
static const uint16_t multiplier_1[5] = {
    25476, 40264, 49842, 47875, 49231,
};
NETWORK_LAYER void layer_1(void)
{
    dense_8(network_memory + 720, network_memory + 0, weights_1, bias_1, multiplier_1, 12, 12, 5, 5, 12, 12, 5, 3, 3, 1, 1, -128, -128, 23);
}

/* max_pool, 12x12x5 to 6x6x5 */
NETWORK_LAYER void layer_2(void)
{
    max_pool(network_memory + 0, network_memory + 1260, 12, 12, 5, 6, 6, 2, 2, 2, 2, -128);
}

/* conv, 6x6x5 to 6x6x8, int8 */
static const uint8_t weights_3[360] = {
    32, 45, 31, 14, 37, 7, 14, 0, 27, 29, 80, 26, 231, 255, 37, 189,
    2, 57, 14, 238, 129, 238, 61, 56, 223, 203, 244, 253, 28, 10, 13, 235,
    176, 26, 60, 70, 249, 247, 6, 39, 0, 243, 5, 17, 218, 15, 241, 225,
    146, 241, 2, 199, 216, 33, 255, 194, 38, 215, 186, 42, 240, 235, 37, 43,
    15, 27, 208, 233, 71, 16, 127, 243, 19, 244, 5, 251, 72, 4, 19, 37,
    83, 4, 181, 224, 4, 187, 6, 24, 62, 80, 22, 42, 236, 219, 15, 42,
    231, 221, 27, 29, 198, 228, 252, 49, 40, 18, 3, 213, 214, 63, 28, 14,
    16, 127, 69, 47, 24, 236, 42, 53, 210, 4, 246, 54, 245, 243, 28, 100,
    201, 228, 13, 1, 237, 219, 26, 45, 252, 29, 209, 204, 8, 223, 218, 17,
    9, 8, 228, 131, 2, 15, 80, 215, 7, 220, 34, 11, 212, 20, 237, 3,
    71, 240, 36, 6, 13, 2, 237, 1, 225, 4, 180, 253, 62, 232, 231, 18,
    21, 12, 129, 236, 50, 242, 5, 208, 28, 14, 1, 17, 231, 230, 4, 45,
    26, 254, 0, 254, 206, 234, 248, 27, 9, 20, 0, 173, 32, 83, 247, 29,
    212, 37, 254, 234, 237, 217, 35, 127, 200, 234, 222, 9, 30, 199, 239, 72,
    29, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 227, 211,
    47, 197, 204, 41, 238, 3, 250, 246, 94, 1, 239, 55, 251, 129, 222, 92,
    19, 17, 222, 238, 229, 41, 41, 22, 1, 195, 239, 232, 34, 242, 55, 43,
    235, 41, 210, 18, 97, 243, 63, 43, 238, 184, 32, 35, 228, 23, 255, 230,
    209, 170, 33, 29, 0, 180, 19, 246, 255, 28, 254, 213, 29, 234, 253, 33,
    165, 209, 56, 23, 214, 5, 246, 154, 19, 243, 24, 19, 182, 29, 244, 226,
    242, 239, 245, 250, 238, 204, 172, 14,
};
static const int16_t bias_3[8] = {
    -13391, -2497, -13813, 1177, -20092, -32767, 1173, 32767,
};
static const uint16_t multiplier_3[8] = {
    42438, 33598, 28604, 43082, 37031, 8667, 23606, 25817,
};
NETWORK_LAYER void layer_3(void)
{
    dense_8(network_memory + 1260, network_memory + 0, weights_3, bias_3, multiplier_3, 6, 6, 5, 5, 6, 6, 8, 3, 3, 1, 1, -128, -128, 23);
}

/* depthwise, 6x6x8 to 6x6x8, int8 */
static const uint8_t weights_4[72] = {
    209, 43, 47, 75, 120, 168, 127, 21, 165, 2, 118, 33, 57, 127, 44, 75,
    42, 32, 34, 57, 250, 52, 251, 194, 127, 5, 235, 32, 14, 164, 99, 80,
    180, 127, 3, 236, 79, 38, 48, 1, 18, 100, 147, 208, 129, 28, 14, 1,
    24, 127, 252, 3, 228, 195, 33, 91, 108, 201, 28, 127, 229, 194, 177, 57,
    45, 54, 4, 95, 26, 131, 161, 129,
};
static const int16_t bias_4[8] = {
    16475, -16201, -6132, 11682, 1045, 9, 6153, 2118,
};
static const uint16_t multiplier_4[8] = {
    83, 90, 139, 97, 168, 32768, 114, 156,
};
NETWORK_LAYER void layer_4(void)
{
    dense_8(network_memory + 0, network_memory + 1152, weights_4, bias_4, multiplier_4, 6, 6, 8, 1, 6, 6, 8, 3, 3, 1, 1, -128, -128, 15);
}

/* conv, 6x6x8 to 6x6x7, int8 */
static const uint8_t weights_5[56] = {
    32, 65, 96, 76, 129, 21, 98, 234, 175, 194, 248, 71, 148, 245, 127, 206,
    108, 129, 63, 55, 250, 238, 247, 21, 136, 105, 154, 129, 63, 245, 169, 236,
    20, 2, 127, 194, 60, 12, 185, 168, 104, 105, 252, 8, 28, 254, 56, 127,
    10, 127, 222, 237, 197, 252, 28, 250,
};
static const int16_t bias_5[7] = {
    -8876, 263, -8469, 8457, -1345, -15335, -4190,
};
static const uint16_t multiplier_5[7] = {
    33250, 42562, 55537, 47145, 58590, 43119, 53269,
};
NETWORK_LAYER void layer_5(void)
{
    dense_8(network_memory + 1152, network_memory + 0, weights_5, bias_5, multiplier_5, 6, 6, 8, 8, 6, 6, 7, 1, 1, 1, 1, -128, -128, 22);
}

/* avg_pool, 6x6x7 to 1x1x7 */
NETWORK_LAYER void layer_6(void)
{
    average_pool(network_memory + 0, network_memory + 1433, 6, 6, 7, 1, 1, 6, 6, 6, 6, -128);
}

/* linear, 1x1x7 to 1x1x10, int8 */
static const uint8_t weights_7[70] = {
    74, 175, 43, 86, 129, 209, 253, 129, 89, 29, 228, 170, 18, 54, 34, 146,
    15, 129, 225, 108, 0, 16, 45, 46, 129, 86, 231, 5, 191, 25, 129, 46,
    30, 121, 211, 245, 58, 127, 27, 47, 168, 190, 183, 224, 71, 127, 2, 242,
    228, 106, 30, 129, 173, 161, 253, 12, 245, 220, 25, 246, 75, 196, 127, 114,
    254, 129, 86, 77, 222, 167,
};
static const int16_t bias_7[10] = {
    339, 503, 1074, -636, 101, -346, -403, 353, -530, -201,
};
static const uint16_t multiplier_7[10] = {
    32734, 33300, 25428, 38006, 30344, 25986, 35733, 28275, 29327, 25132,
};
NETWORK_LAYER void layer_7(void)
{
    dense_8(network_memory + 1433, network_memory + 0, weights_7, bias_7, multiplier_7, 1, 1, 7, 7, 1, 1, 10, 1, 1, 1, 1, -128, 9, 20);
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

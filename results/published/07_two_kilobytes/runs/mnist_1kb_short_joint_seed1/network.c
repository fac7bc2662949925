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

/* conv, 24x24x1 to 12x12x5, int8 */
static const uint8_t weights_0[45] = {
    220, 186, 21, 181, 233, 65, 129, 95, 47, 210, 250, 33, 226, 127, 16, 62,
    38, 175, 73, 19, 60, 139, 184, 175, 219, 42, 129, 102, 149, 162, 25, 129,
    66, 175, 143, 54, 168, 226, 192, 180, 216, 218, 76, 63, 127,
};
static const int16_t bias_0[5] = {
    8432, -9186, 14110, 13465, -13,
};
static const uint16_t multiplier_0[5] = {
    45030, 45315, 44491, 48339, 32424,
};
NETWORK_LAYER void layer_0(void)
{
    dense_8(network_memory + 0, network_memory + 1008, weights_0, bias_0, multiplier_0, 24, 24, 1, 1, 12, 12, 5, 3, 3, 2, 2, -128, -128, 23);
}

/* conv, 12x12x5 to 12x12x7, int4_d50 */
static const uint8_t weights_1[119] = {
    135, 30, 114, 151, 233, 102, 173, 7, 235, 13, 245, 151, 165, 126, 79, 199,
    46, 229, 100, 10, 52, 74, 32, 184, 150, 223, 3, 38, 232, 157, 126, 148,
    123, 105, 218, 128, 105, 96, 26, 0, 206, 164, 78, 211, 45, 150, 222, 61,
    212, 226, 212, 46, 211, 61, 211, 115, 61, 83, 220, 100, 170, 68, 221, 54,
    217, 235, 211, 222, 226, 236, 178, 146, 158, 210, 237, 45, 226, 50, 34, 77,
    60, 212, 51, 69, 77, 55, 61, 206, 222, 58, 189, 221, 156, 204, 194, 238,
    238, 62, 67, 166, 67, 101, 211, 61, 75, 77, 189, 67, 157, 99, 67, 203,
    165, 196, 187, 106, 76, 75, 116,
};
static const int16_t bias_1[7] = {
    202, 270, 1921, -398, 1525, -62, -620,
};
static const uint16_t multiplier_1[7] = {
    42237, 27065, 40684, 28163, 64037, 25558, 39032,
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

/* conv, 6x6x7 to 6x6x8, int4 */
static const uint8_t weights_3[252] = {
    13, 78, 16, 225, 68, 52, 9, 34, 238, 148, 65, 18, 30, 49, 52, 29,
    240, 226, 226, 77, 31, 247, 244, 64, 14, 18, 17, 224, 221, 5, 242, 31,
    241, 17, 255, 239, 1, 240, 46, 242, 15, 30, 33, 225, 33, 239, 93, 255,
    244, 209, 16, 46, 176, 10, 31, 222, 233, 1, 253, 191, 201, 192, 237, 19,
    79, 255, 249, 46, 45, 190, 189, 17, 77, 14, 65, 17, 226, 63, 151, 4,
    177, 17, 45, 59, 2, 50, 52, 49, 209, 225, 34, 31, 75, 241, 15, 144,
    241, 16, 17, 43, 1, 192, 225, 225, 16, 52, 15, 0, 96, 231, 16, 16,
    80, 16, 15, 49, 242, 14, 240, 19, 17, 1, 224, 84, 49, 0, 252, 254,
    207, 17, 14, 32, 253, 177, 47, 1, 220, 194, 224, 43, 117, 91, 193, 49,
    30, 18, 0, 1, 12, 14, 255, 244, 27, 224, 253, 241, 15, 112, 199, 76,
    61, 23, 79, 98, 16, 79, 82, 47, 12, 238, 165, 255, 125, 92, 205, 68,
    209, 65, 50, 32, 179, 225, 3, 17, 15, 208, 223, 32, 30, 36, 4, 0,
    64, 34, 16, 1, 33, 1, 1, 0, 32, 0, 0, 7, 191, 240, 17, 240,
    0, 240, 16, 44, 0, 0, 225, 3, 0, 16, 29, 0, 16, 35, 15, 255,
    16, 226, 240, 15, 117, 29, 244, 51, 47, 47, 17, 207, 16, 31, 48, 47,
    180, 18, 191, 1, 241, 255, 31, 242, 241, 255, 239, 254,
};
static const int16_t bias_3[8] = {
    -1322, 1269, -534, -14816, 349, -1626, -23258, -693,
};
static const uint16_t multiplier_3[8] = {
    19557, 26421, 22021, 3972, 26109, 23458, 1683, 34231,
};
NETWORK_LAYER void layer_3(void)
{
    dense_4(network_memory + 1476, network_memory + 0, weights_3, bias_3, multiplier_3, 6, 6, 7, 7, 6, 6, 8, 3, 3, 1, 1, -128, -128, 19);
}

/* conv, 6x6x8 to 6x6x10, int4_d50 */
static const uint8_t weights_4[270] = {
    39, 7, 38, 7, 47, 163, 150, 135, 166, 144, 38, 167, 182, 54, 167, 23,
    150, 23, 135, 166, 167, 181, 145, 131, 177, 167, 135, 132, 21, 134, 37, 131,
    151, 55, 20, 51, 23, 151, 23, 178, 100, 178, 151, 147, 148, 177, 183, 54,
    145, 167, 163, 52, 34, 179, 151, 177, 167, 166, 186, 38, 181, 133, 54, 52,
    52, 51, 21, 183, 23, 52, 38, 51, 135, 181, 167, 35, 183, 128, 183, 49,
    35, 183, 53, 39, 53, 183, 151, 182, 183, 135, 221, 35, 158, 148, 36, 82,
    46, 70, 67, 49, 237, 230, 209, 242, 223, 190, 221, 44, 44, 94, 75, 44,
    164, 236, 158, 151, 38, 44, 229, 226, 78, 108, 228, 235, 36, 236, 203, 222,
    211, 188, 77, 108, 57, 107, 103, 228, 57, 37, 109, 213, 82, 179, 226, 238,
    226, 235, 190, 222, 53, 158, 35, 61, 66, 78, 190, 221, 75, 227, 189, 162,
    223, 241, 29, 238, 205, 18, 46, 210, 245, 237, 207, 78, 51, 226, 62, 215,
    84, 92, 73, 76, 77, 222, 227, 213, 238, 189, 227, 178, 194, 167, 162, 174,
    116, 190, 44, 227, 194, 50, 189, 206, 44, 91, 126, 34, 34, 36, 226, 229,
    236, 36, 238, 99, 236, 210, 194, 83, 220, 66, 237, 53, 206, 116, 77, 58,
    50, 35, 162, 210, 204, 45, 238, 238, 44, 180, 226, 116, 61, 221, 230, 51,
    114, 205, 50, 34, 228, 42, 210, 89, 45, 83, 61, 78, 212, 34, 211, 77,
    57, 35, 164, 52, 68, 227, 149, 115, 171, 226, 45, 205, 82, 206,
};
static const int16_t bias_4[10] = {
    -680, -157, 13, 403, -113, -38, -703, -355, -483, -616,
};
static const uint16_t multiplier_4[10] = {
    42482, 27091, 21096, 33440, 44699, 33200, 30097, 32432, 38138, 30574,
};
NETWORK_LAYER void layer_4(void)
{
    bitmask(network_memory + 0, network_memory + 1368, weights_4, bias_4, multiplier_4, 6, 6, 8, 8, 6, 6, 10, 3, 3, 1, 1, -128, -128, 19, 4);
}

/* avg_pool, 6x6x10 to 1x1x10 */
NETWORK_LAYER void layer_5(void)
{
    average_pool(network_memory + 1368, network_memory + 0, 6, 6, 10, 1, 1, 6, 6, 6, 6, -128);
}

/* linear, 1x1x10 to 1x1x10, int8 */
static const uint8_t weights_6[100] = {
    48, 195, 74, 129, 101, 193, 54, 48, 178, 220, 179, 152, 76, 127, 187, 211,
    165, 41, 174, 51, 183, 31, 191, 4, 0, 210, 93, 210, 211, 127, 46, 102,
    129, 45, 218, 244, 226, 211, 0, 223, 129, 254, 65, 244, 155, 120, 31, 209,
    219, 253, 58, 129, 183, 242, 244, 53, 192, 91, 69, 239, 24, 129, 31, 222,
    165, 240, 79, 73, 47, 213, 129, 8, 246, 33, 88, 8, 204, 227, 224, 6,
    221, 37, 45, 5, 247, 181, 238, 182, 127, 6, 129, 66, 222, 193, 21, 93,
    253, 48, 55, 198,
};
static const int16_t bias_6[10] = {
    71, -19, -112, 179, 184, 45, -219, 176, -453, 26,
};
static const uint16_t multiplier_6[10] = {
    29760, 30301, 32765, 40565, 39286, 31317, 38643, 45930, 31379, 31573,
};
NETWORK_LAYER void layer_6(void)
{
    dense_8(network_memory + 0, network_memory + 1718, weights_6, bias_6, multiplier_6, 1, 1, 10, 10, 1, 1, 10, 1, 1, 1, 1, -128, 25, 20);
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

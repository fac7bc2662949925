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

/* conv, 20x20x3 to 10x10x5, int4_m */
static const uint8_t weights_0[41] = {
    192, 245, 34, 123, 188, 62, 157, 243, 71, 241, 31, 174, 18, 225, 43, 10,
    196, 38, 14, 253, 199, 17, 65, 207, 83, 225, 210, 31, 241, 18, 255, 16,
    57, 1, 55, 74, 244, 31, 28, 243, 0,
};
static const int16_t bias_0[3] = {
    1312, 591, -495,
};
static const uint16_t multiplier_0[3] = {
    59981, 65389, 62123,
};
NETWORK_LAYER void layer_0(void)
{
    mirrored_4(network_memory + 0, network_memory + 1200, weights_0, bias_0, multiplier_0, 20, 20, 3, 3, 10, 10, 5, 3, 3, 2, 2, -128, -128, 20);
}

/* conv, 10x10x5 to 10x10x12, int4 */
static const uint8_t weights_1[270] = {
    49, 15, 207, 16, 63, 1, 31, 222, 95, 240, 125, 233, 241, 62, 17, 47,
    255, 34, 107, 222, 33, 14, 16, 16, 238, 208, 31, 19, 17, 240, 237, 95,
    112, 255, 41, 239, 33, 61, 1, 255, 28, 92, 0, 16, 31, 0, 63, 47,
    197, 249, 251, 247, 241, 0, 0, 98, 202, 156, 77, 81, 0, 1, 32, 195,
    210, 254, 16, 195, 14, 6, 214, 31, 50, 192, 223, 219, 81, 116, 76, 44,
    244, 250, 11, 1, 50, 3, 151, 1, 238, 192, 21, 66, 68, 71, 85, 251,
    220, 81, 209, 87, 174, 249, 189, 185, 235, 243, 59, 201, 206, 220, 84, 65,
    255, 240, 14, 100, 85, 245, 242, 50, 170, 156, 254, 49, 235, 64, 245, 51,
    18, 17, 205, 188, 25, 67, 14, 32, 46, 254, 19, 238, 2, 240, 176, 208,
    19, 74, 77, 42, 228, 34, 16, 18, 163, 155, 82, 83, 48, 30, 196, 76,
    212, 2, 57, 45, 241, 7, 176, 26, 121, 11, 193, 21, 79, 92, 201, 45,
    210, 230, 19, 114, 1, 30, 25, 255, 1, 17, 1, 145, 16, 105, 65, 1,
    23, 15, 16, 19, 32, 33, 31, 241, 1, 31, 31, 1, 224, 22, 255, 244,
    253, 161, 15, 47, 180, 3, 70, 15, 2, 235, 34, 15, 17, 227, 34, 189,
    115, 14, 255, 47, 240, 225, 243, 30, 67, 254, 15, 174, 9, 199, 240, 210,
    34, 48, 63, 119, 144, 4, 207, 4, 15, 0, 15, 239, 1, 243, 14, 121,
    189, 99, 229, 149, 19, 47, 59, 78, 242, 218, 181, 246, 30, 63,
};
static const int16_t bias_1[12] = {
    28, 75, 431, -67, 385, 25, -128, -51, -596, -893, -152, -245,
};
static const uint16_t multiplier_1[12] = {
    35271, 34605, 20465, 21873, 13603, 16775, 18831, 12751, 28743, 17547, 19255, 17803,
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
    242, 240, 208, 238, 255, 221, 239, 16, 27, 177, 234, 0, 206, 220, 19, 178,
    81, 35, 227, 17, 210, 30, 54, 30, 146, 32, 79, 50, 178, 61, 189, 1,
    29, 0, 95, 225, 190, 239, 211, 253, 157, 1, 158, 239, 32, 0, 205, 62,
    223, 1, 60, 20, 115, 20, 17, 0, 63, 238, 211, 170, 226, 34, 147, 35,
    252, 238, 0, 17, 1, 195, 17, 81, 111, 19, 14, 215, 187, 196, 49, 2,
    82, 192, 233, 1, 14, 1, 126, 204, 240, 238, 46, 14, 110, 167, 220, 239,
    47, 49, 226, 225, 62, 4, 13, 14, 48, 242, 255, 18, 208, 252, 2, 14,
    178, 63, 255, 187, 45, 222, 47, 224, 1, 239, 1, 242, 16, 1, 209, 222,
    240, 253, 15, 33, 247, 0, 231, 61, 19, 61, 31, 255, 17, 15, 51, 17,
    255, 19, 30, 240, 237, 225, 52, 86, 210, 31, 203, 31, 0, 49, 3, 252,
    255, 33, 4, 16, 67, 98, 0, 14, 46, 255, 57, 17, 78, 210, 61, 239,
    50, 18, 52, 244, 3, 35, 226, 2, 205, 188, 30, 52, 236, 18, 46, 188,
    44, 33, 95, 146, 92, 157, 35, 69, 233, 228, 223, 222, 28, 119, 241, 5,
    2, 236, 238, 32, 227, 193, 203, 236, 223, 222, 238, 217, 243, 79, 226, 255,
    16, 25, 244, 95, 255, 0, 186, 234, 14, 240, 254, 170, 156, 26, 225, 219,
    228, 188, 144, 82, 223, 29, 19, 187, 33, 211, 33, 16, 32, 254, 209, 222,
    29, 205, 213, 239, 192, 15, 242, 94, 244, 224, 253, 2, 71, 49, 241, 0,
    193, 18, 26, 209, 2, 51, 60, 242, 241, 63, 47, 51, 149, 61, 32, 208,
    241, 15, 1, 14, 2, 223, 179, 0, 213, 58, 242, 9, 225, 32, 146, 238,
    0, 186, 47, 33, 34, 1, 4, 1, 234, 154, 252, 155, 82, 240, 220, 192,
    0, 238, 37, 221, 19, 254, 3, 254, 204, 252, 242, 238, 43, 255, 254, 64,
    17, 239, 125, 242, 208, 1, 5, 255, 212, 33, 208, 13, 198, 238, 189, 15,
    223, 27, 241, 1, 251, 218, 255, 17, 68, 255, 245, 48, 70, 69, 212, 242,
    144, 15, 5, 28, 211, 16, 18, 236, 222, 252,
};
static const int16_t bias_3[7] = {
    1581, -113, 359, 51, 2219, 1155, 1825,
};
static const uint16_t multiplier_3[7] = {
    26823, 24861, 31617, 27579, 28557, 36077, 23739,
};
NETWORK_LAYER void layer_3(void)
{
    mirrored_4(network_memory + 1400, network_memory + 0, weights_3, bias_3, multiplier_3, 5, 5, 12, 12, 5, 5, 14, 3, 3, 1, 1, -128, -128, 19);
}

/* conv, 5x5x14 to 5x5x14, int4_m */
static const uint8_t weights_4[441] = {
    195, 50, 12, 80, 48, 44, 208, 66, 227, 237, 227, 239, 64, 93, 241, 155,
    93, 61, 29, 157, 144, 111, 63, 253, 31, 110, 213, 191, 114, 210, 61, 100,
    97, 221, 255, 15, 46, 57, 9, 237, 122, 240, 67, 222, 34, 189, 5, 221,
    53, 63, 80, 76, 127, 211, 251, 96, 33, 97, 175, 32, 175, 253, 66, 240,
    244, 127, 242, 80, 220, 63, 47, 10, 17, 111, 1, 34, 209, 209, 1, 19,
    12, 78, 226, 236, 205, 224, 241, 14, 199, 29, 191, 193, 237, 242, 208, 224,
    207, 238, 63, 238, 3, 11, 1, 246, 127, 65, 193, 246, 46, 82, 67, 236,
    223, 223, 30, 210, 29, 3, 15, 14, 234, 6, 193, 208, 228, 66, 145, 47,
    34, 189, 197, 209, 2, 252, 78, 223, 160, 231, 238, 53, 46, 243, 13, 159,
    237, 73, 76, 14, 210, 33, 242, 36, 194, 233, 11, 20, 28, 211, 48, 239,
    249, 219, 32, 37, 63, 5, 15, 162, 49, 227, 238, 204, 30, 243, 241, 118,
    68, 255, 223, 97, 2, 79, 60, 63, 211, 21, 195, 2, 241, 187, 52, 28,
    10, 61, 237, 237, 65, 208, 5, 226, 1, 175, 5, 77, 229, 7, 9, 210,
    49, 254, 150, 53, 31, 225, 48, 16, 45, 14, 90, 244, 15, 35, 9, 209,
    90, 33, 45, 18, 62, 224, 176, 64, 225, 15, 114, 97, 212, 169, 191, 26,
    251, 90, 115, 239, 11, 34, 255, 33, 198, 73, 224, 62, 151, 239, 219, 191,
    203, 30, 95, 12, 14, 236, 243, 176, 252, 108, 224, 14, 30, 20, 37, 17,
    221, 37, 47, 30, 92, 45, 192, 36, 224, 222, 243, 231, 31, 31, 243, 215,
    19, 191, 241, 194, 236, 240, 236, 209, 203, 172, 94, 127, 77, 225, 1, 53,
    238, 241, 31, 238, 65, 208, 226, 253, 179, 190, 177, 53, 64, 240, 225, 252,
    30, 225, 193, 206, 3, 224, 52, 224, 30, 33, 253, 227, 0, 17, 241, 44,
    32, 1, 224, 29, 210, 209, 4, 13, 10, 208, 223, 225, 190, 239, 15, 79,
    239, 225, 22, 239, 237, 45, 231, 224, 15, 115, 209, 30, 50, 80, 238, 191,
    241, 255, 218, 21, 67, 253, 161, 145, 30, 225, 239, 18, 45, 222, 112, 27,
    210, 210, 75, 12, 150, 63, 222, 63, 16, 33, 49, 2, 13, 94, 49, 15,
    48, 241, 63, 17, 14, 18, 2, 77, 29, 192, 0, 12, 192, 18, 46, 78,
    209, 47, 251, 84, 219, 32, 61, 237, 236, 35, 81, 0, 253, 15, 32, 31,
    31, 19, 191, 33, 208, 15, 214, 6, 1,
};
static const int16_t bias_4[7] = {
    -1324, -615, -372, -488, 459, 420, -1232,
};
static const uint16_t multiplier_4[7] = {
    34147, 43651, 42253, 41927, 36909, 45211, 41279,
};
NETWORK_LAYER void layer_4(void)
{
    mirrored_4(network_memory + 0, network_memory + 1350, weights_4, bias_4, multiplier_4, 5, 5, 14, 14, 5, 5, 14, 3, 3, 1, 1, -128, -128, 19);
}

/* avg_pool, 5x5x14 to 1x1x14 */
NETWORK_LAYER void layer_5(void)
{
    average_pool(network_memory + 1350, network_memory + 0, 5, 5, 14, 1, 1, 5, 5, 5, 5, -128);
}

/* linear, 1x1x14 to 1x1x2, int4 */
static const uint8_t weights_6[14] = {
    1, 52, 18, 185, 31, 185, 153, 154, 188, 171, 16, 186, 49, 34,
};
static const int16_t bias_6[2] = {
    -57, 49,
};
static const uint16_t multiplier_6[2] = {
    32047, 37549,
};
NETWORK_LAYER void layer_6(void)
{
    dense_4(network_memory + 0, network_memory + 1698, weights_6, bias_6, multiplier_6, 1, 1, 14, 14, 1, 1, 2, 1, 1, 1, 1, -128, 127, 16);
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

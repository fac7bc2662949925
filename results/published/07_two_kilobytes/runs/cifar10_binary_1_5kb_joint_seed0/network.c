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
    223, 244, 2, 109, 159, 44, 253, 34, 36, 3, 28, 209, 223, 212, 39, 31,
    1, 254, 61, 230, 46, 209, 48, 27, 242, 13, 46, 240, 211, 29, 75, 245,
    17, 3, 41, 1, 226, 65, 241, 228, 224, 3, 29, 1, 255, 239, 224, 23,
    0, 30, 177, 64, 4, 224, 77, 30, 240, 16, 78, 42, 222, 23, 106, 241,
    226, 62, 209, 2,
};
static const int16_t bias_0[5] = {
    1557, 799, -223, 588, -239,
};
static const uint16_t multiplier_0[5] = {
    26147, 32247, 30199, 42455, 46739,
};
NETWORK_LAYER void layer_0(void)
{
    dense_4(network_memory + 0, network_memory + 1200, weights_0, bias_0, multiplier_0, 20, 20, 3, 3, 10, 10, 5, 3, 3, 2, 2, -128, -128, 19);
}

/* conv, 10x10x5 to 10x10x12, int4 */
static const uint8_t weights_1[270] = {
    16, 255, 16, 14, 3, 16, 255, 17, 78, 2, 75, 155, 32, 30, 227, 31,
    14, 64, 45, 242, 63, 225, 33, 0, 14, 253, 48, 17, 241, 240, 29, 64,
    127, 238, 10, 254, 2, 32, 0, 14, 44, 33, 31, 240, 1, 17, 16, 27,
    19, 74, 162, 94, 16, 48, 189, 111, 146, 1, 201, 22, 0, 2, 46, 37,
    240, 208, 255, 238, 224, 6, 19, 208, 240, 16, 222, 252, 123, 84, 31, 12,
    46, 212, 255, 224, 17, 225, 241, 14, 19, 240, 18, 66, 33, 103, 48, 235,
    191, 15, 5, 225, 239, 223, 237, 201, 109, 48, 221, 234, 219, 64, 2, 46,
    176, 75, 27, 67, 33, 34, 70, 19, 174, 189, 2, 59, 201, 37, 61, 18,
    224, 67, 2, 11, 255, 27, 219, 47, 32, 47, 208, 30, 19, 254, 160, 32,
    0, 26, 241, 76, 178, 63, 16, 48, 148, 17, 178, 64, 15, 14, 192, 61,
    19, 2, 15, 30, 2, 20, 205, 77, 92, 224, 174, 35, 115, 15, 158, 174,
    1, 2, 53, 49, 35, 224, 42, 44, 65, 208, 16, 176, 220, 113, 112, 18,
    240, 35, 15, 34, 243, 14, 254, 208, 1, 15, 254, 32, 242, 3, 224, 48,
    206, 225, 16, 242, 243, 213, 100, 249, 246, 15, 255, 223, 239, 227, 60, 242,
    48, 0, 224, 46, 0, 13, 0, 34, 32, 161, 240, 45, 249, 158, 114, 255,
    33, 34, 95, 1, 208, 71, 29, 0, 33, 224, 255, 220, 32, 228, 224, 220,
    25, 48, 199, 207, 34, 30, 60, 98, 33, 207, 2, 226, 94, 32,
};
static const int16_t bias_1[12] = {
    -26, -31, 6, -119, 1033, 1085, 120, -81, -368, -309, -772, -352,
};
static const uint16_t multiplier_1[12] = {
    38227, 44481, 19221, 25135, 15517, 13099, 23363, 17919, 34219, 31413, 19715, 19819,
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

/* conv, 5x5x12 to 5x5x16, int4_m */
static const uint8_t weights_3[432] = {
    14, 253, 242, 233, 15, 208, 28, 204, 28, 148, 250, 19, 29, 155, 219, 191,
    77, 242, 219, 15, 195, 222, 16, 239, 249, 221, 78, 21, 79, 81, 45, 223,
    109, 86, 126, 213, 222, 49, 160, 17, 192, 65, 220, 16, 253, 33, 13, 83,
    9, 1, 64, 253, 108, 7, 192, 254, 110, 61, 158, 185, 226, 16, 210, 48,
    17, 203, 16, 31, 62, 210, 33, 50, 45, 52, 14, 197, 154, 18, 50, 85,
    6, 1, 27, 2, 0, 0, 100, 190, 2, 48, 30, 34, 230, 215, 240, 1,
    0, 34, 211, 225, 28, 18, 254, 17, 94, 195, 220, 34, 30, 205, 29, 252,
    13, 0, 254, 187, 29, 180, 31, 222, 225, 222, 30, 197, 31, 0, 239, 187,
    208, 63, 240, 0, 23, 238, 7, 63, 244, 43, 31, 221, 67, 209, 80, 4,
    14, 52, 239, 205, 29, 35, 71, 119, 164, 65, 176, 81, 33, 50, 19, 44,
    192, 35, 243, 32, 16, 98, 31, 16, 16, 222, 44, 28, 15, 17, 79, 255,
    48, 32, 32, 209, 242, 50, 1, 243, 252, 189, 16, 17, 255, 242, 0, 238,
    48, 0, 33, 210, 253, 206, 34, 70, 220, 14, 237, 223, 45, 101, 124, 242,
    47, 224, 29, 33, 1, 210, 253, 236, 224, 0, 225, 204, 144, 28, 209, 15,
    65, 0, 210, 48, 241, 15, 241, 236, 238, 240, 240, 224, 161, 219, 209, 236,
    225, 206, 147, 0, 191, 251, 243, 238, 241, 241, 18, 51, 50, 224, 254, 46,
    223, 205, 210, 254, 238, 13, 1, 11, 3, 221, 254, 48, 66, 50, 14, 17,
    11, 222, 29, 227, 242, 33, 241, 16, 17, 30, 13, 33, 228, 49, 17, 209,
    241, 238, 242, 254, 0, 237, 226, 19, 211, 62, 18, 31, 223, 33, 147, 233,
    194, 220, 241, 240, 213, 45, 18, 254, 238, 221, 250, 190, 2, 32, 238, 239,
    16, 254, 16, 224, 45, 15, 20, 65, 240, 2, 30, 17, 41, 225, 13, 172,
    241, 240, 79, 31, 208, 254, 33, 239, 226, 16, 239, 224, 230, 50, 240, 17,
    190, 44, 211, 31, 179, 253, 193, 64, 20, 254, 228, 0, 210, 31, 4, 17,
    228, 18, 246, 64, 224, 240, 145, 29, 244, 16, 2, 18, 174, 3, 0, 204,
    238, 1, 179, 196, 238, 16, 217, 237, 113, 217, 26, 2, 22, 51, 13, 243,
    2, 253, 1, 50, 63, 244, 18, 223, 29, 224, 2, 178, 11, 223, 65, 241,
    10, 44, 47, 17, 32, 35, 224, 16, 4, 223, 48, 67, 64, 36, 16, 220,
};
static const int16_t bias_3[8] = {
    1682, -355, 100, 609, 1759, 852, 322, 23,
};
static const uint16_t multiplier_3[8] = {
    25255, 22039, 23843, 27991, 36993, 45039, 31183, 29217,
};
NETWORK_LAYER void layer_3(void)
{
    mirrored_4(network_memory + 1400, network_memory + 0, weights_3, bias_3, multiplier_3, 5, 5, 12, 12, 5, 5, 16, 3, 3, 1, 1, -128, -128, 19);
}

/* conv, 5x5x16 to 5x5x14, int4_m */
static const uint8_t weights_4[504] = {
    32, 79, 0, 60, 32, 177, 45, 18, 1, 81, 44, 223, 59, 82, 175, 239,
    44, 241, 243, 239, 16, 13, 246, 30, 29, 97, 192, 207, 126, 228, 190, 0,
    36, 44, 234, 5, 11, 62, 64, 48, 228, 222, 207, 64, 255, 9, 0, 224,
    82, 208, 44, 145, 32, 239, 222, 109, 1, 62, 2, 49, 23, 206, 67, 50,
    16, 92, 159, 46, 221, 44, 3, 159, 20, 224, 113, 15, 53, 64, 249, 226,
    255, 238, 13, 93, 48, 30, 253, 251, 9, 2, 39, 14, 50, 182, 1, 221,
    240, 226, 64, 95, 221, 219, 4, 243, 208, 252, 5, 13, 76, 241, 240, 61,
    238, 29, 16, 29, 123, 1, 29, 240, 252, 155, 15, 125, 211, 67, 5, 158,
    224, 89, 86, 225, 239, 110, 252, 12, 223, 206, 242, 176, 6, 67, 175, 60,
    11, 63, 255, 223, 227, 255, 18, 14, 80, 11, 207, 191, 212, 77, 18, 64,
    179, 223, 78, 218, 42, 123, 66, 15, 223, 226, 82, 101, 20, 249, 252, 208,
    239, 38, 207, 64, 1, 255, 49, 174, 237, 42, 52, 14, 19, 255, 195, 238,
    23, 18, 29, 204, 80, 241, 220, 222, 46, 64, 31, 240, 115, 32, 29, 63,
    9, 34, 1, 112, 253, 240, 193, 176, 201, 240, 29, 205, 33, 194, 82, 222,
    49, 16, 229, 14, 91, 20, 62, 32, 124, 19, 228, 46, 209, 51, 252, 63,
    28, 100, 29, 79, 17, 192, 15, 46, 62, 220, 199, 239, 213, 30, 254, 0,
    0, 21, 32, 3, 30, 3, 219, 64, 241, 17, 254, 55, 245, 12, 189, 12,
    15, 44, 255, 19, 243, 11, 13, 11, 26, 191, 5, 192, 17, 14, 241, 225,
    161, 19, 149, 49, 226, 255, 224, 236, 226, 160, 13, 228, 237, 226, 224, 235,
    253, 239, 15, 241, 45, 241, 45, 31, 239, 61, 237, 177, 239, 222, 77, 13,
    32, 30, 212, 50, 210, 15, 19, 15, 98, 29, 14, 36, 214, 145, 34, 3,
    215, 17, 255, 33, 123, 95, 32, 244, 11, 178, 18, 176, 239, 13, 245, 176,
    223, 225, 1, 170, 178, 194, 194, 17, 50, 227, 33, 243, 66, 61, 209, 224,
    3, 243, 47, 253, 146, 208, 211, 211, 194, 225, 208, 254, 214, 242, 30, 32,
    145, 13, 239, 225, 93, 223, 175, 59, 241, 13, 31, 164, 254, 223, 207, 80,
    2, 48, 15, 211, 33, 251, 164, 19, 19, 113, 192, 221, 44, 223, 255, 35,
    15, 127, 254, 159, 90, 239, 192, 21, 50, 1, 47, 29, 211, 65, 245, 188,
    239, 79, 0, 16, 114, 250, 253, 240, 224, 174, 13, 17, 94, 211, 238, 144,
    29, 32, 35, 243, 32, 95, 31, 237, 223, 253, 244, 64, 53, 252, 228, 211,
    47, 81, 254, 178, 224, 18, 243, 192, 235, 44, 0, 2, 13, 238, 47, 240,
    161, 188, 60, 16, 242, 81, 50, 237, 220, 15, 229, 244, 193, 66, 23, 222,
    208, 46, 243, 32, 2, 194, 165, 156,
};
static const int16_t bias_4[7] = {
    -294, -281, -512, -788, -25, 371, -541,
};
static const uint16_t multiplier_4[7] = {
    43097, 40951, 44405, 46953, 38939, 53569, 47483,
};
NETWORK_LAYER void layer_4(void)
{
    mirrored_4(network_memory + 0, network_memory + 1350, weights_4, bias_4, multiplier_4, 5, 5, 16, 16, 5, 5, 14, 3, 3, 1, 1, -128, -128, 19);
}

/* avg_pool, 5x5x14 to 1x1x14 */
NETWORK_LAYER void layer_5(void)
{
    average_pool(network_memory + 1350, network_memory + 0, 5, 5, 14, 1, 1, 5, 5, 5, 5, -128);
}

/* linear, 1x1x14 to 1x1x2, int4 */
static const uint8_t weights_6[14] = {
    69, 86, 85, 204, 102, 203, 170, 171, 155, 204, 102, 187, 101, 103,
};
static const int16_t bias_6[2] = {
    -54, 65,
};
static const uint16_t multiplier_6[2] = {
    53743, 44765,
};
NETWORK_LAYER void layer_6(void)
{
    dense_4(network_memory + 0, network_memory + 1698, weights_6, bias_6, multiplier_6, 1, 1, 14, 14, 1, 1, 2, 1, 1, 1, 1, -128, -19, 17);
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

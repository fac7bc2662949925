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
    242, 33, 25, 63, 0, 47, 219, 30, 4, 193, 16, 1, 243, 2, 17, 146,
    50, 0, 112, 224, 251, 240, 2, 65, 255, 240, 253, 63, 255, 15, 65, 61,
    105, 207, 39, 75, 209, 33, 60, 0, 240, 46, 126, 36, 238, 43, 226, 75,
    62, 18, 225, 238, 32, 224, 109, 223, 35, 186, 51, 84, 224, 31, 159, 237,
    50, 210, 22, 0,
};
static const int16_t bias_0[5] = {
    945, 1018, -400, 737, 837,
};
static const uint16_t multiplier_0[5] = {
    52017, 47475, 44161, 44371, 28907,
};
NETWORK_LAYER void layer_0(void)
{
    dense_4(network_memory + 0, network_memory + 1200, weights_0, bias_0, multiplier_0, 20, 20, 3, 3, 10, 10, 5, 3, 3, 2, 2, -128, -128, 19);
}

/* conv, 10x10x5 to 10x10x12, int4 */
static const uint8_t weights_1[270] = {
    0, 28, 210, 16, 221, 17, 35, 146, 97, 154, 23, 99, 22, 221, 15, 20,
    80, 164, 222, 236, 16, 243, 2, 33, 242, 14, 208, 2, 255, 1, 223, 208,
    19, 19, 151, 223, 180, 19, 2, 241, 221, 191, 20, 33, 4, 227, 16, 31,
    36, 11, 173, 1, 16, 35, 60, 227, 179, 172, 154, 14, 255, 18, 44, 47,
    13, 14, 28, 225, 47, 1, 32, 221, 30, 17, 31, 153, 17, 17, 240, 201,
    2, 228, 0, 209, 17, 47, 239, 239, 17, 253, 62, 224, 2, 193, 238, 241,
    34, 208, 114, 4, 79, 191, 0, 145, 14, 255, 32, 255, 33, 31, 33, 14,
    1, 65, 19, 243, 235, 31, 45, 224, 241, 9, 46, 253, 204, 239, 55, 32,
    223, 239, 240, 20, 239, 16, 35, 16, 31, 45, 43, 16, 48, 32, 1, 16,
    0, 115, 206, 13, 9, 211, 1, 240, 224, 255, 213, 49, 206, 50, 15, 16,
    91, 2, 240, 241, 0, 27, 49, 68, 222, 156, 1, 240, 47, 241, 205, 16,
    48, 2, 240, 0, 197, 63, 113, 9, 20, 196, 11, 15, 64, 62, 43, 211,
    212, 66, 61, 31, 14, 17, 225, 255, 32, 241, 30, 16, 0, 16, 44, 14,
    2, 224, 208, 207, 6, 32, 127, 32, 33, 36, 32, 254, 241, 255, 253, 14,
    224, 32, 240, 0, 9, 244, 51, 239, 207, 12, 49, 211, 111, 45, 20, 26,
    16, 46, 17, 67, 17, 240, 222, 95, 242, 31, 25, 30, 49, 13, 1, 39,
    178, 238, 182, 82, 237, 49, 243, 224, 237, 19, 240, 31, 17, 52,
};
static const int16_t bias_1[12] = {
    63, 399, 2964, 2436, -368, 777, 122, 178, -765, -575, -431, -1757,
};
static const uint16_t multiplier_1[12] = {
    22305, 26079, 10703, 13835, 25027, 22999, 29953, 34647, 21643, 26741, 22051, 21951,
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

/* conv, 5x5x12 to 5x5x20, int4_m */
static const uint8_t weights_3[540] = {
    21, 16, 76, 102, 52, 49, 125, 157, 7, 215, 65, 226, 45, 82, 208, 175,
    226, 255, 226, 18, 32, 111, 214, 29, 28, 31, 80, 21, 233, 19, 172, 17,
    223, 187, 242, 219, 48, 221, 211, 51, 94, 35, 223, 117, 49, 31, 176, 70,
    175, 109, 43, 249, 242, 221, 51, 61, 62, 18, 240, 207, 180, 15, 250, 44,
    144, 206, 18, 155, 253, 240, 2, 192, 48, 205, 224, 225, 19, 223, 3, 10,
    3, 29, 225, 241, 196, 2, 252, 59, 176, 243, 47, 177, 144, 242, 241, 241,
    0, 211, 228, 2, 63, 19, 209, 67, 46, 57, 213, 33, 194, 238, 45, 0,
    176, 254, 33, 100, 33, 255, 54, 18, 237, 17, 18, 205, 217, 38, 30, 220,
    1, 241, 236, 224, 192, 39, 220, 223, 21, 223, 212, 23, 81, 14, 210, 83,
    229, 49, 229, 106, 30, 65, 252, 190, 189, 205, 220, 255, 190, 50, 219, 10,
    47, 48, 252, 48, 3, 241, 188, 68, 252, 2, 226, 176, 13, 224, 181, 30,
    112, 92, 221, 94, 10, 79, 30, 209, 249, 19, 31, 52, 195, 192, 240, 210,
    34, 43, 49, 15, 12, 29, 226, 12, 34, 224, 19, 30, 33, 222, 63, 61,
    19, 236, 113, 194, 199, 5, 94, 239, 4, 158, 19, 67, 83, 13, 3, 176,
    125, 95, 247, 65, 254, 82, 110, 46, 159, 81, 7, 179, 111, 97, 5, 15,
    95, 235, 37, 19, 46, 0, 252, 32, 221, 155, 155, 0, 236, 242, 211, 13,
    1, 32, 237, 99, 191, 191, 67, 254, 224, 22, 238, 174, 145, 239, 50, 85,
    224, 35, 17, 35, 17, 208, 17, 34, 36, 255, 224, 160, 16, 253, 238, 238,
    243, 204, 30, 78, 23, 205, 223, 203, 96, 48, 36, 186, 255, 0, 66, 33,
    239, 32, 190, 13, 2, 11, 1, 153, 187, 213, 224, 235, 34, 169, 14, 146,
    97, 238, 242, 48, 196, 17, 9, 93, 221, 31, 192, 32, 253, 29, 3, 254,
    243, 67, 252, 63, 194, 254, 1, 31, 29, 0, 205, 16, 14, 0, 224, 15,
    0, 237, 225, 240, 14, 30, 239, 254, 81, 243, 4, 244, 237, 18, 63, 19,
    209, 226, 255, 0, 1, 1, 15, 14, 254, 14, 226, 238, 242, 29, 18, 17,
    224, 29, 224, 14, 221, 15, 15, 2, 15, 225, 17, 1, 242, 15, 62, 47,
    224, 16, 1, 223, 126, 255, 225, 14, 32, 34, 63, 224, 65, 0, 239, 3,
    13, 255, 18, 16, 15, 243, 64, 209, 1, 16, 31, 223, 1, 239, 33, 0,
    224, 76, 62, 2, 239, 252, 96, 52, 194, 36, 3, 192, 78, 48, 223, 4,
    14, 175, 2, 233, 63, 17, 66, 33, 61, 249, 238, 214, 243, 192, 83, 3,
    208, 196, 197, 147, 47, 254, 221, 37, 30, 1, 30, 31, 13, 210, 52, 158,
    85, 242, 30, 115, 243, 1, 15, 254, 241, 241, 65, 255, 1, 34, 223, 19,
    240, 1, 47, 226, 0, 255, 23, 208, 210, 33, 59, 41, 209, 63, 150, 16,
    44, 123, 226, 79, 176, 254, 222, 29, 49, 188, 14, 11, 50, 243, 0, 240,
    226, 62, 47, 77, 16, 13, 14, 1, 0, 62, 35, 235,
};
static const int16_t bias_3[10] = {
    -441, 1756, 702, 331, -71, 1012, 11, 260, -2046, 488,
};
static const uint16_t multiplier_3[10] = {
    20833, 19027, 24719, 21791, 21485, 27981, 36975, 35953, 23953, 26193,
};
NETWORK_LAYER void layer_3(void)
{
    mirrored_4(network_memory + 1400, network_memory + 0, weights_3, bias_3, multiplier_3, 5, 5, 12, 12, 5, 5, 20, 3, 3, 1, 1, -128, -128, 19);
}

/* conv, 5x5x20 to 5x5x8, int4_m */
static const uint8_t weights_4[360] = {
    15, 34, 240, 241, 165, 47, 14, 253, 240, 243, 62, 18, 208, 36, 240, 52,
    64, 255, 255, 63, 19, 204, 226, 14, 14, 176, 244, 32, 239, 215, 17, 47,
    33, 38, 224, 33, 12, 9, 47, 78, 255, 26, 180, 226, 221, 35, 240, 240,
    23, 79, 191, 236, 164, 0, 224, 207, 224, 37, 22, 17, 102, 70, 96, 79,
    222, 203, 191, 188, 233, 30, 254, 1, 252, 12, 165, 34, 239, 16, 209, 239,
    48, 50, 239, 208, 15, 20, 63, 29, 205, 18, 46, 48, 94, 1, 203, 199,
    190, 237, 28, 17, 74, 84, 243, 208, 243, 214, 35, 80, 237, 15, 235, 30,
    189, 30, 234, 194, 7, 31, 221, 15, 242, 23, 20, 208, 208, 37, 0, 240,
    46, 66, 46, 255, 223, 193, 226, 28, 239, 2, 210, 254, 17, 234, 239, 204,
    254, 15, 3, 46, 27, 209, 255, 15, 30, 255, 241, 67, 217, 2, 182, 61,
    225, 237, 241, 207, 255, 112, 49, 222, 18, 17, 253, 49, 221, 241, 236, 64,
    113, 47, 64, 14, 21, 124, 254, 62, 91, 66, 50, 18, 30, 211, 174, 78,
    208, 1, 15, 37, 227, 10, 29, 13, 77, 255, 255, 242, 254, 17, 210, 21,
    239, 240, 247, 253, 208, 251, 27, 239, 16, 18, 1, 255, 15, 3, 222, 250,
    63, 204, 1, 107, 0, 207, 244, 222, 253, 30, 1, 239, 80, 255, 13, 239,
    13, 18, 210, 13, 28, 228, 32, 238, 241, 224, 212, 31, 226, 14, 64, 207,
    75, 224, 45, 14, 225, 16, 2, 30, 36, 154, 62, 89, 189, 92, 209, 58,
    148, 45, 22, 218, 19, 243, 175, 181, 181, 54, 165, 12, 63, 224, 16, 239,
    252, 33, 28, 71, 226, 208, 38, 5, 18, 203, 251, 124, 253, 241, 28, 17,
    62, 33, 176, 240, 1, 244, 223, 28, 191, 230, 49, 110, 64, 64, 236, 53,
    204, 34, 238, 240, 94, 159, 81, 1, 238, 77, 26, 228, 207, 242, 44, 230,
    251, 205, 124, 176, 251, 16, 22, 235, 222, 11, 79, 13, 21, 2, 194, 255,
    253, 42, 51, 239, 45, 207, 19, 253,
};
static const int16_t bias_4[4] = {
    -619, -100, 233, -335,
};
static const uint16_t multiplier_4[4] = {
    53533, 53203, 44949, 47867,
};
NETWORK_LAYER void layer_4(void)
{
    mirrored_4(network_memory + 0, network_memory + 1500, weights_4, bias_4, multiplier_4, 5, 5, 20, 20, 5, 5, 8, 3, 3, 1, 1, -128, -128, 19);
}

/* avg_pool, 5x5x8 to 1x1x8 */
NETWORK_LAYER void layer_5(void)
{
    average_pool(network_memory + 1500, network_memory + 0, 5, 5, 8, 1, 1, 5, 5, 5, 5, -128);
}

/* linear, 1x1x8 to 1x1x2, int4 */
static const uint8_t weights_6[8] = {
    101, 154, 185, 102, 187, 119, 117, 187,
};
static const int16_t bias_6[2] = {
    52, -55,
};
static const uint16_t multiplier_6[2] = {
    57637, 54411,
};
NETWORK_LAYER void layer_6(void)
{
    dense_4(network_memory + 0, network_memory + 1698, weights_6, bias_6, multiplier_6, 1, 1, 8, 8, 1, 1, 2, 1, 1, 1, 1, -128, -12, 17);
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

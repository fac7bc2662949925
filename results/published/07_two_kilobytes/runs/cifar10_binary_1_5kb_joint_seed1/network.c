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
    224, 32, 18, 241, 224, 21, 157, 2, 47, 210, 228, 225, 240, 17, 2, 33,
    192, 254, 207, 240, 27, 126, 15, 225, 63, 223, 33, 66, 14, 9, 209, 33,
    20, 206, 13, 1, 210, 226, 228, 242, 16, 29, 145, 32, 5, 15, 223, 223,
    3, 19, 0, 32, 15, 30, 41, 211, 78, 73, 100, 251, 198, 94, 27, 52,
    11, 224, 38, 10,
};
static const int16_t bias_0[5] = {
    609, 1798, 1312, 1009, -390,
};
static const uint16_t multiplier_0[5] = {
    49771, 40173, 45257, 47565, 36495,
};
NETWORK_LAYER void layer_0(void)
{
    dense_4(network_memory + 0, network_memory + 1200, weights_0, bias_0, multiplier_0, 20, 20, 3, 3, 10, 10, 5, 3, 3, 2, 2, -128, -128, 19);
}

/* conv, 10x10x5 to 10x10x12, int4 */
static const uint8_t weights_1[270] = {
    224, 51, 254, 13, 237, 94, 14, 241, 107, 229, 237, 157, 219, 198, 32, 205,
    98, 240, 2, 223, 65, 241, 226, 226, 255, 14, 60, 30, 79, 241, 63, 190,
    209, 157, 179, 238, 71, 31, 20, 13, 208, 47, 222, 94, 241, 0, 225, 32,
    61, 30, 17, 31, 36, 222, 18, 36, 41, 222, 45, 61, 30, 1, 255, 0,
    1, 51, 61, 18, 31, 79, 46, 47, 16, 255, 240, 190, 61, 114, 253, 237,
    1, 240, 17, 54, 28, 16, 255, 242, 17, 240, 17, 16, 176, 15, 255, 20,
    16, 1, 0, 47, 194, 99, 159, 182, 240, 15, 0, 65, 197, 28, 189, 7,
    45, 18, 0, 222, 0, 16, 47, 16, 176, 237, 207, 71, 2, 17, 31, 194,
    69, 242, 179, 238, 16, 240, 16, 62, 211, 30, 34, 60, 49, 17, 234, 62,
    77, 192, 148, 95, 94, 31, 239, 63, 13, 204, 35, 16, 252, 226, 7, 178,
    126, 77, 177, 213, 243, 210, 111, 17, 202, 35, 190, 243, 64, 186, 63, 240,
    225, 0, 31, 239, 224, 211, 63, 77, 210, 45, 16, 23, 243, 60, 230, 212,
    218, 1, 112, 32, 240, 64, 1, 251, 1, 3, 242, 14, 80, 79, 82, 241,
    210, 211, 254, 241, 6, 226, 183, 211, 252, 255, 50, 33, 17, 75, 62, 239,
    31, 3, 65, 177, 0, 13, 34, 13, 190, 30, 27, 71, 105, 15, 76, 225,
    21, 30, 210, 122, 209, 33, 253, 31, 1, 14, 223, 14, 16, 34, 17, 31,
    34, 127, 64, 249, 254, 12, 17, 239, 255, 221, 127, 30, 34, 16,
};
static const int16_t bias_1[12] = {
    410, 380, 296, 291, 22, -140, 194, 301, -840, -760, -119, -116,
};
static const uint16_t multiplier_1[12] = {
    29363, 31169, 52249, 53381, 56675, 54641, 35869, 28667, 34929, 29893, 45545, 63829,
};
NETWORK_LAYER void layer_1(void)
{
    dense_4(network_memory + 1200, network_memory + 0, weights_1, bias_1, multiplier_1, 10, 10, 5, 5, 10, 10, 12, 3, 3, 1, 1, -128, -128, 19);
}

/* max_pool, 10x10x12 to 5x5x12 */
NETWORK_LAYER void layer_2(void)
{
    max_pool(network_memory + 0, network_memory + 1400, 10, 10, 12, 5, 5, 2, 2, 2, 2, -128);
}

/* conv, 5x5x12 to 5x5x20, int4_m */
static const uint8_t weights_3[540] = {
    30, 157, 205, 187, 65, 223, 84, 212, 145, 225, 54, 165, 225, 254, 162, 195,
    4, 225, 36, 193, 243, 228, 242, 192, 225, 1, 190, 208, 227, 194, 254, 32,
    16, 50, 255, 44, 0, 225, 255, 2, 35, 0, 253, 47, 30, 30, 30, 29,
    238, 34, 19, 19, 18, 1, 15, 29, 253, 255, 0, 17, 240, 32, 60, 234,
    189, 30, 31, 237, 240, 254, 238, 255, 2, 65, 30, 31, 208, 14, 254, 91,
    60, 57, 28, 45, 0, 239, 241, 51, 10, 239, 32, 225, 31, 249, 17, 46,
    15, 63, 225, 63, 15, 240, 20, 15, 33, 241, 13, 16, 238, 19, 208, 239,
    239, 207, 253, 226, 190, 33, 206, 239, 53, 16, 16, 243, 18, 47, 33, 176,
    20, 1, 37, 3, 224, 35, 1, 2, 6, 192, 171, 5, 254, 2, 16, 252,
    49, 241, 27, 210, 64, 16, 220, 250, 201, 241, 242, 171, 207, 238, 0, 68,
    49, 185, 255, 33, 16, 255, 254, 15, 51, 191, 210, 239, 32, 243, 33, 29,
    31, 42, 240, 17, 153, 255, 205, 33, 221, 238, 220, 19, 243, 2, 208, 18,
    222, 226, 242, 33, 15, 241, 17, 35, 226, 0, 0, 255, 18, 18, 2, 0,
    36, 34, 255, 224, 255, 1, 254, 225, 188, 18, 209, 30, 219, 225, 237, 0,
    241, 243, 255, 14, 240, 3, 20, 2, 68, 37, 239, 52, 240, 245, 203, 31,
    33, 222, 255, 209, 15, 61, 19, 206, 255, 111, 18, 16, 84, 253, 31, 19,
    242, 76, 68, 221, 253, 29, 99, 29, 49, 146, 207, 240, 154, 188, 224, 18,
    193, 195, 16, 193, 16, 212, 160, 166, 212, 192, 238, 161, 195, 226, 15, 16,
    240, 229, 227, 16, 36, 211, 32, 178, 179, 255, 240, 196, 48, 222, 238, 179,
    209, 48, 15, 241, 32, 240, 18, 222, 14, 50, 20, 27, 254, 225, 223, 127,
    77, 77, 25, 78, 253, 39, 52, 32, 31, 0, 31, 226, 51, 45, 15, 209,
    219, 193, 230, 64, 236, 243, 205, 48, 1, 123, 195, 176, 47, 163, 196, 193,
    169, 157, 33, 179, 192, 210, 191, 241, 217, 95, 30, 113, 240, 13, 238, 48,
    51, 0, 15, 238, 17, 242, 239, 45, 2, 16, 0, 0, 252, 47, 62, 29,
    34, 127, 80, 91, 82, 96, 238, 18, 223, 228, 22, 226, 0, 0, 204, 51,
    207, 236, 83, 223, 240, 250, 66, 64, 53, 205, 14, 9, 1, 243, 49, 16,
    185, 0, 81, 201, 35, 4, 144, 47, 229, 223, 239, 46, 193, 66, 18, 225,
    17, 31, 51, 14, 255, 35, 30, 210, 243, 1, 13, 241, 254, 210, 4, 49,
    15, 244, 201, 244, 36, 80, 220, 34, 204, 194, 241, 16, 29, 208, 189, 34,
    177, 237, 238, 255, 35, 239, 39, 238, 19, 34, 35, 207, 17, 236, 240, 226,
    34, 63, 96, 207, 46, 63, 51, 17, 16, 230, 242, 0, 240, 209, 0, 225,
    226, 1, 49, 226, 241, 252, 239, 17, 255, 207, 31, 25, 45, 255, 15, 243,
    208, 255, 62, 1, 239, 37, 224, 85, 47, 18, 84, 223, 225, 30, 38, 224,
    51, 243, 211, 31, 3, 210, 225, 63, 255, 224, 252, 1,
};
static const int16_t bias_3[10] = {
    745, 1331, 1064, 541, 367, 1207, 337, 520, -577, -64,
};
static const uint16_t multiplier_3[10] = {
    43673, 35825, 36233, 37011, 34521, 28789, 31241, 27323, 33423, 36505,
};
NETWORK_LAYER void layer_3(void)
{
    mirrored_4(network_memory + 1400, network_memory + 0, weights_3, bias_3, multiplier_3, 5, 5, 12, 12, 5, 5, 20, 3, 3, 1, 1, -128, -128, 19);
}

/* conv, 5x5x20 to 5x5x10, int4_m */
static const uint8_t weights_4[450] = {
    255, 19, 23, 162, 1, 1, 207, 190, 27, 30, 191, 247, 15, 49, 31, 225,
    29, 236, 192, 3, 206, 230, 237, 21, 223, 19, 187, 17, 28, 222, 0, 243,
    71, 210, 192, 31, 226, 29, 14, 80, 204, 243, 7, 197, 255, 240, 31, 34,
    241, 65, 220, 194, 31, 240, 205, 5, 110, 19, 93, 222, 2, 18, 5, 246,
    29, 255, 226, 15, 242, 222, 15, 220, 229, 209, 251, 98, 243, 207, 17, 210,
    223, 176, 36, 221, 14, 35, 98, 32, 2, 17, 255, 110, 127, 242, 34, 245,
    37, 210, 27, 220, 29, 1, 222, 16, 242, 69, 30, 240, 222, 236, 159, 197,
    37, 225, 87, 109, 175, 28, 12, 1, 79, 2, 47, 191, 253, 212, 64, 14,
    209, 253, 196, 43, 12, 4, 77, 5, 33, 25, 30, 30, 48, 222, 18, 206,
    93, 91, 14, 78, 210, 255, 161, 21, 32, 15, 221, 241, 91, 228, 246, 237,
    206, 241, 237, 159, 3, 2, 79, 14, 210, 34, 1, 195, 254, 196, 97, 238,
    20, 49, 144, 47, 17, 221, 70, 70, 242, 64, 57, 253, 37, 31, 192, 29,
    14, 47, 15, 0, 48, 79, 51, 237, 195, 31, 193, 20, 30, 225, 222, 254,
    240, 12, 208, 32, 114, 32, 186, 95, 241, 48, 15, 16, 210, 80, 15, 63,
    29, 252, 212, 212, 33, 224, 47, 242, 194, 211, 1, 44, 209, 38, 52, 2,
    79, 60, 65, 17, 2, 224, 224, 96, 194, 203, 36, 18, 254, 241, 209, 252,
    241, 62, 47, 160, 27, 183, 29, 4, 240, 45, 210, 4, 209, 10, 62, 12,
    1, 28, 15, 243, 15, 114, 224, 33, 208, 15, 236, 25, 225, 241, 240, 35,
    243, 15, 255, 67, 240, 176, 66, 243, 224, 226, 212, 47, 254, 242, 205, 240,
    62, 19, 31, 225, 226, 31, 207, 14, 255, 255, 239, 239, 14, 177, 32, 202,
    15, 16, 15, 196, 80, 243, 174, 63, 34, 252, 12, 63, 45, 18, 45, 206,
    29, 4, 218, 254, 239, 18, 64, 255, 192, 224, 13, 63, 241, 222, 30, 195,
    45, 63, 94, 242, 240, 35, 86, 44, 30, 45, 3, 48, 0, 226, 252, 222,
    30, 17, 16, 177, 17, 51, 254, 5, 17, 2, 32, 225, 209, 230, 1, 147,
    13, 222, 208, 1, 240, 14, 13, 231, 224, 243, 236, 34, 45, 1, 33, 2,
    205, 193, 254, 2, 241, 48, 230, 240, 47, 34, 50, 204, 211, 239, 231, 253,
    242, 230, 253, 208, 255, 208, 3, 47, 0, 240, 225, 62, 15, 16, 239, 43,
    16, 227, 245, 30, 225, 253, 223, 243, 112, 93, 15, 78, 2, 253, 49, 50,
    46, 243,
};
static const int16_t bias_4[5] = {
    -1305, -568, -1095, 48, -21025,
};
static const uint16_t multiplier_4[5] = {
    40625, 36715, 40773, 45445, 431,
};
NETWORK_LAYER void layer_4(void)
{
    mirrored_4(network_memory + 0, network_memory + 1450, weights_4, bias_4, multiplier_4, 5, 5, 20, 20, 5, 5, 10, 3, 3, 1, 1, -128, -128, 19);
}

/* avg_pool, 5x5x10 to 1x1x10 */
NETWORK_LAYER void layer_5(void)
{
    average_pool(network_memory + 1450, network_memory + 0, 5, 5, 10, 1, 1, 5, 5, 5, 5, -128);
}

/* linear, 1x1x10 to 1x1x2, int4 */
static const uint8_t weights_6[10] = {
    169, 86, 102, 154, 225, 119, 171, 154, 103, 0,
};
static const int16_t bias_6[2] = {
    12, -13,
};
static const uint16_t multiplier_6[2] = {
    52901, 48219,
};
NETWORK_LAYER void layer_6(void)
{
    dense_4(network_memory + 0, network_memory + 1698, weights_6, bias_6, multiplier_6, 1, 1, 10, 10, 1, 1, 2, 1, 1, 1, 1, -128, -2, 17);
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

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

/* conv, 24x24x1 to 12x12x5, int4 */
static const uint8_t weights_0[23] = {
    16, 9, 9, 10, 243, 34, 114, 35, 0, 98, 61, 191, 215, 205, 49, 158,
    78, 224, 100, 199, 28, 156, 2,
};
static const int16_t bias_0[5] = {
    987, 589, -13, 442, -33,
};
static const uint16_t multiplier_0[5] = {
    22813, 13563, 16113, 40975, 15039,
};
NETWORK_LAYER void layer_0(void)
{
    dense_4(network_memory + 0, network_memory + 1008, weights_0, bias_0, multiplier_0, 24, 24, 1, 1, 12, 12, 5, 3, 3, 2, 2, -128, -128, 18);
}

/* conv, 12x12x5 to 12x12x7, int4 */
static const uint8_t weights_1[158] = {
    164, 220, 0, 35, 185, 64, 226, 1, 69, 237, 160, 178, 238, 222, 15, 254,
    15, 223, 194, 34, 224, 0, 16, 255, 239, 196, 237, 63, 236, 254, 77, 31,
    177, 247, 30, 123, 239, 34, 255, 47, 178, 15, 82, 251, 241, 113, 4, 46,
    117, 223, 46, 243, 240, 84, 221, 78, 229, 236, 33, 224, 1, 211, 239, 1,
    224, 2, 33, 16, 16, 240, 17, 212, 62, 83, 254, 15, 255, 31, 18, 0,
    178, 1, 34, 220, 49, 150, 12, 63, 1, 238, 253, 34, 255, 236, 241, 225,
    15, 228, 245, 66, 57, 28, 223, 234, 162, 30, 241, 159, 198, 67, 74, 76,
    51, 219, 33, 110, 229, 14, 61, 240, 161, 15, 190, 23, 220, 176, 1, 48,
    60, 0, 80, 146, 48, 28, 225, 46, 254, 227, 19, 18, 60, 35, 242, 236,
    16, 255, 78, 209, 212, 114, 225, 0, 28, 254, 17, 16, 46, 2,
};
static const int16_t bias_1[7] = {
    1133, 247, 82, -244, 1442, 697, 139,
};
static const uint16_t multiplier_1[7] = {
    45333, 35931, 16571, 46069, 25155, 26619, 25385,
};
NETWORK_LAYER void layer_1(void)
{
    dense_4(network_memory + 1008, network_memory + 0, weights_1, bias_1, multiplier_1, 12, 12, 5, 5, 12, 12, 7, 3, 3, 1, 1, -128, -128, 19);
}

/* max_pool, 12x12x7 to 6x6x7 */
NETWORK_LAYER void layer_2(void)
{
    max_pool(network_memory + 0, network_memory + 1476, 12, 12, 7, 6, 6, 2, 2, 2, 2, -128);
}

/* conv, 6x6x7 to 6x6x20, int4 */
static const uint8_t weights_3[630] = {
    255, 1, 30, 240, 18, 14, 224, 33, 226, 17, 222, 115, 32, 33, 47, 244,
    2, 3, 229, 17, 46, 60, 32, 224, 176, 175, 32, 12, 204, 30, 60, 27,
    31, 63, 31, 240, 253, 17, 17, 254, 207, 209, 242, 17, 47, 16, 47, 63,
    0, 2, 0, 23, 31, 240, 210, 0, 225, 32, 30, 32, 0, 255, 49, 239,
    15, 33, 243, 217, 224, 211, 17, 31, 66, 204, 237, 224, 2, 191, 224, 13,
    45, 50, 66, 209, 208, 227, 31, 16, 30, 46, 65, 16, 19, 1, 209, 145,
    2, 253, 30, 44, 211, 242, 224, 239, 48, 240, 14, 242, 255, 244, 95, 15,
    47, 15, 2, 242, 32, 63, 33, 14, 254, 0, 2, 48, 30, 241, 52, 224,
    32, 48, 0, 14, 212, 0, 225, 19, 10, 244, 50, 46, 18, 221, 241, 33,
    115, 239, 226, 47, 13, 15, 49, 240, 254, 16, 18, 228, 20, 242, 249, 33,
    239, 190, 74, 255, 46, 179, 20, 225, 191, 23, 95, 225, 41, 239, 15, 16,
    254, 76, 254, 45, 220, 35, 253, 35, 1, 44, 30, 62, 240, 18, 237, 209,
    31, 78, 192, 254, 2, 213, 16, 30, 1, 192, 16, 144, 192, 42, 224, 32,
    13, 19, 178, 229, 63, 224, 220, 239, 34, 10, 29, 2, 1, 226, 34, 254,
    224, 253, 45, 241, 127, 1, 6, 209, 14, 11, 75, 254, 241, 19, 252, 100,
    32, 43, 0, 192, 223, 45, 242, 253, 237, 31, 60, 223, 65, 41, 31, 32,
    0, 236, 19, 208, 236, 218, 13, 196, 2, 1, 242, 33, 99, 210, 9, 31,
    237, 47, 10, 16, 255, 223, 207, 96, 154, 209, 6, 0, 47, 229, 20, 239,
    31, 13, 29, 197, 4, 1, 190, 238, 0, 15, 240, 224, 210, 71, 165, 4,
    227, 30, 242, 47, 0, 233, 179, 241, 210, 33, 254, 223, 31, 243, 12, 13,
    47, 242, 7, 226, 17, 1, 12, 62, 226, 206, 242, 223, 241, 241, 29, 78,
    244, 63, 238, 30, 30, 254, 239, 243, 237, 31, 29, 0, 30, 32, 2, 224,
    17, 2, 1, 241, 19, 16, 253, 2, 78, 19, 63, 208, 33, 64, 29, 45,
    112, 43, 240, 32, 252, 225, 242, 209, 32, 253, 3, 31, 226, 35, 204, 16,
    60, 237, 60, 238, 18, 254, 17, 47, 157, 225, 20, 221, 190, 17, 224, 7,
    86, 61, 44, 74, 196, 209, 222, 29, 3, 208, 225, 34, 30, 210, 239, 225,
    21, 15, 2, 46, 47, 46, 1, 252, 176, 126, 45, 217, 45, 253, 92, 49,
    252, 227, 17, 206, 79, 226, 28, 11, 17, 15, 254, 2, 241, 242, 240, 0,
    255, 68, 63, 222, 210, 242, 31, 62, 62, 208, 224, 33, 211, 241, 254, 239,
    19, 237, 1, 127, 1, 14, 0, 18, 15, 193, 47, 126, 219, 222, 11, 4,
    29, 208, 18, 144, 1, 61, 209, 9, 16, 227, 254, 117, 125, 252, 49, 31,
    182, 113, 67, 18, 95, 18, 161, 6, 241, 48, 14, 1, 240, 31, 63, 2,
    64, 13, 0, 209, 3, 204, 31, 92, 144, 237, 15, 32, 235, 17, 0, 31,
    16, 50, 2, 224, 20, 37, 225, 17, 252, 27, 16, 242, 209, 225, 45, 240,
    194, 47, 2, 30, 16, 222, 63, 46, 225, 16, 223, 239, 1, 226, 16, 16,
    30, 113, 254, 255, 224, 62, 225, 3, 196, 34, 77, 32, 16, 78, 18, 101,
    33, 144, 16, 127, 62, 219, 10, 49, 210, 13, 3, 13, 94, 76, 13, 32,
    253, 213, 224, 205, 45, 238, 233, 228, 19, 206, 94, 90, 211, 14, 212, 93,
    19, 221, 44, 221, 241, 199, 69, 253, 0, 113, 63, 207, 251, 63, 171, 254,
    43, 193, 78, 223, 245, 0,
};
static const int16_t bias_3[20] = {
    33, -769, -73, -518, -2267, 33, 773, -303, 673, 85, 183, -828, -807, 473, -227, -1029,
    -589, 552, -677, -785,
};
static const uint16_t multiplier_3[20] = {
    27225, 46029, 34611, 34819, 32159, 40219, 35955, 32385, 32979, 33163, 46781, 41723, 28313, 33143, 38109, 20319,
    35589, 42833, 21387, 23793,
};
NETWORK_LAYER void layer_3(void)
{
    dense_4(network_memory + 1476, network_memory + 0, weights_3, bias_3, multiplier_3, 6, 6, 7, 7, 6, 6, 20, 3, 3, 1, 1, -128, -128, 19);
}

/* max_pool, 6x6x20 to 3x3x20 */
NETWORK_LAYER void layer_4(void)
{
    max_pool(network_memory + 0, network_memory + 1548, 6, 6, 20, 3, 3, 2, 2, 2, 2, -128);
}

/* conv, 3x3x20 to 3x3x12, int4_d50 */
static const uint8_t weights_5[810] = {
    189, 33, 244, 140, 121, 235, 163, 93, 2, 19, 105, 18, 213, 21, 114, 62,
    56, 198, 7, 55, 239, 78, 212, 123, 6, 59, 104, 177, 7, 180, 31, 251,
    245, 255, 68, 29, 72, 211, 69, 123, 29, 142, 206, 239, 117, 108, 15, 51,
    163, 120, 245, 97, 164, 119, 88, 63, 235, 237, 150, 190, 102, 98, 138, 103,
    40, 126, 93, 178, 209, 154, 228, 55, 182, 51, 102, 251, 38, 119, 153, 194,
    212, 14, 108, 57, 20, 251, 127, 143, 190, 71, 3, 11, 113, 84, 149, 32,
    120, 92, 15, 157, 42, 82, 22, 134, 206, 143, 224, 69, 95, 251, 55, 250,
    103, 166, 195, 62, 247, 217, 146, 74, 91, 192, 215, 115, 185, 149, 245, 32,
    90, 99, 218, 111, 23, 207, 203, 213, 83, 20, 10, 1, 36, 40, 131, 36,
    160, 123, 152, 153, 0, 139, 207, 206, 158, 66, 67, 171, 81, 64, 159, 12,
    103, 250, 66, 11, 6, 73, 182, 48, 19, 243, 202, 223, 194, 87, 138, 144,
    147, 57, 31, 7, 150, 26, 224, 123, 177, 244, 216, 176, 110, 135, 33, 204,
    232, 235, 120, 103, 206, 85, 30, 217, 35, 80, 112, 127, 144, 127, 247, 186,
    170, 64, 149, 190, 224, 10, 193, 227, 152, 58, 169, 240, 143, 141, 94, 42,
    23, 85, 23, 193, 32, 148, 21, 16, 228, 58, 242, 11, 152, 211, 207, 104,
    151, 129, 251, 10, 122, 11, 136, 160, 143, 80, 15, 243, 29, 13, 128, 147,
    173, 64, 15, 55, 208, 232, 16, 169, 188, 166, 52, 45, 138, 128, 219, 218,
    52, 211, 174, 92, 218, 53, 227, 46, 237, 227, 158, 34, 37, 45, 238, 46,
    212, 189, 147, 82, 45, 45, 231, 204, 189, 35, 34, 51, 35, 238, 45, 45,
    67, 167, 228, 227, 226, 220, 50, 226, 75, 35, 46, 35, 211, 220, 51, 52,
    178, 51, 34, 44, 78, 43, 227, 238, 238, 226, 60, 44, 213, 46, 210, 43,
    221, 226, 162, 194, 66, 46, 67, 236, 83, 211, 227, 62, 37, 217, 36, 62,
    174, 34, 108, 235, 51, 62, 35, 46, 188, 238, 186, 78, 93, 34, 78, 100,
    213, 196, 221, 85, 156, 217, 52, 59, 84, 164, 237, 62, 84, 36, 61, 220,
    60, 92, 219, 93, 164, 214, 67, 189, 217, 60, 203, 69, 234, 59, 226, 77,
    179, 171, 221, 211, 212, 116, 94, 93, 85, 55, 218, 83, 67, 222, 180, 102,
    116, 218, 68, 181, 70, 71, 82, 98, 75, 35, 190, 51, 190, 35, 195, 197,
    45, 76, 51, 98, 195, 205, 52, 124, 237, 154, 212, 174, 53, 211, 220, 61,
    181, 67, 37, 78, 162, 67, 73, 53, 222, 173, 196, 180, 78, 166, 214, 198,
    222, 179, 205, 46, 42, 230, 51, 35, 206, 210, 156, 219, 222, 34, 46, 236,
    211, 236, 61, 78, 231, 46, 46, 50, 173, 50, 231, 34, 210, 180, 62, 62,
    60, 236, 51, 51, 83, 61, 238, 238, 46, 234, 212, 74, 42, 238, 221, 166,
    218, 179, 222, 77, 195, 206, 147, 62, 52, 189, 68, 205, 67, 227, 180, 220,
    93, 165, 237, 50, 221, 238, 51, 66, 82, 187, 34, 236, 231, 46, 178, 222,
    61, 78, 45, 45, 237, 194, 221, 50, 62, 46, 238, 67, 237, 69, 50, 210,
    50, 238, 211, 114, 212, 82, 77, 61, 206, 203, 238, 237, 98, 36, 36, 219,
    238, 34, 46, 83, 237, 45, 210, 58, 210, 62, 219, 181, 210, 194, 69, 67,
    210, 68, 100, 44, 50, 211, 205, 74, 44, 222, 77, 211, 206, 238, 238, 82,
    204, 221, 237, 60, 82, 36, 51, 66, 214, 205, 61, 238, 235, 37, 238, 45,
    187, 213, 77, 34, 228, 211, 82, 82, 213, 41, 78, 178, 189, 71, 147, 146,
    226, 236, 254, 49, 62, 205, 79, 50, 33, 49, 255, 18, 239, 238, 223, 30,
    237, 34, 45, 49, 210, 228, 239, 63, 34, 30, 227, 237, 49, 253, 46, 39,
    242, 47, 238, 46, 67, 223, 31, 238, 33, 34, 34, 253, 238, 67, 45, 62,
    211, 236, 226, 196, 52, 222, 173, 239, 47, 242, 35, 222, 44, 45, 205, 223,
    242, 238, 210, 50, 66, 34, 227, 66, 44, 35, 30, 35, 194, 25, 52, 29,
    254, 209, 254, 18, 209, 238, 226, 50, 231, 62, 251, 252, 218, 212, 57, 93,
    157, 51, 189, 52, 180, 212, 77, 221, 204, 199, 164, 221, 115, 163, 196, 99,
    195, 187, 212, 58, 213, 109, 147, 214, 221, 189, 187, 83, 188, 163, 180, 221,
    173, 197, 211, 52, 227, 189, 194, 66, 35, 189, 210, 78, 220, 50, 35, 187,
    211, 93, 36, 210, 220, 60, 203, 196, 222, 236, 76, 100, 157, 162, 115, 197,
    211, 61, 227, 227, 46, 220, 237, 204, 219, 211,
};
static const int16_t bias_5[12] = {
    -32, -237, -740, -1345, -229, 259, -804, 61, -368, 25, 199, 892,
};
static const uint16_t multiplier_5[12] = {
    30387, 24057, 21145, 22801, 29253, 26405, 31903, 27673, 36047, 37495, 25559, 26335,
};
NETWORK_LAYER void layer_5(void)
{
    bitmask(network_memory + 1548, network_memory + 0, weights_5, bias_5, multiplier_5, 3, 3, 20, 20, 3, 3, 12, 3, 3, 1, 1, -128, -128, 19, 4);
}

/* avg_pool, 3x3x12 to 1x1x12 */
NETWORK_LAYER void layer_6(void)
{
    average_pool(network_memory + 0, network_memory + 1716, 3, 3, 12, 1, 1, 3, 3, 3, 3, -128);
}

/* linear, 1x1x12 to 1x1x10, int8 */
static const uint8_t weights_7[120] = {
    26, 81, 134, 229, 127, 208, 247, 19, 19, 196, 215, 182, 253, 222, 190, 183,
    213, 5, 70, 127, 248, 93, 20, 183, 234, 57, 191, 38, 129, 236, 26, 237,
    115, 252, 51, 238, 204, 179, 45, 204, 246, 127, 7, 183, 38, 39, 59, 251,
    45, 217, 7, 33, 197, 195, 145, 93, 99, 214, 129, 91, 236, 179, 127, 208,
    77, 171, 86, 193, 212, 18, 48, 13, 127, 21, 239, 2, 19, 201, 19, 178,
    203, 12, 15, 212, 129, 3, 168, 69, 250, 6, 238, 20, 5, 120, 190, 100,
    246, 127, 61, 164, 216, 19, 196, 243, 220, 13, 40, 240, 216, 214, 22, 127,
    35, 45, 202, 80, 191, 178, 254, 30,
};
static const int16_t bias_7[10] = {
    -56, -950, 7, 111, 485, 938, -478, -377, 184, 274,
};
static const uint16_t multiplier_7[10] = {
    51249, 44073, 51637, 44315, 48187, 40051, 55165, 44365, 47491, 46719,
};
NETWORK_LAYER void layer_7(void)
{
    dense_8(network_memory + 1716, network_memory + 0, weights_7, bias_7, multiplier_7, 1, 1, 12, 12, 1, 1, 10, 1, 1, 1, 1, -128, -18, 22);
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

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
    254, 46, 148, 12, 129, 245, 142, 11, 46, 232, 81, 71, 127, 109, 80, 1,
    255, 0, 12, 111, 207, 27, 227, 190, 127, 199, 227, 162, 12, 35, 17, 129,
    202, 35, 64, 182, 69, 118, 107, 129, 141, 246, 9, 189, 32,
};
static const int16_t bias_0[5] = {
    17203, 15302, -199, 8652, -901,
};
static const uint16_t multiplier_0[5] = {
    37209, 16689, 27683, 52001, 23913,
};
NETWORK_LAYER void layer_0(void)
{
    dense_8(network_memory + 0, network_memory + 1008, weights_0, bias_0, multiplier_0, 24, 24, 1, 1, 12, 12, 5, 3, 3, 2, 2, -128, -128, 23);
}

/* conv, 12x12x5 to 12x12x7, int4 */
static const uint8_t weights_1[158] = {
    196, 223, 1, 34, 185, 33, 226, 241, 51, 236, 192, 193, 254, 223, 30, 255,
    16, 223, 210, 35, 254, 15, 0, 255, 223, 213, 237, 61, 204, 254, 95, 63,
    148, 199, 45, 125, 221, 19, 255, 46, 195, 30, 68, 250, 17, 65, 228, 64,
    117, 206, 29, 4, 17, 116, 187, 76, 199, 202, 63, 17, 2, 197, 206, 1,
    224, 244, 65, 18, 47, 239, 18, 182, 61, 99, 239, 16, 224, 47, 19, 15,
    195, 31, 83, 174, 66, 150, 252, 62, 33, 206, 237, 50, 240, 236, 18, 241,
    15, 213, 229, 83, 57, 44, 224, 234, 163, 31, 1, 161, 199, 84, 75, 90,
    39, 221, 20, 108, 4, 15, 43, 192, 144, 31, 206, 39, 239, 177, 17, 15,
    44, 13, 67, 179, 79, 0, 1, 30, 51, 0, 36, 241, 61, 17, 209, 190,
    4, 27, 76, 161, 213, 51, 224, 234, 37, 233, 99, 32, 47, 2,
};
static const int16_t bias_1[7] = {
    1017, 9, 397, -786, 854, 150, 253,
};
static const uint16_t multiplier_1[7] = {
    56491, 31087, 19353, 35725, 23875, 24897, 22577,
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

/* conv, 6x6x7 to 6x6x20, int4_d50 */
static const uint8_t weights_3[473] = {
    118, 247, 211, 96, 214, 25, 202, 211, 158, 67, 203, 162, 96, 185, 26, 16,
    218, 23, 14, 233, 107, 22, 45, 145, 101, 43, 147, 236, 25, 181, 195, 176,
    74, 101, 189, 237, 142, 168, 221, 238, 191, 46, 199, 27, 212, 238, 141, 139,
    125, 76, 138, 174, 111, 182, 132, 119, 223, 7, 113, 214, 159, 68, 144, 176,
    150, 229, 97, 26, 113, 191, 91, 232, 71, 237, 22, 252, 14, 30, 59, 244,
    155, 26, 73, 144, 105, 113, 147, 25, 0, 121, 239, 252, 54, 41, 22, 63,
    11, 136, 26, 194, 231, 47, 202, 173, 117, 111, 219, 219, 100, 82, 94, 141,
    252, 222, 201, 21, 139, 205, 161, 72, 75, 167, 234, 170, 46, 81, 68, 192,
    180, 220, 95, 241, 59, 47, 220, 152, 151, 126, 253, 50, 58, 117, 32, 252,
    192, 175, 63, 21, 24, 1, 0, 0, 0, 0, 0, 0, 0, 0, 46, 76,
    61, 228, 221, 66, 179, 60, 38, 228, 114, 50, 62, 206, 173, 178, 238, 25,
    242, 227, 222, 237, 190, 44, 50, 50, 125, 226, 210, 254, 211, 226, 82, 185,
    236, 36, 194, 90, 169, 45, 62, 69, 226, 227, 204, 66, 34, 41, 45, 59,
    45, 61, 38, 91, 110, 233, 29, 225, 62, 23, 255, 49, 52, 44, 195, 35,
    221, 91, 62, 36, 211, 237, 69, 231, 46, 110, 210, 60, 35, 252, 20, 237,
    194, 251, 236, 229, 212, 29, 189, 101, 156, 237, 220, 222, 214, 39, 61, 226,
    60, 34, 46, 222, 61, 221, 78, 221, 210, 217, 46, 62, 44, 50, 46, 227,
    237, 220, 33, 47, 18, 238, 239, 255, 255, 127, 226, 45, 223, 227, 35, 63,
    45, 222, 238, 239, 62, 47, 221, 223, 30, 209, 212, 36, 239, 254, 237, 237,
    238, 252, 231, 220, 213, 18, 254, 47, 44, 17, 222, 242, 227, 127, 33, 61,
    238, 254, 207, 30, 226, 241, 62, 31, 254, 62, 113, 237, 223, 211, 223, 52,
    227, 239, 238, 226, 222, 210, 19, 34, 238, 228, 52, 34, 225, 62, 46, 45,
    149, 254, 189, 47, 46, 225, 18, 238, 78, 238, 158, 108, 122, 46, 227, 196,
    19, 29, 226, 226, 195, 36, 238, 51, 98, 237, 50, 77, 158, 213, 165, 206,
    172, 210, 114, 30, 228, 222, 212, 211, 229, 227, 36, 183, 214, 220, 231, 227,
    212, 75, 35, 220, 70, 107, 210, 65, 212, 82, 62, 227, 220, 255, 253, 206,
    235, 19, 39, 36, 45, 34, 255, 53, 36, 220, 198, 220, 210, 126, 203, 217,
    34, 219, 211, 189, 50, 227, 39, 70, 156, 237, 37, 237, 115, 62, 45, 69,
    188, 222, 210, 237, 46, 45, 243, 126, 43, 74, 228, 33, 45, 174, 126, 61,
    122, 34, 195, 214, 75, 182, 190, 173, 163,
};
static const int16_t bias_3[20] = {
    -458, -157, -72, -183, -1999, 12, 404, -177, 301, 223, -117, -408, -379, -93, -271, 107,
    -597, 233, -163, 0,
};
static const uint16_t multiplier_3[20] = {
    21937, 49235, 34333, 33881, 30829, 44071, 42355, 53041, 52309, 50219, 49459, 42695, 40079, 32111, 31089, 36239,
    29267, 29551, 35459, 1,
};
NETWORK_LAYER void layer_3(void)
{
    bitmask(network_memory + 1476, network_memory + 0, weights_3, bias_3, multiplier_3, 6, 6, 7, 7, 6, 6, 20, 3, 3, 1, 1, -128, -128, 19, 4);
}

/* max_pool, 6x6x20 to 3x3x20 */
NETWORK_LAYER void layer_4(void)
{
    max_pool(network_memory + 0, network_memory + 1548, 6, 6, 20, 3, 3, 2, 2, 2, 2, -128);
}

/* conv, 3x3x20 to 3x3x14, int4_d50 */
static const uint8_t weights_5[945] = {
    119, 244, 213, 0, 28, 117, 170, 228, 50, 19, 137, 21, 213, 63, 26, 58,
    112, 146, 207, 6, 204, 10, 132, 243, 70, 35, 24, 149, 0, 92, 201, 113,
    164, 159, 85, 7, 88, 53, 241, 106, 236, 6, 243, 203, 51, 254, 12, 16,
    235, 59, 15, 76, 96, 183, 62, 26, 109, 71, 1, 79, 254, 117, 225, 235,
    23, 229, 231, 243, 85, 82, 171, 142, 214, 38, 90, 121, 98, 116, 155, 91,
    212, 137, 115, 74, 90, 102, 176, 133, 76, 15, 23, 163, 115, 116, 114, 160,
    235, 135, 205, 55, 31, 180, 1, 22, 94, 61, 237, 39, 242, 115, 164, 125,
    103, 231, 49, 247, 157, 86, 99, 112, 82, 141, 209, 225, 106, 153, 167, 177,
    122, 28, 16, 90, 1, 149, 52, 175, 193, 22, 123, 77, 198, 27, 161, 12,
    50, 171, 43, 50, 38, 95, 26, 230, 84, 67, 100, 254, 108, 51, 182, 69,
    165, 223, 228, 200, 62, 20, 185, 116, 66, 100, 82, 243, 1, 81, 63, 187,
    191, 1, 143, 91, 158, 203, 116, 92, 86, 240, 28, 48, 95, 15, 173, 126,
    64, 172, 56, 143, 237, 209, 222, 8, 180, 169, 81, 121, 102, 173, 15, 209,
    145, 86, 26, 45, 195, 72, 111, 39, 148, 117, 152, 12, 109, 149, 208, 195,
    117, 82, 146, 148, 97, 78, 89, 71, 102, 182, 25, 173, 201, 246, 162, 81,
    182, 184, 240, 63, 29, 171, 114, 17, 108, 97, 139, 199, 183, 95, 82, 182,
    215, 21, 204, 87, 228, 95, 150, 188, 3, 190, 177, 83, 248, 8, 213, 199,
    102, 175, 27, 58, 229, 97, 39, 17, 245, 146, 208, 62, 14, 239, 231, 117,
    24, 32, 204, 117, 85, 60, 93, 151, 16, 242, 42, 16, 217, 14, 64, 215,
    24, 109, 93, 131, 171, 22, 105, 99, 67, 16, 41, 238, 237, 228, 238, 236,
    211, 227, 164, 212, 220, 222, 173, 229, 231, 237, 226, 35, 210, 220, 182, 194,
    34, 34, 226, 237, 210, 222, 222, 79, 35, 209, 62, 29, 66, 195, 34, 206,
    211, 36, 189, 36, 222, 206, 18, 35, 51, 226, 51, 253, 211, 60, 237, 162,
    76, 46, 60, 190, 251, 44, 62, 228, 228, 237, 61, 67, 17, 226, 35, 157,
    46, 211, 188, 50, 167, 51, 205, 227, 226, 206, 173, 146, 50, 238, 50, 44,
    35, 100, 206, 61, 154, 222, 114, 237, 226, 55, 126, 211, 125, 49, 211, 222,
    50, 62, 194, 76, 42, 69, 238, 237, 165, 51, 78, 222, 189, 236, 45, 26,
    226, 195, 35, 163, 229, 53, 66, 36, 45, 211, 43, 82, 35, 178, 235, 46,
    50, 109, 218, 61, 54, 38, 227, 70, 163, 66, 206, 59, 210, 62, 212, 210,
    235, 214, 36, 238, 34, 109, 222, 221, 59, 212, 43, 59, 51, 206, 84, 220,
    212, 61, 52, 35, 153, 204, 195, 50, 238, 51, 50, 220, 236, 218, 226, 190,
    228, 211, 66, 53, 226, 78, 218, 154, 222, 195, 210, 220, 228, 239, 227, 222,
    61, 77, 194, 242, 38, 82, 93, 222, 218, 119, 222, 39, 212, 45, 211, 226,
    78, 92, 214, 46, 45, 45, 220, 234, 45, 213, 215, 163, 238, 210, 163, 188,
    110, 190, 61, 222, 228, 50, 45, 45, 125, 233, 221, 61, 38, 227, 237, 125,
    60, 238, 174, 206, 45, 35, 211, 61, 188, 114, 222, 34, 222, 46, 62, 34,
    53, 45, 35, 29, 34, 46, 45, 34, 36, 194, 202, 221, 199, 36, 210, 221,
    44, 212, 222, 210, 91, 78, 229, 35, 172, 179, 55, 73, 70, 210, 227, 226,
    52, 82, 222, 44, 217, 79, 97, 91, 30, 77, 180, 236, 211, 68, 51, 60,
    73, 93, 219, 210, 99, 45, 221, 238, 211, 41, 118, 62, 181, 213, 220, 190,
    189, 44, 66, 238, 221, 94, 238, 212, 46, 77, 44, 51, 225, 220, 210, 83,
    52, 234, 43, 46, 76, 45, 98, 226, 34, 45, 75, 222, 194, 202, 179, 187,
    38, 193, 194, 190, 226, 146, 236, 238, 210, 62, 231, 188, 115, 34, 37, 45,
    181, 222, 222, 222, 221, 34, 45, 82, 195, 52, 230, 205, 61, 221, 35, 158,
    98, 158, 116, 52, 237, 179, 213, 46, 194, 173, 126, 60, 226, 197, 236, 237,
    52, 37, 147, 87, 173, 19, 36, 203, 228, 177, 221, 238, 212, 58, 46, 50,
    221, 210, 221, 222, 62, 69, 35, 38, 35, 196, 47, 238, 226, 62, 238, 189,
    62, 220, 235, 204, 35, 45, 238, 76, 199, 226, 93, 217, 243, 61, 236, 36,
    78, 116, 234, 76, 210, 61, 44, 172, 50, 109, 205, 194, 188, 167, 212, 61,
    78, 238, 44, 203, 83, 61, 190, 206, 77, 62, 222, 35, 188, 20, 227, 230,
    105, 52, 204, 36, 60, 205, 214, 36, 60, 34, 253, 204, 82, 225, 31, 34,
    238, 227, 209, 236, 47, 238, 242, 158, 43, 178, 44, 61, 31, 238, 227, 46,
    209, 237, 243, 226, 255, 238, 213, 67, 243, 18, 206, 226, 194, 50, 84, 237,
    222, 243, 206, 63, 205, 209, 210, 237, 244, 238, 50, 77, 35, 221, 238, 226,
    206, 228, 203, 226, 227, 190, 38, 148, 74, 125, 147, 238, 178, 222, 228, 53,
    245, 81, 95, 226, 222, 62, 46, 194, 204, 212, 45, 77, 50, 45, 228, 126,
    92, 195, 27, 211, 83, 212, 209, 238, 36, 237, 50, 99, 211, 44, 179, 157,
    226, 61, 238, 230, 50, 211, 100, 44, 228, 103, 50, 211, 187, 82, 226, 204,
    253, 93, 67, 50, 45, 236, 35, 234, 228, 60, 206, 229, 228, 211, 194, 221,
    51,
};
static const int16_t bias_5[14] = {
    502, 53, -339, -175, -152, -148, -415, 707, -231, 238, -208, 335, -338, -1402,
};
static const uint16_t multiplier_5[14] = {
    41139, 36627, 31741, 36895, 27437, 34229, 23927, 32083, 26525, 42229, 31333, 45123, 34135, 27289,
};
NETWORK_LAYER void layer_5(void)
{
    bitmask(network_memory + 1548, network_memory + 0, weights_5, bias_5, multiplier_5, 3, 3, 20, 20, 3, 3, 14, 3, 3, 1, 1, -128, -128, 19, 4);
}

/* avg_pool, 3x3x14 to 1x1x14 */
NETWORK_LAYER void layer_6(void)
{
    average_pool(network_memory + 0, network_memory + 1714, 3, 3, 14, 1, 1, 3, 3, 3, 3, -128);
}

/* linear, 1x1x14 to 1x1x10, int8 */
static const uint8_t weights_7[140] = {
    220, 56, 134, 208, 127, 213, 30, 11, 25, 152, 173, 249, 67, 67, 252, 2,
    238, 217, 195, 14, 36, 90, 231, 56, 224, 216, 30, 129, 222, 53, 129, 19,
    136, 5, 22, 242, 116, 30, 67, 244, 226, 28, 165, 210, 33, 207, 10, 127,
    7, 216, 16, 23, 121, 155, 148, 159, 46, 138, 62, 26, 162, 194, 133, 95,
    61, 218, 129, 78, 177, 95, 2, 159, 102, 207, 77, 131, 98, 158, 182, 251,
    127, 239, 223, 205, 127, 70, 231, 39, 47, 202, 40, 187, 159, 223, 230, 154,
    214, 48, 172, 212, 241, 70, 245, 255, 205, 240, 40, 127, 145, 116, 230, 133,
    224, 127, 21, 133, 220, 2, 143, 187, 233, 19, 62, 48, 12, 82, 221, 161,
    10, 87, 247, 21, 158, 28, 195, 186, 236, 39, 127, 18,
};
static const int16_t bias_7[10] = {
    -672, -945, -596, 86, 195, 617, -1494, -757, -98, -19,
};
static const uint16_t multiplier_7[10] = {
    51679, 60685, 54615, 36103, 41463, 36921, 50769, 36761, 40649, 43655,
};
NETWORK_LAYER void layer_7(void)
{
    dense_8(network_memory + 1714, network_memory + 0, weights_7, bias_7, multiplier_7, 1, 1, 14, 14, 1, 1, 10, 1, 1, 1, 1, -128, 8, 22);
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

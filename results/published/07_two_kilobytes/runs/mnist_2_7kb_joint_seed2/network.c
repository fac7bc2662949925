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

/* conv, 24x24x1 to 12x12x4, int4 */
static const uint8_t weights_0[18] = {
    58, 211, 233, 244, 60, 68, 68, 161, 217, 16, 19, 117, 51, 0, 157, 71,
    43, 35,
};
static const int16_t bias_0[4] = {
    640, -110, 161, -17,
};
static const uint16_t multiplier_0[4] = {
    55481, 31255, 20505, 35731,
};
NETWORK_LAYER void layer_0(void)
{
    dense_4(network_memory + 0, network_memory + 1152, weights_0, bias_0, multiplier_0, 24, 24, 1, 1, 12, 12, 4, 3, 3, 2, 2, -128, -128, 19);
}

/* conv, 12x12x4 to 12x12x8, int8 */
static const uint8_t weights_1[288] = {
    9, 245, 56, 16, 240, 246, 220, 4, 4, 230, 37, 222, 22, 0, 114, 5,
    254, 209, 129, 226, 21, 228, 43, 231, 226, 50, 130, 247, 36, 188, 234, 206,
    21, 20, 28, 18, 0, 7, 185, 210, 170, 214, 3, 231, 223, 27, 14, 247,
    166, 237, 31, 209, 129, 1, 31, 231, 188, 4, 217, 232, 227, 13, 18, 2,
    195, 218, 226, 250, 2, 251, 250, 251, 238, 254, 1, 253, 237, 86, 157, 213,
    253, 203, 129, 209, 8, 31, 186, 198, 238, 251, 253, 158, 239, 34, 224, 208,
    6, 214, 250, 187, 1, 19, 19, 244, 16, 49, 16, 10, 252, 2, 241, 248,
    27, 250, 10, 211, 232, 231, 114, 7, 18, 17, 189, 243, 243, 171, 36, 209,
    213, 224, 127, 30, 245, 230, 213, 208, 252, 233, 25, 232, 230, 230, 46, 12,
    21, 197, 231, 17, 3, 179, 191, 250, 13, 245, 136, 6, 194, 48, 22, 18,
    158, 43, 109, 98, 211, 99, 127, 49, 37, 226, 171, 239, 13, 53, 139, 201,
    26, 35, 214, 218, 250, 226, 200, 206, 245, 50, 68, 62, 58, 205, 180, 76,
    247, 197, 154, 176, 200, 25, 122, 79, 14, 193, 156, 33, 24, 204, 129, 155,
    219, 17, 96, 58, 21, 208, 185, 252, 98, 69, 237, 66, 120, 249, 6, 87,
    24, 150, 232, 48, 213, 212, 175, 208, 204, 228, 94, 21, 22, 227, 18, 9,
    157, 222, 127, 227, 142, 227, 145, 195, 10, 212, 31, 219, 2, 18, 121, 11,
    251, 9, 50, 223, 193, 13, 75, 234, 52, 225, 221, 237, 26, 127, 217, 205,
    21, 77, 156, 165, 43, 227, 6, 190, 223, 34, 62, 205, 188, 0, 5, 210,
};
static const int16_t bias_1[8] = {
    -624, 31585, 28071, 2959, 7259, 3475, 1618, -2827,
};
static const uint16_t multiplier_1[8] = {
    49555, 40681, 35599, 24661, 26721, 39285, 34985, 27165,
};
NETWORK_LAYER void layer_1(void)
{
    dense_8(network_memory + 1152, network_memory + 0, weights_1, bias_1, multiplier_1, 12, 12, 4, 4, 12, 12, 8, 3, 3, 1, 1, -128, -128, 23);
}

/* max_pool, 12x12x8 to 6x6x8 */
NETWORK_LAYER void layer_2(void)
{
    max_pool(network_memory + 0, network_memory + 1440, 12, 12, 8, 6, 6, 2, 2, 2, 2, -128);
}

/* conv, 6x6x8 to 6x6x20, int4_d50 */
static const uint8_t weights_3[540] = {
    26, 141, 8, 95, 23, 124, 176, 19, 142, 38, 178, 224, 16, 53, 174, 138,
    187, 47, 28, 93, 126, 30, 16, 146, 221, 190, 156, 116, 59, 51, 247, 215,
    14, 132, 194, 18, 102, 111, 56, 200, 226, 142, 173, 50, 165, 91, 23, 150,
    81, 157, 43, 253, 137, 170, 39, 78, 93, 7, 191, 189, 53, 206, 89, 26,
    183, 134, 223, 183, 114, 243, 19, 127, 150, 44, 204, 144, 110, 66, 20, 47,
    85, 18, 189, 238, 220, 140, 176, 153, 62, 28, 76, 74, 2, 47, 219, 137,
    60, 210, 63, 66, 207, 17, 37, 59, 188, 234, 175, 94, 35, 118, 74, 194,
    188, 28, 173, 245, 91, 123, 28, 247, 159, 170, 49, 43, 137, 102, 149, 29,
    89, 148, 51, 142, 188, 81, 216, 229, 108, 36, 84, 35, 184, 78, 75, 83,
    130, 254, 60, 157, 208, 5, 45, 251, 36, 5, 10, 131, 79, 26, 202, 42,
    198, 244, 64, 218, 195, 56, 148, 31, 13, 186, 4, 173, 35, 151, 22, 23,
    147, 105, 20, 24, 210, 45, 228, 210, 51, 45, 57, 211, 54, 69, 36, 238,
    227, 206, 210, 226, 178, 53, 60, 51, 67, 109, 45, 214, 52, 205, 36, 203,
    187, 43, 125, 185, 166, 221, 194, 227, 178, 34, 76, 42, 78, 51, 174, 158,
    45, 51, 237, 238, 194, 30, 44, 194, 78, 90, 52, 119, 91, 98, 62, 50,
    189, 67, 58, 52, 44, 60, 199, 204, 34, 62, 243, 201, 238, 195, 221, 190,
    182, 226, 197, 194, 226, 197, 34, 83, 197, 235, 212, 62, 238, 189, 45, 236,
    180, 84, 237, 215, 67, 66, 169, 19, 227, 66, 189, 51, 45, 180, 253, 66,
    45, 237, 227, 66, 227, 195, 226, 236, 57, 190, 147, 179, 148, 221, 226, 238,
    206, 41, 214, 210, 59, 82, 238, 228, 46, 46, 238, 190, 238, 254, 238, 156,
    222, 126, 210, 36, 211, 46, 46, 228, 238, 253, 18, 78, 180, 126, 220, 229,
    228, 185, 227, 51, 34, 195, 210, 174, 235, 189, 36, 148, 211, 181, 226, 190,
    34, 235, 222, 226, 42, 190, 226, 226, 45, 35, 226, 227, 226, 35, 180, 52,
    107, 172, 178, 226, 155, 196, 39, 116, 198, 51, 38, 45, 50, 228, 66, 187,
    34, 226, 60, 227, 126, 219, 158, 163, 221, 222, 92, 227, 82, 46, 42, 46,
    188, 50, 34, 17, 30, 49, 222, 243, 255, 49, 45, 30, 127, 225, 229, 29,
    31, 225, 17, 33, 242, 206, 195, 210, 34, 46, 229, 226, 206, 206, 156, 44,
    222, 236, 210, 238, 67, 226, 35, 236, 45, 178, 164, 221, 62, 237, 62, 204,
    238, 188, 233, 61, 62, 59, 61, 195, 206, 222, 204, 244, 226, 74, 36, 251,
    212, 53, 157, 51, 60, 61, 30, 51, 33, 36, 228, 66, 54, 59, 92, 165,
    205, 51, 61, 220, 211, 196, 84, 235, 218, 60, 186, 217, 221, 237, 41, 238,
    83, 78, 46, 211, 46, 238, 226, 238, 67, 35, 62, 46, 222, 77, 199, 227,
    107, 226, 76, 221, 206, 201, 218, 195, 180, 236, 77, 188, 61, 219, 196, 59,
    155, 221, 180, 59, 172, 203, 220, 59, 116, 211, 218, 204,
};
static const int16_t bias_3[20] = {
    -1329, -766, 118, -1982, 621, -1118, 1704, 667, -340, 203, -2193, 585, -1038, 1004, 1223, -350,
    765, -24, 1516, 2314,
};
static const uint16_t multiplier_3[20] = {
    39767, 25935, 34285, 23405, 28807, 30009, 23705, 41905, 30845, 38311, 24999, 28443, 40519, 33171, 38283, 31097,
    28397, 40685, 28689, 27521,
};
NETWORK_LAYER void layer_3(void)
{
    bitmask(network_memory + 1440, network_memory + 0, weights_3, bias_3, multiplier_3, 6, 6, 8, 8, 6, 6, 20, 3, 3, 1, 1, -128, -128, 19, 4);
}

/* max_pool, 6x6x20 to 3x3x20 */
NETWORK_LAYER void layer_4(void)
{
    max_pool(network_memory + 0, network_memory + 1548, 6, 6, 20, 3, 3, 2, 2, 2, 2, -128);
}

/* conv, 3x3x20 to 3x3x16, int4_d50 */
static const uint8_t weights_5[1080] = {
    205, 125, 196, 123, 30, 234, 145, 83, 89, 101, 192, 24, 33, 255, 139, 187,
    186, 210, 100, 69, 178, 93, 22, 148, 159, 95, 55, 183, 194, 91, 21, 139,
    29, 198, 105, 226, 154, 36, 30, 59, 160, 222, 87, 115, 148, 101, 49, 156,
    39, 203, 92, 199, 217, 59, 235, 61, 130, 23, 103, 153, 102, 97, 97, 180,
    228, 181, 86, 151, 67, 97, 177, 201, 128, 254, 164, 23, 85, 243, 240, 6,
    206, 223, 131, 102, 9, 119, 169, 243, 111, 83, 115, 162, 213, 71, 165, 113,
    29, 222, 171, 164, 165, 147, 246, 183, 212, 121, 118, 101, 120, 122, 199, 206,
    128, 187, 79, 11, 223, 251, 172, 107, 126, 163, 144, 101, 33, 219, 44, 84,
    255, 41, 36, 173, 232, 70, 223, 204, 177, 50, 87, 53, 0, 25, 178, 54,
    187, 222, 240, 34, 184, 133, 227, 244, 241, 62, 203, 14, 179, 146, 182, 192,
    122, 138, 124, 182, 173, 242, 64, 123, 255, 46, 228, 16, 225, 82, 173, 102,
    170, 243, 181, 130, 150, 163, 48, 47, 207, 108, 249, 146, 205, 46, 9, 106,
    37, 115, 193, 159, 213, 183, 210, 168, 116, 91, 89, 61, 110, 231, 145, 128,
    165, 117, 118, 153, 169, 98, 217, 72, 79, 32, 235, 203, 174, 136, 200, 147,
    204, 83, 30, 138, 226, 222, 63, 163, 130, 206, 20, 56, 150, 98, 213, 41,
    228, 168, 224, 166, 49, 30, 15, 221, 32, 185, 102, 197, 247, 89, 122, 85,
    144, 206, 3, 1, 62, 84, 100, 102, 145, 200, 73, 200, 59, 41, 36, 124,
    64, 22, 17, 104, 240, 140, 88, 26, 11, 103, 36, 39, 241, 56, 165, 139,
    184, 219, 52, 209, 77, 177, 91, 3, 100, 53, 156, 12, 76, 135, 160, 139,
    64, 117, 78, 3, 196, 28, 38, 60, 203, 4, 78, 124, 11, 45, 12, 93,
    41, 227, 248, 171, 142, 156, 16, 100, 64, 170, 228, 145, 164, 32, 76, 220,
    174, 188, 57, 97, 10, 38, 135, 197, 83, 105, 87, 33, 251, 251, 70, 48,
    254, 14, 113, 253, 6, 124, 121, 181, 34, 51, 54, 238, 222, 62, 78, 227,
    37, 194, 190, 213, 66, 236, 221, 66, 227, 156, 122, 35, 60, 108, 82, 238,
    67, 46, 211, 238, 34, 76, 222, 221, 36, 197, 62, 46, 45, 34, 220, 34,
    68, 227, 62, 85, 35, 238, 198, 162, 195, 222, 61, 221, 57, 78, 227, 227,
    221, 45, 77, 46, 100, 204, 62, 44, 62, 87, 188, 41, 60, 227, 210, 238,
    51, 237, 82, 62, 220, 211, 206, 222, 50, 158, 179, 237, 46, 99, 36, 238,
    45, 36, 210, 35, 62, 45, 228, 58, 76, 206, 115, 69, 237, 45, 62, 78,
    68, 238, 205, 94, 227, 115, 45, 220, 238, 205, 205, 210, 62, 219, 203, 68,
    62, 42, 59, 35, 51, 210, 76, 50, 51, 36, 51, 35, 211, 212, 78, 77,
    93, 45, 99, 201, 67, 34, 45, 114, 237, 35, 69, 34, 237, 46, 226, 34,
    178, 66, 46, 52, 174, 229, 221, 45, 66, 45, 35, 37, 46, 235, 194, 222,
    34, 46, 35, 237, 220, 211, 52, 52, 34, 226, 236, 236, 46, 50, 94, 238,
    238, 238, 46, 43, 211, 198, 83, 238, 218, 179, 101, 125, 157, 62, 227, 206,
    211, 62, 62, 235, 180, 51, 35, 66, 78, 66, 52, 92, 115, 190, 238, 52,
    179, 194, 36, 60, 37, 77, 76, 93, 237, 188, 220, 45, 60, 45, 226, 237,
    222, 68, 126, 238, 50, 59, 162, 212, 62, 78, 45, 46, 221, 206, 75, 84,
    222, 50, 35, 52, 238, 52, 34, 221, 222, 228, 110, 51, 236, 52, 236, 238,
    220, 34, 77, 167, 50, 226, 78, 60, 226, 204, 59, 50, 44, 222, 227, 37,
    217, 211, 106, 68, 190, 50, 229, 124, 34, 78, 179, 236, 60, 150, 205, 84,
    228, 69, 238, 228, 238, 211, 227, 68, 226, 41, 61, 221, 206, 45, 34, 67,
    227, 210, 162, 91, 181, 85, 77, 124, 195, 214, 85, 71, 210, 203, 205, 204,
    164, 228, 148, 227, 173, 20, 34, 226, 238, 33, 37, 33, 49, 253, 242, 47,
    222, 47, 19, 206, 236, 29, 235, 17, 62, 242, 209, 210, 229, 238, 46, 46,
    76, 193, 194, 222, 242, 205, 31, 50, 228, 46, 51, 47, 18, 254, 31, 65,
    238, 115, 34, 34, 33, 94, 204, 212, 238, 94, 45, 46, 62, 93, 235, 67,
    238, 198, 238, 226, 61, 114, 206, 50, 46, 227, 226, 76, 222, 45, 205, 73,
    37, 50, 211, 44, 229, 178, 76, 34, 78, 236, 66, 206, 174, 60, 46, 50,
    52, 238, 46, 37, 227, 221, 205, 62, 62, 236, 78, 203, 62, 227, 34, 115,
    70, 78, 50, 66, 238, 66, 67, 189, 162, 236, 158, 46, 36, 62, 180, 61,
    237, 46, 75, 212, 101, 66, 50, 189, 92, 34, 206, 190, 92, 44, 228, 92,
    44, 220, 62, 35, 44, 237, 238, 61, 214, 34, 61, 204, 222, 34, 238, 76,
    46, 126, 46, 222, 78, 42, 220, 189, 82, 43, 212, 46, 78, 194, 46, 78,
    51, 197, 61, 77, 157, 238, 62, 83, 45, 226, 36, 45, 101, 205, 61, 50,
    50, 205, 59, 60, 35, 83, 35, 214, 34, 237, 221, 46, 221, 204, 226, 189,
    60, 222, 82, 227, 46, 226, 204, 50, 98, 210, 78, 45, 55, 237, 34, 196,
    220, 211, 190, 78, 51, 58, 212, 181, 51, 187, 61, 197, 58, 91, 69, 67,
    58, 180, 89, 124, 157, 51, 211, 54, 181, 83, 83, 60, 196, 83, 54, 213,
    186, 211, 109, 221, 61, 180, 75, 93, 76, 77, 173, 76, 204, 35, 62, 211,
    44, 227, 35, 215, 100, 98, 34, 238, 203, 206, 230, 229, 226, 204, 222, 45,
    196, 69, 221, 218, 50, 34, 220, 238, 69, 61, 61, 236, 237, 66, 98, 66,
    62, 43, 197, 212, 51, 212, 231, 206, 194, 54, 92, 234, 214, 194, 50, 35,
    210, 206, 230, 206, 34, 37, 237, 229, 212, 46, 226, 226, 60, 66, 61, 78,
    226, 237, 125, 211, 219, 50, 206, 67, 212, 38, 226, 35, 206, 226, 69, 236,
    234, 99, 238, 236, 237, 43, 197, 217, 62, 82, 220, 235, 61, 221, 183, 211,
    221, 34, 158, 235, 220, 68, 41, 58, 196, 220, 52, 50, 178, 110, 235, 44,
    211, 60, 146, 52, 50, 172, 238, 213,
};
static const int16_t bias_5[16] = {
    -826, 616, -598, -567, -676, -380, -237, -650, -422, -572, -139, -587, -1243, -68, -952, 834,
};
static const uint16_t multiplier_5[16] = {
    21171, 27395, 21903, 25901, 23451, 25107, 25947, 36467, 25835, 30705, 30893, 35399, 21945, 29977, 31725, 31553,
};
NETWORK_LAYER void layer_5(void)
{
    bitmask(network_memory + 1548, network_memory + 0, weights_5, bias_5, multiplier_5, 3, 3, 20, 20, 3, 3, 16, 3, 3, 1, 1, -128, -128, 19, 4);
}

/* avg_pool, 3x3x16 to 1x1x16 */
NETWORK_LAYER void layer_6(void)
{
    average_pool(network_memory + 0, network_memory + 1712, 3, 3, 16, 1, 1, 3, 3, 3, 3, -128);
}

/* linear, 1x1x16 to 1x1x10, int8 */
static const uint8_t weights_7[160] = {
    48, 244, 219, 192, 127, 210, 24, 47, 69, 226, 18, 196, 53, 163, 57, 149,
    129, 75, 2, 212, 252, 250, 51, 224, 255, 232, 197, 44, 58, 11, 21, 70,
    236, 17, 58, 19, 241, 193, 30, 229, 216, 127, 254, 5, 77, 213, 240, 189,
    173, 212, 124, 252, 215, 39, 229, 40, 243, 215, 107, 214, 195, 127, 209, 210,
    39, 83, 235, 127, 249, 199, 226, 165, 40, 55, 152, 206, 233, 254, 255, 77,
    10, 25, 167, 50, 140, 41, 180, 127, 11, 220, 73, 15, 222, 45, 68, 215,
    84, 79, 10, 222, 59, 206, 129, 75, 235, 200, 18, 92, 6, 210, 173, 232,
    166, 175, 26, 23, 251, 105, 9, 129, 57, 61, 180, 64, 204, 199, 66, 104,
    127, 6, 237, 171, 179, 192, 113, 65, 40, 0, 17, 226, 155, 73, 186, 245,
    28, 224, 150, 127, 57, 81, 26, 168, 136, 34, 23, 191, 246, 58, 237, 61,
};
static const int16_t bias_7[10] = {
    -935, 106, 301, 288, -740, 205, -411, 569, 345, 335,
};
static const uint16_t multiplier_7[10] = {
    38135, 50501, 47039, 34121, 41717, 40313, 41887, 39207, 35047, 35067,
};
NETWORK_LAYER void layer_7(void)
{
    dense_8(network_memory + 1712, network_memory + 0, weights_7, bias_7, multiplier_7, 1, 1, 16, 16, 1, 1, 10, 1, 1, 1, 1, -128, -22, 22);
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

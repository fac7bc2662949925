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

/* conv, 24x24x1 to 12x12x4, int8 */
static const uint8_t weights_0[36] = {
    150, 34, 53, 245, 129, 205, 43, 253, 193, 49, 50, 66, 41, 64, 32, 157,
    129, 207, 0, 35, 41, 248, 99, 127, 100, 75, 20, 33, 179, 153, 115, 95,
    129, 21, 58, 51,
};
static const int16_t bias_0[4] = {
    11385, -57, 4045, -137,
};
static const uint16_t multiplier_0[4] = {
    44583, 22105, 16799, 22491,
};
NETWORK_LAYER void layer_0(void)
{
    dense_8(network_memory + 0, network_memory + 1152, weights_0, bias_0, multiplier_0, 24, 24, 1, 1, 12, 12, 4, 3, 3, 2, 2, -128, -128, 23);
}

/* conv, 12x12x4 to 12x12x8, int8 */
static const uint8_t weights_1[288] = {
    17, 22, 50, 42, 10, 199, 206, 41, 251, 246, 24, 186, 255, 10, 81, 20,
    12, 152, 129, 249, 232, 249, 40, 2, 204, 12, 163, 254, 38, 207, 236, 230,
    23, 32, 6, 39, 16, 39, 222, 245, 188, 211, 15, 229, 216, 16, 27, 239,
    164, 234, 35, 207, 129, 229, 19, 214, 222, 254, 220, 243, 227, 30, 6, 25,
    223, 222, 210, 252, 6, 1, 12, 5, 249, 253, 16, 1, 247, 125, 164, 182,
    4, 186, 129, 148, 28, 199, 191, 144, 219, 184, 55, 174, 252, 98, 34, 214,
    249, 239, 242, 172, 12, 15, 1, 24, 32, 43, 27, 14, 8, 253, 13, 231,
    48, 235, 196, 169, 176, 162, 108, 254, 43, 18, 238, 200, 208, 150, 84, 129,
    197, 177, 71, 240, 226, 219, 227, 154, 222, 177, 61, 200, 228, 228, 253, 242,
    19, 12, 253, 18, 14, 185, 228, 228, 60, 219, 157, 248, 238, 33, 26, 5,
    178, 82, 120, 82, 167, 91, 127, 245, 42, 198, 150, 50, 37, 73, 199, 229,
    20, 57, 181, 191, 32, 245, 213, 241, 229, 34, 103, 74, 50, 195, 203, 58,
    245, 171, 129, 153, 181, 247, 116, 121, 31, 167, 169, 74, 38, 219, 163, 152,
    196, 251, 58, 92, 32, 180, 214, 6, 31, 214, 196, 248, 129, 194, 252, 13,
    172, 243, 253, 245, 237, 240, 50, 14, 164, 166, 13, 230, 235, 216, 138, 231,
    19, 246, 19, 81, 30, 18, 44, 82, 218, 119, 124, 2, 249, 25, 7, 233,
    243, 13, 47, 7, 60, 1, 15, 5, 17, 33, 241, 224, 5, 215, 122, 74,
    72, 216, 100, 85, 244, 17, 211, 43, 29, 129, 250, 31, 242, 171, 85, 20,
};
static const int16_t bias_1[8] = {
    63, 20830, 15051, 7878, 234, 574, 5083, -16700,
};
static const uint16_t multiplier_1[8] = {
    53103, 57109, 44181, 24735, 34021, 29919, 30567, 22701,
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

/* conv, 6x6x8 to 6x6x20, int4 */
static const uint8_t weights_3[720] = {
    19, 207, 206, 1, 225, 245, 17, 254, 254, 253, 31, 47, 55, 253, 11, 63,
    241, 21, 4, 225, 240, 247, 37, 32, 253, 31, 46, 14, 221, 225, 208, 34,
    240, 1, 1, 15, 174, 228, 1, 32, 194, 254, 17, 79, 0, 17, 32, 79,
    240, 240, 69, 163, 34, 2, 215, 227, 98, 18, 31, 191, 16, 224, 32, 199,
    222, 225, 241, 31, 188, 196, 222, 19, 65, 76, 121, 252, 37, 27, 76, 238,
    35, 43, 61, 106, 48, 20, 253, 224, 35, 17, 41, 239, 229, 108, 46, 47,
    253, 210, 193, 255, 224, 2, 207, 240, 223, 33, 207, 2, 239, 52, 77, 29,
    35, 97, 77, 249, 50, 242, 17, 223, 17, 94, 91, 253, 18, 33, 45, 211,
    0, 5, 240, 207, 225, 13, 63, 7, 29, 20, 239, 33, 15, 14, 0, 16,
    242, 79, 242, 36, 124, 253, 187, 255, 29, 189, 195, 96, 219, 212, 15, 47,
    204, 179, 13, 1, 190, 218, 79, 255, 192, 66, 112, 33, 205, 31, 95, 3,
    16, 1, 63, 242, 235, 195, 190, 197, 217, 210, 236, 14, 0, 65, 218, 29,
    245, 188, 46, 32, 193, 15, 237, 240, 10, 111, 90, 74, 102, 49, 29, 54,
    22, 68, 12, 253, 246, 79, 43, 46, 2, 255, 241, 51, 16, 29, 254, 1,
    19, 28, 254, 3, 221, 190, 211, 0, 62, 191, 144, 243, 238, 180, 208, 239,
    251, 242, 225, 3, 238, 27, 2, 51, 14, 240, 238, 33, 5, 95, 47, 224,
    31, 32, 93, 223, 81, 226, 16, 224, 188, 204, 15, 50, 227, 41, 222, 30,
    126, 0, 243, 195, 50, 98, 235, 238, 63, 16, 254, 245, 30, 219, 242, 63,
    34, 0, 45, 192, 254, 245, 239, 193, 254, 211, 2, 222, 30, 68, 30, 254,
    34, 65, 62, 241, 48, 17, 2, 62, 224, 237, 31, 2, 222, 234, 16, 39,
    30, 11, 31, 79, 2, 31, 44, 225, 19, 32, 14, 237, 33, 31, 15, 16,
    48, 14, 254, 231, 17, 13, 47, 224, 15, 14, 245, 20, 15, 209, 209, 2,
    1, 225, 225, 238, 1, 15, 15, 239, 1, 18, 18, 208, 30, 13, 243, 254,
    255, 15, 225, 16, 18, 244, 0, 1, 83, 34, 228, 177, 64, 30, 16, 112,
    238, 209, 225, 210, 224, 193, 238, 17, 81, 29, 32, 18, 226, 47, 43, 44,
    225, 240, 207, 205, 19, 64, 112, 236, 208, 54, 240, 65, 207, 228, 196, 178,
    211, 161, 203, 163, 52, 111, 212, 63, 62, 241, 231, 220, 208, 252, 87, 100,
    223, 79, 238, 46, 29, 15, 193, 80, 0, 226, 220, 60, 160, 238, 16, 55,
    29, 53, 226, 222, 17, 19, 250, 46, 251, 16, 214, 226, 126, 66, 15, 252,
    19, 31, 26, 17, 33, 30, 14, 174, 6, 96, 32, 172, 50, 49, 95, 204,
    42, 192, 223, 126, 172, 204, 193, 30, 15, 21, 159, 244, 51, 110, 31, 208,
    86, 95, 45, 62, 240, 255, 31, 82, 206, 81, 62, 222, 233, 194, 28, 16,
    235, 3, 233, 222, 15, 15, 31, 28, 203, 13, 234, 68, 251, 36, 42, 240,
    14, 11, 76, 13, 176, 251, 92, 94, 218, 193, 49, 224, 221, 117, 241, 192,
    14, 227, 209, 95, 92, 243, 13, 222, 0, 222, 49, 226, 156, 204, 33, 1,
    220, 16, 15, 244, 161, 235, 194, 48, 64, 29, 237, 244, 116, 62, 46, 12,
    239, 58, 35, 81, 79, 162, 107, 57, 0, 31, 98, 254, 164, 245, 66, 209,
    225, 37, 160, 208, 191, 245, 145, 210, 224, 224, 238, 15, 35, 114, 193, 160,
    67, 66, 240, 238, 30, 254, 0, 15, 28, 2, 1, 206, 63, 225, 17, 240,
    16, 219, 30, 124, 228, 251, 30, 16, 10, 0, 224, 30, 63, 33, 208, 145,
    3, 227, 238, 33, 241, 225, 30, 14, 223, 1, 175, 225, 254, 240, 172, 241,
    12, 0, 225, 145, 62, 245, 210, 55, 49, 237, 27, 26, 82, 80, 30, 99,
    219, 176, 5, 147, 50, 4, 107, 9, 177, 252, 69, 220, 79, 1, 255, 20,
    255, 13, 29, 95, 80, 63, 240, 32, 203, 186, 241, 43, 62, 14, 252, 238,
    222, 235, 35, 32, 115, 64, 78, 195, 208, 222, 79, 14, 239, 224, 17, 0,
};
static const int16_t bias_3[20] = {
    -777, -582, 475, -1004, 773, 80, 825, -409, -461, 82, -1058, -650, -876, -192, 1907, 473,
    -682, 236, 36, 832,
};
static const uint16_t multiplier_3[20] = {
    41717, 23941, 27075, 29901, 25553, 25431, 33389, 29411, 35735, 39573, 32133, 18267, 25867, 27555, 25421, 24197,
    26713, 44943, 27223, 31037,
};
NETWORK_LAYER void layer_3(void)
{
    dense_4(network_memory + 1440, network_memory + 0, weights_3, bias_3, multiplier_3, 6, 6, 8, 8, 6, 6, 20, 3, 3, 1, 1, -128, -128, 19);
}

/* max_pool, 6x6x20 to 3x3x20 */
NETWORK_LAYER void layer_4(void)
{
    max_pool(network_memory + 0, network_memory + 1548, 6, 6, 20, 3, 3, 2, 2, 2, 2, -128);
}

/* conv, 3x3x20 to 3x3x16, int4_d50 */
static const uint8_t weights_5[1080] = {
    65, 186, 177, 124, 189, 145, 153, 114, 63, 225, 149, 203, 153, 61, 185, 253,
    123, 253, 176, 19, 132, 37, 154, 202, 17, 248, 55, 158, 188, 117, 234, 30,
    22, 78, 129, 253, 246, 230, 219, 222, 232, 40, 3, 27, 207, 140, 143, 154,
    23, 102, 109, 20, 85, 196, 49, 8, 55, 118, 129, 154, 124, 17, 153, 227,
    41, 138, 180, 106, 66, 189, 16, 126, 147, 18, 171, 236, 241, 6, 14, 160,
    69, 135, 40, 119, 134, 123, 37, 136, 55, 132, 26, 199, 176, 169, 141, 132,
    7, 171, 37, 90, 4, 251, 177, 37, 116, 1, 106, 73, 222, 127, 223, 80,
    201, 164, 81, 72, 202, 243, 223, 10, 125, 59, 53, 7, 85, 34, 230, 66,
    148, 93, 148, 164, 179, 207, 13, 142, 8, 174, 218, 149, 152, 128, 221, 26,
    185, 58, 212, 62, 252, 199, 190, 111, 2, 80, 111, 27, 65, 134, 154, 54,
    166, 180, 37, 192, 4, 93, 42, 57, 14, 98, 164, 245, 3, 142, 131, 168,
    1, 207, 199, 233, 9, 142, 68, 10, 250, 249, 245, 171, 223, 254, 238, 252,
    164, 14, 135, 185, 238, 193, 114, 1, 174, 43, 65, 64, 213, 51, 26, 80,
    252, 30, 195, 229, 53, 243, 235, 106, 103, 25, 153, 71, 223, 186, 75, 82,
    255, 95, 71, 135, 186, 131, 236, 231, 37, 70, 24, 4, 128, 225, 99, 164,
    103, 39, 61, 167, 240, 109, 189, 247, 132, 182, 135, 167, 176, 11, 4, 190,
    182, 88, 131, 72, 21, 79, 44, 147, 34, 177, 24, 164, 196, 248, 219, 189,
    186, 138, 22, 67, 89, 185, 152, 180, 121, 34, 80, 234, 153, 187, 201, 26,
    45, 142, 180, 3, 236, 189, 81, 152, 201, 245, 184, 87, 114, 85, 237, 68,
    45, 246, 31, 70, 153, 51, 45, 123, 118, 115, 62, 180, 119, 3, 227, 109,
    167, 182, 198, 87, 165, 133, 11, 160, 244, 55, 28, 101, 38, 208, 146, 50,
    152, 178, 53, 180, 37, 34, 202, 252, 164, 214, 31, 215, 86, 14, 246, 241,
    76, 89, 228, 223, 32, 42, 66, 213, 174, 221, 210, 101, 91, 196, 71, 178,
    205, 211, 220, 107, 220, 51, 60, 190, 226, 187, 68, 227, 211, 199, 221, 230,
    226, 78, 44, 35, 44, 126, 220, 77, 213, 41, 62, 55, 181, 198, 188, 180,
    213, 70, 213, 235, 221, 76, 41, 197, 67, 197, 34, 148, 45, 226, 226, 62,
    50, 221, 62, 238, 44, 78, 45, 45, 45, 45, 62, 215, 34, 210, 213, 33,
    222, 61, 212, 210, 35, 226, 34, 227, 45, 226, 222, 227, 34, 237, 51, 125,
    238, 76, 211, 222, 210, 238, 194, 227, 194, 229, 238, 94, 189, 78, 222, 215,
    196, 222, 188, 235, 220, 212, 67, 239, 34, 50, 46, 66, 22, 46, 205, 39,
    52, 44, 222, 206, 205, 60, 38, 62, 78, 222, 251, 221, 62, 238, 46, 99,
    237, 94, 67, 35, 222, 51, 45, 189, 220, 85, 46, 66, 222, 162, 115, 199,
    35, 210, 234, 77, 227, 180, 78, 227, 217, 34, 51, 179, 238, 53, 114, 90,
    83, 60, 62, 73, 51, 205, 109, 62, 91, 236, 237, 60, 179, 55, 44, 57,
    238, 93, 93, 36, 180, 115, 183, 162, 198, 194, 220, 45, 35, 84, 37, 51,
    212, 78, 77, 46, 237, 213, 227, 66, 92, 185, 163, 227, 149, 46, 206, 166,
    60, 254, 98, 50, 82, 205, 53, 210, 226, 214, 194, 229, 93, 36, 50, 30,
    78, 237, 206, 84, 236, 34, 204, 36, 109, 238, 211, 227, 20, 167, 237, 62,
    214, 50, 178, 230, 60, 227, 61, 44, 195, 62, 228, 62, 238, 210, 37, 55,
    221, 222, 237, 181, 220, 114, 46, 61, 61, 236, 36, 62, 222, 34, 222, 164,
    94, 36, 173, 60, 43, 34, 222, 223, 53, 94, 82, 210, 46, 45, 45, 212,
    46, 58, 35, 50, 78, 215, 62, 205, 52, 233, 50, 253, 110, 53, 62, 221,
    70, 37, 82, 43, 61, 99, 227, 228, 222, 46, 114, 89, 45, 210, 235, 44,
    206, 44, 98, 220, 34, 226, 222, 60, 62, 202, 78, 62, 196, 62, 35, 235,
    195, 155, 107, 77, 117, 227, 83, 230, 67, 35, 44, 238, 210, 206, 227, 238,
    206, 68, 46, 76, 66, 66, 212, 210, 51, 54, 178, 206, 210, 62, 238, 227,
    196, 66, 222, 76, 51, 44, 206, 204, 67, 236, 227, 236, 46, 211, 219, 229,
    77, 38, 205, 36, 50, 55, 227, 222, 237, 237, 220, 60, 206, 66, 238, 67,
    194, 53, 225, 210, 210, 39, 46, 33, 34, 67, 227, 35, 195, 242, 238, 212,
    46, 226, 34, 46, 195, 110, 206, 220, 205, 92, 220, 50, 50, 236, 63, 178,
    34, 229, 235, 195, 211, 234, 46, 78, 50, 45, 62, 61, 205, 197, 61, 83,
    195, 92, 90, 206, 89, 43, 77, 172, 51, 230, 229, 93, 217, 77, 92, 61,
    76, 42, 215, 210, 67, 213, 167, 238, 86, 221, 105, 45, 52, 75, 67, 42,
    227, 78, 85, 212, 61, 78, 206, 147, 52, 99, 46, 109, 46, 61, 50, 220,
    108, 34, 62, 229, 67, 34, 98, 217, 227, 209, 180, 234, 222, 35, 34, 147,
    179, 195, 210, 195, 35, 51, 235, 226, 35, 238, 62, 238, 35, 205, 34, 37,
    183, 86, 82, 222, 238, 220, 237, 45, 54, 195, 50, 193, 189, 195, 94, 51,
    211, 62, 50, 221, 243, 36, 238, 77, 226, 235, 82, 114, 59, 46, 235, 98,
    212, 238, 212, 45, 77, 66, 61, 45, 53, 181, 78, 62, 76, 71, 44, 222,
    51, 179, 43, 45, 164, 179, 125, 220, 198, 77, 219, 83, 205, 210, 185, 93,
    229, 45, 195, 211, 76, 236, 219, 213, 52, 164, 196, 125, 205, 35, 238, 83,
    109, 77, 109, 77, 194, 46, 35, 78, 83, 179, 52, 237, 44, 50, 205, 86,
    198, 147, 186, 58, 221, 150, 198, 68, 203, 122, 123, 163, 75, 93, 171, 218,
    71, 83, 220, 65, 235, 197, 52, 76, 237, 214, 66, 45, 196, 37, 147, 194,
    45, 227, 195, 116, 109, 77, 62, 197, 206, 51, 50, 34, 46, 162, 46, 210,
    46, 197, 204, 58, 93, 34, 234, 226, 210, 212, 237, 229, 37, 217, 229, 226,
    211, 222, 212, 220, 188, 221, 61, 50, 206, 61, 210, 43, 75, 210, 82, 228,
    221, 226, 238, 212, 78, 226, 34, 45,
};
static const int16_t bias_5[16] = {
    376, -77, 186, -791, -1216, -933, -521, -484, -483, -375, -911, -1053, -863, -150, -549, 1010,
};
static const uint16_t multiplier_5[16] = {
    23389, 38435, 30643, 33625, 27523, 27085, 30247, 35131, 30257, 37485, 19759, 34985, 29831, 29977, 19919, 38313,
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
    32, 12, 29, 184, 75, 246, 221, 15, 25, 7, 31, 195, 11, 195, 17, 129,
    186, 127, 232, 215, 200, 12, 13, 194, 29, 233, 17, 93, 163, 249, 32, 30,
    211, 205, 7, 192, 220, 161, 19, 239, 239, 127, 27, 52, 59, 36, 241, 203,
    166, 205, 127, 43, 195, 22, 10, 31, 199, 159, 82, 28, 233, 40, 195, 242,
    5, 62, 164, 127, 231, 215, 227, 169, 46, 20, 218, 194, 73, 191, 224, 108,
    246, 174, 171, 22, 205, 56, 202, 124, 190, 182, 33, 238, 234, 49, 127, 21,
    95, 12, 254, 220, 55, 131, 203, 78, 2, 187, 129, 104, 51, 20, 225, 192,
    167, 245, 15, 40, 245, 59, 230, 199, 77, 68, 129, 21, 189, 204, 236, 93,
    102, 207, 252, 180, 204, 5, 127, 241, 247, 212, 22, 172, 237, 249, 10, 4,
    235, 53, 175, 75, 83, 45, 245, 213, 152, 46, 11, 129, 204, 56, 154, 36,
};
static const int16_t bias_7[10] = {
    -744, -514, 128, -83, -1229, -284, -992, -379, -487, 122,
};
static const uint16_t multiplier_7[10] = {
    59551, 45599, 47381, 36525, 37013, 42623, 43443, 43757, 40285, 41951,
};
NETWORK_LAYER void layer_7(void)
{
    dense_8(network_memory + 1712, network_memory + 0, weights_7, bias_7, multiplier_7, 1, 1, 16, 16, 1, 1, 10, 1, 1, 1, 1, -128, -1, 22);
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

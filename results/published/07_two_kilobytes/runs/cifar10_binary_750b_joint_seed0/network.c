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

/* conv, 16x16x3 to 8x8x7, int4 */
static const uint8_t weights_0[95] = {
    205, 78, 36, 61, 226, 249, 162, 125, 36, 221, 20, 201, 71, 34, 111, 241,
    23, 31, 195, 35, 77, 193, 239, 222, 254, 254, 1, 3, 78, 18, 238, 63,
    191, 55, 31, 222, 253, 16, 34, 254, 0, 255, 20, 241, 253, 83, 212, 185,
    18, 32, 37, 188, 252, 20, 255, 147, 126, 253, 96, 78, 207, 70, 63, 3,
    0, 0, 4, 29, 253, 21, 254, 237, 246, 121, 162, 20, 11, 235, 243, 223,
    203, 9, 178, 16, 0, 2, 13, 228, 95, 238, 19, 80, 242, 18, 14,
};
static const int16_t bias_0[7] = {
    887, -328, -81, 608, -1453, 1138, -481,
};
static const uint16_t multiplier_0[7] = {
    22831, 23597, 26618, 40946, 31236, 20195, 39077,
};
NETWORK_LAYER void layer_0(void)
{
    dense_4(network_memory + 0, network_memory + 768, weights_0, bias_0, multiplier_0, 16, 16, 3, 3, 8, 8, 7, 3, 3, 2, 2, -128, -128, 19);
}

/* conv, 8x8x7 to 8x8x12, int4_d25 */
static const uint8_t weights_1[190] = {
    0, 40, 0, 98, 4, 70, 165, 3, 4, 32, 166, 76, 192, 0, 1, 20,
    0, 130, 80, 32, 0, 8, 141, 10, 96, 160, 80, 120, 77, 141, 11, 65,
    241, 32, 8, 28, 105, 130, 50, 0, 0, 137, 6, 14, 1, 8, 12, 21,
    8, 153, 64, 132, 17, 200, 84, 50, 129, 13, 32, 18, 148, 0, 180, 129,
    68, 139, 227, 64, 36, 130, 132, 0, 2, 80, 8, 12, 8, 1, 4, 98,
    160, 34, 56, 208, 10, 32, 32, 128, 8, 64, 7, 72, 128, 36, 0, 226,
    116, 62, 227, 220, 222, 46, 82, 195, 52, 203, 117, 108, 180, 228, 46, 147,
    45, 53, 226, 66, 52, 188, 156, 157, 90, 188, 214, 68, 220, 205, 221, 172,
    219, 220, 155, 77, 54, 52, 221, 212, 83, 76, 92, 71, 108, 203, 84, 51,
    211, 196, 157, 204, 212, 74, 91, 218, 51, 125, 77, 76, 187, 166, 84, 92,
    219, 107, 205, 61, 83, 221, 205, 196, 55, 202, 173, 217, 117, 220, 83, 237,
    212, 126, 46, 60, 44, 238, 46, 206, 68, 53, 185, 70, 52, 12,
};
static const int16_t bias_1[12] = {
    -40, 2194, 220, 1231, 1176, -1167, 384, -480, 301, 87, -242, -424,
};
static const uint16_t multiplier_1[12] = {
    53216, 18513, 56284, 26303, 27946, 43694, 33486, 42543, 41748, 38653, 55036, 44333,
};
NETWORK_LAYER void layer_1(void)
{
    bitmask(network_memory + 768, network_memory + 0, weights_1, bias_1, multiplier_1, 8, 8, 7, 7, 8, 8, 12, 3, 3, 1, 1, -128, -128, 19, 4);
}

/* max_pool, 8x8x12 to 4x4x12 */
NETWORK_LAYER void layer_2(void)
{
    max_pool(network_memory + 0, network_memory + 1024, 8, 8, 12, 4, 4, 2, 2, 2, 2, -128);
}

/* conv, 4x4x12 to 4x4x6, int4_d50 */
static const uint8_t weights_3[243] = {
    15, 145, 49, 14, 196, 250, 63, 214, 178, 195, 38, 156, 144, 221, 188, 6,
    1, 233, 36, 214, 23, 194, 188, 159, 162, 78, 44, 217, 120, 249, 147, 148,
    37, 34, 48, 21, 73, 250, 85, 16, 48, 173, 247, 175, 42, 210, 209, 189,
    70, 131, 53, 189, 235, 177, 170, 171, 101, 166, 140, 130, 123, 180, 134, 230,
    125, 122, 11, 179, 68, 166, 85, 11, 111, 223, 93, 176, 232, 144, 114, 174,
    7, 94, 227, 229, 62, 222, 55, 45, 227, 34, 227, 45, 182, 66, 36, 172,
    84, 34, 206, 226, 228, 210, 78, 50, 37, 213, 194, 236, 218, 46, 66, 210,
    46, 162, 50, 187, 60, 194, 236, 238, 46, 50, 110, 126, 82, 35, 210, 237,
    46, 238, 238, 45, 230, 222, 210, 238, 194, 117, 237, 238, 237, 50, 227, 206,
    205, 34, 206, 178, 45, 50, 229, 46, 211, 228, 37, 211, 222, 230, 217, 59,
    217, 67, 221, 206, 206, 221, 50, 206, 44, 204, 237, 220, 219, 46, 158, 237,
    194, 66, 43, 190, 189, 61, 237, 205, 76, 51, 46, 52, 62, 50, 50, 52,
    35, 238, 39, 50, 68, 221, 237, 229, 238, 35, 60, 237, 222, 46, 221, 62,
    228, 50, 212, 62, 83, 34, 60, 36, 227, 236, 211, 238, 236, 237, 210, 46,
    226, 20, 195, 205, 62, 125, 52, 226, 34, 34, 197, 238, 238, 60, 222, 51,
    174, 194, 222,
};
static const int16_t bias_3[6] = {
    -2327, 267, -806, 3535, -2192, 19,
};
static const uint16_t multiplier_3[6] = {
    39615, 48295, 36381, 37744, 31248, 42499,
};
NETWORK_LAYER void layer_3(void)
{
    bitmask(network_memory + 1024, network_memory + 0, weights_3, bias_3, multiplier_3, 4, 4, 12, 12, 4, 4, 6, 3, 3, 1, 1, -128, -128, 19, 4);
}

/* conv, 4x4x6 to 4x4x5, int4_d25 */
static const uint8_t weights_4[68] = {
    26, 0, 8, 4, 16, 70, 192, 192, 16, 18, 4, 192, 96, 8, 97, 18,
    212, 142, 112, 10, 104, 105, 150, 190, 40, 205, 135, 0, 0, 0, 0, 0,
    0, 0, 199, 76, 92, 90, 76, 167, 186, 102, 197, 71, 91, 58, 218, 185,
    109, 109, 221, 165, 212, 76, 179, 202, 211, 198, 57, 219, 59, 108, 187, 221,
    204, 91, 203, 212,
};
static const int16_t bias_4[5] = {
    -54, -1082, -30, 491, -32767,
};
static const uint16_t multiplier_4[5] = {
    25410, 20855, 37446, 33754, 143,
};
NETWORK_LAYER void layer_4(void)
{
    bitmask(network_memory + 0, network_memory + 1136, weights_4, bias_4, multiplier_4, 4, 4, 6, 6, 4, 4, 5, 3, 3, 1, 1, -128, -128, 18, 4);
}

/* avg_pool, 4x4x5 to 1x1x5 */
NETWORK_LAYER void layer_5(void)
{
    average_pool(network_memory + 1136, network_memory + 0, 4, 4, 5, 1, 1, 4, 4, 4, 4, -128);
}

/* linear, 1x1x5 to 1x1x2, int8 */
static const uint8_t weights_6[10] = {
    65, 50, 223, 127, 17, 250, 171, 127, 220, 234,
};
static const int16_t bias_6[2] = {
    -1815, 2724,
};
static const uint16_t multiplier_6[2] = {
    52749, 35274,
};
NETWORK_LAYER void layer_6(void)
{
    dense_8(network_memory + 0, network_memory + 1214, weights_6, bias_6, multiplier_6, 1, 1, 5, 5, 1, 1, 2, 1, 1, 1, 1, -128, -83, 21);
}

int8_t *network_input(void)
{
    return network_memory + 0;
}

const int8_t *network_output(void)
{
    return network_memory + 1214;
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

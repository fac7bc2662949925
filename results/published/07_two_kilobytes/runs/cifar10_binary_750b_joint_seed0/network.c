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
    31, 194, 98, 31, 244, 80, 30, 231, 46, 0, 237, 207, 1, 14, 31, 205,
    0, 52, 52, 194, 201, 18, 80, 48, 208, 0, 253, 62, 15, 242, 208, 28,
    23, 31, 30, 240, 97, 223, 223, 16, 178, 65, 251, 224, 0, 238, 240, 254,
    2, 32, 239, 55, 97, 225, 225, 240, 47, 31, 111, 105, 148, 23, 90, 178,
    36, 90, 177, 246, 49, 235, 225, 15, 250, 147, 127, 45, 246, 30, 222, 33,
    17, 212, 19, 233, 228, 47, 237, 207, 77, 243, 254, 238, 19, 63, 2,
};
static const int16_t bias_0[7] = {
    -704, 1101, 41, -78, -903, 1540, 1062,
};
static const uint16_t multiplier_0[7] = {
    29721, 39016, 34851, 43435, 30718, 24529, 41280,
};
NETWORK_LAYER void layer_0(void)
{
    dense_4(network_memory + 0, network_memory + 768, weights_0, bias_0, multiplier_0, 16, 16, 3, 3, 8, 8, 7, 3, 3, 2, 2, -128, -128, 19);
}

/* conv, 8x8x7 to 8x8x12, int4_d25 */
static const uint8_t weights_1[190] = {
    0, 147, 9, 240, 18, 0, 0, 96, 163, 0, 96, 176, 0, 0, 2, 0,
    132, 32, 1, 196, 177, 1, 8, 0, 16, 2, 0, 28, 128, 118, 9, 28,
    4, 69, 24, 96, 2, 16, 0, 68, 96, 36, 12, 2, 144, 96, 24, 3,
    16, 128, 129, 53, 66, 1, 84, 5, 132, 17, 193, 100, 48, 218, 1, 0,
    236, 22, 129, 156, 4, 176, 17, 82, 28, 14, 152, 3, 64, 120, 48, 0,
    10, 4, 5, 139, 72, 76, 6, 96, 22, 6, 130, 64, 8, 87, 10, 219,
    91, 99, 187, 220, 124, 221, 215, 178, 59, 212, 46, 221, 211, 87, 212, 68,
    61, 173, 196, 90, 203, 84, 85, 199, 188, 195, 93, 195, 221, 217, 221, 155,
    181, 101, 187, 85, 170, 87, 101, 204, 101, 153, 92, 76, 166, 204, 212, 60,
    51, 68, 211, 185, 213, 163, 52, 205, 86, 77, 83, 196, 219, 180, 205, 198,
    61, 201, 221, 67, 92, 180, 212, 189, 221, 52, 125, 61, 77, 91, 100, 172,
    92, 154, 188, 74, 236, 228, 238, 37, 123, 236, 221, 194, 50, 2,
};
static const int16_t bias_1[12] = {
    469, -60, 113, 92, 852, -708, -193, 213, -326, 136, 474, 202,
};
static const uint16_t multiplier_1[12] = {
    21383, 36064, 18274, 20239, 22196, 19841, 17448, 24430, 28485, 28542, 21099, 33278,
};
NETWORK_LAYER void layer_1(void)
{
    bitmask(network_memory + 768, network_memory + 0, weights_1, bias_1, multiplier_1, 8, 8, 7, 7, 8, 8, 12, 3, 3, 1, 1, -128, -128, 18, 4);
}

/* max_pool, 8x8x12 to 4x4x12 */
NETWORK_LAYER void layer_2(void)
{
    max_pool(network_memory + 0, network_memory + 1024, 8, 8, 12, 4, 4, 2, 2, 2, 2, -128);
}

/* conv, 4x4x12 to 4x4x8, int4_d25 */
static const uint8_t weights_3[216] = {
    0, 8, 64, 130, 81, 49, 65, 20, 56, 40, 128, 22, 96, 1, 8, 2,
    128, 65, 192, 18, 16, 16, 80, 48, 162, 16, 8, 58, 98, 161, 20, 66,
    128, 132, 132, 66, 33, 200, 6, 16, 34, 132, 81, 144, 200, 44, 225, 111,
    2, 88, 129, 43, 108, 132, 152, 40, 137, 181, 32, 48, 19, 4, 35, 67,
    26, 64, 179, 64, 0, 18, 34, 65, 71, 128, 0, 136, 4, 97, 64, 1,
    33, 64, 144, 129, 36, 6, 21, 81, 120, 32, 9, 40, 0, 4, 12, 9,
    130, 32, 0, 65, 9, 68, 0, 128, 16, 4, 0, 80, 85, 101, 87, 89,
    186, 165, 118, 181, 155, 187, 187, 171, 185, 35, 221, 211, 227, 215, 62, 205,
    67, 61, 35, 61, 51, 221, 119, 148, 220, 221, 221, 221, 221, 221, 221, 219,
    221, 92, 219, 197, 189, 204, 180, 219, 61, 189, 217, 93, 60, 203, 60, 109,
    221, 221, 217, 75, 91, 83, 76, 181, 69, 84, 89, 197, 203, 156, 68, 196,
    204, 172, 171, 187, 187, 116, 69, 85, 156, 204, 188, 204, 180, 70, 197, 76,
    204, 107, 204, 197, 170, 185, 107, 187, 108, 202, 90, 172, 204, 196, 108, 204,
    221, 52, 212, 125, 211, 220, 76, 109,
};
static const int16_t bias_3[8] = {
    -193, -240, 1811, 3340, -44, 643, 2136, -396,
};
static const uint16_t multiplier_3[8] = {
    30534, 62583, 38297, 30887, 34459, 44640, 38762, 55840,
};
NETWORK_LAYER void layer_3(void)
{
    bitmask(network_memory + 1024, network_memory + 0, weights_3, bias_3, multiplier_3, 4, 4, 12, 12, 4, 4, 8, 3, 3, 1, 1, -128, -128, 19, 4);
}

/* depthwise, 4x4x8 to 4x4x8, int4 */
static const uint8_t weights_4[36] = {
    55, 70, 53, 0, 204, 210, 63, 50, 116, 51, 227, 23, 255, 223, 194, 114,
    161, 162, 16, 62, 239, 39, 34, 210, 39, 235, 177, 112, 207, 2, 71, 241,
    35, 113, 178, 85,
};
static const int16_t bias_4[8] = {
    -136, -128, -78, -76, -186, 121, 72, -177,
};
static const uint16_t multiplier_4[8] = {
    39906, 33720, 54860, 46206, 52836, 62670, 45748, 44635,
};
NETWORK_LAYER void layer_4(void)
{
    dense_4(network_memory + 0, network_memory + 1088, weights_4, bias_4, multiplier_4, 4, 4, 8, 1, 4, 4, 8, 3, 3, 1, 1, -128, -128, 19);
}

/* conv, 4x4x8 to 4x4x6, int4 */
static const uint8_t weights_5[24] = {
    201, 113, 243, 53, 158, 15, 182, 30, 58, 167, 79, 204, 207, 87, 51, 227,
    96, 28, 223, 23, 247, 243, 244, 194,
};
static const int16_t bias_5[6] = {
    -300, 83, 73, -964, -702, -1087,
};
static const uint16_t multiplier_5[6] = {
    23525, 36655, 25317, 29491, 21089, 25721,
};
NETWORK_LAYER void layer_5(void)
{
    dense_4(network_memory + 1088, network_memory + 0, weights_5, bias_5, multiplier_5, 4, 4, 8, 8, 4, 4, 6, 1, 1, 1, 1, -128, -128, 17);
}

/* avg_pool, 4x4x6 to 1x1x6 */
NETWORK_LAYER void layer_6(void)
{
    average_pool(network_memory + 0, network_memory + 1210, 4, 4, 6, 1, 1, 4, 4, 4, 4, -128);
}

/* linear, 1x1x6 to 1x1x2, int8 */
static const uint8_t weights_7[12] = {
    54, 10, 212, 127, 53, 184, 201, 144, 127, 240, 202, 90,
};
static const int16_t bias_7[2] = {
    430, -535,
};
static const uint16_t multiplier_7[2] = {
    53145, 42686,
};
NETWORK_LAYER void layer_7(void)
{
    dense_8(network_memory + 1210, network_memory + 0, weights_7, bias_7, multiplier_7, 1, 1, 6, 6, 1, 1, 2, 1, 1, 1, 1, -128, -26, 21);
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
    "airplane_to_deer",
    "dog_to_truck",
};
#endif

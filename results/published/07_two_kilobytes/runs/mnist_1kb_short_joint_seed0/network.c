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
    191, 148, 127, 110, 48, 155, 191, 210, 60, 35, 4, 17, 185, 44, 87, 6,
    33, 15, 224, 97, 117, 67, 2,
};
static const int16_t bias_0[5] = {
    -46, 981, 591, -32767, -7548,
};
static const uint16_t multiplier_0[5] = {
    43401, 52344, 40199, 263, 767,
};
NETWORK_LAYER void layer_0(void)
{
    dense_4(network_memory + 0, network_memory + 1008, weights_0, bias_0, multiplier_0, 24, 24, 1, 1, 12, 12, 5, 3, 3, 2, 2, -128, -128, 19);
}

/* conv, 12x12x5 to 12x12x7, int4_d50 */
static const uint8_t weights_1[119] = {
    230, 144, 243, 204, 249, 39, 0, 8, 4, 16, 4, 148, 23, 254, 187, 231,
    191, 241, 206, 57, 225, 156, 81, 206, 41, 239, 156, 114, 142, 41, 167, 20,
    115, 204, 57, 231, 140, 55, 142, 1, 46, 191, 188, 190, 241, 169, 223, 29,
    193, 226, 251, 31, 35, 51, 201, 250, 242, 47, 33, 238, 243, 207, 57, 223,
    58, 239, 78, 209, 18, 33, 17, 33, 35, 29, 255, 63, 205, 158, 62, 30,
    244, 21, 44, 47, 49, 63, 22, 90, 113, 255, 79, 178, 242, 79, 62, 227,
    242, 43, 231, 175, 219, 162, 193, 28, 158, 33, 29, 235, 47, 20, 246, 253,
    52, 39, 239, 209, 227, 33, 28,
};
static const int16_t bias_1[7] = {
    2171, -1144, 1430, 235, 129, 737, -743,
};
static const uint16_t multiplier_1[7] = {
    46199, 18724, 35586, 58372, 32456, 52700, 43984,
};
NETWORK_LAYER void layer_1(void)
{
    bitmask(network_memory + 1008, network_memory + 0, weights_1, bias_1, multiplier_1, 12, 12, 5, 5, 12, 12, 7, 3, 3, 1, 1, -128, -128, 19, 4);
}

/* max_pool, 12x12x7 to 6x6x7 */
NETWORK_LAYER void layer_2(void)
{
    max_pool(network_memory + 0, network_memory + 1476, 12, 12, 7, 6, 6, 2, 2, 2, 2, -128);
}

/* conv, 6x6x7 to 6x6x16, int4_d25 */
static const uint8_t weights_3[252] = {
    37, 0, 1, 0, 1, 165, 66, 228, 12, 0, 2, 0, 0, 34, 149, 4,
    0, 208, 15, 226, 74, 152, 80, 18, 20, 2, 32, 42, 132, 8, 10, 82,
    7, 86, 8, 148, 48, 28, 146, 73, 2, 34, 17, 94, 20, 5, 37, 65,
    0, 25, 64, 4, 1, 129, 164, 186, 213, 78, 0, 76, 39, 3, 138, 1,
    0, 7, 64, 12, 80, 41, 17, 66, 164, 213, 200, 70, 147, 45, 32, 32,
    0, 96, 96, 26, 104, 8, 6, 201, 1, 4, 184, 69, 28, 32, 8, 0,
    48, 18, 65, 2, 0, 64, 64, 80, 176, 8, 4, 168, 3, 46, 80, 34,
    144, 8, 132, 1, 1, 32, 32, 132, 0, 32, 0, 32, 0, 0, 84, 100,
    182, 185, 204, 172, 76, 205, 58, 164, 93, 156, 53, 87, 92, 221, 52, 61,
    53, 211, 61, 179, 52, 51, 211, 52, 67, 201, 211, 227, 238, 238, 78, 45,
    119, 222, 46, 43, 189, 221, 236, 62, 51, 173, 54, 60, 55, 45, 45, 67,
    194, 204, 73, 86, 69, 68, 150, 201, 204, 188, 186, 170, 154, 107, 107, 124,
    75, 76, 71, 92, 204, 196, 197, 150, 68, 204, 76, 68, 205, 220, 51, 147,
    179, 181, 61, 68, 109, 61, 195, 123, 117, 102, 187, 181, 86, 171, 211, 205,
    122, 204, 220, 221, 61, 211, 221, 102, 153, 106, 102, 204, 87, 68, 188, 197,
    188, 203, 76, 70, 71, 84, 187, 76, 199, 164, 154, 170,
};
static const int16_t bias_3[16] = {
    -5, 716, -691, -80, -495, -2148, 33, 1543, 248, -1222, -1566, 373, -1912, -1293, -1780, 1856,
};
static const uint16_t multiplier_3[16] = {
    24808, 30741, 28818, 28477, 38499, 34438, 17662, 18468, 23619, 22967, 12396, 20778, 10021, 15924, 15566, 14918,
};
NETWORK_LAYER void layer_3(void)
{
    bitmask(network_memory + 1476, network_memory + 0, weights_3, bias_3, multiplier_3, 6, 6, 7, 7, 6, 6, 16, 3, 3, 1, 1, -128, -128, 19, 4);
}

/* depthwise, 6x6x16 to 6x6x16, int4 */
static const uint8_t weights_4[72] = {
    237, 89, 19, 35, 98, 245, 75, 243, 7, 17, 0, 21, 228, 185, 201, 119,
    231, 189, 233, 181, 103, 110, 209, 83, 117, 18, 253, 96, 97, 115, 252, 59,
    52, 87, 239, 13, 255, 51, 19, 201, 27, 223, 115, 214, 45, 63, 65, 167,
    33, 98, 119, 83, 243, 199, 2, 63, 231, 247, 187, 205, 117, 79, 50, 65,
    45, 246, 210, 217, 34, 114, 3, 237,
};
static const int16_t bias_4[16] = {
    -133, -21, -24, 212, 13, 115, -250, -372, 463, -47, -12, -31, 61, -27, 101, -31,
};
static const uint16_t multiplier_4[16] = {
    31378, 14353, 25538, 16180, 23777, 26211, 19025, 25259, 30645, 47232, 34938, 31745, 58535, 51495, 47462, 50636,
};
NETWORK_LAYER void layer_4(void)
{
    dense_4(network_memory + 0, network_memory + 1152, weights_4, bias_4, multiplier_4, 6, 6, 16, 1, 6, 6, 16, 3, 3, 1, 1, -128, -128, 18);
}

/* conv, 6x6x16 to 6x6x12, int4 */
static const uint8_t weights_5[96] = {
    165, 116, 190, 42, 7, 207, 18, 245, 91, 41, 82, 17, 188, 197, 167, 195,
    252, 23, 178, 49, 80, 255, 33, 254, 185, 225, 144, 7, 193, 223, 97, 254,
    244, 66, 105, 156, 255, 255, 211, 227, 208, 46, 73, 115, 244, 179, 226, 243,
    255, 233, 93, 179, 79, 239, 0, 189, 110, 67, 21, 188, 103, 63, 209, 227,
    14, 26, 196, 112, 69, 223, 14, 145, 9, 33, 77, 80, 27, 114, 226, 31,
    176, 218, 80, 37, 252, 201, 174, 13, 105, 91, 239, 205, 49, 247, 126, 239,
};
static const int16_t bias_5[12] = {
    -425, 174, -99, 231, -193, -401, 277, -773, 43, -190, 467, 88,
};
static const uint16_t multiplier_5[12] = {
    22680, 18162, 35107, 29150, 29719, 31330, 33433, 22760, 22528, 22815, 23316, 10216,
};
NETWORK_LAYER void layer_5(void)
{
    dense_4(network_memory + 1152, network_memory + 0, weights_5, bias_5, multiplier_5, 6, 6, 16, 16, 6, 6, 12, 1, 1, 1, 1, -128, -128, 18);
}

/* avg_pool, 6x6x12 to 1x1x12 */
NETWORK_LAYER void layer_6(void)
{
    average_pool(network_memory + 0, network_memory + 1716, 6, 6, 12, 1, 1, 6, 6, 6, 6, -128);
}

/* linear, 1x1x12 to 1x1x10, int8 */
static const uint8_t weights_7[120] = {
    18, 166, 238, 92, 129, 23, 221, 57, 51, 15, 255, 242, 245, 109, 129, 18,
    168, 222, 61, 3, 234, 42, 4, 18, 127, 15, 18, 201, 230, 254, 239, 218,
    250, 51, 230, 12, 199, 14, 57, 129, 0, 43, 243, 96, 212, 19, 241, 20,
    228, 255, 147, 89, 127, 217, 239, 244, 215, 231, 65, 217, 200, 65, 92, 253,
    50, 152, 190, 60, 105, 129, 14, 27, 41, 190, 33, 56, 232, 129, 64, 22,
    8, 201, 236, 0, 234, 31, 190, 218, 252, 127, 226, 147, 54, 242, 234, 243,
    194, 248, 127, 12, 230, 1, 58, 197, 207, 0, 47, 242, 129, 208, 34, 122,
    88, 33, 137, 210, 8, 50, 187, 3,
};
static const int16_t bias_7[10] = {
    169, 31, -480, -309, 227, -749, 116, 566, -236, 655,
};
static const uint16_t multiplier_7[10] = {
    25736, 27478, 27172, 25853, 26705, 20332, 33328, 24032, 28355, 21650,
};
NETWORK_LAYER void layer_7(void)
{
    dense_8(network_memory + 1716, network_memory + 0, weights_7, bias_7, multiplier_7, 1, 1, 12, 12, 1, 1, 10, 1, 1, 1, 1, -128, 19, 20);
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

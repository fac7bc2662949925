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

/* conv, 18x18x3 to 9x9x7, int4_d50 */
static const uint8_t weights_0[72] = {
    30, 251, 250, 249, 67, 237, 198, 246, 80, 111, 53, 29, 82, 208, 196, 230,
    18, 24, 44, 32, 229, 105, 187, 0, 45, 195, 35, 228, 201, 35, 51, 174,
    61, 69, 70, 84, 52, 205, 204, 153, 220, 210, 228, 212, 238, 226, 91, 147,
    211, 195, 237, 199, 234, 230, 212, 182, 205, 214, 55, 179, 69, 196, 122, 186,
    58, 197, 93, 179, 183, 214, 59, 13,
};
static const int16_t bias_0[7] = {
    1171, 25, 620, 1501, -857, 1407, -66,
};
static const uint16_t multiplier_0[7] = {
    37531, 16917, 46286, 33594, 26890, 30572, 21548,
};
NETWORK_LAYER void layer_0(void)
{
    bitmask(network_memory + 0, network_memory + 1134, weights_0, bias_0, multiplier_0, 18, 18, 3, 3, 9, 9, 7, 3, 3, 2, 2, -128, -128, 19, 4);
}

/* conv, 9x9x7 to 9x9x14, int4 */
static const uint8_t weights_1[441] = {
    39, 67, 64, 166, 1, 80, 207, 241, 207, 251, 21, 31, 253, 173, 38, 127,
    90, 194, 225, 49, 255, 14, 209, 17, 46, 18, 252, 15, 1, 47, 15, 13,
    1, 226, 15, 15, 2, 13, 0, 31, 48, 46, 32, 63, 29, 249, 3, 194,
    145, 240, 16, 2, 43, 224, 49, 46, 255, 241, 18, 20, 207, 78, 112, 17,
    15, 12, 30, 15, 225, 238, 32, 1, 51, 238, 243, 45, 255, 13, 145, 164,
    30, 2, 46, 223, 0, 12, 62, 17, 254, 1, 14, 30, 225, 1, 32, 255,
    240, 16, 13, 28, 255, 1, 63, 0, 0, 9, 225, 15, 94, 13, 210, 17,
    254, 14, 47, 79, 0, 34, 16, 30, 192, 242, 30, 15, 0, 0, 178, 15,
    29, 242, 185, 223, 15, 161, 242, 242, 227, 253, 178, 92, 192, 208, 255, 14,
    65, 15, 1, 48, 177, 12, 46, 239, 225, 160, 241, 49, 14, 47, 212, 240,
    240, 240, 241, 33, 16, 3, 15, 1, 253, 209, 50, 80, 199, 42, 238, 18,
    225, 237, 48, 21, 208, 227, 253, 96, 204, 241, 63, 212, 255, 14, 30, 0,
    48, 241, 14, 0, 0, 33, 17, 15, 33, 253, 1, 11, 126, 241, 1, 1,
    31, 0, 2, 47, 1, 16, 240, 12, 240, 240, 1, 1, 17, 45, 18, 16,
    14, 254, 31, 17, 241, 16, 1, 196, 127, 3, 97, 237, 233, 222, 255, 224,
    255, 193, 252, 39, 2, 243, 223, 222, 14, 255, 15, 1, 34, 12, 93, 49,
    210, 18, 245, 31, 27, 16, 60, 100, 239, 80, 38, 215, 225, 86, 45, 30,
    50, 253, 239, 192, 158, 34, 222, 254, 30, 19, 254, 49, 242, 28, 0, 207,
    48, 225, 46, 63, 220, 237, 0, 82, 208, 241, 28, 189, 14, 19, 242, 33,
    253, 14, 236, 119, 37, 205, 69, 243, 125, 34, 224, 47, 16, 2, 195, 224,
    15, 254, 214, 2, 31, 239, 18, 16, 16, 10, 15, 242, 112, 11, 239, 240,
    0, 240, 47, 15, 13, 240, 0, 193, 238, 14, 254, 45, 255, 32, 238, 4,
    1, 65, 19, 28, 210, 178, 21, 3, 241, 63, 251, 206, 78, 105, 1, 224,
    254, 239, 0, 19, 57, 209, 192, 237, 175, 34, 0, 33, 20, 237, 38, 112,
    174, 17, 239, 32, 0, 31, 225, 78, 33, 255, 205, 2, 45, 0, 17, 255,
    240, 27, 15, 254, 189, 31, 241, 16, 255, 32, 1, 15, 34, 225, 241, 224,
    14, 241, 49, 15, 247, 0, 32, 179, 253, 251, 173, 25, 65, 16, 81, 224,
    241, 1, 236, 191, 30, 252, 31, 2, 47,
};
static const int16_t bias_1[14] = {
    -281, -322, 1683, 240, 610, 138, -196, -529, -533, -12, 224, 467, 102, 288,
};
static const uint16_t multiplier_1[14] = {
    24824, 39310, 22704, 59306, 37855, 25499, 60317, 32665, 18584, 25489, 42563, 36230, 37577, 33683,
};
NETWORK_LAYER void layer_1(void)
{
    dense_4(network_memory + 1134, network_memory + 0, weights_1, bias_1, multiplier_1, 9, 9, 7, 7, 9, 9, 14, 3, 3, 1, 1, -128, -128, 19);
}

/* max_pool, 9x9x14 to 5x5x14 */
NETWORK_LAYER void layer_2(void)
{
    max_pool(network_memory + 0, network_memory + 1351, 9, 9, 14, 5, 5, 2, 2, 2, 2, -128);
}

/* conv, 5x5x14 to 5x5x16, int4_d25 */
static const uint8_t weights_3[504] = {
    100, 82, 6, 14, 32, 129, 146, 130, 100, 0, 16, 129, 50, 96, 53, 32,
    208, 66, 15, 64, 96, 100, 236, 26, 47, 56, 136, 0, 42, 80, 0, 154,
    4, 76, 0, 20, 37, 64, 192, 144, 160, 36, 145, 192, 16, 48, 67, 48,
    130, 0, 0, 19, 132, 1, 4, 104, 0, 209, 68, 32, 4, 4, 1, 5,
    116, 40, 4, 133, 93, 0, 48, 5, 128, 96, 16, 0, 36, 2, 1, 8,
    200, 81, 10, 144, 65, 64, 40, 104, 16, 132, 49, 66, 34, 1, 64, 16,
    16, 32, 1, 145, 64, 64, 2, 1, 0, 227, 16, 1, 80, 11, 25, 160,
    162, 2, 56, 64, 82, 200, 66, 9, 148, 1, 64, 70, 17, 82, 17, 52,
    160, 72, 46, 2, 209, 195, 228, 34, 32, 92, 210, 128, 49, 162, 129, 0,
    64, 128, 18, 32, 8, 2, 76, 10, 96, 34, 4, 6, 2, 160, 22, 36,
    4, 235, 161, 2, 17, 34, 5, 1, 1, 2, 10, 128, 4, 17, 8, 19,
    64, 2, 40, 138, 96, 72, 32, 64, 8, 52, 64, 29, 0, 4, 64, 12,
    72, 194, 82, 252, 72, 34, 50, 8, 66, 22, 17, 104, 80, 1, 84, 68,
    128, 0, 8, 87, 32, 72, 9, 191, 68, 10, 153, 152, 156, 64, 2, 49,
    0, 1, 4, 2, 14, 0, 0, 32, 128, 64, 160, 0, 16, 8, 208, 16,
    179, 193, 138, 69, 72, 184, 2, 41, 8, 193, 128, 2, 77, 51, 76, 68,
    221, 51, 60, 157, 60, 220, 59, 199, 76, 204, 220, 211, 109, 195, 186, 204,
    187, 76, 84, 197, 201, 147, 68, 77, 203, 164, 76, 89, 60, 198, 213, 67,
    77, 189, 172, 75, 123, 186, 87, 68, 76, 203, 86, 75, 198, 69, 60, 68,
    197, 92, 85, 75, 171, 180, 85, 204, 155, 171, 89, 76, 107, 53, 188, 77,
    197, 204, 67, 124, 91, 220, 197, 93, 67, 203, 60, 60, 68, 220, 76, 213,
    51, 61, 204, 220, 189, 205, 221, 204, 204, 221, 185, 203, 196, 203, 68, 52,
    180, 76, 204, 198, 156, 188, 180, 182, 182, 186, 70, 186, 187, 181, 170, 148,
    186, 185, 165, 68, 182, 187, 186, 187, 187, 165, 165, 203, 121, 155, 153, 91,
    91, 153, 165, 153, 89, 69, 188, 84, 84, 70, 75, 85, 92, 101, 85, 204,
    182, 171, 203, 172, 70, 172, 203, 165, 153, 220, 179, 221, 221, 156, 220, 60,
    164, 211, 51, 53, 60, 61, 58, 196, 211, 67, 182, 86, 203, 185, 186, 90,
    92, 117, 155, 122, 75, 85, 70, 59, 76, 76, 197, 188, 69, 108, 181, 75,
    156, 155, 170, 188, 68, 197, 182, 196, 185, 204, 203, 187, 188, 44, 171, 185,
    204, 76, 180, 188, 182, 92, 204, 170, 147, 196, 92, 87, 204, 187, 172, 201,
    156, 186, 187, 204, 180, 204, 59, 77, 51, 71, 67, 59, 201, 75, 212, 180,
    77, 211, 51, 203, 61, 67, 68, 52,
};
static const int16_t bias_3[16] = {
    -141, 759, -656, 580, -607, 1004, 644, 900, -298, 696, 314, -505, 275, 860, 1124, -215,
};
static const uint16_t multiplier_3[16] = {
    52474, 43344, 34917, 36264, 47617, 45632, 46883, 41519, 31971, 45901, 50170, 40809, 43257, 39831, 48940, 36582,
};
NETWORK_LAYER void layer_3(void)
{
    bitmask(network_memory + 1351, network_memory + 0, weights_3, bias_3, multiplier_3, 5, 5, 14, 14, 5, 5, 16, 3, 3, 1, 1, -128, -128, 19, 4);
}

/* conv, 5x5x16 to 5x5x6, int4_d25 */
static const uint8_t weights_4[216] = {
    0, 0, 0, 5, 24, 64, 34, 2, 0, 0, 129, 26, 141, 39, 8, 145,
    128, 2, 0, 229, 76, 220, 128, 2, 1, 25, 27, 0, 202, 35, 44, 49,
    38, 225, 45, 35, 49, 217, 16, 193, 26, 24, 99, 145, 139, 128, 36, 16,
    0, 132, 0, 34, 224, 86, 0, 1, 64, 1, 0, 80, 2, 9, 65, 1,
    129, 24, 32, 129, 64, 0, 0, 4, 9, 32, 162, 164, 12, 96, 104, 18,
    194, 214, 80, 168, 108, 136, 160, 145, 72, 181, 0, 13, 4, 1, 16, 12,
    42, 64, 162, 0, 160, 133, 0, 192, 0, 66, 4, 33, 203, 204, 70, 186,
    103, 124, 196, 204, 164, 107, 185, 75, 76, 68, 227, 227, 227, 34, 46, 214,
    46, 221, 46, 222, 237, 206, 222, 78, 69, 190, 61, 237, 210, 238, 78, 238,
    221, 93, 71, 151, 68, 105, 74, 100, 204, 108, 199, 202, 171, 201, 170, 187,
    197, 76, 121, 90, 119, 68, 197, 75, 181, 181, 182, 85, 165, 85, 167, 90,
    166, 187, 188, 198, 187, 60, 212, 68, 148, 197, 201, 155, 155, 188, 124, 154,
    91, 99, 99, 76, 92, 204, 204, 213, 204, 73, 203, 204, 205, 52, 115, 76,
    68, 172, 170, 125, 76, 76, 188, 197,
};
static const int16_t bias_4[6] = {
    -125, -107, -796, -964, 250, -217,
};
static const uint16_t multiplier_4[6] = {
    26257, 36521, 21197, 21246, 17977, 23650,
};
NETWORK_LAYER void layer_4(void)
{
    bitmask(network_memory + 0, network_memory + 1551, weights_4, bias_4, multiplier_4, 5, 5, 16, 16, 5, 5, 6, 3, 3, 1, 1, -128, -128, 18, 4);
}

/* avg_pool, 5x5x6 to 1x1x6 */
NETWORK_LAYER void layer_5(void)
{
    average_pool(network_memory + 1551, network_memory + 0, 5, 5, 6, 1, 1, 5, 5, 5, 5, -128);
}

/* linear, 1x1x6 to 1x1x2, int4 */
static const uint8_t weights_6[6] = {
    147, 39, 58, 45, 158, 196,
};
static const int16_t bias_6[2] = {
    0, 0,
};
static const uint16_t multiplier_6[2] = {
    60013, 44717,
};
NETWORK_LAYER void layer_6(void)
{
    dense_4(network_memory + 0, network_memory + 1699, weights_6, bias_6, multiplier_6, 1, 1, 6, 6, 1, 1, 2, 1, 1, 1, 1, -128, 11, 17);
}

int8_t *network_input(void)
{
    return network_memory + 0;
}

const int8_t *network_output(void)
{
    return network_memory + 1699;
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

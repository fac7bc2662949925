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
    187, 205, 113, 32, 38, 62, 193, 53, 26, 6, 51, 203, 213, 204, 50, 249,
    14, 16, 15, 64, 71, 0, 91, 192, 51, 1, 1, 240, 210, 203, 113, 2,
    0, 222, 28, 70, 1, 16, 0, 15, 0, 37, 189, 29, 17, 119, 213, 218,
    237, 16, 18, 208, 46, 0, 35, 79, 35, 243, 153, 79, 250, 4, 19, 252,
    166, 75, 237, 4,
};
static const int16_t bias_0[5] = {
    544, 344, 674, 1123, 919,
};
static const uint16_t multiplier_0[5] = {
    25381, 22083, 35523, 27175, 21191,
};
NETWORK_LAYER void layer_0(void)
{
    dense_4(network_memory + 0, network_memory + 1200, weights_0, bias_0, multiplier_0, 20, 20, 3, 3, 10, 10, 5, 3, 3, 2, 2, -128, -128, 19);
}

/* conv, 10x10x5 to 10x10x12, int4 */
static const uint8_t weights_1[270] = {
    31, 241, 15, 14, 35, 0, 0, 48, 158, 34, 95, 147, 237, 31, 0, 31,
    246, 14, 255, 1, 16, 240, 0, 1, 241, 0, 209, 242, 46, 242, 255, 15,
    49, 95, 199, 45, 158, 226, 18, 1, 14, 233, 34, 33, 213, 32, 15, 1,
    224, 253, 15, 1, 241, 195, 31, 1, 155, 15, 0, 0, 31, 0, 17, 255,
    255, 16, 33, 0, 93, 243, 16, 48, 15, 0, 0, 193, 55, 255, 32, 6,
    0, 16, 17, 63, 239, 30, 33, 2, 16, 17, 1, 47, 240, 245, 50, 175,
    225, 77, 208, 224, 52, 32, 230, 247, 99, 226, 225, 47, 15, 238, 18, 1,
    147, 60, 208, 52, 241, 35, 15, 15, 36, 240, 67, 21, 113, 36, 15, 33,
    3, 64, 240, 15, 15, 254, 208, 242, 30, 203, 65, 253, 82, 226, 49, 37,
    253, 210, 89, 158, 233, 21, 221, 32, 33, 99, 77, 230, 223, 241, 228, 242,
    226, 16, 15, 241, 223, 147, 212, 210, 240, 28, 49, 47, 237, 209, 33, 32,
    49, 33, 29, 31, 254, 0, 95, 190, 35, 225, 63, 16, 225, 34, 239, 46,
    255, 15, 0, 34, 45, 144, 27, 210, 33, 17, 51, 73, 30, 80, 242, 242,
    29, 14, 223, 223, 63, 43, 203, 32, 0, 226, 38, 98, 145, 229, 254, 31,
    206, 207, 20, 17, 243, 191, 13, 241, 127, 209, 249, 218, 34, 234, 255, 207,
    231, 185, 47, 237, 191, 47, 34, 225, 17, 224, 47, 15, 14, 13, 244, 30,
    15, 29, 75, 192, 241, 42, 13, 47, 242, 31, 30, 92, 159, 25,
};
static const int16_t bias_1[12] = {
    218, -140, 911, -2039, -899, -890, -87, 62, 202, 976, 2088, 1511,
};
static const uint16_t multiplier_1[12] = {
    54783, 48445, 64715, 45577, 40495, 36325, 45405, 62435, 44195, 37541, 27649, 30533,
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

/* conv, 5x5x12 to 5x5x16, int4_m */
static const uint8_t weights_3[432] = {
    2, 203, 36, 3, 224, 242, 211, 187, 32, 243, 209, 219, 84, 238, 114, 54,
    50, 66, 208, 238, 221, 224, 31, 3, 225, 0, 30, 243, 241, 33, 48, 34,
    18, 49, 33, 34, 2, 34, 239, 255, 208, 16, 30, 51, 31, 13, 31, 46,
    240, 50, 194, 12, 254, 241, 32, 68, 3, 26, 111, 50, 204, 16, 218, 224,
    223, 229, 214, 0, 235, 226, 16, 194, 62, 2, 20, 16, 124, 96, 77, 240,
    241, 33, 19, 254, 18, 1, 77, 1, 48, 238, 220, 238, 240, 223, 14, 240,
    48, 238, 4, 15, 33, 12, 33, 240, 85, 30, 79, 238, 239, 255, 250, 177,
    159, 172, 2, 17, 80, 225, 190, 173, 240, 50, 17, 35, 0, 254, 194, 15,
    79, 2, 208, 242, 226, 34, 63, 2, 177, 34, 153, 239, 193, 240, 238, 252,
    30, 34, 19, 67, 28, 241, 206, 0, 32, 53, 211, 13, 156, 15, 204, 228,
    228, 186, 210, 15, 80, 1, 31, 175, 0, 35, 62, 16, 255, 64, 255, 0,
    235, 191, 95, 18, 241, 31, 25, 2, 186, 164, 219, 241, 190, 28, 189, 112,
    1, 84, 219, 221, 47, 33, 15, 221, 20, 0, 1, 228, 188, 189, 224, 16,
    3, 31, 241, 34, 67, 255, 48, 237, 45, 204, 246, 45, 63, 12, 79, 240,
    242, 16, 63, 253, 2, 255, 66, 65, 52, 255, 29, 255, 145, 48, 225, 62,
    31, 239, 225, 33, 35, 252, 176, 15, 126, 241, 238, 236, 225, 34, 237, 2,
    163, 81, 244, 67, 80, 161, 211, 47, 249, 188, 17, 10, 11, 27, 14, 242,
    244, 48, 64, 30, 160, 236, 31, 209, 223, 208, 145, 186, 33, 196, 206, 206,
    241, 34, 238, 1, 237, 34, 18, 17, 46, 20, 209, 54, 195, 219, 62, 244,
    242, 255, 225, 255, 220, 194, 176, 16, 18, 238, 221, 226, 210, 255, 2, 34,
    17, 240, 241, 12, 28, 240, 210, 77, 234, 30, 29, 17, 208, 48, 240, 28,
    208, 220, 201, 241, 174, 33, 190, 16, 64, 22, 16, 17, 225, 34, 68, 243,
    39, 242, 239, 18, 253, 205, 204, 19, 158, 255, 233, 2, 37, 240, 196, 49,
    77, 239, 68, 180, 195, 16, 47, 237, 29, 5, 242, 237, 78, 2, 4, 241,
    194, 255, 43, 211, 2, 239, 243, 68, 46, 5, 50, 68, 226, 240, 78, 164,
    179, 17, 145, 169, 59, 151, 215, 188, 194, 238, 57, 227, 18, 15, 14, 255,
    51, 16, 45, 94, 242, 254, 238, 194, 197, 242, 192, 170, 44, 196, 157, 190,
};
static const int16_t bias_3[8] = {
    -508, -47, 1968, 1053, 367, 916, 922, 1301,
};
static const uint16_t multiplier_3[8] = {
    28437, 27713, 31049, 42541, 30541, 39705, 28979, 24751,
};
NETWORK_LAYER void layer_3(void)
{
    mirrored_4(network_memory + 1400, network_memory + 0, weights_3, bias_3, multiplier_3, 5, 5, 12, 12, 5, 5, 16, 3, 3, 1, 1, -128, -128, 19);
}

/* conv, 5x5x16 to 5x5x14, int4_m */
static const uint8_t weights_4[504] = {
    237, 30, 239, 225, 68, 126, 244, 77, 237, 239, 215, 62, 199, 51, 192, 2,
    207, 194, 47, 45, 33, 197, 13, 209, 3, 254, 146, 34, 228, 253, 189, 252,
    181, 254, 208, 225, 47, 17, 78, 49, 2, 61, 5, 228, 210, 241, 239, 241,
    78, 30, 12, 66, 255, 236, 237, 241, 63, 252, 50, 227, 76, 68, 238, 78,
    42, 255, 34, 6, 45, 16, 252, 11, 157, 192, 18, 33, 13, 95, 30, 63,
    162, 202, 77, 16, 161, 95, 254, 203, 255, 12, 0, 238, 220, 22, 14, 190,
    159, 203, 37, 160, 62, 16, 17, 239, 190, 172, 190, 173, 65, 62, 45, 6,
    238, 254, 73, 236, 18, 32, 57, 245, 43, 241, 197, 222, 111, 15, 25, 254,
    26, 11, 45, 206, 68, 162, 224, 101, 254, 236, 94, 14, 53, 215, 34, 82,
    247, 203, 63, 230, 193, 239, 75, 146, 150, 221, 209, 253, 33, 254, 146, 18,
    240, 224, 119, 18, 20, 209, 190, 1, 149, 221, 145, 95, 146, 219, 47, 235,
    176, 255, 145, 224, 156, 239, 222, 212, 243, 44, 254, 207, 191, 206, 192, 239,
    188, 22, 194, 75, 47, 58, 250, 127, 19, 83, 0, 228, 253, 46, 29, 35,
    122, 189, 206, 77, 35, 207, 224, 78, 205, 13, 34, 246, 211, 92, 30, 52,
    189, 226, 110, 208, 211, 79, 47, 45, 209, 80, 47, 223, 15, 32, 223, 164,
    207, 158, 33, 241, 207, 225, 235, 2, 43, 76, 29, 239, 238, 1, 160, 189,
    239, 67, 179, 235, 47, 45, 163, 226, 84, 222, 238, 242, 63, 210, 237, 45,
    32, 242, 238, 243, 226, 30, 241, 241, 158, 1, 192, 48, 227, 44, 79, 33,
    22, 95, 118, 254, 241, 19, 16, 12, 228, 1, 94, 229, 47, 16, 194, 66,
    195, 241, 15, 240, 12, 252, 189, 255, 16, 224, 41, 253, 48, 211, 222, 10,
    241, 33, 29, 14, 34, 209, 255, 28, 17, 243, 255, 98, 254, 254, 0, 240,
    45, 193, 251, 53, 13, 207, 225, 225, 191, 221, 225, 32, 0, 255, 242, 17,
    32, 223, 229, 35, 30, 22, 28, 242, 16, 51, 14, 224, 16, 207, 44, 243,
    255, 221, 238, 165, 21, 230, 34, 87, 252, 203, 242, 195, 5, 189, 227, 245,
    9, 4, 32, 18, 205, 190, 225, 243, 16, 208, 238, 208, 195, 255, 255, 2,
    186, 116, 205, 50, 212, 124, 13, 235, 255, 223, 189, 76, 2, 48, 32, 31,
    225, 253, 176, 254, 239, 1, 109, 211, 15, 194, 210, 30, 45, 34, 82, 29,
    255, 160, 0, 46, 48, 221, 1, 65, 240, 173, 32, 206, 220, 235, 1, 196,
    244, 253, 236, 254, 77, 46, 243, 2, 113, 237, 208, 20, 212, 31, 16, 240,
    84, 240, 192, 32, 206, 13, 0, 211, 209, 210, 162, 32, 240, 15, 197, 61,
    254, 0, 0, 207, 69, 255, 237, 60, 46, 255, 20, 227, 62, 237, 244, 69,
    208, 255, 52, 224, 65, 209, 228, 244,
};
static const int16_t bias_4[7] = {
    -804, 600, 508, 203, -998, 53, -1420,
};
static const uint16_t multiplier_4[7] = {
    41321, 43545, 32291, 42657, 53529, 42145, 48693,
};
NETWORK_LAYER void layer_4(void)
{
    mirrored_4(network_memory + 0, network_memory + 1350, weights_4, bias_4, multiplier_4, 5, 5, 16, 16, 5, 5, 14, 3, 3, 1, 1, -128, -128, 19);
}

/* avg_pool, 5x5x14 to 1x1x14 */
NETWORK_LAYER void layer_5(void)
{
    average_pool(network_memory + 1350, network_memory + 0, 5, 5, 14, 1, 1, 5, 5, 5, 5, -128);
}

/* linear, 1x1x14 to 1x1x2, int4 */
static const uint8_t weights_6[14] = {
    68, 219, 188, 51, 187, 36, 118, 204, 84, 35, 221, 85, 206, 169,
};
static const int16_t bias_6[2] = {
    -28, 28,
};
static const uint16_t multiplier_6[2] = {
    46661, 46049,
};
NETWORK_LAYER void layer_6(void)
{
    dense_4(network_memory + 0, network_memory + 1698, weights_6, bias_6, multiplier_6, 1, 1, 14, 14, 1, 1, 2, 1, 1, 1, 1, -128, 6, 16);
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

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

/* conv, 20x20x1 to 10x10x5, int8 */
static const uint8_t weights_0[45] = {
    52, 3, 158, 20, 129, 238, 165, 201, 30, 127, 93, 14, 217, 112, 72, 210,
    255, 49, 14, 8, 20, 58, 115, 56, 173, 129, 184, 42, 100, 87, 161, 129,
    177, 37, 9, 242, 17, 127, 203, 53, 30, 144, 124, 168, 192,
};
static const int16_t bias_0[5] = {
    15848, 9779, 885, 4726, -1196,
};
static const uint16_t multiplier_0[5] = {
    34746, 17669, 41960, 45560, 27088,
};
NETWORK_LAYER void layer_0(void)
{
    dense_8(network_memory + 0, network_memory + 1000, weights_0, bias_0, multiplier_0, 20, 20, 1, 1, 10, 10, 5, 3, 3, 2, 2, -128, -128, 23);
}

/* conv, 10x10x5 to 10x10x10, int8 */
static const uint8_t weights_1[450] = {
    246, 17, 234, 233, 18, 253, 2, 249, 19, 6, 250, 35, 237, 246, 254, 155,
    21, 18, 7, 196, 129, 220, 13, 223, 192, 243, 194, 12, 7, 224, 12, 234,
    247, 13, 8, 216, 10, 244, 8, 252, 241, 251, 12, 255, 246, 227, 29, 237,
    11, 242, 24, 9, 213, 235, 62, 242, 215, 62, 10, 24, 32, 111, 155, 185,
    50, 235, 74, 171, 186, 113, 11, 3, 31, 51, 44, 44, 63, 169, 188, 127,
    253, 229, 243, 233, 42, 251, 245, 4, 2, 254, 15, 36, 201, 222, 21, 247,
    127, 170, 195, 38, 228, 108, 238, 7, 250, 48, 18, 206, 199, 40, 0, 98,
    245, 222, 42, 181, 29, 39, 247, 209, 38, 1, 6, 247, 242, 4, 23, 34,
    15, 247, 226, 1, 39, 32, 251, 250, 146, 19, 57, 244, 12, 225, 21, 0,
    250, 253, 33, 30, 29, 235, 16, 37, 243, 221, 251, 240, 129, 219, 22, 223,
    39, 198, 193, 39, 240, 54, 61, 230, 226, 34, 212, 45, 249, 252, 252, 219,
    34, 18, 39, 222, 21, 129, 211, 13, 19, 242, 47, 31, 29, 162, 15, 116,
    192, 220, 255, 254, 144, 197, 4, 19, 56, 142, 182, 68, 224, 9, 83, 237,
    249, 28, 19, 226, 160, 178, 43, 40, 210, 240, 38, 7, 24, 208, 244, 255,
    7, 3, 129, 229, 15, 145, 83, 176, 1, 43, 8, 1, 138, 27, 64, 237,
    89, 42, 47, 225, 217, 55, 39, 71, 14, 5, 233, 240, 81, 11, 5, 232,
    103, 240, 16, 68, 242, 85, 72, 76, 240, 234, 52, 38, 73, 222, 18, 40,
    68, 24, 242, 144, 83, 205, 168, 224, 234, 130, 164, 82, 220, 244, 39, 26,
    48, 197, 141, 95, 236, 11, 151, 180, 48, 244, 243, 234, 13, 7, 19, 49,
    214, 6, 129, 244, 224, 220, 7, 80, 240, 234, 42, 37, 245, 221, 253, 45,
    187, 99, 252, 227, 24, 3, 166, 191, 26, 253, 20, 159, 0, 241, 0, 129,
    84, 209, 236, 38, 15, 212, 214, 211, 14, 8, 156, 22, 1, 232, 33, 47,
    227, 222, 38, 248, 236, 237, 4, 236, 0, 205, 33, 231, 17, 199, 1, 55,
    224, 228, 226, 9, 55, 54, 212, 1, 66, 100, 63, 201, 234, 27, 214, 126,
    208, 4, 28, 132, 218, 250, 21, 248, 193, 176, 38, 70, 6, 12, 129, 50,
    80, 17, 17, 248, 57, 239, 59, 93, 97, 211, 224, 188, 121, 47, 168, 10,
    13, 24, 24, 250, 20, 61, 13, 97, 211, 36, 202, 43, 95, 250, 16, 175,
    230, 52, 27, 55, 234, 4, 225, 237, 31, 253, 10, 249, 245, 41, 129, 154,
    9, 15,
};
static const int16_t bias_1[10] = {
    22277, -3392, -1374, 1190, 9083, -16784, 5928, 11312, -6500, -4154,
};
static const uint16_t multiplier_1[10] = {
    53751, 24057, 22134, 58617, 31347, 28529, 29827, 48526, 31531, 23880,
};
NETWORK_LAYER void layer_1(void)
{
    dense_8(network_memory + 1000, network_memory + 0, weights_1, bias_1, multiplier_1, 10, 10, 5, 5, 10, 10, 10, 3, 3, 1, 1, -128, -128, 23);
}

/* max_pool, 10x10x10 to 5x5x10 */
NETWORK_LAYER void layer_2(void)
{
    max_pool(network_memory + 0, network_memory + 1250, 10, 10, 10, 5, 5, 2, 2, 2, 2, -128);
}

/* conv, 5x5x10 to 5x5x14, int4_d50 */
static const uint8_t weights_3[473] = {
    187, 96, 122, 161, 221, 251, 157, 4, 56, 182, 165, 151, 209, 255, 23, 239,
    245, 49, 191, 151, 136, 102, 0, 154, 1, 93, 255, 248, 219, 125, 172, 150,
    201, 2, 241, 65, 132, 21, 148, 47, 123, 147, 154, 198, 23, 64, 255, 112,
    110, 135, 190, 199, 79, 215, 159, 77, 219, 15, 31, 173, 239, 51, 183, 55,
    255, 107, 150, 249, 145, 33, 37, 164, 190, 6, 21, 129, 210, 196, 15, 119,
    86, 220, 127, 211, 222, 92, 208, 88, 253, 20, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 8, 114, 113, 210, 166, 253, 246, 173, 110, 159, 157,
    8, 22, 241, 143, 200, 123, 253, 254, 100, 192, 197, 243, 15, 15, 250, 144,
    133, 250, 247, 161, 135, 160, 13, 129, 1, 41, 64, 189, 143, 94, 103, 165,
    149, 21, 170, 72, 83, 47, 165, 183, 99, 138, 5, 223, 146, 11, 222, 238,
    173, 67, 93, 61, 50, 35, 51, 60, 226, 125, 119, 237, 227, 206, 233, 45,
    35, 50, 46, 237, 235, 210, 190, 189, 201, 218, 73, 205, 211, 164, 43, 34,
    66, 196, 210, 195, 116, 201, 50, 38, 205, 50, 238, 46, 45, 61, 238, 227,
    60, 62, 221, 211, 214, 237, 227, 158, 46, 226, 50, 233, 37, 227, 226, 202,
    238, 222, 212, 51, 45, 226, 34, 61, 50, 221, 46, 195, 77, 34, 194, 237,
    217, 38, 229, 199, 238, 78, 213, 222, 36, 82, 34, 84, 195, 222, 255, 18,
    207, 241, 33, 255, 19, 209, 238, 33, 34, 147, 194, 239, 76, 252, 226, 210,
    78, 239, 63, 125, 61, 43, 34, 34, 31, 114, 60, 235, 228, 227, 206, 229,
    164, 34, 51, 35, 205, 82, 236, 54, 77, 62, 62, 46, 82, 85, 75, 78,
    211, 51, 82, 66, 194, 217, 77, 221, 237, 238, 222, 174, 204, 78, 228, 44,
    227, 66, 146, 229, 52, 61, 238, 34, 34, 46, 210, 67, 34, 237, 77, 210,
    227, 67, 45, 205, 51, 202, 66, 78, 170, 158, 233, 237, 186, 196, 197, 68,
    83, 61, 125, 45, 67, 196, 53, 221, 60, 221, 219, 237, 188, 226, 103, 202,
    183, 45, 204, 220, 222, 197, 93, 59, 45, 238, 236, 52, 158, 204, 35, 220,
    194, 50, 210, 212, 62, 237, 226, 44, 171, 206, 185, 36, 222, 174, 212, 42,
    220, 93, 163, 238, 230, 237, 227, 227, 93, 66, 62, 238, 77, 212, 29, 238,
    222, 147, 236, 227, 93, 237, 194, 82, 221, 239, 227, 46, 221, 33, 238, 62,
    46, 114, 35, 229, 66, 233, 226, 211, 187, 237, 238, 187, 66, 227, 44, 228,
    158, 238, 210, 187, 189, 51, 183, 37, 230, 84, 59, 147, 76, 204, 92, 52,
    99, 186, 226, 218, 238, 220, 238, 212, 62,
};
static const int16_t bias_3[14] = {
    124, 1043, 348, -848, -801, -1128, -332, 357, -32767, 565, 1574, 699, -110, 289,
};
static const uint16_t multiplier_3[14] = {
    23888, 22662, 29395, 27313, 36513, 18590, 37686, 26621, 176, 28321, 36369, 34050, 36145, 33537,
};
NETWORK_LAYER void layer_3(void)
{
    bitmask(network_memory + 1250, network_memory + 0, weights_3, bias_3, multiplier_3, 5, 5, 10, 10, 5, 5, 14, 3, 3, 1, 1, -128, -128, 19, 4);
}

/* conv, 5x5x14 to 5x5x20, int4_d50 */
static const uint8_t weights_4[945] = {
    254, 110, 14, 203, 166, 167, 3, 233, 232, 27, 76, 206, 186, 186, 162, 230,
    57, 132, 98, 96, 251, 247, 234, 251, 255, 238, 224, 251, 205, 142, 183, 87,
    101, 56, 202, 94, 238, 159, 176, 32, 239, 107, 255, 98, 22, 121, 105, 253,
    146, 230, 146, 154, 251, 238, 188, 227, 239, 236, 183, 170, 109, 203, 130, 152,
    204, 31, 246, 4, 213, 209, 201, 200, 14, 72, 167, 104, 91, 123, 206, 175,
    36, 97, 237, 16, 70, 28, 167, 197, 235, 237, 208, 179, 186, 40, 190, 46,
    123, 51, 75, 124, 51, 207, 79, 254, 34, 47, 194, 15, 121, 161, 58, 82,
    255, 236, 189, 15, 169, 115, 203, 125, 30, 133, 43, 200, 163, 130, 182, 90,
    43, 25, 72, 17, 98, 223, 216, 140, 252, 231, 227, 243, 67, 90, 173, 248,
    103, 229, 144, 122, 252, 44, 247, 109, 237, 112, 64, 64, 183, 194, 205, 112,
    40, 101, 108, 1, 90, 69, 141, 56, 234, 8, 168, 119, 105, 223, 248, 51,
    244, 13, 234, 164, 7, 27, 48, 134, 34, 181, 195, 215, 98, 241, 44, 156,
    252, 46, 137, 58, 132, 196, 163, 98, 2, 36, 82, 49, 180, 150, 144, 141,
    84, 18, 183, 106, 60, 16, 204, 208, 0, 184, 20, 175, 173, 137, 181, 80,
    180, 148, 49, 86, 71, 202, 26, 72, 92, 188, 3, 107, 151, 234, 62, 126,
    55, 70, 134, 31, 138, 106, 156, 46, 236, 0, 145, 10, 131, 228, 185, 128,
    14, 162, 144, 70, 154, 22, 163, 66, 215, 160, 229, 74, 58, 165, 79, 58,
    145, 101, 26, 191, 59, 105, 73, 50, 161, 212, 167, 12, 136, 37, 209, 215,
    72, 5, 67, 205, 137, 90, 154, 82, 137, 51, 34, 123, 24, 58, 0, 163,
    56, 141, 218, 74, 66, 28, 174, 189, 37, 21, 168, 34, 222, 68, 238, 209,
    225, 210, 252, 62, 46, 211, 210, 45, 196, 78, 34, 197, 235, 60, 220, 44,
    210, 46, 62, 61, 253, 77, 71, 206, 62, 62, 78, 220, 46, 36, 18, 231,
    242, 226, 220, 239, 98, 63, 62, 62, 242, 63, 253, 221, 229, 238, 211, 228,
    212, 211, 47, 191, 239, 46, 220, 67, 221, 221, 210, 147, 235, 254, 29, 35,
    60, 238, 223, 178, 196, 20, 63, 226, 210, 50, 225, 238, 44, 227, 47, 47,
    190, 237, 43, 195, 145, 196, 19, 178, 194, 222, 38, 33, 34, 75, 206, 44,
    63, 47, 180, 94, 33, 207, 45, 223, 242, 18, 225, 233, 241, 19, 109, 254,
    239, 237, 253, 238, 225, 20, 211, 210, 31, 35, 51, 193, 34, 225, 50, 237,
    252, 33, 242, 238, 17, 18, 254, 47, 221, 225, 238, 193, 77, 222, 238, 239,
    209, 225, 45, 242, 238, 229, 226, 82, 45, 241, 108, 36, 46, 226, 125, 241,
    78, 206, 236, 219, 237, 60, 210, 238, 237, 209, 22, 207, 237, 238, 243, 211,
    46, 55, 254, 33, 237, 34, 34, 19, 35, 17, 238, 47, 178, 28, 222, 46,
    42, 78, 29, 63, 226, 206, 239, 225, 241, 223, 34, 241, 239, 65, 195, 193,
    46, 44, 238, 254, 221, 211, 37, 238, 227, 228, 254, 243, 236, 77, 33, 18,
    75, 19, 60, 226, 30, 18, 45, 250, 254, 47, 222, 78, 30, 18, 234, 55,
    209, 31, 206, 52, 236, 60, 62, 227, 210, 173, 227, 230, 188, 195, 45, 94,
    222, 238, 36, 34, 71, 238, 77, 226, 204, 230, 35, 227, 195, 238, 50, 237,
    206, 226, 94, 124, 238, 203, 226, 204, 195, 204, 52, 43, 195, 60, 236, 61,
    76, 189, 62, 77, 39, 226, 94, 102, 71, 234, 62, 235, 50, 187, 237, 51,
    50, 44, 189, 54, 53, 44, 236, 66, 82, 174, 212, 226, 226, 194, 157, 214,
    52, 189, 227, 43, 220, 46, 226, 222, 204, 221, 44, 236, 238, 94, 158, 227,
    62, 35, 50, 78, 204, 226, 205, 197, 67, 52, 188, 114, 210, 221, 62, 237,
    197, 220, 221, 237, 210, 238, 205, 34, 82, 206, 227, 36, 227, 61, 50, 226,
    171, 205, 34, 226, 227, 149, 236, 66, 75, 82, 179, 228, 229, 204, 101, 61,
    89, 238, 110, 222, 238, 174, 60, 51, 229, 84, 167, 210, 237, 213, 35, 221,
    189, 46, 58, 227, 44, 110, 45, 189, 37, 171, 109, 55, 221, 84, 84, 213,
    188, 62, 60, 219, 211, 212, 221, 220, 67, 45, 229, 98, 211, 211, 221, 93,
    179, 220, 83, 163, 219, 211, 203, 221, 60, 51, 51, 60, 182, 52, 218, 220,
    212, 71, 125, 85, 57, 221, 77, 51, 212, 45, 116, 46, 220, 238, 204, 226,
    93, 220, 227, 226, 77, 235, 237, 238, 44, 34, 226, 220, 51, 46, 46, 189,
    236, 50, 190, 46, 52, 220, 222, 50, 227, 178, 61, 174, 43, 206, 210, 78,
    202, 206, 126, 205, 190, 74, 78, 219, 238, 67, 227, 230, 210, 221, 204, 210,
    219, 236, 91, 154, 76, 220, 203, 215, 164, 165, 84, 102, 172, 203, 83, 52,
    196, 221, 212, 196, 55, 205, 188, 195, 51, 68, 221, 77, 220, 37, 194, 109,
    206, 89, 149, 58, 221, 172, 59, 66, 45, 221, 61, 83, 125, 60, 203, 42,
    67, 51, 204, 206, 45, 196, 201, 90, 60, 61, 221, 211, 236, 236, 222, 228,
    222, 78, 238, 238, 237, 215, 213, 228, 210, 51, 212, 210, 34, 77, 237, 62,
    34, 237, 221, 35, 222, 234, 66, 238, 77, 194, 44, 205, 226, 222, 157, 34,
    221, 230, 58, 34, 66, 46, 62, 196, 218, 228, 236, 46, 163, 46, 37, 34,
    37,
};
static const int16_t bias_4[20] = {
    -57, -190, 15, -173, -316, -488, -78, -429, -336, 389, -241, -110, -132, -536, 504, 726,
    -51, 22, 272, -190,
};
static const uint16_t multiplier_4[20] = {
    32784, 38912, 37257, 39559, 37388, 45005, 39567, 31224, 25845, 40622, 29470, 21655, 28593, 21656, 36898, 34388,
    26012, 25460, 40376, 38457,
};
NETWORK_LAYER void layer_4(void)
{
    bitmask(network_memory + 0, network_memory + 1000, weights_4, bias_4, multiplier_4, 5, 5, 14, 14, 5, 5, 20, 3, 3, 1, 1, -128, -128, 19, 4);
}

/* avg_pool, 5x5x20 to 1x1x20 */
NETWORK_LAYER void layer_5(void)
{
    average_pool(network_memory + 1000, network_memory + 0, 5, 5, 20, 1, 1, 5, 5, 5, 5, -128);
}

/* linear, 1x1x20 to 1x1x10, int8 */
static const uint8_t weights_6[200] = {
    129, 208, 54, 15, 25, 246, 27, 18, 33, 222, 11, 48, 17, 252, 191, 240,
    11, 246, 194, 1, 2, 115, 193, 145, 129, 155, 191, 51, 49, 164, 223, 242,
    3, 22, 13, 233, 22, 232, 247, 113, 14, 46, 127, 42, 214, 201, 251, 156,
    7, 241, 41, 14, 218, 50, 40, 180, 207, 171, 54, 29, 81, 177, 207, 127,
    214, 3, 173, 73, 138, 191, 214, 47, 115, 229, 91, 123, 31, 55, 223, 142,
    229, 87, 239, 129, 150, 84, 226, 217, 196, 113, 13, 33, 218, 9, 231, 241,
    201, 7, 235, 22, 44, 129, 227, 185, 43, 32, 3, 89, 237, 243, 233, 251,
    24, 8, 6, 20, 223, 38, 5, 255, 220, 174, 50, 129, 199, 39, 60, 208,
    105, 200, 212, 232, 227, 234, 43, 251, 29, 235, 217, 248, 234, 74, 14, 2,
    39, 248, 129, 8, 15, 34, 9, 161, 22, 213, 227, 44, 1, 19, 10, 5,
    7, 229, 193, 248, 14, 129, 46, 252, 7, 30, 91, 51, 204, 185, 27, 205,
    35, 68, 42, 202, 206, 81, 158, 13, 38, 77, 127, 10, 143, 86, 169, 193,
    233, 46, 176, 253, 57, 200, 67, 207,
};
static const int16_t bias_6[10] = {
    397, 14, -1301, -1166, 597, 336, 814, -559, 185, -112,
};
static const uint16_t multiplier_6[10] = {
    65383, 39801, 41204, 27861, 47588, 57195, 48581, 58004, 45573, 32348,
};
NETWORK_LAYER void layer_6(void)
{
    dense_8(network_memory + 0, network_memory + 1490, weights_6, bias_6, multiplier_6, 1, 1, 20, 20, 1, 1, 10, 1, 1, 1, 1, -128, 5, 21);
}

int8_t *network_input(void)
{
    return network_memory + 0;
}

const int8_t *network_output(void)
{
    return network_memory + 1490;
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

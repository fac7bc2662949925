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

static uint32_t bit(const uint8_t *data, uint32_t *at)
{
    uint32_t found = (uint32_t)(data[*at >> 3] >> (*at & 7)) & 1;
    ++*at;
    return found;
}

/* the word of the prefix code that begins at bit `*at` */
static int32_t word(const uint8_t *data, uint32_t *at)
{
    uint32_t magnitude = bit(data, at);
    magnitude |= bit(data, at) << 1;
    if (magnitude == 3) while (magnitude < 7 && bit(data, at)) magnitude++;
    return magnitude && bit(data, at) ? -(int32_t)magnitude : (int32_t)magnitude;
}

/* convolutions: an output reads `depth` channels of each tap, from `c` on in a depthwise one */
NETWORK_KERNEL void dense_prefix(
    const int8_t *input, int8_t *output, const uint8_t *weights, const int16_t *bias, const uint16_t *multiplier,
    int32_t in_h, int32_t in_w, int32_t in_c, int32_t depth, int32_t out_h, int32_t out_w, int32_t out_c,
    int32_t kernel_h, int32_t kernel_w, int32_t stride_h, int32_t stride_w,
    int32_t zero_in, int32_t zero_out, int32_t shift)
{
    int32_t top = -padding(in_h, out_h, kernel_h, stride_h);
    for (int32_t y = 0; y < out_h; y++, top += stride_h) {
        int32_t left = -padding(in_w, out_w, kernel_w, stride_w);
        for (int32_t x = 0; x < out_w; x++, left += stride_w) {
            uint32_t at = 0;
            for (int32_t c = 0; c < out_c; c++) {
                const int8_t *first = input + (depth < in_c ? c : 0);
                int32_t sum = bias[c];
                for (int32_t row = top; row < top + kernel_h; row++) {
                    for (int32_t column = left; column < left + kernel_w; column++) {
                        int inside = row >= 0 && row < in_h && column >= 0 && column < in_w;
                        const int8_t *from = inside ? first + (row * in_w + column) * in_c : 0;
                        for (int32_t i = 0; i < depth; i++) {
                            int32_t weight = word(weights, &at);
                            if (from) sum += (from[i] - zero_in) * weight;
                        }
                    }
                }
                *output++ = requantized(sum, multiplier[c], shift, zero_out);
            }
        }
    }
}

/* convolutions: an output reads `depth` channels of each tap, from `c` on in a depthwise one */
NETWORK_KERNEL void mirrored_prefix(
    const int8_t *input, int8_t *output, const uint8_t *weights, const int16_t *bias, const uint16_t *multiplier,
    int32_t in_h, int32_t in_w, int32_t in_c, int32_t depth, int32_t out_h, int32_t out_w, int32_t out_c,
    int32_t kernel_h, int32_t kernel_w, int32_t stride_h, int32_t stride_w,
    int32_t zero_in, int32_t zero_out, int32_t shift)
{
    int32_t top = -padding(in_h, out_h, kernel_h, stride_h);
    for (int32_t y = 0; y < out_h; y++, top += stride_h) {
        int32_t left = -padding(in_w, out_w, kernel_w, stride_w);
        for (int32_t x = 0; x < out_w; x++, left += stride_w) {
            uint32_t at = 0, begin = 0;  /* in bits: the next word, and the first one of the row */
            for (int32_t c = 0; c < out_c; c++) {
                const int8_t *first = input + (depth < in_c ? c : 0);
                int32_t sum = bias[c >> 1];
                int32_t mirror = c & 1, exchange = mirror & ~depth;
                if (mirror) at = begin;
                begin = at;
                for (int32_t row = top; row < top + kernel_h; row++) {
                    for (int32_t i = 0; i < kernel_w; i++) {
                        int32_t column = left + (mirror ? kernel_w - 1 - i : i);
                        int inside = row >= 0 && row < in_h && column >= 0 && column < in_w;
                        const int8_t *from = inside ? first + (row * in_w + column) * in_c : 0;
                        for (int32_t k = 0; k < depth; k++) {
                            int32_t weight = word(weights, &at);
                            if (from) sum += (from[k ^ exchange] - zero_in) * weight;
                        }
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

/* conv, 16x16x3 to 8x8x6, int4_p_m */
static const uint8_t weights_0[31] = {
    221, 4, 33, 59, 245, 59, 81, 144, 220, 186, 114, 212, 128, 86, 87, 120,
    0, 180, 0, 21, 201, 92, 66, 229, 114, 155, 1, 218, 102, 71, 0,
};
static const int16_t bias_0[3] = {
    1026, -29, 259,
};
static const uint16_t multiplier_0[3] = {
    17345, 44215, 21637,
};
NETWORK_LAYER void layer_0(void)
{
    mirrored_prefix(network_memory + 0, network_memory + 768, weights_0, bias_0, multiplier_0, 16, 16, 3, 3, 8, 8, 6, 3, 3, 2, 2, -128, -128, 17);
}

/* conv, 8x8x6 to 8x8x12, int4_p_m */
static const uint8_t weights_1[122] = {
    152, 64, 72, 40, 184, 97, 47, 145, 178, 73, 52, 105, 200, 202, 19, 113,
    80, 201, 217, 187, 139, 75, 72, 158, 225, 54, 156, 148, 189, 155, 81, 3,
    132, 4, 199, 152, 168, 222, 6, 32, 244, 71, 161, 47, 61, 86, 9, 229,
    245, 0, 199, 83, 21, 0, 226, 132, 148, 180, 5, 128, 220, 4, 158, 125,
    104, 49, 211, 168, 83, 103, 105, 54, 203, 120, 211, 146, 118, 113, 66, 21,
    41, 129, 184, 152, 212, 181, 227, 129, 141, 150, 46, 223, 38, 38, 27, 92,
    79, 229, 161, 140, 41, 37, 238, 182, 252, 60, 167, 41, 132, 182, 94, 233,
    220, 140, 153, 16, 10, 37, 20, 160, 4, 0,
};
static const int16_t bias_1[6] = {
    -433, 101, 33, 0, 666, -268,
};
static const uint16_t multiplier_1[6] = {
    27411, 25263, 34133, 23699, 23439, 27639,
};
NETWORK_LAYER void layer_1(void)
{
    mirrored_prefix(network_memory + 768, network_memory + 0, weights_1, bias_1, multiplier_1, 8, 8, 6, 6, 8, 8, 12, 3, 3, 1, 1, -128, -128, 18);
}

/* max_pool, 8x8x12 to 4x4x12 */
NETWORK_LAYER void layer_2(void)
{
    max_pool(network_memory + 0, network_memory + 960, 8, 8, 12, 4, 4, 2, 2, 2, 2, -128);
}

/* conv, 4x4x12 to 4x4x14, int4_p_m */
static const uint8_t weights_3[284] = {
    93, 79, 8, 81, 42, 156, 211, 195, 55, 20, 149, 16, 167, 180, 209, 196,
    233, 201, 137, 248, 86, 183, 175, 37, 210, 242, 154, 54, 180, 129, 194, 96,
    20, 104, 11, 77, 139, 27, 218, 22, 106, 0, 211, 208, 181, 27, 189, 105,
    59, 4, 167, 219, 116, 179, 68, 65, 37, 45, 132, 8, 226, 87, 37, 169,
    98, 108, 129, 18, 71, 3, 95, 83, 250, 142, 5, 239, 37, 211, 42, 105,
    97, 159, 222, 104, 163, 216, 246, 175, 100, 83, 136, 61, 117, 86, 49, 216,
    148, 208, 152, 113, 49, 174, 173, 72, 161, 161, 181, 36, 246, 66, 48, 84,
    176, 153, 202, 58, 161, 113, 6, 140, 68, 106, 103, 235, 237, 90, 224, 170,
    195, 94, 156, 128, 146, 161, 41, 19, 145, 160, 182, 119, 70, 161, 221, 198,
    37, 26, 10, 232, 54, 27, 234, 38, 141, 19, 85, 155, 138, 219, 101, 50,
    38, 234, 134, 186, 133, 66, 21, 234, 67, 136, 119, 74, 161, 134, 150, 26,
    117, 138, 233, 98, 98, 213, 46, 99, 85, 16, 168, 179, 1, 248, 180, 189,
    185, 45, 175, 34, 151, 246, 89, 54, 119, 140, 77, 226, 211, 144, 182, 55,
    49, 75, 40, 165, 0, 177, 189, 27, 211, 39, 19, 42, 228, 73, 179, 9,
    79, 134, 40, 234, 186, 165, 81, 14, 110, 162, 198, 112, 179, 164, 135, 4,
    95, 214, 130, 250, 9, 148, 74, 113, 147, 12, 147, 208, 184, 233, 96, 39,
    95, 103, 66, 152, 42, 118, 151, 4, 24, 193, 116, 111, 11, 102, 223, 96,
    54, 169, 112, 141, 101, 59, 82, 144, 204, 13, 16, 0,
};
static const int16_t bias_3[7] = {
    314, 638, 212, -234, 857, 29, 63,
};
static const uint16_t multiplier_3[7] = {
    50895, 50805, 46869, 50449, 47963, 52619, 50307,
};
NETWORK_LAYER void layer_3(void)
{
    mirrored_prefix(network_memory + 960, network_memory + 0, weights_3, bias_3, multiplier_3, 4, 4, 12, 12, 4, 4, 14, 3, 3, 1, 1, -128, -128, 19);
}

/* conv, 4x4x14 to 4x4x8, int4_p_m */
static const uint8_t weights_4[189] = {
    116, 124, 190, 113, 62, 174, 63, 212, 238, 170, 22, 105, 42, 91, 77, 216,
    104, 138, 113, 72, 232, 13, 184, 225, 165, 110, 49, 24, 210, 210, 171, 0,
    141, 125, 166, 74, 75, 160, 193, 38, 184, 152, 212, 52, 133, 54, 202, 162,
    183, 162, 154, 75, 96, 23, 87, 38, 105, 34, 159, 131, 3, 204, 214, 182,
    74, 166, 234, 196, 190, 36, 152, 104, 235, 22, 42, 235, 45, 109, 236, 84,
    157, 148, 154, 120, 169, 122, 114, 113, 216, 22, 20, 217, 219, 46, 128, 183,
    42, 105, 75, 133, 19, 40, 180, 28, 219, 60, 81, 220, 152, 179, 80, 140,
    131, 214, 216, 141, 105, 217, 105, 85, 182, 9, 68, 199, 180, 190, 27, 7,
    156, 118, 203, 186, 43, 103, 85, 156, 109, 63, 82, 90, 68, 123, 103, 154,
    181, 50, 109, 61, 109, 224, 105, 99, 171, 195, 72, 216, 71, 219, 106, 32,
    233, 24, 2, 80, 213, 174, 217, 146, 224, 96, 9, 72, 9, 202, 182, 186,
    204, 153, 150, 238, 26, 133, 150, 102, 40, 112, 118, 186, 212,
};
static const int16_t bias_4[4] = {
    245, -17, -134, -426,
};
static const uint16_t multiplier_4[4] = {
    38361, 44823, 56401, 48287,
};
NETWORK_LAYER void layer_4(void)
{
    mirrored_prefix(network_memory + 0, network_memory + 1024, weights_4, bias_4, multiplier_4, 4, 4, 14, 14, 4, 4, 8, 3, 3, 1, 1, -128, -128, 18);
}

/* avg_pool, 4x4x8 to 1x1x8 */
NETWORK_LAYER void layer_5(void)
{
    average_pool(network_memory + 1024, network_memory + 0, 4, 4, 8, 1, 1, 4, 4, 4, 4, -128);
}

/* linear, 1x1x8 to 1x1x2, int4_p */
static const uint8_t weights_6[6] = {
    110, 107, 75, 145, 36, 217,
};
static const int16_t bias_6[2] = {
    44, -39,
};
static const uint16_t multiplier_6[2] = {
    29189, 32769,
};
NETWORK_LAYER void layer_6(void)
{
    dense_prefix(network_memory + 0, network_memory + 1150, weights_6, bias_6, multiplier_6, 1, 1, 8, 8, 1, 1, 2, 1, 1, 1, 1, -128, -32, 15);
}

int8_t *network_input(void)
{
    return network_memory + 0;
}

const int8_t *network_output(void)
{
    return network_memory + 1150;
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

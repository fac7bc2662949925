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
    85, 80, 92, 120, 67, 207, 83, 60, 13, 200, 0, 141, 153, 174, 86, 199,
    99, 162, 208, 180, 165, 186, 14, 103, 99, 42, 238, 72, 172, 0, 0,
};
static const int16_t bias_0[3] = {
    -15, 294, 349,
};
static const uint16_t multiplier_0[3] = {
    29437, 37373, 43889,
};
NETWORK_LAYER void layer_0(void)
{
    mirrored_prefix(network_memory + 0, network_memory + 768, weights_0, bias_0, multiplier_0, 16, 16, 3, 3, 8, 8, 6, 3, 3, 2, 2, -128, -128, 18);
}

/* conv, 8x8x6 to 8x8x12, int4_p_m */
static const uint8_t weights_1[122] = {
    121, 95, 43, 226, 33, 192, 164, 61, 118, 103, 90, 133, 77, 67, 43, 140,
    0, 130, 1, 74, 44, 23, 57, 109, 159, 48, 77, 201, 42, 175, 243, 10,
    54, 155, 37, 33, 68, 105, 168, 113, 81, 220, 100, 55, 115, 19, 16, 100,
    138, 120, 142, 87, 245, 70, 78, 219, 52, 165, 129, 140, 77, 55, 10, 193,
    124, 217, 132, 163, 80, 28, 15, 124, 170, 139, 215, 9, 64, 157, 146, 136,
    80, 171, 83, 31, 222, 197, 9, 205, 146, 164, 239, 137, 131, 141, 11, 184,
    197, 97, 8, 75, 146, 224, 84, 153, 83, 193, 53, 117, 120, 128, 237, 151,
    188, 163, 68, 161, 41, 20, 26, 170, 0, 0,
};
static const int16_t bias_1[6] = {
    -259, 926, -67, 189, 615, -163,
};
static const uint16_t multiplier_1[6] = {
    23585, 20829, 40217, 35801, 27483, 33163,
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
    132, 230, 167, 67, 72, 241, 40, 168, 14, 182, 171, 171, 74, 233, 246, 195,
    72, 77, 149, 134, 230, 226, 12, 73, 186, 89, 12, 16, 36, 59, 110, 4,
    96, 219, 14, 205, 112, 68, 81, 218, 96, 20, 113, 176, 125, 171, 160, 208,
    54, 234, 141, 103, 37, 115, 236, 36, 40, 183, 0, 0, 81, 69, 196, 150,
    54, 32, 225, 30, 199, 193, 85, 227, 172, 162, 182, 241, 112, 5, 77, 20,
    16, 106, 2, 8, 183, 180, 161, 174, 183, 53, 27, 251, 54, 169, 8, 35,
    72, 88, 237, 120, 220, 134, 250, 120, 172, 101, 169, 95, 26, 99, 74, 106,
    190, 24, 118, 235, 67, 156, 136, 118, 4, 88, 13, 164, 116, 210, 214, 73,
    26, 75, 33, 85, 140, 63, 142, 136, 118, 131, 193, 180, 132, 244, 250, 36,
    245, 238, 120, 137, 47, 76, 64, 179, 178, 33, 9, 202, 59, 13, 38, 72,
    188, 103, 160, 9, 79, 18, 53, 73, 104, 148, 24, 245, 105, 118, 139, 138,
    241, 117, 93, 39, 179, 235, 86, 34, 68, 45, 64, 210, 95, 122, 156, 173,
    112, 77, 76, 91, 41, 33, 109, 180, 136, 150, 105, 107, 109, 165, 146, 117,
    136, 9, 10, 164, 222, 76, 86, 9, 165, 38, 137, 201, 158, 206, 142, 234,
    71, 29, 182, 64, 111, 107, 141, 127, 158, 80, 66, 102, 130, 82, 143, 183,
    237, 38, 184, 118, 54, 197, 131, 27, 207, 180, 75, 34, 72, 51, 73, 50,
    71, 226, 128, 27, 121, 208, 45, 215, 184, 105, 164, 2, 97, 158, 160, 42,
    5, 161, 131, 90, 183, 10, 52, 114, 92, 130, 186, 0,
};
static const int16_t bias_3[7] = {
    -257, -30, 1139, 55, -95, -211, 264,
};
static const uint16_t multiplier_3[7] = {
    34189, 49673, 46789, 45783, 46265, 39153, 36807,
};
NETWORK_LAYER void layer_3(void)
{
    mirrored_prefix(network_memory + 960, network_memory + 0, weights_3, bias_3, multiplier_3, 4, 4, 12, 12, 4, 4, 14, 3, 3, 1, 1, -128, -128, 19);
}

/* conv, 4x4x14 to 4x4x8, int4_p_m */
static const uint8_t weights_4[189] = {
    19, 138, 101, 106, 40, 81, 251, 216, 78, 55, 44, 199, 57, 133, 137, 223,
    173, 165, 173, 75, 11, 113, 210, 214, 49, 21, 177, 5, 50, 113, 75, 182,
    210, 141, 183, 18, 224, 118, 180, 54, 201, 174, 179, 171, 134, 73, 54, 169,
    181, 65, 96, 186, 77, 133, 209, 184, 43, 84, 67, 25, 71, 170, 71, 145,
    113, 200, 182, 133, 76, 93, 179, 218, 24, 106, 74, 2, 183, 219, 45, 133,
    227, 216, 98, 147, 23, 82, 111, 141, 51, 218, 96, 214, 52, 61, 66, 116,
    188, 3, 70, 132, 138, 127, 77, 235, 172, 16, 132, 72, 24, 84, 188, 182,
    154, 90, 95, 99, 46, 182, 227, 38, 116, 221, 6, 199, 80, 64, 11, 155,
    186, 10, 65, 85, 211, 113, 51, 249, 54, 45, 117, 76, 156, 16, 204, 184,
    37, 13, 204, 162, 212, 45, 123, 79, 9, 99, 151, 117, 29, 123, 91, 55,
    174, 189, 138, 179, 201, 22, 110, 182, 233, 33, 135, 166, 55, 170, 157, 65,
    60, 118, 12, 177, 173, 84, 150, 221, 208, 81, 115, 211, 198,
};
static const int16_t bias_4[4] = {
    340, -233, 506, 458,
};
static const uint16_t multiplier_4[4] = {
    47571, 48265, 36557, 45653,
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
    146, 109, 219, 182, 148, 72,
};
static const int16_t bias_6[2] = {
    56, -66,
};
static const uint16_t multiplier_6[2] = {
    32769, 27865,
};
NETWORK_LAYER void layer_6(void)
{
    dense_prefix(network_memory + 0, network_memory + 1150, weights_6, bias_6, multiplier_6, 1, 1, 8, 8, 1, 1, 2, 1, 1, 1, 1, -128, -8, 15);
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

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
    14, 205, 0, 210, 218, 90, 78, 210, 106, 1, 198, 152, 88, 121, 216, 218,
    113, 155, 78, 105, 22, 26, 70, 32, 172, 206, 141, 83, 158, 54, 6,
};
static const int16_t bias_0[3] = {
    231, 927, 99,
};
static const uint16_t multiplier_0[3] = {
    47749, 34591, 32031,
};
NETWORK_LAYER void layer_0(void)
{
    mirrored_prefix(network_memory + 0, network_memory + 768, weights_0, bias_0, multiplier_0, 16, 16, 3, 3, 8, 8, 6, 3, 3, 2, 2, -128, -128, 18);
}

/* conv, 8x8x6 to 8x8x12, int4_p_m */
static const uint8_t weights_1[122] = {
    57, 42, 112, 61, 70, 133, 194, 245, 230, 230, 163, 91, 42, 59, 16, 210,
    9, 109, 128, 208, 4, 40, 149, 90, 154, 148, 244, 151, 208, 203, 205, 184,
    37, 217, 226, 30, 179, 2, 128, 38, 180, 4, 202, 140, 72, 236, 155, 36,
    70, 229, 203, 118, 57, 125, 160, 77, 76, 102, 67, 104, 90, 201, 234, 229,
    212, 47, 161, 163, 137, 45, 85, 89, 120, 57, 193, 193, 36, 73, 11, 78,
    226, 210, 148, 36, 64, 104, 75, 160, 161, 165, 187, 117, 187, 26, 57, 98,
    159, 162, 124, 211, 158, 174, 41, 163, 106, 179, 155, 36, 20, 40, 40, 82,
    95, 87, 95, 13, 8, 26, 6, 48, 92, 4,
};
static const int16_t bias_1[6] = {
    474, 92, 152, -2, 602, 218,
};
static const uint16_t multiplier_1[6] = {
    29823, 33009, 37653, 27873, 26381, 25991,
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
    145, 38, 227, 108, 138, 22, 31, 23, 235, 34, 99, 76, 38, 172, 210, 145,
    178, 172, 57, 152, 209, 206, 193, 156, 49, 77, 153, 224, 10, 218, 216, 6,
    66, 162, 148, 42, 118, 183, 96, 38, 217, 155, 148, 91, 53, 72, 137, 212,
    67, 58, 76, 167, 51, 73, 208, 210, 131, 200, 118, 68, 29, 37, 76, 72,
    75, 157, 182, 147, 195, 56, 69, 99, 83, 204, 140, 128, 16, 140, 97, 45,
    26, 41, 106, 16, 142, 226, 217, 244, 170, 74, 226, 41, 222, 188, 52, 38,
    177, 183, 217, 245, 82, 85, 83, 146, 238, 150, 210, 80, 202, 98, 239, 215,
    138, 219, 160, 2, 85, 179, 26, 156, 17, 109, 143, 234, 210, 20, 23, 151,
    122, 119, 51, 171, 210, 169, 237, 113, 29, 200, 108, 39, 165, 166, 161, 27,
    136, 104, 6, 96, 141, 159, 166, 131, 35, 119, 133, 58, 253, 166, 93, 66,
    37, 58, 165, 137, 183, 49, 233, 58, 49, 138, 221, 66, 146, 145, 168, 142,
    13, 5, 37, 35, 130, 86, 101, 152, 208, 82, 65, 171, 169, 73, 88, 78,
    54, 149, 65, 175, 147, 164, 188, 117, 108, 97, 239, 189, 218, 220, 80, 20,
    110, 110, 223, 156, 125, 172, 130, 141, 192, 229, 160, 200, 164, 216, 92, 246,
    108, 66, 58, 77, 8, 36, 128, 218, 192, 132, 90, 5, 26, 192, 33, 109,
    67, 2, 129, 73, 236, 88, 231, 64, 156, 173, 47, 77, 185, 196, 181, 73,
    163, 102, 107, 186, 148, 82, 94, 234, 118, 229, 228, 160, 86, 84, 143, 81,
    82, 59, 13, 213, 129, 100, 134, 16, 74, 93, 24, 10,
};
static const int16_t bias_3[7] = {
    -593, -434, 939, 294, 134, 264, 474,
};
static const uint16_t multiplier_3[7] = {
    50407, 37365, 50117, 48731, 53367, 54023, 44727,
};
NETWORK_LAYER void layer_3(void)
{
    mirrored_prefix(network_memory + 960, network_memory + 0, weights_3, bias_3, multiplier_3, 4, 4, 12, 12, 4, 4, 14, 3, 3, 1, 1, -128, -128, 19);
}

/* conv, 4x4x14 to 4x4x8, int4_p_m */
static const uint8_t weights_4[189] = {
    237, 101, 136, 180, 86, 72, 182, 86, 219, 58, 199, 76, 78, 179, 106, 157,
    130, 175, 187, 177, 180, 198, 45, 110, 26, 187, 197, 161, 110, 9, 80, 106,
    62, 162, 167, 216, 13, 101, 54, 21, 142, 77, 216, 138, 108, 85, 218, 211,
    172, 221, 238, 207, 242, 67, 113, 236, 52, 1, 65, 218, 96, 138, 151, 148,
    120, 26, 213, 36, 93, 57, 6, 141, 2, 109, 168, 240, 32, 108, 182, 20,
    180, 147, 13, 6, 119, 139, 16, 19, 23, 87, 218, 163, 210, 56, 114, 203,
    224, 166, 19, 185, 185, 149, 134, 244, 70, 46, 143, 173, 169, 17, 242, 110,
    82, 150, 38, 53, 205, 113, 146, 102, 185, 38, 76, 37, 84, 208, 113, 219,
    52, 173, 213, 149, 178, 66, 33, 74, 218, 129, 224, 218, 1, 81, 165, 200,
    113, 85, 165, 59, 124, 27, 108, 74, 157, 228, 70, 233, 150, 186, 208, 164,
    103, 89, 59, 77, 112, 96, 221, 26, 199, 160, 208, 118, 119, 205, 62, 196,
    221, 54, 148, 173, 170, 184, 57, 20, 117, 140, 212, 75, 188,
};
static const int16_t bias_4[4] = {
    261, -289, -154, 460,
};
static const uint16_t multiplier_4[4] = {
    35533, 44943, 42583, 32687,
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
    174, 29, 217, 145, 228, 74,
};
static const int16_t bias_6[2] = {
    28, -28,
};
static const uint16_t multiplier_6[2] = {
    65459, 65535,
};
NETWORK_LAYER void layer_6(void)
{
    dense_prefix(network_memory + 0, network_memory + 1150, weights_6, bias_6, multiplier_6, 1, 1, 8, 8, 1, 1, 2, 1, 1, 1, 1, -128, -24, 16);
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

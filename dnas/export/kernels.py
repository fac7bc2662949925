"""The C functions of generated code, as text: each is written into network.c only if a layer needs it.

They compute what TensorFlow Lite's reference int8 kernels compute (`reference_integer_ops`: double rounding, asymmetric SAME
padding, fused activations by clipping), in the memory of their input and output alone. A convolution, a depthwise convolution
and a linear layer (a convolution of a 1x1 map) are one loop: they differ in how many channels of a tap an output reads. One
such loop is there per coding of `dnas.export.coding`, and one for mirrored layers. Positions are the outer loop, so that every
coding is read from its start to its end.

Every layer is a function of its own into which its loop is compiled with the geometry as constants: on Cortex-M0+ that takes
no more code than calls with two dozen arguments, a third of the stack, and it is faster.

Right shifts of negative numbers are taken to repeat the sign, as they do in every compiler for these cores.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Function:
    """Source of a function, and the functions that it calls."""

    source: str
    calls: tuple[str, ...] = ()


KEYWORDS = """\
#ifdef __GNUC__
#define NETWORK_KERNEL static inline __attribute__((always_inline))
#define NETWORK_LAYER static __attribute__((noinline))
#else
#define NETWORK_KERNEL static
#define NETWORK_LAYER static
#endif
"""
"""Loops are compiled into the functions of their layers, those are called: so their stacks do not add up."""

_SHIFTED = """\
/* value 2^-right, halves away from zero */
static int32_t shifted(int32_t value, int32_t right)
{
    uint32_t mask = ((uint32_t)1 << right) - 1;
    uint32_t rest = (uint32_t)value & mask;
    return (value >> right) + (rest > (mask >> 1) + (value < 0));
}
"""

_CLIPPED = """\
static int8_t clipped(int32_t value, int32_t low)
{
    return (int8_t)(value < low ? low : value > 127 ? 127 : value);
}
"""

_REQUANTIZED = """\
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
"""

_PADDING = """\
/* padding before the data of a SAME window, 0 of a VALID one */
static int32_t padding(int32_t in, int32_t out, int32_t kernel, int32_t stride)
{
    int32_t total = (out - 1) * stride + kernel - in;
    return total > 0 ? total / 2 : 0;
}
"""

_NIBBLE = """\
static int32_t nibble(const uint8_t *data, uint32_t number)
{
    return (int32_t)(((uint32_t)(data[number >> 1] >> ((number & 1) << 2)) & 15) ^ 8) - 8;
}
"""

_VALUE = """\
static int32_t value(const uint8_t *data, uint32_t number, int32_t bits)
{
    return bits == 8 ? (int8_t)data[number] : nibble(data, number);
}
"""

_FIELD = """\
/* the unsigned number of `bits` bits that begins at bit `first` */
static uint32_t field(const uint8_t *data, uint32_t first, uint32_t bits)
{
    data += first >> 3;
    uint32_t have = 8 - (first & 7), found = (uint32_t)*data >> (first & 7);
    for (; have < bits; have += 8) found |= (uint32_t)*++data << have;
    return found & (((uint32_t)1 << bits) - 1);
}
"""

_WORD = """\
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
"""

_WEIGHTED = """\
/* convolutions: an output reads `depth` channels of each tap, from `c` on in a depthwise one */
NETWORK_KERNEL void {name}(
    const int8_t *input, int8_t *output, const uint8_t *weights, const int16_t *bias, const uint16_t *multiplier,
    int32_t in_h, int32_t in_w, int32_t in_c, int32_t depth, int32_t out_h, int32_t out_w, int32_t out_c,
    int32_t kernel_h, int32_t kernel_w, int32_t stride_h, int32_t stride_w,
    int32_t zero_in, int32_t zero_out, int32_t shift{more})
{{
    int32_t top = -padding(in_h, out_h, kernel_h, stride_h);
{before}\
    for (int32_t y = 0; y < out_h; y++, top += stride_h) {{
        int32_t left = -padding(in_w, out_w, kernel_w, stride_w);
        for (int32_t x = 0; x < out_w; x++, left += stride_w) {{
{start}\
            for (int32_t c = 0; c < out_c; c++) {{
                const int8_t *first = input + (depth < in_c ? c : 0);
                int32_t sum = bias[{number}];
{row}\
                *output++ = requantized(sum, multiplier[{number}], shift, zero_out);
            }}
        }}
    }}
}}
"""

_TAPS = """\
                for (int32_t row = top; row < top + kernel_h; row++) {{
                    for (int32_t column = left; column < left + kernel_w; column++) {{
                        int inside = row >= 0 && row < in_h && column >= 0 && column < in_w;
{tap}\
                    }}
                }}
"""

_DENSE_START = {8: "            const uint8_t *weight = weights;\n", 4: "            uint32_t number = 0;\n"}
_DENSE_TAP = {
    8: """\
                        if (inside) {
                            const int8_t *from = first + (row * in_w + column) * in_c;
                            for (int32_t i = 0; i < depth; i++) sum += (from[i] - zero_in) * (int8_t)weight[i];
                        }
                        weight += depth;
""",
    4: """\
                        if (inside) {
                            const int8_t *from = first + (row * in_w + column) * in_c;
                            for (int32_t i = 0; i < depth; i++) {
                                sum += (from[i] - zero_in) * nibble(weights, number + (uint32_t)i);
                            }
                        }
                        number += (uint32_t)depth;
""",
}

_PREFIX_START = "            uint32_t at = 0;\n"
_PREFIX_TAP = """\
                        const int8_t *from = inside ? first + (row * in_w + column) * in_c : 0;
                        for (int32_t i = 0; i < depth; i++) {
                            int32_t weight = word(weights, &at);
                            if (from) sum += (from[i] - zero_in) * weight;
                        }
"""

_BITMASK_BEFORE = "    const uint8_t *values = weights + ((out_c * kernel_h * kernel_w * depth + 7) >> 3);\n"
_BITMASK_START = "            uint32_t number = 0, place = 0, mask = 0;\n"
_BITMASK_TAP = """\
                        const int8_t *from = inside ? first + (row * in_w + column) * in_c : 0;
                        for (int32_t i = 0; i < depth; i++, mask >>= 1) {
                            if (!(place & 7)) mask = weights[place >> 3];
                            place++;
                            if (mask & 1) {
                                if (from) sum += (from[i] - zero_in) * value(values, number, bits);
                                number++;
                            }
                        }
"""

_INDEX_BEFORE = """\
    const uint8_t *places = weights + ((out_c * number_bits + 7) >> 3);
    const uint8_t *values = places + ((kept * place_bits + 7) >> 3);
"""
_INDEX_START = "            uint32_t number = 0;\n"
_INDEX_ROW = """\
                uint32_t end = number + field(weights, (uint32_t)(c * number_bits), (uint32_t)number_bits);
                int32_t row = top, column = left, begin = 0;  /* the tap, and its first place */
                for (; number < end; number++) {
                    int32_t place = (int32_t)field(places, number * (uint32_t)place_bits, (uint32_t)place_bits);
                    while (place >= begin + depth) {
                        begin += depth;
                        if (++column == left + kernel_w) {
                            column = left;
                            row++;
                        }
                    }
                    if (row >= 0 && row < in_h && column >= 0 && column < in_w) {
                        int32_t pixel = first[(row * in_w + column) * in_c + place - begin];
                        sum += (pixel - zero_in) * value(values, number, bits);
                    }
                }
"""

_MIRRORED_ROW = """\
                /* the mirror image of a row reads the window from its right, and the two of each pair of channels in turn */
                int32_t mirror = c & 1, exchange = mirror & ~depth, number = (c >> 1) * kernel_h * kernel_w * depth;
                for (int32_t row = top; row < top + kernel_h; row++) {{
                    for (int32_t i = 0; i < kernel_w; i++, number += depth) {{
                        int32_t column = left + (mirror ? kernel_w - 1 - i : i);
                        if (row < 0 || row >= in_h || column < 0 || column >= in_w) continue;
                        const int8_t *from = first + (row * in_w + column) * in_c;
                        for (int32_t k = 0; k < depth; k++) sum += (from[k ^ exchange] - zero_in) * {weight};
                    }}
                }}
"""
_MIRRORED_WEIGHT = {8: "(int8_t)weights[number + k]", 4: "nibble(weights, (uint32_t)(number + k))"}

_MIRRORED_PREFIX_START = "            uint32_t at = 0, begin = 0;  /* in bits: the next word, and the first one of the row */\n"
_MIRRORED_PREFIX_ROW = """\
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
"""

_ADD = """\
/* value multiplier 2^(-31 - right) */
static int32_t scaled(int32_t value, int32_t multiplier, int32_t right)
{
    return shifted((int32_t)(((int64_t)value * multiplier + ((int64_t)1 << 30)) >> 31), right);
}

NETWORK_KERNEL void add(
    const int8_t *left, const int8_t *right, int8_t *output, int32_t count,
    int32_t zero_left, int32_t zero_right, int32_t zero_out, int32_t multiplier_left, int32_t shift_left,
    int32_t multiplier_right, int32_t shift_right, int32_t multiplier_out, int32_t shift_out)
{
    for (int32_t i = 0; i < count; i++) {
        int32_t sum = scaled((left[i] - zero_left) * (1 << 20), multiplier_left, shift_left)
            + scaled((right[i] - zero_right) * (1 << 20), multiplier_right, shift_right);
        output[i] = clipped(scaled(sum, multiplier_out, shift_out) + zero_out, -128);
    }
}
"""

_POOL = """\
NETWORK_KERNEL void {name}(
    const int8_t *input, int8_t *output, int32_t in_h, int32_t in_w, int32_t channels, int32_t out_h, int32_t out_w,
    int32_t kernel_h, int32_t kernel_w, int32_t stride_h, int32_t stride_w, int32_t low)
{{
    int32_t top = -padding(in_h, out_h, kernel_h, stride_h);
    for (int32_t y = 0; y < out_h; y++, top += stride_h) {{
        int32_t left = -padding(in_w, out_w, kernel_w, stride_w);
        for (int32_t x = 0; x < out_w; x++, left += stride_w) {{
            for (int32_t c = 0; c < channels; c++) {{
                int32_t {start};
                for (int32_t row = top; row < top + kernel_h; row++) {{
                    for (int32_t column = left; column < left + kernel_w; column++) {{
                        if (row < 0 || row >= in_h || column < 0 || column >= in_w) continue;
                        int32_t pixel = input[(row * in_w + column) * channels + c];
                        {tap}
                    }}
                }}
                *output++ = clipped({result}, low);
            }}
        }}
    }}
}}
"""

VALUE_BITS = ", int32_t bits"
_CALLS = ("requantized", "padding")


def _weighted(name: str, tap: str, start: str, before: str = "", more: str = "") -> str:
    return _WEIGHTED.format(name=name, before=before, start=start, row=_TAPS.format(tap=tap), number="c", more=more)


def _mirrored(bits: int) -> str:
    row = _MIRRORED_ROW.format(weight=_MIRRORED_WEIGHT[bits])
    return _WEIGHTED.format(name=f"mirrored_{bits}", before="", start="", row=row, number="c >> 1", more="")


FUNCTIONS: dict[str, Function] = {
    "shifted": Function(_SHIFTED),
    "clipped": Function(_CLIPPED),
    "requantized": Function(_REQUANTIZED, ("shifted", "clipped")),
    "padding": Function(_PADDING),
    "nibble": Function(_NIBBLE),
    "value": Function(_VALUE, ("nibble",)),
    "field": Function(_FIELD),
    "word": Function(_WORD),
    "dense_8": Function(_weighted("dense_8", _DENSE_TAP[8], _DENSE_START[8]), _CALLS),
    "dense_4": Function(_weighted("dense_4", _DENSE_TAP[4], _DENSE_START[4]), (*_CALLS, "nibble")),
    "dense_prefix": Function(_weighted("dense_prefix", _PREFIX_TAP, _PREFIX_START), (*_CALLS, "word")),
    "bitmask": Function(
        _weighted("bitmask", _BITMASK_TAP, _BITMASK_START, _BITMASK_BEFORE, VALUE_BITS), (*_CALLS, "value")
    ),
    "indexed": Function(
        _WEIGHTED.format(
            name="indexed", before=_INDEX_BEFORE, start=_INDEX_START, row=_INDEX_ROW, number="c",
            more=VALUE_BITS + ", int32_t kept, int32_t number_bits, int32_t place_bits",
        ),
        (*_CALLS, "value", "field"),
    ),
    "mirrored_8": Function(_mirrored(8), _CALLS),
    "mirrored_4": Function(_mirrored(4), (*_CALLS, "nibble")),
    "mirrored_prefix": Function(
        _WEIGHTED.format(
            name="mirrored_prefix", before="", start=_MIRRORED_PREFIX_START, row=_MIRRORED_PREFIX_ROW, number="c >> 1", more=""
        ),
        (*_CALLS, "word"),
    ),
    "add": Function(_ADD, ("shifted", "clipped")),
    "average_pool": Function(
        _POOL.format(
            name="average_pool", start="sum = 0, count = 0", tap="sum += pixel, count++;",
            result="(sum > 0 ? sum + count / 2 : sum - count / 2) / count",
        ),
        ("clipped", "padding"),
    ),
    "max_pool": Function(
        _POOL.format(name="max_pool", start="largest = -128", tap="if (pixel > largest) largest = pixel;", result="largest"),
        ("clipped", "padding"),
    ),
}  # fmt: skip
"""Name -> function, each behind those that it calls."""


def sources(names: Iterable[str]) -> str:
    """Source of the functions and of what they call, in an order that C accepts."""
    needed, pending = set(), list(names)
    while pending:
        name = pending.pop()
        needed.add(name)
        pending += FUNCTIONS[name].calls
    return "\n".join(function.source for name, function in FUNCTIONS.items() if name in needed)

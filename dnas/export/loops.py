"""The C loops of generated code that read weights, as text: one per coding of `dnas.export.coding`, more for mirrored layers.

A convolution, a depthwise convolution and a linear layer (a convolution of a 1x1 map) are one loop: they differ in how many
channels of a tap an output reads. Positions are the outer loop, so that every coding is read from its start to its end.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Function:
    """Source of a function, and the functions that it calls."""

    source: str
    calls: tuple[str, ...] = ()


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
NETWORK_KERNEL uint32_t bit(const uint8_t *data, uint32_t *at)
{
    uint32_t found = (uint32_t)(data[*at >> 3] >> (*at & 7)) & 1;
    ++*at;
    return found;
}

/* the word of the prefix code that begins at bit `*at` */
NETWORK_KERNEL int32_t word(const uint8_t *data, uint32_t *at)
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

VALUE_BITS = ", int32_t bits"
_CALLS = ("requantized", "padding")


def _weighted(name: str, tap: str, start: str, before: str = "", more: str = "") -> str:
    return _WEIGHTED.format(name=name, before=before, start=start, row=_TAPS.format(tap=tap), number="c", more=more)


def _mirrored(bits: int) -> str:
    row = _MIRRORED_ROW.format(weight=_MIRRORED_WEIGHT[bits])
    return _WEIGHTED.format(name=f"mirrored_{bits}", before="", start="", row=row, number="c >> 1", more="")


LOOPS: dict[str, Function] = {
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
}  # fmt: skip
"""Name -> function, each behind those that it calls; they call those of `dnas.export.kernels`, too."""

"""The C functions of generated code, as text: each is written into network.c only if a layer needs it.

They compute what TensorFlow Lite's reference int8 kernels compute (`reference_integer_ops`: double rounding, asymmetric SAME
padding, fused activations by clipping), in the memory of their input and output alone. Those that read weights are in
`dnas.export.loops`.

Every layer is a function of its own into which its loop is compiled with the geometry as constants: on Cortex-M0+ that takes
no more code than calls with two dozen arguments, a third of the stack, and it is faster.

Right shifts of negative numbers are taken to repeat the sign, as they do in every compiler for these cores.
"""

from __future__ import annotations

from collections.abc import Iterable

from dnas.export.loops import LOOPS, Function

KEYWORDS = """\
#ifdef __GNUC__
#define NETWORK_KERNEL static inline __attribute__((always_inline))
#if __GNUC__ >= 8 && !defined __clang__
#define NETWORK_LAYER static __attribute__((noinline, noipa))
#else
#define NETWORK_LAYER static __attribute__((noinline))
#endif
#else
#define NETWORK_KERNEL static
#define NETWORK_LAYER static
#endif
"""
"""Loops are compiled into the functions of their layers, those are called: so their stacks do not add up.

`noipa` keeps callers from guessing what a layer does: GCC 12 writes an output's address as a difference of others where both
maps have one column, takes the layer for one that writes nothing, and leaves out its call.
"""

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

FUNCTIONS: dict[str, Function] = {
    "shifted": Function(_SHIFTED),
    "clipped": Function(_CLIPPED),
    "requantized": Function(_REQUANTIZED, ("shifted", "clipped")),
    "padding": Function(_PADDING),
    **LOOPS,
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

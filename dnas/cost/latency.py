"""Latency: instructions of TFLM + CMSIS-NN per layer, times one scalar of cycles per instruction and board.

    instructions(layer) = sum_i coefficient_i * term_i(layer)        cycles(layer) = instructions * cycles_per_instruction

Where the terms are counts of what the kernels do (loop turns over outputs, over blocks of 16 and 4 inputs, over kernel taps
that lie inside the feature map, copies into the im2col buffer, ...) and the coefficients are non-negative, fitted per core to
emulated instruction counts by `experiments/01_cost_models/fit.py`. Coefficients are fixed-point numbers of 1/1024, so that the
result is an exact integer, the same for ints and for int64 tensors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from dnas.cost.integer import clamp, formula_of
from dnas.geometry import Layer, Network, Op, Size

FIXED_POINT = 1024
"""Coefficients and cycles per instruction are rounded to multiples of 1 / FIXED_POINT."""

Terms = Mapping[str, Size]
Coefficients = Mapping[str, Mapping[str, float]]


class Clocked(Protocol):
    """What latency needs of a device (`dnas.device.DeviceProfile` has it)."""

    @property
    def coefficients(self) -> Coefficients: ...

    @property
    def cycles_per_instruction(self) -> float: ...

    @property
    def clock_hz(self) -> int: ...


def taps_inside(size: Size, out: Size, kernel: int, stride: int) -> Size:
    """Kernel taps that fall inside the data along one axis, summed over the outputs of a SAME convolution.

    sum_{t=0}^{k-1} #{0 <= o < out : 0 <= o s - p + t < size}, where p = max(0, (out - 1) s + k - size) // 2.

    >>> taps_inside(4, 4, 3, 1), taps_inside(4, 2, 3, 2)
    (10, 5)
    """
    total = (out - 1) * stride + kernel - size
    before = clamp(total, 0, kernel) // 2
    inside: Size = 0
    for tap in range(kernel):
        first = clamp(-((tap - before) // stride), 0, out)
        end = clamp((size - 1 + before - tap) // stride + 1, 0, out)
        inside = inside + end - first
    return inside


def _blocks(name: str, outer: Size, length: Size) -> dict[str, Size]:
    """Inner loops over `length` elements: unrolled by 16, then by 4, then single ones."""
    return {
        f"{name}_by_16": outer * (length // 16),
        f"{name}_by_4": outer * (length % 16 // 4),
        f"{name}_by_1": outer * (length % 4),
    }


def _taps(layer: Layer) -> Size:
    inside_h = taps_inside(layer.in_h, layer.out_h, layer.kernel[0], layer.stride[0])
    inside_w = taps_inside(layer.in_w, layer.out_w, layer.kernel[1], layer.stride[1])
    return inside_h * inside_w


def _matmul(layer: Layer, positions: Size, column: Size) -> dict[str, Size]:
    """positions x column times column x out_c; the kernels take two positions and two channels at a time, then what is odd."""
    pairs_c = layer.out_c // 2
    return {
        "layer": 1 + 0 * positions,
        "position": positions,
        "channel": layer.out_c + 0 * positions,
        "output": positions * layer.out_c,
        "weight": column * layer.out_c,
        **_blocks("pairs", (positions // 2) * pairs_c, column),
        **_blocks("odd_position", (positions % 2) * pairs_c, column),
        **_blocks("odd_channel", positions * (layer.out_c % 2), column),
    }


def _conv_1x1(layer: Layer) -> Terms:
    return _matmul(layer, layer.out_h * layer.out_w, layer.in_c)


def _conv_kxk(layer: Layer) -> Terms:
    taps = layer.kernel[0] * layer.kernel[1]
    positions = layer.out_h * layer.out_w
    inside = _taps(layer)
    return {
        **_matmul(layer, positions, taps * layer.in_c),
        "tap_inside": inside + 0 * layer.in_c,
        "tap_outside": positions * taps - inside + 0 * layer.in_c,
        "copy_by_4": inside * (layer.in_c // 4),
        "copy_by_1": inside * (layer.in_c % 4),
        "zero_fill": (positions * taps - inside) * layer.in_c,
    }


def _depthwise_3x3(layer: Layer) -> Terms:
    """The kernel for 3x3 skips the taps outside the data and takes four channels at a time."""
    positions = layer.out_h * layer.out_w
    inside = _taps(layer)
    rows = taps_inside(layer.in_h, layer.out_h, layer.kernel[0], layer.stride[0]) * layer.out_w
    quads, rest = layer.out_c // 4, layer.out_c % 4
    return {
        "layer": 1 + 0 * positions * layer.out_c,
        "position": positions + 0 * layer.out_c,
        "output_by_4": positions * quads,
        "output_by_1": positions * rest,
        "row_by_4": rows * quads,
        "row_by_1": rows * rest,
        "tap_inside": inside + 0 * layer.out_c,
        "tap_inside_by_4": inside * quads,
        "tap_inside_by_1": inside * rest,
    }


def _depthwise_kxk(layer: Layer) -> Terms:
    """Other sizes: with DSP a column buffer is filled and every tap multiplied; without DSP only the taps inside the data."""
    taps = layer.kernel[0] * layer.kernel[1]
    positions = layer.out_h * layer.out_w
    return {
        **_depthwise_3x3(layer),
        "tap_outside": positions * taps - _taps(layer) + 0 * layer.out_c,
        "tap_by_4": positions * taps * (layer.out_c // 4),
        "tap_by_1": positions * taps * (layer.out_c % 4),
    }


def _linear(layer: Layer) -> Terms:
    return {
        "layer": 1 + 0 * layer.in_c * layer.out_c,
        "output": layer.out_c + 0 * layer.in_c,
        **_blocks("input", layer.out_c, layer.in_c),
    }


def _add(layer: Layer) -> Terms:
    elements = layer.out_h * layer.out_w * layer.out_c
    return {"layer": 1 + 0 * elements, "element": elements}


def _avg_pool(layer: Layer) -> Terms:
    positions = layer.out_h * layer.out_w
    taps = positions * layer.kernel[0] * layer.kernel[1]
    return {
        "layer": 1 + 0 * positions * layer.out_c,
        "output": positions * layer.out_c,
        "tap": taps + 0 * layer.out_c,
        "input": taps * layer.out_c,
    }


def _pick_conv(layer: Layer) -> str:
    return "conv_1x1" if layer.kernel == (1, 1) else "conv_kxk"


def _pick_depthwise(layer: Layer) -> str:
    return "depthwise_3x3" if layer.kernel == (3, 3) else "depthwise_kxk"


KERNELS: Mapping[Op, Callable[[Layer], str]] = {
    Op.CONV: _pick_conv,
    Op.DEPTHWISE: _pick_depthwise,
    Op.LINEAR: lambda layer: "linear",
    Op.ADD: lambda layer: "add",
    Op.AVG_POOL: lambda layer: "avg_pool",
}
"""Operator -> the kernel that CMSIS-NN runs for it; kernel sizes are plain ints, so this never looks at a tensor."""

TERMS: Mapping[str, Callable[[Layer], Terms]] = {
    "conv_1x1": _conv_1x1,
    "conv_kxk": _conv_kxk,
    "depthwise_3x3": _depthwise_3x3,
    "depthwise_kxk": _depthwise_kxk,
    "linear": _linear,
    "add": _add,
    "avg_pool": _avg_pool,
}


def kernel_of(layer: Layer) -> str:
    """Name of the kernel that runs the layer, a key of `TERMS` and of a profile's coefficients."""
    return formula_of(KERNELS, layer, "latency")(layer)


def _fixed(value: float) -> int:
    return round(value * FIXED_POINT)


def _scaled_instructions(layer: Layer, coefficients: Coefficients) -> Size:
    """Instructions times FIXED_POINT, exact."""
    kernel = kernel_of(layer)
    terms = TERMS[kernel](layer)
    total = 0 * terms["layer"]
    for name, coefficient in coefficients[kernel].items():
        total = total + _fixed(coefficient) * terms[name]
    return total


def layer_instructions(layer: Layer, coefficients: Coefficients) -> Size:
    """Instructions of one layer on the core whose coefficients are given, rounded down to an integer."""
    return _scaled_instructions(layer, coefficients) // FIXED_POINT


def layer_cycles(layer: Layer, device: Clocked) -> Size:
    """Cycles of one layer on a board, rounded down to an integer."""
    scaled = _scaled_instructions(layer, device.coefficients) * _fixed(device.cycles_per_instruction)
    return scaled // (FIXED_POINT * FIXED_POINT)


def network_cycles(network: Network, device: Clocked) -> int:
    """Cycles of a concrete network: the sum over its layers."""
    return sum(int(layer_cycles(layer, device)) for layer in network)


def seconds(cycles: int | float, device: Clocked) -> float:
    """Cycles / clock."""
    return cycles / device.clock_hz

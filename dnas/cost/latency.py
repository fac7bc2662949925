"""Latency: instructions per layer, of TFLM + CMSIS-NN or of generated code, times one scalar of cycles per instruction a board.

    instructions(layer) = f sum_i coefficient_i * term_i(layer)      cycles(layer) = instructions * cycles_per_instruction

Where f is 1, or `INT4_FACTOR` for 4-bit weights, the terms are counts of what the kernels do (loop turns over outputs, over
blocks of 16 and 4 inputs, over kernel taps that lie inside the feature map, copies into the im2col buffer, ...) and the
coefficients are non-negative, fitted per core to emulated instruction counts by `experiments/01_cost_models/fit.py`.
Coefficients are fixed-point numbers of 1/1024, so that the result is an exact integer, the same for ints and for int64 tensors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from dnas.cost import generated_latency
from dnas.cost.integer import formula_of, minimum
from dnas.cost.taps import taps as inside_of
from dnas.cost.taps import taps_inside
from dnas.errors import RequestError
from dnas.geometry import WEIGHTED, Layer, Network, Op, Size, filed_bits, multiplies_depth

FIXED_POINT = 1024
"""Coefficients and cycles per instruction are rounded to multiples of 1 / FIXED_POINT."""

INT4_FACTOR = (8, 5)
"""Instructions of a layer with 4-bit weights over those of its int8 twin, as a fraction: 1.6, because CMSIS-NN's s4 kernels
unpack two weights a byte as they go. Measured on convolutions on an emulated Cortex-M7 only; depthwise and fully connected
layers, 3x3 depthwise ones (which lose a kernel of their own) and the other cores are assumed to be like them."""

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

    @property
    def generated(self) -> bool: ...


def _any(count: Size) -> Size:
    """1 where a loop turns at all, else 0: what it takes to set the loop up."""
    return minimum(count, 1)


def _conv_1x1(layer: Layer) -> Terms:
    """arm_nn_mat_mult_nt_t_s8: two positions and two channels at a time, then what is odd; inputs by 16, by 4, one by one.

    One call for the whole map; with a stride above 1 (arm_convolve_1x1_s8) one call per output row, each of which sums the
    weights anew.
    """
    strided = layer.stride != (1, 1)
    calls = layer.out_h if strided else 1
    positions = layer.out_w if strided else layer.out_h * layer.out_w
    pairs = calls * (positions // 2) * (layer.out_c // 2)
    odd_position = calls * (positions % 2) * (layer.out_c // 2)
    odd_channel = calls * positions * (layer.out_c % 2)
    return {
        "layer": 1 + 0 * layer.in_c * layer.out_c,
        "channel": calls * layer.out_c + 0 * layer.in_c,
        "weight": calls * layer.in_c * layer.out_c,
        "output": calls * positions * layer.out_c + 0 * layer.in_c,
        "pairs_by_16": pairs * (layer.in_c // 16),
        "pairs_with_4": (pairs + odd_position) * _any(layer.in_c % 16 // 4),
        "pairs_by_4": pairs * (layer.in_c % 16 // 4),
        "pairs_by_1": pairs * (layer.in_c % 4),
        "odd_position": odd_position + 0 * layer.in_c,
        "odd_position_input": odd_position * layer.in_c,
        "odd_channel": odd_channel + 0 * layer.in_c,
        "odd_channel_input": odd_channel * layer.in_c,
    }


def _conv_kxk(layer: Layer) -> Terms:
    """arm_convolve_s8: im2col of two positions, then arm_nn_mat_mult_kernel_s8_s16 on two positions and two channels."""
    taps = layer.kernel[0] * layer.kernel[1]
    column = taps * layer.in_c
    positions = layer.out_h * layer.out_w
    pairs = (positions // 2) * (layer.out_c // 2)
    inside = inside_of(layer)
    flat = 0 * layer.in_c * layer.out_c
    return {
        "layer": 1 + flat,
        "position": positions + flat,
        "output": positions * layer.out_c + flat,
        "pairs_by_4": pairs * (column // 4),
        "pairs_with_1": pairs * _any(column % 4),
        "pairs_by_1": pairs * (column % 4),
        "odd_position": (positions % 2) * layer.out_c * column,
        "odd_channel": (positions // 2) * (layer.out_c % 2) * column,
        "tap_inside": inside + flat,
        "tap_outside": positions * taps - inside + flat,
        "copy_by_4": inside * (layer.in_c // 4),
        "copy_by_1": inside * (layer.in_c % 4),
        "zero_fill": (positions * taps - inside) * layer.in_c,
    }


def _depthwise_3x3(layer: Layer) -> Terms:
    """arm_depthwise_conv_3x3_s8: four channels at a time, then one by one; taps outside the data are skipped."""
    positions = layer.out_h * layer.out_w
    inside = inside_of(layer)
    quads, rest = layer.out_c // 4, layer.out_c % 4
    return {
        "layer": 1 + 0 * positions * layer.out_c,
        "position": positions + 0 * layer.out_c,
        "position_with_4": positions * _any(quads),
        "output_by_4": positions * quads,
        "output_by_1": positions * rest,
        "tap_inside_by_4": inside * quads,
        "tap_inside_by_1": inside * rest,
    }


def _depthwise_kxk(layer: Layer) -> Terms:
    """arm_depthwise_conv_s8_opt: with DSP a column is filled and every tap multiplied, else only the taps inside the data."""
    taps = layer.kernel[0] * layer.kernel[1]
    positions = layer.out_h * layer.out_w
    rows = taps_inside(layer.in_h, layer.out_h, layer.kernel[0], layer.stride[0]) * layer.out_w
    inside = inside_of(layer)
    return {
        **_depthwise_3x3(layer),
        "row": rows * layer.out_c,
        "tap_inside": inside + 0 * layer.out_c,
        "tap_outside": positions * taps - inside + 0 * layer.out_c,
        "tap_by_4": positions * taps * (layer.out_c // 4),
        "tap_by_1": positions * taps * (layer.out_c % 4),
    }


def _depthwise_multiplier(layer: Layer, channels: int) -> Terms:
    """arm_depthwise_conv_s8 with a depth multiplier, `channels` at a time."""
    positions = layer.out_h * layer.out_w
    rows = taps_inside(layer.in_h, layer.out_h, layer.kernel[0], layer.stride[0]) * layer.out_w
    return {
        "layer": 1 + 0 * positions,
        "position": positions,
        "output": positions * (layer.out_c // channels),
        "row": rows * (layer.out_c // channels),
        "tap": inside_of(layer) * (layer.out_c // channels),
    }


def _linear(layer: Layer) -> Terms:
    return {
        "layer": 1 + 0 * layer.in_c * layer.out_c,
        "output": layer.out_c + 0 * layer.in_c,
        "input": layer.in_c * layer.out_c,
    }


def _elementwise(layer: Layer) -> Terms:
    elements = layer.out_h * layer.out_w * layer.out_c
    return {"layer": 1 + 0 * elements, "element": elements}


def _broadcast(layer: Layer) -> Terms:
    """The reference loop over positions with an inner loop over channels."""
    return {**_elementwise(layer), "position": layer.out_h * layer.out_w + 0 * layer.out_c}


def _avg_pool(layer: Layer) -> Terms:
    """With DSP the channels of a tap are added to a buffer; without every output walks over the rows of its window."""
    positions = layer.out_h * layer.out_w
    taps = positions * layer.kernel[0] * layer.kernel[1]
    return {
        "layer": 1 + 0 * positions * layer.out_c,
        "output": positions * layer.out_c,
        "row": positions * layer.kernel[0] * layer.out_c,
        "tap": taps + 0 * layer.out_c,
        "input": taps * layer.out_c,
    }


def _max_pool(layer: Layer) -> Terms:
    """arm_max_pool_s8: the channels of a tap are copied or compared, four at a time, then one by one."""
    taps = layer.out_h * layer.out_w * layer.kernel[0] * layer.kernel[1]
    return {
        "layer": 1 + 0 * taps * layer.out_c,
        "tap": taps + 0 * layer.out_c,
        "input_by_4": taps * (layer.out_c // 4),
        "input_by_1": taps * (layer.out_c % 4),
    }


def _mean(layer: Layer) -> Terms:
    rows = layer.in_h * layer.in_c
    return {"layer": 1 + 0 * rows, "row": rows, "input": rows * layer.in_w}


def _constant(layer: Layer) -> Terms:
    return {"layer": 1 + 0 * layer.out_c}


def _pick_conv(layer: Layer) -> str:
    return "conv_1x1" if layer.kernel == (1, 1) else "conv_kxk"


def _pick_depthwise(layer: Layer) -> str:
    if multiplies_depth(layer):
        return "depthwise_multiplier" if layer.out_c // layer.in_c % 4 == 0 else "depthwise_general"
    return "depthwise_3x3" if layer.kernel == (3, 3) else "depthwise_kxk"


def _pick_add(layer: Layer) -> str:
    return "add_broadcast" if layer.broadcast else "add"


KERNELS: Mapping[Op, Callable[[Layer], str]] = {
    Op.CONV: _pick_conv,
    Op.DEPTHWISE: _pick_depthwise,
    Op.LINEAR: lambda layer: "linear",
    Op.ADD: _pick_add,
    Op.AVG_POOL: lambda layer: "avg_pool",
    Op.MUL: lambda layer: "mul",
    Op.MAX_POOL: lambda layer: "max_pool",
    Op.MEAN: lambda layer: "mean",
    Op.SOFTMAX: lambda layer: "softmax",
    Op.QUANTIZE: lambda layer: "quantize",
    Op.PAD: lambda layer: "pad",
    Op.RESHAPE: lambda layer: "reshape",
    Op.SHAPE: lambda layer: "shape",
    Op.STRIDED_SLICE: lambda layer: "shape",
    Op.PACK: lambda layer: "shape",
    Op.CONCATENATION: lambda layer: "reshape",
    Op.LOGISTIC: lambda layer: "logistic",
    Op.DEQUANTIZE: lambda layer: "dequantize",
}
"""Operator -> the kernel that TFLM runs for it; it looks at what is never a tensor: kernel sizes, flags, depth multipliers."""

TERMS: Mapping[str, Callable[[Layer], Terms]] = {
    "conv_1x1": _conv_1x1,
    "conv_kxk": _conv_kxk,
    "depthwise_3x3": _depthwise_3x3,
    "depthwise_kxk": _depthwise_kxk,
    "depthwise_multiplier": partial(_depthwise_multiplier, channels=4),
    "depthwise_general": partial(_depthwise_multiplier, channels=1),
    "linear": _linear,
    "add": _elementwise,
    "add_broadcast": _broadcast,
    "mul": _broadcast,
    "avg_pool": _avg_pool,
    "max_pool": _max_pool,
    "mean": _mean,
    "softmax": _elementwise,
    "quantize": _elementwise,
    "pad": _elementwise,
    "reshape": _elementwise,
    "logistic": _elementwise,
    "dequantize": _elementwise,
    "shape": _constant,
    **generated_latency.TERMS,
}


def kernel_of(layer: Layer, generated: bool = False) -> str:
    """Name of the kernel that runs the layer, TFLM's or a generated one; a key of `TERMS` and of a profile's coefficients."""
    return formula_of(generated_latency.KERNELS if generated else KERNELS, layer, "latency")(layer)


def _fixed(value: float) -> int:
    return round(value * FIXED_POINT)


def _scaled_instructions(layer: Layer, coefficients: Coefficients, generated: bool) -> Size:
    """Instructions times FIXED_POINT: the kernel's terms, exact.

    TFLM's are times INT4_FACTOR, rounded down, where 4 bits are stored, and weights that are left out
    (`WeightFormat.kept_percent`) save nothing there: the kernels multiply by zeros. Generated kernels have terms of their own
    for every format.

    Raises:
        RequestError: the coefficients lack the layer's kernel, or name a term that it does not have.
    """
    kernel = kernel_of(layer, generated)
    if kernel not in coefficients:
        raise RequestError(f"the device has no latency coefficients for {kernel}; take a group of conf/core/ as they are")
    terms = TERMS[kernel](layer)
    total = 0 * terms["layer"]
    for name, coefficient in coefficients[kernel].items():
        if name not in terms:
            raise RequestError(f"coefficients.{kernel}.{name}: no such term; known: {', '.join(terms)}")
        total = total + _fixed(coefficient) * terms[name]
    if generated or layer.op not in WEIGHTED or filed_bits(layer) == 8:
        return total
    numerator, denominator = INT4_FACTOR
    return total * numerator // denominator


def layer_instructions(layer: Layer, coefficients: Coefficients, generated: bool = False) -> Size:
    """Instructions of one layer on the core whose coefficients are given, rounded down to an integer."""
    return _scaled_instructions(layer, coefficients, generated) // FIXED_POINT


def layer_cycles(layer: Layer, device: Clocked) -> Size:
    """Cycles of one layer on a board, rounded down to an integer."""
    scaled = _scaled_instructions(layer, device.coefficients, device.generated) * _fixed(device.cycles_per_instruction)
    return scaled // (FIXED_POINT * FIXED_POINT)


def network_cycles(network: Network, device: Clocked) -> int:
    """Cycles of a concrete network: the sum over its layers."""
    return sum(int(layer_cycles(layer, device)) for layer in network)


def seconds(cycles: int | float, device: Clocked) -> float:
    """Cycles / clock."""
    return cycles / device.clock_hz

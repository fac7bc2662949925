"""Kernel scratch: the working buffers that a layer's kernel asks the memory planner for, alive only while the layer runs.

`core` names the target's core with CMSIS-NN kernels; None means TFLM's reference kernels, as on the host.
4-bit weights: the reference kernels unpack all weights of a layer into scratch, a byte each, before they run it. CMSIS-NN's
kernels unpack in registers, so that the target needs no such buffer, neither as scratch nor persistent.

Sources: CMSIS-NN's arm_*_get_buffer_sizes_s8.c and _s4.c; tflite-micro's kernels/reduce_common.cc, and for 4 bits the Prepare
functions of kernels/conv_common.cc, depthwise_conv_common.cc, fully_connected.cc and of the same names in kernels/cmsis_nn/.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dnas.cost.flash import weight_count
from dnas.cost.integer import align, formula_of
from dnas.device import has_dsp
from dnas.geometry import Layer, Op, Size, filed_bits, multiplies_depth

ALIGNMENT_BYTES = 16
"""TFLM's MicroArenaBufferAlignment."""

Buffers = tuple[Size, ...]


def _unpacked(layer: Layer) -> Buffers:
    """Reference kernels: the int8 copy of 4-bit weights."""
    return (weight_count(layer),) if filed_bits(layer) == 4 else ()


def _conv(layer: Layer, core: str | None) -> Buffers:
    """Two int16 im2col columns of k_h k_w C_in, each rounded up to 4 elements; 1x1 convolutions read the input in place.

    With 4-bit weights arm_convolve_s4 needs the same columns, not rounded up, but TFLM asks for the int8 kernel's buffer.
    """
    if core is None:
        return _unpacked(layer)
    if layer.kernel == (1, 1):
        return ()
    return (4 * align(layer.kernel[0] * layer.kernel[1] * layer.in_c, 4),)


def _depthwise(layer: Layer, core: str | None) -> Buffers:
    """With DSP one int16 column of k_h k_w C, except 3x3, which has a kernel of its own, and except a depth multiplier.

    4-bit weights: the column whatever the core and the kernel's size (arm_depthwise_conv_s4_opt), except a depth multiplier.
    """
    if core is None:
        return _unpacked(layer)
    in_place = filed_bits(layer) == 8 and (not has_dsp(core) or layer.kernel == (3, 3))
    if in_place or multiplies_depth(layer):
        return ()
    return (2 * layer.kernel[0] * layer.kernel[1] * layer.in_c,)


def _linear(layer: Layer, core: str | None) -> Buffers:
    """None on the target, whatever the weights."""
    return _unpacked(layer) if core is None else ()


def _avg_pool(layer: Layer, core: str | None) -> Buffers:
    """With DSP one int32 sum per channel."""
    return (4 * layer.in_c,) if core is not None and has_dsp(core) else ()


def _mean(layer: Layer, core: str | None) -> Buffers:
    """An int32 sum per output, and two small index tables."""
    return (4 * layer.out_h * layer.out_w * layer.out_c, 16 + 0 * layer.out_c, 16 + 0 * layer.out_c)


def _none(layer: Layer, core: str | None) -> Buffers:
    return ()


SCRATCH: Mapping[Op, Callable[[Layer, str | None], Buffers]] = {
    Op.CONV: _conv,
    Op.DEPTHWISE: _depthwise,
    Op.LINEAR: _linear,
    Op.ADD: _none,
    Op.MUL: _none,
    Op.AVG_POOL: _avg_pool,
    Op.MAX_POOL: _none,
    Op.MEAN: _mean,
    Op.SOFTMAX: _none,
    Op.LOGISTIC: _none,
    Op.QUANTIZE: _none,
    Op.DEQUANTIZE: _none,
    Op.PAD: _none,
    Op.RESHAPE: _none,
    Op.CONCATENATION: _none,
    Op.SHAPE: _none,
    Op.STRIDED_SLICE: _none,
    Op.PACK: _none,
}


def scratch_buffers(layer: Layer, core: str | None) -> Buffers:
    """Bytes of each buffer that the layer's kernel asks for, rounded up to 16.

    How many there are depends on operator, kernel size, bits and core only, never on widths that are tensors.
    """
    buffers = formula_of(SCRATCH, layer, "scratch")(layer, core)
    return tuple(align(size, ALIGNMENT_BYTES) for size in buffers)


def scratch_bytes(layer: Layer, core: str | None) -> Size:
    """Sum of the layer's scratch buffers; 0 where its kernel asks for none."""
    return sum(scratch_buffers(layer, core), start=0 * layer.out_c)

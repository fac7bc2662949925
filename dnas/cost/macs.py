"""Multiply-accumulates per layer: one MAC counts 1, padding positions count as if they were data (as fvcore counts)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dnas.cost.integer import formula_of
from dnas.geometry import Layer, Network, Op, Size


def _conv(layer: Layer) -> Size:
    return layer.out_h * layer.out_w * layer.out_c * layer.kernel[0] * layer.kernel[1] * layer.in_c


def _depthwise(layer: Layer) -> Size:
    return layer.out_h * layer.out_w * layer.out_c * layer.kernel[0] * layer.kernel[1]


def _linear(layer: Layer) -> Size:
    return layer.in_c * layer.out_c


def _none(layer: Layer) -> Size:
    """No multiplication that adds up; 0 in the shape of the layer's sizes."""
    return 0 * layer.out_c


MACS: Mapping[Op, Callable[[Layer], Size]] = {
    Op.CONV: _conv,  # out_h out_w C_out k_h k_w C_in
    Op.DEPTHWISE: _depthwise,  # out_h out_w C_out k_h k_w
    Op.LINEAR: _linear,  # C_in C_out
    Op.ADD: _none,
    Op.MUL: _none,
    Op.AVG_POOL: _none,
    Op.MAX_POOL: _none,
    Op.MEAN: _none,
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


def layer_macs(layer: Layer) -> Size:
    """Multiply-accumulates of one layer."""
    return formula_of(MACS, layer, "MACs")(layer)


def network_macs(network: Network) -> int:
    """Multiply-accumulates of a concrete network."""
    return sum(int(layer_macs(layer)) for layer in network)

"""Host RAM of training: what autograd keeps per sample and what the optimizer keeps per weight, counted as in float32.

Per sample and layer, with H W C the output's size and the next layer's input counted where it is made:

    kept = 4 H W C (1 + [ReLU])   convolution: the input of its batch norm, and the rectified tensor
         = 4 H W C                residual sum, average pool, linear layer
         = 4 (1 + 8 / v) H W C    maximum pool: the places of its maxima are int64, in whatever format the values are
         + 4 (H_in + p_h)(W_in + p_w) C_in   where SAME padding is uneven (stride 2 on even sizes): the padded copy

Where values have v bytes instead of 4, v/4 of that is kept (`kept_bytes`).

With activation checkpointing (Chen et al. 2016, arXiv 1604.06174) only the outputs of the slots are kept, and what the largest
slot keeps and computes while it runs again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dnas.cost.integer import formula_of
from dnas.geometry import WEIGHTED, Layer, Op, Size, same_padding

FLOAT_BYTES = 4
WEIGHT_COPIES = 3
"""Weight, gradient and momentum."""


def kept_bytes(float_bytes: int, value_bytes: int) -> int:
    """Bytes of activations that take `float_bytes` in float32, in a format of `value_bytes` a value."""
    return float_bytes * value_bytes // FLOAT_BYTES


def output_bytes(layer: Layer) -> Size:
    """Bytes of a layer's output per sample: 4 H W C."""
    return FLOAT_BYTES * layer.out_h * layer.out_w * layer.out_c


def _rectified(layer: Layer) -> int:
    return 1 + int(layer.relu)


OUTPUT_COPIES: Mapping[Op, Callable[[Layer], int]] = {
    Op.CONV: _rectified,
    Op.DEPTHWISE: _rectified,
    Op.LINEAR: lambda layer: 1,
    Op.ADD: lambda layer: 1,
    Op.AVG_POOL: lambda layer: 1,
    Op.MAX_POOL: lambda layer: 1,
}
"""Copies of a layer's output that stay alive until the backward pass has used them."""
PLACE_BYTES = 8
"""Of each maximum, where a pool found it."""


def layer_activation_bytes(layer: Layer, value_bytes: int = FLOAT_BYTES) -> Size:
    """Bytes per training sample kept for the backward pass, counted as in float32 while values have `value_bytes`."""
    copies = formula_of(OUTPUT_COPIES, layer, "host activations")(layer)
    copies += PLACE_BYTES // value_bytes if layer.op is Op.MAX_POOL else 0
    return copies * output_bytes(layer) + (_padded_bytes(layer) if layer.op in WEIGHTED and layer.op is not Op.LINEAR else 0)


def _padded_bytes(layer: Layer) -> Size:
    """Bytes of the padded input; 0 where both sides get the same padding, which the convolution does itself."""
    top, bottom = same_padding(int(layer.in_h), layer.kernel[0], layer.stride[0])
    left, right = same_padding(int(layer.in_w), layer.kernel[1], layer.stride[1])
    if top == bottom and left == right:
        return 0 * layer.in_c
    return FLOAT_BYTES * (layer.in_h + top + bottom) * (layer.in_w + left + right) * layer.in_c


def _conv_weights(layer: Layer) -> Size:
    return layer.kernel[0] * layer.kernel[1] * layer.in_c * layer.out_c + 2 * layer.out_c


def _depthwise_weights(layer: Layer) -> Size:
    return layer.kernel[0] * layer.kernel[1] * layer.out_c + 2 * layer.out_c


def _linear_weights(layer: Layer) -> Size:
    return layer.in_c * layer.out_c + layer.out_c


def _no_weights(layer: Layer) -> Size:
    return 0 * layer.out_c


PARAMETERS: Mapping[Op, Callable[[Layer], Size]] = {
    Op.CONV: _conv_weights,  # weights + scale and shift of batch norm
    Op.DEPTHWISE: _depthwise_weights,
    Op.LINEAR: _linear_weights,  # weights + bias
    Op.ADD: _no_weights,
    Op.AVG_POOL: _no_weights,
    Op.MAX_POOL: _no_weights,
}


def layer_weight_bytes(layer: Layer) -> Size:
    """Bytes of weights, gradients and momentum."""
    return WEIGHT_COPIES * FLOAT_BYTES * formula_of(PARAMETERS, layer, "host parameters")(layer)

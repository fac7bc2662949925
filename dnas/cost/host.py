"""Host RAM of training, first version: what autograd keeps per sample and what the optimizer keeps per weight, in float32."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dnas.cost.integer import formula_of
from dnas.geometry import Layer, Op, Size

FLOAT_BYTES = 4
PARAM_COPIES = 4
"""Weight, gradient and the two moments of Adam."""

ACTIVATION_COPIES: Mapping[Op, int] = {
    Op.CONV: 2,  # the convolution's output (input of batch norm) and the normalized, rectified tensor (input of the next layer)
    Op.DEPTHWISE: 2,
    Op.LINEAR: 1,
    Op.ADD: 1,
    Op.AVG_POOL: 1,
}
"""Float copies of a layer's output that stay alive until the backward pass has used them (batch norm and ReLU included)."""


def layer_activation_bytes(layer: Layer) -> Size:
    """Bytes per training sample kept for the backward pass: copies x out_h x out_w x C_out x 4."""
    copies = formula_of(ACTIVATION_COPIES, layer, "host activations")
    return copies * FLOAT_BYTES * layer.out_h * layer.out_w * layer.out_c


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
}


def layer_param_bytes(layer: Layer) -> Size:
    """Bytes of weights, gradients and two optimizer moments."""
    return PARAM_COPIES * FLOAT_BYTES * formula_of(PARAMETERS, layer, "host parameters")(layer)

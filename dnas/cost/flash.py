"""Flash: the exact size of the .tflite file that `dnas.export.tflite` writes, as a formula of layer geometry.

    network_bytes = BASE_BYTES + sum over layers of layer_bytes
    layer_bytes   = RECORD_BYTES[op, relu] + channels + a16(ceil(n b / 8) + 4)      (the last two: weighted layers only)
    channels      = 16 (C_out + 1), or a16(4 C_out + 48) with one scale for all weights

where `a16` rounds up to a multiple of 16, `n` is the number of weights, zeros included because the format has no place for
weights that are left out, and `b` their bits in the file (`geometry.filed_bits`). The first term holds the layer's tensors,
shapes, quantization records, operator, options and its entries in the file's indices; the second an int32 bias per output
channel, a float32 scale and an int64 zero point (always 0, but LiteRT insists on it) per output channel, or once and then
the bias's scale, too; the third the weights behind their length. The writer pads every
record so that nothing depends on a neighbor or on a value: the size of a network is the sum of its layers, to the byte.
"""

from __future__ import annotations

from typing import Final

from dnas.cost.integer import align, ceil_div
from dnas.geometry import WEIGHTED, Layer, Network, Op, Size, filed_bits

BASE_BYTES: Final = 476
"""Header, six operator codes, indices and the input tensor: the file of a network without layers."""

RECORD_BYTES: Final[dict[tuple[Op, bool], int]] = {
    (Op.CONV, True): 240,  # the zero point of a ReLU's output is -128: one copy in the base serves all of them
    (Op.CONV, False): 256,
    (Op.DEPTHWISE, True): 256,
    (Op.DEPTHWISE, False): 256,
    (Op.LINEAR, True): 240,
    (Op.LINEAR, False): 240,
    (Op.ADD, True): 128,
    (Op.ADD, False): 128,
    (Op.AVG_POOL, True): 144,
    (Op.AVG_POOL, False): 144,
    (Op.MAX_POOL, True): 144,
    (Op.MAX_POOL, False): 144,
}
"""Bytes of a layer (operator, fused ReLU) besides its scales, biases and weights; multiples of 16."""


def weight_count(layer: Layer) -> Size:
    """Number of weights: C_out C_in k_h k_w, without C_in for a depthwise convolution, 0 without weights."""
    taps = layer.kernel[0] * layer.kernel[1]
    if layer.op is Op.CONV:
        return layer.out_c * layer.in_c * taps
    if layer.op is Op.DEPTHWISE:
        return layer.out_c * taps
    if layer.op is Op.LINEAR:
        return layer.out_c * layer.in_c
    return 0 * layer.out_c  # keeps the shape of broadcast sizes


def weight_bytes(layer: Layer) -> Size:
    """Bytes of the stored weights, ceil(n b / 8): int8, or two 4-bit values in a byte."""
    return ceil_div(weight_count(layer) * filed_bits(layer), 8)


def layer_bytes(layer: Layer) -> Size:
    """Bytes that the layer adds to the file: an int, or an int64 tensor where channel counts are tensors.

    >>> from dnas.geometry import WeightFormat, conv, weighted_as
    >>> layer_bytes(conv((8, 8), 3, 5, kernel=3))  # 240 + 96 + a16(139)
    480
    >>> layer_bytes(*weighted_as([conv((8, 8), 3, 5, kernel=3)], WeightFormat(4)))  # 240 + 96 + a16(72)
    416
    """
    if layer.op not in WEIGHTED:
        return RECORD_BYTES[layer.op, layer.relu] + 0 * layer.out_c
    channels = 16 * (layer.out_c + 1) if layer.per_channel else align(4 * layer.out_c + 48, 16)
    return RECORD_BYTES[layer.op, layer.relu] + channels + align(weight_bytes(layer) + 4, 16)


def network_bytes(layers: Network) -> Size:
    """Size of the .tflite file of a network: equal to `len(write_tflite(graph))`."""
    total: Size = BASE_BYTES
    for layer in layers:
        total = total + layer_bytes(layer)
    return total

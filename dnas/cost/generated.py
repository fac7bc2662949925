"""Generated code without an interpreter: what a network stores, and the memory it works in.

The exporter writes a network as C whose geometry is code; what is stored beside the code are the constants of its weighted
layers. A layer of R = `WeightFormat.rows(C_out)` rows (one per output channel, or per two where they are mirrored) of r weights
of b bits, count = R r in all, of which n = `WeightFormat.kept(count)` are kept, stores

    coded + ROW_BYTES R               coded = min(dense, bitmask, index)  bytes
    dense   = ceil(count b / 8)                                             every weight
    bitmask = ceil(count / 8) + ceil(n b / 8)                               one bit a weight, then the kept values
    index   = ceil(R m / 8) + ceil(n i / 8) + ceil(n b / 8)             kept weights of each row, places in the row, values

where i = max(1, ceil(log2 r)) bits name a place and m = ceil(log2(r + 1)) bits a number of kept weights. In the prefix code
b = 3: what a layer's words may take in the mean (`dnas.prefix`). A row without a bias, a scale or the places of its zeros could
not be computed, so all of them count; what other works call model size is often the number of values alone (SpArSe, arXiv
1905.12107, counts no places). Bytes that align arrays in an object file do not count: another compiler needs others.

Working memory is the largest sum of the tensors that live while a layer runs, for a chain its largest input + output (SpArSe's
definition); nothing is aligned, kernels ask for no scratch. Tensors lie at the two ends of the memory in
turn, so that it is no larger than that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from itertools import pairwise

from dnas.cost.integer import ceil_div, maximum, minimum
from dnas.cost.planner import Plan, greedy_offsets, laid_out
from dnas.cost.sram import live_sets
from dnas.geometry import WEIGHTED, Layer, Op, Size, multiplies_depth
from dnas.model import Model

OPERATORS = (Op.CONV, Op.DEPTHWISE, Op.LINEAR, Op.ADD, Op.AVG_POOL, Op.MAX_POOL)
"""What there is generated code for."""
ROW_BYTES = 4
"""Per row: int16 bias, uint16 multiplier; a layer's shift is code."""
MAX_ROW_BITS = 24
"""Rows have fewer than 2^24 weights."""


class Coding(StrEnum):
    """How a layer's weights lie in memory."""

    DENSE = "dense"
    BITMASK = "bitmask"
    INDEX = "index"


def _bits_of(largest: Size) -> Size:
    """Bits that hold the numbers 0 to `largest`: floor(log2 largest) + 1, 0 for 0.

    >>> [_bits_of(n) for n in (0, 1, 7, 8)]
    [0, 1, 3, 4]
    """
    bits: Size = 0 * largest
    for power in range(MAX_ROW_BITS):
        bits = bits + minimum(largest >> power, 1)
    return bits


def row_length(layer: Layer) -> Size:
    """Weights of one output channel: k_h k_w C_in, without C_in for a depthwise convolution."""
    taps = layer.kernel[0] * layer.kernel[1]
    return taps + 0 * layer.in_c if layer.op is Op.DEPTHWISE else taps * layer.in_c


def stored_count(layer: Layer) -> Size:
    """Weights of all rows that the layer has, R r."""
    return layer.weights.rows(layer.out_c) * row_length(layer)


def place_bits(layer: Layer) -> Size:
    """Bits that name a place in a row, i."""
    return maximum(_bits_of(row_length(layer) - 1), 1)


def number_bits(layer: Layer) -> Size:
    """Bits of a row's number of kept weights, m."""
    return _bits_of(row_length(layer))


def _dense(layer: Layer) -> Size:
    return ceil_div(stored_count(layer) * layer.weights.stored_bits, 8)


def _values(layer: Layer) -> Size:
    return ceil_div(layer.weights.kept(stored_count(layer)) * layer.weights.stored_bits, 8)


def _bitmask(layer: Layer) -> Size:
    return ceil_div(stored_count(layer), 8) + _values(layer)


def _index(layer: Layer) -> Size:
    places = ceil_div(layer.weights.kept(stored_count(layer)) * place_bits(layer), 8)
    return ceil_div(layer.weights.rows(layer.out_c) * number_bits(layer), 8) + places + _values(layer)


CODED_BYTES: dict[Coding, Callable[[Layer], Size]] = {
    Coding.DENSE: _dense,
    Coding.BITMASK: _bitmask,
    Coding.INDEX: _index,
}
"""Bytes of a weighted layer's weights in each coding."""


def coding_of(layer: Layer) -> Coding:
    """The coding of a concrete layer that takes the fewest bytes; of equals the simpler one."""
    return min(CODED_BYTES, key=lambda coding: int(CODED_BYTES[coding](layer)))


def chosen(layer: Layer) -> dict[Coding, Size]:
    """1 for the coding that takes the fewest bytes (`coding_of`), else 0; sizes may be tensors."""
    dense, bitmask, index = (CODED_BYTES[coding](layer) for coding in Coding)
    is_index = _less(index, minimum(dense, bitmask))
    is_bitmask = _less(bitmask, dense) * (1 - is_index)
    return {Coding.DENSE: 1 - is_index - is_bitmask, Coding.BITMASK: is_bitmask, Coding.INDEX: is_index}


def _less(a: Size, b: Size) -> Size:
    """1 where a < b, else 0."""
    return minimum(maximum(b - a, 0), 1)


def layer_bytes(layer: Layer) -> Size:
    """Stored bytes of one layer; 0 without weights.

    Raises:
        ValueError: there is no generated code for the operator.

    >>> from dnas.geometry import WeightFormat, conv, weighted_as
    >>> [layer_bytes(weighted_as([conv((8, 8), 8, 8, kernel=3)], WeightFormat.parse(name))[0])
    ...  for name in ("int8", "int4", "int4_p", "int4_p_m", "int4_d25", "int4_d5")]
    [608, 320, 248, 124, 176, 80]
    """
    what = ""
    if layer.op is Op.DEPTHWISE and multiplies_depth(layer):
        what = " with a depth multiplier"
    elif layer.op is Op.ADD and (layer.broadcast or len(layer.inputs) < 2):
        what = " of a constant or of two shapes"
    if layer.op not in OPERATORS or what:
        raise ValueError(f"there is no generated code for {layer.op}{what}; there is for {', '.join(OPERATORS)}")
    if layer.op not in WEIGHTED:
        return 0 * layer.out_c
    coded = minimum(minimum(_dense(layer), _bitmask(layer)), _index(layer))
    return coded + ROW_BYTES * layer.weights.rows(layer.out_c)


def live_bytes(layers: Sequence[Layer]) -> list[Size]:
    """Bytes of the tensors that live while each layer runs."""
    return live_sets(layers, 1, lambda layer: 0 * layer.out_c)


def plan(model: Model) -> Plan:
    """Where the tensors lie: a chain's at the two ends in turn, others as TFLM's planner would put them, unaligned."""
    buffers, none = model.buffers, [0] * len(model.layers)
    lives = [(step - 1, step) for step in range(len(model.layers) + 1)]
    lives[-1] = (len(model.layers) - 1, len(model.layers) - 1)  # the output
    if [(buffer.first, buffer.last) for buffer in buffers] != lives:  # no chain, or a file's tensors in an order of its own
        return laid_out(model, buffers, greedy_offsets(buffers), none)
    sizes = [buffer.size_bytes for buffer in buffers]
    total = max(map(sum, pairwise(sizes)))
    return laid_out(model, buffers, tuple(0 if i % 2 == 0 else total - size for i, size in enumerate(sizes)), none)

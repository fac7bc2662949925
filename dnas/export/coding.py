"""A layer's weights as the bytes that generated code stores: the smallest of the codings that `dnas.cost.generated` prices.

Weights are taken row by row, one row per output channel, (k_h, k_w, C_in) inside a row. Bits fill a byte from its lowest:

    dense     every weight; of 4 bits two in a byte, the first in the lower half
    bitmask   one bit a weight, set where it is stored; from the next byte on the stored values
    index     number of stored weights of each row; from the next byte on the place in its row of each; from the next the values

Values are two's complement, or words of the prefix code (`dnas.prefix`) with zeros behind the last one. A sparse layer stores
exactly `WeightFormat.kept(count)` weights, whatever their values: those that are not zero, and as many of the zeros as it
takes, the first ones. A mirrored layer stores every other row.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dnas import prefix
from dnas.cost.generated import CODED_BYTES, Coding, coding_of, number_bits, place_bits
from dnas.geometry import Layer, Op, exchanges

Rows = NDArray[np.int8]
"""(C_out, weights of a row)."""


def rows_of(layer: Layer, weight: NDArray[np.int8]) -> Rows:
    """The weight of the graph (OHWI, 1HWC depthwise, OI linear) row by row."""
    return np.ascontiguousarray(weight[0].reshape(-1, int(layer.out_c)).T if layer.op is Op.DEPTHWISE else weight).reshape(
        int(layer.out_c), -1
    )


def mirror(layer: Layer, rows: Rows) -> Rows:
    """What belongs to the mirrored input: kernel columns in reverse, pairs of input channels exchanged where they are pairs.

    >>> from dnas.geometry import conv
    >>> mirror(conv((4, 4), 2, 1, kernel=(1, 3)), np.arange(6, dtype=np.int8)[None]).tolist()
    [[5, 4, 3, 2, 1, 0]]
    """
    channels = 1 if layer.op is Op.DEPTHWISE else int(layer.in_c)
    order = np.arange(channels) ^ int(exchanges(layer))
    return rows.reshape(len(rows), *layer.kernel, channels)[:, :, ::-1, order].reshape(rows.shape)


def check_mirrored(layer: Layer, rows: Rows, *values: NDArray[np.generic]) -> None:
    """Checks what is stored once for a pair: rows, and vectors over the output channels.

    Raises:
        ValueError: a second channel is not the mirror image of its first.
    """
    paired = 2 * (int(layer.out_c) // 2)
    firsts = [mirror(layer, rows[:paired:2]), *(value[:paired:2] for value in values)]
    if not all(np.array_equal(first, second[1::2]) for first, second in zip(firsts, (rows, *values), strict=True)):
        raise ValueError(f"every second channel must be the mirror image of the one before in {layer.weights.name}")


def coded(layer: Layer, rows: Rows) -> bytes:
    """The bytes of the rows that are stored, `CODED_BYTES[coding_of(layer)](layer)` many.

    Raises:
        ValueError: more weights differ from zero than the layer's format keeps, one has more than its bits, or the words of the
            prefix code take more.
    """
    largest, kept = layer.weights.largest, int(layer.weights.kept(rows.size))
    if np.abs(rows.astype(int)).max() > largest:
        raise ValueError(
            f"weights must lie in [-{largest}, {largest}] in {layer.weights.name}, got {np.abs(rows.astype(int)).max()}"
        )
    if np.count_nonzero(rows) > kept:
        raise ValueError(f"{np.count_nonzero(rows)} of {rows.size} weights are not zero; {layer.weights.name} keeps {kept}")
    coding, bits = coding_of(layer), layer.weights.bits
    if layer.weights.prefix:
        words = np.fromiter(prefix.bits(rows.flatten().tolist()), np.uint8)
        stored = _packed(words, 1).ljust(CODED_BYTES[coding](layer), b"\0")
    elif coding is Coding.DENSE:
        stored = _packed(rows.reshape(-1), bits)
    else:
        mask = _stored(rows, kept)
        values = _packed(rows[mask], bits)
        if coding is Coding.BITMASK:
            stored = _packed(mask.reshape(-1), 1) + values
        else:
            places = np.nonzero(mask)[1]
            stored = _packed(mask.sum(1), int(number_bits(layer))) + _packed(places, int(place_bits(layer))) + values
    if len(stored) != CODED_BYTES[coding](layer):
        raise ValueError(f"{coding} of {layer.weights.name} takes {len(stored)} bytes, priced at {CODED_BYTES[coding](layer)}")
    return stored


def _stored(rows: Rows, kept: int) -> NDArray[np.bool_]:
    """Which weights are stored: those that are not zero, then the first zeros, `kept` in all."""
    flat: NDArray[np.bool_] = (rows != 0).reshape(-1)
    flat[np.flatnonzero(~flat)[: kept - np.count_nonzero(flat)]] = True
    return flat.reshape(rows.shape)


def _packed(values: NDArray[np.generic], bits: int) -> bytes:
    """Numbers of `bits` bits each, one behind the other, the lowest bit first; the last byte is filled with zeros.

    >>> _packed(np.array([1, -1, 3]), 4).hex()
    'f103'
    """
    each = (values.astype(np.int64)[:, None] >> np.arange(bits)) & 1
    return np.packbits(each.astype(np.uint8).reshape(-1), bitorder="little").tobytes()

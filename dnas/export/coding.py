"""A layer's weights as the bytes that generated code stores: the smallest of the codings that `dnas.cost.generated` prices.

Weights are taken row by row, one row per output channel, (k_h, k_w, C_in) inside a row. Bits fill a byte from its lowest:

    dense     every weight; of 4 bits two in a byte, the first in the lower half
    bitmask   one bit a weight, set where it is stored; from the next byte on the stored values
    index     number of stored weights of each row; from the next byte on the place in its row of each; from the next the values

Values are two's complement. A sparse layer stores exactly `WeightFormat.kept(count)` weights, whatever their values: those that
are not zero, and as many of the zeros as it takes, the first ones.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dnas.cost.generated import CODED_BYTES, Coding, coding_of, number_bits, place_bits
from dnas.geometry import Layer, Op

Rows = NDArray[np.int8]
"""(C_out, weights of a row)."""


def rows_of(layer: Layer, weight: NDArray[np.int8]) -> Rows:
    """The weight of the graph (OHWI, 1HWC depthwise, OI linear) row by row."""
    return np.ascontiguousarray(weight[0].reshape(-1, int(layer.out_c)).T if layer.op is Op.DEPTHWISE else weight).reshape(
        int(layer.out_c), -1
    )


def coded(layer: Layer, rows: Rows) -> bytes:
    """The stored bytes, `CODED_BYTES[coding_of(layer)](layer)` many.

    Raises:
        ValueError: more weights differ from zero than the layer's format keeps, or one has more than its bits.
    """
    largest, kept = layer.weights.largest, int(layer.weights.kept(rows.size))
    if np.abs(rows.astype(int)).max() > largest:
        raise ValueError(
            f"weights must lie in [-{largest}, {largest}] in {layer.weights.name}, got {np.abs(rows.astype(int)).max()}"
        )
    if np.count_nonzero(rows) > kept:
        raise ValueError(f"{np.count_nonzero(rows)} of {rows.size} weights are not zero; {layer.weights.name} keeps {kept}")
    coding, bits = coding_of(layer), layer.weights.bits
    if coding is Coding.DENSE:
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

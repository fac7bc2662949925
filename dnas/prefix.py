"""The prefix code of 4-bit weights: frequent values take few bits, so that weights take `MEAN_BITS` in the mean.

    |q|      0    1     2     3      4       5        6         7
    word     00   10s   01s   110s   1110s   11110s   111110s   111111s        s: 0 for q > 0, 1 for q < 0

Values of a normal distribution that lie on a grid of steps of `STEP` of its standard deviation have an entropy of 2.9 bits and
take 3.0 in this code. That words of different lengths make a network's weights smaller is Deep Compression's idea (Han et al.
2016, arXiv 1510.00149, Huffman codes); here the code is fixed, so that no table is stored and the bytes are known beforehand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

LARGEST: Final = 7
"""Largest magnitude that has a word."""
MEAN_BITS: Final = 3
"""Bits that a layer has for each of its weights."""
STEP: Final = 0.56
"""Step of a row's grid, of the root of its mean square."""


def bits(values: Iterable[int]) -> Iterator[int]:
    """The words of the values one behind the other, bit by bit.

    >>> list(bits([0, 1, -2, 3, -7]))
    [0, 0, 1, 0, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1]
    """
    for value in values:
        magnitude = abs(value)
        if magnitude < 3:
            yield from (magnitude & 1, magnitude >> 1)
        else:
            yield from (1,) * (magnitude - 1)
            if magnitude < LARGEST:
                yield 0
        if value:
            yield int(value < 0)


LENGTHS: Final = tuple(sum(1 for _ in bits([magnitude])) for magnitude in range(LARGEST + 1))
"""Bits of the word of a value of each magnitude."""

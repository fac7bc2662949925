"""Integer arithmetic that gives the same numbers for Python ints and int64 tensors: no branch on a value, no float."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar, cast

from dnas.geometry import Layer, Op, Size

F = TypeVar("F")


def ceil_div(a: Size, b: int) -> Size:
    """Smallest integer >= a / b.

    >>> ceil_div(7, 4), ceil_div(8, 4)
    (2, 2)
    """
    return -(-a // b)


def align(a: Size, multiple: int) -> Size:
    """Smallest multiple of `multiple` that is >= a.

    >>> align(1, 16), align(16, 16)
    (16, 16)
    """
    return ceil_div(a, multiple) * multiple


def _distance(a: Size, b: Size) -> Size:
    return cast("Size", abs(a - b))  # torch declares no type for abs() of a tensor


def minimum(a: Size, b: Size) -> Size:
    """min(a, b) = (a + b - |a - b|) / 2, exact because a + b and |a - b| are both even or both odd.

    >>> minimum(3, 8), minimum(-2, -7)
    (3, -7)
    """
    return (a + b - _distance(a, b)) // 2


def maximum(a: Size, b: Size) -> Size:
    """max(a, b) = (a + b + |a - b|) / 2.

    >>> maximum(3, 8), maximum(-2, -7)
    (8, -2)
    """
    return (a + b + _distance(a, b)) // 2


def clamp(a: Size, low: Size, high: Size) -> Size:
    """a brought into [low, high]."""
    return minimum(maximum(a, low), high)


def formula_of(table: Mapping[Op, F], layer: Layer, quantity: str) -> F:
    """The table's entry for the layer's operator; an operator that the table lacks is an error, never zero."""
    try:
        return table[layer.op]
    except KeyError:
        known = ", ".join(str(op) for op in table)
        raise ValueError(f"no formula for the {quantity} of operator '{layer.op}'; known operators: {known}") from None

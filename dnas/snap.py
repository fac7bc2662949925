"""Weight scales that leave a 16-bit multiplier per output channel: what generated code stores instead of a float32.

A layer brings its sums to the output's steps by ratio = s_in s_w / s_out, one per output channel. Generated code holds it as

    ratio = m 2^-k      m an odd integer in [1, 65535] per channel, one k per layer, the largest up to MAX_SHIFT that all fit

and `snapped` chooses the float32 weight scales nearest to m 2^-k s_out / s_in, so that a .tflite file of the same graph rounds
the same sums alike: a float32 is off by 2^-24 at most, which tells in ties alone. An odd m has none below sums of 2^(k-1);
of m = 107 2^9 and k = 19 one sum in 1,024 is a tie.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dnas.geometry import WEIGHTED
from dnas.graph import QuantizedGraph

MAX_SHIFT = 32
"""Then no channel is shifted by more than 31 behind its multiplication, m 2^-n with n the bits of m."""


def ratios(graph: QuantizedGraph, index: int) -> NDArray[np.float64]:
    """s_in s_w / s_out of weighted layer `index`, (C_out,), as TensorFlow Lite forms it: in float64."""
    item = graph.layers[index]
    source, output = np.float64(graph.tensors[item.layer.inputs[0]].scale), np.float64(graph.tensors[index + 1].scale)
    return np.asarray(source * item.arrays()[2].astype(np.float64) / output)


def multipliers(ratio: NDArray[np.float64]) -> tuple[NDArray[np.uint16], int]:
    """(m, k) with ratio close to m 2^-k, m the nearest odd number.

    >>> multipliers(np.array([0.25, 0.75]))
    (array([16385, 49153], dtype=uint16), 16)

    Raises:
        ValueError: a ratio is too large to be a layer's.
    """
    largest = float(ratio.max())
    shift = 16 - int(np.frexp(largest)[1])
    if shift < 1:
        raise ValueError(f"a step of the sums is {largest:g} steps of the output; below {2**15} is allowed")
    shift = min(shift, MAX_SHIFT)
    return (2 * np.floor(ratio * 2.0**shift / 2) + 1).astype(np.uint16), shift


def stored_ratios(ratio: NDArray[np.float64]) -> NDArray[np.float64]:
    """The ratios that generated code computes with instead: m 2^-k.

    >>> stored_ratios(np.array([0.25, 0.75])) * 2**16
    array([16385., 49153.])
    """
    multiplier, shift = multipliers(ratio)
    return np.asarray(multiplier * 2.0**-shift)


def snapped(graph: QuantizedGraph) -> QuantizedGraph:
    """The graph with every weight scale the float32 nearest to m 2^-k s_out / s_in; weights and biases stay."""
    layers = list(graph.layers)
    for index, item in enumerate(layers):
        if item.layer.op not in WEIGHTED:
            continue
        step = graph.tensors[index + 1].scale / graph.tensors[item.layer.inputs[0]].scale
        layers[index] = replace(item, weight_scale=(stored_ratios(ratios(graph, index)) * step).astype(np.float32))
    return replace(graph, layers=tuple(layers))

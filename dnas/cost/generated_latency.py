"""Latency of generated code: what the loops of `dnas.export.kernels` do per layer.

A kernel is a shape of loop (1x1, kxk, depthwise; geometry is compiled in) with a weight format: dense, mirrored or sparse, 8 or
4 bits, or words of the prefix code.
Every position walks through the weights as they are coded, so that sparse formats pay for what they visit, not only for what
they keep. Which coding a sparse layer has depends on its sizes: its terms are 0 where another one is chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dnas.cost.flash import weight_count
from dnas.cost.generated import Coding, chosen
from dnas.cost.taps import taps
from dnas.geometry import Layer, Op, Size

Terms = Mapping[str, Size]


def _window(layer: Layer) -> int:
    return layer.kernel[0] * layer.kernel[1]


def _walk(layer: Layer) -> dict[str, Size]:
    """Loops over positions, outputs and, per output, the rows and taps of the window."""
    positions, flat = layer.out_h * layer.out_w, 0 * layer.in_c * layer.out_c
    return {
        "layer": 1 + flat,
        "position": positions + flat,
        "output": positions * layer.out_c + flat,
        "row": positions * layer.kernel[0] * layer.out_c + flat,
        "tap": positions * _window(layer) * layer.out_c + flat,
        "tap_inside": taps(layer) * layer.out_c + flat,
    }


def _dense(layer: Layer) -> Terms:
    """Every weight of a tap inside the map is multiplied."""
    return {**_walk(layer), "product": taps(layer) * weight_count(layer) // _window(layer)}


def _prefix(layer: Layer) -> Terms:
    """Every word is read, wherever its tap lies."""
    return {**_dense(layer), "word": layer.out_h * layer.out_w * weight_count(layer)}


def _sparse(layer: Layer) -> Terms:
    """Bitmask: a turn per weight, and per kept one; index: a turn per kept weight. Dense where that takes fewer bytes.

    `product` is what is multiplied: of the kept weights the share whose tap lies inside the map.
    """
    count, positions, coding = weight_count(layer), layer.out_h * layer.out_w, chosen(layer)
    kept, walk = layer.weights.kept(count), _walk(layer)
    bitmask, index = coding[Coding.BITMASK], coding[Coding.INDEX]
    inside = kept * taps(layer) // _window(layer)
    return {
        "layer": walk["layer"],
        "position": walk["position"],
        "output": walk["output"],
        "row": (1 - index) * walk["row"],
        "tap": (1 - index) * walk["tap"],
        "tap_inside": (1 - index) * walk["tap_inside"],
        "dense_product": coding[Coding.DENSE] * (taps(layer) * count // _window(layer)),
        "bit": bitmask * positions * count,
        "bit_kept": bitmask * positions * kept,
        "bit_product": bitmask * inside,
        "index_output": index * walk["output"],
        "index_tap": index * walk["tap"],
        "index_kept": index * positions * kept,
        "index_product": index * inside,
    }


def _elements(layer: Layer) -> Terms:
    elements = layer.out_h * layer.out_w * layer.out_c
    return {"layer": 1 + 0 * elements, "element": elements}


def _format(layer: Layer) -> str:
    kind = "sparse" if layer.weights.sparse else "mirrored" if layer.weights.mirrored else "dense"
    return f"{kind}_{'prefix' if layer.weights.prefix else layer.weights.bits}"


def _conv(layer: Layer) -> str:
    return f"generated_{'1x1' if layer.kernel == (1, 1) else 'kxk'}_{_format(layer)}"


KERNELS: Mapping[Op, Callable[[Layer], str]] = {
    Op.CONV: _conv,
    Op.LINEAR: _conv,
    Op.DEPTHWISE: lambda layer: f"generated_depthwise_{_format(layer)}",
    Op.ADD: lambda layer: "generated_add",
    Op.AVG_POOL: lambda layer: "generated_avg_pool",
    Op.MAX_POOL: lambda layer: "generated_max_pool",
}
"""Operator -> kernel; it looks at what is never a tensor: kernel sizes and weight formats."""

TERMS: Mapping[str, Callable[[Layer], Terms]] = {
    **{
        f"generated_{shape}_{kind}_{bits}": terms
        for shape in ("1x1", "kxk", "depthwise")
        for kind, terms in (("dense", _dense), ("sparse", _sparse))
        for bits in (8, 4)
    },
    "generated_add": _elements,
    "generated_avg_pool": _walk,
    "generated_max_pool": _walk,
    **{f"generated_{shape}_mirrored_{bits}": _dense for shape in ("1x1", "kxk", "depthwise") for bits in (8, 4)},
    **{f"generated_{shape}_{kind}_prefix": _prefix for shape in ("1x1", "kxk", "depthwise") for kind in ("dense", "mirrored")},
}

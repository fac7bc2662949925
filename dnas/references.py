"""Published networks of the field, built of our layers: what a found network is compared with, trained and certified alike.

Each has the layers of its source; every convolution has a batch norm behind it, which folds away.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from dnas.errors import RequestError
from dnas.genotype import Genotype, Shape
from dnas.geometry import Layer, Network, add, chain, conv, depthwise, global_avg_pool, linear

NAME = "published network"
"""Stands for the space in a genotype."""
Blocks = list[list[Layer]]


def published(name: str, shape: Shape, classes: int) -> Genotype:
    """The description of one published network for an input and a number of classes.

    Raises:
        RequestError: a name that is not in `NETWORKS`.
    """
    if name not in NETWORKS:
        raise RequestError(f"unknown published network {name!r}; there are: {', '.join(NETWORKS)}")
    return Genotype(NAME, shape, classes, {"network": name})


def reference_layers(genotype: Genotype) -> Network:
    """The layers that `published`'s description stands for."""
    name = published(genotype.options.get("network", ""), genotype.input_shape, genotype.classes).options["network"]
    (channels, *size), classes = genotype.input_shape, genotype.classes
    blocks = NETWORKS[name]((size[0], size[1]), channels)
    last = blocks[-1][-1]
    if _hw(last) == (1, 1):
        return chain([*blocks, [linear(last.out_c, classes)]])
    return chain([*blocks, [global_avg_pool(_hw(last), last.out_c), linear(last.out_c, classes, source=1)]])


def _hw(layer: Layer) -> tuple[int, int]:
    return int(layer.out_h), int(layer.out_w)


def _residual(hw: tuple[int, int], in_c: int, out_c: int, stride: int) -> list[Layer]:
    """Two 3x3 convolutions and a sum with the input, which a 1x1 convolution brings to its shape where that changes."""
    strides = (stride, stride)
    first = conv(hw, in_c, out_c, 3, strides)
    layers = [first, conv(_hw(first), out_c, out_c, 3, relu=False, source=1)]
    if stride == 1 and in_c == out_c:
        return [*layers, add(_hw(first), out_c, 2, 0, relu=True)]
    return [*layers, conv(hw, in_c, out_c, 1, strides, relu=False), add(_hw(first), out_c, 2, 3, relu=True)]


def _residual_stages(blocks: Blocks, widths: tuple[int, ...], depth: int) -> Blocks:
    """Stages of `depth` residual blocks behind a stem; all but the first stage halve the resolution."""
    for stage, width in enumerate(widths):
        for block in range(depth):
            before = blocks[-1][-1]
            blocks.append(_residual(_hw(before), int(before.out_c), width, 2 if stage and block == 0 else 1))
    return blocks


def _resnet8(hw: tuple[int, int], channels: int) -> Blocks:
    """Three stages of one block, 16, 32 and 64 wide (MLPerf Tiny, image classification; He et al. 2016, section 4.2)."""
    return _residual_stages([[conv(hw, channels, 16, 3)]], (16, 32, 64), depth=1)


def _resnet18(hw: tuple[int, int], channels: int) -> Blocks:
    """Four stages of two blocks (He et al. 2016, table 1), a quarter as wide, the stem a 3x3 without a pool.

    For inputs of 64x64; at full width it is 11 MB of weights, more than any board here has.
    """
    return _residual_stages([[conv(hw, channels, 16, 3, (2, 2))]], (16, 32, 64, 128), depth=2)


def _ds_cnn(hw: tuple[int, int], channels: int) -> Blocks:
    """A 10x4 convolution of stride 2 and four separable ones, 64 wide (MLPerf Tiny, keywords; Zhang et al. 2017, DS-CNN-S)."""
    stem = conv(hw, channels, 64, (10, 4), (2, 2))
    separable = [depthwise(_hw(stem), 64, 3), conv(_hw(stem), 64, 64, source=1)]
    return [[stem], *[separable] * 4]


def _mobilenet_v1(hw: tuple[int, int], channels: int) -> Blocks:
    """MobileNetV1 at a quarter of its width (MLPerf Tiny, visual wake words; Howard et al. 2017, table 1)."""
    blocks: Blocks = [[conv(hw, channels, 8, 3, (2, 2))]]
    widths = [(16, 1), (32, 2), (32, 1), (64, 2), (64, 1), (128, 2), *[(128, 1)] * 5, (256, 2), (256, 1)]
    for width, stride in widths:
        before = blocks[-1][-1]
        filtered = depthwise(_hw(before), before.out_c, 3, (stride, stride))
        blocks.append([filtered, conv(_hw(filtered), before.out_c, width, source=1)])
    return blocks


def _fc_autoencoder(hw: tuple[int, int], channels: int) -> Blocks:
    """Four layers of 128, one of 8, four of 128 (MLPerf Tiny, anomaly detection), as 1x1 convolutions of a vector."""
    blocks: Blocks = []
    for in_c, out_c in pairwise((channels, *[128] * 4, 8, *[128] * 4)):
        blocks.append([conv(hw, in_c, out_c)])
    return blocks


NETWORKS: dict[str, Callable[[tuple[int, int], int], Blocks]] = {
    "resnet8": _resnet8,
    "resnet18": _resnet18,
    "ds_cnn": _ds_cnn,
    "mobilenet_v1": _mobilenet_v1,
    "fc_autoencoder": _fc_autoencoder,
}
"""Name -> the blocks before the global average pool and the last layer, for (height, width) and channels of the input."""

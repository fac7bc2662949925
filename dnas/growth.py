"""Networks of two integers, after NanoNAS (Garavagno et al., ICCE 2024, arXiv 2606.14824): k kernels first, then c cells.

    conv 3x3, n_0 = k;   cell i: maximum pool 2x2, conv 3x3, n_i = ceil(m_i n_(i-1));   global average pool, classifier

with m_1 = 2 and m_(i+1) = m_i - 2^-i. Every convolution has a batch norm of ours behind it, which folds away (theirs stands
before it and stays in the file).
"""

from __future__ import annotations

import math

from dnas.errors import RequestError
from dnas.genotype import Genotype, Shape
from dnas.geometry import Network, chain, conv, global_avg_pool, linear, max_pool

NAME = "(k, c) growth"
"""Stands for the space in a genotype."""


def growth(kernels: int, cells: int, shape: Shape, classes: int) -> Genotype:
    """The description of one network of the family."""
    return Genotype(NAME, shape, classes, {"kernels": str(kernels), "cells": str(cells)})


def possible(cells: int, shape: Shape) -> bool:
    """Whether every pool still has a window: the map is at least 2 on both sides before each."""
    return min(shape[1:]) >> cells >= 1


def growth_layers(genotype: Genotype) -> Network:
    """The layers that a genotype of this family stands for.

    Raises:
        RequestError: options that stand for no network.
    """
    try:
        kernels, cells = int(genotype.options["kernels"]), int(genotype.options["cells"])
    except (KeyError, ValueError) as error:
        raise RequestError(f"not a network of {NAME}: {genotype.options}; kernels and cells are whole numbers") from error
    if not 1 <= kernels <= 4096 or cells < 0 or not possible(cells, genotype.input_shape):
        raise RequestError(f"not a network of {NAME} for {genotype.input_shape}: {kernels} kernels, {cells} cells")
    channels, *size = genotype.input_shape
    hw, width, factor = (size[0], size[1]), kernels, 2.0
    blocks = [[conv(hw, channels, width, 3)]]
    for cell in range(1, cells + 1):
        before, width = width, math.ceil(width * factor)
        factor -= 2.0**-cell
        pool = max_pool(hw, before, partial=False)
        hw = (hw[0] // 2, hw[1] // 2)
        blocks.append([pool, conv(hw, before, width, 3, source=1)])
    blocks.append([global_avg_pool(hw, width), linear(width, genotype.classes, source=1)])
    return chain(blocks)

"""Layers whose second channels are mirror images of the first: from the rows that are stored to the layer that runs.

Let M be the mirroring of a picture. A layer f of pairs of channels is equivariant,

    f(M x)_{2j} = M f(x)_{2j+1}     f(M x)_{2j+1} = M f(x)_{2j}

exactly where its window lies symmetrically on its input. With weights w_jik (j the pair, i an input channel, k a column of K):

    w'_{2j, i, k} = w_{j, i, k}     w'_{2j+1, i, k} = w_{j, i', K-1-k}     i' = i + 1 (i even), i - 1 (i odd), i where the
                                                                          input has an odd number of channels or the layer is
                                                                          depthwise

A picture and its mirror image are the same class of most photographs, and then so are features: at equal storage the layer has
twice the channels (group convolutions: Cohen and Welling 2016, arXiv 1602.07576). An odd last channel has no partner.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

from dnas.geometry import Layer, exchanges


def all_rows(weight: Tensor, layer: Layer) -> Tensor:
    """Rows of all output channels, (C_out, ...), from those that are stored, (ceil(C_out / 2), ...)."""
    second = weight.flip(3) if weight.dim() == 4 else weight
    if exchanges(layer):
        order = torch.arange(weight.shape[1], device=weight.device) ^ 1
        second = second[:, order]
    return torch.stack([weight, second], 1).flatten(0, 1)[: int(layer.out_c)]


def all_channels(value: Tensor, layer: Layer) -> Tensor:
    """(C_out,) from what each pair has in common, (ceil(C_out / 2),)."""
    return value.repeat_interleave(2)[: int(layer.out_c)]


def first_rows(value: Tensor) -> Tensor:
    """What is stored of (C_out, ...): the first of every pair."""
    return value[::2]


def by_pairs(norm: Callable[[Tensor], Tensor], x_NCHW: Tensor) -> Tensor:
    """A norm of ceil(C / 2) channels over pairs, each as one channel of twice the height; a last single channel has its own."""
    n, channels, height, width = x_NCHW.shape
    if channels % 2:
        x_NCHW = torch.cat([x_NCHW, x_NCHW[:, -1:]], 1)
    return norm(x_NCHW.reshape(n, -1, 2 * height, width)).reshape(n, -1, height, width)[:, :channels]


class PairNorm(nn.BatchNorm2d):
    """Batch norm whose statistics, gain and shift are those of each pair, (ceil(C / 2),)."""

    def forward(self, x: Tensor) -> Tensor:
        return by_pairs(super().forward, x)

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

import torch
import torch.nn.functional as F
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


def pair_norm(
    x_NCHW: Tensor, mean: Tensor | None, variance: Tensor | None, gain: Tensor | None, shift: Tensor | None, training: bool,
    momentum: float = 0.0, eps: float = 1e-5,
) -> Tensor:  # fmt: skip
    """Batch norm whose statistics, gain and shift are those of each pair, (ceil(C / 2),); a last single channel has its own."""
    channels = x_NCHW.shape[1]
    if channels % 2:
        x_NCHW = torch.cat([x_NCHW, x_NCHW[:, -1:]], 1)
    pairs = x_NCHW.view(len(x_NCHW), -1, 2, *x_NCHW.shape[2:])
    y = F.batch_norm(pairs, mean, variance, gain, shift, training, momentum, eps)
    return y.flatten(1, 2)[:, :channels]


class PairNorm(nn.BatchNorm2d):
    """`pair_norm` as a module, with running statistics as `nn.BatchNorm2d` has them.

    Args:
        pairs: ceil(C / 2).
    """

    def forward(self, x: Tensor) -> Tensor:
        rate = self.momentum
        if self.training:
            assert self.num_batches_tracked is not None
            self.num_batches_tracked.add_(1)
            rate = 1 / float(self.num_batches_tracked) if rate is None else rate
        return pair_norm(x, self.running_mean, self.running_var, self.weight, self.bias, self.training, rate or 0.0, self.eps)

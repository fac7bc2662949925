"""Rounds the int8 weights of a calibrated network so that each layer's errors cancel on the inputs that it sees.

Rounding every weight to its nearest step makes the smallest errors of weights, not of outputs: neighboring pixels are alike,
and the rounding errors of a stem's 27 weights add up to a multiple of a picture's brightness. With inputs x of mean mu and
covariance C, a row w of weights that becomes s q, and its bias b, the error of the output is smallest for

    min over q of (s q - w)^T C (s q - w),    b <- b - (s q - w)^T mu.

Weights are rounded one after the other, those of the inputs that vary most first, and what rounding one has added to the
output is taken from those that are still to be rounded, by the best linear prediction: optimal brain quantization in the
Cholesky form of GPTQ (Frantar et al. 2023, arXiv 2210.17323, algorithm 1), with the bias taking the mean's part (Nagel et al.
2019, arXiv 1906.04721, section 4.2).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from typing import Final

import torch
import torch.nn.functional as F
from torch import Tensor

from dnas.cost.host import FLOAT_BYTES
from dnas.geometry import INT8, Op
from dnas.network import LayerModule, pad_same
from dnas.quantize import QuantNetwork

DAMPING: Final = 0.01
"""Share of the inputs' mean variance that is added to each of theirs: correlations are estimated."""
SMALLEST_VARIANCE: Final = 1e-12
"""Floor of that: a layer may see nothing but zeros."""


COPIES: Final = 8
"""Matrices of the size of a layer's moments that exist at once while it is rounded: these, their covariance, that in the order
of rounding, its factor, the inverse and the inverse's factor, and the workspace of the linear algebra."""


@torch.no_grad()
def round_weights(network: QuantNetwork, batches: Callable[[], Iterable[Tensor]], room_bytes: float = math.inf) -> list[int]:
    """Moves the weights of every dense int8 layer to values on their grids, and their biases.

    Moments of as many layers are collected in one pass over the batches as there is room for. All are of the network as it
    came, so that the result does not depend on how many passes there are.

    Args:
        network: in evaluation mode, calibrated; on the grids that its weights have now rounding leaves them as they are.
        batches: gives inputs (N, C, H, W) by which the layers' inputs are known, the same ones each time.
        room_bytes: of the host's memory that moments and what is made of them may take.

    Returns:
        The layers that are too large for the room, and stay to be rounded to the nearest.
    """
    sizes = {
        index: moments_bytes(network.module(index))
        for index, layer in enumerate(network.layers)
        if str(index) in network.weighted and layer.weights == INT8
    }
    found = []
    for together in passes(sizes, room_bytes):
        moments = collected(network, together, batches())
        while moments:  # each goes before the next pass begins
            index, seen = moments.popitem()
            if seen.products.isfinite().all():  # else a training has gone wrong: its loss says so
                found.append((network.module(index), *_layer_rounded(network, index, seen)))
            del seen
    for module, weight, shift in found:
        module.weight.copy_(weight)
        assert module.bias is not None
        module.bias.sub_(shift)
    return [index for index, size in sizes.items() if COPIES * size > room_bytes]


def passes(sizes: dict[int, int], room_bytes: float) -> Iterator[list[int]]:
    """Layers in their order, as many at once as leave room for the largest of them to be rounded; without those too large.

    >>> list(passes({0: 10, 1: 10, 2: 200, 4: 20, 5: 30}, 240))
    [[0, 1, 4], [5]]
    """
    together: list[int] = []
    for index in (index for index, size in sizes.items() if COPIES * size <= room_bytes):
        taken = [sizes[other] for other in (*together, index)]
        if together and sum(taken) + (COPIES - 1) * max(taken) > room_bytes:
            yield together
            together = []
        together = [*together, index]
    if together:
        yield together


def collected(network: QuantNetwork, layers: list[int], batches: Iterable[Tensor]) -> dict[int, Moments]:
    """The moments of what each of these layers sees."""
    moments = {index: Moments(network.module(index)) for index in layers}
    for x in (one for batch in batches for one in torch.split(batch, 1)):  # all tensors of the network are kept
        tensors = network.layer_outputs(x)
        for index, moment in moments.items():
            moment.update(tensors[network.layers[index].inputs[0]])
    return moments


def _layer_rounded(network: QuantNetwork, index: int, seen: Moments) -> tuple[Tensor, Tensor]:
    """A layer's weights on their grids, and what its bias (R,) is to lose."""
    module, source = network.module(index), network.layers[index].inputs[0]
    scale = network.weight_scale(index, network.tensor_params()[source][0])
    weight = module.weight.view(seen.groups, -1, seen.products.shape[-1])  # (G, R / G, K)
    rounded = _rounded(weight, scale.view(seen.groups, -1, 1), seen.covariance())
    return rounded.view_as(module.weight), ((rounded - weight) @ seen.mean()[:, :, None]).flatten()


def moments_bytes(module: LayerModule) -> int:
    """Bytes of a layer's second moments, 4 G K^2."""
    return FLOAT_BYTES * groups_of(module) * module.weight[0].numel() ** 2


def groups_of(module: LayerModule) -> int:
    """G: channels of a depthwise layer, whose windows differ; else 1."""
    return int(module.layer.in_c) if module.layer.op is Op.DEPTHWISE else 1


class Moments:
    """Mean (G, K) and covariance (G, K, K) of what a row of weights is multiplied with, for each of a layer's groups."""

    def __init__(self, module: LayerModule) -> None:
        self.layer = module.layer
        self.groups = groups_of(module)
        size = module.weight[0].numel()
        self.count = 0
        self.sums = torch.zeros(self.groups, size)
        self.products = torch.zeros(self.groups, size, size)

    def update(self, x: Tensor) -> None:
        """Sees inputs of the layer, (N, C, H, W) or (N, C)."""
        seen = self._patches(x)
        self.count += seen.shape[-1]
        self.sums += seen.sum(-1)
        self.products += seen @ seen.mT

    def _patches(self, x: Tensor) -> Tensor:
        """(G, K, N L): the windows' values, a column for each of N L outputs."""
        if self.layer.op is Op.LINEAR:
            return x.flatten(1).T[None]
        windows = F.unfold(pad_same(x, self.layer.kernel, self.layer.stride), self.layer.kernel, stride=self.layer.stride)
        return windows.transpose(0, 1).reshape(self.groups, -1, windows.shape[0] * windows.shape[2])

    def mean(self) -> Tensor:
        return self.sums / self.count

    def covariance(self) -> Tensor:
        mean = self.mean()
        return (self.products / self.count).sub_(mean[:, :, None] * mean[:, None, :])


def _factor(covariance: Tensor) -> Tensor:
    """U (G, K, K), upper triangular, U^T U = (C + lambda I)^-1; lambda grows where precision makes C not positive."""
    damping = (DAMPING * covariance.diagonal(dim1=1, dim2=2).mean(1)).clamp_min(SMALLEST_VARIANCE)
    while True:
        damped = covariance.clone()
        damped.diagonal(dim1=1, dim2=2).add_(damping[:, None])
        lower, failed = torch.linalg.cholesky_ex(damped)
        del damped
        if not failed.any():
            upper: Tensor
            upper, failed = torch.linalg.cholesky_ex(torch.cholesky_inverse(lower), upper=True)
            if not failed.any():
                return upper
        damping = torch.where(failed > 0, 10 * damping, damping)


def _rounded(weight: Tensor, scale: Tensor, covariance: Tensor) -> Tensor:
    """s q for weights (G, R, K), scales (G, R, 1) and covariances (G, K, K).

    The largest weight of each row stays where it is rounded to by itself: it is the end of the row's grid.
    """
    variance = covariance.diagonal(dim1=1, dim2=2)
    order = variance.argsort(1, descending=True)  # (G, K)
    factor = _factor(covariance.take_along_dim(order[:, :, None], 1).take_along_dim(order[:, None, :], 2))
    left = weight.take_along_dim(order[:, None, :], 2).clone()
    peak = left.abs() == left.abs().amax(2, keepdim=True)
    alone = (left / scale).round() * scale
    for k in range(left.shape[2]):
        value = (left[:, :, k] / scale[:, :, 0]).round().clamp(-127, 127) * scale[:, :, 0]
        value = torch.where(peak[:, :, k], alone[:, :, k], value)
        error = (left[:, :, k] - value) / factor[:, None, k, k]
        left[:, :, k:] -= error[:, :, None] * factor[:, None, k, k:]
        left[:, :, k] = value
    return torch.empty_like(left).scatter_(2, order[:, None, :].expand_as(left), left)

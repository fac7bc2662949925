"""Every relaxation of the project, once: what goes forward and which gradient comes back."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from dnas.prefix import LARGEST, LENGTHS, MEAN_BITS


def round_ste(x: Tensor) -> Tensor:
    """Rounds to the nearest integer (ties to even); the gradient is that of the identity (Bengio et al. 2013).

    >>> x = torch.tensor([0.4, 1.6], requires_grad=True)
    >>> y = round_ste(x); y.sum().backward()
    >>> y.tolist(), x.grad.tolist()
    ([0.0, 2.0], [1.0, 1.0])
    """
    return torch.round(x).detach() + (x - x.detach())


def keep_largest(x: Tensor, count: int) -> Tensor:
    """x where it is one of the `count` entries of largest magnitude, else 0; those that are 0 get no gradient.

    >>> x = torch.tensor([0.1, -3.0, 2.0], requires_grad=True)
    >>> y = keep_largest(x, 2); y.sum().backward()
    >>> y.tolist(), x.grad.tolist()
    ([0.0, -3.0, 2.0], [0.0, 1.0, 1.0])
    """
    mask = torch.zeros_like(x).flatten()
    mask[x.detach().flatten().abs().topk(count).indices] = 1
    return x * mask.view_as(x)


def keep_largest_ste(x: Tensor, count: int) -> Tensor:
    """`keep_largest` with the gradient of the identity: what is 0 learns, too, and may come back.

    >>> x = torch.tensor([0.1, -3.0, 2.0], requires_grad=True)
    >>> y = keep_largest_ste(x, 2); y.sum().backward()
    >>> y.tolist(), x.grad.tolist()
    ([0.0, -3.0, 2.0], [1.0, 1.0, 1.0])
    """
    return keep_largest(x.detach(), count) + (x - x.detach())


def grid_ste(x: Tensor, scale: Tensor, largest: int) -> Tensor:
    """s_c clip(round(x / s_c), -largest, largest) with a step s_c per row of x; the gradient is that of the identity.

    >>> x = torch.tensor([[0.3, -9.0]], requires_grad=True)
    >>> y = grid_ste(x, torch.tensor([0.5]), 7); y.sum().backward()
    >>> y.tolist(), x.grad.tolist()
    ([[0.5, -3.5]], [[1.0, 1.0]])
    """
    steps = scale.view(-1, *[1] * (x.dim() - 1))
    return torch.round(x.detach() / steps).clamp_(-largest, largest) * steps + (x - x.detach())


_LENGTHS = torch.tensor(LENGTHS)
_PENALTIES = torch.cat([torch.zeros(1), torch.logspace(-2, 1.4, 63)])


def _edges(prices: Tensor) -> Tensor:
    """(prices, 7): per price of a bit the edges between the magnitudes 0 to 7 in `prefix_ste`.

    i costs as much as j > i at c_ij = (i + j) / 2 + lambda (L_j - L_i) / (2 (j - i)); k or more is best beyond
    min_(j >= k) max_(i < k) c_ij.
    """
    i = torch.arange(LARGEST + 1)[:, None]
    j = i.T
    equal = (i + j) / 2 + prices[:, None, None] * (_LENGTHS[j] - _LENGTHS[i]) / (2 * (j - i))  # nan on the diagonal, unused
    return torch.stack([equal[:, :k, k:].amax(1).amin(1) for k in range(1, LARGEST + 1)], 1)


_EDGES = _edges(_PENALTIES)
"""With the last price all are 0."""


def prefix_ste(x: Tensor, scale: Tensor) -> Tensor:
    """`grid_ste` to 7 with the values' words in the prefix code at most `MEAN_BITS` long in the mean; the same gradient.

    s_c q with |q| = argmin_k (|x| / s_c - k)^2 + lambda L_k for words of L_k bits, lambda the smallest of 64 prices with which
    all of x has room: entropy-constrained scalar quantization (Chou, Lookabaugh and Gray 1989).

    >>> prefix_ste(torch.tensor([[0.3, 1.4, 0.0]]), torch.tensor([0.5])).tolist()
    [[0.5, 1.5, 0.0]]
    >>> prefix_ste(torch.tensor([[1.7, -3.0, 3.4]]), torch.tensor([0.5])).tolist()
    [[1.0, -1.0, 1.0]]
    """
    steps = scale.view(-1, *[1] * (x.dim() - 1))
    levels = (x.detach() / steps).clamp_(-LARGEST, LARGEST)
    magnitudes = levels.abs()
    found = torch.bucketize(magnitudes, _EDGES[0])
    if _LENGTHS[found].sum() > MEAN_BITS * x.numel():
        beyond = x.numel() - torch.searchsorted(magnitudes.flatten().sort().values, _EDGES, right=True)
        lengths = LENGTHS[0] * x.numel() + beyond @ _LENGTHS.diff()
        found = torch.bucketize(magnitudes, _EDGES[int((lengths <= MEAN_BITS * x.numel()).int().argmax())])
    return found * levels.sign() * steps + (x - x.detach())


def max_smooth_grad(x: Tensor, sharpness: float = 20.0) -> Tensor:
    """Maximum of a vector; the gradient is softmax(sharpness x / max|x|), so that entries close to the maximum learn too.

    The value is the hard maximum; as `sharpness` grows the gradient tends to that of the maximum.

    >>> x = torch.tensor([1.0, 3.0, 3.0], requires_grad=True)
    >>> y = max_smooth_grad(x); y.backward()
    >>> y.item(), [round(g, 3) for g in x.grad.tolist()]
    (3.0, [0.0, 0.5, 0.5])
    """
    scale = x.detach().abs().max().clamp_min(torch.finfo(x.dtype).tiny)
    weight = torch.softmax(sharpness * x.detach() / scale, dim=0)
    smooth = (weight * x).sum()
    return x.detach().max() + (smooth - smooth.detach())


def probabilities(alpha: Tensor, temperature: float) -> Tensor:
    """softmax(alpha / temperature), float64; options that left the space have alpha = -inf and probability exactly 0.

    >>> probabilities(torch.tensor([0.0, 0.0, -torch.inf]), 1.0).tolist()
    [0.5, 0.5, 0.0]
    """
    return torch.softmax(alpha.double() / temperature, dim=-1)


class _QuantizeSte(torch.autograd.Function):
    """Keeps its own output for the backward pass, which the layer that reads it keeps anyway: no memory of its own."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, scale: Tensor, low: int, high: int) -> Tensor:
        y = torch.div(x, scale).round_().clamp_(low, high).mul_(scale)
        ctx.save_for_backward(y)
        ctx.ends = (low * scale).item(), (high * scale).item()
        return y

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, None, None, None]:
        (y,) = ctx.saved_tensors
        return torch.ops.aten.hardtanh_backward(grads[0], y, *ctx.ends), None, None, None


def quantize_ste(x: Tensor, scale: Tensor, low: int, high: int) -> Tensor:
    """scale clip(round(x / scale), low, high); the gradient is 1 where that is strictly between the range's ends, else 0.

    Args:
        scale: 0-dimensional step; it receives no gradient.

    >>> x = torch.tensor([-1.0, 0.3, 0.8, 9.0], requires_grad=True)
    >>> y = quantize_ste(x, torch.tensor(0.5), 0, 4); y.sum().backward()
    >>> y.tolist(), x.grad.tolist()
    ([0.0, 0.5, 1.0, 2.0], [0.0, 1.0, 1.0, 0.0])
    """
    y: Tensor = _QuantizeSte.apply(x, scale, low, high)  # type: ignore[no-untyped-call]
    return y

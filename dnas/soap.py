"""SOAP: Adam in the eigenbasis of Shampoo's preconditioner, for networks so small that this costs next to nothing.

The packages that have it load dozens of other optimizers along, memory that a small host has not got, and take every axis of a
kernel for itself; here the weights of a layer are one matrix, a row per output channel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import torch
from torch import Tensor

WIDEST = 512
"""Longer sides of a weight matrix keep their own basis: another one would take more memory than the network."""
EVERY = 10
"""Steps between two turns of the bases."""
AVERAGING = 0.95
"""Share of an average that stays in each step."""
FLOOR = 1e-4
"""Directions whose gradient is below this share of the layer's largest are noise and move in proportion to it. What all logits
have in common has no gradient but float32's rounding: with steps of full length it drifts, and coarsens the classifier's
4-bit grid and the int8 logits."""
TINY = 1e-12
"""Keeps a layer without a gradient where it is."""


class Soap(torch.optim.Optimizer):
    """With G (R, C) the gradient of a weight matrix W, L and R its second moments along the two sides:

        L <- b L + (1 - b) G G^T,    R <- b R + (1 - b) G^T G,    m <- b m + (1 - b) G,
        v <- b v + (1 - b) (Q_L^T G Q_R)^2,
        W <- (1 - lr decay) W - lr Q_L (Q_L^T m Q_R / (sqrt(v) + f max sqrt(v))) Q_R^T,    m and v without their bias towards 0.

    b is `AVERAGING`, f is `FLOOR`. Every `EVERY` steps a round of orthogonal iteration turns the bases towards the eigenvectors
    of L and R, Q <- qr(L Q). The first finite gradient sets them and moves nothing. Parameters of one dimension get Adam.
    Source: Vyas et al. 2024 (arXiv 2409.11321), algorithm 3; the floor is our own.

    Args:
        parameters: tensors or groups of them; of more than two dimensions all but the first are one.
        lr: learning rate.
        weight_decay: per unit of `lr` and step.
    """

    def __init__(self, parameters: Iterable[Any], lr: float, weight_decay: float = 0.0) -> None:
        super().__init__(parameters, {"lr": lr, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> float | None:  # type: ignore[override]
        with torch.enable_grad():
            loss = None if closure is None else closure()
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.grad is not None:
                    self._update(parameter, group["lr"], group["weight_decay"])
        return loss

    def _update(self, parameter: Tensor, lr: float, weight_decay: float) -> None:
        assert parameter.grad is not None
        gradient = parameter.grad.flatten(1) if parameter.dim() > 1 else parameter.grad
        state = self.state[parameter]
        if not state:
            if not bool(gradient.isfinite().all()):
                return
            moments = {side: moment(gradient, side) for side in sides(gradient)}
            bases = {side: eigenvectors(given) for side, given in moments.items()}
            zeros = torch.zeros_like(gradient)
            state.update(step=0, mean=zeros, square=zeros.clone(), moments=moments, bases=bases)
            return
        state["step"] += 1
        bases, unbiased = state["bases"], 1 - AVERAGING ** state["step"]
        state["mean"].lerp_(gradient, 1 - AVERAGING)
        state["square"].lerp_(turned(gradient, bases).square(), 1 - AVERAGING)
        length = (state["square"] / unbiased).sqrt()
        update = turned(state["mean"], bases) / unbiased / (length + FLOOR * length.max() + TINY)
        back = {side: basis.T for side, basis in bases.items()}
        parameter.mul_(1 - lr * weight_decay).sub_(turned(update, back).view_as(parameter), alpha=lr)
        for side, given in state["moments"].items():
            given.lerp_(moment(gradient, side), 1 - AVERAGING)
            if state["step"] % EVERY == 0:
                bases[side] = torch.linalg.qr(given @ bases[side]).Q


def sides(gradient: Tensor) -> list[int]:
    """Those along which Adam's basis is turned."""
    return [side for side, length in enumerate(gradient.shape) if length <= WIDEST] if gradient.dim() == 2 else []


def moment(gradient: Tensor, side: int) -> Tensor:
    """G G^T along the rows' side, G^T G along the columns'."""
    return gradient @ gradient.T if side == 0 else gradient.T @ gradient


def eigenvectors(given: Tensor) -> Tensor:
    """Of a symmetric matrix, as columns, the largest eigenvalue's first.

    In float64: in float32 LAPACK's divide and conquer ends in NaN for some matrices of low rank, which dead channels make.
    """
    vectors: Tensor = torch.linalg.eigh(given.double()).eigenvectors
    return vectors.flip(1).to(given)


def turned(value: Tensor, bases: Mapping[int, Tensor]) -> Tensor:
    """Q_L^T X Q_R, for those of the two that there are."""
    if 0 in bases:
        value = bases[0].T @ value
    return value @ bases[1] if 1 in bases else value

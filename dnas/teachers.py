"""What a network learns from others instead of from labels: the probabilities that they give in the mean."""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from dnas.precision import outputs_of


@torch.no_grad()
def taught(teachers: Sequence[nn.Module], x: Tensor, dtype: torch.dtype) -> Tensor:
    """p(x) = 1/M sum_m softmax(f_m(x)), (N, K), of M teachers in evaluation mode for x (N, C, H, W), computed in `dtype`."""
    return torch.stack([outputs_of(teacher, dtype, x).float().softmax(1) for teacher in teachers]).mean(0)


def imitation(outputs: Tensor, probabilities: Tensor) -> Tensor:
    """L = -1/N sum_n sum_k p_nk log softmax(f(x_n))_k of outputs and probabilities (N, K): distillation at a temperature of 1.

    Hinton, Vinyals and Dean 2015 (arXiv 1503.02531, eq. 1 and 2); with networks of the same kind as teachers: Furlanello et al.
    2018 (arXiv 1805.04770). Classes have no weights: those that the teachers learned with are in their probabilities.

    >>> imitation(torch.zeros(1, 2), torch.tensor([[0.9, 0.1]])).item()  # ln 2
    0.6931471824645996
    """
    return F.cross_entropy(outputs, probabilities)

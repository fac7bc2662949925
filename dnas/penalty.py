"""Budgets as loss terms: dual ascent on the multipliers, and the published DUCCIO rule for comparison."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import torch
from torch import Tensor


class Penalty(Protocol):
    """A loss term from costs relative to their budgets; both rules see the present distribution's costs only."""

    multipliers: dict[str, float]
    centered: bool
    """Whether the search begins at the widest distribution that meets the budgets, and its steps train networks within them;
    else it begins at the uniform one, and trains whatever is drawn."""

    def loss(self, ratios: Mapping[str, Tensor], task_loss: float, progress: float) -> Tensor:
        """The term to add to the task loss.

        Args:
            ratios: constraint -> expected cost / budget, differentiable.
            task_loss: present task loss (nats), used by rules that scale with it.
            progress: fraction of the search that is done, 0 to 1.
        """
        ...

    def update(self, ratios: Mapping[str, Tensor]) -> None:
        """Moves what the rule remembers, once per architecture step."""
        ...


class DualAscent:
    """Augmented Lagrangian of cost / budget <= 1 for every constraint.

    loss = sum_i  lambda_i v_i + rho/2 max(0, v_i)^2,  where v_i = E[C_i] / B_i - 1;
    after each step  lambda_i <- max(0, lambda_i + eta min(v_i, 1))  (Bertsekas 1982, ch. 2): a multiplier rises while its
    budget is broken and falls when it is met. The violation is always the present one; only multipliers remember.
    """

    centered = True

    def __init__(self, rate: float = 0.05, curvature: float = 10.0) -> None:
        """
        Args:
            rate: eta, change of a multiplier per step and unit of violation.
            curvature: rho, weight of the squared violation.
        """
        self.rate, self.curvature = rate, curvature
        self.multipliers: dict[str, float] = {}

    def loss(self, ratios: Mapping[str, Tensor], task_loss: float, progress: float) -> Tensor:
        total = torch.zeros((), dtype=torch.float64)
        for name, ratio in ratios.items():
            excess = ratio - 1.0
            total = total + self.multipliers.get(name, 0.0) * excess + 0.5 * self.curvature * torch.relu(excess) ** 2
        return total

    def update(self, ratios: Mapping[str, Tensor]) -> None:
        for name, ratio in ratios.items():
            step = self.rate * min(ratio.item() - 1.0, 1.0)
            self.multipliers[name] = max(0.0, self.multipliers.get(name, 0.0) + step)


class Duccio:
    """DUCCIO (Burrello et al., IEEE TETC 2024, arXiv 2310.07217, eq. 13 and 14).

    loss = sum_i  r(t) lambda_i max(0, C_i - T_i),  lambda_i = L_task / (C_i - T_i), fixed when the search starts, where L_task
    is the task loss after warm-up, C_i the expected cost then and T_i the target; r rises linearly from 1 % to 100 % over the
    first half of the search. In units of the target: C_i - T_i = T_i v_i, so the term is r lambda_i T_i max(0, v_i). A
    constraint that is met when the search starts has lambda_i = 0 for ever: the published weakness, kept for comparison. So
    the search begins at the uniform distribution: near its target lambda_i has a pole. And as the paper's warm-up trains the
    whole network, whatever that distribution gives is trained, of which a tight budget may admit next to nothing.
    """

    centered = False
    RAMP_START, RAMP_END = 0.01, 0.5

    def __init__(self) -> None:
        self.multipliers: dict[str, float] = {}

    def loss(self, ratios: Mapping[str, Tensor], task_loss: float, progress: float) -> Tensor:
        ramp = min(1.0, self.RAMP_START + (1.0 - self.RAMP_START) * progress / self.RAMP_END)
        total = torch.zeros((), dtype=torch.float64)
        for name, ratio in ratios.items():
            excess = ratio - 1.0
            if name not in self.multipliers:
                self.multipliers[name] = task_loss / excess.item() if excess.item() > 0 else 0.0
            total = total + ramp * self.multipliers[name] * torch.relu(excess)
        return total

    def update(self, ratios: Mapping[str, Tensor]) -> None:
        """Nothing moves: the strengths are fixed by the first call of `loss`."""


PENALTIES: dict[str, type[DualAscent] | type[Duccio]] = {"dual": DualAscent, "duccio": Duccio}

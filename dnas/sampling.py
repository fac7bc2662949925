"""Architectures drawn from the distribution within the budgets, and the distribution that a search begins with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from dnas.cost.tables import Expected, Priced, PriceTables, within
from dnas.space import Arch
from dnas.supernet import Supernet

DRAWS = 8
"""Samples among which one that fits the board is looked for."""
SHARE, RATE, STEPS, LARGEST = 0.2, 0.5, 400, 1e3
"""How `center` goes to its distribution: share of the way in a step, rate of its multipliers, steps, and the multiplier with
which all of it lies on the cheapest options. Enough by experiments/05_low_end/start.py."""


@dataclass(frozen=True)
class Limits:
    """Budgets as the search sees them: SRAM less the planner's typical gap; of the host what its plan leaves.

    Host RAM is what training one network would take with `samples` at once, samples x activations + weights with gradients and
    momentum, against the plan's room and weights (`host_bytes`, None: no limit). Activations are counted in float32: two
    samples in bfloat16 are one.
    """

    sram_bytes: float
    flash_bytes: float
    latency_s: float | None
    host_bytes: float | None = None
    samples: float = 1
    free: bool = False
    """Whether a search trains whatever it draws, also what no board of these limits runs."""

    def ratios(self, expected: Expected) -> dict[str, Tensor]:
        """Expected cost / budget of every constraint that is limited."""
        found = {"sram": expected.sram_bytes / self.sram_bytes, "flash": expected.flash_bytes / self.flash_bytes}
        if self.latency_s is not None:
            found["latency"] = expected.latency_s / self.latency_s
        if self.host_bytes is not None:
            found["host_ram"] = (self.samples * expected.activation_bytes + expected.weight_bytes) / self.host_bytes
        return found

    @property
    def board(self) -> dict[str, float | None]:
        """The limits of the board, named as `Priced` names its costs."""
        return {"sram_bytes": self.sram_bytes, "flash_bytes": self.flash_bytes, "latency_s": self.latency_s}


def sample(probs: Mapping[str, Tensor], rng: np.random.Generator) -> Arch:
    """One architecture: every choice drawn independently."""
    drawn = []
    for p in probs.values():
        cumulative = np.cumsum(p.detach().numpy())
        drawn.append(int(np.searchsorted(cumulative, rng.random() * cumulative[-1], side="right")))
    return tuple(drawn)


def sample_within(
    probs: Mapping[str, Tensor], tables: PriceTables, limits: Limits, rng: np.random.Generator, otherwise: Arch
) -> tuple[Arch, Priced]:
    """The first of `DRAWS` sampled architectures that fits the board, or the first of all where limits are `free`.

    `otherwise` where none does.
    """
    for _ in range(DRAWS):
        arch = sample(probs, rng)
        priced = tables.price(arch)
        if limits.free or within(priced, limits.board):
            return arch, priced
    return otherwise, tables.price(otherwise)


def sampled_prices(
    probs: Mapping[str, Tensor], tables: PriceTables, limits: Limits, otherwise: Arch, count: int
) -> list[Priced]:
    """Costs of architectures that a search with these probabilities would train."""
    rng = np.random.default_rng(0)
    return [sample_within(probs, tables, limits, rng, otherwise)[1] for _ in range(count)]


@torch.no_grad()
def make_uniform(supernet: Supernet) -> None:
    """Moves alpha to the uniform distribution over the options that are left."""
    for alpha in supernet.arch_parameters():
        alpha[torch.isfinite(alpha)] = 0.0


def center(supernet: Supernet, tables: PriceTables, limits: Limits, temperature: float = 1.0) -> None:
    """Moves alpha to the widest distribution whose expected costs meet the budgets: max H(p) with E[C_i] <= B_i.

    Where it is widest, every choice k has p_k(o) ~ exp(-sum_i lambda_i dE[C_i] / dp_k(o) / B_i), a Gibbs distribution in the
    mean field of the others. In each step log p goes a share of the way there (mirror descent, Beck and Teboulle 2003, with the
    entropy as its distance), and lambda_i <- max(0, lambda_i + eta max(1, lambda_i) min(v_i, 1)) with v_i = E[C_i] / B_i - 1: a
    large multiplier leaves little variance, so that the same v takes a longer step. p is that of the temperature with which a
    search begins. At the uniform distribution networks far above a small budget would be sampled, and warm-up train weights
    that are never used.
    It begins at the uniform distribution, whatever alpha is: what it gives depends on the options that are left alone.
    """
    make_uniform(supernet)
    multipliers: dict[str, float] = {}
    for _ in range(STEPS):
        probs = {name: p.detach().requires_grad_() for name, p in supernet.probs(temperature).items()}
        ratios = limits.ratios(tables.expectation(probs))
        priced = torch.stack([multipliers.get(name, 0.0) * ratio for name, ratio in ratios.items()]).sum()
        slopes = torch.autograd.grad(priced, list(probs.values()), materialize_grads=True)
        with torch.no_grad():
            for alpha, slope in zip(supernet.arch_parameters(), slopes, strict=True):
                left = torch.isfinite(alpha)
                goal = -temperature * slope[left].to(alpha.dtype)
                alpha[left] += SHARE * (goal - goal.mean() - alpha[left])
        for name, ratio in ratios.items():
            multiplier = multipliers.get(name, 0.0)
            step = RATE * max(1.0, multiplier) * min(ratio.item() - 1.0, 1.0)
            multipliers[name] = min(max(0.0, multiplier + step), LARGEST)

"""Architectures drawn from the distribution within the budgets, and the distribution that a search begins with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from dnas.cost.tables import Expected, Priced, PriceTables, within
from dnas.penalty import DualAscent
from dnas.space import Arch
from dnas.supernet import Supernet

DRAWS = 8
"""Samples among which one that fits the board is looked for."""


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


def center(
    supernet: Supernet, tables: PriceTables, limits: Limits, temperature: float = 1.0, steps: int = 400, lr: float = 0.05
) -> None:
    """Moves alpha towards the widest distribution whose expected costs meet the budgets: max H(p) with E[C_i] <= B_i.

    p is that of the temperature with which a search begins. Without it the uniform start samples networks far above a small
    budget, and warm-up trains weights that are never used.
    It begins at the uniform distribution, whatever alpha is: what it gives depends on the options that are left alone.
    """
    make_uniform(supernet)
    optimizer = torch.optim.Adam(supernet.arch_parameters(), lr=lr)
    penalty = DualAscent(rate=0.05)
    for _ in range(steps):
        probs = supernet.probs(temperature)
        entropy = torch.stack([-(p * p.clamp_min(1e-12).log()).sum() for p in probs.values()]).sum()
        ratios = limits.ratios(tables.expectation(probs))
        loss = -0.1 * entropy + penalty.loss(ratios, 0.0, 0.0)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        penalty.update(ratios)

"""From a distribution to networks: the most probable ones within constraints, and their comparison on validation data."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from dnas.network import TorchNetwork
from dnas.scoring import Scoring
from dnas.space import Arch
from dnas.task import Task


@dataclass(frozen=True)
class Candidate:
    """An entrant of the contest, with its losses on the validation images and the share of the tightest budget it uses."""

    number: int
    losses: np.ndarray
    used: float

    @property
    def loss(self) -> float:
        """Mean validation loss."""
        return mean_loss(self.losses)


@torch.no_grad()
def estimate_batch_norm(network: TorchNetwork, batches: Iterable[Tensor]) -> None:
    """Sets every batch norm's statistics to their average over the given batches of inputs (N, C, H, W)."""
    norms = [m for m in network.modules() if isinstance(m, nn.BatchNorm2d)]
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None  # cumulative average
    network.train()
    for x in batches:
        network(x)
    for norm in norms:
        norm.momentum = 0.1
    network.eval()


@torch.no_grad()
def each(
    network: nn.Module, batches: Iterable[tuple[Tensor, Tensor]], figure: Callable[[Tensor, Tensor, Tensor], Any]
) -> np.ndarray:
    """figure(outputs, x, y), (B,) per batch, of every input: (N,) float64.

    Results are collected in one growing block: a list of small tensors, each made between large temporaries, keeps the heap
    from using its gaps again (140 kB a batch, 350 MB over 2,500 batches of two images).
    """
    found = array("d")
    for x, y in batches:
        found.extend(figure(network(x), x, y).tolist())
    return np.array(found)


def losses_on(network: nn.Module, batches: Iterable[tuple[Tensor, Tensor]], task: Task) -> np.ndarray:
    """The task's loss of every input, (N,)."""
    return each(network, batches, task.losses)


def mean_loss(losses: np.ndarray) -> float:
    """The mean; infinite where it is no number, so that such a network is never preferred."""
    mean = float(losses.mean())
    return mean if math.isfinite(mean) else math.inf


def judged_on(network: nn.Module, batches: Iterable[tuple[Tensor, Tensor]], scoring: Scoring) -> np.ndarray:
    """What the network's output says of every input, (N,)."""
    return each(network, batches, lambda outputs, x, _: scoring.judged(x.numpy(), outputs.numpy()))


@torch.no_grad()
def figure_on(network: nn.Module, batches: Iterable[tuple[Tensor, Tensor]], task: Task) -> float:
    """The task's figure over all inputs."""
    metric = task.metric()
    for x, y in batches:
        metric.update(network(x), task.target(x, y))
    return float(metric.compute())


def apart(ranked: Iterable[Arch], count: int, least: int = 2) -> list[Arch]:
    """The first `count` of a ranking that differ from all taken before in at least `least` choices."""
    found: list[Arch] = []
    for arch in ranked:
        if len(found) == count:
            break
        if all(sum(a != b for a, b in zip(arch, other, strict=True)) >= least for other in found):
            found.append(arch)
    return found


def widened(
    arch: Arch,
    widths: Sequence[int],
    options: Sequence[np.ndarray],
    score: Callable[[Arch], float],
    admits: Callable[[Arch], bool],
) -> Arch:
    """The architecture with its widths raised, an option at a time, until none of them can be raised within the constraints.

    Of the steps that are admitted the one of the largest score is taken.

    Args:
        arch: an architecture that is admitted.
        widths: the choices that are widths; their options rise.
        options: per choice the indices that may be taken.
        score: what is to be large.
        admits: test of the constraints.
    """
    while True:
        wider = []
        for index in widths:
            above = options[index][options[index] > arch[index]]
            if len(above):
                wider.append((*arch[:index], int(above[0]), *arch[index + 1 :]))
        admitted = [other for other in wider if admits(other)]
        if not admitted:
            return arch
        arch = max(admitted, key=score)


def log_probability(probs: Mapping[str, Tensor]) -> Callable[[Arch], float]:
    """log p(z) = sum_c log p_c[z_c] of an architecture."""
    logs = [p.clamp_min(1e-300).log().tolist() for p in probs.values()]
    return lambda arch: sum(log[i] for log, i in zip(logs, arch, strict=True))


def preferred_first(candidates: list[Candidate], spent: float = 1.0) -> list[Candidate]:
    """In the order of preference: first those that are equal to the best one, then the others by loss.

    Equal: mean(l - l*) <= sd(l - l*) / sqrt(n), one paired standard error, where l* are the losses of the lowest mean. Among
    equals those that use the share `spent` come first, in the order of their loss: what one leaves of a spent budget is no
    gain. The rest follow from the cheapest on.

    Args:
        candidates: at least one.
        spent: share of the tightest budget.
    """
    best = min(candidates, key=lambda c: c.loss)

    def place(c: Candidate) -> tuple[bool, bool, float, float]:
        if c is best or _within_one_error(c.losses - best.losses):
            return (False, False, c.loss, c.used) if c.used >= spent else (False, True, c.used, c.loss)
        return True, False, c.loss, c.used

    return sorted(candidates, key=place)


def _within_one_error(difference: np.ndarray) -> bool:
    return bool(difference.mean() <= difference.std(ddof=1) / np.sqrt(len(difference)))

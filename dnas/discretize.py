"""From a distribution to one network: the most probable architectures whose exact costs fit, compared on validation data."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from dnas.blocks import Kind
from dnas.estimator import PairEstimator
from dnas.network import TorchNetwork
from dnas.search import sample
from dnas.space import Arch, SearchSpace


@dataclass(frozen=True)
class Candidate:
    """An architecture that fits, with its losses on the validation images and the share of the tightest budget it uses."""

    arch: Arch
    losses: np.ndarray
    used: float

    @property
    def loss(self) -> float:
        """Mean validation loss (nats)."""
        return float(self.losses.mean())


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
    network: nn.Module, batches: Iterable[tuple[Tensor, Tensor]], figure: Callable[[Tensor, Tensor], Tensor]
) -> np.ndarray:
    """figure(logits, labels), (B,) per batch, of every image: (N,) float64.

    Results are collected in one growing block: a list of small tensors, each made between large temporaries, keeps the heap
    from using its gaps again (140 kB a batch, 350 MB over 2,500 batches of two images).
    """
    found = array("d")
    for x, y in batches:
        found.extend(figure(network(x), y).tolist())
    return np.array(found)


def losses_on(network: nn.Module, batches: Iterable[tuple[Tensor, Tensor]], class_weights: Tensor | None) -> np.ndarray:
    """Cross entropy of every image (N,), weighted by its class."""
    return each(network, batches, lambda logits, y: F.cross_entropy(logits, y, class_weights, reduction="none"))


def decisions_on(network: nn.Module, batches: Iterable[tuple[Tensor, Tensor]]) -> np.ndarray:
    """Class decided for every image, (N,) int64."""
    return each(network, batches, lambda logits, _: logits.argmax(1)).astype(np.int64)


def most_probable(
    probs: Mapping[str, Tensor], fits: Callable[[Arch], bool], rng: np.random.Generator, draws: int, count: int
) -> list[Arch]:
    """Up to `count` architectures that fit, the most probable first, from the mode and `draws` samples."""
    mode = tuple(int(p.argmax()) for p in probs.values())
    pool = {mode} | {sample(probs, rng) for _ in range(draws)}
    logs = [p.clamp_min(1e-300).log().numpy() for p in probs.values()]

    def log_p(arch: Arch) -> float:
        return sum(float(log[i]) for log, i in zip(logs, arch, strict=True))

    found = []
    for arch in sorted(pool, key=lambda a: (-log_p(a), a)):
        if fits(arch):
            found.append(arch)
        if len(found) == count:
            break
    return found


def neighbors(space: SearchSpace, arch: Arch, allowed: list[np.ndarray]) -> list[Arch]:
    """Architectures that differ in one choice: any other operator, or a width one step up or down."""
    found = []
    for index, choice in enumerate(space.choices):
        options = np.flatnonzero(allowed[index])
        if choice.name.endswith(".width"):
            position = int(np.searchsorted(options, arch[index]))
            options = options[max(position - 1, 0) : position + 2]
        found += [(*arch[:index], int(o), *arch[index + 1 :]) for o in options if o != arch[index]]
    return found


def grow(space: SearchSpace, arch: Arch, probs: Mapping[str, Tensor], fits: Callable[[Arch], bool]) -> list[Arch]:
    """Ever larger architectures from `arch` until nothing larger fits.

    In turn, every skipped block takes its most probable operator, then every width goes up one step, last stage first; a
    change that does not fit is left out.

    Returns:
        The sequence, `arch` first, the largest that fits last.
    """
    path = [arch]

    def take(index: int, option: int) -> bool:
        larger = (*path[-1][:index], option, *path[-1][index + 1 :])
        if not fits(larger):
            return False
        path.append(larger)
        return True

    for index, choice in enumerate(space.choices):
        if choice.options[path[-1][index]] == Kind.SKIP:
            weights = probs[choice.name].clone()
            weights[path[-1][index]] = -1.0
            take(index, int(weights.argmax()))
    widths = [i for i, choice in reversed(list(enumerate(space.choices))) if choice.name.endswith(".width")]
    while widths:
        widths = [i for i in widths if path[-1][i] + 1 < len(space.choices[i].options) and take(i, path[-1][i] + 1)]
    return path


def cheapest_equal(candidates: list[Candidate], spent: float = 0.0) -> Candidate:
    """Of those whose loss is within one paired standard error of the best one's, the one that uses least.

    mean(l - l*) <= sd(l - l*) / sqrt(n), where l* are the losses of the candidate with the lowest mean.

    Args:
        candidates: at least one.
        spent: share of the tightest budget; among equals those that use this much come first.
    """
    best = min(candidates, key=lambda c: c.loss)
    equal = [c for c in candidates if c is best or _within_one_error(c.losses - best.losses)]
    return min([c for c in equal if c.used >= spent] or equal, key=lambda c: (c.used, c.loss))


def discretize(
    space: SearchSpace,
    start: list[Arch],
    allowed: list[np.ndarray],
    fits: Callable[[Arch], bool],
    used: Callable[[Arch], float],
    evaluate: Callable[[Arch], np.ndarray],
    estimator: PairEstimator,
    evaluations: int,
) -> tuple[Candidate, list[Candidate]]:
    """Compares the most probable architectures and their neighbors on validation data, all within the hard budget.

    The starting points are evaluated first; then, while evaluations remain, the neighbor of the best network with the
    largest gain that the search's additive model predicts. `cheapest_equal` takes one.

    Args:
        space: the search space.
        start: architectures that fit, the most probable first.
        allowed: per choice which options the search has left.
        fits: exact test of the hard budget.
        used: share of the tightest budget.
        evaluate: validation losses (N,) of an architecture with inherited weights.
        estimator: the search's model of loss differences.
        evaluations: how many networks to evaluate in all.

    Returns:
        The chosen candidate and all that were evaluated, best first.
    """
    tried: dict[Arch, Candidate] = {}

    def run(arch: Arch) -> None:
        tried[arch] = Candidate(arch, evaluate(arch), used(arch))

    for arch in start[:evaluations]:
        run(arch)
    while len(tried) < evaluations:
        best = min(tried.values(), key=lambda c: c.loss)
        fresh = [a for a in neighbors(space, best.arch, allowed) if a not in tried and fits(a)]
        if not fresh:
            break
        run(min(fresh, key=lambda a: (estimator.predict(a) - estimator.predict(best.arch), a)))
    ranked = sorted(tried.values(), key=lambda c: c.loss)
    return cheapest_equal(ranked), ranked


def _within_one_error(difference: np.ndarray) -> bool:
    return bool(difference.mean() <= difference.std(ddof=1) / np.sqrt(len(difference)))

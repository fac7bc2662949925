"""Discretization: only what fits is returned, of equals the cheaper one, neighbors differ in one choice."""

from __future__ import annotations

import math
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
from conftest import every_arch, random_probs, tables
from random_networks import random_inputs, random_network

from dnas.blocks import Kind
from dnas.discretize import (
    Candidate,
    cheapest_equal,
    discretize,
    estimate_batch_norm,
    grow,
    losses_on,
    most_probable,
    neighbors,
)
from dnas.estimator import PairEstimator
from dnas.network import TorchNetwork
from dnas.space import Arch, SearchSpace


@pytest.fixture(scope="module")
def space() -> SearchSpace:
    return tables("tiny", (1, 28, 28), "nucleo_f746").space


def everything(space: SearchSpace) -> list[np.ndarray]:
    return [np.ones(len(c.options), dtype=bool) for c in space.choices]


def log_p(probs: dict[str, torch.Tensor], arch: Arch) -> float:
    return sum(math.log(float(p[i])) for p, i in zip(probs.values(), arch, strict=True))


def test_most_probable_are_those_of_the_enumeration(space: SearchSpace) -> None:
    probs = random_probs(space, np.random.default_rng(0))
    ranked = sorted(every_arch(space), key=lambda a: (-log_p(probs, a), a))
    found = most_probable(probs, lambda arch: True, np.random.default_rng(1), draws=3000, count=6)
    assert found == ranked[:6]

    def fits(arch: Arch) -> bool:
        return arch not in ranked[:3]

    found = most_probable(probs, fits, np.random.default_rng(1), draws=3000, count=6)
    assert found == ranked[3:9]
    assert most_probable(probs, lambda arch: False, np.random.default_rng(1), draws=100, count=6) == []


def test_options_without_probability_are_never_taken(space: SearchSpace) -> None:
    probs = random_probs(space, np.random.default_rng(0))
    probs["stage2.block1"] = torch.tensor([0.0, 1.0, 0.0, 0.0], dtype=torch.float64)
    index = space.choice_index["stage2.block1"]
    assert {a[index] for a in most_probable(probs, lambda a: True, np.random.default_rng(0), 500, 50)} == {1}


def test_neighbors_differ_in_one_choice_and_widths_in_one_step() -> None:
    space = tables("mcu", (3, 32, 32), "nucleo_f746").space
    allowed = everything(space)
    width, op = space.choice_index["stage3.width"], space.choice_index["stage3.block1"]
    allowed[width][4] = False
    allowed[op][2] = False
    arch = tuple(3 if i == width else 1 for i in range(len(space.choices)))
    found = neighbors(space, arch, allowed)
    assert len(found) == len(set(found))
    for other in found:
        assert sum(a != b for a, b in zip(arch, other, strict=True)) == 1
        assert all(ok[i] for ok, i in zip(allowed, other, strict=True))
    assert sorted(a[width] for a in found if a[width] != 3) == [2, 5], "one step among those that are left"
    assert sorted(a[op] for a in found if a[op] != 1) == [0, 3, 4, 5, 6, 7]


def test_neighbors_of_the_smallest_width_only_grow(space: SearchSpace) -> None:
    arch = (0,) * len(space.choices)
    index = space.choice_index["head.width"]
    assert [a[index] for a in neighbors(space, arch, everything(space)) if a[index] != 0] == [1]


def candidate(mean: float, used: float, noise: np.ndarray | float = 0.0, name: int = 0) -> Candidate:
    return Candidate((name,), np.full(400, mean) + noise, used)


def test_of_equally_accurate_networks_the_cheaper_one_is_taken() -> None:
    noise = np.random.default_rng(0).normal(size=400)
    noise -= noise.mean()
    error = float(noise.std(ddof=1)) / 20  # of the paired difference, below
    best = candidate(0.5, used=0.9, name=1)
    near = candidate(0.5 + 0.99 * error, used=0.3, noise=noise, name=2)
    far = candidate(0.5 + 1.01 * error, used=0.1, noise=noise, name=3)
    assert cheapest_equal([best, near]) is near
    assert cheapest_equal([far, best]) is best
    assert cheapest_equal([best, near, far]) is near
    assert cheapest_equal([best]) is best
    assert cheapest_equal([best, near, far], spent=0.8) is best  # doubt goes to what spends the budget
    assert cheapest_equal([best, near], spent=0.95) is near  # nothing does


def test_a_significantly_better_network_wins_whatever_it_spends() -> None:
    noise = np.random.default_rng(0).normal(size=400)
    error = float(noise.std(ddof=1)) / 20
    best, spender = candidate(0.5, used=0.5), candidate(0.5 + 1.5 * error, used=0.9, noise=noise - noise.mean())
    assert cheapest_equal([best, spender], spent=0.8) is best


def test_the_standard_error_is_that_of_pairs() -> None:
    """Losses that rise and fall together: their difference is certain although each mean is not."""
    noise = np.random.default_rng(0).normal(size=400)
    best, cheap = candidate(0.5, 0.9, noise), candidate(0.51, 0.1, noise + 1e-3 * np.random.default_rng(1).normal(size=400))
    assert cheapest_equal([best, cheap]) is best


def test_of_networks_that_use_the_same_the_more_accurate_one_is_taken() -> None:
    noise = np.random.default_rng(0).normal(size=400)
    best, equal = candidate(0.5, 0.4), candidate(0.501, 0.4, noise - noise.mean())
    assert cheapest_equal([equal, best]) is best


def planted(space: SearchSpace, seed: int) -> tuple[dict[Arch, np.ndarray], PairEstimator]:
    """Losses per architecture, additive over the choices with some noise, and an estimator that knows the additive part."""
    rng = np.random.default_rng(seed)
    values = [rng.normal(size=len(c.options)) for c in space.choices]
    estimator = PairEstimator(space.choices)
    estimator.theta = np.concatenate(values)
    noise = {arch: rng.normal(size=50) for arch in every_arch(space)}
    means = {arch: sum(float(v[i]) for v, i in zip(values, arch, strict=True)) for arch in noise}
    return {arch: means[arch] + 0.01 * n for arch, n in noise.items()}, estimator


@pytest.mark.parametrize("seed", range(5))
def test_every_network_that_is_evaluated_or_returned_fits(space: SearchSpace, seed: int) -> None:
    losses, estimator = planted(space, seed)
    prices = tables("tiny", (1, 28, 28), "nucleo_f746")
    limit = float(np.quantile([prices.price(a).flash_bytes for a in losses], 0.3))

    def used(arch: Arch) -> float:
        return prices.price(arch).flash_bytes / limit

    def fits(arch: Arch) -> bool:
        return used(arch) <= 1

    asked = []

    def evaluate(arch: Arch) -> np.ndarray:
        asked.append(arch)
        return losses[arch]

    start = most_probable(random_probs(space, np.random.default_rng(seed)), fits, np.random.default_rng(seed), 300, 4)
    chosen, ranked = discretize(space, start, everything(space), fits, used, evaluate, estimator, evaluations=20)
    assert all(fits(arch) for arch in asked)
    assert fits(chosen.arch)
    assert len(asked) == len(set(asked)) == len(ranked) <= 20
    assert [c.loss for c in ranked] == sorted(c.loss for c in ranked)
    assert set(start) <= set(asked)
    assert ranked[0].loss <= min(float(losses[a].mean()) for a in start)
    around = [a for a in neighbors(space, ranked[0].arch, everything(space)) if fits(a)]
    assert len(asked) == 20 or all(losses[a].mean() >= ranked[0].loss for a in around), "no better network one change away"


def test_without_a_limit_the_descent_finds_the_optimum_of_an_additive_loss(space: SearchSpace) -> None:
    losses, estimator = planted(space, 0)
    best = min(losses, key=lambda a: float(losses[a].mean()))
    start = [(0,) * len(space.choices)]
    _, ranked = discretize(
        space, start, everything(space), lambda a: True, lambda a: 0.5, losses.__getitem__, estimator, evaluations=40
    )
    assert ranked[0].arch == best


def test_evaluations_end_when_every_neighbor_was_seen(space: SearchSpace) -> None:
    losses, estimator = planted(space, 0)
    only = [(0,) * len(space.choices)]
    chosen, ranked = discretize(
        space, only, everything(space), lambda a: a in only, lambda a: 0.5, losses.__getitem__, estimator, evaluations=40
    )
    assert chosen.arch == only[0]
    assert len(ranked) == 1


@pytest.mark.parametrize("share", [0.2, 0.6, 1.0])
def test_growing_never_leaves_the_budget_and_stops_only_at_it(space: SearchSpace, share: float) -> None:
    prices = tables("tiny", (1, 28, 28), "nucleo_f746")
    limit = np.quantile([prices.price(a).flash_bytes for a in every_arch(space)], share)

    def fits(arch: Arch) -> bool:
        return bool(prices.price(arch).flash_bytes <= limit)

    probs = random_probs(space, np.random.default_rng(0))
    start = min(every_arch(space), key=lambda a: prices.price(a).flash_bytes)
    path = grow(space, start, probs, fits)
    assert path[0] == start
    assert all(fits(arch) for arch in path)
    sizes = [prices.price(arch).flash_bytes for arch in path]
    assert all(a < b for a, b in pairwise(sizes))
    for index, choice in enumerate(space.choices):
        last = path[-1]
        if choice.name.endswith(".width") and last[index] + 1 < len(choice.options):
            assert not fits((*last[:index], last[index] + 1, *last[index + 1 :]))
    if share == 1.0:
        for choice, i in zip(space.choices, path[-1], strict=True):
            assert choice.options[i] != Kind.SKIP
            assert not choice.name.endswith(".width") or i == len(choice.options) - 1


def test_batch_norm_takes_the_average_statistics_of_the_batches() -> None:
    torch.manual_seed(0)
    layers = random_network(3)
    network = TorchNetwork(layers)
    batches = [random_inputs(layers, 8, seed) for seed in range(4)]
    first = network.weighted["0"]
    with torch.no_grad():
        seen = [first.affine(x, first.weight, None) for x in batches]
    mean = torch.stack([y.mean(dim=(0, 2, 3)) for y in seen]).mean(dim=0)
    variance = torch.stack([y.var(dim=(0, 2, 3)) for y in seen]).mean(dim=0)
    with torch.no_grad():
        first.norm.running_mean.fill_(123.0)  # what an earlier estimate left
    estimate_batch_norm(network, iter(batches))
    torch.testing.assert_close(first.norm.running_mean, mean, rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(first.norm.running_var, variance, rtol=1e-4, atol=1e-5)
    assert not network.training
    assert first.norm.momentum == 0.1


def test_losses_are_those_of_single_images() -> None:
    network = torch.nn.Flatten()
    x = torch.tensor([[2.0, 0.0], [0.0, 3.0], [1.0, 1.0]]).view(3, 2, 1, 1)
    y = torch.tensor([0, 0, 1])
    found = losses_on(network, [(x[:2], y[:2]), (x[2:], y[2:])], None)
    expected = [math.log(1 + math.exp(-2)), math.log(1 + math.exp(3)), math.log(2)]
    np.testing.assert_allclose(found, expected, rtol=1e-6)
    weighted = losses_on(network, [(x, y)], torch.tensor([1.0, 4.0]))
    np.testing.assert_allclose(weighted, np.array(expected) * [1, 1, 4], rtol=1e-6)


REPOSITORY = Path(__file__).resolve().parents[1]
CODE = """
import dnas.run  # sets the allocator
import os, sys
from pathlib import Path
sys.path.insert(0, "tests")
import torch
from random_networks import quantized
from dnas.discretize import decisions_on
from dnas.geometry import chain, conv, global_avg_pool, linear
from dnas.host import own_peak_bytes
convs = [[conv((28, 28), 1, 16, 3)], [conv((28, 28), 16, 24, 3, (2, 2))]]
layers = chain([*convs, [global_avg_pool((14, 14), 24)], [linear(24, 10)]])
network = quantized(layers, 0)
x, y = torch.rand(2, 1, 28, 28), torch.zeros(2, dtype=torch.int64)
decisions_on(network, ((x, y) for _ in range(20)))
before = own_peak_bytes()
assert len(decisions_on(network, ((torch.rand(2, 1, 28, 28), y) for _ in range(800)))) == 1600
print(own_peak_bytes() - before)
"""


def test_evaluation_in_many_small_batches_takes_no_more_memory_than_in_a_few() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 8_000_000

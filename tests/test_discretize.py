"""Discretization: only what fits is returned, the most probable first; of equals the cheaper one is taken."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from conftest import every_arch, random_probs, tables
from random_networks import random_inputs, random_network

from dnas.annealing import anneal
from dnas.discretize import (
    Candidate,
    apart,
    estimate_batch_norm,
    log_probability,
    losses_on,
    preferred_first,
    widened,
)
from dnas.network import TorchNetwork
from dnas.space import Arch, SearchSpace
from dnas.task import Classification


@pytest.fixture(scope="module")
def space() -> SearchSpace:
    return tables("tiny", (1, 28, 28), "nucleo_f746").space


def everything(space: SearchSpace) -> list[np.ndarray]:
    return [np.arange(len(c.options)) for c in space.choices]


def test_annealing_finds_the_most_probable_architectures_that_are_admitted(space: SearchSpace) -> None:
    probs = random_probs(space, np.random.default_rng(0))
    log_p = log_probability(probs)
    ranked = sorted(every_arch(space), key=lambda a: (-log_p(a), a))

    def found(admits: Callable[[Arch], bool], start: Arch) -> list[Arch]:
        return anneal(start, everything(space), log_p, admits, np.random.default_rng(1), 4000)

    assert found(lambda a: True, ranked[-1])[:4] == ranked[:4]
    assert found(lambda a: a not in ranked[:3], ranked[-1])[0] == ranked[3]
    assert found(lambda a: False, ranked[-1]) == [ranked[-1]]
    assert anneal(ranked[5], everything(space), log_p, lambda a: True, np.random.default_rng(1), 0) == [ranked[5]]


@pytest.mark.parametrize("share", [0.05, 0.3])
def test_annealing_stays_within_the_budget_and_reaches_its_edge(space: SearchSpace, share: float) -> None:
    """Flash is limited, MACs are to be large: on the budget's edge a choice can only grow while another shrinks."""
    prices = tables("tiny", (1, 28, 28), "nucleo_f746")
    limit = float(np.quantile([prices.price(a).flash_bytes for a in every_arch(space)], share))
    fitting = [a for a in every_arch(space) if prices.price(a).flash_bytes <= limit]
    start = min(fitting, key=lambda a: prices.price(a).macs)

    def score(arch: Arch) -> float:
        return 20 * math.log(prices.price(arch).macs)

    found = anneal(
        start, everything(space), score, lambda a: prices.price(a).flash_bytes <= limit, np.random.default_rng(0), 4000
    )
    assert set(found) <= set(fitting)
    assert prices.price(found[0]).macs == max(prices.price(a).macs for a in fitting)
    assert [score(a) for a in found] == sorted(map(score, found), reverse=True)


def test_options_that_have_left_the_space_are_never_taken(space: SearchSpace) -> None:
    options = everything(space)
    index = space.choice_index["stage2.block1"]
    options[index] = np.array([1])
    start = tuple(1 if i == index else 0 for i in range(len(options)))
    log_p = log_probability(random_probs(space, np.random.default_rng(0)))
    assert {a[index] for a in anneal(start, options, log_p, lambda a: True, np.random.default_rng(0), 500)} == {1}
    outside = tuple(0 for _ in options)
    assert anneal(outside, options, log_p, lambda a: True, np.random.default_rng(0), 500)[0][index] == 1, "a start from outside"
    fixed = [np.array([i]) for i in start]
    assert anneal(start, fixed, log_p, lambda a: True, np.random.default_rng(0), 500) == [start]


def test_networks_taken_apart_differ_in_two_choices() -> None:
    ranked = [(0, 0, 0), (0, 0, 1), (0, 1, 1), (2, 1, 0), (2, 1, 1), (2, 2, 2)]
    assert apart(ranked, 3) == [(0, 0, 0), (0, 1, 1), (2, 1, 0)]
    assert apart(ranked, 9) == [(0, 0, 0), (0, 1, 1), (2, 1, 0), (2, 2, 2)]
    assert apart(ranked, 3, least=1) == ranked[:3]


def test_widths_are_raised_until_none_of_them_fits_any_more() -> None:
    """Choice 0 is no width; option 2 of choice 1 has left the space; costs add up to 7 at most."""
    options = [np.arange(3), np.array([0, 1, 3]), np.arange(5)]
    asked: list[Arch] = []

    def admits(arch: Arch) -> bool:
        asked.append(arch)
        return 2 * arch[1] + arch[2] <= 7

    assert widened((1, 0, 0), [1, 2], options, lambda arch: -arch[1], admits) == (1, 1, 4), "the second first, then the other"
    assert widened((1, 0, 0), [1, 2], options, lambda arch: arch[1], admits) == (1, 3, 1)
    assert {arch[0] for arch in asked} == {1}
    assert 2 not in {arch[1] for arch in asked}
    assert widened((0, 3, 1), [1, 2], options, lambda arch: 0.0, admits) == (0, 3, 1), "nothing more fits"
    assert widened((0, 3, 4), [1, 2], options, lambda arch: 0.0, lambda arch: True) == (0, 3, 4), "the widest options"


def candidate(mean: float, used: float, noise: np.ndarray | float = 0.0, name: int = 0) -> Candidate:
    return Candidate(name, np.full(400, mean) + noise, used)


def test_of_equally_accurate_networks_the_cheaper_one_is_taken() -> None:
    noise = np.random.default_rng(0).normal(size=400)
    noise -= noise.mean()
    error = float(noise.std(ddof=1)) / 20  # of the paired difference, below
    best = candidate(0.5, used=0.9, name=1)
    near = candidate(0.5 + 0.99 * error, used=0.3, noise=noise, name=2)
    far = candidate(0.5 + 1.01 * error, used=0.1, noise=noise, name=3)
    assert preferred_first([best, near])[0] is near
    assert preferred_first([far, best])[0] is best
    assert preferred_first([best, near, far])[0] is near
    assert preferred_first([best])[0] is best
    assert preferred_first([best, near, far], spent=0.8)[0] is best  # doubt goes to what spends the budget
    assert preferred_first([best, near], spent=0.25)[0] is best  # both do: the loss decides
    assert preferred_first([best, near], spent=0.95)[0] is near  # nothing does


def test_a_network_whose_loss_is_no_number_is_never_preferred() -> None:
    lost, good = candidate(math.nan, used=0.9, name=1), candidate(9.0, used=0.1, name=2)
    for candidates in ([lost, good], [good, lost]):
        assert preferred_first(candidates) == [good, lost]


def test_the_others_follow_by_loss() -> None:
    order = preferred_first(
        [candidate(0.9, 0.1), candidate(0.6, 0.5), candidate(0.5, 0.9), candidate(0.5, 0.85), candidate(0.5, 0.3)]
    )
    assert [(round(c.loss, 9), c.used) for c in order] == [(0.5, 0.3), (0.5, 0.85), (0.5, 0.9), (0.6, 0.5), (0.9, 0.1)]
    spent = preferred_first([c for c in order if c.loss == 0.5], spent=0.8)
    assert [c.used for c in spent] == [0.85, 0.9, 0.3]


def test_a_significantly_better_network_wins_whatever_it_spends() -> None:
    noise = np.random.default_rng(0).normal(size=400)
    error = float(noise.std(ddof=1)) / 20
    best, spender = candidate(0.5, used=0.5), candidate(0.5 + 1.5 * error, used=0.9, noise=noise - noise.mean())
    assert preferred_first([best, spender], spent=0.8)[0] is best


def test_the_standard_error_is_that_of_pairs() -> None:
    """Losses that rise and fall together: their difference is certain although each mean is not."""
    noise = np.random.default_rng(0).normal(size=400)
    best, cheap = candidate(0.5, 0.9, noise), candidate(0.51, 0.1, noise + 1e-3 * np.random.default_rng(1).normal(size=400))
    assert preferred_first([best, cheap])[0] is best


def test_of_networks_that_use_the_same_the_more_accurate_one_is_taken() -> None:
    noise = np.random.default_rng(0).normal(size=400)
    best, equal = candidate(0.5, 0.4), candidate(0.501, 0.4, noise - noise.mean())
    assert preferred_first([equal, best])[0] is best


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
    found = losses_on(network, [(x[:2], y[:2]), (x[2:], y[2:])], Classification(2))
    expected = [math.log(1 + math.exp(-2)), math.log(1 + math.exp(3)), math.log(2)]
    np.testing.assert_allclose(found, expected, rtol=1e-6)
    weighted = losses_on(network, [(x, y)], Classification(2, torch.tensor([1.0, 4.0])))
    np.testing.assert_allclose(weighted, np.array(expected) * [1, 1, 4], rtol=1e-6)


REPOSITORY = Path(__file__).resolve().parents[1]
CODE = """
import dnas.run  # sets the allocator
import os, sys
from pathlib import Path
sys.path.insert(0, "tests")
import torch
from random_networks import quantized
from dnas.discretize import losses_on
from dnas.geometry import chain, conv, global_avg_pool, linear
from dnas.host import own_peak_bytes
from dnas.task import Classification
convs = [[conv((28, 28), 1, 16, 3)], [conv((28, 28), 16, 24, 3, (2, 2))]]
layers = chain([*convs, [global_avg_pool((14, 14), 24)], [linear(24, 10)]])
network = quantized(layers, 0)
x, y = torch.rand(2, 1, 28, 28), torch.zeros(2, dtype=torch.int64)
losses_on(network, ((x, y) for _ in range(20)), Classification(10))
before = own_peak_bytes()
assert len(losses_on(network, ((torch.rand(2, 1, 28, 28), y) for _ in range(800)), Classification(10))) == 1600
print(own_peak_bytes() - before)
"""


def test_evaluation_in_many_small_batches_takes_no_more_memory_than_in_a_few() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 8_000_000

"""Price tables: at one-hot the discrete cost, in between the average over all architectures, with the right gradient."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from conftest import BOARDS, CHOSEN, SHAPES, SPACES, every_arch, one_hot, random_arch, random_probs, tables

from dnas.cost import host, latency, macs, records, runtime, sram
from dnas.cost.tables import LIVE, METRICS, Expected, Priced, PriceTables, violation, within
from dnas.genotype import Shape
from dnas.relax import probabilities
from dnas.space import Arch

ADDITIVE = ("flash_bytes", "latency_s", "macs", "activation_bytes", "weight_bytes")
TINY = ("tiny", (1, 28, 28), "nucleo_f746")


def truth_of(prices: PriceTables, arch: Arch) -> Priced:
    """The architecture's costs by the formulas, without tables."""
    network = prices.space.network(arch)
    slots = [layers for _, _, layers in prices.space.slots_of(arch) if layers]
    kept = [sum(int(host.layer_activation_bytes(layer)) for layer in layers) for layers in slots]
    return Priced(
        sram_bytes=runtime.lower_bound_bytes(network, prices.device),
        flash_bytes=runtime.flash_bytes(network, prices.device),
        latency_s=latency.seconds(latency.network_cycles(network, prices.device), prices.device),
        macs=macs.network_macs(network),
        activation_bytes=sum(kept),
        checkpointed_bytes=2 * max(kept) + sum(int(host.output_bytes(layers[-1])) for layers in slots),
        weight_bytes=sum(int(host.layer_weight_bytes(layer)) for layer in network),
    )


@pytest.mark.parametrize("name", BOARDS)
@pytest.mark.parametrize("space_name", SPACES)
def test_expectation_at_one_hot_is_the_discrete_cost(space_name: str, name: str) -> None:
    rng = np.random.default_rng([BOARDS.index(name), *space_name.encode()])
    for prices in [*(tables(space_name, shape, name) for shape in SHAPES), tables(space_name, CHOSEN[0], name, CHOSEN)]:
        for _ in range(4):
            arch = random_arch(prices.space, rng)
            expected, truth = prices.expectation(one_hot(prices.space, arch)), truth_of(prices, arch)
            assert prices.price(arch) == truth, arch
            for field in ("sram_bytes", *ADDITIVE):
                assert getattr(expected, field).item() == getattr(truth, field), (field, arch)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("shapes", [(), CHOSEN[1:]])
def test_expectation_is_the_average_over_all_architectures(seed: int, shapes: tuple[Shape, ...]) -> None:
    prices = tables(*TINY, shapes)
    space = prices.space
    probs = random_probs(space, np.random.default_rng(seed))
    average = dict.fromkeys(("sram_bytes", *ADDITIVE), 0.0)
    live = dict.fromkeys((slot.name for slot in space.slots), 0.0)
    persistent = mass = 0.0
    for arch in every_arch(space):
        p = math.prod(float(probs[c.name][i]) for c, i in zip(space.choices, arch, strict=True))
        mass += p
        priced = prices.price(arch)
        for field in average:
            average[field] += p * getattr(priced, field)
        for slot, _, layers in space.slots_of(arch):
            live[slot.name] += p * max((int(b) for b in sram.live_bytes(layers, prices.device.core)), default=0)
        persistent += p * sum(int(records.persistent_bytes(layer, prices.device.core)) for layer in space.network(arch))
    assert mass == pytest.approx(1.0)
    expected = prices.expectation(probs)
    for field in ADDITIVE:
        assert getattr(expected, field).item() == pytest.approx(average[field], rel=1e-12), field
    assert expected.sram_bytes.item() == pytest.approx(max(live.values()) + persistent + records.BASE_BYTES, rel=1e-12)
    assert expected.sram_bytes.item() <= average["sram_bytes"], "a maximum of means is below the mean of the maxima"


def test_expectation_is_the_mean_of_samples_in_the_default_space() -> None:
    prices = tables("mcu", (3, 32, 32), "nucleo_f446")
    rng = np.random.default_rng(5)
    probs = random_probs(prices.space, rng)
    draws = [tuple(int(rng.choice(len(p), p=p.numpy())) for p in probs.values()) for _ in range(600)]
    priced = [prices.price(arch) for arch in draws]
    for field in ADDITIVE:
        values = np.array([getattr(p, field) for p in priced], dtype=float)
        error = values.std(ddof=1) / math.sqrt(len(values))
        assert abs(getattr(prices.expectation(probs), field).item() - values.mean()) < 4 * error, field


def _in_thousands(expected: Expected) -> tuple[torch.Tensor, ...]:
    return tuple(getattr(expected, field) / scale for field, scale in zip(ADDITIVE, (1e3, 1e-3, 1e5, 1e4, 1e4), strict=True))


def test_gradient_of_additive_costs_is_that_of_finite_differences() -> None:
    prices = tables(*TINY)
    names = [c.name for c in prices.space.choices]
    rng = np.random.default_rng(0)
    alphas = [torch.from_numpy(rng.normal(size=len(c.options))).requires_grad_() for c in prices.space.choices]

    def costs(*logits: torch.Tensor) -> tuple[torch.Tensor, ...]:
        return _in_thousands(prices.expectation({n: probabilities(a, 0.8) for n, a in zip(names, logits, strict=True)}))

    assert torch.autograd.gradcheck(costs, alphas)


@pytest.mark.parametrize("shape", [(3, 32, 32), (1, 49, 10)])
def test_gradient_in_the_default_space_along_random_directions(shape: tuple[int, int, int]) -> None:
    prices = tables("mcu", shape, "nucleo_l010rb")
    rng = np.random.default_rng(1)
    alphas = {c.name: torch.from_numpy(rng.normal(size=len(c.options))) for c in prices.space.choices}
    way = {n: torch.from_numpy(rng.normal(size=len(a))) for n, a in alphas.items()}

    def costs(t: torch.Tensor) -> torch.Tensor:
        probs = {n: probabilities(a + t * way[n], 1.0) for n, a in alphas.items()}
        return torch.stack(_in_thousands(prices.expectation(probs)))

    exact = torch.autograd.functional.jacobian(costs, torch.zeros((), dtype=torch.float64))
    h = torch.tensor(1e-5, dtype=torch.float64)
    torch.testing.assert_close(exact, (costs(h) - costs(-h)) / (2 * h), rtol=1e-7, atol=0)


@pytest.mark.parametrize("shape", [(1, 28, 28), (1, 49, 10), (3, 96, 96)])
def test_descent_on_expected_sram_reaches_the_smallest_network(shape: tuple[int, int, int]) -> None:
    """The smooth gradient of the maximum leads to the smallest peak that shortest paths find."""
    prices = tables("mcu", shape, "nucleo_f746")
    alphas = {c.name: torch.zeros(len(c.options), requires_grad=True) for c in prices.space.choices}
    optimizer = torch.optim.Adam(alphas.values(), lr=0.3)
    for _ in range(100):
        cost = prices.expectation({n: probabilities(a, 1.0) for n, a in alphas.items()}).sram_bytes
        optimizer.zero_grad()
        cost.log().backward()
        optimizer.step()
    smallest, arch = prices.smallest_sram(prices.full_mask())
    assert arch is not None
    assert prices.price(arch).sram_bytes == smallest <= cost.item() * (1 + 1e-9)
    assert cost.item() < 1.05 * smallest


def test_gradient_of_sram_points_along_that_of_the_maximum() -> None:
    prices = tables("mcu", (3, 32, 32), "nucleo_f746")
    rng = np.random.default_rng(2)
    for _ in range(10):
        alphas = {c.name: torch.from_numpy(rng.normal(size=len(c.options))).requires_grad_() for c in prices.space.choices}
        expected = prices.expectation({n: probabilities(a, 1.0) for n, a in alphas.items()}).sram_bytes
        expected.backward()
        slope = math.sqrt(sum(float(a.grad.square().sum()) for a in alphas.values() if a.grad is not None))
        with torch.no_grad():
            moved = {n: probabilities(a - 1e-3 * a.grad / slope, 1.0) for n, a in alphas.items() if a.grad is not None}
            assert prices.expectation(moved).sram_bytes < expected


def test_options_that_left_the_space_cost_nothing_and_keep_the_gradient_finite() -> None:
    prices = tables(*TINY)
    alphas = {c.name: torch.zeros(len(c.options), requires_grad=True) for c in prices.space.choices}
    with torch.no_grad():
        alphas["stage2.block1"][2:] = -torch.inf
    probs = {n: probabilities(a, 1.0) for n, a in alphas.items()}
    expected = prices.expectation(probs)
    (expected.sram_bytes + expected.flash_bytes + expected.latency_s).backward()
    for alpha in alphas.values():
        assert alpha.grad is not None
        assert alpha.grad.isfinite().all()
    gradient = alphas["stage2.block1"].grad
    assert gradient is not None
    assert (gradient[2:] == 0).all()


def _enumerated(weights: np.ndarray, mask: tuple[np.ndarray, ...], limit: float) -> float:
    prices = tables(*TINY)
    best = math.inf
    for arch in every_arch(prices.space):
        if not all(allowed[i] for allowed, i in zip(mask, arch, strict=True)):
            continue
        total = np.zeros(len(METRICS))
        for slot, op, _ in prices.space.slots_of(arch):
            i = 0 if slot.tied else prices.space.option(arch, slot.width_in)
            j = prices.space.option(arch, slot.width_out)
            entry = prices.tables[slot.name][:, prices.space.scale_of(arch[0]), i, j, op]
            total[LIVE] = max(total[LIVE], entry[LIVE])
            total[1:] += entry[1:]
        if total[LIVE] <= limit:
            best = min(best, float(weights[1:] @ total[1:]))
    return best


@pytest.mark.parametrize("seed", range(6))
def test_cheapest_is_the_minimum_over_all_architectures(seed: int) -> None:
    prices = tables(*TINY)
    rng = np.random.default_rng(seed)
    weights = rng.uniform(size=len(METRICS)) / np.array([1, 1e3, 1e4, 1e6, 1e5, 1e5, 1e5, 1e5])
    mask = tuple(rng.random(len(a)) < 0.8 for a in prices.full_mask())
    live = np.unique(np.concatenate([t[LIVE].ravel() for t in prices.tables.values()]))
    limit = float(rng.choice([np.inf, *live[len(live) // 2 :: 7]]))
    found, arch = prices.cheapest(weights, mask, limit)
    assert found == pytest.approx(_enumerated(weights, mask, limit), rel=1e-12)
    if arch is None:
        assert found == math.inf
    else:
        assert all(allowed[i] for allowed, i in zip(mask, arch, strict=True))


@pytest.mark.parametrize("name", BOARDS)
@pytest.mark.parametrize("shape", [(1, 28, 28), (1, 49, 10)])
def test_smallest_sram_is_the_minimum_over_all_architectures(name: str, shape: tuple[int, int, int]) -> None:
    prices = tables("tiny", shape, name)
    found, arch = prices.smallest_sram(prices.full_mask())
    assert found == min(prices.price(a).sram_bytes for a in every_arch(prices.space))
    assert arch is not None
    assert runtime.lower_bound_bytes(prices.space.network(arch), prices.device) == found


def test_within_looks_at_the_limits_that_are_given() -> None:
    priced = Priced(
        sram_bytes=100, flash_bytes=200, latency_s=0.5, macs=7, activation_bytes=9, checkpointed_bytes=5, weight_bytes=3
    )
    assert within(priced, {"sram_bytes": 100, "flash_bytes": 200, "latency_s": None})
    assert not within(priced, {"sram_bytes": 99.9, "flash_bytes": 200, "latency_s": None})
    assert violation(priced, {"sram_bytes": 50, "flash_bytes": 400, "latency_s": 0.5}) == pytest.approx(1.0)
    assert violation(priced, {}) == -1.0

"""The search: its start, its sampling, its determinism, and that it finds what was planted, driven by a real Trainer."""

from __future__ import annotations

import io
import logging
import math
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import pytorch_lightning as pl
import torch
from conftest import TWO_BLOCKS, device, every_arch, random_probs, tables

from dnas.cost.tables import Mask, PriceTables
from dnas.cut import cut, smallest
from dnas.device import Budget
from dnas.guard import HostGuard
from dnas.hostplan import HostPlan, Split
from dnas.penalty import PENALTIES
from dnas.sampling import Limits, center, sample
from dnas.search import Batch, SearchModule, SearchSettings, endless
from dnas.space import Arch, SearchSpace, SpaceSpec, StageSpec
from dnas.supernet import SlicedLayer, Supernet
from dnas.task import Classification

SETTINGS = SearchSettings(
    search_epochs=3, weight_lr=0.1, weight_decay=0.0, alpha_lr=0.1, alpha_every=1, temperature_start=1.0, temperature_end=0.5,
    drop_below=0.02,
)  # fmt: skip
NO_LIMIT = Limits(sram_bytes=1e9, flash_bytes=1e9, latency_s=None)
SMALL = SpaceSpec("small", (3,), (StageSpec((4, 8), (), 1, ("skip", "conv_k3", "dwsep_k3")),), head_widths=(8, 16))


def full(space: SearchSpace) -> Mask:
    return tuple(np.ones(len(c.options), dtype=bool) for c in space.choices)


class Batches:
    """Batches in memory, as a loader (a bare list would be taken for several loaders)."""

    def __init__(self, batches: list[Batch]) -> None:
        self.batches, self.batch_size = batches, len(batches[0][1])

    def __len__(self) -> int:
        return len(self.batches)

    def __iter__(self) -> Iterator[Batch]:
        return iter(self.batches)

    def set_epoch(self, epoch: int) -> None:
        """Every epoch is the same."""


def some_batches(count: int, seed: int, size: int = 8) -> list[Batch]:
    """Two classes that differ in brightness."""
    generator = torch.Generator().manual_seed(seed)
    found = []
    for _ in range(count):
        y = torch.randint(2, (size,), generator=generator)
        found.append((torch.rand(size, 1, 12, 12, generator=generator) * (0.5 + 0.5 * y.view(-1, 1, 1, 1)), y))
    return found


def fit(module: SearchModule, batches: list[Batch], epochs: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.getLogger("pytorch_lightning").setLevel(logging.ERROR)
        trainer = pl.Trainer(
            max_epochs=epochs, accelerator="cpu", logger=False, enable_checkpointing=False, enable_progress_bar=False,
            enable_model_summary=False, num_sanity_val_steps=0,
        )  # fmt: skip
        trainer.fit(module, Batches(batches))


def module_of(
    space_spec: SpaceSpec = SMALL,
    seed: int = 0,
    limits: Limits = NO_LIMIT,
    rule: str = "dual",
    settings: SearchSettings = SETTINGS,
    mask: Mask | None = None,
    kind: type[SearchModule] = SearchModule,
) -> SearchModule:
    torch.manual_seed(seed)
    space = SearchSpace(space_spec, (1, 12, 12), 2)
    supernet = Supernet(space, full(space) if mask is None else mask)
    prices = PriceTables(space, device("nucleo_f746"))
    smallest = tuple(0 if mask is None else int(np.flatnonzero(mask[i])[0]) for i in range(len(space.choices)))
    val = Batches(some_batches(3, 99))
    return kind(supernet, prices, limits, PENALTIES[rule](), settings, val, Classification(2), whole_batches(), smallest, seed)


def whole_batches() -> HostGuard:
    """The guard of a host without limit."""
    return HostGuard(HostPlan(None, 0, 0, 0, 0, 0), Path("plan.json"))


def alphas(module: SearchModule) -> list[torch.Tensor]:
    return [a.detach().clone() for a in module.supernet.arch_parameters()]


@pytest.mark.parametrize(("batches", "every", "steps"), [(5, 2, 10), (1, 2, 2), (3, 4, 3), (4, 1, 16)])
def test_alpha_steps_are_counted_over_epochs(batches: int, every: int, steps: int) -> None:
    module = module_of(settings=replace(SETTINGS, search_epochs=4, alpha_every=every))
    module.start_search()
    fit(module, some_batches(batches, 0), 4)
    assert module.val_drawn == steps


def test_samples_follow_the_probabilities() -> None:
    space = SearchSpace(TWO_BLOCKS, (1, 12, 12), 3)
    probs = random_probs(space, np.random.default_rng(0))
    rng, count = np.random.default_rng(1), 4000
    drawn = np.array([sample(probs, rng) for _ in range(count)])
    for column, p in zip(drawn.T, probs.values(), strict=True):
        found = np.bincount(column, minlength=len(p)) / count
        error = np.sqrt(p.numpy() * (1 - p.numpy()) / count)
        assert (np.abs(found - p.numpy()) <= 4.5 * error + 1e-12).all()
    first, second = drawn[:, 1], drawn[:, 2]
    together = float(np.mean((first == 0) & (second == 0)))
    assert together == pytest.approx(float(np.mean(first == 0) * np.mean(second == 0)), abs=0.03), "choices are independent"


def test_options_without_probability_are_never_sampled() -> None:
    probs = {"a": torch.tensor([0.0, 0.3, 0.0, 0.7, 0.0], dtype=torch.float64)}
    rng = np.random.default_rng(0)
    assert {sample(probs, rng)[0] for _ in range(500)} == {1, 3}


def test_batches_repeat_and_are_read_anew() -> None:
    loader = Batches(some_batches(2, 0))
    stream = endless(loader)
    first = [next(stream) for _ in range(4)]
    assert first[0][0] is first[2][0]
    assert first[1][0] is first[3][0]
    later = endless(loader, start=3)
    assert next(later)[0] is first[3][0], "a stream can be taken up anywhere"
    assert next(later)[0] is first[0][0]


@pytest.mark.parametrize(
    ("name", "shape", "slack"),
    [
        ("nucleo_l010rb", (3, 32, 32), 2.0),
        ("nucleo_l010rb", (3, 32, 32), 1.3),
        ("nucleo_f446", (1, 49, 10), 1.5),
    ],
)
def test_center_meets_the_budgets(name: str, shape: tuple[int, int, int], slack: float) -> None:
    """Budgets of `slack` times the smallest reachable figure, all three at once, after the first cut.

    Where the entropy is largest, log p is, in every choice, a constant less the costs' slopes with one multiplier for each.
    """
    prices = tables("mcu", shape, name)
    least = smallest(prices, prices.full_mask())
    budget = Budget(
        int(slack * least["sram"][0]),
        int(1.5 * slack * least["flash"][0]),
        1.5 * slack * least["latency"][0],
        host_ram_bytes=None,
    )
    supernet = Supernet(prices.space, cut(prices, budget))
    limits = Limits(budget.sram_bytes, budget.flash_bytes, budget.latency_s, None)
    center(supernet, prices, limits)
    probs = {name: p.detach().requires_grad_() for name, p in supernet.probs().items()}
    ratios = limits.ratios(prices.expectation(probs))
    assert max(r.item() for r in ratios.values()) == pytest.approx(1.0, abs=0.001), "the widest one uses what it may"
    entropy = sum(-(p[p > 0] * p[p > 0].log()).sum().item() for p in probs.values())
    assert entropy > 3.0, "still a distribution, not one network"
    logs, slopes = [], []
    for ratio in ratios.values():
        found = torch.autograd.grad(ratio, list(probs.values()), retain_graph=True, materialize_grads=True)
        slopes.append(torch.cat([(s - s[p > 0].mean())[p > 0] for p, s in zip(probs.values(), found, strict=True)]))
    for p in probs.values():
        log = p.detach()[p > 0].log()
        logs.append(log - log.mean())
    matrix, log = torch.stack(slopes, 1), torch.cat(logs)
    multipliers = -torch.linalg.lstsq(matrix, log[:, None]).solution
    assert (multipliers > -0.01).all()
    torch.testing.assert_close(-(matrix @ multipliers)[:, 0], log, rtol=0, atol=0.01)
    assert log.abs().max() > 0.1, "the uniform distribution would not do"


def test_center_keeps_everything_equally_likely_under_generous_budgets() -> None:
    module = module_of()
    center(module.supernet, module.tables, NO_LIMIT)
    for p in module.supernet.probs().values():
        torch.testing.assert_close(p.detach(), torch.full_like(p, 1 / len(p)), rtol=0, atol=1e-3)


def test_limits_give_a_ratio_per_constraint() -> None:
    prices = tables("tiny", (1, 28, 28), "nucleo_f746")
    probs = random_probs(prices.space, np.random.default_rng(0))
    expected = prices.expectation(probs)
    ratios = Limits(1000.0, 2000.0, 0.5, 3000.0, samples=4).ratios(expected)
    assert ratios["sram"].item() == pytest.approx(expected.sram_bytes.item() / 1000)
    assert ratios["flash"].item() == pytest.approx(expected.flash_bytes.item() / 2000)
    assert ratios["latency"].item() == pytest.approx(expected.latency_s.item() / 0.5)
    host_bytes = 4 * expected.activation_bytes.item() + expected.weight_bytes.item()
    assert ratios["host_ram"].item() == pytest.approx(host_bytes / 3000)
    assert set(NO_LIMIT.ratios(expected)) == {"sram", "flash"}


@pytest.mark.parametrize("rule", sorted(PENALTIES))
def test_equal_seeds_give_identical_searches(rule: str) -> None:
    runs = []
    for _ in range(2):
        module = module_of(limits=Limits(6000.0, 6000.0, None), rule=rule)
        module.start_search()
        fit(module, some_batches(5, 1), epochs=2)
        runs.append((alphas(module), [p.detach().clone() for p in module.supernet.weight_parameters()]))
    for one, other in zip(*runs, strict=True):
        assert all(torch.equal(a, b) for a, b in zip(one, other, strict=True))
    other_seed = module_of(seed=1, limits=Limits(6000.0, 6000.0, None), rule=rule)
    other_seed.start_search()
    fit(other_seed, some_batches(5, 1), epochs=2)
    assert any(not torch.equal(a, b) for a, b in zip(runs[0][0], alphas(other_seed), strict=True))


def sliced_layers(module: SearchModule) -> list[SlicedLayer]:
    found = [layer for layer in module.supernet.modules() if isinstance(layer, SlicedLayer)]
    assert found
    return found


def test_warm_up_moves_weights_only_and_search_moves_both() -> None:
    module = module_of()
    before, weights = alphas(module), [p.detach().clone() for p in module.supernet.weight_parameters()]
    fit(module, some_batches(5, 1), epochs=1)
    assert all(torch.equal(a, b) for a, b in zip(before, alphas(module), strict=True))
    assert any(not torch.equal(a, b) for a, b in zip(weights, module.supernet.weight_parameters(), strict=True))
    assert all(layer.free for layer in sliced_layers(module))
    module.start_search()
    assert not any(layer.free for layer in sliced_layers(module))
    fit(module, some_batches(5, 1), epochs=1)
    moved = [not torch.equal(a, b) for a, b in zip(before, alphas(module), strict=True)]
    assert moved == [len(c.options) > 1 for c in module.supernet.space.choices]


def test_a_loss_that_is_no_number_does_not_spoil_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    module, batches = module_of(), some_batches(8, 0)
    losses = iter([1.0, 2.0, math.inf, 1.0, 1.0, math.nan, *[1.0, 0.5] * 20])
    monkeypatch.setattr(module, "_loss", lambda *_: next(losses))
    before = alphas(module)
    module.start_search()
    fit(module, batches, 1)
    assert all(torch.isfinite(alpha[alpha > -torch.inf]).all() for alpha in alphas(module))
    assert any(not torch.equal(a, b) for a, b in zip(before, alphas(module), strict=True))
    assert np.isfinite(module.estimator.theta).all()


def test_dropped_options_stay_dropped_and_unlikely_ones_leave() -> None:
    space = SearchSpace(SMALL, (1, 12, 12), 2)
    mask = full(space)
    block = space.choice_index["stage1.block1"]
    mask[block][1] = False
    module = module_of(mask=mask)
    with torch.no_grad():
        module.supernet.alpha["head_width"][0] = -9.0
    module.start_search()
    fit(module, some_batches(5, 1), epochs=2)
    probs = module.supernet.probs()
    assert probs["stage1.block1"][1] == 0
    assert module.supernet.alpha["stage1_block1"][1] == -torch.inf
    assert probs["head.width"].tolist() == [0.0, 1.0]
    for a in module.supernet.arch_parameters():
        assert not a.isnan().any()
        assert a.isfinite().any()


def test_micro_batches_split_a_batch_without_changing_how_much_of_it_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    class Recorded(SearchModule):
        def _weight_step(self, optimizer: object, batch: Batch) -> float:
            hook = self.supernet.register_forward_pre_hook(lambda m, args: seen.append((len(args[0]), args[2])))
            loss = super()._weight_step(optimizer, batch)
            hook.remove()
            return loss

    module = module_of(kind=Recorded)
    monkeypatch.setattr(module.host, "split", lambda priced, batch_size: Split(2, True))
    fit(module, some_batches(2, 1, size=8), epochs=1)
    assert seen == [(2, True)] * 8


def test_weights_learn_from_networks_that_fit_the_board_only() -> None:
    seen = []

    class Recorded(SearchModule):
        def _weight_step(self, optimizer: object, batch: Batch) -> float:
            loss = super()._weight_step(optimizer, batch)
            seen.append(self.tables.price(self.last).flash_bytes)
            return loss

    space = SearchSpace(SMALL, (1, 12, 12), 2)
    prices = PriceTables(space, device("nucleo_f746"))
    sizes = sorted(prices.price(arch).flash_bytes for arch in every_arch(space))
    module = module_of(kind=Recorded, limits=Limits(1e9, sizes[1], None))
    fit(module, some_batches(12, 1), epochs=1)
    assert len(seen) == 12
    assert max(seen) <= sizes[1], "where no sample fits, the last one that did, at first the witness"


def test_a_restored_search_goes_on_as_if_nothing_had_happened() -> None:
    def searched(module: SearchModule, seed: int) -> list[torch.Tensor]:
        module.start_search()
        fit(module, some_batches(5, seed), epochs=1)
        return [*alphas(module), *(p.detach().clone() for p in module.supernet.weight_parameters())]

    whole = module_of()
    searched(whole, 1)
    checkpoint: dict[str, Any] = {"state_dict": {name: value.clone() for name, value in whole.state_dict().items()}}
    whole.on_save_checkpoint(checkpoint)
    buffer = io.BytesIO()
    torch.save(checkpoint, buffer)
    expected = searched(whole, 2)
    other = module_of(seed=5)
    buffer.seek(0)
    loaded = torch.load(buffer, weights_only=True)
    other.on_load_checkpoint(loaded)
    other.load_state_dict(loaded["state_dict"])
    assert all(torch.equal(a, b) for a, b in zip(expected, searched(other, 2), strict=True))


def test_budget_pulls_the_expected_cost_below_it() -> None:
    """A flash budget in the middle of what the space offers, broken at the start: the search ends within it."""
    space = SearchSpace(TWO_BLOCKS, (1, 12, 12), 2)
    prices = PriceTables(space, device("nucleo_f746"))
    with torch.no_grad():
        start = prices.expectation(Supernet(space, full(space)).probs())
    limits = Limits(1e9, 0.93 * start.flash_bytes.item(), None)
    settings = SearchSettings(**{**SETTINGS.__dict__, "search_epochs": 4})
    module = module_of(TWO_BLOCKS, limits=limits, settings=settings)
    module.start_search()
    fit(module, some_batches(30, 1), epochs=4)
    with torch.no_grad():
        found = limits.ratios(prices.expectation(module.supernet.probs(settings.temperature_end)))
    assert found["flash"].item() <= 1.02


class Planted(SearchModule):
    """Real trainer, sampling, estimator and penalty; the validation loss of an architecture is a known function with noise."""

    def _weight_step(self, optimizer: object, batch: Batch) -> float:
        return 0.0

    def _loss(self, x: torch.Tensor, y: torch.Tensor, arch: Arch) -> float:
        named = {c.name: c.options[i] for c, i in zip(self.supernet.space.choices, arch, strict=True)}
        loss = 1.0 + 0.1 * float(self.rng.normal())
        loss -= 0.15 * (named["stage1.block1"] == "dwsep_k3") + 0.05 * (named["stage1.block1"] == "conv_k3")
        loss -= 0.1 * (named["stage1.width"] == "8") + 0.1 * (named["stage1.block2"] == "skip")
        self.val_loss.update(loss)
        self.val_figure.update(torch.zeros(1, 2), torch.zeros(1, dtype=torch.long))
        return loss


def test_search_picks_the_planted_operators_and_width() -> None:
    settings = SearchSettings(**{**SETTINGS.__dict__, "search_epochs": 5})
    module = module_of(TWO_BLOCKS, settings=settings, kind=Planted)
    module.start_search()
    fit(module, some_batches(80, 1), epochs=5)
    probs = module.supernet.probs(settings.temperature_end)
    space = module.supernet.space
    best = {c.name: c.options[int(probs[c.name].argmax())] for c in space.choices}
    assert best["stage1.block1"] == "dwsep_k3"
    assert best["stage1.width"] == "8"
    assert best["stage1.block2"] == "skip"
    assert probs["stage1.width"].max() > 0.8


def distant_pairs(count: int, seed: int, size: int = 32) -> list[Batch]:
    """Noise whose pixels agree with the one 4 to the right (class 0) or 4 below (class 1).

    A stem of 3x3 alone sees neither, behind it a 5x5 kernel sees both.
    """
    generator = torch.Generator().manual_seed(seed)
    found = []
    for _ in range(count):
        y = torch.randint(2, (size,), generator=generator)
        x = torch.rand(size, 1, 12, 12, generator=generator).round()
        across, down = x.clone(), x.clone()
        for i in range(4, 12):
            across[..., i] = across[..., i - 4]
            down[..., i, :] = down[..., i - 4, :]
        found.append((torch.where(y.view(-1, 1, 1, 1) == 0, across, down), y))
    return found


def test_search_finds_the_kernel_that_the_data_need() -> None:
    """Real weights and losses: without the 5x5 block the classes cannot be told apart."""
    need = SpaceSpec("need", (3,), (StageSpec((8,), (), 1, ("skip", "conv_k1", "conv_k5")),), head_widths=(16,))
    settings = SearchSettings(**{**SETTINGS.__dict__, "search_epochs": 3})
    module = module_of(need, settings=settings)
    module.val_batches = endless(Batches(distant_pairs(4, 5)))
    fit(module, distant_pairs(60, 1), epochs=2)
    module.start_search()
    fit(module, distant_pairs(60, 2), epochs=3)
    probs = module.supernet.probs(settings.temperature_end)["stage1.block1"]
    assert int(probs.argmax()) == 2, probs
    assert probs[2] > 0.6

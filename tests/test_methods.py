"""What the search is compared with: each method keeps the budget, uses the epochs it has, and gives the same network again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from test_config import composed

from dnas import config as configuration
from dnas import methods, phases, plan, pruning
from dnas.cost import cost_of, runtime
from dnas.cut import witness
from dnas.design import Design, design_of, priced
from dnas.errors import RequestError
from dnas.geometry import WEIGHTED, Network
from dnas.plan import estimated_time_s, most_held_bytes, predicted_host_bytes
from dnas.precision import outputs_of
from dnas.sampling import sample
from dnas.schedule import losers_epochs, search_epochs
from dnas.setting import Setting, prepare
from dnas.space import Arch, SearchSpace, SpaceSpec, StageSpec


@pytest.fixture
def setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Setting:
    """Digits on a 20 KiB board, the default space; nothing is trained."""
    words = ("debug=default", "space=mcu", "device=nucleo_l010rb", "data.resolution=[16,24]", "search.epochs=4", "seed=1")
    found = prepare(composed(*words), tmp_path)
    monkeypatch.setattr(Setting, "fit", lambda *args: None)
    return found


def test_no_width_is_lost_to_rounding() -> None:
    """15 / 22 * 22 is less than 15 in floating point."""
    spec = SpaceSpec("odd", (3,), (StageSpec((8, 15, 22), (), 0, ()),), head_widths=())
    space = SearchSpace(spec, (1, 28, 28), 10)
    assert [space.genotype(arch).options["stage1.width"] for arch in methods.scaled(space, 0)] == ["22", "15", "8"]


def test_the_schema_names_the_methods_there_are() -> None:
    files = {path.stem for path in (configuration.CONF / "search").glob("*.yaml")}
    assert {"dnas" if name == "default" else name for name in files} == set(methods.METHODS)
    with pytest.raises(RequestError) as refusal:
        composed("search.method=luck")
    assert str(refusal.value) == f"search.method=luck; allowed: {', '.join(methods.METHODS)}"


def test_gray_of_what_has_no_three_channels_is_refused_before_training(tmp_path: Path) -> None:
    for part in ("train", "test"):
        np.save(tmp_path / f"x_{part}.npy", np.zeros((60, 16, 16, 2), np.uint8))
        np.save(tmp_path / f"y_{part}.npy", np.arange(60) % 3)
    config = composed("debug=default", "data=npy", f"data.root={tmp_path}", "data.color=[rgb,gray]", "data.batch_size=8")
    with pytest.raises(RequestError, match=r"data\.color=.*2 channels"):
        prepare(config, tmp_path)


def test_uniform_takes_the_largest_factor_that_fits(setting: Setting) -> None:
    design, network, epochs = methods.uniform(setting)
    assert setting.used(design.layers) <= 1.0
    assert epochs == setting.config.finetune.epochs + search_epochs(setting.config) == 1 + (1 + 4 + 7 + 3 + 2)
    operators = {name: option for name, option in design.genotype.options.items() if ".block" in name}
    assert set(operators.values()) == {"dwsep_k3"}
    assert network.layers == design.layers
    for scale in range(len(setting.space.scales)):
        arch = next(filter(setting.fits, methods.scaled(setting.space, scale)), None)
        if arch is None:
            continue
        assert setting.tables.price(arch).macs <= design.priced.macs
        widths = list(setting.space.widths.values())
        taken = [ws[arch[setting.space.choice_index[name]]] for name, ws in setting.space.widths.items()]
        factor = max(w / max(ws) for w, ws in zip(taken, widths, strict=True))
        larger = min((w / max(ws) for ws in widths for w in ws if w / max(ws) > factor), default=None)
        if larger is not None:
            wider = [max(0, sum(w <= larger * max(ws) for w in ws) - 1) for ws in widths]
            assert not setting.fits((*arch[: -len(widths)], *wider)), "a larger factor would have fit"


def test_the_plan_of_a_method_that_trains_one_network_is_of_that_network(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    design = methods.CHECKS["uniform"](setting)
    assert isinstance(design, Design)
    plan, kept = setting.guard.plan, design.priced.activation_bytes  # quantization-aware training keeps them in float32
    assert most_held_bytes(setting, design) == plan.micro_batch(kept, setting.batch_size) * kept
    assert predicted_host_bytes(setting, design) == plan.predicted_bytes(most_held_bytes(setting, design))
    timed: list[Any] = []

    def seen(network: torch.nn.Module, *rest: Any) -> torch.Tensor:
        timed.append(network)
        return outputs_of(network, *rest)

    monkeypatch.setattr("dnas.plan.outputs_of", seen)
    assert estimated_time_s(setting, design) > 0
    assert {network.layers for network in timed} == {design.layers}


def test_uniform_is_refused_where_no_factor_fits(tmp_path: Path) -> None:
    """The blocks of what fits may be left out; the reference network's may not."""
    config = composed("debug=default", "space=mcu", "device=nucleo_l010rb", "budget.sram=8KiB", "search=uniform")
    setting = prepare(config, tmp_path)
    assert setting.fits(setting.witness)
    with pytest.raises(RequestError, match=r"search=uniform: .* space mcu does not fit at its smallest width: .*sram"):
        methods.CHECKS["uniform"](setting)


def test_random_trains_different_networks_that_fit(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    entered = []

    def contest(setting: Setting, entrants: list) -> tuple:
        entered.extend(entrants)
        return entrants[2][0], entrants[2][1](), 4

    monkeypatch.setattr(methods, "contest", contest)
    design, network, epochs = methods.random(setting)
    assert len(entered) == len({entrant.genotype.to_json() for entrant, _ in entered}) == 8
    assert all(setting.used(entrant.layers) <= 1.0 for entrant, _ in entered)
    total = search_epochs(setting.config)
    assert losers_epochs(8, 1) <= total < losers_epochs(9, 1)
    assert epochs == 1 + total - losers_epochs(8, 1), "what the losers leave of the search's epochs trains the winner"
    assert network.layers == design.layers == entered[2][0].layers
    again = entered[2][1]()
    assert all(torch.equal(a, b) for a, b in zip(network.parameters(), again.parameters(), strict=True))


def test_random_and_the_plan_draw_as_a_search_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the search's first temperature: expected costs meet the budgets there, and at no other one."""
    words = ("debug=default", "device=nucleo_l010rb", "space=mcu_small", "budget.sram=6KiB", "search.temperature_start=8")
    found, drawn = prepare(composed(*words), tmp_path), list[dict[str, torch.Tensor]]()

    def first_drawn(probs: dict[str, torch.Tensor], *_: Any) -> Arch:
        drawn.append(probs)
        return found.witness

    def first_priced(probs: dict[str, torch.Tensor], *_: Any) -> list[Any]:
        drawn.append(probs)
        return [found.tables.price(found.witness)]

    monkeypatch.setattr(methods, "sample", first_drawn)
    monkeypatch.setattr(methods, "FEASIBLE_DRAWS", 1)
    monkeypatch.setattr(methods, "contest", lambda *_: (None, None, 0))
    monkeypatch.setattr(plan, "sampled_prices", first_priced)
    methods.random(found)
    plan.prices_now(found, 1)
    begins = found.supernet.probs(8.0)
    for probs in drawn:
        assert all(torch.equal(p, begins[name]) for name, p in probs.items())
    assert len(drawn) == 2
    assert any(not torch.allclose(p, begins[name]) for name, p in found.supernet.probs().items()), "else nothing is tested"


def test_grow_climbs_as_long_as_the_accuracy_does(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    best = {1: 2, 2: 3, 3: 1}  # cells with the highest accuracy per number of kernels; four kernels bring nothing
    asked = []

    def score(setting: Setting, shape: object, kernels: int, cells: int) -> float:
        asked.append((kernels, cells))
        return 0.1 * min(kernels, 3) - 0.01 * abs(cells - best.get(kernels, 1))

    monkeypatch.setattr(methods, "score", score)
    design, network, epochs = methods.grow(setting)
    assert design.genotype.options == {"kernels": "3", "cells": "1"}
    assert design.shape == (1, 24, 24)
    assert asked == [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3), (2, 4), (3, 1), (3, 2), (4, 1), (4, 2)]
    assert (network.layers, epochs) == (design.layers, 1)


def test_grow_stops_at_the_board_and_trains_every_candidate_once(setting: Setting) -> None:
    design, _, _ = methods.grow(setting)  # without training the accuracy is that of chance
    assert setting.used(design.layers) <= 1.0
    known = {path.name: path.read_text() for path in (setting.folder / "checkpoints").glob("growth_*.json")}
    assert known
    again, _, _ = methods.grow(setting)
    assert again.genotype == design.genotype
    assert methods.score(setting, (1, 24, 24), 4000, 1) == -3.0
    assert methods.score(setting, (1, 24, 24), 1, 5) == -3.0


def test_grow_takes_a_smaller_input_or_says_that_nothing_fits(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(methods, "score", lambda setting, shape, kernels, cells: float(kernels == cells == 1))
    smallest = methods.grown(setting, (1, 16, 16), 1, 1)
    sram_bytes = cost_of(smallest.layers, setting.tables.device).allocation_bytes
    setting.budget = replace(setting.budget, sram_bytes=sram_bytes)
    assert methods.grow(setting)[0].shape == (1, 16, 16)
    setting.budget = replace(setting.budget, sram_bytes=sram_bytes - 1)
    with pytest.raises(RequestError, match=r"one kernel and one cell .* budget\.sram=\d+ B .* needed; .*data\.resolution"):
        methods.grow(setting)


def test_the_published_network_is_taken_as_it_is_or_refused(setting: Setting) -> None:
    with pytest.raises(RequestError, match=r"resnet8 does not fit nucleo_l010rb: budget\.\w+=\d+ B .*, \d+ B .* needed"):
        methods.reference(setting)
    setting.budget = replace(setting.budget, sram_bytes=2**20, flash_bytes=2**20)
    design, network, epochs = methods.reference(setting)
    assert design.genotype.options == {"network": "resnet8"}
    assert design.shape == (1, 24, 24)
    assert network.layers == design.layers
    assert epochs == setting.config.finetune.epochs + search_epochs(setting.config)


def test_a_design_of_no_space_is_priced_as_one_of_a_space(setting: Setting) -> None:
    rng = np.random.default_rng(0)
    for _ in range(10):
        arch = tuple(int(rng.integers(len(choice.options))) for choice in setting.space.choices)
        design = design_of(setting.tables, arch)
        found = priced(design.layers, setting.tables)
        same = ("sram_bytes", "flash_bytes", "latency_s", "macs", "activation_bytes", "weight_bytes")
        assert all(getattr(found, name) == getattr(design.priced, name) for name in same)


def test_prune_searches_dense_networks_and_then_leaves_out_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("debug=default", "space=micro", "device=nucleo_l011k4", "data.resolution=[16,12]", "budget.flash=700B", "seed=1")
    setting = prepare(composed(*words), tmp_path)
    searched: list[Setting] = []
    given: list[torch.Tensor] = []

    def found(inner: Setting) -> methods.Found:
        """The largest of some networks that fit, as a search might find it."""
        searched.append(inner)
        rng, probs = np.random.default_rng(0), inner.supernet.probs()
        fitting = [arch for arch in (sample(probs, rng) for _ in range(300)) if inner.fits(arch)]
        design = inner.design_of(max(fitting, key=lambda arch: inner.tables.price(arch).flash_bytes))
        network = phases.fresh(inner, design.layers)
        given.extend(network.parameters())
        return design, network, 3

    monkeypatch.setattr(methods, "differentiable", found)
    design, network, epochs = methods.prune(setting)
    assert setting.used(design.layers) <= 1.0
    assert network.layers == design.layers
    assert epochs == 3
    assert all(torch.equal(a, b) for a, b in zip(network.parameters(), given, strict=True)), "trained weights are kept"
    assert searched[0].budget.flash_bytes == 2 * setting.budget.flash_bytes == 1400
    assert searched[0].budget.sram_bytes == setting.budget.sram_bytes
    for choice, mask in zip(setting.space.choices, searched[0].supernet.mask, strict=True):
        assert not [option for option, left in zip(choice.options, mask, strict=True) if left and "_d" in option]
    assert any(layer.weights.sparse for layer in design.layers)


def test_pruning_takes_the_slot_that_saves_most(tmp_path: Path) -> None:
    words = ("debug=default", "space=micro", "device=nucleo_l011k4", "data.resolution=16", "seed=1")
    setting = prepare(composed(*words), tmp_path)
    space, device, seen = setting.space, setting.tables.device, []
    arch: Arch | None = tuple(len(c.options) - 1 if c.name in space.widths else 0 for c in space.choices)
    last = arch
    while arch is not None:
        last = arch
        seen.append(runtime.flash_bytes(space.network(arch), device))
        arch = pruning.pruned(space, arch, device, seen[-1] - 1)
    assert last == pruning.sparsest(space, last)
    assert {layer.weights.name for layer in space.network(last) if layer.op in WEIGHTED} == {"int4_d25"}
    steps = -np.diff(seen)
    assert len(steps) > 2
    assert (steps > 0).all()
    assert steps[0] == steps.max(), "the largest saving comes first"


def test_prune_finds_only_networks_that_can_be_pruned_into_the_budget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of what 4-bit weights take can be saved, of what biases take nothing: twice the budget is too much for many."""
    words = ("debug=default", "space=micro", "device=nucleo_l011k4", "data.resolution=16", "budget.flash=600B", "seed=1")
    setting = prepare(composed(*words), tmp_path)
    searched: list[Setting] = []

    def found(inner: Setting) -> methods.Found:
        searched.append(inner)
        raise RequestError("stop here")

    monkeypatch.setattr(methods, "differentiable", found)
    with pytest.raises(RequestError, match="stop here"):
        methods.prune(setting)

    def size_bytes(layers: Network) -> int:
        return runtime.flash_bytes(layers, setting.tables.device)

    (inner,), rng = searched, np.random.default_rng(0)
    left = [np.flatnonzero(mask) for mask in inner.supernet.mask]
    drawn = [tuple(int(rng.choice(options)) for options in left) for _ in range(2000)]
    within = [arch for arch in drawn if inner.used(inner.space.network(arch)) <= 1.0]
    fitting = [arch for arch in within if inner.fits(arch)]
    assert 0 < len(fitting) < len(within)
    for arch in (*fitting[:50], inner.witness):
        lean = pruning.pruned(setting.space, arch, setting.tables.device, 600)
        assert lean is not None
        assert setting.used(setting.space.network(lean)) <= 1.0
    refused = next(arch for arch in within if not inner.fits(arch))
    assert size_bytes(setting.space.network(pruning.sparsest(setting.space, refused))) > 600


def test_prune_is_refused_before_it_searches_where_no_network_can_be_pruned_into_the_budget(tmp_path: Path) -> None:
    words = ("debug=default", "space=micro", "device=nucleo_l011k4", "data.resolution=16", "seed=1")
    setting = prepare(composed(*words), tmp_path)
    least = witness(setting.tables, setting.budget, setting.supernet.mask)
    tight = replace(setting.budget, flash_bytes=runtime.flash_bytes(setting.space.network(least), setting.tables.device) - 1)
    with pytest.raises(
        RequestError, match=r"stores \d+ B with every weight and \d+ B in its sparsest formats, the budget is \d+ B; give"
    ):
        methods.prune(replace(setting, budget=tight))


def test_prune_admits_only_networks_that_are_fast_enough_when_pruned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sparse code is slower: a network may meet the latency with every weight and break it afterwards, trained in vain."""
    words = ("debug=default", "space=micro", "device=nucleo_l011k4", "data.resolution=16", "budget.flash=600B", "seed=1")
    setting = prepare(composed(*words), tmp_path)
    _, mask, _ = pruning.to_be_pruned(setting)
    rng = np.random.default_rng(0)
    left = [np.flatnonzero(options) for options in mask]

    def latency_s(arch: Arch) -> float:
        return cost_of(setting.space.network(arch), setting.tables.device).latency_s

    for _ in range(1000):
        arch = tuple(int(rng.choice(options)) for options in left)
        lean = pruning.pruned(setting.space, arch, setting.tables.device, 600)
        if pruning.can_be_pruned(setting, arch) and lean is not None and latency_s(lean) > latency_s(arch):
            break
    else:
        pytest.fail("no sparse network is slower")
    tight = replace(setting, budget=replace(setting.budget, latency_s=(latency_s(arch) + latency_s(lean)) / 2))
    assert not pruning.can_be_pruned(tight, arch)
    monkeypatch.setattr(methods, "differentiable", lambda inner: pytest.fail("nothing may be trained"))
    monkeypatch.setattr(pruning, "witness", lambda *_: arch)
    with pytest.raises(RequestError, match=r"sparse code is slower; give a larger budget\.latency"):
        methods.prune(tight)


def test_prune_is_refused_where_nothing_can_be_left_out(tmp_path: Path) -> None:
    for number, (device, message) in enumerate(
        [("nucleo_l011k4", r"space tiny has weights int8; .*space=micro"), ("nucleo_f746", r"nucleo_f746 runs \.tflite files")]
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        small = () if device == "nucleo_f746" else ("data.resolution=16",)
        setting = prepare(composed("debug=default", f"device={device}", *small), folder)
        with pytest.raises(RequestError, match=message):
            methods.prune(setting)


@pytest.mark.parametrize("formats", ["int4_m,int4_d50", "int4_p,int4_d50", "int4_d50,int4_d25"])
def test_prune_is_refused_before_it_searches_where_no_sparser_format_saves(formats: str, tmp_path: Path) -> None:
    words = ("debug=default", "space=micro", f"space.weights=[{formats}]", "device=nucleo_l011k4", "data.resolution=16")
    setting = prepare(composed(*words), tmp_path)
    with pytest.raises(RequestError, match=r"for every layer a format that keeps all weights is needed"):
        methods.prune(setting)

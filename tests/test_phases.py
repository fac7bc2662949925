"""The phases of a run on the digits and the tiny space, without the command line."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from conftest import every_arch
from hydra import compose, initialize_config_dir

from dnas import config as configuration
from dnas import finetune, phases
from dnas.cost.tables import within
from dnas.design import Design
from dnas.discretize import log_probability, losses_on
from dnas.errors import RequestError, RunError
from dnas.finetune import FinetuneModule
from dnas.geometry import WeightFormat, weighted_as
from dnas.network import TorchNetwork, fold_batch_norm
from dnas.phases import contest, quantize, train_float
from dnas.quantize import QuantNetwork
from dnas.sampling import sample_within
from dnas.schedule import FINALISTS, losers_epochs, rounds
from dnas.setting import Setting, prepare
from dnas.space import Arch


def prepared(folder: Path, *overrides: str) -> Setting:
    configuration.register()
    with initialize_config_dir(str(configuration.CONF), version_base="1.3"):
        composed = compose("train", overrides=["debug=default", "data.resolution=16", "seed=3", *overrides])
    return prepare(configuration.to_run_config(composed), folder)


@pytest.fixture(scope="module")
def setting(tmp_path_factory: pytest.TempPathFactory) -> Setting:
    return prepared(tmp_path_factory.mktemp("run"))


def test_each_rule_begins_where_it_is_defined(tmp_path: Path) -> None:
    """Ours at the budgets; DUCCIO's, whose strengths come from the excess at the start, at the uniform distribution."""
    for rule, excess in (("dual", False), ("duccio", True)):
        (tmp_path / rule).mkdir()
        found = prepared(tmp_path / rule, "space=mcu", "device=nucleo_l010rb", f"penalty={rule}")
        found.center()
        probs = found.supernet.probs()
        ratios = found.limits.ratios(found.tables.expectation(probs))
        assert (max(ratio.item() for ratio in ratios.values()) > 1.05) == excess
        uniform = [torch.allclose(p[p > 0], 1 / (p > 0).sum().double()) for p in probs.values()]
        assert all(uniform) == excess
        rng = np.random.default_rng(0)
        drawn = [sample_within(probs, found.tables, found.limits, rng, found.witness) for _ in range(100)]
        assert any(not within(priced, found.limits.board) for _, priced in drawn) == excess, "its warm-up trains everything"


def test_a_temperature_leaves_the_start_at_the_budgets(tmp_path: Path) -> None:
    found = prepared(tmp_path, "space=mcu", "device=nucleo_l010rb", "search.temperature_start=2")
    found.center()
    ratios = found.limits.ratios(found.tables.expectation(found.supernet.probs(2.0)))
    assert max(ratio.item() for ratio in ratios.values()) <= 1.05


def test_the_room_for_the_planner_leaves_the_smallest_network(tmp_path: Path) -> None:
    """Near the least SRAM the gap of what is drawn would put the limit of the search below every network."""
    found = prepared(tmp_path)
    least = found.tables.price(found.witness).sram_bytes
    found.limits = replace(found.limits, sram_bytes=1.001 * least)
    assert phases.search_module(found).limits.sram_bytes >= least


def test_too_few_steps_for_alpha_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found, said = prepared(tmp_path, "search.alpha_every=100000"), list[str]()
    monkeypatch.setattr(found.progress, "say", said.append)
    monkeypatch.setattr(Setting, "fit", lambda *args: None)
    phases.search(found)
    assert any("too few for alpha to move" in text for text in said)


def test_one_validation_sample_is_refused(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    for part in ("train", "test"):
        np.save(tmp_path / f"x_{part}.npy", rng.integers(0, 256, (11, 8, 8, 1)).astype(np.uint8))
        np.save(tmp_path / f"y_{part}.npy", np.arange(11) // 10)
    with pytest.raises(RequestError, match=r"data\.val_fraction=0\.1 leaves 1 validation samples"):
        prepared(tmp_path, "data=npy", f"data.root={tmp_path}", "data.batch_size=4")


def architectures(setting: Setting) -> list[tuple[int, ...]]:
    """The first and the last option of every choice: the cheapest path and a larger one."""
    sizes = [len(choice.options) for choice in setting.space.choices]
    return [tuple(0 for _ in sizes), tuple(n - 1 for n in sizes)]


def test_weights_take_their_format_in_the_last_epochs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of the epochs are free; what is measured afterwards is what is stored."""
    setting = prepared(tmp_path, "space=micro", "device=nucleo_l011k4", "finetune.lr=0.05")
    arch = tuple(next((i for i, o in enumerate(c.options) if o.endswith("int4_d50")), 0) for c in setting.space.choices)
    design = setting.design_of(arch)
    network, free = TorchNetwork(design.layers), []
    set_free = TorchNetwork.set_free

    def noted(self: TorchNetwork, value: bool) -> None:
        free.append(value)
        set_free(self, value)

    monkeypatch.setattr(TorchNetwork, "set_free", noted)
    train_float(setting, network, "finetune", 10, design)
    assert free == [True] * 5 + [False] * 5
    assert all(module.layer.weights.sparse for module in network.weighted.values()), "the test is about sparse layers"
    x = torch.rand(4, 1, 16, 16)
    with torch.no_grad():
        trained = network(x)
        for module in network.weighted.values():
            module.weight.copy_(module.stored())
            assert int((module.weight != 0).sum()) <= module.layer.weights.kept(module.weight.numel())
        network.set_free(True)
        assert torch.allclose(network(x), trained, atol=1e-5)


def test_a_training_without_a_free_epoch_has_no_grid_that_stays(tmp_path: Path) -> None:
    """A network that starts anew outgrows the grid of its first weights."""
    setting = prepared(tmp_path)
    design = setting.design_of(architectures(setting)[0])
    network = TorchNetwork(tuple(weighted_as(design.layers, WeightFormat(4))))
    train_float(setting, network, "finetune", 1, design)
    assert not any(module.steps.any() for module in network.weighted.values())
    train_float(setting, network, "contest", 2, design)
    assert all(module.steps.all() for module in network.weighted.values())


def test_what_fails_in_a_resumed_phase_is_not_taken_for_its_checkpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    setting = prepared(tmp_path)
    design = setting.design_of(architectures(setting)[0])
    train_float(setting, TorchNetwork(design.layers), "finetune", 1, design)

    def full(self: FinetuneModule, batch: object, batch_idx: int) -> None:
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory")

    with monkeypatch.context() as patched:
        patched.setattr(FinetuneModule, "training_step", full)
        with pytest.raises(RuntimeError, match="can't allocate memory"):
            train_float(setting, TorchNetwork(design.layers), "finetune", 2, design)
    other = setting.design_of(architectures(setting)[1])
    with pytest.raises(RunError, match="does not fit this version"):
        train_float(setting, TorchNetwork(other.layers), "finetune", 2, other)


def test_a_phase_has_an_order_of_its_own_which_entrants_of_a_round_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting = prepared(tmp_path)
    seen: dict[str, list[int]] = {}
    monkeypatch.setattr(
        Setting, "fit", lambda self, module, phase, epochs, train, val: seen.update({phase: next(iter(train))[1].tolist()})
    )
    design = setting.design_of(architectures(setting)[0])
    for phase in ("contest 1.1", "contest 1.2", "contest 2.1", "finetune"):
        train_float(setting, TorchNetwork(design.layers), phase, 1, design)
    assert seen["contest 1.1"] == seen["contest 1.2"]
    assert len({tuple(seen[phase]) for phase in ("contest 1.1", "contest 2.1", "finetune")}) == 3


def test_a_training_that_rounds_lets_weights_settle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole way at once, in steps that are too small to move anything else."""
    setting = prepared(tmp_path, "finetune.lr=1e-12")
    design = setting.design_of(architectures(setting)[0])
    network = TorchNetwork(tuple(weighted_as(design.layers, WeightFormat(4))))
    monkeypatch.setattr(finetune, "PULL", 1.0)
    train_float(setting, network, "finetune", 2, design)
    for module in network.weighted.values():
        assert torch.allclose(module.weight, module.stored(), atol=1e-6)
        assert not torch.allclose(module.weight, torch.zeros(()), atol=1e-3)


def test_every_training_starts_in_training_mode(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    modes: list[bool] = []

    def fit(self: Setting, module: object, *rest: object) -> None:
        modes.append(module.network.training)  # type: ignore[attr-defined]

    monkeypatch.setattr(Setting, "fit", fit)
    entrants = [(setting.design_of(arch), partial(setting.supernet.extract, arch)) for arch in architectures(setting)]
    design, network, _ = contest(setting, entrants)
    assert not network.training  # as the contest leaves it
    train_float(setting, network, "finetune", 1, design)
    quantize(setting, network, design)
    assert modes == [True] * 4


def test_float_training_learns_and_leaves_statistics_that_fit_the_weights(setting: Setting) -> None:
    arch = architectures(setting)[1]
    network, design = setting.supernet.extract(arch), setting.design_of(arch)
    train_float(setting, network, "finetune", 8, design)
    logged = [row["val/loss"] for row in setting.history.rows if row["phase"] == "finetune"]
    measured = losses_on(network, setting.val_loader(design), setting.task).mean()
    assert measured < 0.5 * np.log(10)
    assert measured < logged[-1] + 0.3  # the re-estimated batch norm is as good as the running one
    quantized = quantize(setting, network, design)
    assert losses_on(quantized, setting.val_loader(design), setting.task).mean() < measured + 0.3


def test_windows_are_cut_from_pictures_before_they_are_made_smaller(tmp_path: Path) -> None:
    """Training images are read with as many pixels in the smallest window as the network's input has, if they have them."""
    rng = np.random.default_rng(0)
    for part, count in (("train", 40), ("test", 8)):
        np.save(tmp_path / f"x_{part}.npy", rng.integers(0, 256, (count, 24, 24, 3), np.uint8))
        np.save(tmp_path / f"y_{part}.npy", np.arange(count) % 2)
    given = ["data=npy", f"data.root={tmp_path}", "data.resolution=[12,18]", "data.color=[rgb,gray]", "data.batch_size=4"]
    for area, sides in ((0.0, (18, 12)), (0.8, (21, 14)), (0.5, (24, 17)), (0.2, (24, 24))):
        folder = tmp_path / str(area)
        folder.mkdir()
        setting = prepared(folder, *given, f"data.augment.crop_min_area={area}")
        assert setting.train_loader(0).dataset.input_shape == (3, sides[0], sides[0])
        x, _ = next(iter(setting.train_loader(0)))
        assert x.shape == (4, 3, 18, 18), "the largest that the search chooses from"
        stems = setting.space.choices[setting.space.choice_index["stem"]].options
        for channels in (1, 3):
            stem = next(i for i, option in enumerate(stems) if option.endswith(f"12x12x{channels}"))
            arch = (stem, *architectures(setting)[0][1:])
            assert setting.space.choice_index["stem"] == 0
            design = setting.design_of(arch)
            loader = setting.train_loader(0, design)
            assert loader.dataset.input_shape == (channels, sides[1], sides[1])
            assert len(loader.dataset.train) == len(setting.data.train)
            assert next(iter(loader))[0].shape == (4, channels, 12, 12)
            assert next(setting.norm_batches(design, 0, 4)).shape[1:] == (channels, 12, 12)


@pytest.mark.parametrize("helps", [True, False])
def test_quantization_aware_training_begins_at_the_rounded_weights_and_stays_only_where_it_helps(
    setting: Setting, monkeypatch: pytest.MonkeyPatch, helps: bool
) -> None:
    design = setting.design_of(architectures(setting)[1])
    network = setting.supernet.extract(architectures(setting)[1])
    train_float(setting, network, "finetune", 4, design)
    folded = fold_batch_norm(network)
    trained: list[torch.nn.Module] = []
    rounded: list[torch.nn.Module] = []

    def fit(self: Setting, module: object, *rest: object) -> None:
        """Changes the last layer."""
        quantized = module.network  # type: ignore[attr-defined]
        trained.append(quantized)
        assert torch.equal(next(iter(quantized.weighted.values())).bias, next(iter(rounded[0].weighted.values())).bias)
        last = list(quantized.weighted.values())[-1]
        with torch.no_grad():
            last.weight.mul_(1.05)
            last.bias.add_(1.0)

    monkeypatch.setattr(Setting, "fit", fit)

    def round_weights(network: QuantNetwork, batches: object, room_bytes: float) -> None:
        rounded.append(network)
        with torch.no_grad():
            next(iter(network.weighted.values())).bias.add_(0.5)

    monkeypatch.setattr(phases, "round_weights", round_weights)
    losses = iter([0.1, 0.2] if helps else [0.2, 0.1])  # after, before
    monkeypatch.setattr(phases, "losses_on", lambda *_: np.array([next(losses)]))
    found = quantize(setting, network, design)
    assert found is (trained if helps else rounded)[0]
    assert len(rounded) == 1
    assert not found.training
    key = list(folded.weighted)[-1]
    untouched = torch.equal(found.weighted[key].weight, folded.weighted[key].weight)
    untouched &= torch.equal(found.weighted[key].bias, folded.weighted[key].bias)
    assert untouched != helps


def test_rounding_begins_with_a_tidied_heap(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may take all that the plan leaves; on top of what float training leaves behind that was 515 of 512 MB once."""
    said: list[str] = []
    monkeypatch.setattr(phases, "tidy", lambda: said.append("tidy"))
    monkeypatch.setattr(phases, "round_weights", lambda *_: said.append("round"))
    arch = architectures(setting)[0]
    phases.rounded(setting, setting.supernet.extract(arch).eval(), setting.design_of(arch))
    assert said == ["tidy", "round", "tidy"]


def test_networks_are_compared_on_the_same_images_whatever_the_host_holds_of_each(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tight host evaluates large networks in smaller batches, which do not end at the same image."""
    chunks: dict[str, int] = {}
    compared: list[int] = []

    def chunk_of(self: Setting, design: Design, copies: int = 1) -> int:
        return chunks.setdefault(design.genotype.to_json(), (32, 7, 3)[len(chunks) % 3])

    def losses_on(*arguments: Any) -> np.ndarray:
        compared.append(len(found := evaluated(*arguments)))
        return found

    evaluated = phases.losses_on
    for owner, name, value in (
        (phases, "VAL_LIMIT", 50),
        (phases, "losses_on", losses_on),
        (Setting, "chunk_of", chunk_of),
        (Setting, "fit", lambda *args: None),
        (setting.config.search, "shortlist", 6),
    ):
        monkeypatch.setattr(owner, name, value)
    phases.search(setting)
    phases.select(setting)
    assert set(compared) == {64, 56, 51}, "what the batches hold; the first 50 images count"


def test_networks_are_compared_on_images_of_all_classes(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    """Data sets may be sorted by class, and validation parts keep the order."""
    seen: list[np.ndarray] = []

    def losses_on(network: TorchNetwork, batches: Any, task: Any) -> np.ndarray:
        seen.append(np.concatenate([y.numpy() for _, y in batches]))
        return np.zeros(len(seen[-1]))

    val = setting.data.val
    ordered = replace(setting.data, val=val.subset(np.argsort(val.labels, kind="stable")))
    monkeypatch.setattr(setting, "data", ordered)
    monkeypatch.setattr(setting, "shaped", {ordered.input_shape: ordered})
    monkeypatch.setattr(phases, "losses_on", losses_on)
    monkeypatch.setattr(phases, "VAL_LIMIT", len(val) // 2)
    for arch in architectures(setting)[:2]:
        phases.inherited_loss(setting, arch)
    assert len(set(setting.data.val.labels[: len(val) // 2].tolist())) <= 6, "the first half holds about half of the classes"
    assert len(set(seen[0].tolist())) >= 9
    assert seen[0].tolist() == seen[1].tolist()


def test_finalists_are_of_several_sizes_and_fit(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Setting, "fit", lambda *args: None)
    monkeypatch.setattr(phases, "NORM_IMAGES", 32)
    monkeypatch.setattr(phases, "VAL_LIMIT", 32)
    phases.search(setting)
    found = phases.select(setting)
    assert 2 <= len(found) == len(set(found)) <= FINALISTS
    assert all(setting.fits(arch) for arch in found)
    macs = [setting.tables.price(arch).macs for arch in found]
    probs = setting.supernet.probs(setting.config.search.temperature_end)
    log_p = log_probability({name: p.detach() for name, p in probs.items()})
    most = phases.GROWTH * min(macs)
    assert max(macs) > 2 * min(macs)
    assert max(macs) >= phases.ROOM * min(most, max(setting.tables.price(a).macs for a in every_arch(setting.space)))
    assert log_p(found[0]) >= max(log_p(arch) for arch in found) - math.log(4), "the first are those of any size"


def test_where_the_distribution_ends_beyond_a_budget_its_neighbors_are_finalists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its expectation met the budget, its most probable network does not, and nothing else is left in the space."""
    setting = prepared(tmp_path)
    monkeypatch.setattr(Setting, "fit", lambda *args: None)
    monkeypatch.setattr(phases, "inherited_loss", lambda setting, arch: 1.0)
    phases.search(setting)
    mode = tuple(int(np.flatnonzero(allowed)[-1]) for allowed in setting.supernet.built)
    with torch.no_grad():
        for alpha, option in zip(setting.supernet.arch_parameters(), mode, strict=True):
            alpha[:] = -torch.inf
            alpha[option] = 0.0
    limit = setting.tables.price(mode).sram_bytes - 1
    monkeypatch.setattr(setting, "budget", replace(setting.budget, sram_bytes=limit))

    def apart_from_mode(arch: Arch) -> int:
        return sum(a != b for a, b in zip(arch, mode, strict=True))

    found = phases.select(setting)
    assert len(set(found)) == FINALISTS
    assert all(setting.fits(arch) for arch in found)
    assert sorted(map(apart_from_mode, found))[FINALISTS // 2] <= 3 < apart_from_mode(setting.witness)


def test_finalists_that_use_one_budget_are_widened_within_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What they leave of the others would buy nothing; those that leave some of every budget are small on purpose."""
    setting = prepared(tmp_path, "space=micro_digits", "device=nucleo_l011k4", "budget.flash=1500B", "data.resolution=24")
    monkeypatch.setattr(Setting, "fit", lambda *args: None)
    monkeypatch.setattr(phases, "NORM_IMAGES", 32)
    monkeypatch.setattr(phases, "VAL_LIMIT", 32)
    phases.search(setting)
    found = phases.select(setting)
    with monkeypatch.context() as patch:
        patch.setattr(phases, "widened", lambda arch, *args: arch)
        before = phases.select(setting)

    def used(arch: Arch) -> float:
        return setting.used(setting.space.network(arch))

    assert found != before
    assert {arch for arch in before if used(arch) < phases.SPENT} <= set(found)
    assert max(setting.tables.price(arch).macs for arch in found) <= phases.GROWTH * setting.tables.price(before[0]).macs
    assert all(used(arch) <= 1.0 for arch in found)
    assert all(any(all(w >= b for w, b in zip(arch, old, strict=True)) for old in before) for arch in found)
    left = [1.0 - setting.design_of(arch).priced.flash_bytes / setting.budget.flash_bytes for arch in (*found, *before)]
    assert np.mean(left[: len(found)]) < np.mean(left[len(found) :])


def test_the_contest_halves_and_goes_on_with_the_better(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    """Losses are planted: of five networks the fourth is the best and the second next, too close to be told apart."""
    rng = np.random.default_rng(0)
    means, trained = [0.9, 0.51, 0.7, 0.5, 0.8], []
    design = setting.design_of(architectures(setting)[0])
    networks = {number: TorchNetwork(design.layers) for number in range(5)}
    shares = iter((0.5, 0.9, 0.9, 0.95, 0.9, 0.9, 0.9, 0.95, 0.9, 0.95))

    def train_float(setting: Setting, network: TorchNetwork, phase: str, epochs: int, design: Design) -> None:
        trained.append((phase, epochs))

    def losses_on(network: TorchNetwork, *rest: Any) -> np.ndarray:
        number = next(n for n, other in networks.items() if other is network)
        return means[number] + rng.normal(0, 0.5, 200)

    monkeypatch.setattr(phases, "train_float", train_float)
    monkeypatch.setattr(phases, "losses_on", losses_on)
    monkeypatch.setattr(Setting, "used", lambda *args: next(shares))
    found, network, epochs = contest(setting, [(design, partial(networks.__getitem__, number)) for number in range(5)])
    assert [phase for phase, _ in trained] == [
        *(f"contest 1.{n}" for n in (1, 2, 3, 4, 5)), *(f"contest 2.{n}" for n in (2, 3, 4)), "contest 3.2", "contest 3.4",
    ]  # fmt: skip
    assert [length for _, length in trained] == [1] * 8 + [2] * 2
    assert (found, network, epochs) == (design, networks[1], 4), "equal to the best one, and cheaper"


def test_one_network_alone_wins_untrained(setting: Setting) -> None:
    design = setting.design_of(architectures(setting)[0])
    network = TorchNetwork(design.layers)
    assert contest(setting, [(design, lambda: network)]) == (design, network, 0)


def test_rounds_of_a_contest() -> None:
    assert rounds(1, 3) == []
    assert rounds(2, 3) == [(2, 3)]
    assert rounds(5, 2) == [(5, 2), (3, 2), (2, 4)]
    assert losers_epochs(8, 2) == 7 * 2 + 3 * 2 + 1 * 4


def test_the_witness_fits(setting: Setting) -> None:
    assert setting.fits(setting.witness)


def test_changed_data_are_noticed(tmp_path: Path) -> None:
    """A picture more, and another fifth would be the test part: what was learned from could be tested on."""
    rng = np.random.default_rng(0)
    for part, count in (("train", 64), ("test", 8)):
        np.save(tmp_path / f"x_{part}.npy", rng.integers(0, 256, (count, 16, 16, 1), dtype=np.uint8))
        np.save(tmp_path / f"y_{part}.npy", np.arange(count) % 2)
    words = ("data=npy", f"data.root={tmp_path}", "data.batch_size=8")
    (tmp_path / "run").mkdir()
    for _ in range(2):
        prepared(tmp_path / "run", *words)
    np.save(tmp_path / "y_train.npy", (np.arange(64) + 1) % 2)
    with pytest.raises(RequestError, match=r"labels or samples are not those with which the run in .* began"):
        prepared(tmp_path / "run", *words)

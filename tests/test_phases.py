"""The phases of a run on the digits and the tiny space, without the command line."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hydra import compose, initialize_config_dir

from dnas import config as configuration
from dnas import phases
from dnas.design import Design
from dnas.discretize import losses_on
from dnas.phases import contest, finalists, quantize, train_float
from dnas.setting import Setting, prepare


@pytest.fixture(scope="module")
def setting(tmp_path_factory: pytest.TempPathFactory) -> Setting:
    configuration.register()
    overrides = ["debug=default", "data.resolution=16", "seed=3"]
    with initialize_config_dir(str(configuration.CONF), version_base="1.3"):
        composed = compose("train", overrides=overrides)
    return prepare(configuration.to_run_config(composed), Path(tmp_path_factory.mktemp("run")))


def architectures(setting: Setting) -> list[tuple[int, ...]]:
    """The first and the last option of every choice: the cheapest path and a larger one."""
    sizes = [len(choice.options) for choice in setting.space.choices]
    return [tuple(0 for _ in sizes), tuple(n - 1 for n in sizes)]


def test_every_training_starts_in_training_mode(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    modes: list[bool] = []

    def fit(self: Setting, module: object, *rest: object) -> None:
        modes.append(module.network.training)  # type: ignore[attr-defined]

    monkeypatch.setattr(Setting, "fit", fit)
    entrants = [(setting.design_of(arch), partial(setting.supernet.extract, arch)) for arch in architectures(setting)]
    design, network = contest(setting, entrants)
    assert not network.training  # as the contest leaves it
    train_float(setting, network, "finetune", 1, design)
    quantize(setting, network, design)
    assert modes == [True] * 4


def test_float_training_learns_and_leaves_statistics_that_fit_the_weights(setting: Setting) -> None:
    arch = architectures(setting)[1]
    network, design = setting.supernet.extract(arch), setting.design_of(arch)
    train_float(setting, network, "finetune", 8, design)
    logged = [row["val/loss"] for row in setting.history.rows if row["phase"] == "finetune"]
    measured = losses_on(network, setting.val_loader(design), setting.weights).mean()
    assert measured < 0.5 * np.log(10)
    assert measured < logged[-1] + 0.3  # the re-estimated batch norm is as good as the running one
    quantized = quantize(setting, network, design)
    assert losses_on(quantized, setting.val_loader(design), setting.weights).mean() < measured + 0.3


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
        (setting.config.search, "evaluations", 6),
        (setting.config.search, "shortlist", 6),
    ):
        monkeypatch.setattr(owner, name, value)
    phases.select(setting, phases.search(setting))
    assert set(compared) == {64, 56, 51}, "what the batches hold; the first 50 images count"


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ([0.4, 0.5, 0.6, 0.7, 0.85, 0.9], [0.4, 0.85, 0.9]),  # the one between spends the budget
        ([0.8, 0.85, 0.9, 0.95], [0.8, 0.9, 0.95]),
        ([0.1, 0.2, 0.3, 0.4], [0.1, 0.3, 0.4]),  # nothing does: the one in the middle
        ([0.9, 0.95], [0.9, 0.95]),
        ([0.9], [0.9]),
    ],
)
def test_finalists_reach_from_the_found_network_to_the_largest(shares: list[float], expected: list[float]) -> None:
    found = finalists([(i,) for i in range(len(shares))], lambda arch: shares[arch[0]])
    assert [shares[arch[0]] for arch in found] == expected


def test_the_witness_fits(setting: Setting) -> None:
    assert setting.fits(setting.witness)

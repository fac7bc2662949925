"""Every file in conf/experiment starts: on made data of its data set's format the space is cut, priced, planned and stepped.

And so do the ablations, which put other parts into the search.
"""

from __future__ import annotations

import importlib
from pathlib import Path

import numpy as np
import pytest
from hydra import compose, initialize_config_dir
from sounds import write_cars

from dnas import config as configuration
from dnas.data.named import GROUPED, KNOWN
from dnas.plan import plan_text
from dnas.setting import prepare

EXPERIMENTS = sorted(path.stem for path in (configuration.CONF / "experiment").glob("*.yaml"))


def made(folder: Path, shape: tuple[int, int, int], classes: int) -> None:
    """Noise with labels, eight pictures of a class."""
    rng = np.random.default_rng(0)
    for part in ("train", "test"):
        labels = np.repeat(np.arange(classes), 8)
        np.save(folder / f"x_{part}.npy", rng.integers(0, 256, (len(labels), *shape), dtype=np.uint8))
        np.save(folder / f"y_{part}.npy", labels)


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_every_experiment_starts(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configuration.register()
    words = [f"experiment={name}", "data.batch_size=8", "budget.host_ram=null", "dry_run=true", f"data.root={tmp_path}"]
    with initialize_config_dir(str(configuration.CONF), version_base="1.3"):
        config = configuration.to_run_config(compose("train", overrides=words))
    if config.data.name == "digits":
        config.data.root = None
    elif config.data.name == "toyadmos":
        monkeypatch.setenv("DNAS_CACHE", str(tmp_path / "cache"))
        write_cars(tmp_path, training=3)
    else:
        grouped = GROUPED.get(config.data.name)
        known = KNOWN.get(config.data.name if grouped is None else grouped.of, KNOWN["mnist"])
        made(tmp_path, known.shape, known.classes)
    setting = prepare(config, tmp_path)
    assert setting.fits(setting.witness)
    text = plan_text(setting)
    assert f"data      {config.data.name}" in text
    assert "min of training" in text


@pytest.mark.parametrize("variant", ["fixed weights 10", "weighted sum"])
def test_ablations_that_replace_parts_run(variant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(configuration.CONF.parent / "experiments" / "05_low_end")
    ablations = importlib.import_module("ablations")
    words = ("debug=default", "data=npy", "data.batch_size=4", "finetune.epochs=8", "device=nucleo_l010rb")
    monkeypatch.setattr(ablations, "WORDS", (*words, "budget.latency=250ms", "budget.host_ram=null"))
    made(tmp_path, (16, 16, 1), 10)
    found = ablations.run(tmp_path, variant, 0)
    assert 0 < found["used"] <= 1, "the network found meets the budgets"
    assert variant in ablations.table({f"{variant} seed 0": found})

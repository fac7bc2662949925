"""The configuration: every file under conf/ composes to a checked run, and what is wrong is refused by name."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import pytest
from hydra import compose, initialize_config_dir
from hydra.errors import HydraException

from dnas import config as configuration
from dnas import train
from dnas.config import CONF, budget_of, profile_of, space_of
from dnas.errors import RequestError
from dnas.schema import RunConfig

GROUPS = ("budget", "data", "debug", "device", "experiment", "logger", "penalty", "quantize", "search", "space", "trainer")
NOT_CHOSEN = {"core"}
"""Folders that other files include."""
OPTIONS = [(group, path.stem) for group in GROUPS for path in sorted((CONF / group).glob("*.yaml"))]


def composed(*overrides: str) -> RunConfig:
    configuration.register()
    with initialize_config_dir(str(CONF), version_base="1.3"):
        return configuration.to_run_config(compose("train", list(overrides)))


def refusal(overrides: Sequence[str]) -> str:
    """The message that refuses a configuration, as the entry point would print it."""
    with pytest.raises((RequestError, HydraException)) as caught:
        budget_of((config := composed(*overrides)).budget, profile_of(config.device))
    return str(caught.value) if caught.type is RequestError else train.explain(caught.value)


def test_every_folder_of_conf_is_a_group_that_is_tested() -> None:
    assert {path.name for path in CONF.iterdir() if path.is_dir()} - NOT_CHOSEN <= set(GROUPS)
    assert {path.name for path in CONF.glob("*.yaml")} == {"train.yaml"}
    assert len(OPTIONS) > 25


@pytest.mark.parametrize(("group", "option"), OPTIONS)
def test_every_option_composes(group: str, option: str) -> None:
    config = composed(f"{group}={option}")
    device = profile_of(config.device)
    budget = budget_of(config.budget, device)
    assert 0 < budget.sram_bytes <= device.arena_offer_bytes
    assert space_of(config.space).stages
    if group == "device":
        assert device.name == option
        assert device.coefficients
    if group in ("data", "space"):
        assert getattr(config, group).name == option


def test_the_default_is_the_main_job() -> None:
    config = composed()
    assert (config.device.name, config.data.name, config.space.name) == ("nucleo_f746", "digits", "mcu")
    assert (config.penalty.rule, config.logger.kind, config.seed, config.dry_run) == ("dual", "wandb", 0, False)
    assert config.search.epochs == config.data.search_epochs
    assert config.finetune.epochs == config.data.finetune_epochs
    assert config.run.dir is None


def test_values_follow_what_was_typed() -> None:
    config = composed(
        "budget.sram=64KiB", "budget.flash=100KB", "budget.latency=20ms", "budget.host_ram=512MB", "search.epochs=3"
    )
    budget = budget_of(config.budget, profile_of(config.device))
    assert (budget.sram_bytes, budget.flash_bytes, budget.host_ram_bytes) == (65536, 100_000, 512_000_000)
    assert budget.latency_s == pytest.approx(0.02)
    assert config.search.epochs == 3


@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        (["budget.host_rom=1"], ["budget.host_rom", "host_ram"]),
        (["nothing=1"], ["nothing", "seed"]),
        (["device=nucleo_f999"], ["device=nucleo_f999", "nucleo_f746", "rp2040"]),
        (["data=imagenet"], ["data=imagenet", "cifar10"]),
        (["space=huge"], ["space=huge", "mcu", "tiny"]),
        (["penalty=l2"], ["penalty=l2", "dual", "duccio"]),
        (["finetune.optimizer=adam"], ["finetune.optimizer=adam", "sgd, soap"]),
        (["logger=paper"], ["logger=paper", "wandb", "csv"]),
        (["experiment=none_such"], ["experiment=none_such"]),
        (["seed=abc"], ["seed", "abc"]),
        (["seed=-1"], ["seed=-1", "from 0"]),
        (["seed=18446744073709551616"], ["seed=18446744073709551616", "up to"]),
        (["trainer.threads=100000"], ["trainer.threads=100000", "up to 256"]),
        (["finetune.weight_decay=-1"], ["finetune.weight_decay=-1", "from 0"]),
        (["search.weight_decay=nan"], ["search.weight_decay=nan", "from 0"]),
        (["data.root=~/digits"], ["data.root=~/digits", "quotes"]),
        (["run.dir=/tmp/a=b"], ["run.dir=/tmp/a=b", "quotes"]),
        (["seed=${nothing}"], ["nothing", "seed"]),
        (["search.epochs=0"], ["search.epochs=0", "from 1"]),
        (["finetune.epochs=0"], ["finetune.epochs=0", "from 1"]),
        (["finetune.teachers=-1"], ["finetune.teachers=-1", "from 0"]),
        (["finetune.teachers=65"], ["finetune.teachers=65", "up to 64"]),
        (["data.batch_size=1"], ["data.batch_size=1"]),
        (["trainer.threads=0"], ["trainer.threads=0"]),
        (["search.weight_lr=nan"], ["search.weight_lr=nan"]),
        (["finetune.lr=1e300"], ["finetune.lr=1e+300", "to 1e+30"]),
        (["search.temperature_start=1e-300"], ["search.temperature_start=1e-300", "from 1e-30"]),
        (["search.drop_below=1"], ["search.drop_below=1.0"]),
        (["quantize.calibration_batches=1" + 22 * "0"], ["quantize.calibration_batches=1", "up to 1000000000"]),
        (["data.resolution=3"], ["data.resolution=3", "from 4"]),
        (["data.resolution=[]"], ["data.resolution=[]"]),
        (["data.resolution=[48,48]"], ["data.resolution=[48, 48]", "each once"]),
        (["data.resolution=[48,null]"], ["null", "whole numbers"]),
        (["data.resolution=large"], ["data.resolution='large'", "null"]),
        (["data.resolution={a:1}"], ["data.resolution", "whole numbers"]),
        (["data.color=blue"], ["data.color=blue", "rgb, gray"]),
        (["data.color=''"], ["data.color=", "rgb, gray"]),
        (["data.color=[rgb,rgb]"], ["data.color=['rgb', 'rgb']", "each once"]),
        (["data.augment.noise=-1"], ["data.augment.noise=-1"]),
        (["space.stages=[]"], ["space.stages"]),
        (["penalty.rule=l2"], ["penalty.rule=l2", "dual"]),
        (["dry_run=maybe"], ["dry_run", "maybe"]),
        (["budget.sram=[1,2]"], ["budget.sram", "[1,2]"]),
        (["foo"], ["foo"]),
        (["budget.sram=12parsecs"], ["budget.sram", "12parsecs", "KiB"]),
        (["budget.sram=-5KB"], ["budget.sram", "-5KB"]),
        (["budget.sram=nan"], ["budget.sram", "nan"]),
        (["budget.flash=0"], ["budget.flash", "above zero"]),
        (["budget.latency=fast"], ["budget.latency", "fast", "20ms"]),
        (["budget.latency=0ms"], ["budget.latency", "0ms"]),
        (["budget.latency=1e300"], ["budget.latency", "1,000,000 s at most"]),
        (["budget.host_ram=lots"], ["budget.host_ram", "lots"]),
        (["budget.sram=1MiB"], ["budget.sram=1MiB", "nucleo_f746", "319488"]),
        (["budget.flash=2MiB"], ["budget.flash=2MiB", "nucleo_f746"]),
        (["device.clock_hz=0"], ["clock_hz"]),
        (["device.clock_hz=99999999999999999999"], ["clock_hz", "1,000,000,000,000"]),
        (["device.sram=abc"], ["device.sram", "abc"]),
    ],
    ids=lambda value: " ".join(value) if value and "=" in value[0] else None,
)
def test_what_is_wrong_is_refused_by_name(overrides: list[str], said: list[str]) -> None:
    message = refusal(overrides)
    assert not [part for part in said if part not in message], message
    assert "\n" not in message
    assert "object_type" not in message


def test_a_saved_configuration_reads_back_the_same(tmp_path: Path) -> None:
    config = composed("device=nucleo_l010rb", "budget.latency=20ms", "seed=7", "run.dir=somewhere", "data.augment.shift_px=3")
    configuration.save(config, tmp_path / "config.yaml")
    assert asdict(configuration.load(tmp_path / "config.yaml")) == asdict(config)


@pytest.mark.parametrize(
    "text",
    ["", "seed: abc", "nothing: 1", "seed: [", "seed: -1", "- 1", "[" * 20000, "seed: " + "9" * 5000, "#" * 2_000_000,
     "name: &a [x, x]\ndata: [*a, *a]"],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_what_is_no_configuration_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(text)
    with pytest.raises(RequestError):
        configuration.load(tmp_path / "config.yaml")
    with pytest.raises(RequestError, match="absent"):
        configuration.load(tmp_path / "absent.yaml")


def test_a_board_file_that_is_no_yaml_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(CONF, tmp_path / "conf")
    monkeypatch.setattr(configuration, "CONF", tmp_path / "conf")
    for content in (b"name: [\n", b"name: \xff\n"):
        (tmp_path / "conf" / "device" / "rp2040.yaml").write_bytes(content)
        with pytest.raises(RequestError, match=r"conf/device/rp2040\.yaml: ") as refused:
            configuration.board("rp2040")
        assert "\n" not in str(refused.value)


@pytest.mark.parametrize("project", ["", "a/b", "x" * 129])
def test_a_project_that_wandb_would_refuse_after_the_run_is_refused_before(project: str) -> None:
    with pytest.raises(RequestError, match=r"logger\.project=.*W&B allows names of 1 to 128 characters without"):
        composed("logger=wandb", f"logger.project='{project}'")
    composed("logger=csv", f"logger.project='{project}'")


@pytest.mark.parametrize("name", ["../../x", "/x", "''"])
def test_a_name_leads_to_a_folder_in_results(name: str) -> None:
    with pytest.raises(RequestError, match="it names a folder in results/"):
        composed(f"name={name}")


def test_several_options_of_a_group_are_refused() -> None:
    """Hydra would take the last one in silence."""
    train.check_groups({"data": "digits", "penalty": None})
    with pytest.raises(RequestError, match=r"^space=\[mcu,micro\]: one option is taken; .* -m space=mcu,micro$"):
        train.check_groups({"data": "digits", "space": ["mcu", "micro"]})


def test_keys_that_a_plus_would_slip_in_are_refused() -> None:
    assert "budget.latncy is no key of the configuration; allowed in budget: flash, host_ram" in refusal(["+budget.latncy=5ms"])
    assert "foo is no key of the configuration; allowed here: budget, data" in refusal(["+foo=1"])
    assert "trainer.foo is no key" in refusal(["+trainer.foo={a: 1}"])

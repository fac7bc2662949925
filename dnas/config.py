"""A run's configuration: composed, checked once at the door, saved and loaded. Below this file there is no OmegaConf.

Sizes and times stay text as they were typed; `budget_of`, `profile_of` and `space_of` turn them into bytes and seconds.
"""

from __future__ import annotations

from dataclasses import asdict
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException

from dnas.device import Budget, DeviceProfile, parse_bytes, parse_seconds
from dnas.errors import RequestError
from dnas.files import write_text
from dnas.genotype import Shape
from dnas.inputs import options_of
from dnas.references import NETWORKS
from dnas.schema import BudgetConfig, DeviceConfig, RunConfig, SpaceConfig
from dnas.space import SpaceSpec, StageSpec

if TYPE_CHECKING:
    from dnas.data import Dataset

CONF = Path(__file__).resolve().parent.parent / "conf"
BOARDS = tuple(sorted(path.stem for path in (CONF / "device").glob("*.yaml")))
"""Names that `device=` takes: the files of conf/device."""
MOST_SEED = 2**63 - 1
MOST_COUNT = 10**9
"""Of epochs, steps and batches: more is no end at all."""
MOST_THREADS = 256
MOST_TEACHERS = 64
NOT_OF_THE_SCHEMA = (ValueError, TypeError, AttributeError, OverflowError, RecursionError)
"""What a configuration from a stranger may raise where it is no run's."""
LEAST_RATE, MOST_RATE = 1e-30, 1e30
"""Of learning rates and temperatures: far beyond, float32 overflows."""
MOST_CONFIG_BYTES = 1 << 20
LONGEST_PROJECT, NOT_IN_PROJECT = 128, "/\\#?%:"
"""Of a W&B project's name: most characters, and those that it may not have."""


def register() -> None:
    """Makes the schema known to Hydra as the group-less config `schema`."""
    from hydra.core.config_store import ConfigStore

    ConfigStore.instance().store(name="schema", node=RunConfig)


def to_run_config(composed: Any) -> RunConfig:
    """The composed configuration as checked dataclasses.

    Raises:
        RequestError: a value is missing, has the wrong type or lies outside what is allowed.
    """
    try:
        check_keys(composed)
        config = OmegaConf.to_object(composed)
    except OmegaConfBaseException as error:
        raise RequestError(f"configuration: {str(error).splitlines()[0]} (key {error.full_key or '?'})") from error
    assert isinstance(config, RunConfig)
    check(config)
    return config


def check_keys(node: Any, parent: str = "") -> None:
    """Refuses keys that the schema has not: Hydra takes what is written with a `+`, and nobody would read it.

    Raises:
        RequestError: the key, and those that are allowed in its place.
    """
    allowed = sorted(getattr(OmegaConf.get_type(node), "__dataclass_fields__", ()))
    for key in node:
        name = f"{parent}.{key}" if parent else str(key)
        if allowed and key not in allowed:
            where = f"in {parent}" if parent else "here"
            raise RequestError(f"{name} is no key of the configuration; allowed {where}: {', '.join(allowed)}")
        if not OmegaConf.is_missing(node, key) and OmegaConf.is_dict(node[key]):
            check_keys(node[key], name)


def save(config: RunConfig, path: Path) -> None:
    """Writes the whole configuration as YAML that `load` reads, in one step.

    Raises:
        RequestError: there is no room for it.
    """
    try:
        write_text(path, OmegaConf.to_yaml(OmegaConf.structured(config)))
    except OSError as error:
        raise RequestError(f"{path}: cannot be written: {error.strerror}; choose another folder by run.dir=DIR") from error


def load(path: Path) -> RunConfig:
    """Reads what `save` wrote.

    Raises:
        RequestError: the file is missing, no YAML, or does not follow the schema.
    """
    if not path.is_file():  # a pipe would be waited for
        raise RequestError(f"{path}: there is no such file; a run's folder has it")
    try:
        if path.stat().st_size > MOST_CONFIG_BYTES:
            raise RequestError(f"{path} is larger than {MOST_CONFIG_BYTES:,} bytes; it is no configuration of a run")
        text = path.read_text(encoding="utf-8")
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text)):  # a few of them can stand for gigabytes
            raise RequestError(f"{path} refers to its own parts by *names; no configuration of a run does")
        return to_run_config(OmegaConf.merge(OmegaConf.structured(RunConfig), OmegaConf.load(StringIO(text))))
    except RequestError:
        raise
    except (OSError, OmegaConfBaseException, yaml.YAMLError, *NOT_OF_THE_SCHEMA) as error:
        raise RequestError(f"{path}: not the configuration of a run: {' '.join(str(error).split())}") from error


def check(config: RunConfig) -> None:
    """Ranges that the schema's types do not say.

    Raises:
        RequestError: names the key, the value and what is allowed.
    """
    whole = {
        "data.batch_size": (config.data.batch_size, 2),
        "search.epochs": (config.search.epochs, 1),
        "search.warmup_epochs": (config.search.warmup_epochs, 0),
        "search.alpha_every": (config.search.alpha_every, 1),
        "search.shortlist": (config.search.shortlist, 1),
        "finetune.epochs": (config.finetune.epochs, 1),
        "finetune.teachers": (config.finetune.teachers, 0),
        "quantize.calibration_batches": (config.quantize.calibration_batches, 1),
        "seed": (config.seed, 0),
    }
    if config.trainer.threads is not None:
        whole["trainer.threads"] = (config.trainer.threads, 1)
    for key, (value, least) in whole.items():
        if value < least:
            raise RequestError(f"{key}={value}; whole numbers from {least} are allowed")
    for key, number, most in (
        *((key, value, MOST_COUNT) for key, (value, _) in whole.items() if key != "seed"),
        ("seed", config.seed, MOST_SEED),
        ("trainer.threads", config.trainer.threads or 1, MOST_THREADS),
        ("finetune.teachers", config.finetune.teachers, MOST_TEACHERS),
    ):
        if number > most:
            raise RequestError(f"{key}={number}; whole numbers up to {most} are allowed")
    positive = {
        "search.weight_lr": config.search.weight_lr,
        "search.alpha_lr": config.search.alpha_lr,
        "search.alpha_travel": config.search.alpha_travel,
        "search.temperature_start": config.search.temperature_start,
        "search.temperature_end": config.search.temperature_end,
        "finetune.lr": config.finetune.lr,
        "quantize.lr": config.quantize.lr,
    }
    for key, rate in positive.items():
        if not LEAST_RATE <= rate <= MOST_RATE:
            raise RequestError(f"{key}={rate}; numbers from {LEAST_RATE:g} to {MOST_RATE:g} are allowed")
    for key, decay in (("search", config.search.weight_decay), ("finetune", config.finetune.weight_decay)):
        if not 0 <= decay <= MOST_RATE:
            raise RequestError(f"{key}.weight_decay={decay}; numbers from 0 to {MOST_RATE:g} are allowed")
    fractions = {
        "search.contest_fraction": config.search.contest_fraction,
        "search.drop_below": config.search.drop_below,
        "quantize.epochs_fraction": config.quantize.epochs_fraction,
        "finetune.label_smoothing": config.finetune.label_smoothing,
    }
    for key, share in fractions.items():
        if not 0 <= share < 1:
            raise RequestError(f"{key}={share}; numbers from 0 to below 1 are allowed")
    options_of(config.data.resolution, config.data.color)
    if not config.space.stages:
        raise RequestError("space.stages=[]; at least one stage is needed")
    for key, name, allowed in (
        ("data.reference", config.data.reference, tuple(NETWORKS)),
        ("search.method", config.search.method, ("dnas", "grow", "random", "uniform", "prune", "reference")),
        ("penalty.rule", config.penalty.rule, ("dual", "duccio")),
        ("finetune.optimizer", config.finetune.optimizer, ("sgd", "soap")),
        ("logger.kind", config.logger.kind, ("wandb", "csv")),
        ("trainer.precision", config.trainer.precision, ("auto", "float32", "bfloat16")),
    ):
        if name not in allowed:
            raise RequestError(f"{key}={name}; allowed: {', '.join(allowed)}")
    project = config.logger.project
    if config.logger.kind == "wandb" and (not 0 < len(project) <= LONGEST_PROJECT or set(project) & set(NOT_IN_PROJECT)):
        raise RequestError(
            f"logger.project={project}; W&B allows names of 1 to {LONGEST_PROJECT} characters without {NOT_IN_PROJECT}"
        )
    if not config.name or ".." in Path(config.name).parts or Path(config.name).is_absolute():
        raise RequestError(f"name={config.name}; it names a folder in results/, such as name=my_search")


def data_of(config: RunConfig, shape: Shape | None = None) -> Dataset:
    """The run's data set with its input as `shape` (channels, height, width), or at the largest that it may have.

    Raises:
        RequestError: the data cannot be read.
    """
    from dnas.data import load  # brings numpy, which the command line does without

    c = config.data
    resolutions, colors = options_of(c.resolution, c.color)
    resolution, gray = resolutions[0], colors[0] == "gray"
    if shape is not None:
        gray = "gray" in colors and shape[0] == 1
        resolution = None if resolution is None else shape[1]
    return load(c.name, None if c.root is None else Path(c.root), resolution, c.val_fraction, config.seed, gray)


def profile_of(config: DeviceConfig) -> DeviceProfile:
    """The board, frozen and checked."""
    fields = asdict(config)
    sizes = ("sram", "sram_reserve", "flash", "runtime_code")
    fields |= {f"{name}_bytes": parse_bytes(fields.pop(name), f"device.{name}") for name in sizes}
    return DeviceProfile(**fields)


def board(name: str) -> DeviceProfile:
    """The board of conf/device/<name>.yaml.

    Raises:
        RequestError: there is none of that name, or its file describes no board that can be.
    """
    if name not in BOARDS:
        raise RequestError(f"device={name}; allowed: {', '.join(BOARDS)}")
    from hydra import compose, initialize_config_dir
    from hydra.errors import HydraException

    try:
        with initialize_config_dir(str(CONF), version_base="1.3"):
            composed = OmegaConf.merge(OmegaConf.structured(DeviceConfig), compose(f"device/{name}").device)
        config = OmegaConf.to_object(composed)
    except (HydraException, OmegaConfBaseException, yaml.YAMLError, UnicodeDecodeError) as error:
        raise RequestError(f"conf/device/{name}.yaml: {' '.join(str(error).split())}") from error
    assert isinstance(config, DeviceConfig)
    if config.name != name:
        raise RequestError(f"conf/device/{name}.yaml: name: {config.name}; it must be the file's, {name}")
    return profile_of(config)


def budget_of(config: BudgetConfig, device: DeviceProfile) -> Budget:
    """The budget in bytes and seconds; null is what the device offers (SRAM, flash) or no limit (latency, host RAM).

    Raises:
        RequestError: a size that does not parse, or more SRAM or flash than the board offers.
    """
    given = {"sram": config.sram, "flash": config.flash}
    offered = {"sram": device.arena_offer_bytes, "flash": device.flash_offer_bytes}
    sizes = {}
    for name, offer in offered.items():
        text = given[name]
        sizes[name] = offer if text is None else parse_bytes(text, f"budget.{name}")
        if sizes[name] > offer:
            raise RequestError(
                f"budget.{name}={text} is more than {device.name} offers a network: {offer} bytes "
                f"(its {name} less what its profile reserves); leave it null to use all of that"
            )
    return Budget(
        sram_bytes=sizes["sram"],
        flash_bytes=sizes["flash"],
        latency_s=None if config.latency is None else parse_seconds(config.latency, "budget.latency"),
        host_ram_bytes=None if config.host_ram is None else parse_bytes(config.host_ram, "budget.host_ram"),
    )


def space_of(config: SpaceConfig) -> SpaceSpec:
    """The space's description, frozen.

    Raises:
        RequestError: the stages are none: OmegaConf does not look at the type of what `${...}` stands for.
    """
    if not isinstance(config.stages, list):
        raise RequestError(f"space.stages={config.stages!r} is not a list of stages; take a space of conf/space")
    return SpaceSpec(
        name=config.name,
        reference=config.reference,
        stem_kernels=tuple(config.stem_kernels),
        stages=tuple(StageSpec(tuple(s.widths), tuple(s.entry), s.blocks, tuple(s.body), s.stride) for s in config.stages),
        head_widths=tuple(config.head_widths),
        weights=tuple(config.weights),
        stem_out=tuple(config.stem_out),
        halved_from=config.halved_from,
    )

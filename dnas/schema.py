"""The run's keys with their types, as Hydra composes them from conf/; sizes and times as text, as they were typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from omegaconf import MISSING

from dnas.augmentation import Augment
from dnas.space import SpaceSpec, StageSpec


@dataclass
class DeviceConfig:
    """The fields of `device.DeviceProfile`, sizes as text."""

    name: str = MISSING
    board: str = MISSING
    core: str = MISSING
    clock_hz: int = MISSING
    sram: str = MISSING
    sram_reserve: str = MISSING
    flash: str = MISSING
    runtime_code: str = MISSING
    runtime: str = MISSING
    runtime_version: str = MISSING
    cycles_per_instruction: float = MISSING
    latency_error: float = MISSING
    coefficients: dict[str, dict[str, float]] = field(default_factory=dict)


@dataclass
class DataConfig:
    name: str = MISSING
    root: str | None = None
    resolution: Any = None
    """Height and width; several: the search chooses among them; None: as stored."""
    color: Any = None
    """`rgb` (None: the same), `gray`, or both in a list: the search chooses."""
    reference: str = "resnet8"
    """The published network of `search=reference`."""
    val_fraction: float = 0.1
    warmup_epochs: int = MISSING
    search_epochs: int = MISSING
    finetune_epochs: int = MISSING
    weight_decay: float = 4.0e-5
    """Of the found network: few samples want much of it. Folders of runs from before it was here have none."""
    batch_size: int = MISSING
    augment: Augment = field(default_factory=Augment)


@dataclass
class StageConfig:
    widths: list[int] = MISSING
    stride: int = StageSpec.stride
    entry: list[str] = field(default_factory=list)
    blocks: int = MISSING
    body: list[str] = MISSING


@dataclass
class SpaceConfig:
    name: str = MISSING
    reference: str = SpaceSpec.reference
    stem_kernels: list[str] = MISSING
    stages: list[StageConfig] = MISSING
    head_widths: list[int] = field(default_factory=list)
    weights: list[str] = field(default_factory=lambda: list(SpaceSpec.weights))
    stem_out: list[int] = field(default_factory=lambda: list(SpaceSpec.stem_out))
    halved_from: int = SpaceSpec.halved_from


@dataclass
class BudgetConfig:
    sram: str | None = None
    flash: str | None = None
    latency: str | None = None
    host_ram: str | None = None


@dataclass
class SearchConfig:
    method: str = "dnas"
    epochs: int = MISSING
    warmup_epochs: int = MISSING
    weight_lr: float = MISSING
    weight_decay: float = MISSING
    alpha_lr: float = MISSING
    alpha_travel: float = MISSING
    alpha_every: int = MISSING
    temperature_start: float = MISSING
    temperature_end: float = MISSING
    drop_below: float = MISSING
    shortlist: int = MISSING
    contest_fraction: float = MISSING


@dataclass
class PenaltyConfig:
    rule: str = MISSING
    host_ram: bool = True


@dataclass
class QuantizeConfig:
    epochs_fraction: float = MISSING
    lr: float = MISSING
    calibration_batches: int = MISSING


@dataclass
class FinetuneConfig:
    epochs: int = MISSING
    optimizer: str = "sgd"
    lr: float = MISSING
    weight_decay: float = MISSING
    label_smoothing: float = 0.0
    teachers: int = 0


@dataclass
class TrainerConfig:
    threads: int | None = None
    precision: str = "auto"


@dataclass
class LoggerConfig:
    kind: str = MISSING
    project: str = "dnas"


@dataclass
class RunFolderConfig:
    dir: str | None = None
    resume: str | None = None


@dataclass
class RunConfig:
    """One run, as `conf/train.yaml` composes it."""

    device: DeviceConfig = field(default_factory=DeviceConfig)
    data: DataConfig = field(default_factory=DataConfig)
    space: SpaceConfig = field(default_factory=SpaceConfig)
    budget: BudgetConfig = field(default_factory=BudgetConfig)
    search: SearchConfig = field(default_factory=SearchConfig)
    penalty: PenaltyConfig = field(default_factory=PenaltyConfig)
    quantize: QuantizeConfig = field(default_factory=QuantizeConfig)
    finetune: FinetuneConfig = field(default_factory=FinetuneConfig)
    trainer: TrainerConfig = field(default_factory=TrainerConfig)
    logger: LoggerConfig = field(default_factory=LoggerConfig)
    run: RunFolderConfig = field(default_factory=RunFolderConfig)
    seed: int = 0
    dry_run: bool = False
    name: str = MISSING

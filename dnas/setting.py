"""What all phases of a run share: the data, the priced and cut space, the supernet, the host's plan; and the plan as text."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytorch_lightning as pl
import torch
from torch import Tensor

from dnas import config as configuration
from dnas.config import RunConfig
from dnas.cost.tables import METRICS, PriceTables
from dnas.cut import check_reachable, cut, smallest, used, witness
from dnas.data import BatchLoader, Dataset, class_weights, load
from dnas.device import Budget, format_bytes, format_seconds
from dnas.errors import RequestError
from dnas.history import History
from dnas.hostplan import HostPlan, measure_floor, plan_host
from dnas.progress import Progress
from dnas.search import Limits, center, sample
from dnas.space import Arch, SearchSpace
from dnas.supernet import Supernet

CHUNK = 32
"""Images per batch where nothing is trained: without gradients one path's largest pair of tensors is all there is."""
FINALISTS = 3
"""Networks that are told apart by a short training, at most."""
BALANCED = 1.1
"""Class weights are used when the largest is this many times the smallest."""


@dataclass
class Setting:
    """What all phases of one run share."""

    config: RunConfig
    folder: Path
    data: Dataset
    budget: Budget
    space: SearchSpace
    tables: PriceTables
    host: HostPlan
    limits: Limits
    supernet: Supernet
    witness: Arch
    """A network that meets every budget of the board."""
    weights: Tensor | None
    history: History
    progress: Progress
    started_s: float

    @property
    def batch_size(self) -> int:
        return self.config.data.batch_size

    def loader(self, part: str, train: bool = False, batch_size: int = CHUNK, seed_offset: int = 0) -> BatchLoader:
        """Batches of one part; training batches are shuffled and augmented."""
        augment = self.config.data.augment if train else None
        seed = self.config.seed + seed_offset
        return BatchLoader(self.data, getattr(self.data, part), batch_size, train, seed, augment, drop_last=train)

    def used(self, arch: Arch) -> float:
        """Largest share of a budget that the architecture uses, by the exact costs."""
        return used(self.tables, self.budget, arch)

    def fits(self, arch: Arch) -> bool:
        """Whether the architecture meets every budget of the board."""
        return self.used(arch) <= 1.0

    def micro_batch_of(self, arch: Arch) -> Callable[[], int]:
        """How many samples of one architecture the host holds at once."""
        activation_bytes = self.tables.price(arch).activation_bytes
        return lambda: self.host.micro_batch(activation_bytes)

    def fit(self, module: pl.LightningModule, phase: str, epochs: int, train: BatchLoader, val: BatchLoader | None) -> None:
        """One `Trainer.fit` of the run."""
        self.history.phase = phase
        self.progress.start_phase(phase, epochs)
        trainer = pl.Trainer(
            max_epochs=epochs,
            accelerator="cpu",
            logger=False,
            enable_checkpointing=False,
            enable_progress_bar=False,
            enable_model_summary=False,
            num_sanity_val_steps=0,
            limit_val_batches=0 if val is None else 1.0,
            callbacks=[self.history, self.progress],
        )
        trainer.fit(module, train, val)


def prepare(config: RunConfig, folder: Path) -> Setting:
    """Reads the data, fills the price tables, refuses what cannot be met, cuts the space and plans the host's memory."""
    device = configuration.profile_of(config.device)
    budget = configuration.budget_of(config.budget, device)
    root = None if config.data.root is None else Path(config.data.root)
    data = load(config.data.name, root, config.data.resolution, config.data.val_fraction, config.seed)
    if len(data.train) < config.data.batch_size:
        raise RequestError(
            f"data.batch_size={config.data.batch_size} is more than the {len(data.train)} training samples that the validation "
            "part leaves; give a smaller batch or more data"
        )
    space = SearchSpace(configuration.space_of(config.space), data.input_shape, len(data.class_names))
    tables = PriceTables(space, device)
    check_reachable(tables, budget)
    mask = cut(tables, budget)
    found = witness(tables, budget, mask)
    torch.manual_seed(config.seed)
    supernet = Supernet(space, mask)
    parameters = sum(p.numel() for p in supernet.weight_parameters())
    least, _ = tables.cheapest(np.eye(len(METRICS))[METRICS.index("activation_bytes")], mask)
    host = plan_host(budget.host_ram_bytes, measure_floor(), parameters, int(least))
    limits = Limits(
        sram_bytes=budget.sram_bytes,
        flash_bytes=budget.flash_bytes,
        latency_s=budget.latency_s,
        activation_bytes=None if budget.host_ram_bytes is None else host.room_bytes / min(config.data.batch_size, 16),
    )
    weights = class_weights(data.train.labels, len(data.class_names))
    balanced = float(weights.max() / weights.min()) < BALANCED
    steps = steps_per_epoch(config, data)
    searched = config.search.warmup_epochs + config.search.epochs + FINALISTS * contest_epochs(config)
    total = steps * (searched + config.finetune.epochs + qat_epochs(config))
    return Setting(
        config, folder, data, budget, space, tables, host, limits, supernet, found, None if balanced else weights,
        History(folder / "metrics.csv"), Progress(total), time.monotonic(),
    )  # fmt: skip


def steps_per_epoch(config: RunConfig, data: Dataset) -> int:
    """Training batches of an epoch, the last incomplete one left out."""
    return len(data.train) // config.data.batch_size


def qat_epochs(config: RunConfig) -> int:
    """Epochs of quantization-aware training: a share of the fine-tuning, at least one."""
    return max(1, round(config.finetune.epochs * config.quantize.epochs_fraction))


def contest_epochs(config: RunConfig) -> int:
    """Epochs that each finalist trains before one is chosen: a share of the fine-tuning, at least one."""
    return max(1, round(config.finetune.epochs * config.search.contest_fraction))


def plan_text(setting: Setting) -> str:
    """What `dry_run=true` prints."""
    space, tables, budget, host = setting.space, setting.tables, setting.budget, setting.host
    rng = np.random.default_rng(setting.config.seed)
    uniform = setting.supernet.probs()
    mask = tuple(p.detach().numpy() > 0 for p in uniform.values())
    reachable = smallest(tables, mask)
    draws = [tables.price(sample(uniform, rng)) for _ in range(200)]
    left = float(np.prod([float(m.sum()) for m in mask]))
    latency = "no limit" if budget.latency_s is None else format_seconds(budget.latency_s)
    data = setting.data
    lines = [
        f"data      {data.name}: {len(data.train)} train, {len(data.val)} validation, {len(data.test)} test, "
        f"input {'x'.join(map(str, data.input_shape))}, {len(data.class_names)} classes",
        f"space     {space.spec.name}: {space.size:.1e} architectures, {left:.1e} after the cut",
        f"SRAM      budget {format_bytes(budget.sram_bytes)}, smallest {format_bytes(int(reachable['sram'][0]))}, "
        f"largest seen {format_bytes(max(d.sram_bytes for d in draws))}",
        f"flash     budget {format_bytes(budget.flash_bytes)}, smallest {format_bytes(int(reachable['flash'][0]))}, "
        f"largest seen {format_bytes(max(d.flash_bytes for d in draws))}",
        f"latency   budget {latency}, smallest {format_seconds(reachable['latency'][0])}, "
        f"largest seen {format_seconds(max(d.latency_s for d in draws))}",
        f"host RAM  {host.floor_bytes / 1e6:.0f} MB before training, {host.weight_bytes / 1e6:.1f} MB for weights, "
        f"{host.room_bytes / 1e6:.0f} MB for activations",
    ]
    return "\n".join([*lines, f"time      about {estimated_time_s(setting) / 60:.0f} min of training on this machine"])


def estimated_time_s(setting: Setting) -> float:
    """Wall time of all phases from three timed training steps of sampled networks."""
    center(setting.supernet, setting.tables, setting.limits)
    rng = np.random.default_rng(0)
    x = torch.rand(setting.batch_size, *setting.data.input_shape)
    start = 0.0
    for step in range(4):
        if step == 1:
            start = time.monotonic()
        setting.supernet(x, sample(setting.supernet.probs(), rng)).square().mean().backward()
    return (time.monotonic() - start) / 3 * setting.progress.total_steps

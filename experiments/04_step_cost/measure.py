"""What a few training steps of a run cost; started by step_cost.py with a folder that holds the run's config.yaml.

    python experiments/04_step_cost/measure.py {time,search,plain,curve} FOLDER

The last line it prints is JSON. `plain` needs one of `METRICS` as a third argument: the largest network by what.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import mean
from typing import Any

import dnas.run  # noqa: F401  first: it sets the allocator before numpy and torch are imported
from dnas import config as configuration
from dnas.allocator import release_code, trim
from dnas.cost.tables import METRICS
from dnas.data import BatchLoader
from dnas.discretize import neighbors
from dnas.finetune import FinetuneModule, FinetuneSettings
from dnas.host import read_process
from dnas.phases import search
from dnas.progress import Progress
from dnas.search import Batch, SearchModule
from dnas.setting import Setting, prepare
from dnas.space import Arch

trim()
release_code()
FLOOR_BYTES = read_process(os.getpid()).resident_bytes
"""What the process holds once everything is imported."""

import numpy as np  # noqa: E402  dnas.run comes first

SIZES = ("macs", "activation_bytes")
"""What makes a network the largest: multiply-accumulates, or what training it holds per sample."""
BLOCKS = 5
UNCOUNTED = 2
"""Steps at a block's start: `Setting.fit` has given the program's code back, and momentum is made."""
FIXED_STEPS, SAMPLED_STEPS = 4, 16
"""Counted steps of a block: where every step runs the same network, and where each samples one."""
MEMORY_STEPS = 64
CURVE_EPOCHS, CURVE_STEPS = 12, 40


class Few:
    """The first batches of every epoch."""

    def __init__(self, loader: BatchLoader, count: int) -> None:
        self.loader, self.count = loader, count

    def __len__(self) -> int:
        return min(self.count, len(self.loader))

    def __iter__(self) -> Iterator[Batch]:
        return islice(iter(self.loader), self.count)

    def set_epoch(self, epoch: int) -> None:
        self.loader.set_epoch(epoch)


class Steps(Progress):
    """In the place of the run's progress line: seconds of every step per epoch, and the process's peak from the first to the
    last of them. Reading the training batch is not part of a step, reading the validation batch is."""

    def __init__(self) -> None:
        super().__init__(1, Path(os.devnull).open("w"), in_place=False)
        self.epochs_s: list[list[float]] = []
        self.notes: list[dict[str, Any]] = []
        self.peak_bytes = 0

    def on_train_start(self, *args: Any) -> None:
        Path("/proc/self/clear_refs").write_text("5")  # VmHWM starts anew

    def on_train_epoch_start(self, trainer: Any, module: Any) -> None:
        self.epochs_s.append([])
        if isinstance(module, SearchModule):
            self.notes.append(state(module))

    def on_train_batch_start(self, *args: Any, **kwargs: Any) -> None:
        self._begun_s = time.perf_counter()

    def on_train_batch_end(self, *args: Any, **kwargs: Any) -> None:
        self.epochs_s[-1].append(time.perf_counter() - self._begun_s)
        self.peak_bytes = read_process(os.getpid()).peak_bytes


def state(module: SearchModule) -> dict[str, Any]:
    """How much of the space is left, and what its distribution costs."""
    probs = {name: p.detach() for name, p in module.supernet.probs(module.temperature).items()}
    left = sum(int(allowed.sum()) for allowed in module.supernet.mask)
    return {"options": left, "macs": module.tables.expectation(probs).macs.item()}


def largest(setting: Setting, size: str) -> tuple[Arch, float]:
    """The largest network that the mask leaves and that fits the board, and its share of an upper bound.

    For limits of the live bytes and weights t of flash, `PriceTables.cheapest` gives the network with the most size - t flash
    exactly. The largest of those that fit by the exact costs then takes the change of one choice that adds most, as long as
    there is one that fits. Bound (Lagrangian, the planner's gaps left out): min_t max(size - t (flash - budget)).
    """
    tables, budget, mask = setting.tables, setting.budget, setting.supernet.mask
    flash = METRICS.index("flash_bytes")
    size_index = METRICS.index(size)
    persistent = METRICS.index("persistent_bytes")
    spare = budget.sram_bytes - int(tables.base[persistent]) - tables.cheapest(np.eye(len(METRICS))[persistent], mask)[0]

    def of(arch: Arch) -> int:
        return int(getattr(tables.price(arch), size))

    best, bound = setting.witness, np.inf
    for flash_weight in (0.0, *np.geomspace(0.1, 3000.0, 30)):
        weights = np.zeros(len(METRICS))
        weights[size_index], weights[flash] = -1.0, flash_weight
        for live_limit in np.linspace(0.0, 1.0, 33) * spare:
            value, arch = tables.cheapest(weights, mask, live_limit)
            if arch is not None and of(arch) > of(best) and setting.fits(arch):
                best = arch
        bound = min(bound, flash_weight * (budget.flash_bytes - int(tables.base[flash])) - value)
    while larger := [a for a in neighbors(setting.space, best, list(mask)) if of(a) > of(best) and setting.fits(a)]:
        best = max(larger, key=of)
    return best, of(best) / bound


def search_module(setting: Setting) -> SearchModule:
    """The run's own, at the start of its search."""
    setting.fit = lambda *args: None  # type: ignore[method-assign]
    module = search(setting)
    del setting.fit
    return module


def plain_module(setting: Setting, arch: Arch) -> FinetuneModule:
    """The run's training of one network."""
    f = setting.config.finetune
    settings = FinetuneSettings(1, f.lr, f.weight_decay, f.label_smoothing)
    network = setting.supernet.extract(arch).train()
    return FinetuneModule(network, setting.space.classes, settings, setting.weights, setting.micro_batch_of(arch))


def only(module: SearchModule, arch: Arch) -> None:
    """From here on every sampled path is `arch`."""
    for alpha, option in zip(module.supernet.arch_parameters(), arch, strict=True):
        alpha.data.fill_(-np.inf)
        alpha.data[option] = 0.0
    module.last = arch


def train(setting: Setting, module: Any, phase: str, steps: int, epochs: int = 1) -> Steps:
    """`Setting.fit` on the first batches."""
    setting.progress = found = Steps()
    setting.fit(module, phase, epochs, Few(setting.train_loader(0), steps), None)  # type: ignore[arg-type]
    return found


def times(setting: Setting) -> dict[str, Any]:
    """Mean seconds of a step in every block; the kinds of step take turns.

    `search` samples as the search does when it starts. `path <size>` is a search step whose every path, those of the
    architecture step included, is the largest network: the dearest step there can be. `plain <size>` trains that network.
    """
    module = search_module(setting)
    start = [alpha.detach().clone() for alpha in module.supernet.arch_parameters()]
    archs = {size: largest(setting, size) for size in SIZES}
    plain = {size: plain_module(setting, arch) for size, (arch, _) in archs.items()}
    found: dict[str, list[float]] = {}
    for block in range(BLOCKS):
        for kind in ("search", *(f"{what} {size}" for size in SIZES for what in ("plain", "path"))):
            what, _, size = kind.partition(" ")
            for alpha, value in zip(module.supernet.arch_parameters(), start, strict=True):
                alpha.data.copy_(value)
            if what == "path":
                only(module, archs[size][0])
            count = UNCOUNTED + (FIXED_STEPS if size else SAMPLED_STEPS)
            steps = train(setting, plain[size] if what == "plain" else module, f"{kind} {block}", count)
            found.setdefault(kind, []).append(mean(steps.epochs_s[0][UNCOUNTED:]))
    networks = {size: describe(setting, arch) | {"bound": bound} for size, (arch, bound) in archs.items()}
    return {"seconds": found, "networks": networks}


def describe(setting: Setting, arch: Arch) -> dict[str, Any]:
    """The network's figures for the table."""
    priced = setting.tables.price(arch)
    return {"macs": priced.macs, "held_bytes": priced.activation_bytes * setting.batch_size, "used": setting.used(arch)}


def search_peaks(setting: Setting) -> dict[str, int]:
    """Peak of search steps above the floor: as sampled, then with every path the largest network."""
    archs = {size: largest(setting, size)[0] for size in SIZES}
    module = search_module(setting)
    found = {"search": train(setting, module, "search", MEMORY_STEPS).peak_bytes - FLOOR_BYTES}
    for size, arch in archs.items():
        only(module, arch)
        found[f"path {size}"] = train(setting, module, f"path {size}", UNCOUNTED + FIXED_STEPS).peak_bytes - FLOOR_BYTES
    return found


def plain_peak(setting: Setting, size: str) -> dict[str, int]:
    """Peak of plain steps above the floor; the supernet is gone."""
    module = plain_module(setting, largest(setting, size)[0])
    del setting.supernet
    return {f"plain {size}": train(setting, module, f"plain {size}", UNCOUNTED + FIXED_STEPS).peak_bytes - FLOOR_BYTES}


def curve(setting: Setting) -> list[dict[str, Any]]:
    """A short search: per epoch the mean step, the options that were left when it began, and the distribution's MACs."""
    steps = train(setting, search_module(setting), "search", CURVE_STEPS, CURVE_EPOCHS)
    return [{"step_s": mean(taken)} | note for taken, note in zip(steps.epochs_s, steps.notes, strict=True)]


def main(arguments: Sequence[str]) -> None:
    what, folder = arguments[0], Path(arguments[1])
    setting = prepare(configuration.load(folder / "config.yaml"), folder)
    measured = {"time": times, "search": search_peaks, "curve": curve, "plain": lambda s: plain_peak(s, arguments[2])}
    print(json.dumps(measured[what](setting)))


if __name__ == "__main__":
    main(sys.argv[1:])

"""What a few training steps of a run cost; step_cost.py starts it with a folder that holds the run's config.yaml.

    python experiments/04_step_cost/measure.py {time,training,search,path,plain,curve} FOLDER

The last line it prints is JSON. Linux only: it sets the process's peak back.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import islice
from pathlib import Path
from statistics import mean
from typing import Any

import dnas.run  # noqa: F401  first: it sets the allocator before numpy and torch are imported
from dnas import config as configuration
from dnas.allocator import release_code, trim
from dnas.cost.tables import METRICS
from dnas.data import BatchLoader
from dnas.finetune import FinetuneModule, FinetuneSettings
from dnas.host import read_process
from dnas.phases import search_module
from dnas.progress import Progress
from dnas.search import Batch, SearchModule
from dnas.setting import Setting, prepare
from dnas.space import Arch

trim()
release_code()
FLOOR_BYTES = read_process(os.getpid()).resident_bytes  # type: ignore[union-attr]
"""What the process holds once everything is imported."""

import numpy as np  # noqa: E402  not before dnas.run

BLOCKS, BLOCKS_S = 5, 20.0
"""As many blocks of steps, and more until as many seconds have passed."""
UNCOUNTED = 2
"""Steps at a block's start: `Setting.fit` has given the program's code back, and momentum is made."""
FIXED_STEPS, SAMPLED_STEPS = 4, 12
"""Counted steps of a block: where every step runs the same network, and where each samples its own."""
TRAINING_STEPS = 40
"""Counted steps of plain training, of which a whole run's are estimated."""
FIXED_MEMORY_STEPS, SAMPLED_MEMORY_STEPS = 8, 64
GONE = -1e4
"""A logit whose option has probability 0 but stays in the space, and its weights in the supernet."""


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
    """In the place of the run's progress line: CPU seconds of every step, and the process's peak up to the last of them.

    Reading the training batch is no part of a step, reading the validation batch is. The seconds are those of the process,
    whose one thread computes: what other processes do then matters little.
    """

    def __init__(self, setting: Setting) -> None:
        super().__init__(1, StringIO(), in_place=False)  # prints nothing
        self.setting = setting
        self.epochs_s: list[list[float]] = []
        self.states: list[dict[str, float]] = []
        self.peak_bytes = 0

    def on_train_start(self, *args: Any) -> None:
        Path("/proc/self/clear_refs").write_text("5")  # VmHWM starts anew

    def on_train_epoch_start(self, trainer: Any, pl_module: Any) -> None:
        self.epochs_s.append([])
        if trainer.max_epochs > 1:
            self.states.append(state(self.setting, pl_module))

    def on_train_batch_start(self, *args: Any, **kwargs: Any) -> None:
        self._begun_s = time.process_time()

    def on_train_batch_end(self, *args: Any, **kwargs: Any) -> None:
        self.epochs_s[-1].append(time.process_time() - self._begun_s)
        self.peak_bytes = read_process(os.getpid()).peak_bytes  # type: ignore[union-attr]


def state(setting: Setting, module: SearchModule) -> dict[str, float]:
    """How much of the space is left."""
    supernet = module.supernet
    probs = {name: p.detach() for name, p in supernet.probs(module.temperature).items()}
    return {
        "options": sum(int(allowed.sum()) for allowed in supernet.mask),
        "largest_macs": setting.tables.price(largest(setting, "macs")).macs,
        "expected_macs": setting.tables.expectation(probs).macs.item(),
    }


def largest(setting: Setting, metric: str) -> Arch:
    """The network with the most of `metric` that the mask leaves and that fits the board by its exact costs.

    For limits of live bytes and weights t of flash, `PriceTables.cheapest` gives the network with the most metric - t flash,
    exactly. The largest of those that fit then takes the change of one choice that adds most, until none fits that adds any.
    """
    tables, mask = setting.tables, setting.supernet.mask

    def size(arch: Arch) -> int:
        return int(getattr(tables.price(arch), metric))

    best = setting.witness
    for flash_weight in (0.0, *np.geomspace(0.1, 3000.0, 30)):
        weights = np.zeros(len(METRICS))
        weights[METRICS.index(metric)], weights[METRICS.index("flash_bytes")] = -1.0, flash_weight
        for live_bytes in np.linspace(0.0, 1.0, 33) * setting.budget.sram_bytes:
            arch = tables.cheapest(weights, mask, live_bytes)[1]
            if arch is not None and size(arch) > size(best) and setting.fits(arch):
                best = arch

    def changed() -> list[Arch]:
        """One choice other than in the best."""
        left = [np.flatnonzero(allowed) for allowed in mask]
        return [(*best[:i], int(option), *best[i + 1 :]) for i, options in enumerate(left) for option in options]

    while larger := [a for a in changed() if size(a) > size(best) and setting.fits(a)]:
        best = max(larger, key=size)
    return best


def search_start(setting: Setting) -> SearchModule:
    """The run's own module, where its search starts."""
    module = search_module(setting)
    module.start_search()
    return module


def plain_module(setting: Setting, arch: Arch) -> FinetuneModule:
    """The run's training of one network."""
    f = setting.config.finetune
    settings = FinetuneSettings(1, f.lr, f.weight_decay, f.label_smoothing, f.optimizer)
    network = setting.supernet.extract(arch).train()
    size = setting.micro_batch_of(setting.design_of(arch), setting.dtype)
    return FinetuneModule(network, setting.task, settings, size, setting.dtype)


def only(module: SearchModule, arch: Arch) -> None:
    """From here on every sampled path is `arch`, those of the architecture steps included."""
    for alpha, option in zip(module.supernet.arch_parameters(), arch, strict=True):
        alpha.data.fill_(GONE)
        alpha.data[option] = 0.0
    module.last = arch


def train(setting: Setting, module: Any, phase: str, steps: int, epochs: int = 1) -> Steps:
    """`Setting.fit` on the first batches."""
    setting.progress = found = Steps(setting)
    setting.fit(module, phase, epochs, Few(setting.train_loader(0), steps), None)  # type: ignore[arg-type]
    return found


def times(setting: Setting) -> dict[str, Any]:
    """Mean seconds of a step in every block; the three kinds of step take turns.

    `search` samples as the search does where it starts, `plain` trains the network with the most MACs, `path` is a search step
    whose every path is that network.
    """
    module, arch = search_start(setting), largest(setting, "macs")
    plain = plain_module(setting, arch)
    start = [alpha.detach().clone() for alpha in module.supernet.arch_parameters()]
    found: dict[str, list[float]] = {"search": [], "plain": [], "path": []}
    begun_s = time.monotonic()
    while len(found["path"]) < BLOCKS or time.monotonic() - begun_s < BLOCKS_S:
        for kind, means in found.items():
            for alpha, value in zip(module.supernet.arch_parameters(), start, strict=True):
                alpha.data.copy_(value)
            if kind == "path":
                only(module, arch)
            count = UNCOUNTED + (SAMPLED_STEPS if kind == "search" else FIXED_STEPS)
            steps = train(setting, plain if kind == "plain" else module, f"{kind} {len(means)}", count)
            means.append(mean(steps.epochs_s[0][UNCOUNTED:]))
    return found | {"macs": setting.tables.price(arch).macs}


def training(setting: Setting) -> dict[str, Any]:
    """Mean seconds of a step of the network with the most MACs, and the steps of a run, all epochs of all phases."""
    arch, c = largest(setting, "macs"), setting.config
    taken = train(setting, plain_module(setting, arch), "plain", UNCOUNTED + TRAINING_STEPS).epochs_s[0][UNCOUNTED:]
    epochs = c.search.warmup_epochs + c.search.epochs + c.finetune.epochs
    return {"step_s": mean(taken), "steps": epochs * len(setting.train_loader(0)), "epochs": epochs}


def search_peak(setting: Setting) -> dict[str, int]:
    """Peak of search steps above the floor, as the search samples."""
    module = search_start(setting)
    return {"search": train(setting, module, "search", SAMPLED_MEMORY_STEPS).peak_bytes - FLOOR_BYTES}


def path_peak(setting: Setting) -> dict[str, int]:
    """The same where every path is the network that holds most."""
    module = search_start(setting)
    only(module, largest(setting, "activation_bytes"))
    return {"path": train(setting, module, "path", FIXED_MEMORY_STEPS).peak_bytes - FLOOR_BYTES}


def plain_peak(setting: Setting) -> dict[str, int]:
    """Peak of plain steps of the network that holds most, above the floor; the supernet is gone."""
    module = plain_module(setting, largest(setting, "activation_bytes"))
    del setting.supernet
    return {"plain": train(setting, module, "plain", FIXED_MEMORY_STEPS).peak_bytes - FLOOR_BYTES}


def curve(setting: Setting) -> list[dict[str, float]]:
    """The whole search without its warm-up: per epoch what is left of the space when it begins, and its mean step."""
    steps = train(setting, search_start(setting), "search", 10**9, setting.config.search.epochs)
    return [left | {"step_s": mean(taken)} for left, taken in zip(steps.states, steps.epochs_s, strict=True)]


MEASURED = {"time": times, "training": training, "search": search_peak, "path": path_peak, "plain": plain_peak, "curve": curve}


def main(arguments: Sequence[str]) -> None:
    what, folder = arguments[0], Path(arguments[1])
    setting = prepare(configuration.load(folder / "config.yaml"), folder)
    print(json.dumps(MEASURED[what](setting)))


if __name__ == "__main__":
    main(sys.argv[1:])

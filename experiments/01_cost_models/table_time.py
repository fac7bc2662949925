"""How long do the price tables take to build, and their expectation with its gradient beside a training step?

    OMP_NUM_THREADS=1 python experiments/01_cost_models/table_time.py

prints the slowest build over the boards, and the times of one step: a batch through one random network that fits the board,
forward and backward, against the expected costs of all networks and their gradient.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import cast

import numpy as np
import torch
from omegaconf import OmegaConf
from torch.nn import functional

from dnas.config import BOARDS, CONF, board, space_of
from dnas.cost.tables import PriceTables
from dnas.schema import SpaceConfig
from dnas.space import Arch, SearchSpace
from dnas.supernet import Supernet

CASES = [
    ("tiny", (1, 28, 28), 128),
    ("mcu", (1, 28, 28), 128),
    ("mcu", (1, 49, 10), 64),
    ("mcu", (3, 32, 32), 128),
    ("mcu", (3, 96, 96), 32),
]
"""Default spaces, with input (channels, height, width) and batch size of MNIST, keywords, CIFAR-10 and visual wake words."""


def median_s(action: Callable[[], object], repeats: int) -> float:
    """Median of some runs, after one that is not counted."""
    action()
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return float(np.median(taken))


def step_s(supernet: Supernet, tables: PriceTables, batch: int, rng: np.random.Generator) -> float:
    """Seconds of forward and backward through one network: the median of five random ones that fit the board."""
    space = tables.space
    x, y = torch.randn(batch, *space.input_shape), torch.randint(space.classes, (batch,))
    taken: list[float] = []
    while len(taken) < 5:
        arch = tuple(int(rng.integers(len(choice.options))) for choice in space.choices)
        if tables.price(arch).sram_bytes <= tables.device.arena_offer_bytes:
            taken.append(median_s(partial(_train, supernet, arch, x, y), 3))
    return float(np.median(taken))


def _train(supernet: Supernet, arch: Arch, x: torch.Tensor, y: torch.Tensor) -> None:
    functional.cross_entropy(supernet(x, arch), y).backward()


def _expect(supernet: Supernet, tables: PriceTables) -> None:
    expected = tables.expectation(supernet.probs())
    (expected.sram_bytes + expected.flash_bytes + expected.latency_s).backward()


def main() -> None:
    """Prints one line per case."""
    torch.set_num_threads(1)
    rng, boards = np.random.default_rng(0), [board(name) for name in BOARDS]
    print("| space | input | batch | build, slowest board (s) | step (ms) | expectation + gradient (ms) | share |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, shape, batch in CASES:
        config = OmegaConf.merge(OmegaConf.structured(SpaceConfig), OmegaConf.load(CONF / "space" / f"{name}.yaml"))
        space = SearchSpace(space_of(cast("SpaceConfig", OmegaConf.to_object(config))), shape, 10)
        build = max(median_s(partial(PriceTables, space, profile), 3) for profile in boards)
        tables = PriceTables(space, board("nucleo_f746"))
        supernet = Supernet(space, tables.full_mask())
        step, expectation = step_s(supernet, tables, batch, rng), median_s(partial(_expect, supernet, tables), 50)
        times = f"{build:.2f} | {step * 1e3:.0f} | {expectation * 1e3:.2f} | {expectation / step:.1%}"
        print(f"| {name} | {shape} | {batch} | {times} |")


if __name__ == "__main__":
    main()

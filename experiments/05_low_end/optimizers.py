"""Which optimizer trains the networks of a data set's rows, and how long? SGD with momentum against SOAP, as in fine-tuning.

    python ../shared/data/unpack.py all DIR
    .venv/bin/python experiments/05_low_end/optimizers.py DIR mnist

Published networks (genotype.json of rows of here and of 06_constraints) trained anew with each optimizer, one on
each core. Reports the accuracy of the float network on the validation pictures and the time of a training. Writes
results/published/05_low_end/optimizers_DATA.md.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from supernets import accuracy

# isort: split
import numpy as np
import runs
import torch

from dnas import config as configuration
from dnas.genotype import Genotype

PUBLISHED = runs.RESULTS / "05_low_end"
RUNS = {
    "cifar10": ("05_low_end/runs/cifar10_l010rb_dnas_seed0", "05_low_end/runs/cifar10_l412kb_dnas_seed0"),
    "mnist": ("05_low_end/runs/mnist_l010rb_dnas_seed1", "05_low_end/runs/mnist_l010rb_uniform_seed0"),
    "tinyimagenet25": ("06_constraints/runs/tinyimagenet_f746_middle_dual_seed0",),
}
EXPERIMENTS = {"tinyimagenet25": "constraints_tinyimagenet"}
"""Where it is not what a run's name begins with."""
TRAININGS = {
    "cifar10": (("sgd", 0.1, 5), ("soap", 0.03, 5)),
    "mnist": (("sgd", 0.1, 24), ("sgd", 0.1, 10), ("soap", 0.03, 10), ("soap", 0.03, 5)),
    "tinyimagenet25": (("sgd", 0.1, 40), ("soap", 0.03, 40), ("sgd", 0.1, 120)),
}
"""Data set: optimizer, its rate, epochs."""


def training(root: Path, data: str, run: str, optimizer: str, rate: float, epochs: int, seed: int) -> tuple[float, float]:
    """Accuracy on the validation pictures (percent) and time (s)."""
    configuration.register()
    torch.set_num_threads(1)
    folder = runs.RESULTS / run
    genotype = Genotype.from_json((folder / "genotype.json").read_text())
    row = EXPERIMENTS.get(data, folder.name.rsplit("_", 2)[0])
    words = [f"experiment={row}", f"finetune.optimizer={optimizer}", f"finetune.lr={rate}", f"data.root={root / data}"]
    words.append(f"data.resolution={genotype.input_shape[-1]}")
    start = time.perf_counter()
    return accuracy([*words, "budget.host_ram=null"], genotype.options, seed, epochs), time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", type=Path, help="where the data sets are unpacked")
    parser.add_argument("data", choices=sorted(RUNS))
    parser.add_argument("--seeds", type=int, default=2)
    given = parser.parse_args()
    lines = ["| network | optimizer | rate | epochs | accuracy (%) | time (s) |", "|---|---|---|---|---|---|"]
    cells = list(itertools.product(RUNS[given.data], TRAININGS[given.data]))
    with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("spawn")) as pool:
        started = [
            [pool.submit(training, given.root, given.data, run, *one, seed) for seed in range(given.seeds)]
            for run, one in cells
        ]
        for (run, one), futures in zip(cells, started, strict=True):
            found, took = zip(*(future.result() for future in futures), strict=True)
            line = (
                Path(run).name,
                *map(str, one),
                f"{np.mean(found):.2f} ({', '.join(f'{a:.2f}' for a in found)})",
                f"{np.mean(took):.0f}",
            )
            lines.append("| " + " | ".join(line) + " |")
            print(lines[-1], flush=True)
    head = (
        f"Written by experiments/05_low_end/optimizers.py: {given.data}, published networks trained anew,\n"
        f"{given.seeds} seed(s): accuracy of the float network on the validation pictures, mean and single ones; time of one\n"
        "training beside another."
    )
    (PUBLISHED / f"optimizers_{given.data}.md").write_text("\n".join([head, "", *lines, ""]))


if __name__ == "__main__":
    main()

"""From which epoch on should weights have 4 bits and be pruned? One network, trained as a run's fine-tuning is.

    python ../shared/data/unpack.py cifar10 DIR
    .venv/bin/python experiments/07_two_kilobytes/free_epochs.py DIR/cifar10

CIFAR-10 in two classes at 20x20. Of a training's epochs the first share is free: weights are what they are; in the others they
are rounded and pruned in every step. Reports the accuracy of the float network on the validation pictures, three seeds.
Writes results/published/07_two_kilobytes/free_epochs.md.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import supernets

# isort: split
import numpy as np
import runs
import torch

from dnas import config as configuration
from dnas import finetune
from dnas.design import Design
from dnas.discretize import figure_on
from dnas.network import TorchNetwork
from dnas.phases import train_float
from dnas.setting import Setting

OUT = runs.RESULTS / "07_two_kilobytes" / "free_epochs.md"
SEEDS = range(3)
SHARES = (0.0, 0.4, 0.7)
FORMATS = ("_int4", "_int4_d25")
WORDS = (
    "experiment=cifar10_binary_1_5kb",
    "data.resolution=20",
    "space.weights=[int4,int4_m]",
    "finetune.optimizer=sgd",
    "finetune.lr=0.3",
    "budget.flash=2000B",
    "budget.host_ram=null",
)
"""The last one since there are many trainings in one process."""


def options(weights: str) -> dict[str, str]:
    """The network with its convolutions behind the stem in one format."""
    entries = {"stage2.entry": "conv_k3", "stage3.entry": "pool_conv_k3", "stage4.entry": "conv_k3"}
    widths = {"stage1.width": "5", "stage2.width": "12", "stage3.width": "12", "stage4.width": "10"}
    ends = {"stem": "k3_s2_int4", "classifier": "conv_k1_int4"}
    return {slot: entry + weights for slot, entry in entries.items()} | ends | widths


Judge = Callable[[Setting, Design, TorchNetwork], Any]


def trained(words: list[str], taken: dict[str, str], seed: int, epochs: int, judge: Judge) -> Any:
    """What `judge` says of the network with these options, trained in a run's folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        setting = supernets.setting_in(Path(folder), [*words, f"seed={seed}"])
        design = setting.design_of(setting.space.arch(taken))
        torch.manual_seed(seed)
        network = TorchNetwork(design.layers)
        train_float(setting, network, "alone", epochs, design)
        return judge(setting, design, network)


def accuracy(words: list[str], taken: dict[str, str], seed: int, epochs: int) -> float:
    """On the validation pictures, percent."""
    return 100 * float(trained(words, taken, seed, epochs, lambda s, d, n: figure_on(n, s.val_loader(d), s.task)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of cifar10")
    parser.add_argument("--epochs", type=int, default=10)
    given = parser.parse_args()
    configuration.register()
    torch.set_num_threads(1)
    words = [*WORDS, "space.weights=[int4,int4_d25]", f"data.root={given.data}"]
    lines = [
        "| weights | " + " | ".join(f"{100 * share:.0f} % free" for share in SHARES) + " |",
        "|---|" + "---|" * len(SHARES),
    ]
    for weights in FORMATS:
        cells = []
        for share in SHARES:
            with patch.object(finetune, "FREE", share):
                found = [accuracy(words, options(weights), seed, given.epochs) for seed in SEEDS]
            cells.append(f"{np.mean(found):.1f} ± {np.std(found, ddof=1):.1f}")
            print(weights, share, cells[-1], flush=True)
        lines.append(f"| {weights.removeprefix('_')} | " + " | ".join(cells) + " |")
    head = (
        f"Written by experiments/07_two_kilobytes/free_epochs.py: CIFAR-10 in two classes at 20x20, {given.epochs} epochs;\n"
        "accuracy on the validation pictures (%), mean ± standard deviation of 3 seeds."
    )
    OUT.write_text("\n".join([head, "", *lines, ""]))


if __name__ == "__main__":
    main()

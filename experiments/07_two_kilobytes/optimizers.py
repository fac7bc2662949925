"""Which optimizer trains networks of a few hundred bytes? SGD with momentum against SOAP, each as fine-tuning runs it.

    python ../shared/data/unpack.py cifar10 DIR
    .venv/bin/python experiments/07_two_kilobytes/optimizers.py DIR/cifar10

CIFAR-10 in two classes at 16x16, a network of 0.7 KB that a search with SGD had found, trained anew with each optimizer at two
rates. Reports the accuracy of the float network on the validation pictures and the time, three seeds.
Writes results/published/07_two_kilobytes/optimizers.md.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from free_epochs import SEEDS, WORDS
from pairs import options

# isort: split
import numpy as np
import runs
import torch
from supernets import accuracy

from dnas import config as configuration

OUT = runs.RESULTS / "07_two_kilobytes" / "optimizers.md"
NETWORK = options("6-12-8-8", ("int4", "int4_m", "int4_m", "int4_m"))
OPTIMIZERS = (("sgd", 0.1), ("sgd", 0.3), ("soap", 0.01), ("soap", 0.03))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of cifar10")
    parser.add_argument("--epochs", type=int, default=6)
    given = parser.parse_args()
    configuration.register()
    torch.set_num_threads(1)
    lines = ["| optimizer | rate | accuracy (%) | time (s) |", "|---|---|---|---|"]
    for optimizer, rate in OPTIMIZERS:
        chosen = ("data.resolution=16", f"finetune.optimizer={optimizer}", f"finetune.lr={rate}", f"data.root={given.data}")
        start = time.perf_counter()
        found = [accuracy([*WORDS, *chosen], NETWORK, seed, given.epochs) for seed in SEEDS]
        took = (time.perf_counter() - start) / len(found)
        cells = (optimizer, str(rate), f"{np.mean(found):.1f} ± {np.std(found, ddof=1):.1f}", f"{took:.0f}")
        lines.append("| " + " | ".join(cells) + " |")
        print(lines[-1], flush=True)
    head = (
        f"Written by experiments/07_two_kilobytes/optimizers.py: CIFAR-10 in two classes at 16x16, {given.epochs} epochs;\n"
        "accuracy on the validation pictures (%), mean ± standard deviation of 3 seeds; time of one training."
    )
    OUT.write_text("\n".join([head, "", *lines, ""]))


if __name__ == "__main__":
    main()

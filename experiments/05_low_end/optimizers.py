"""Which optimizer trains the networks of CIFAR-10's rows? SGD with momentum against SOAP, each as fine-tuning runs it.

    python ../shared/data/unpack.py cifar10 DIR
    .venv/bin/python experiments/05_low_end/optimizers.py DIR/cifar10

The published network of a row (its genotype.json in results/published/05_low_end/runs) trained anew with each optimizer.
Reports the accuracy of the float network on the validation pictures and the time. Writes
results/published/05_low_end/optimizers.md.
"""

from __future__ import annotations

import argparse
import sys
import time
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
ROWS = ("cifar10_l010rb", "cifar10_l412kb")
OPTIMIZERS = (("sgd", 0.1), ("soap", 0.03))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of cifar10")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seeds", type=int, default=2)
    given = parser.parse_args()
    configuration.register()
    torch.set_num_threads(1)
    lines = ["| network | optimizer | rate | accuracy (%) | time (s) |", "|---|---|---|---|---|"]
    for row in ROWS:
        genotype = Genotype.from_json((PUBLISHED / "runs" / f"{row}_dnas_seed0" / "genotype.json").read_text())
        for optimizer, rate in OPTIMIZERS:
            words = [f"experiment={row}", f"finetune.optimizer={optimizer}", f"finetune.lr={rate}", f"data.root={given.data}"]
            start = time.perf_counter()
            found = [accuracy([*words, "budget.host_ram=null"], genotype.options, s, given.epochs) for s in range(given.seeds)]
            took = (time.perf_counter() - start) / given.seeds
            cells = (row, optimizer, str(rate), f"{np.mean(found):.1f} ({', '.join(f'{a:.1f}' for a in found)})", f"{took:.0f}")
            lines.append("| " + " | ".join(cells) + " |")
            print(lines[-1], flush=True)
    head = (
        f"Written by experiments/05_low_end/optimizers.py: CIFAR-10, published networks trained {given.epochs} epochs;\n"
        f"accuracy on the validation pictures (%), mean and {given.seeds} seeds; time of one training."
    )
    (PUBLISHED / "optimizers.md").write_text("\n".join([head, "", *lines, ""]))


if __name__ == "__main__":
    main()

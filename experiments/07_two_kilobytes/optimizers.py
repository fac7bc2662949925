"""Which optimizer trains networks of a few hundred bytes? SGD with momentum against SOAP, each as fine-tuning runs it.

    python ../shared/data/unpack.py cifar10 DIR
    .venv/bin/python experiments/07_two_kilobytes/optimizers.py DIR/cifar10

CIFAR-10 in two classes at 16x16, a network of 0.7 KB that a search with SGD had found, trained anew with each optimizer at two
rates. Reports the accuracy of the float network on the validation pictures and the time, three seeds.
Writes results/published/07_two_kilobytes/optimizers.md.
"""

from __future__ import annotations

import time

from free_epochs import WORDS
from pairs import options

# isort: split
import runs
import supernets

OUT = runs.RESULTS / "07_two_kilobytes" / "optimizers.md"
NETWORK = options("6-12-8-8", ("int4", "int4_m", "int4_m", "int4_m"))
OPTIMIZERS = (("sgd", 0.1), ("sgd", 0.3), ("soap", 0.01), ("soap", 0.03))


def main() -> None:
    given = supernets.asked(__doc__, "cifar10", 6)
    lines = ["| optimizer | rate | accuracy (%) | time (s) |", "|---|---|---|---|"]
    for optimizer, rate in OPTIMIZERS:
        chosen = ("data.resolution=16", f"finetune.optimizer={optimizer}", f"finetune.lr={rate}", f"data.root={given.data}")
        start = time.perf_counter()
        found = [supernets.accuracy([*WORDS, *chosen], NETWORK, seed, given.epochs) for seed in supernets.SEEDS]
        took = (time.perf_counter() - start) / len(found)
        cells = (optimizer, str(rate), supernets.spread(found, 1), f"{took:.0f}")
        lines.append("| " + " | ".join(cells) + " |")
        print(lines[-1], flush=True)
    head = (
        f"Written by experiments/07_two_kilobytes/optimizers.py: CIFAR-10 in two classes at 16x16, {given.epochs} epochs;\n"
        "accuracy on the validation pictures (%), mean ± standard deviation of 3 seeds; time of one training."
    )
    OUT.write_text("\n".join([head, "", *lines, ""]))


if __name__ == "__main__":
    main()

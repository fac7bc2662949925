"""From which epoch on should weights have 4 bits and be pruned? One network, trained as a run's fine-tuning is.

    python ../shared/data/unpack.py cifar10 DIR
    .venv/bin/python experiments/07_two_kilobytes/free_epochs.py DIR/cifar10

CIFAR-10 in two classes at 20x20. Of a training's epochs the first share is free: weights are what they are; in the others they
are rounded and pruned in every step. Reports the accuracy of the float network on the validation pictures, three seeds.
Writes results/published/07_two_kilobytes/free_epochs.md.
"""

from __future__ import annotations

import sys
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import supernets

# isort: split
import runs

from dnas import finetune

OUT = runs.RESULTS / "07_two_kilobytes" / "free_epochs.md"
SHARES = (0.0, 0.4, 0.7)
FORMATS = ("_int4", "_int4_d25")
WORDS = (
    "experiment=cifar10_binary_1_5kb",
    "data.resolution=20",
    "space.weights=[int4,int4_m]",
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


def main() -> None:
    given = supernets.asked(__doc__, "cifar10", 10)
    words = [*WORDS, "space.weights=[int4,int4_d25]", f"data.root={given.data}"]
    lines = [
        "| weights | " + " | ".join(f"{100 * share:.0f} % free" for share in SHARES) + " |",
        "|---|" + "---|" * len(SHARES),
    ]
    for weights in FORMATS:
        cells = []
        for share in SHARES:
            with patch.object(finetune, "FREE", share):
                found = [supernets.accuracy(words, options(weights), seed, given.epochs) for seed in supernets.SEEDS]
            cells.append(supernets.spread(found, 1))
            print(weights, share, cells[-1], flush=True)
        lines.append(f"| {weights.removeprefix('_')} | " + " | ".join(cells) + " |")
    head = (
        f"Written by experiments/07_two_kilobytes/free_epochs.py: CIFAR-10 in two classes at 20x20, {given.epochs} epochs;\n"
        "accuracy on the validation pictures (%), mean ± standard deviation of 3 seeds."
    )
    OUT.write_text("\n".join([head, "", *lines, ""]))


if __name__ == "__main__":
    main()

"""Of which pictures should batch norm's statistics be: augmented ones, as in training, or plain ones, as on the board?

    python ../shared/data/unpack.py vww96 DIR
    .venv/bin/python experiments/05_low_end/batch_norm.py DIR/vww96

The network of small_data.py, trained once on each of its four splits; its statistics are then estimated on either kind of
training pictures and the held-out quarter is judged. Writes results/published/05_low_end/batch_norm.md.
"""

from __future__ import annotations

import sys
import tempfile
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import supernets

# isort: split
import runs
from held_out import split
from small_data import NETWORK, SEEDS, WORDS, held_out_accuracy

from dnas.design import Design
from dnas.discretize import estimate_batch_norm
from dnas.network import TorchNetwork
from dnas.phases import FINAL_NORM_IMAGES
from dnas.setting import Setting

OUT = runs.RESULTS / "05_low_end" / "batch_norm.md"


def both(setting: Setting, design: Design, network: TorchNetwork) -> tuple[float, float]:
    """Accuracy on the held-out quarter, percent: with statistics of plain pictures, which the training ends with, and of
    augmented but not mixed ones."""
    plain = held_out_accuracy(setting, design, network)
    setting.config.data.augment.mixup = 0.0
    loader = setting.train_loader(2, design)
    estimate_batch_norm(network, (x for x, _ in islice(loader, FINAL_NORM_IMAGES // loader.batch_size)))
    return plain, held_out_accuracy(setting, design, network)


def main() -> None:
    given = supernets.asked(__doc__ or "", "vww96", 100)
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for seed in SEEDS:
            root = Path(folder) / str(seed)
            split(given.data, root, seed)
            found.append(supernets.trained([*WORDS, f"data.root={root}"], NETWORK, seed, given.epochs, both))
            print(found[-1], flush=True)
    lines = ["| statistics of | accuracy (%), mean ± standard deviation of 4 splits | splits |", "|---|---|---|"]
    for name, values in zip(("plain pictures", "augmented pictures"), zip(*found, strict=True), strict=True):
        lines.append(f"| {name} | {supernets.spread(values, 1)} | {', '.join(f'{value:.1f}' for value in values)} |")
    OUT.write_text(
        f"Written by experiments/05_low_end/batch_norm.py: one network of nucleo_l010rb, {given.epochs} epochs, float, on\n"
        "quarters of the training part of vww96 that were held out; each trained once.\n\n" + "\n".join(lines) + "\n"
    )


if __name__ == "__main__":
    main()

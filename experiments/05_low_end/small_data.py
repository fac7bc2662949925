"""What helps a thousand pictures? Measured on quarters of the training part alone, which were held out.

    python ../shared/data/unpack.py vww96 DIR
    .venv/bin/python experiments/05_low_end/small_data.py DIR/vww96

One network of nucleo_l010rb, written by hand, trains on three quarters of the training pictures as fine-tuning trains, with
smaller random windows, windows that are cut before pictures are made small, mixed samples, less weight decay, and in gray; four
splits of different seeds. Writes results/published/05_low_end/small_data.md.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import supernets

# isort: split
import runs
from held_out import split

from dnas.design import Design
from dnas.discretize import figure_on
from dnas.network import TorchNetwork
from dnas.setting import Setting

OUT = runs.RESULTS / "05_low_end" / "small_data.md"
SEEDS = range(4)
SIDE = 40
WORDS = (
    "experiment=vww_l010rb", f"data.resolution={SIDE}", "budget.host_ram=null", "data.val_fraction=0.02", "logger=csv",
)  # fmt: skip
SHRUNK = (
    "data=npy", "data.batch_size=32", "data.finetune_epochs=100",
    "data.augment={shift_px: 0, flip: true, brightness: 0.15, contrast: 0.25}",
)  # fmt: skip
"""What data=vww96 says, for pictures of another size than it has."""
NETWORK = {
    "stem": "k3_s2", "stage1.width": "8",
    "stage2.entry": "conv_k3", "stage2.width": "8",
    "stage3.entry": "pool_conv_k3", "stage3.width": "20",
    "stage4.entry": "conv_k3", "stage4.width": "24",
    "stage5.entry": "pool_conv_k3", "stage5.width": "40",
    "stage6.entry": "conv_k3", "stage6.width": "40",
    "stage7.entry": "pool_conv_k3", "stage7.width": "64",
    "head.width": "128",
}  # fmt: skip
"""2.2 MMAC, all of it dense."""
BEFORE = ("data.augment.crop_min_area=0.6", "data.augment.mixup=0")
WINDOWS = ("data.augment.crop_min_area=0.35", "data.augment.mixup=0")
MIXED = ("data.augment.crop_min_area=0.35", "data.augment.mixup=0.4")
DECAYS = ("finetune.weight_decay=5e-3", "finetune.weight_decay=1e-3")
VARIANTS: dict[str, tuple[bool, tuple[str, ...]]] = {
    "windows of 60 to 100 % of the area, of pictures made small before": (True, (*BEFORE, DECAYS[0])),
    "windows of 35 to 100 %, of pictures made small before": (True, (*WINDOWS, DECAYS[0])),
    "windows of 35 to 100 %, of pictures as they are": (False, (*WINDOWS, DECAYS[0])),
    "the same, weight decay 1e-3 instead of 5e-3": (False, (*WINDOWS, DECAYS[1])),
    "the same, weight decay 5e-3, mixed by Beta(0.4, 0.4)": (False, (*MIXED, DECAYS[0])),
    "the same, weight decay 1e-3, mixed by Beta(0.4, 0.4)": (False, (*MIXED, DECAYS[1])),
    "the same in gray": (False, (*MIXED, DECAYS[1], "data.color=gray")),
}
"""Name -> whether pictures are made small before windows are cut from them, and what else is said."""


def held_out_accuracy(setting: Setting, design: Design, network: TorchNetwork) -> float:
    """On the quarter that takes the test part's place, percent."""
    return 100 * float(figure_on(network, setting.loader(setting.data_of(design), "test"), setting.task))


def main() -> None:
    given = supernets.asked(__doc__ or "", "vww96", 100)
    lines = ["| training | accuracy (%), mean ± standard deviation of 4 splits | splits |", "|---|---|---|"]
    with tempfile.TemporaryDirectory() as folder:
        roots = {(seed, shrunk): Path(folder) / f"{seed}_{shrunk}" for seed in SEEDS for shrunk in (True, False)}
        for (seed, shrunk), root in roots.items():
            split(given.data, root, seed, SIDE if shrunk else None)
        for name, (shrunk, words) in VARIANTS.items():
            found = []
            for seed in SEEDS:
                said = [*WORDS, *(SHRUNK if shrunk else ()), *words, f"data.root={roots[seed, shrunk]}"]
                found.append(supernets.trained(said, NETWORK, seed, given.epochs, held_out_accuracy))
            cells = (name, supernets.spread(found, 1), ", ".join(f"{value:.1f}" for value in found))
            lines.append("| " + " | ".join(cells) + " |")
            print(lines[-1], flush=True)
    OUT.write_text(
        f"Written by experiments/05_low_end/small_data.py: one network of nucleo_l010rb, {given.epochs} epochs, float, on\n"
        "quarters of the training part of vww96 that were held out.\n\n" + "\n".join(lines) + "\n"
    )


if __name__ == "__main__":
    main()

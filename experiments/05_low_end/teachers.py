"""Does a network learn more of a thousand pictures from others of its kind than from their labels?

    python ../shared/data/unpack.py vww96 DIR
    .venv/bin/python experiments/05_low_end/teachers.py DIR/vww96

On quarters of the training part alone, which were held out, of four seeds: the network and the training of small_data.py, by
itself in five trainings, the mean of their probabilities, and one network that learns these (`finetune.teachers=5`). Writes
results/published/05_low_end/teachers.md.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import supernets

# isort: split
import numpy as np
import runs
from held_out import split
from small_data import DECAYS, MIXED, NETWORK, SEEDS, WORDS, held_out_accuracy

from dnas.phases import fresh, train_float, trained_teachers
from dnas.teachers import taught

OUT = runs.RESULTS / "05_low_end" / "teachers.md"
TEACHERS = 5


def measured(folder: Path, words: list[str], epochs: int) -> tuple[list[float], float, float]:
    """Percent of the held-out quarter: each teacher, their mean probabilities, who learned these."""
    setting = supernets.setting_in(folder, [*words, f"finetune.epochs={epochs}", f"finetune.teachers={TEACHERS}"])
    design = setting.design_of(setting.space.arch(NETWORK))
    teachers = trained_teachers(setting, design)
    pupil = fresh(setting, design.layers)
    train_float(setting, pupil, "finetune", epochs, design, teachers)
    held_out = setting.loader(setting.data_of(design), "test")
    right = [(taught(teachers, x, setting.dtype).argmax(1) == y).numpy() for x, y in held_out]
    alone = [held_out_accuracy(setting, design, teacher) for teacher in teachers]
    return alone, 100 * float(np.concatenate(right).mean()), held_out_accuracy(setting, design, pupil)


def main() -> None:
    given = supernets.asked(__doc__ or "", "vww96", 100)
    lines = ["| split | alone (mean of five) | five together | taught by five |", "|---|---|---|---|"]
    found = []
    for seed in SEEDS:
        with tempfile.TemporaryDirectory() as folder:
            root, run = Path(folder) / "data", Path(folder) / "run"
            split(given.data, root, seed)
            run.mkdir()
            words = [*WORDS, *MIXED, DECAYS[1], f"data.root={root}", f"seed={seed}"]
            alone, together, pupil = measured(run, words, given.epochs)
        found.append((float(np.mean(alone)), together, pupil))
        each = ", ".join(f"{value:.1f}" for value in alone)
        lines.append(f"| {seed} | {found[-1][0]:.1f} ({each}) | {together:.1f} | {pupil:.1f} |")
        print(lines[-1], flush=True)
    means = (supernets.spread(column, 1) for column in zip(*found, strict=True))
    lines.append("| " + " | ".join(["mean ± standard deviation", *means]) + " |")
    OUT.write_text(
        f"Written by experiments/05_low_end/teachers.py: one network of nucleo_l010rb, {given.epochs} epochs, float;\n"
        "percent of quarters of the training part of vww96 that were held out.\n\n" + "\n".join(lines) + "\n"
    )


if __name__ == "__main__":
    main()

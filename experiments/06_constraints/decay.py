"""How much weight decay do data sets of one or two thousand samples want? Measured on splits of the training part alone.

    python ../shared/data/unpack.py speech_commands12 vww96 DIR
    .venv/bin/python experiments/06_constraints/decay.py DIR RUNS

Half of a data set's test part is ours to report on, so it cannot choose a rate: of the training part a quarter (by speaker or
by class) takes its place, in splits of different seeds. On each of them the space's reference network that fits the
benchmark's budgets (search=uniform) trains with each rate. Runs that are in RUNS are not started again. Writes
results/published/06_constraints/decay.md.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import runs
from held_out import split

OUT = runs.RESULTS / "06_constraints" / "decay.md"
SETS = {
    "speech_commands12": ["experiment=constraints_keywords"],
    "vww96": ["experiment=constraints_persons", "data.resolution=48"],
}
"""Data set -> what is said to `dnas.train` besides the rate."""
DECAYS = (4e-5, 5e-3)
SPLITS = (0, 1)


def accuracy(data: str, root: Path, folder: Path, decay: float) -> float:
    """Accuracy of the float network on the held-out quarter, percent."""
    words = [*SETS[data], "search=uniform", f"finetune.weight_decay={decay}", "quantize.epochs_fraction=0.02"]
    runs.start(words, root, folder)
    summary = runs.kept(folder)
    assert summary is not None
    return 100 * float(summary["accuracy"]["float_test"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of the unpacked data sets")
    parser.add_argument("runs", type=Path, help="folder for the splits and the runs, outside of the repository")
    given = parser.parse_args()
    lines = ["| data | " + " | ".join(f"{decay:g}" for decay in DECAYS) + " |", "|---|" + "---|" * len(DECAYS)]
    for data in SETS:
        rates: dict[float, list[float]] = {decay: [] for decay in DECAYS}
        for seed in SPLITS:
            root = given.runs / f"{data}_split{seed}"
            split(given.data / data, root, seed)
            for decay, found in rates.items():
                found.append(accuracy(data, root, given.runs / f"{data}_split{seed}_{decay:g}", decay))
        lines.append(
            f"| {data} | " + " | ".join(", ".join(f"{value:.1f}" for value in found) for found in rates.values()) + " |"
        )
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(
        "Written by experiments/06_constraints/decay.py: accuracy (%) of the float network on quarters of the training part\n"
        "that were held out, per weight decay; one value a split.\n\n" + "\n".join(lines) + "\n"
    )
    print("\n".join(lines))


if __name__ == "__main__":
    main()

"""How do data sets of one or two thousand samples want to be trained? Measured on splits of the training part alone.

    python ../shared/data/unpack.py speech_commands12 vww96 DIR
    .venv/bin/python experiments/06_constraints/training.py decay DIR RUNS
    .venv/bin/python experiments/06_constraints/training.py length DIR RUNS

Half of a data set's test part is ours to report on, so it cannot choose how to train: of the training part a quarter (by
speaker or by class) takes its place, in splits of different seeds. On each of them the space's reference network that fits the
budgets (search=uniform) trains with each rate of weight decay, or for each number of epochs. Runs that are in RUNS are not
started again. Writes results/published/06_constraints/decay.md or length.md.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import runs
from held_out import split

PUBLISHED = runs.RESULTS / "06_constraints"
ALONE = ("search.warmup_epochs=0", "search.epochs=1", "search.contest_fraction=0.001")
"""Next to no epochs of a search, which would go into the training."""


class Study(NamedTuple):
    """What is varied, on which networks and how many splits."""

    varied: str
    key: str
    values: tuple[float, ...]
    sets: dict[str, tuple[str, ...]]
    """Data set -> what else is said to `dnas.train`."""
    splits: int


STUDIES = {
    "decay": Study(
        "weight decay",
        "finetune.weight_decay",
        (4e-5, 5e-3),
        {
            "speech_commands12": ("experiment=constraints_keywords",),
            "vww96": ("experiment=constraints_persons", "data.resolution=48"),
        },
        2,
    ),
    "length": Study(
        "number of epochs",
        "finetune.epochs",
        (100, 200, 400, 800),
        {
            "speech_commands12": (
                "experiment=constraints_keywords", "budget.sram=11354B", "budget.flash=17414B", "budget.latency=29ms", *ALONE,
            ),
            "vww96": ("experiment=vww_l010rb", "data.resolution=48", *ALONE),
        },
        4,
    ),
}  # fmt: skip


def accuracy(words: list[str], root: Path, folder: Path) -> float:
    """Accuracy of the float network on the held-out quarter, percent."""
    runs.start([*words, "search=uniform", "quantize.epochs_fraction=0.02"], root, folder)
    summary = runs.kept(folder)
    assert summary is not None
    return 100 * float(summary["accuracy"]["float_test"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("study", choices=STUDIES)
    parser.add_argument("data", type=Path, help="folder of the unpacked data sets")
    parser.add_argument("runs", type=Path, help="folder for the splits and the runs, outside of the repository")
    given = parser.parse_args()
    study = STUDIES[given.study]
    lines = ["| data | " + " | ".join(f"{value:g}" for value in study.values) + " |", "|---|" + "---|" * len(study.values)]
    for data, words in study.sets.items():
        found: dict[float, list[float]] = {value: [] for value in study.values}
        for seed in range(study.splits):
            root = given.runs / f"{data}_split{seed}"
            split(given.data / data, root, seed)
            for value, reached in found.items():
                said = [*words, f"{study.key}={value}"]
                reached.append(accuracy(said, root, given.runs / f"{data}_{given.study}_split{seed}_{value:g}"))
        cells = (", ".join(f"{value:.1f}" for value in reached) for reached in found.values())
        lines.append(f"| {data} | " + " | ".join(cells) + " |")
    PUBLISHED.mkdir(parents=True, exist_ok=True)
    (PUBLISHED / f"{given.study}.md").write_text(
        f"Written by experiments/06_constraints/training.py {given.study}: accuracy (%) of the float network on quarters of\n"
        f"the training part that were held out, per {study.varied}; one value a split.\n\n" + "\n".join(lines) + "\n"
    )
    print("\n".join(lines))


if __name__ == "__main__":
    main()

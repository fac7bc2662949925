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
from rows import Run, words

PUBLISHED = runs.RESULTS / "06_constraints"
ALONE = ("search.warmup_epochs=0", "search.epochs=1", "search.contest_fraction=0.001")
"""Next to no epochs of a search, which would go into the training."""
SPLITS = (0, 1)


class Study(NamedTuple):
    """What is varied, on which networks."""

    varied: str
    key: str
    sets: dict[str, tuple[tuple[float, ...], tuple[str, ...]]]
    """Data set -> values, and what else is said to `dnas.train`."""


STUDIES = {
    "decay": Study(
        "weight decay",
        "finetune.weight_decay",
        {
            "speech_commands12": (
                (4e-5, 5e-3),
                ("experiment=constraints_keywords", "search.warmup_epochs=20", "search.epochs=20", "finetune.epochs=80"),
            ),
            "vww96": ((4e-5, 5e-3), ("experiment=constraints_persons", "data.resolution=48")),
        },
    ),
    "length": Study(
        "number of epochs",
        "finetune.epochs",
        {
            "speech_commands12": ((200, 400, 800), (*words(Run("keywords_long", "f746", "loose", "dual", 0)), *ALONE)),
            "vww96": ((100, 400), ("experiment=vww_l010rb", "data.resolution=48", *ALONE)),
        },
    ),
}


def accuracy(said: list[str], root: Path, folder: Path) -> float:
    """Accuracy of the float network on the held-out quarter, percent."""
    runs.start([*said, "search=uniform", "quantize.epochs_fraction=0.02"], root, folder)
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
    lines = [f"| data | {study.varied} | splits |", "|---|---|---|"]
    for data, (values, common) in study.sets.items():
        roots = {seed: given.runs / f"{data}_split{seed}" for seed in SPLITS}
        for seed, root in roots.items():
            split(given.data / data, root, seed)
        for value in values:
            found = []
            for seed, root in roots.items():
                said = [*common, f"{study.key}={value}"]
                found.append(accuracy(said, root, given.runs / f"{data}_{given.study}_split{seed}_{value:g}"))
            lines.append(f"| {data} | {value:g} | {', '.join(f'{reached:.1f}' for reached in found)} |")
    PUBLISHED.mkdir(parents=True, exist_ok=True)
    (PUBLISHED / f"{given.study}.md").write_text(
        f"Written by experiments/06_constraints/training.py {given.study}: accuracy (%) of the float network on quarters of\n"
        f"the training part that were held out, per {study.varied}; one value a split.\n\n" + "\n".join(lines) + "\n"
    )
    print("\n".join(lines))


if __name__ == "__main__":
    main()

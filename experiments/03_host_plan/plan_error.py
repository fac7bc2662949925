"""How well the host plan predicts a run's peak: short runs over data sets, spaces and budgets, predicted against measured.

    python ../shared/data/unpack.py all DIR
    python experiments/03_host_plan/plan_error.py DIR OUT

Every row is a run of its own, through the command line, on a part of the training images (all phases, few epochs: the peak
comes while networks of all sizes are sampled). OUT keeps the runs' folders; a run that is there is not repeated. Writes
results/published/03_host_plan/plan_error.md and plan_error.svg.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dnas.summary import read_summary

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.append(str(REPOSITORY / "experiments"))
from scatter import scatter  # noqa: E402  (beside the experiments' folders)

PUBLISHED = REPOSITORY / "results" / "published" / "03_host_plan"
EPOCHS = ("search.warmup_epochs=2", "search.epochs=2", "finetune.epochs=1", "logger=csv", "seed=0")


@dataclass(frozen=True)
class Combination:
    """One row: data set, training images of a class, space, budget of host RAM."""

    data: str
    per_class: int
    space: str
    budget: str

    @property
    def name(self) -> str:
        return f"{self.data}_{self.space}_{self.budget}"


COMBINATIONS = tuple(
    Combination(data, per_class, space, budget)
    for data, per_class, space, budgets in (
        ("digits", 0, "mcu", ("380MB", "512MB")),
        ("digits", 0, "tiny", ("512MB",)),
        ("cifar10", 300, "mcu", ("420MB", "512MB")),
        ("vww96", 600, "mcu", ("450MB", "512MB")),
        ("tinyimagenet25", 80, "mcu", ("450MB", "512MB")),
        ("speech_commands12", 200, "mcu", ("420MB", "512MB")),
        ("mnist", 200, "mcu", ("380MB", "450MB")),
        ("cifar10", 300, "tiny", ("512MB",)),
        ("mnist", 200, "tiny", ("400MB",)),
    )
    for budget in budgets
)


def cut_out(row: Combination, data: Path, out: Path) -> None:
    """Makes the part of the data that a row trains on."""
    part = out / "data" / row.data
    if row.data != "digits" and not part.exists():
        subset = REPOSITORY / "experiments" / "02_budgets" / "subset.py"
        subprocess.run([sys.executable, subset, data / row.data, part, "--per-class", str(row.per_class)], check=True)


def run(row: Combination, out: Path) -> None:
    """One run, unless it is there."""
    folder = out / row.name
    if (folder / "summary.json").exists():
        return
    where = [] if row.data == "digits" else [f"data.root={out / 'data' / row.data}"]
    words = (f"data={row.data}", f"space={row.space}", f"budget.host_ram={row.budget}", *where, *EPOCHS, f"run.dir={folder}")
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    done = subprocess.run([sys.executable, "-m", "dnas.train", *words], env=environment, capture_output=True, text=True)
    print(f"{row.name}: exit code {done.returncode}", flush=True)
    if done.returncode not in (0, 1, 3):
        print(done.stderr, file=sys.stderr)


def above_floor_bytes(summary: dict[str, Any]) -> tuple[int, int]:
    """What a run held above the floor: measured, predicted."""
    floor = summary["host"]["floor_bytes"]
    return summary["measured"]["host_ram_bytes"] - floor, summary["predicted"]["host_ram_bytes"] - floor


def picture(rows: list[Combination], out: Path) -> None:
    """Predicted against measured, one color a data set."""
    series: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        if (out / row.name / "summary.json").exists():
            measured, predicted = above_floor_bytes(read_summary(out / row.name))
            series.setdefault(row.data, []).append((measured / 1e6, predicted / 1e6))
    scatter(PUBLISHED / "plan_error.svg", "Host RAM above the floor", "MB", series)


def table(rows: list[Combination], out: Path) -> str:
    """Markdown: per run the parts above the floor, predicted and measured, and their difference."""
    lines = [
        "| data | space | budget (MB) | floor (MB) | predicted (MB) | measured (MB) | above floor, predicted (MB) "
        "| measured (MB) | error | halvings | within budget |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    errors = []
    for row in rows:
        if not (out / row.name / "summary.json").exists():
            lines.append(f"| {row.data} | {row.space} | {row.budget.removesuffix('MB')} |" + " stopped |" * 8)
            continue
        summary = read_summary(out / row.name)
        floor = summary["host"]["floor_bytes"]
        measured, predicted = above_floor_bytes(summary)
        errors.append(predicted / measured - 1)
        figures = (floor, floor + predicted, floor + measured, predicted, measured)
        cells = [row.data, row.space, row.budget.removesuffix("MB"), *(f"{size / 1e6:.0f}" for size in figures)]
        cells += [f"{100 * errors[-1]:+.1f} %", str(len(summary["host"]["halvings"]))]
        cells.append("yes" if floor + measured <= summary["budget"]["host_ram_bytes"] else "no")
        lines.append("| " + " | ".join(cells) + " |")
    size = np.abs(errors)
    lines += ["", f"{len(errors)} runs: error of the part above the floor {100 * size.mean():.1f} % on average, "
              f"{100 * size.max():.1f} % at most; {int((size <= 0.1).sum())} within 10 %."]  # fmt: skip
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of the unpacked data sets")
    parser.add_argument("out", type=Path, help="folder for the runs, outside of the repository")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    for row in COMBINATIONS:
        cut_out(row, given.data, given.out)
    with ThreadPoolExecutor(2) as pool:  # two runs at a time
        list(pool.map(lambda row: run(row, given.out), COMBINATIONS))
    PUBLISHED.mkdir(parents=True, exist_ok=True)
    text = table(list(COMBINATIONS), given.out)
    (PUBLISHED / "plan_error.md").write_text(
        "Written by experiments/03_host_plan/plan_error.py; nucleo_f746, one thread, a part of the training images.\n\n"
        f"{text}\n\n![predicted against measured](plan_error.svg)\n"
    )
    picture(list(COMBINATIONS), given.out)
    print(text)


if __name__ == "__main__":
    main()

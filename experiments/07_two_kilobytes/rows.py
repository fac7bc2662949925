"""Parts with 2 KB of RAM: accuracy against what is stored and against working memory, joint search against its parts.

    python ../shared/data/unpack.py all DIR
    .venv/bin/python experiments/07_two_kilobytes/rows.py run DIR RUNS --row mnist_2kb --method joint --seed 0
    .venv/bin/python experiments/07_two_kilobytes/rows.py sweep DIR RUNS --row mnist_1kb_short --method joint --stored 500 700
    .venv/bin/python experiments/07_two_kilobytes/rows.py table

`run` starts `python -m dnas.train experiment=ROW` unless its folder in RUNS has a summary, and keeps summary.json,
genotype.json, model.tflite and, of rows with a target, network.c and network.h in results/published/07_two_kilobytes/runs.
Methods: `joint` (everything that the row's file lets the search choose), `bits` (8 and 4 bits without sparsity), `int8`
(structure alone), `prune` (structure and bits first, sparsity afterwards). `sweep` runs a row under other budgets of stored
bytes, the points of a front, as one Hydra multirun. `table` writes rows.md and front.svg from what is kept.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import runs
from scatter import plt

PUBLISHED = runs.RESULTS / "07_two_kilobytes"
DATA = {"mnist": "mnist", "cifar10": "cifar10"}
TITLES = {"mnist": "MNIST", "cifar10": "CIFAR-10 in two classes"}
ROWS = ("mnist_2kb", "mnist_2_7kb", "cifar10_binary_750b", "cifar10_binary_1_5kb", "mnist_1kb_short")
METHODS = {
    "joint": [],
    "bits": ["space.weights=[int8,int4]"],
    "int8": ["space.weights=[int8]"],
    "prune": ["search=prune"],
}
TARGETS = {"mnist_2kb": 98.6, "mnist_2_7kb": 99.0, "cifar10_binary_750b": 74.0, "cifar10_binary_1_5kb": 77.5}
"""int8 accuracy (%)."""


class Point(NamedTuple):
    """A published result: accuracy (%), bytes of the model, bytes of working memory where they are stated."""

    name: str
    data: str
    accuracy: float
    model_bytes: float
    memory_bytes: float | None


PUBLISHED_POINTS = (
    Point("SpArSe", "cifar10", 73.84, 780, 1280),  # Fedorov et al. 2019 (arXiv 1905.12107)
    Point("Bonsai", "cifar10", 73.02, 1980, None),  # Kumar et al. 2017
    Point("uNAS", "cifar10", 77.49, 685, None),  # Liberis et al. 2021 (arXiv 2010.14246)
)


class Run(NamedTuple):
    """One run; `stored` is its budget of stored bytes where it is not the row's own."""

    row: str
    method: str
    seed: int
    stored: int | None = None

    @property
    def name(self) -> str:
        return f"{self.row}_{self.method}{f'_{self.stored}B' if self.stored else ''}_seed{self.seed}"

    @property
    def data(self) -> str:
        """Folder of its data set."""
        return DATA[self.row.split("_")[0]]

    @property
    def words(self) -> list[str]:
        """What is said to `dnas.train` besides the data's place."""
        stored = [f"budget.flash={self.stored}B"] if self.stored else []
        return [f"experiment={self.row}", f"seed={self.seed}", *METHODS[self.method], *stored]


def sweep(points: Sequence[Run], data: Path, folder: Path) -> None:
    """One multirun over the budgets that `folder` has no run of; those it has are finished. Keeps what they find.

    Raises:
        SystemExit: a run ended without a network.
    """
    row, method, seed, _ = points[0]
    root = data / points[0].data
    if left := [f"{point.stored}B" for point in points if not (folder / point.name).exists()]:
        into = folder / f"{row}_{method}_${{budget.flash}}_seed{seed}"
        words = [*Run(row, method, seed).words, f"budget.flash={','.join(left)}", f"data.root={root}", f"run.dir={into}"]
        runs.train(["-m", *words, "logger=csv"])
    for point in points:
        runs.run(point.words, root, folder / point.name, PUBLISHED / "runs" / point.name)


def found() -> dict[tuple[str, str, int | None], list[dict[str, Any]]]:
    """All kept summaries: (row, method, stored) -> one per seed."""
    groups: dict[tuple[str, str, int | None], list[dict[str, Any]]] = {}
    for path in sorted((PUBLISHED / "runs").glob("*/summary.json")):
        for row in ROWS:
            for method in METHODS:
                if path.parent.name.startswith(f"{row}_{method}_"):
                    middle = path.parent.name.removeprefix(f"{row}_{method}_").split("_")
                    stored = int(middle[0].removesuffix("B")) if len(middle) > 1 else None
                    summary = runs.kept(path.parent)
                    assert summary is not None
                    groups.setdefault((row, method, stored), []).append(summary)
    order = list(METHODS)
    return dict(sorted(groups.items(), key=lambda item: (ROWS.index(item[0][0]), order.index(item[0][1]), item[0][2] or 0)))


def table(groups: dict[tuple[str, str, int | None], list[dict[str, Any]]]) -> str:
    """Markdown, one line per row, method and budget."""
    lines = [
        "| row | method | seeds | accuracy (%) | target | stored (B) | of | working memory (B) | of | TFLM's arena (KiB) "
        "| .tflite (KiB) | kMAC | time (min) | host RAM (MB) | feasible |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for (row, method, _), many in groups.items():
        budget = many[0]["budget"]
        cells = [row, method, str(len(many)), runs.interval([100 * run["accuracy"]["int8_test"] for run in many])]
        cells += [f"{TARGETS[row]:.1f}" if row in TARGETS and has_own_budget(many[0]) else ""]
        cells += [f"{runs.mean(many, 'measured', 'flash_bytes'):.0f}", str(budget["flash_bytes"])]
        cells += [f"{runs.mean(many, 'measured', 'sram_bytes'):.0f}", str(budget["sram_bytes"])]
        cells += [f"{runs.mean(many, 'interpreter', 'sram_bytes', 1024):.1f}"]
        cells += [f"{runs.mean(many, 'interpreter', 'flash_bytes', 1024):.1f}"]
        cells += [f"{runs.mean(many, 'predicted', 'macs', 1e3):.0f}", f"{runs.mean(many, 'measured', 'wall_s', 60):.0f}"]
        cells += [f"{runs.mean(many, 'measured', 'host_ram_bytes', 1e6):.0f}"]
        cells.append(f"{sum(run['feasible'] for run in many)} of {len(many)}")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def has_own_budget(summary: dict[str, Any]) -> bool:
    """Whether a run had the budget that the row's target is for."""
    return "budget.flash=" not in summary["command"]


def front(groups: dict[tuple[str, str, int | None], list[dict[str, Any]]]) -> None:
    """Accuracy against stored bytes and against working memory, a row of panels per data set."""
    present = [data for data in DATA if any(row.startswith(data) for row, _, _ in groups)]
    figure, panels = plt.subplots(len(present), 2, figsize=(9, 3.4 * len(present)), squeeze=False)
    for data, line in zip(present, panels, strict=True):
        for axes, key, label in zip(line, ("flash_bytes", "sram_bytes"), ("stored", "working memory"), strict=True):
            for number, method in enumerate(METHODS):
                many = [run for (row, m, _), all_ in groups.items() if m == method and row.startswith(data) for run in all_]
                if many:
                    sizes = [run["measured"][key] for run in many]
                    axes.scatter(sizes, [100 * run["accuracy"]["int8_test"] for run in many], color=f"C{number}", label=method)
            for point in PUBLISHED_POINTS:
                size = point.model_bytes if key == "flash_bytes" else point.memory_bytes
                if point.data == data and size is not None:
                    axes.scatter([size], [point.accuracy], color="k", marker="x")
                    axes.annotate(point.name, (size, point.accuracy), textcoords="offset points", xytext=(4, 4), fontsize=7)
            axes.set(title=TITLES[data], xlabel=f"{label} (bytes)", ylabel="int8 test accuracy (%)")
            axes.legend(fontsize=7)
    figure.tight_layout()
    figure.savefig(PUBLISHED / "front.svg", metadata={"Date": None})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    one = runs.add_run(commands)
    many = runs.add_run(commands, "sweep")
    many.add_argument("--stored", type=int, nargs="+", required=True, help="budgets of stored bytes")
    for command in (one, many):
        command.add_argument("--row", choices=ROWS, required=True)
        command.add_argument("--method", choices=METHODS, default="joint")
    commands.add_parser("table")
    given = parser.parse_args()
    if given.command == "run":
        run = Run(given.row, given.method, given.seed)
        kept = (*runs.KEPT, "network.c", "network.h") if run.row in TARGETS else runs.KEPT
        runs.run(run.words, given.data / run.data, given.runs / run.name, PUBLISHED / "runs" / run.name, kept)
    if given.command == "sweep":
        sweep([Run(given.row, given.method, given.seed, stored) for stored in given.stored], given.data, given.runs)
    groups = found()
    text = table(groups)
    PUBLISHED.mkdir(parents=True, exist_ok=True)
    (PUBLISHED / "rows.md").write_text(
        "Written by experiments/07_two_kilobytes/rows.py; the commands are in runs/*/summary.json. Means over the seeds, ±\n"
        "half of the 95 % confidence interval. Stored bytes: values, their places, biases, multipliers. Working memory:\n"
        "largest input + output of a layer. Crosses: as published; SpArSe's size is without the places of its weights.\n\n"
        f"{text}\n\n![accuracy against stored bytes and working memory](front.svg)\n"
    )
    front(groups)
    print(text)


if __name__ == "__main__":
    main()

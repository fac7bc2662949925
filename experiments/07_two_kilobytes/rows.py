"""Parts with 2 KB of RAM: accuracy against what is stored and against working memory, joint search against its parts.

    python ../shared/data/unpack.py all DIR
    .venv/bin/python experiments/07_two_kilobytes/rows.py run DIR RUNS --row mnist_2kb --method joint --seed 0
    .venv/bin/python experiments/07_two_kilobytes/rows.py sweep DIR RUNS --row mnist_1kb_short --method joint --stored 500 700
    .venv/bin/python experiments/07_two_kilobytes/rows.py table

`run` starts `python -m dnas.train experiment=ROW` unless its folder in RUNS has a summary, and keeps summary.json,
genotype.json, model.tflite, config.yaml and, of rows with a target, network.c and network.h in
results/published/07_two_kilobytes/runs.
Methods: `joint` (everything that the row's file lets the search choose), `bits` (8 and 4 bits without sparsity), `int8`
(structure alone), `prune` (structure and bits first, sparsity afterwards). `sweep` runs a row under other budgets of stored
bytes or of working memory, the points of a front, as one Hydra multirun. `table` writes rows.md and front.svg from what is
kept.
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
ROWS = ("mnist_2kb", "mnist_2_7kb", "cifar10_binary_750b", "cifar10_binary_1_5kb", "mnist_1kb_short", "cifar10_binary_short")
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
    """One run; `limit` is a budget that is not the row's own: ("flash", stored bytes) or ("sram", bytes of working memory)."""

    row: str
    method: str
    seed: int
    limit: tuple[str, int] | None = None

    @property
    def name(self) -> str:
        return f"{self.row}_{self.method}{f'_{limit_name(*self.limit)}B' if self.limit else ''}_seed{self.seed}"

    @property
    def data(self) -> str:
        """Folder of its data set."""
        return DATA[self.row.split("_")[0]]

    @property
    def words(self) -> list[str]:
        """What is said to `dnas.train` besides the data's place."""
        limit = [f"budget.{self.limit[0]}={self.limit[1]}B"] if self.limit else []
        return [f"experiment={self.row}", f"seed={self.seed}", *METHODS[self.method], *limit]


def limit_name(budget: str, limit: int | str) -> str:
    """A limit in a run's name: of stored bytes alone, of working memory behind `sram`."""
    return f"{limit}" if budget == "flash" else f"{budget}{limit}"


Groups = dict[tuple[str, str, str], list[dict[str, Any]]]
"""All kept summaries: (row, method, limit's name or "") -> one per seed."""


def sweep(row: str, method: str, seed: int, budget: str, limits: Sequence[int], data: Path, folder: Path) -> None:
    """One multirun over the limits that `folder` has no run of; those it has are finished. Keeps what they find.

    Raises:
        SystemExit: a run ended without a network.
    """
    own, points = Run(row, method, seed), [Run(row, method, seed, (budget, limit)) for limit in limits]
    root = data / own.data
    if left := [f"{limit}B" for point, limit in zip(points, limits, strict=True) if not (folder / point.name).exists()]:
        into = folder / f"{row}_{method}_{limit_name(budget, f'${{budget.{budget}}}')}_seed{seed}"
        words = [*own.words, f"budget.{budget}={','.join(left)}", f"data.root={root}", f"run.dir={into}"]
        runs.train(["-m", *words, "logger=csv"])
    for point in points:
        runs.run(point.words, root, folder / point.name, PUBLISHED / "runs" / point.name)


def found() -> Groups:
    """Reads what is kept."""
    groups: Groups = {}
    for path in sorted((PUBLISHED / "runs").glob("*/summary.json")):
        for row in ROWS:
            for method in METHODS:
                if path.parent.name.startswith(f"{row}_{method}_"):
                    middle = path.parent.name.removeprefix(f"{row}_{method}_").split("_")
                    limit = middle[0] if len(middle) > 1 else ""
                    summary = runs.kept(path.parent)
                    assert summary is not None
                    groups.setdefault((row, method, limit), []).append(summary)
    rank = [*ROWS, *METHODS].index
    return dict(sorted(groups.items(), key=lambda item: (rank(item[0][0]), rank(item[0][1]), *budgets(item[1][0]))))


def budgets(summary: dict[str, Any]) -> tuple[int, int]:
    """Stored bytes and bytes of working memory that a run was allowed."""
    return summary["budget"]["flash_bytes"], summary["budget"]["sram_bytes"]


def table(groups: Groups) -> str:
    """Markdown, one line per row, method and budget."""
    lines = [
        "| row | method | seeds | accuracy (%) | target | stored (B) | of | working memory (B) | of | TFLM's arena (KiB) "
        "| .tflite (KiB) | kMAC | time (min) | host RAM (MB) | feasible |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for (row, method, limit), many in groups.items():
        stored, memory = map(str, budgets(many[0]))
        cells = [row, method, str(len(many)), runs.interval([100 * run["accuracy"]["int8_test"] for run in many])]
        cells += [f"{TARGETS[row]:.1f}" if row in TARGETS and not limit else ""]
        cells += [f"{runs.mean(many, 'measured', 'flash_bytes'):.0f}", stored]
        cells += [f"{runs.mean(many, 'measured', 'sram_bytes'):.0f}", memory]
        cells += [f"{runs.mean(many, 'interpreter', 'sram_bytes', 1024):.1f}"]
        cells += [f"{runs.mean(many, 'interpreter', 'flash_bytes', 1024):.1f}"]
        cells += [f"{runs.mean(many, 'predicted', 'macs', 1e3):.0f}", f"{runs.mean(many, 'measured', 'wall_s', 60):.0f}"]
        cells += [f"{runs.mean(many, 'measured', 'host_ram_bytes', 1e6):.0f}"]
        cells.append(f"{sum(run['feasible'] for run in many)} of {len(many)}")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def means(groups: Groups, data: str, method: str, long: bool, budget: str) -> list[tuple[float, float]]:
    """(bytes used of a budget, accuracy in percent) of a data set's rows and of the sweep over this budget, means of the seeds;
    `long`: the rows with a target, which are trained longer."""
    return sorted(
        (runs.mean(many, "measured", f"{budget}_bytes"), runs.mean(many, "accuracy", "int8_test", 0.01))
        for (row, made_by, limit), many in groups.items()
        if made_by == method and row.startswith(data) and (row in TARGETS) == long
        if not limit or limit.startswith("sram") == (budget == "sram")
    )


def front(groups: Groups) -> None:
    """Accuracy against stored bytes and against working memory, a row of panels per data set."""
    present = [data for data in DATA if any(row.startswith(data) for row, _, _ in groups)]
    figure, panels = plt.subplots(len(present), 2, figsize=(9, 3.4 * len(present)), squeeze=False)
    for data, line in zip(present, panels, strict=True):
        for axes, budget, label in zip(line, ("flash", "sram"), ("stored", "working memory"), strict=True):
            for number, method in enumerate(METHODS):
                for long, mark in ((False, "o-"), (True, "*")):
                    if found := means(groups, data, method, long, budget):
                        name = f"{method}, long training" if long else method
                        axes.plot(*zip(*found, strict=True), f"C{number}{mark}", label=name)
            for point in PUBLISHED_POINTS:
                size = point.model_bytes if budget == "flash" else point.memory_bytes
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
    swept = many.add_mutually_exclusive_group(required=True)
    swept.add_argument("--stored", type=int, nargs="+", help="budgets of stored bytes")
    swept.add_argument("--memory", type=int, nargs="+", help="budgets of working memory, bytes")
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
        budget = "flash" if given.stored else "sram"
        sweep(given.row, given.method, given.seed, budget, given.stored or given.memory, given.data, given.runs)
    groups = found()
    text = table(groups)
    PUBLISHED.mkdir(parents=True, exist_ok=True)
    (PUBLISHED / "rows.md").write_text(
        "Written by experiments/07_two_kilobytes/rows.py; the commands are in runs/*/summary.json, for the code of\n"
        "their git_commit; config.yaml holds what was run. Means over the seeds, ±\n"
        "half of the 95 % confidence interval. Stored bytes: values, their places, biases, multipliers. Working memory:\n"
        "largest input + output of a layer. Crosses: as published; SpArSe's size is without the places of its weights.\n\n"
        f"{text}\n\n![accuracy against stored bytes and working memory](front.svg)\n"
    )
    front(groups)
    print(text)


if __name__ == "__main__":
    main()

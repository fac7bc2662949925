"""SRAM, flash and latency in one search: dual ascent, DUCCIO's rule, and the published network that sets the budgets.

    python ../shared/data/unpack.py all DIR
    .venv/bin/python experiments/06_constraints/rows.py budgets
    .venv/bin/python experiments/06_constraints/rows.py run DIR RUNS --benchmark keywords --board f446 --level middle --seed 0
    .venv/bin/python experiments/06_constraints/rows.py table

A level gives SRAM, flash and latency as shares of what the benchmark's published network costs on the board. `paper` is the
pair that DUCCIO's paper reports (arXiv 2310.07217, abstract): 87 % less memory, 54 % less latency. Latency binds at `fast`
and `roomy`. Methods: `dual` (ours), `mixed` (the same, whose layers choose between weights of 8 and 4 bits), `duccio`
(penalty=duccio), `uniform` (one width factor for the space's reference network), `reference` (the published network in the
same harness; board and level do not matter). The networks of `keywords_long` train 400 epochs, those of `keywords` 200.
`run` starts one run unless its folder in RUNS is there, and keeps summary.json, genotype.json, model.tflite and
config.yaml in results/published/06_constraints/runs. `table` writes rows.md from what is kept.
"""

from __future__ import annotations

import argparse
import sys
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import runs
from scatter import plt

from dnas.config import board
from dnas.cost import cost_of
from dnas.data.named import KNOWN
from dnas.references import published, reference_layers

PUBLISHED = runs.RESULTS / "06_constraints"


class Benchmark(NamedTuple):
    """What a benchmark is made of."""

    data: str
    network: str
    """The published one."""
    words: tuple[str, ...]
    """What is said to `dnas.train` for every run."""


BENCHMARKS = {
    "cifar10": Benchmark("cifar10", "resnet8", ("experiment=constraints_cifar10",)),
    "keywords": Benchmark(
        "speech_commands12",
        "ds_cnn",
        ("experiment=constraints_keywords", "finetune.epochs=200", "search.contest_fraction=0.05"),
    ),
    "keywords_long": Benchmark("speech_commands12", "ds_cnn", ("experiment=constraints_keywords",)),
    "persons": Benchmark("vww96", "mobilenet_v1", ("experiment=constraints_persons",)),
    "tinyimagenet": Benchmark("tinyimagenet25", "resnet18", ("experiment=constraints_tinyimagenet",)),
}
BOARDS = {"f746": "nucleo_f746", "f446": "nucleo_f446"}
LEVELS = {"roomy": (0.75, 0.46), "loose": (0.50, 0.75), "middle": (0.25, 0.60), "paper": (0.13, 0.46), "fast": (0.50, 0.10)}
"""Shares of SRAM and flash, and of latency."""
OWN_SPACES = {
    ("keywords", "paper"): "space=spectrogram_small",
    ("keywords_long", "paper"): "space=spectrogram_small",
    ("cifar10", "paper"): "space=mcu_small",
}
"""Where the benchmark's space has no network that is as small."""
MARGIN = 2.0
"""Points of accuracy: non-inferior is what, with 95 % confidence, loses fewer than these."""
SEARCHES: dict[str, list[str]] = {
    "dual": [],
    "mixed": [runs.MIXED],
    "duccio": ["penalty=duccio"],
    "uniform": ["search=uniform"],
}
"""Methods that find a network within the budgets, and what they say further."""
METHODS = (*SEARCHES, "reference")
PAIRS = (("dual", "duccio"), ("mixed", "dual"), ("dual", "uniform"))
"""Methods whose accuracies are compared."""


class Run(NamedTuple):
    """One run."""

    benchmark: str
    board: str
    level: str
    method: str
    seed: int

    @property
    def name(self) -> str:
        parts = (self.benchmark, "reference") if self.method == "reference" else self[:4]
        return f"{'_'.join(parts)}_seed{self.seed}"


def reference_cost(benchmark: str, name: str) -> Any:
    """Costs of the benchmark's published network on a board."""
    data, network = KNOWN[BENCHMARKS[benchmark].data], BENCHMARKS[benchmark].network
    height, width, channels = data.shape
    return cost_of(reference_layers(published(network, (channels, height, width), data.classes)), board(BOARDS[name]))


def words(run: Run) -> list[str]:
    """What is said to `dnas.train` besides the data's place."""
    found = [*BENCHMARKS[run.benchmark].words, f"seed={run.seed}"]
    if run.method == "reference":
        return [
            *found,
            "search=reference",
            "data.resolution=null",
            *(f"budget.{name}=null" for name in ("sram", "flash", "latency")),
        ]
    cost, (memory, time) = reference_cost(run.benchmark, run.board), LEVELS[run.level]
    found += [f"device={BOARDS[run.board]}", f"budget.sram={int(memory * cost.sram_bytes)}B"]
    found += [f"budget.flash={int(memory * cost.flash_bytes)}B", f"budget.latency={time * cost.latency_s:.6f}s"]
    if (space := OWN_SPACES.get((run.benchmark, run.level))) is not None:
        found.append(space)
    return [*found, *SEARCHES[run.method]]


def kept(benchmark: str, board: str, level: str, method: str) -> list[dict[str, Any]]:
    """The summaries of all seeds that were kept."""
    names = (Run(benchmark, board, level, method, seed).name for seed in range(10))
    return [summary for name in names if (summary := runs.kept(PUBLISHED / "runs" / name)) is not None]


def binding(summary: dict[str, Any]) -> float:
    """Largest share of a budget of the board that the exported network uses."""
    return max(1 - margin for name, margin in summary["margins"].items() if name != "host_ram")


def line(benchmark: str, board: str, level: str, method: str, found: list[dict[str, Any]]) -> str:
    """One line of the table."""
    cells = [benchmark, board, level, method, str(len(found)), runs.interval(runs.accuracies(found))]
    peers = kept(benchmark, "", "", "reference")
    if method == "reference":
        cells += ["", "", "", "", "", ""]
    else:
        cost = reference_cost(benchmark, board)
        difference, low = runs.gap(found, peers)
        cells.append(f"{difference}{', non-inferior' if low > -MARGIN else ''}")
        cells.append(f"{sum(run['feasible'] for run in found)} of {len(found)}")
        cells.append(f"{100 * sum(map(binding, found)) / len(found):.0f} %")
        for key, whole in (("sram_bytes", cost.sram_bytes), ("flash_bytes", cost.flash_bytes), ("latency_s", cost.latency_s)):
            cells.append(f"{100 * (runs.mean(found, 'predicted', key) / whole - 1):.0f} %")
    minutes = runs.mean(found, "measured", "wall_s", 60)
    times = f" ({minutes / runs.mean(peers, 'measured', 'wall_s', 60):.2f} x)" if peers and method != "reference" else ""
    cells += [f"{minutes:.1f}{times}", f"{runs.mean(found, 'measured', 'host_ram_bytes', 1e6):.0f}"]
    return "| " + " | ".join(cells) + " |"


def table() -> str:
    """Markdown, a line per benchmark, board, level and method."""
    lines = [
        "| benchmark | board | level | method | seeds | int8 accuracy (%) | - published (points) | feasible "
        "| binding budget used | SRAM | flash | latency | time (min) | host RAM (MB) |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for benchmark in BENCHMARKS:
        if found := kept(benchmark, "", "", "reference"):
            lines.append(line(benchmark, "", "", "reference", found))
        for place in BOARDS:
            for level in LEVELS:
                for method in SEARCHES:
                    if found := kept(benchmark, place, level, method):
                        lines.append(line(benchmark, place, level, method, found))
    return "\n".join(lines)


def every(method: str) -> list[tuple[str, dict[str, Any]]]:
    """Benchmark and summary of all kept runs of a method."""
    groups = [(name, kept(name, place, level, method)) for name, place, level in product(BENCHMARKS, BOARDS, LEVELS)]
    return [(name, summary) for name, found in groups for summary in found]


def searches() -> str:
    """Markdown, a line per search over all its runs; then their accuracies against each other."""
    lines = ["| method | runs | feasible | binding budget used, mean | lowest |", "|---|---|---|---|---|"]
    for method in SEARCHES:
        if found := [summary for _, summary in every(method)]:
            used = [100 * binding(summary) for summary in found]
            cells = [method, str(len(found)), str(sum(summary["feasible"] for summary in found))]
            lines.append("| " + " | ".join([*cells, f"{sum(used) / len(used):.0f} %", f"{min(used):.0f} %"]) + " |")
    lines += ["", "| benchmark | board | level | methods | difference (points) |", "|---|---|---|---|---|"]
    for pair, benchmark, place, level in product(PAIRS, BENCHMARKS, BOARDS, LEVELS):
        ours, theirs = (kept(benchmark, place, level, method) for method in pair)
        if ours and theirs:
            lines.append(f"| {benchmark} | {place} | {level} | {' - '.join(pair)} | {runs.gap(ours, theirs)[0]} |")
    return "\n".join(lines)


def front() -> None:
    """Accuracy against the share of the published network's flash, a panel per benchmark."""
    reached = {name for method in SEARCHES for name, _ in every(method)}
    present = [name for name in BENCHMARKS if name in reached]
    figure, panels = plt.subplots(1, len(present), figsize=(3.4 * len(present), 3.2), squeeze=False)
    for benchmark, axes in zip(present, panels[0], strict=True):
        whole = reference_cost(benchmark, "f746").flash_bytes
        for method in SEARCHES:
            points = [(s["predicted"]["flash_bytes"] / whole, s) for name, s in every(method) if name == benchmark]
            axes.scatter([100 * share for share, _ in points], runs.accuracies([s for _, s in points]), s=14, label=method)
        for accuracy in runs.accuracies(kept(benchmark, "", "", "reference")):
            axes.scatter([100], [accuracy], color="k", marker="x")
        axes.set(title=benchmark, xlabel="flash, % of the published network's")
    panels[0][0].set_ylabel("int8 test accuracy (%)")
    panels[0][0].legend(fontsize=7)
    figure.tight_layout()
    figure.savefig(PUBLISHED / "front.svg", metadata={"Date": None})


def budgets() -> str:
    """Every level's budgets."""
    lines = ["| benchmark | board | level | SRAM (B) | flash (B) | latency (ms) |", "|---|---|---|---|---|---|"]
    for benchmark in BENCHMARKS:
        for place in BOARDS:
            cost = reference_cost(benchmark, place)
            for level, (memory, time) in {"reference": (1.0, 1.0), **LEVELS}.items():
                cells = [benchmark, place, level, f"{memory * cost.sram_bytes:.0f}", f"{memory * cost.flash_bytes:.0f}"]
                lines.append("| " + " | ".join([*cells, f"{1e3 * time * cost.latency_s:.2f}"]) + " |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    one = runs.add_run(commands)
    one.add_argument("--benchmark", choices=BENCHMARKS, required=True)
    one.add_argument("--board", choices=BOARDS, default="f746")
    one.add_argument("--level", choices=LEVELS, default="middle")
    one.add_argument("--method", choices=METHODS, default="dual")
    commands.add_parser("table")
    commands.add_parser("budgets")
    given = parser.parse_args()
    if given.command == "budgets":
        print(budgets())
        return
    if given.command == "run":
        run = Run(given.benchmark, given.board, given.level, given.method, given.seed)
        root = given.data / BENCHMARKS[run.benchmark].data
        runs.run(words(run), root, given.runs / run.name, PUBLISHED / "runs" / run.name)
    text = table()
    PUBLISHED.mkdir(parents=True, exist_ok=True)
    (PUBLISHED / "rows.md").write_text(
        "Written by experiments/06_constraints/rows.py; the commands are in runs/*/summary.json, for the code of\n"
        "their git_commit; config.yaml holds what was run. Means over the seeds, ± half\n"
        "of the 95 % confidence interval; the difference to the published network's accuracy with its 95 % interval (Welch),\n"
        f"non-inferior where that is above -{MARGIN:g} points; SRAM, flash and latency against the published network's on\n"
        "that board; time also as a multiple of that network's training for the same number of epochs.\n\n"
        f"{text}\n\n{searches()}\n\n![accuracy against flash](front.svg)\n"
    )
    front()
    print(text)


if __name__ == "__main__":
    main()

"""The search against its baselines, on one board and data set a row.

    python ../shared/data/unpack.py all DIR
    .venv/bin/python experiments/05_low_end/rows.py run DIR RUNS --row cifar10_l010rb --method dnas --seed 0
    .venv/bin/python experiments/05_low_end/rows.py table

`run` starts `python -m dnas.train experiment=ROW` unless its folder in RUNS has a summary, and keeps summary.json,
genotype.json, model.tflite and config.yaml in results/published/05_low_end/runs. Methods are those of `search.method`, and
`equal`: our search, in space=mcu_small, with the SRAM, flash and predicted latency of the network that `grow` found with that
seed as its budgets.
`table` writes rows.md and front.svg from what is kept.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import runs
from scatter import plt

PUBLISHED = runs.RESULTS / "05_low_end"
DATA = {"cifar10": "cifar10", "mnist": "mnist", "vww": "vww96"}
ROWS = tuple(f"{data}_{board}" for data in DATA for board in ("l010rb", "nano33iot", "l412kb"))
METHODS = ("dnas", "grow", "random", "uniform", "equal")


class Run(NamedTuple):
    """One run: data set and board, method, seed."""

    row: str
    method: str
    seed: int

    @property
    def name(self) -> str:
        return f"{self.row}_{self.method}_seed{self.seed}"


def kept(run: Run) -> dict[str, Any] | None:
    """The summary of a run, if there is one."""
    return runs.kept(PUBLISHED / "runs" / run.name)


def words(run: Run) -> list[str]:
    """What is said to `dnas.train` besides the data's place."""
    found = [f"experiment={run.row}", f"seed={run.seed}"]
    if run.method == "equal":
        grown = kept(run._replace(method="grow"))
        if grown is None:
            raise SystemExit(f"{run.name}: run --method grow first, its costs are the budgets")
        cost = grown["predicted"]
        found += [f"budget.sram={cost['sram_bytes']}B", f"budget.flash={cost['flash_bytes']}B"]
        found += [f"budget.latency={cost['latency_s']:.9f}s", "space=mcu_small"]
    elif run.method != "dnas":
        found.append(f"search={run.method}")
    return found


def found() -> dict[tuple[str, str], list[dict[str, Any]]]:
    """All kept summaries: (row, method) -> one per seed."""
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in ROWS:
        for method in METHODS:
            for seed in range(10):
                if (summary := kept(Run(row, method, seed))) is not None:
                    groups[row, method].append(summary)
    return groups


def table(groups: dict[tuple[str, str], list[dict[str, Any]]]) -> str:
    """Markdown, one line per row and method; costs are means over the seeds."""
    lines = [
        "| row | method | seeds | int8 accuracy (%) | SRAM (KiB) | flash (KiB) | latency (ms) | MMAC | time (min) "
        "| host RAM (MB) | feasible |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for (row, method), found in groups.items():
        mean = partial(runs.mean, found)
        cells = [row, method, str(len(found)), runs.interval([100 * run["accuracy"]["int8_test"] for run in found])]
        cells += [f"{mean('measured', 'sram_bytes', 1024):.1f}", f"{mean('measured', 'flash_bytes', 1024):.1f}"]
        cells += [f"{mean('predicted', 'latency_s', 1e-3):.0f}", f"{mean('predicted', 'macs', 1e6):.2f}"]
        cells += [f"{mean('measured', 'wall_s', 60):.0f}", f"{mean('measured', 'host_ram_bytes', 1e6):.0f}"]
        cells.append(f"{sum(run['feasible'] for run in found)} of {len(found)}")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def front(groups: dict[tuple[str, str], list[dict[str, Any]]]) -> None:
    """Accuracy over predicted latency, one panel a data set; the area of a mark is SRAM, its color the method."""
    present = [data for data in DATA if any(row.startswith(data) for row, _ in groups)]
    figure, panels = plt.subplots(1, len(present), figsize=(4 * len(present), 3.6), squeeze=False)
    for data, axes in zip(present, panels[0], strict=True):
        for number, method in enumerate(METHODS):
            found = [run for (row, m), many in groups.items() if m == method and row.startswith(data) for run in many]
            if found:
                axes.scatter(
                    [1e3 * run["predicted"]["latency_s"] for run in found],
                    [100 * run["accuracy"]["int8_test"] for run in found],
                    s=[run["measured"]["sram_bytes"] / 200 for run in found],
                    color=f"C{number}", alpha=0.6, label=method,
                )  # fmt: skip
        axes.set(title=data, xscale="log", xlabel="predicted latency (ms)", ylabel="int8 test accuracy (%)")
        axes.legend(fontsize=7)
    figure.tight_layout()
    figure.savefig(PUBLISHED / "front.svg", metadata={"Date": None})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    one = runs.add_run(commands)
    one.add_argument("--row", choices=ROWS, required=True)
    one.add_argument("--method", choices=METHODS, default="dnas")
    commands.add_parser("table")
    given = parser.parse_args()
    if given.command == "run":
        run = Run(given.row, given.method, given.seed)
        root = given.data / DATA[run.row.split("_")[0]]
        runs.run(words(run), root, given.runs / run.name, PUBLISHED / "runs" / run.name)
    groups = found()
    text = table(groups)
    (PUBLISHED / "rows.md").write_text(
        "Written by experiments/05_low_end/rows.py; the commands are in runs/*/summary.json. Means over the seeds, ± half\n"
        f"of the 95 % confidence interval; latency is predicted.\n\n{text}\n\n![accuracy, latency, SRAM](front.svg)\n"
    )
    front(groups)
    print(text)


if __name__ == "__main__":
    main()

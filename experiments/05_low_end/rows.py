"""The search against its baselines, on one board and data set a row.

    python ../shared/data/unpack.py all DIR
    .venv/bin/python experiments/05_low_end/rows.py run DIR RUNS --row cifar10_l010rb --method dnas --seed 0
    .venv/bin/python experiments/05_low_end/rows.py table

`run` starts `python -m dnas.train experiment=ROW` unless its folder in RUNS has a summary, and keeps summary.json,
genotype.json, model.tflite and config.yaml in results/published/05_low_end/runs. Methods are those of `search.method`, and
`equal`: our search, in space=mcu_small, with the SRAM, flash and predicted latency of the network that `grow` found with that
seed as its budgets. `lean`: our search, in space=mcu_small, with 60 % of the predicted latency of that network; `lean_uniform`:
in space=mcu, with 60 % of that of the `uniform` network. `mixed`: our search between weights of 8 and 4 bits for each layer.
`taught`: our search, its network taught by five of the same design.
`table` writes rows.md and front.svg from what is kept.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import runs
from matplotlib.ticker import LogLocator, NullLocator
from scatter import plt

PUBLISHED = runs.RESULTS / "05_low_end"
DATA = {"cifar10": "cifar10", "mnist": "mnist", "vww": "vww96"}
BOARDS = {"l010rb": "o", "nano33iot": "s", "l412kb": "^"}
"""Name in a row and shape in the picture."""
ROWS = tuple(f"{data}_{board}" for data in DATA for board in BOARDS)
BASELINES = ("grow", "random", "uniform")
LEAN = {"lean": ("grow", "mcu_small"), "lean_uniform": ("uniform", "mcu")}
"""Method: the baseline of which it may use `LEAN_SHARE` of the latency, and the space that is searched."""
METHODS = ("dnas", *BASELINES, "equal", *LEAN, "mixed", "taught")
LEAN_SHARE = 0.6
AREA_BYTES = 150
"""SRAM of one square point in the picture."""


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


def predicted(run: Run, baseline: str) -> dict[str, Any]:
    """Costs of the network that a baseline found with the run's seed."""
    if (summary := kept(run._replace(method=baseline))) is None:
        raise SystemExit(f"{run.name}: run --method {baseline} first, its costs make the budgets")
    costs: dict[str, Any] = summary["predicted"]
    return costs


def words(run: Run) -> list[str]:
    """What is said to `dnas.train` besides the data's place."""
    found = [f"experiment={run.row}", f"seed={run.seed}"]
    if run.method == "equal":
        cost = predicted(run, "grow")
        found += [f"budget.sram={cost.get('allocation_bytes', cost['sram_bytes'])}B", f"budget.flash={cost['flash_bytes']}B"]
        found += [f"budget.latency={cost['latency_s']:.9f}s", "space=mcu_small"]
    elif run.method in LEAN:
        baseline, space = LEAN[run.method]
        found += [f"budget.latency={LEAN_SHARE * predicted(run, baseline)['latency_s']:.9f}s", f"space={space}"]
    elif run.method == "mixed":
        found.append(runs.MIXED)
    elif run.method == "taught":
        found.append("finetune.teachers=5")
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
        "| row | method | seeds | int8 accuracy (%) | ours minus this | SRAM (KiB) | flash (KiB) | latency (ms) | MMAC "
        "| time (min) | host RAM (MB) | feasible |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for (row, method), found in groups.items():
        mean = partial(runs.mean, found)
        cells = [row, method, str(len(found)), runs.interval(runs.accuracies(found))]
        cells.append(differences(groups, row, method))
        cells += [f"{mean('measured', 'sram_bytes', 1024):.1f}", f"{mean('measured', 'flash_bytes', 1024):.1f}"]
        cells += [f"{mean('predicted', 'latency_s', 1e-3):.0f}", f"{mean('predicted', 'macs', 1e6):.2f}"]
        cells += [f"{mean('measured', 'wall_s', 60):.0f}", f"{mean('measured', 'host_ram_bytes', 1e6):.0f}"]
        cells.append(f"{sum(run['feasible'] for run in found)} of {len(found)}")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def differences(groups: dict[tuple[str, str], list[dict[str, Any]]], row: str, method: str) -> str:
    """Points by which ours is above a baseline, at the board's budgets and with less latency."""
    if method not in BASELINES:
        return ""
    ours = {other: groups[row, other] for other in ("dnas", *LEAN, "mixed") if (row, other) in groups}
    return ", ".join(f"{other} {runs.gap(found, groups[row, method])[0]}" for other, found in ours.items())


def front(groups: dict[tuple[str, str], list[dict[str, Any]]]) -> None:
    """Accuracy over predicted latency, a panel per data set: color is the method, shape the board, area SRAM."""
    present = [data for data in DATA if any(row.startswith(data) for row, _ in groups)]
    figure, panels = plt.subplots(1, len(present), figsize=(3.6 * len(present), 4.2), squeeze=False)
    for data, axes in zip(present, panels[0], strict=True):
        latencies_ms: list[float] = []
        for (row, method), found in groups.items():
            if row.startswith(data):
                latencies_ms += (now_ms := [1e3 * run["predicted"]["latency_s"] for run in found])
                axes.scatter(
                    now_ms,
                    runs.accuracies(found),
                    s=[run["measured"]["sram_bytes"] / AREA_BYTES for run in found],
                    color=f"C{METHODS.index(method)}", marker=BOARDS[row.removeprefix(f"{data}_")], alpha=0.6, linewidth=0,
                )  # fmt: skip
        ends_ms = (min(latencies_ms) / 1.6, max(latencies_ms) * 1.6)
        axes.set(title=data, xscale="log", xlabel="predicted latency (ms)", xlim=ends_ms)
        axes.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
        axes.xaxis.set_major_formatter("{x:g}")
        axes.xaxis.set_minor_locator(NullLocator())
        axes.margins(y=0.15)
    panels[0][0].set_ylabel("int8 test accuracy (%)")
    shown = [plt.Line2D([], [], linewidth=0, marker="o", color=f"C{n}", label=method) for n, method in enumerate(METHODS)]
    shown += [plt.Line2D([], [], linewidth=0, marker=shape, color="0.5", label=board) for board, shape in BOARDS.items()]
    for size in (5, 10, 20):
        side = math.sqrt(1024 * size / AREA_BYTES)  # of a mark, in points; `s` above is its square
        shown.append(plt.Line2D([], [], linewidth=0, marker="o", markersize=side, color="0.7", label=f"{size} KiB SRAM"))
    figure.legend(handles=shown, fontsize=8, ncols=6, loc="lower center", frameon=False)
    figure.tight_layout(rect=(0, 0.13, 1, 1))
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
        "Written by experiments/05_low_end/rows.py; the commands are in runs/*/summary.json, for the code of\n"
        "their git_commit; config.yaml holds what was run. Means over the seeds, ± half\n"
        "of the 95 % confidence interval; differences with theirs (Welch); latency is predicted.\n\n"
        f"{text}\n\n![accuracy, latency, SRAM](front.svg)\n"
    )
    front(groups)
    print(text)


if __name__ == "__main__":
    main()

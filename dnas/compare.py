"""Lays finished runs side by side: `python -m dnas.compare DIR… [--json]`.

A DIR is a run's folder or a folder of runs (results/published). Runs that differ only in their seed are also given as one
group: mean and standard error (sample standard deviation / sqrt(n)). Only summaries are read; torch is never loaded.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import statistics
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dnas.arguments import complain, show, streams_for_any_text
from dnas.errors import RequestError
from dnas.summary import QUANTITIES, budget_rows, read_summary
from dnas.text import ABSENT, aligned, count, duration, percent

LABELS = ("run", "data", "device", "seed")
FIGURES = ("float", "int8", "SRAM", "flash", "latency", "host RAM", "MACs", "feasible", "wall time")
NOT_IDENTITY = re.compile(r"^(seed|run\.dir|run\.resume|hydra\.\S+|logger\S*)=")
ROOT = "data.root="
OF_ANY_FOLDER = ("npy", "image_folder")
"""Data sets that their folder names: others are the same wherever they lie."""

SEED_END = re.compile(r"([-_./ ]+seed[-_.= ]?\d*)?[-_./ ]*$")
"""What the common beginning of folders that differ in their seed ends with and that says nothing."""


@dataclass(frozen=True)
class Run:
    """One finished run: where it lies and its summary."""

    folder: Path
    summary: dict[str, Any]

    def identity(self) -> str:
        """Everything that makes two runs repetitions of one: data, board, budget, code, overrides but for the seed."""
        words = [word for word in words_of(self.summary["command"] or "") if not NOT_IDENTITY.match(word)]
        if self.summary["data"]["name"] not in OF_ANY_FOLDER:
            words = [word for word in words if not word.startswith(ROOT)]
        data = {key: self.summary["data"][key] for key in ("name", "classes", "test")}  # the search may choose the resolution
        parts = (self.summary["data"]["train"], self.summary["data"]["val"])
        data["train and val"] = None if None in parts else sum(parts)  # groups split unevenly by seed
        overrides = sorted(word for word in words if "=" in word)
        code, device, budget = (self.summary[key] for key in ("git_commit", "device", "budget"))
        return json.dumps((data, device, budget, code, overrides), sort_keys=True)

    def figures(self) -> dict[str, float | None]:
        """The figures that groups average: accuracies (fractions), used budgets (bytes, s), MACs, wall time (s)."""
        used = {row.quantity.key: row.used for row in budget_rows(self.summary)}
        accuracy = {key: self.summary["accuracy"][key] for key in ("float_test", "int8_test")}
        return accuracy | used | {"macs": self.summary["predicted"]["macs"], "wall_s": self.summary["measured"]["wall_s"]}


def words_of(command: str) -> list[str]:
    """The words of a shell command; of one that no shell would take what stands between spaces.

    >>> words_of("train 'space.weights=[int8, int4]' seed=0"), words_of("it's")
    (['train', 'space.weights=[int8, int4]', 'seed=0'], ["it's"])
    """
    try:
        return shlex.split(command)
    except ValueError:
        return command.split()


def find_runs(folders: Iterable[Path]) -> list[Run]:
    """The runs in the given folders, each once, in the order given; `RequestError` where there is none."""
    files: dict[str, Path] = {}
    for folder in folders:
        try:
            found = [folder / "summary.json" if folder.is_dir() else folder]
            if folder.is_dir() and not found[0].exists():
                found = sorted(summaries_below(folder))
        except OSError as error:
            raise RequestError(f"{error.filename or folder}: cannot be read ({error.strerror})") from None
        if not found:
            raise RequestError(f"{folder}: no summary.json there or below; give the folder of a finished run")
        for file in found:
            files.setdefault(os.path.realpath(file), file)
    return [Run(file.parent, read_summary(file)) for file in files.values()]


def summaries_below(folder: Path) -> Iterator[Path]:
    """Every summary.json below a folder, links to folders followed, each folder entered once.

    Raises:
        OSError: a folder cannot be read.
    """

    def refuse(error: OSError) -> None:
        raise error

    entered: set[str] = set()
    for place, folders, files in os.walk(folder, onerror=refuse, followlinks=True):
        real = os.path.realpath(place)
        if real in entered:
            folders.clear()
        elif "summary.json" in files:
            yield Path(place) / "summary.json"
        entered.add(real)


def groups_of(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs that differ only in their seed, where there are two seeds or more; of a seed that was run again the first run."""
    groups: dict[str, dict[int, Run]] = {}
    for run in runs:
        groups.setdefault(run.identity(), {}).setdefault(run.summary["seed"], run)
    return [list(group.values()) for group in groups.values() if len(group) > 1]


def mean_and_error(values: Sequence[float | None]) -> tuple[float, float] | None:
    """Mean and standard error s / sqrt(n) with s the sample standard deviation; None when a value is absent.

    >>> mean_and_error([1.0, 3.0])
    (2.0, 1.0)
    """
    present = [value for value in values if value is not None]
    if len(present) < len(values) or len(present) < 2:
        return None
    return statistics.fmean(present), statistics.stdev(present) / len(present) ** 0.5


def run_row(run: Run) -> list[str]:
    """One line of the table: the used figures, with their share of the budget where there is one."""
    summary = run.summary
    used = []
    for row in budget_rows(summary):
        share = "" if row.share is None else f"/{percent(row.share)}"
        used.append(row.quantity.text(row.used) + share)
    accuracy = [percent(summary["accuracy"][key], 2) for key in ("float_test", "int8_test")]
    verdict = "yes" if summary["feasible"] else "no"
    wall = duration(summary["measured"]["wall_s"])
    cells = [*accuracy, *used, count(summary["predicted"]["macs"]), verdict, wall]
    return [*labels([run], run.folder.resolve().name, str(summary["seed"])), *cells]


def group_name(group: Sequence[Run]) -> str:
    """What the paths of the runs' folders begin with, as far as one name goes: `digits` of digits_seed0 and digits_seed1."""
    common = os.path.commonprefix([str(run.folder.resolve()) for run in group])  # noqa: RUF071  in characters, not in folders
    return Path(SEED_END.sub("", common)).name


def labels(runs: Sequence[Run], name: str, seed: str) -> list[str]:
    """The cells that say which run this is, or which runs: the resolution where they agree on it."""
    summary = runs[0].summary
    data, resolution = summary["data"]["name"], summary["data"]["resolution"]
    same = all(run.summary["data"]["resolution"] == resolution for run in runs)
    size = "x".join(map(str, resolution)) if isinstance(resolution, list) else resolution
    return [name, f"{data} {size}" if size and same else str(data), str(summary["device"]["name"]), seed]


def group_row(group: Sequence[Run]) -> list[str]:
    """One line for a group: mean ± standard error."""
    figures = [run.figures() for run in group]
    summaries = {key: mean_and_error([one[key] for one in figures]) for key in figures[0]}

    def accuracy(key: str) -> str:
        found = summaries[key]
        return ABSENT if found is None else f"{100 * found[0]:.2f} ± {100 * found[1]:.2f} %"

    used = [q.text(None if summaries[q.key] is None else summaries[q.key][0]) for q in QUANTITIES]  # type: ignore[index]
    macs, wall = (None if summaries[key] is None else summaries[key][0] for key in ("macs", "wall_s"))  # type: ignore[index]
    feasible = f"{sum(bool(run.summary['feasible']) for run in group)} of {len(group)}"
    cells = [accuracy("float_test"), accuracy("int8_test"), *used, count(macs), feasible, duration(wall)]
    return [*labels(group, f"{group_name(group)}, mean of {len(group)}", ""), *cells]


def table(runs: Sequence[Run]) -> str:
    """All runs, then all groups, as aligned plain text."""
    rows = [[*LABELS, *FIGURES], *map(run_row, runs)]
    groups = groups_of(runs)
    text = aligned([*rows, *map(group_row, groups)], left_columns=3).splitlines()
    if groups:
        text.insert(1 + len(runs), "")
    return "\n".join(text)


def as_json(runs: Sequence[Run]) -> dict[str, Any]:
    """The same as data: `runs` in full figures, `groups` with mean and standard error."""
    rows = [
        {"run": str(run.folder), "data": run.summary["data"]["name"], "device": run.summary["device"]["name"],
         "seed": run.summary["seed"], "feasible": run.summary["feasible"], "budget": run.summary["budget"]} | run.figures()
        for run in runs
    ]  # fmt: skip
    groups = []
    for group in groups_of(runs):
        figures = [run.figures() for run in group]
        found = {key: mean_and_error([one[key] for one in figures]) for key in figures[0]}
        spread = {
            key: None if value is None else {"mean": value[0], "standard_error": value[1]} for key, value in found.items()
        }
        head = {"runs": [str(run.folder) for run in group], "seeds": [run.summary["seed"] for run in group]}
        groups.append(head | {"feasible": sum(bool(run.summary["feasible"]) for run in group)} | spread)
    return {"runs": rows, "groups": groups}


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; 0, or 2 with one message when a run cannot be read."""
    streams_for_any_text()
    parser = argparse.ArgumentParser(prog="python -m dnas.compare", description="Lays finished runs side by side.")
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR", help="a run's folder, or a folder of runs")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    given = parser.parse_args(arguments)
    try:
        runs = find_runs(given.folders)
    except RequestError as error:
        complain(str(error))
        return 2
    show(json.dumps(as_json(runs), indent=2) if given.json else table(runs))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""How well did the host plan predict the peak of the runs that are kept? The part above the floor, predicted and measured.

    .venv/bin/python experiments/03_host_plan/kept_runs.py

Reads every summary.json in results/published that has a budget of host RAM. Runs of before `later_bytes` was in the summary
were predicted without it: for those of our search that were not predicted by what the start takes it also says what the
prediction would be now. Writes results/published/03_host_plan/kept_runs.md.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import runs
from plan_error import above_floor_bytes

from dnas.hostplan import later_within
from dnas.summary import read_summary

PUBLISHED = runs.RESULTS / "03_host_plan"


def kind_of(summary: dict[str, Any]) -> str:
    """Whose search it is."""
    found = [word.partition("=")[2] for word in summary["command"].split() if word.startswith("search=")]
    method = found[0] if found else "dnas"
    return "ours" if method in ("dnas", "prune", "default") else method


def line(name: str, prediction: str, found: Sequence[tuple[float, float]]) -> str:
    """A row of the table, of (predicted, measured) bytes above the floor."""
    predicted, measured = np.array(found).T
    errors = predicted / measured - 1
    cells = [name, prediction, str(len(found)), f"{100 * np.abs(errors).mean():.1f} %", f"{100 * np.abs(errors).max():.0f} %"]
    cells += [str(int((np.abs(errors) <= 0.1).sum())), str(int((errors < 0).sum()))]
    return "| " + " | ".join([*cells, f"{np.median(measured - predicted) / 1e6:+.0f}"]) + " |"


def main() -> None:
    groups: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for path in sorted(runs.RESULTS.glob("*/**/summary.json")):
        summary = read_summary(path.parent)
        host, limit_bytes = summary.get("host") or {}, summary["budget"]["host_ram_bytes"]
        if "floor_bytes" not in host or limit_bytes is None:
            continue
        measured, predicted = above_floor_bytes(summary)
        kind, later = kind_of(summary), "later_bytes" in host
        groups.setdefault((kind, "with later phases" if later else "without"), []).append((predicted, measured))
        peak_bytes = summary["predicted"]["host_ram_bytes"]
        if kind == "ours" and not later and peak_bytes > host["start_bytes"]:
            now = predicted + later_within(limit_bytes, peak_bytes)
            groups.setdefault(("ours", "without, not the start's"), []).append((predicted, measured))
            groups.setdefault(("ours", "the same, as it would be now"), []).append((now, measured))
    lines = [
        "| search | prediction | runs | mean error | largest | within 10 % | above it | median of measured - predicted (MB) |",
        "|---|---|---|---|---|---|---|---|",
        *(line(kind, prediction, found) for (kind, prediction), found in sorted(groups.items())),
    ]
    text = "\n".join(lines)
    (PUBLISHED / "kept_runs.md").write_text(
        "Written by experiments/03_host_plan/kept_runs.py: host RAM above the floor of the runs in results/published.\n\n"
        + text
        + "\n"
    )
    print(text)


if __name__ == "__main__":
    main()

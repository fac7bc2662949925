"""Writes a finished run to Weights & Biases from its files, in a process of its own: `python -m dnas.wandb_run DIR`.

During training nothing of W&B is loaded: its client and service would take 60 MB of a 512 MB host. Offline unless WANDB_MODE
says otherwise; `wandb sync` uploads an offline run later, `wandb beta leet` shows it in the terminal. Exit code 0: written;
2: the request is at fault.
"""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dnas import config as configuration
from dnas.arguments import complain, help_shown, path_of
from dnas.errors import RequestError
from dnas.pipeline import read_history
from dnas.process import die_with_parent
from dnas.report.page import number
from dnas.summary import read_summary

USAGE = "usage: python -m dnas.wandb_run DIR"


def logged(path: Path) -> list[dict[str, Any]]:
    """The rows of metrics.csv: the phase and every number.

    Raises:
        RequestError: the file is missing or not what a run writes.
    """
    try:
        rows = read_history(path)
        return [
            {"phase": row["phase"]} | {key: value for key in row if (value := number(row[key])) is not None} for row in rows
        ]
    except (OSError, ValueError, KeyError, csv.Error) as error:
        raise RequestError(f"{path}: not the metrics.csv of a finished run ({error!r})") from error


def write(folder: Path) -> None:
    """Logs the configuration, metrics.csv row by row and the summary; everything stays under the run's folder.

    Raises:
        RequestError: a file is missing or not what a run writes, or W&B refuses the run.
    """
    summary, config = read_summary(folder), configuration.load(folder / "config.yaml")
    rows = logged(folder / "metrics.csv")
    if not os.access(folder, os.W_OK | os.X_OK):  # W&B would write elsewhere
        raise RequestError(f"{folder} cannot be written to, and W&B keeps its files there")
    os.environ.setdefault("WANDB_MODE", "offline")
    os.environ.setdefault("WANDB_SILENT", "true")
    import wandb

    try:
        run = wandb.init(
            project=config.logger.project,
            name=f"{config.name}_{summary['device']['name']}_{config.seed}",
            group=config.name,
            config=asdict(config),
            dir=str(folder),
        )
    except (wandb.Error, ValueError) as error:  # ValueError: a variable that W&B cannot read, such as WANDB_MODE
        raise RequestError(f"W&B refuses: {' '.join(str(error).split())}") from error
    for step, row in enumerate(rows):
        run.log(row, step=step)
    for group in ("predicted", "measured", "accuracy", "margins", "budget"):
        run.summary.update({f"{group}/{key}": value for key, value in summary[group].items()})
    run.summary["feasible"] = summary["feasible"]
    run.finish()


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point."""
    die_with_parent()
    given = sys.argv[1:] if arguments is None else arguments
    if help_shown(given, USAGE):
        return 0
    try:
        if len(given) != 1:
            raise RequestError(f"{' '.join(given) or 'no folder'} given; the folder of one finished run is needed\n{USAGE}")
        write(path_of(given[0]))
    except RequestError as error:
        complain(str(error))
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

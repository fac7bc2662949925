"""Writes a finished run to Weights & Biases from its files, in a process of its own.

During training nothing of W&B is loaded: its client and service would take 60 MB of a 512 MB host. Offline unless WANDB_MODE
says otherwise; `wandb sync` uploads an offline run later, `wandb beta leet` shows it in the terminal.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import yaml

from dnas.pipeline import read_history
from dnas.report.page import number
from dnas.summary import read_summary


def main(folder: Path) -> int:
    """Logs the configuration, metrics.csv row by row and the summary; everything stays under the run's folder."""
    os.environ.setdefault("WANDB_MODE", "offline")
    os.environ.setdefault("WANDB_SILENT", "true")
    import wandb

    config = yaml.safe_load((folder / "config.yaml").read_text())
    summary = read_summary(folder)
    run = wandb.init(
        project=config["logger"]["project"],
        name=f"{config['name']}_{summary['device']['name']}_{config['seed']}",
        group=config["name"],
        config=config,
        dir=str(folder),
    )
    for step, row in enumerate(read_history(folder / "metrics.csv")):
        numbers = {key: number(value) for key, value in row.items()}
        run.log({"phase": row["phase"]} | {key: value for key, value in numbers.items() if value is not None}, step=step)
    for group in ("predicted", "measured", "accuracy", "margins", "budget"):
        run.summary.update({f"{group}/{key}": value for key, value in summary[group].items()})
    run.summary["feasible"] = summary["feasible"]
    run.finish()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

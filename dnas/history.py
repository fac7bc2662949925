"""What was logged, one row per epoch: metrics.csv in the run's folder, read by the report and the loggers."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytorch_lightning as pl
from pytorch_lightning.callbacks import Checkpoint

from dnas.errors import RunError
from dnas.files import write_text


class History(Checkpoint):
    """Collects every epoch's metrics over all phases and rewrites metrics.csv after each (a few hundred rows at most).

    A `Checkpoint` because Lightning calls those after the module's own end of the epoch, when its metrics are in. Rows that a
    run wrote before it was killed are read again.
    """

    def __init__(self, path: Path) -> None:
        """
        Raises:
            RunError: there is a file that no run has written.
        """
        self.path, self.phase, self.rows = path, "", list[dict[str, Any]]()
        if path.exists():
            try:
                with path.open(newline="") as file:
                    self.rows = [{key: value for key, value in row.items() if value} for row in csv.DictReader(file)]
                for row in self.rows:
                    row["phase"], int(row["epoch"])
            except (ValueError, KeyError, csv.Error) as error:
                raise RunError(f"{path}: damaged ({error!r}); delete it and go on with run.resume=DIR") from error

    def start_phase(self, phase: str, epochs_done: int) -> None:
        """Names the phase that the next rows belong to; rows of it beyond the epochs that are done are dropped."""
        self.phase = phase
        self.rows = [row for row in self.rows if row["phase"] != phase or int(row["epoch"]) <= epochs_done]

    def on_train_epoch_end(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        metrics = {name: float(value) for name, value in trainer.callback_metrics.items()}
        self.rows.append({"phase": self.phase, "epoch": trainer.current_epoch + 1, "step": trainer.global_step, **metrics})
        write_rows(self.path, self.rows)


def write_rows(path: Path, rows: list[dict[str, Any]]) -> None:
    """Writes rows as CSV whose columns are all keys in order of appearance; absent is empty."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    lines = [",".join(columns)]
    for row in rows:
        lines.append(",".join(repr(v) if isinstance(v, float) else str(v) for v in (row.get(c, "") for c in columns)))
    write_text(path, "\n".join(lines) + "\n")

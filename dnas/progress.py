"""One progress line for the whole run: phase, epoch, loss, accuracy, expected cost against each budget, time left.

The phases are separate `Trainer.fit` calls that share one `Progress`; time left counts the steps of all of them. On a terminal
the line stays in place; elsewhere (a log, CI) one line is printed per epoch. Values come from `trainer.callback_metrics`.
"""

from __future__ import annotations

import math
import os
import sys
import time
from collections.abc import Mapping
from typing import Any, TextIO

from pytorch_lightning import Callback, LightningModule, Trainer
from tqdm import tqdm  # type: ignore[import-untyped]

from dnas.summary import FIGURES, QUANTITIES
from dnas.text import duration

REFRESH_S = 0.5


class Progress(Callback):
    """Lightning callback shared by all phases of a run.

    Args:
        total_steps: training batches of all phases together.
        stream: where lines go; standard error when None.
        in_place: rewrite one line; None = when `stream` is a terminal.
    """

    def __init__(self, total_steps: int, stream: TextIO | None = None, in_place: bool | None = None) -> None:
        super().__init__()
        self.total_steps = max(1, total_steps)
        self.done_steps = 0
        self.phase = ""
        self.epochs = 0
        self.stream = sys.stderr if stream is None else stream
        self.in_place = self.stream.isatty() if in_place is None else in_place
        self._epoch = 0
        self._text = ""
        self._shown_s = -math.inf
        self._start_s: float | None = None
        self._epoch_pending = False
        self._phase_end = 0
        self._bar: tqdm | None = None

    def start_phase(self, name: str, epochs: int) -> None:
        """Names the phase that the next `Trainer.fit` belongs to, and its number of epochs."""
        self.phase, self.epochs, self._epoch = name, epochs, 0
        self._epoch_pending = False

    def skip(self, steps: int) -> None:
        """Takes `steps` planned batches off the total: a phase that ended early, or that a resumed run had done."""
        self.total_steps = max(1, self.total_steps - steps)

    def say(self, text: str) -> None:
        """Prints a line that stays, for what happens between the phases (cut, discretization, certificate)."""
        if self._bar is not None:
            self._bar.write(text, file=self.stream)
        else:
            self._print(text)

    def _print(self, text: str) -> None:
        """A line; where nobody can read it any more (`2>&1 | head`) the run goes on without."""
        try:
            print(text, file=self.stream, flush=True)
        except OSError:
            self.stream = open(os.devnull, "w")  # noqa: SIM115  as long as the run

    def close(self) -> None:
        """Ends the line in place; the run is over."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    def time_left_s(self) -> float | None:
        """Seconds left of all phases, but at least of this one, at the mean speed so far; None before the first step.

        How many networks some methods train (`search=grow`) is only known when they are done, so that more steps may have been
        made than were planned.
        """
        if self._start_s is None or self.done_steps == 0:
            return None
        elapsed_s = time.monotonic() - self._start_s
        return elapsed_s / self.done_steps * (max(self.total_steps, self._phase_end) - self.done_steps)

    def line(self, metrics: Mapping[str, Any]) -> str:
        """The text: `search 3/20  loss 0.512  accuracy 91.3 %  SRAM 83 % flash 12 %  3 min 20 s left`."""
        parts = [f"{self.phase} {self._epoch}/{self.epochs}"]
        if (loss := value_of(metrics, "train/loss")) is not None:
            parts.append(f"loss {loss:.3f}")
        for name, words in FIGURES.items():
            if (value := value_of(metrics, f"val/{name}", f"train/{name}")) is not None:
                parts.append(f"{words} {100 * value:.1f} %")
        costs = [(quantity.label, value_of(metrics, f"cost/{quantity.name}")) for quantity in QUANTITIES]
        if spent := [f"{label} {100 * cost:.0f} %" for label, cost in costs if cost is not None]:
            parts.append(" ".join(spent))
        left_s = self.time_left_s()
        if left_s is not None:
            parts.append(f"{duration(left_s)} left")
        return "  ".join(parts)

    def on_train_start(self, trainer: Trainer, pl_module: LightningModule) -> None:
        if self._start_s is None:
            self._start_s = time.monotonic()

    def on_train_epoch_start(self, trainer: Trainer, pl_module: LightningModule) -> None:
        self._finish_epoch(trainer)  # now the module's own end-of-epoch metrics are in
        self._epoch = trainer.current_epoch + 1
        self._phase_end = self.done_steps + (self.epochs - trainer.current_epoch) * int(trainer.num_training_batches)
        self._epoch_pending = True

    def on_train_batch_end(
        self, trainer: Trainer, pl_module: LightningModule, outputs: Any, batch: Any, batch_idx: int
    ) -> None:
        self.done_steps += 1
        if self.in_place and time.monotonic() - self._shown_s >= REFRESH_S:
            self._show(trainer)

    def on_train_end(self, trainer: Trainer, pl_module: LightningModule) -> None:
        self._finish_epoch(trainer)
        if self.in_place and self._text:
            self.say(self._text)  # the phase's last state stays above the line

    def on_exception(self, trainer: Trainer, pl_module: LightningModule, exception: BaseException) -> None:
        self.close()

    def _finish_epoch(self, trainer: Trainer) -> None:
        if self._epoch_pending:
            self._epoch_pending = False
            self._show(trainer)

    def _show(self, trainer: Trainer) -> None:
        self._text = self.line(trainer.callback_metrics)
        self._shown_s = time.monotonic()
        if not self.in_place:
            self._print(self._text)
            return
        if self._bar is None:
            self._bar = tqdm(
                total=self.total_steps, file=self.stream, bar_format="{percentage:3.0f}% |{bar:20}| {desc}", dynamic_ncols=True
            )
        self._bar.total, self._bar.n = self.total_steps, min(self.done_steps, self.total_steps)
        self._bar.set_description_str(self._text)


def value_of(metrics: Mapping[str, Any], *names: str) -> float | None:
    """The first of the named metrics that is there and finite, as a plain number."""
    for name in names:
        if name in metrics and math.isfinite(value := float(metrics[name])):
            return value
    return None

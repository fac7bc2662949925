"""Keeps every phase within the host plan, logs what it held, and ends a phase whose loss is no number any more."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytorch_lightning as pl

from dnas.allocator import trim
from dnas.errors import RunError
from dnas.guard import HostGuard, Place


class Watch(pl.Callback):
    """Lightning callback of one phase.

    Args:
        guard: the host plan as it stands.
        phase: its name.
        say: prints a line that stays.
    """

    def __init__(self, guard: HostGuard, phase: str, say: Callable[[str], None]) -> None:
        self.guard, self.phase, self.say = guard, phase, say

    def on_train_batch_start(self, trainer: pl.Trainer, pl_module: pl.LightningModule, batch: Any, batch_idx: int) -> None:
        self.guard.enter(Place(self.phase, trainer.current_epoch, batch_idx))

    def on_train_batch_end(
        self, trainer: pl.Trainer, pl_module: pl.LightningModule, outputs: Any, batch: Any, batch_idx: int
    ) -> None:
        while self.guard.notes:
            self.say(self.guard.notes.pop(0))
        loss = float(outputs["loss"])
        if not math.isfinite(loss):
            raise RunError(
                f"{self.phase}: the loss is {loss} in epoch {trainer.current_epoch + 1}, batch {batch_idx + 1}; the state "
                "after the epoch before is in checkpoints/. A smaller learning rate (search.weight_lr, finetune.lr, "
                "quantize.lr) in a new run may help; the same rate would end here again"
            )

    def on_train_epoch_end(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        pl_module.log("host/peak_bytes", float(self.guard.peak_bytes()))
        if self.guard.plan.limit_bytes is not None:
            trim()  # validation's batches have other sizes than training's and leave gaps in the heap
            pl_module.log("host/room_bytes", float(self.guard.plan.room_bytes))

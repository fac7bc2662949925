"""The last good state of every phase, so that a run goes on after whatever killed it.

After each epoch Lightning's checkpoint of the phase goes to a temporary name, is synced, and takes the name
`checkpoints/<phase>.ckpt`; the one before stays as `<phase>.previous.ckpt`. Loading uses torch's weights-only reader
(torch.load, `weights_only=True`), which builds tensors and plain containers and executes nothing that a file says.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytorch_lightning as pl
import torch
from lightning_fabric.plugins.io import TorchCheckpointIO
from pytorch_lightning.callbacks import Checkpoint

from dnas.errors import RequestError, RunError

KEY = "dnas"
"""Entry of a checkpoint that says whose it is: {"run": fingerprint, "phase": name, "epochs": epochs done}."""


class Checkpoints:
    """The checkpoint files of one run.

    Args:
        folder: where they are.
        run: fingerprint of the run; a checkpoint with another one is refused.
        say: prints a line that stays.
    """

    def __init__(self, folder: Path, run: str, say: Callable[[str], None]) -> None:
        self.folder, self.run, self.say = folder, run, say

    def path(self, phase: str) -> Path:
        """File of a phase's present checkpoint."""
        return self.folder / f"{phase.replace(' ', '_')}.ckpt"

    def find(self, phase: str) -> tuple[Path, dict[str, Any]] | None:
        """Newest readable checkpoint of a phase; None where there is none.

        Raises:
            RequestError: there are files, but none is a checkpoint of this run's phase.
        """
        wrong = ""
        for path in (self.path(phase), previous(self.path(phase))):
            if not path.exists():
                continue
            try:
                return path, self._read(path, phase)
            except RequestError as error:
                wrong = wrong or str(error)
                self.say(f"{error}; looking for the one before")
        if wrong:
            raise RequestError(f"{wrong}; there is no other: start the run anew in another folder")
        return None

    def _read(self, path: Path, phase: str) -> dict[str, Any]:
        try:
            found = torch.load(path, map_location="cpu", weights_only=True)
        except Exception as error:  # damaged files raise whatever the place of the damage leads to
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise RequestError(f"{path}: no readable checkpoint ({reason})") from error
        owner = found.get(KEY) if isinstance(found, dict) else None
        if not isinstance(owner, dict) or "state_dict" not in found or not isinstance(owner.get("epochs"), int):
            raise RequestError(f"{path}: no checkpoint of a run")
        if owner.get("run") != self.run or owner.get("phase") != phase:
            raise RequestError(f"{path}: a checkpoint of another run, phase or configuration (config.yaml must stay as it was)")
        return dict(found)


def previous(path: Path) -> Path:
    """Name of the checkpoint before."""
    return path.with_suffix(f".previous{path.suffix}")


class AtomicCheckpointIO(TorchCheckpointIO):
    """Writes to a temporary name, syncs, keeps the file before, renames. Reads weights only."""

    def save_checkpoint(self, checkpoint: dict[str, Any], path: Any, storage_options: Any = None) -> None:
        path = Path(path)
        temporary = path.with_suffix(".tmp")
        try:
            with temporary.open("wb") as file:
                torch.save(checkpoint, file)
                file.flush()
                os.fsync(file.fileno())
            if path.exists():
                path.replace(previous(path))
            temporary.replace(path)
            sync_folder(path.parent)
        except (OSError, RuntimeError) as error:  # torch's writer reports a full disk as RuntimeError
            temporary.unlink(missing_ok=True)
            raise RunError(
                f"{path}: the checkpoint cannot be written ({error}); what was saved before is still there. Free some space or "
                "mend the folder's rights, then go on with run.resume=DIR"
            ) from error

    def load_checkpoint(self, path: Any, map_location: Any = None, weights_only: bool | None = True) -> dict[str, Any]:
        return dict(torch.load(path, map_location="cpu", weights_only=True))


def sync_folder(folder: Path) -> None:
    """Makes renames in a folder last through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class EpochCheckpoint(Checkpoint):
    """Saves the phase after every epoch, once all metrics of the epoch are in."""

    def __init__(self, checkpoints: Checkpoints, phase: str) -> None:
        self.checkpoints, self.phase = checkpoints, phase

    def on_train_epoch_end(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        trainer.save_checkpoint(self.checkpoints.path(self.phase))

    def on_save_checkpoint(self, trainer: pl.Trainer, pl_module: pl.LightningModule, checkpoint: dict[str, Any]) -> None:
        checkpoint[KEY] = {"run": self.checkpoints.run, "phase": self.phase, "epochs": trainer.current_epoch + 1}

"""Checkpoints: the last good state survives every interruption, and no file runs code or passes for another's."""

from __future__ import annotations

import os
import pickle
import resource
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import pytorch_lightning as pl
import torch
from torch import Tensor, nn

from dnas.checkpoint import KEY, AtomicCheckpointIO, Checkpoints, EpochCheckpoint, previous
from dnas.errors import RequestError, RunError
from dnas.guard import HostGuard
from dnas.hostplan import HostPlan
from dnas.watch import Watch


def state(phase: str = "search", run: str = "r", epochs: int = 1) -> dict[str, Any]:
    return {KEY: {"run": run, "phase": phase, "epochs": epochs}, "state_dict": {"weight": torch.full((3,), float(epochs))}}


def files(folder: Path, said: list[str] | None = None) -> Checkpoints:
    return Checkpoints(folder, "r", [].append if said is None else said.append)


def epochs_found(checkpoints: Checkpoints, phase: str = "search") -> int:
    found = checkpoints.find(phase)
    assert found is not None
    return int(found[1]["state_dict"]["weight"][0])


def test_the_newest_is_found_and_the_one_before_is_kept(tmp_path: Path) -> None:
    checkpoints, path = files(tmp_path), files(tmp_path).path("search")
    assert checkpoints.find("search") is None
    for epochs in (1, 2, 3):
        AtomicCheckpointIO().save_checkpoint(state(epochs=epochs), path)
    assert epochs_found(checkpoints) == 3
    assert sorted(p.name for p in tmp_path.iterdir()) == ["search.ckpt", "search.previous.ckpt"]
    path.unlink()  # killed between the two renames
    assert epochs_found(checkpoints) == 2


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def scrambled(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3 :: 7] = os.urandom(len(content[len(content) // 3 :: 7]))
    path.write_bytes(content)


def foreign(path: Path) -> None:
    torch.save({"state_dict": {}}, path)


def of_another_run(path: Path) -> None:
    torch.save(state(run="other"), path)


def of_another_phase(path: Path) -> None:
    torch.save(state(phase="qat"), path)


DAMAGES = (cut_short, emptied, scrambled, foreign, of_another_run, of_another_phase)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_wrong_file_is_named_and_the_one_before_is_taken(damage: Callable[[Path], None], tmp_path: Path) -> None:
    said: list[str] = []
    checkpoints = files(tmp_path, said)
    for epochs in (1, 2):
        AtomicCheckpointIO().save_checkpoint(state(epochs=epochs), checkpoints.path("search"))
    damage(checkpoints.path("search"))
    assert epochs_found(checkpoints) == 1
    assert len(said) == 1
    assert str(checkpoints.path("search")) in said[0]
    damage(previous(checkpoints.path("search")))
    with pytest.raises(RequestError, match=r"search\.ckpt: .*start the run anew"):
        checkpoints.find("search")


class Hostile:
    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.marker),)


@pytest.mark.parametrize("save", [torch.save, lambda value, path: path.write_bytes(pickle.dumps(value))])
def test_no_code_in_a_checkpoint_is_run(save: Callable[[Any, Path], None], tmp_path: Path) -> None:
    checkpoints = files(tmp_path)
    save(state() | {"more": Hostile(tmp_path / "was_run")}, checkpoints.path("search"))
    with pytest.raises(RequestError, match="no readable checkpoint"):
        checkpoints.find("search")
    with pytest.raises(Exception, match=r"(?i)weights.only|unsupported"):
        AtomicCheckpointIO().load_checkpoint(checkpoints.path("search"))
    assert not (tmp_path / "was_run").exists()


def test_a_full_disk_leaves_the_last_good_state_and_says_what_to_do(tmp_path: Path) -> None:
    checkpoints, path = files(tmp_path), files(tmp_path).path("search")
    AtomicCheckpointIO().save_checkpoint(state(epochs=1), path)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))  # as a full disk: writing fails half way
        with pytest.raises(RunError, match=r"search\.ckpt: the checkpoint cannot be written.*run\.resume=DIR"):
            AtomicCheckpointIO().save_checkpoint(state(epochs=2) | {"large": torch.rand(100_000)}, path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert epochs_found(checkpoints) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["search.ckpt"]


def test_a_folder_that_is_gone_is_one_message(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="the checkpoint cannot be written"):
        AtomicCheckpointIO().save_checkpoint(state(), tmp_path / "gone" / "search.ckpt")


class Line(pl.LightningModule):
    """y = w x, learned by hand; its loss is no number from batch `bad` of epoch `bad_epoch` on."""

    def __init__(self, bad_epoch: int = 99) -> None:
        super().__init__()
        self.automatic_optimization = False
        self.line, self.bad_epoch = nn.Linear(1, 1), bad_epoch

    def configure_optimizers(self) -> Any:
        return torch.optim.SGD(self.parameters(), lr=0.1, momentum=0.9)

    def training_step(self, batch: Tensor, batch_idx: int) -> Tensor:
        optimizer: Any = self.optimizers()
        optimizer.zero_grad()
        loss = (self.line(batch) - 2 * batch).square().mean()
        if (self.current_epoch, batch_idx) >= (self.bad_epoch, 1):
            loss = loss * float("nan")
        self.manual_backward(loss)
        optimizer.step()
        return loss.detach()


class Batches:
    """Three batches, the same every epoch."""

    def __len__(self) -> int:
        return 3

    def __iter__(self) -> Any:
        return (torch.tensor([[float(i + 1)]]) for i in range(3))


def fit(module: Line, epochs: int, folder: Path, resume: Path | None = None) -> Line:
    checkpoints = files(folder)
    guard = HostGuard(HostPlan(None, 0, 0, 0, 0, 0), folder / "plan.json")
    trainer = pl.Trainer(
        max_epochs=epochs, accelerator="cpu", logger=False, enable_progress_bar=False, enable_model_summary=False,
        callbacks=[Watch(guard, "search", print), EpochCheckpoint(checkpoints, "search")], plugins=[AtomicCheckpointIO()],
    )  # fmt: skip
    trainer.fit(module, Batches(), ckpt_path=resume, weights_only=True)
    return module


@pytest.mark.filterwarnings("ignore")
def test_a_phase_that_goes_on_from_its_checkpoint_ends_as_an_undisturbed_one(tmp_path: Path) -> None:
    for name in ("whole", "parts"):
        (tmp_path / name).mkdir()
    torch.manual_seed(0)
    start = Line().state_dict()
    whole, first = Line(), Line()
    whole.load_state_dict(start)
    first.load_state_dict(start)
    fit(whole, 5, tmp_path / "whole")
    fit(first, 2, tmp_path / "parts")
    found = files(tmp_path / "parts").find("search")
    assert found is not None
    assert found[1][KEY]["epochs"] == 2
    rest = fit(Line(), 5, tmp_path / "parts", found[0])
    assert torch.equal(rest.line.weight, whole.line.weight)
    assert torch.equal(rest.line.bias, whole.line.bias)


@pytest.mark.filterwarnings("ignore")
def test_a_loss_that_is_no_number_ends_the_run_with_the_last_good_state(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"search: the loss is nan in epoch 3, batch 2.*smaller learning rate"):
        fit(Line(bad_epoch=2), 5, tmp_path)
    found = files(tmp_path).find("search")
    assert found is not None
    assert found[1][KEY]["epochs"] == 2
    assert all(value.isfinite().all() for value in found[1]["state_dict"].values())

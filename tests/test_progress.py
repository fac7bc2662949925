"""The progress line over two phases of a real Lightning run."""

import io
import warnings
from typing import Any

import pytest
import pytorch_lightning as pl
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

from dnas.progress import Progress, value_of

BATCHES = 4


class Tiny(pl.LightningModule):
    """Logs what the search logs, part of it at the end of the epoch."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(2, 1)

    def training_step(self, batch: list[Tensor], batch_idx: int) -> Tensor:
        loss = self.layer(batch[0]).square().mean()
        self.log("train/loss", loss, on_step=False, on_epoch=True)
        return loss

    def on_train_epoch_end(self) -> None:
        self.log("val/accuracy", 0.5 + 0.1 * self.current_epoch)
        self.log("cost/sram", 0.83)
        self.log("cost/latency", 1.6)

    def configure_optimizers(self) -> torch.optim.Optimizer:
        return torch.optim.SGD(self.parameters(), lr=0.1)


def fit(progress: Progress, epochs: int) -> None:
    data = DataLoader(TensorDataset(torch.ones(2 * BATCHES, 2)), batch_size=2)
    quiet: dict[str, Any] = {
        "logger": False, "enable_checkpointing": False, "enable_progress_bar": False, "enable_model_summary": False,
    }  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Lightning's advice on loader workers
        pl.Trainer(accelerator="cpu", max_epochs=epochs, callbacks=[progress], **quiet).fit(Tiny(), data)


def run_two_phases(in_place: bool) -> tuple[Progress, str]:
    stream = io.StringIO()
    progress = Progress(total_steps=5 * BATCHES, stream=stream, in_place=in_place)
    progress.start_phase("warmup", 2)
    fit(progress, 2)
    progress.say("between the phases")
    progress.start_phase("search", 3)
    fit(progress, 3)
    progress.close()
    return progress, stream.getvalue()


def test_one_line_per_epoch_where_there_is_no_terminal() -> None:
    progress, text = run_two_phases(in_place=False)
    lines = text.splitlines()
    heads = ["warmup 1/2", "warmup 2/2", "between the phases", "search 1/3", "search 2/3", "search 3/3"]
    assert [line.split("  ")[0] for line in lines] == heads
    assert progress.done_steps == progress.total_steps == 5 * BATCHES
    assert "loss 0." in lines[0]
    assert "accuracy 50.0 %" in lines[0]
    assert "accuracy 70.0 %" in lines[-1]  # logged at this epoch's very end
    assert "SRAM 83 % latency 160 %" in lines[-1]
    assert lines[-1].endswith("0.0 s left")


def test_a_terminal_line_is_rewritten_and_the_last_state_of_a_phase_stays() -> None:
    _, text = run_two_phases(in_place=True)
    assert "\r" in text
    assert "100% |" in text
    kept = [line.split("\r")[-1].strip() for line in text.split("\n")]
    assert [line.split("  ")[0] for line in kept if line.startswith(("warmup", "search"))] == ["warmup 2/2", "search 3/3"]


def test_time_left_counts_all_phases(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("dnas.progress.time.monotonic", lambda: now)
    progress = Progress(total_steps=100, stream=io.StringIO())
    assert progress.time_left_s() is None
    progress.skip(40)  # a resumed run: 40 steps were another process's
    progress.on_train_start(None, None)  # type: ignore[arg-type]
    assert progress.time_left_s() is None
    progress.done_steps, now = 10, 120.0
    assert progress.time_left_s() == pytest.approx(100.0)  # 2 s a step, 50 left
    progress.skip(20)
    assert progress.time_left_s() == pytest.approx(60.0)


def test_a_run_goes_on_when_nobody_reads_its_lines() -> None:
    class Broken(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    progress = Progress(total_steps=BATCHES, stream=Broken(), in_place=False)
    progress.start_phase("search", 1)
    fit(progress, 1)
    progress.say("found")
    assert progress.done_steps == BATCHES


def test_values_that_are_absent_or_not_finite_are_left_out() -> None:
    assert value_of({"a": torch.tensor(2.0)}, "b", "a") == 2.0
    assert value_of({"a": float("nan"), "b": 1}, "a", "b") == 1.0
    assert value_of({}, "a") is None
    assert Progress(1, stream=io.StringIO()).line({"cost/sram": float("inf")}) == " 0/0"


def test_a_phase_that_was_not_planned_has_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    progress = Progress(total_steps=1, stream=stream, in_place=False)
    monkeypatch.setattr("dnas.progress.time.monotonic", lambda: float(progress.done_steps))  # a second a step
    progress.start_phase("growth", 3)
    fit(progress, 3)
    assert [line.split("  ")[-1] for line in stream.getvalue().splitlines()] == ["8.0 s left", "4.0 s left", "0.0 s left"]

"""`python -m dnas.wandb_run`: what it hands to W&B, and how it refuses what is no run's folder. W&B itself is not loaded."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from test_config import composed
from test_report import make_summary

from dnas import config as configuration
from dnas import wandb_run
from dnas.summary import write_summary


class Recorder:
    """Stands for wandb's run."""

    def __init__(self) -> None:
        self.given: dict[str, Any] = {}
        self.rows: list[dict[str, Any]] = []
        self.summary: dict[str, Any] = {}
        self.finished = False

    def init(self, **given: Any) -> Recorder:
        self.given = given
        return self

    def log(self, row: dict[str, Any], step: int) -> None:
        assert step == len(self.rows)
        self.rows.append(row)

    def finish(self) -> None:
        self.finished = True


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    found = Recorder()
    for name in ("WANDB_MODE", "WANDB_SILENT"):
        monkeypatch.setenv(name, "set")  # so that they are as before afterwards
        monkeypatch.delenv(name)
    monkeypatch.setitem(sys.modules, "wandb", SimpleNamespace(init=found.init, Error=RuntimeError))
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    configuration.save(composed("seed=3"), tmp_path / "config.yaml")
    write_summary(tmp_path / "summary.json", make_summary())
    (tmp_path / "metrics.csv").write_text("phase,epoch,val/loss\nsearch,1,0.5\nqat,1,\n")
    return tmp_path


@pytest.mark.parametrize("error", [RuntimeError, ValueError])
def test_what_wandb_refuses_is_one_message(
    folder: Path,
    recorder: Recorder,
    error: type[Exception],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def refuse(**given: Any) -> None:
        raise error("mode 'foo':\n  not known")

    monkeypatch.setattr(sys.modules["wandb"], "init", refuse)
    assert wandb_run.main([str(folder)]) == 2
    assert capsys.readouterr().err == "error: W&B refuses: mode 'foo': not known\n"


def test_a_run_is_written_from_its_files(folder: Path, recorder: Recorder) -> None:
    assert wandb_run.main([str(folder)]) == 0
    assert recorder.given["name"] == "digits_nucleo_f746_3"
    assert recorder.given["config"]["data"]["name"] == "digits"
    assert recorder.rows == [{"phase": "search", "epoch": 1.0, "val/loss": 0.5}, {"phase": "qat", "epoch": 1.0}]
    assert recorder.summary["measured/flash_bytes"] == 90_112
    assert recorder.finished


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "no folder given; the folder of one finished run is needed\nusage: python -m dnas.wandb_run DIR"),
        (["a", "b"], "a b given; the folder of one finished run is needed\nusage: "),
        (["absent"], "absent: no summary.json there"),
        (["~nobody_of_that_name"], "~nobody_of_that_name is no home of a user here"),
    ],
)
def test_a_bad_request_is_refused(
    arguments: list[str], message: str, recorder: Recorder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert wandb_run.main(arguments) == 2
    said = capsys.readouterr().err
    assert said.startswith("error: ")
    assert message in said


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("metrics.csv", b"epoch,loss\n1,0.5\n"),
        ("metrics.csv", b"phase,loss\n\xff\xfe,1\n"),
        ("metrics.csv", None),
        ("config.yaml", b"name: [1\n"),
        ("config.yaml", None),
        ("summary.json", b"{}"),
    ],
)
def test_a_foreign_file_is_named(
    name: str, content: bytes | None, folder: Path, recorder: Recorder, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / name
    file.unlink() if content is None else file.write_bytes(content)
    assert wandb_run.main([str(folder)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("error: ")
    assert str(file) in said
    assert recorder.given == {}, "nothing is begun"


def test_a_folder_that_cannot_be_written_to_is_refused(
    folder: Path, recorder: Recorder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """W&B would write to the folder of temporary files instead, and say nothing."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert wandb_run.main([str(folder)]) == 2
    assert f"{folder} cannot be written to" in capsys.readouterr().err
    assert recorder.given == {}


def test_help_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert wandb_run.main(["--help"]) == 0
    assert capsys.readouterr().out.startswith("usage: python -m dnas.wandb_run DIR")

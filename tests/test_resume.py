"""A run that is killed again and again ends as an undisturbed one; whatever is wrong with its folder is one message."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_config import composed
from test_train import dnas_train, environment

from dnas import pipeline
from dnas.errors import RequestError, RunError
from dnas.history import History
from dnas.session import Session, alone
from dnas.summary import read_summary

JOB = (
    "debug=default", "search.warmup_epochs=2", "search.epochs=3", "finetune.epochs=10", "quantize.epochs_fraction=0.8",
    "budget.host_ram=512MB", "finetune.teachers=2",
)  # fmt: skip
PLACES = (
    "host RAM",
    "warmup",
    "search",
    "discretize",
    "contest 1.2",
    "contest 2",
    "contest 3",
    "teacher 2 4",
    "finetune 2",
    "finetune 6",
    "qat",
)
"""A kill follows the first line that starts with each, or with a later one, a random time after."""


def killed_after(lines: tuple[str, ...], wait_s: float, arguments: tuple[str, ...], cwd: Path, whom: str) -> bool:
    """Starts the command and kills it once a line starts with one of `lines`; False when it ended by itself before."""
    process = subprocess.Popen(
        [sys.executable, "-m", "dnas.train", *arguments], cwd=cwd, env=environment(), start_new_session=True, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert process.stdout is not None
    with process.stdout as said:
        seen = any(text.startswith(lines) for text in iter(said.readline, ""))
        if seen:
            time.sleep(wait_s)
            if whom == "group":
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        process.wait()
    return seen and process.returncode == -signal.SIGKILL


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    cwd = tmp_path_factory.mktemp("undisturbed")
    done = dnas_train(*JOB, "run.dir=run", cwd=cwd)
    assert done.returncode == 0, done.stdout + done.stderr
    return cwd / "run"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a part dies with its parent on Linux only")
def test_kills_over_all_phases_change_nothing(undisturbed: Path, tmp_path: Path) -> None:
    seed = int.from_bytes(os.urandom(2))
    print(f"seed of the kills: {seed}")  # pytest shows it when the test fails
    draw, kills, arguments = random.Random(seed), 0, (*JOB, "run.dir=run")
    for number in range(len(PLACES)):
        kills += killed_after(PLACES[number:], draw.uniform(0.0, 0.15), arguments, tmp_path, draw.choice(("group", "parent")))
        arguments = ("run.resume=run",)
    assert kills == len(PLACES)
    done = dnas_train("run.resume=run", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    for name in ("genotype.json", "model.tflite", "model.c", "model.h"):
        assert (tmp_path / "run" / name).read_bytes() == (undisturbed / name).read_bytes(), name
    ours, theirs = (read_summary(folder) for folder in (tmp_path / "run", undisturbed))
    assert ours["accuracy"] == theirs["accuracy"]
    assert ours["command"] == theirs["command"], "the first command is the run's"
    assert ours["host"]["resumed"] == len(PLACES)
    assert ours["measured"]["host_ram_bytes"] > 200e6
    rows, whole = ((folder / "metrics.csv").read_text().splitlines() for folder in (tmp_path / "run", undisturbed))
    assert [row.split(",")[:3] for row in rows] == [row.split(",")[:3] for row in whole], "every epoch once"


def test_a_finished_run_is_shown_and_left_as_it_is(undisturbed: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in undisturbed.rglob("*")}
    done = dnas_train(f"run.resume={undisturbed}", cwd=undisturbed.parent)
    assert done.returncode == 0
    assert "feasible on nucleo_f746: yes" in done.stdout
    assert "this run is finished" in done.stdout
    assert {path: path.stat().st_mtime_ns for path in undisturbed.rglob("*")} == before


def test_overrides_are_refused(undisturbed: Path) -> None:
    done = dnas_train(f"run.resume={undisturbed}", "seed=3", cwd=undisturbed.parent)
    assert done.returncode == 2
    assert "goes on with the configuration that was saved there; leave out seed=3" in done.stderr


def test_a_folder_that_is_no_run_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").write_text("mine")
    for folder in ("other", "missing"):
        done = dnas_train(f"run.resume={folder}", cwd=tmp_path)
        assert done.returncode == 2
        assert f"run.resume={folder}: no config.yaml there" in done.stderr
    assert (tmp_path / "other" / "file").read_text() == "mine"


def unfinished(undisturbed: Path, folder: Path) -> Path:
    """A copy of the finished run as a kill in the last phase would have left it."""
    shutil.copytree(undisturbed, folder)
    for name in ("summary.json", "checkpoints/stage.json", "checkpoints/certificate.json", "model.tflite"):
        (folder / name).unlink()
    return folder


def test_damaged_checkpoints_are_named_and_nothing_is_deleted(undisturbed: Path, tmp_path: Path) -> None:
    folder = unfinished(undisturbed, tmp_path / "run")
    for path in (folder / "checkpoints").glob("finetune*.ckpt"):
        path.write_bytes(b"PK\x03\x04 this is no checkpoint")
    done = dnas_train("run.resume=run", cwd=tmp_path)
    assert done.returncode == 2
    assert "finetune.ckpt: no readable checkpoint" in done.stderr
    assert "Traceback" not in done.stderr
    assert (folder / "checkpoints" / "search.ckpt").exists()


def test_another_configuration_is_noticed(undisturbed: Path, tmp_path: Path) -> None:
    folder = unfinished(undisturbed, tmp_path / "run")
    text = (folder / "config.yaml").read_text()
    (folder / "config.yaml").write_text(text.replace("seed: 0", "seed: 1"))
    done = dnas_train("run.resume=run", cwd=tmp_path)
    assert done.returncode == 2
    assert "config.yaml must stay as it was" in done.stderr


def test_a_loss_that_is_no_number_is_one_message_and_keeps_the_state(tmp_path: Path) -> None:
    done = dnas_train("debug=default", "finetune.epochs=2", "finetune.lr=1e30", "run.dir=run", cwd=tmp_path)
    assert done.returncode == 1
    assert re.search(r"error: contest 1.1: the loss is (nan|inf) in epoch 1.*smaller learning rate", done.stderr)
    assert "Traceback" not in done.stderr
    assert (tmp_path / "run" / "checkpoints" / "search.ckpt").exists()
    assert not (tmp_path / "run" / "summary.json").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_one_message(undisturbed: Path, tmp_path: Path) -> None:
    folder = unfinished(undisturbed, tmp_path / "run")
    (folder / "checkpoints").chmod(0o500)
    done = dnas_train("run.resume=run", cwd=tmp_path)
    (folder / "checkpoints").chmod(0o700)
    assert done.returncode == 1
    assert "Permission denied" in done.stderr
    assert "Traceback" not in done.stderr


def test_two_processes_never_write_one_run(undisturbed: Path, tmp_path: Path) -> None:
    folder = unfinished(undisturbed, tmp_path / "run")
    with alone(folder):
        done = dnas_train("run.resume=run", cwd=tmp_path)
    assert done.returncode == 2
    assert "another process is at work on this run" in done.stderr


def test_two_starts_of_one_folder_are_one_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second touches nothing, whether the first still runs or has ended since the folder was found empty."""
    config = composed("debug=default", f"run.dir={tmp_path / 'run'}")

    def second() -> None:
        with pytest.raises(RequestError) as refused:
            pipeline.run_folder(config, [])
        said.append(str(refused.value))

    def first(*_: object) -> int:
        (folder / "of_first").touch()
        with monkeypatch.context() as patched:
            patched.setattr(pipeline, "make_folder", lambda _: (folder, [folder]))  # as if it had been empty
            second()
        return 0

    folder, said = tmp_path / "run", list[str]()
    monkeypatch.setattr(pipeline, "run_parts", first)
    assert pipeline.run_folder(config, []) == 0
    monkeypatch.setattr(pipeline, "make_folder", lambda _: (folder, [folder]))
    second()
    assert "another process is at work on this run" in said[0]
    assert "exists and is not an empty folder" in said[1]
    assert sorted(path.name for path in folder.iterdir()) == ["config.yaml", "of_first"]


def test_a_disk_without_locks_is_no_other_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def without(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", without)
    with alone(tmp_path):
        assert tmp_path.exists()


@pytest.mark.parametrize("content", [b"epoch,loss\n1,0.5\n", b"phase,epoch\nsearch,x\n", b"phase,epoch\nsearch,\xff\n"])
def test_a_damaged_history_is_named(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "metrics.csv").write_bytes(content)
    with pytest.raises(RunError, match=r"metrics\.csv: damaged"):
        History(tmp_path / "metrics.csv")


def test_a_name_that_no_disk_takes_is_one_message(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"run\.resume=.*: cannot be read: File name too long"):
        pipeline.resume_folder(tmp_path / ("a" * 300))


def test_a_session_survives_damage(tmp_path: Path) -> None:
    Session(["seed=1"], 12.5, 300, 2).save(tmp_path)
    assert Session.load(tmp_path) == Session(["seed=1"], 12.5, 300, 2)
    (tmp_path / "checkpoints" / "session.json").write_text(json.dumps({"elapsed_s": 1}))
    assert Session.load(tmp_path) == Session()

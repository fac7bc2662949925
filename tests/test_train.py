"""The command line, end to end: a complete tiny run, a sweep, what is refused, and what happens when a part is killed."""

from __future__ import annotations

import csv
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from sounds import write_cars
from test_config import composed

from dnas import certify, evaluate, pipeline
from dnas import config as configuration
from dnas.certify import network_of
from dnas.compiled import compiler
from dnas.config import load
from dnas.cost import flash, runtime
from dnas.errors import RequestError, RunError
from dnas.host import HostWatch, children_of
from dnas.interpreters import LiteRTInterpreter
from dnas.process import run_part
from dnas.session import Session
from dnas.summary import is_feasible, missing_keys, read_summary

FILES = (
    "summary.json", "genotype.json", "model.tflite", "model.h", "model.c", "golden.npz", "report.html", "metrics.csv",
    "config.yaml", "checkpoints",
)  # fmt: skip
TFLM = platform.machine() == "x86_64"
TINY = ("debug=default", "seed=0")
ROOT = str(Path(__file__).parents[1])


def environment(**more: str) -> dict[str, str]:
    """The caller's, without W&B's settings and on one thread."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("WANDB_")}
    return kept | {"OMP_NUM_THREADS": "1"} | more


def dnas_train(*overrides: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The real command, in an empty working folder."""
    command = [sys.executable, "-m", "dnas.train", *overrides]
    return subprocess.run(command, cwd=cwd, env=environment(), capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a complete tiny run on the digits, logged to W&B offline."""
    cwd = tmp_path_factory.mktemp("finished")
    done = dnas_train(*TINY, "logger=wandb", "run.dir=run", cwd=cwd)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "feasible on nucleo_f746: yes" in done.stdout
    assert [path.name for path in cwd.iterdir()] == ["run"], "nothing is written beside the run's folder"
    return cwd / "run"


def test_anomalies_are_found_by_what_a_network_cannot_reconstruct(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two made machines: the whole chain, from four recordings of each to learn from to the AUC of the exported file."""
    monkeypatch.setenv("DNAS_CACHE", str(tmp_path / "cache"))
    write_cars(tmp_path / "data", training=4)
    words = ("experiment=toyadmos_l4r5", "data.root=data", "logger=csv", "run.dir=run", "data.batch_size=64")
    epochs = ("search.warmup_epochs=1", "search.epochs=1", "finetune.epochs=8")
    done = dnas_train(*words, *epochs, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "variance explained" in done.stderr
    summary = read_summary(tmp_path / "run")
    accuracy = summary["accuracy"]
    assert (accuracy["metric"], accuracy["float_val"], accuracy["f1_test"]) == ("AUC", None, None)
    assert accuracy["machines"] == {"id_01": 1.0, "id_02": 1.0}, "a whistle is nothing like the training part"
    assert accuracy["int8_test"] == accuracy["float_test"] == 1.0
    with (tmp_path / "run" / "metrics.csv").open(newline="") as file:
        learned = [float(row["train/explained_variance"]) for row in csv.DictReader(file) if row["phase"] == "finetune"]
    assert learned[-1] > 0.3, "the two machines are told apart: a constant output explains nothing"
    assert summary["output"]["kind"] == "reconstruction"
    assert summary["input"]["shape"] == [1, 1, 1, 640]
    assert (summary["data"]["classes"], summary["data"]["test"]) == (2, 4 * 196)
    page = (tmp_path / "run" / "report.html").read_text()
    assert "machine id_02" in page
    assert "Confusion" not in page
    rows = evaluate.evaluate(tmp_path / "run", tmp_path / "data")
    names = ["certificate", "int8 AUC", "int8 AUC, id_01", "int8 AUC, id_02"]
    names += ["input's scale, zero point", "output's scale, zero point", "golden outputs"]
    assert [name for name, _, _ in rows][:7] == names
    assert all(map(evaluate.equal, rows))


@pytest.mark.skipif(compiler() is None, reason="no C compiler (cc or gcc)")
def test_a_part_of_2_kb_gets_generated_code_that_computes_what_the_file_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("device=nucleo_l011k4", "space=micro", "budget.flash=1500B", "data.resolution=[16,12]", "logger=csv")
    done = dnas_train(*TINY, *words, "run.dir=run", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    folder = tmp_path / "run"
    summary = read_summary(folder)
    assert summary["feasible"]
    network, device = network_of(folder)
    assert summary["measured"]["sram_bytes"] == runtime.arena_of(network, device).used_bytes <= 1792
    assert summary["measured"]["flash_bytes"] == runtime.flash_bytes(network, device) <= 1500
    assert summary["interpreter"]["flash_bytes"] == (folder / "model.tflite").stat().st_size
    assert summary["interpreter"]["sram_bytes"] > summary["measured"]["sram_bytes"]
    found = summary["certificate"]["generated"]
    assert found["equal_decisions"] >= 0.995
    assert found["different"] <= 0.005 * found["values"]
    assert any("interpreter" in text for text in summary["certificate"]["unchecked"])
    text = (folder / "network.h").read_text()
    assert f"#define NETWORK_STORED_BYTES {summary['measured']['flash_bytes']}" in text
    (folder / "network.c").write_text("#error somebody else's\n")  # evaluate neither compiles nor runs what lies in a folder
    (folder / "network.h").unlink()
    assert evaluate.main([f"run={folder}"]) == 0
    said = capsys.readouterr().out
    assert evaluate.NOT_RUN in said
    assert "differs\n" not in said
    for group, key, row in (
        ("measured", "flash_bytes", "flash"),
        ("measured", "sram_bytes", "SRAM"),
        ("interpreter", "sram_bytes", "interpreter's SRAM"),
        ("interpreter", "flash_bytes", "the file"),
    ):
        stated = json.loads(json.dumps(summary))
        stated[group][key] += 1
        (folder / "summary.json").write_text(json.dumps(stated))
        assert evaluate.main([f"run={folder}"]) == 1
        said = capsys.readouterr().out
        assert [line.split(",")[0] for line in said.splitlines() if line.endswith("differs")] == [row]


@pytest.fixture(scope="module")
def sweep(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A sweep of two jobs of which the first is refused; its working folder and what it said."""
    cwd = tmp_path_factory.mktemp("sweep")
    return cwd, dnas_train("-m", "debug=default", "seed=-1,0", cwd=cwd)


def test_a_sweep_leaves_nothing_beside_its_runs(sweep: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    assert [path.name for path in sweep[0].iterdir()] == ["results"]


def test_a_run_leaves_every_file_of_its_folder(finished: Path) -> None:
    assert not [name for name in FILES if not (finished / name).exists()]
    assert not list(finished.rglob("*.tmp"))


@pytest.mark.parametrize("broken", ["sram_bytes", "allocation_bytes", "flash_bytes"])
def test_a_file_that_breaks_a_budget_is_not_feasible(broken: str, finished: Path, tmp_path: Path) -> None:
    """The exported file has the last word, whatever was predicted."""
    folder = tmp_path / "run"
    shutil.copytree(finished, folder)
    path = folder / "checkpoints" / "certificate.json"
    budget = read_summary(finished)["budget"]["flash_bytes" if broken == "flash_bytes" else "sram_bytes"]
    path.write_text(json.dumps(json.loads(path.read_text()) | {broken: budget + 1}))
    config, session = load(folder / "config.yaml"), Session.load(folder)
    assert pipeline.summarize(config, folder, session, HostWatch(), None) == 1
    summary = read_summary(folder)
    assert summary["feasible"] is False
    assert [name for name, margin in summary["margins"].items() if margin is not None and margin < 0] == [
        broken.removesuffix("_bytes")
    ]


@pytest.mark.parametrize(
    ("passed", "broken", "code"),
    [
        (True, (), 0),
        (True, ("host_ram",), 3),
        (True, ("host_ram", "sram"), 1),
        (True, ("allocation",), 1),
        (True, ("latency",), 1),
        (False, (), 1),
    ],
)
def test_what_a_certified_run_ends_with(passed: bool, broken: tuple[str, ...], code: int) -> None:
    margins = {name: -0.01 if name in broken else 0.0 for name in ("sram", "allocation", "flash", "latency", "host_ram")}
    assert pipeline.verdict({"certificate": {"passed": passed}, "margins": margins}, []) == code
    assert is_feasible(passed, margins) == (code == 0)


def test_its_summary_is_complete_and_consistent(finished: Path) -> None:
    summary = read_summary(finished)
    assert missing_keys(summary) == []
    assert summary["feasible"] is True
    assert summary["certificate"]["passed"] is True
    assert summary["seed"] == 0
    assert summary["device"]["name"] == "nucleo_f746"
    assert summary["data"]["train"] + summary["data"]["val"] + summary["data"]["test"] == 1797
    assert summary["command"].startswith("python -m dnas.train debug=default seed=0")
    size = (finished / "model.tflite").stat().st_size
    assert summary["predicted"]["flash_bytes"] == summary["measured"]["flash_bytes"] == size
    assert flash.network_bytes(network_of(finished)[0]) == size
    assert summary["predicted"]["sram_bytes"] == summary["measured"]["sram_bytes"] <= summary["budget"]["sram_bytes"]
    assert summary["accuracy"]["int8_test"] > 0.1
    assert load(finished / "config.yaml").seed == 0


def test_its_golden_outputs_come_out_of_the_interpreter(finished: Path) -> None:
    golden = np.load(finished / "golden.npz")
    assert golden["inputs"].dtype == golden["outputs"].dtype == np.int8
    assert len(golden["inputs"]) == len(golden["outputs"]) == 32
    found = LiteRTInterpreter((finished / "model.tflite").read_bytes()).run(golden["inputs"])
    assert np.abs(found.astype(int) - golden["outputs"]).max() <= 1


def test_its_c_array_holds_the_file_and_the_arena(finished: Path) -> None:
    header, source = (finished / "model.h").read_text(), (finished / "model.c").read_text()
    summary = read_summary(finished)
    arena = re.search(r"MODEL_ARENA_BYTES (\d+)", header)
    assert arena is not None, header
    given, used = int(arena[1]), summary["predicted"]["sram_bytes"]
    assert given % 16 == 0
    assert used <= given <= used + 4096, "allocating may take more than running, in small networks"
    values = [int(value, 16) for value in re.findall(r"0x([0-9a-fA-F]{2})\b", source)]
    assert bytes(values) == (finished / "model.tflite").read_bytes()


def test_its_history_and_report_tell_of_the_run(finished: Path) -> None:
    with (finished / "metrics.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {"search", "finetune", "qat"} <= {row["phase"] for row in rows}
    assert len(rows) >= 4
    report = (finished / "report.html").read_text()
    assert "nucleo_f746" in report
    assert "http://" not in report.replace("http://www.w3.org", "")


def test_wandb_logs_offline_inside_the_folder(finished: Path) -> None:
    runs = list((finished / "wandb").glob("offline-run-*"))
    assert len(runs) == 1
    assert list(runs[0].glob("*.wandb"))


def test_evaluate_measures_the_same_again(finished: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate.main([f"run={finished}"]) == 0
    said = capsys.readouterr().out
    assert "int8 accuracy" in said
    assert "differs" not in said


def copy_of(finished: Path, folder: Path) -> Path:
    shutil.copytree(finished, folder, ignore=shutil.ignore_patterns("wandb"))
    return folder


def test_evaluate_says_what_differs(finished: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copy_of(finished, tmp_path / "changed")
    summary = json.loads((folder / "summary.json").read_text())
    summary["accuracy"]["int8_test"] += 0.1
    (folder / "summary.json").write_text(json.dumps(summary))
    assert evaluate.main([f"run={folder}"]) == 1
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines() if "differs" in line] == ["int8", "decisions"]


def test_evaluate_compares_the_verdict(
    finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(certify, "MAX_STEPS", -1)  # a file on which the interpreters do not agree
    if TFLM:
        assert evaluate.main([f"run={finished}"]) == 1
        (line,) = [line for line in capsys.readouterr().out.splitlines() if line.endswith("differs")]
        assert line.split() == ["certificate", "passed", "failed", "differs"]
    monkeypatch.undo()
    folder = copy_of(finished, tmp_path / "changed")
    summary = json.loads((folder / "summary.json").read_text())
    summary["certificate"]["passed"] = False
    (folder / "summary.json").write_text(json.dumps(summary))
    assert evaluate.main([f"run={folder}"]) == 1
    lines = [line.split() for line in capsys.readouterr().out.splitlines() if line.endswith("differs")]
    feasible = ["feasible", "yes", "no", "differs"]  # what has failed is not
    assert lines == [["certificate", "failed", "passed", "differs"], feasible]


def test_evaluate_refuses_a_damaged_model(finished: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copy_of(finished, tmp_path / "damaged")
    model = (folder / "model.tflite").read_bytes()
    (folder / "model.tflite").write_bytes(model[: len(model) // 2])
    assert evaluate.main([f"run={folder}"]) == 1
    assert "model.tflite" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["run="], ["nothing=1"], ["run=absent"], ["--help-me"]])
def test_evaluate_refuses_a_bad_request(arguments: Sequence[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate.main(arguments) == 2
    assert capsys.readouterr().err.startswith("error: ")


def test_a_failing_job_does_not_end_the_sweep(sweep: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    cwd, done = sweep
    assert done.returncode == 2, done.stdout + done.stderr
    assert "error: seed=-1" in done.stderr
    assert "the sweep goes on" in done.stderr
    assert "Traceback" not in done.stderr
    folders = list((cwd / "results" / "digits").iterdir())
    assert len(folders) == 1
    assert read_summary(folders[0])["command"] == "python -m dnas.train debug=default seed=0"


def test_the_same_seed_gives_the_same_bytes(finished: Path, sweep: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    (again,) = (sweep[0] / "results" / "digits").iterdir()
    for name in ("genotype.json", "model.tflite"):
        assert (finished / name).read_bytes() == (again / name).read_bytes(), name


@pytest.fixture(scope="module")
def small_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty images of 16x16 and three classes, as .npy files."""
    folder = tmp_path_factory.mktemp("data")
    images = np.random.default_rng(0).integers(0, 256, (60, 16, 16, 1)).astype(np.uint8)
    for part in ("train", "test"):
        np.save(folder / f"x_{part}.npy", images)
        np.save(folder / f"y_{part}.npy", np.arange(60) % 3)
    return folder


def test_the_search_chooses_the_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Color and bright or dark: 12x12 in gray is enough, and what is exported says what it wants."""
    rng = np.random.default_rng(0)
    folder = tmp_path / "data"
    folder.mkdir()
    for part, count in (("train", 200), ("test", 40)):
        labels = np.arange(count) % 2
        dark = rng.integers(0, 100, (count, 24, 24, 3))
        np.save(folder / f"x_{part}.npy", (dark + 100 * labels[:, None, None, None]).astype(np.uint8))
        np.save(folder / f"y_{part}.npy", labels)
    words = ("data=npy", f"data.root={folder}", "data.resolution=[12,24]", "data.color=[gray,rgb]", "budget.sram=4KiB")
    environment_cache = {"DNAS_CACHE": str(tmp_path / "cache")}
    command = [sys.executable, "-m", "dnas.train", *TINY, "device=nucleo_l010rb", *words, "data.batch_size=32", "run.dir=run"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment(**environment_cache), capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    summary = read_summary(tmp_path / "run")
    genotype = json.loads((tmp_path / "run" / "genotype.json").read_text())
    channels, side, _ = genotype["input_shape"]
    assert (side, channels) in {(12, 1), (12, 3), (24, 1), (24, 3)}
    assert summary["input"]["shape"] == [1, side, side, channels]
    assert summary["data"]["resolution"] == [side, side]
    assert summary["input"]["source_shape"] == [24, 24, 3]
    changes = [name for name, done in (("PIL gray (mode L)", channels == 1), ("PIL bilinear", side == 12)) if done]
    assert summary["input"]["resize"] == (", ".join(changes) or None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DNAS_CACHE", environment_cache["DNAS_CACHE"])
        assert evaluate.main([f"run={tmp_path / 'run'}"]) == 0, capsys.readouterr().out


def test_a_grown_network_is_certified_like_any_other(small_data: Path, tmp_path: Path) -> None:
    words = ("search=grow", "device=nucleo_l010rb", "data=npy", f"data.root={small_data}", "data.batch_size=8")
    done = dnas_train(*TINY, *words, "run.dir=run", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    summary = read_summary(tmp_path / "run")
    assert summary["predicted"]["sram_bytes"] == summary["measured"]["sram_bytes"]
    assert {"kernels", "cells"} == set(json.loads((tmp_path / "run" / "genotype.json").read_text())["options"])
    assert evaluate.main([f"run={tmp_path / 'run'}"]) == 0


def refused(cwd: Path, *overrides: str) -> str:
    """Runs a request that must be refused; its one message."""
    done = dnas_train("space=tiny", *overrides, cwd=cwd)
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert list(cwd.iterdir()) == [], "nothing is left behind"
    return done.stderr


def test_an_unreachable_budget_is_refused_and_the_figure_named_is_reachable(tmp_path: Path) -> None:
    message = refused(tmp_path, "budget.sram=2KiB")
    (smallest,) = re.findall(r"smallest achievable is (\d+)", message)
    planned = dnas_train("space=tiny", f"budget.sram={smallest}", "dry_run=true", cwd=tmp_path)
    assert planned.returncode == 0, planned.stderr
    assert "SRAM" in planned.stdout
    assert "flash" in planned.stdout
    assert list(tmp_path.iterdir()) == [], "a dry run leaves no folder"


def test_what_a_method_refuses_a_dry_run_refuses_too(tmp_path: Path) -> None:
    assert "search=prune: nucleo_f746 runs .tflite files" in refused(tmp_path, "search=prune", "dry_run=true")
    assert "33376 B (32.59 KiB) needed" in refused(tmp_path, "search=reference", "device=nucleo_l010rb", "dry_run=true")


def test_methods_with_networks_of_their_own_are_not_bound_by_the_space(tmp_path: Path) -> None:
    words = ("search=grow", "budget.flash=3700B", "budget.sram=4KB", "debug=default")
    planned = dnas_train(*words, "space=mcu", "dry_run=true", cwd=tmp_path)
    assert planned.returncode == 0, planned.stderr
    message = refused(tmp_path, "search=grow", "budget.flash=100B")
    assert "search=grow: not even one kernel and one cell fit" in message


def test_a_refusal_while_the_folder_is_made_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise RequestError("no room")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(configuration, "save", full)
    for words in ((), ("run.dir=a/b",)):
        with pytest.raises(RequestError, match="no room"):
            pipeline.run_folder(composed("debug=default", *words), [])
        assert list(tmp_path.iterdir()) == []


def test_a_full_disk_at_the_end_is_one_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device", "report.html")

    monkeypatch.setattr(pipeline, "run_part", full)
    with pytest.raises(RunError, match=r"No space left on device: 'report\.html'; what has been trained stays, run\.resume="):
        pipeline.run_parts(composed("debug=default"), tmp_path, Session())


def test_truncated_data_are_refused(tmp_path: Path, small_data: Path) -> None:
    folder, cwd = tmp_path / "data", tmp_path / "cwd"
    shutil.copytree(small_data, folder)
    cwd.mkdir()
    (folder / "x_train.npy").write_bytes((folder / "x_train.npy").read_bytes()[:5000])
    assert "x_train.npy is truncated" in refused(cwd, "data=npy", f"data.root={folder}")


def test_an_unknown_key_is_refused_by_the_command(tmp_path: Path) -> None:
    assert "budget.host_rom" in refused(tmp_path, "budget.host_rom=1")
    assert "=3" in refused(tmp_path, "=3")


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("run.dir=${nothing}", "'nothing' not found"),
        ("name=${name}", "Recursive interpolation"),
        ("run.resume=???", "Missing mandatory value: run.resume"),
        ("device=null", "device=null; allowed: arduino_nano_33_ble, "),
        ("device=[a,b]", "device=b is unknown; allowed: arduino_nano_33_ble, "),
        ("experiment=null", "vww_nano33iot, or nothing: leave it out"),
        (f"finetune.lr=1{'0' * 400}", "too large to convert to float"),
        ("space.stages=${oc.env:HOME}", "is not a list of stages"),
        ("space.head_widths=[99999999999999999999]", "rising numbers from 1 to 65536"),
        ("space.stages=[{widths:[4],blocks:1000000000,body:[skip]}]", "1 stages of up to 1000000000 blocks; 64 of either"),
    ],
)
def test_words_that_stand_for_nothing_are_refused_by_the_command(word: str, said: str, tmp_path: Path) -> None:
    assert said in refused(tmp_path, word, "dry_run=true")


def test_closed_streams_and_what_was_typed(tmp_path: Path) -> None:
    """`>&- 2>&-`: what is opened first must not take their numbers. The command is kept as it was typed."""
    words = [*TINY, "logger=csv", "run.dir=run", "budget.sram=${budget.flash}"]
    command = " ".join(["exec", sys.executable, "-m", "dnas.train", *(f"'{word}'" for word in words), ">&-", "2>&-"])
    assert subprocess.run(["sh", "-c", command], cwd=tmp_path, env=environment(), timeout=300).returncode == 0
    assert "'budget.sram=${budget.flash}'" in read_summary(tmp_path / "run")["command"]


def test_an_output_that_takes_no_text(finished: Path) -> None:
    command = [sys.executable, "-m", "dnas.compare", str(finished)]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, env=environment(), stdout=full, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (1, "error: standard output cannot be written: No space left on device\n")
    again = [sys.executable, "-m", "dnas.train", f"run.resume={finished}"]
    shown = subprocess.run(again, env=environment(PYTHONIOENCODING="ascii"), capture_output=True, text=True)
    assert shown.returncode == 0, shown.stderr
    assert "\\xb1" in shown.stdout


PARTS = {
    "fine": (0, "pass"),
    "failed": (1, "raise RuntimeError('on purpose')"),
    "refused": (2, "raise SystemExit(2)"),
    "host": (3, "raise SystemExit(3)"),
    "strange": (1, "raise SystemExit(77)"),
    "killed": (3, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"),
    "aborted": (1, "import os, signal; os.kill(os.getpid(), signal.SIGTERM)"),
}


@pytest.mark.parametrize("name", PARTS)
def test_how_a_part_ends(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, source = PARTS[name]
    (tmp_path / f"part_{name}.py").write_text(source)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    before = signal.getsignal(signal.SIGINT)
    known, alive = set(children_of(os.getpid())), []
    assert run_part(f"part_{name}", tmp_path, lambda: alive.append(set(children_of(os.getpid())) - known)) == code
    assert alive[-1:] == [set()], "the last look comes when it has ended"
    assert capsys.readouterr().err.count("error:") == (name in ("killed", "aborted"))
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc")
@pytest.mark.parametrize("module", ["dnas.run", "dnas.certify", "dnas.wandb_run"])
def test_a_part_whose_starter_is_killed_at_once_does_nothing(module: str, tmp_path: Path) -> None:
    """It is still importing then. In an empty folder it would complain."""
    code = f"from pathlib import Path; from dnas.process import run_part; run_part({module!r}, Path('.'), lambda: None)"
    with (tmp_path / "said").open("w") as said:
        starter = subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, stderr=said, env=environment(PYTHONPATH=ROOT))
    children = Path(f"/proc/{starter.pid}/task/{starter.pid}/children")
    while not (found := children.read_text().split()):
        time.sleep(0.001)
    starter.kill()
    starter.wait()
    deadline = time.monotonic() + 60
    while Path(f"/proc/{found[0]}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{found[0]}").exists()
    assert (tmp_path / "said").read_text() == ""


def test_a_refused_run_takes_back_what_it_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pipeline, "run_part", lambda module, folder, tick: 2)
    assert pipeline.run_folder(composed(), []) == 2
    assert pipeline.run_folder(composed("run.dir=a/b/c"), []) == 2
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "mine").mkdir()
    assert pipeline.run_folder(composed("run.dir=mine"), []) == 2
    assert list((tmp_path / "mine").iterdir()) == [], "the user's own folder stays, empty as it was"


def test_a_failed_certificate_never_deletes_a_trained_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pipeline, "run_part", lambda module, folder, tick: 2 if module == "dnas.certify" else 0)
    assert pipeline.run_folder(composed("run.dir=run"), []) == 1
    assert (tmp_path / "run" / "config.yaml").exists()


def test_the_certificate_of_an_earlier_process_is_not_taken_for_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where this one's certificate is killed for memory, the run is not finished."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "run").mkdir()
    configuration.save(composed("run.dir=run"), tmp_path / "run" / "config.yaml")
    (tmp_path / "run" / "checkpoints").mkdir()
    (tmp_path / "run" / "checkpoints" / "certificate.json").write_text('{"passed": true}')
    monkeypatch.setattr(pipeline, "run_part", lambda module, folder, tick: 3 if module == "dnas.certify" else 0)
    assert pipeline.resume_folder(tmp_path / "run") == 3
    assert not (tmp_path / "run" / "summary.json").exists()


def test_a_relative_data_root_is_saved_so_that_a_run_resumes_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pipeline, "run_part", lambda module, folder, tick: 1)
    assert pipeline.run_folder(composed("run.dir=run", "data.root=here"), []) == 1
    assert configuration.load(tmp_path / "run" / "config.yaml").data.root == str(tmp_path / "here")


def test_runs_within_one_second_have_folders_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folders = [pipeline.make_folder(composed())[0] for _ in range(3)]
    assert len(set(folders)) == 3
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d(_\d+)?", folder.name) for folder in folders)
    assert all(folder.parent == Path("results/digits") for folder in folders)


@pytest.mark.parametrize("where", ["full", "full/file", "full/file/below"])
def test_a_folder_in_use_is_refused(where: str, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("mine")
    with pytest.raises(RequestError, match=r"run\.dir="):
        pipeline.make_folder(composed(f"run.dir={tmp_path / where}"))
    assert (tmp_path / "full" / "file").read_text() == "mine"


@pytest.mark.parametrize("thread", [False, True])
def test_ctrl_c_while_a_part_starts_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, thread: bool) -> None:
    """Neither where the kernel gives the signal to the main thread nor where it gives it to another one."""
    started: list[subprocess.Popen[bytes]] = []
    begin = subprocess.Popen

    def interrupted(command: list[str], **_: Any) -> subprocess.Popen[bytes]:
        if thread:
            other = threading.Thread(target=lambda: os.kill(os.getpid(), signal.SIGINT))
            other.start()
            other.join()
        else:
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        started.append(begin([sys.executable, "-c", "import time; time.sleep(60)"]))
        return started[0]

    monkeypatch.setattr(subprocess, "Popen", interrupted)
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        run_part("part_of_a_minute", tmp_path, lambda: None)
    assert started[0].returncode == -signal.SIGKILL
    assert signal.getsignal(signal.SIGINT) is before
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_a_part_does_not_see_ctrl_c(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The signal of a terminal reaches every process of its group."""
    (tmp_path / "part_blocked.py").write_text(
        "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nraise SystemExit(3 * (signal.SIGINT in signal.sigpending()))"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert run_part("part_blocked", tmp_path, lambda: None) == 3


def test_ctrl_c_ends_the_run_at_once_and_quietly(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "dnas.train", *TINY, "search.epochs=1000", "run.dir=run"]
    with (tmp_path / "said").open("w") as said:
        process = subprocess.Popen(command, cwd=tmp_path, env=environment(), stdout=said, stderr=said, start_new_session=True)
        deadline_s = time.monotonic() + 60
        while not (tmp_path / "run" / "checkpoints").exists() and time.monotonic() < deadline_s:
            time.sleep(0.2)
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(timeout=20) == 130
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
    said_text = (tmp_path / "said").read_text()
    assert "interrupted" in said_text
    assert "Traceback" not in said_text


def test_pictures_read_for_the_first_time_do_not_change_the_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large photo takes memory while it is decoded, which training does not need; the second run finds it in the cache."""
    monkeypatch.setenv("DNAS_CACHE", str(tmp_path / "cache"))
    for name in ("a", "b"):
        (tmp_path / "data" / name).mkdir(parents=True)
        for index in range(12):
            Image.new("RGB", (40, 30), (20 * index, 0, 0)).save(tmp_path / "data" / name / f"{index}.png")
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (4000, 3000)).save(tmp_path / "data" / "a" / "photo.jpg", progressive=True, exif=exif)
    words = ("data=image_folder", "data.root=data", "data.resolution=32", "data.batch_size=4", "budget.host_ram=512MB")
    planned = [dnas_train("space=tiny", *words, "dry_run=true", cwd=tmp_path) for _ in range(2)]
    found = [re.search(r"(\d+) kernels and workspace, .* of (\d+) that", run.stdout) for run in planned]
    (first, first_room), (second, second_room) = (tuple(map(int, match.groups())) for match in found if match)
    assert abs(first - second) <= 16, "megabytes; decoding the photo takes more than a hundred"
    assert abs(first_room - second_room) <= 24

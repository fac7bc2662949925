"""One run from its configuration to its summary: the parts in processes of their own, watched, then reported."""

from __future__ import annotations

import json
import os
import platform
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from dnas import config as configuration
from dnas.arguments import complain, path_of, show
from dnas.errors import RequestError, RunError
from dnas.host import HostWatch, ProcessPeak
from dnas.process import run_part
from dnas.report import write_html
from dnas.schema import RunConfig
from dnas.session import Session, alone
from dnas.summary import SCHEMA, is_feasible, margins, plain, read_summary, result_table, write_summary

PACKAGES = ("torch", "pytorch-lightning", "hydra-core", "omegaconf", "torchmetrics", "numpy", "ai-edge-litert", "tflite-micro")

CERTIFICATE = ("passed", "checks", "versions", "unchecked", "accuracy_interpreter", "generated")
"""What the summary keeps of the certificate; the last of generated C alone."""


def run_folder(config: RunConfig, overrides: Sequence[str]) -> int:
    """Runs everything; returns the exit code. A refused request leaves no folder behind."""
    check_sizes(config)
    if config.data.root is not None:  # in full, so that the run can be resumed from elsewhere
        config = replace(config, data=replace(config.data, root=str(path_of(config.data.root, "data.root").absolute())))
    folder, made = make_folder(config)
    with alone(folder):
        check_empty(folder, config.run.dir)  # another process may have been here since
        code = 1
        try:
            configuration.save(config, folder / "config.yaml")
            code = run_parts(config, folder, Session(list(overrides)))
        except RequestError:
            code = 2
            raise
        finally:
            if code == 2 or config.dry_run:
                clear(folder, made)
    return code


def resume_folder(folder: Path) -> int:
    """Goes on with a run that was killed, from its own configuration; returns the exit code of the finished run.

    Raises:
        RequestError: the folder is no run's, or another process is at work on it.
    """
    try:
        is_run, is_finished = (folder / "config.yaml").is_file(), (folder / "summary.json").exists()
    except OSError as error:
        raise RequestError(f"run.resume={folder}: cannot be read: {error.strerror}") from error
    if not is_run:
        raise RequestError(f"run.resume={folder}: no config.yaml there; give the folder of a run that was stopped")
    if is_finished:
        summary = read_summary(folder)
        show(f"{result_table(summary)}\n\n{folder}: this run is finished")
        return verdict(summary, [])
    config = configuration.load(folder / "config.yaml")
    session = Session.load(folder)
    session.resumed += 1
    with alone(folder):
        return run_parts(config, folder, session)


def run_parts(config: RunConfig, folder: Path, session: Session) -> int:
    """Training, certificate, report and W&B; phases that an earlier process has finished stay.

    The files are exported anew in any case: the certificate compiles and runs code only that this very run has written.

    Raises:
        RunError: a file cannot be written.
    """
    try:
        return _run_parts(config, folder, session)
    except OSError as error:
        raise RunError(f"{error}; what has been trained stays, run.resume={folder} goes on") from error


def _run_parts(config: RunConfig, folder: Path, session: Session) -> int:
    session.save(folder)
    commit = git_commit()  # of the code that runs: who works on it may commit before the run ends
    with HostWatch() as watch:
        clock = Clock(session, folder, watch)
        code = run_part("dnas.run", folder, clock.tick)
        if code == 0 and not config.dry_run:
            certificate = folder / "checkpoints" / "certificate.json"
            certificate.unlink(missing_ok=True)  # an earlier process's is of files that have been written anew
            code = run_part("dnas.certify", folder, clock.tick)
            code = 1 if code == 2 else code  # what we wrote is no fault of the request
            if certificate.exists():
                code = max(code, summarize(config, folder, session, watch, commit))
                if config.logger.kind == "wandb" and run_part("dnas.wandb_run", folder, clock.tick) != 0:
                    print("note: the run is complete, but was not written to W&B", file=sys.stderr)
    return code


class Clock:
    """Keeps the session's elapsed time and peak on disk while parts run, for the process that goes on after a kill."""

    def __init__(self, session: Session, folder: Path, watch: HostWatch) -> None:
        self.session, self.folder, self.watch = session, folder, watch
        self._start_s = time.monotonic() - session.elapsed_s

    def tick(self) -> None:
        """Writes the present figures; where the disk is full, another time."""
        self.session.elapsed_s = time.monotonic() - self._start_s
        self.session.peak_bytes = max(self.session.peak_bytes, self.watch.peak_bytes())
        with suppress(OSError):
            self.session.save(self.folder)


def check_sizes(config: RunConfig) -> None:
    """Refuses sizes, times and budgets that do not parse or that the board does not offer, before anything is started.

    Raises:
        RequestError: names the key, the value and what is allowed.
    """
    configuration.budget_of(config.budget, configuration.profile_of(config.device))
    configuration.space_of(config.space)


def make_folder(config: RunConfig) -> tuple[Path, list[Path]]:
    """The run's folder, and the folders that had to be made for it, innermost first.

    Raises:
        RequestError: the folder holds another run, or cannot be made or written to.
    """
    try:
        if config.run.dir is not None:
            folder = path_of(config.run.dir, "run.dir")
            if folder.exists():
                check_empty(folder, config.run.dir)
            made = [path for path in (folder, *folder.parents) if not path.exists()]
            folder.mkdir(parents=True, exist_ok=True)
        else:
            base = Path("results") / config.name
            made = [path for path in (base, *base.parents) if not path.exists()]
            base.mkdir(parents=True, exist_ok=True)
            folder = unused_folder(base / datetime.now().strftime("%Y-%m-%d_%H-%M-%S"))
            made.insert(0, folder)
    except OSError as error:
        where = "results/ in this folder" if config.run.dir is None else f"run.dir={config.run.dir}"
        raise RequestError(
            f"{where}: the run's folder cannot be made: {error.strerror}; choose another one by run.dir=DIR"
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise RequestError(f"run.dir={config.run.dir} cannot be written to; choose another one")
    return folder, made


def check_empty(folder: Path, given: str | None) -> None:
    """Refuses a run's folder, `given` as run.dir, that is none or holds something.

    Raises:
        RequestError: names it, and what to do.
    """
    if not folder.is_dir() or any(folder.iterdir()):
        raise RequestError(
            f"run.dir={given or folder} exists and is not an empty folder; choose another one "
            "(in a sweep one for each job, such as 'run.dir=DIR/${seed}')"
        )


def unused_folder(wanted: Path) -> Path:
    """Makes `wanted`, or `wanted_2`, `wanted_3`, ... where other runs started within the same second."""
    number = 1
    while True:
        folder = wanted if number == 1 else wanted.with_name(f"{wanted.name}_{number}")
        try:
            folder.mkdir()
        except FileExistsError:
            number += 1
        else:
            return folder


def clear(folder: Path, made: Sequence[Path]) -> None:
    """Takes back what a run wrote and made; a folder that was there before stays, and so does one that others use by now."""
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()
    for path in made:
        try:
            path.rmdir()
        except OSError:
            return


def git_commit() -> str | None:
    """The checkout's commit, None outside of one."""
    try:
        found = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=Path(__file__).parent, capture_output=True, text=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return found.stdout.strip() or None


def version_of(package: str) -> str | None:
    """Installed version, None if it is not."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def summarize(config: RunConfig, folder: Path, session: Session, watch: HostWatch, commit: str | None) -> int:
    """Writes summary.json and report.html, prints the table; returns the exit code."""
    checkpoints = folder / "checkpoints"
    stage: dict[str, Any] = json.loads((checkpoints / "stage.json").read_text())
    found: dict[str, Any] = json.loads((checkpoints / "certificate.json").read_text())
    device = configuration.profile_of(config.device)
    summary: dict[str, Any] = {
        "schema": SCHEMA,
        "command": shlex.join(["python", "-m", "dnas.train", *session.overrides]),
        "seed": config.seed,
        "versions": {"python": platform.python_version()} | {name: version_of(name) for name in PACKAGES},
        "git_commit": commit,
        "data": stage["data"],
        "device": {"name": device.name, "core": device.core, "clock_hz": device.clock_hz, "runtime": device.runtime},
        "input": stage["input"],
        "output": stage["output"],
        "budget": stage["budget"],
        "predicted": stage["predicted"],
        "measured": {
            "sram_bytes": found["sram_bytes"],
            "allocation_bytes": found["allocation_bytes"],
            "arena_host_bytes": found["arena_host_bytes"],
            "flash_bytes": found["flash_bytes"],
            "host_ram_bytes": max(session.peak_bytes, watch.peak_bytes()),
            "wall_s": session.elapsed_s,
            "search_s": stage["search_s"],
            "finetune_s": stage["finetune_s"],
        },
        "accuracy": {
            "metric": stage["metric"],
            "float_val": stage["float_val"],
            "float_test": stage["float_test"],
            "int8_test": found["accuracy"],
            "f1_test": found["f1"],
            "quantization_error": found["quantization_error"],
            "machines": found.get("machines"),
        },
        "host": stage["host"] | {"resumed": session.resumed},
        "certificate": {key: found[key] for key in CERTIFICATE if key in found},
        "feasible": False,
        "margins": {},
    }
    if "interpreter" in found:
        summary["interpreter"] = found["interpreter"]
    summary["margins"] = margins(summary)
    summary["feasible"] = is_feasible(bool(found["passed"]), summary["margins"])
    summary = plain(summary)
    layers = json.loads((checkpoints / "layers.json").read_text())
    history = read_history(folder / "metrics.csv")
    write_html(folder / "report.html", summary, layers, history, found["confusion"], stage["data"]["class_names"])
    write_summary(folder / "summary.json", summary)  # last: from here on the run counts as finished
    for name in ("test_inputs.npy", "scoring.npz", "float_test.npy", "fake_quant_test.npy"):
        (checkpoints / name).unlink(missing_ok=True)
    show(f"\n{result_table(summary)}\n\n{folder}")
    return verdict(summary, watch.at_peak())


def verdict(summary: Mapping[str, Any], at_peak: Sequence[ProcessPeak]) -> int:
    """Exit code of a certified run: 1 if the certificate or a budget of the board failed, 3 if only the host's was overrun."""
    broken = {name for name, margin in summary["margins"].items() if margin is not None and margin < 0}
    if not summary["certificate"].get("passed") or broken - {"host_ram"}:
        return 1
    if broken:
        parts = ", ".join(f"{process.name} {process.peak_bytes / 1e6:.0f} MB" for process in at_peak)
        complain(
            f"the run used more host RAM than budget.host_ram allows ({parts}); tried: micro-batches per "
            "architecture, few cached kernels, a trimmed heap. A smaller data.batch_size or data.resolution needs less"
        )
        return 3
    return 0


def read_history(path: Path) -> list[dict[str, str]]:
    """The rows of metrics.csv."""
    import csv

    with path.open(newline="") as file:
        return list(csv.DictReader(file))

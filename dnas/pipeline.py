"""One run from its configuration to its summary: the parts in processes of their own, watched, then reported."""

from __future__ import annotations

import json
import platform
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from dnas import config as configuration
from dnas.config import RunConfig
from dnas.errors import RequestError
from dnas.host import HostWatch
from dnas.report import write_html
from dnas.summary import SCHEMA, margins, plain, result_table, write_summary

PACKAGES = ("torch", "pytorch-lightning", "hydra-core", "omegaconf", "torchmetrics", "numpy", "ai-edge-litert", "tflite-micro")


def run_folder(config: RunConfig, overrides: Sequence[str]) -> int:
    """Runs everything; returns the exit code. A refused request leaves no folder behind."""
    folder, made = make_folder(config)
    started_s = time.monotonic()
    code = 1
    try:
        configuration.save(config, folder / "config.yaml")
        with HostWatch() as watch:
            code = part("dnas.run", folder)
            if code == 0 and not config.dry_run:
                code = part("dnas.certify", folder)
                if (folder / "checkpoints" / "certificate.json").exists():
                    code = max(code, summarize(config, folder, overrides, time.monotonic() - started_s, watch))
                    if config.logger.kind == "wandb":
                        part("dnas.wandb_run", folder)
    finally:
        if made and (code == 2 or config.dry_run):
            shutil.rmtree(folder, ignore_errors=True)
    return code


def make_folder(config: RunConfig) -> tuple[Path, bool]:
    """The run's folder, and whether this run made it.

    Raises:
        RequestError: the folder holds another run, or cannot be made.
    """
    if config.run.dir is not None:
        folder = Path(config.run.dir).expanduser()
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise RequestError(f"run.dir={config.run.dir} exists and is not an empty folder; choose another one")
    else:
        base = Path("results") / config.name
        stamp = datetime.now().strftime("%Y-%m-%d_%H-%M-%S")
        folder = next(p for p in (base / f"{stamp}{suffix}" for suffix in ("", *(f"_{i}" for i in range(2, 1000)))) if not p.exists())
    try:
        made = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RequestError(f"the run's folder {folder} cannot be made: {error.strerror}") from error
    return folder, made


def part(module: str, folder: Path) -> int:
    """Runs `python -m module folder`; exit codes other than the four of the design (a signal, say) count as 1, out of memory as 3."""
    process = subprocess.Popen([sys.executable, "-m", module, str(folder)])
    try:
        code = process.wait()
    except KeyboardInterrupt:
        process.wait()
        raise
    if code == -signal.SIGKILL:
        print(f"error: {module} was killed, most likely by the kernel for want of memory; nothing else sends SIGKILL", file=sys.stderr)
        return 3
    return code if 0 <= code <= 3 else 1


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


def summarize(config: RunConfig, folder: Path, overrides: Sequence[str], wall_s: float, watch: HostWatch) -> int:
    """Writes summary.json and report.html, prints the table; 1 if the certificate failed or a budget is broken."""
    checkpoints = folder / "checkpoints"
    stage: dict[str, Any] = json.loads((checkpoints / "stage.json").read_text())
    found: dict[str, Any] = json.loads((checkpoints / "certificate.json").read_text())
    device = configuration.profile_of(config.device)
    summary: dict[str, Any] = {
        "schema": SCHEMA,
        "command": shlex.join(["python", "-m", "dnas.train", *overrides]),
        "seed": config.seed,
        "versions": {"python": platform.python_version()} | {name: version_of(name) for name in PACKAGES},
        "git_commit": git_commit(),
        "data": stage["data"],
        "device": {"name": device.name, "core": device.core, "clock_hz": device.clock_hz, "runtime": device.runtime},
        "input": stage["input"],
        "output": stage["output"],
        "budget": stage["budget"],
        "predicted": stage["predicted"],
        "measured": {
            "sram_bytes": found["sram_bytes"],
            "arena_host_bytes": found["arena_host_bytes"],
            "flash_bytes": (folder / "model.tflite").stat().st_size,
            "host_ram_bytes": watch.peak_bytes(),
            "wall_s": wall_s,
            "search_s": stage["search_s"],
            "finetune_s": stage["finetune_s"],
        },
        "accuracy": {
            "metric": "accuracy",
            "float_val": stage["float_val"],
            "float_test": stage["float_test"],
            "int8_test": found["accuracy"],
            "f1_test": found["f1"],
        },
        "certificate": {key: found[key] for key in ("passed", "checks", "versions", "unchecked", "accuracy_interpreter")},
        "feasible": False,
        "margins": {},
    }
    summary["margins"] = margins(summary)
    summary["feasible"] = bool(found["passed"]) and all(m is None or m >= 0 for m in summary["margins"].values())
    summary = plain(summary)
    write_summary(folder / "summary.json", summary)
    layers = json.loads((checkpoints / "layers.json").read_text())
    history = read_history(folder / "metrics.csv")
    write_html(folder / "report.html", summary, layers, history, found["confusion"], stage["data"]["class_names"])
    for name in ("test_inputs.npy", "test_labels.npy", "fake_quant_test.npy"):
        (checkpoints / name).unlink(missing_ok=True)
    print(f"\n{result_table(summary)}\n\n{folder}")
    return 0 if summary["certificate"]["passed"] else 1


def read_history(path: Path) -> list[dict[str, str]]:
    """The rows of metrics.csv."""
    import csv

    with path.open(newline="") as file:
        return list(csv.DictReader(file))

"""What the experiments that compare whole runs share: starting one, keeping what a table needs, figures with their spread."""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import t as student_t
from scipy.stats import ttest_ind

from dnas import config as configuration
from dnas.schema import RunFolderConfig

RESULTS = Path(__file__).resolve().parents[1] / "results" / "published"
MIXED = "space.weights=[int8,int4]"
"""Says that each layer chooses between weights of 8 and 4 bits."""
KEPT = ("summary.json", "genotype.json", "model.tflite")


def add_run(commands: Any, name: str = "run") -> argparse.ArgumentParser:
    """The sub-command `NAME DATA RUNS --seed N`, to which a script adds what tells its runs apart."""
    one: argparse.ArgumentParser = commands.add_parser(name)
    one.add_argument("data", type=Path, help="folder of the unpacked data sets")
    one.add_argument("runs", type=Path, help="folder for the runs, outside of the repository")
    one.add_argument("--seed", type=int, default=0)
    return one


def kept(folder: Path) -> dict[str, Any] | None:
    """The summary of a run that was kept in `folder`, if there is one."""
    path = folder / "summary.json"
    return json.loads(path.read_text()) if path.exists() else None


def train(words: Sequence[str]) -> int:
    """`python -m dnas.train` with `words`, on one thread; its exit code."""
    return subprocess.run([sys.executable, "-m", "dnas.train", *words], env=os.environ | {"OMP_NUM_THREADS": "1"}).returncode


def start(words: Sequence[str], root: Path | None, folder: Path) -> None:
    """Starts a run unless its `folder` has a summary, or goes on where it was killed; `root` is the data's, if they have one.

    Raises:
        SystemExit: the run ended without a network.
    """
    if not (folder / "summary.json").exists():
        fresh = [*words, *placed(root), "logger=csv", f"run.dir={folder}"]
        code = train([f"run.resume={folder}"] if (folder / "config.yaml").exists() else fresh)
        if not (folder / "summary.json").exists():
            raise SystemExit(f"{folder.name}: exit code {code}, no network")


def placed(root: Path | str | None) -> list[str]:
    """Where the data are, in a run's words."""
    return [] if root is None else [f"data.root={root}"]


def run(words: Sequence[str], root: Path | None, folder: Path, target: Path, kept_files: Sequence[str] = KEPT) -> None:
    """`start`, and copies the run's `kept_files` to `target`, with its configuration: `dnas.evaluate` measures them again.

    No path of this machine is in them.
    """
    start(words, root, folder)
    target.mkdir(parents=True, exist_ok=True)
    for name in kept_files:
        shutil.copyfile(folder / name, target / name)
    config = configuration.load(folder / "config.yaml")
    config.data.root, config.run = None, RunFolderConfig()
    configuration.save(config, target / "config.yaml")
    summary = json.loads((target / "summary.json").read_text())
    summary["command"] = " ".join(["python -m dnas.train", *words, *placed(root and "DIR")])
    (target / "summary.json").write_text(json.dumps(summary, indent=1))


def interval(values: Sequence[float], digits: int = 2) -> str:
    """Mean and half the 95 % confidence interval over the seeds (Student's t); the value alone where there is one."""
    if len(values) == 1:
        return f"{values[0]:.{digits}f}"
    half = student_t.ppf(0.975, len(values) - 1) * np.std(values, ddof=1) / len(values) ** 0.5
    return f"{np.mean(values):.{digits}f} ± {half:.{digits}f}"


def mean(summaries: Sequence[dict[str, Any]], group: str, key: str, unit: float = 1.0) -> float:
    """Mean of one figure over summaries, in units."""
    return float(np.mean([summary[group][key] for summary in summaries])) / unit


def accuracies(found: Sequence[dict[str, Any]]) -> list[float]:
    """int8 test accuracies, percent."""
    return [100 * run["accuracy"]["int8_test"] for run in found]


def gap(found: Sequence[dict[str, Any]], others: Sequence[dict[str, Any]]) -> tuple[str, float]:
    """Points above the others with the 95 % confidence interval over the seeds (Welch); its lower end, -inf where unknown."""
    ours, theirs = accuracies(found), accuracies(others)
    if not theirs:
        return "", -math.inf
    difference = sum(ours) / len(ours) - sum(theirs) / len(theirs)
    if min(len(ours), len(theirs)) < 2:
        return f"{difference:+.2f}", -math.inf
    low, high = ttest_ind(ours, theirs, equal_var=False).confidence_interval(0.95)
    return f"{difference:+.2f} ({low:+.2f} to {high:+.2f})", float(low)

"""Does host RAM as a differentiable cost bring something, beside the plan that keeps the budget anyway? At a budget that binds.

    python ../shared/data/unpack.py all DIR
    python experiments/03_host_plan/penalty.py DIR OUT

Three seeds with `penalty.host_ram=true` and `false`, everything else equal, on the 1,044 pictures of 96x96.
The two runs of a seed go side by side. Writes results/published/03_host_plan/penalty.md.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from dnas.summary import read_summary

REPOSITORY = Path(__file__).resolve().parents[2]
PUBLISHED = REPOSITORY / "results" / "published" / "03_host_plan"
JOB = (
    "data=vww96", "device=nucleo_f746", "budget.host_ram=390MB", "search.warmup_epochs=2", "search.epochs=6",
    "finetune.epochs=4", "logger=csv",
)  # fmt: skip
SEEDS = (0, 1, 2)


def folder_of(out: Path, seed: int, with_penalty: bool) -> Path:
    return out / f"{'penalty' if with_penalty else 'plan_alone'}_{seed}"


def run_pair(seed: int, data: Path, out: Path) -> None:
    """Both runs of a seed at the same time, so that what else the machine does meets both."""
    running = []
    for with_penalty in (True, False):
        folder = folder_of(out, seed, with_penalty)
        if (folder / "summary.json").exists():
            continue
        switch = f"penalty.host_ram={str(with_penalty).lower()}"
        words = (*JOB, f"data.root={data}", f"seed={seed}", switch, f"run.dir={folder}")
        environment = os.environ | {"OMP_NUM_THREADS": "1"}
        log = (out / f"{folder.name}.log").open("w")
        running.append(
            subprocess.Popen(
                [sys.executable, "-m", "dnas.train", *words], env=environment, stdout=log, stderr=subprocess.STDOUT
            )
        )
    for process in running:
        process.wait()


FIGURES = {
    "int8 accuracy (%)": lambda s: 100 * s["accuracy"]["int8_test"],
    "MACs (M)": lambda s: s["predicted"]["macs"] / 1e6,
    "micro-batch of the network": lambda s: s["host"]["micro_batch"],
    "search (s)": lambda s: s["measured"]["search_s"],
    "fine-tuning (s)": lambda s: s["measured"]["finetune_s"],
    "whole run (s)": lambda s: s["measured"]["wall_s"],
    "host RAM (MB)": lambda s: s["measured"]["host_ram_bytes"] / 1e6,
}


def spread(values: list[float]) -> str:
    """Mean, standard error, and the values."""
    error = statistics.stdev(values) / len(values) ** 0.5 if len(values) > 1 else 0.0
    return f"{statistics.mean(values):.4g} ± {error:.2g} ({', '.join(f'{value:.4g}' for value in values)})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of the unpacked data sets")
    parser.add_argument("out", type=Path, help="folder for the runs, outside of the repository")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    for seed in SEEDS:
        run_pair(seed, given.data / "vww96", given.out)
    found: dict[bool, list[dict[str, Any]]] = {
        kind: [read_summary(folder_of(given.out, seed, kind)) for seed in SEEDS] for kind in (True, False)
    }
    lines = ["| mean ± standard error (seeds 0, 1, 2) | host RAM penalized | plan alone |", "|---|---|---|"]
    for name, figure in FIGURES.items():
        lines.append(
            "| " + " | ".join([name, *(spread([float(figure(s)) for s in found[kind]]) for kind in (True, False))]) + " |"
        )
    text = "\n".join(lines)
    PUBLISHED.mkdir(parents=True, exist_ok=True)
    job = f"`{' '.join(JOB)}`, one thread a run, both runs of a seed side by side."
    (PUBLISHED / "penalty.md").write_text(f"Written by experiments/03_host_plan/penalty.py: {job}\n\n{text}\n")
    print(text)


if __name__ == "__main__":
    main()

"""Does a whole run cost about one training? Its CPU time beside plain training of the largest network, for the same epochs.

    python ../shared/data/unpack.py all DIR
    .venv/bin/python experiments/04_step_cost/whole_run.py DIR

A run goes through the command line, from reading the data to the certificate. While it goes on, plain steps of the largest
network that the cut leaves are timed again and again; their mean times the run's number of training steps is the plain
training. Seconds are CPU time of all processes, one thread each. Writes results/published/04_step_cost/whole_run.md.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import mean

from step_cost import OUT, Row, environment, measure, ratio_text

from dnas import config as configuration

PAUSE_S = 60
SHORT = ("search.warmup_epochs=1", "search.epochs=2", "finetune.epochs=20")
ROWS = (
    (Row("cifar10", "nucleo_l010rb", "512MB"), SHORT),
    (Row("digits", "nucleo_f746", "512MB"), ()),
)
"""Runs and their further overrides; CIFAR-10 takes a sixth of its epochs, in the same proportion."""
LIMIT = 1.5
"""What a whole run may cost: times the plain training."""


def table_row(row: Row, further: Sequence[str], data: Path) -> str:
    """One run to its end, plain steps beside it."""
    overrides = [f"data={row.data}", f"device={row.device}", "logger=csv", *further]
    if row.data != "digits":
        overrides.append(f"data.root={data / row.data}")
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "dnas.train",
            *overrides,
            f"run.dir={Path(folder) / 'run'}",
            f"budget.host_ram={row.host_ram}",
        ]
        run = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL)
        plain = [measure("training", overrides)]
        while True:
            done, status, used = os.wait4(run.pid, os.WNOHANG)
            if done:
                break
            time.sleep(PAUSE_S)
            plain.append(measure("training", overrides))
    if status:
        raise SystemExit(f"{' '.join(command)} ended with status {status}")
    run_s = used.ru_utime + used.ru_stime
    step_s, steps = mean(found["step_s"] for found in plain), plain[0]["steps"]
    cells = [row.data, row.device, str(plain[0]["epochs"]), str(steps), f"{1000 * step_s:.0f}"]
    cells += [f"{steps * step_s:.0f}", f"{run_s:.0f}", ratio_text(run_s / (steps * step_s), LIMIT)]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of the unpacked data sets")
    data = parser.parse_args().data.expanduser().resolve()
    configuration.register()
    head = ("data", "board", "epochs", "steps", "plain step (ms)", "plain training (s)", "whole run (s)", "ratio")
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|", *(table_row(*row, data) for row in ROWS)]
    note = f"**Bold**: above {LIMIT} x. The run within 512 MB; the data sets' own numbers of epochs, of CIFAR-10 a quarter."
    OUT.mkdir(parents=True, exist_ok=True)
    text = "\n".join(["# Cost of a whole run", "Made by `experiments/04_step_cost/whole_run.py`.", "", *lines, "", note, ""])
    (OUT / "whole_run.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()

"""What does rounding cost, to the nearest and so that errors cancel? On the validation images of finished runs.

    .venv/bin/python experiments/05_low_end/rounding.py RUN...

RUN is the folder of a finished run with its checkpoints (the runs that rows.py starts are in its RUNS); its data are where they
were. The trained network is quantized without further training, its weights rounded to the nearest or by `dnas.rounding`, and
evaluated in integer arithmetic. Writes results/published/05_low_end/rounding.md.
"""

from __future__ import annotations

import argparse
import copy
import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import supernets  # noqa: F401  (bounds threads and heap before torch is imported)

# isort: split
import runs
import torch
from torch import nn

from dnas import config as configuration
from dnas.discretize import figure_on, losses_on, mean_loss
from dnas.methods import METHODS
from dnas.phases import calibrated, calibration, train_float
from dnas.rounding import round_weights
from dnas.setting import prepare

OUT = runs.RESULTS / "05_low_end" / "rounding.md"


def measured(run: Path) -> list[str]:
    """The cells of a run's line: loss and accuracy of the network in float, rounded to the nearest, and by `round_weights`."""
    config = configuration.load(run / "config.yaml")
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(run / "checkpoints", Path(folder) / "checkpoints")
        setting = prepare(config, Path(folder))
        design, network, epochs = METHODS[config.search.method](setting)  # loads what is done, and so does
        train_float(setting, network, "finetune", epochs, design)
        nearest = calibrated(setting, network, design).eval()
        rounded = copy.deepcopy(nearest)
        round_weights(rounded, partial(calibration, setting, design))
        cells = [run.name, str(len(setting.data_of(design).val))]

        def cell(model: nn.Module) -> str:
            loss = mean_loss(losses_on(model, setting.val_loader(design), setting.task))
            return f"{loss:.4f}, {100 * figure_on(model, setting.val_loader(design), setting.task):.2f} %"

        return [*cells, *map(cell, (network, nearest, rounded))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", type=Path, nargs="+", metavar="RUN")
    given = parser.parse_args()
    configuration.register()
    torch.set_num_threads(1)
    lines = ["| run | images | float | rounded to the nearest | so that errors cancel |", "|---|---|---|---|---|"]
    for run in given.runs:
        lines.append("| " + " | ".join(measured(run)) + " |")
        print(lines[-1], flush=True)
    OUT.write_text(
        "Written by experiments/05_low_end/rounding.py: loss and accuracy on the validation images, of networks as their\n"
        "training in float left them, quantized without further training.\n\n" + "\n".join(lines) + "\n"
    )


if __name__ == "__main__":
    main()

"""What does rounding cost, to the nearest and so that errors cancel, and what does training bring then?

    .venv/bin/python experiments/05_low_end/rounding.py RUN...
    .venv/bin/python experiments/05_low_end/rounding.py --train RUN...

RUN is the folder of a finished run with its checkpoints (the runs that rows.py starts are in its RUNS); its data are where they
were. The trained network is quantized without further training, its weights rounded to the nearest or by `dnas.rounding`, and
evaluated in integer arithmetic on the validation images: results/published/05_low_end/rounding.md. With --train it goes on from
the latter by quantization-aware training, at each of two rates: results/published/05_low_end/qat.md.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
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
from dnas.phases import calibrated, rounded, train_float, trained
from dnas.setting import prepare

PUBLISHED = runs.RESULTS / "05_low_end"
RATES = (2e-3, 5e-4)


def measured(run: Path, rates: Sequence[float]) -> dict[str, str]:
    """A run's line: loss and accuracy in float and rounded; to the nearest, too, or trained at the rates if there are any."""
    config = configuration.load(run / "config.yaml")
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(run / "checkpoints", Path(folder) / "checkpoints", ignore=shutil.ignore_patterns("qat*"))
        setting = prepare(config, Path(folder))
        design, network, epochs = METHODS[config.search.method](setting)  # loads what is done, and so does
        train_float(setting, network, "finetune", epochs, design)
        cells = {"run": run.name, "images": str(len(setting.data_of(design).val)), "trained with": config.finetune.optimizer}

        def measure(name: str, model: nn.Module) -> None:
            loss = mean_loss(losses_on(model, setting.val_loader(design), setting.task))
            cells[name] = f"{loss:.4f}, {100 * figure_on(model, setting.val_loader(design), setting.task):.2f} %"

        measure("float", network)
        if not rates:
            measure("rounded to the nearest", calibrated(setting, network, design).eval())
        measure("so that errors cancel", start := rounded(setting, network, design))
        for rate in rates:
            setting.config.quantize.lr = rate
            measure(f"trained on at {rate:g}", trained(setting, start, design))
            for path in (Path(folder) / "checkpoints").glob("qat*"):
                path.unlink()
        return cells


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", type=Path, nargs="+", metavar="RUN")
    parser.add_argument("--train", action="store_true")
    given = parser.parse_args()
    configuration.register()
    torch.set_num_threads(1)
    lines: list[str] = []
    for run in given.runs:
        cells = measured(run, RATES if given.train else ())
        lines = lines or ["| " + " | ".join(cells) + " |", "|---" * len(cells) + "|"]
        lines.append("| " + " | ".join(cells.values()) + " |")
        print(lines[-1], flush=True)
    how = "rounded, and trained on quantization-aware" if given.train else "quantized without further training"
    (PUBLISHED / ("qat.md" if given.train else "rounding.md")).write_text(
        "Written by experiments/05_low_end/rounding.py: loss and accuracy on the validation images, of networks as their\n"
        f"training in float left them, {how}.\n\n" + "\n".join(lines) + "\n"
    )


if __name__ == "__main__":
    main()

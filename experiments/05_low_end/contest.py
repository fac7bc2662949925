"""Does the contest keep the right finalists? All of a run's are trained to the end, from where the contest left them.

    .venv/bin/python experiments/05_low_end/contest.py run RUN...
    .venv/bin/python experiments/05_low_end/contest.py table

RUN is the folder of a finished run of ours, with its checkpoints (the runs that rows.py starts are in its RUNS); its data are
where they were. `run` trains each finalist with batch norm, as fine-tuning trains the winner, for the epochs that the contest
has not yet trained it, and writes its losses on the validation images to results/published/05_low_end/contest.json; `table`
writes contest.md: per run, how well a finalist's loss in the contest and its multiplications order the losses at the end.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import supernets  # noqa: F401  (bounds threads and heap before torch is imported)

# isort: split
import runs
import torch
from scipy.stats import spearmanr

from dnas import config as configuration
from dnas.design import Design
from dnas.discretize import losses_on, mean_loss
from dnas.network import TorchNetwork
from dnas.phases import train_float
from dnas.schedule import contest_epochs, rounds
from dnas.setting import Setting, prepare

OUT = runs.RESULTS / "05_low_end" / "contest.json"


def validation_loss(setting: Setting, design: Design, network: TorchNetwork) -> float:
    """Mean over all validation images."""
    return mean_loss(losses_on(network, setting.val_loader(design), setting.task))


def finished(run: Path) -> list[dict[str, Any]]:
    """Every finalist of a run: its number, costs, losses after each round that it took part in, and at the end."""
    config, found = configuration.load(run / "config.yaml"), []
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(run / "checkpoints", Path(folder) / "checkpoints")
        setting = prepare(config, Path(folder))
        finalists = json.loads((run / "checkpoints" / "finalists.json").read_text())
        plan = rounds(len(finalists), contest_epochs(config))
        for number, options in enumerate(finalists, 1):
            design = setting.design_of(tuple(options))
            network, losses, trained = TorchNetwork(design.layers), [], 0
            for index, (_, epochs) in enumerate(plan, 1):
                phase = f"contest {index}.{number}"
                if setting.checkpoints.find(phase) is not None:
                    train_float(setting, network, phase, epochs, design)  # loads it: it is done
                    losses.append(validation_loss(setting, design, network))
                    trained += epochs
            train_float(setting, network, f"finetune.{number}", max(1, config.finetune.epochs - trained), design)
            end = validation_loss(setting, design, network)
            costs = {"macs": design.priced.macs, "used": setting.used(design.layers)}
            found.append({"finalist": number, **costs, "losses": losses, "end": end})
            print(run.name, found[-1], flush=True)
    return found


def table(found: dict[str, list[dict[str, Any]]]) -> str:
    """Markdown: every finalist, then a line per run."""
    lines = [
        "| run | finalist | MMAC | tightest budget used | loss after each round | at the end |",
        "|---|---|---|---|---|---|",
    ]
    for name, finalists in found.items():
        best = min(finalist["end"] for finalist in finalists)
        for f in finalists:
            losses, end = ", ".join(f"{loss:.3f}" for loss in f["losses"]), f"{f['end']:.4f}"
            cells = [name, str(f["finalist"]), f"{f['macs'] / 1e6:.3f}", f"{100 * f['used']:.0f} %", losses]
            lines.append("| " + " | ".join([*cells, f"**{end}**" if f["end"] == best else end]) + " |")
    lines += ["", "Rank correlation (Spearman) with the loss at the end, and that loss:", ""]
    lines += [
        "| run | loss after the first round | MACs | the contest's winner | the largest | the best |",
        "|---|---|---|---|---|---|",
    ]
    for name, finalists in found.items():
        ends = [f["end"] for f in finalists]
        ranks = [spearmanr(x, ends).statistic for x in zip(*((f["losses"][0], f["macs"]) for f in finalists), strict=True)]
        last = max(len(f["losses"]) for f in finalists)
        winner = min((f for f in finalists if len(f["losses"]) == last), key=lambda f: f["losses"][-1])
        largest = max(finalists, key=lambda f: f["macs"])
        cells = [*(f"{rank:+.2f}" for rank in ranks), *(f"{f['end']:.4f}" for f in (winner, largest)), f"{min(ends):.4f}"]
        lines.append("| " + " | ".join([name, *cells]) + " |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run").add_argument("runs", type=Path, nargs="+", metavar="RUN")
    commands.add_parser("table")
    given = parser.parse_args()
    configuration.register()
    torch.set_num_threads(1)
    for folder in given.runs if given.command == "run" else []:
        found = finished(folder)  # takes an hour: what is kept is read afterwards
        kept = json.loads(OUT.read_text()) if OUT.exists() else {}
        OUT.write_text(json.dumps(kept | {folder.name: found}, indent=1) + "\n")
    text = table(json.loads(OUT.read_text()))
    OUT.with_suffix(".md").write_text(
        "Written by experiments/05_low_end/contest.py, which says what is trained. Losses are of the validation images,\n"
        f"networks in float; the winner is here the lowest loss of the last round.\n\n{text}\n"
    )
    print(text)


if __name__ == "__main__":
    main()

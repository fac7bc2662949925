"""Does the contest keep the right finalists? All of a run's are trained to the end, from where the contest left them.

    .venv/bin/python experiments/05_low_end/contest.py run RUN...
    .venv/bin/python experiments/05_low_end/contest.py uniform RUN...
    .venv/bin/python experiments/05_low_end/contest.py table

RUN is the folder of a finished run of ours, with its checkpoints (the runs that rows.py starts are in its RUNS); its data are
where they were. `run` trains each finalist with batch norm, as fine-tuning trains the winner, for the epochs that the contest
has not yet trained it, and writes its losses on the validation images to results/published/05_low_end/contest.json. `uniform`
does the same with a network that was no finalist, the one of `search=uniform`, as if it had gone through all rounds with what
the supernet had learned for it. `table` writes contest.md: per run, how well a finalist's loss in the contest and its
multiplications order the losses at the end.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
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
from dnas.methods import widest
from dnas.network import TorchNetwork
from dnas.phases import search, train_float
from dnas.schedule import contest_epochs, rounds
from dnas.setting import Setting, prepare

OUT = runs.RESULTS / "05_low_end" / "contest.json"
UNIFORM = "uniform"


@contextmanager
def copied(run: Path) -> Iterator[Setting]:
    """The setting of a finished run, with a copy of its checkpoints: what is trained there stays there."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(run / "checkpoints", Path(folder) / "checkpoints")
        yield prepare(configuration.load(run / "config.yaml"), Path(folder))


def validation_loss(setting: Setting, design: Design, network: TorchNetwork) -> float:
    """Mean over all validation images."""
    return mean_loss(losses_on(network, setting.val_loader(design), setting.task))


def finished(run: Path) -> list[dict[str, Any]]:
    """Every finalist of a run: its number, costs, losses after each round that it took part in, and at the end."""
    found = []
    with copied(run) as setting:
        finalists = json.loads((run / "checkpoints" / "finalists.json").read_text())
        plan = rounds(len(finalists), contest_epochs(setting.config))
        for number, options in enumerate(finalists, 1):
            design = setting.design_of(tuple(options))
            network, losses, trained = TorchNetwork(design.layers), [], 0
            for index, (_, epochs) in enumerate(plan, 1):
                phase = f"contest {index}.{number}"
                if setting.checkpoints.find(phase) is not None:
                    train_float(setting, network, phase, epochs, design)  # loads it: it is done
                    losses.append(validation_loss(setting, design, network))
                    trained += epochs
            found.append(ended(setting, number, design, network, losses, trained))
            print(run.name, found[-1], flush=True)
    return found


def ended(
    setting: Setting, name: int | str, design: Design, network: TorchNetwork, losses: list[float], trained: int
) -> dict[str, Any]:
    """What is kept of a network that has had `losses` after the rounds of the contest: it trains on to the end."""
    train_float(setting, network, f"finetune.{name}", max(1, setting.config.finetune.epochs - trained), design)
    costs = {"macs": design.priced.macs, "used": setting.used(design.layers)}
    return {"finalist": name, **costs, "losses": losses, "end": validation_loss(setting, design, network)}


def outsider(run: Path) -> dict[str, Any]:
    """The network of `search=uniform`, as if it had been a finalist that every round keeps."""
    with copied(run) as setting:
        search(setting)  # loads it: it is done
        arch, losses, trained = widest(setting), [], 0
        design, network = setting.design_of(arch), setting.supernet.extract(arch)
        finalists = json.loads((run / "checkpoints" / "finalists.json").read_text())
        for index, (_, epochs) in enumerate(rounds(len(finalists), contest_epochs(setting.config)), 1):
            train_float(setting, network, f"contest {index}.{UNIFORM}", epochs, design)
            losses.append(validation_loss(setting, design, network))
            trained += epochs
        return ended(setting, UNIFORM, design, network, losses, trained)


def table(found: dict[str, list[dict[str, Any]]]) -> str:
    """Markdown: every finalist, then a line per run."""
    lines = [
        "| run | finalist | MMAC | tightest budget used | loss after each round | at the end |",
        "|---|---|---|---|---|---|",
    ]
    for name, networks in found.items():
        best = min(finalist["end"] for finalist in networks)
        for f in networks:
            losses, end = ", ".join(f"{loss:.3f}" for loss in f["losses"]), f"{f['end']:.4f}"
            cells = [name, str(f["finalist"]), f"{f['macs'] / 1e6:.3f}", f"{100 * f['used']:.0f} %", losses]
            lines.append("| " + " | ".join([*cells, f"**{end}**" if f["end"] == best else end]) + " |")
    lines += ["", "Rank correlation (Spearman) with the loss at the end, and that loss:", ""]
    lines += [
        "| run | loss after the first round | MACs | the contest's winner | the largest | the best |",
        "|---|---|---|---|---|---|",
    ]
    for name, networks in found.items():
        finalists = [f for f in networks if f["finalist"] != UNIFORM]
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
    for name in ("run", UNIFORM):
        commands.add_parser(name).add_argument("runs", type=Path, nargs="+", metavar="RUN")
    commands.add_parser("table")
    given = parser.parse_args()
    configuration.register()
    torch.set_num_threads(1)
    for folder in [] if given.command == "table" else given.runs:
        found = [outsider(folder)] if given.command == UNIFORM else finished(folder)  # takes long: what is kept is read then
        kept = json.loads(OUT.read_text()) if OUT.exists() else {}
        others = [f for f in kept.get(folder.name, []) if (f["finalist"] == UNIFORM) != (given.command == UNIFORM)]
        OUT.write_text(json.dumps(kept | {folder.name: [*others, *found]}, indent=1) + "\n")
    text = table(json.loads(OUT.read_text()))
    OUT.with_suffix(".md").write_text(
        "Written by experiments/05_low_end/contest.py, which says what is trained. Losses are of the validation images,\n"
        f"networks in float; the winner is here the lowest loss of the last round.\n\n{text}\n"
    )
    print(text)


if __name__ == "__main__":
    main()

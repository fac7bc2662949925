"""What do grids that stay bring, and weights that settle on them? One network's training, with and without.

    python ../shared/data/unpack.py cifar10 DIR
    .venv/bin/python experiments/07_two_kilobytes/grids.py DIR/cifar10

CIFAR-10 in two classes at 16x16, the network of optimizers.py with SOAP. `follow`: the steps of 4-bit grids follow the weights
to the end; `stay`: from the first rounded epoch on they do not; `settle`: rounded weights are pulled towards them, too, as runs
do it. Reports the loss of the float network on the training pictures, and the accuracy on the validation pictures.
Writes results/published/07_two_kilobytes/grids.md.
"""

from __future__ import annotations

from contextlib import ExitStack
from unittest.mock import patch

from free_epochs import WORDS
from optimizers import NETWORK

# isort: split
import runs
import supernets

from dnas import finetune
from dnas.design import Design
from dnas.discretize import figure_on, losses_on
from dnas.network import LayerModule, TorchNetwork
from dnas.setting import Setting

OUT = runs.RESULTS / "07_two_kilobytes" / "grids.md"
GRIDS = ("follow", "stay", "settle")


def following(module: LayerModule, free: bool) -> None:
    """`LayerModule.set_free` without steps that stay."""
    module.free = free


def judged(setting: Setting, design: Design, network: TorchNetwork) -> tuple[float, float]:
    """Loss on the training pictures, unchanged ones; accuracy on the validation pictures, percent."""
    loss = losses_on(network, setting.loader(setting.data_of(design), "train"), setting.task).mean()
    return float(loss), 100 * figure_on(network, setting.val_loader(design), setting.task)


def main() -> None:
    given = supernets.asked(__doc__, "cifar10", 12)
    words = [*WORDS, "data.resolution=16", f"data.root={given.data}"]
    lines = ["| grids | training loss | accuracy (%) |", "|---|---|---|"]
    for grids in GRIDS:
        with ExitStack() as changed:
            if grids == "follow":
                changed.enter_context(patch.object(LayerModule, "set_free", following))
            if grids != "settle":
                changed.enter_context(patch.object(finetune, "PULL", 0.0))
            losses, accuracies = zip(
                *(supernets.trained(words, NETWORK, seed, given.epochs, judged) for seed in supernets.SEEDS), strict=True
            )
        cells = [supernets.spread(losses, 4), supernets.spread(accuracies, 1)]
        lines.append(f"| {grids} | " + " | ".join(cells) + " |")
        print(lines[-1], flush=True)
    head = (
        f"Written by experiments/07_two_kilobytes/grids.py: CIFAR-10 in two classes at 16x16, {given.epochs} epochs of SOAP;\n"
        "loss on the training pictures and accuracy on the validation pictures, mean ± standard deviation of 3 seeds."
    )
    OUT.write_text("\n".join([head, "", *lines, ""]))


if __name__ == "__main__":
    main()

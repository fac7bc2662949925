"""Should a weight that is zero at present get a gradient? In a supernet, and in a network of its own.

    python ../shared/data/unpack.py mnist DIR
    .venv/bin/python experiments/07_two_kilobytes/pruned_gradients.py DIR/mnist

Trains the supernet of the micro space (alpha fixed at the widest distribution that meets 2,000 stored bytes) and one sparse
network of that space, with and without a gradient to weights that pruning has set to zero, three seeds each, and reports the
training loss of the last epoch. Writes results/published/07_two_kilobytes/pruned_gradients.md.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import supernets

# isort: split
import runs
import torch
from torch import Tensor

from dnas import network, supernet
from dnas.geometry import WeightFormat
from dnas.network import TorchNetwork
from dnas.weights import as_stored

OUT = runs.RESULTS / "07_two_kilobytes" / "pruned_gradients.md"
SPARSE = {
    "stem": "k3_s2", "stage2.entry": "conv_k3_int4_d50", "stage3.entry": "conv_k3_int4_d25", "stage4.entry": "conv_k3_int4_d25",
    "classifier": "conv_k1_int4", "stage1.width": "5", "stage2.width": "8", "stage3.width": "16", "stage4.width": "20",
}  # fmt: skip
"""The network that is trained alone."""


def stored_with(
    variant: bool, weight: Tensor, weights: WeightFormat, reviving: bool = True, steps: Tensor | None = None
) -> Tensor:
    """`as_stored` as the variant has it."""
    return as_stored(weight, weights, variant, steps)


def network_loss(words: list[str], seed: int, epochs: int) -> float:
    """Mean training loss of the last epoch of the one network."""
    setting = supernets.setting_of([*words, f"seed={seed}"])
    torch.manual_seed(seed)
    alone = TorchNetwork(setting.space.network(setting.space.arch(SPARSE)))
    return supernets.last_loss(setting, alone.parameters(), alone, epochs)


def main() -> None:
    given = supernets.asked(__doc__, "mnist", 2)
    words = ["data=mnist", f"data.root={given.data}", "data.resolution=24", "device=nucleo_l011k4", "space=micro"]
    words += ["budget.flash=2000B", "trainer.precision=float32"]
    trained = {"supernet": (supernet, supernets.supernet_loss), "network alone": (network, network_loss)}
    lines = ["| what is trained | gradient to pruned weights | training loss (nats), mean ± standard deviation of 3 seeds |"]
    lines.append("|---|---|---|")
    for name, (module, loss_of) in trained.items():
        for reviving in (False, True):
            with patch.object(module, "as_stored", partial(stored_with, reviving)):
                found = [loss_of(words, seed, given.epochs) for seed in supernets.SEEDS]
            lines.append(f"| {name} | {'yes' if reviving else 'no'} | {supernets.spread(found, 3)} |")
            print(lines[-1], flush=True)
    head = f"Written by experiments/07_two_kilobytes/pruned_gradients.py: MNIST at 24x24, micro space, epoch {given.epochs}."
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text("\n".join([head, "", *lines, ""]))


if __name__ == "__main__":
    main()

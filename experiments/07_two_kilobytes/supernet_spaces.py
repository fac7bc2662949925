"""In which space does a supernet learn photographs at all? Its training loss after a few epochs, by what it may draw.

    python ../shared/data/unpack.py cifar10 DIR
    .venv/bin/python experiments/07_two_kilobytes/supernet_spaces.py DIR/cifar10

CIFAR-10 in two classes, 1,500 stored bytes; networks are drawn at the widest distribution that meets the budgets, as in the
warm-up. ln 2 = 0.693 is what a network has that knows nothing. Three seeds.
Writes results/published/07_two_kilobytes/supernet_spaces.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import supernets

# isort: split
import runs

OUT = runs.RESULTS / "07_two_kilobytes" / "supernet_spaces.md"
WORDS = ("experiment=cifar10_binary_1_5kb", "data.resolution=20", "budget.host_ram=null")


def entries(second: str, third: str, fourth: str) -> str:
    """The stages of micro_dense with other candidates."""
    widths = ("[4, 5, 6, 8]", "[6, 8, 10, 12, 14, 16]", "[8, 10, 12, 14, 16, 20, 24]", "[8, 10, 12, 14, 16, 20, 24]")
    stages = [f"{{widths: {widths[0]}, blocks: 0, body: []}}"]
    for width, stride, entry in zip(widths[1:], (1, 2, 2), (second, third, fourth), strict=True):
        stages.append(f"{{widths: {width}, stride: {stride}, entry: [{entry}], blocks: 0, body: []}}")
    return f"space.stages=[{', '.join(stages)}]"


SPACES = {
    "micro": ["space=micro", "space.weights=[int4,int4_m]"],
    "the widths of micro_dense, the candidates of micro": [
        entries("conv_k1, conv_k3, dwsep_k3", "conv_k3, dwsep_k3, pool_conv_k3", "conv_k3, dwsep_k3, pool_conv_k3")
    ],
    "depthwise-separable layers alone": [entries("dwsep_k3", "pool_dwsep_k3", "dwsep_k3")],
    "dense convolutions, strided or behind a pool": [entries("conv_k3", "conv_k3, pool_conv_k3", "conv_k3")],
    "micro_dense": [],
}


def main() -> None:
    given = supernets.asked(__doc__, "cifar10", 3)
    lines = ["| networks are drawn from | loss |", "|---|---|"]
    for name, words in SPACES.items():
        every = [*WORDS, f"data.root={given.data}", *words]
        found = [supernets.supernet_loss(every, seed, given.epochs) for seed in supernets.SEEDS]
        lines.append(f"| {name} | {supernets.spread(found, 3)} |")
        print(lines[-1], flush=True)
    head = (
        f"Written by experiments/07_two_kilobytes/supernet_spaces.py: training loss of a supernet in epoch {given.epochs} on\n"
        "CIFAR-10 in two classes at 20x20, mean ± standard deviation of 3 seeds."
    )
    OUT.write_text("\n".join([head, "", *lines, ""]))


if __name__ == "__main__":
    main()

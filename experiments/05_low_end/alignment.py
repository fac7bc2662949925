"""Does a supernet learn faster where its dense and depthwise-separable candidates begin alike and share pointwise weights?

    python ../shared/data/unpack.py cifar10 DIR
    .venv/bin/python experiments/05_low_end/alignment.py DIR/cifar10

Trains the supernet of the mcu space at the widest distribution that meets nucleo_l010rb's budgets, alpha fixed, with and
without `supernet._align`, three seeds each, and reports the training loss of the last epoch, the mean over the networks drawn.
Writes results/published/05_low_end/alignment.md.
"""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import supernets

# isort: split

from dnas import supernet

OUT = Path(__file__).resolve().parents[2] / "results" / "published" / "05_low_end" / "alignment.md"


def main() -> None:
    given = supernets.asked(__doc__, "cifar10", 2)
    words = ["data=cifar10", f"data.root={given.data}", "device=nucleo_l010rb"]
    losses: dict[str, list[float]] = {"aligned": [], "each candidate for itself": []}
    for seed in supernets.SEEDS:
        for name, found in losses.items():
            with nullcontext() if name == "aligned" else patch.object(supernet, "_align", lambda kinds: None):
                found.append(supernets.supernet_loss(words, seed, given.epochs))
            print(name, seed, f"{found[-1]:.3f}", flush=True)
    lines = ["| candidates | training loss (nats), mean ± standard deviation of 3 seeds |", "|---|---|"]
    lines += [f"| {name} | {supernets.spread(found, 3)} |" for name, found in losses.items()]
    head = f"Written by experiments/05_low_end/alignment.py: CIFAR-10, nucleo_l010rb, epoch {given.epochs}, alpha fixed."
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text("\n".join([head, "", *lines, ""]))
    print(OUT.read_text())


if __name__ == "__main__":
    main()

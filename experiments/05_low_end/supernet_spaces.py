"""In which space, and at which rate, does a supernet learn a thousand pictures? Its training loss at the end of a warm-up.

    python ../shared/data/unpack.py vww96 DIR
    .venv/bin/python experiments/05_low_end/supernet_spaces.py DIR/vww96

Persons on nucleo_l010rb, inputs among which the row's search chooses; networks are drawn at the widest distribution that meets
the budgets, as in the warm-up. ln 2 = 0.693 is what a network has that knows nothing. Two seeds.
Writes results/published/05_low_end/supernet_spaces.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import supernets

# isort: split
import runs

OUT = runs.RESULTS / "05_low_end" / "supernet_spaces.md"
SPACES = ("mcu", "mcu_dense")
RATES = (0.1, 0.02)
SEEDS = range(2)


def main() -> None:
    given = supernets.asked(__doc__ or "", "vww96", 40)
    lines = ["| space | rate | training loss |", "|---|---|---|"]
    for space in SPACES:
        for rate in RATES:
            words = ["experiment=vww_l010rb", f"space={space}", "budget.host_ram=null", f"data.root={given.data}"]
            found = [supernets.supernet_loss(words, seed, given.epochs, rate) for seed in SEEDS]
            lines.append(f"| {space} | {rate} | {', '.join(f'{loss:.3f}' for loss in found)} |")
            print(lines[-1], flush=True)
    OUT.write_text(
        f"Written by experiments/05_low_end/supernet_spaces.py: training loss of persons' supernet in epoch {given.epochs}\n"
        "(nats; ln 2 = 0.693), one value a seed.\n\n" + "\n".join(lines) + "\n"
    )


if __name__ == "__main__":
    main()

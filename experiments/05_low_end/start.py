"""How wide is the distribution that a search begins with, and does it use its budgets?

    .venv/bin/python experiments/05_low_end/start.py

Random budgets in five spaces. `dnas.sampling.center` is compared with itself in five times as many steps of a quarter of the
size, and with what it was before: as many steps of Adam on alpha, on the entropy and the augmented Lagrangian. Writes
results/published/05_low_end/start.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import runs

import dnas.run  # noqa: F401  (bounds threads and heap before torch is imported)

# isort: split
import numpy as np
import torch
from hydra import compose, initialize_config_dir

from dnas import config as configuration
from dnas import sampling
from dnas.cost.tables import PriceTables
from dnas.cut import cut, smallest
from dnas.device import Budget
from dnas.errors import RequestError
from dnas.genotype import Shape
from dnas.penalty import DualAscent
from dnas.sampling import Limits, center, make_uniform
from dnas.space import SearchSpace
from dnas.supernet import Supernet

OUT = runs.RESULTS / "05_low_end" / "start.md"
SPACES: dict[str, tuple[Shape, str]] = {
    "mcu": ((3, 32, 32), "nucleo_l010rb"),
    "mcu_small": ((3, 48, 48), "nucleo_l010rb"),
    "mcu_dense": ((3, 48, 48), "nucleo_l412kb"),
    "spectrogram_small": ((1, 49, 10), "nucleo_f746"),
    "micro_dense": ((3, 16, 16), "nucleo_l011k4"),
}
BUDGETS = 3
CLASSES = 10


def by_adam(supernet: Supernet, tables: PriceTables, limits: Limits) -> None:
    """What `center` was until commit c72a274."""
    make_uniform(supernet)
    optimizer, penalty = torch.optim.Adam(supernet.arch_parameters(), lr=0.05), DualAscent(rate=0.05)
    for _ in range(sampling.STEPS):
        probs = supernet.probs()
        entropy = torch.stack([-(p * p.clamp_min(1e-12).log()).sum() for p in probs.values()]).sum()
        ratios = limits.ratios(tables.expectation(probs))
        loss = -0.1 * entropy + penalty.loss(ratios, 0.0, 0.0)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        penalty.update(ratios)


def slowly(supernet: Supernet, tables: PriceTables, limits: Limits) -> None:
    """`center` in five times as many steps of a quarter of the size."""
    share, rate, steps = sampling.SHARE, sampling.RATE, sampling.STEPS
    sampling.SHARE, sampling.RATE, sampling.STEPS = share / 4, rate / 4, steps * 5
    center(supernet, tables, limits)
    sampling.SHARE, sampling.RATE, sampling.STEPS = share, rate, steps


RULES = {"uniform": lambda supernet, tables, limits: make_uniform(supernet), "Adam": by_adam, "ours": center, "slowly": slowly}


@torch.no_grad()
def cells(supernet: Supernet, tables: PriceTables, limits: Limits) -> tuple[str, str]:
    """Entropy (nats), and the largest share of a budget (percent)."""
    probs = supernet.probs()
    entropy = sum(float(-(p[p > 0] * p[p > 0].log()).sum()) for p in probs.values())
    share = max(float(ratio) for ratio in limits.ratios(tables.expectation(probs)).values())
    return f"{entropy:.2f}", f"{100 * share:.0f}"


def main() -> None:
    configuration.register()
    torch.set_num_threads(1)
    rng = np.random.default_rng(0)
    head = ["space", "board", "SRAM, flash, latency allowed", *RULES]
    lines = [" | ".join(["", *head, ""]).strip(), "|---" * len(head) + "|"]
    for name, (shape, board) in SPACES.items():
        with initialize_config_dir(str(configuration.CONF), version_base="1.3"):
            config = configuration.to_run_config(compose("train", overrides=[f"space={name}"]))
        space = SearchSpace(configuration.space_of(config.space), shape, CLASSES)
        tables = PriceTables(space, configuration.board(board))
        least = smallest(tables, tables.full_mask())
        before = len(lines)
        while len(lines) < before + BUDGETS:
            slack = 1.1 + rng.exponential(1.0, 3)
            given = [factor * least[key][0] for factor, key in zip(slack, ("sram", "flash", "latency"), strict=True)]
            budget = Budget(int(given[0]), int(given[1]), given[2], host_ram_bytes=None)
            try:
                supernet = Supernet(space, cut(tables, budget))
            except RequestError:  # no network meets all three at once
                continue
            limits = Limits(budget.sram_bytes, budget.flash_bytes, budget.latency_s)
            found = []
            for rule in RULES.values():
                rule(supernet, tables, limits)
                found.append(" nats, ".join(cells(supernet, tables, limits)) + " %")
            lines.append("| " + " | ".join([name, board, ", ".join(f"{x:.1f}" for x in slack), *found]) + " |")
            print(lines[-1], flush=True)
    OUT.write_text(
        "Written by experiments/05_low_end/start.py: entropy of the distribution that a search begins with, and its expected\n"
        "share of the budget that it uses most of; budgets in multiples of the smallest that the space can meet, alone.\n\n"
        + "\n".join(lines)
        + "\n"
    )


if __name__ == "__main__":
    main()

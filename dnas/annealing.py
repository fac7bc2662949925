"""Simulated annealing over architectures: the best network under several exact costs, which no shortest path finds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from dnas.space import Arch

TEMPERATURE, COLD = 4.0, 0.05
"""First and last (nats)."""
PER_EFOLD = 20.0
"""Nats for each e-fold of a size or share that is looked for: the temperatures are those of log p."""


def anneal(
    start: Arch,
    options: Sequence[np.ndarray],
    score: Callable[[Arch], float],
    admits: Callable[[Arch], bool],
    rng: np.random.Generator,
    steps: int,
) -> list[Arch]:
    """Simulated annealing over architectures: the best of those that it visited, the best first.

    One or two choices change at a time; a change that `admits` refuses is not made, any other with probability
    min(1, exp((score' - score) / T)), T falling geometrically (Kirkpatrick et al. 1983). Two, since on a budget's edge one
    choice can only grow while another shrinks.

    Args:
        start: an architecture that is admitted; its own options need not be among those that may be taken.
        options: per choice the indices that may be taken.
        score: what is to be large (nats).
        admits: test of the constraints.
        rng: source of the moves.
        steps: number of moves that are tried.
    """
    free = [index for index, left in enumerate(options) if set(left) != {start[index]}]
    present, value = start, score(start)
    visited = {start: value}
    for temperature in np.geomspace(TEMPERATURE, COLD, steps if free else 0):
        moved = list(present)
        for index in rng.choice(free, size=min(len(free), int(rng.integers(1, 3))), replace=False):
            moved[index] = int(rng.choice(options[index]))
        other = tuple(moved)
        if other == present:
            continue
        proposed = visited.get(other)
        if proposed is None:
            proposed = score(other)
        if proposed < value and rng.random() >= np.exp((proposed - value) / temperature):
            continue
        if other not in visited and not admits(other):
            continue
        present, value = other, proposed
        visited[present] = value
    return sorted(visited, key=lambda arch: (-visited[arch], arch))

"""The host-RAM plan: how many samples of an architecture may be held at once, whether its activations are kept, and the peak
that this leads to.

    peak = floor + weights + overhead + resident(held) + later,    held = activation bytes per sample x micro-batch <= room

where the floor is what the process tree holds once everything is imported, weights are 4 bytes x 3 copies x parameters
(weight, gradient, momentum), and the overhead is measured by a dry run: batches, compiled kernels and their workspace, the part
of the libraries that training touches; later phases bring the rest. The room is what the limit leaves.
"""

from __future__ import annotations

import math
import os
from dataclasses import asdict, dataclass, replace
from typing import Any

from dnas.allocator import tidy
from dnas.cost.host import FLOAT_BYTES, kept_bytes
from dnas.cost.tables import Priced
from dnas.errors import RequestError
from dnas.host import tree_peak_bytes, tree_resident_bytes

GRAIN_BYTES = 4_000_000
"""What is measured is rounded up to this, so that two runs on one machine mostly make the same plan."""
COPIES = 1.05
GAP_SHARE = 0.5
GAP_BYTES = 14_000_000
"""Resident bytes of a step that holds `held` bytes of activations: COPIES held + min(GAP_SHARE held, GAP_BYTES). The second
term is for tensors in flight in the backward pass and gaps between blocks of changing sizes; large blocks have mappings of
their own and leave none (experiments/03_host_plan)."""
AIM = 0.95
"""Share of the limit that the plan fills: later phases add kernels and records of their own."""
ALARM = 0.985
"""Share of the limit from which on the run makes itself smaller."""
TYPICAL_OVERHEAD_BYTES = 110_000_000
"""Overhead that is assumed where there is no limit and so no dry run."""
GROWTH = 1.2
"""Overhead of a run over that of its dry run: later steps and phases bring more kernels and more of the libraries' code."""
LATER_BYTES = 13_000_000
"""What comes behind the search: kernels of the finalists, evaluation in integers, rounding. By so much kept runs were above a
prediction without it, in the median (experiments/03_host_plan/kept_runs.py); `AIM` leaves the room for it."""
STEP_BYTES = 20_000_000
"""What a step takes beside its activations, whatever their size: batch, workspace, gaps."""
WANTED_SAMPLES = 16
"""Samples that batch norm should see: below this the penalty acts, and activations are computed twice if that allows more."""


@dataclass(frozen=True)
class Start:
    """Bytes of the process tree before training: its peak while modules were imported and data read, and what it holds then."""

    peak_bytes: int
    floor_bytes: int


@dataclass(frozen=True)
class Split:
    """How a batch of one architecture is run: samples at once, and whether only the slots' outputs are kept."""

    micro_batch: int
    checkpointed: bool


@dataclass(frozen=True)
class HostPlan:
    """Bytes at the start, before training, of weights, of what the dry run showed beside them, and what activations may take.

    `limit_bytes` None: no limit, every batch is run at once.
    """

    limit_bytes: int | None
    start_bytes: int
    floor_bytes: int
    weight_bytes: int
    overhead_bytes: int
    left_bytes: int
    """For activations, gaps included, at the start."""
    halvings: int = 0
    value_bytes: int = FLOAT_BYTES
    """Of an activation while networks train; `Priced` counts 4."""

    @property
    def room_bytes(self) -> int:
        """What activations may take now."""
        return int(held_within(self.left_bytes) / 2**self.halvings)

    def split(self, priced: Priced, batch_size: int) -> Split:
        """The largest power of two of samples that fits the room; activations are computed twice only if that allows more
        where fewer than `WANTED_SAMPLES` fit."""
        plain = self.micro_batch(self.kept_bytes(priced.activation_bytes), batch_size)
        if plain < min(WANTED_SAMPLES, batch_size):
            twice = self.micro_batch(self.kept_bytes(priced.checkpointed_bytes), batch_size)
            if twice > plain:
                return Split(min(twice, WANTED_SAMPLES), True)
        return Split(plain, False)

    def micro_batch(self, sample_bytes: int, batch_size: int) -> int:
        """The largest power of two of samples of this size that fits the room, at least 1, at most the batch."""
        if self.limit_bytes is None:
            return batch_size
        return min(batch_size, _power_of_two(self.room_bytes // max(sample_bytes, 1)))

    def held_bytes(self, priced: Priced, batch_size: int) -> int:
        """Bytes of activations while a batch of the architecture trains."""
        split = self.split(priced, batch_size)
        kept = priced.checkpointed_bytes if split.checkpointed else priced.activation_bytes
        return split.micro_batch * self.kept_bytes(kept)

    def kept_bytes(self, float_bytes: int) -> int:
        """Bytes of activations that take `float_bytes` in float32, while networks train."""
        return kept_bytes(float_bytes, self.value_bytes)

    def predicted_bytes(self, held_bytes: int) -> int:
        """Peak of the process tree that holds this much."""
        return max(self.start_bytes, self._search_bytes(held_bytes) + self.later_bytes(held_bytes))

    def later_bytes(self, held_bytes: int) -> int:
        """What later phases add to a search that holds this much."""
        return later_within(self.limit_bytes, self._search_bytes(held_bytes))

    def _search_bytes(self, held_bytes: int) -> int:
        return self.floor_bytes + self.weight_bytes + self.overhead_bytes + round(resident_bytes(held_bytes))

    def halved(self) -> HostPlan:
        """The plan with half the room: every architecture's micro-batch halves."""
        return replace(self, halvings=self.halvings + 1)

    def to_dict(self) -> dict[str, Any]:
        """JSON's own types; the constructor takes them back."""
        return asdict(self)


def later_within(limit_bytes: int | None, search_bytes: int) -> int:
    """What later phases add to a search of this peak: `LATER_BYTES`, but no more than the plan leaves them of the limit.

    >>> later_within(None, 480_000_000), later_within(500_000_000, 470_000_000), later_within(500_000_000, 480_000_000)
    (13000000, 5000000, 0)
    """
    if limit_bytes is None:
        return LATER_BYTES
    return min(LATER_BYTES, max(0, int(AIM * limit_bytes) - search_bytes))


def resident_bytes(held_bytes: float) -> float:
    """Resident bytes of a step that holds this much of activations.

    >>> resident_bytes(10e6), resident_bytes(100e6)
    (15500000.0, 119000000.0)
    """
    return COPIES * held_bytes + min(GAP_SHARE * held_bytes, GAP_BYTES)


def held_within(size_bytes: float) -> float:
    """Activations whose step takes this many resident bytes: the inverse of `resident_bytes`.

    >>> held_within(15.5e6), held_within(119e6)
    (10000000.0, 100000000.0)
    """
    few = size_bytes / (COPIES + GAP_SHARE)
    return few if GAP_SHARE * few <= GAP_BYTES else (size_bytes - GAP_BYTES) / COPIES


def _power_of_two(count: int) -> int:
    """The largest power of two up to `count`, at least 1.

    >>> [_power_of_two(n) for n in (0, 1, 3, 64, 100)]
    [1, 1, 2, 64, 64]
    """
    return 1 << (max(int(count), 1).bit_length() - 1)


def _rounded_up(size_bytes: float) -> int:
    return math.ceil(size_bytes / GRAIN_BYTES) * GRAIN_BYTES


def measure_start() -> Start:
    """What the process tree (this process and its parent) has needed to start, and what it holds without that."""
    tidy()
    return Start(tree_peak_bytes(os.getppid()), _rounded_up(tree_resident_bytes(os.getppid())))


def overhead_of(start: Start, weight_bytes: int, held_bytes: int, seen_bytes: int) -> int:
    """What a dry run shows beyond floor, weights and activations, and what is to be added later.

        overhead = max(g (seen - resident(held) - floor - 2/3 weights), step),    g = `GROWTH`, step = `STEP_BYTES`

    The step is least, since program files that the floor counted may have been given back: then less than nothing shows.

    Args:
        start: from `measure_start`.
        weight_bytes: weights, gradients and momentum; a dry run updates nothing, so two of the three copies exist.
        held_bytes: the most activations that a step of the dry run held.
        seen_bytes: the most that the process tree held in the dry run, from `ResidentPeak`.
    """
    shown_bytes = seen_bytes - resident_bytes(held_bytes) - start.floor_bytes - 2 / 3 * weight_bytes
    return _rounded_up(max(GROWTH * shown_bytes, STEP_BYTES))


def left_within(limit_bytes: int, start: Start, weight_bytes: int, overhead_bytes: int) -> int:
    """What the limit leaves for activations, gaps included; negative where it is too small."""
    return int(AIM * limit_bytes - start.floor_bytes - weight_bytes - overhead_bytes)


def plan_host(
    limit_bytes: int | None,
    start: Start,
    weight_bytes: int,
    overhead_bytes: int,
    smallest_sample_bytes: int,
    value_bytes: int = FLOAT_BYTES,
) -> HostPlan:
    """Splits the host's budget.

    Args:
        limit_bytes: budget of host RAM; None is no limit.
        start: from `measure_start`.
        weight_bytes: of the supernet, with gradients and momentum.
        overhead_bytes: from `overhead_of`.
        smallest_sample_bytes: activations per sample of the smallest path, in float32.
        value_bytes: of an activation while networks train.

    Raises:
        RequestError: not even two samples of the smallest path fit (batch norm needs two); says the smallest figure that
            would do.
    """
    plan = HostPlan(limit_bytes, start.peak_bytes, start.floor_bytes, weight_bytes, overhead_bytes, 0, value_bytes=value_bytes)
    if limit_bytes is None:
        return plan
    fixed_bytes = plan.floor_bytes + weight_bytes + overhead_bytes
    least = 2 * plan.kept_bytes(smallest_sample_bytes)
    left = left_within(limit_bytes, start, weight_bytes, overhead_bytes)
    starting_bytes = start.peak_bytes / ALARM  # less would have the guard at work from the first batch on
    if left < resident_bytes(least) or limit_bytes < starting_bytes:
        spread_bytes = 2 * GRAIN_BYTES  # the next dry run may measure that much more
        achievable = math.ceil(max((fixed_bytes + spread_bytes + resident_bytes(least)) / AIM, starting_bytes) / 1e6)
        raise RequestError(
            f"budget.host_ram={limit_bytes} bytes is below what this search needs: {start.floor_bytes / 1e6:.0f} MB are in use "
            f"before training, {(weight_bytes + overhead_bytes) / 1e6:.0f} MB more with weights and compiled kernels (measured "
            f"by a dry run), {start.peak_bytes / 1e6:.0f} MB while the program starts and reads the data; the "
            f"smallest achievable is {achievable}MB"
        )
    return replace(plan, left_bytes=left)

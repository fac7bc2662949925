"""The memory planner: tflite-micro's GreedyMemoryPlanner (greedy_memory_planner.cc), to the byte.

Largest buffer first, each into the first gap between the buffers that are alive at the same time. It needs more than the
largest live set in some networks, which is why a search's tables are a lower bound and certification runs this.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter

from dnas.cost.integer import align
from dnas.cost.scratch import ALIGNMENT_BYTES, scratch_buffers
from dnas.model import Buffer, Model


@dataclass(frozen=True)
class Plan:
    """Where the greedy planner puts every buffer of a model."""

    tensor_offsets: tuple[int, ...]
    """One per `Model.buffers`; for a network of ours tensor 0 is the input, tensor i + 1 the output of layer i."""
    scratch_offsets: tuple[tuple[int, ...], ...]
    """Per layer one per scratch buffer of its kernel."""
    arena_bytes: int
    """Planned part of the arena (without persistent records)."""
    live_bytes: tuple[int, ...]
    """Bytes live while each layer runs."""
    peak_step: int
    """The layer during which most bytes are live (the first of equals)."""


@lru_cache(maxsize=8)  # cores differ at most in their kernels' scratch: most of them ask for the same plan
def greedy_offsets(buffers: tuple[Buffer, ...]) -> tuple[int, ...]:
    """Offset of every buffer: largest first (of equals the later one), each into the first gap that fits.

    Placed buffers are kept in order of offset; a gap is the space between the highest end seen so far and the next buffer
    that is alive at the same time.
    """
    offsets = [-1] * len(buffers)
    placed: list[tuple[int, int, int, int]] = []  # (offset, end, first, last)
    for current in sorted(range(len(buffers)), key=lambda i: (-buffers[i].size_bytes, -i)):
        size, first, last = buffers[current].size_bytes, buffers[current].first, buffers[current].last
        offset = 0
        for start, end, other_first, other_last in placed:
            if other_first > last or first > other_last:
                continue
            if start - offset >= size:
                break
            if end > offset:
                offset = end
        offsets[current] = offset
        insort(placed, (offset, offset + size, first, last), key=itemgetter(0))
    return tuple(offsets)


def planned(model: Model, core: str | None) -> tuple[Buffer, ...]:
    """What the planner is given: the tensors, then the scratch buffers in order of layers, sizes rounded up to 16."""
    tensors = [Buffer(int(align(b.size_bytes, ALIGNMENT_BYTES)), b.first, b.last) for b in model.buffers]
    scratch = [
        Buffer(int(size), step, step) for step, layer in enumerate(model.layers) for size in scratch_buffers(layer, core)
    ]
    return (*tensors, *scratch)


@lru_cache(maxsize=8)  # a model's arena, its layers' live bytes and what allocating takes all ask for the same plan
def plan(model: Model, core: str | None) -> Plan:
    """Runs the planner; `core` None means reference kernels."""
    buffers = planned(model, core)
    return laid_out(model, buffers, greedy_offsets(buffers), [len(scratch_buffers(layer, core)) for layer in model.layers])


def laid_out(model: Model, buffers: tuple[Buffer, ...], offsets: tuple[int, ...], scratch: Sequence[int]) -> Plan:
    """The plan that puts `buffers` (tensors, then `scratch` buffers of each layer) at `offsets`."""
    change = [0] * (len(model.layers) + 1)  # of the live bytes, from one step to the next
    for buffer in buffers:
        if buffer.last >= 0:
            change[max(buffer.first, 0)] += buffer.size_bytes
            change[buffer.last + 1] -= buffer.size_bytes
    live = tuple(accumulate(change[:-1]))
    rest = iter(offsets[len(model.buffers) :])
    return Plan(
        tensor_offsets=tuple(offsets[: len(model.buffers)]),
        scratch_offsets=tuple(tuple(next(rest) for _ in range(count)) for count in scratch),
        arena_bytes=max(offset + buffer.size_bytes for offset, buffer in zip(offsets, buffers, strict=True)),
        live_bytes=live,
        peak_step=live.index(max(live)),
    )

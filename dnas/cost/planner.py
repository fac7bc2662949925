"""The memory planner: tflite-micro's GreedyMemoryPlanner (greedy_memory_planner.cc), to the byte.

Largest buffer first, each into the first gap between the buffers that are alive at the same time. It needs more than the
largest live set in some networks, which is why a search's tables are a lower bound and certification runs this.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

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


def greedy_offsets(buffers: Sequence[Buffer]) -> list[int]:
    """Offset of every buffer: largest first (of equals the later one), each into the first gap that fits.

    Placed buffers are kept in order of offset; a gap is the space between the highest end seen so far and the next buffer
    that is alive at the same time.
    """
    order = sorted(range(len(buffers)), key=lambda i: (-buffers[i].size_bytes, -i))
    offsets = [-1] * len(buffers)
    placed: list[int] = []
    for current in order:
        wanted, offset = buffers[current], 0
        for other in placed:
            if buffers[other].first > wanted.last or wanted.first > buffers[other].last:
                continue
            if offsets[other] - offset >= wanted.size_bytes:
                break
            offset = max(offset, offsets[other] + buffers[other].size_bytes)
        offsets[current] = offset
        position = next((i for i, other in enumerate(placed) if offsets[other] > offset), len(placed))
        placed.insert(position, current)
    return offsets


def planned(model: Model, core: str | None) -> list[Buffer]:
    """What the planner is given: the tensors, then the scratch buffers in order of layers, sizes rounded up to 16."""
    tensors = [Buffer(int(align(b.size_bytes, ALIGNMENT_BYTES)), b.first, b.last) for b in model.buffers]
    scratch = [
        Buffer(int(size), step, step) for step, layer in enumerate(model.layers) for size in scratch_buffers(layer, core)
    ]
    return tensors + scratch


@lru_cache(maxsize=8)  # a model's arena, its layers' live bytes and what allocating takes all ask for the same plan
def plan(model: Model, core: str | None) -> Plan:
    """Runs the planner; `core` None means reference kernels."""
    buffers = planned(model, core)
    offsets = greedy_offsets(buffers)
    live = [0] * len(model.layers)
    for buffer in buffers:
        for step in range(max(buffer.first, 0), buffer.last + 1):
            live[step] += buffer.size_bytes
    rest = iter(offsets[len(model.buffers) :])
    return Plan(
        tensor_offsets=tuple(offsets[: len(model.buffers)]),
        scratch_offsets=tuple(tuple(next(rest) for _ in scratch_buffers(layer, core)) for layer in model.layers),
        arena_bytes=max(offset + buffer.size_bytes for offset, buffer in zip(offsets, buffers, strict=True)),
        live_bytes=tuple(live),
        peak_step=live.index(max(live)),
    )

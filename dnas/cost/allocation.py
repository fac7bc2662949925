"""The arena that TFLM needs while it allocates, which in small networks is more than it uses afterwards.

    allocation = max(used, tail + notes + temporaries of a layer, tail + notes + lifetimes + planner's tables)

Where "used" is `sram.arena_bytes`; the tail are the persistent records but those of inputs and outputs, which come last. While
kernels prepare, notes of their scratch requests lie where the activations will, and above them a kernel's temporary copies of
its tensors with a zero point per channel. Then the planner needs a lifetime per tensor of the file and its own tables;
of what is free it is offered whole lines of 16 bytes, below the tail and above the lifetimes.

Sources: tflite-micro's micro_allocator.cc (InitScratchBufferData, CommitStaticMemoryPlan), single_arena_buffer_allocator.cc
(GetAvailableMemory), greedy_memory_planner.cc, kernels/conv_common.cc, kernels/concatenation.cc; the planner's phase was found
exact and the other a bound on the host (tests/test_arena.py).
"""

from __future__ import annotations

from typing import NamedTuple

from dnas.cost import sram
from dnas.cost.integer import align
from dnas.cost.planner import plan
from dnas.cost.records import TARGET, Records, persistent
from dnas.cost.scratch import ALIGNMENT_BYTES
from dnas.geometry import MAX_JOINED, Layer, Op
from dnas.model import Model

REQUESTS_AHEAD = 12
"""kMaxScratchBuffersPerOp: notes kept free for the next operator."""
PLANNER_BYTES = 40
"""Per buffer, in the greedy planner's tables."""
TEMPORARIES = 7
"""Tensors that a convolution holds at once: input, weights and output, and the same and the bias in a helper of its own."""
TEMPORARIES_JOINED = 2 + MAX_JOINED
"""A concatenation's: its first input, its output, and all of its inputs, of which a layer does not name the constant ones."""


class Arena(NamedTuple):
    """An arena: what a network uses of it while it runs, and what must be given, since setting the network up may take more."""

    used_bytes: int
    allocation_bytes: int


def _temporaries(layer: Layer) -> int:
    """Tensors that a kernel holds at once, at most."""
    return TEMPORARIES_JOINED if layer.op is Op.CONCATENATION else TEMPORARIES


def _per_channel_tensors(layer: Layer) -> int:
    """Tensors with a zero point per channel that a kernel holds at once: weights twice and the bias, or weights alone."""
    return 3 if layer.op in (Op.CONV, Op.DEPTHWISE) else int(layer.op is Op.LINEAR and layer.per_channel)


def arena(model: Model, core: str | None, records: Records = TARGET) -> Arena:
    """`sram.arena_bytes`, and a multiple of 16 bytes with which the model surely allocates; `core` None: reference kernels."""
    laid_out = plan(model, core)
    requests = sum(map(len, laid_out.scratch_offsets))
    buffers = len(laid_out.tensor_offsets) + requests
    tail = persistent(model, core, records).planning_bytes
    notes = records.scratch_request * (requests + REQUESTS_AHEAD)
    tensor = align(records.tensor + records.quantization, 8)
    held = max(_temporaries(layer) * int(tensor) + 4 * int(layer.out_c) * _per_channel_tensors(layer) for layer in model.layers)
    lifetimes = records.allocation_info * (model.tensor_count + requests)
    preparing = tail + notes + held
    ahead = int(align(align(notes + records.pointer, 8) + lifetimes, ALIGNMENT_BYTES))
    planning = int(align(tail, ALIGNMENT_BYTES)) + ahead + PLANNER_BYTES * buffers
    used = sram.arena_bytes(model, core, records)
    return Arena(used, int(align(max(used, preparing, planning), ALIGNMENT_BYTES)))

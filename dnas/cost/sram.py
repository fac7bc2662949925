"""SRAM: the arena that TFLM needs on the 32-bit target (`arena_used_bytes`).

    arena = planned buffers (activations and kernel scratch, each rounded up to 16 bytes, placed by the greedy planner)
          + persistent records (interpreter, tensors, operators, per-channel quantization data)

For a concrete network or a file that is exact (`arena_bytes`: `planner` + `records`). Price tables need a formula per layer
that also takes int64 tensors: `live_bytes` and `records.persistent_bytes`; their combination (`runtime.lower_bound_bytes`)
leaves out what only the planner can know.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dnas.cost.integer import align
from dnas.cost.planner import plan
from dnas.cost.records import TARGET, Records, persistent
from dnas.cost.scratch import ALIGNMENT_BYTES, scratch_bytes
from dnas.geometry import Layer, Size
from dnas.model import Model, last_use


def arena_bytes(model: Model, core: str | None, records: Records = TARGET) -> int:
    """`arena_used_bytes`: greedy plan + persistent records; `core` None means reference kernels."""
    return plan(model, core).arena_bytes + persistent(model, core, records).total_bytes


def tensor_bytes(layer: Layer, alignment_bytes: int = ALIGNMENT_BYTES) -> Size:
    """Planned bytes of the layer's int8 output: out_h out_w C_out rounded up."""
    return align(layer.out_h * layer.out_w * layer.out_c, alignment_bytes)


def input_bytes(layer: Layer, alignment_bytes: int = ALIGNMENT_BYTES) -> Size:
    """Planned bytes of one int8 input of the layer: in_h in_w C_in rounded up."""
    return align(layer.in_h * layer.in_w * layer.in_c, alignment_bytes)


def live_bytes(layers: Sequence[Layer], core: str) -> list[Size]:
    """Bytes live while each layer runs: tensors still needed, its inputs, its output and its scratch.

    Tensor 0 (the block's or network's input) counts as long as a layer reads it, the last output from the step that makes it.
    An empty block has no step. With tensors as sizes the entries broadcast.
    """
    return live_sets(layers, ALIGNMENT_BYTES, lambda layer: scratch_bytes(layer, core))


def live_sets(layers: Sequence[Layer], alignment_bytes: int, scratch: Callable[[Layer], Size]) -> list[Size]:
    """`live_bytes` of a runtime that rounds tensors up to `alignment_bytes` and whose layers take `scratch` bytes besides."""
    if not layers:
        return []
    readers = [layer for layer in layers if 0 in layer.inputs]
    if not readers:
        raise ValueError("no layer reads tensor 0, the input")
    last = last_use(layers)
    sizes = [input_bytes(readers[0], alignment_bytes), *(tensor_bytes(layer, alignment_bytes) for layer in layers)]
    steps: list[Size] = []
    for step, layer in enumerate(layers):
        total = scratch(layer)
        for tensor in range(step + 2):  # tensors 0 .. step + 1 exist; step + 1 is this layer's output
            if last[tensor] >= step:
                total = total + sizes[tensor]
        steps.append(total)
    return steps

"""SRAM: the arena that TFLM needs on the 32-bit target (`arena_used_bytes`).

    arena = planned buffers (activations and kernel scratch, each rounded up to 16 bytes, placed by the greedy planner)
          + persistent records (interpreter, tensors, operators, per-channel quantization data)

For a concrete network or a file that is exact (`arena_bytes`: `planner` + `records`). Price tables need a formula per layer
that also takes int64 tensors: `live_bytes` and `records.persistent_bytes`; their combination `lower_bound_bytes` leaves out
what only the planner can know.
"""

from __future__ import annotations

from collections.abc import Sequence

from dnas.cost.integer import align
from dnas.cost.planner import plan
from dnas.cost.records import BASE_BYTES, HOST, TARGET, Records, persistent, persistent_bytes
from dnas.cost.scratch import ALIGNMENT_BYTES, scratch_bytes
from dnas.geometry import Layer, Network, Size
from dnas.model import Model, exported, last_use


def arena_bytes(model: Model, core: str | None, records: Records = TARGET) -> int:
    """`arena_used_bytes`: greedy plan + persistent records; `core` None means reference kernels."""
    return plan(model, core).arena_bytes + persistent(model, core, records).total_bytes


def network_bytes(network: Network, core: str) -> int:
    """`arena_bytes` of the file that a concrete network is exported to."""
    return arena_bytes(exported(network), core)


def host_arena_bytes(network: Network) -> int:
    """What the `tflite-micro` wheel's interpreter reports on x86-64: 64-bit records, reference kernels.

    A measured host arena is brought to the target by the difference of the two exact models:
    target = measured + network_bytes(network, core) - host_arena_bytes(network).
    """
    return arena_bytes(exported(network), None, HOST)


def tensor_bytes(layer: Layer) -> Size:
    """Planned bytes of the layer's int8 output: out_h out_w C_out rounded up to 16."""
    return align(layer.out_h * layer.out_w * layer.out_c, ALIGNMENT_BYTES)


def input_bytes(layer: Layer) -> Size:
    """Planned bytes of one int8 input of the layer: in_h in_w C_in rounded up to 16."""
    return align(layer.in_h * layer.in_w * layer.in_c, ALIGNMENT_BYTES)


def live_bytes(layers: Sequence[Layer], core: str) -> list[Size]:
    """Bytes live while each layer runs: tensors still needed, its inputs, its output and its scratch.

    Tensor 0 (the block's or network's input) counts as long as a layer reads it, the last output from the step that makes it.
    An empty block has no step. With tensors as sizes the entries broadcast.
    """
    if not layers:
        return []
    readers = [layer for layer in layers if 0 in layer.inputs]
    if not readers:
        raise ValueError("no layer reads tensor 0, the input")
    sizes, last = [input_bytes(readers[0]), *map(tensor_bytes, layers)], last_use(layers)
    steps: list[Size] = []
    for step, layer in enumerate(layers):
        total = scratch_bytes(layer, core)
        for tensor in range(step + 2):  # tensors 0 .. step + 1 exist; step + 1 is this layer's output
            if last[tensor] >= step:
                total = total + sizes[tensor]
        steps.append(total)
    return steps


def lower_bound_bytes(network: Network, core: str) -> int:
    """Largest live set + sum of the layers' persistent bytes: what the price tables give at one-hot; <= `network_bytes`."""
    records = BASE_BYTES + sum(int(persistent_bytes(layer, core)) for layer in network)
    return max(int(step) for step in live_bytes(network, core)) + records

"""SRAM: the arena that TFLM needs on the 32-bit target (`arena_used_bytes`).

    arena = planned buffers (int8 activations and kernel scratch, each rounded up to 16 bytes, placed by the greedy planner)
          + persistent records (interpreter, tensors, operators, per-channel quantization data)

Per layer everything is a pure integer formula that also takes int64 tensors. For a concrete network `plan` runs TFLM's greedy
planner and `records_bytes` replays the allocator's alignment, so that `network_bytes` is the exact figure; `lower_bound_bytes`
uses only sums and the largest live set, as the price tables do.

Sources: tflite-micro's micro_allocator.cc, micro_allocation_info.cc and greedy_memory_planner.cc, CMSIS-NN's
*_get_buffer_sizes_s8.c; record sizes confirmed on emulated and host runs (experiments/01_cost_models).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dnas.cost.integer import align, formula_of
from dnas.device import has_dsp
from dnas.geometry import WEIGHTED, Layer, Network, Op, Size

ALIGNMENT_BYTES = 16
"""TFLM's MicroArenaBufferAlignment."""


# --------------------------------------------------------------------------------------------- buffers per layer


def tensor_bytes(layer: Layer) -> Size:
    """Planned bytes of the layer's int8 output: out_h out_w C_out rounded up to 16."""
    return align(layer.out_h * layer.out_w * layer.out_c, ALIGNMENT_BYTES)


def input_bytes(layer: Layer) -> Size:
    """Planned bytes of one int8 input of the layer: in_h in_w C_in rounded up to 16."""
    return align(layer.in_h * layer.in_w * layer.in_c, ALIGNMENT_BYTES)


def _conv_scratch(layer: Layer, dsp: bool) -> Size:
    """Two int16 im2col columns of k_h k_w C_in, each rounded up to 4 elements; 1x1 convolutions read the input in place."""
    if layer.kernel == (1, 1):
        return 0 * layer.in_c
    return 4 * align(layer.kernel[0] * layer.kernel[1] * layer.in_c, 4)


def _depthwise_scratch(layer: Layer, dsp: bool) -> Size:
    """With DSP one int16 column of k_h k_w C, except 3x3, which has a kernel of its own; without DSP none."""
    if not dsp or layer.kernel == (3, 3):
        return 0 * layer.in_c
    return 2 * layer.kernel[0] * layer.kernel[1] * layer.in_c


def _avg_pool_scratch(layer: Layer, dsp: bool) -> Size:
    """With DSP one int32 sum per channel."""
    return (4 if dsp else 0) * layer.in_c


def _no_scratch(layer: Layer, dsp: bool) -> Size:
    return 0 * layer.out_c


SCRATCH: Mapping[Op, Callable[[Layer, bool], Size]] = {
    Op.CONV: _conv_scratch,
    Op.DEPTHWISE: _depthwise_scratch,
    Op.LINEAR: _no_scratch,
    Op.ADD: _no_scratch,
    Op.AVG_POOL: _avg_pool_scratch,
}


def scratch_bytes(layer: Layer, core: str) -> Size:
    """Planned bytes of the kernel's working buffer on `core`, rounded up to 16; 0 where the kernel asks for none."""
    return align(formula_of(SCRATCH, layer, "scratch")(layer, has_dsp(core)), ALIGNMENT_BYTES)


def _wants_scratch(layer: Layer, core: str) -> bool:
    """Whether the kernel asks for a buffer: depends on operator, kernel size and core only, never on widths."""
    return {
        Op.CONV: layer.kernel != (1, 1),
        Op.DEPTHWISE: has_dsp(core) and layer.kernel != (3, 3),
        Op.AVG_POOL: has_dsp(core),
    }.get(layer.op, False)


# --------------------------------------------------------------------------------------------- persistent records


@dataclass(frozen=True)
class Records:
    """Sizes in bytes of what the interpreter keeps, for one pointer width."""

    interpreter: int
    """Allocator, planner, subgraph table."""
    eval_tensor: int
    """TfLiteEvalTensor, one per tensor of the file, weights and biases included."""
    node: int
    """NodeAndRegistration, one per operator."""
    pointer: int
    """One scratch handle, one entry of the input or output array."""
    io_tensor: int
    """Persistent TfLiteTensor of the input or the output with its quantization record."""
    options: Mapping[Op, tuple[int, int]]
    """Operator -> (size, alignment) of its parsed options."""
    op_data: Mapping[Op, int]
    """Operator -> what its kernel keeps."""


TARGET = Records(
    interpreter=136,
    eval_tensor=12,
    node=32,
    pointer=4,
    io_tensor=52,
    # Arm's bare-metal ABI packs enums into bytes, hence the odd sizes
    options={Op.CONV: (28, 4), Op.DEPTHWISE: (28, 4), Op.LINEAR: (5, 1), Op.ADD: (2, 1), Op.AVG_POOL: (40, 4)},
    op_data={Op.CONV: 56, Op.DEPTHWISE: 56, Op.LINEAR: 72, Op.ADD: 60, Op.AVG_POOL: 36},
)
"""32-bit Arm with CMSIS-NN kernels."""

HOST = Records(
    interpreter=488,
    eval_tensor=24,
    node=64,
    pointer=8,
    io_tensor=96,
    options={Op.CONV: (28, 4), Op.DEPTHWISE: (28, 4), Op.LINEAR: (32, 4), Op.ADD: (8, 4), Op.AVG_POOL: (40, 4)},
    op_data={Op.CONV: 80, Op.DEPTHWISE: 80, Op.LINEAR: 72, Op.ADD: 60, Op.AVG_POOL: 32},
)
"""x86-64 with the reference kernels: the `tflite-micro` wheel."""

PER_CHANNEL = WEIGHTED
"""Operators that keep a multiplier and a shift (int32 each) per output channel: all that have one weight scale per channel.
The exporter writes the linear layer so, too; with one scale for all its weights it would keep none."""


def _tensors(layer: Layer) -> int:
    """Tensors that a layer adds to the file: its output, and its weights and bias if it has them."""
    return 3 if layer.op in WEIGHTED else 1


def _per_channel_bytes(layer: Layer) -> Size:
    """Two int32 vectors, each rounded up to 16 bytes: about 8 bytes per output channel."""
    return 2 * align(4 * layer.out_c, ALIGNMENT_BYTES) if layer.op in PER_CHANNEL else 0 * layer.out_c


def records_bytes(network: Network, core: str | None, records: Records = TARGET, inputs: int = 1) -> int:
    """Persistent bytes of a concrete network with one output, alignment included.

    `core` None means reference kernels, which ask for no scratch.
    """
    used = records.interpreter + records.eval_tensor * (inputs + sum(map(_tensors, network)))
    used += records.node * len(network)
    for layer in network:
        size, alignment = formula_of(records.options, layer, "options record")
        used = int(align(used + size, alignment))
    for layer in network:
        used = int(align(used + formula_of(records.op_data, layer, "kernel record"), ALIGNMENT_BYTES))
    used += sum(int(_per_channel_bytes(layer)) for layer in network)
    if core is not None:
        used += records.pointer * sum(_wants_scratch(layer, core) for layer in network)
    for count in (inputs, 1):  # one output
        used = int(align(used + records.pointer * count, ALIGNMENT_BYTES)) + records.io_tensor * count
    return used


def persistent_bytes(layer: Layer, core: str) -> Size:
    """What one layer adds to the persistent part on the target; alignment across layers is left to `BASE_BYTES`."""
    options, _ = formula_of(TARGET.options, layer, "options record")
    op_data = align(formula_of(TARGET.op_data, layer, "kernel record"), ALIGNMENT_BYTES)
    fixed = TARGET.eval_tensor * _tensors(layer) + TARGET.node + options + op_data
    return fixed + TARGET.pointer * _wants_scratch(layer, core) + _per_channel_bytes(layer)


BASE_BYTES = TARGET.interpreter + TARGET.eval_tensor + 120 - 12
"""Persistent bytes that no layer owns: interpreter, input tensor, input and output records (120 with their least alignment),
less the 12 bytes by which the first kernel record may use the space before it. With it the sum over the layers is a lower
bound of `records_bytes`, at most 48 bytes below."""


# --------------------------------------------------------------------------------------------- live sets and the planner


def _last_use(layers: Sequence[Layer]) -> list[int]:
    """Step after which each tensor is free; the last output is kept to the end, a tensor nobody reads until it is made."""
    last = [0, *range(len(layers))]
    for step, layer in enumerate(layers):
        for tensor in layer.inputs:
            last[tensor] = max(last[tensor], step)
    last[-1] = len(layers) - 1
    return last


def _tensor_sizes(layers: Sequence[Layer]) -> list[Size]:
    """Planned bytes of tensor 0 (taken from the first layer that reads it) and of every layer's output."""
    readers = [layer for layer in layers if 0 in layer.inputs]
    if not readers:
        raise ValueError("no layer reads tensor 0, the input")
    return [input_bytes(readers[0]), *(tensor_bytes(layer) for layer in layers)]


def live_bytes(layers: Sequence[Layer], core: str) -> list[Size]:
    """Bytes live while each layer runs: tensors still needed, its inputs, its output and its scratch.

    Tensor 0 (the block's or network's input) counts as long as a layer reads it, the last output from the step that makes it.
    An empty block has no step. With tensors as sizes the entries broadcast.
    """
    if not layers:
        return []
    sizes, last = _tensor_sizes(layers), _last_use(layers)
    steps: list[Size] = []
    for step, layer in enumerate(layers):
        total = scratch_bytes(layer, core)
        for tensor in range(step + 2):  # tensors 0 .. step + 1 exist; step + 1 is this layer's output
            if last[tensor] >= step:
                total = total + sizes[tensor]
        steps.append(total)
    return steps


@dataclass(frozen=True)
class Plan:
    """Where the greedy planner puts every buffer of a concrete network."""

    tensor_offsets: tuple[int, ...]
    """Tensor 0 is the input, tensor i + 1 the output of layer i."""
    scratch_offsets: tuple[int | None, ...]
    """One per layer, None where the kernel asks for no scratch."""
    arena_bytes: int
    """Planned part of the arena (without persistent records)."""
    live_bytes: tuple[int, ...]
    """Bytes live while each layer runs."""
    peak_step: int
    """The layer during which most bytes are live (the first of equals)."""


@dataclass(frozen=True)
class _Buffer:
    size: int
    first: int
    last: int


def _greedy_offsets(buffers: Sequence[_Buffer]) -> list[int]:
    """tflite-micro's GreedyMemoryPlanner: largest first (of equals the later buffer), each into the first gap that fits.

    Placed buffers are kept in order of offset; a gap is the space between the highest end seen so far and the next buffer
    that is alive at the same time.
    """
    order = sorted(range(len(buffers)), key=lambda i: (-buffers[i].size, -i))
    offsets = [-1] * len(buffers)
    placed: list[int] = []
    for current in order:
        wanted, offset = buffers[current], 0
        for other in placed:
            if buffers[other].first > wanted.last or wanted.first > buffers[other].last:
                continue
            if offsets[other] - offset >= wanted.size:
                break
            offset = max(offset, offsets[other] + buffers[other].size)
        offsets[current] = offset
        position = next((i for i, other in enumerate(placed) if offsets[other] > offset), len(placed))
        placed.insert(position, current)
    return offsets


def plan(network: Network, core: str | None) -> Plan:
    """Runs the planner on a concrete network; `core` None means reference kernels (no scratch)."""
    if not network:
        raise ValueError("cannot plan an empty network")
    sizes, last = [int(size) for size in _tensor_sizes(network)], _last_use(network)
    first = [0, *range(len(network))]
    buffers = [_Buffer(*buffer) for buffer in zip(sizes, first, last, strict=True)]
    scratch: dict[int, int] = {}  # layer -> index of its buffer
    for step, layer in enumerate(network):
        if core is not None and _wants_scratch(layer, core):
            scratch[step] = len(buffers)
            buffers.append(_Buffer(int(scratch_bytes(layer, core)), step, step))
    offsets = _greedy_offsets(buffers)
    steps = range(len(network))
    live = tuple(sum(b.size for b in buffers if b.first <= step <= b.last) for step in steps)
    return Plan(
        tensor_offsets=tuple(offsets[: len(sizes)]),
        scratch_offsets=tuple(offsets[scratch[step]] if step in scratch else None for step in steps),
        arena_bytes=max(offset + buffer.size for offset, buffer in zip(offsets, buffers, strict=True)),
        live_bytes=live,
        peak_step=live.index(max(live)),
    )


def network_bytes(network: Network, core: str) -> int:
    """`arena_used_bytes` on the target: greedy plan + persistent records."""
    return plan(network, core).arena_bytes + records_bytes(network, core)


def lower_bound_bytes(network: Network, core: str) -> int:
    """Largest live set + sum of the layers' persistent bytes: what the price tables give at one-hot; <= `network_bytes`."""
    persistent = BASE_BYTES + sum(int(persistent_bytes(layer, core)) for layer in network)
    return max(int(step) for step in live_bytes(network, core)) + persistent


def host_arena_bytes(network: Network) -> int:
    """What the `tflite-micro` wheel's interpreter reports on x86-64: 64-bit records, reference kernels without scratch.

    A measured host arena is brought to the target by the difference of the two exact models:
    target = measured + network_bytes(network, core) - host_arena_bytes(network).
    """
    return plan(network, None).arena_bytes + records_bytes(network, None, HOST)

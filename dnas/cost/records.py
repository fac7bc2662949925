"""Persistent records: what the interpreter keeps in the arena as long as it lives, besides activations and scratch.

    interpreter + tensors + operators + parsed options + kernel data + per-channel data + scratch handles + inputs and outputs

TFLM fills the arena's tail with them from the end downward, so that every piece is aligned in turn: `persistent` replays that,
`persistent_bytes` is one layer's share without the alignment across layers, as the price tables need it.

Sources: tflite-micro's micro_allocator.cc, micro_interpreter.cc, flatbuffer_conversions.cc and the `OpData` of its kernels;
sizes confirmed on emulated and host runs (experiments/01_cost_models).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from dnas.cost.integer import align, formula_of
from dnas.cost.scratch import ALIGNMENT_BYTES, scratch_buffers
from dnas.geometry import Layer, Op, Size
from dnas.model import Model, tensor_count


@dataclass(frozen=True, eq=False)  # one per target: they are told apart as objects
class Records:
    """Sizes in bytes for one pointer width."""

    interpreter: int
    """Allocator, planner, subgraph table."""
    eval_tensor: int
    """TfLiteEvalTensor, one per tensor of the file, weights and biases included."""
    node: int
    """NodeAndRegistration, one per operator."""
    pointer: int
    """One scratch handle, one entry of the input or output array."""
    tensor: int
    """Persistent TfLiteTensor of an input or an output."""
    quantization: int
    """Its scale and zero point, if it has them."""
    options: Mapping[Op, tuple[int, int]]
    """Operator -> (size, alignment) of its parsed options."""
    op_data: Mapping[Op, int]
    """Operator -> what its kernel keeps; 0: the kernel asks for nothing."""
    scratch_request: int
    """Temporary: what a kernel's wish for scratch is noted in."""
    allocation_info: int
    """Temporary: lifetime of one tensor or scratch buffer."""


_NO_OPTIONS = dict.fromkeys((Op.QUANTIZE, Op.DEQUANTIZE, Op.PAD, Op.LOGISTIC), (0, 1))
_SAME_OPTIONS = _NO_OPTIONS | {
    Op.CONV: (28, 4),
    Op.DEPTHWISE: (28, 4),
    Op.AVG_POOL: (40, 4),
    Op.MAX_POOL: (40, 4),
    Op.MEAN: (1, 1),
    Op.SOFTMAX: (4, 4),
    Op.RESHAPE: (36, 4),
    Op.STRIDED_SLICE: (24, 4),
    Op.PACK: (8, 4),
    Op.CONCATENATION: (8, 4),
}
_SAME_DATA = {
    Op.MEAN: 44,
    Op.MUL: 36,
    Op.ADD: 60,
    Op.LINEAR: 72,
    Op.QUANTIZE: 32,
    Op.DEQUANTIZE: 32,
    Op.PAD: 56,
    Op.STRIDED_SLICE: 84,
    Op.LOGISTIC: 16,
    Op.RESHAPE: 0,
    Op.SHAPE: 0,
    Op.PACK: 0,
}

TARGET = Records(
    interpreter=132,
    eval_tensor=12,
    node=32,
    pointer=4,
    tensor=32,
    quantization=20,
    # Arm's bare-metal ABI packs enums into bytes, hence the odd sizes
    options=_SAME_OPTIONS | {Op.LINEAR: (5, 1), Op.ADD: (2, 1), Op.MUL: (1, 1), Op.SHAPE: (1, 1)},
    op_data=_SAME_DATA
    | {Op.CONV: 56, Op.DEPTHWISE: 56, Op.AVG_POOL: 36, Op.MAX_POOL: 36, Op.SOFTMAX: 56, Op.CONCATENATION: 24},
    scratch_request=12,
    allocation_info=24,
)
"""32-bit Arm with CMSIS-NN kernels. CONCATENATION, LOGISTIC, DEQUANTIZE: from the source, in no emulated model."""

HOST = Records(
    interpreter=488,
    eval_tensor=24,
    node=64,
    pointer=8,
    tensor=64,
    quantization=32,
    options=_SAME_OPTIONS | {Op.LINEAR: (32, 8), Op.ADD: (8, 4), Op.MUL: (4, 4), Op.SHAPE: (4, 4)},
    op_data=_SAME_DATA
    | {Op.CONV: 80, Op.DEPTHWISE: 80, Op.AVG_POOL: 32, Op.MAX_POOL: 32, Op.SOFTMAX: 80, Op.CONCATENATION: 80},
    scratch_request=16,
    allocation_info=32,
)
"""x86-64 with the reference kernels: the `tflite-micro` wheel."""


def _vectors(layer: Layer) -> tuple[Size, ...]:
    """Multiplier and shift, int32 per output channel: of every convolution, of a linear layer with one scale per channel."""
    keeps = layer.op in (Op.CONV, Op.DEPTHWISE) or (layer.op is Op.LINEAR and layer.per_channel)
    return (4 * layer.out_c, 4 * layer.out_c) if keeps else ()


@dataclass(frozen=True)
class Persistent:
    """Bytes of the arena's tail."""

    planning_bytes: int
    """While activations are planned: all but the inputs' and outputs' records."""
    total_bytes: int


@lru_cache(maxsize=8)  # what a model uses and what setting it up takes both ask
def persistent(model: Model, core: str | None, records: Records = TARGET) -> Persistent:
    """Persistent bytes of a model, alignment included; `core` None means reference kernels."""
    used = records.interpreter + records.eval_tensor * model.tensor_count + records.node * len(model.layers)
    for layer in model.layers:
        size, alignment = formula_of(records.options, layer, "options record")
        used = int(align(used + size, alignment))
    for layer in model.layers:
        size = formula_of(records.op_data, layer, "kernel record")
        used = int(align(used + size, ALIGNMENT_BYTES)) if size else used
    for layer in model.layers:
        for vector in _vectors(layer):
            used = int(align(used + vector, ALIGNMENT_BYTES))
    handles = sum(len(scratch_buffers(layer, core)) for layer in model.layers)
    planning = used = int(align(used + records.pointer * handles, records.pointer))
    for tensors in (model.inputs, model.outputs):
        used = int(align(used + records.pointer * len(tensors), ALIGNMENT_BYTES))
        used += records.tensor * len(tensors) + records.quantization * sum(tensors)
    return Persistent(planning, used)


def persistent_bytes(layer: Layer, core: str) -> Size:
    """What one layer of ours adds to the persistent part on the target; alignment across layers is left to `BASE_BYTES`."""
    options, _ = formula_of(TARGET.options, layer, "options record")
    op_data = align(formula_of(TARGET.op_data, layer, "kernel record"), ALIGNMENT_BYTES)
    fixed = TARGET.eval_tensor * tensor_count(layer) + TARGET.node + options + op_data
    fixed += TARGET.pointer * len(scratch_buffers(layer, core))
    return sum((align(vector, ALIGNMENT_BYTES) for vector in _vectors(layer)), start=fixed + 0 * layer.out_c)


BASE_BYTES = TARGET.interpreter + TARGET.eval_tensor + 120 - 12
"""Persistent bytes that no layer owns: interpreter, input tensor, input and output records (120 with their least alignment),
less the 12 bytes by which the first kernel record may use the space before it. With it the sum over the layers is a lower
bound of `persistent`, at most 48 bytes below."""

"""Writes a `QuantizedGraph` as a .tflite file, int8 with weights of 8 or 4 bits, directly and without TensorFlow.

Schema: `schema.fbs` of TensorFlow Lite, version 3; the tests read every file back with the official generated classes. Left
out, because both interpreters do without: names, metadata, and quantization records of biases (a bias's scale is the product
of its layer's input scale and weight scale), except where one scale is for all weights: LiteRT compares it then. The places in
the file are fixed so that its size follows the formula of `dnas.cost.flash`, whatever the values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from dnas.cost.flash import RECORD_BYTES
from dnas.export.flatbuffer import Field, FlatbufferWriter
from dnas.geometry import POOLS, WEIGHTED, Op, filed_bits, is_padded

if TYPE_CHECKING:
    from dnas.graph import QuantizedGraph, QuantLayer

TABLES: Final[dict[str, tuple[Field, ...]]] = {
    "Model": ((0, "I"), (1, "o"), (2, "o"), (4, "o")),  # version, operator_codes, subgraphs, buffers
    "OperatorCode": ((2, "i"), (3, "i"), (0, "b")),  # version, builtin_code, deprecated_builtin_code
    "SubGraph": ((0, "o"), (1, "o"), (2, "o"), (3, "o")),  # tensors, inputs, outputs, operators
    "Activation": ((0, "o"), (4, "o"), (1, "b")),  # Tensor: shape, quantization, type; buffer 0 is the empty one
    "Weight": ((0, "o"), (2, "I"), (4, "o"), (1, "b")),  # Tensor: shape, buffer, quantization, type
    "Bias": ((0, "o"), (2, "I"), (1, "b")),  # Tensor: shape, buffer, type; one with a scale is laid out as a weight
    "Quantization": ((2, "o"), (3, "o")),  # scale, zero_point
    "ChannelQuantization": ((2, "o"), (3, "o"), (6, "i")),  # scale, zero_point, quantized_dimension
    "Operator": ((0, "I"), (1, "o"), (2, "o"), (4, "o"), (3, "B")),  # opcode_index, inputs, outputs, options, their type
    "Conv2DOptions": ((1, "i"), (2, "i"), (3, "b"), (0, "b")),  # stride_w, stride_h, activation, padding
    "DepthwiseConv2DOptions": ((1, "i"), (2, "i"), (3, "i"), (4, "b"), (0, "b")),  # ..., depth_multiplier, activation, padding
    "Pool2DOptions": ((1, "i"), (2, "i"), (3, "i"), (4, "i"), (5, "b"), (0, "b")),  # ..., filter_w, filter_h, ...
    "FullyConnectedOptions": ((0, "b"),),  # activation
    "AddOptions": ((0, "b"),),  # activation
    "Buffer": ((0, "o"),),  # data
    "EmptyBuffer": (),
}

INT4, INT8, INT32 = 17, 9, 2
"""TensorType."""
SAME, VALID = 0, 1
"""Padding."""

OPERATORS: Final[dict[Op, tuple[int, int, int, str]]] = {
    Op.CONV: (3, 3, 1, "Conv2DOptions"),
    Op.DEPTHWISE: (4, 3, 2, "DepthwiseConv2DOptions"),
    Op.LINEAR: (9, 12, 8, "FullyConnectedOptions"),
    Op.ADD: (0, 2, 11, "AddOptions"),
    Op.AVG_POOL: (1, 2, 5, "Pool2DOptions"),
    Op.MAX_POOL: (17, 2, 5, "Pool2DOptions"),
}
"""Builtin code, operator version (the first with int8), BuiltinOptions member, its table. Every file lists all of them.

Versions stay the same with 4-bit weights: both interpreters look at the types alone, and LiteRT's reference kernels do not know
version 7 of DEPTHWISE_CONV_2D, the one that converters write for int4.
"""
OPCODE_INDEX: Final = {op: index for index, op in enumerate(OPERATORS)}


def write_tflite(graph: QuantizedGraph) -> bytes:
    """The .tflite file; its length is `flash.network_bytes(graph.network)`."""
    out = FlatbufferWriter(b"TFL3", "model", TABLES)
    count = len(graph.layers)
    weighted = [i for i, item in enumerate(graph.layers) if item.layer.op in WEIGHTED]
    # tensor numbers: activations 0..count as in the graph, then weight and bias of each weighted layer
    constants = {i: (count + 1 + 2 * n, count + 2 + 2 * n) for n, i in enumerate(weighted)}
    # buffer 0 is empty, then weight and bias of each weighted layer
    buffers = {i: (1 + 2 * n, 2 + 2 * n) for n, i in enumerate(weighted)}

    out.table("model", "Model", 3, "operator_codes", "subgraphs", "buffers")
    out.vector("operator_codes", "o", [("operator_code", op) for op in OPERATORS])
    for op, (code, version, _, _) in OPERATORS.items():
        out.table(("operator_code", op), "OperatorCode", version, code, code)
    out.vector("subgraphs", "o", ["subgraph"])
    out.table("subgraph", "SubGraph", "tensors", "inputs", "outputs", "operators")
    out.vector("inputs", "i", [0])
    out.vector("outputs", "i", [count])
    activations = [("activation", i) for i in range(count + 1)]
    out.vector("tensors", "o", activations + [(kind, i) for i in weighted for kind in ("weight", "bias")])
    out.vector("operators", "o", [("operator", i) for i in range(count)])
    out.vector("buffers", "o", ["empty", *(("buffer", kind, i) for i in weighted for kind in ("weight", "bias"))])
    _activation(out, graph, 0, None)

    for i, item in enumerate(graph.layers):
        layer, start = item.layer, len(out.data)
        zero_point = "relu" if layer.relu and layer.op not in POOLS else ("zero_point", i + 1)
        _operator(out, item, i, constants.get(i, ()))
        _activation(out, graph, i + 1, zero_point)
        if layer.op in WEIGHTED:
            _constants(out, item, i, buffers[i])
        if zero_point != "relu":
            out.align(8, 4)
            out.vector(zero_point, "q", [graph.tensors[i + 1].zero_point])
        index_entries = 24 if layer.op in WEIGHTED else 8
        out.pad_to(start + RECORD_BYTES[layer.op, layer.relu] - index_entries)

    out.table("empty", "EmptyBuffer")  # here it fills what alignment would leave empty
    out.align(8, 4)
    out.vector("relu", "q", [-128])
    out.align(16, 12)  # the data of a buffer begin behind their length, at a multiple of 16
    for i in weighted:
        layer = graph.layers[i].layer
        weight, bias, scales = graph.layers[i].arrays()
        scales = scales if layer.per_channel else scales[:1]
        stored = packed(weight) if filed_bits(layer) == 4 else _little_endian(weight)
        out.blob(("data", "bias", i), bias.nbytes, _little_endian(bias))
        out.blob(("scale", "weight", i), len(scales), _little_endian(scales))
        if not layer.per_channel:
            out.table(("bias_quantization", i), "Quantization", ("scale", "bias", i), ("zeros", i))
            out.vector(("scale", "bias", i), "f", [graph.tensors[layer.inputs[0]].scale * float(scales[0])])
        out.align(8, 4)
        out.blob(("zeros", i), len(scales), bytes(8 * len(scales)))  # LiteRT wants one per scale
        out.align(16, 12)
        out.blob(("data", "weight", i), len(stored), stored)
        out.align(16, 12)
    return out.finish()


def _activation(out: FlatbufferWriter, graph: QuantizedGraph, number: int, zero_point: object) -> None:
    """Tensor `number` of the graph; without a label for its zero point it brings its own."""
    tensor = graph.tensors[number]
    out.table(("activation", number), "Activation", ("shape", number), ("quantization", number), INT8)
    out.vector(("shape", number), "i", tensor.shape)
    out.table(("quantization", number), "Quantization", ("scale", number), zero_point or ("zero_point", number))
    out.vector(("scale", number), "f", [tensor.scale])
    if zero_point is None:
        out.align(8, 4)
        out.vector(("zero_point", number), "q", [tensor.zero_point])


def _operator(out: FlatbufferWriter, item: QuantLayer, i: int, constants: tuple[int, ...]) -> None:
    """The operator, its tensor lists and its options."""
    layer = item.layer
    _, _, union_member, options = OPERATORS[layer.op]
    out.table(("operator", i), "Operator", OPCODE_INDEX[layer.op], ("inputs", i), ("outputs", i), ("options", i), union_member)
    out.vector(("inputs", i), "i", [*layer.inputs, *constants])
    out.vector(("outputs", i), "i", [i + 1])
    (kernel_h, kernel_w), (stride_h, stride_w) = layer.kernel, layer.stride
    values: dict[Op, tuple[int, ...]] = {
        Op.CONV: (stride_w, stride_h, layer.relu, SAME),
        Op.DEPTHWISE: (stride_w, stride_h, 1, layer.relu, SAME),
        Op.LINEAR: (layer.relu,),
        Op.ADD: (layer.relu,),
        Op.AVG_POOL: (stride_w, stride_h, kernel_w, kernel_h, layer.relu, VALID),
        Op.MAX_POOL: (stride_w, stride_h, kernel_w, kernel_h, layer.relu, SAME if is_padded(layer) else VALID),
    }
    out.table(("options", i), options, *values[layer.op])


def _constants(out: FlatbufferWriter, item: QuantLayer, i: int, buffers: tuple[int, int]) -> None:
    """Weight and bias tensors and their buffers' tables; the data follow behind all records."""
    weight, bias, _ = item.arrays()
    kind = INT4 if filed_bits(item.layer) == 4 else INT8
    out.table(("weight", i), "Weight", ("weight_shape", i), buffers[0], ("weight_quantization", i), kind)
    out.vector(("weight_shape", i), "i", weight.shape)
    channel_axis = 3 if item.layer.op is Op.DEPTHWISE else 0
    out.table(("weight_quantization", i), "ChannelQuantization", ("scale", "weight", i), ("zeros", i), channel_axis)
    if item.layer.per_channel:
        out.table(("bias", i), "Bias", ("bias_shape", i), buffers[1], INT32)
    else:
        out.table(("bias", i), "Weight", ("bias_shape", i), buffers[1], ("bias_quantization", i), INT32)
    out.vector(("bias_shape", i), "i", bias.shape)
    out.table(("buffer", "weight", i), "Buffer", ("data", "weight", i))
    out.table(("buffer", "bias", i), "Buffer", ("data", "bias", i))


def packed(values: NDArray[np.int8]) -> bytes:
    """4-bit values, two in a byte in the array's own order: byte i = v[2i] mod 16 + 16 (v[2i + 1] mod 16); behind the last: 0.

    >>> packed(np.array([1, -1, 7], np.int8)).hex()
    'f107'
    """
    nibbles = np.append(values, np.zeros(values.size % 2, np.int8)).view(np.uint8) & 15
    return (nibbles[0::2] | nibbles[1::2] << 4).tobytes()


def _little_endian(array: NDArray[Any]) -> bytes:
    return np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<")).tobytes()

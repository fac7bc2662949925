"""Builds .tflite files operator by operator with the official object API: what foreign converters may write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema

INT8, UINT8, INT32, FLOAT = (
    schema.TensorType.INT8,
    schema.TensorType.UINT8,
    schema.TensorType.INT32,
    schema.TensorType.FLOAT32,
)
DTYPES = {INT8: np.int8, UINT8: np.uint8, INT32: np.int32, FLOAT: np.float32}


class ForeignModel:
    """One subgraph. Tensors are numbered as they are made; `build` gives the file's bytes."""

    def __init__(self) -> None:
        self.model = schema.ModelT()
        self.model.version = 3
        self.model.operatorCodes, self.model.buffers = [], [schema.BufferT()]
        self.graph = schema.SubGraphT()
        self.graph.tensors, self.graph.operators = [], []
        self.model.subgraphs = [self.graph]

    def tensor(
        self, shape: Sequence[int], kind: int = INT8, scales: int = 1, axis: int = 0, scale: float = 0.05, zero: int = 0
    ) -> int:
        """An activation; `scales` 0 leaves out the quantization."""
        tensor = schema.TensorT()
        tensor.shape, tensor.type, tensor.buffer = list(shape), kind, 0
        if scales:
            tensor.quantization = schema.QuantizationParametersT()
            tensor.quantization.scale = [scale] * scales
            tensor.quantization.zeroPoint = [zero] * scales
            tensor.quantization.quantizedDimension = axis
        self.graph.tensors.append(tensor)
        return len(self.graph.tensors) - 1

    def constant(self, values: Any, kind: int = INT8, scales: int = 0, axis: int = 0, scale: float = 0.05) -> int:
        """A tensor with data."""
        array = np.asarray(values, dtype=DTYPES[kind])
        number = self.tensor(array.shape, kind, scales, axis, scale)
        buffer = schema.BufferT()
        buffer.data = np.frombuffer(array.tobytes(), np.uint8)
        self.model.buffers.append(buffer)
        self.graph.tensors[number].buffer = len(self.model.buffers) - 1
        return number

    def operator(self, name: str, inputs: Sequence[int], outputs: Sequence[int], custom: str = "", **options: Any) -> None:
        """An operator by its name in the schema; options by the schema's field names."""
        code = schema.OperatorCodeT()
        code.builtinCode = getattr(schema.BuiltinOperator, name)
        code.deprecatedBuiltinCode, code.version = min(code.builtinCode, 127), 1
        code.customCode = custom or None
        self.model.operatorCodes.append(code)
        item = schema.OperatorT()
        item.opcodeIndex = len(self.model.operatorCodes) - 1
        item.inputs, item.outputs = list(inputs), list(outputs)
        table = OPTIONS.get(name)
        if table is not None:
            item.builtinOptionsType = getattr(schema.BuiltinOptions, table)
            item.builtinOptions = getattr(schema, table + "T")()
            for key, value in options.items():
                assert hasattr(item.builtinOptions, key), key
                setattr(item.builtinOptions, key, value)
        self.graph.operators.append(item)

    def build(self, inputs: Sequence[int], outputs: Sequence[int]) -> bytes:
        self.graph.inputs, self.graph.outputs = list(inputs), list(outputs)
        builder = flatbuffers.Builder(1024)
        builder.Finish(self.model.Pack(builder), b"TFL3")
        return bytes(builder.Output())

    # ------------------------------------------------------------------------------------------ common operators

    def conv(
        self, source: int, out_c: int, kernel: int = 1, stride: int = 1, same: bool = True, bias: bool = True, **options: Any
    ) -> int:
        """CONV_2D with per-channel weights; returns its output."""
        _, h, w, c = self.graph.tensors[source].shape
        weight = self.constant(np.zeros((out_c, kernel, kernel, c)), INT8, out_c)
        inputs = [source, weight, *([self.constant(np.zeros(out_c), INT32, out_c)] if bias else [])]
        out = self.tensor((1, _out(h, kernel, stride, same), _out(w, kernel, stride, same), out_c))
        self.operator("CONV_2D", inputs, [out], strideH=stride, strideW=stride, padding=0 if same else 1, **options)
        return out

    def depthwise(self, source: int, kernel: int, multiplier: int = 1, stride: int = 1) -> int:
        """DEPTHWISE_CONV_2D, SAME."""
        _, h, w, c = self.graph.tensors[source].shape
        out_c = c * multiplier
        weight = self.constant(np.zeros((1, kernel, kernel, out_c)), INT8, out_c, axis=3)
        bias = self.constant(np.zeros(out_c), INT32, out_c)
        out = self.tensor((1, -(-h // stride), -(-w // stride), out_c))
        options = {"strideH": stride, "strideW": stride, "depthMultiplier": multiplier}
        self.operator("DEPTHWISE_CONV_2D", [source, weight, bias], [out], **options)
        return out

    def linear(self, source: int, out_c: int, per_channel: bool = False, bias: bool = True) -> int:
        """FULLY_CONNECTED; without a bias its place in the inputs is -1."""
        in_c = int(np.prod(self.graph.tensors[source].shape))
        weight = self.constant(np.zeros((out_c, in_c)), INT8, out_c if per_channel else 1)
        inputs = [source, weight, self.constant(np.zeros(out_c), INT32, 1, scale=0.05**2) if bias else -1]
        out = self.tensor((1, out_c))
        self.operator("FULLY_CONNECTED", inputs, [out])
        return out

    def pool(self, name: str, source: int, kernel: int, stride: int) -> int:
        """MAX_POOL_2D or AVERAGE_POOL_2D, VALID."""
        _, h, w, c = self.graph.tensors[source].shape
        out = self.tensor((1, _out(h, kernel, stride, False), _out(w, kernel, stride, False), c))
        sizes = {"filterHeight": kernel, "filterWidth": kernel, "strideH": stride, "strideW": stride, "padding": 1}
        self.operator(name, [source], [out], **sizes)
        return out

    def mean(self, source: int) -> int:
        """MEAN over height and width, dimensions dropped."""
        _, _, _, c = self.graph.tensors[source].shape
        out = self.tensor((1, c))
        self.operator("MEAN", [source, self.constant([1, 2], INT32)], [out], keepDims=False)
        return out

    def unary(self, name: str, source: int, kind: int = INT8, **options: Any) -> int:
        """An operator whose output has the shape of its input; SOFTMAX and LOGISTIC want a fixed scale of their output."""
        scale, zero = (1 / 256, -128) if name in ("SOFTMAX", "LOGISTIC") else (0.05, 0)
        out = self.tensor(self.graph.tensors[source].shape, kind, int(kind != FLOAT), scale=scale, zero=zero)
        self.operator(name, [source], [out], **options)
        return out


def _out(size: int, kernel: int, stride: int, same: bool) -> int:
    return -(-size // stride) if same else (size - kernel) // stride + 1


OPTIONS = {
    "CONV_2D": "Conv2DOptions",
    "DEPTHWISE_CONV_2D": "DepthwiseConv2DOptions",
    "FULLY_CONNECTED": "FullyConnectedOptions",
    "ADD": "AddOptions",
    "MUL": "MulOptions",
    "MAX_POOL_2D": "Pool2DOptions",
    "AVERAGE_POOL_2D": "Pool2DOptions",
    "MEAN": "ReducerOptions",
    "SOFTMAX": "SoftmaxOptions",
    "PAD": "PadOptions",
    "RESHAPE": "ReshapeOptions",
    "SHAPE": "ShapeOptions",
    "STRIDED_SLICE": "StridedSliceOptions",
    "PACK": "PackOptions",
    "CONCATENATION": "ConcatenationOptions",
}
"""Operator -> its table of options; QUANTIZE, DEQUANTIZE and LOGISTIC have none that matters."""

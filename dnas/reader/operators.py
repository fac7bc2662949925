"""What each .tflite operator is as a layer: one reader per builtin operator, which checks shapes and types on the way.

Field numbers are those of TensorFlow Lite's schema.fbs, version 3. A reader refuses what the cost models have no formula for
(dilation, groups, batches) rather than price it as something else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import prod

from dnas.errors import RequestError
from dnas.geometry import MAX_JOINED, Layer, Op, WeightFormat, same_out
from dnas.reader.flatbuffer import Table

FLOAT32, INT32, UINT8, INT8, INT4 = 0, 2, 3, 9, 17
TYPES = {
    **{FLOAT32: "float32", INT32: "int32", UINT8: "uint8", INT8: "int8"},
    **{1: "float16", 4: "int64", 5: "string", 6: "bool", 7: "int16", 10: "float64", INT4: "int4"},
}
SIZES = {FLOAT32: 4, INT32: 4, UINT8: 1, INT8: 1}
"""Bytes of a value of the types that activations of an int8 model have."""
BITS = {kind: 8 * size for kind, size in SIZES.items()} | {INT4: 4}
"""Bits of a value of the types that its constants have; 4-bit ones lie two in a byte."""
CONV_OPTIONS, DEPTHWISE_OPTIONS, POOL_OPTIONS, LINEAR_OPTIONS, ADD_OPTIONS, MUL_OPTIONS = 1, 2, 5, 8, 11, 21
"""BuiltinOptions of the schema."""
MAX_WINDOW = 1024
"""Largest side of a pooling window; no board runs a larger one."""


@dataclass(frozen=True)
class FileTensor:
    """A tensor of the file."""

    shape: tuple[int, ...]
    kind: int
    """TensorType of the schema."""
    scales: int
    """Number of its quantization scales."""
    values: bytes | None
    """Constant data, for the small ones that say what an operator does (axes, paddings); empty for larger constants, None for
    an activation."""

    @property
    def elements(self) -> int:
        return prod(self.shape)

    @property
    def constant(self) -> bool:
        return self.values is not None

    @property
    def type_name(self) -> str:
        return TYPES.get(self.kind, f"type {self.kind}")

    def ints(self) -> tuple[int, ...]:
        """Values of a small int32 constant."""
        data = self.values or b""
        return tuple(int.from_bytes(data[i : i + 4], "little", signed=True) for i in range(0, len(data), 4))


@dataclass(frozen=True)
class Operator:
    """An operator of the file with its tensors; a missing optional input is None."""

    name: str
    """For messages: number and kind."""
    inputs: tuple[FileTensor | None, ...]
    outputs: tuple[FileTensor, ...]
    options: Table | None
    options_type: int
    """BuiltinOptions of the schema: which table `options` is."""

    def fail(self, what: str) -> RequestError:
        return RequestError(f"{self.name}: {what}")

    def data(self, index: int = 0) -> FileTensor:
        """An input that must be there."""
        if index >= len(self.inputs) or (tensor := self.inputs[index]) is None:
            raise self.fail(f"input {index} is missing")
        return tensor

    def constant(self, index: int, what: str) -> FileTensor:
        """An input that must be there and constant."""
        tensor = self.data(index)
        if not tensor.constant:
            raise self.fail(f"its {what} are computed by the model; only constants are read")
        return tensor

    @property
    def out(self) -> FileTensor:
        return self.outputs[0]

    def option(self, field: int, code: str, default: int = 0) -> int:
        return default if self.options is None else self.options.scalar(field, code, default)

    def expect_options(self, expected: int) -> None:
        """Refuses the options of another operator, whose fields would be misread; none at all are the schema's defaults."""
        if self.options is not None and self.options_type != expected:
            raise self.fail(f"its options are of type {self.options_type}, not {expected}")

    def expect_scales(self, *tensors: FileTensor) -> None:
        """Refuses activations without scale and zero point, as TFLM does."""
        for tensor in tensors:
            if tensor.scales < 1:
                raise self.fail(f"a tensor of shape {list(tensor.shape)} has no scale and zero point; TFLM cannot run it")

    def expect_weight_scales(self, weights: FileTensor, channels: int) -> None:
        """Refuses weights that have neither one scale nor one per output channel."""
        if weights.scales not in (1, channels):
            raise self.fail(f"{weights.scales} scales of weights; one, or one per output channel ({channels}), are needed")

    def expect_int8(self, *tensors: FileTensor, weights: FileTensor | None = None) -> None:
        """Refuses another type, in the words of the quantization scheme that it belongs to; `weights` may be int4, too."""
        everything = (*tensors, *([] if weights is None else [weights]))
        mixed = any(tensor.kind in (INT8, INT4) for tensor in everything)
        for tensor in everything:
            if tensor.kind == INT8 or (tensor is weights and tensor.kind == INT4):
                continue
            why = {
                FLOAT32: f"a {'dynamic-range' if mixed else 'float'} model; convert it with full integer quantization",
                UINT8: "the old uint8 scheme inside the model; convert it anew, to int8",
                INT4: "only weights of convolutions and fully connected layers may have 4 bits",
            }.get(tensor.kind, "only int8 is priced")
            raise self.fail(f"a tensor of {tensor.type_name}: {why}")


def stored_bytes(kind: int, elements: int) -> int:
    """Bytes of a constant: ceil(elements bits / 8)."""
    return -(-elements * BITS[kind] // 8)


def _format(weights: FileTensor) -> WeightFormat:
    """How weights are stored; zeros are stored like any other value, so that nothing tells of weights that are left out."""
    return WeightFormat(BITS[weights.kind])


def feature_map(operator: Operator, tensor: FileTensor) -> tuple[int, int, int]:
    """(h, w, c) of a tensor of up to four dimensions and batch size 1; missing dimensions in front are 1."""
    if len(tensor.shape) > 4:
        raise operator.fail(f"a tensor of shape {list(tensor.shape)}; up to four dimensions are read")
    n, h, w, c = (1,) * (4 - len(tensor.shape)) + tensor.shape
    if n != 1:
        raise operator.fail(f"batch size {n} (shape {list(tensor.shape)}); 1 is supported")
    return h, w, c


def _layer(op: Op, operator: Operator, source: FileTensor, **fields: object) -> Layer:
    shapes = (*feature_map(operator, source), *feature_map(operator, operator.out))
    return Layer(op, *shapes, element_bytes=SIZES[operator.out.kind], **fields)  # type: ignore[arg-type]


def _window(operator: Operator, kernel: tuple[int, int], stride: tuple[int, int], padding: int) -> None:
    """Checks that the output's size is that of a SAME (0) or VALID (1) window."""
    if padding not in (0, 1) or min(stride) < 1 or min(kernel) < 1 or max(kernel) > MAX_WINDOW:
        raise operator.fail(f"window {kernel}, stride {stride}, padding {padding}: not a window that can be run")
    source, out = feature_map(operator, operator.data()), feature_map(operator, operator.out)
    for size, found, k, s in zip(source[:2], out[:2], kernel, stride, strict=True):
        expected = same_out(size, s) if padding == 0 else (size - k) // s + 1
        if found != expected:
            raise operator.fail(f"an output of {found} where an input of {size} gives {expected}")


def _weighted(op: Op, operator: Operator, weights: FileTensor, channel_axis: int) -> dict[str, object]:
    """Checks that convolutions share; returns the layer's fields."""
    operator.expect_int8(operator.data(), operator.out, weights=weights)
    if len(weights.shape) != 4 or len(operator.data().shape) != 4 or len(operator.out.shape) != 4:
        raise operator.fail("input, weights and output must have four dimensions")
    operator.expect_scales(operator.data(), operator.out)
    operator.expect_options(CONV_OPTIONS if op is Op.CONV else DEPTHWISE_OPTIONS)
    kernel = weights.shape[1], weights.shape[2]
    if op is Op.CONV:
        stride = operator.option(2, "i"), operator.option(1, "i")
        dilation, activation = (operator.option(5, "i", 1), operator.option(4, "i", 1)), operator.option(3, "b")
    else:
        stride = operator.option(2, "i"), operator.option(1, "i")
        dilation, activation = (operator.option(6, "i", 1), operator.option(5, "i", 1)), operator.option(4, "b")
    if dilation != (1, 1):
        raise operator.fail(f"dilation {dilation[0]}x{dilation[1]}; only 1x1 is priced")
    _window(operator, kernel, stride, operator.option(0, "b"))
    if weights.shape[channel_axis] != operator.out.shape[3]:
        raise operator.fail(f"weights of shape {list(weights.shape)} for {operator.out.shape[3]} output channels")
    operator.expect_weight_scales(weights, operator.out.shape[3])
    return {"kernel": kernel, "stride": stride, "relu": activation != 0, "weights": _format(weights)}


def _conv(operator: Operator) -> Layer:
    weights = operator.constant(1, "weights")
    fields = _weighted(Op.CONV, operator, weights, 0)
    if weights.shape[3] != operator.data().shape[3]:
        raise operator.fail(f"{weights.shape[3]} weights per tap for {operator.data().shape[3]} channels (groups?)")
    return _layer(Op.CONV, operator, operator.data(), **fields)


def _depthwise(operator: Operator) -> Layer:
    weights = operator.constant(1, "weights")
    fields = _weighted(Op.DEPTHWISE, operator, weights, 3)
    if weights.shape[0] != 1 or weights.shape[3] % operator.data().shape[3]:
        raise operator.fail(f"weights of shape {list(weights.shape)} for {operator.data().shape[3]} input channels")
    return _layer(Op.DEPTHWISE, operator, operator.data(), **fields)


def _linear(operator: Operator) -> Layer:
    source, weights, out = operator.data(), operator.constant(1, "weights"), operator.out
    operator.expect_int8(source, out, weights=weights)
    if len(weights.shape) != 2 or source.elements != weights.shape[1] or out.elements != weights.shape[0]:
        shapes = f"input {list(source.shape)}, weights {list(weights.shape)}, output {list(out.shape)}"
        raise operator.fail(f"{shapes}; one row of inputs and weights (outputs, inputs) are supported")
    operator.expect_scales(source, out)
    operator.expect_weight_scales(weights, weights.shape[0])
    if weights.kind == INT4 and weights.scales > 1:
        raise operator.fail(f"{weights.scales} scales of 4-bit weights; TFLM runs them with one scale for all outputs only")
    operator.expect_options(LINEAR_OPTIONS)
    relu, stored = operator.option(0, "b") != 0, _format(weights)
    shape = 1, 1, weights.shape[1], 1, 1, weights.shape[0]
    return Layer(Op.LINEAR, *shape, relu=relu, per_channel=weights.scales > 1, weights=stored)


def _elementwise(op: Op, options: int) -> Callable[[Operator], Layer]:
    def read(operator: Operator) -> Layer:
        left, right = operator.data(0), operator.data(1)
        operator.expect_int8(left, right, operator.out)
        operator.expect_options(options)
        operands = [tensor for tensor in (left, right) if not tensor.constant]
        if not operands:
            raise operator.fail("both operands are constant")
        shapes = [feature_map(operator, tensor) for tensor in (left, right)]
        result = tuple(max(sizes) for sizes in zip(*shapes, strict=True))
        fits = all(size in (1, most) for shape in shapes for size, most in zip(shape, result, strict=True))
        if not fits or feature_map(operator, operator.out) != result:
            shown = f"{list(left.shape)} and {list(right.shape)} -> {list(operator.out.shape)}"
            raise operator.fail(f"shapes {shown} do not broadcast")
        largest = max(operands, key=lambda t: t.elements)
        return _layer(op, operator, largest, relu=operator.option(0, "b") != 0, broadcast=shapes[0] != shapes[1])

    return read


def _pool(op: Op) -> Callable[[Operator], Layer]:
    def read(operator: Operator) -> Layer:
        operator.expect_int8(operator.data(), operator.out)
        operator.expect_options(POOL_OPTIONS)
        kernel = operator.option(4, "i"), operator.option(3, "i")
        stride = operator.option(2, "i"), operator.option(1, "i")
        _window(operator, kernel, stride, operator.option(0, "b"))
        if feature_map(operator, operator.data())[2] != feature_map(operator, operator.out)[2]:
            raise operator.fail("a pool must keep the number of channels")
        return _layer(op, operator, operator.data(), kernel=kernel, stride=stride, relu=operator.option(5, "b") != 0)

    return read


def _mean(operator: Operator) -> Layer:
    source, axes = operator.data(), operator.constant(1, "axes").ints()
    operator.expect_int8(source, operator.out)
    if len(source.shape) != 4 or {axis % 4 for axis in axes if -4 <= axis < 4} != {1, 2} or len(axes) != 2:
        raise operator.fail(f"mean over axes {list(axes)} of shape {list(source.shape)}; over height and width is priced")
    channels = feature_map(operator, source)[2]
    if operator.out.elements != channels:
        raise operator.fail(f"{operator.out.elements} means of {channels} channels")
    return Layer(Op.MEAN, *feature_map(operator, source), 1, 1, channels)


def _same_size(op: Op, sources: tuple[int, ...], results: tuple[int, ...]) -> Callable[[Operator], Layer]:
    """Operators whose output has as many values as their input; TensorTypes that they take and give."""

    def read(operator: Operator) -> Layer:
        source, out = operator.data(), operator.out
        if source.elements != out.elements:
            raise operator.fail(f"shape {list(source.shape)} becomes {list(out.shape)}")
        if source.kind not in sources or out.kind not in results:
            operator.expect_int8(source, out)
            raise operator.fail(f"{source.type_name} to {out.type_name} is not priced")
        return _layer(op, operator, source)

    return read


def _reshape(operator: Operator) -> Layer:
    """Also of the uint8 pixels before QUANTIZE."""
    kind = operator.data().kind if operator.data().kind == UINT8 else INT8
    return _same_size(Op.RESHAPE, (kind,), (kind,))(operator)


def _pad(operator: Operator) -> Layer:
    source, sizes = operator.data(), operator.constant(1, "paddings").ints()
    operator.expect_int8(source, operator.out)
    added = [before + after for before, after in zip(sizes[::2], sizes[1::2], strict=False)]
    grown = tuple(size + more for size, more in zip(source.shape, added, strict=False))
    if len(sizes) != 2 * len(source.shape) or min(sizes, default=0) < 0 or grown != operator.out.shape:
        raise operator.fail(f"paddings {list(sizes)} of shape {list(source.shape)} do not give {list(operator.out.shape)}")
    return _layer(Op.PAD, operator, source)


def _concatenation(operator: Operator) -> Layer:
    tensors = [operator.data(index) for index in range(len(operator.inputs))]
    operator.expect_int8(*tensors, operator.out)
    if len(tensors) > MAX_JOINED:
        raise operator.fail(f"joins {len(tensors)} tensors; TFLM runs it with up to {MAX_JOINED}")
    if sum(tensor.elements for tensor in tensors) != operator.out.elements:
        raise operator.fail(f"{len(tensors)} tensors do not add up to shape {list(operator.out.shape)}")
    return _layer(Op.CONCATENATION, operator, max(tensors, key=lambda t: t.elements))


def _shape_arithmetic(op: Op) -> Callable[[Operator], Layer]:
    """SHAPE, STRIDED_SLICE and PACK as converters write a flatten: a few int32 values."""

    def read(operator: Operator) -> Layer:
        if operator.out.kind != INT32 or operator.out.elements > 8:
            raise operator.fail(f"makes {operator.out.type_name} {list(operator.out.shape)}; only sizes (int32) are priced")
        return _layer(op, operator, operator.data())

    return read


READERS: Mapping[int, tuple[str, Callable[[Operator], Layer]]] = {
    0: ("ADD", _elementwise(Op.ADD, ADD_OPTIONS)),
    1: ("AVERAGE_POOL_2D", _pool(Op.AVG_POOL)),
    2: ("CONCATENATION", _concatenation),
    3: ("CONV_2D", _conv),
    4: ("DEPTHWISE_CONV_2D", _depthwise),
    6: ("DEQUANTIZE", _same_size(Op.DEQUANTIZE, (INT8,), (FLOAT32,))),
    9: ("FULLY_CONNECTED", _linear),
    14: ("LOGISTIC", _same_size(Op.LOGISTIC, (INT8,), (INT8,))),
    17: ("MAX_POOL_2D", _pool(Op.MAX_POOL)),
    18: ("MUL", _elementwise(Op.MUL, MUL_OPTIONS)),
    22: ("RESHAPE", _reshape),
    25: ("SOFTMAX", _same_size(Op.SOFTMAX, (INT8,), (INT8,))),
    34: ("PAD", _pad),
    40: ("MEAN", _mean),
    45: ("STRIDED_SLICE", _shape_arithmetic(Op.STRIDED_SLICE)),
    77: ("SHAPE", _shape_arithmetic(Op.SHAPE)),
    83: ("PACK", _shape_arithmetic(Op.PACK)),
    114: ("QUANTIZE", _same_size(Op.QUANTIZE, (INT8, UINT8, FLOAT32), (INT8, UINT8))),
}
"""BuiltinOperator of the schema -> its name and reader."""

"""The reader: our own files come back as they were described, foreign ones operator by operator, bad ones with one message."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from foreign import FLOAT, INT32, UINT8, ForeignModel, schema
from int4_networks import mixed, with_int4
from random_networks import random_network
from test_cost import zero_graph

from dnas.cost import flash, latency
from dnas.errors import RequestError
from dnas.export.tflite import write_tflite
from dnas.geometry import Op
from dnas.model import Buffer, Model, exported
from dnas.reader import read_model
from dnas.reader.flatbuffer import DamagedFileError
from dnas.reader.tflite import MAX_FILE_BYTES, parse

INT4 = schema.TensorType.INT4


@pytest.mark.parametrize("seed", range(30))
def test_our_files_come_back_as_described(seed: int) -> None:
    network = random_network(seed)
    data = write_tflite(zero_graph(network))
    assert parse(data) == exported(network)
    assert len(data) == flash.network_bytes(network)


@pytest.mark.parametrize("seed", range(30))
def test_4_bit_weights_come_back_as_described(seed: int) -> None:
    network = mixed(random_network(seed), seed)
    data = write_tflite(zero_graph(network))
    assert parse(data) == exported(network)
    assert len(data) == flash.network_bytes(network)


def test_a_file_on_disk(tmp_path: Path) -> None:
    network = random_network(3)
    (tmp_path / "m.tflite").write_bytes(write_tflite(zero_graph(network)))
    assert read_model(tmp_path / "m.tflite") == exported(network)


# ------------------------------------------------------------------------------------------------ foreign operators


def everything() -> bytes:
    """One network of every operator that converters write around an int8 CNN; its input is uint8, its second output float."""
    m = ForeignModel()
    source = m.tensor((1, 12, 12, 3), UINT8)
    m.tensor((1, 7))  # nobody reads or writes it
    x = m.unary("QUANTIZE", source)
    padded = m.tensor((1, 14, 14, 3))
    m.operator("PAD", [x, m.constant([[0, 0], [1, 1], [1, 1], [0, 0]], INT32)], [padded])
    x = m.conv(padded, 8, 3, 2, same=False, bias=False)
    scaled = m.tensor((1, 6, 6, 8))
    m.operator("MUL", [x, m.constant(np.ones(8), scales=1)], [scaled])
    shifted = m.tensor((1, 6, 6, 8))
    m.operator("ADD", [m.constant(np.ones(8), scales=1), scaled], [shifted], fusedActivationFunction=1)
    deep = m.depthwise(shifted, 3, multiplier=2)
    both = m.tensor((1, 6, 6, 24))
    m.operator("CONCATENATION", [shifted, deep], [both], axis=3)
    x = m.pool("MAX_POOL_2D", both, 2, 2)
    x = m.unary("LOGISTIC", x)
    x = m.mean(x)
    sizes = m.tensor((2,), INT32, scales=0)
    m.operator("SHAPE", [x], [sizes], outType=2)
    first = m.tensor((), INT32, scales=0)
    ends = [m.constant([value], INT32) for value in (0, 1, 1)]
    m.operator("STRIDED_SLICE", [sizes, *ends], [first], shrinkAxisMask=1)
    shape = m.tensor((2,), INT32, scales=0)
    m.operator("PACK", [first, m.constant(24, INT32)], [shape], valuesCount=2)
    flat = m.tensor((1, 24))
    m.operator("RESHAPE", [x, shape], [flat])
    out = m.unary("SOFTMAX", m.linear(flat, 5, bias=False), beta=1.0)
    return m.build([source], [out, m.unary("DEQUANTIZE", out, FLOAT)])


def test_every_foreign_operator() -> None:
    model = parse(everything())
    found = {layer.op: layer for layer in model.layers}
    assert [str(layer.op) for layer in model.layers] == [
        *("quantize", "pad", "conv", "mul", "add", "depthwise", "concatenation", "max_pool", "logistic", "mean"),
        *("shape", "strided_slice", "pack", "reshape", "linear", "softmax", "dequantize"),
    ]
    conv = found[Op.CONV]
    assert (conv.in_h, conv.out_h, conv.out_c, conv.kernel, conv.stride, conv.inputs) == (14, 6, 8, (3, 3), (2, 2), (2,))
    assert found[Op.MUL].inputs == (3,), "its other operand is constant"
    assert found[Op.ADD].inputs == (4,)
    assert found[Op.ADD].relu
    assert (found[Op.DEPTHWISE].in_c, found[Op.DEPTHWISE].out_c) == (8, 16)
    assert found[Op.CONCATENATION].inputs == (5, 6)
    assert found[Op.RESHAPE].inputs == (10, 13), "the shape is computed"
    assert not found[Op.LINEAR].per_channel
    assert (found[Op.SHAPE].element_bytes, found[Op.DEQUANTIZE].element_bytes) == (4, 4)
    assert model.inputs == (True,)
    assert model.outputs == (True, False), "a float output has no scale"
    assert Buffer(7, -2, -2) in model.buffers, "a tensor that nobody reads or writes"
    assert Buffer(4, 11, 12) in model.buffers, "a scalar of int32"
    assert len(model.buffers) == 2 + len(model.layers)
    assert model.buffers[0] == Buffer(12 * 12 * 3, -1, 0)


def test_tensors_keep_the_order_of_the_file() -> None:
    m = ForeignModel()
    out, source = m.tensor((1, 4, 4, 2)), m.tensor((1, 4, 4, 2))
    m.operator("QUANTIZE", [source], [out])
    assert parse(m.build([source], [out])).buffers == (Buffer(32, 0, 0), Buffer(32, -1, 0))


def test_two_inputs() -> None:
    m = ForeignModel()
    left, right, out = (m.tensor((1, 4, 4, 2)) for _ in range(3))
    m.operator("ADD", [left, right], [out])
    model = parse(m.build([left, right], [out]))
    assert model.layers[0].inputs == (0, -1)
    assert model.inputs == (True, True)


def test_a_channel_wise_gate_broadcasts() -> None:
    m = ForeignModel()
    image, gate, out = m.tensor((1, 4, 4, 2)), m.tensor((1, 1, 1, 2)), m.tensor((1, 4, 4, 2))
    m.operator("MUL", [gate, image], [out])
    layer = parse(m.build([image, gate], [out])).layers[0]
    assert (layer.in_h, layer.in_c, layer.inputs) == (4, 2, (-1, 0))


@pytest.mark.parametrize(("operand", "repeated"), [((1, 4, 4, 2), False), ((1, 1, 1, 2), True), ((2,), True), ((), True)])
@pytest.mark.parametrize("constant", [True, False])
def test_shapes_decide_about_the_kernel_of_an_add(operand: tuple[int, ...], repeated: bool, constant: bool) -> None:
    """TFLM takes CMSIS-NN's kernel for two equal shapes, whether or not one of them is constant, and its own loop otherwise."""
    m = ForeignModel()
    image, out = m.tensor((1, 4, 4, 2)), m.tensor((1, 4, 4, 2))
    other = m.constant(np.ones(operand), scales=1) if constant else m.tensor(operand)
    m.operator("ADD", [image, other], [out])
    layer = parse(m.build([image, *([] if constant else [other])], [out])).layers[0]
    assert layer.broadcast == repeated
    assert latency.kernel_of(layer) == ("add_broadcast" if repeated else "add")


# ------------------------------------------------------------------------------------------------ what is refused


def small(
    change: Callable[[ForeignModel, int, int], Any] = lambda m, source, out: None, shape: tuple[int, ...] = (1, 8, 8, 4)
) -> bytes:
    """A convolution, changed before it is written."""
    m = ForeignModel()
    source = m.tensor(shape)
    out = m.conv(source, 6, 3)
    change(m, source, out)
    return m.build([source], [out])


def _types(m: ForeignModel, numbers: list[int], kind: int) -> None:
    for number in numbers:
        m.graph.tensors[number].type = kind


def float_model() -> bytes:
    m = ForeignModel()
    source, out = m.tensor((1, 8, 8, 4), FLOAT, 0), m.tensor((1, 8, 8, 6), FLOAT, 0)
    weight, bias = m.constant(np.zeros((6, 3, 3, 4)), FLOAT), m.constant(np.zeros(6), FLOAT)
    m.operator("CONV_2D", [source, weight, bias], [out], strideH=1, strideW=1)
    return m.build([source], [out])


def two_subgraphs() -> bytes:
    m = ForeignModel()
    m.model.subgraphs.append(m.graph)
    source = m.tensor((1, 8, 8, 4))
    return m.build([source], [m.conv(source, 6, 3)])


def one_operator(name: str, **options: Any) -> bytes:
    m = ForeignModel()
    source, out = m.tensor((1, 8, 8, 4)), m.tensor((1, 8, 8, 4))
    m.operator(name, [source], [out], **options)
    return m.build([source], [out])


def flat_conv(name: str, value: int) -> bytes:
    def change(m: ForeignModel, source: int, out: int) -> None:
        setattr(m.graph.operators[0].builtinOptions, name, value)

    return small(change)


def offline_plan() -> bytes:
    m = ForeignModel()
    entry = schema.MetadataT()
    entry.name, entry.buffer = "OfflineMemoryAllocation", 0
    m.model.metadata = [entry]
    source = m.tensor((1, 8, 8, 4))
    return m.build([source], [m.conv(source, 6, 3)])


def options_of_a_pool() -> bytes:
    def change(m: ForeignModel, source: int, out: int) -> None:
        m.graph.operators[0].builtinOptionsType = schema.BuiltinOptions.Pool2DOptions
        m.graph.operators[0].builtinOptions = schema.Pool2DOptionsT()

    return small(change)


def scales(number: int, count: int) -> bytes:
    """The convolution with another number of scales: tensor 0 is its input, 1 its weights for 6 channels."""

    def change(m: ForeignModel, source: int, out: int) -> None:
        quantization = m.graph.tensors[number].quantization
        quantization.scale, quantization.zeroPoint = [0.1] * count, [0] * count

    return small(change)


def _packed(m: ForeignModel, number: int) -> None:
    """Makes a constant of zeros an int4 one."""
    tensor = m.graph.tensors[number]
    tensor.type, m.model.buffers[tensor.buffer].data = INT4, np.zeros(-(-int(np.prod(tensor.shape)) // 2), np.uint8)


def int4_weights_only() -> bytes:
    def change(m: ForeignModel, source: int, out: int) -> None:
        _types(m, [source, out], FLOAT)
        _packed(m, 1)

    return small(change)


def int4_operand() -> bytes:
    m = ForeignModel()
    source, out = m.tensor((1, 4, 4, 8)), m.tensor((1, 4, 4, 8))
    operand = m.constant(np.zeros(8), scales=1)
    _packed(m, operand)
    m.operator("MUL", [source, operand], [out])
    return m.build([source], [out])


def linear_of_many_scales() -> bytes:
    m = ForeignModel()
    source = m.tensor((1, 6))
    out = m.linear(source, 5, per_channel=True)
    _packed(m, 1)
    return m.build([source], [out])


def joined(count: int) -> bytes:
    m = ForeignModel()
    source, out = m.tensor((1, 4, 4, 1)), m.tensor((1, 4, 4, count))
    m.operator("CONCATENATION", [source] * count, [out], axis=3)
    return m.build([source], [out])


def no_operators() -> bytes:
    m = ForeignModel()
    source = m.tensor((1, 8, 8, 4))
    return m.build([source], [source])


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "not a .tflite file"),
    "text": (lambda: b"hello, this is no model at all", "not a .tflite file"),
    "header only": (lambda: b"\x10\0\0\0TFL3", "damaged or cut short"),
    "cut short": (lambda: small()[:200], "damaged or cut short"),
    "half of the weights": (lambda: small()[:-40], "damaged or cut short"),
    "float": (float_model, r"operator 0 \(CONV_2D\): a tensor of float32: a float model"),
    "dynamic range": (lambda: small(lambda m, s, o: _types(m, [s, o], FLOAT)), "a tensor of float32: a dynamic-range model"),
    "old uint8": (lambda: small(lambda m, s, o: _types(m, [s, o], UINT8)), "uint8: the old uint8 scheme"),
    "int16": (lambda: small(lambda m, s, o: _types(m, [s], 7)), "tensor 0 has the type int16; int8 models are priced"),
    "int4 activations": (
        lambda: small(lambda m, s, o: _types(m, [s, o], INT4)),
        "tensor 0 is an activation of type int4; TFLM's kernels take 4 bits of weights only",
    ),
    "int4 output": (lambda: small(lambda m, s, o: _types(m, [o], INT4)), "tensor 3 is an activation of type int4"),
    "int4 weights of int8 length": (
        lambda: small(lambda m, s, o: _types(m, [1], INT4)),
        r"tensor 1 of shape \[6, 3, 3, 4\] and type int4 has 216 bytes, not 108",
    ),
    "int4 weights of a float model": (int4_weights_only, "a tensor of float32: a dynamic-range model"),
    "int4 operand": (int4_operand, "a tensor of int4: only weights of convolutions and fully connected layers"),
    "int4 linear, many scales": (linear_of_many_scales, "5 scales of 4-bit weights; TFLM runs them with one scale"),
    "overflow": (lambda: small(lambda m, s, o: setattr(m.graph.tensors[s], "shape", [1, *[2**30] * 3])), "2 GiB or more"),
    "no operators": (no_operators, "has no operators"),
    "strange type": (lambda: small(lambda m, s, o: _types(m, [s], 99)), "tensor 0 has the type 99"),
    "subgraphs": (two_subgraphs, "2 subgraphs; models with one"),
    "dynamic shape": (lambda: small(lambda m, s, o: setattr(m.graph.tensors[s], "shape", [1, -1, 8, 4])), "dynamic shape"),
    "dynamic signature": (
        lambda: small(lambda m, s, o: setattr(m.graph.tensors[s], "shapeSignature", [-1, -1, -1, 4])),
        r"dynamic shape \[-1, -1, -1, 4\]",
    ),
    "batch": (lambda: small(shape=(2, 8, 8, 4)), "batch size 2"),
    "variable": (lambda: small(lambda m, s, o: setattr(m.graph.tensors[s], "isVariable", True)), "tensor 0 is a variable"),
    "custom": (lambda: one_operator("CUSTOM", custom="MyFFT"), "the custom operator 'MyFFT', which is not priced"),
    "custom with control characters": (lambda: one_operator("CUSTOM", custom="a\nb\x1b[31m"), r"operator 'a\\nb\\x1b\[31m'"),
    "unknown": (lambda: one_operator("HARD_SWISH"), "operator 0 is HARD_SWISH, which is not priced; known: ADD, AVERAGE"),
    "dilation": (lambda: flat_conv("dilationHFactor", 2), "dilation 2x1; only 1x1"),
    "stride 0": (lambda: flat_conv("strideW", 0), "not a window"),
    "options of another operator": (options_of_a_pool, "its options are of type 5, not 1"),
    "no scale": (lambda: scales(0, 0), r"a tensor of shape \[1, 8, 8, 4\] has no scale and zero point"),
    "scales of an activation": (lambda: scales(0, 4), "tensor 0 is an activation of 4 scales; only weights have one per"),
    "scales of weights": (lambda: scales(1, 4), r"4 scales of weights; one, or one per output channel \(6\)"),
    "too many to join": (lambda: joined(11), r"operator 0 \(CONCATENATION\): joins 11 tensors; TFLM runs it with up to 10"),
    "padding": (lambda: flat_conv("padding", 1), "an output of 8 where an input of 8 gives 6"),
    "offline plan": (offline_plan, "memory plan of its own"),
    "huge window": (
        lambda: one_operator("MAX_POOL_2D", filterHeight=2**30, filterWidth=1, strideH=1, strideW=1),
        "not a window",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused_with_one_message(name: str, tmp_path: Path) -> None:
    make, message = BAD[name]
    path = tmp_path / "bad.tflite"
    path.write_bytes(make())
    with pytest.raises(RequestError, match=message) as error:
        read_model(path)
    assert str(error.value).startswith(f"{path}: ")
    assert "\n" not in str(error.value)


def test_more_than_two_gib_is_refused_without_reading(tmp_path: Path) -> None:
    path = tmp_path / "large.tflite"
    with path.open("wb") as file:
        file.write(small())
        file.truncate(MAX_FILE_BYTES + 1)  # sparse: takes no room on the disk
    with pytest.raises(RequestError, match="less than 2 GiB"):
        read_model(path)


@pytest.mark.parametrize(("name", "message"), [("absent.tflite", "no such file"), (".", "not a file")])
def test_no_file(name: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=message):
        read_model(tmp_path / name)


def test_a_file_whose_name_begins_the_message_is_named_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("operator").write_bytes(one_operator("HARD_SWISH"))
    with pytest.raises(RequestError, match=r"^operator: operator 0 is HARD_SWISH"):
        read_model(Path("operator"))


def test_weights_that_another_operator_computes() -> None:
    m = ForeignModel()
    source, weight = m.tensor((1, 8, 8, 4)), m.tensor((6, 1, 1, 4))
    out = m.tensor((1, 8, 8, 6))
    m.operator("CONV_2D", [source, weight], [out], strideH=1, strideW=1)
    with pytest.raises(RequestError, match="weights are computed by the model"):
        parse(m.build([source, weight], [out]))


def test_operators_out_of_order() -> None:
    m = ForeignModel()
    source, middle, out = (m.tensor((1, 4, 4, 2)) for _ in range(3))
    m.operator("QUANTIZE", [middle], [out])
    m.operator("QUANTIZE", [source], [middle])
    with pytest.raises(DamagedFileError, match="reads tensor 1, which no operator before it writes"):
        parse(m.build([source], [out]))


# ------------------------------------------------------------------------------------------------ mutated files


def weight_bytes(data: bytes) -> list[int]:
    """Places of the weights' and biases' bytes, found with the official classes."""
    model = schema.Model.GetRootAs(data, 0)
    places: list[int] = []
    for index in range(model.BuffersLength()):
        buffer = model.Buffers(index)
        length = buffer.DataLength()
        if length:
            start = buffer._tab.Vector(buffer._tab.Offset(4))
            places += range(start, start + length)
    return places


def undamaged(seed: int) -> bytes:
    """A file of ours or a foreign one."""
    return everything() if seed % 3 == 0 else write_tflite(zero_graph(random_network(seed)))


def undamaged_int4(seed: int) -> bytes:
    """A file of ours with 4-bit weights in every layer that has any."""
    return write_tflite(zero_graph(tuple(map(with_int4, random_network(seed)))))


def mutated(data: bytes, seed: int) -> bytes:
    """The file with a few bytes changed, cut short, or with positions overwritten."""
    rng = random.Random(seed)
    changed = bytearray(data)
    places = sorted(set(range(len(data))) - set(weight_bytes(data))) if rng.random() < 0.8 else range(len(data))
    kind = rng.choice(["bit", "bit", "bit", "bits", "bytes", "words", "cut", "moved"])
    if kind == "cut":
        return data[: rng.randrange(len(data))]
    for _ in range(1 if kind == "bit" else rng.randint(1, 4)):
        place = rng.choice(places)
        if kind in ("bit", "bits"):
            changed[place] ^= 1 << rng.randrange(8)
        elif kind == "bytes":
            changed[place] = rng.randrange(256)
        elif kind == "words":
            value = rng.choice([0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, len(data), rng.randrange(2**32)])
            changed[place : place + 4] = struct.pack("<I", value)[: len(data) - place]
        else:
            changed[place : place + 4] = data[rng.choice(places) :][:4]
    return bytes(changed[: len(data)])


def oracle(data: bytes) -> list[tuple[int, list[list[int]]]]:
    """What the official classes say of a file that the reader accepts: operator codes and shapes of outputs."""
    model = schema.Model.GetRootAs(data, 0)
    graph = model.Subgraphs(0)
    found = []
    for index in range(graph.OperatorsLength()):
        operator = graph.Operators(index)
        code = model.OperatorCodes(operator.OpcodeIndex())
        shapes = [
            [graph.Tensors(number).Shape(i) for i in range(graph.Tensors(number).ShapeLength())]
            for number in (operator.Outputs(i) for i in range(operator.OutputsLength()))
        ]
        found.append((max(code.BuiltinCode(), code.DeprecatedBuiltinCode()), shapes))
    return found


def checked(model: Model, data: bytes) -> None:
    """An accepted file's layers are those that the official classes read, and each is possible in itself."""
    official = oracle(data)
    assert len(official) == len(model.layers)
    for layer, (_, shapes) in zip(model.layers, official, strict=True):
        assert layer.out_h * layer.out_w * layer.out_c == np.prod(shapes[0], dtype=object)
    for buffer in model.buffers:
        assert buffer.size_bytes > 0
        assert buffer.first <= buffer.last < len(model.layers)


@pytest.mark.parametrize(
    ("make", "first"), [(undamaged, n) for n in range(0, 600, 50)] + [(undamaged_int4, n) for n in (0, 50, 100)]
)
@pytest.mark.timeout(60)
def test_mutated_files_neither_crash_nor_hang(make: Callable[[int], bytes], first: int, tmp_path: Path) -> None:
    accepted = 0
    for seed in range(first, first + 50):
        data = mutated(make(seed), seed)
        path = tmp_path / f"{seed}.tflite"
        path.write_bytes(data)
        with suppress(RequestError):
            checked(read_model(path), data)
            accepted += 1
    assert accepted > 0


@pytest.mark.parametrize("seed", range(40))
def test_weights_do_not_change_the_price(seed: int) -> None:
    rng = random.Random(seed)
    data = write_tflite(zero_graph(random_network(seed)))
    changed = bytearray(data)
    for place in rng.sample(weight_bytes(data), 5):
        changed[place] = rng.randrange(256)
    assert parse(bytes(changed)) == parse(data)


@pytest.mark.timeout(60)
def test_a_list_of_far_too_many_tensors_is_refused_quickly() -> None:
    data = bytearray(small())
    graph = schema.Model.GetRootAs(bytes(data), 0).Subgraphs(0)
    field = graph._tab.Pos + graph._tab.Offset(4)
    data += bytes(-len(data) % 4)
    place, count = len(data), 200_000
    data += struct.pack("<I", count) + bytes(4 * count)
    struct.pack_into("<I", data, field, place - field)
    with pytest.raises(DamagedFileError, match="the list of tensors would have 200000 elements; up to 4096 are read"):
        parse(bytes(data))

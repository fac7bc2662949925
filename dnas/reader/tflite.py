"""A .tflite file as a `Model`: its tensors, its operators as layers, and when each activation is alive.

The file may be damaged or hostile: positions are checked (`reader.flatbuffer`), lengths limited, and everything that an int8
model for TFLM cannot have is refused with one message. Weights are never read, only counted.
"""

from __future__ import annotations

import mmap
from dataclasses import replace
from math import prod
from pathlib import Path
from typing import TypeVar

from dnas.errors import RequestError
from dnas.geometry import Layer
from dnas.model import Buffer, Model
from dnas.reader.flatbuffer import DamagedFileError, Data, Table, Vector, root
from dnas.reader.operators import BITS, INT4, INT8, READERS, SIZES, TYPES, FileTensor, Operator, stored_bytes

MAX_FILE_BYTES = 2**31 - 1
"""FlatBuffers' offsets are signed 32-bit numbers."""
MAX_TENSORS, MAX_OPERATORS, MAX_OPERANDS, MAX_DIMENSIONS = 4096, 1024, 256, 8
"""Far beyond what a microcontroller runs; they bound the time that a hostile file takes."""
SMALL_BYTES = 256
"""Constants up to this size are kept: axes and paddings."""
CUSTOM = 32
KNOWN = ", ".join(name for name, _ in READERS.values())

T = TypeVar("T")


def read_model(path: Path) -> Model:
    """The model in a .tflite file.

    Raises:
        RequestError: the file cannot be read, is damaged, or is no fully int8 model with one subgraph, static shapes and
            operators that are priced; the message names the file and the reason.
    """
    try:
        if not path.is_file():
            raise RequestError(f"{path}: {'not a file' if path.exists() else 'no such file'}")
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise RequestError(f"{path}: {size} bytes; a .tflite file has less than 2 GiB")
        with path.open("rb") as file:
            if size < 8 or file.read(8)[4:] != b"TFL3":
                raise RequestError(f"{path}: not a .tflite file (bytes 4 to 7 must be 'TFL3')")
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                return _parse_named(data, path)
    except OSError as error:
        raise RequestError(f"{path}: cannot be read ({error.strerror})") from error


def _parse_named(data: Data, path: Path) -> Model:
    """`parse`, with the file's name in front of its messages."""
    try:
        return parse(data)
    except DamagedFileError as error:
        raise RequestError(f"{path}: damaged or cut short: {error}") from error
    except RequestError as error:
        raise RequestError(f"{path}: {error}") from error


def parse(data: Data) -> Model:
    """The model in a file's bytes.

    Raises:
        DamagedFileError: something points out of the file.
        RequestError: the model is not one that is priced.
    """
    model = root(data)
    subgraphs = list(_vector(model, 2, "the list of subgraphs").tables(64))
    if len(subgraphs) != 1:
        raise RequestError(f"{len(subgraphs)} subgraphs; models with one are priced")
    graph = subgraphs[0]
    _refuse_offline_plan(model)
    buffers = [_constant(table, i) for i, table in enumerate(_vector(model, 4, "the list of buffers").tables(2 * MAX_TENSORS))]
    listed = _vector(graph, 0, "the list of tensors").tables(MAX_TENSORS)
    tensors = [_tensor(data, table, index, buffers) for index, table in enumerate(listed)]
    codes = [_code(table) for table in _vector(model, 1, "the list of operator codes").tables(MAX_OPERATORS)]
    inputs = _numbers(graph, 1, "the model's inputs", len(tensors))
    outputs = _numbers(graph, 2, "the model's outputs", len(tensors))
    _refuse_dynamic_inputs(graph, inputs)
    return _model(graph, codes, tensors, inputs, outputs)


def _vector(table: Table, field: int, what: str) -> Vector:
    vector = table.vector(field, 4, what)
    if vector is None:
        raise DamagedFileError(f"{what} is missing")
    return vector


def _refuse_offline_plan(model: Table) -> None:
    """A file may bring its own memory plan, which TFLM follows instead of planning."""
    metadata = model.vector(6, 4, "the list of metadata")
    for entry in metadata.tables(1024) if metadata is not None else ():
        if entry.text(0) == "OfflineMemoryAllocation":
            raise RequestError("brings a memory plan of its own (OfflineMemoryAllocation); take it out to have it priced")


def _refuse_dynamic_inputs(graph: Table, inputs: tuple[int, ...]) -> None:
    """An input whose signature leaves a size open, other than the batch (which converters leave open as a habit)."""
    for number, table in enumerate(_vector(graph, 0, "the list of tensors").tables(MAX_TENSORS)):
        signature = table.vector(7, 4, f"shape signature of tensor {number}") if number in inputs else None
        sizes = () if signature is None else signature.scalars("i", MAX_DIMENSIONS)
        if -1 in sizes[1:]:
            raise RequestError(
                f"input tensor {number} has the dynamic shape {list(sizes)}; convert the model with static shapes"
            )


def _constant(table: Table, index: int) -> tuple[int, int]:
    """Place and length of a buffer's data."""
    if table.scalar(1, "Q") > 1:
        raise RequestError(f"buffer {index} lies outside of the FlatBuffer; a model of less than 2 GiB has no need of that")
    vector = table.vector(0, 1, f"data of buffer {index}")
    return (0, 0) if vector is None else (vector.start, vector.length)


def _tensor(data: Data, table: Table, index: int, buffers: list[tuple[int, int]]) -> FileTensor:
    name = f"tensor {index}"
    vector = table.vector(0, 4, f"shape of {name}")
    shape = () if vector is None else vector.scalars("i", MAX_DIMENSIONS)
    if min(shape, default=1) < 1:
        raise RequestError(f"{name} has the dynamic shape {list(shape)}; convert the model with static shapes")
    kind, buffer = table.scalar(1, "b"), table.scalar(2, "I")
    if kind not in BITS:
        others = ", ".join(TYPES[known] for known in SIZES if known != INT8)
        raise RequestError(f"{name} has the type {TYPES.get(kind, kind)}; int8 models are priced ({others} beside the layers)")
    if stored_bytes(kind, prod(shape)) > MAX_FILE_BYTES:
        raise RequestError(f"{name} of shape {list(shape)} has 2 GiB or more; no 32-bit target holds it")
    if table.scalar(5, "B"):
        raise RequestError(f"{name} is a variable (state kept between runs); such models are not priced")
    if table.table(6, f"sparsity of {name}") is not None:
        raise RequestError(f"{name} is stored sparsely; TFLM's kernels need dense weights")
    place, length = _entry(buffers, buffer, f"{name} names buffer")
    quantization = table.table(4, f"quantization of {name}")
    scales = None if quantization is None else quantization.vector(2, 4, f"scales of {name}")
    zeros = None if quantization is None else quantization.vector(3, 8, f"zero points of {name}")
    count = scales.length if scales is not None and zeros is not None and zeros.length else 0
    tensor = FileTensor(shape, kind, count, None)
    if not length:
        if kind == INT4:
            raise RequestError(f"{name} is an activation of type int4; TFLM's kernels take 4 bits of weights only")
        if count > 1:
            raise RequestError(f"{name} is an activation of {count} scales; only weights have one per channel")
        return tensor
    expected = stored_bytes(kind, tensor.elements)
    if length != expected:
        raise DamagedFileError(f"{name} of shape {list(shape)} and type {tensor.type_name} has {length} bytes, not {expected}")
    return replace(tensor, values=bytes(data[place : place + length]) if length <= SMALL_BYTES else b"")


def _code(table: Table) -> tuple[int, str]:
    """BuiltinOperator (the larger of the new and the deprecated field, as TFLM reads it) and the name of a custom operator."""
    return max(table.scalar(0, "b"), table.scalar(3, "i")), table.text(1)


def _entry(items: list[T], index: int, what: str) -> T:
    if index >= len(items):
        raise DamagedFileError(f"{what} {index} of {len(items)}")
    return items[index]


def _numbers(table: Table, field: int, what: str, count: int, optional: bool = False) -> tuple[int, ...]:
    """Numbers of tensors, at least one; -1 stands for a missing optional input."""
    vector = table.vector(field, 4, what)
    numbers = () if vector is None else vector.scalars("i", MAX_OPERANDS)
    if not numbers:
        raise DamagedFileError(f"{what} are missing")
    for number in numbers:
        if not (0 <= number < count or (optional and number == -1)):
            raise DamagedFileError(f"{what} name tensor {number} of {count}")
    return numbers


def _unpriced(code: int, custom: str) -> str:
    """Name of an operator that is not priced."""
    if code == CUSTOM:
        return f"the custom operator {custom!r}"
    from ai_edge_litert.schema_py_generated import BuiltinOperator  # a large file: read only to name what is refused

    names = [name for name, value in vars(BuiltinOperator).items() if value == code]
    return names[0] if names else f"operator code {code}"


def _model(
    graph: Table, codes: list[tuple[int, str]], tensors: list[FileTensor], inputs: tuple[int, ...], outputs: tuple[int, ...]
) -> Model:
    """Walks the operators in the order in which TFLM runs them."""
    names = {number: -index for index, number in enumerate(inputs)}  # tensor of the file -> its number in `Layer.inputs`
    first, last = dict.fromkeys(inputs, -1), dict.fromkeys(inputs, -1)
    layers: list[Layer] = []
    for step, table in enumerate(_vector(graph, 3, "the list of operators").tables(MAX_OPERATORS)):
        code, custom = _entry(codes, table.scalar(0, "I"), f"operator {step} names operator code")
        if code not in READERS:
            raise RequestError(f"operator {step} is {_unpriced(code, custom)}, which is not priced; known: {KNOWN}")
        name, read = READERS[code]
        sources = _numbers(table, 1, f"inputs of operator {step}", len(tensors), optional=True)
        results = _numbers(table, 2, f"outputs of operator {step}", len(tensors))
        operator = Operator(
            f"operator {step} ({name})",
            tuple(None if number < 0 else tensors[number] for number in sources),
            tuple(tensors[number] for number in results),
            table.table(4, f"options of operator {step}"),
            table.scalar(3, "B"),
        )
        read_from = [number for number in sources if number >= 0 and not tensors[number].constant]
        for number in read_from:
            if number not in first:
                raise DamagedFileError(f"{operator.name} reads tensor {number}, which no operator before it writes")
            last[number] = step
        if len(results) != 1 or results[0] in first or operator.out.constant:
            raise DamagedFileError(f"{operator.name} must write one tensor that is not constant and not written before")
        layers.append(replace(read(operator), inputs=tuple(names[number] for number in read_from)))
        first[results[0]] = last[results[0]] = step
        names[results[0]] = step + 1
    if not layers:
        raise RequestError("has no operators: there is nothing to price")
    if not set(outputs) <= first.keys():
        raise DamagedFileError("an output that no operator writes")
    last |= dict.fromkeys(outputs, len(layers) - 1)
    return Model(
        layers=tuple(layers),
        buffers=tuple(
            Buffer(tensor.elements * SIZES[tensor.kind], first.get(number, -2), last.get(number, -2))
            for number, tensor in enumerate(tensors)
            if not tensor.constant
        ),
        tensor_count=len(tensors),
        inputs=tuple(tensors[number].scales > 0 for number in inputs),
        outputs=tuple(tensors[number].scales > 0 for number in outputs),
    )

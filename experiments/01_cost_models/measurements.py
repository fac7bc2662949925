"""Reads the measured tables as layers of `dnas.geometry`."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass, replace
from pathlib import Path

from dnas import geometry
from dnas.cost import sram
from dnas.geometry import Layer, Network, Op
from dnas.model import exported
from dnas.reader.tflite import read_model

OPS = {
    "conv": Op.CONV,
    "dwconv": Op.DEPTHWISE,
    "fc": Op.LINEAR,
    "add": Op.ADD,
    "avgpool": Op.AVG_POOL,
    "maxpool": Op.MAX_POOL,
    "mean": Op.MEAN,
    "softmax": Op.SOFTMAX,
}


@dataclass(frozen=True)
class Row:
    """One emulated layer: instructions of the operator and the arena of the one-layer model."""

    core: str
    op: str
    layer: Layer
    instructions: int
    arena_bytes: int


def rows(folder: Path) -> list[Row]:
    """The rows of layer_instructions.csv."""
    found = []
    with (folder / "layer_instructions.csv").open(newline="") as file:
        for record in csv.DictReader(file):
            number = {k: int(v) for k, v in record.items() if k not in ("core", "op", "padding")}
            hw, k, s = (number["in_h"], number["in_w"]), number["kernel"], number["stride"]
            layer = Layer(
                OPS[record["op"]],
                *hw,
                number["in_c"],
                number["out_h"],
                number["out_w"],
                number["out_c"],
                (k, k),
                (s, s),
                inputs=(0, -1) if record["op"] == "add" else (0,),
                per_channel=record["op"] != "fc",
            )
            if layer.op is Op.CONV:
                assert layer == geometry.conv(hw, number["in_c"], number["out_c"], k, (s, s), relu=False)
            found.append(Row(record["core"], record["op"], layer, number["instructions"], number["arena_bytes"]))
    return found


def predicted_arena_bytes(layer: Layer, core: str) -> int:
    """Arena of a one-layer model: an ADD has two inputs, a MEAN a constant with its axes."""
    model = exported((layer,))
    if layer.op is Op.ADD:
        model = replace(model, buffers=(model.buffers[0], *model.buffers), tensor_count=3, inputs=(True, True))
    if layer.op is Op.MEAN:
        model = replace(model, tensor_count=3)
    return sram.arena_bytes(model, core)


def board_layer(record: dict[str, str]) -> Layer | None:
    """The layer of one row of layer_cycles.csv; None for operators that are not compared."""
    op = {"conv2d": Op.CONV, "add": Op.ADD}.get(record["op"])
    if op is None:
        return None

    def pair(text: str) -> tuple[int, int]:
        first, second = (int(part) for part in text.split("x")) if text else (1, 1)
        return first, second

    in_h, in_w, in_c = (int(part) for part in record["in_shape"].split("x"))
    out_h, out_w, out_c = (int(part) for part in record["out_shape"].split("x"))
    inputs = (0, 1) if op is Op.ADD else (0,)
    return Layer(op, in_h, in_w, in_c, out_h, out_w, out_c, pair(record["kernel"]), pair(record["stride"]), inputs=inputs)


def emulated_networks(folder: Path, models: Path) -> dict[str, tuple[Network, dict[str, int]]]:
    """Name -> (layers, core -> instructions) of network_instructions.csv, for the model files that `models` holds."""
    found: dict[str, tuple[Network, dict[str, int]]] = {}
    for record in records(folder / "network_instructions.csv"):
        path = models / record["model"]
        if path.is_file():
            _, counted = found.setdefault(path.stem, (read_model(path).layers, {}))
            counted[record["core"]] = int(record["instructions"])
    return found


def records(path: Path) -> list[dict[str, str]]:
    """The rows of a table."""
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


LISTED = {
    "ADD": Op.ADD,
    "AVERAGE_POOL_2D": Op.AVG_POOL,
    "CONV_2D": Op.CONV,
    "CONV_2D_1x1": Op.CONV,
    "CONCATENATION": Op.CONCATENATION,
    "DEPTHWISE_CONV_2D": Op.DEPTHWISE,
    "DEQUANTIZE": Op.DEQUANTIZE,
    "FULLY_CONNECTED": Op.LINEAR,
    "LOGISTIC": Op.LOGISTIC,
    "MAX_POOL_2D": Op.MAX_POOL,
    "MEAN": Op.MEAN,
    "MUL": Op.MUL,
    "PACK": Op.PACK,
    "PAD": Op.PAD,
    "QUANTIZE": Op.QUANTIZE,
    "RESHAPE": Op.RESHAPE,
    "SHAPE": Op.SHAPE,
    "SOFTMAX": Op.SOFTMAX,
    "STRIDED_SLICE": Op.STRIDED_SLICE,
}
"""Operators of network_layers.csv."""


def listed_network(table: list[dict[str, str]], repo: str, path: str) -> Network:
    """Layers of one file of network_layers.csv, named by the start of its repository and the end of its path.

    The table does not say which tensors a layer reads: an ADD counts as that of two maps.

    Raises:
        ValueError: the table has no such file, or the file an operator without a price.
    """

    def sizes(text: str) -> tuple[int, int, int]:
        height, width, channels = ([1, 1, 1] + [int(size) for size in text.split("x") if size])[-3:]
        return height, width, channels

    layers = []
    for record in (record for record in table if record["repo"].startswith(repo) and record["path"].endswith(path)):
        if record["op"] not in LISTED:
            raise ValueError(f"{path}: operator {record['op']} has no price")
        op, source, out = LISTED[record["op"]], sizes(record["in_shape"]), sizes(record["out_shape"])
        if op is Op.LINEAR:
            source = (1, 1, math.prod(source))
        kernel = sizes(record["k"])[1:] if record["k"] else (1, 1)
        stride = int(float(record["stride"] or 1))
        inputs = (0, 1) if op is Op.ADD else (0,)
        layers.append(Layer(op, *source, *out, kernel, (stride, stride), inputs=inputs))
    if not layers:
        raise ValueError(f"network_layers.csv has no file {path}")
    return tuple(layers)

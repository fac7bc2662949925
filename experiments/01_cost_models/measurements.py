"""Reads the measured tables as layers of `dnas.geometry`."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from pathlib import Path

from dnas import geometry
from dnas.cost import sram
from dnas.geometry import Layer, Op
from dnas.model import exported

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
    return Layer(op, in_h, in_w, in_c, out_h, out_w, out_c, pair(record["kernel"]), pair(record["stride"]))

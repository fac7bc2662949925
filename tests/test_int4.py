"""4-bit weights in .tflite files: both interpreters give what they give for the same values stored in 8 bits."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from foreign import ForeignModel
from int4_networks import INT4, filled, int8_twin, mixed, with_int4
from random_networks import random_network
from test_export import ARENA, inputs_for, tflm

from dnas.cost import flash
from dnas.cost.generated import layer_bytes as generated_bytes
from dnas.export.tflite import packed, write_tflite
from dnas.geometry import WEIGHTED, Layer, WeightFormat, conv, depthwise, global_avg_pool, linear
from dnas.graph import QuantizedGraph
from dnas.interpreters import LiteRTInterpreter, ModelFileError, TFLMInterpreter

STRIDES = [(1, 1), (2, 2), (2, 1)]
CHANNELS = [(1, 5), (3, 1), (3, 8), (5, 7), (8, 4), (16, 6)]
"""Inputs and outputs: odd ones make rows of weights begin within a byte."""
OPERATORS: dict[str, Layer] = {
    **{
        f"conv {k}x{k}, stride {s}, {i} to {o}": conv((7, 6), i, o, k, s)
        for k, s, (i, o) in product((1, 3, 5), STRIDES, CHANNELS)
    },
    **{
        f"depthwise {k}x{k}, stride {s}, {c}": depthwise((7, 6), c, k, s, relu=False)
        for k, s, c in product((1, 3, 5), STRIDES, (1, 3, 8, 13))
    },
    **{f"linear, {i} to {o}": linear(i, o) for i, o in product((1, 7, 33, 64), (1, 2, 13))},
}


def outputs(graph: QuantizedGraph, seed: int = 0) -> list[np.ndarray]:
    """What TFLM and LiteRT compute."""
    data, x = write_tflite(graph), inputs_for(graph, 4, seed)
    return [TFLMInterpreter(data, ARENA).run(x), LiteRTInterpreter(data).run(x)]


@tflm
@pytest.mark.parametrize("name", OPERATORS)
def test_operators_run_as_their_int8_twins(name: str) -> None:
    graph = filled((with_int4(OPERATORS[name]),))
    for ours, twin in zip(outputs(graph), outputs(int8_twin(graph)), strict=True):
        assert np.array_equal(ours, twin)
        assert len(np.unique(ours)) > 1, "an output that says something"


@tflm
@pytest.mark.parametrize("seed", range(40))
def test_networks_run_as_their_int8_twins(seed: int) -> None:
    graph = filled(mixed(random_network(seed), seed), seed)
    for ours, twin in zip(outputs(graph, seed), outputs(int8_twin(graph), seed), strict=True):
        assert np.array_equal(ours, twin)


# ------------------------------------------------------------------------------------------------ the file


def test_two_values_a_byte_low_nibble_first() -> None:
    assert packed(np.array([[1, -2], [7, -7]], np.int8)) == bytes([0xE1, 0x97])
    assert packed(np.array([3, 4, -1], np.int8)) == bytes([0x43, 0x0F])


def test_official_schema_reads_back_4_bit_weights() -> None:
    from ai_edge_litert import schema_py_generated as schema

    network = (conv((5, 5), 3, 5, 3), depthwise((5, 5), 5, 3, source=1), global_avg_pool((5, 5), 5, 2), linear(5, 3, 3))
    graph = filled(tuple(map(with_int4, network)))
    model = schema.ModelT.InitFromPackedBuf(bytearray(write_tflite(graph)), 0)
    (subgraph,) = model.subgraphs
    for operator, item in zip(subgraph.operators, graph.layers, strict=True):
        if item.layer.op not in WEIGHTED:
            continue
        weight = subgraph.tensors[operator.inputs[1]]
        stored, values = model.buffers[weight.buffer].data, item.arrays()[0]
        assert weight.type == schema.TensorType.INT4
        assert tuple(weight.shape) == values.shape
        assert len(stored) == -(-values.size // 2) == flash.weight_bytes(item.layer)
        nibbles = np.stack([stored & 15, stored >> 4], axis=1).reshape(-1).astype(np.int8)
        assert np.array_equal((nibbles ^ 8)[: values.size] - 8, values.reshape(-1))
        assert (
            len(weight.quantization.scale)
            == len(weight.quantization.zeroPoint)
            == (item.layer.out_c if item.layer.per_channel else 1)
        )


def test_left_out_weights_are_stored_as_zeros() -> None:
    sparse = replace(conv((8, 8), 16, 16, 3), weights=WeightFormat.parse("int4_d25"))
    assert flash.layer_bytes(sparse) == flash.layer_bytes(replace(sparse, weights=INT4))


@pytest.mark.parametrize(("value", "message"), [(8, r"weights must lie in \[-7, 7\]"), (-8, r"weights must lie in \[-7, 7\]")])
def test_values_beyond_4_bits_are_refused(value: int, message: str) -> None:
    graph = filled((with_int4(conv((4, 4), 2, 3)),))
    weight = graph.layers[0].arrays()[0].copy()
    weight[0] = value
    with pytest.raises(ValueError, match=message):
        replace(graph, layers=(replace(graph.layers[0], weight=weight),))


def test_several_scales_where_one_is_stored_are_refused() -> None:
    graph = filled((with_int4(linear(4, 3)),))
    with pytest.raises(ValueError, match=r"one scale for all channels, given are 0\.1\S* to 0\.3"):
        replace(graph, layers=(replace(graph.layers[0], weight_scale=np.array([0.1, 0.2, 0.3], np.float32)),))


# ------------------------------------------------------------------------------------------------ what does not run


def linear_of_many_scales() -> bytes:
    """A fully connected layer with 4-bit weights and a scale per output, which our writer does not write."""
    m = ForeignModel()
    source = m.tensor((1, 6))
    out = m.linear(source, 5, per_channel=True)
    weight = m.graph.tensors[1]
    weight.type, m.model.buffers[weight.buffer].data = 17, np.full(15, 0x21, np.uint8)
    return m.build([source], [out])


@tflm
def test_tflm_refuses_a_linear_layer_with_many_scales_and_litert_does_not() -> None:
    x = np.ones((2, 6), np.int8)
    assert LiteRTInterpreter(linear_of_many_scales()).run(x).shape == (2, 5)
    with pytest.raises(ModelFileError, match="filter->type != kTfLiteInt4"):
        TFLMInterpreter(linear_of_many_scales(), ARENA)


@tflm
def test_such_a_layer_is_stored_in_bytes() -> None:
    layer = replace(linear(6, 5), weights=INT4)
    graph = filled((layer,))
    assert write_tflite(graph) == write_tflite(int8_twin(graph))
    assert flash.layer_bytes(layer) == flash.layer_bytes(linear(6, 5))
    assert all(len(np.unique(ours)) > 1 for ours in outputs(graph))
    assert generated_bytes(layer) < generated_bytes(linear(6, 5)), "generated code has no such limit"

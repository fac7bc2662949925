"""The flash formula against the files that the exporter writes."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from int4_networks import filled, mixed, with_int4
from random_networks import graph_of, quantized, random_network

from dnas.cost import flash
from dnas.export.tflite import OPERATORS, write_tflite
from dnas.geometry import Op, add, chain, conv, depthwise, global_avg_pool, linear


@pytest.mark.parametrize("seed", range(40))
def test_formula_is_the_length_of_the_file(seed):
    layers = random_network(seed)
    assert flash.network_bytes(layers) == len(write_tflite(graph_of(quantized(layers, seed))))


@pytest.mark.parametrize("seed", range(40))
def test_formula_is_the_length_of_a_file_with_4_bit_weights(seed):
    layers = mixed(random_network(seed), seed)
    assert flash.network_bytes(layers) == len(write_tflite(filled(layers, seed)))


def test_4_bit_weights_of_every_odd_count():
    for count in range(1, 40):
        for layer in (
            conv((3, 3), 1, count, 3),
            conv((3, 3), count, 1),
            depthwise((3, 3), count, 5),
            linear(count, 3),
            linear(3, count),
        ):
            for one_scale in {layer.op is Op.LINEAR, False}:
                for stored in (replace(layer, per_channel=not one_scale), with_int4(layer)):
                    assert flash.network_bytes((stored,)) == len(write_tflite(filled((stored,))))


def test_every_operator_with_and_without_relu():
    for relu in (False, True):
        block = [
            conv((6, 5), 3, 7, 3, relu=relu),
            depthwise((6, 5), 7, 3, relu=relu, source=1),
            add((6, 5), 7, 1, 2, relu=relu),
            replace(global_avg_pool((6, 5), 7, source=3), relu=relu),
            replace(linear(7, 3, source=4), relu=relu),
        ]
        assert flash.network_bytes(chain([block])) == len(write_tflite(graph_of(quantized(chain([block])))))


def test_size_does_not_depend_on_values():
    graph = graph_of(quantized(random_network(3), 3))
    zeros = tuple(
        replace(item, weight=np.zeros_like(item.weight), bias=np.zeros_like(item.bias)) if item.weight is not None else item
        for item in graph.layers
    )
    assert len(write_tflite(replace(graph, layers=zeros))) == len(write_tflite(graph))


@pytest.mark.parametrize("change", [lambda layer: layer, with_int4])
@pytest.mark.parametrize("kind", [lambda i, o: conv((8, 8), i, o, 3), lambda i, o: depthwise((8, 8), o, 5), linear])
def test_tensor_sizes_give_the_same_numbers(kind, change):
    def make(in_c, out_c):
        return change(kind(in_c, out_c))

    widths = torch.arange(1, 21)
    table = flash.layer_bytes(make(widths[:, None], widths[None, :]))
    assert table.dtype == torch.int64
    table = table.expand(20, 20)
    assert table.tolist() == [[flash.layer_bytes(make(i, o)) for o in range(1, 21)] for i in range(1, 21)]


def test_weightless_layers_keep_the_broadcast_shape():
    widths = torch.arange(4, 24, 4)
    assert flash.layer_bytes(add((8, 8), widths, 0, 1)).shape == widths.shape
    assert flash.layer_bytes(global_avg_pool((8, 8), widths)).tolist() == [144] * 5


def test_overhead_is_small():
    assert flash.BASE_BYTES < 480
    assert max(flash.RECORD_BYTES.values()) <= 256
    assert {op for op, _ in flash.RECORD_BYTES} == set(OPERATORS), "what the exporter writes has a size"

"""Networks whose layers have weights of 4 and of 8 bits, with random values: what the tests of 4-bit files share."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np

from dnas.geometry import INT8, POOLS, WEIGHTED, Layer, Network, Op, WeightFormat
from dnas.graph import QuantizedGraph, QuantLayer, QuantTensor, output_shape, weight_shape

INT4 = WeightFormat(4)


def with_int4(layer: Layer) -> Layer:
    """The layer with 4-bit weights, a linear one with one scale, if it has weights at all."""
    return replace(layer, weights=INT4, per_channel=layer.op is not Op.LINEAR) if layer.op in WEIGHTED else layer


def mixed(network: Network, seed: int) -> Network:
    """About half of the layers with 4-bit weights."""
    rng = random.Random(seed)
    return tuple(with_int4(layer) if rng.random() < 0.5 else layer for layer in network)


def filled(network: Network, seed: int = 0) -> QuantizedGraph:
    """Random weights, biases and scales, outputs of which few are clipped."""
    rng = np.random.default_rng(seed)
    first = network[0]
    tensors = [QuantTensor((1, int(first.in_h), int(first.in_w), int(first.in_c)), 2**-5, int(rng.integers(-128, 128)))]
    layers = []
    for layer in network:
        item, spread = _random_layer(layer, rng)
        layers.append(item)
        sources = [tensors[i] for i in layer.inputs]
        scale = max(source.scale for source in sources) * spread
        zero_point = -128 if layer.relu else int(rng.integers(-20, 20))
        if layer.op in POOLS:
            scale, zero_point = sources[0].scale, sources[0].zero_point
        tensors.append(QuantTensor(output_shape(layer), float(np.float32(scale)), zero_point))
    names = tuple(map(str, range(tensors[-1].shape[-1])))
    return QuantizedGraph(tuple(layers), tuple(tensors), names)


def _random_layer(layer: Layer, rng: np.random.Generator) -> tuple[QuantLayer, float]:
    """The layer, and by how much its output's scale exceeds its input's."""
    if layer.op not in WEIGHTED:
        return QuantLayer(layer), 1.5
    largest, channels = layer.weights.largest, int(layer.out_c)
    weight = rng.integers(-largest, largest + 1, weight_shape(layer)).astype(np.int8)
    spread = 0.5 * largest * np.sqrt(weight.size / channels)  # of a sum over its inputs
    scale = rng.uniform(0.5, 1, channels) / largest if layer.per_channel else np.full(channels, 0.7 / largest)
    bias = rng.integers(-round(40 * spread), round(40 * spread) + 1, channels).astype(np.int32)
    return QuantLayer(layer, weight, bias, scale.astype(np.float32)), float(2 * spread / largest)


def int8_twin(graph: QuantizedGraph) -> QuantizedGraph:
    """The same values, all of them stored in 8 bits."""
    layers = (replace(item, layer=replace(item.layer, weights=INT8)) for item in graph.layers)
    return replace(graph, layers=tuple(layers))

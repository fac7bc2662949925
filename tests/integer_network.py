"""Integer networks of random arrays in every weight format, and what they compute: TensorFlow Lite's int8 kernels in NumPy."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from dnas.cost.generated import plan
from dnas.geometry import POOLS, WEIGHTED, Layer, Network, Op
from dnas.graph import QuantizedGraph, QuantLayer, QuantTensor, output_shape, weight_shape
from dnas.kernels import requantize
from dnas.model import exported
from dnas.prefix import LENGTHS, MEAN_BITS
from dnas.snap import multipliers, ratios

Int = NDArray[np.int64]


def windows(layer: Layer, x: Int, outside: int) -> tuple[Int, Int]:
    """Taps (N, out_h, out_w, k_h k_w, C) of a SAME or VALID window over x (N, H, W, C), and whether each lies inside."""
    sizes = [(layer.in_h, layer.out_h), (layer.in_w, layer.out_w)]
    pads = []
    for (size, out), kernel, stride in zip(sizes, layer.kernel, layer.stride, strict=True):
        total = max(0, (out - 1) * stride + kernel - size)
        pads.append((total // 2, total - total // 2))
    padded = np.pad(x, ((0, 0), *pads, (0, 0)), constant_values=outside)
    inside = np.pad(np.ones((1, layer.in_h, layer.in_w, 1), np.int64), ((0, 0), *pads, (0, 0)))

    def taps(array: Int) -> Int:
        (s_h, s_w), (k_h, k_w) = layer.stride, layer.kernel
        parts = [
            array[:, i : i + (layer.out_h - 1) * s_h + 1 : s_h, j : j + (layer.out_w - 1) * s_w + 1 : s_w]
            for i in range(k_h)
            for j in range(k_w)
        ]
        return np.stack(parts, 3)

    return taps(padded), taps(inside)


def sums(layer: Layer, x: Int, weight: Int, zero: int) -> Int:
    """Accumulators without the bias, (N, out_h, out_w, C_out)."""
    found, _ = windows(layer, x - zero, 0)
    if layer.op is Op.DEPTHWISE:
        return np.einsum("nhwtc,tc->nhwc", found, weight.reshape(-1, layer.out_c))
    return np.einsum("nhwtc,otc->nhwo", found, weight.reshape(layer.out_c, -1, layer.in_c))


def scaled(x: Int, ratio: float) -> Int:
    """round(ratio x), twice, as in `requantize`."""
    return requantize(torch.from_numpy(x), torch.tensor(ratio, dtype=torch.float64)).numpy()


def added(left: Int, right: Int, tensors: Sequence[QuantTensor]) -> Int:
    """The sum of two maps: operands raised by 20 bits, each on the scale of twice the larger one."""
    a, b, out = tensors
    twice = 2 * max(a.scale, b.scale)
    raw = scaled((left - a.zero_point) << 20, a.scale / twice) + scaled((right - b.zero_point) << 20, b.scale / twice)
    return scaled(raw, twice / (2**20 * out.scale)) + out.zero_point


def pooled(layer: Layer, x: Int) -> Int:
    """Average (halves away from zero) or largest value of each window."""
    found, inside = windows(layer, x, -128 if layer.op is Op.MAX_POOL else 0)
    if layer.op is Op.MAX_POOL:
        return found.max(3)
    total, count = found.sum(3), inside.sum(3)
    return np.where(total > 0, 1, -1) * ((abs(total) + count // 2) // count)


def layer_output(graph: QuantizedGraph, index: int, inputs: Sequence[Int]) -> Int:
    """int8 output of a layer, as int64; a channel's ratio has 16 bits."""
    item, out = graph.layers[index], graph.tensors[index + 1]
    layer, given = item.layer, [graph.tensors[i] for i in item.layer.inputs]
    if layer.op in WEIGHTED:
        weight, bias, _ = item.arrays()
        multiplier, shift = multipliers(ratios(graph, index))
        ratio = torch.from_numpy(multiplier.astype(np.float64) * 2.0**-shift)
        total = sums(layer, inputs[0], weight.astype(np.int64), given[0].zero_point) + bias
        y = requantize(torch.from_numpy(total), ratio).numpy() + out.zero_point
    elif layer.op is Op.ADD:
        y = added(inputs[0], inputs[1], (*given, out))
    else:
        y = pooled(layer, inputs[0])
    return y.clip(-128, 127).reshape(-1, *output_shape(layer)[1:])


def outputs(graph: QuantizedGraph, x: NDArray[np.int8]) -> NDArray[np.int8]:
    """int8 outputs (N, K) of inputs (N, H, W, C)."""
    tensors: list[Int] = [x.astype(np.int64)]
    for index, layer in enumerate(graph.network):
        tensors.append(layer_output(graph, index, [_map(tensors[i]) for i in layer.inputs]))
    return tensors[-1].reshape(len(x), -1).astype(np.int8)


def _map(x: Int) -> Int:
    return x.reshape(len(x), 1, 1, -1) if x.ndim == 2 else x


def random_weight(layer: Layer, rng: np.random.Generator) -> NDArray[np.int8]:
    """Values of the layer's format: most kept ones differ from zero, all others do not."""
    largest, shape = layer.weights.largest, weight_shape(layer)
    count = int(np.prod(shape))
    flat = np.zeros(count, np.int64)
    kept = rng.permutation(count)[: int(layer.weights.kept(count))]
    flat[kept] = rng.integers(-largest, largest + 1, len(kept))
    if layer.weights.prefix:  # of those drawn as many as the code has room for
        spare = (MEAN_BITS - LENGTHS[0]) * (count // int(layer.out_c)) * int(layer.weights.rows(layer.out_c))
        for place in kept:
            more = LENGTHS[abs(flat[place])] - LENGTHS[0]
            flat[place] *= more <= spare
            spare -= more * (more <= spare)
    return flat.reshape(shape).astype(np.int8)


def alike(layer: Layer, values: NDArray[Any]) -> NDArray[Any]:
    """Values per output channel (the first axis), of mirrored layers the same for both of a pair."""
    if layer.weights.mirrored:
        for second in range(1, len(values), 2):
            values[second] = values[second - 1]
    return values


def paired(layer: Layer, weight: NDArray[np.int8]) -> NDArray[np.int8]:
    """The weight, of mirrored layers with every second filter the mirror image of the one before, tap by tap."""
    if not layer.weights.mirrored:
        return weight
    rows = alike(layer, np.moveaxis(weight, -1, 0) if layer.op is Op.DEPTHWISE else weight)
    for second in range(1, len(rows), 2):
        given = rows[second - 1].copy()
        if layer.op is not Op.LINEAR:
            given = given[..., ::-1] if layer.op is Op.DEPTHWISE else given[:, ::-1]
        if layer.op is not Op.DEPTHWISE and layer.in_c % 2 == 0:
            for channel in range(layer.in_c):
                rows[second][..., channel] = given[..., channel + 1 - 2 * (channel % 2)]
        else:
            rows[second] = given
    return weight


def random_graph(layers: Network, seed: int = 0) -> QuantizedGraph:
    """Random weights, biases within 16 bits, channels of different scales; outputs fill their range on random inputs."""
    rng = np.random.default_rng(seed)
    first = layers[0]
    shape = (1, int(first.in_h), int(first.in_w), int(first.in_c))
    zero = int(rng.choice([-128, -3, 127]))
    tensors, found, items = [QuantTensor(shape, float(np.float32(1 / 255)), zero)], [], []
    maps: list[Int] = [rng.integers(-128, 128, (16, *shape[1:]))]
    for index, layer in enumerate(layers):
        inputs, given = [_map(maps[i]) for i in layer.inputs], [tensors[i] for i in layer.inputs]
        item, real, least = QuantLayer(layer), np.zeros(1), max(t.scale for t in given) * 2**-16
        if layer.op in WEIGHTED:
            weight = paired(layer, random_weight(layer, rng))
            total = sums(layer, inputs[0], weight.astype(np.int64), given[0].zero_point)
            sign = alike(
                layer, np.where(total.mean((0, 1, 2)) < -16000, -1, 1)
            )  # a bias of 16 bits could not raise such a channel above 0
            weight *= sign.reshape((-1, *[1] * (weight.ndim - 1)) if layer.op is not Op.DEPTHWISE else (1, 1, 1, -1)).astype(
                np.int8
            )
            total *= sign
            spread = total.std((0, 1, 2))
            spread = np.maximum(spread, spread.max() / 20 + 1)  # a channel without a weight takes nothing from the others
            bias = ((rng.random(layer.out_c) - 0.2) * spread - total.mean((0, 1, 2))).clip(-32767, 32767).astype(np.int32)
            scale = alike(layer, (rng.random(layer.out_c) ** 2 + 0.002) / (spread * given[0].scale))
            bias = alike(layer, bias)
            item = QuantLayer(layer, weight, bias, scale.astype(np.float32))
            real, least = (total + bias) * (scale * given[0].scale), scale.max() * given[0].scale
        elif layer.op is Op.ADD:
            real = sum((x - t.zero_point) * t.scale for x, t in zip(inputs, given, strict=True))
        if layer.op in POOLS:
            tensors.append(QuantTensor(output_shape(layer), given[0].scale, given[0].zero_point))
        else:
            low = 0.0 if layer.relu else min(0.0, real.min())
            step = float(np.float32(max((max(real.max(), 0.0) - low) / 255, least)))
            tensors.append(QuantTensor(output_shape(layer), step, int(np.clip(-128 - round(low / step), -128, 127))))
        items.append(item)
        partial = QuantizedGraph.__new__(QuantizedGraph)  # of the layers so far, to run the last of them
        object.__setattr__(partial, "layers", tuple(items))
        object.__setattr__(partial, "tensors", tuple(tensors))
        maps.append(layer_output(partial, index, inputs))
        found.append(item)
    names = tuple(f"class {i}" for i, _ in zip(range(tensors[-1].shape[-1]), cycle("x"), strict=False))
    return QuantizedGraph(tuple(found), tuple(tensors), names)


def placed(graph: QuantizedGraph) -> tuple[tuple[int, ...], int]:
    """Offsets and bytes of generated code's working memory."""
    found = plan(exported(graph.network))
    return found.tensor_offsets, found.arena_bytes

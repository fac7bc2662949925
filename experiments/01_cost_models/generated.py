"""Counts the instructions of generated code layer by layer and fits its kernels: `python generated.py [--layers N]`.

Writes conf/core/generated_cortex_m0plus.yaml; prints the error on networks that no fit has seen and the stack they need, which
the board's file in conf/device/ states. Needs arm-none-eabi-gcc and qemu-system-arm, no measured table.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import emulate
import numpy as np
from instructions import Fit, fit_layers
from measurements import Row

from dnas.config import CONF
from dnas.cost import latency
from dnas.cost.generated import plan
from dnas.cost.generated_latency import TERMS
from dnas.export.coding import mirror, rows_of
from dnas.export.generated import network_c
from dnas.files import write_texts
from dnas.geometry import WEIGHTED, Layer, Network, Op, WeightFormat, add, conv, depthwise, linear, max_pool, weighted_as
from dnas.graph import QuantizedGraph, QuantLayer, QuantTensor, output_shape, weight_shape
from dnas.model import exported
from dnas.prefix import LENGTHS, MEAN_BITS

CORE = "cortex-m0plus"
WORKING_BYTES = 8192
"""Largest input + output of a drawn layer."""
SPARSE = {8: (70, 50, 25, 10, 5), 4: (80, 50, 25, 10, 5)}
"""Percentages: from those that are stored dense to those stored by index."""
NETWORKS = 24


def drawn(kernel: str, rng: np.random.Generator) -> Layer:
    """A random layer that the kernel runs, of two output channels or more: compilers fold the arrays of one."""
    while True:
        size = (int(rng.integers(1, 25)), int(rng.integers(1, 25)))
        in_c, out_c = (int(2 ** rng.uniform(1, 5.4)) for _ in range(2))
        if kernel.startswith("generated_kxk") and rng.random() < 0.3:
            in_c = int(rng.choice([1, 3]))  # a first layer
        stride = (int(rng.integers(1, 3)),) * 2
        window = int(rng.choice([3, 3, 5, 7]))
        if kernel == "generated_add":
            layer = add(size, in_c, 0, 0)  # of one map with itself
        elif kernel == "generated_max_pool":
            layer = max_pool(size, in_c, (int(rng.integers(2, 4)), int(rng.integers(2, 4))))
        elif kernel == "generated_avg_pool":
            layer = Layer(Op.AVG_POOL, *size, in_c, 1, 1, in_c, size, size)
        elif "depthwise" in kernel:
            layer = depthwise(size, in_c, window, stride)
        elif "1x1" in kernel:
            layer = linear(4 * in_c, out_c) if rng.random() < 0.2 else conv(size, in_c, out_c, 1, stride)
        else:
            layer = conv(size, in_c, out_c, window, stride)
        if layer.op in WEIGHTED:
            kind, bits = kernel.rsplit("_", 2)[1:]
            prefix = bits == "prefix"
            kept = int(rng.choice(SPARSE[int(bits)])) if kind == "sparse" else 100
            layer = weighted_as([layer], WeightFormat(4 if prefix else int(bits), kept, kind == "mirrored", prefix))[0]
        taken = int(layer.in_h * layer.in_w * layer.in_c + layer.out_h * layer.out_w * layer.out_c)
        if taken <= WORKING_BYTES and min(size) >= 2:
            return layer


def has_room(layer: Layer, weight: np.ndarray) -> bool:
    """Whether the words of the rows that are stored take no more bits than the prefix code has for them."""
    rows = rows_of(layer, weight.reshape(weight_shape(layer)))[:: 2 if layer.weights.mirrored else 1]
    return sum(LENGTHS[abs(q)] for q in rows.flat) <= MEAN_BITS * rows.size


def graph_of(network: Network, rng: np.random.Generator) -> QuantizedGraph:
    """Random integers in the geometry; scales as they are in networks: a sum spans the output's range."""
    first = network[0]
    tensors, items = [QuantTensor((1, int(first.in_h), int(first.in_w), int(first.in_c)), 0.05, -128)], []
    for layer in network:
        shape, scale = output_shape(layer), tensors[layer.inputs[0]].scale
        zero = tensors[layer.inputs[0]].zero_point
        if layer.op not in WEIGHTED:
            items.append(QuantLayer(layer))
            tensors.append(QuantTensor(shape, scale, zero))
            continue
        count, channels = int(np.prod(weight_shape(layer))), int(layer.out_c)
        weight = np.zeros(count, np.int8)
        kept = rng.permutation(count)[: int(layer.weights.kept(count))]
        weight[kept] = rng.integers(1, layer.weights.largest + 1, len(kept)) * rng.choice([-1, 1], len(kept))
        while layer.weights.prefix and not has_room(layer, weight):
            weight[:] = np.round(1.5 * rng.normal(size=count)).clip(-7, 7)
        spread = 60.0 * layer.weights.largest * np.sqrt(max(1.0, len(kept) / channels))
        ratio = (64 / spread) * rng.uniform(0.3, 1, channels)
        weight, bias = weight.reshape(weight_shape(layer)), rng.integers(-2000, 2000, channels, dtype=np.int32)
        if layer.weights.mirrored:
            first, second = slice(0, channels // 2 * 2, 2), slice(1, None, 2)
            rows = rows_of(layer, weight)
            rows[second], bias[second], ratio[second] = mirror(layer, rows[first]), bias[first], ratio[first]
            weight = (rows.T if layer.op is Op.DEPTHWISE else rows).reshape(weight_shape(layer))
        items.append(QuantLayer(layer, weight, bias, (ratio / scale * 0.05).astype(np.float32)))
        tensors.append(QuantTensor(shape, 0.05, -128 if layer.relu else 0))
    return QuantizedGraph(tuple(items), tuple(tensors), tuple(map(str, range(tensors[-1].shape[-1]))))


def counted(networks: list[Network], folder: Path, rng: np.random.Generator) -> list[int]:
    """Emulated instructions of each network."""
    sources = []
    for number, network in enumerate(networks):
        place = folder / str(number)
        place.mkdir(parents=True)
        graph = graph_of(network, rng)
        found = plan(exported(graph.network))
        write_texts(place, network_c(graph, found.tensor_offsets, found.arena_bytes, None))
        sources.append(place / "network.c")
    return emulate.instructions(sources, folder)


def network_drawn(rng: np.random.Generator) -> Network:
    """A chain as the micro space has them: a stem, two stages of stride 2, a pool, a linear layer; formats at random."""
    formats = ("int8", "int4", "int4_d50", "int4_d25", "int4_m", "int4_p", "int4_p_m")
    size, channels = (int(rng.integers(12, 29)),) * 2, int(rng.choice([1, 3]))
    layers: list[Layer] = []

    def push(layer: Layer) -> None:
        nonlocal size, channels
        if layer.op in WEIGHTED:
            layer = weighted_as([layer], WeightFormat.parse(str(rng.choice(formats))))[0]
        layers.append(layer if not layers else Layer(**{**vars(layer), "inputs": (len(layers),)}))
        size, channels = (int(layer.out_h), int(layer.out_w)), int(layer.out_c)

    push(conv(size, channels, int(rng.integers(2, 7)), 3, (int(rng.integers(1, 4)),) * 2))
    for _ in range(2):
        for stride in (2, 1):
            wide = int(rng.integers(3, 24))
            if rng.random() < 0.5:
                push(conv(size, channels, wide, 3, (stride, stride)))
            else:
                push(depthwise(size, channels, 3, (stride, stride)))
                push(conv(size, channels, wide, 1))
    push(Layer(Op.AVG_POOL, *size, channels, 1, 1, channels, size, size))
    push(linear(channels, 10))
    return tuple(layers)


def errors_text(errors: np.ndarray) -> str:
    return f"mean {100 * np.abs(errors).mean():.1f}%, worst {100 * np.abs(errors).max():.1f}%"


def main() -> None:
    """Draws, counts, fits, writes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--layers", type=int, default=48, help="per kernel")
    many = parser.parse_args().layers
    rng = np.random.default_rng(0)
    layers = {kernel: [drawn(kernel, rng) for _ in range(many)] for kernel in TERMS}
    networks = [network_drawn(rng) for _ in range(NETWORKS)]
    with tempfile.TemporaryDirectory() as folder:
        flat = [(layer,) for group in layers.values() for layer in group]
        found = counted([*flat, *networks], Path(folder), rng)
        of_networks = found[len(flat) :]
        stacks = [emulate.stack_bytes(path, Path(folder)) for path in sorted(Path(folder).glob("*/network.c"))]
    rows = iter(found)
    fits: list[Fit] = [
        fit_layers(kernel, [Row(CORE, "", layer, next(rows), 0) for layer in group]) for kernel, group in layers.items()
    ]
    lines = [
        "# Instructions per unit of work of generated C (dnas/export/kernels.py) on cortex-m0plus: gcc 12.2, -O2, QEMU.",
        "# Written by experiments/01_cost_models/generated.py (least squares on relative error); do not edit by hand.",
        "# Terms are defined in dnas/cost/generated_latency.py.",
    ]
    coefficients: dict[str, dict[str, float]] = {}
    for fit, group in zip(fits, layers.values(), strict=True):
        coefficients[fit.kernel] = fit.coefficients
        lines.append(f"{fit.kernel}:  # {len(group)} layers, error on held-out layers: {errors_text(fit.held_out)}")
        lines += [f"  {name}: {value:g}" for name, value in fit.coefficients.items()]
        print(lines[-1 - len(fit.coefficients)])
    (CONF / "core" / "generated_cortex_m0plus.yaml").write_text("\n".join(lines) + "\n")
    predicted = [
        sum(int(latency.layer_instructions(layer, coefficients, generated=True)) for layer in network) for network in networks
    ]
    errors = np.array(predicted) / np.array(of_networks) - 1
    print(f"{NETWORKS} networks of 7 to 11 layers, none of them fitted: {errors_text(errors)}; "
          f"{min(of_networks)} to {max(of_networks)} instructions")  # fmt: skip
    print(f"stack of {len(stacks)} layers and networks: at most {max(stacks)} bytes")


if __name__ == "__main__":
    main()

"""Costs: closed forms by hand, ints and tensors alike, the planner's invariants, and the measured tables where present."""

from __future__ import annotations

import importlib.util
import os
import random
import re
import sys
from dataclasses import fields, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch
from int4_networks import with_int4

from dnas import cost, geometry
from dnas.config import board
from dnas.cost import flash, host, latency, macs, planner, records, sram
from dnas.cost.integer import align, ceil_div, clamp, maximum, minimum
from dnas.cost.runtime import lower_bound_bytes
from dnas.cost.scratch import scratch_buffers, scratch_bytes
from dnas.device import CORES, DeviceProfile
from dnas.geometry import Layer, Network
from dnas.model import exported

ROOT = Path(__file__).resolve().parents[1]
MEASUREMENTS = Path(os.environ.get("DNAS_MEASUREMENTS", ROOT.parent / "shared" / "measurements"))
needs_measurements = pytest.mark.skipif(
    not (MEASUREMENTS / "layer_instructions.csv").is_file(),
    reason="measured tables absent: set DNAS_MEASUREMENTS to the folder with layer_instructions.csv",
)


@pytest.fixture(scope="module")
def device() -> DeviceProfile:
    return board("nucleo_f746")


def residual_network() -> Network:
    """8x8x3 -> conv 3x3 (8) -> [1x1 (16), depthwise 3x3, 1x1 (8), add] -> pool -> linear (10)."""
    stem = [geometry.conv((8, 8), 3, 8, kernel=3)]
    block = [
        geometry.conv((8, 8), 8, 16),
        geometry.depthwise((8, 8), 16, 3, source=1),
        geometry.conv((8, 8), 16, 8, relu=False, source=2),
        geometry.add((8, 8), 8, 0, 3),
    ]
    head = [geometry.global_avg_pool((8, 8), 8), geometry.linear(8, 10, source=1)]
    return geometry.chain([stem, block, head])


def random_network(seed: int) -> Network:
    """A chain of random blocks, some of them residual, some with longer branches."""
    pick = random.Random(seed)
    size, width = pick.choice([8, 13, 24, 32]), pick.choice([1, 3])
    blocks: list[list[Layer]] = []
    for _ in range(pick.randint(1, 6)):
        kernel, stride = pick.choice([1, 3, 5]), pick.choice([1, 1, 2])
        out, wide = pick.choice([4, 7, 12, 32]), pick.choice([4, 24, 50])
        hw, after = (size, size), (geometry.same_out(size, stride),) * 2
        kind = pick.choice(["conv", "separable", "residual"])
        if kind == "conv":
            blocks.append([geometry.conv(hw, width, out, kernel, (stride, stride))])
        elif kind == "separable":
            blocks.append([geometry.depthwise(hw, width, kernel, (stride, stride)), geometry.conv(after, width, out, source=1)])
        else:
            out, after = width, hw
            expand = geometry.conv(hw, width, wide)
            deep = geometry.depthwise(hw, wide, max(3, kernel), source=1)
            blocks.append([expand, deep, geometry.conv(hw, wide, width, source=2), geometry.add(hw, width, 0, 3)])
        size, width = after[0], out
    blocks.append([geometry.global_avg_pool((size, size), width), geometry.linear(width, 10, source=1)])
    return geometry.chain(blocks)


# ------------------------------------------------------------------------------------------------ integer arithmetic


@pytest.mark.parametrize("a", range(-9, 10))
@pytest.mark.parametrize("b", [-5, 0, 3, 4])
def test_integer_helpers_equal_python(a: int, b: int) -> None:
    assert (minimum(a, b), maximum(a, b)) == (min(a, b), max(a, b))
    assert clamp(a, 0, 4) == min(max(a, 0), 4)
    assert ceil_div(a, 4) == int(np.ceil(a / 4))
    assert align(a, 16) == 16 * int(np.ceil(a / 16))
    left = torch.tensor([a])
    assert minimum(left, b).item() == min(a, b)  # type: ignore[union-attr]
    assert align(left, 16).item() == align(a, 16)  # type: ignore[union-attr]


@pytest.mark.parametrize("size", [1, 2, 5, 9, 16])
@pytest.mark.parametrize("kernel", [1, 3, 5, 7])
@pytest.mark.parametrize("stride", [1, 2, 3])
def test_taps_inside_equals_counting(size: int, kernel: int, stride: int) -> None:
    out = geometry.same_out(size, stride)
    before, _ = geometry.same_padding(size, kernel, stride)
    counted = sum(0 <= o * stride - before + t < size for o in range(out) for t in range(kernel))
    assert latency.taps_inside(size, out, kernel, stride) == counted
    as_tensor = latency.taps_inside(torch.tensor(size), torch.tensor(out), kernel, stride)
    assert int(as_tensor) == counted


# ------------------------------------------------------------------------------------------------ closed forms


def test_macs_by_hand() -> None:
    assert macs.layer_macs(geometry.conv((8, 8), 3, 16, kernel=3, stride=(2, 2))) == 4 * 4 * 16 * 9 * 3
    assert macs.layer_macs(geometry.depthwise((7, 5), 12, 5)) == 7 * 5 * 12 * 25
    assert macs.layer_macs(geometry.linear(64, 10)) == 640
    assert macs.layer_macs(geometry.add((4, 4), 8, 0, 1)) == 0
    assert macs.layer_macs(geometry.global_avg_pool((4, 4), 8)) == 0


def test_macs_equal_fvcores_count() -> None:
    from fvcore.nn import FlopCountAnalysis

    from dnas.network import TorchNetwork

    network = residual_network()
    analysis = FlopCountAnalysis(TorchNetwork(network).eval(), torch.zeros(1, 3, 8, 8))
    counted = analysis.unsupported_ops_warnings(False).by_operator()
    assert macs.network_macs(network) == counted["conv"] + counted["linear"]


@pytest.mark.parametrize(
    ("layer", "without_dsp", "with_dsp"),
    [
        (geometry.conv((8, 8), 16, 8), 0, 0),
        (geometry.conv((8, 8), 3, 8, kernel=3), 112, 112),  # 27 -> 28 elements, two int16 columns
        (geometry.conv((8, 8), 16, 8, kernel=5), 1600, 1600),
        (geometry.depthwise((8, 8), 24, 3), 0, 0),
        (geometry.depthwise((8, 8), 24, 5), 0, 1200),
        (geometry.linear(64, 10), 0, 0),
        (with_int4(geometry.conv((8, 8), 16, 8)), 0, 0),
        (with_int4(geometry.conv((8, 8), 3, 8, kernel=3)), 112, 112),  # TFLM asks for the int8 kernel's
        (with_int4(geometry.depthwise((8, 8), 24, 3)), 432, 432),  # one int16 column, with and without DSP
        (with_int4(geometry.depthwise((8, 8), 24, 5)), 1200, 1200),
        (with_int4(geometry.linear(64, 10)), 0, 0),
        (geometry.add((8, 8), 8, 0, 1), 0, 0),
        (geometry.global_avg_pool((8, 8), 10), 0, 48),  # 40 bytes rounded up to 16
    ],
)
def test_scratch_by_hand(layer: Layer, without_dsp: int, with_dsp: int) -> None:
    assert scratch_bytes(layer, "cortex-m0plus") == without_dsp
    for core in ("cortex-m4", "cortex-m7", "cortex-m33"):
        assert scratch_bytes(layer, core) == with_dsp


@pytest.mark.parametrize(
    ("layer", "unpacked"),
    [(geometry.conv((8, 8), 3, 5, 3), 144), (geometry.depthwise((8, 8), 7, 5), 176), (geometry.linear(9, 3), 32)],
)
def test_reference_kernels_unpack_4_bit_weights(layer: Layer, unpacked: int) -> None:
    assert scratch_bytes(layer, None) == 0
    assert scratch_buffers(with_int4(layer), None) == (unpacked,)  # 135, 175, 27 weights


def test_tensors_are_rounded_up_to_16_bytes() -> None:
    assert sram.tensor_bytes(geometry.conv((5, 5), 3, 3)) == 80  # 75 bytes
    assert sram.input_bytes(geometry.conv((5, 5), 3, 3)) == 80


def test_one_layer_arena_by_hand() -> None:
    # 16x16x4 -> 1x1 -> 16x16x8: 1024 + 2048 planned, 2 x 32 per-channel, 436 of records (emulated: 436 for every convolution)
    assert sram.arena_bytes(exported((geometry.conv((16, 16), 4, 8),)), "cortex-m4") == 1024 + 2048 + 64 + 436


def test_live_bytes_by_hand() -> None:
    channels_8, channels_16 = 8 * 8 * 8, 8 * 8 * 16
    _, expand, deep, project, residual, pool, dense = sram.live_bytes(residual_network(), "cortex-m4")
    assert expand == channels_8 + channels_16
    assert deep == channels_8 + 2 * channels_16  # the block's input waits for the residual sum
    assert project == channels_8 + channels_16 + channels_8
    assert residual == 3 * channels_8
    assert pool == channels_8 + 16 + 32  # 8 sums of int32
    assert dense == 16 + 16
    assert sram.live_bytes([], "cortex-m4") == []


def test_layer_cycles_by_hand(device: DeviceProfile) -> None:
    toy = replace(device, coefficients={"add": {"layer": 10.5, "element": 2.0}}, cycles_per_instruction=1.5)
    assert latency.layer_instructions(geometry.add((4, 4), 8, 0, 1), toy.coefficients) == 266  # 10.5 + 256
    assert latency.layer_cycles(geometry.add((4, 4), 8, 0, 1), toy) == 399  # 266.5 x 1.5 = 399.75
    assert latency.seconds(216_000_000, device) == 1.0


def test_host_bytes_by_hand() -> None:
    layer = geometry.conv((8, 8), 3, 16, kernel=3)
    assert host.layer_activation_bytes(layer) == 2 * 4 * 8 * 8 * 16, "the input of the norm and the rectified output"
    assert host.layer_activation_bytes(replace(layer, relu=False)) == 4 * 8 * 8 * 16
    strided = geometry.conv((8, 8), 3, 16, kernel=3, stride=(2, 2))
    assert host.layer_activation_bytes(strided) == 2 * 4 * 4 * 4 * 16 + 4 * 9 * 9 * 3, "uneven padding is a copy of the input"
    assert host.layer_weight_bytes(layer) == 12 * (9 * 3 * 16 + 2 * 16)
    assert host.layer_weight_bytes(geometry.linear(8, 10)) == 12 * 90
    assert host.layer_weight_bytes(geometry.add((8, 8), 4, 0, 1)) == 0


def test_unknown_operators_are_errors() -> None:
    strange = replace(geometry.add((4, 4), 4, 0, 1), op="fft")  # type: ignore[arg-type]
    for formula in (macs.layer_macs, latency.kernel_of, host.layer_activation_bytes, host.layer_weight_bytes):
        with pytest.raises(ValueError, match="'fft'; known operators: conv, depthwise, linear, add, "):
            formula(strange)
    for of_core in (scratch_bytes, records.persistent_bytes):
        with pytest.raises(ValueError, match="'fft'"):
            of_core(strange, "cortex-m4")


# ------------------------------------------------------------------------------------------------ ints and tensors alike

WIDTHS_IN, WIDTHS_OUT = (1, 3, 4, 17, 32), (2, 4, 7, 24, 65)


def layers_of(in_c: Any, out_c: Any) -> list[Layer]:
    """One layer of every kind; `in_c`, `out_c` ints or tensors that broadcast."""
    int4 = [geometry.conv((9, 7), in_c, out_c, 3), geometry.depthwise((9, 7), out_c, 3), geometry.linear(in_c, out_c)]
    return [
        *map(with_int4, int4),
        geometry.conv((9, 7), in_c, out_c),
        geometry.conv((9, 7), in_c, out_c, kernel=3, stride=(2, 2)),
        geometry.conv((16, 16), in_c, out_c, kernel=5, relu=False),
        geometry.depthwise((9, 7), out_c, 3, (2, 1)),
        geometry.depthwise((9, 7), out_c, 5),
        geometry.linear(in_c, out_c),
        geometry.add((9, 7), out_c, 0, 1),
        geometry.global_avg_pool((9, 7), out_c),
    ]


def formulas(device: DeviceProfile) -> dict[str, Any]:
    """Every per-layer price."""
    return {
        "macs": macs.layer_macs,
        "tensor": sram.tensor_bytes,
        "input": sram.input_bytes,
        "scratch": lambda layer: scratch_bytes(layer, device.core),
        "persistent": lambda layer: records.persistent_bytes(layer, device.core),
        "cycles": lambda layer: latency.layer_cycles(layer, device),
        "activation": host.layer_activation_bytes,
        "parameters": host.layer_weight_bytes,
        "flash": flash.layer_bytes,
    }


@pytest.mark.parametrize("name", ["nucleo_f746", "nucleo_l010rb", "nucleo_u575"])
def test_tensors_give_the_numbers_of_ints(name: str) -> None:
    prices = formulas(board(name))
    in_c, out_c = torch.tensor(WIDTHS_IN).view(-1, 1), torch.tensor(WIDTHS_OUT).view(1, -1)
    shape = (len(WIDTHS_IN), len(WIDTHS_OUT))
    for index, many in enumerate(layers_of(in_c, out_c)):
        for price, formula in prices.items():
            table = torch.as_tensor(formula(many))
            assert table.dtype == torch.int64, price
            table = table.expand(shape)
            for i, a in enumerate(WIDTHS_IN):
                for j, b in enumerate(WIDTHS_OUT):
                    exact = formula(layers_of(a, b)[index])
                    assert isinstance(exact, int)
                    assert table[i, j].item() == exact, (price, many.op, a, b)


def test_live_bytes_broadcast() -> None:
    widths = torch.tensor([4, 8, 12])

    def block(c: Any) -> list[Layer]:
        return [
            geometry.conv((8, 8), c, 2 * c),
            geometry.depthwise((8, 8), 2 * c, 5, source=1),
            geometry.conv((8, 8), 2 * c, c, source=2),
            geometry.add((8, 8), c, 0, 3),
        ]

    for step, many in enumerate(sram.live_bytes(block(widths), "cortex-m4")):
        assert torch.as_tensor(many).tolist() == [sram.live_bytes(block(int(c)), "cortex-m4")[step] for c in widths]


# ------------------------------------------------------------------------------------------------ the planner


@pytest.mark.parametrize("core", sorted(CORES))
@pytest.mark.parametrize("seed", range(40))
def test_plan_is_valid_and_above_the_lower_bound(seed: int, core: str) -> None:
    network = random_network(seed)
    plan = planner.plan(exported(network), core)
    sizes = [int(sram.input_bytes(network[0])), *(int(sram.tensor_bytes(layer)) for layer in network)]
    first = [0, *range(len(network))]
    last = [max([made, *(s for s, layer in enumerate(network) if t in layer.inputs)]) for t, made in enumerate(first)]
    buffers = [*zip(plan.tensor_offsets, sizes, first, last, strict=True)]
    for step, (layer, offsets) in enumerate(zip(network, plan.scratch_offsets, strict=True)):
        sizes = map(int, scratch_buffers(layer, core))
        buffers += [(offset, size, step, step) for offset, size in zip(offsets, sizes, strict=True)]
    for i, (a, a_size, a_first, a_last) in enumerate(buffers):
        assert a % 16 == 0
        for b, b_size, b_first, b_last in buffers[:i]:
            together = a_first <= b_last and b_first <= a_last
            assert not together or a + a_size <= b or b + b_size <= a, "two live buffers overlap"
    assert plan.arena_bytes == max(offset + size for offset, size, _, _ in buffers)
    assert list(plan.live_bytes) == sram.live_bytes(network, core)
    assert plan.live_bytes[plan.peak_step] == max(plan.live_bytes) <= plan.arena_bytes
    lower = lower_bound_bytes(network, replace(board("nucleo_f746"), core=core))
    exact = sram.arena_bytes(exported(network), core)
    assert lower <= exact
    persistent = records.BASE_BYTES + sum(int(records.persistent_bytes(layer, core)) for layer in network)
    assert 0 <= records.persistent(exported(network), core).total_bytes - persistent <= 48


def test_greedy_planner_can_need_more_than_the_live_set() -> None:
    plans = [planner.plan(exported(random_network(seed)), "cortex-m4") for seed in range(200)]
    gaps = [plan.arena_bytes - max(plan.live_bytes) for plan in plans]
    assert min(gaps) == 0
    assert max(gaps) > 0, "otherwise the lower bound would be exact and the margin pointless"


def test_of_equal_buffers_the_later_is_placed_first() -> None:
    # three tensors of 64 bytes in a chain: output, then middle, then input
    network = (geometry.conv((4, 4), 4, 4), geometry.conv((4, 4), 4, 4, source=1))
    assert planner.plan(exported(network), "cortex-m4").tensor_offsets == (0, 64, 0)


def test_an_empty_network_has_no_plan() -> None:
    with pytest.raises(ValueError, match="empty network"):
        exported(())


# ------------------------------------------------------------------------------------------------ whole networks


def test_cost_of_adds_up(device: DeviceProfile) -> None:
    network = residual_network()
    price = cost.cost_of(network, device)
    rows = cost.layer_report(network, device)
    assert price.cycles == sum(row["cycles"] for row in rows)
    assert price.macs == sum(row["macs"] for row in rows)
    assert price.flash_bytes == flash.BASE_BYTES + sum(row["flash_bytes"] for row in rows)
    assert price.latency_s == price.cycles / device.clock_hz
    assert price.sram_bytes == sram.arena_bytes(exported(network), device.core)
    assert sum(row["share"] for row in rows) == pytest.approx(1.0)
    assert [row["op"] for row in rows] == ["conv", "conv", "depthwise", "conv", "add", "avg_pool", "linear"]
    assert rows[0]["in_shape"] == (8, 8, 3)
    assert all(getattr(price, field.name) > 0 for field in fields(price))


def zero_graph(network: Network) -> Any:
    """The network as a quantized graph whose weights are all zero: sizes do not depend on values."""
    from dnas.geometry import WEIGHTED
    from dnas.graph import QuantizedGraph, QuantLayer, QuantTensor, output_shape, weight_shape

    first = network[0]
    tensors = [QuantTensor((1, int(first.in_h), int(first.in_w), int(first.in_c)), 0.05, -128)]
    tensors += [QuantTensor(output_shape(layer), 0.05, -128) for layer in network]

    def quantized(layer: Layer) -> QuantLayer:
        if layer.op not in WEIGHTED:
            return QuantLayer(layer)
        channels = int(layer.out_c)
        weight, bias = np.zeros(weight_shape(layer), np.int8), np.zeros(channels, np.int32)
        return QuantLayer(layer, weight, bias, np.full(channels, 0.01, np.float32))

    names = tuple(f"class {i}" for i in range(tensors[-1].shape[-1]))
    return QuantizedGraph(tuple(map(quantized, network)), tuple(tensors), names)


@pytest.mark.parametrize("seed", range(20))
def test_host_arena_equals_the_real_interpreter(seed: int, capfd: pytest.CaptureFixture[str]) -> None:
    runtime = pytest.importorskip("tflite_micro", reason="tflite-micro has no wheel here").runtime
    from dnas.export.tflite import write_tflite

    network = random_network(seed)
    runtime.Interpreter.from_bytes(write_tflite(zero_graph(network)), arena_size=2**20).print_allocations()
    printed = "".join(capfd.readouterr())
    match = re.search(r"Arena allocation total (\d+) bytes", printed)
    assert match is not None
    assert sram.arena_bytes(exported(network), None, records.HOST) == int(match[1])


# ------------------------------------------------------------------------------------------------ measured tables


@pytest.fixture(scope="module")
def tables() -> ModuleType:
    """experiments/01_cost_models/measurements.py, which no package holds."""
    path = ROOT / "experiments" / "01_cost_models" / "measurements.py"
    spec = importlib.util.spec_from_file_location("cost_measurements", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@needs_measurements
def test_arena_equals_every_emulated_layer(tables: ModuleType) -> None:
    rows = tables.rows(MEASUREMENTS)
    assert len(rows) > 700
    wrong = [
        (row.core, row.op, row.layer) for row in rows if tables.predicted_arena_bytes(row.layer, row.core) != row.arena_bytes
    ]
    assert not wrong

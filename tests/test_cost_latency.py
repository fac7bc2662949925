"""Latency: terms by hand for every kernel, ints and tensors alike, and the errors against emulated layers and networks."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch
from int4_networks import with_int4
from test_cost import MEASUREMENTS, ROOT, needs_measurements
from test_device import board

from dnas import geometry
from dnas.cost import generated_latency, latency
from dnas.geometry import Layer, Op

MODELS = MEASUREMENTS.parent / "models"
BOARD_OF_CORE = {"cortex-m0plus": "nucleo_l010rb", "cortex-m4": "nucleo_f446", "cortex-m7": "nucleo_f746"}


def layer(
    op: Op, in_hwc: tuple[Any, Any, Any], out_hwc: tuple[Any, Any, Any], kernel: int = 1, stride: int = 1, **more: Any
) -> Layer:
    """A layer with a square kernel and stride."""
    return Layer(op, *in_hwc, *out_hwc, (kernel, kernel), (stride, stride), **more)


# ------------------------------------------------------------------------------------------------ terms by hand

BY_HAND: dict[str, tuple[Layer, dict[str, int]]] = {
    # 9 positions = 4 pairs and 1 odd, 5 channels = 2 pairs and 1 odd, 23 inputs = 16 + 4 + 3
    "conv_1x1": (
        geometry.conv((3, 3), 23, 5),
        {
            "layer": 1,
            "channel": 5,
            "weight": 115,
            "output": 45,
            "pairs_by_16": 8,
            "pairs_with_4": 8 + 2,
            "pairs_by_4": 8,
            "pairs_by_1": 24,
            "odd_position": 2,
            "odd_position_input": 46,
            "odd_channel": 9,
            "odd_channel_input": 207,
        },
    ),
    # 2x2 of 3x3 with SAME padding: 2 taps inside per axis and output, 16 of 36 taps; columns of 27 = 6 x 4 + 3
    "conv_kxk": (
        geometry.conv((2, 2), 3, 5, kernel=3),
        {
            "layer": 1,
            "position": 4,
            "output": 20,
            "pairs_by_4": 2 * 2 * 6,
            "pairs_with_1": 4,
            "pairs_by_1": 12,
            "odd_position": 0,
            "odd_channel": 2 * 27,
            "tap_inside": 16,
            "tap_outside": 20,
            "copy_by_4": 0,
            "copy_by_1": 48,
            "zero_fill": 60,
        },
    ),
    "depthwise_3x3": (
        geometry.depthwise((2, 2), 6, 3),
        {
            "layer": 1,
            "position": 4,
            "position_with_4": 4,
            "output_by_4": 4,
            "output_by_1": 8,
            "tap_inside_by_4": 16,
            "tap_inside_by_1": 32,
        },
    ),
    "depthwise_kxk": (
        geometry.depthwise((2, 2), 6, 5),
        {
            "layer": 1,
            "position": 4,
            "position_with_4": 4,
            "output_by_4": 4,
            "output_by_1": 8,
            "tap_inside_by_4": 16,
            "tap_inside_by_1": 32,
            "row": 2 * 2 * 2 * 6,
            "tap_inside": 16,
            "tap_outside": 84,
            "tap_by_4": 100,
            "tap_by_1": 200,
        },
    ),
    "depthwise_multiplier": (
        layer(Op.DEPTHWISE, (2, 2, 1), (2, 2, 8), kernel=3),
        {"layer": 1, "position": 4, "output": 8, "row": 16, "tap": 32},
    ),
    "depthwise_general": (
        layer(Op.DEPTHWISE, (2, 2, 3), (2, 2, 6), kernel=3),
        {"layer": 1, "position": 4, "output": 24, "row": 48, "tap": 96},
    ),
    "linear": (geometry.linear(64, 10), {"layer": 1, "output": 10, "input": 640}),
    "add": (geometry.add((4, 4), 8, 0, 1), {"layer": 1, "element": 128}),
    "add_broadcast": (
        layer(Op.ADD, (4, 4, 8), (4, 4, 8), broadcast=True),
        {"layer": 1, "element": 128, "position": 16},
    ),
    "mul": (layer(Op.MUL, (4, 4, 8), (4, 4, 8)), {"layer": 1, "element": 128, "position": 16}),
    "avg_pool": (
        geometry.global_avg_pool((3, 5), 8),
        {"layer": 1, "output": 8, "row": 24, "tap": 15, "input": 120},
    ),
    "max_pool": (
        layer(Op.MAX_POOL, (4, 4, 7), (2, 2, 7), kernel=2, stride=2),
        {"layer": 1, "tap": 16, "input_by_4": 16, "input_by_1": 48},
    ),
    "mean": (layer(Op.MEAN, (3, 5, 8), (1, 1, 8)), {"layer": 1, "row": 24, "input": 120}),
    "softmax": (layer(Op.SOFTMAX, (1, 1, 10), (1, 1, 10)), {"layer": 1, "element": 10}),
    "quantize": (layer(Op.QUANTIZE, (4, 4, 3), (4, 4, 3)), {"layer": 1, "element": 48}),
    "pad": (layer(Op.PAD, (4, 4, 3), (6, 6, 3)), {"layer": 1, "element": 108}),
    "reshape": (layer(Op.RESHAPE, (1, 1, 64), (1, 1, 64)), {"layer": 1, "element": 64}),
    "logistic": (layer(Op.LOGISTIC, (1, 1, 4), (1, 1, 4)), {"layer": 1, "element": 4}),
    "dequantize": (layer(Op.DEQUANTIZE, (1, 1, 4), (1, 1, 4)), {"layer": 1, "element": 4}),
    "shape": (layer(Op.PACK, (1, 1, 2), (1, 1, 2)), {"layer": 1}),
}


def test_every_kernel_has_a_case() -> None:
    assert set(BY_HAND) == set(latency.TERMS) - set(generated_latency.TERMS), "those are in test_generated_latency.py"


@pytest.mark.parametrize("kernel", sorted(BY_HAND))
def test_terms_by_hand(kernel: str) -> None:
    case, expected = BY_HAND[kernel]
    assert latency.kernel_of(case) == kernel
    assert latency.TERMS[kernel](case) == expected


def test_a_strided_1x1_convolution_runs_row_by_row() -> None:
    strided = latency.TERMS["conv_1x1"](geometry.conv((6, 6), 8, 4, stride=(2, 2)))
    row = latency.TERMS["conv_1x1"](geometry.conv((1, 3), 8, 4))
    assert {name: value for name, value in strided.items() if name != "layer"} == {
        name: 3 * value for name, value in row.items() if name != "layer"
    }


@pytest.mark.parametrize("core", sorted(BOARD_OF_CORE))
def test_4_bit_weights_cost_one_factor_more(core: str) -> None:
    profile = board(BOARD_OF_CORE[core])
    for each in (geometry.conv((9, 7), 5, 8, 3), geometry.depthwise((9, 7), 6, 3), geometry.linear(64, 10)):
        int8, int4 = (latency.layer_instructions(one, profile.coefficients) for one in (each, with_int4(each)))
        assert int8 * 8 // 5 <= int4 <= int8 * 8 // 5 + 2, "1.6 times, and a rest that rounding left"
    pool = geometry.global_avg_pool((4, 4), 8)
    assert latency.layer_cycles(with_int4(pool), profile) == latency.layer_cycles(pool, profile)


@pytest.mark.parametrize("op", sorted(Op))
def test_every_operator_has_a_kernel(op: Op) -> None:
    assert latency.kernel_of(layer(op, (4, 4, 8), (4, 4, 8))) in latency.TERMS


# ------------------------------------------------------------------------------------------------ ints and tensors alike

CHANNELS = (1, 3, 4, 7, 16, 23, 64)
MANY: dict[str, Callable[[Any], Layer]] = {
    "conv_1x1, 4 bits": lambda c: with_int4(geometry.conv((9, 7), c, c + 1)),
    "conv_1x1, strided": lambda c: geometry.conv((9, 7), c, c + 1, stride=(2, 2)),
    "add_broadcast": lambda c: layer(Op.ADD, (4, 5, c), (4, 5, c), broadcast=True),
    "mul": lambda c: layer(Op.MUL, (4, 5, c), (4, 5, c)),
    "max_pool": lambda c: layer(Op.MAX_POOL, (8, 8, c), (4, 4, c), kernel=2, stride=2),
    "mean": lambda c: layer(Op.MEAN, (4, 5, c), (1, 1, c)),
    "softmax": lambda c: layer(Op.SOFTMAX, (1, 1, c), (1, 1, c)),
    "quantize": lambda c: layer(Op.QUANTIZE, (4, 5, c), (4, 5, c)),
    "pad": lambda c: layer(Op.PAD, (4, 5, c), (6, 7, c)),
    "reshape": lambda c: layer(Op.RESHAPE, (4, 5, c), (1, 1, 20 * c)),
    "logistic": lambda c: layer(Op.LOGISTIC, (1, 1, c), (1, 1, c)),
    "dequantize": lambda c: layer(Op.DEQUANTIZE, (1, 1, c), (1, 1, c)),
    "shape": lambda c: layer(Op.SHAPE, (1, 1, c), (1, 1, c)),
}
"""Kernels of foreign files; those that candidates use are in test_cost.py. A depth multiplier is for concrete layers only."""


@pytest.mark.parametrize("core", sorted(BOARD_OF_CORE))
@pytest.mark.parametrize("name", sorted(MANY))
def test_arrays_give_the_numbers_of_ints(name: str, core: str) -> None:
    profile = board(BOARD_OF_CORE[core])
    each = [latency.layer_cycles(MANY[name](c), profile) for c in CHANNELS]
    assert all(isinstance(cycles, int) and cycles > 0 for cycles in each)
    for many in (torch.tensor(CHANNELS), np.array(CHANNELS, np.int64)):
        at_once: Any = latency.layer_cycles(MANY[name](many), profile)
        assert str(at_once.dtype).endswith("int64")
        assert at_once.tolist() == each


@pytest.mark.parametrize("core", sorted(BOARD_OF_CORE))
def test_more_channels_cost_more(core: str) -> None:
    profile = board(BOARD_OF_CORE[core])
    for make in MANY.values():
        cycles = [int(latency.layer_cycles(make(c), profile)) for c in (4, 16, 64)]
        assert cycles == sorted(cycles)


# ------------------------------------------------------------------------------------------------ measured tables


@pytest.fixture(scope="module")
def experiment() -> Iterator[Callable[[str], ModuleType]]:
    """Modules of experiments/01_cost_models, which no package holds, by name."""
    pytest.importorskip("scipy", reason="the fit needs the experiments extra")
    folder = str(ROOT / "experiments" / "01_cost_models")
    sys.path.insert(0, folder)
    yield importlib.import_module
    sys.path.remove(folder)


@pytest.fixture(scope="module")
def fits(experiment: Callable[[str], ModuleType]) -> ModuleType:
    return experiment("instructions")


@needs_measurements
@pytest.mark.parametrize("core", sorted(BOARD_OF_CORE))
def test_instructions_of_layers_are_close_to_emulation(fits: ModuleType, core: str) -> None:
    coefficients = board(BOARD_OF_CORE[core]).coefficients
    errors = [
        abs(int(latency.layer_instructions(row.layer, coefficients)) / row.instructions - 1)
        for row in fits.measurements.rows(MEASUREMENTS)
        if row.core == core
    ]
    assert len(errors) > 200
    assert sum(errors) / len(errors) < 0.006, "mean error; it was 0.3 % on M0+, 0.4 % on M4 and M7"
    assert max(errors) < 0.06


@needs_measurements
@pytest.mark.parametrize("core", sorted(BOARD_OF_CORE))
def test_instructions_of_unseen_layers(fits: ModuleType, core: str) -> None:
    rows = [row for row in fits.measurements.rows(MEASUREMENTS) if row.core == core]
    errors = []
    for kernel in latency.TERMS:
        own = [row for row in rows if latency.kernel_of(row.layer) == kernel]
        if own and kernel not in fits.compiled_loops.COUNTED:
            errors.append(np.abs(fits.fit_layers(kernel, own).held_out).mean(axis=0))
            assert errors[-1].mean() < 0.05, kernel
    assert np.concatenate(errors).mean() < 0.015, "a quarter of the shapes held out at a time; it was 0.7 % to 0.8 %"


@needs_measurements
@pytest.mark.skipif(not MODELS.is_dir(), reason="no folder 'models' beside the measured tables")
@pytest.mark.parametrize("core", sorted(BOARD_OF_CORE))
def test_instructions_of_whole_networks(fits: ModuleType, core: str) -> None:
    networks = fits.measurements.emulated_networks(MEASUREMENTS, MODELS)
    coefficients = board(BOARD_OF_CORE[core]).coefficients
    known = {kernel: terms for kernel, terms in coefficients.items() if kernel not in fits.compiled_loops.COUNTED}
    pools = [row for row in fits.measurements.rows(MEASUREMENTS) if row.core == core and row.layer.op is Op.MAX_POOL]
    fit = fits.NetworkFit(core, known, pools, networks)
    for name, (layers, counted) in networks.items():
        predicted = sum(int(latency.layer_instructions(each, coefficients)) for each in layers)
        assert abs(predicted / counted[core] - 1) < 0.01, f"{name}: it was 0.9 % at most"
        assert abs(fit.error(name, fit.solve(without=name))) < 0.03, f"{name}, left out: it was 1.7 % at most"


@needs_measurements
@pytest.mark.skipif(not MODELS.is_dir(), reason="no folder 'models' beside the measured tables")
def test_milliseconds_of_published_networks(experiment: Callable[[str], ModuleType]) -> None:
    tables, cycles = experiment("measurements"), experiment("cycles")
    networks = {name: layers for name, (layers, _) in tables.emulated_networks(MEASUREMENTS, MODELS).items()}
    by_core = {core: board(name).coefficients for core, name in BOARD_OF_CORE.items()}
    points = [p for p in cycles.points(MEASUREMENTS, networks, by_core) if not p.group.profile.startswith("(")]
    for runtime, count in ((cycles.TFLM, 12), (cycles.XCUBEAI, 20)):
        own = [p for p in points if p.group.runtime == runtime]
        predicted = np.array([p.instructions * board(p.group.profile).cycles_per_instruction for p in own])
        published = np.array([p.cycles for p in own])
        assert len(own) >= count
        assert np.abs(predicted / published - 1).mean() < 0.12, runtime
        ranks = [values.argsort().argsort() for values in (predicted, published)]
        assert np.corrcoef(*ranks)[0, 1] >= 0.95, runtime

"""Latency of generated code: terms by hand, ints and tensors alike, and emulated networks where the tools are."""

from __future__ import annotations

import importlib
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from test_cost import ROOT
from test_device import board

from dnas.cost import latency
from dnas.cost.generated import chosen, coding_of
from dnas.cost.generated_latency import TERMS
from dnas.geometry import Layer, WeightFormat, add, conv, depthwise, global_avg_pool, linear, max_pool, weighted_as

BOARD = "nucleo_l011k4"


def stored(layer: Layer, name: str) -> Layer:
    return weighted_as([layer], WeightFormat.parse(name))[0]


BY_HAND: dict[str, tuple[str, Layer, dict[str, int]]] = {
    # 2x2 of 3x3 with SAME padding: 16 of 36 taps inside
    "dense": (
        "generated_kxk_dense_8",
        conv((2, 2), 3, 5, 3),
        {"layer": 1, "position": 4, "output": 20, "row": 60, "tap": 180, "tap_inside": 80, "product": 240},
    ),
    "prefix": (
        "generated_kxk_dense_prefix",
        stored(conv((2, 2), 3, 5, 3), "int4_p"),
        {"layer": 1, "position": 4, "output": 20, "row": 60, "tap": 180, "tap_inside": 80, "product": 240, "word": 540},
    ),
    # 40 weights, 10 kept: 5 + 5 bytes as a bitmask, 20 dense, 2 + 4 + 5 with places of 3 bits
    "bitmask": (
        "generated_1x1_sparse_4",
        stored(conv((3, 1), 8, 5), "int4_d25"),
        {"layer": 1, "position": 3, "output": 15, "row": 15, "tap": 15, "tap_inside": 15, "dense_product": 0, "bit": 120,
         "bit_kept": 30, "bit_product": 30, "index_output": 0, "index_tap": 0, "index_kept": 0, "index_product": 0},
    ),
    # 200 weights in 2 rows, 10 kept: 2 + 9 + 10 bytes by places of 7 bits, 25 + 10 as a bitmask
    "index": (
        "generated_1x1_sparse_8",
        stored(linear(100, 2), "int8_d5"),
        {"layer": 1, "position": 1, "output": 2, "row": 0, "tap": 0, "tap_inside": 0, "dense_product": 0, "bit": 0,
         "bit_kept": 0, "bit_product": 0, "index_output": 2, "index_tap": 2, "index_kept": 10, "index_product": 10},
    ),
    # 54 weights, 49 kept: 54 bytes dense, 7 + 49 as a bitmask; one product per tap inside
    "sparse in name": (
        "generated_depthwise_sparse_8",
        stored(depthwise((2, 2), 6, 3), "int8_d90"),
        {"layer": 1, "position": 4, "output": 24, "row": 72, "tap": 216, "tap_inside": 96, "dense_product": 96, "bit": 0,
         "bit_kept": 0, "bit_product": 0, "index_output": 0, "index_tap": 0, "index_kept": 0, "index_product": 0},
    ),
    "sum": ("generated_add", add((4, 4), 8, 0, 1), {"layer": 1, "element": 128}),
    "pool": (
        "generated_max_pool",
        max_pool((5, 4), 3),  # the last row of windows has one row of taps
        {"layer": 1, "position": 6, "output": 18, "row": 36, "tap": 72, "tap_inside": 60},
    ),
    "global pool": (
        "generated_avg_pool",
        global_avg_pool((3, 5), 8),
        {"layer": 1, "position": 1, "output": 8, "row": 24, "tap": 120, "tap_inside": 120},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BY_HAND)
def test_terms_by_hand(name: str) -> None:
    kernel, layer, expected = BY_HAND[name]
    coefficients = board(BOARD).coefficients
    assert latency.kernel_of(layer, generated=True) == kernel
    assert TERMS[kernel](layer) == expected
    by_hand = sum(value * expected[term] for term, value in coefficients[kernel].items())
    assert latency.layer_instructions(layer, coefficients, generated=True) == pytest.approx(by_hand, abs=2 + by_hand / 1000)


def test_an_interpreters_board_has_its_own_kernels() -> None:
    assert latency.kernel_of(conv((4, 4), 3, 4)) == "conv_1x1"


SIZES = (1, 2, 3, 5, 8, 13, 40)


FORMATS = ("int8", "int4", "int8_d70", "int4_d80", "int4_d50", "int8_d25", "int4_d25", "int8_d5", "int4_d5", "int4_m", "int4_p")
MAKERS = (lambda c: conv((5, 4), c, c + 1, 3), lambda c: depthwise((5, 4), c, 5), lambda c: linear(c, 10))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("make", MAKERS)
def test_tensors_give_the_numbers_of_ints(name: str, make: Any) -> None:
    profile = board(BOARD)
    layers = [stored(make(c), name) for c in SIZES]
    for layer in layers:
        assert [coding for coding, is_it in chosen(layer).items() if is_it == 1] == [coding_of(layer)]
        assert sum(chosen(layer).values()) == 1
    each = [latency.layer_cycles(layer, profile) for layer in layers]
    assert latency.layer_cycles(stored(make(torch.tensor(SIZES)), name), profile).tolist() == each


@pytest.mark.skipif(
    shutil.which("arm-none-eabi-gcc") is None or shutil.which("qemu-system-arm") is None,
    reason="no arm-none-eabi-gcc or no qemu-system-arm",
)
def test_instructions_of_networks_are_close_to_emulation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("scipy", reason="the experiments' extra is not installed")
    monkeypatch.syspath_prepend(str(ROOT / "experiments" / "01_cost_models"))
    experiment: Any = importlib.import_module("generated")
    rng = np.random.default_rng(99)  # not the networks of the experiment
    networks = [experiment.network_drawn(rng) for _ in range(6)]
    coefficients = board(BOARD).coefficients
    predicted = [
        sum(int(latency.layer_instructions(layer, coefficients, generated=True)) for layer in network) for network in networks
    ]
    errors = np.array(predicted) / experiment.counted(networks, tmp_path, rng) - 1
    assert np.abs(errors).mean() < 0.08
    assert np.abs(errors).max() < 0.15
    stacks = [importlib.import_module("emulate").stack_bytes(path, tmp_path) for path in tmp_path.glob("*/network.c")]
    assert max(stacks) < 160, "what the board's file says of its reserve"

"""The arena of foreign files: what the real interpreter prints on this host, and what was measured on emulated cores."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from foreign import FLOAT, INT32, UINT8, ForeignModel
from int4_networks import mixed, with_int4
from random_networks import random_network
from test_cost import MEASUREMENTS, needs_measurements, zero_graph
from test_reader import everything

from dnas.cost import records, sram
from dnas.cost.allocation import arena
from dnas.export.tflite import write_tflite
from dnas.geometry import chain, conv, depthwise, global_avg_pool, linear
from dnas.model import exported
from dnas.reader import read_model
from dnas.reader.tflite import parse

PUBLISHED = Path(__file__).parents[1] / "results" / "published"
MODELS = MEASUREMENTS.parent / "models"
needs_models = pytest.mark.skipif(
    not list(MODELS.glob("*.tflite")), reason="reference networks absent: a folder 'models' beside that of the measured tables"
)


def constant_operand(name: str, shape: tuple[int, ...]) -> Callable[[ForeignModel, int], int]:
    def build(m: ForeignModel, source: int) -> int:
        out = m.tensor(m.graph.tensors[source].shape)
        m.operator(name, [source, m.constant(np.ones(shape), scales=1)], [out])
        return out

    return build


def pad(m: ForeignModel, source: int) -> int:
    out = m.tensor((1, 10, 11, 16))
    m.operator("PAD", [source, m.constant([[0, 0], [1, 1], [1, 2], [0, 0]], INT32)], [out])
    return out


def concatenation(m: ForeignModel, source: int) -> int:
    out = m.tensor((1, 8, 8, 48))
    m.operator("CONCATENATION", [source, source, source], [out], axis=3)
    return out


def flatten(m: ForeignModel, source: int) -> int:
    sizes, first, shape = (m.tensor(size, INT32, scales=0) for size in ((4,), (), (2,)))
    m.operator("SHAPE", [source], [sizes], outType=2)
    m.operator("STRIDED_SLICE", [sizes, *(m.constant([v], INT32) for v in (0, 1, 1))], [first], shrinkAxisMask=1)
    m.operator("PACK", [first, m.constant(1024, INT32)], [shape], valuesCount=2)
    out = m.tensor((1, 1024))
    m.operator("RESHAPE", [source, shape], [out])
    return out


def residual(m: ForeignModel, source: int) -> int:
    out = m.tensor((1, 8, 8, 16))
    m.operator("ADD", [m.conv(source, 16), source], [out])
    return out


OPERATORS: dict[str, Callable[[ForeignModel, int], int]] = {
    "conv 3x3": lambda m, s: m.conv(s, 5, 3, 2),
    "conv without bias": lambda m, s: m.conv(s, 5, 3, bias=False),
    "depthwise": lambda m, s: m.depthwise(s, 5),
    "depth multiplier": lambda m, s: m.depthwise(s, 3, 3),
    "linear": lambda m, s: m.linear(s, 7),
    "linear per channel": lambda m, s: m.linear(s, 7, per_channel=True),
    "linear without bias": lambda m, s: m.linear(s, 7, bias=False),
    "one output": lambda m, s: m.linear(s, 1, per_channel=True),
    "add": residual,
    "add of a constant": constant_operand("ADD", (16,)),
    "mul by a constant": constant_operand("MUL", (16,)),
    "mul by a scalar": constant_operand("MUL", ()),
    "max pool": lambda m, s: m.pool("MAX_POOL_2D", s, 2, 2),
    "average pool": lambda m, s: m.pool("AVERAGE_POOL_2D", s, 3, 2),
    "mean": lambda m, s: m.mean(s),
    "mean of few": lambda m, s: m.mean(m.conv(s, 3)),
    "softmax": lambda m, s: m.unary("SOFTMAX", m.linear(s, 10), beta=1.0),
    "logistic": lambda m, s: m.unary("LOGISTIC", s),
    "quantize": lambda m, s: m.unary("QUANTIZE", m.unary("QUANTIZE", s, UINT8)),
    "dequantize": lambda m, s: m.unary("DEQUANTIZE", s, FLOAT),
    "pad": pad,
    "concatenation": concatenation,
    "flatten": flatten,
}


def test_uint8_pixels_are_reshaped_before_they_are_quantized() -> None:
    m = ForeignModel()
    pixels, image = m.tensor((1, 64), UINT8), m.tensor((1, 8, 8, 1), UINT8)
    m.operator("RESHAPE", [pixels, m.constant([1, 8, 8, 1], INT32)], [image])
    data = m.build([pixels], [m.conv(m.unary("QUANTIZE", image), 4, 3)])
    assert sram.arena_bytes(parse(data), None, records.HOST) == host_arena(data)


def operator_model(name: str) -> bytes:
    m = ForeignModel()
    source = m.tensor((1, 8, 8, 16))
    return m.build([source], [OPERATORS[name](m, source)])


def host_arena(data: bytes) -> int:
    """What TFLM reports on this host, of files that it takes and LiteRT might not."""
    runtime = pytest.importorskip("tflite_micro", reason="tflite-micro has no wheel here").runtime
    from dnas.interpreters import captured_output, parse_arena

    with captured_output() as text:
        runtime.Interpreter.from_bytes(data, arena_size=2**20).print_allocations()
        return parse_arena(text()).total_bytes


@pytest.mark.parametrize("name", OPERATORS)
def test_foreign_operators_on_the_host(name: str) -> None:
    data = operator_model(name)
    assert sram.arena_bytes(parse(data), None, records.HOST) == host_arena(data)


@pytest.mark.parametrize("before", range(4))
def test_where_a_linear_layer_s_options_lie_on_the_host(before: int) -> None:
    """Theirs are aligned to 8 bytes, those of a product take 4: what lies before them decides about a gap."""
    m = ForeignModel()
    source = x = m.tensor((1, 8))
    for _ in range(before):
        x, factor = m.tensor((1, 8)), x
        m.operator("MUL", [factor, factor], [x])
    data = m.build([source], [m.linear(x, 8)])
    assert sram.arena_bytes(parse(data), None, records.HOST) == host_arena(data)


def test_a_foreign_network_on_the_host() -> None:
    data = everything()
    assert sram.arena_bytes(parse(data), None, records.HOST) == host_arena(data)


@pytest.mark.parametrize("seed", range(60))
def test_4_bit_weights_on_the_host(seed: int) -> None:
    """The reference kernels unpack them into scratch."""
    network = mixed(random_network(seed), seed)
    data = write_tflite(zero_graph(network))
    assert sram.arena_bytes(exported(network), None, records.HOST) == host_arena(data)
    assert sram.arena_bytes(parse(data), None, records.HOST) == host_arena(data)


def test_unpacked_weights_may_be_what_decides() -> None:
    network = chain([[conv((2, 2), 16, 24, 3)], [depthwise((2, 2), 24, 5)], [global_avg_pool((2, 2), 24)], [linear(24, 40)]])
    int4 = tuple(map(with_int4, network))
    assert sram.arena_bytes(exported(int4), None, records.HOST) - sram.arena_bytes(exported(network), None, records.HOST) > 2000
    assert sram.arena_bytes(exported(int4), None, records.HOST) == host_arena(write_tflite(zero_graph(int4)))


@needs_models
def test_reference_networks_on_the_host() -> None:
    for path in sorted(MODELS.glob("*.tflite")):
        data = path.read_bytes()
        assert sram.arena_bytes(parse(data), None, records.HOST) == host_arena(data), path.stem


@needs_measurements
@needs_models
def test_reference_networks_on_the_target() -> None:
    with (MEASUREMENTS / "network_instructions.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if (MODELS / row["model"]).is_file()]
    assert len(rows) >= 30
    for row in rows:
        model = read_model(MODELS / row["model"])
        assert sram.arena_bytes(model, row["core"]) == int(row["arena_used_bytes"]), row


# ------------------------------------------------------------------------------------------------ while allocating


def check_allocation(data: bytes, slack_bytes: int) -> None:
    """The smallest arena with which TFLM allocates is at most `slack_bytes` below the figure that is given."""
    pytest.importorskip("tflite_micro", reason="tflite-micro has no wheel here")
    from dnas.interpreters import smallest_arena_bytes

    given, needed = arena(parse(data), None, records.HOST).allocation_bytes, smallest_arena_bytes(data)
    assert 0 <= given - needed <= slack_bytes


@pytest.mark.parametrize("seed", [0, 10, 12])
def test_allocation_of_networks(seed: int) -> None:
    check_allocation(write_tflite(zero_graph(random_network(seed))), 96)


@pytest.mark.parametrize("seed", [0, 5, 10])
def test_allocation_of_networks_with_4_bit_weights(seed: int) -> None:
    check_allocation(write_tflite(zero_graph(tuple(map(with_int4, random_network(seed))))), 96)


def test_allocation_where_the_tail_ends_between_lines_of_16_bytes() -> None:
    """The planner gets whole lines: an odd number of buffers of 40 bytes leaves no room by chance then."""
    data = (PUBLISHED / "07_two_kilobytes/runs/mnist_1kb_short_joint_500B_seed0/model.tflite").read_bytes()
    assert records.persistent(parse(data), None, records.HOST).planning_bytes % 16
    check_allocation(data, 0)


@pytest.mark.parametrize("channels", [8, 256, 1024])
@pytest.mark.parametrize("kind", ["conv", "depthwise", "linear"])
def test_allocation_with_many_channels_and_few_activations(kind: str, channels: int) -> None:
    """Zero points per channel, held twice while a convolution prepares, are what decides here."""
    m = ForeignModel()
    source = m.tensor((1, 1, 1, 8))
    make = {
        "conv": lambda: m.conv(source, channels),
        "depthwise": lambda: m.depthwise(source, 1, channels // 8),
        "linear": lambda: m.linear(source, channels, per_channel=True),
    }
    data = m.build([source], [make[kind]()])
    assert arena(parse(data), None, records.HOST).allocation_bytes > sram.arena_bytes(parse(data), None, records.HOST)
    check_allocation(data, 320 if kind == "linear" else 0)


@pytest.mark.parametrize("name", ["mean", "flatten", "add", "softmax"])
def test_allocation_of_foreign_operators(name: str) -> None:
    check_allocation(operator_model(name), 320)


@pytest.mark.parametrize("constants", [0, 4])
def test_allocation_of_what_joins_many_tensors(constants: int) -> None:
    """A kernel that holds more tensors at once than a convolution, constant ones among them."""
    m = ForeignModel()
    source, joined = m.tensor((1, 2, 2, 1)), m.tensor((1, 2, 2, 10))
    pieces = [m.constant(np.zeros((1, 2, 2, 1)), scales=1) for _ in range(constants)]
    m.operator("CONCATENATION", [source] * (10 - constants) + pieces, [joined], axis=3)
    check_allocation(m.build([source], [joined]), 0)


def test_allocation_of_the_target_by_hand() -> None:
    # one 1x1 convolution of one value: 132 + 4 tensors x 12 + 32 + 28 = 240, kernel data to 304, two vectors to 336
    m = ForeignModel()
    source = m.tensor((1, 1, 1, 1))
    model = parse(m.build([source], [m.conv(source, 1)]))
    tail = 336
    assert records.persistent(model, "cortex-m4").planning_bytes == tail
    preparing = tail + 12 * 12 + 7 * 56 + 3 * 4
    planning = tail + 256 + 2 * 40  # 144 of notes, 4 for the subgraph -> 152, 4 lifetimes of 24 -> 248 -> 256
    assert arena(model, "cortex-m4").allocation_bytes == max(preparing, planning) + (-max(preparing, planning)) % 16

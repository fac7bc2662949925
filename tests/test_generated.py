"""Generated C, compiled: equal to the integer reference in every value, to the formulas in every byte, and close to TFLM."""

from __future__ import annotations

import platform
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from integer_network import outputs, placed, random_graph
from numpy.typing import NDArray
from random_networks import random_network

from dnas.compiled import STRICT, Compiled, compiler
from dnas.cost.generated import CODED_BYTES, Coding, coding_of, layer_bytes, number_bits, place_bits
from dnas.export.coding import check_mirrored, coded, rows_of
from dnas.export.generated import network_c
from dnas.export.tflite import write_tflite
from dnas.files import write_texts
from dnas.geometry import (
    INT8,
    WEIGHTED,
    Layer,
    Network,
    Op,
    WeightFormat,
    add,
    chain,
    conv,
    depthwise,
    global_avg_pool,
    linear,
    max_pool,
    weighted_as,
)
from dnas.graph import QuantizedGraph
from dnas.interpreters import TFLMInterpreter
from dnas.model import exported
from dnas.snap import multipliers, ratios, snapped

with_compiler = pytest.mark.skipif(compiler() is None, reason="no C compiler (cc or gcc)")
with_tflm = pytest.mark.skipif(platform.machine() != "x86_64", reason="tflite-micro has wheels for x86_64 only")
FORMATS = (
    "int8", "int4", "int4_p", "int8_m", "int4_m", "int4_p_m",
    "int8_d50", "int4_d50", "int8_d25", "int4_d25", "int8_d5", "int4_d5",
)  # fmt: skip


def random_case(seed: int) -> Network:
    """A random network, every weighted layer in a format of its own; few filters of one channel live with 5 % of their taps."""
    rng = np.random.default_rng(seed)

    def chosen(layer: Layer) -> WeightFormat:
        return WeightFormat.parse(rng.choice(FORMATS[: -4 if layer.op is Op.DEPTHWISE or layer.in_c < 4 else None]))

    return tuple(weighted_as([layer], chosen(layer))[0] for layer in random_network(seed))


def wide_enough(name: str) -> Network:
    """One of each weighted layer, in one format: enough weights to live with 5 % of them."""
    blocks = [
        [conv((12, 11), 3, 8, 3, (2, 2))],
        [depthwise((6, 6), 8, 5)],
        [max_pool((6, 6), 8, (2, 3))],
        [conv((3, 2), 8, 24, 3)],
        [global_avg_pool((3, 2), 24)],
        [linear(24, 5)],
    ]
    return tuple(weighted_as(chain(blocks), WeightFormat.parse(name)))


CASES: dict[str, Network] = {
    **{f"random {seed}": random_case(seed) for seed in (0, 1, 2, 3, 6, 7, 8, 9, 14, 16)},  # 4 and 5 have constant outputs
    **{f"{name} everywhere": wide_enough(name) for name in FORMATS},
    "one weight, one channel": chain([weighted_as([conv((5, 4), 1, 1)], WeightFormat(4))]),
    "one sparse row": chain([weighted_as([linear(200, 1)], WeightFormat(4, 1))]),
    "one mirrored channel": chain([weighted_as([conv((5, 4), 4, 1, 3)], WeightFormat(4, mirrored=True))]),
    "strided edges": chain([[conv((7, 6), 2, 3, 5, (2, 3))], [depthwise((4, 2), 3, 3, (3, 1))], [max_pool((2, 2), 3, (3, 3))]]),
    "long rows": chain([weighted_as([conv((4, 4), 70, 9, 3)], WeightFormat(8, 3)), [global_avg_pool((4, 4), 9)]]),
    "a sum of unlike tensors": (conv((6, 6), 3, 3, 3), replace(conv((6, 6), 3, 3, 1), inputs=(1,)), add((6, 6), 3, 0, 2, True)),
}


def inputs_of(graph: QuantizedGraph, count: int) -> NDArray[np.int8]:
    return np.random.default_rng(7).integers(-128, 128, (count, *graph.input.shape[1:])).astype(np.int8)


def written(graph: QuantizedGraph, folder: Path) -> Compiled:
    """The graph as C in the folder, compiled."""
    write_texts(folder, network_c(graph, *placed(graph), graph.class_names))
    found = compiler()
    assert found is not None
    return Compiled(folder, found, int(np.prod(graph.output.shape)), STRICT)


def int8_twin(graph: QuantizedGraph) -> QuantizedGraph:
    """The same integers in layers that store every weight in 8 bits."""
    return replace(graph, layers=tuple(replace(item, layer=replace(item.layer, weights=INT8)) for item in graph.layers))


@with_compiler
@pytest.mark.parametrize("name", CASES)
def test_the_code_computes_the_reference_in_the_bytes_of_the_formulas(name: str, tmp_path: Path) -> None:
    graph = random_graph(CASES[name], len(name))
    compiled, x = written(graph, tmp_path), inputs_of(graph, 24)
    expected = outputs(graph, x)
    assert np.array_equal(compiled.run(x), expected)
    assert len(np.unique(expected)) > 3, "the case tells something"
    stored = sum(int(layer_bytes(layer)) for layer in graph.network)
    assert compiled.sizes() == (stored, placed(graph)[1])
    header = (tmp_path / "network.h").read_text()
    assert re.search(rf"NETWORK_STORED_BYTES {stored}\n", header)
    assert re.search(rf"NETWORK_MEMORY_BYTES {placed(graph)[1]}\n", header)


@with_compiler
def test_no_layer_is_left_out_by_a_compiler(tmp_path: Path) -> None:
    """Twice as many outputs as inputs in one column, one of them constant: GCC 12 took that for a layer that writes nothing."""
    graph = random_graph(tuple(weighted_as(chain([[conv((5, 1), 1, 1)], [conv((5, 1), 1, 2)]]), WeightFormat(4))), 3)
    first, second = graph.layers
    weight = second.arrays()[0] * np.array([1, 0], np.int8).reshape(2, 1, 1, 1)
    graph = replace(graph, layers=(first, replace(second, weight=weight)))
    x = inputs_of(graph, 24)
    assert np.array_equal(written(graph, tmp_path).run(x), outputs(graph, x))


def test_the_cases_cover_operators_and_codings() -> None:
    layers = [layer for network in CASES.values() for layer in network]
    assert {layer.op for layer in layers} == {*WEIGHTED, Op.ADD, Op.AVG_POOL, Op.MAX_POOL}
    seen = {(coding_of(layer), layer.weights.bits) for layer in layers if layer.op in WEIGHTED}
    assert seen == {(coding, bits) for coding in Coding for bits in (8, 4)}


@with_compiler
@with_tflm
def test_tflm_computes_the_same_from_the_snapped_file(tmp_path: Path) -> None:
    values = different = skipped = 0
    for number, (name, network) in enumerate(CASES.items()):
        graph = snapped(random_graph(network, len(name)))
        if any(layer.op is Op.LINEAR and (layer.out_c == 1 or not layer.per_channel) for layer in graph.network):
            skipped += 1  # LiteRT, which checks every file, wants a bias's scale where a linear layer has one weight scale
            continue
        (tmp_path / str(number)).mkdir()
        x = inputs_of(graph, 64)
        ours = written(graph, tmp_path / str(number)).run(x)
        theirs = TFLMInterpreter(write_tflite(int8_twin(graph)), 2**20).run(x)
        steps = np.abs(ours.astype(int) - theirs)
        assert steps.max() <= 1, name
        values, different = values + steps.size, different + np.count_nonzero(steps)
    assert skipped == 1, "one sparse row"
    assert values > 10000
    assert different <= 0.005 * values, f"{different} of {values} values"


@pytest.mark.parametrize("seed", range(20))
def test_no_two_tensors_that_live_at_once_overlap(seed: int) -> None:
    graph = random_graph(random_network(seed), seed)
    offsets, total = placed(graph)
    buffers = exported(graph.network).buffers
    taken = [(o, o + b.size_bytes, b.first, b.last) for o, b in zip(offsets, buffers, strict=True)]
    for i, (start, end, first, last) in enumerate(taken):
        assert 0 <= start < end <= total
        for other, other_end, other_first, other_last in taken[:i]:
            assert last < other_first or other_last < first or end <= other or other_end <= start


def words(bits: NDArray[np.int64], count: int) -> list[int]:
    """The first `count` words of the prefix code, by the table of `dnas.prefix`."""
    table = {"00": 0, "10": 1, "01": 2, "110": 3, "1110": 4, "11110": 5, "111110": 6, "111111": 7}
    found, position = [], 0
    for _ in range(count):
        word = ""
        while word not in table:
            word += str(bits[position])
            position += 1
        sign = bits[position] if table[word] else 0
        position += table[word] > 0
        found.append(-table[word] if sign else table[word])
    assert not bits[position:].any(), "zeros fill up"
    return found


def decoded(layer: Layer, stored: bytes) -> NDArray[np.int8]:
    """Stored rows (R, r) from stored bytes, bit by bit as `dnas.export.coding` lays them down."""
    row, position = (layer.in_c if layer.op is not Op.DEPTHWISE else 1) * layer.kernel[0] * layer.kernel[1], 0
    count = -(-layer.out_c // 2) * row if layer.weights.mirrored else layer.out_c * row
    bits = np.unpackbits(np.frombuffer(stored, np.uint8), bitorder="little").astype(int)

    def numbers(many: int, width: int) -> NDArray[np.int64]:
        nonlocal position
        found = bits[position : position + many * width].reshape(many, width) @ (1 << np.arange(width))
        position += -(-many * width // 8) * 8
        return found

    kept, coding = int(layer.weights.kept(count)), coding_of(layer)
    flat, where = np.zeros(count, int), np.arange(count)
    if coding is Coding.BITMASK:
        where = np.flatnonzero(numbers(count, 1))
    elif coding is Coding.INDEX:
        rows = np.repeat(np.arange(layer.out_c) * row, numbers(layer.out_c, int(number_bits(layer))))
        where = rows + numbers(kept, int(place_bits(layer)))
    if layer.weights.prefix:
        return np.array(words(bits, count), np.int8).reshape(-1, row)
    values = numbers(len(where), layer.weights.bits)
    flat[where] = np.where(values >= 1 << (layer.weights.bits - 1), values - (1 << layer.weights.bits), values)
    assert position == 8 * len(stored), "every byte is read"
    if coding is not Coding.DENSE:
        assert len(where) == kept, "no more and no less than the format keeps"
    return flat.reshape(-1, row).astype(np.int8)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("layer", [conv((6, 6), 5, 7, 3), depthwise((6, 6), 11, 5), linear(130, 3), conv((6, 6), 1, 1)])
def test_weights_come_back_from_their_bytes(name: str, layer: Layer) -> None:
    (layer,) = weighted_as([layer], WeightFormat.parse(name))
    for seed in range(3):
        weight = random_graph((layer,), seed).layers[0].arrays()[0] * (seed > 0)  # the first of zeros alone
        rows = rows_of(layer, weight)
        if layer.weights.mirrored:
            check_mirrored(layer, rows)
            rows = rows[::2]
        stored = coded(layer, rows)
        assert len(stored) == CODED_BYTES[coding_of(layer)](layer)
        assert np.array_equal(decoded(layer, stored), rows)


def test_what_does_not_fit_its_format_is_refused() -> None:
    layer = weighted_as([linear(8, 2)], WeightFormat(4, 25))[0]
    with pytest.raises(ValueError, match=r"16 of 16 weights are not zero; int4_d25 keeps 4"):
        coded(layer, np.ones((2, 8), np.int8))
    coded_layer = weighted_as([linear(8, 2)], WeightFormat.parse("int4_p"))[0]
    with pytest.raises(ValueError, match="dense of int4_p takes 14 bytes, priced at 6"):
        coded(coded_layer, np.full((2, 8), 7, np.int8))
    with pytest.raises(ValueError, match=r"\[-7, 7\] in int4_d25, got 8"):
        coded(layer, np.full((2, 8), -8, np.int8))


@pytest.mark.parametrize("layer", [conv((5, 5), 3, 4, 3), conv((5, 5), 4, 4), depthwise((5, 5), 4, 3)])
def test_what_is_no_mirror_image_is_refused(layer: Layer) -> None:
    (layer,) = weighted_as([layer], WeightFormat(8, mirrored=True))
    weight, bias, _ = random_graph((layer,)).layers[0].arrays()
    rows = rows_of(layer, weight)
    check_mirrored(layer, rows, bias)
    for changed in ((np.where(np.arange(4)[:, None] == 3, rows[:, ::-1] + 1, rows), bias), (rows, bias + np.arange(4))):
        with pytest.raises(ValueError, match="mirror image of the one before in int8_m"):
            check_mirrored(layer, *changed)


def test_a_bias_of_more_than_16_bits_is_refused_by_name() -> None:
    graph = random_graph(chain([[conv((4, 4), 2, 3)], [conv((4, 4), 3, 2)]]))
    item = graph.layers[1]
    wide = replace(item, bias=np.array([5, -32768], np.int32))
    graph = replace(graph, layers=(graph.layers[0], wide))
    with pytest.raises(ValueError, match=r"layer 1 \(conv\): bias -32768 has more than 16 bits; at most 32767"):
        network_c(graph, *placed(graph), None)


def test_tensors_outside_the_memory_are_refused() -> None:
    graph = random_graph(chain([[conv((4, 4), 2, 3)]]))
    offsets, total = placed(graph)
    with pytest.raises(ValueError, match=rf"do not lie in {total - 1} bytes"):
        network_c(graph, offsets, total - 1, None)


@with_compiler
def test_names_are_stored_where_they_are_asked_for_only(tmp_path: Path) -> None:
    import subprocess

    graph = random_graph(chain([[linear(6, 3)]]))
    graph = replace(graph, class_names=("a", 'quote "', "naïve"))
    written(graph, tmp_path)
    (tmp_path / "names.c").write_text(
        '#include "network.h"\n#include <stdio.h>\n'
        "int main(void) { for (int i = 0; i < NETWORK_CLASSES; i++) puts(network_class_names[i]); return 0; }\n"
    )
    command = [str(compiler()), "-std=c99", "-Werror", "-DNETWORK_CLASS_NAMES", "-o", "names", "names.c", "network.c"]
    subprocess.run(command, cwd=tmp_path, check=True)
    said = subprocess.run([str(tmp_path / "names")], capture_output=True, check=True).stdout.decode()
    assert said.splitlines() == list(graph.class_names)


@pytest.mark.parametrize("seed", range(8))
def test_snapping_is_close_and_stays(seed: int) -> None:
    graph = random_graph(random_network(seed), seed)
    once = snapped(graph)
    for index, layer in enumerate(graph.network):
        if layer.op not in WEIGHTED:
            continue
        multiplier, shift = multipliers(ratios(graph, index))
        assert multiplier.max() >= 2**15, "the shift is the largest"
        assert np.allclose(ratios(once, index), multiplier * 2.0**-shift, rtol=2**-23)
        assert np.abs(ratios(once, index) - ratios(graph, index)).max() <= 1.0001 * 2.0**-shift
        assert np.all(multiplier % 2 == 1)
        again, same = multipliers(ratios(once, index))
        assert (list(again), same) == (list(multiplier), shift)
        assert np.array_equal(once.layers[index].arrays()[1], graph.layers[index].arrays()[1])


@with_compiler
@with_tflm
def test_sums_do_not_lie_between_two_outputs(tmp_path: Path) -> None:
    graph = random_graph((conv((16, 16), 3, 4, 3),), 1)
    (item,) = graph.layers
    step = graph.output.scale / graph.input.scale
    awkward = np.full(4, 3 / 64 * step, np.float32)  # every 64th sum would be a tie
    graph = snapped(replace(graph, layers=(replace(item, weight_scale=awkward),)))
    x = inputs_of(graph, 64)
    assert np.array_equal(written(graph, tmp_path).run(x), TFLMInterpreter(write_tflite(graph), 2**20).run(x).reshape(64, -1))


def test_multipliers_at_the_edges() -> None:
    found, shift = multipliers(np.array([1.0, 2.0**-40]))
    assert (found.tolist(), shift) == ([2**15 + 1, 1], 15), "a channel of next to nothing keeps the smallest multiplier"
    found, shift = multipliers(np.array([65535.6 / 65536]))
    assert (found.tolist(), shift) == ([65535], 16), "the largest of all"
    assert multipliers(np.array([1e-9]))[1] == 32
    with pytest.raises(ValueError, match=r"40000 steps of the output; below 32768"):
        multipliers(np.array([40000.0]))

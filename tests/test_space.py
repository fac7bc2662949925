"""The search space: every architecture is a consistent network, names read back, bad descriptions are refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from conftest import CHOSEN, SHAPES, SPACES, TWO_BLOCKS, device, every_arch, random_arch, spec, tables

from dnas.blocks import Candidate
from dnas.cost import sram
from dnas.errors import RequestError
from dnas.genotype import Genotype
from dnas.geometry import INT8, Network, Op, same_out
from dnas.model import exported
from dnas.space import SearchSpace, SpaceSpec, StageSpec


def _check_shapes(network: Network, shape: tuple[int, int, int], classes: int) -> None:
    """Every layer reads tensors of the shape it says it reads."""
    c, h, w = shape
    made = [(h, w, c)]
    for layer in network:
        for tensor in layer.inputs:
            assert made[tensor] == (layer.in_h, layer.in_w, layer.in_c), layer
        if layer.op in (Op.CONV, Op.DEPTHWISE):
            assert layer.out_h == same_out(int(layer.in_h), layer.stride[0])
            assert layer.out_w == same_out(int(layer.in_w), layer.stride[1])
        if layer.op in (Op.DEPTHWISE, Op.ADD, Op.AVG_POOL):
            assert layer.out_c == layer.in_c
        made.append((int(layer.out_h), int(layer.out_w), int(layer.out_c)))
    assert made[-1] == (1, 1, classes)
    assert {i for layer in network for i in layer.inputs} == set(range(len(network))), "every tensor but the last is read"


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", SPACES)
def test_random_architectures_are_consistent_networks(name: str, shape: tuple[int, int, int]) -> None:
    space = SearchSpace(spec(name), shape, 10)
    rng = np.random.default_rng(0)
    for _ in range(20):
        _check_shapes(space.network(random_arch(space, rng)), shape, 10)


def test_every_architecture_of_a_small_space_is_a_consistent_network() -> None:
    space = SearchSpace(TWO_BLOCKS, (1, 12, 12), 3)
    archs = list(every_arch(space))
    assert len(archs) == space.size == 4 * 4 * 2
    for arch in archs:
        _check_shapes(space.network(arch), (1, 12, 12), 3)
    assert len({space.network(arch) for arch in archs}) == 2 * (1 + 3 + 3 * 3), "skip, x and x, skip are one network"


@pytest.mark.parametrize(
    ("shape", "strides"),
    [((1, 28, 28), (1, 2)), ((3, 32, 32), (1, 2)), ((1, 49, 10), (1, 2, 4)), ((3, 96, 96), (2, 4)), ((3, 200, 150), (4,))],
)
def test_stem_strides_follow_from_the_input(shape: tuple[int, int, int], strides: tuple[int, ...]) -> None:
    space = SearchSpace(spec("mcu"), shape, 10)
    assert tuple(scale.stride for scale in space.scales) == strides
    for index in range(len(space.stem_options)):
        stem = space.network((index, *[0] * (len(space.choices) - 1)))[0]
        assert stem.stride == (strides[space.scale_of(index)],) * 2
        assert 12 <= max(int(stem.out_h), int(stem.out_w)) <= 50


def test_feature_maps_stop_halving_before_they_vanish() -> None:
    space = SearchSpace(spec("mcu"), (1, 49, 10), 12)
    for stem in range(len(space.stem_options)):
        network = space.network((stem, *[0] * (len(space.choices) - 1)))
        assert network[-2].op is Op.AVG_POOL
        assert int(network[-2].in_h) >= 4
        assert int(network[-2].in_w) >= 3


def test_a_stage_of_stride_1_keeps_the_resolution_with_a_width_of_its_own() -> None:
    stages = (
        StageSpec((8,), (), 0, ()),
        StageSpec((12,), ("conv_k3",), 0, (), stride=1),
        StageSpec((16,), ("conv_k3",), 0, ()),
    )
    space = SearchSpace(SpaceSpec("mixed", (3,), stages, (8,)), (1, 16, 16), 3)
    found = [(int(layer.out_h), int(layer.out_c)) for layer in space.network((0,) * len(space.choices))]
    assert found[:4] == [(16, 8), (16, 12), (8, 16), (8, 8)]
    wrong = (stages[0], StageSpec((12,), ("conv_k3",), 0, (), stride=3))
    with pytest.raises(RequestError, match="space mixed: stride of stage 2 is 3; 1 and 2 are allowed"):
        SearchSpace(SpaceSpec("mixed", (3,), wrong, (8,)), (1, 16, 16), 3)


@pytest.mark.parametrize("name", SPACES)
def test_architecture_and_genotype_read_back(name: str) -> None:
    space = SearchSpace(spec(name), (3, 32, 32), 10)
    rng = np.random.default_rng(1)
    for _ in range(10):
        arch = random_arch(space, rng)
        genotype = Genotype.from_json(space.genotype(arch).to_json())
        assert genotype == space.genotype(arch)
        assert space.arch(genotype.options) == arch


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"space": "mcu", "input_shape": [1, 2], "classes": 2, "options": {}}'])
def test_text_that_is_no_genotype_is_refused(text: str) -> None:
    with pytest.raises(RequestError, match="not a genotype"):
        Genotype.from_json(text)


def test_unknown_option_is_refused_with_what_is_allowed() -> None:
    space = SearchSpace(spec("tiny"), (1, 28, 28), 10)
    options = space.genotype((0,) * len(space.choices)).options
    with pytest.raises(RequestError, match=r"stage1\.block1 is 'conv_k9'; allowed: skip, conv_k3"):
        space.arch(options | {"stage1.block1": "conv_k9"})
    with pytest.raises(RequestError, match=r"head\.width is None"):
        space.arch({k: v for k, v in options.items() if k != "head.width"})


@pytest.mark.parametrize(
    ("change", "shape", "classes", "message"),
    [
        ({}, (1, 28, 28), 1, "at least 2"),
        ({}, (3, 8, 8), 10, r"8x8.*12 to 200.*data\.resolution"),
        ({}, (3, 400, 10), 10, r"400x10.*data\.resolution"),
        ({"head_widths": (0, 18)}, (1, 28, 28), 10, r"head.*\[0, 18\].*from 1"),
        ({"head_widths": (32, 16)}, (1, 28, 28), 10, "rising"),
        ({"weights": ()}, (1, 28, 28), 10, "at least one"),
        ({"weights": ("int4", "int4")}, (1, 28, 28), 10, "different formats"),
        ({"weights": ("int6",)}, (1, 28, 28), 10, "int6.*int4_d25"),
        ({"weights": ("int8", "int8_d90")}, (1, 28, 28), 10, r"int8_d90 save nothing.*less than 87\.5 percent"),
        ({"weights": ("int4_d75",)}, (1, 28, 28), 10, "int4_d75 save nothing.*less than 75 percent"),
        ({"stem_out": (20, 10)}, (1, 28, 28), 10, "stem_out.*20, 10"),
        ({"stages": (StageSpec((8,), (), -1, ()),)}, (1, 28, 28), 10, "stage 1 has -1 blocks"),
        ({"stages": (StageSpec((8,), (), 1, ()),)}, (1, 28, 28), 10, r"stage 1 has 1 blocks, body \[\]"),
        ({"stages": (StageSpec((8,), (), 0, ()), StageSpec((8,), (), 0, ()))}, (1, 28, 28), 10, r"stage 2 .*entry \[\]"),
        ({"halved_from": 1}, (1, 28, 28), 10, "halved_from is 1.*from 2"),
    ],
)
def test_what_no_network_can_serve_is_refused(
    change: dict[str, tuple[int, ...]], shape: tuple[int, int, int], classes: int, message: str
) -> None:
    with pytest.raises(RequestError, match=message):
        SearchSpace(replace(spec("tiny"), **change), shape, classes)  # type: ignore[arg-type]


def test_an_unknown_reference_block_is_refused() -> None:
    with pytest.raises(RequestError, match="unknown block 'dwsep3'"):
        SearchSpace(replace(spec("tiny"), reference="dwsep3"), (1, 28, 28), 10)


def test_entry_that_may_be_skipped_is_refused() -> None:
    tiny = spec("tiny")
    stages = (tiny.stages[0], replace(tiny.stages[1], entry=("skip", "conv_k3")))
    with pytest.raises(RequestError, match="cannot be skipped"):
        _ = SearchSpace(replace(tiny, stages=stages), (1, 28, 28), 10).slots


def test_a_pooled_entry_is_its_block_behind_a_maximum_pool() -> None:
    stages = (StageSpec((8,), (), 0, ()), StageSpec((12,), ("pool_conv_k3", "pool_dwsep_k3"), 0, ()))
    space = SearchSpace(SpaceSpec("pooled", (3,), stages, (8,)), (1, 49, 7), 3)
    for option, ops in (("pool_conv_k3", [Op.CONV]), ("pool_dwsep_k3", [Op.DEPTHWISE, Op.CONV])):
        options = space.genotype((0,) * len(space.choices)).options | {"stage2.entry": option}
        _, pool, *behind = space.network(space.arch(options))[: 2 + len(ops)]
        assert (pool.op, pool.kernel, pool.stride) == (Op.MAX_POOL, (2, 1), (2, 1))  # 7 columns are not halved
        assert (pool.out_h, pool.out_w, pool.out_c) == (25, 7, 8)
        assert [layer.op for layer in behind] == ops
        assert all(layer.stride == (1, 1) for layer in behind)
        assert (behind[-1].out_h, behind[-1].out_w, behind[-1].out_c) == (25, 7, 12)


@pytest.mark.parametrize(
    "stage",
    [StageSpec((8,), ("conv_k3",), 1, ("skip", "pool_conv_k3")), StageSpec((8,), ("pool_conv_k3",), 0, (), stride=1)],
)
def test_a_pool_where_the_resolution_stays_is_refused(stage: StageSpec) -> None:
    space = SearchSpace(SpaceSpec("pooled", (3,), (StageSpec((8,), (), 0, ()), stage), (8,)), (1, 16, 16), 3)
    with pytest.raises(RequestError, match=r"space pooled: stage 2 has .*pool_conv_k3 where the resolution stays"):
        _ = space.slots


@pytest.mark.parametrize(
    "name", ["", "conv", "conv_k4", "conv_k3_e2", "skip_k3", "mbconv_k3", "mbconv_k3_e1", "pool_k3", "pool_skip"]
)
def test_unknown_blocks_are_refused(name: str) -> None:
    with pytest.raises(RequestError, match="unknown block"):
        Candidate.parse(name)


def test_default_space_spans_small_and_large_boards() -> None:
    """At 32x32 the smallest network fits 20 KiB of SRAM, the largest is worth 320 KiB."""
    small = tables("mcu", (3, 32, 32), "nucleo_l010rb")
    _, arch = small.smallest_sram(small.full_mask())
    assert arch is not None
    assert sram.arena_bytes(exported(small.space.network(arch)), "cortex-m0plus") <= device("nucleo_l010rb").arena_offer_bytes
    large = small.space
    stem = large.stem_options.index(((5, 5), 0, INT8))
    widest = (stem, *(len(c.options) - 1 for c in large.choices[1:]))
    needed = sram.arena_bytes(exported(large.network(widest)), "cortex-m7")
    assert 0.6 * 320 * 1024 < needed < 1.5 * 320 * 1024


def test_a_stem_may_see_more_frames_than_coefficients() -> None:
    """DS-CNN's 10x4 and a 3x3, each at both strides, read back from their names."""
    space = SearchSpace(spec("spectrogram_small"), (1, 49, 10), 12)
    assert space.choices[0].options == ("k3_s2", "k3_s4", "k10x4_s2", "k10x4_s4")
    arch = (2, *[0] * (len(space.choices) - 1))
    first = space.network(arch)[0]
    assert (first.kernel, first.stride, first.out_h, first.out_w) == ((10, 4), (2, 2), 25, 5)
    assert space.arch(space.genotype(arch).options) == arch
    wide = SearchSpace(spec("spectrogram"), (1, 49, 10), 12)
    assert wide.choices[0].options == ("k3_s2", "k10x4_s2"), "25 frames, never 13"


@pytest.mark.parametrize("kernels", [("4",), ("0x3",), ("10x",), ("3", "3x3"), ("20x4",), ()])
def test_bad_stem_kernels_are_refused(kernels: tuple[str, ...]) -> None:
    with pytest.raises(RequestError, match="stem kernel"):
        SearchSpace(replace(spec("tiny"), stem_kernels=kernels), (1, 49, 10), 12)


def test_the_input_is_a_part_of_the_stems_choice() -> None:
    space = SearchSpace(spec("tiny"), (3, 32, 32), 4, CHOSEN)
    options = space.choices[0].options
    assert {"k3_s1_32x32x3", "k3_s2_32x32x1", "k3_s1_24x24x3", "k3_s2_24x24x1"} <= set(options)
    assert len(set(options)) == len(options)
    for index in range(len(options)):
        arch = (index, *[0] * (len(space.choices) - 1))
        channels, height, width = space.shape_of(arch)
        first = space.network(arch)[0]
        assert (first.in_c, first.in_h, first.in_w) == (channels, height, width)
        assert options[index] == f"k3_s{first.stride[0]}_{height}x{width}x{channels}"


def test_the_genotype_belongs_to_the_space_of_its_own_input() -> None:
    space = SearchSpace(spec("tiny"), (3, 32, 32), 4, CHOSEN)
    for index in range(len(space.choices[0].options)):
        arch = (index, *[1] * (len(space.choices) - 1))
        genotype = Genotype.from_json(space.genotype(arch).to_json())
        assert genotype.input_shape == space.shape_of(arch)
        alone = SearchSpace(spec("tiny"), genotype.input_shape, 4)
        assert alone.network(alone.arch(genotype.options)) == space.network(arch)

"""Mirrored layers: what they do to mirrored pictures, their norm, and what the space and the search make of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from dnas.errors import RequestError
from dnas.geometry import WEIGHTED, Layer, Network, WeightFormat, chain, conv, depthwise, global_avg_pool, weighted_as
from dnas.mirror import PairNorm, by_pairs
from dnas.network import LayerModule, TorchNetwork
from dnas.space import SearchSpace, SpaceSpec, StageSpec
from dnas.supernet import Supernet

MIRRORED = WeightFormat(8, mirrored=True)
SPEC = SpaceSpec(
    "pairs", (3,), (StageSpec((4, 6), (), 0, ()), StageSpec((3, 8), ("conv_k3", "dwsep_k3"), 0, ())),
    head_widths=(), weights=("int4", "int4_m"), stem_out=(6, 28),
)  # fmt: skip


def exchanged(x: Tensor) -> Tensor:
    """Mirrored, channels 2j and 2j + 1 exchanged."""
    return x.flip(3)[:, torch.arange(x.shape[1]) ^ 1]


@pytest.mark.parametrize(
    "layer", [conv((7, 9), 4, 6, 3), conv((9, 9), 4, 6, 5, (2, 2)), conv((7, 8), 6, 4), depthwise((7, 9), 6, 3)]
)
@pytest.mark.parametrize("training", [True, False])
def test_a_layer_of_pairs_commutes_with_mirroring(layer: Layer, training: bool) -> None:
    torch.manual_seed(0)
    module = LayerModule(weighted_as([layer], MIRRORED)[0], batch_norm=True)
    assert module.weight.shape[0] == int(layer.out_c) // 2
    assert module.norm is not None
    with torch.no_grad():
        module.norm.weight.uniform_(-1, 1)
        module.norm.bias.uniform_(-1, 1)
    module.train(training)
    x = torch.randn(5, int(layer.in_c), int(layer.in_h), int(layer.in_w))
    assert torch.allclose(module(exchanged(x)), exchanged(module(x)), atol=1e-5)


def test_a_network_of_pairs_sees_a_picture_and_its_mirror_image_alike() -> None:
    torch.manual_seed(0)
    layers: Network = chain(
        [
            weighted_as([conv((13, 13), 3, 6, 3, (2, 2))], MIRRORED),
            weighted_as([depthwise((7, 7), 6, 3), conv((7, 7), 6, 8, source=1)], MIRRORED),
            [global_avg_pool((7, 7), 8)],
        ]
    )
    network = TorchNetwork(layers).eval()
    x = torch.rand(4, 3, 13, 13)
    features, mirrored = network(x).flatten(1), network(x.flip(3)).flatten(1)
    assert torch.allclose(mirrored[:, torch.arange(8) ^ 1], features, atol=1e-6)
    assert not torch.allclose(mirrored, features, atol=1e-3), "the two of a pair differ"


@pytest.mark.parametrize("channels", [1, 4, 5])
def test_a_pair_has_one_norm(channels: int) -> None:
    torch.manual_seed(0)
    norm, x = PairNorm(-(-channels // 2)), 3 * torch.randn(6, channels, 4, 5) + torch.arange(channels).view(1, -1, 1, 1)
    y = norm(x)
    for pair in range(-(-channels // 2)):
        part = x[:, 2 * pair : 2 * pair + 2]
        expected = (part - part.mean()) / (part.var(correction=0) + norm.eps).sqrt()
        assert torch.allclose(y[:, 2 * pair : 2 * pair + 2], expected, atol=1e-5)
        assert norm.running_mean is not None
        assert norm.running_mean[pair].item() == pytest.approx(0.1 * part.mean().item(), rel=1e-4, abs=1e-6)
    assert y.shape == x.shape
    gain, shift = torch.randn(len(norm.weight)), torch.randn(len(norm.weight))
    scaled = by_pairs(lambda pairs: F.batch_norm(pairs, None, None, gain, shift, training=True), x)
    assert torch.allclose(scaled[:, 0], gain[0] * y[:, 0] + shift[0], atol=1e-5)


def test_without_momentum_statistics_are_the_mean_over_batches() -> None:
    norm = PairNorm(1, momentum=None)
    batches = [torch.full((2, 2, 3, 3), value) for value in (1.0, 2.0, 6.0)]
    for batch in batches:
        norm(batch)
    assert norm.running_mean is not None
    assert norm.running_mean.item() == pytest.approx(3.0)
    norm.eval()
    assert norm(torch.full((1, 2, 1, 1), 3.0)).abs().max().item() < 1e-6


def test_classes_are_no_pairs() -> None:
    space = SearchSpace(SPEC, (3, 12, 12), 2)
    options = {choice.name: choice.options for choice in space.choices}
    assert options["stage2.entry"] == ("conv_k3_int4", "conv_k3_int4_m", "dwsep_k3_int4", "dwsep_k3_int4_m")
    assert "classifier" not in options, "one format is no choice"
    for formats, classifiers in (
        (("int4_m",), {"int4"}),
        (("int8", "int4_m"), {"int8", "int4"}),
        (("int4", "int4_m"), {"int4"}),
    ):
        space = SearchSpace(replace(SPEC, weights=formats), (3, 12, 12), 2)
        assert {c.weights.name for c in space.slots[-1].candidates} == classifiers
    with pytest.raises(RequestError, match="different formats, at least one"):
        SearchSpace(replace(SPEC, weights=("int4_m", "int4_m")), (3, 12, 12), 2)


def test_weights_of_a_mirrored_layer_learn_from_both_of_a_pair() -> None:
    torch.manual_seed(0)
    module = LayerModule(weighted_as([conv((6, 6), 2, 4, 3)], MIRRORED)[0], batch_norm=False)
    x = torch.randn(3, 2, 6, 6)
    y = module.affine(x, module.weight, None)
    assert torch.allclose(y[:, 1], F.conv2d(x, module.weight[:1].flip(3).flip(1), padding=1)[:, 0], atol=1e-5)
    gradients = [torch.autograd.grad(y[:, c].sum(), module.weight, retain_graph=True)[0] for c in (0, 1)]
    assert all(g[0].abs().sum() > 0 and g[1].abs().sum() == 0 for g in gradients)


def test_a_supernet_of_mirrored_layers_alone_is_the_networks_that_are_extracted() -> None:
    space = SearchSpace(replace(SPEC, weights=("int4_p_m",)), (3, 12, 12), 2)
    torch.manual_seed(0)
    supernet = Supernet(space, tuple(np.ones(len(choice.options), dtype=bool) for choice in space.choices))
    x, rng = torch.rand(8, 3, 12, 12), np.random.default_rng(0)
    for _ in range(8):
        arch = tuple(int(rng.integers(len(choice.options))) for choice in space.choices)
        network = supernet.extract(arch).train()
        assert torch.allclose(supernet(x, arch), network(x), atol=1e-5)
        assert {layer.weights.name for layer in network.layers[:-2] if layer.op in WEIGHTED} == {"int4_p_m"}
        assert network.layers[-1].weights.name == "int4_p"


def test_a_supernet_begins_with_pairs_whatever_the_format() -> None:
    space = SearchSpace(SPEC, (3, 12, 12), 2)
    torch.manual_seed(0)
    supernet = Supernet(space, tuple(np.ones(len(choice.options), dtype=bool) for choice in space.choices))
    kinds = dict.fromkeys(("int4", "int4_m"))
    for name in kinds:
        arch = tuple(
            next((i for i, option in enumerate(c.options) if option.endswith(f"k3_{name}") or option.endswith(f"s2_{name}")), 0)
            for c in space.choices
        )
        layers = supernet.extract(arch).weighted
        kinds[name] = {key: module.rows(module.weight) for key, module in layers.items() if isinstance(module, LayerModule)}
    plain, mirrored = kinds.values()
    assert plain is not None
    assert mirrored is not None
    assert {key: value.shape for key, value in plain.items()} == {key: value.shape for key, value in mirrored.items()}
    assert all(torch.equal(plain[key], mirrored[key]) for key in plain)

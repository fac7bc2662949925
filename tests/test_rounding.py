"""Rounding that lets a layer's errors cancel: against rounding to the nearest, and against every choice where these are few."""

from __future__ import annotations

import copy
import itertools
import weakref
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from dnas import rounding
from dnas.geometry import Network, WeightFormat, chain, conv, depthwise, global_avg_pool, linear, weighted_as
from dnas.network import TorchNetwork
from dnas.quantize import QuantNetwork
from dnas.rounding import COPIES, Moments, _rounded, collected, moments_bytes, passes, round_weights

SIZE = (12, 12)
STEM, DEPTHWISE, POINTWISE = conv(SIZE, 3, 8, 3, stride=(2, 2)), depthwise((6, 6), 8, 3), conv((6, 6), 8, 6, 1)
LAYERS = chain([[STEM], [DEPTHWISE], [POINTWISE], [global_avg_pool((6, 6), 6)], [linear(6, 4)]])


def pictures(count: int, seed: int) -> Tensor:
    """Smooth ones of any brightness, as photographs are."""
    generator = torch.Generator().manual_seed(seed)
    coarse = torch.rand(count, 3, 3, 3, generator=generator)
    fine = F.interpolate(coarse, SIZE, mode="bilinear")
    return (0.9 * fine + 0.1 * torch.rand(count, 3, *SIZE, generator=generator)).clamp(0, 1)


def calibrated(layers: Network, seed: int) -> QuantNetwork:
    torch.manual_seed(seed)
    network = TorchNetwork(layers, batch_norm=False)
    for parameter in network.parameters():
        if parameter.dim() == 1:
            torch.nn.init.normal_(parameter, std=0.1)
    quantized = QuantNetwork(network)
    quantized.calibrate([pictures(64, 1)])
    return quantized.eval()


@torch.no_grad()
def test_outputs_are_closer_to_those_of_the_weights_as_they_were() -> None:
    nearest, rounded, x = [], [], pictures(256, 3)
    for seed in range(5):
        network = calibrated(LAYERS, seed)
        module, (scale, _) = network.module(0), network.tensor_params()[0]
        weight, bias = module.weight.clone(), module.bias.clone()
        after = copy.deepcopy(network)
        round_weights(after, lambda: [pictures(64, 2)])
        whole = module.affine(x, weight, bias)
        for found, other in ((nearest, network), (rounded, after)):
            steps = other.weight_scale(0, scale)
            found.append((other.module(0).affine(x, other._weight(0, steps), other.module(0).bias) - whole).square().mean())
    assert sum(rounded) < 0.5 * sum(nearest)


@torch.no_grad()
def test_weights_lie_on_the_grids_that_they_had_and_stay_there() -> None:
    network = calibrated(LAYERS, 0)
    before = {index: network.weight_scale(index, torch.tensor(1 / 255)) for index in (0, 1, 2, 4)}
    round_weights(network, lambda: [pictures(64, 2)])
    once = copy.deepcopy(network.state_dict())
    for index, scale in before.items():
        torch.testing.assert_close(network.weight_scale(index, torch.tensor(1 / 255)), scale)
        steps = network.module(index).weight / scale.view(-1, *[1] * (network.module(index).weight.dim() - 1))
        torch.testing.assert_close(steps, steps.round(), atol=1e-4, rtol=0)
        assert steps.abs().flatten(1).amax(1).round().tolist() == [127.0] * len(steps)
    round_weights(network, lambda: [pictures(64, 5)])
    for name, value in network.state_dict().items():
        torch.testing.assert_close(value, once[name], msg=name)


@torch.no_grad()
def test_the_bias_takes_the_mean_of_the_error() -> None:
    network, x = calibrated(LAYERS, 1), pictures(64, 2)
    module = network.module(0)
    whole = module.affine(x, module.weight, module.bias).mean((0, 2, 3))
    seen = network.layer_outputs(x)[0]  # as the network sees them, on the grid of its input
    round_weights(network, lambda: [x])
    torch.testing.assert_close(module.affine(seen, module.weight, module.bias).mean((0, 2, 3)), whole, atol=1e-3, rtol=0)


@pytest.mark.parametrize("common", [1.0, 10.0])
def test_of_all_ways_to_round_a_few_weights_it_takes_good_ones(common: float) -> None:
    """Inputs have a part in common, as neighboring pixels do: of 200 rows the sum of errors, against the best of 2^5 ways."""
    generator = torch.Generator().manual_seed(0)
    mix = torch.randn(1, 5, 5, generator=generator, dtype=torch.float64)
    covariance = 0.1 * mix @ mix.mT + common
    weight = torch.randn(1, 200, 5, generator=generator, dtype=torch.float64)
    scale = weight.abs().amax(2, keepdim=True) / 7

    def error(rounded: Tensor) -> Tensor:
        return torch.einsum("grk,gkl,grl->gr", rounded - weight, covariance, rounded - weight)

    floors = (weight / scale).floor()
    choices = [error((floors + torch.tensor(ups, dtype=torch.float64)) * scale) for ups in itertools.product((0, 1), repeat=5)]
    best, nearest = torch.stack(choices).amin(0).sum(), error((weight / scale).round() * scale).sum()
    found = error(_rounded(weight, scale, covariance)).sum()
    assert found < 1.2 * best
    assert found < 0.55 * nearest


def test_little_memory_takes_more_passes_and_gives_the_same_weights() -> None:
    read = []

    def batches() -> list[Tensor]:
        read.append(1)
        return [pictures(16, 2)]

    whole, in_parts, without = calibrated(LAYERS, 4), calibrated(LAYERS, 4), calibrated(LAYERS, 4)
    largest = max(moments_bytes(whole.module(index)) for index in (0, 1, 2, 4))
    assert round_weights(whole, batches) == []
    assert len(read) == 1
    assert round_weights(in_parts, batches, COPIES * largest) == []
    assert len(read) > 2
    for name, value in whole.state_dict().items():
        torch.testing.assert_close(value, in_parts.state_dict()[name], rtol=0, atol=0, msg=name)
    assert round_weights(without, batches, COPIES * largest - 1) == [0]  # the stem's 27 inputs
    assert not torch.equal(without.module(1).weight, calibrated(LAYERS, 4).module(1).weight)
    torch.testing.assert_close(without.module(0).weight, calibrated(LAYERS, 4).module(0).weight, rtol=0, atol=0)


def test_a_pass_holds_nothing_of_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    network, alive = calibrated(LAYERS, 4), []

    def watched(*arguments: Any) -> dict[int, Moments]:
        assert not any(moments() is not None for moments in alive)
        found = collected(*arguments)
        alive.extend(map(weakref.ref, found.values()))
        return found

    monkeypatch.setattr(rounding, "collected", watched)
    largest = max(moments_bytes(network.module(index)) for index in (0, 1, 2, 4))
    round_weights(network, lambda: [pictures(16, 2)], COPIES * largest)
    assert len(alive) == 4


@pytest.mark.parametrize("room", [80, 81, 130, 1000])
def test_no_pass_takes_more_than_the_room(room: int) -> None:
    sizes = dict(enumerate((10, 3, 10, 10, 1, 7, 200, 5)))
    found = list(passes(sizes, room))
    assert list(itertools.chain.from_iterable(found)) == [index for index in sizes if COPIES * sizes[index] <= room]
    for together in found:
        taken = [sizes[index] for index in together]
        assert sum(taken) + (COPIES - 1) * max(taken) <= room


def test_layers_that_see_nothing_or_have_other_formats() -> None:
    network = calibrated(LAYERS, 2)
    round_weights(network, lambda: [torch.zeros(8, 3, *SIZE)])
    assert all(torch.isfinite(parameter).all() for parameter in network.parameters())
    short = calibrated((*LAYERS[:2], *weighted_as(LAYERS[2:3], WeightFormat(4)), *LAYERS[3:]), 2)
    before = short.module(2).weight.clone()
    round_weights(short, lambda: [pictures(8, 2)])
    torch.testing.assert_close(short.module(2).weight, before, rtol=0, atol=0)


def test_moments_are_those_of_the_windows() -> None:
    network, x = calibrated(LAYERS, 3), pictures(16, 4)
    moments = Moments(network.module(0))
    for part in x.split(5):
        moments.update(part)
    windows = F.pad(x, (0, 1, 0, 1)).unfold(2, 3, 2).unfold(3, 3, 2)  # SAME, stride 2: (N, C, h, w, kh, kw)
    rows = windows.permute(0, 2, 3, 1, 4, 5).reshape(-1, 27).double()
    torch.testing.assert_close(moments.mean()[0].double(), rows.mean(0), atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(moments.covariance()[0].double(), torch.cov(rows.T, correction=0), atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize("spoiled", [0.0, -1e-9, -1e-3])
def test_a_covariance_that_is_not_positive_for_want_of_precision(spoiled: float) -> None:
    covariance = torch.ones(2, 6, 6, dtype=torch.float64)
    covariance[1] += spoiled * torch.eye(6, dtype=torch.float64)
    covariance[1, 0, 1:] *= 2
    covariance[1, 1:, 0] *= 2  # more in common than each has
    weight, scale = (
        torch.linspace(-1, 1, 12, dtype=torch.float64).view(2, 1, 6),
        torch.full((2, 1, 1), 1 / 127, dtype=torch.float64),
    )
    rounded = _rounded(weight, scale, covariance)
    assert ((rounded - weight).abs() < 5 * scale).all()
    torch.testing.assert_close((rounded / scale).round() * scale, rounded)

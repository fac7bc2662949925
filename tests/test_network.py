"""The plain torch network: TensorFlow's SAME padding, batch norm folded away, MACs as fvcore counts them."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from conftest import SPACES, random_arch, spec
from fvcore.nn import FlopCountAnalysis
from random_networks import random_inputs, random_network
from torch import nn

from dnas.cost import macs
from dnas.discretize import estimate_batch_norm
from dnas.geometry import WEIGHTED, Op, chain, conv, depthwise, global_avg_pool, linear, max_pool, same_out, same_padding
from dnas.network import TorchNetwork, conv_same, fold_batch_norm, pad_same, run_weightless
from dnas.space import SearchSpace

SAME = [  # size, kernel, stride -> output, padding before, padding after
    (5, 3, 1, 5, 1, 1),
    (28, 3, 1, 28, 1, 1),
    (28, 3, 2, 14, 0, 1),
    (28, 5, 2, 14, 1, 2),
    (49, 5, 2, 25, 2, 2),
    (49, 3, 2, 25, 1, 1),
    (10, 3, 2, 5, 0, 1),
    (10, 4, 2, 5, 1, 1),
    (10, 3, 4, 3, 0, 1),
    (7, 1, 2, 4, 0, 0),
    (6, 1, 4, 2, 0, 0),
    (7, 3, 4, 2, 0, 0),
    (96, 5, 4, 24, 0, 1),
    (2, 7, 1, 2, 3, 3),
]
"""By TensorFlow's rule: output ceil(n / s); (output - 1) s + k - n in all, the odd one behind."""


@pytest.mark.parametrize(("size", "kernel", "stride", "out", "before", "after"), SAME)
def test_same_padding_is_tensorflows(size: int, kernel: int, stride: int, out: int, before: int, after: int) -> None:
    assert same_out(size, stride) == out
    assert same_padding(size, kernel, stride) == (before, after)
    x = torch.ones(1, 1, size, 3)
    padded = pad_same(x, (kernel, 1), (stride, 1))
    assert padded.shape == (1, 1, size + before + after, 3)
    assert padded[0, 0, :, 0].tolist() == [0.0] * before + [1.0] * size + [0.0] * after


def convolved(x_CHW: np.ndarray, weight: np.ndarray, stride: tuple[int, int]) -> np.ndarray:
    """SAME convolution as its definition says: y[o, i, j] = sum x[c, i s - before + u, j s - before + v] w[o, c, u, v]."""
    (out_c, _, k_h, k_w), (_, h, w) = weight.shape, x_CHW.shape
    y = np.zeros((out_c, same_out(h, stride[0]), same_out(w, stride[1])))
    top, left = same_padding(h, k_h, stride[0])[0], same_padding(w, k_w, stride[1])[0]
    for (o, i, j), _ in np.ndenumerate(y):
        for u in range(k_h):
            for v in range(k_w):
                row, column = i * stride[0] - top + u, j * stride[1] - left + v
                if 0 <= row < h and 0 <= column < w:
                    y[o, i, j] += x_CHW[:, row, column] @ weight[o, :, u, v]
    return y


@pytest.mark.parametrize("partial", [True, False])
@pytest.mark.parametrize(("hw", "window"), [((6, 6), (2, 2)), ((7, 5), (2, 2)), ((7, 4), (2, 1)), ((1, 3), (1, 2))])
def test_maximum_pool_follows_the_definition(hw: tuple[int, int], window: tuple[int, int], partial: bool) -> None:
    x = np.random.default_rng(0).normal(size=(2, *hw))
    layer = max_pool(hw, 2, window, partial)
    y = np.full((2, int(layer.out_h), int(layer.out_w)), -np.inf)
    for (c, i, j), value in np.ndenumerate(x):
        row, column = i // window[0], j // window[1]
        if row < y.shape[1] and column < y.shape[2]:
            y[c, row, column] = max(y[c, row, column], value)
    assert np.isfinite(y).all()
    assert y.shape[1:] == tuple(-(-n // k) if partial else n // k for n, k in zip(hw, window, strict=True))
    np.testing.assert_array_equal(run_weightless(layer, [torch.from_numpy(x)[None]])[0].numpy(), y)


@pytest.mark.parametrize(
    ("hw", "kernel", "stride"),
    [((6, 6), 3, (2, 2)), ((7, 5), 3, (2, 1)), ((8, 5), 5, (2, 2)), ((9, 4), 3, (4, 4)), ((5, 5), 3, (1, 1))],
)
def test_convolution_follows_the_definition(hw: tuple[int, int], kernel: int, stride: tuple[int, int]) -> None:
    rng = np.random.default_rng(0)
    x, weight = rng.normal(size=(2, *hw)), rng.normal(size=(3, 2, kernel, kernel))
    found = conv_same(torch.from_numpy(x)[None], torch.from_numpy(weight), None, stride)[0].numpy()
    np.testing.assert_allclose(found, convolved(x, weight, stride), atol=1e-12)


@pytest.mark.parametrize("seed", range(8))
def test_folding_batch_norm_keeps_the_function(seed: int) -> None:
    torch.manual_seed(seed)
    layers = random_network(seed)
    network = TorchNetwork(layers).eval()
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            for tensor, low in ((module.weight, -1.5), (module.bias, -1), (module.running_mean, -1), (module.running_var, 0.1)):
                assert tensor is not None
                nn.init.uniform_(tensor, low, 1.5)
    folded = fold_batch_norm(network)
    x = random_inputs(layers, 4)
    with torch.no_grad():
        wanted, found = network.double()(x.double()), folded.double()(x.double())
    torch.testing.assert_close(found, wanted, rtol=1e-4, atol=1e-5 * wanted.abs().max().item())
    assert not [m for m in folded.modules() if isinstance(m, nn.BatchNorm2d)]
    assert not folded.training


def test_small_data_are_no_dead_channels() -> None:
    """Variances far below batch norm's epsilon, all of them: features of a scale of 1e-6."""
    torch.manual_seed(0)
    network = TorchNetwork(
        chain([[conv((6, 6), 1, 4, 3)], [depthwise((6, 6), 4, 3)], [global_avg_pool((6, 6), 4)], [linear(4, 2)]])
    )
    x = 1e-5 * torch.rand(64, 1, 6, 6)
    estimate_batch_norm(network, [x])
    norm = network.weighted["0"].norm
    assert norm.running_var.max() < 1e-4 * norm.eps
    with torch.no_grad():
        torch.testing.assert_close(fold_batch_norm(network)(x), network(x), rtol=1e-4, atol=1e-7)
    assert fold_batch_norm(network).weighted["0"].weight.abs().amax((1, 2, 3)).min() > 0


def test_a_channel_behind_a_dead_one_is_its_shift_alone() -> None:
    """Batch norm divides by sqrt(eps) there: 316 times the weights, next to which the others' would round to nothing."""
    layers = chain(
        [[conv((6, 6), 1, 3, 3)], [depthwise((6, 6), 3, 3, relu=False)], [global_avg_pool((6, 6), 3)], [linear(3, 2)]]
    )
    torch.manual_seed(0)
    network = TorchNetwork(layers)
    first, second = (module.norm for module in list(network.weighted.values())[:2])
    with torch.no_grad():
        first.bias[1] = -50.0
        second.bias.copy_(torch.tensor([0.1, 0.2, 0.3]))
    x = torch.rand(64, 1, 6, 6)
    estimate_batch_norm(network, [x])
    folded = fold_batch_norm(network)
    _, depthwise_, _ = folded.weighted.values()
    assert depthwise_.weight[1].abs().max() == 0
    assert depthwise_.bias[1] == second.bias[1]
    assert depthwise_.weight[[0, 2]].abs().amax((1, 2, 3)).min() > 0
    with torch.no_grad():
        torch.testing.assert_close(folded(x), network(x), rtol=1e-4, atol=1e-5)


def test_folding_keeps_the_training_mode() -> None:
    network = TorchNetwork(random_network(3))
    assert fold_batch_norm(network.train()).training
    assert not fold_batch_norm(network.eval()).training


def fvcore_macs(network: TorchNetwork, x: torch.Tensor) -> float:
    analysis = FlopCountAnalysis(network, x).unsupported_ops_warnings(False)
    counted = analysis.by_operator()
    return float(sum(counted[name] for name in ("conv", "linear", "addmm")))


@pytest.mark.parametrize("shape", [(3, 32, 32), (1, 49, 10)])
@pytest.mark.parametrize("name", SPACES)
def test_macs_of_a_space_are_fvcores(name: str, shape: tuple[int, int, int]) -> None:
    space, rng = SearchSpace(spec(name), shape, 10), np.random.default_rng(0)
    for _ in range(4):
        layers = space.network(random_arch(space, rng))
        assert fvcore_macs(TorchNetwork(layers).eval(), torch.rand(1, *shape)) == macs.network_macs(layers)


@pytest.mark.parametrize("seed", range(6))
def test_macs_of_random_networks_are_fvcores(seed: int) -> None:
    layers = random_network(seed)
    assert fvcore_macs(TorchNetwork(layers, batch_norm=False).eval(), random_inputs(layers, 1)) == macs.network_macs(layers)


@pytest.mark.parametrize("seed", range(6))
def test_every_output_has_the_shape_that_its_layer_states(seed: int) -> None:
    layers = random_network(seed)
    network, tensors = TorchNetwork(layers).eval(), [random_inputs(layers, 2)]
    for index, layer in enumerate(layers):
        tensors.append(network.run_layer(index, [tensors[i] for i in layer.inputs]))
        stated = (2, layer.out_c) if layer.op is Op.LINEAR else (2, layer.out_c, layer.out_h, layer.out_w)
        assert tensors[-1].shape == stated
        assert not layer.relu or tensors[-1].min() >= 0
    torch.testing.assert_close(network(tensors[0]), tensors[-1])


def test_weights_only_where_the_operator_has_them() -> None:
    layers = random_network(5)
    assert set(TorchNetwork(layers).weighted) == {str(i) for i, layer in enumerate(layers) if layer.op in WEIGHTED}
    with pytest.raises(ValueError, match="has weights or is unknown"):
        run_weightless(conv((4, 4), 1, 1), [torch.zeros(1, 1, 4, 4)])

"""Weights in their stored format: pruned, on 4-bit grids, the same from the supernet to the file."""

from __future__ import annotations

import platform

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from random_networks import random_inputs, random_network

from dnas import prefix, relax
from dnas.export.coding import coded, rows_of
from dnas.export.tflite import write_tflite
from dnas.geometry import WEIGHTED, Network, WeightFormat, conv, weighted_as
from dnas.interpreters import TFLMInterpreter
from dnas.network import LayerModule, TorchNetwork, fold_batch_norm
from dnas.quantize import MAX_SHORT_BIAS, QuantNetwork
from dnas.relax import grid_ste, prefix_ste
from dnas.snap import snapped
from dnas.space import SearchSpace, SpaceSpec, StageSpec
from dnas.supernet import Supernet
from dnas.weights import as_stored, grid_scale, pruned

FORMATS = ("int8", "int8_d50", "int4", "int4_d50", "int4_d25", "int4_m", "int8_m", "int4_p", "int4_p_m")


def in_formats(layers: Network, seed: int) -> Network:
    """The layers with formats drawn at random."""
    rng = np.random.default_rng(seed)
    return tuple(weighted_as([layer], WeightFormat.parse(rng.choice(FORMATS)))[0] for layer in layers)


def trained(layers: Network, seed: int, steps: int = 3) -> TorchNetwork:
    """A network after a few steps, with batch-norm statistics of its own."""
    torch.manual_seed(seed)
    network = TorchNetwork(layers)
    x = random_inputs(layers, 32, seed)
    optimizer = torch.optim.SGD(network.parameters(), lr=0.05)
    for _ in range(steps):
        F.cross_entropy(network(x), torch.arange(32) % int(layers[-1].out_c)).backward()
        optimizer.step()
        optimizer.zero_grad()
    return network.eval()


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_bounds_count_and_values(name: str) -> None:
    torch.manual_seed(0)
    weights, weight = WeightFormat.parse(name), torch.randn(7, 5, 3, 3)
    stored = as_stored(weight, weights)
    assert torch.count_nonzero(stored) <= weights.kept(weight.numel())
    kept = pruned(weight, weights) != 0
    assert int(kept.sum()) == weights.kept(weight.numel())
    assert weight[kept].abs().min() >= weight[~kept].abs().max() if weights.sparse else kept.all()
    if weights.bits == 4:
        for row in stored.flatten(1):
            assert len(row.unique()) <= 15
    else:
        assert torch.equal(stored, pruned(weight, weights))


@pytest.mark.parametrize("reviving", [True, False])
def test_what_is_zero_learns_in_a_network_of_its_own_only(reviving: bool) -> None:
    weight = torch.tensor([[0.1, -0.2, 0.9, 0.8]], requires_grad=True)
    as_stored(weight, WeightFormat(8, 50), reviving).sum().backward()
    assert weight.grad is not None
    assert weight.grad.tolist() == [[float(reviving)] * 2 + [1.0, 1.0]]


def test_a_grid_has_the_smallest_error_and_follows_the_weights() -> None:
    torch.manual_seed(1)
    weight = torch.randn(6, 40)

    def error(scale: torch.Tensor) -> torch.Tensor:
        steps = scale.view(-1, 1)
        return (weight - (weight / steps).round().clamp(-7, 7) * steps).square().sum(1)

    scale, whole = grid_scale(weight, WeightFormat(4)), weight.abs().amax(1) / 7
    assert (error(scale) <= error(whole)).all()
    assert (error(scale) < error(whole)).any(), "clipping pays somewhere"
    gains = torch.tensor([0.5, 2.0, 4.0, 1.0, 0.25, 8.0])
    assert torch.allclose(grid_scale(weight * gains.view(-1, 1), WeightFormat(4)), scale * gains)
    assert grid_scale(torch.zeros(2, 3), WeightFormat(4)).min() > 0


@pytest.mark.parametrize("seed", range(6))
def test_folding_leaves_function_and_zeros_as_they_are(seed: int) -> None:
    layers = in_formats(random_network(seed), seed)
    network = trained(layers, seed)
    x = random_inputs(layers, 8, seed + 1)
    folded = fold_batch_norm(network)
    assert torch.allclose(network(x), folded(x), atol=1e-4)
    for key, module in folded.weighted.items():
        weight, format_ = module.weight, layers[int(key)].weights
        assert torch.count_nonzero(weight) <= format_.kept(weight.numel())


@pytest.mark.parametrize("name", ["int4", "int4_d50", "int4_m", "int4_p", "int4_p_m"])
def test_folding_rounds_no_weight_anew(name: str) -> None:
    """Training by straight-through gradients leaves many weights on the edge between two values of the grid."""
    weights = WeightFormat.parse(name)
    torch.manual_seed(0)
    network = TorchNetwork((weighted_as([conv((6, 6), 8, 64, 3)], weights)[0],)).eval()
    (module,) = network.weighted.values()
    assert isinstance(module, LayerModule)
    assert module.norm is not None
    with torch.no_grad():
        rows = module.weight.shape[0]
        grid = torch.randint(-7, 8, (rows, 72)) + torch.where(torch.rand(rows, 72) < 0.05, 0.5, 0.0)  # a few on an edge
        grid[:, 0] = 7.0
        module.weight.copy_((grid.clamp(-7, 7) * torch.rand(rows, 1)).view_as(module.weight))
        module.norm.weight.uniform_(0.1, 2.0)
        module.norm.running_var.uniform_(0.1, 9.0)  # type: ignore[union-attr]
    (folded,) = fold_batch_norm(network).weighted.values()
    assert isinstance(folded, LayerModule)
    gain = module.norm.weight / torch.sqrt(module.norm.running_var + module.norm.eps)  # type: ignore[operator]
    expected = as_stored(module.weight, weights) * gain.view(-1, 1, 1, 1)
    assert torch.allclose(folded.stored(), expected, rtol=1e-5, atol=1e-6)
    if not weights.prefix:  # there a grid that fits the folded weights is the one that they lie on
        assert torch.allclose(as_stored(folded.weight, weights), expected, rtol=1e-5, atol=1e-6)


def bits_of(q: torch.Tensor) -> int:
    """Of all values in the prefix code."""
    return sum(1 for _ in prefix.bits(q.flatten().int().tolist()))


@pytest.mark.parametrize("draw", ["normal", "laplace", "heavy", "equal", "zeros"])
def test_words_of_the_prefix_code_have_room(draw: str) -> None:
    torch.manual_seed(0)
    values = {
        "normal": torch.randn(6, 90),
        "laplace": torch.distributions.Laplace(0.0, 1.0).sample((6, 90)),
        "heavy": 30 * torch.randn(6, 90),
        "equal": torch.full((6, 90), 4.0),
        "zeros": torch.zeros(6, 90),
    }[draw].requires_grad_()
    scale = torch.rand(6) + 0.4
    stored = prefix_ste(values, scale)
    q = stored.detach() / scale.view(-1, 1)
    assert torch.allclose(q, q.round(), atol=1e-5)
    assert q.abs().max() <= 7
    assert bits_of(q.round()) <= prefix.MEAN_BITS * q.numel()
    assert torch.allclose(prefix_ste(stored, scale), stored), "what lies on its grid stays"
    stored.sum().backward()
    assert values.grad is not None
    assert torch.equal(values.grad, torch.ones_like(values))
    assert bits_of(q.round()) > 0.9 * prefix.MEAN_BITS * q.numel() or draw in ("equal", "zeros")


def test_edges_of_the_prefix_code_are_those_of_the_cheapest_magnitude() -> None:
    """Word lengths 2, 3, 3, 4, ... are not convex: with a dear bit some magnitudes are never the cheapest."""
    x, k = torch.linspace(0, 7, 2001, dtype=torch.float64), torch.arange(8)
    for price, edges in zip(relax._PENALTIES.double(), relax._edges(relax._PENALTIES.double()), strict=True):
        cost = (x[:, None] - k) ** 2 + price * relax._LENGTHS
        taken = cost.gather(1, torch.bucketize(x, edges)[:, None])[:, 0]
        assert torch.allclose(taken, cost.amin(1))
    assert (relax._EDGES[-1] > 7).all(), "with the last price all are 0"


def test_with_room_enough_the_prefix_code_rounds() -> None:
    torch.manual_seed(0)
    values, scale = torch.randn(6, 90), torch.full((6,), 0.8)
    assert torch.equal(prefix_ste(values, scale), grid_ste(values, scale, 7))


def test_a_normal_distribution_fills_the_prefix_code() -> None:
    """On the grid that a layer in that format has."""
    torch.manual_seed(0)
    weight = torch.randn(50, 2000) * torch.rand(50, 1)
    scale = grid_scale(weight, WeightFormat.parse("int4_p"))
    q = torch.round(weight / scale.view(-1, 1)).clamp(-7, 7)
    assert bits_of(q) / q.numel() == pytest.approx(prefix.MEAN_BITS, rel=0.01)
    counts = torch.unique(q, return_counts=True)[1] / q.numel()
    assert float(-(counts * counts.log2()).sum()) == pytest.approx(2.9, abs=0.05)


def rounded_layer(name: str) -> tuple[TorchNetwork, LayerModule]:
    """A network of one convolution with batch norm that a training has begun to round."""
    torch.manual_seed(0)
    network = TorchNetwork((weighted_as([conv((6, 6), 4, 6, 3)], WeightFormat.parse(name))[0],))
    network.set_free(True)
    network.set_free(False)
    (module,) = network.weighted.values()
    assert isinstance(module, LayerModule)
    return network, module


@pytest.mark.parametrize("name", ["int4", "int4_d50", "int4_m"])
def test_a_grid_stays_until_the_weights_are_free_again(name: str) -> None:
    network, module = rounded_layer(name)
    before, steps = module.stored().detach(), module.steps.clone()
    with torch.no_grad():
        largest = module.weight.flatten(1).abs().argmax(1, keepdim=True)
        module.weight.flatten(1).scatter_(1, largest, 5 * module.weight.flatten(1).gather(1, largest))
    network.set_free(False)  # as at the beginning of every epoch
    assert torch.equal(module.steps, steps)
    others = torch.ones_like(before).flatten(1).scatter(1, largest, 0.0).bool()
    assert torch.equal(module.stored().flatten(1)[others], before.flatten(1)[others])
    network.set_free(True)
    network.set_free(False)
    assert (module.steps > steps).all()


def test_a_row_of_which_nothing_is_kept_comes_back() -> None:
    """Its grid begins with its first weights; until then it takes no other row's place."""
    torch.manual_seed(0)
    network = TorchNetwork((weighted_as([conv((6, 6), 4, 6)], WeightFormat.parse("int4_d50"))[0],), batch_norm=False)
    (module,) = network.weighted.values()
    assert isinstance(module, LayerModule)
    with torch.no_grad():
        module.weight[2] *= 1e-4
    network.set_free(True)
    network.set_free(False)
    others = torch.arange(6) != 2
    assert module.steps[2] == 0
    assert (module.steps[others] > 0).all()
    settled = module.weight[2].clone()
    network.settle(0.5)
    assert torch.equal(module.weight[2], settled), "nothing is stored yet on which it could settle"
    steps = module.steps.clone()
    with torch.no_grad():
        module.weight[2] = 2.0
    torch.testing.assert_close(module.stored()[2], module.weight[2])
    network.set_free(False)
    assert module.steps[2] > 0
    assert torch.equal(module.steps[others], steps[others])


@pytest.mark.parametrize("name", ["int4", "int4_d50", "int4_m", "int4_p", "int4_p_m"])
def test_rounded_weights_settle_on_their_grid(name: str) -> None:
    network, module = rounded_layer(name)
    before = module.weight.detach().clone()
    stored = module.stored().detach()
    network.settle(0.25)
    assert torch.allclose(module.weight, before + 0.25 * (stored - before), atol=1e-7)
    assert torch.allclose(module.stored(), stored), "what is stored stays"
    network.set_free(True)
    moved = module.weight.detach().clone()
    network.settle(0.25)
    module.free = False
    network.settle(0.25)
    assert torch.equal(module.weight, moved), "free weights, and those whose grid follows them, have nothing to settle on"


def test_int8_weights_have_no_grid_that_stays() -> None:
    assert not rounded_layer("int8")[1].steps.any()


def test_the_grid_that_training_rounded_to_is_the_files() -> None:
    """Also where no weight of a row lies at its end, and behind a batch norm with negative gains."""
    network, module = rounded_layer("int4")
    assert module.norm is not None
    with torch.no_grad():
        module.weight.mul_(0.6)  # a grid that fits these would have smaller steps
        module.norm.weight.copy_(torch.tensor([0.5, -1.0, 2.0, -0.25, 1.0, 3.0]))
    quantized = QuantNetwork(fold_batch_norm(network.eval())).eval()
    quantized.calibrate([torch.rand(8, 4, 6, 6)])
    weight, _, scale = quantized.to_graph("abcdef").layers[0].arrays()
    expected = torch.round(module.weight / module.steps.view(-1, 1, 1, 1)) * module.norm.weight.sign().view(-1, 1, 1, 1)
    assert np.array_equal(weight, expected.detach().permute(0, 2, 3, 1).numpy())
    gain = module.norm.weight / torch.sqrt(module.norm.running_var + module.norm.eps)  # type: ignore[operator]
    assert np.allclose(scale, (module.steps * gain.abs()).detach().numpy())


@pytest.mark.parametrize("seed", range(8))
def test_integers_keep_to_their_formats_and_the_file_computes_what_training_saw(seed: int) -> None:
    layers = in_formats(random_network(seed), seed)
    model = QuantNetwork(fold_batch_norm(trained(layers, seed)), short=True)
    model.calibrate([random_inputs(layers, 32, seed)])
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.02)
    for step in range(3):  # quantization-aware training must not bring back more than a layer keeps
        F.cross_entropy(model(random_inputs(layers, 16, step)), torch.arange(16) % int(layers[-1].out_c)).backward()
        optimizer.step()
        optimizer.zero_grad()
    model.eval()
    graph = model.to_graph([str(k) for k in range(int(layers[-1].out_c))])
    for item in graph.layers:
        if item.layer.op in WEIGHTED:
            weight, bias, _ = item.arrays()
            assert np.abs(weight.astype(int)).max() <= item.layer.weights.largest
            assert np.count_nonzero(weight) <= item.layer.weights.kept(weight.size)
            coded(item.layer, rows_of(item.layer, weight)[:: 2 if item.layer.weights.mirrored else 1])  # has room
            assert np.abs(bias).max() <= MAX_SHORT_BIAS
    if platform.machine() == "x86_64":  # elsewhere tflite-micro has no wheel
        x = random_inputs(layers, 64, 99)
        q = torch.clamp(torch.round(x / graph.input.scale) + graph.input.zero_point, -128, 127).to(torch.int8)
        ours = model(x)
        theirs = TFLMInterpreter(write_tflite(snapped(graph)), 2**20).run(q.permute(0, 2, 3, 1).contiguous().numpy())
        steps = (torch.round(ours.detach() / graph.output.scale) + graph.output.zero_point).numpy() - theirs
        assert np.abs(steps).max() <= 1
        assert np.mean(steps != 0) < 0.02, "training evaluates with the multipliers that are stored"


def test_a_large_bias_makes_its_channels_steps_larger() -> None:
    layers = weighted_as(random_network(3), WeightFormat(4))
    network = fold_batch_norm(trained(tuple(layers), 3))
    first = next(iter(network.weighted.values()))
    with torch.no_grad():
        first.bias[0] = 1e4
    models = [QuantNetwork(network, short=short) for short in (True, False)]
    scales = [model.weight_scale(0, torch.tensor(1 / 255)) for model in models]
    assert scales[0][0] == pytest.approx(1e4 * 255 / MAX_SHORT_BIAS)
    assert scales[0][0] > scales[1][0]
    assert torch.equal(scales[0][1:], scales[1][1:])


def test_every_format_of_a_supernet_is_the_network_that_is_extracted() -> None:
    spec = SpaceSpec(
        "formats", (3,), (StageSpec((3, 5), (), 0, ()), StageSpec((4, 6), ("conv_k3", "dwsep_k3"), 0, ())),
        head_widths=(), weights=("int8", "int4", "int4_d50", "int4_m", "int4_p"), stem_out=(6, 28),
    )  # fmt: skip
    space = SearchSpace(spec, (1, 12, 12), 3)
    assert [choice.name for choice in space.choices] == ["stem", "stage2.entry", "classifier", "stage1.width", "stage2.width"]
    torch.manual_seed(0)
    supernet = Supernet(space, tuple(np.ones(len(choice.options), dtype=bool) for choice in space.choices))
    x, rng, seen = torch.rand(16, 1, 12, 12), np.random.default_rng(0), set()
    for _ in range(30):
        arch = tuple(int(rng.integers(len(choice.options))) for choice in space.choices)
        network = supernet.extract(arch)
        seen |= {layer.weights.name for layer in network.layers if layer.op in WEIGHTED}
        network.train()
        assert torch.allclose(supernet(x, arch), network(x), atol=1e-5)
        genotype = space.genotype(arch)
        assert space.network(space.arch(genotype.options)) == network.layers
    assert seen == set(spec.weights)


def test_a_supernets_sparse_path_moves_only_what_it_uses() -> None:
    spec = SpaceSpec(
        "sparse", (3,), (StageSpec((4,), (), 0, ()),), head_widths=(), weights=("int8", "int4_d25"), stem_out=(6, 28)
    )
    space = SearchSpace(spec, (1, 12, 12), 3)
    torch.manual_seed(0)
    supernet = Supernet(space, tuple(np.ones(len(choice.options), dtype=bool) for choice in space.choices))
    # the stem alone: a sparse classifier may leave out a channel, whose filter then learns nothing
    sparse = tuple(next(i for i, o in enumerate(c.options) if c.name != "stem" or "d25" in o) for c in space.choices)
    F.cross_entropy(supernet(torch.rand(8, 1, 12, 12), sparse), torch.arange(8) % 3).backward()
    stem = dict(supernet.named_parameters())["slots.stem.conv.0.weight"]
    assert stem.grad is not None
    assert torch.count_nonzero(stem.grad) == WeightFormat(4, 25).kept(stem.numel())
    assert torch.equal(stem.grad != 0, pruned(stem, WeightFormat(4, 25)) != 0)

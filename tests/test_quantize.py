"""Fake quantization against hand-made cases, and layer by layer against the interpreter on the exported file."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from random_networks import graph_of, quantized, random_inputs, random_network

from dnas.export.tflite import write_tflite
from dnas.geometry import Op, add, chain, conv, depthwise, global_avg_pool, linear
from dnas.interpreters import LiteRTInterpreter
from dnas.kernels import average_pool, fake_quantize, requantize
from dnas.network import TorchNetwork, fold_batch_norm
from dnas.quantize import QuantNetwork


def to_int8(x, scale, zero_point):
    """Real values (N, C, ...) -> int8 with the channel last, as the file has them."""
    q = torch.clamp(torch.round(x / scale) + zero_point, -128, 127).to(torch.int8)
    return (q.permute(0, 2, 3, 1) if q.dim() == 4 else q).numpy()


def to_real(q, tensor):
    x = torch.from_numpy((q.astype(np.float32) - tensor.zero_point) * np.float32(tensor.scale))
    return x.permute(0, 3, 1, 2) if x.dim() == 4 else x


def largest_steps(layers, seed=0, training=True):
    """Per layer: largest difference in int8 steps between torch and the interpreter on that layer's own int8 input."""
    model = quantized(layers, seed).train(training)
    graph = graph_of(model)
    x = to_int8(random_inputs(layers, 6, 99), graph.input.scale, graph.input.zero_point)
    tensors = LiteRTInterpreter(write_tflite(graph)).layer_tensors(x)
    steps = []
    with torch.no_grad():
        for index, layer in enumerate(layers):
            y = model.run_layer(index, [to_real(tensors[i], graph.tensors[i]) for i in layer.inputs])
            out = graph.tensors[index + 1]
            expected = tensors[index + 1].astype(int)
            assert len(np.unique(expected)) > 1, "the layer's output is constant: the comparison would say nothing"
            steps.append(
                int(np.abs(to_int8(y, out.scale, out.zero_point).astype(int).reshape(expected.shape) - expected).max())
            )
    return steps


@pytest.mark.parametrize("seed", range(16))
def test_each_layer_matches_the_file_on_random_networks(seed):
    assert max(largest_steps(random_network(seed), seed)) <= 1


@pytest.mark.parametrize("seed", range(16))
def test_evaluation_is_exact_but_for_linear_layers(seed):
    layers = random_network(seed)
    steps = largest_steps(layers, seed, training=False)
    assert all(step == 0 or (step == 1 and layer.op is Op.LINEAR) for step, layer in zip(steps, layers, strict=True))


def test_requantize_equals_the_kernels_arithmetic():
    """Against gemmlowp's two roundings written with Python's integers."""
    rng = np.random.default_rng(0)
    for _ in range(2000):
        total = int(rng.integers(-(2**22), 2**22))
        ratio = float(2.0 ** rng.uniform(-20, 1))
        mantissa, exponent = math.frexp(ratio)
        multiplier = math.floor(mantissa * 2**31 + 0.5)
        product = total * 2 ** max(exponent, 0) * multiplier
        high = (abs(product) + 2**30 - (product < 0)) // 2**31 * (1 if product >= 0 else -1)
        shift = max(-exponent, 0)
        floor, rest = divmod(high, 2**shift)
        expected = floor + (2 * rest > 2**shift or (2 * rest == 2**shift and high > 0))
        found = requantize(torch.tensor([total]), torch.tensor([ratio], dtype=torch.float64)).item()
        assert found == expected, (total, ratio)


@pytest.mark.parametrize("hw", [(16, 16), (15, 13), (49, 10)])
@pytest.mark.parametrize("kernel", [1, 3, 5, 7])
@pytest.mark.parametrize("stride", [(1, 1), (2, 2)])
def test_each_operator_matches_the_file(hw, kernel, stride):
    h, w = -(-hw[0] // stride[0]), -(-hw[1] // stride[1])
    block = [
        conv(hw, 3, 5, kernel, stride),
        depthwise((h, w), 5, kernel, source=1, relu=False),
        add((h, w), 5, 1, 2),
        depthwise((h, w), 5, kernel, stride, source=3),
    ]
    h, w = -(-h // stride[0]), -(-w // stride[1])
    block += [global_avg_pool((h, w), 5, source=4), linear(5, 3, source=5)]
    assert max(largest_steps(chain([block]))) <= 1


def test_decisions_of_a_trained_network_are_those_of_the_file():
    layers = chain(
        [
            [conv((12, 12), 1, 6, 3, (2, 2))],
            [depthwise((6, 6), 6, 3), conv((6, 6), 6, 6, 1, relu=False, source=1), add((6, 6), 6, 0, 2)],
            [conv((6, 6), 6, 11, 3)],
            [global_avg_pool((6, 6), 11)],
            [linear(11, 4)],
        ]
    )
    generator = torch.Generator().manual_seed(0)
    templates = torch.rand(4, 1, 12, 12, generator=generator)

    def batch(n):
        y = torch.randint(4, (n,), generator=generator)
        return (0.6 * templates[y] + 0.4 * torch.rand(n, 1, 12, 12, generator=generator)).clamp(0, 1), y

    torch.manual_seed(0)
    network = TorchNetwork(layers)
    for model, steps in ((network, 60), (None, 40)):
        if model is None:
            model = QuantNetwork(fold_batch_norm(network.eval()))
            model.calibrate([batch(64)[0] for _ in range(4)])
        optimizer = torch.optim.Adam(model.train().parameters(), 1e-2 if steps == 60 else 1e-3)
        for _ in range(steps):
            x, y = batch(64)
            optimizer.zero_grad()
            F.cross_entropy(model(x), y).backward()
            optimizer.step()
    model.eval()
    x, y = batch(1000)
    graph = graph_of(model)
    with torch.no_grad():
        decisions = model(x).argmax(1).numpy()
    ours = LiteRTInterpreter(write_tflite(graph)).run(to_int8(x, graph.input.scale, graph.input.zero_point)).argmax(1)
    assert np.mean(decisions == y.numpy()) > 0.9  # it learned: its margins are those of a trained network
    assert np.mean(ours == decisions) >= 0.995


def test_fake_quantize_value_and_gradient():
    x = torch.tensor([-9.0, -0.3, 0.2, 0.3, 9.0], requires_grad=True)
    y = fake_quantize(x, torch.tensor(0.5), torch.tensor(-120, dtype=torch.int32))
    y.sum().backward()
    assert y.tolist() == [-4.0, -0.5, 0.0, 0.5, 9.0]
    assert x.grad.tolist() == [0.0, 1.0, 1.0, 1.0, 1.0]
    official = torch.fake_quantize_per_tensor_affine(x, 0.5, -120, -128, 127)
    assert torch.equal(y, official)


def test_gradients_reach_every_parameter_and_ranges_stay():
    model = quantized(random_network(7), 7).train()
    before = model.high.clone()
    model(3 * random_inputs(model.layers, 8)).square().mean().backward()
    assert all(p.grad is not None and torch.isfinite(p.grad).all() for p in model.parameters())
    assert torch.equal(before, model.high)


@pytest.mark.parametrize("size", [1, 7, 32, 96])
def test_ranges_do_not_depend_on_how_many_inputs_are_at_hand_at_once(size):
    model = quantized(random_network(8), 8)
    inputs = torch.cat([random_inputs(model.layers, 32, seed) for seed in range(3)])
    model.calibrate(inputs.split(size))
    outputs = [network_of(model).eval()(group) for group in inputs.split(32)]
    expected = torch.stack([y.amax() for y in outputs]).mean()
    torch.testing.assert_close(model.high[-1], expected.detach(), atol=1e-5, rtol=1e-5)
    model.calibrate([inputs[:33]])  # a group that is not whole
    torch.testing.assert_close(model.high[-1], outputs[0].amax().detach(), atol=1e-5, rtol=1e-5)


def test_a_residual_sum_of_what_is_no_number_ends_in_numbers_or_none_but_not_in_an_error():
    layers = chain([[conv((4, 4), 1, 4, 3), conv((4, 4), 4, 4, 1, relu=False, source=1), add((4, 4), 4, 1, 2)]])
    model = quantized(chain([layers, [global_avg_pool((4, 4), 4)], [linear(4, 2)]]))
    with torch.no_grad():
        model.high[0] = torch.nan
        assert model(random_inputs(model.layers, 8)).shape == (8, 2)


def test_fake_quantized_network_is_close_to_the_float_one():
    layers = random_network(11)
    model = quantized(layers, 11)
    network = network_of(model).eval()
    x = random_inputs(layers, 32, 5)
    with torch.no_grad():
        reference, ours = network(x), model(x)
    assert (ours - reference).norm() < 0.1 * reference.norm()


def test_outputs_that_are_always_zero_keep_usable_scales():
    layers = chain([[conv((8, 8), 1, 4, 3), conv((8, 8), 4, 4, 1, relu=False, source=1), add((8, 8), 4, 1, 2)]])
    layers = chain([layers, [global_avg_pool((8, 8), 4)], [linear(4, 2)]])
    model = quantized(layers)
    with torch.no_grad():
        model.weighted["0"].bias.fill_(-50.0)  # nothing survives the ReLU
        model.weighted["1"].weight.zero_()
        model.weighted["1"].bias.copy_(torch.tensor([0.0, 1e-20, 3.0, -40.0]))  # biases that no product comes near
    for name in ("low", "high"):
        getattr(model, name).zero_()
    model.calibrate([random_inputs(layers, 8)])
    graph = graph_of(model)
    q = to_int8(random_inputs(layers, 8, 3), graph.input.scale, graph.input.zero_point)
    tensors = LiteRTInterpreter(write_tflite(graph)).layer_tensors(q)
    with torch.no_grad():
        ours = model.layer_outputs(to_real(q, graph.input))
    for number, tensor in enumerate(graph.tensors):
        expected = to_real(tensors[number], tensor)
        assert (ours[number].reshape(expected.shape) - expected).abs().max() <= 1.01 * tensor.scale


def test_a_dead_channel_does_not_coarsen_its_layer():
    """Its bias is far below what products can bring back: the ReLU's zeros stay, and the others keep their scales."""
    layers = chain([[conv((6, 6), 1, 4, 3)], [depthwise((6, 6), 4, 3)], [global_avg_pool((6, 6), 4)], [linear(4, 2)]])
    network = quantized(layers, 3)
    x = random_inputs(layers, 8)
    with torch.no_grad():
        network.weighted["1"].bias[3] = -2.0  # the ReLU lets nothing through
        network.weighted["1"].weight[3] *= 1e-3
    alive = QuantNetwork(network_of(network), short=True)
    with torch.no_grad():
        network.weighted["1"].bias[3] = -5000.0
    dead = QuantNetwork(network_of(network), short=True)
    for model in (alive, dead):
        model.calibrate([x])
        model.eval()
    ours, expected = (model.layer_outputs(x) for model in (dead, alive))
    assert expected[2][:, :3].amax() > 0, "the test is about channels that say something"
    for one, other in zip(ours, expected, strict=True):
        assert torch.equal(one, other)
    assert torch.equal(dead.tensor_params()[2][0], alive.tensor_params()[2][0])


def test_no_bias_is_a_tie_in_generated_code():
    """A channel without weights gets the scale that makes its bias the largest: 2^15 - 1 times 2^-16 is all but one half."""
    layers = chain([[conv((6, 6), 1, 4, 3)], [depthwise((6, 6), 4, 3)], [global_avg_pool((6, 6), 4)], [linear(4, 2)]])
    network = network_of(quantized(layers, 3))
    with torch.no_grad():
        network.weighted["0"].weight[2] = 0
        network.weighted["0"].bias[2] = 0.7
    model = QuantNetwork(network, short=True)
    model.calibrate([random_inputs(layers, 8)])
    biases = graph_of(model.eval()).layers[0].bias
    assert 2**15 - 8 < abs(int(biases[2])) <= 2**15 - 2


def test_inputs_of_a_large_scale_leave_the_weights_their_steps():
    layers = chain([[conv((6, 6), 1, 4, 3)], [global_avg_pool((6, 6), 4)], [linear(4, 2)]])
    network = network_of(quantized(layers, 3))
    with torch.no_grad():
        network.weighted["0"].weight /= 1e6
    model = QuantNetwork(network, input_scale=1e6, input_zero_point=0, input_kind="features")
    model.calibrate([1e6 * random_inputs(layers, 8)])
    stored = graph_of(model.eval()).layers[0].weight
    assert (np.abs(stored).reshape(4, -1).max(1) == 127).all()


def network_of(model: QuantNetwork) -> TorchNetwork:
    """The float network with a quantized one's weights."""
    network = TorchNetwork(model.layers, batch_norm=False)
    network.weighted.load_state_dict(model.weighted.state_dict())
    return network


def test_batch_norm_must_be_folded_first():
    with pytest.raises(ValueError, match="fold_batch_norm"):
        QuantNetwork(TorchNetwork(random_network(1)))


def test_graph_checks_itself():
    graph = graph_of(quantized(random_network(7), 7))
    first = next(i for i, item in enumerate(graph.layers) if item.layer.op in (Op.CONV, Op.DEPTHWISE))
    item = graph.layers[first]

    def with_layer(new):
        return replace(graph, layers=(*graph.layers[:first], new, *graph.layers[first + 1 :]))

    for change, message in (
        (lambda: with_layer(replace(item, bias=None)), "missing"),
        (lambda: with_layer(replace(item, bias=item.bias[:-1])), "bias and scale"),
        (lambda: with_layer(replace(item, weight=item.weight.astype(np.int16))), "int8"),
        (lambda: with_layer(replace(item, weight=np.full_like(item.weight, -128))), "-127"),
        (lambda: with_layer(replace(item, layer=replace(item.layer, inputs=(99,)))), "99"),
        (lambda: replace(graph, class_names=("one",)), "names"),
        (lambda: replace(graph, tensors=graph.tensors[1:]), "one tensor more"),
        (lambda: replace(graph, tensors=(replace(graph.input, scale=0.0), *graph.tensors[1:])), "positive"),
        (lambda: replace(graph, tensors=(*graph.tensors[:-2], replace(graph.tensors[-2], scale=9.0), graph.output)), "input's"),
    ):
        with pytest.raises(ValueError, match=message):
            change()


def test_an_average_pool_of_a_large_map_rounds_as_integers_do() -> None:
    """Halves away from zero, whatever the order in which 9,216 values are summed."""
    rng = np.random.default_rng(0)
    q = rng.integers(-128, 128, (1, 3000, 96, 96))
    shift = (q.sum((2, 3)) - 96 * 96 // 2) % (96 * 96)  # beyond a half
    q.reshape(3000, -1)[np.arange(96 * 96) < shift.T] -= 1
    q = q.clip(-128, 127)
    total = q.sum((2, 3))
    assert np.abs(total % (96 * 96) - 96 * 96 // 2).min() == 0, "some are halves"
    scale, zero = torch.tensor(0.0317), torch.tensor(-128)
    x = (torch.from_numpy(q).float() - zero) * scale
    pooled = torch.round(average_pool(global_avg_pool((96, 96), 3000), x, scale, zero) / scale).view(1, -1) + zero
    expected = np.sign(total) * ((2 * np.abs(total) + 96 * 96) // (2 * 96 * 96))
    assert np.array_equal(pooled.numpy(), expected)

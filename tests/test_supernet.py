"""The supernet: one path of it is the network that is extracted; slices, masks, and what dropped options leave behind."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from conftest import CHOSEN, SPACES, TWO_BLOCKS, every_arch, random_arch, spec, tables

from dnas.cost.tables import Mask
from dnas.data.augment import brought_to
from dnas.data.resize import resize_image
from dnas.geometry import conv, depthwise, linear
from dnas.network import LayerModule
from dnas.space import SearchSpace, SpaceSpec, StageSpec
from dnas.supernet import SlicedLayer, Supernet, run_slot


def full(space: SearchSpace) -> Mask:
    return tuple(np.ones(len(c.options), dtype=bool) for c in space.choices)


def scrambled(space: SearchSpace, mask: Mask, seed: int = 0) -> Supernet:
    """Random weights everywhere; the residual branches act (their first gain is 0) without letting the sums grow."""
    torch.manual_seed(seed)
    supernet = Supernet(space, mask)
    with torch.no_grad():
        for parameter in supernet.weight_parameters():
            if parameter.dim() == 1:
                parameter.copy_(0.5 + 0.3 * torch.randn_like(parameter))
    return supernet


@pytest.mark.parametrize("shape", [(3, 16, 16), (1, 25, 10)])
@pytest.mark.parametrize("name", SPACES)
def test_one_path_equals_the_extracted_network(name: str, shape: tuple[int, int, int]) -> None:
    space = SearchSpace(spec(name), shape, 7)
    supernet, rng = scrambled(space, full(space)), np.random.default_rng(0)
    x = torch.rand(3, *shape)
    for _ in range(12):
        arch = random_arch(space, rng)
        network = supernet.extract(arch).train()
        assert network.layers == space.network(arch)
        with torch.no_grad():
            torch.testing.assert_close(network(x), supernet(x, arch), rtol=1e-4, atol=1e-5)


def test_a_path_brings_the_input_to_its_own_shape() -> None:
    space = SearchSpace(spec("tiny"), CHOSEN[0], 7, CHOSEN)
    supernet, rng = scrambled(space, full(space)), np.random.default_rng(0)
    pixels = rng.integers(0, 256, (6, 32, 32, 3), dtype=np.uint8)
    x = torch.from_numpy(pixels).permute(0, 3, 1, 2) / 255
    for stem in range(len(space.choices[0].options)):
        arch = (stem, *random_arch(space, rng)[1:])
        channels, side, _ = space.shape_of(arch)
        small = np.stack([resize_image(image, side, gray=channels == 1) for image in pixels])
        read = torch.from_numpy(small).permute(0, 3, 1, 2) / 255
        brought = brought_to(x, space.shape_of(arch))
        assert brought.shape == read.shape
        assert (255 * (brought - read)).abs().max() < 2.0, "PIL rounds to whole pixels after each of its passes"
        with torch.no_grad():
            torch.testing.assert_close(supernet.extract(arch).train()(brought), supernet(x, arch), rtol=1e-4, atol=1e-5)


def test_a_gray_stem_is_the_color_stem_on_equal_channels() -> None:
    space = SearchSpace(spec("tiny"), CHOSEN[0], 7, CHOSEN)
    supernet = scrambled(space, full(space))
    names, rest = space.choices[0].options, random_arch(space, np.random.default_rng(0))[1:]
    gray, color = names.index("k3_s1_32x32x1"), names.index("k3_s1_32x32x3")
    x = torch.rand(4, 1, 32, 32).expand(-1, 3, -1, -1)
    with torch.no_grad():
        torch.testing.assert_close(supernet(x, (gray, *rest)), supernet(x, (color, *rest)), rtol=1e-4, atol=1e-5)


def test_every_path_of_a_small_space_equals_its_network_and_differs_from_the_others() -> None:
    space = SearchSpace(TWO_BLOCKS, (1, 12, 12), 3)
    supernet, x = scrambled(space, full(space)), torch.rand(4, 1, 12, 12)
    seen = {}
    with torch.no_grad():
        for arch in every_arch(space):
            y = supernet(x, arch)
            torch.testing.assert_close(supernet.extract(arch).train()(x), y, rtol=1e-4, atol=1e-5)
            seen[space.network(arch), arch[1] if arch[2] == 0 else -1] = y
    outputs = torch.stack(list(seen.values())).flatten(1)
    distances = torch.cdist(outputs, outputs) + torch.eye(len(outputs))
    assert distances.min() > 1e-4


def test_only_the_sampled_path_gets_a_gradient() -> None:
    space = SearchSpace(TWO_BLOCKS, (1, 12, 12), 3)
    supernet = scrambled(space, full(space))
    arch = space.arch(
        {"stem": "k3_s1", "stage1.block1": "mbconv_k5_e2", "stage1.block2": "skip", "stage1.width": "4", "head.width": "16"}
    )
    supernet(torch.rand(4, 1, 12, 12), arch).square().sum().backward()
    touched = {name for name, p in supernet.named_parameters() if p.grad is not None}
    assert {name.split(".")[1] for name in touched} == {"stem", "stage1_block1", "head", "classifier"}
    assert {name.split(".")[2] for name in touched if "stage1_block1" in name} == {"mbconv"}
    expand = dict(supernet.named_parameters())["slots.stage1_block1.mbconv.0.weight"]
    assert expand.shape == (16, 8, 1, 1)
    assert expand.grad is not None
    assert (expand.grad[:8, :4] != 0).any()
    assert (expand.grad[8:] == 0).all(), "width 4 expanded by 2 uses the first 8 channels"
    assert (expand.grad[:, 4:] == 0).all()


def test_smaller_kernel_is_the_middle_of_the_largest() -> None:
    sliced = SlicedLayer(conv((9, 9), 6, 8, 5))
    weight, bias, gain = sliced.sliced(conv((9, 9), 3, 4, 3))
    assert torch.equal(weight, sliced.weight[:4, :3, 1:4, 1:4])
    assert gain is not None
    assert sliced.gain is not None
    assert torch.equal(gain, sliced.gain[:4])
    assert bias.shape == (4,)
    assert torch.equal(sliced.sliced(conv((9, 9), 6, 8, 5))[0], sliced.weight)
    assert torch.equal(sliced.sliced(conv((9, 9), 6, 8, 1))[0], sliced.weight[:, :, 2:3, 2:3])


def test_a_square_kernel_in_a_taller_one_keeps_its_center_tap() -> None:
    """SAME padding puts tap (k - 1) // 2 over the output's position, for even sizes too."""
    sliced = SlicedLayer(conv((25, 9), 2, 3, (10, 4)))
    assert torch.equal(sliced.sliced(conv((25, 9), 2, 3, 3))[0], sliced.weight[:, :, 3:6, 0:3])
    x = torch.randn(1, 2, 25, 9)
    sliced.weight.data[:, :, [0, 1, 2, 6, 7, 8, 9]] = 0.0
    sliced.weight.data[:, :, :, 3] = 0.0
    with torch.no_grad():
        assert torch.allclose(sliced(x, conv((25, 9), 2, 3, (10, 4))), sliced(x, conv((25, 9), 2, 3, 3)), atol=1e-5)


def test_one_channel_is_the_first_one_but_gray_is_the_sum_of_colors() -> None:
    for colors in (False, True):
        sliced = SlicedLayer(conv((9, 9), 3, 4, 3), colors)
        weight = sliced.sliced(conv((9, 9), 1, 4, 3))[0]
        assert torch.equal(weight, sliced.weight.sum(1, keepdim=True) if colors else sliced.weight[:, :1])
    space = SearchSpace(spec("micro"), (3, 24, 24), 4)
    assert space.widths["stage1.width"][0] == 1
    found = Supernet(space, full(space))
    summing = {name for name, layer in found.slots.named_modules() if isinstance(layer, SlicedLayer) and layer.colors}
    assert {name.split(".")[0] for name in summing} == {"stem"}, "a stage of one channel is no gray picture"


def test_smaller_expansion_is_a_prefix_of_the_channels() -> None:
    sliced = SlicedLayer(depthwise((9, 9), 32, 5))
    weight, _, _ = sliced.sliced(depthwise((9, 9), 16, 3))
    assert torch.equal(weight, sliced.weight[:16, :, 1:4, 1:4])
    classifier = SlicedLayer(linear(32, 10))
    weight, bias, gain = classifier.sliced(linear(8, 10))
    assert torch.equal(weight, classifier.weight[:, :8])
    assert bias.shape == (10,)
    assert gain is None


def test_slices_share_memory_so_that_training_one_trains_the_other() -> None:
    sliced = SlicedLayer(conv((9, 9), 4, 8, 3))
    sliced.sliced(conv((9, 9), 4, 4, 1))[0].detach().fill_(7.0)
    assert (sliced.weight[:4, :, 1, 1] == 7).all()
    assert not (sliced.weight[4:] == 7).any()


def test_sliced_layer_equals_a_plain_layer_with_batch_norm() -> None:
    layer = depthwise((7, 10), 4, 3, (2, 1))
    sliced, plain = SlicedLayer(depthwise((7, 10), 8, 5, (2, 1))), LayerModule(layer, batch_norm=True).train()
    sliced.copy_into(plain)
    x = torch.randn(3, 4, 7, 10)
    torch.testing.assert_close(sliced(x, layer), plain(x))


def test_options_outside_the_mask_have_neither_weights_nor_probability() -> None:
    space = SearchSpace(TWO_BLOCKS, (1, 12, 12), 3)
    mask = full(space)
    block, width = space.choice_index["stage1.block1"], space.choice_index["stage1.width"]
    mask[block][[1, 3]] = False  # conv_k3, mbconv_k5_e2
    mask[width][1] = False  # 8 channels
    supernet = Supernet(space, mask)
    assert not [n for n, _ in supernet.named_parameters() if "stage1_block1.conv" in n or "stage1_block1.mbconv" in n]
    assert [n for n, _ in supernet.named_parameters() if "stage1_block2.conv" in n]
    assert dict(supernet.named_parameters())["slots.stem.conv.0.weight"].shape == (4, 1, 3, 3)
    probs = supernet.probs(0.7)
    assert probs["stage1.block1"].tolist() == [0.5, 0.0, 0.5, 0.0]
    assert probs["stage1.width"].tolist() == [1.0, 0.0]
    assert sum(p.numel() for p in supernet.weight_parameters()) < sum(
        p.numel() for p in Supernet(space, full(space)).weight_parameters()
    )


def test_dropped_kernels_and_expansions_shrink_the_shared_weights() -> None:
    names = ("skip", "mbconv_k3_e2", "mbconv_k3_e4", "mbconv_k5_e4")
    space = SearchSpace(SpaceSpec("wide", (3,), (StageSpec((16, 48), (), 1, names),), (8,)), (3, 16, 16), 10)
    mask = full(space)
    mask[space.choice_index["stage1.block1"]][2:] = False
    small, large = (dict(Supernet(space, m).named_parameters()) for m in (mask, full(space)))
    name = "slots.stage1_block1.mbconv.1.weight"
    assert small[name].shape == (48 * 2, 1, 3, 3)
    assert large[name].shape == (48 * 4, 1, 5, 5)


@pytest.mark.parametrize("optimizer", [torch.optim.Adam, torch.optim.SGD])
def test_dropped_options_stay_dropped_after_optimizer_steps(optimizer: type[torch.optim.Optimizer]) -> None:
    space = SearchSpace(TWO_BLOCKS, (1, 12, 12), 3)
    mask = full(space)
    mask[space.choice_index["stage1.block1"]][[1, 3]] = False
    supernet = Supernet(space, mask)
    steps = optimizer(supernet.arch_parameters(), lr=0.1)  # type: ignore[call-arg]
    for _ in range(5):
        probs = supernet.probs()
        loss = torch.stack([(p * torch.arange(len(p))).sum() - p[0].log() for p in probs.values()]).sum()
        steps.zero_grad()
        loss.backward()
        steps.step()
    probs = supernet.probs()
    assert probs["stage1.block1"][1] == probs["stage1.block1"][3] == 0
    for p in probs.values():
        assert p.isfinite().all()
        assert p.sum().item() == pytest.approx(1.0)
    assert probs["stage1.block1"][0] > 0.6


def test_parameters_are_split_between_weights_and_architecture() -> None:
    space = SearchSpace(spec("tiny"), (1, 28, 28), 3)
    mask = full(space)
    mask[space.choice_index["stage2.block1"]][2] = False
    supernet = Supernet(space, mask)
    for alpha, allowed in zip(supernet.arch_parameters(), mask, strict=True):  # in the order of the choices
        assert alpha.isfinite().tolist() == allowed.tolist()
    assert list(supernet.probs()) == [c.name for c in space.choices]
    both = {id(p) for p in supernet.arch_parameters()} | {id(p) for p in supernet.weight_parameters()}
    assert both == {id(p) for p in supernet.parameters()}
    assert len(both) == len(supernet.arch_parameters()) + len(supernet.weight_parameters())


def test_every_block_begins_as_the_identity() -> None:
    space = SearchSpace(TWO_BLOCKS, (1, 12, 12), 3)
    torch.manual_seed(0)
    supernet, x = Supernet(space, full(space)), torch.rand(4, 1, 12, 12)
    with torch.no_grad():
        for width in (0, 1):
            outputs = [supernet(x, arch) for arch in every_arch(space) if arch[3] == width]
            for y in outputs[1:]:
                torch.testing.assert_close(y, outputs[0])


def test_gradient_reaches_the_weights_of_a_branch_that_begins_at_zero() -> None:
    space = SearchSpace(TWO_BLOCKS, (1, 12, 12), 3)
    supernet = Supernet(space, full(space))
    arch = (0, 1, 2, 1, 0)
    F.cross_entropy(supernet(torch.rand(8, 1, 12, 12), arch), torch.randint(3, (8,))).backward()
    gain = dict(supernet.named_parameters())["slots.stage1_block1.conv.0.gain"]
    assert gain.grad is not None
    assert gain.grad.abs().max() > 0


ENTRY = SpaceSpec(
    "entry", (3,), (StageSpec((16,), (), 0, ()), StageSpec((24,), ("conv_k1", "conv_k3", "dwsep_k3"), 0, (), 1)), (8,)
)


def test_candidates_of_an_entry_share_their_pointwise_weights_and_begin_alike() -> None:
    torch.manual_seed(0)
    space = SearchSpace(ENTRY, (1, 12, 12), 3)
    supernet, slot = Supernet(space, full(space)), space.slots[1]
    x = torch.randn(64, 16, 12, 12).relu()  # as it leaves a rectified norm

    def output(op: int) -> torch.Tensor:
        layers = space.slot_layers(slot, 0, op, 16, 24)
        modules = supernet._modules_of(slot.name, slot.candidates[op].kind)
        return run_slot(x, layers, modules).flatten()

    with torch.no_grad():
        pointwise, dense, separable = (output(op) for op in range(3))
    assert torch.corrcoef(torch.stack([pointwise, separable]))[0, 1] > 0.9
    assert torch.corrcoef(torch.stack([dense, separable]))[0, 1] > 0.2
    output(2).square().sum().backward()
    shared = dict(supernet.named_parameters())["slots.stage2_entry.conv.0.weight"]
    assert shared.grad is not None
    middle = shared.grad[:, :, 1, 1].clone()
    assert middle.abs().min() > 0
    shared.grad[:, :, 1, 1] = 0
    assert shared.grad.abs().max() == 0, "the depthwise-separable candidate is the middle of the dense one"


def test_a_depthwise_separable_candidate_alone_has_weights_of_its_own() -> None:
    space = SearchSpace(ENTRY, (1, 12, 12), 3)
    mask = full(space)
    mask[space.choice_index["stage2.entry"]][:2] = False
    names = [name for name, _ in Supernet(space, mask).named_parameters() if name.startswith("slots.stage2_entry")]
    assert sorted(names) == [f"slots.stage2_entry.dwsep.{i}.{what}" for i in (0, 1) for what in ("bias", "gain", "weight")]


class Kept(torch.autograd.graph.saved_tensors_hooks):
    """Bytes of the tensors that autograd keeps, each storage once, weights left out."""

    def __init__(self, weights: Iterable[torch.Tensor]) -> None:
        known = {weight.untyped_storage().data_ptr() for weight in weights}
        self.alive: dict[int, torch.Tensor] = {}  # held, so that no storage's address is used twice

        def pack(tensor: torch.Tensor) -> torch.Tensor:
            if tensor.untyped_storage().data_ptr() not in known:
                self.alive[tensor.untyped_storage().data_ptr()] = tensor.detach()
            return tensor

        super().__init__(pack, lambda tensor: tensor)

    @property
    def size_bytes(self) -> int:
        return sum(tensor.untyped_storage().nbytes() for tensor in self.alive.values())


@pytest.mark.parametrize("shape", [(1, 28, 28), (3, 32, 32), (1, 49, 10), (3, 96, 96)])
def test_autograd_keeps_what_the_price_tables_say(shape: tuple[int, int, int]) -> None:
    prices = tables("mcu", shape, "nucleo_f746")
    net = Supernet(prices.space, prices.full_mask())
    rng = np.random.default_rng(0)
    x, shares = torch.rand(4, *shape), []
    for _ in range(10):
        arch = random_arch(prices.space, rng)
        with (kept := Kept(net.parameters())):
            net(x, arch).logsumexp(1).sum()
        ours = len(x) * prices.price(arch).activation_bytes
        # less: a linear sum that only a padded convolution reads; more: the input, where no padded copy replaces it
        assert 0.88 * ours < kept.size_bytes < 1.01 * ours + x.nbytes, arch
        shares.append(kept.size_bytes / ours)
    assert np.mean(shares) == pytest.approx(1.0, abs=0.06)


def test_checkpointing_keeps_less_and_changes_no_gradient() -> None:
    prices = tables("mcu", (3, 32, 32), "nucleo_f746")
    net = Supernet(prices.space, prices.full_mask())
    arch = tuple(len(choice.options) - 1 for choice in prices.space.choices)
    x = torch.rand(4, 3, 32, 32)
    gradients = []
    for checkpointed in (False, True):
        net.zero_grad()
        with (kept := Kept(net.parameters())):
            net(x, arch, checkpointed).square().mean().backward()
        gradients.append([p.grad.clone() for p in net.weight_parameters() if p.grad is not None])
    assert all(torch.equal(a, b) for a, b in zip(*gradients, strict=True))
    priced = prices.price(arch)
    assert priced.checkpointed_bytes < 0.8 * priced.activation_bytes
    outputs = sum(int(layers[-1].out_h * layers[-1].out_w * layers[-1].out_c) for _, _, layers in prices.space.slots_of(arch))
    assert kept.size_bytes < 4 * len(x) * outputs * 1.1 + x.nbytes

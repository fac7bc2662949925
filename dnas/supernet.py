"""The supernet: one set of weights at the largest widths, sliced to the architecture that a step runs."""

from __future__ import annotations

import math
from functools import partial, reduce

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

from dnas.blocks import Kind
from dnas.cost.host import FLOAT_BYTES, WEIGHT_COPIES
from dnas.cost.tables import Mask
from dnas.data.augment import brought_to
from dnas.geometry import WEIGHTED, Layer, Op
from dnas.mirror import all_rows, by_pairs, first_rows
from dnas.network import LayerModule, TorchNetwork, channels_last, conv_same, run_weightless
from dnas.relax import probabilities
from dnas.space import Arch, SearchSpace, Slot
from dnas.weights import as_stored

BRANCH_GAIN = 0.0
"""First batch-norm scale of a residual branch: every block begins as the identity (Goyal et al. 2017, section 5.1), so that
the trunk learns first and blocks that replace one another do not disturb it."""


IMPULSE_NOISE = 0.1
"""Share of the usual random weights in a depthwise filter that begins as an impulse."""
RECTIFIED_ZERO = math.sqrt(1 / (math.pi - 1))
"""Mean over standard deviation of max(0, x), x normal: (1 / sqrt(2 pi)) / sqrt(1/2 - 1 / (2 pi)) = 0.68."""


class SlicedLayer(nn.Module):
    """Weights of one layer at its largest size; a smaller layer takes the first channels and the middle of the kernel.

    Where a layer of colors reads one channel, that is gray: its three are equal, so the weights of all of them are summed.

    Batch norm uses the statistics of the batch: those of one architecture mean nothing for another. While it is `free`, it
    multiplies with the weights themselves, not with what the formats store of them.
    """

    def __init__(self, largest: Layer, colors: bool = False) -> None:
        super().__init__()
        module = LayerModule(largest, batch_norm=False)  # for its initialization and shapes
        self.largest, self.colors, self.free = largest, colors, False
        self.weight, self.bias = module.weight, module.bias
        self.gain = None if largest.op is Op.LINEAR else nn.Parameter(torch.ones(int(largest.out_c)))

    def sliced(self, layer: Layer) -> tuple[Tensor, Tensor, Tensor | None]:
        """Weight, bias (the norm's shift) and gain (the norm's scale) of the rows that `layer` stores."""
        assert self.bias is not None
        gain = None if self.gain is None else self._cropped(self.gain, layer)
        return self._cropped(self.weight, layer), self._cropped(self.bias, layer), gain

    def _cropped(self, value: Tensor, layer: Layer) -> Tensor:
        """The first channels and the middle of the kernel, of what is stored of a weight or a vector of the output channels."""
        value = value[: int(layer.out_c)]
        if layer.weights.mirrored:
            value = first_rows(value)
        if value.dim() == 1:
            return value
        if self.colors and int(layer.in_c) == 1:
            value = value.sum(1, keepdim=True)
        value = value[:, : 1 if layer.op is Op.DEPTHWISE else int(layer.in_c)]
        if value.dim() == 4:
            top, left = ((have - 1) // 2 - (want - 1) // 2 for have, want in zip(value.shape[2:], layer.kernel, strict=True))
            value = value[:, :, top : top + layer.kernel[0], left : left + layer.kernel[1]]
        return value

    def forward(self, x: Tensor, layer: Layer) -> Tensor:
        weight, bias, gain = self.sliced(layer)
        weight = weight if self.free else as_stored(weight, layer.weights, reviving=False)
        if layer.op is Op.LINEAR:
            return F.linear(x.flatten(1), weight, bias)
        mirrored, groups = layer.weights.mirrored, int(layer.in_c) if layer.op is Op.DEPTHWISE else 1
        y = conv_same(x, all_rows(weight, layer) if mirrored else weight, None, layer.stride, groups)
        norm = partial(F.batch_norm, running_mean=None, running_var=None, weight=gain, bias=bias, training=True)
        y = by_pairs(norm, y) if mirrored else norm(y)
        return F.relu(y) if layer.relu else y

    @torch.no_grad()
    def copy_into(self, target: LayerModule) -> None:
        """Gives `target` the weights of its slice."""
        weight, bias, gain = self.sliced(target.layer)
        target.weight.copy_(weight)
        if target.norm is None:
            assert target.bias is not None
            target.bias.copy_(bias)
        else:
            assert gain is not None
            target.norm.weight.copy_(gain)
            target.norm.bias.copy_(bias)


class Supernet(nn.Module):
    """All networks of a space that a mask leaves, with architecture parameters.

    Candidates of one kind within a slot share weights (a smaller expansion is a slice, a smaller kernel the middle), so that
    the supernet is little larger than its largest path. A forward pass runs one architecture: time and memory are those of
    that network.
    """

    def __init__(self, space: SearchSpace, mask: Mask) -> None:
        super().__init__()
        self.space = space
        self.built = mask
        """Options that there are weights for, also those that have left the space since."""
        self.alpha = nn.ParameterDict(
            {
                choice.name.replace(".", "_"): nn.Parameter(torch.where(torch.from_numpy(allowed), 0.0, -torch.inf))
                for choice, allowed in zip(space.choices, mask, strict=True)
            }
        )
        self.slots = nn.ModuleDict()
        for slot in space.slots:
            kinds = nn.ModuleDict()
            for kind, layers in self._largest(slot.name, mask).items():
                weighted = [layer for layer in layers if layer.op in WEIGHTED]
                modules = [SlicedLayer(layer, slot.width_in is None and layer is layers[0]) for layer in weighted]
                kinds[kind] = nn.ModuleList(modules)
                if layers[-1].op is Op.ADD and modules[-1].gain is not None:
                    nn.init.constant_(modules[-1].gain, BRANCH_GAIN)
            _align(kinds)
            if any(weights.mirrored for weights in space.formats):
                _pair(kinds)
            self.slots[_key(slot.name)] = kinds

    def _largest(self, name: str, mask: Mask) -> dict[str, list[Layer]]:
        """Per kind of a slot's allowed candidates the layers with every size at its largest."""
        space = self.space
        slot = next(s for s in space.slots if s.name == name)

        def widest(choice: str | None, fixed: int) -> int:
            if choice is None:
                return fixed
            return max(w for w, ok in zip(space.widths[choice], mask[space.choice_index[choice]], strict=True) if ok)

        in_c, out_c = widest(slot.width_in, space.input_shape[0]), widest(slot.width_out, space.classes)
        if slot.name == "classifier":
            return {"classifier": space.slot_layers(slot, 0, 0, in_c, out_c)}
        allowed = np.flatnonzero(mask[space.choice_index[slot.op]]) if slot.op else [0]
        found: dict[str, list[Layer]] = {}
        for kind in Kind:
            options = [i for i in allowed if slot.candidates[i].kind is kind]
            if not options or kind is Kind.SKIP:
                continue
            every = (space.slot_layers(slot, 0, int(i), in_c, out_c) for i in options)
            weighted = ([layer for layer in layers if layer.op is not Op.MAX_POOL] for layers in every)
            found[kind] = [reduce(_merge, alike, alike[0]) for alike in zip(*weighted, strict=True)]
        return found

    def set_free(self, free: bool) -> None:
        """Whether weights are used as they are instead of as the formats store them."""
        for module in self.modules():
            if isinstance(module, SlicedLayer):
                module.free = free

    def arch_parameters(self) -> list[nn.Parameter]:
        """The logits of the choices, in their order (a `ParameterDict` sorts its keys)."""
        return [self.alpha[_key(choice.name)] for choice in self.space.choices]

    def weight_parameters(self) -> list[nn.Parameter]:
        """Everything else."""
        return [p for name, p in self.named_parameters() if not name.startswith("alpha.")]

    @property
    def weight_bytes(self) -> int:
        """Bytes of all weights, their gradients and momentum."""
        return FLOAT_BYTES * WEIGHT_COPIES * sum(p.numel() for p in self.weight_parameters())

    @property
    def mask(self) -> Mask:
        """Which options are still in the space."""
        return tuple(torch.isfinite(alpha).numpy() for alpha in self.arch_parameters())

    def probs(self, temperature: float = 1.0) -> dict[str, Tensor]:
        """Probabilities of every choice, differentiable in alpha."""
        return {c.name: probabilities(self.alpha[_key(c.name)], temperature) for c in self.space.choices}

    def _modules_of(self, slot: str, kind: str) -> nn.ModuleList:
        kinds = self.slots[_key(slot)]
        assert isinstance(kinds, nn.ModuleDict)
        modules = kinds[kind]
        assert isinstance(modules, nn.ModuleList)
        return modules

    def forward(self, x: Tensor, arch: Arch, checkpointed: bool = False) -> Tensor:
        """Logits (N, classes) of one architecture for x (N, C, H, W), batch norm on batch statistics.

        x is first brought to the architecture's input shape.

        Where `checkpointed`, only the slots' outputs are kept and each slot runs again in the backward pass.
        """
        x = channels_last(brought_to(x, self.space.shape_of(arch)))
        for slot, op, layers in self.space.slots_of(arch):
            if not layers:
                continue
            modules = self._modules_of(slot.name, module_kind(slot, op))
            if checkpointed:
                x = checkpoint(run_slot, x, layers, modules, use_reentrant=False, preserve_rng_state=False)
            else:
                x = run_slot(x, layers, modules)
        return x

    def extract(self, arch: Arch) -> TorchNetwork:
        """The architecture as a plain network with the supernet's weights; batch-norm statistics are still to be estimated."""
        network = TorchNetwork(self.space.network(arch))
        index = 0
        for slot, op, layers in self.space.slots_of(arch):
            kind = module_kind(slot, op)
            modules = iter(self._modules_of(slot.name, kind)) if layers else iter(())
            for layer in layers:
                if layer.op in WEIGHTED:
                    source, target = next(modules), network.weighted[str(index)]
                    assert isinstance(source, SlicedLayer)
                    assert isinstance(target, LayerModule)
                    source.copy_into(target)
                index += 1
        return network


def module_kind(slot: Slot, op: int) -> str:
    """Key of a slot's modules that option `op` uses."""
    return "classifier" if slot.name == "classifier" else slot.candidates[op].kind


def run_slot(x: Tensor, layers: list[Layer], modules: nn.ModuleList) -> Tensor:
    """Output of a slot's layers, the weighted ones with their modules in turn."""
    weighted = iter(modules)
    tensors = [x]
    for layer in layers:
        inputs = [tensors[i] for i in layer.inputs]
        tensors.append(next(weighted)(inputs[0], layer) if layer.op in WEIGHTED else run_weightless(layer, inputs))
    return tensors[-1]


@torch.no_grad()
def _align(kinds: nn.ModuleDict) -> None:
    """Makes a slot's dense convolution and its depthwise-separable one begin as nearly the same function, and stay related.

    The pointwise weights of the second are the middle of the first, one tensor. The depthwise filter begins near the identity:
    a unit impulse behind which the norm's shift moves the zero of a rectified normal variable back to zero. Paths whose blocks
    have no sum then train faster (experiments/05_low_end/alignment.py): what stands behind knows the features whichever
    candidate was drawn.
    """
    if Kind.DWSEP not in kinds:
        return
    separable = kinds[Kind.DWSEP]
    assert isinstance(separable, nn.ModuleList)
    depthwise = separable[0]
    assert isinstance(depthwise, SlicedLayer)
    assert depthwise.bias is not None
    height, width = depthwise.weight.shape[2:]
    depthwise.weight.mul_(IMPULSE_NOISE)
    depthwise.weight[:, :, height // 2, width // 2] += 1.0
    depthwise.bias.fill_(RECTIFIED_ZERO)
    if Kind.CONV in kinds:
        dense = kinds[Kind.CONV]
        assert isinstance(dense, nn.ModuleList)
        separable[1] = dense[0]


@torch.no_grad()
def _pair(kinds: nn.ModuleDict) -> None:
    """Makes every second channel begin as the mirror image of the one before, as mirrored formats have it."""
    for module in kinds.modules():
        if isinstance(module, SlicedLayer) and module.largest.op is not Op.LINEAR:
            module.weight.copy_(all_rows(first_rows(module.weight), module.largest))


def _key(name: str) -> str:
    """Module names hold no dots."""
    return name.replace(".", "_")


def _merge(a: Layer, b: Layer) -> Layer:
    """The layer with the larger kernel of two and the channels of the wider one, all rows stored."""
    kernel = (max(a.kernel[0], b.kernel[0]), max(a.kernel[1], b.kernel[1]))
    return Layer(
        a.op, a.in_h, a.in_w, max(int(a.in_c), int(b.in_c)), a.out_h, a.out_w, max(int(a.out_c), int(b.out_c)),
        kernel, a.stride, a.relu, a.inputs,
    )  # fmt: skip

"""A plain torch network from a list of layers: what discretization extracts, fine-tuning trains and quantization reads."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from dnas.geometry import POOLS, WEIGHTED, Layer, Network, Op, is_padded, same_padding
from dnas.mirror import PairNorm, all_channels, all_rows
from dnas.weights import as_stored, grid_scale, pruned

CONSTANT = 1e-4
"""A channel whose variance is below this share of batch norm's epsilon varies by less than a hundredth of the norm's gain.
Where the data are small, and all variances with them, it is this share of the layer's largest one."""


def pad_same(x_NCHW: Tensor, kernel: tuple[int, int], stride: tuple[int, int]) -> Tensor:
    """Zero padding of TensorFlow's SAME convolution; odd totals put the larger part below and to the right."""
    top, bottom = same_padding(x_NCHW.shape[2], kernel[0], stride[0])
    left, right = same_padding(x_NCHW.shape[3], kernel[1], stride[1])
    if top == bottom == left == right == 0:
        return x_NCHW
    return F.pad(x_NCHW, (left, right, top, bottom))


def conv_same(x_NCHW: Tensor, weight: Tensor, bias: Tensor | None, stride: tuple[int, int], groups: int = 1) -> Tensor:
    """Convolution with SAME padding; symmetric padding is left to the kernel, which is faster than a padded copy."""
    kernel = (weight.shape[2], weight.shape[3])
    (top, bottom), (left, right) = (same_padding(x_NCHW.shape[2 + i], kernel[i], stride[i]) for i in (0, 1))
    if top == bottom and left == right:
        return F.conv2d(x_NCHW, weight, bias, stride, (top, left), groups=groups)
    return F.conv2d(pad_same(x_NCHW, kernel, stride), weight, bias, stride, groups=groups)


def channels_last(x_NCHW: Tensor) -> Tensor:
    """The same values with the channels of a position side by side, as the boards have them.

    What is computed from them stays so, and torch's kernels for few channels are faster in that order. One channel is in both
    orders at once, which `Tensor.contiguous` leaves as it is; the strides of the copy say what is meant.
    """
    _, c, h, w = x_NCHW.shape
    if x_NCHW.stride() == (h * w * c, 1, w * c, c):
        return x_NCHW
    return torch.empty_like(x_NCHW, memory_format=torch.channels_last).copy_(x_NCHW)


class LayerModule(nn.Module):
    """One weighted layer: convolution or linear map, optional batch norm, optional ReLU.

    `weight` is (R, C_in / groups, k_h, k_w) for convolutions and (R, C_in) for the linear layer, R the rows that its format
    stores: C_out, or half of them where they are mirrored. `bias`, (R,), exists when there is no batch norm to take its place.
    What the forward pass multiplies with is the weight as the layer stores it, or, while the network is `free`, the weight
    itself. `steps`, (R,), are those of the rows' grids once a training has rounded them, 0 where they follow the weights:
    before that, and in rows of which nothing has been kept since.
    """

    steps: Tensor

    def __init__(self, layer: Layer, batch_norm: bool) -> None:
        super().__init__()
        self.layer, self.free = layer, False
        rows, in_c = int(layer.weights.rows(layer.out_c)), int(layer.in_c)
        shape: tuple[int, ...] = {
            Op.CONV: (rows, in_c, *layer.kernel),
            Op.DEPTHWISE: (rows, 1, *layer.kernel),
            Op.LINEAR: (rows, in_c),
        }[layer.op]
        self.weight = nn.Parameter(torch.empty(shape))
        nn.init.kaiming_normal_(self.weight, mode="fan_out" if layer.op is Op.CONV else "fan_in")
        self.register_buffer("steps", torch.zeros(rows))
        has_norm = batch_norm and layer.op is not Op.LINEAR
        self.norm = (PairNorm if layer.weights.mirrored else nn.BatchNorm2d)(rows) if has_norm else None
        self.bias = None if has_norm else nn.Parameter(torch.zeros(rows))

    def affine(self, x: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
        """The layer's linear map with the given weight and bias, of the stored rows (quantization passes its own)."""
        weight, bias = self.rows(weight), None if bias is None else self.channels(bias)
        if self.layer.op is Op.LINEAR:
            return F.linear(x.flatten(1), weight, bias)
        groups = int(self.layer.in_c) if self.layer.op is Op.DEPTHWISE else 1
        return conv_same(x, weight, bias, self.layer.stride, groups)

    def stored(self) -> Tensor:
        """The weight with the values that its format lets it have."""
        return as_stored(self.weight, self.layer.weights, steps=self.steps)

    def grid(self) -> Tensor:
        """Steps of the grids on which weights of 4 bits lie now, (R,); 0 for those of 8."""
        weights = self.layer.weights
        return grid_scale(pruned(self.weight, weights), weights, self.steps) if weights.bits < 8 else self.steps

    def set_free(self, free: bool) -> None:
        """Lets the weight be what it is, or stores it from here on, on the grid that fits it now."""
        self.free = free
        if free:
            self.steps.zero_()
        else:  # a row of which nothing is kept gets its grid later: the smallest step there is would keep it at zero for good
            kept = pruned(self.weight, self.layer.weights).detach().flatten(1).abs().amax(1) > 0
            self.steps.copy_(torch.where(kept | (self.steps > 0), self.grid(), 0.0))

    @torch.no_grad()
    def settle(self, share: float) -> None:
        """Moves the weight towards what is stored of it, on a grid that stays: w <- w + share (q(w) - w).

        Weights that straight-through gradients hold on the edge between two values would flip from one to the other until the
        end of a training, however small its steps are; as the rate falls these settle. The same pull as a term of the loss is
        the dampening of Nagel et al. 2022 (arXiv 2203.11086).
        """
        if self.layer.weights.bits < 8 and not self.free:
            share_of = torch.where(self.steps > 0, share, 0.0).view(-1, *[1] * (self.weight.dim() - 1))
            self.weight.lerp_(self.stored(), share_of)

    def rows(self, weight: Tensor) -> Tensor:
        """Rows of all output channels from the stored ones."""
        return all_rows(weight, self.layer) if self.layer.weights.mirrored else weight

    def channels(self, value: Tensor) -> Tensor:
        """(C_out,) from what each stored row has, (R,)."""
        return all_channels(value, self.layer) if self.layer.weights.mirrored else value

    def forward(self, x: Tensor) -> Tensor:
        y = self.affine(x, self.weight if self.free else self.stored(), self.bias)
        if self.norm is not None:
            y = self.norm(y)
        return F.relu(y) if self.layer.relu else y


class TorchNetwork(nn.Module):
    """Executes `layers` in order. x (N, C, H, W) in [0, 1] for images -> logits (N, classes)."""

    def __init__(self, layers: Network, batch_norm: bool = True) -> None:
        super().__init__()
        self.layers = layers
        self.weighted = nn.ModuleDict(
            {str(i): LayerModule(layer, batch_norm) for i, layer in enumerate(layers) if layer.op in WEIGHTED}
        )

    def set_free(self, free: bool) -> None:
        """Whether weights are used as they are, or as their formats store them, on grids that stay."""
        for module in self.weighted.values():
            assert isinstance(module, LayerModule)
            module.set_free(free)

    def settle(self, share: float) -> None:
        """Moves the weights of 4 bits this share of the way to what is stored of them, where grids stay."""
        for module in self.weighted.values():
            assert isinstance(module, LayerModule)
            module.settle(share)

    def run_layer(self, index: int, inputs: list[Tensor]) -> Tensor:
        """Output of layer `index` for the given input tensors."""
        layer = self.layers[index]
        if layer.op in WEIGHTED:
            y: Tensor = self.weighted[str(index)](inputs[0])
            return y
        return run_weightless(layer, inputs)

    def forward(self, x: Tensor) -> Tensor:
        tensors = [channels_last(x)]
        for index, layer in enumerate(self.layers):
            tensors.append(self.run_layer(index, [tensors[i] for i in layer.inputs]))
        return tensors[-1]


def run_weightless(layer: Layer, inputs: list[Tensor]) -> Tensor:
    """Output of an operator without weights: residual sum or pool, with the fused ReLU."""
    if layer.op is Op.ADD:
        y = inputs[0] + inputs[1]
    elif layer.op is Op.AVG_POOL:
        y = F.avg_pool2d(inputs[0], layer.kernel, layer.stride)
    elif layer.op is Op.MAX_POOL:
        y = F.max_pool2d(inputs[0], layer.kernel, layer.stride, ceil_mode=is_padded(layer))
    else:
        raise ValueError(f"operator {layer.op} has weights or is unknown; without weights are: {Op.ADD}, {', '.join(POOLS)}")
    return F.relu(y) if layer.relu else y


@torch.no_grad()
def fold_batch_norm(network: TorchNetwork) -> TorchNetwork:
    """The same function without batch norm: w' = w g / sqrt(v + eps), b' = beta - m g / sqrt(v + eps).

    Where g and beta are the norm's scale and shift, m and v its running mean and variance (Jacob et al. 2018, eq. 14), and w is
    the weight as its format stores it: what a sparse layer does not keep is zero from here on, and what has 4 bits lies on its
    grid, which stays. Weights that training leaves on the edge between two of its values would else be rounded anew, the other
    way.

    A channel of next to no variance is its shift alone, w' = 0 and b' = beta: what stands before it is dead, and weights
    divided by sqrt(eps) would coarsen the int8 scales of the whole layer.
    """
    folded = TorchNetwork(network.layers, batch_norm=False)
    for key, module in network.weighted.items():
        assert isinstance(module, LayerModule)
        target = folded.weighted[key]
        assert isinstance(target, LayerModule)
        assert target.bias is not None
        weight, steps = module.stored(), module.grid()
        if module.norm is None:
            assert module.bias is not None
            target.weight.copy_(weight)
            target.steps.copy_(steps)
            target.bias.copy_(module.bias)
            continue
        norm = module.norm
        assert norm.running_var is not None
        assert norm.running_mean is not None
        gain = norm.weight / torch.sqrt(norm.running_var + norm.eps)
        gain[norm.running_var <= CONSTANT * min(norm.eps, float(norm.running_var.max()))] = 0.0
        target.weight.copy_(weight * gain.view(-1, 1, 1, 1))
        target.steps.copy_(steps * gain.abs())
        target.bias.copy_(norm.bias - norm.running_mean * gain)
    return folded.train(network.training)

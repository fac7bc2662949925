"""Int8 quantization: fake-quantized training, and evaluation in the integer arithmetic of the kernels.

An activation is q = clip(round(x / s) + z, -128, 127) with one scale s and zero point z per tensor; weights are symmetric in
[-127, 127] with one scale per output channel (z = 0); biases are int32 with scale s_in s_w. x = s (q - z). This is the
arithmetic of TensorFlow Lite's int8 kernels (Jacob et al. 2018), so that the exported file computes what training saw.

A ReLU is no operator of its own: its output range starts at 0 (z = -128), and the clipping of q does the rest.
"""

from __future__ import annotations

import copy
from array import array
from collections.abc import Callable, Iterable
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn

from dnas.geometry import POOLS, WEIGHTED, Op
from dnas.graph import QuantizedGraph, QuantLayer, QuantTensor, output_shape
from dnas.kernels import Params, average_pool, dequantized, fake_quantize, requantize, residual_sum
from dnas.network import LayerModule, TorchNetwork, channels_last, run_weightless
from dnas.relax import round_ste
from dnas.snap import stored_ratios
from dnas.weights import grid_scale, on_grid, pruned

GROUP: Final = 32
"""Inputs whose smallest and largest values make one range of an activation; what is used is the groups' mean."""
MIN_SCALE: Final = 1e-8
"""Floor of every scale: an output that is always zero still has a range."""
MAX_BIAS: Final = 2**30
"""Largest |int32 bias|: half of the accumulator's range is left to the products."""
MAX_SHORT_BIAS: Final = 2**15 - 2
"""Largest |bias| where it is stored in 16 bits, as generated code does. The scale of a dead channel makes its bias the
largest, and with a ratio of 2^-16 one more would be a tie, which file and code break differently."""


class QuantNetwork(nn.Module):
    """Fake-quantized twin of a folded network: x (N, C, H, W) -> logits (N, classes), every tensor on its int8 grid.

    Ranges of activations are those that `calibrate` finds; weight scales follow the weights, but for grids that training has
    rounded to. Gradients pass the rounding unchanged and are zero where an activation is clipped (straight-through); a 4-bit
    weight that is clipped learns on.

    Args:
        network: without batch norm (`fold_batch_norm`); it is copied.
        input_scale: step of the int8 input, 1/255 for images.
        input_zero_point: -128 for images.
        input_kind: "image" or "features".
        short: whether biases and multipliers have 16 bits, as in generated code: weight scales grow where a bias would be
            larger, and evaluation computes with the multipliers that are stored.
    """

    low: Tensor
    high: Tensor

    def __init__(
        self,
        network: TorchNetwork,
        input_scale: float = 1 / 255,
        input_zero_point: int = -128,
        input_kind: str = "image",
        short: bool = False,
    ) -> None:
        super().__init__()
        if any(isinstance(m, LayerModule) and m.norm is not None for m in network.weighted.values()):
            raise ValueError("batch norm must be folded before quantization: pass fold_batch_norm(network)")
        self.layers = network.layers
        self.weighted = copy.deepcopy(network.weighted)
        self.input_scale, self.input_zero_point = float(np.float32(input_scale)), input_zero_point
        self.input_kind, self.short = input_kind, short
        for name in ("low", "high"):
            self.register_buffer(name, torch.zeros(len(network.layers)))

    @torch.no_grad()
    def calibrate(self, batches: Iterable[Tensor]) -> None:
        """Finds the ranges of activations on inputs (N, C, H, W), computed in float.

        high = mean over groups g of max_{x in g} y(x), groups of `GROUP` inputs, low likewise: what few reach is clipped.
        How many inputs a batch has does not matter, so that a small host finds what a large one does; a last group that is
        not whole does not count, unless there is no other.
        """
        lows, highs = ([array("d") for _ in self.layers] for _ in range(2))  # many small tensors would leave gaps in the heap

        def seen(index: int, inputs: list[Tensor]) -> Tensor:
            layer = self.layers[index]
            y: Tensor = self.module(index)(inputs[0]) if layer.op in WEIGHTED else run_weightless(layer, inputs)
            low, high = torch.aminmax(y.flatten(1), dim=1)
            lows[index].extend(low.tolist())
            highs[index].extend(high.tolist())
            return y

        for x in batches:
            self._run(channels_last(x), seen)
        for index in range(len(self.layers)):
            self.low[index] = -mean_largest(-torch.tensor(lows[index]))
            self.high[index] = mean_largest(torch.tensor(highs[index]))

    def forward(self, x: Tensor) -> Tensor:
        return self._quantized(x)[-1]

    def layer_outputs(self, x: Tensor) -> list[Tensor]:
        """Every tensor of the network as dequantized values, tensor 0 the quantized input."""
        return self._quantized(x, keep=True)

    def run_layer(self, index: int, inputs: list[Tensor]) -> Tensor:
        """Output of layer `index` on dequantized inputs, as the whole network computes it."""
        params = self.tensor_params()
        return self._layer(index, inputs, [params[i] for i in self.layers[index].inputs])[0]

    @torch.no_grad()
    def tensor_params(self) -> list[Params]:
        """Scale and zero point of every tensor."""
        params = [self._input_params()]
        for index, layer in enumerate(self.layers):
            params.append(self._output_params(index, [params[i] for i in layer.inputs]))
        return params

    @torch.no_grad()
    def to_graph(self, class_names: Iterable[str]) -> QuantizedGraph:
        """The integers: what the .tflite file holds."""
        params = self.tensor_params()
        first = self.layers[0]
        shapes = [(1, int(first.in_h), int(first.in_w), int(first.in_c)), *map(output_shape, self.layers)]
        tensors = tuple(QuantTensor(shape, s.item(), int(z.item())) for shape, (s, z) in zip(shapes, params, strict=True))
        layers = tuple(self._quantized_layer(i, params[layer.inputs[0]][0]) for i, layer in enumerate(self.layers))
        return QuantizedGraph(layers, tensors, tuple(class_names), self.input_kind)

    def _run(self, x: Tensor, layer: Callable[[int, list[Tensor]], Tensor], keep: bool = False) -> list[Tensor]:
        """All tensors in order, each from `layer`; unless `keep`, one that no later layer reads is dropped (left empty)."""
        tensors = [x]
        last_reader = {i: index for index, spec in enumerate(self.layers) for i in spec.inputs}
        for index, spec in enumerate(self.layers):
            tensors.append(layer(index, [tensors[i] for i in spec.inputs]))
            for i in spec.inputs:
                if last_reader[i] == index and not keep:
                    tensors[i] = tensors[i].new_empty(0)
        return tensors

    def _quantized(self, x: Tensor, keep: bool = False) -> list[Tensor]:
        """All tensors in order, each on its grid."""
        params = [self._input_params()]

        def exact(index: int, inputs: list[Tensor]) -> Tensor:
            y, found = self._layer(index, inputs, [params[i] for i in self.layers[index].inputs])
            params.append(found)
            return y

        return self._run(channels_last(fake_quantize(x, *params[0])), exact, keep)

    def _layer(self, index: int, inputs: list[Tensor], params: list[Params]) -> tuple[Tensor, Params]:
        """Output of a layer and its scale and zero point."""
        layer = self.layers[index]
        if layer.op is Op.AVG_POOL:
            return average_pool(layer, inputs[0], *params[0]), params[0]
        if layer.op is Op.MAX_POOL:
            return run_weightless(layer, inputs), params[0]
        if layer.op is Op.ADD:
            output = self._output_params(index, params)
            if self.training:
                return fake_quantize(inputs[0] + inputs[1], *output), output
            return residual_sum(inputs, [scale for scale, _ in params], output), output
        if not self.training:
            return self._integer_layer(index, inputs[0], params)
        module, scale = self.module(index), self.weight_scale(index, params[0][0])
        y = module.affine(inputs[0], self._weight(index, scale), self._bias(index, params[0][0], scale))
        output = self._output_params(index, params, scale)
        return fake_quantize(y, *output), output

    @torch.no_grad()
    def _integer_layer(self, index: int, x: Tensor, params: list[Params]) -> tuple[Tensor, Params]:
        """The layer in the kernels' integer arithmetic: int32 sums of int8 products, then `requantize`.

        Sums are formed in float32, exact up to 2^24.
        """
        module, (source_scale, _) = self.module(index), params[0]
        weight_scale = self.weight_scale(index, source_scale)
        scale = source_scale * weight_scale
        shape = (-1, *[1] * (module.weight.dim() - 1))
        weight = torch.round(self._weight(index, weight_scale) / weight_scale.view(shape))
        bias = torch.round(self._bias(index, source_scale, weight_scale).double() / scale.double())
        sums = module.affine(torch.round(x / source_scale), weight, None)
        shape = (1, -1, *[1] * (sums.dim() - 2))
        output = self._output_params(index, params, weight_scale)
        ratio = source_scale.double() * weight_scale.double() / output[0].double()
        if self.short:
            ratio = torch.from_numpy(stored_ratios(ratio.numpy()))
        bias, ratio = module.channels(bias.long()).view(shape), module.channels(ratio).view(shape)
        return dequantized(requantize(sums.long() + bias, ratio), output, x.dtype), output

    def module(self, index: int) -> LayerModule:
        module = self.weighted[str(index)]
        assert isinstance(module, LayerModule)
        return module

    def _input_params(self) -> Params:
        device = self.low.device
        return torch.tensor(self.input_scale, device=device), torch.tensor(
            self.input_zero_point, dtype=torch.int32, device=device
        )

    @torch.no_grad()
    def weight_scale(self, index: int, input_scale: Tensor) -> Tensor:
        """s_w per stored row, (R,): max|w| / 127 or `grid_scale`; large enough for the bias to fit its integer."""
        weights = self.layers[index].weights
        weight, steps = pruned(self.module(index).weight, weights), self.module(index).steps
        scale = weight.abs().flatten(1).amax(1) / 127 if weights.bits == 8 else grid_scale(weight, weights, steps)
        largest_bias = MAX_SHORT_BIAS if self.short else MAX_BIAS
        needed = self._reaching_bias(index, input_scale).abs() / (input_scale * largest_bias)
        floor = MIN_SCALE / input_scale.clamp_min(1.0)  # inputs of a large scale meet small weights
        return torch.maximum(torch.maximum(scale, needed), floor)

    def _reaching_bias(self, index: int, input_scale: Tensor) -> Tensor:
        """The bias, (R,), before a ReLU no further below 0 than the row's products could bring it back.

        b_c = max(b_c, -reach_c), reach_c = 255 s_in 2 sum_i |w_ci|: rounding to a grid doubles a weight at most. A channel that
        is always zero stays so; its bias of thousands of the output's steps would coarsen the scales of the whole layer.
        """
        module = self.module(index)
        assert module.bias is not None
        if not self.layers[index].relu:
            return module.bias
        reach = 2 * 255 * input_scale * module.weight.detach().abs().flatten(1).sum(1)
        return torch.maximum(module.bias, -reach)

    def _weight(self, index: int, scale: Tensor) -> Tensor:
        """The weights that the layer keeps on their grid, s_c clip(round(w / s_c), -127, 127), or -7 to 7."""
        weights = self.layers[index].weights
        weight = pruned(self.module(index).weight, weights)
        if weights.bits < 8:
            return on_grid(weight, scale, weights)
        zero_point = torch.zeros_like(scale, dtype=torch.int32)
        return torch.fake_quantize_per_channel_affine(weight, scale, zero_point, 0, -127, 127)

    def _bias(self, index: int, input_scale: Tensor, weight_scale: Tensor) -> Tensor:
        """The bias on its int32 grid of s_in s_w, (R,)."""
        scale = input_scale * weight_scale
        return round_ste(self._reaching_bias(index, input_scale) / scale) * scale

    @torch.no_grad()
    def _output_params(self, index: int, inputs: list[Params], weight_scale: Tensor | None = None) -> Params:
        """Scale and zero point of a layer's output: the range, extended to contain 0, in 255 steps.

        `weight_scale` is that of a weighted layer, where the caller has it.

        The floors keep the kernels' multipliers in range: s_in s_w / s_out <= 1, and an ADD's s_in / s_out < 2^16 (TensorFlow
        Lite stops at 2^19). They only act where an output is next to nothing.
        """
        layer = self.layers[index]
        if layer.op in POOLS:
            return inputs[0]
        low = torch.zeros_like(self.low[index]) if layer.relu else self.low[index].clamp_max(0)
        scale = (self.high[index].clamp_min(0) - low) / 255
        if layer.op is Op.ADD:
            floor = torch.maximum(inputs[0][0], inputs[1][0]) * 2**-16
        else:
            weight_scale = self.weight_scale(index, inputs[0][0]) if weight_scale is None else weight_scale
            floor = inputs[0][0] * weight_scale.amax()
        scale = torch.maximum(scale, floor).clamp_min(MIN_SCALE)
        return scale, (-128 - torch.round(low / scale)).clamp(-128, 127).int()

    def _quantized_layer(self, index: int, input_scale: Tensor) -> QuantLayer:
        layer = self.layers[index]
        if layer.op not in WEIGHTED:
            return QuantLayer(layer)
        module, scale = self.module(index), self.weight_scale(index, input_scale)
        weight = self._weight(index, scale)
        q = module.rows(torch.round(weight / scale.view(-1, *[1] * (weight.dim() - 1)))).to(torch.int8)
        axes = {Op.CONV: (0, 2, 3, 1), Op.DEPTHWISE: (1, 2, 3, 0), Op.LINEAR: (0, 1)}[layer.op]
        bias = torch.round(self._bias(index, input_scale, scale).double() / (input_scale * scale).double()).to(torch.int32)
        arrays = (q.permute(axes).contiguous(), module.channels(bias), module.channels(scale))
        return QuantLayer(layer, *(array.cpu().numpy() for array in arrays))


def mean_largest(values: Tensor) -> Tensor:
    """The mean over whole groups of `GROUP` values of their largest one; of fewer values the largest."""
    whole = values[: len(values) // GROUP * GROUP or None]
    return torch.stack([group.amax() for group in torch.split(whole, GROUP)]).mean()

"""The quantized network as data, made by quantization and written by export: weights, int32 biases, scales."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dnas.geometry import POOLS, WEIGHTED, Layer, Network, Op


@dataclass(frozen=True)
class QuantTensor:
    """An int8 activation: shape (1, H, W, C), or (1, C) behind a linear layer; value = scale (q - zero_point)."""

    shape: tuple[int, ...]
    scale: float
    zero_point: int


@dataclass(frozen=True)
class QuantLayer:
    """A layer with its weight (OHWI, 1HWC depthwise, OI linear), int32 bias and float32 scale per output channel.

    The weight's array is int8, for 4 bits with values from -7 to 7; without `Layer.per_channel` all scales are equal.
    """

    layer: Layer
    weight: NDArray[np.int8] | None = None
    bias: NDArray[np.int32] | None = None
    weight_scale: NDArray[np.float32] | None = None

    def arrays(self) -> tuple[NDArray[np.int8], NDArray[np.int32], NDArray[np.float32]]:
        """Weight, bias and weight scale of a layer that must have them."""
        if self.weight is None or self.bias is None or self.weight_scale is None:
            raise ValueError(f"{self.layer.op}: weight, bias or weight scale is missing")
        return self.weight, self.bias, self.weight_scale


@dataclass(frozen=True)
class QuantizedGraph:
    """An int8 network as data: what the exporter writes. `tensors[0]` is the input, `tensors[i + 1]` layer i's output.

    The output are logits: the decision is the argmax. `input_kind` is "image" (q = pixel - 128) or "features".
    """

    layers: tuple[QuantLayer, ...]
    tensors: tuple[QuantTensor, ...]
    class_names: tuple[str, ...]
    input_kind: str = "image"

    def __post_init__(self) -> None:
        if not self.layers or len(self.tensors) != len(self.layers) + 1:
            raise ValueError(f"{len(self.layers)} layers need one tensor more; given are {len(self.tensors)}")
        for number, tensor in enumerate(self.tensors):
            if not (np.isfinite(tensor.scale) and tensor.scale > 0 and -128 <= tensor.zero_point <= 127):
                raise ValueError(f"tensor {number}: scale must be positive and zero point in [-128, 127], got {tensor}")
        for index, item in enumerate(self.layers):
            self._check_layer(index, item)
        if self.tensors[-1].shape[-1] != len(self.class_names):
            raise ValueError(f"the output has {self.tensors[-1].shape[-1]} classes, {len(self.class_names)} names are given")

    @property
    def network(self) -> Network:
        """The geometry alone."""
        return tuple(item.layer for item in self.layers)

    @property
    def input(self) -> QuantTensor:
        return self.tensors[0]

    @property
    def output(self) -> QuantTensor:
        return self.tensors[-1]

    def _check_layer(self, index: int, item: QuantLayer) -> None:
        layer, out = item.layer, self.tensors[index + 1]
        where = f"layer {index} ({layer.op})"
        if any(not 0 <= i <= index for i in layer.inputs) or len(layer.inputs) != (2 if layer.op is Op.ADD else 1):
            raise ValueError(f"{where}: reads tensors {layer.inputs}, only earlier ones exist: 0..{index}")
        for i in layer.inputs:
            if self.tensors[i].shape != (1, layer.in_h, layer.in_w, layer.in_c):
                raise ValueError(f"{where}: reads shape {self.tensors[i].shape}, expects {layer.in_h, layer.in_w, layer.in_c}")
        if out.shape != output_shape(layer):
            raise ValueError(f"{where}: output shape {out.shape}, expected {output_shape(layer)}")
        source = self.tensors[layer.inputs[0]]
        if layer.op in POOLS and (out.scale, out.zero_point) != (source.scale, source.zero_point):
            raise ValueError(f"{where}: output must have its input's scale and zero point, {source}, got {out}")
        if layer.relu and layer.op not in POOLS and out.zero_point != -128:
            raise ValueError(f"{where}: the output of a ReLU starts at zero, zero point -128, got {out.zero_point}")
        if layer.op not in WEIGHTED:
            return
        weight, bias, scale = item.arrays()
        dtypes = [str(array.dtype) for array in (weight, bias, scale)]
        if dtypes != ["int8", "int32", "float32"]:
            raise ValueError(f"{where}: weight, bias and scale must be int8, int32 and float32, got {dtypes}")
        channels = (int(layer.out_c),)
        if weight.shape != weight_shape(layer) or bias.shape != channels or scale.shape != channels:
            raise ValueError(f"{where}: weight {weight.shape}, expected {weight_shape(layer)}; bias and scale {channels}")
        largest = layer.weights.largest
        if weight.min() < -largest or weight.max() > largest or not np.all(np.isfinite(scale) & (scale > 0)):
            raise ValueError(f"{where}: weights must lie in [-{largest}, {largest}] and their scales be positive")
        if not layer.per_channel and scale.min() < scale.max():
            raise ValueError(f"{where}: has one scale for all channels, given are {scale.min()} to {scale.max()}")


def output_shape(layer: Layer) -> tuple[int, ...]:
    """Shape of a layer's output in the file: (1, H, W, C), or (1, C) behind a linear layer."""
    out_h, out_w, out_c = int(layer.out_h), int(layer.out_w), int(layer.out_c)
    return (1, out_c) if layer.op is Op.LINEAR else (1, out_h, out_w, out_c)


def weight_shape(layer: Layer) -> tuple[int, ...]:
    """Shape of a layer's weight in the file: OHWI, 1HWC for a depthwise convolution, OI for a linear layer."""
    in_c, out_c = int(layer.in_c), int(layer.out_c)
    return {Op.CONV: (out_c, *layer.kernel, in_c), Op.DEPTHWISE: (1, *layer.kernel, out_c), Op.LINEAR: (out_c, in_c)}[layer.op]

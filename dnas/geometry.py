"""Layer geometry: the one description of a layer that costs price, torch builds and the exporter writes.

A network is a tuple of `Layer`s in execution order (static single assignment): tensor 0 is the network's input, tensor
`i + 1` is the output of layer `i`, and `Layer.inputs` names the tensors that a layer reads. A candidate block is the same
thing with block-local numbers (tensor 0 is the block's input); `chain` joins blocks.

Every size may be a plain `int` (a concrete layer) or an integer tensor that broadcasts (all widths of a choice at once):
the cost functions are written so that both give the same numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from dnas.errors import RequestError
from dnas.prefix import MEAN_BITS

if TYPE_CHECKING:
    from torch import Tensor  # only named here: certification and reports read geometry without loading torch

Size: TypeAlias = "int | Tensor"


class Op(StrEnum):
    """What a layer computes; each is one TensorFlow Lite operator with a fused activation."""

    CONV = "conv"
    """Dense convolution, SAME padding."""
    DEPTHWISE = "depthwise"
    """Depthwise convolution with depth multiplier 1, SAME padding."""
    LINEAR = "linear"
    """Fully connected layer on a 1x1 feature map."""
    ADD = "add"
    """Elementwise sum of two tensors of the same shape."""
    AVG_POOL = "avg_pool"
    """Average over windows of kernel x kernel without padding; the global one has the kernel of its input."""
    MAX_POOL = "max_pool"
    """Largest value of windows of kernel x kernel, side by side in networks of ours."""
    # The search builds networks of the operators above; those below occur in foreign .tflite files and are priced only.
    MUL = "mul"
    """Elementwise product; with one input the other operand is a constant per channel (a batch norm that was not folded)."""
    MEAN = "mean"
    """Mean over height and width as MEAN, the slow form of a global average pool."""
    SOFTMAX = "softmax"
    """Probabilities of the classes."""
    QUANTIZE = "quantize"
    """Change of scale or of the integer type."""
    PAD = "pad"
    """Zeros around a feature map, as an operator of its own."""
    RESHAPE = "reshape"
    """The same values in another shape."""
    SHAPE = "shape"
    """Sizes of a tensor, as int32 values (with STRIDED_SLICE and PACK: how converters write a flatten)."""
    STRIDED_SLICE = "strided_slice"
    """Part of a tensor."""
    PACK = "pack"
    """Tensors stacked along a new axis."""
    CONCATENATION = "concatenation"
    """Tensors joined along an axis."""
    LOGISTIC = "logistic"
    """Sigmoid of every value."""
    DEQUANTIZE = "dequantize"
    """int8 values as float32."""


WEIGHTED = frozenset({Op.CONV, Op.DEPTHWISE, Op.LINEAR})
"""Operators that own weights and a bias."""
POOLS = frozenset({Op.AVG_POOL, Op.MAX_POOL})
"""Operators whose output has its input's scale and zero point."""
MAX_JOINED = 10
"""Tensors that a concatenation joins; TFLM's kernel takes no more (kMaxInputNum of kernels/concatenation.cc)."""


_FORMAT = re.compile(r"int(?P<bits>[48])(?P<prefix>_p)?(?:_d(?P<kept>[1-9][0-9]?)|(?P<mirrored>_m))?")


@dataclass(frozen=True)
class WeightFormat:
    """How the weights of a layer are stored: bits of a value, how many of them may differ from zero, and of which rows.

    A row is what makes one output channel. Mirrored layers store every other one: the row of channel 2j + 1 is that of channel
    2j with the kernel's columns in reverse and, in a dense layer of an even number of input channels, channels 2i and 2i + 1
    exchanged. Its bias and multiplier are the same. Behind mirrored layers with windows that lie symmetrically on their input,
    channel 2j + 1 of a picture then is channel 2j of its mirror image (a group convolution of {identity, reflection}, Cohen
    and Welling 2016); elsewhere the rows are tied and no more.
    """

    bits: int = 8
    """8, or 4: values from -7 to 7."""
    kept_percent: int = 100
    """Share of the weights that is kept; the rest is zero."""
    mirrored: bool = False
    """Whether every second row is the mirror image of the one before."""
    prefix: bool = False
    """Whether the values of 4 bits are words of the prefix code (`dnas.prefix`), 3 bits in the mean of a layer."""

    @classmethod
    def parse(cls, name: str) -> WeightFormat:
        """Reads a name: `int8`, `int4`, `int4_d25` (a quarter of the weights is kept), `int4_m` (mirrored), `int4_p` (in
        a prefix code), `int4_p_m`.

        Raises:
            RequestError: a name that is none of these forms.

        >>> WeightFormat.parse("int4_d25")
        int4_d25
        """
        match = _FORMAT.fullmatch(name)
        if match is None or (match["prefix"] and (match["kept"] or match["bits"] == "8")):
            raise RequestError(
                f"unknown weight format {name!r}; allowed are int8 and int4, with _dP behind them where only P percent "
                "(1 to 99) of the weights are kept, such as int4_d25, or _m where every second channel is mirrored, and "
                "int4_p and int4_p_m, whose values are stored in a prefix code"
            )
        return cls(int(match["bits"]), int(match["kept"] or 100), match["mirrored"] is not None, match["prefix"] is not None)

    def __repr__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name that `parse` reads."""
        parts = ("_p" if self.prefix else "", f"_d{self.kept_percent}" if self.sparse else "", "_m" if self.mirrored else "")
        return f"int{self.bits}{''.join(parts)}"

    @property
    def sparse(self) -> bool:
        """Whether some weights are left out."""
        return self.kept_percent < 100

    @property
    def unmirrored(self) -> WeightFormat:
        """The format that stores every row."""
        return replace(self, mirrored=False)

    @property
    def stored_bits(self) -> int:
        """Bits that a stored value takes, in the mean of a layer."""
        return MEAN_BITS if self.prefix else self.bits

    @property
    def mean_bits(self) -> float:
        """Bits a weight takes in large layers, b where all are kept, else at most min(b, 1 + b kept): values and a bitmask.

        The limit of `dnas.cost.generated`'s dense and bitmask codings for many weights; the prices are there.

        >>> [WeightFormat.parse(name).mean_bits for name in ("int4", "int4_p", "int4_d25", "int8_d90")]
        [4, 3, 2.0, 8]
        """
        b = self.stored_bits
        return min(b, 1 + b * self.kept_percent / 100) if self.sparse else b

    @property
    def largest(self) -> int:
        """Largest magnitude of a stored value: 127 or 7."""
        return int(2 ** (self.bits - 1)) - 1

    def kept(self, count: Size) -> Size:
        """How many of `count` weights are kept: ceil(count kept_percent / 100).

        >>> WeightFormat(4, 25).kept(54)
        14
        """
        return -(-count * self.kept_percent // 100)

    def rows(self, out_c: Size) -> Size:
        """How many rows of `out_c` output channels are stored: ceil(out_c / 2) of mirrored ones.

        >>> WeightFormat(4, mirrored=True).rows(7)
        4
        """
        return -(-out_c // 2) if self.mirrored else out_c


INT8 = WeightFormat()


@dataclass(frozen=True)
class Layer:
    """One layer: operator, shapes, stride, fused activation and the tensors it reads.

    `stride` and `kernel` are `(height, width)`. Convolutions pad as TensorFlow's SAME does: the output is
    `ceil(in / stride)` and an odd total padding puts the larger part after the data. VALID needs no field of its own: with
    `out = (in - kernel) // stride + 1` the same formulas find a total padding of 0. A depth multiplier is out_c / in_c.
    """

    op: Op
    in_h: Size
    in_w: Size
    in_c: Size
    out_h: Size
    out_w: Size
    out_c: Size
    kernel: tuple[int, int] = (1, 1)
    stride: tuple[int, int] = (1, 1)
    relu: bool = False
    inputs: tuple[int, ...] = (0,)
    per_channel: bool = True
    """Whether a weighted layer has one weight scale per output channel: ours always, foreign linear layers often not."""
    broadcast: bool = False
    """Whether an elementwise operator repeats one of its operands: TFLM then leaves CMSIS-NN's kernel for a slower one."""
    element_bytes: int = 1
    """Bytes of one output value: 1 for int8 and uint8, 4 for int32 and float32."""
    weights: WeightFormat = INT8
    """Of a weighted layer."""


Network = tuple[Layer, ...]


def multiplies_depth(layer: Layer) -> bool:
    """Whether a depthwise layer has a depth multiplier above 1; a candidate block, whose sizes may be tensors, never has."""
    return isinstance(layer.in_c, int) and isinstance(layer.out_c, int) and layer.in_c != layer.out_c


def exchanges(layer: Layer) -> bool:
    """Whether a mirrored row takes each pair of input channels in reverse: they are pairs if their number is even.

    >>> [exchanges(layer) for layer in (conv((8, 8), 3, 4), conv((8, 8), 4, 4), depthwise((8, 8), 4, 3))]
    [False, True, False]
    """
    return layer.op is not Op.DEPTHWISE and int(layer.in_c) % 2 == 0


def same_out(size: int, stride: int) -> int:
    """Output size of a SAME convolution: ceil(size / stride).

    >>> same_out(49, 2)
    25
    """
    return -(-size // stride)


def same_padding(size: int, kernel: int, stride: int) -> tuple[int, int]:
    """TensorFlow's SAME padding (before, after) of one axis: total = max(0, (ceil(n/s) - 1) s + k - n), the odd one after.

    >>> same_padding(32, 3, 2), same_padding(33, 3, 2)
    ((0, 1), (1, 1))
    """
    total = max(0, (same_out(size, stride) - 1) * stride + kernel - size)
    return total // 2, total - total // 2


def conv(
    in_hw: tuple[int, int],
    in_c: Size,
    out_c: Size,
    kernel: int | tuple[int, int] = 1,
    stride: tuple[int, int] = (1, 1),
    relu: bool = True,
    source: int = 0,
) -> Layer:
    """Dense SAME convolution; a kernel of one number is square."""
    h, w = same_out(in_hw[0], stride[0]), same_out(in_hw[1], stride[1])
    kernel = (kernel, kernel) if isinstance(kernel, int) else kernel
    return Layer(Op.CONV, *in_hw, in_c, h, w, out_c, kernel, stride, relu, (source,))


def depthwise(
    in_hw: tuple[int, int], channels: Size, kernel: int, stride: tuple[int, int] = (1, 1), relu: bool = True, source: int = 0
) -> Layer:
    """Depthwise SAME convolution, one filter per channel."""
    h, w = same_out(in_hw[0], stride[0]), same_out(in_hw[1], stride[1])
    return Layer(Op.DEPTHWISE, *in_hw, channels, h, w, channels, (kernel, kernel), stride, relu, (source,))


def add(hw: tuple[int, int], channels: Size, left: int, right: int, relu: bool = False) -> Layer:
    """Residual sum of two tensors."""
    return Layer(Op.ADD, *hw, channels, *hw, channels, relu=relu, inputs=(left, right))


def global_avg_pool(in_hw: tuple[int, int], channels: Size, source: int = 0) -> Layer:
    """Mean over the whole feature map, as one AVERAGE_POOL_2D (a tenth of MEAN's cost on CMSIS-NN)."""
    return Layer(Op.AVG_POOL, *in_hw, channels, 1, 1, channels, in_hw, in_hw, inputs=(source,))


def max_pool(in_hw: tuple[int, int], channels: Size, window: tuple[int, int] = (2, 2), partial: bool = True) -> Layer:
    """Largest value of windows (height, width) side by side: SAME, or VALID without the `partial` windows at the end."""
    out_h, out_w = (same_out(n, k) if partial else n // k for n, k in zip(in_hw, window, strict=True))
    return Layer(Op.MAX_POOL, *in_hw, channels, out_h, out_w, channels, window, window)


def is_padded(pool: Layer) -> bool:
    """Whether a pool's last windows reach beyond its input."""
    return bool(pool.out_h * pool.stride[0] > pool.in_h or pool.out_w * pool.stride[1] > pool.in_w)


def linear(in_c: Size, out_c: Size, source: int = 0) -> Layer:
    """Fully connected layer on a 1x1 feature map, no activation: its outputs are the logits."""
    return Layer(Op.LINEAR, 1, 1, in_c, 1, 1, out_c, inputs=(source,))


def weighted_as(layers: Iterable[Layer], weights: WeightFormat) -> list[Layer]:
    """The layers with their weights, where they have any, stored in another format."""
    return [replace(layer, weights=weights) if layer.op in WEIGHTED else layer for layer in layers]


def filed_bits(layer: Layer) -> int:
    """Bits of a weight in a .tflite file: its format's, but 8 in a linear layer with a scale per output channel.

    TFLM's fully connected kernel takes 4-bit weights with one scale for all of them only (kernels/fully_connected_common.cc),
    so that values of 4 bits lie in bytes there. LiteRT takes both.

    >>> [filed_bits(layer) for layer in weighted_as([conv((8, 8), 3, 5), linear(5, 2, 1)], WeightFormat(4))]
    [4, 8]
    """
    return 8 if layer.op is Op.LINEAR and layer.per_channel else layer.weights.bits


def as_filed(layer: Layer) -> Layer:
    """The layer as a .tflite file describes it: the bits that it stores, and nothing of weights that are left out or tied."""
    return replace(layer, weights=WeightFormat(filed_bits(layer)))


def chain(blocks: Iterable[Sequence[Layer]]) -> Network:
    """Joins blocks end to end: each block's tensor 0 becomes the output of the one before; an empty block is the identity."""
    layers: list[Layer] = []
    for block in blocks:
        entry = len(layers)  # the tensor that the previous block produced (0: the network's input)
        layers += [replace(layer, inputs=tuple(entry + i for i in layer.inputs)) for layer in block]
    return tuple(layers)

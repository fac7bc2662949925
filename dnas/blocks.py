"""Candidate blocks: what one block of the network may be, and the layers each of them is made of.

Where input and output have the same shape every block is residual, x + f(x): blocks that replace one another must leave the
features in a form that the next block knows, or shared weights do not train. Without the sum a supernet of eleven blocks hardly
learned at all, although each of its networks alone did.

Where the resolution halves, a block has a stride of 2 or stands behind a 2x2 maximum pool.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from dnas.errors import RequestError
from dnas.geometry import INT8, Layer, Size, WeightFormat, add, conv, depthwise, max_pool, weighted_as


class Kind(StrEnum):
    """The families of candidate blocks."""

    SKIP = "skip"
    """Identity: the block is left out (only where input and output have the same shape)."""
    CONV = "conv"
    """Dense k x k convolution."""
    DWSEP = "dwsep"
    """Depthwise k x k, ReLU, then 1x1 convolution (MobileNetV1, Howard et al. 2017)."""
    MBCONV = "mbconv"
    """1x1 expansion by e, ReLU; depthwise k x k, ReLU; linear 1x1 projection; residual sum where shapes allow
    (MobileNetV2, Sandler et al. 2018)."""


_NAME = re.compile(r"(?P<pooled>pool_)?(?P<kind>skip|conv|dwsep|mbconv)(?:_k(?P<kernel>[1-9]))?(?:_e(?P<expansion>[2-9]))?")


@dataclass(frozen=True)
class Candidate:
    """One option of a block; its name is `skip`, `conv_k3`, `pool_dwsep_k5`, `mbconv_k3_e4` or `conv_k3_int4_d25`."""

    kind: Kind
    kernel: int = 1
    expansion: int = 1
    pooled: bool = False
    """Whether a maximum pool in front of the block reduces the resolution, not the block's stride."""
    weights: WeightFormat = INT8
    """How all weights of the block are stored."""

    @classmethod
    def parse(cls, name: str) -> Candidate:
        """Reads a name without a weight format.

        Raises:
            RequestError: a name that is none of these forms, or a kernel of even size.

        >>> Candidate.parse("mbconv_k3_e4")
        Candidate(kind=<Kind.MBCONV: 'mbconv'>, kernel=3, expansion=4, pooled=False, weights=int8)
        """
        match = _NAME.fullmatch(name)
        candidate = None
        if match:
            sizes = int(match["kernel"] or 1), int(match["expansion"] or 1)
            candidate = cls(Kind(match["kind"]), *sizes, pooled=match["pooled"] is not None)
        if candidate is None or candidate.name != name or candidate.kernel % 2 == 0:
            raise RequestError(
                f"unknown block {name!r}; allowed are skip, conv_kK, dwsep_kK and mbconv_kK_eE with an odd kernel K and an "
                "expansion E of 2 to 9, such as mbconv_k3_e4, and for an entry pool_ before the last three; weight formats are "
                "in space.weights"
            )
        return candidate

    @property
    def name(self) -> str:
        """The name that `parse` reads, and behind it a weight format other than int8."""
        if self.kind is Kind.SKIP:
            return "skip"
        suffix = f"_e{self.expansion}" if self.kind is Kind.MBCONV else ""
        suffix += "" if self.weights == INT8 else f"_{self.weights.name}"
        return f"{'pool_' if self.pooled else ''}{self.kind}_k{self.kernel}{suffix}"

    def layers(self, in_hw: tuple[int, int], in_c: Size, out_c: Size, stride: tuple[int, int], tied: bool) -> list[Layer]:
        """The block's layers in block-local numbers (tensor 0 is its input).

        Args:
            in_hw: height and width of the block's input.
            in_c: input channels, or all of them at once as a tensor that broadcasts against `out_c`.
            out_c: output channels, likewise.
            stride: spatial stride (height, width).
            tied: input and output widths are the same choice, so that a residual is possible at stride 1.
        """
        if self.kind is Kind.SKIP:
            return []
        if self.pooled and stride != (1, 1):
            pool = max_pool(in_hw, in_c, stride)
            behind = replace(self, pooled=False).layers(_out_hw(pool), in_c, out_c, (1, 1), tied=False)
            return [pool, *(replace(layer, inputs=tuple(i + 1 for i in layer.inputs)) for layer in behind)]
        residual = tied and stride == (1, 1)
        if self.kind is Kind.CONV:
            layers = [conv(in_hw, in_c, out_c, self.kernel, stride, relu=not residual)]
        elif self.kind is Kind.DWSEP:
            filtered = depthwise(in_hw, in_c, self.kernel, stride)
            layers = [filtered, conv(_out_hw(filtered), in_c, out_c, relu=not residual, source=1)]
        else:
            hidden_c = in_c * self.expansion
            expanded = conv(in_hw, in_c, hidden_c)
            filtered = depthwise(in_hw, hidden_c, self.kernel, stride, source=1)
            layers = [expanded, filtered, conv(_out_hw(filtered), hidden_c, out_c, relu=False, source=2)]
        if residual:
            layers.append(add(in_hw, out_c, 0, len(layers), relu=self.kind is not Kind.MBCONV))
        return weighted_as(layers, self.weights)


def _out_hw(layer: Layer) -> tuple[int, int]:
    assert isinstance(layer.out_h, int)
    assert isinstance(layer.out_w, int)
    return layer.out_h, layer.out_w

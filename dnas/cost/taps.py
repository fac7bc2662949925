"""How many taps of a window lie inside the feature map: kernels skip the others, or fill them."""

from __future__ import annotations

from dnas.cost.integer import clamp
from dnas.geometry import Layer, Size


def taps_inside(size: Size, out: Size, kernel: int, stride: int) -> Size:
    """Kernel taps that fall inside the data along one axis, summed over the outputs of a SAME convolution.

    sum_{t=0}^{k-1} #{0 <= o < out : 0 <= o s - p + t < size}, where p = max(0, (out - 1) s + k - size) // 2.

    >>> taps_inside(4, 4, 3, 1), taps_inside(4, 2, 3, 2)
    (10, 5)
    """
    total = (out - 1) * stride + kernel - size
    before = clamp(total, 0, kernel) // 2
    inside: Size = 0
    for tap in range(kernel):
        first = clamp(-((tap - before) // stride), 0, out)
        end = clamp((size - 1 + before - tap) // stride + 1, 0, out)
        inside = inside + end - first
    return inside


def taps(layer: Layer) -> Size:
    """Taps inside the data, summed over all positions of the output."""
    inside_h = taps_inside(layer.in_h, layer.out_h, layer.kernel[0], layer.stride[0])
    inside_w = taps_inside(layer.in_w, layer.out_w, layer.kernel[1], layer.stride[1])
    return inside_h * inside_w

"""The int8 kernels of TensorFlow Lite in torch: what a layer's integers are, so that training evaluates what the file computes.

Tensors are dequantized values, s (q - z), on the grid of their scale s and zero point z.
"""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor

from dnas.geometry import Layer
from dnas.network import run_weightless
from dnas.relax import quantize_ste

ADD_SHIFT: Final = 20
"""Bits that a residual sum of int8 values computes with beyond them (add.cc of TensorFlow Lite)."""

Params = tuple[Tensor, Tensor]
"""Scale (float32) and zero point (int32) of a tensor, 0-dimensional."""


def requantize(sums: Tensor, ratio: Tensor) -> Tensor:
    """round(ratio sums) as TensorFlow Lite's fixed-point kernels round it: twice.

    ratio = m 2^e with m in [0.5, 1) held as an integer of 31 bits; the product's upper half is rounded to an integer first
    (halves away from 0), the remaining right shift by -e rounds again. For small shifts that differs from one rounding in
    about one value of 2^(-e) (Jacob et al. 2018, section 2.2; gemmlowp's fixedpoint.h).

    Args:
        sums: int64 accumulators.
        ratio: float64, above 0, broadcasts against `sums`.

    >>> requantize(torch.tensor([100, -100]), torch.tensor([0.25], dtype=torch.float64)).tolist()
    [25, -25]
    """
    mantissa, exponent = torch.frexp(ratio)
    multiplier = torch.round(mantissa * 2.0**31).long()
    exponent = exponent.long() + (multiplier == 2**31)
    multiplier = torch.where(multiplier == 2**31, 2**30, multiplier)
    product = (sums << exponent.clamp_min(0)) * multiplier
    nudge = torch.where(product >= 0, 2**30, 1 - 2**30)
    high = torch.div(product + nudge, 2**31, rounding_mode="trunc")
    shift = (-exponent).clamp_min(0)
    mask = (torch.ones_like(shift) << shift) - 1
    remainder = high & mask
    return (high >> shift) + (remainder > (mask >> 1) + (high < 0))


def dequantized(sums: Tensor, output: Params, dtype: torch.dtype) -> Tensor:
    """s (clip(sums + z, -128, 127) - z) of int64 sums that are in steps of the output."""
    scale, zero_point = output
    return ((sums + zero_point).clamp(-128, 127) - zero_point).to(dtype) * scale


@torch.no_grad()
def residual_sum(inputs: list[Tensor], scales: list[Tensor], output: Params) -> Tensor:
    """The sum of two maps, with t = 2 max(s_1, s_2) and h = 2^20:

    q = round((t / (h s)) sum_i round((s_i / t) h (q_i - z_i))) + z, each of them rounded as in `requantize`.
    """
    common = 2 * torch.maximum(*scales).double()
    values = torch.arange(-255, 256) << ADD_SHIFT  # all that q_i - z_i can be; maps of 64 bits are large
    first, second = (
        requantize(values, scale.double() / common).int()[(torch.round(x / scale).int() + 255).clamp(0, 510)]
        for x, scale in zip(inputs, scales, strict=True)
    )
    sums = requantize((first + second).long(), common / (2**ADD_SHIFT * output[0].double()))
    return dequantized(sums, output, inputs[0].dtype)


def fake_quantize(x: Tensor, scale: Tensor, zero_point: Tensor) -> Tensor:
    """s (clip(round(x / s) + z, -128, 127) - z), the gradient straight through where nothing is clipped."""
    z = int(zero_point.item())
    return quantize_ste(x, scale, -128 - z, 127 - z)


def average_pool(layer: Layer, x: Tensor, scale: Tensor, zero_point: Tensor) -> Tensor:
    """Average pool as the kernels do it: the mean of the integers q, halves rounded away from 0, same scale; ReLU if fused."""
    q = x / scale
    q = q + (torch.round(q) - q).detach()  # whole numbers, so that their sum is exact
    mean = run_weightless(layer, [q]) + zero_point
    # Halves are common (the mean of n integers): a quarter of the smallest distance to one covers the division's error.
    half = 0.5 + 0.25 / (layer.kernel[0] * layer.kernel[1])
    rounded = mean.sign() * torch.floor(mean.abs() + half)
    return (mean + (rounded - mean).detach() - zero_point) * scale

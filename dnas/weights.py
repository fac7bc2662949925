"""Weights in the format that a layer stores them in, while they are trained.

Pruning and rounding are part of the forward pass: of a layer's weights the `kept` largest in magnitude stay, so that the
threshold below which a weight is zero is learned with the weights and moves with them, and what is left of 4 bits lies on a
grid of 15 values per output channel. The gradient passes the rounding unchanged, and in a network of its own also reaches the
weights that are zero at present: they come back once they are large enough. In a supernet it does not: there a layer is dense
in one step and sparse in the next, and weights that move while they do nothing spoil the dense one. How many weights a layer
keeps, and at how many bits, is an option of the search, priced like every other one; which weights, the gradient decides.

A network of its own has neither until a training has done the share `finetune.FREE` of its epochs: which weights matter shows
late. From then on its grids stay where they are: steps that followed the weights would jump with a row's largest one, and every
weight of the row with them. And the weights settle on them (`LayerModule.settle`).
"""

from __future__ import annotations

import torch
from torch import Tensor

from dnas.geometry import WeightFormat
from dnas.prefix import STEP
from dnas.relax import grid_ste, keep_largest, keep_largest_ste, prefix_ste

SMALLEST_SCALE = 1e-8
"""Floor of every scale: a channel whose weights are all zero still has one."""
CLIPS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Shares of a channel's largest weight among which the end of its 4-bit grid is chosen."""


def as_stored(weight: Tensor, weights: WeightFormat, reviving: bool = True, steps: Tensor | None = None) -> Tensor:
    """`weight`, (C_out, ...), with the values that the format lets it have; int8 is left to quantization.

    Args:
        weight: of the whole layer.
        weights: its format.
        reviving: weights that are zero at present get a gradient.
        steps: of the rows' grids, (C_out,); None: those that fit the weights as they are now.
    """
    weight = pruned(weight, weights, reviving)
    if weights.bits < 8:
        weight = on_grid(weight, grid_scale(weight, weights, steps), weights)
    return weight


def pruned(weight: Tensor, weights: WeightFormat, reviving: bool = True) -> Tensor:
    """The weights that the format keeps, of the whole layer those of largest magnitude; the others are zero."""
    if not weights.sparse:
        return weight
    return (keep_largest_ste if reviving else keep_largest)(weight, int(weights.kept(weight.numel())))


def on_grid(weight: Tensor, scale: Tensor, weights: WeightFormat) -> Tensor:
    """The weights of a 4-bit format on the grids of these steps, (C_out,), in the prefix code as many bits as it has."""
    return prefix_ste(weight, scale) if weights.prefix else grid_ste(weight, scale, weights.largest)


@torch.no_grad()
def grid_scale(weight: Tensor, weights: WeightFormat, steps: Tensor | None = None) -> Tensor:
    """Step of each output channel's 4-bit grid, (C_out,): where `steps` has one above 0 that, else one that fits the weights.

    In the prefix code s_c = STEP sqrt(mean_i w_ci^2); else that of the smallest squared error among `CLIPS`,
    s_c = argmin_s sum_i (w_ci - s clip(round(w_ci / s), -7, 7))^2 over s = t max_i |w_ci| / 7.
    It grows in proportion to the channel's weights.
    """
    if steps is not None and bool((steps > 0).all()):
        return steps
    fitting = _fitting_scale(weight.detach().flatten(1), weights)
    return fitting if steps is None else torch.where(steps > 0, steps, fitting)


def _fitting_scale(rows: Tensor, weights: WeightFormat) -> Tensor:
    if weights.prefix:
        return (STEP * rows.square().mean(1).sqrt()).clamp_min(SMALLEST_SCALE)
    largest = weights.largest
    whole = rows.abs().amax(1, keepdim=True) / largest
    scales = [(clip * whole).clamp_min(SMALLEST_SCALE) for clip in CLIPS]
    errors = [(torch.round(rows / s).clamp_(-largest, largest).mul_(s) - rows).square_().sum(1, keepdim=True) for s in scales]
    return torch.cat(scales, 1).gather(1, torch.cat(errors, 1).argmin(1, keepdim=True)).flatten()

"""Random changes of a training batch, vectorized over its samples and seeded by a generator.

B C H W: samples, channels, height, width. Nothing here is ever applied to validation or test samples.
"""

from __future__ import annotations

import math
from enum import Enum

import numpy as np
import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from dnas.augmentation import Augment
from dnas.genotype import Shape

GRAY = (0.299, 0.587, 0.114)
"""Luma of red, green and blue (ITU-R BT.601), as PIL's mode L has it."""


class Border(Enum):
    """What lies beyond the edge of a sample that is moved."""

    ZEROS = "zeros"
    """Background 0: drawings on black."""
    REFLECT = "reflection"
    """The picture mirrored: photographs."""
    EDGE = "border"
    """The last row or column again: features."""


def augment_batch(
    x_BCHW: Tensor, augment: Augment, generator: Generator, value_range: tuple[float, float], border: Border
) -> Tensor:
    """A changed batch of the same shape, within `value_range`; the given one is left as it is.

    Args:
        x_BCHW: float32.
        augment: strengths.
        generator: the only source of randomness.
        value_range: smallest and largest value of an int8 input; results are clamped to it.
        border: what moves in from beyond the edge.
    """
    draw = _Draw(len(x_BCHW), generator)
    if augment.rotate_deg or augment.scale_jitter or 0 < augment.crop_min_area < 1:
        x_BCHW = _warp(x_BCHW, augment, draw, border)
    if augment.shift_px or augment.time_shift or augment.flip:
        x_BCHW = _move(x_BCHW, augment, draw, border)
    if augment.brightness or augment.contrast:
        x_BCHW = _relight(x_BCHW, augment, draw, value_range)
    if augment.noise:
        spread = augment.noise * x_BCHW.std(dim=(0, 2), keepdim=True, correction=0)
        x_BCHW = x_BCHW + spread * torch.randn(x_BCHW.shape, generator=generator)
    if augment.cutout_px:
        x_BCHW = _cut_out(x_BCHW, augment.cutout_px, draw)
    return x_BCHW.clamp(*value_range)


def mix(x_BCHW: Tensor, labels_B: Tensor, classes: int, strength: float, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Each sample mixed with another one of the batch, and its label alike (mixup, Zhang et al. 2018, arXiv 1710.09412).

    x' = lam x_i + (1 - lam) x_j,  y' = lam e_i + (1 - lam) e_j,  lam ~ Beta(strength, strength), one lam a batch; j runs
    through a permutation of the batch.

    Args:
        x_BCHW: float32.
        labels_B: classes, int64.
        classes: K, how many there are.
        strength: of both parameters of the distribution; above 0.
        rng: the only source of randomness.

    Returns:
        The mixed samples, and the share (B, K) of each class in them, float32.
    """
    lam, partner = rng.beta(strength, strength), torch.from_numpy(rng.permutation(len(labels_B)))
    shares_BK = F.one_hot(labels_B, classes).to(torch.float32)
    return lam * x_BCHW + (1 - lam) * x_BCHW[partner], lam * shares_BK + (1 - lam) * shares_BK[partner]


def brought_to(x: Tensor, shape: Shape) -> Tensor:
    """x (N, C, H, W) as (N, *shape): gray where one channel is wanted of three, then a triangle filter.

    The same as PIL's mode L and bilinear filter up to their rounding to whole pixels.
    """
    channels, *size = shape
    if x.shape[1] != channels:
        x = (x * x.new_tensor(GRAY).view(1, -1, 1, 1)).sum(1, keepdim=True)
    if list(x.shape[2:]) != size:
        x = F.interpolate(x, size, mode="bilinear", antialias=True)
    return x


class _Draw:
    """One random number per sample."""

    def __init__(self, batch: int, generator: Generator) -> None:
        self.batch, self.generator = batch, generator

    def uniform(self, low: float, high: float, channels: int = 1) -> Tensor:
        """(B, channels) in [low, high)."""
        return low + (high - low) * torch.rand((self.batch, channels), generator=self.generator)

    def whole(self, low: int, high: int) -> Tensor:
        """(B, 1) in low, ..., high."""
        return torch.randint(low, high + 1, (self.batch, 1), generator=self.generator)


def _warp(x_BCHW: Tensor, augment: Augment, draw: _Draw, border: Border) -> Tensor:
    """Rotation, zoom and random window as one bilinear resampling.

    An output point p in [-1, 1]^2 shows the input point R(angle) diag(window) p / zoom + center.
    """
    _, _, height, width = x_BCHW.shape
    angle = draw.uniform(-augment.rotate_deg, augment.rotate_deg)[:, 0] * (math.pi / 180)
    zoom = draw.uniform(1 - augment.scale_jitter, 1 + augment.scale_jitter)[:, 0]
    window_x = window_y = torch.ones(len(x_BCHW))
    if 0 < augment.crop_min_area < 1:
        area = draw.uniform(augment.crop_min_area, 1)[:, 0]
        ratio = torch.exp(draw.uniform(-math.log(4 / 3), math.log(4 / 3))[:, 0])
        window_x, window_y = (area * ratio).sqrt().clamp(max=1), (area / ratio).sqrt().clamp(max=1)
    center_x = draw.uniform(-1, 1)[:, 0] * (1 - window_x)
    center_y = draw.uniform(-1, 1)[:, 0] * (1 - window_y)
    cos, sin = torch.cos(angle) / zoom, torch.sin(angle) / zoom
    row_x = torch.stack([cos * window_x, -sin * window_y * (height / width), center_x], 1)
    row_y = torch.stack([sin * window_x * (width / height), cos * window_y, center_y], 1)
    grid = F.affine_grid(torch.stack([row_x, row_y], 1), list(x_BCHW.shape), align_corners=False)
    return F.grid_sample(x_BCHW, grid, mode="bilinear", padding_mode=border.value, align_corners=False)


def _move(x_BCHW: Tensor, augment: Augment, draw: _Draw, border: Border) -> Tensor:
    """Shift by whole pixels and mirror, as one gather."""
    channels, height, width = x_BCHW.shape[1:]
    down = draw.whole(-augment.shift_px, augment.shift_px) + draw.whole(-augment.time_shift, augment.time_shift)
    rows = torch.arange(height) - down
    columns = torch.arange(width).expand(len(x_BCHW), width)
    if augment.flip:
        columns = torch.where(draw.uniform(0, 1) < 0.5, width - 1 - columns, columns)
    columns = columns - draw.whole(-augment.shift_px, augment.shift_px)
    inside = _inside(rows, height)[:, :, None] & _inside(columns, width)[:, None, :]
    rows, columns = _fold(rows, height, border), _fold(columns, width, border)
    pixels = (rows[:, :, None] * width + columns[:, None, :]).flatten(1)
    x_BPC = x_BCHW.permute(0, 2, 3, 1).flatten(1, 2)  # the order in which networks take them
    moved = x_BPC.gather(1, pixels[:, :, None].expand(-1, -1, channels)).view(-1, height, width, channels).permute(0, 3, 1, 2)
    return moved * inside[:, None] if border is Border.ZEROS else moved


def _inside(index: Tensor, size: int) -> Tensor:
    return (index >= 0) & (index < size)


def _fold(index: Tensor, size: int, border: Border) -> Tensor:
    """Brings indices into [0, size): mirrored about the edge pixel, or the nearest one."""
    if border is Border.REFLECT:
        index = (size - 1) - ((size - 1) - index.abs()).abs()
    return index.clamp(0, size - 1)


def _relight(x_BCHW: Tensor, augment: Augment, draw: _Draw, value_range: tuple[float, float]) -> Tensor:
    """gain (x - mean) + mean + bias, with one gain per sample and one bias per sample and channel."""
    channels = x_BCHW.shape[1]
    unit = value_range[1] - value_range[0]
    gain = draw.uniform(1 - augment.contrast, 1 + augment.contrast)[:, :, None, None]
    bias = draw.uniform(-augment.brightness, augment.brightness)
    if channels == 3:
        bias = bias + draw.uniform(-augment.brightness / 2, augment.brightness / 2, channels)
    mean = x_BCHW.mean(dim=(1, 2, 3), keepdim=True)
    return x_BCHW * gain + (mean * (1 - gain) + unit * bias[:, :, None, None])


def _cut_out(x_BCHW: Tensor, side: int, draw: _Draw) -> Tensor:
    """A square of `side` pixels around a random pixel, cut off at the edges, takes the sample's mean."""
    _, _, height, width = x_BCHW.shape
    top = draw.whole(0, height - 1) - side // 2
    left = draw.whole(0, width - 1) - side // 2
    rows = _inside(torch.arange(height) - top, side)
    columns = _inside(torch.arange(width) - left, side)
    square = (rows[:, :, None] & columns[:, None, :])[:, None]
    return torch.where(square, x_BCHW.mean(dim=(1, 2, 3), keepdim=True), x_BCHW)

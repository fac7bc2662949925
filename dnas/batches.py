"""What a run's networks see of its data: the shapes that an input may have, and the batches that weights learn from."""

from __future__ import annotations

import math

from dnas.data import BatchLoader, Dataset
from dnas.errors import RequestError
from dnas.genotype import Shape
from dnas.inputs import MAX_RESOLUTION, options_of
from dnas.schema import RunConfig


def shapes_of(config: RunConfig, data: Dataset) -> list[Shape]:
    """The input shapes to choose from; `data` has the largest.

    Raises:
        RequestError: gray is to be had of what is no color image.
    """
    resolutions, colors = options_of(config.data.resolution, config.data.color)
    channels, *size = data.input_shape
    if "gray" in colors and channels not in (1, 3):
        raise RequestError(
            f"data.color={config.data.color}, but {data.name} has {channels} channels; only images of three can be made gray, "
            "leave data.color at null"
        )
    found = [
        (1 if color == "gray" else channels, *((r, r) if r is not None else size)) for r in resolutions for color in colors
    ]
    return list(dict.fromkeys(found))


def finer_shape(config: RunConfig, data: Dataset, shape: Shape) -> Shape:
    """Shape in which training images are read that augmentation cuts windows from and a network then sees in `shape`.

    Of a picture that was made smaller the smallest square window has as many pixels a side as the network's input, where so
    many are stored: side' = min(ceil(side / sqrt(crop_min_area)), max(side, stored side), MAX_RESOLUTION).
    """
    area, (channels, side, _) = config.data.augment.crop_min_area, shape
    if config.data.resolution is None or not 0 < area < 1:
        return shape
    finer = min(math.ceil(side / math.sqrt(area)), max(side, *data.source_shape[:2]), MAX_RESOLUTION)
    return channels, finer, finer


def training_batches(config: RunConfig, data: Dataset, shape: Shape, seed_offset: int) -> BatchLoader:
    """Shuffled, augmented batches of the training part, brought to `shape`."""
    c, seed = config.data, config.seed + seed_offset
    return BatchLoader(data, data.train, c.batch_size, True, seed, c.augment, drop_last=True, shape=shape)

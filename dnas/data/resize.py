"""Resizing, one function for every part: PIL's bilinear filter (which averages when it shrinks), recorded in the summary."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from dnas.data.cache import cached_rows, file_identity
from dnas.data.part import FileRows, Images, Rows
from dnas.errors import RequestError

MIN_RESOLUTION, MAX_RESOLUTION = 4, 1024


def check_resolution(resolution: int | None) -> None:
    """Refuses what is neither null nor a sensible number of pixels."""
    if resolution is None:
        return
    whole = isinstance(resolution, int) and not isinstance(resolution, bool)
    if not whole or not MIN_RESOLUTION <= resolution <= MAX_RESOLUTION:
        raise RequestError(
            f"data.resolution={resolution!r}; allowed are whole numbers from {MIN_RESOLUTION} to {MAX_RESOLUTION}, or null"
        )


def resize_image(image_HWC: NDArray[np.uint8], resolution: int) -> NDArray[np.uint8]:
    """`image` (H, W, C) squeezed to (resolution, resolution, C); the aspect ratio is not kept."""
    from PIL import Image

    size = (resolution, resolution)
    if image_HWC.shape[2] == 3:
        return np.asarray(Image.fromarray(image_HWC).resize(size, Image.Resampling.BILINEAR))
    channels = [Image.fromarray(np.ascontiguousarray(channel)) for channel in np.moveaxis(image_HWC, 2, 0)]
    return np.stack([np.asarray(channel.resize(size, Image.Resampling.BILINEAR)) for channel in channels], axis=2)


def resized_rows(rows: FileRows, resolution: int) -> FileRows:
    """The images of a file at another resolution, through a file in the cache; `rows` itself if nothing changes."""
    if rows.dtype != np.uint8:
        raise RequestError(f"{rows.path} holds int8 features, which cannot be resized; leave data.resolution at null")
    n, h, w, c = rows.shape
    if (h, w) == (resolution, resolution):
        return rows
    import PIL

    identity = ("PIL bilinear", PIL.__version__, resolution, rows.shape, file_identity(rows.path))
    return cached_rows("resized", identity, lambda: ((n, resolution, resolution, c), _resize_each(rows, resolution)))


def _resize_each(rows: Rows, resolution: int) -> Iterator[NDArray[np.uint8]]:
    buffer: Images = np.empty((1, *rows.shape[1:]), np.uint8)
    for index in range(rows.shape[0]):
        rows.read_into(np.array([index]), buffer)
        yield resize_image(buffer[0].view(np.uint8), resolution)

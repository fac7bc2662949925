"""Resizing and gray, one function for every part: PIL's mode L and its bilinear filter (which averages when it shrinks).

What was done is recorded in the summary.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from dnas.data.cache import cached_rows, file_identity
from dnas.data.part import FileRows, Images, Rows
from dnas.errors import RequestError

GRAY, BILINEAR = "PIL gray (mode L)", "PIL bilinear"


def described(resized: bool, grayed: bool) -> str | None:
    """How images were changed, in the words of the summary; None: not at all."""
    return ", ".join(([GRAY] if grayed else []) + ([BILINEAR] if resized else [])) or None


def resize_image(image_HWC: NDArray[np.uint8], resolution: int | None, gray: bool = False) -> NDArray[np.uint8]:
    """`image` (H, W, C) squeezed to (resolution, resolution, C), its aspect ratio not kept; made gray before that (C = 1)."""
    from PIL import Image

    if gray and image_HWC.shape[2] == 3:
        image_HWC = np.asarray(Image.fromarray(image_HWC).convert("L"))[:, :, np.newaxis]
    if resolution is None:
        return image_HWC
    size = (resolution, resolution)
    if image_HWC.shape[2] == 3:
        return np.asarray(Image.fromarray(image_HWC).resize(size, Image.Resampling.BILINEAR))
    channels = [Image.fromarray(np.ascontiguousarray(channel)) for channel in np.moveaxis(image_HWC, 2, 0)]
    return np.stack([np.asarray(channel.resize(size, Image.Resampling.BILINEAR)) for channel in channels], axis=2)


def changed_rows(rows: FileRows, resolution: int | None, gray: bool) -> FileRows:
    """The images of a file at another resolution or in gray, through a file in the cache; `rows` itself if nothing changes."""
    n, h, w, c = rows.shape
    if resolution is not None and rows.dtype != np.uint8:
        raise RequestError(f"{rows.path} holds int8 features, which cannot be resized; leave data.resolution at null")
    if gray and (rows.dtype != np.uint8 or c not in (1, 3)):
        raise RequestError(f"{rows.path} holds no color images that could be made gray; leave data.color at null")
    if resolution is not None:
        h = w = resolution
    shape = (n, h, w, 1 if gray else c)
    if shape == rows.shape:
        return rows
    import PIL

    what = described(shape[1:3] != rows.shape[1:3], shape[3] != c)
    identity = (what, PIL.__version__, resolution, rows.shape, file_identity(rows.path))
    return cached_rows("resized", identity, lambda: (shape, _change_each(rows, resolution, gray)))


def _change_each(rows: Rows, resolution: int | None, gray: bool) -> Iterator[NDArray[np.uint8]]:
    buffer: Images = np.empty((1, *rows.shape[1:]), np.uint8)
    for index in range(rows.shape[0]):
        rows.read_into(np.array([index]), buffer)
        yield resize_image(buffer[0].view(np.uint8), resolution, gray)

"""Class-per-folder pictures: `root`/train/<class>/*, `root`/test/<class>/*, or only `root`/<class>/*.

Each picture is decoded once, to a uint8 file in the cache that is read like any other.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dnas.data.cache import cached_rows, file_identity
from dnas.data.dataset import IMAGE_SCALE, IMAGE_ZERO_POINT
from dnas.data.part import Part
from dnas.data.resize import described
from dnas.data.source import Source, checked_class_names
from dnas.data.split import stratified_split
from dnas.errors import RequestError

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP", "PPM", "TIFF")
"""No others are tried: some of PIL's decoders start other programs."""
SUFFIXES = frozenset((".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".ppm", ".pgm", ".tif", ".tiff"))
GRAY_MODES = frozenset(("1", "L", "LA"))
COLOR_MODES = frozenset(("P", "PA", "RGB", "RGBA", "RGBX", "CMYK", "YCbCr", "LAB", "HSV"))
EXIF_ORIENTATION = 0x0112
MAX_PIXELS = 50_000_000  # one decoded picture is the reader's memory: 150 MB
TEST_FRACTION, TEST_SEED = 0.2, 2020  # of folders without a test part: the same for every run

Samples = list[tuple[Path, int]]


def load_image_folder(root: Path, resolution: int | None, gray: bool = False) -> Source:
    """The pictures under `root`; a fixed stratified fifth is the test part if `root` has no train and test folders."""
    if not root.is_dir():
        raise RequestError(f"data=image_folder: there is no folder {root}; it would hold one folder of pictures per class")
    split = [_subfolders(root / part) for part in ("train", "test")]
    if split[0] and split[1]:
        names = tuple(folder.name for folder in split[0])
        strange = sorted({folder.name for folder in split[1]} - set(names))
        if strange:
            raise RequestError(f"{root / 'test'} has the class {strange[0]!r}, {root / 'train'} has only: {', '.join(names)}")
        train_samples = _list_samples(split[0], names)
        samples = train_samples + _list_samples(split[1], names)
        labels = np.array([label for _, label in samples], dtype=np.int64)
        train, test = np.split(np.arange(len(samples)), [len(train_samples)])
    else:
        if split[0] or split[1]:
            raise RequestError(f"{root} has only one of the folders train and test with classes in it; give both or neither")
        folders = _subfolders(root)
        names = tuple(folder.name for folder in folders)
        if not names:
            raise RequestError(f"{root} has no folders in it; data=image_folder takes one folder of pictures per class")
        samples = _list_samples(folders, names)
        labels = np.array([label for _, label in samples], dtype=np.int64)
        train, test = stratified_split(labels, TEST_FRACTION, TEST_SEED)
        if len(test) == 0:
            raise RequestError(f"{root}: no class has two pictures, so no test part can be split off; add pictures")
    checked_class_names(names, labels[train], labels[test], root)
    identity = ("image_folder", resolution, gray, *(file_identity(path) for path, _ in samples))
    rows = cached_rows("image_folder", identity, lambda: _decode_all([path for path, _ in samples], resolution, gray))
    everything = Part(labels, rows)
    with _open(samples[0][0]) as first:
        channels = rows.shape[3] if not gray or first.mode in GRAY_MODES else 3
        source_shape = (*_upright_size(first, samples[0][0]), channels)
    return Source(
        class_names=names,
        source_shape=source_shape,
        resize=described(resolution is not None, channels != rows.shape[3]),
        kind="image",
        scale=IMAGE_SCALE,
        zero_point=IMAGE_ZERO_POINT,
        train=everything.subset(train),
        test=everything.subset(test),
    )


def _subfolders(folder: Path) -> list[Path]:
    """Folders in `folder`, by name, hidden ones left out; empty if there is no such folder."""
    try:
        return sorted(entry for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith("."))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise RequestError(f"cannot read the folder {folder}: {error.strerror}") from error


def _list_samples(folders: list[Path], names: tuple[str, ...]) -> Samples:
    """(picture, label) of every file with a picture's suffix in the class folders, deeper folders included, in fixed order."""
    samples: Samples = []
    for folder in folders:
        before = len(samples)
        for place, inner, files in os.walk(folder):
            inner.sort()
            for file in sorted(files):
                if Path(file).suffix.lower() in SUFFIXES and not file.startswith("."):
                    samples.append((Path(place) / file, names.index(folder.name)))
        if len(samples) == before:
            raise RequestError(f"the class folder {folder} has no pictures; read are: {', '.join(sorted(SUFFIXES))}")
    return samples


def _open(path: Path) -> Picture:
    """The picture's header, checked; nothing is decoded yet."""
    from PIL import Image

    try:
        picture = Image.open(path, formats=FORMATS)
    except Exception as error:  # PIL's decoders raise OSError, SyntaxError, struct.error, ... on broken files
        raise RequestError(f"cannot read the picture {path}: {str(error)[:200]}") from error
    if picture.width * picture.height > MAX_PIXELS:
        raise RequestError(f"{path} is {picture.width} x {picture.height}; allowed are {MAX_PIXELS:,} pixels in all, shrink it")
    if picture.mode not in GRAY_MODES | COLOR_MODES:
        raise RequestError(f"{path} has pixels of type {picture.mode!r}; allowed are 8-bit gray and color, convert it")
    return picture


def _upright_size(picture: Picture, path: Path) -> tuple[int, int]:
    """(H, W) after the camera's orientation is applied."""
    try:
        sideways = picture.getexif().get(EXIF_ORIENTATION, 1) in (5, 6, 7, 8)
    except Exception as error:  # as in _open: a broken file may raise almost anything
        raise RequestError(f"cannot read the picture {path} (its orientation): {str(error)[:200]}") from error
    return (picture.width, picture.height) if sideways else (picture.height, picture.width)


def _decode_all(
    paths: list[Path], resolution: int | None, gray: bool
) -> tuple[tuple[int, int, int, int], Iterator[NDArray[np.uint8]]]:
    """Shape (N, H, W, C) of all pictures, C = 1 if every one is gray or to be, else 3; and their pixels, one at a time."""
    first, channels = (0, 0), 1
    for index, path in enumerate(paths):
        with _open(path) as picture:
            size = _upright_size(picture, path)
            if index == 0:
                first = size
            if resolution is None and size != first:
                raise RequestError(
                    f"pictures differ in size: {paths[0]} is {first[1]} x {first[0]}, {path} is {size[1]} x {size[0]}; "
                    "set data.resolution, for example data.resolution=64"
                )
            if picture.mode not in GRAY_MODES and not gray:
                channels = 3
    height, width = first if resolution is None else (resolution, resolution)
    shape = (height, width, channels)
    return (len(paths), *shape), (_decode(path, shape, resolution is not None) for path in paths)


def _decode(path: Path, shape: tuple[int, int, int], resize: bool) -> NDArray[np.uint8]:
    """Pixels (H, W, C) of one picture, upright, resized as every other source is."""
    from PIL import Image, ImageOps

    height, width, channels = shape
    with _open(path) as picture:
        try:
            upright = ImageOps.exif_transpose(picture).convert("L" if channels == 1 else "RGB")
            if resize and upright.size != (width, height):
                upright = upright.resize((width, height), Image.Resampling.BILINEAR)
        except Exception as error:  # as in _open
            raise RequestError(f"cannot decode the picture {path}: {str(error)[:200]}") from error
        if upright.size != (width, height):
            raise RequestError(f"{path} is {upright.width} x {upright.height} when decoded, its header says otherwise")
        return np.asarray(upright).reshape(shape)

"""Class-per-folder pictures: `root`/train/<class>/*, `root`/test/<class>/*, or only `root`/<class>/*.

Beside train and test there may be a third folder like them, val (or valid, validation): the validation part.
Each picture is decoded once, to a uint8 file in the cache that is read like any other.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dnas.data.cache import cached_rows, file_identity
from dnas.data.part import Part
from dnas.data.pictures import GRAY_MODES, SUFFIXES, decode, open_picture, upright_size
from dnas.data.resize import described
from dnas.data.source import Source, checked_class_names, image_source
from dnas.data.split import stratified_split
from dnas.errors import RequestError

TEST_FRACTION, TEST_SEED = 0.2, 2020  # of folders without a test part: the same for every run

VALIDATION = ("val", "valid", "validation")

Samples = list[tuple[str, int]]


def load_image_folder(root: Path, resolution: int | None, gray: bool = False) -> Source:
    """The pictures under `root`; a fixed stratified fifth is the test part if `root` has no train and test folders.

    Beside these two, val is the validation part if it is there; else one is split off the training part.
    """
    import PIL

    if not root.is_dir():
        raise RequestError(f"data=image_folder: there is no folder {root}; it would hold one folder of pictures per class")
    split = [_subfolders(root / part) for part in ("train", "test")]
    if split[0] and split[1]:
        names = tuple(folder.name for folder in split[0])
        val_folders = _validation_folders(root)
        for folder in (*split[1], *val_folders):
            if folder.name not in names:
                raise RequestError(
                    f"{folder.parent} has the class {folder.name!r}, {root / 'train'} has only: {', '.join(names)}"
                )
        parts = [_list_samples(folders, names) for folders in (split[0], val_folders, split[1])]
        samples = [sample for part in parts for sample in part]
        labels = np.array([label for _, label in samples], dtype=np.int64)
        train, val, test = np.split(np.arange(len(samples)), [len(parts[0]), len(parts[0]) + len(parts[1])])
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
        val = test[:0]
        if len(test) == 0:
            raise RequestError(f"{root}: no class has two pictures, so no test part can be split off; add pictures")
    checked_class_names(names, labels[train], labels[test], root)
    identity = chain(("image_folder", PIL.__version__, resolution, gray), (file_identity(path) for path, _ in samples))
    rows = cached_rows("image_folder", identity, lambda: _decode_all([path for path, _ in samples], resolution, gray))
    everything = Part(labels, rows)
    with open_picture(samples[0][0]) as first:
        channels = rows.shape[3] if not gray or first.mode in GRAY_MODES else 3
        source_shape = (*upright_size(first, samples[0][0]), channels)
    return image_source(
        names,
        source_shape,
        described(resolution is not None, channels != rows.shape[3]),
        everything.subset(train),
        everything.subset(test),
        everything.subset(val) if len(val) else None,
    )


def _validation_folders(root: Path) -> list[Path]:
    """The class folders of the validation part; empty if `root` has none."""
    found: list[Path] = []
    for part in (root / name for name in VALIDATION):
        folders = _subfolders(part)
        if part.is_dir() and not folders:
            raise RequestError(f"{part} has no folders in it; it would hold one per class, as {root / 'train'}, or be removed")
        found += folders
    return found


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
                    samples.append((os.path.join(place, file), names.index(folder.name)))
        if len(samples) == before:
            raise RequestError(f"the class folder {folder} has no pictures; read are: {', '.join(sorted(SUFFIXES))}")
    return samples


def _decode_all(
    paths: list[str], resolution: int | None, gray: bool
) -> tuple[tuple[int, int, int, int], Iterator[NDArray[np.uint8]]]:
    """Shape (N, H, W, C) of all pictures, C = 1 if every one is gray or to be, else 3; and their pixels, one at a time."""
    first, channels = (0, 0), 1
    for index, path in enumerate(paths):
        with open_picture(path) as picture:
            size = upright_size(picture, path)
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
    return (len(paths), *shape), (decode(path, shape, resolution is not None) for path in paths)

"""Class-per-folder pictures: `root`/train/<class>/*, `root`/test/<class>/*, or only `root`/<class>/*.

Beside train and test (or Train, training, ...) there may be a third folder like them, val: the validation part.
Each picture is decoded once, to a uint8 file in the cache that is read like any other.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dnas.data.cache import cached_rows, file_identities
from dnas.data.part import Part
from dnas.data.pictures import GRAY_MODES, SUFFIXES, decode, open_picture, upright_size
from dnas.data.resize import described
from dnas.data.source import Source, checked_class_names, image_source
from dnas.data.split import stratified_split
from dnas.errors import RequestError

TEST_FRACTION, TEST_SEED = 0.2, 2020  # of folders without a test part: the same for every run

TRAIN, TEST, VALIDATION = ("train", "training"), ("test", "testing"), ("val", "valid", "validation")
"""What the folders of the parts may be called, in small letters or large."""

Samples = list[tuple[str, int]]


def load_image_folder(root: Path, resolution: int | None, gray: bool = False) -> Source:
    """The pictures under `root`; a fixed stratified fifth is the test part if `root` has no train and test folders.

    Beside these two, val is the validation part if it is there; else one is split off the training part.
    """
    import PIL

    if not root.is_dir():
        raise RequestError(f"data=image_folder: there is no folder {root}; it would hold one folder of pictures per class")
    split = [_class_folders(root, part) for part in (TRAIN, TEST)]
    if split[0] and split[1]:
        names = tuple(folder.name for folder in split[0])
        val_folders = _class_folders(root, VALIDATION, like=split[0][0].parent)
        for folder in (*split[1], *val_folders):
            if folder.name not in names:
                raise RequestError(
                    f"{folder.parent} has the class {folder.name!r}, {split[0][0].parent} has only: {', '.join(names)}"
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
    identity = chain(("image_folder", PIL.__version__, resolution, gray), file_identities(path for path, _ in samples))
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


def _class_folders(root: Path, part: tuple[str, ...], like: Path | None = None) -> list[Path]:
    """The class folders of a part; empty if `root` has none, refused if it has an empty one where another part, `like`, is."""
    folders = [folder for folder in _subfolders(root) if folder.name.lower() in part]
    found = [_subfolders(folder) for folder in folders]
    if sum(map(bool, found)) > 1:
        raise RequestError(
            f"{root} has {' and '.join(folder.name for folder in folders)}; one part is one folder, put them together"
        )
    if like is not None and not all(found):
        empty = folders[found.index([])]
        raise RequestError(f"{empty} has no folders in it; it would hold one per class, as {like}, or be removed")
    return [folder for each in found for folder in each]


def _subfolders(folder: Path) -> list[Path]:
    """Folders in `folder`, by name, without hidden ones and what archives of macOS add; empty if there is no such folder."""
    try:
        return sorted(entry for entry in folder.iterdir() if entry.is_dir() and not _hidden(entry.name))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise RequestError(f"cannot read the folder {folder}: {error.strerror}") from error


def _hidden(name: str) -> bool:
    return name.startswith(".") or name == "__MACOSX"


def _list_samples(folders: list[Path], names: tuple[str, ...]) -> Samples:
    """(picture, label) of every file with a picture's suffix in the class folders, deeper folders included, in fixed order.

    Links to folders are followed, each folder is read once.
    """
    samples: Samples = []
    for folder in folders:
        before, seen = len(samples), set[str]()
        for place, inner, files in os.walk(folder, followlinks=True):
            if (real := os.path.realpath(place)) in seen:
                inner.clear()
                continue
            seen.add(real)
            inner[:] = sorted(name for name in inner if not _hidden(name))
            for file in sorted(files):
                if Path(file).suffix.lower() in SUFFIXES and not _hidden(file):
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

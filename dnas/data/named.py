"""Known data sets, as folders of NumPy files or as their publishers distribute them: a wrong folder is noticed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from dnas.data import cifar, coco, idx, speech_commands, tiny_imagenet
from dnas.data.audio import MFCC_SCALE, MFCC_ZERO_POINT
from dnas.data.files import absence
from dnas.data.npy_folder import load_npy_folder
from dnas.data.part import Part
from dnas.data.source import Source
from dnas.errors import RequestError


@dataclass(frozen=True)
class Published:
    """How a set is distributed: its files in words, and what reads them (root, resolution, gray) or says None: not there."""

    files: str
    load: Callable[[Path, int | None, bool], Source | None]


@dataclass(frozen=True)
class Known:
    """Expected (H, W, C), number of classes, their names where the folder may lack them, and where the data come from."""

    shape: tuple[int, int, int]
    classes: int
    origin: str
    class_names: tuple[str, ...] | None = None
    quantization: tuple[float, int] | None = None
    published: Published | None = None


KNOWN: dict[str, Known] = {
    "cifar10": Known(
        (32, 32, 3),
        10,
        "https://www.cs.toronto.edu/~kriz/cifar.html",
        ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"),
        published=Published(cifar.FILES, cifar.load_cifar10),
    ),
    "mnist": Known(
        (28, 28, 1),
        10,
        "https://yann.lecun.org/exdb/mnist/",
        idx.DIGITS,
        published=Published(idx.FILES, idx.load_mnist),
    ),
    "fashion_mnist": Known(
        (28, 28, 1),
        10,
        "https://github.com/zalandoresearch/fashion-mnist",
        idx.CLOTHES,
        published=Published(idx.FILES, idx.load_fashion_mnist),
    ),
    "vww96": Known(
        (96, 96, 3),
        2,
        "https://github.com/mlcommons/tiny (visual wake words, labels 0 no_person, 1 person)",
        ("no_person", "person"),
    ),
    "vww": Known(
        (96, 96, 3),
        2,
        "https://cocodataset.org (2017 pictures and annotations)",
        coco.CLASSES,
        published=Published(coco.FILES, coco.load_vww),
    ),
    "speech_commands12": Known(
        (49, 10, 1),
        12,
        "https://github.com/mlcommons/tiny (keyword spotting, MFCC features as int8)",
        speech_commands.CLASS_NAMES,
        (MFCC_SCALE, MFCC_ZERO_POINT),
    ),
    "speech_commands": Known(
        (49, 10, 1),
        12,
        "http://download.tensorflow.org/data/speech_commands_v0.02.tar.gz",
        speech_commands.CLASS_NAMES,
        (MFCC_SCALE, MFCC_ZERO_POINT),
        Published(speech_commands.FILES, speech_commands.load_speech_commands),
    ),
    "tinyimagenet25": Known((64, 64, 3), 25, "http://cs231n.stanford.edu/tiny-imagenet-200.zip (25 of its classes)"),
    "tiny_imagenet": Known(
        (64, 64, 3),
        200,
        "http://cs231n.stanford.edu/tiny-imagenet-200.zip",
        published=Published(tiny_imagenet.FILES, tiny_imagenet.load_tiny_imagenet),
    ),
}


@dataclass(frozen=True)
class Grouped:
    """A known set whose classes are put together to fewer ones."""

    of: str
    """Name of that set."""
    groups: tuple[int, ...]
    """New class of each of its classes."""
    class_names: tuple[str, ...]


GROUPED: dict[str, Grouped] = {
    # classes 0 to 4 against 5 to 9: the definition of SpArSe (arXiv 1905.12107) and of the code of uNAS
    "cifar10_binary": Grouped("cifar10", (0, 0, 0, 0, 0, 1, 1, 1, 1, 1), ("airplane_to_deer", "dog_to_truck")),
}


def load_grouped(name: str, root: Path, resolution: int | None, gray: bool) -> Source:
    """Data set `name` of `GROUPED`; `root` holds the set that it is made of."""
    grouped = GROUPED[name]
    source, groups = load_named(grouped.of, root, resolution, gray), np.array(grouped.groups, dtype=np.int64)
    train, test = (Part(groups[part.labels], part.rows, part.indices) for part in (source.train, source.test))
    return replace(source, class_names=grouped.class_names, train=train, test=test)


def load_named(name: str, root: Path, resolution: int | None, gray: bool) -> Source:
    """Data set `name` in `root`, or in `root`/`name` where `root` holds several."""
    known = KNOWN[name]
    folder = root / name if (root / name).is_dir() and not (root / "x_train.npy").exists() else root
    if (folder / "x_train.npy").exists():
        return _load_arrays(name, known, folder, resolution, gray)
    source = known.published.load(folder, resolution, gray) if known.published else None
    if source is None:
        published = f"{known.published.files}; or " if known.published else ""
        raise RequestError(
            f"data={name}: {absence(folder, name)}. It would hold {published}x_train.npy and x_test.npy, uint8 or int8 images "
            f"of (H, W, C) = {known.shape}, and y_train.npy and y_test.npy, labels 0 to {known.classes - 1}. "
            f"The data are from {known.origin}; data.root=DIR names another folder"
        )
    return source


def _load_arrays(name: str, known: Known, folder: Path, resolution: int | None, gray: bool) -> Source:
    source = load_npy_folder(folder, resolution, known.class_names, known.quantization, gray)
    if source.source_shape != known.shape or len(source.class_names) != known.classes:
        raise RequestError(
            f"{folder} is not {name}: it holds images of (H, W, C) = {source.source_shape} in {len(source.class_names)} "
            f"classes, {name} has {known.shape} in {known.classes}; data=npy takes any folder"
        )
    return source

"""MNIST and Fashion-MNIST as distributed: four idx files, plain (read in place) or gzipped (streamed to the cache).

An idx file is two zero bytes, the type of its values (8: unsigned bytes), the number of its dimensions, each dimension as a
big-endian 32-bit integer, and the values, the last dimension fastest (https://yann.lecun.org/exdb/mnist/).
"""

from __future__ import annotations

import gzip
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from dnas.data.cache import cached_rows, file_identity
from dnas.data.files import fullest, warn_if_altered
from dnas.data.npy import regular_file
from dnas.data.part import FileRows, Part
from dnas.data.resize import changed_rows, described
from dnas.data.source import Source, checked_class_names, image_source
from dnas.errors import RequestError

SIDE = 28
PARTS = ("train", "t10k")
DIGITS = tuple("0123456789")
CLOTHES = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")
FILES = (
    "train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, or the same with .gz"
)
MAX_COUNT = 1_000_000  # both sets have 60,000: what a lying header may claim of the cache

Checksums = dict[str, tuple[int, str]]
"""Size in bytes and MD5 of the published files, the sums as torchvision lists them (torchvision/datasets/mnist.py)."""

MNIST_MD5: Checksums = {
    "train-images-idx3-ubyte.gz": (9_912_422, "f68b3c2dcbeaaa9fbdd348bbdeb94873"),
    "train-labels-idx1-ubyte.gz": (28_881, "d53e105ee54ea40749a09fcbcd1e9432"),
    "t10k-images-idx3-ubyte.gz": (1_648_877, "9fb629c4189551a2d022fa330f9573f3"),
    "t10k-labels-idx1-ubyte.gz": (4_542, "ec29112dd5afa0611ce80d1b7f02629c"),
}
FASHION_MNIST_MD5: Checksums = {
    "train-images-idx3-ubyte.gz": (26_421_880, "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
    "train-labels-idx1-ubyte.gz": (29_515, "25c81989df183df01b3e8a0aad5dffbe"),
    "t10k-images-idx3-ubyte.gz": (4_422_102, "bef4ecab320f06d8554ea6380940ec79"),
    "t10k-labels-idx1-ubyte.gz": (5_148, "bb300cfdad3c16e7a12a480ee83cd310"),
}


def load_mnist(root: Path, resolution: int | None, gray: bool) -> Source | None:
    """MNIST in `root`, or None if it is not there."""
    return _load(root, "MNIST", DIGITS, MNIST_MD5, resolution, gray)


def load_fashion_mnist(root: Path, resolution: int | None, gray: bool) -> Source | None:
    """Fashion-MNIST (https://github.com/zalandoresearch/fashion-mnist) in `root`, or None if it is not there."""
    return _load(root, "FashionMNIST", CLOTHES, FASHION_MNIST_MD5, resolution, gray)


def _load(
    root: Path, torchvision: str, names: tuple[str, ...], checksums: Checksums, resolution: int | None, gray: bool
) -> Source | None:
    folders = (root, root / "raw", root / torchvision / "raw")
    kinds = (("images", 3), ("labels", 1))
    folder = fullest({f: [_find(f, f"{part}-{kind}", n) for part in PARTS for kind, n in kinds] for f in folders})
    if folder is None:
        return None
    parts = []
    for part in PARTS:
        images = _open(_find(folder, f"{part}-images", 3), (SIDE, SIDE), checksums)
        labels_path = _find(folder, f"{part}-labels", 1)
        labels = _open(labels_path, (), checksums)
        if labels.shape[0] != images.shape[0]:
            raise RequestError(f"{labels_path} holds {labels.shape[0]} labels, but there are {images.shape[0]} images")
        parts.append((_checked_labels(labels, labels_path, len(names)), changed_rows(images, resolution, gray)))
    (train_labels, train_rows), (test_labels, test_rows) = parts
    checked_class_names(names, train_labels, test_labels, folder)
    resize = described(train_rows.shape[1] != SIDE, False)
    return image_source(names, (SIDE, SIDE, 1), resize, Part(train_labels, train_rows), Part(test_labels, test_rows))


def _find(folder: Path, stem: str, dimensions: int) -> Path:
    """The file in one of its spellings; the official one if there is none."""
    spellings = [f"{stem}{mark}idx{dimensions}-ubyte{suffix}" for suffix in ("", ".gz") for mark in ("-", ".")]
    found = [folder / name for name in spellings if (folder / name).is_file()]
    filled = [path for path in found if path.stat().st_size]
    return (filled or found or [folder / spellings[0]])[0]


def _open(path: Path, item: tuple[int, ...], checksums: Checksums) -> FileRows:
    """Bytes of an idx file as rows (N, H, W, 1); `item` is the shape of one, () for labels (H = W = 1)."""
    why = "images" if item else "labels"
    size_bytes = regular_file(path, f"{why}, plain or gzipped (.gz)").stat().st_size
    height, width = item or (1, 1)
    offset = 4 * (2 + len(item))
    if path.suffix != ".gz":
        with path.open("rb") as file:
            count = _read_header(file, path, item)
        if size_bytes != offset + count * height * width:
            state = "truncated" if size_bytes < offset + count * height * width else "longer than its header says"
            raise RequestError(
                f"{path} is {state}: {count} {why} need {offset + count * height * width} bytes, not {size_bytes}"
            )
        return FileRows(path, offset, (count, height, width, 1), np.dtype(np.uint8))

    def build() -> tuple[tuple[int, int, int, int], Iterator[NDArray[np.uint8]]]:
        warn_if_altered(path, *checksums.get(path.name, (0, "")))
        with gzip.open(path) as file:
            count = _read_header(file, path, item)
        return (count, height, width, 1), _unzipped(path, offset, (count, height, width, 1))

    return cached_rows("idx", (why, file_identity(path)), build)


def _read_header(file: BinaryIO | gzip.GzipFile, path: Path, item: tuple[int, ...]) -> int:
    """Number of items, of the expected type and shape."""
    length = 4 * (2 + len(item))
    try:
        header = file.read(length)
    except (OSError, EOFError, zlib.error) as error:
        raise RequestError(f"cannot read {path}: {error}") from error
    if len(header) < length or header[:4] != bytes((0, 0, 8, 1 + len(item))):
        raise RequestError(
            f"{path} is no idx file of unsigned bytes in {1 + len(item)} dimensions: it begins with {header[:4]!r}"
        )
    count, *shape = struct.unpack(f">{1 + len(item)}I", header[4:])
    if tuple(shape) != item or not 1 <= count <= MAX_COUNT:
        expected = " x ".join(("N", *map(str, item)))
        raise RequestError(f"{path} says its shape is {(count, *shape)}; expected was {expected}, N from 1 to {MAX_COUNT:,}")
    return int(count)


def _unzipped(path: Path, offset: int, shape: tuple[int, int, int, int]) -> Iterator[NDArray[np.uint8]]:
    row_bytes = shape[1] * shape[2]
    try:
        with gzip.open(path) as file:
            file.read(offset)
            for index in range(shape[0]):
                row = file.read(row_bytes)
                if len(row) < row_bytes:
                    raise RequestError(f"{path} is truncated: it holds {index} of the {shape[0]} that its header says")
                yield np.frombuffer(row, np.uint8)
            if file.read(1):
                raise RequestError(f"{path} is longer than its header says, which are {shape[0]}")
    except (OSError, EOFError, zlib.error) as error:
        raise RequestError(f"cannot read {path}: {error}") from error


def _checked_labels(rows: FileRows, path: Path, classes: int) -> NDArray[np.int64]:
    labels = np.empty(rows.shape, np.uint8)
    rows.read_into(np.arange(rows.shape[0]), labels)
    if labels.max() >= classes:
        raise RequestError(f"{path} holds the label {labels.max()}; labels are 0 to {classes - 1}")
    return labels.reshape(-1).astype(np.int64)

"""CIFAR-10 as distributed (https://www.cs.toronto.edu/~kriz/cifar.html): as pickles, in a folder or still in their archive, or
the binary version.

A batch of 10,000 images is a pickled dict with `data`, uint8 (N, 3072), and `labels`; the binary version has 3073 bytes a
sample, the label first. In both an image is its red, green and blue plane, row by row; here the channels come last.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dnas.data.cache import cached_json, cached_rows, file_identity
from dnas.data.files import fullest, warn_if_altered
from dnas.data.npy import regular_file
from dnas.data.part import Part
from dnas.data.resize import changed_rows, described
from dnas.data.source import Source, checked_class_names, image_source
from dnas.data.unpickle import byte_array, read_pickle
from dnas.errors import RequestError

SHAPE, CLASSES = (32, 32, 3), 10
TRAIN, TEST = tuple(f"data_batch_{number}" for number in range(1, 6)), "test_batch"
PYTHON, BINARY, ARCHIVE = "cifar-10-batches-py", "cifar-10-batches-bin", "cifar-10-python.tar.gz"
FILES = f"data_batch_1 to data_batch_5, test_batch and batches.meta (or {PYTHON}/, {BINARY}/, {ARCHIVE})"
BATCH_IMAGES = 10_000
ARCHIVE_MD5 = (170_498_071, "c58f30108f718f92721af3b95e74349a")  # size in bytes, and the sum that the page gives
MAX_FILE_BYTES = 40_000_000  # a batch has 31 MB; it is read whole
MAX_ARCHIVE_BYTES = 400_000_000  # unpacked; the official one has 186 MB
BLOCK_BYTES = 512  # of a tar archive


@dataclass(frozen=True)
class _Place:
    """A folder with the batches, or the archive."""

    path: Path
    suffix: str
    """Of the batches: "" (pickles) or ".bin"."""

    @property
    def meta(self) -> str:
        """The file with the class names."""
        return "batches.meta.txt" if self.suffix else "batches.meta"

    @property
    def files(self) -> tuple[str, ...]:
        return (*(f"{batch}{self.suffix}" for batch in (*TRAIN, TEST)), self.meta)


def load_cifar10(root: Path, resolution: int | None, gray: bool) -> Source | None:
    """CIFAR-10 in `root`, or None if it is not there."""
    place = _find(root)
    if place is None:
        return None
    paths = [place.path / file for file in place.files] if place.path.is_dir() else [place.path]
    identity = [file_identity(regular_file(path, "a part of CIFAR-10")) for path in paths]
    index = cached_json("cifar10", chain(["index, batches of one size"], identity), lambda: _index(place))
    labels = np.concatenate([batch_labels for _, batch_labels in index["batches"]]).astype(np.int64)
    rows = cached_rows("cifar10", chain(["images"], identity), lambda: ((len(labels), *SHAPE), _images(place)))
    everything = Part(labels, changed_rows(rows, resolution, gray))
    samples, start = {}, 0
    for file, batch_labels in index["batches"]:  # an archive has them in an order of its own
        samples[file.removesuffix(place.suffix)] = np.arange(start, start + len(batch_labels))
        start += len(batch_labels)
    train, test = everything.subset(np.concatenate([samples[batch] for batch in TRAIN])), everything.subset(samples[TEST])
    names = checked_class_names(tuple(index["class_names"]), train.labels, test.labels, place.path)
    height, _, channels = everything.image_shape
    return image_source(names, SHAPE, described(height != SHAPE[0], channels != SHAPE[2]), train, test)


def _find(root: Path) -> _Place | None:
    folders = (_Place(root, ""), _Place(root / PYTHON, ""), _Place(root, ".bin"), _Place(root / BINARY, ".bin"))
    places = {place: [place.path / file for file in place.files] for place in folders}
    return fullest(places | {_Place(root / ARCHIVE, ""): [root / ARCHIVE]})


def _index(place: _Place) -> dict[str, object]:
    """Class names, and the labels of each batch in the order in which the place has them.

    Batches for training are of one size, and so is the test batch of the whole data set.
    """
    if not place.path.is_dir():
        warn_if_altered(place.path, *ARCHIVE_MD5)
    names: list[str] = []
    batches: list[tuple[str, list[int]]] = []
    for file, content in _contents(place):
        where = place.path / file
        if file == place.meta:
            names = _class_names(content, where)
        else:
            labels = _batch(content, where)[0]
            if labels.max() >= CLASSES or labels.min() < 0:
                raise RequestError(f"{where} holds labels from {labels.min()} to {labels.max()}; labels are 0 to {CLASSES - 1}")
            batches.append((file, labels.tolist()))
        del content  # before the next is read: two batches would be 62 MB
    sizes = {file: len(numbers) for file, numbers in batches}
    largest = max(size for file, size in sizes.items() if not file.startswith(TEST))
    for file, size in sizes.items():
        if size < largest and (largest == BATCH_IMAGES or not file.startswith(TEST)):
            raise RequestError(f"{place.path / file} holds {size} images where another batch has {largest}; download it again")
    return {"class_names": names, "batches": batches}


def _images(place: _Place) -> Iterator[NDArray[np.uint8]]:
    for file, content in _contents(place):
        if file != place.meta:
            yield from (planes.transpose(1, 2, 0).copy() for planes in _batch(content, place.path / file)[1])
        del content


def _contents(place: _Place) -> Iterator[tuple[str, bytes]]:
    """Each file of the place, once, with its bytes."""
    if not place.path.is_dir():
        yield from _members(place)
        return
    for file in place.files:
        path = place.path / file
        size_bytes = path.stat().st_size
        if size_bytes > MAX_FILE_BYTES:
            raise RequestError(f"{path} has {size_bytes:,} bytes; a part of CIFAR-10 has {MAX_FILE_BYTES:,} at most")
        yield file, path.read_bytes()


def _members(place: _Place) -> Iterator[tuple[str, bytes]]:
    """Files of the archive, in its order; whatever else it holds is passed over and nothing is written to disk.

    A tar archive is blocks of 512 bytes: a header with the name (at byte 0), the size in octal (124), the sum of the header's
    bytes (148) and the type (156), then the content, filled up with zeros; a block of zeros ends it (POSIX.1-1988, ustar).
    """
    wanted = {f"{PYTHON}/{file}".encode(): file for file in place.files}
    unpacked_bytes = 0
    try:
        with gzip.open(place.path) as archive:
            while any(header := archive.read(BLOCK_BYTES)):
                name = header[:100].rstrip(b"\0").removeprefix(b"./")
                size_bytes, checksum = _octal(header[124:136]), _octal(header[148:156])
                if checksum != sum(header[:148]) + 8 * ord(" ") + sum(header[156:]) or size_bytes < 0:
                    raise ValueError("a header is damaged")
                blocks_bytes = -(-size_bytes // BLOCK_BYTES) * BLOCK_BYTES
                unpacked_bytes += BLOCK_BYTES + blocks_bytes
                if unpacked_bytes > MAX_ARCHIVE_BYTES:
                    raise ValueError(f"it unpacks to more than {MAX_ARCHIVE_BYTES:,} bytes")
                if name in wanted and header[156:157] in (b"0", b"\0") and size_bytes <= MAX_FILE_BYTES:
                    content = archive.read(size_bytes)
                    if len(content) < size_bytes:
                        raise ValueError(f"{wanted[name]} is cut short")
                    yield wanted.pop(name), content
                    del content
                    blocks_bytes -= size_bytes
                archive.seek(blocks_bytes, 1)
            archive.seek(MAX_ARCHIVE_BYTES)  # to its end, where gzip keeps the checksum
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise RequestError(f"{place.path} is not CIFAR-10's archive: {error}") from error
    if wanted:
        raise RequestError(f"{place.path} is not CIFAR-10's archive: it lacks {', '.join(wanted.values())}")


def _octal(field: bytes) -> int:
    """A number of a header; -1: damaged."""
    digits = field.strip(b" \0")
    return -1 if not digits or digits.strip(b"01234567") else int(digits, 8)


def _class_names(content: bytes, where: Path) -> list[str]:
    try:
        if where.suffix == ".txt":
            names = content.decode("utf-8").split()
        else:
            names = [name.decode("utf-8") for name in read_pickle(content)[b"label_names"]]
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise RequestError(f"cannot read the class names in {where}: {error}") from error
    if len(set(names)) != CLASSES or len(names) != CLASSES:
        raise RequestError(f"{where} names {len(names)} classes; it would hold {CLASSES} names that differ")
    return names


def _batch(content: bytes, where: Path) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """Labels (N,) and images (N, 3, 32, 32) of one batch."""
    height, width, channels = SHAPE
    values = height * width * channels
    try:
        if where.suffix == ".bin":
            samples = np.frombuffer(content, np.uint8).reshape(-1, 1 + values)
            labels, images = samples[:, 0].astype(np.int64), samples[:, 1:]
        else:
            batch = read_pickle(content)
            images, numbers = byte_array(batch[b"data"]), batch[b"labels"]
            if not isinstance(numbers, list) or not all(type(number) is int for number in numbers):
                raise ValueError("its labels are no list of whole numbers")
            labels = np.array(numbers, dtype=np.int64)
        if len(labels) == 0 or images.shape != (len(labels), values):
            raise ValueError(f"it holds {len(labels)} labels for images of shape {images.shape}")
    except (ValueError, LookupError, TypeError) as error:
        raise RequestError(f"{where} is no batch of CIFAR-10: {error}") from error
    return labels, images.reshape(-1, channels, height, width)

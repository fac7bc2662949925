"""Rows on disk, read on demand: a training process holds the labels and one batch, never the images.

Reading is `preadv` into a reused buffer. A memory map would count every touched page as the process's own memory (VmHWM);
a read leaves them in the system's page cache, which the kernel may drop.
"""

from __future__ import annotations

import os
import weakref
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from dnas.errors import RequestError, RunError

Images = NDArray[np.uint8 | np.int8]
Indices = NDArray[np.int64]

GOES_ON = "once it is whole again, run.resume=DIR goes on"


class Rows(Protocol):
    """A sequence of images of one shape and type."""

    shape: tuple[int, int, int, int]
    """(N, H, W, C)."""
    dtype: np.dtype[np.uint8 | np.int8]

    def read_into(self, indices: Indices, out: Images) -> None:
        """Writes rows `indices` to `out`, (B, H, W, C)."""


class ArrayRows:
    """Rows of a small array in memory."""

    def __init__(self, array: Images) -> None:
        n, h, w, c = array.shape
        self.shape = (n, h, w, c)
        self.dtype = array.dtype
        self._array = array

    def read_into(self, indices: Indices, out: Images) -> None:
        out[...] = self._array[indices]


class FileRows:
    """Rows of a file: row i lies at `offset` + i H W C, one byte a value. The file is closed with the object.

    A file that cannot be opened is the request's fault. One that was whole and fails while it is read may do so hours later:
    then the run stops with its state on disk, and can go on.
    """

    def __init__(self, path: Path, offset: int, shape: tuple[int, int, int, int], dtype: np.dtype[np.uint8 | np.int8]) -> None:
        self.path, self.shape, self.dtype = path, shape, dtype
        self._offset = offset
        self._row_bytes = int(np.prod(shape[1:]))
        try:
            self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            raise RequestError(f"cannot open {path}: {error.strerror}") from error
        weakref.finalize(self, os.close, self._file)

    def read_into(self, indices: Indices, out: Images) -> None:
        if len(indices) == 0:
            return
        view = out.data.cast("B")
        breaks = np.flatnonzero(np.diff(indices) != 1) + 1  # neighbors in the file are read in one call
        starts = [0, *breaks.tolist(), len(indices)]
        for start, stop in pairwise(starts):
            row_bytes = self._row_bytes
            self._read(view[start * row_bytes : stop * row_bytes], self._offset + int(indices[start]) * row_bytes)

    def _read(self, view: memoryview, position: int) -> None:
        while len(view):
            try:
                got = os.preadv(self._file, [view], position)
            except OSError as error:
                raise RunError(f"cannot read {self.path} at byte {position}: {error.strerror}; {GOES_ON}") from error
            if got == 0:
                raise RunError(f"{self.path} ends at byte {position}: it was cut short after it was opened; {GOES_ON}")
            view, position = view[got:], position + got


class Part:
    """One part of a data set: `labels` (N,) int64 in memory, images read when asked for.

    Args:
        labels: class of each sample, 0 to K - 1.
        rows: where the images are.
        indices: row of each sample; None: sample i is row i.
    """

    def __init__(self, labels: NDArray[np.int64], rows: Rows, indices: Indices | None = None) -> None:
        self.rows = rows
        self.indices = np.arange(rows.shape[0]) if indices is None else np.asarray(indices, dtype=np.int64)
        assert len(labels) == len(self.indices), f"{len(labels)} labels, {len(self.indices)} rows"
        self.labels = np.asarray(labels, dtype=np.int64)
        self._buffer: Images = np.empty((0, *rows.shape[1:]), rows.dtype)

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """(H, W, C)."""
        return self.rows.shape[1:]

    def read(self, indices: Indices) -> Images:
        """Images (B, H, W, C) of samples `indices` (B,), each in [0, N).

        The result is a view of a buffer that the next `read` of this part overwrites: convert or copy it first. The buffer
        keeps the size of the largest batch asked for, so walk a whole part in batches.
        """
        indices = np.asarray(indices, dtype=np.int64)
        if len(indices) > len(self._buffer):
            self._buffer = np.empty((len(indices), *self.image_shape), self.rows.dtype)
        out: Images = self._buffer[: len(indices)]
        self.rows.read_into(self.indices[indices], out)
        return out

    def subset(self, indices: Indices) -> Part:
        """The part that holds samples `indices`, in that order; it shares the file."""
        indices = np.asarray(indices, dtype=np.int64)
        return Part(self.labels[indices], self.rows, self.indices[indices])

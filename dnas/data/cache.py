"""Files that are derived once and kept: decoded and resized images under `~/.cache/dnas` (or `$DNAS_CACHE`)."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from tqdm import tqdm  # type: ignore[import-untyped]

from dnas.arguments import path_of
from dnas.data.npy import open_rows
from dnas.data.part import FileRows
from dnas.errors import RequestError

RowIterator = Iterator["np.ndarray[tuple[int, ...], np.dtype[np.uint8 | np.int8]]"]
PATIENCE_S = 2.0
"""After this long a progress bar shows how far the making of a file is, if someone looks on."""


def cache_root() -> Path:
    """`$DNAS_CACHE`, or `~/.cache/dnas`."""
    return path_of(os.environ.get("DNAS_CACHE") or "~/.cache/dnas", "DNAS_CACHE")


def file_identity(path: Path | str) -> tuple[str, int, int, int]:
    """(absolute path, size in bytes, times in ns of the content's and of the entry's change): differs when it was replaced.

    The first of the times can be set, as archives do when they are unpacked; the second cannot.
    """
    return next(file_identities([path]))


def file_identities(paths: Iterable[Path | str]) -> Iterator[tuple[str, int, int, int]]:
    """`file_identity` of many files; a folder is resolved once: a hundred thousand times would take seconds at each start."""
    resolved = cache(os.path.realpath)
    for path in paths:
        folder, name = os.path.split(path)
        try:
            status = os.stat(path)
        except OSError as error:
            raise RequestError(f"cannot read {path}: {error.strerror}") from error
        yield os.path.join(resolved(folder), name), status.st_size, status.st_mtime_ns, status.st_ctime_ns


def cached_rows(
    folder: str,
    identity: Iterable[object],
    build: Callable[[], tuple[tuple[int, int, int, int], RowIterator]],
    dtype: type[np.uint8 | np.int8] = np.uint8,
) -> FileRows:
    """Rows of the cache file for `identity`; if there is none, `build` gives its shape and its rows, which are streamed to it.

    The file gets its name only when it is complete, so a run that was killed leaves nothing that another would trust.
    """
    path = _place(folder, identity, ".npy")
    if os.path.exists(path):
        try:
            return open_rows(path)
        except RequestError:
            pass  # damaged from outside: made again
    shape, rows = build()
    with _replacing(path, int(np.prod(shape))) as file:
        np.lib.format.write_array_header_1_0(file, {"descr": np.dtype(dtype).str, "fortran_order": False, "shape": shape})
        for row in tqdm(rows, f"{folder} to the cache", shape[0], leave=False, disable=None, delay=PATIENCE_S):
            assert row.dtype == dtype, f"rows of {row.dtype} for a file of {dtype}"
            _write(file, row.tobytes(), path)
    return open_rows(path)


def cached_json(folder: str, identity: Iterable[object], build: Callable[[], object]) -> Any:
    """The small plain value (lists, text, numbers) kept for `identity`; if there is none, what `build` gives is written.

    The file is a line with the SHA-256 of the JSON behind it: callers believe what it says.
    """
    path = _place(folder, identity, ".json")
    try:
        digest, data = path.read_bytes().split(b"\n", 1)
        if digest == _sha256(data):
            return json.loads(data)
    except (OSError, ValueError):
        pass  # not made yet, or damaged from outside
    data = json.dumps(build()).encode()
    with _replacing(path, len(data)) as file:
        _write(file, _sha256(data) + b"\n" + data, path)
    return json.loads(data)


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()


def _place(folder: str, identity: Iterable[object], suffix: str) -> Path:
    """Where the file for `identity` is: its items are hashed as JSON, one behind the other.

    Nothing but two numbers side by side could be read in two ways (1, 23 and 12, 3). No caller has such a pair, but for one
    that follows from the files whose identity comes behind it; numbers that vary freely belong in one tuple.
    """
    digest = hashlib.sha256()
    for item in identity:
        digest.update(json.dumps(item).encode())
    return cache_root() / folder / f"{digest.hexdigest()[:24]}{suffix}"


@contextmanager
def _replacing(path: Path, size_bytes: int) -> Iterator[BinaryIO]:
    """A temporary file beside `path` that takes its name at the end and is removed on any failure.

    A killed run leaves it behind, and the next one that writes to the folder removes it. Its writer holds a lock on it, which
    ends with the process: two runs may write the same file at once, each its own, and the last one to finish stays.
    """
    temporary: Path | None = None
    try:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _remove_abandoned(path.parent)
            free_bytes = shutil.disk_usage(path.parent).free
            if free_bytes < size_bytes:
                raise RequestError(
                    f"the image cache {path.parent} needs {size_bytes / 1e6:.0f} MB, its disk has {free_bytes / 1e6:.0f} MB "
                    "free; set DNAS_CACHE to a folder with more"
                )
            handle, temporary = _locked_temporary(path)
        except OSError as error:
            raise _cannot_write(path, error) from error
        file = os.fdopen(handle, "wb")
        try:
            yield file
            try:
                file.flush()
                os.fsync(file.fileno())
                os.replace(temporary, path)  # still locked: what is closed may be taken for abandoned
            except OSError as error:
                raise _cannot_write(path, error) from error
            temporary = None
        finally:
            with suppress(OSError):  # it tries what could not be written once more: the first error is the one to tell
                file.close()
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _locked_temporary(path: Path) -> tuple[int, Path]:
    """A new file beside `path`, open and locked."""
    while True:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.", suffix=".tmp")
        with suppress(OSError):  # a disk without locks: nobody else gets one either, and what is left stays
            fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            os.fchmod(handle, 0o644)  # mkstemp's own mode hides it from others
            return handle, Path(name)
        os.close(handle)  # another run took it for abandoned before it was locked


def _remove_abandoned(folder: Path) -> None:
    """Removes temporary files that no living process has locked."""
    for left in folder.glob("*.tmp"):
        with suppress(OSError), left.open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()


def _write(file: BinaryIO, data: bytes, path: Path) -> None:
    try:
        file.write(data)
    except OSError as error:
        raise _cannot_write(path, error) from error


def _cannot_write(path: Path, error: OSError) -> RequestError:
    return RequestError(f"cannot write the image cache {path.parent}: {error.strerror}; set DNAS_CACHE to a folder that can be")

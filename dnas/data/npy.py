"""NumPy files that are checked before anything is believed: type, shape and size, from the header alone.

Nothing is ever unpickled: object arrays are refused by their header.
"""

from __future__ import annotations

import json
import os
import stat
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib import format as npy_format
from numpy.typing import NDArray

from dnas.data.part import FileRows
from dnas.errors import RequestError

MAX_NAMES_BYTES = 1 << 20
MAX_VALUES_BYTES = 100_000_000  # of labels, of groups: they are read whole


@dataclass(frozen=True)
class Header:
    """What a .npy file says of itself, found consistent with its size."""

    path: Path
    dtype: np.dtype[Any]
    shape: tuple[int, ...]
    offset: int


def regular_file(path: Path, why: str) -> Path:
    """`path`, if it is a readable file (a pipe or a folder is not); `why` says what it would hold."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise RequestError(f"{path} is missing: it would hold {why}") from None
    except (OSError, ValueError) as error:
        raise RequestError(f"cannot read {path} ({why}): {error}") from error
    if not stat.S_ISREG(mode) or not os.access(path, os.R_OK):
        raise RequestError(f"{path} is not a readable file: it would hold {why}")
    return path


def read_header(path: Path, why: str) -> Header:
    """The checked header of a .npy file."""
    size = regular_file(path, why).stat().st_size
    if size == 0:
        raise RequestError(f"{path} is empty: it would hold {why}")
    try:
        with path.open("rb") as file:
            version = npy_format.read_magic(file)
            if version == (1, 0):
                shape, fortran_order, dtype = npy_format.read_array_header_1_0(file)
            elif version == (2, 0):
                shape, fortran_order, dtype = npy_format.read_array_header_2_0(file)
            else:
                raise ValueError(f"format version {version}; (1, 0) and (2, 0) are read")
            offset = file.tell()
    except Exception as error:  # the header is text from a stranger: its parser may raise almost anything
        raise RequestError(f"{path} is not a whole .npy file ({why}): {' '.join(str(error).split())[:200]}") from error
    if dtype.hasobject:
        raise RequestError(f"{path} holds Python objects, which are never unpickled; save {why} as plain numbers")
    if fortran_order and len(shape) > 1:
        raise RequestError(f"{path} is stored in Fortran order; save np.ascontiguousarray(array)")
    if not shape or any(extent < 1 for extent in shape):
        raise RequestError(f"{path} has shape {tuple(shape)}: it would hold {why}, at least one")
    needed = offset + int(dtype.itemsize) * _product(shape)
    if size != needed:
        state = "truncated" if size < needed else "longer than its header says"
        raise RequestError(f"{path} is {state}: {shape} values of {dtype} need {needed} bytes, the file has {size}")
    return Header(path, dtype, tuple(int(extent) for extent in shape), offset)


def _product(shape: tuple[int, ...]) -> int:
    total = 1
    for extent in shape:  # Python's integers: a forged shape cannot wrap around
        total *= extent
    return total


def open_rows(path: Path) -> FileRows:
    """Images of a .npy file: uint8 or int8, (N, H, W, C) or (N, H, W)."""
    header = read_header(path, "images")
    if header.dtype not in (np.dtype(np.uint8), np.dtype(np.int8)):
        raise RequestError(
            f"{path} holds {header.dtype}; allowed are uint8 (images, 0 to 255) and int8 (features). "
            "Images in [0, 1] become uint8 by np.rint(255 * x).astype(np.uint8)"
        )
    shape = header.shape if len(header.shape) == 4 else (*header.shape, 1)
    if len(shape) != 4:
        raise RequestError(f"{path} has shape {header.shape}; allowed are (N, H, W, C) and (N, H, W)")
    n, h, w, c = shape
    if header.dtype == np.uint8 and h in (1, 3) and w == c > 4:
        raise RequestError(f"{path} has shape {header.shape}, channels first; save x.transpose(0, 2, 3, 1): N, H, W, C")
    return FileRows(path, header.offset, (n, h, w, c), header.dtype)


def read_values(path: Path, why: str, kinds: str, allowed: str, count: int) -> NDArray[Any]:
    """A small array (count,) whose dtype kind is in `kinds`; `allowed` says so in words."""
    header = read_header(path, why)
    if header.dtype.kind not in kinds or header.dtype.itemsize == 0:
        raise RequestError(f"{path} holds {header.dtype}; {why} are {allowed}")
    if header.shape not in ((count,), (count, 1)):
        raise RequestError(f"{path} has shape {header.shape}, but there are {count} images: {why} are ({count},)")
    if count * header.dtype.itemsize > MAX_VALUES_BYTES:
        raise RequestError(f"{path} holds {count} values of {header.dtype}; {why} take {MAX_VALUES_BYTES:,} bytes at most")
    return np.fromfile(path, header.dtype, count=count, offset=header.offset)


def read_labels(path: Path, count: int) -> NDArray[np.int64]:
    """Labels (N,) int64; integers of any size, none negative."""
    values = read_values(path, "labels", "iu", "whole numbers (an integer type)", count)
    low, high = int(values.min()), int(values.max())
    if low < 0:
        raise RequestError(f"{path} holds the label {low}; labels are 0 to K - 1")
    if high >= 100_000:
        raise RequestError(f"{path} holds the label {high}; labels are 0 to K - 1, with K at most 100,000")
    return values.astype(np.int64)


def read_groups(path: Path, count: int) -> NDArray[Any]:
    """Group names (N,): numbers or text."""
    return read_values(path, "groups", "iuUS", "whole numbers or text", count)


def read_class_names(folder: Path) -> tuple[str, ...] | None:
    """Names of `folder`/class_names.txt (one a line) or class_names.json (a list of text); None if neither is there."""
    for path in (folder / "class_names.txt", folder / "class_names.json"):
        if path.exists():
            break
    else:
        return None
    if regular_file(path, "class names").stat().st_size > MAX_NAMES_BYTES:
        raise RequestError(f"{path} is larger than 1 MiB; it holds one class name a line or a JSON list of them")
    try:
        text = path.read_text(encoding="utf-8-sig")  # some editors begin with a mark
        names = json.loads(text) if path.suffix == ".json" else [line.strip() for line in text.strip().splitlines()]
    except (OSError, ValueError, RecursionError) as error:
        raise RequestError(f"cannot read the class names in {path}: {error}") from error
    if not isinstance(names, list) or not all(isinstance(name, str) and name.strip() for name in names):
        raise RequestError(f"{path} must hold one class name a line, or a JSON list of names, none empty")
    if twice := sorted(name for name, uses in Counter(names).items() if uses > 1):
        raise RequestError(f"{path} names a class twice: {twice[:5]}")
    return tuple(names)

"""Small checks of files that others made: lists of text, names in them, where they lie, their publisher's checksums."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from dnas.arguments import encodable
from dnas.data.npy import regular_file
from dnas.errors import RequestError

MAX_NAME_BYTES = 255  # no file system of Linux takes longer ones
MAX_TEXT_BYTES, MAX_LINES = 16 << 20, 200_000  # the longest list that is read, the words of Tiny ImageNet: 2.7 MB, 82,115

Place = TypeVar("Place")


def fullest(places: Mapping[Place, Sequence[Path]]) -> Place | None:
    """The place with the largest share of its files, of equal ones the first; None: no place has any of them.

    What is missing there can be named then, whichever file it is.
    """
    shares = {place: sum(path.exists() for path in paths) / len(paths) for place, paths in places.items()}
    best = max(shares, key=shares.__getitem__)
    return best if shares[best] else None


def absence(root: Path, name: str) -> str:
    """Why data set `name` is not in the folder `root`, in words."""
    if root.is_file():
        return f"{root} is a file; give its folder, data.root={root.parent}"
    return f"{root} holds no {name}" if root.is_dir() else f"there is no folder {root}"


def text_lines(path: Path, why: str) -> list[str]:
    """Lines of a text file that are not empty; `why` says what it would hold."""
    size_bytes = regular_file(path, why).stat().st_size
    if size_bytes > MAX_TEXT_BYTES:
        raise RequestError(f"{path} has {size_bytes:,} bytes; {why} take {MAX_TEXT_BYTES:,} at most")
    try:
        text = path.read_text(encoding="utf-8-sig")  # some editors begin with a mark
    except (OSError, ValueError) as error:
        raise RequestError(f"cannot read {path} ({why}): {error}") from error
    if text.count("\n") > MAX_LINES:
        raise RequestError(f"{path} has more than {MAX_LINES:,} lines; {why} take fewer")
    lines = [line.strip() for line in text.split("\n")]
    return [line for line in lines if line]


def plain_name(name: str, path: Path) -> str:
    """`name`, if it is that of a file in one given folder; `path` is the list it stands in."""
    if name in ("", ".", "..") or "/" in name or "\0" in name or not encodable(name) or len(name.encode()) > MAX_NAME_BYTES:
        raise RequestError(f"{path} names {name[:200]!r}; allowed are plain names, which cannot lead out of their folder")
    return name


def warn_if_altered(path: Path, size_bytes: int, md5: str) -> None:
    """A line on stderr if a file has the published size but not the published MD5; of another size, it is another file."""
    try:
        if path.stat().st_size != size_bytes:
            return
        with path.open("rb") as file:
            found = hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
    except OSError as error:
        raise RequestError(f"cannot read {path}: {error.strerror}") from error
    if found != md5:
        print(f"warning: {path} has MD5 {found}, its publisher says {md5}; it may be damaged", file=sys.stderr)

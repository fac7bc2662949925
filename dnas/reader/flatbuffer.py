"""Reads FlatBuffers that nobody has verified: every position is checked before it is read, nothing is copied or followed twice.

Format: https://flatbuffers.dev/internals. A table starts with the signed distance to its vtable; the vtable holds its own size,
the table's size and the place of every field (0: absent); a reference is the unsigned distance to an object further on; a
vector is its length (uint32) and its elements.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator

Data = bytes | mmap.mmap


class DamagedFileError(ValueError):
    """A position or a length that points out of the file; the message says what was being read."""


def _unpack(data: Data, code: str, position: int, what: str) -> int:
    size = struct.calcsize(code)
    if position < 0 or position + size > len(data):
        raise DamagedFileError(f"{what} would lie at byte {position}, the file has {len(data)}")
    value: int = struct.unpack_from("<" + code, data, position)[0]
    return value


class Vector:
    """A vector whose elements lie inside the file."""

    def __init__(self, data: Data, position: int, width: int, what: str) -> None:
        self._data, self._what = data, what
        self.length = _unpack(data, "I", position, what)
        self.start = position + 4
        if self.start + self.length * width > len(data):
            raise DamagedFileError(f"{what} would have {self.length} elements, the file ends before")

    def scalars(self, code: str, most: int) -> tuple[int, ...]:
        """Its elements; more than `most` of them are refused."""
        self._limit(most)
        return tuple(struct.unpack_from(f"<{self.length}{code}", self._data, self.start))

    def tables(self, most: int) -> Iterator[Table]:
        """The tables that its elements refer to; more than `most` of them are refused."""
        self._limit(most)
        for index in range(self.length):
            place = self.start + 4 * index
            target = place + _unpack(self._data, "I", place, self._what)
            yield Table(self._data, target, f"element {index} of {self._what}")

    def _limit(self, most: int) -> None:
        if self.length > most:
            raise DamagedFileError(f"{self._what} would have {self.length} elements; up to {most} are read")


class Table:
    """A table; its fields are named by their numbers in the schema."""

    def __init__(self, data: Data, position: int, what: str) -> None:
        self._data, self._position, self._what = data, position, what
        self._vtable = position - _unpack(data, "i", position, what)
        self._fields = _unpack(data, "H", self._vtable, f"vtable of {what}")
        size = _unpack(data, "H", self._vtable + 2, f"vtable of {what}")
        if self._fields < 4 or size < 4 or max(self._vtable + self._fields, position + size) > len(data):
            raise DamagedFileError(f"{what} has no valid vtable")
        self._size = size

    def _place(self, field: int, width: int) -> int | None:
        entry = 4 + 2 * field
        if entry + 2 > self._fields:
            return None
        offset = _unpack(self._data, "H", self._vtable + entry, self._what)
        if offset == 0:
            return None
        if offset < 4 or offset + width > self._size:
            raise DamagedFileError(f"field {field} of {self._what} lies outside of it")
        return self._position + offset

    def scalar(self, field: int, code: str, default: int = 0) -> int:
        """A number; `code` as in `struct`."""
        place = self._place(field, struct.calcsize(code))
        return default if place is None else _unpack(self._data, code, place, self._what)

    def _target(self, field: int) -> int | None:
        place = self._place(field, 4)
        return None if place is None else place + _unpack(self._data, "I", place, self._what)

    def table(self, field: int, what: str) -> Table | None:
        """The table that a field refers to, None if it is absent."""
        target = self._target(field)
        return None if target is None else Table(self._data, target, what)

    def vector(self, field: int, width: int, what: str) -> Vector | None:
        """The vector that a field refers to, with elements of `width` bytes; None if it is absent."""
        target = self._target(field)
        return None if target is None else Vector(self._data, target, width, what)

    def text(self, field: int, most: int = 80) -> str:
        """A string, empty if it is absent; what follows after `most` bytes is left out."""
        vector = self.vector(field, 1, f"text of {self._what}")
        if vector is None:
            return ""
        return bytes(self._data[vector.start : vector.start + min(vector.length, most)]).decode(errors="replace")


def root(data: Data) -> Table:
    """The outermost table."""
    return Table(data, _unpack(data, "I", 0, "the root table"), "the root table")

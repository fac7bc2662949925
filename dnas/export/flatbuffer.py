"""A front-to-back FlatBuffers writer with a layout that the caller fixes.

The official builder shares equal tables and pads as it goes, so that the size of a file depends on the order and on the values
of what is in it. Here every byte's place is the caller's: `dnas.cost.flash` can then state the size as a formula. Format:
https://flatbuffers.dev/internals: a table starts with the signed distance to its vtable, an offset is the unsigned distance
to an object further on, a vector is its length (uint32) and its elements.
"""

from __future__ import annotations

import struct
from collections.abc import Hashable, Mapping, Sequence
from typing import Final

Field = tuple[int, str]
"""Field number in the schema, and its kind: a `struct` code, or "o" for an offset to another object."""

_KIND: Final = {"o": "I"}


class FlatbufferWriter:
    """Appends objects under labels; `finish` fills in the offsets between them.

    `tables` names each table layout and lists its fields in the order in which they lie in the file, larger ones first.
    All vtables are written once, at the start.
    """

    def __init__(self, identifier: bytes, root: Hashable, tables: Mapping[str, Sequence[Field]]) -> None:
        self.data = bytearray(struct.pack("<I4s", 0, identifier))
        self.tables = tables
        self._places: dict[Hashable, int] = {}
        self._offsets: list[tuple[int, Hashable]] = [(0, root)]
        self._vtables: dict[str, int] = {}
        written: dict[bytes, int] = {}
        for name, fields in tables.items():
            vtable = _vtable(fields)
            if vtable not in written:
                written[vtable] = len(self.data)
                self.data += vtable
            self._vtables[name] = written[vtable]
        self.align(4)

    def align(self, multiple: int, remainder: int = 0) -> None:
        """Zero bytes up to the next position that is `remainder` modulo `multiple`."""
        self.data += bytes((remainder - len(self.data)) % multiple)

    def pad_to(self, position: int) -> None:
        """Zero bytes up to a position that must not be passed yet."""
        if len(self.data) > position:
            raise AssertionError(f"record ends at byte {len(self.data)}, {len(self.data) - position} more than its fixed size")
        self.data += bytes(position - len(self.data))

    def table(self, label: Hashable, layout: str, *values: object) -> None:
        """A table: `values` in the order of its layout; offsets are given as the label of what they point to."""
        fields = self.tables[layout]
        self._place(label)
        start = len(self.data)
        self.data += struct.pack("<i", start - self._vtables[layout])
        for (_, kind), value in zip(fields, values, strict=True):
            self._put(kind, value)
        self.align(4)

    def vector(self, label: Hashable, kind: str, values: Sequence[object]) -> None:
        """A vector of scalars or offsets."""
        self._place(label)
        self.data += struct.pack("<I", len(values))
        for value in values:
            self._put(kind, value)

    def blob(self, label: Hashable, count: int, content: bytes) -> None:
        """A vector of `count` scalars given as their little-endian bytes."""
        self._place(label)
        self.data += struct.pack("<I", count) + content

    def finish(self) -> bytes:
        """The file."""
        for position, label in self._offsets:
            struct.pack_into("<I", self.data, position, self._places[label] - position)
        return bytes(self.data)

    def _place(self, label: Hashable) -> None:
        if label in self._places:
            raise AssertionError(f"object {label!r} is written twice")
        self._places[label] = len(self.data)

    def _put(self, kind: str, value: object) -> None:
        if kind == "o":
            assert isinstance(value, Hashable)
            self._offsets.append((len(self.data), value))
            value = 0
        self.data += struct.pack("<" + _KIND.get(kind, kind), value)


def _vtable(fields: Sequence[Field]) -> bytes:
    """uint16 each: size of the vtable, size of the table, then the place of every field number (0: absent, the default)."""
    places = [0] * (1 + max(number for number, _ in fields)) if fields else []
    position = 4
    for number, kind in fields:
        places[number] = position
        position += struct.calcsize("<" + _KIND.get(kind, kind))
    size = (position + 3) // 4 * 4
    return struct.pack(f"<{2 + len(places)}H", 4 + 2 * len(places), size, *places)

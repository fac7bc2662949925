"""Files are written in one step: whole or not at all, and readable by others."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from dnas.files import write_bytes, write_text


def test_text_is_written_as_utf_8_and_everybody_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    write_text(path, "grün\n")
    assert path.read_bytes() == "grün\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_that_fails_leaves_the_file_before_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file.bin"
    write_bytes(path, b"before")

    def no_space(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(OSError, match=r"No space left on device: .*file\.bin"):
        write_bytes(path, b"after")
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]

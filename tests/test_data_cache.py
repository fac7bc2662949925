"""The cache: what a killed run leaves in it, two runs that write the same file, and where it is."""

import errno
import fcntl
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from dnas.data import cache as caching
from dnas.data.cache import cache_root, cached_json, cached_rows
from dnas.errors import RequestError

WRITER = """
import sys, time, numpy as np
from dnas.data.cache import cached_rows

def rows():
    yield np.zeros((2, 2, 1), np.uint8)
    print("writing", flush=True)
    time.sleep(600)

cached_rows("x", ["a"], lambda: ((2, 2, 2, 1), rows()))
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DNAS_CACHE", str(tmp_path))
    return tmp_path / "x"


def build() -> tuple[tuple[int, int, int, int], Iterator[np.ndarray]]:
    return (2, 2, 2, 1), iter(np.ones((2, 2, 2, 1), np.uint8))


def temporaries(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.tmp"))


def test_what_a_killed_run_left_is_removed_by_the_next(folder: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", WRITER], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "writing\n"
        left = temporaries(folder)
        assert len(left) == 1
        made = cached_rows("x", ["a"], build).path
        assert temporaries(folder) == left, "the other run is still writing"
        writer.kill()
    assert cached_rows("x", ["a"], build).path == made
    assert temporaries(folder) == left, "nothing was written"
    cached_rows("x", ["b"], build)  # its source may have changed meanwhile
    assert temporaries(folder) == []


def test_two_runs_that_write_the_same_file(folder: Path) -> None:
    def meanwhile() -> Iterator[np.ndarray]:
        cached_rows("x", ["a"], build)
        yield from np.full((2, 2, 2, 1), 7, np.uint8)

    rows, out = cached_rows("x", ["a"], lambda: ((2, 2, 2, 1), meanwhile())), np.empty((2, 2, 2, 1), np.uint8)
    rows.read_into(np.arange(2), out)
    assert (out == 7).all()
    assert os.listdir(folder) == [rows.path.name]


def test_a_file_removed_before_it_was_locked_is_made_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    removed: list[Path] = []

    def lock(handle: int, operation: int) -> None:
        if not removed:
            removed.extend(temporaries(folder))
            removed[0].unlink()
        fcntl.flock(handle, operation)

    monkeypatch.setattr(caching, "fcntl", type("Locks", (), {**vars(fcntl), "flock": staticmethod(lock)}))
    cached_rows("x", ["a"], build)
    assert len(removed) == 1
    assert temporaries(folder) == []


def test_where_the_cache_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/someone")
    monkeypatch.setenv("DNAS_CACHE", "~/kept")
    assert cache_root() == Path("/home/someone/kept")
    monkeypatch.delenv("DNAS_CACHE")
    assert cache_root() == Path("/home/someone/.cache/dnas")
    monkeypatch.setenv("DNAS_CACHE", "~nobody-here/x")
    with pytest.raises(RequestError, match="DNAS_CACHE=~nobody-here/x: ~nobody-here is no home of a user here"):
        cache_root()


def test_a_disk_that_is_full_at_the_last_byte(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(caching.os, "fsync", full)
    with pytest.raises(RequestError, match=r"cannot write the image cache .*: No space left on device; set DNAS_CACHE"):
        cached_rows("x", ["a"], build)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("rows", [5, 40], ids=["at the end", "before it"])
def test_a_disk_that_takes_no_more(folder: Path, rows: int) -> None:
    shape = (rows, 50, 50, 1)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))  # the kernel refuses what goes beyond, as a full disk does
    try:
        with pytest.raises(RequestError, match=r"cannot write the image cache .*: File too large; set DNAS_CACHE"):
            cached_rows("x", ["a"], lambda: (shape, iter(np.ones(shape, np.uint8))))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "damage", [lambda _: b"", lambda _: b"{}", lambda whole: whole.replace(b"1", b"2"), lambda whole: whole[:-1]]
)
def test_a_small_value_that_was_changed_from_outside_is_made_anew(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    made: list[int] = []

    def value() -> dict[str, int]:
        made.append(1)
        return {"count": 1}

    for _ in range(2):
        assert cached_json("x", ["a"], value) == {"count": 1}
    assert len(made) == 1
    (file,) = folder.glob("*.json")
    file.write_bytes(damage(file.read_bytes()))
    assert cached_json("x", ["a"], value) == {"count": 1}
    assert len(made) == 2


def test_others_may_read_what_is_kept(folder: Path) -> None:
    assert cached_rows("x", ["a"], build).path.stat().st_mode & 0o777 == 0o644

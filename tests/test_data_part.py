"""Reading rows: equal to numpy's own reading, without holding the file."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from dnas.data.npy import open_rows
from dnas.data.part import ArrayRows, FileRows, Part
from dnas.errors import RequestError, RunError


@pytest.fixture
def array() -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (40, 5, 4, 3), dtype=np.uint8)


@pytest.fixture
def part(array: np.ndarray, tmp_path: Path) -> Part:
    np.save(tmp_path / "x.npy", array)
    return Part(np.arange(40) % 4, open_rows(tmp_path / "x.npy"))


@pytest.mark.parametrize("indices", [[0], [39], [3, 4, 5, 6], [7, 7, 8], [30, 2, 3, 4, 39, 0], list(range(40)), []])
def test_read_equals_numpy(part: Part, array: np.ndarray, indices: list[int]) -> None:
    np.testing.assert_array_equal(part.read(np.array(indices, dtype=np.int64)), array[indices])


def test_array_rows_read_the_same(part: Part, array: np.ndarray) -> None:
    order = np.random.default_rng(1).permutation(40)
    np.testing.assert_array_equal(Part(part.labels, ArrayRows(array)).read(order), part.read(order))


def test_the_buffer_is_reused(part: Part) -> None:
    first = part.read(np.arange(8))
    assert np.shares_memory(first, part.read(np.arange(4, 12)))


def test_subset_of_a_subset(part: Part, array: np.ndarray) -> None:
    inner = part.subset(np.arange(10, 30)).subset(np.array([5, 1, 19]))
    assert len(inner) == 3
    np.testing.assert_array_equal(inner.labels, part.labels[[15, 11, 29]])
    np.testing.assert_array_equal(inner.read(np.arange(3)), array[[15, 11, 29]])


def test_int8_and_images_without_a_channel_axis(tmp_path: Path) -> None:
    values = np.random.default_rng(2).integers(-128, 128, (6, 7, 2), dtype=np.int8)
    np.save(tmp_path / "x.npy", values)
    rows = open_rows(tmp_path / "x.npy")
    assert rows.shape == (6, 7, 2, 1)
    np.testing.assert_array_equal(Part(np.zeros(6, np.int64), rows).read(np.arange(6))[..., 0], values)


def test_a_file_cut_short_after_opening(part: Part, tmp_path: Path) -> None:
    os.truncate(tmp_path / "x.npy", 300)
    with pytest.raises(RunError, match=r"x\.npy ends at byte 300: .*once it is whole again, run\.resume=DIR goes on"):
        part.read(np.arange(40))


def test_a_file_that_cannot_be_read_after_opening(tmp_path: Path) -> None:
    rows = FileRows(tmp_path, 0, (1, 2, 2, 1), np.dtype(np.uint8))  # a folder opens, but gives no bytes
    with pytest.raises(RunError, match=r"cannot read .* at byte 0: Is a directory; .*run\.resume=DIR goes on"):
        rows.read_into(np.array([0]), np.empty((1, 2, 2, 1), np.uint8))
    with pytest.raises(RequestError, match=r"cannot open .*nowhere: No such file"):
        FileRows(tmp_path / "nowhere", 0, (1, 2, 2, 1), np.dtype(np.uint8))


def test_the_file_is_closed_with_its_rows(tmp_path: Path, array: np.ndarray) -> None:
    np.save(tmp_path / "x.npy", array)
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(20):
        open_rows(tmp_path / "x.npy")
    assert len(os.listdir("/proc/self/fd")) == before


EPOCH = """
import sys, numpy as np
from pathlib import Path
from dnas.data.npy import open_rows
from dnas.data.part import Part

def peak_kib():
    return int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])

rows = open_rows(Path(sys.argv[1]))
part = Part(np.zeros(rows.shape[0], np.int64), rows)
before = peak_kib()
total, order = 0, np.random.default_rng(0).permutation(len(part))
for batch in np.array_split(order, len(order) // 128):
    total += int(part.read(batch)[:, 0, 0, 0].sum())
print(peak_kib() - before, total)
"""


def test_an_epoch_of_60_mb_costs_less_than_10_mb(tmp_path: Path) -> None:
    path = tmp_path / "x.npy"
    stored = np.lib.format.open_memmap(path, mode="w+", dtype=np.uint8, shape=(20_000, 32, 32, 3))
    stored[:, 0, 0, 0] = np.arange(20_000) % 251
    stored.flush()
    result = subprocess.run([sys.executable, "-c", EPOCH, str(path)], capture_output=True, text=True, check=True)
    grown_kib, total = map(int, result.stdout.split())
    assert total == int((np.arange(20_000) % 251).sum())
    assert grown_kib < 10_000

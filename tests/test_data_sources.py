"""The digits that ship in a package, the shipped configurations, and the real data sets where they are at hand."""

import gzip
import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
import yaml

from dnas.data import NAMES, Augment, BatchLoader, load
from dnas.errors import RequestError

CONF = Path(__file__).parent.parent / "conf" / "data"


def test_digits() -> None:
    data = load("digits", seed=1)
    assert (data.input_shape, data.source_shape, data.resize) == ((1, 32, 32), (8, 8, 1), "PIL bilinear")
    assert data.class_names == tuple("0123456789")
    assert len(data.train) + len(data.val) + len(data.test) == 1797
    assert len(data.test) == 359
    for part in (data.train, data.val, data.test):
        assert len(np.unique(part.labels)) == 10
    assert not set(data.train.indices) & set(data.val.indices)
    assert not (set(data.train.indices) | set(data.val.indices)) & set(data.test.indices)
    x_NCHW = data.to_float(data.test.read(np.arange(359)))
    assert (x_NCHW.min().item(), x_NCHW.max().item()) == (0, 1)


def test_the_digits_are_those_of_scikit_learn() -> None:
    datasets = pytest.importorskip("sklearn.datasets", reason="compares with scikit-learn itself")
    bunch = datasets.load_digits()
    data = load("digits", resolution=8)
    assert data.resize is None
    np.testing.assert_array_equal(data.test.labels, bunch.target[data.test.indices])
    expected = np.rint(bunch.images[data.test.indices] * 255 / 16)
    np.testing.assert_array_equal(data.test.read(np.arange(359))[..., 0], expected)


def test_the_digits_test_part_is_the_same_for_every_seed() -> None:
    first, other = load("digits", seed=0), load("digits", seed=1)
    np.testing.assert_array_equal(first.test.indices, other.test.indices)
    assert not np.array_equal(first.val.indices, other.val.indices)


def test_nothing_heavy_is_imported() -> None:
    code = (
        "import sys; from dnas.data import load; d = load('digits'); d.to_int8(d.test.read(d.test.indices[:4] * 0)); "
        "print([m for m in ('sklearn', 'scipy', 'torch', 'pandas', 'matplotlib') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


@pytest.mark.parametrize(
    "content",
    [b"", b"not gzip", gzip.compress(b"1,2,3\n"), gzip.compress(b"a,b"), gzip.compress(b"1,2\n")[:-9]],
    ids=["empty", "not gzip", "too few", "no numbers", "cut"],  # gzip writes the time: workers would collect other names
)
def test_a_broken_digits_file(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "digits.csv.gz").write_bytes(content)
    with pytest.raises(RequestError, match="is not scikit-learn's digits file"):
        load("digits", tmp_path)


def test_there_is_a_configuration_for_every_source() -> None:
    assert {path.stem for path in CONF.glob("*.yaml")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_configurations_are_complete(name: str) -> None:
    config = yaml.safe_load((CONF / f"{name}.yaml").read_text())
    assert config.keys() == {
        "name", "root", "resolution", "color", "reference", "val_fraction", "batch_size", "augment",
        "warmup_epochs", "search_epochs", "finetune_epochs", "weight_decay",
    }  # fmt: skip
    assert config["name"] == name
    assert config["augment"].keys() == {field.name for field in fields(Augment)}
    for field in fields(Augment):
        assert type(config["augment"][field.name]).__name__ == field.type
    assert (Augment(**config["augment"]) == Augment()) == (name == "toyadmos"), "only what is reconstructed is left as it is"


@pytest.mark.skipif("DNAS_DATA" not in os.environ, reason="DNAS_DATA names no folder with the benchmark data")
@pytest.mark.parametrize(
    ("name", "shape", "counts"),
    [
        ("cifar10", (3, 32, 32), (50_000, 5_000)),
        ("mnist", (1, 28, 28), (60_000, 5_000)),
        ("vww96", (3, 96, 96), (1_044, 385)),
        ("speech_commands12", (1, 49, 10), (2_445, 1_223)),
        ("tinyimagenet25", (3, 64, 64), (12_500, 625)),
    ],
)
def test_real_data(name: str, shape: tuple[int, int, int], counts: tuple[int, int]) -> None:
    root = Path(os.environ["DNAS_DATA"])
    if not (root / name).is_dir():
        pytest.skip(f"DNAS_DATA has no {name}")
    data = load(name, root)
    assert data.input_shape == shape
    assert (len(data.train) + len(data.val), len(data.test)) == counts
    share = np.bincount(data.val.labels) / np.bincount(np.concatenate([data.train.labels, data.val.labels]))
    assert np.all((share > 0.08) & (share < 0.12)), share
    stored = np.load(root / name / "x_test.npy", mmap_mode="r")
    np.testing.assert_array_equal(data.test.read(np.arange(50, 80)), stored[50:80])
    if name == "speech_commands12":
        assert (data.kind, data.scale, data.zero_point) == ("feature", 0.58470, 83)
        speakers = np.load(root / name / "group_train.npy")
        assert not set(speakers[data.train.indices]) & set(speakers[data.val.indices])
    low, high = data.value_range
    x_NCHW, y_N = next(iter(BatchLoader(data, data.train, 64, shuffle=True)))
    assert x_NCHW.shape == (64, *shape)
    assert y_N.shape == (64,)
    assert low - 1e-4 <= x_NCHW.min().item() <= x_NCHW.max().item() <= high + 1e-4

"""MNIST's files as published, whole and broken."""

import gzip
import hashlib
import os
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dnas.data import idx, load
from dnas.errors import RequestError

RNG = np.random.default_rng(0)
IMAGES = {
    "train": RNG.integers(0, 256, (60, 28, 28), dtype=np.uint8),
    "t10k": RNG.integers(0, 256, (20, 28, 28), dtype=np.uint8),
}


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DNAS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def idx_bytes(values: np.ndarray) -> bytes:
    return bytes((0, 0, 8, values.ndim)) + struct.pack(f">{values.ndim}I", *values.shape) + values.tobytes()


def write(folder: Path, suffix: str = "", mark: str = "-") -> Path:
    """Four idx files with labels 0, 1, ..., 9, 0, ..."""
    folder.mkdir(parents=True, exist_ok=True)
    pack: Callable[[bytes], bytes] = gzip.compress if suffix else bytes
    for part, images in IMAGES.items():
        labels = (np.arange(len(images)) % 10).astype(np.uint8)
        (folder / f"{part}-images{mark}idx3-ubyte{suffix}").write_bytes(pack(idx_bytes(images)))
        (folder / f"{part}-labels{mark}idx1-ubyte{suffix}").write_bytes(pack(idx_bytes(labels)))
    return folder


@pytest.mark.parametrize("suffix", ["", ".gz"])
@pytest.mark.parametrize("mark", ["-", "."])
def test_the_files(tmp_path: Path, suffix: str, mark: str, cache: Path) -> None:
    data = load("mnist", write(tmp_path / "data", suffix, mark), val_fraction=0.2)
    assert (data.input_shape, data.source_shape, data.resize, data.kind) == ((1, 28, 28), (28, 28, 1), None, "image")
    assert data.class_names == tuple("0123456789")
    np.testing.assert_array_equal(data.test.read(np.arange(20))[..., 0], IMAGES["t10k"])
    np.testing.assert_array_equal(data.test.labels, np.arange(20) % 10)
    for part in (data.train, data.val):
        np.testing.assert_array_equal(part.read(np.arange(len(part)))[..., 0], IMAGES["train"][part.indices])
        np.testing.assert_array_equal(part.labels, part.indices % 10)
    assert len(data.train) + len(data.val) == 60
    assert cache.exists() == bool(suffix), "plain files are read in place"


@pytest.mark.parametrize("place", ["raw", "FashionMNIST/raw", "fashion_mnist", "fashion_mnist/FashionMNIST/raw"])
def test_torchvision_folders_do_not_mix_the_sets(tmp_path: Path, place: str) -> None:
    write(tmp_path / place)
    assert load("fashion_mnist", tmp_path).class_names[9] == "Ankle boot"
    if place != "raw":
        with pytest.raises(RequestError, match=r"holds no mnist\. It would hold train-images-idx3-ubyte, .*; or x_train\.npy"):
            load("mnist", tmp_path)


def test_one_of_the_files_is_no_folder(tmp_path: Path) -> None:
    path = write(tmp_path / "data") / "t10k-labels-idx1-ubyte"
    with pytest.raises(
        RequestError, match=rf"ubyte is a file; give its folder, data\.root={path.parent}\. It would hold train"
    ):
        load("mnist", path)


def test_arrays_of_the_same_name_are_read_too(tmp_path: Path) -> None:
    for part, images in (("train", IMAGES["train"]), ("test", IMAGES["t10k"])):
        np.save(tmp_path / f"x_{part}.npy", images)
        np.save(tmp_path / f"y_{part}.npy", np.arange(len(images)) % 10)
    data = load("fashion_mnist", tmp_path)
    assert data.class_names == idx.CLOTHES
    np.testing.assert_array_equal(data.test.read(np.arange(20))[..., 0], IMAGES["t10k"])


def test_resizing_equals_pil(tmp_path: Path) -> None:
    data = load("mnist", write(tmp_path, ".gz"), resolution=20)
    assert (data.input_shape, data.source_shape, data.resize) == ((1, 20, 20), (28, 28, 1), "PIL bilinear")
    expected = [np.asarray(Image.fromarray(image).resize((20, 20), Image.Resampling.BILINEAR)) for image in IMAGES["t10k"]]
    np.testing.assert_array_equal(data.test.read(np.arange(20))[..., 0], np.stack(expected))


def test_replaced_files_are_read_again(tmp_path: Path) -> None:
    load("mnist", write(tmp_path, ".gz"))
    (tmp_path / "t10k-images-idx3-ubyte.gz").write_bytes(gzip.compress(idx_bytes(np.full((20, 28, 28), 7, np.uint8))))
    assert load("mnist", tmp_path).test.read(np.arange(20)).max() == 7


def test_an_altered_file_of_official_size_is_warned_of_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    content = (write(tmp_path, ".gz") / "t10k-labels-idx1-ubyte.gz").read_bytes()
    good = hashlib.md5(content).hexdigest()
    for size_bytes, md5 in ((len(content), good), (len(content) + 1, "other")):
        monkeypatch.setitem(idx.MNIST_MD5, "t10k-labels-idx1-ubyte.gz", (size_bytes, md5))
        load("mnist", tmp_path)
    assert capsys.readouterr().err == ""
    monkeypatch.setenv("DNAS_CACHE", str(tmp_path / "other cache"))
    monkeypatch.setitem(idx.MNIST_MD5, "t10k-labels-idx1-ubyte.gz", (len(content), "0" * 32))
    for _ in range(2):
        load("mnist", tmp_path)
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert f"t10k-labels-idx1-ubyte.gz has MD5 {good}, its publisher says 000" in error


def put(name: str, content: bytes) -> Callable[[Path], object]:
    return lambda root: (root / name).write_bytes(content)


T10K = idx_bytes(IMAGES["t10k"])
LABELS = idx_bytes((np.arange(20) % 10).astype(np.uint8))
BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda r: (r / "t10k-labels-idx1-ubyte").unlink(), r"t10k-labels-idx1-ubyte is missing: it would hold labels"),
    "first missing": (
        lambda r: (r / "train-images-idx3-ubyte").unlink(),
        r"train-images-idx3-ubyte is missing: it would hold images, plain or gzipped",
    ),
    "none": (lambda r: [file.unlink() for file in r.iterdir()], r"holds no mnist\. It would hold train-images"),
    "empty": (put("t10k-images-idx3-ubyte", b""), r"t10k-images-idx3-ubyte is no idx file .* it begins with b''"),
    "magic": (put("t10k-images-idx3-ubyte", b"PK" + T10K[2:]), r"t10k-images-idx3-ubyte is no idx file of unsigned bytes"),
    "floats": (put("t10k-images-idx3-ubyte", b"\0\0\x0d" + T10K[3:]), "no idx file of unsigned bytes in 3 dimensions"),
    "labels for images": (put("t10k-images-idx3-ubyte", LABELS), "no idx file of unsigned bytes in 3 dimensions"),
    "truncated": (put("t10k-images-idx3-ubyte", T10K[:-1]), "is truncated: 20 images need 15696 bytes, not 15695"),
    "longer": (put("t10k-images-idx3-ubyte", T10K + b"0"), "longer than its header says"),
    "cut header": (put("t10k-images-idx3-ubyte", T10K[:10]), "is no idx file"),
    "other size": (
        put("t10k-images-idx3-ubyte", idx_bytes(np.zeros((20, 32, 32), np.uint8))),
        r"says its shape is \(20, 32, 32\); expected was N x 28 x 28",
    ),
    "no images": (put("t10k-images-idx3-ubyte", T10K[:4] + bytes(4) + T10K[8:16]), r"says its shape is \(0, 28, 28\)"),
    "huge": (
        put("t10k-images-idx3-ubyte", T10K[:4] + b"\xff" * 4 + T10K[8:]),
        r"\(4294967295, 28, 28\); .* N from 1 to 1,000,000",
    ),
    "count": (put("t10k-labels-idx1-ubyte", idx_bytes(np.zeros(19, np.uint8))), "holds 19 labels, but there are 20 images"),
    "label": (
        put("t10k-labels-idx1-ubyte", LABELS[:-1] + b"\x0a"),
        r"t10k-labels-idx1-ubyte holds the label 10; labels are 0 to 9",
    ),
    "absent class": (
        put("train-labels-idx1-ubyte", idx_bytes((np.arange(60) % 9).astype(np.uint8))),
        "no training sample of class 9",
    ),
    "folder": (
        lambda r: ((r / "t10k-labels-idx1-ubyte").unlink(), (r / "t10k-labels-idx1-ubyte").mkdir()),
        "t10k-labels-idx1-ubyte is not a readable file",
    ),
    "loop": (
        lambda r: (
            (r / "t10k-labels-idx1-ubyte").unlink(),
            (r / "t10k-labels-idx1-ubyte").symlink_to("t10k-labels-idx1-ubyte"),
        ),
        "cannot read .*t10k-labels-idx1-ubyte",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_files_are_refused(tmp_path: Path, case: str) -> None:
    breaks, message = BROKEN[case]
    breaks(write(tmp_path / "data"))
    with pytest.raises(RequestError, match=message) as refusal:
        load("mnist", tmp_path / "data")
    assert "\n" not in str(refusal.value)


ZIPPED = gzip.compress(T10K, mtime=0)  # names of tests hold it: with the time each worker would collect its own


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is no idx file"),
        (T10K, "cannot read .*: Not a gzipped file"),
        (ZIPPED[: len(ZIPPED) // 2], "cannot read .*: Compressed file ended"),
        (ZIPPED[:100] + bytes(40) + ZIPPED[140:], "cannot read"),
        (ZIPPED[:-8] + bytes(8), "cannot read .*: CRC check failed"),
        (gzip.compress(T10K[:-1], mtime=0), "is truncated: it holds 19 of the 20"),
        (gzip.compress(T10K + b"0", mtime=0), "is longer than its header says, which are 20"),
        (gzip.compress(T10K[:4] + b"\0\x0f\0\0" + T10K[8:], mtime=0), "is truncated: it holds 20 of the 983040"),
    ],
)
def test_broken_gzip_is_refused_and_leaves_nothing(tmp_path: Path, cache: Path, content: bytes, message: str) -> None:
    (write(tmp_path / "data", ".gz") / "t10k-images-idx3-ubyte.gz").write_bytes(content)
    with pytest.raises(RequestError, match=r"t10k-images-idx3-ubyte\.gz") as refusal:
        load("mnist", tmp_path / "data")
    refusal.match(message)
    assert len([file for file in cache.rglob("*") if file.is_file()]) == 2, "the two training files"


def test_random_damage_never_ends_in_another_error(tmp_path: Path) -> None:
    write(tmp_path, ".gz")
    refusals = []
    for trial in range(60):
        damaged = bytearray(ZIPPED)
        for position in RNG.integers(0, len(damaged), 3):
            damaged[position] = RNG.integers(0, 256)
        path = tmp_path / "t10k-images-idx3-ubyte.gz"
        path.write_bytes(damaged)
        os.utime(path, ns=(trial, trial))
        try:
            load("mnist", tmp_path)
        except RequestError as error:
            refusals.append(str(error))
    assert len(refusals) > 40
    assert all("t10k-images-idx3-ubyte.gz" in refusal for refusal in refusals)


def test_unpacked_folders_and_empty_files_do_not_hide_the_data(tmp_path: Path) -> None:
    """Some archives hold each file within a folder of its official name; a download that failed leaves an empty file."""
    root = write(tmp_path / "data", mark=".")
    for name in [path.name for path in root.iterdir()]:
        (root / name.replace(".", "-", 1)).mkdir()
    assert len(load("mnist", root).test) == 20
    zipped = write(tmp_path / "zipped", suffix=".gz")
    for path in list(zipped.iterdir()):
        path.with_suffix("").touch()
    assert len(load("mnist", zipped).test) == 20

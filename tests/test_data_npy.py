"""Folders of NumPy files: what is read, and one clear refusal for everything that cannot be."""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from dnas.data import load
from dnas.data.npy import open_rows, read_labels
from dnas.errors import RequestError

RNG = np.random.default_rng(0)
TRAIN = RNG.integers(0, 256, (60, 8, 6, 3), dtype=np.uint8)
TEST = RNG.integers(0, 256, (15, 8, 6, 3), dtype=np.uint8)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DNAS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "data"
    root.mkdir()
    np.save(root / "x_train.npy", TRAIN)
    np.save(root / "y_train.npy", np.arange(60) % 3)
    np.save(root / "x_test.npy", TEST)
    np.save(root / "y_test.npy", np.arange(15) % 3)
    return root


def test_a_folder(folder: Path) -> None:
    (folder / "class_names.txt").write_text("cat\ndog\nowl\n")
    data = load("npy", folder, val_fraction=0.2)
    assert data.class_names == ("cat", "dog", "owl")
    assert (data.input_shape, data.source_shape, data.resize) == ((3, 8, 6), (8, 6, 3), None)
    assert (data.kind, data.scale, data.zero_point, data.value_range) == ("image", 1 / 255, -128, (0, 1))
    assert (len(data.train), len(data.val), len(data.test)) == (48, 12, 15)
    assert not set(data.train.indices) & set(data.val.indices)
    np.testing.assert_array_equal(data.val.read(np.arange(12)), TRAIN[data.val.indices])
    np.testing.assert_array_equal(data.test.read(np.arange(15)), TEST)


def test_conversions(folder: Path) -> None:
    data = load("npy", folder)
    images = data.test.read(np.arange(15))
    np.testing.assert_array_equal(data.to_int8(images), TEST.astype(np.int16) - 128)
    x_NCHW = data.to_float(images)
    assert x_NCHW.is_contiguous(memory_format=torch.channels_last), "in the order that they are stored in"
    np.testing.assert_array_equal(x_NCHW, TEST.transpose(0, 3, 1, 2).astype(np.float32) / np.float32(255))
    real = (data.to_int8(images).astype(np.float64) - data.zero_point) * data.scale
    np.testing.assert_allclose(x_NCHW, real.transpose(0, 3, 1, 2), atol=1e-7)


@pytest.mark.parametrize(("name", "text"), [("txt", "cat\r\ndog\r\nowl"), ("json", '["cat", "dog", "owl"]')])
def test_names_behind_the_mark_of_an_editor(folder: Path, name: str, text: str) -> None:
    (folder / f"class_names.{name}").write_text(text, encoding="utf-8-sig")
    assert load("npy", folder).class_names == ("cat", "dog", "owl")


@pytest.mark.parametrize(("quantization", "expected"), [(None, (1 / 128, 0)), ({"scale": 0.5, "zero_point": 3}, (0.5, 3))])
def test_features(folder: Path, quantization: dict[str, float] | None, expected: tuple[float, int]) -> None:
    for part, values in (("train", TRAIN), ("test", TEST)):
        np.save(folder / f"x_{part}.npy", values.view(np.int8))
    if quantization:
        (folder / "quantization.json").write_text(json.dumps(quantization))
    data = load("npy", folder)
    assert (data.kind, data.scale, data.zero_point) == ("feature", *expected)
    stored = data.test.read(np.arange(15))
    np.testing.assert_array_equal(data.to_int8(stored), TEST.view(np.int8))
    real = (TEST.view(np.int8).astype(np.float64) - expected[1]) * expected[0]
    np.testing.assert_allclose(data.to_float(stored), real.transpose(0, 3, 1, 2), rtol=1e-6)


def test_resizing_equals_pil_and_is_done_once(folder: Path, cache: Path) -> None:
    data = load("npy", folder, resolution=12)
    assert (data.input_shape, data.source_shape, data.resize) == ((3, 12, 12), (8, 6, 3), "PIL bilinear")
    expected = np.stack([np.asarray(Image.fromarray(image).resize((12, 12), Image.Resampling.BILINEAR)) for image in TEST])
    np.testing.assert_array_equal(data.test.read(np.arange(15)), expected)
    written = {file: file.stat().st_mtime_ns for file in cache.rglob("*.npy")}
    assert len(written) == 2
    assert not list(cache.rglob("*.tmp"))
    load("npy", folder, resolution=12)
    assert {file: file.stat().st_mtime_ns for file in cache.rglob("*.npy")} == written
    next(iter(written)).write_bytes(b"damaged")
    np.testing.assert_array_equal(load("npy", folder, resolution=12).test.read(np.arange(15)), expected)


def test_gray_equals_pil_and_comes_before_resizing(folder: Path) -> None:
    gray = [Image.fromarray(image).convert("L") for image in TEST]
    data = load("npy", folder, gray=True)
    assert (data.input_shape, data.source_shape, data.resize) == ((1, 8, 6), (8, 6, 3), "PIL gray (mode L)")
    np.testing.assert_array_equal(data.test.read(np.arange(15))[..., 0], np.stack([np.asarray(image) for image in gray]))
    data = load("npy", folder, resolution=12, gray=True)
    assert (data.input_shape, data.resize) == ((1, 12, 12), "PIL gray (mode L), PIL bilinear")
    expected = np.stack([np.asarray(image.resize((12, 12), Image.Resampling.BILINEAR)) for image in gray])
    np.testing.assert_array_equal(data.test.read(np.arange(15))[..., 0], expected)


def test_replaced_data_are_resized_again(folder: Path) -> None:
    load("npy", folder, resolution=12)
    np.save(folder / "x_test.npy", np.full_like(TEST, 7))
    os.utime(folder / "x_test.npy", ns=(1, 1))
    assert load("npy", folder, resolution=12).test.read(np.arange(15)).max() == 7


def test_groups_stay_together(folder: Path) -> None:
    groups = np.array([f"speaker{i // 3}" for i in range(60)])
    np.save(folder / "group_train.npy", groups)
    np.save(folder / "group_test.npy", np.array(["x"] * 15))
    data = load("npy", folder, val_fraction=0.2)
    assert len(data.val) == 12
    assert not set(groups[data.train.indices]) & set(groups[data.val.indices])
    np.save(folder / "group_test.npy", np.array(["speaker3"] * 15))
    with pytest.raises(RequestError, match="group speaker3 is in the training part too"):
        load("npy", folder)


def test_the_split_follows_the_seed(folder: Path) -> None:
    first, again, other = (load("npy", folder, val_fraction=0.2, seed=seed).val.indices for seed in (5, 5, 6))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_a_class_absent_from_the_test_part_is_allowed(folder: Path) -> None:
    np.save(folder / "y_test.npy", np.zeros(15, np.uint8))
    assert len(load("npy", folder).class_names) == 3


def test_known_names_and_folders_of_several(tmp_path: Path) -> None:
    root = tmp_path / "mnist"
    root.mkdir()
    for part, count in (("train", 40), ("test", 10)):
        np.save(root / f"x_{part}.npy", np.zeros((count, 28, 28), np.uint8))
        np.save(root / f"y_{part}.npy", np.arange(count) % 10)
    for place in (root, tmp_path):
        assert load("mnist", place).class_names == tuple("0123456789")
    with pytest.raises(RequestError, match=r"is not cifar10.*\(28, 28, 1\).*cifar10 has \(32, 32, 3\) in 10"):
        load("cifar10", root)


class Bomb:
    """Unpickling it writes a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return (Path.touch, (self.path,))


def test_objects_are_never_unpickled(folder: Path, tmp_path: Path) -> None:
    for file in ("x_train", "y_train", "y_test"):
        good = (folder / f"{file}.npy").read_bytes()
        np.save(folder / f"{file}.npy", np.array([Bomb(tmp_path / "boom")] * 60, dtype=object), allow_pickle=True)
        with pytest.raises(RequestError, match=rf"{file}\.npy holds Python objects, which are never unpickled"):
            load("npy", folder)
        (folder / f"{file}.npy").write_bytes(good)
    assert not (tmp_path / "boom").exists()


def save(name: str, values: object) -> Callable[[Path], object]:
    return lambda root: np.save(root / name, np.asarray(values))


def claim(name: str, shape: tuple[int, ...], dtype: str = "|u1") -> Callable[[Path], object]:
    """A file as large as its header says, with nothing in it: it takes no place on disk."""

    def write(root: Path) -> None:
        with (root / name).open("wb") as file:
            np.lib.format.write_array_header_1_0(file, {"descr": dtype, "fortran_order": False, "shape": shape})
            file.truncate(file.tell() + int(np.prod(shape)) * np.dtype(dtype).itemsize)

    return write


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda r: (r / "y_test.npy").unlink(), r"y_test\.npy is missing: it would hold labels"),
    "empty": (lambda r: (r / "x_train.npy").write_bytes(b""), r"x_train\.npy is empty"),
    "truncated": (
        lambda r: os.truncate(r / "x_train.npy", 500),
        r"truncated: .* need 8768 bytes, the file has 500",
    ),
    "cut in the header": (lambda r: os.truncate(r / "x_train.npy", 50), r"x_train\.npy is not a whole \.npy file"),
    "longer": (lambda r: os.truncate(r / "x_train.npy", 9000), "longer than its header says"),
    "text": (lambda r: (r / "x_train.npy").write_text("hello, world"), r"x_train\.npy is not a whole \.npy file"),
    "folder": (lambda r: ((r / "y_test.npy").unlink(), (r / "y_test.npy").mkdir()), r"y_test\.npy is not a readable file"),
    "pipe": (lambda r: ((r / "y_test.npy").unlink(), os.mkfifo(r / "y_test.npy")), r"y_test\.npy is not a readable file"),
    "float images": (save("x_train.npy", TRAIN / 255), "holds float64; allowed are uint8 .* and int8"),
    "NaN images": (save("x_train.npy", np.full((60, 8, 6, 3), np.nan, np.float32)), "holds float32; allowed are uint8"),
    "flat images": (save("x_train.npy", TRAIN.reshape(60, -1)), r"has shape \(60, 144\); allowed are"),
    "no images": (save("x_train.npy", TRAIN[:0]), r"has shape \(0, 8, 6, 3\)"),
    "channels first": (save("x_train.npy", np.zeros((60, 3, 8, 8), np.uint8)), "channels first; save x.transpose"),
    "Fortran order": (
        lambda r: np.save(r / "x_train.npy", np.asfortranarray(TRAIN)),
        "stored in Fortran order",
    ),
    "other shape": (save("x_test.npy", TEST[:, :, :5]), r"\(8, 6, 3\), x_test\.npy uint8 ones of \(8, 5, 3\); they must agree"),
    "other type": (save("x_test.npy", TEST.view(np.int8)), r"x_test\.npy int8 ones of .*; they must agree"),
    "label count": (save("y_train.npy", np.zeros(59, int)), r"y_train\.npy has shape \(59,\), but there are 60 images"),
    "float labels": (save("y_train.npy", np.full(60, np.nan)), "holds float64; labels are whole numbers"),
    "text labels": (save("y_train.npy", ["cat"] * 60), "holds <U3; labels are whole numbers"),
    "negative label": (save("y_train.npy", np.arange(60) - 1), "holds the label -1; labels are 0 to K - 1"),
    "huge label": (save("y_train.npy", np.full(60, 2**64 - 1, np.uint64)), "holds the label 18446744073709551615"),
    "one class": (save("y_train.npy", np.zeros(60, int)), "60 training samples are of one class"),
    "gap": (save("y_train.npy", np.arange(60) % 2 * 2), "no training sample of class 1; each of the 3 classes needs one"),
    "test class unseen": (save("y_test.npy", np.full(15, 3)), "no training sample of class 3"),
    "too few names": (lambda r: (r / "class_names.txt").write_text("a\nb"), "label is 2, but 2 classes are named"),
    "double name": (lambda r: (r / "class_names.txt").write_text("a\nb\na"), r"class_names\.txt names a class twice: \['a'\]"),
    "name not text": (lambda r: (r / "class_names.json").write_text("[1, 2, 3]"), "one class name a line, or a JSON list"),
    "names not JSON": (lambda r: (r / "class_names.json").write_text("[" * 100_000), "class names in"),
    "names not text": (lambda r: (r / "class_names.txt").write_bytes(b"\xff\xfe\xfa"), "cannot read the class names"),
    "group count": (save("group_train.npy", np.arange(5)), r"group_train\.npy has shape \(5,\), but there are 60 images"),
    "float groups": (save("group_train.npy", np.zeros(60)), "groups are whole numbers or text"),
    "groups of the test part alone": (
        save("group_test.npy", np.arange(15)),
        r"group_test\.npy is there, but no group_train\.npy, .*; add that, or remove group_test\.npy",
    ),
    "too many images": (
        claim("x_train.npy", (20_000_000, 1, 1)),
        r"x_train\.npy holds 20,000,000 images of .*; allowed are 10,000,000 of",
    ),
    "too large images": (claim("x_train.npy", (2, 20_000, 20_000, 3)), r"allowed are 10,000,000 of 50,000,000 values each"),
    "too long groups": (claim("group_train.npy", (60,), "<U9999999"), r"groups take 100,000,000 bytes at most"),
    "many names, each twice": (
        lambda r: (r / "class_names.txt").write_text("".join(f"{n}\n" for n in range(80_000)) * 2),
        r"names a class twice: \['0', '1', '10', '100', '1000'\]",
    ),
    "one group": (save("group_train.npy", np.zeros(60, int)), "1 groups and no group may be in two parts"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_folders_are_refused(folder: Path, case: str) -> None:
    breaks, message = BROKEN[case]
    breaks(folder)
    with pytest.raises(RequestError, match=message) as refusal:
        load("npy", folder)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("content", [
    "{", "[]", '{"scale": 0, "zero_point": 0}', '{"scale": 1e999, "zero_point": 0}', "{}", '{"scale": true, "zero_point": 0}',
    '{"scale": 1, "zero_point": true}', '{"scale": 1e300, "zero_point": 0}', '{"scale": 1e-300, "zero_point": 0}',
    '{"scale": 1' + 400 * "0" + ', "zero_point": 0}', '{"scale": 1, "zero_point": 0}' + 70_000 * " ",
])  # fmt: skip
def test_a_broken_quantization_file(folder: Path, content: str) -> None:
    for part, values in (("train", TRAIN), ("test", TEST)):
        np.save(folder / f"x_{part}.npy", values.view(np.int8))
    (folder / "quantization.json").write_text(content)
    with pytest.raises(RequestError, match=r"quantization\.json must hold"):
        load("npy", folder)
    with pytest.raises(RequestError, match=r"cannot be resized|must hold"):
        load("npy", folder, resolution=8)


def test_features_are_not_resized(folder: Path) -> None:
    for part, values in (("train", TRAIN), ("test", TEST)):
        np.save(folder / f"x_{part}.npy", values.view(np.int8))
    with pytest.raises(RequestError, match=r"int8 features, which cannot be resized; leave data\.resolution at null"):
        load("npy", folder, resolution=8)
    with pytest.raises(RequestError, match=r"no color images that could be made gray; leave data\.color at null"):
        load("npy", folder, gray=True)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::SyntaxWarning")
def test_forged_headers_never_end_in_another_error(tmp_path: Path) -> None:
    """Random bytes changed in the header: it is refused, or still describes these 60 images or labels."""
    rng = np.random.default_rng(4)
    for values, read in ((TRAIN, open_rows), (np.arange(60), lambda path: read_labels(path, 60))):
        np.save(tmp_path / "x.npy", values)
        good = (tmp_path / "x.npy").read_bytes()
        for _ in range(400):
            forged = bytearray(good)
            for position in rng.integers(0, 128, rng.integers(1, 4)):
                forged[position] = rng.integers(0, 256)
            (tmp_path / "x.npy").write_bytes(forged)
            with suppress(RequestError):
                assert read(tmp_path / "x.npy").shape[0] == 60


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"name": "cifar"}, "unknown data set 'cifar'; there are: digits, cifar10"),
        ({"resolution": 2}, "data.resolution=2; allowed are whole numbers from 4 to 1024"),
        ({"resolution": 8.5}, "data.resolution=8.5; allowed"),
        ({"val_fraction": 0.0}, "data.val_fraction=0.0; allowed"),
        ({"val_fraction": float("nan")}, "data.val_fraction=nan; allowed"),
        ({"seed": -1}, "seed=-1; allowed"),
        ({"root": "no/such/folder"}, "data.root=no/such/folder is not a folder"),
        ({"root": "nul\0byte"}, "is not a folder"),
        ({"root": "~nobody-here/x"}, "data.root=~nobody-here/x: ~nobody-here is no home of a user here; give the path"),
        ({"name": "cifar10", "root": None}, "there is no folder .*data/cifar10.*cs.toronto.edu.*data.root=DIR"),
    ],
)
def test_bad_requests(folder: Path, options: dict[str, object], message: str) -> None:
    with pytest.raises(RequestError, match=message):
        load(**{"name": "npy", "root": folder, **options})  # type: ignore[arg-type]


def test_a_cache_that_cannot_be_written(folder: Path, cache: Path) -> None:
    cache.write_text("a file in the way")
    with pytest.raises(RequestError, match=r"cannot write the image cache .*; set DNAS_CACHE"):
        load("npy", folder, resolution=12)

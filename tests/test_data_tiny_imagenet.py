"""Tiny ImageNet's folders as published, whole and broken."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dnas.data import load
from dnas.errors import RequestError

WNIDS = ("n02124075", "n04067472", "n02012849", "n03126707")
WORDS = """n00001740\tentity
n02012849\tcrane
n02124075\tEgyptian cat
n03126707\tcrane
n04067472\treel, spool
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DNAS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def save(path: Path, seed: int, mode: str = "RGB", side: int = 64) -> None:
    shape = (side, side, 3) if mode == "RGB" else (side, side)
    Image.fromarray(np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)).save(path, "JPEG")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Five training pictures a class, the first one gray; eight test pictures, not in the order of their list."""
    root = tmp_path / "data"
    for label, wnid in enumerate(WNIDS):
        (root / "train" / wnid / "images").mkdir(parents=True)
        boxes = "".join(f"{wnid}_{number}.JPEG\t0\t0\t62\t63\n" for number in range(5))
        (root / "train" / wnid / f"{wnid}_boxes.txt").write_text(boxes)
        for number in range(5):
            save(root / "train" / wnid / "images" / f"{wnid}_{number}.JPEG", 10 * label + number, "L" if number == 0 else "RGB")
    (root / "val" / "images").mkdir(parents=True)
    lines = []
    for number in (3, 1, 7, 0, 2, 6, 4, 5):
        save(root / "val" / "images" / f"val_{number}.JPEG", 100 + number)
        lines.append(f"val_{number}.JPEG\t{WNIDS[number % 4]}\t0\t32\t44\t62\n")
    (root / "val" / "val_annotations.txt").write_text("".join(lines))
    (root / "test" / "images").mkdir(parents=True)
    save(root / "test" / "images" / "test_0.JPEG", 1000)
    (root / "wnids.txt").write_text("\n".join(WNIDS))
    (root / "words.txt").write_text(WORDS)
    return root


def test_the_folders(root: Path) -> None:
    (root / "train" / ".ipynb_checkpoints").mkdir()
    data = load("tiny_imagenet", root, val_fraction=0.2)
    assert data.class_names == ("Egyptian cat", "reel", "crane (n02012849)", "crane (n03126707)")
    assert (data.input_shape, data.source_shape, data.resize) == ((3, 64, 64), (64, 64, 3), None)
    assert [len(part) for part in (data.train, data.val, data.test)] == [16, 4, 8]
    np.testing.assert_array_equal(data.test.labels, [3, 1, 3, 0, 2, 2, 0, 1])
    with Image.open(root / "val" / "images" / "val_7.JPEG") as picture:
        np.testing.assert_array_equal(data.test.read(np.array([2]))[0], np.asarray(picture))
    for part in (data.train, data.val):
        for index, row in enumerate(part.indices):
            wnid, number = WNIDS[row // 5], row % 5
            with Image.open(root / "train" / wnid / "images" / f"{wnid}_{number}.JPEG") as picture:
                np.testing.assert_array_equal(part.read(np.array([index]))[0], np.asarray(picture.convert("RGB")))
            assert part.labels[index] == row // 5


def test_the_folder_above_and_the_cache(root: Path, cache: Path) -> None:
    first = load("tiny_imagenet", root).test.read(np.arange(8)).copy()
    (root.parent / "above").mkdir()
    root.rename(root.parent / "above" / "tiny-imagenet-200")
    np.testing.assert_array_equal(load("tiny_imagenet", root.parent / "above").test.read(np.arange(8)), first)
    assert len(list((cache / "tiny_imagenet").iterdir())) == 2
    load("tiny_imagenet", root.parent / "above")
    assert len(list((cache / "tiny_imagenet").iterdir())) == 2, "decoded once"


def test_another_resolution_and_gray_equal_pil(root: Path) -> None:
    data = load("tiny_imagenet", root, resolution=24, gray=True)
    assert (data.input_shape, data.source_shape, data.resize) == (
        (1, 24, 24), (64, 64, 3), "PIL gray (mode L), PIL bilinear",
    )  # fmt: skip
    with Image.open(root / "val" / "images" / "val_3.JPEG") as picture:
        expected = np.asarray(picture.convert("L").resize((24, 24), Image.Resampling.BILINEAR))
    np.testing.assert_array_equal(data.test.read(np.array([0]))[0, ..., 0], expected)


def text(name: str, content: str) -> Callable[[Path], object]:
    return lambda root: (root / name).write_text(content)


PICTURE = "train/n04067472/images/n04067472_3.JPEG"
LIST = "val/val_annotations.txt"


def cut_list(root: Path) -> None:
    lines = (root / LIST).read_text().splitlines(keepends=True)
    (root / LIST).write_text("".join(lines[:5]))


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "nothing": (
        lambda r: [(r / name).unlink() for name in ("wnids.txt", "words.txt", LIST)],
        r"holds no tiny_imagenet\. It would hold wnids\.txt, words\.txt",
    ),
    "no list": (lambda r: (r / "wnids.txt").unlink(), r"wnids\.txt is missing: it would hold classes"),
    "no words": (lambda r: (r / "words.txt").unlink(), r"words\.txt is missing: it would hold the words of each class"),
    "no annotations": (lambda r: (r / LIST).unlink(), r"val_annotations\.txt is missing"),
    "no train": (lambda r: shutil.rmtree(r / "train"), r"tiny_imagenet: .*No such file or directory: .*train"),
    "no class folder": (
        lambda r: shutil.rmtree(r / "train/n04067472"),
        r"cannot read the folder .*train/n04067472/images: No such file",
    ),
    "empty class folder": (
        lambda r: [p.unlink() for p in (r / "train/n04067472/images").iterdir()],
        r"n04067472/images has no pictures",
    ),
    "empty list": (text("wnids.txt", "\n\n"), r"wnids\.txt lists 0 classes"),
    "cut list": (text("wnids.txt", "\n".join(WNIDS[:3])), r"train has the class 'n03126707', which .*wnids\.txt does not list"),
    "class twice": (text("wnids.txt", "\n".join((*WNIDS, WNIDS[0]))), r"wnids\.txt lists 4 classes in 5 lines"),
    "class leads out": (text("wnids.txt", "../val\nn02124075"), r"wnids\.txt names '\.\./val'; allowed are plain names"),
    "not text": (lambda r: (r / "wnids.txt").write_bytes(b"\xff\xfe\xfa"), r"cannot read .*wnids\.txt \(classes\)"),
    "large list": (
        lambda r: os.truncate(r / "wnids.txt", 20_000_000),
        r"wnids\.txt has 20,000,000 bytes; classes take 16,777,216",
    ),
    "loop": (
        lambda r: ((r / "words.txt").unlink(), (r / "words.txt").symlink_to("words.txt")),
        r"cannot read .*words\.txt",
    ),
    "word missing": (text("words.txt", WORDS.replace("n02124075", "n02124076")), r"words\.txt has no words for n02124075"),
    "word empty": (text("words.txt", WORDS.replace("Egyptian cat", "")), r"words\.txt has no words for n02124075"),
    "no test pictures": (text(LIST, ""), r"val_annotations\.txt lists no pictures"),
    "other class": (
        text(LIST, "val_0.JPEG\tn00001740\t0\t0\t1\t1"),
        r"line 1 gives 'val_0\.JPEG' the class 'n00001740', which",
    ),
    "no class": (text(LIST, "val_0.JPEG"), r"line 1 gives 'val_0\.JPEG' the class '', which wnids\.txt does not list"),
    "cut annotations": (
        cut_list,
        r"val_annotations\.txt lacks 3 pictures that .*val/images holds, 'val_4\.JPEG' first; unpack again",
    ),
    "no test folder": (lambda r: shutil.rmtree(r / "val/images"), r"cannot read the folder .*val/images: No such file"),
    "leads out": (text(LIST, f"../../words.txt\t{WNIDS[0]}\t0\t0\t1\t1"), r"val_annotations\.txt names '\.\./\.\./words\.txt'"),
    "twice": (
        text(LIST, f"val_0.JPEG\t{WNIDS[0]}\nval_0.JPEG\t{WNIDS[1]}"),
        r"line 2 lists 'val_0\.JPEG' a second time",
    ),
    "listed, not there": (
        lambda r: (r / "val/images/val_7.JPEG").unlink(),
        r"cannot read .*val/images/val_7\.JPEG: No such file",
    ),
    "of another class": (
        lambda r: shutil.copy(r / PICTURE, r / "train/n02124075/images"),
        r"n02124075/images/n04067472_3\.JPEG is of another class: names in it begin with n02124075_; move it",
    ),
    "no picture": (text(PICTURE, "hello"), r"cannot read the picture .*n04067472_3\.JPEG"),
    "cut picture": (lambda r: os.truncate(r / PICTURE, 1500), r"cannot decode the picture .*n04067472_3\.JPEG"),
    "half unpacked": (
        text("train/n04067472/n04067472_boxes.txt", "n04067472_0.JPEG\t0\t0\t1\t1\nn04067472_9.JPEG\t0\t0\t1\t1\n"),
        r"n04067472/images lacks 1 pictures that n04067472_boxes\.txt lists, 'n04067472_9\.JPEG' first",
    ),
    "not listed": (
        lambda r: shutil.copy(r / PICTURE, r / "train/n04067472/images/mine.JPEG"),
        r"n04067472_boxes\.txt lacks 1 pictures that .*n04067472/images holds, 'mine\.JPEG' first; unpack again",
    ),
    "other size": (
        lambda r: save(r / PICTURE, 0, side=32),
        r"n04067472_3\.JPEG is 32 x 32 when decoded; 64 x 64 were expected",
    ),
    "picture loop": (
        lambda r: ((r / PICTURE).unlink(), (r / PICTURE).symlink_to(Path(PICTURE).name)),
        r"cannot read .*n04067472_3\.JPEG: Too many levels",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_folders_are_refused_and_leave_nothing(root: Path, cache: Path, case: str) -> None:
    breaks, message = BROKEN[case]
    breaks(root)
    with pytest.raises(RequestError, match=message) as refusal:
        load("tiny_imagenet", root)
    assert "\n" not in str(refusal.value)
    assert not [file for file in cache.rglob("*") if file.is_file()]

"""Pictures in class folders, whole and broken."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dnas.data import load
from dnas.errors import RequestError

Pixels = dict[str, np.ndarray]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DNAS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def write_classes(
    root: Path, names: tuple[str, ...], count: int, size: tuple[int, int] = (10, 12), mode: str = "RGB"
) -> Pixels:
    """`count` PNG pictures of (height, width) `size` per class; path -> pixels."""
    rng = np.random.default_rng(len(str(count)))
    written = {}
    for name in names:
        (root / name).mkdir(parents=True)
        for index in range(count):
            pixels = rng.integers(0, 256, (*size, 3) if mode == "RGB" else size, dtype=np.uint8)
            Image.fromarray(pixels).save(root / name / f"{index:03}.png")
            written[f"{name}/{index:03}"] = pixels
    return written


def test_class_folders(tmp_path: Path, cache: Path) -> None:
    root = tmp_path / "pictures"
    pixels = np.stack(list(write_classes(root, ("ant", "bee", "cow"), 20).values()))
    (root / "notes.txt").write_text("not a class")
    (root / "ant" / "notes.txt").write_text("not a picture")
    data = load("image_folder", root, val_fraction=0.25)
    assert data.class_names == ("ant", "bee", "cow")
    assert (data.input_shape, data.source_shape, data.resize) == ((3, 10, 12), (10, 12, 3), None)
    assert [len(part) for part in (data.train, data.val, data.test)] == [36, 12, 12]
    for part in (data.train, data.val, data.test):
        np.testing.assert_array_equal(part.read(np.arange(len(part))), pixels[part.indices])
        np.testing.assert_array_equal(part.labels, part.indices // 20)
    np.testing.assert_array_equal(load("image_folder", root, seed=9).test.indices, data.test.indices)
    assert len(list(cache.rglob("*"))) == 2, "one folder with one file"


def test_train_and_test_folders(tmp_path: Path) -> None:
    write_classes(tmp_path / "train", ("ant", "bee"), 10)
    pixels = write_classes(tmp_path / "test", ("ant", "bee"), 3)
    data = load("image_folder", tmp_path)
    np.testing.assert_array_equal(data.test.labels, [0, 0, 0, 1, 1, 1])
    np.testing.assert_array_equal(data.test.read(np.arange(6)), np.stack(list(pixels.values())))
    assert len(data.train) + len(data.val) == 20


@pytest.mark.parametrize("name", ["val", "valid", "validation"])
def test_a_validation_folder_is_the_validation_part(tmp_path: Path, name: str) -> None:
    counts = {"train": 10, "test": 3, name: 2}
    pixels = {part: np.stack(list(write_classes(tmp_path / part, ("ant", "bee"), counts[part]).values())) for part in counts}
    shutil.rmtree(tmp_path / name / "bee")  # a class may be absent from it
    for seed in (0, 1):
        data = load("image_folder", tmp_path, val_fraction=0.5, seed=seed)
        assert [len(part) for part in (data.train, data.val, data.test)] == [20, 2, 6]
        for part, stored in ((data.train, pixels["train"]), (data.val, pixels[name][:2]), (data.test, pixels["test"])):
            np.testing.assert_array_equal(part.read(np.arange(len(part))), stored)
        np.testing.assert_array_equal(data.val.labels, [0, 0])


def test_validation_folders_without_sense(tmp_path: Path) -> None:
    for part in ("train", "test"):
        write_classes(tmp_path / part, ("ant", "bee"), 3)
    (tmp_path / "val").mkdir()
    with pytest.raises(
        RequestError, match=r"/val has no folders in it; it would hold one per class, as .*/train, or be removed"
    ):
        load("image_folder", tmp_path)
    write_classes(tmp_path / "val", ("cow",), 3)
    with pytest.raises(RequestError, match=r"/val has the class 'cow', .*/train has only: ant, bee"):
        load("image_folder", tmp_path)


def test_classes_that_are_called_train_and_test(tmp_path: Path) -> None:
    write_classes(tmp_path, ("test", "train"), 10)
    assert load("image_folder", tmp_path).class_names == ("test", "train")


def test_gray_pictures_have_one_channel(tmp_path: Path) -> None:
    pixels = np.stack(list(write_classes(tmp_path / "x", ("a", "b"), 10, mode="L").values()))
    data = load("image_folder", tmp_path / "x")
    assert data.input_shape == (1, 10, 12)
    np.testing.assert_array_equal(data.test.read(np.arange(len(data.test)))[..., 0], pixels[data.test.indices])


def test_resizing_equals_pil(tmp_path: Path) -> None:
    root = tmp_path / "x"
    pixels = write_classes(root, ("a",), 6) | write_classes(root, ("b",), 6, size=(30, 9))
    with pytest.raises(RequestError, match=r"a/000\.png is 12 x 10, .*b/000\.png is 9 x 30; set data\.resolution"):
        load("image_folder", root)
    data = load("image_folder", root, resolution=16)
    assert (data.input_shape, data.source_shape, data.resize) == ((3, 16, 16), (10, 12, 3), "PIL bilinear")
    expected = np.stack([np.asarray(Image.fromarray(p).resize((16, 16), Image.Resampling.BILINEAR)) for p in pixels.values()])
    np.testing.assert_array_equal(data.train.read(np.arange(len(data.train))), expected[data.train.indices])


def test_gray_equals_pil_and_says_what_is_stored(tmp_path: Path) -> None:
    pixels = write_classes(tmp_path / "x", ("a", "b"), 6)
    data = load("image_folder", tmp_path / "x", resolution=16, gray=True)
    assert (data.input_shape, data.source_shape) == ((1, 16, 16), (10, 12, 3))
    assert data.resize == "PIL gray (mode L), PIL bilinear"
    gray = [Image.fromarray(p).convert("L").resize((16, 16), Image.Resampling.BILINEAR) for p in pixels.values()]
    expected = np.stack([np.asarray(image) for image in gray])[data.train.indices]
    np.testing.assert_array_equal(data.train.read(np.arange(len(data.train)))[..., 0], expected)


def test_pictures_taken_sideways_are_turned(tmp_path: Path) -> None:
    root = tmp_path / "x"
    write_classes(root, ("a", "b"), 4)
    upright = np.random.default_rng(0).integers(0, 256, (10, 12, 3), dtype=np.uint8)
    picture = Image.fromarray(np.rot90(upright))  # stored turned left; orientation 6 says: turn right to view
    exif = picture.getexif()
    exif[0x0112] = 6
    picture.save(root / "a" / "000.png", exif=exif)
    data = load("image_folder", root)
    part = next(p for p in (data.train, data.val, data.test) if 0 in p.indices)
    np.testing.assert_array_equal(part.read(np.flatnonzero(part.indices == 0))[0], upright)


def test_a_changed_picture_is_decoded_again(tmp_path: Path) -> None:
    root = tmp_path / "x"
    write_classes(root, ("a", "b"), 5)
    load("image_folder", root)
    for index in range(5):
        Image.new("RGB", (12, 10), (7, 7, 7)).save(root / "a" / f"{index:03}.png")
        os.utime(root / "a" / f"{index:03}.png", ns=(1, 1))
    data = load("image_folder", root)
    assert data.test.read(np.flatnonzero(data.test.labels == 0)).max() == 7


def test_broken_pictures_are_named_and_leave_nothing(tmp_path: Path, cache: Path) -> None:
    root = tmp_path / "x"
    write_classes(root, ("a", "b"), 5)
    path = root / "b" / "003.png"
    good = path.read_bytes()
    wrong = [b"", b"hello", good[:20], good[:200], good[:60] + bytes(100) + good[160:]]
    for content in wrong:
        path.write_bytes(content)
        with pytest.raises(RequestError, match=r"cannot (read|decode) the picture .*b/003\.png"):
            load("image_folder", root)
    path.unlink()
    path.symlink_to(tmp_path / "nowhere")
    with pytest.raises(RequestError, match=r"b/003\.png"):
        load("image_folder", root)
    assert not [file for file in cache.rglob("*") if file.is_file()]


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::PIL.Image.DecompressionBombWarning")
def test_random_damage_never_ends_in_another_error(tmp_path: Path) -> None:
    root = tmp_path / "x"
    write_classes(root, ("a", "b"), 4)
    rng = np.random.default_rng(0)
    for kind in ("png", "jpg", "gif", "bmp", "tif", "webp", "ppm"):
        path = root / "a" / f"damaged.{kind}"
        Image.new("RGB", (12, 10), (200, 100, 50)).save(path)
        good = path.read_bytes()
        for _ in range(25):
            damaged = bytearray(good)
            for position in rng.integers(0, len(good), 4):
                damaged[position] = rng.integers(0, 256)
            path.write_bytes(damaged)
            with suppress(RequestError):
                load("image_folder", root, resolution=8)
        path.unlink()


def test_programs_in_disguise_are_not_decoded(tmp_path: Path) -> None:
    root = tmp_path / "x"
    write_classes(root, ("a", "b"), 4)
    (root / "a" / "000.png").write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\nshowpage\n")
    with pytest.raises(RequestError, match=r"cannot read the picture .*000\.png"):
        load("image_folder", root)


def test_pipes_in_disguise_are_not_waited_for(tmp_path: Path) -> None:
    root = tmp_path / "x"
    write_classes(root, ("a", "b"), 4)
    os.mkfifo(root / "a" / "z.png")
    with pytest.raises(RequestError, match=r"a/z\.png is not a readable file: it would hold a picture"):
        load("image_folder", root)


def test_pictures_are_decoded_again_by_another_pil(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_classes(tmp_path / "x", ("a", "b"), 4)
    for version in ("1.0", "1.0", "2.0"):
        monkeypatch.setattr("PIL.__version__", version)
        load("image_folder", tmp_path / "x")
    assert len(list(cache.rglob("*.npy"))) == 2


def test_16_bit_pictures_are_refused(tmp_path: Path) -> None:
    root = tmp_path / "x"
    write_classes(root, ("a", "b"), 4)
    Image.fromarray(np.full((10, 12), 40_000, np.uint16)).save(root / "a" / "000.png")
    with pytest.raises(RequestError, match="pixels of type 'I;16'; allowed are 8-bit gray and color"):
        load("image_folder", root)


def test_folders_without_sense(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"there is no folder .*; it would hold one folder of pictures per class"):
        load("image_folder", tmp_path / "nowhere")
    root = tmp_path / "x"
    root.mkdir()
    with pytest.raises(RequestError, match="has no folders in it"):
        load("image_folder", root)
    write_classes(root, ("a",), 5)
    with pytest.raises(RequestError, match="are of one class"):
        load("image_folder", root)
    (root / "b").mkdir()
    with pytest.raises(RequestError, match=r"x/b has no pictures; read are: \.bmp"):
        load("image_folder", root)
    write_classes(tmp_path / "y" / "train", ("a", "b"), 5)
    with pytest.raises(RequestError, match="only one of the folders train and test"):
        load("image_folder", tmp_path / "y")
    write_classes(tmp_path / "y" / "test", ("a", "c"), 5)
    with pytest.raises(RequestError, match=r"has the class 'c', .* has only: a, b"):
        load("image_folder", tmp_path / "y")


def test_parts_in_capitals_and_other_words(tmp_path: Path) -> None:
    for part, count in (("Training", 10), ("TEST", 3), ("Val", 2)):
        write_classes(tmp_path / part, ("ant", "bee"), count)
    data = load("image_folder", tmp_path)
    assert data.class_names == ("ant", "bee")
    assert [len(part) for part in (data.train, data.val, data.test)] == [20, 4, 6]
    write_classes(tmp_path / "testing", ("ant", "bee"), 3)
    with pytest.raises(RequestError, match=r"has TEST and testing; one part is one folder, put them together"):
        load("image_folder", tmp_path)


def test_hidden_folders_are_no_samples_and_linked_ones_are(tmp_path: Path) -> None:
    root = tmp_path / "x"
    pixels = write_classes(root, ("a", "b"), 5)
    write_classes(tmp_path / "elsewhere", ("more",), 2)
    for hidden in (root / "a" / ".ipynb_checkpoints", root / "__MACOSX"):
        hidden.mkdir()
        shutil.copy(root / "a" / "000.png", hidden / "000.png")
    (root / "a" / "linked").symlink_to(tmp_path / "elsewhere" / "more")
    (root / "a" / "loop").symlink_to(root / "a")
    data = load("image_folder", root)
    assert data.class_names == ("a", "b")
    assert sum(len(part) for part in (data.train, data.val, data.test)) == len(pixels) + 2


def test_a_class_that_no_file_could_name_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "x"
    write_classes(root, ("a", "b"), 5)
    (root / "b").rename(root / os.fsdecode(b"caf\xe9"))
    with pytest.raises(RequestError, match=r"the class name 'caf\\udce9' is not valid Unicode"):
        load("image_folder", root)
    root.rename(tmp_path / os.fsdecode(b"r\xe9"))
    with pytest.raises(RequestError, match=r"data\.root='.*r\\udce9' is not valid Unicode"):
        load("image_folder", tmp_path / os.fsdecode(b"r\xe9"))


def test_pictures_exchanged_within_one_time_are_decoded_again(tmp_path: Path) -> None:
    root = tmp_path / "x"
    write_classes(root, ("a", "b"), 5)
    for path in root.rglob("*.png"):
        os.utime(path, ns=(1, 1))  # as archives that are the same each time unpack
    before = {path: path.read_bytes() for path in sorted((root / "a").iterdir())}
    assert len(set(map(len, before.values()))) == 1, "a time alone tells them apart"
    load("image_folder", root)
    white = Image.new("RGB", (12, 10), (255, 255, 255))
    for path, content in before.items():
        white.save(path)
        path.write_bytes(path.read_bytes().ljust(len(content), b"\0"))
        os.utime(path, ns=(1, 1))
    data = load("image_folder", root)
    assert data.test.read(np.flatnonzero(data.test.labels == 0)).min() == 255

"""CIFAR-10's three forms as published, whole and broken."""

import gzip
import hashlib
import io
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from py2pickle import Py2Pickle

from dnas.data import cifar, load
from dnas.data.cache import cached_json, file_identity
from dnas.errors import RequestError

NAMES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
RNG = np.random.default_rng(0)
BATCHES = {batch: RNG.integers(0, 256, (20, 3072), dtype=np.uint8) for batch in (*cifar.TRAIN, cifar.TEST)}
LABELS = {batch: RNG.permutation(20) % 10 for batch in BATCHES}


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DNAS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def pickled(labels: object, data: object) -> bytes:
    files = [f"leptodactylus_pentadactylus_s_{i:06}.png".encode() for i in range(20)]
    return Py2Pickle().dumps({b"batch_label": b"batch 1 of 5", b"labels": labels, b"data": data, b"filenames": files})


META = Py2Pickle().dumps({b"num_cases_per_batch": 10000, b"label_names": [n.encode() for n in NAMES], b"num_vis": 3072})
PICKLES = {batch: pickled(LABELS[batch].tolist(), BATCHES[batch]) for batch in BATCHES} | {"batches.meta": META}


def write_python(root: Path) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    for name, content in PICKLES.items():
        (root / name).write_bytes(content)
    return root


def write_binary(root: Path) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    for batch, data in BATCHES.items():
        np.hstack([LABELS[batch][:, None].astype(np.uint8), data]).tofile(root / f"{batch}.bin")
    (root / "batches.meta.txt").write_text("\n".join(NAMES) + "\n\n")
    return root


def archive(members: dict[str, bytes], kinds: dict[str, bytes] | None = None) -> bytes:
    """A .tar.gz with `members` in their order, as GNU tar writes it."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz", compresslevel=1, format=tarfile.GNU_FORMAT) as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            info.type = (kinds or {}).get(name, tarfile.REGTYPE)
            tar.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


# The published archive has the batches out of order, a page of text and the folder itself.
ORDER = ("data_batch_4", "test_batch", "data_batch_3", "batches.meta", "data_batch_2", "data_batch_5", "data_batch_1")
MEMBERS = {"cifar-10-batches-py/readme.html": b"<html>"} | {f"cifar-10-batches-py/{name}": PICKLES[name] for name in ORDER}


def write_archive(root: Path) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    folder = tarfile.DIRTYPE
    content = archive({"cifar-10-batches-py": b""} | MEMBERS, {"cifar-10-batches-py": folder})
    (root / "cifar-10-python.tar.gz").write_bytes(content)
    return root


def test_these_pickles_are_written_like_the_published_ones() -> None:
    """The names' file is the published one byte for byte: its MD5 as torchvision lists it (torchvision/datasets/cifar.py)."""
    assert hashlib.md5(META).hexdigest() == "5ff9c542aee3614f3951f8cda6e48888"


FORMS: dict[str, Callable[[Path], Path]] = {
    "": write_python, "cifar-10-batches-py": write_python, " ": write_binary, "cifar-10-batches-bin": write_binary,
    "  ": write_archive, "cifar10": write_archive,
}  # fmt: skip


@pytest.mark.parametrize("place", FORMS)
def test_the_three_forms_are_the_same_data(tmp_path: Path, place: str) -> None:
    root = tmp_path / "data"
    FORMS[place](root / place.strip())
    before = sorted(root.rglob("*"))
    data = load("cifar10", root, val_fraction=0.2)
    assert (data.input_shape, data.source_shape, data.resize, data.kind) == ((3, 32, 32), (32, 32, 3), None, "image")
    assert data.class_names == NAMES
    planes = BATCHES["test_batch"].reshape(-1, 3, 32, 32)
    images = data.test.read(np.arange(20))
    for channel in range(3):
        np.testing.assert_array_equal(images[..., channel], planes[:, channel])
    np.testing.assert_array_equal(data.test.labels, LABELS["test_batch"])
    everything = np.concatenate([BATCHES[batch] for batch in cifar.TRAIN]).reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
    labels = np.concatenate([LABELS[batch] for batch in cifar.TRAIN])
    seen = np.concatenate([part.labels * 1000 + part.read(np.arange(len(part)))[:, 0, 0, 0] for part in (data.train, data.val)])
    np.testing.assert_array_equal(np.sort(seen), np.sort(labels * 1000 + everything[:, 0, 0, 0]))
    assert sorted(root.rglob("*")) == before, "nothing is unpacked beside the archive"


def test_members_may_begin_with_the_folder_they_were_packed_in(tmp_path: Path) -> None:
    (tmp_path / "cifar-10-python.tar.gz").write_bytes(archive({f"./{name}": content for name, content in MEMBERS.items()}))
    np.testing.assert_array_equal(load("cifar10", tmp_path).test.labels, LABELS["test_batch"])


def test_the_archive_itself_is_no_folder(tmp_path: Path) -> None:
    path = write_archive(tmp_path / "data") / "cifar-10-python.tar.gz"
    for name in ("cifar10", "cifar10_binary"):
        with pytest.raises(
            RequestError, match=rf"tar\.gz is a file; give its folder, data\.root={path.parent}\. It would hold"
        ):
            load(name, path)


def test_what_is_left_of_unpacking_does_not_hide_the_archive(tmp_path: Path) -> None:
    write_archive(tmp_path)
    (tmp_path / "cifar-10-batches-py").mkdir()
    (tmp_path / "cifar-10-batches-py" / "data_batch_4").write_bytes(PICKLES["data_batch_4"])
    np.testing.assert_array_equal(load("cifar10", tmp_path).test.labels, LABELS["test_batch"])


def test_the_validation_part_is_the_same_in_every_form(tmp_path: Path) -> None:
    parts = []
    for number, write in enumerate((write_python, write_binary, write_archive)):
        parts.append(load("cifar10", write(tmp_path / str(number)), val_fraction=0.2).val.read(np.arange(20)).copy())
    np.testing.assert_array_equal(parts[0], parts[1])
    np.testing.assert_array_equal(parts[0], parts[2])


def test_files_are_read_once_and_again_when_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_python(tmp_path / "data")
    first = load("cifar10", root).test.read(np.arange(20)).copy()
    with monkeypatch.context() as patch:
        patch.setattr(cifar, "_contents", lambda place: pytest.fail("read again"))
        np.testing.assert_array_equal(load("cifar10", root).test.read(np.arange(20)), first)
    (root / "test_batch").write_bytes(pickled(LABELS["test_batch"].tolist(), np.full((20, 3072), 7, np.uint8)))
    os.utime(root / "test_batch", ns=(1, 1))
    assert load("cifar10", root).test.read(np.arange(20)).max() == 7


def test_an_index_made_before_sizes_were_compared_is_not_read(tmp_path: Path) -> None:
    root = write_binary(tmp_path / "data")
    files = [*(f"{batch}.bin" for batch in BATCHES), "batches.meta.txt"]
    old = {"class_names": NAMES, "batches": [(file, [0] * 19) for file in files[:-1]]}
    cached_json("cifar10", ["index", *(file_identity(root / file) for file in files)], lambda: old)
    np.testing.assert_array_equal(load("cifar10", root).test.labels, LABELS["test_batch"])


def test_gray_and_another_resolution_equal_pil(tmp_path: Path) -> None:
    data = load("cifar10", write_archive(tmp_path), resolution=24, gray=True)
    assert (data.input_shape, data.resize) == ((1, 24, 24), "PIL gray (mode L), PIL bilinear")
    image = Image.fromarray(BATCHES["test_batch"][3].reshape(3, 32, 32).transpose(1, 2, 0)).convert("L")
    expected = np.asarray(image.resize((24, 24), Image.Resampling.BILINEAR))
    np.testing.assert_array_equal(data.test.read(np.array([3]))[0, ..., 0], expected)


def test_an_altered_archive_of_official_size_is_warned_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    size_bytes = (write_archive(tmp_path) / "cifar-10-python.tar.gz").stat().st_size
    monkeypatch.setattr(cifar, "ARCHIVE_MD5", (size_bytes, "0" * 32))
    for _ in range(2):
        load("cifar10", tmp_path)
    error = capsys.readouterr().err
    assert error.count("warning") == error.count("\n") == 1
    assert "cifar-10-python.tar.gz has MD5" in error


def put(name: str, content: bytes) -> Callable[[Path], object]:
    return lambda root: (root / name).write_bytes(content)


DATA = BATCHES["test_batch"]
BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "nothing": (
        lambda r: [file.unlink() for file in r.iterdir()],
        r"holds no cifar10\. It would hold data_batch_1 to data_batch_5",
    ),
    "first missing": (lambda r: (r / "data_batch_1").unlink(), "data_batch_1 is missing: it would hold a part of CIFAR-10"),
    "missing": (lambda r: (r / "data_batch_4").unlink(), "data_batch_4 is missing: it would hold a part of CIFAR-10"),
    "no names": (lambda r: (r / "batches.meta").unlink(), r"batches\.meta is missing"),
    "empty": (put("test_batch", b""), "test_batch is no batch of CIFAR-10: the pickle is truncated"),
    "cut": (put("test_batch", PICKLES["test_batch"][:30_000]), "test_batch is no batch of CIFAR-10: the pickle is truncated"),
    "text": (put("test_batch", b"hello"), "test_batch is no batch of CIFAR-10: the pickle"),
    "code": (
        put("test_batch", b"cos\nsystem\n(S'touch boom'\ntR."),
        "test_batch is no batch of CIFAR-10: the pickle holds the inst",
    ),
    "label": (put("test_batch", pickled([10] * 20, DATA)), "test_batch holds labels from 10 to 10; labels are 0 to 9"),
    "negative": (put("test_batch", pickled([-1] * 20, DATA)), "test_batch holds labels from -1 to -1"),
    "labels are text": (put("test_batch", pickled([b"cat"] * 20, DATA)), "its labels are no list of whole numbers"),
    "no labels": (put("test_batch", pickled([], DATA)), r"it holds 0 labels for images of shape \(20, 3072\)"),
    "label count": (put("test_batch", pickled([1] * 19, DATA)), "it holds 19 labels for images of shape"),
    "short": (
        put("data_batch_2", pickled(LABELS["data_batch_2"][:19].tolist(), DATA[:19])),
        r"data_batch_2 holds 19 images where another batch has 20; download it again",
    ),
    "other size": (put("test_batch", pickled([1] * 20, DATA[:, :3000])), r"20 labels for images of shape \(20, 3000\)"),
    "no images": (put("test_batch", Py2Pickle().dumps({b"labels": [1]})), "test_batch is no batch of CIFAR-10: b'data'"),
    "list": (put("test_batch", Py2Pickle().dumps([1])), "test_batch is no batch of CIFAR-10"),
    "names": (
        put("batches.meta", Py2Pickle().dumps({b"label_names": [b"cat"] * 10})),
        r"batches\.meta names 10 classes; .* differ",
    ),
    "no name": (
        put("batches.meta", Py2Pickle().dumps({b"label_names": [b"", *(b"%d" % k for k in range(9))]})),
        r"the class name '' is empty or has control characters; rename it",
    ),
    "name of a terminal": (
        put("batches.meta", Py2Pickle().dumps({b"label_names": [b"\x1b[2J", *(b"%d" % k for k in range(9))]})),
        r"the class name '\\x1b\[2J' is empty or has control characters; rename it",
    ),
    "no list of names": (
        put("batches.meta", Py2Pickle().dumps({b"label_names": 3})),
        r"cannot read the class names in .*\.meta",
    ),
    "large": (
        lambda r: os.truncate(r / "test_batch", 40_000_001),
        "test_batch has 40,000,001 bytes; .* has 40,000,000 at most",
    ),
    "folder": (lambda r: ((r / "test_batch").unlink(), (r / "test_batch").mkdir()), "test_batch is not a readable file"),
    "loop": (lambda r: ((r / "test_batch").unlink(), (r / "test_batch").symlink_to("test_batch")), "cannot read .*test_batch"),
    "absent class": (
        lambda r: [put(batch, pickled([1, 2] * 10, DATA))(r) for batch in cifar.TRAIN],
        "no training sample of class airplane",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_folders_are_refused(tmp_path: Path, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    breaks, message = BROKEN[case]
    breaks(write_python(tmp_path / "data"))
    with pytest.raises(RequestError, match=message) as refusal:
        load("cifar10", tmp_path / "data")
    assert "\n" not in str(refusal.value)
    assert not (tmp_path / "boom").exists()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("test_batch.bin", b"", r"test_batch\.bin is no batch of CIFAR-10: it holds 0 labels"),
        ("test_batch.bin", bytes(3072), r"test_batch\.bin is no batch of CIFAR-10: cannot reshape"),
        ("test_batch.bin", b"\x0b" + bytes(3072), r"test_batch\.bin holds labels from 11 to 11"),
        ("data_batch_5.bin", bytes(19 * 3073), r"data_batch_5\.bin holds 19 images where another batch has 20"),
        ("batches.meta.txt", b"\xff\xfe", r"cannot read the class names in .*batches\.meta\.txt"),
        ("batches.meta.txt", b"cat dog", r"batches\.meta\.txt names 2 classes; it would hold 10"),
    ],
)
def test_broken_binary_files_are_refused(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (write_binary(tmp_path / "data") / name).write_bytes(content)
    with pytest.raises(RequestError, match=message):
        load("cifar10", tmp_path / "data")


GOOD = archive(MEMBERS)
TEST = "cifar-10-batches-py/test_batch"


def sized(size: bytes) -> bytes:
    """An archive whose first header gives `size`, with the right sum."""
    tar = bytearray(gzip.decompress(GOOD))
    tar[124:136] = size.ljust(12, b"\0")
    tar[148:156] = b" " * 8
    tar[148:156] = b"%06o\0 " % sum(tar[:512])
    return gzip.compress(bytes(tar), 1)


ARCHIVES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "it lacks data_batch_1, data_batch_2"),
    "no gzip": (b"hello", "Not a gzipped file"),
    "no tar": (gzip.compress(b"hello" * 1000), "a header is damaged"),
    "cut": (GOOD[: len(GOOD) // 2], "Compressed file ended"),
    "damaged": (GOOD[:5000] + bytes(9) + GOOD[5009:], "archive: |data_batch_4 is no batch"),
    "checksum": (GOOD[:-8] + bytes(8), "CRC check failed"),
    "tar cut": (gzip.compress(gzip.decompress(GOOD)[:100_000], 1), "is cut short"),
    "member missing": (archive({name: content for name, content in MEMBERS.items() if name != TEST}), "it lacks test_batch"),
    "elsewhere": (archive({f"../{name}": content for name, content in MEMBERS.items()}), "it lacks data_batch_1"),
    "absolute": (archive({f"/tmp/{name}": content for name, content in MEMBERS.items()}), "it lacks data_batch_1"),
    "link": (archive({TEST: b""} | MEMBERS | {TEST: b""}, {TEST: tarfile.SYMTYPE}), "it lacks test_batch"),
    "bad batch": (archive(MEMBERS | {TEST: b"hello"}), r"cifar-10-python\.tar\.gz/test_batch is no batch of CIFAR-10"),
    "negative size": (sized(b"-1000"), "a header is damaged"),
    "huge size": (sized(b"77777777777"), "unpacks to more than 400,000,000 bytes"),
    "size in letters": (sized(b"many"), "a header is damaged"),
    "wrong sum": (gzip.compress(b"x" + gzip.decompress(GOOD)[1:], 1), "a header is damaged"),
    "bomb": (archive({f"{n}": bytes(30_000_000) for n in range(14)} | MEMBERS), "unpacks to more than 400,000,000 bytes"),
}


@pytest.mark.parametrize("case", ARCHIVES)
def test_broken_archives_are_refused_and_leave_nothing(tmp_path: Path, cache: Path, case: str) -> None:
    content, message = ARCHIVES[case]
    root = tmp_path / "data"
    root.mkdir()
    (root / "cifar-10-python.tar.gz").write_bytes(content)
    with pytest.raises(RequestError, match=r"cifar-10-python\.tar\.gz") as refusal:
        load("cifar10", root)
    refusal.match(message)
    assert not [file for file in tmp_path.rglob("*") if file.is_file() and file.name != "cifar-10-python.tar.gz"]


PEAK = """
import sys
from dnas.data import load
def peak_kib():
    return int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
before = peak_kib()
data = load("cifar10", sys.argv[1])
print(peak_kib() - before, len(data.train) + len(data.val))
"""


def test_a_test_batch_may_be_smaller_but_in_the_whole_data_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_binary(tmp_path / "data")
    os.truncate(root / "test_batch.bin", 19 * 3073)
    assert len(load("cifar10", root).test) == 19
    monkeypatch.setattr(cifar, "BATCH_IMAGES", 20)
    os.truncate(root / "test_batch.bin", 18 * 3073)
    with pytest.raises(RequestError, match=r"test_batch\.bin holds 18 images where another batch has 20"):
        load("cifar10", root)


def test_batches_of_official_size_are_held_one_at_a_time(tmp_path: Path) -> None:
    full = pickled((np.arange(10_000) % 10).tolist(), np.zeros((10_000, 3072), np.uint8))
    members = {name: full if "batch_" in name or name == TEST else content for name, content in MEMBERS.items()}
    (tmp_path / "cifar-10-python.tar.gz").write_bytes(archive(members))
    result = subprocess.run([sys.executable, "-c", PEAK, str(tmp_path)], capture_output=True, text=True, check=True)
    grown_kib, count = map(int, result.stdout.split())
    assert count == 50_000
    assert grown_kib < 50_000, "one batch of 31 MB at a time"


@pytest.mark.parametrize("write", [write_python, write_binary])
def test_two_classes_are_the_first_five_against_the_others(tmp_path: Path, write: Callable[[Path], Path]) -> None:
    root = write(tmp_path / "data")
    ten, two = load("cifar10", root, seed=3), load("cifar10_binary", root, seed=3)
    assert two.class_names == ("airplane_to_deer", "dog_to_truck")
    assert two.name == "cifar10_binary"
    assert np.array_equal(two.test.labels, ten.test.labels >= 5)
    assert sorted(two.train.labels.tolist() + two.val.labels.tolist()) == [0] * 50 + [1] * 50
    assert np.array_equal(two.test.read(np.arange(20)), ten.test.read(np.arange(20)))
    everything = np.concatenate([LABELS[batch] for batch in cifar.TRAIN])
    assert np.array_equal(two.train.labels, everything[two.train.indices] >= 5)


def test_two_classes_are_sought_where_the_ten_lie(cache: Path) -> None:
    write_python(cache / "data" / "cifar10")
    assert len(load("cifar10_binary").train) == 90
    with pytest.raises(RequestError, match="data=cifar10: "):
        load("cifar10_binary", cache / "elsewhere")

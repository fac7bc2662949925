"""Single pictures: turned and resized as PIL does it, without needless copies; those that are too large are refused."""

import os
import struct
import subprocess
import sys
import zlib
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from dnas.data import pictures
from dnas.data.pictures import EXIF_ORIENTATION, decode, decoded_rows, open_picture, upright_size
from dnas.errors import RequestError

STORED = {"jpg": ("RGB", "L", "CMYK"), "png": ("RGB", "RGBA", "L", "LA", "P", "1"), "tif": ("RGB",), "webp": ("RGB",)}
TURNS = (
    None, Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_180, Image.Transpose.FLIP_TOP_BOTTOM,
    Image.Transpose.TRANSPOSE, Image.Transpose.ROTATE_270, Image.Transpose.TRANSVERSE, Image.Transpose.ROTATE_90,
)  # fmt: skip
"""By orientation, from 1 on."""


@pytest.mark.parametrize(("kind", "mode"), [(kind, mode) for kind, modes in STORED.items() for mode in modes])
def test_decoding_equals_pil_for_every_orientation(tmp_path: Path, kind: str, mode: str) -> None:
    rng = np.random.default_rng(0)
    height, width = 149, 73
    source = Image.fromarray(rng.integers(0, 256, (height, width, 3), dtype=np.uint8)).convert(mode)
    path = tmp_path / f"x.{kind}"
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[EXIF_ORIENTATION] = orientation
        source.save(path, exif=exif)
        with Image.open(path) as picture:
            upright = ImageOps.exif_transpose(picture)
        assert (upright.width == height) == (orientation > 4)
        for side, channels in product((17, width, 300), (1, 3)):
            expected = upright.convert("L" if channels == 1 else "RGB").resize((side, side), Image.Resampling.BILINEAR)
            found = decode(str(path), (side, side, channels), resize=True)
            np.testing.assert_array_equal(found, np.asarray(expected).reshape(side, side, channels))
        np.testing.assert_array_equal(
            decode(str(path), (upright.height, upright.width, 3), resize=False), np.asarray(upright.convert("RGB"))
        )


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw"])
@pytest.mark.parametrize("mode", ["L", "RGB", "P", "RGBA", "CMYK", "1"])
def test_turned_tiff_files(tmp_path: Path, mode: str, compression: str) -> None:
    """PIL 13 itself garbles those that are not compressed: it maps them with height and width exchanged."""
    pixels = np.random.default_rng(0).integers(0, 256, (40, 60, 3), dtype=np.uint8)
    source, path = Image.fromarray(pixels).convert(mode), tmp_path / "x.tif"
    for orientation, turn in enumerate(TURNS, start=1):
        exif = Image.Exif()
        exif[EXIF_ORIENTATION] = orientation
        source.save(path, exif=exif, compression=compression)
        expected = source.convert("RGB") if turn is None else source.convert("RGB").transpose(turn)
        with open_picture(str(path)) as picture:
            assert upright_size(picture, "x") == (expected.height, expected.width)
        found = decode(str(path), (expected.height, expected.width, 3), resize=False)
        np.testing.assert_array_equal(found, np.asarray(expected))


@pytest.mark.parametrize(
    ("kind", "orientation", "options", "pixel_bytes"),
    [
        ("jpg", 1, {}, 4),
        ("jpg", 6, {}, 8),
        ("jpg", 1, {"progressive": True}, 12),
        ("webp", 1, {}, 16),
        ("tif", 1, {}, 8),
        ("png", 1, {}, 4),
    ],
)
def test_the_limit_is_that_of_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, orientation: int, options: dict[str, bool], pixel_bytes: int
) -> None:
    exif = Image.Exif()
    exif[EXIF_ORIENTATION] = orientation
    path = tmp_path / f"x.{kind}"
    Image.new("RGB", (100, 80)).save(path, exif=exif, **options)
    monkeypatch.setattr(pictures, "MAX_DECODED_BYTES", 8000 * pixel_bytes)
    open_picture(str(path)).close()
    monkeypatch.setattr(pictures, "MAX_DECODED_BYTES", 8000 * pixel_bytes - 1)
    with pytest.raises(RequestError, match=r"x\.\w+ is 100 x 80; allowed are 7,999 pixels in all where a "):
        open_picture(str(path))


def test_another_size_is_not_resized_unasked(tmp_path: Path) -> None:
    Image.new("RGB", (12, 10)).save(tmp_path / "x.png")
    with pytest.raises(RequestError, match=r"x\.png is 12 x 10 when decoded; 10 x 12 were expected"):
        decode(str(tmp_path / "x.png"), (12, 10, 3), resize=False)


PEAK = """
import sys
from PIL import Image
from dnas.data.pictures import decode

def peak_kib():
    return int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])

small, large = sys.argv[1:]
decode(small, (32, 32, 3), True)
before = peak_kib()
decode(large, (32, 32, 3), True)
print(peak_kib() - before)
"""


@pytest.mark.parametrize(("mode", "orientation", "copies"), [("RGB", 1, 1), ("RGB", 6, 2), ("CMYK", 6, 2)])
def test_the_memory_of_a_photo_of_12_megapixels(tmp_path: Path, mode: str, orientation: int, copies: int) -> None:
    exif = Image.Exif()
    exif[EXIF_ORIENTATION] = orientation
    for name, size in (("small", (64, 48)), ("large", (4000, 3000))):
        Image.new(mode, size).save(tmp_path / f"{name}.jpg", exif=exif)
    command = [sys.executable, "-c", PEAK, str(tmp_path / "small.jpg"), str(tmp_path / "large.jpg")]
    grown_kib = int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert grown_kib * 1024 < copies * 48e6 + 8e6, "its pixels take 48 MB"


@pytest.mark.parametrize("side", [8_000, 10_000, 100_000], ids=["ours", "PIL warns", "PIL refuses"])
def test_pictures_beyond_the_limit_end_in_one_message(tmp_path: Path, side: int, capfd: pytest.CaptureFixture[str]) -> None:
    header = b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"")
    chunks = [struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in (header, data)]
    (tmp_path / "x.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))
    with pytest.raises(RequestError, match=r"x\.png is .*; allowed are 50,000,000 pixels in all, shrink it") as refusal:
        open_picture(str(tmp_path / "x.png"))
    assert "\n" not in str(refusal.value)
    assert capfd.readouterr().err == ""


def test_pipes_are_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DNAS_CACHE", str(tmp_path / "cache"))
    os.mkfifo(tmp_path / "x.png")
    with pytest.raises(RequestError, match=r"x\.png is not a readable file: it would hold a picture"):
        decoded_rows("x", [str(tmp_path / "x.png")], 8, gray=False, resize=True)


def tiled(path: Path, side: int) -> None:
    """A gray TIFF of 8x8 whose one tile has `side` rows and columns."""
    tile = zlib.compress(bytes(side * side))
    tags = {256: 8, 257: 8, 258: 8, 259: 8, 262: 1, 277: 1, 322: side, 323: side, 324: 0, 325: len(tile)}
    tags[324] = 8 + 2 + 12 * len(tags) + 4
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
    path.write_bytes(b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + bytes(4) + tile)


def test_a_tile_that_is_larger_than_its_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiled(tmp_path / "x.tif", 64)
    monkeypatch.setattr(pictures, "MAX_DECODED_BYTES", 64 * 64 * 8)
    assert not decode(str(tmp_path / "x.tif"), (8, 8, 1), resize=False).any()
    monkeypatch.setattr(pictures, "MAX_DECODED_BYTES", 64 * 64 * 8 - 1)
    with pytest.raises(RequestError, match=r"x\.tif has tiles of 64 x 64; allowed are 4,095 pixels in one, save it anew"):
        decode(str(tmp_path / "x.tif"), (8, 8, 1), resize=False)


def in_strips(path: Path, strips: int, large: bool = False, order: str = "<") -> None:
    """A gray TIFF of one column, each row a strip of its own; `large` as files beyond 4 GB are."""
    size, entry, start = (8, "HHQQ", 16) if large else (4, "HHLL", 8)
    tags = {256: 1, 257: strips, 258: 8, 259: 1, 262: 1, 273: 0, 277: 1, 278: 1}
    tags[273] = start + (8 if large else 2) + struct.calcsize(order + entry) * len(tags) + size
    head = {"<": b"II", ">": b"MM"}[order] + (
        struct.pack(order + "HHHQ", 43, 8, 0, 16) if large else struct.pack(order + "HL", 42, 8)
    )
    wide, count = (16, "Q") if large else (4, "H")
    entries = [struct.pack(order + entry, tag, wide if tag == 273 else 4, 1, value) for tag, value in tags.items()]
    entries[5] = struct.pack(order + entry, 273, wide, strips, tags[273])
    places = (tags[273] + size * strips + np.arange(strips)).astype(f"{order}u{size}")
    path.write_bytes(
        head + struct.pack(order + count, len(tags)) + b"".join(entries) + bytes(size) + places.tobytes() + b"\7" * strips
    )


@pytest.mark.parametrize(("large", "order"), [(False, "<"), (False, ">"), (True, "<")])
def test_a_picture_cut_into_pieces(tmp_path: Path, large: bool, order: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.tif"
    in_strips(path, 50, large, order)
    monkeypatch.setattr(pictures, "MAX_PIECES", 50)
    assert (decode(str(path), (50, 1, 1), resize=False) == 7).all()
    monkeypatch.setattr(pictures, "MAX_PIECES", 49)
    with pytest.raises(RequestError, match=r"x\.tif is cut into 50 strips or tiles; 49 are read, save it anew"):
        open_picture(str(path))


def test_a_file_that_is_mostly_no_picture(tmp_path: Path) -> None:
    Image.new("L", (8, 8)).save(tmp_path / "x.png")
    os.truncate(tmp_path / "x.png", 100_000_001)
    with pytest.raises(RequestError, match=r"x\.png has 100,000,001 bytes; a picture takes 100,000,000 at most"):
        open_picture(str(tmp_path / "x.png"))


@pytest.mark.parametrize("kind", ["JPEG", "MPO"])
def test_a_jpeg_of_many_scans(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.jpg"
    more = {"save_all": True, "append_images": [Image.new("L", (8, 8))]} if kind == "MPO" else {}
    Image.new("L", (64, 64), 128).save(path, kind, progressive=True, **more)
    scans = path.read_bytes().count(b"\xff\xda")
    monkeypatch.setattr(pictures, "MAX_SCANS", scans)
    assert (decode(str(path), (64, 64, 1), resize=False) == 128).all()
    monkeypatch.setattr(pictures, "MAX_SCANS", scans - 1)
    with pytest.raises(RequestError, match=rf"x\.jpg has {scans} scans, each over all pixels; {scans - 1} are read"):
        decode(str(path), (64, 64, 1), resize=False)


def test_a_jpeg_of_many_notes(tmp_path: Path) -> None:
    path = tmp_path / "x.jpg"
    Image.new("L", (8, 8), 128).save(path)
    start, rest = path.read_bytes()[:2], path.read_bytes()[2:]
    path.write_bytes(start + b"\xff\xef\0\2" * 90_000 + rest)
    assert (decode(str(path), (8, 8, 1), resize=False) == 128).all()
    path.write_bytes(start + b"\xff\xef\0\2\xff\xfe\0\2" * 50_000 + rest)
    with pytest.raises(RequestError, match=r"x\.jpg has 100,001 notes beside its pixels; 100,000 are read, save it anew"):
        open_picture(str(path))


@pytest.mark.parametrize("kind", ["png", "webp"])
def test_an_orientation_of_a_million_numbers(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path, count = tmp_path / f"x.{kind}", 2_200_000
    exif = b"II*\0" + struct.pack("<IHHHIII", 8, 1, EXIF_ORIENTATION, 3, count, 26, 0) + bytes(2 * count)
    Image.new("RGB", (8, 8), (7, 7, 7)).save(path, lossless=True, exif=exif)
    for read in (lambda: decode(str(path), (8, 8, 3), resize=False), lambda: upright_size(open_picture(str(path)), str(path))):
        with pytest.raises(RequestError, match=rf"x\.{kind}.*: it has 4,400,0\d\d bytes of EXIF; 4,194,304 are read"):
            read()
    monkeypatch.setattr(pictures, "MAX_EXIF_BYTES", 5_000_000)
    assert (decode(str(path), (8, 8, 3), resize=False) == 7).all()


def test_pixels_in_text_with_many_comments(tmp_path: Path) -> None:
    path = tmp_path / "x.pgm"
    path.write_bytes(b"P2 10 10 255\n" + b"#\n7 " * 100)
    assert (decode(str(path), (10, 10, 1), resize=False) == 7).all()
    path.write_bytes(b"P2 1000 350 255\n" + b"#\n7 " * 350_000)  # of which a minute is spent on every megabyte
    with pytest.raises(RequestError, match=r"x\.pgm has 350,000 comments in its text; 100 are read, save it anew"):
        decode(str(path), (350, 1000, 1), resize=False)
    path.write_bytes(b"P5 20 20 255\n" + b"#" * 400)
    assert (decode(str(path), (20, 20, 1), resize=False) == ord("#")).all()


def test_what_pil_overlooks_is_not_said(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    entries = [struct.pack("<HHII", 0x10F, 2, 500, 9000), struct.pack("<HHIHH", EXIF_ORIENTATION, 3, 1, 6, 0)]
    exif = b"Exif\0\0II*\0" + struct.pack("<IH", 8, len(entries)) + b"".join(entries) + bytes(4)
    Image.new("RGB", (16, 8)).save(tmp_path / "x.jpg", exif=exif)
    with open_picture(str(tmp_path / "x.jpg")) as picture:
        assert upright_size(picture, "x") == (16, 8)
    decode(str(tmp_path / "x.jpg"), (16, 8, 3), resize=False)
    assert len(recwarn) == 0

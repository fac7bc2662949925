"""Pictures of strangers: opened with few formats, checked before they are decoded, brought upright and to one size."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dnas.data.cache import cached_rows, file_identities
from dnas.data.npy import regular_file
from dnas.data.part import FileRows
from dnas.errors import RequestError

if TYPE_CHECKING:
    from PIL.Image import Exif
    from PIL.Image import Image as Picture

FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP", "PPM", "TIFF")
"""No others are tried: some of PIL's decoders start other programs."""
SUFFIXES = frozenset((".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".ppm", ".pgm", ".tif", ".tiff"))
GRAY_MODES = frozenset(("1", "L", "LA"))
COLOR_MODES = frozenset(("P", "PA", "RGB", "RGBA", "RGBX", "CMYK", "YCbCr", "LAB", "HSV"))
EXIF_ORIENTATION, SIDEWAYS = 0x0112, (5, 6, 7, 8)
MAX_EXIF_BYTES = 4 << 20
"""Each number of it may take 25 bytes of memory; a JPEG has room for 64 KB, its camera's thumbnail included."""
TIFF_SIZE, TIFF_TILE = (257, 256), (323, 322)  # tags of height and width as they are stored
TIFF_PLACES, MAX_PIECES = (273, 324), 100_000  # tags of where strips and tiles lie: PIL takes 350 bytes for each
MAX_FILE_BYTES = 100_000_000
"""What stands in a file besides pixels (comments, profiles) is read whole, up to three times its size in memory."""
MAX_PIXELS = 50_000_000
MAX_DECODED_BYTES = 250_000_000
"""Memory that one picture may take while it is read: together with everything that is imported it stays below 512 MB."""
PLAIN_BYTES, COPIED_BYTES, PROGRESSIVE_BYTES, WEBP_BYTES = 4, 8, 12, 16
"""Of a pixel, at the peak: as decoded; turned or converted, which takes a copy; with all coefficients of a progressive JPEG; in
libwebp."""
START_OF_SCAN, MAX_SCANS = b"\xff\xda", 100
"""Of a JPEG: each scan of a progressive one, which has about ten, goes through all pixels and may take 31 bytes."""
START_OF_JPEG, NOTE_BYTES, MAX_NOTES = b"\xff\xd8", 4, 100_000
NOTES = tuple(bytes((0xFF, code)) for code in (*range(0xE0, 0xF0), 0xFE))
"""Of a JPEG: what applications and people wrote beside the pixels; PIL takes 130 bytes for each, however short, as it opens."""
PLAIN_PPM, MAX_COMMENTS = (b"P1", b"P2", b"P3"), 100
"""Pixels written as text: PIL copies up to a megabyte for each comment among them."""


def open_picture(path: str) -> Picture:
    """The picture's header, checked; nothing is decoded yet."""
    from PIL import Image
    from PIL.TiffImagePlugin import TiffImageFile

    size_bytes = regular_file(Path(path), "a picture").stat().st_size
    if size_bytes > MAX_FILE_BYTES:
        raise RequestError(f"{path} has {size_bytes:,} bytes; a picture takes {MAX_FILE_BYTES:,} at most, shrink it")
    if size_bytes > MAX_NOTES * NOTE_BYTES and (notes := _notes(Path(path))) > MAX_NOTES:
        raise RequestError(f"{path} has {notes:,} notes beside its pixels; {MAX_NOTES:,} are read, save it anew")
    if (pieces := _pieces(path)) > MAX_PIECES:
        raise RequestError(f"{path} is cut into {pieces:,} strips or tiles; {MAX_PIECES:,} are read, save it anew")
    try:
        with warnings.catch_warnings(action="ignore"):  # what PIL overlooks in a file; that it is large: our limit is lower
            picture = Image.open(path, formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise RequestError(f"{path} is too large ({error}); allowed are {MAX_PIXELS:,} pixels in all, shrink it") from error
    except Exception as error:  # PIL's decoders raise OSError, SyntaxError, struct.error, ... on broken files
        raise RequestError(f"cannot read the picture {path}: {str(error)[:200]}") from error
    pixels = picture.width * picture.height
    if pixels > MAX_PIXELS:
        raise RequestError(f"{path} is {picture.width} x {picture.height}; allowed are {MAX_PIXELS:,} pixels in all, shrink it")
    if picture.mode not in GRAY_MODES | COLOR_MODES:
        raise RequestError(f"{path} has pixels of type {picture.mode!r}; allowed are 8-bit gray and color, convert it")
    if pixels * WEBP_BYTES > MAX_DECODED_BYTES:  # what a pixel takes may need the picture decoded: small ones are not asked
        pixel_bytes = _pixel_bytes(picture, path)
        if pixels > (most := MAX_DECODED_BYTES // pixel_bytes):
            raise RequestError(
                f"{path} is {picture.width} x {picture.height}; allowed are {most:,} pixels in all where a {picture.format} "
                f"like this one takes {pixel_bytes} bytes of memory for each while it is read: shrink it"
            )
    if isinstance(picture, TiffImageFile):
        height, width = (size if isinstance(size := picture.tag_v2.get(tag), int) else 0 for tag in TIFF_TILE)
        if width * height > (most := MAX_DECODED_BYTES // COPIED_BYTES):  # one is decoded whole, however small the picture
            raise RequestError(f"{path} has tiles of {width} x {height}; allowed are {most:,} pixels in one, save it anew")
        picture.filename = ""  # PIL would map what is not compressed, and has height and width exchanged where it is turned
    return picture


def _notes(path: Path) -> int:
    """Markers of applications and comments in a JPEG, 0 in any other file."""
    content = path.read_bytes()
    return sum(map(content.count, NOTES)) if content.startswith(START_OF_JPEG) else 0


def _pieces(path: str) -> int:
    """Strips or tiles that a TIFF says it has, in its first list of tags; 0 of any other file.

    Behind II or MM (little or big end first) and the number 42 is the place of that list, behind 43 (large files) eight bytes
    later; its entries are tag, type, how many values, and their place.
    """
    pieces = 0
    with suppress(OSError, OverflowError, ValueError, struct.error), open(path, "rb") as file:  # PIL says what is wrong
        head = file.read(16)
        order, large = ("<" if head[:2] == b"II" else ">"), head[2:3] == b"\x2b"
        forms = ("8xQ", "Q", "HHQ8x") if large else ("4xL", "H", "HHL4x")
        place, count, entry = (struct.Struct(order + form) for form in forms)
        if head[:2] not in (b"II", b"MM"):
            return 0
        file.seek(*place.unpack_from(head))
        (entries,) = count.unpack(file.read(count.size))
        for _ in range(entries):
            tag, _, values = entry.unpack(file.read(entry.size))
            pieces = max(pieces, values if tag in TIFF_PLACES else 0)
    return pieces


def _pixel_bytes(picture: Picture, path: str) -> int:
    """Memory for each pixel at the peak of decoding."""
    if picture.format == "WEBP":
        return WEBP_BYTES
    if picture.info.get("progressive"):
        return PROGRESSIVE_BYTES
    copied = picture.format == "TIFF" or picture.mode not in ("L", "RGB") or _orientation(picture, path) not in (None, 1)
    return COPIED_BYTES if copied else PLAIN_BYTES


def _orientation(picture: Picture, path: str) -> object:
    """How the camera was held, 1 to 8; whatever else a file says."""
    try:
        with warnings.catch_warnings(action="ignore"):
            return _checked_exif(picture).get(EXIF_ORIENTATION)
    except Exception as error:  # as in open_picture: a broken file may raise almost anything
        raise RequestError(f"cannot read the picture {path} (its orientation): {str(error)[:200]}") from error


def _checked_exif(picture: Picture) -> Exif:
    """What the camera noted, none of it unpacked yet."""
    exif = picture.getexif()
    if (size_bytes := len(picture.info.get("exif", b""))) > MAX_EXIF_BYTES:
        raise ValueError(f"it has {size_bytes:,} bytes of EXIF; {MAX_EXIF_BYTES:,} are read, save it anew")
    return exif


def upright_size(picture: Picture, path: str) -> tuple[int, int]:
    """(H, W) after the camera's orientation is applied."""
    from PIL.TiffImagePlugin import TiffImageFile

    height, width = picture.height, picture.width
    if isinstance(picture, TiffImageFile):  # PIL has exchanged them already, or not, depending on its version
        height, width = (int(picture.tag_v2[tag]) for tag in TIFF_SIZE)
    return (width, height) if _orientation(picture, path) in SIDEWAYS else (height, width)


def decode(path: str, shape: tuple[int, int, int], resize: bool) -> NDArray[np.uint8]:
    """Pixels (H, W, C) of one picture, upright, resized as every other source is.

    Of a large photo no copy is made that is not needed, and none is kept: each is as much memory again.
    """
    from PIL import Image, ImageOps
    from PIL.JpegImagePlugin import JpegImageFile
    from PIL.PpmImagePlugin import PpmImageFile

    height, width, channels = shape
    mode = "L" if channels == 1 else "RGB"
    with open_picture(path) as picture, warnings.catch_warnings(action="ignore"):
        if isinstance(picture, JpegImageFile) and (scans := Path(path).read_bytes().count(START_OF_SCAN)) > MAX_SCANS:
            raise RequestError(f"{path} has {scans:,} scans, each over all pixels; {MAX_SCANS} are read, save it anew")
        if isinstance(picture, PpmImageFile) and (comments := _comments(Path(path))) > MAX_COMMENTS:
            raise RequestError(f"{path} has {comments:,} comments in its text; {MAX_COMMENTS} are read, save it anew")
        try:
            _checked_exif(picture)
            ImageOps.exif_transpose(picture, in_place=True)
            upright: Picture = picture
            if picture.mode != mode:
                upright = picture.convert(mode)
                picture.close()
            if resize and upright.size != (width, height):
                upright = upright.resize((width, height), Image.Resampling.BILINEAR)
        except Exception as error:  # as in open_picture
            raise RequestError(f"cannot decode the picture {path}: {str(error)[:200]}") from error
        if upright.size != (width, height):
            raise RequestError(f"{path} is {upright.width} x {upright.height} when decoded; {width} x {height} were expected")
        return np.asarray(upright).reshape(shape)


def _comments(path: Path) -> int:
    """Comments in a PPM, 0 if it is not a plain one."""
    content = path.read_bytes()
    return content.count(b"#") if content.startswith(PLAIN_PPM) else 0


def decoded_rows(folder: str, paths: Sequence[str], side: int, gray: bool, resize: bool) -> FileRows:
    """Pictures (N, side, side, 3 or 1) in the cache under `folder`; of another size, they are resized or refused."""
    import PIL

    shape = (side, side, 1 if gray else 3)
    identity = chain((PIL.__version__, side, gray, resize), file_identities(paths))
    return cached_rows(folder, identity, lambda: ((len(paths), *shape), (decode(path, shape, resize) for path in paths)))

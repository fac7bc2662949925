"""A folder of NumPy files: x_train.npy, y_train.npy, x_test.npy, y_test.npy; group_*.npy and class names if there are any."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dnas.data.dataset import IMAGE_SCALE, IMAGE_ZERO_POINT
from dnas.data.npy import open_rows, read_class_names, read_groups, read_labels, regular_file
from dnas.data.part import Part
from dnas.data.resize import changed_rows, described
from dnas.data.source import Source, checked_class_names
from dnas.errors import RequestError

MAX_SAMPLES = 10_000_000  # labels and order are held in memory, eight bytes a sample each
MAX_IMAGE_VALUES = 50_000_000  # an image is read whole, and as much again and more is made of it when it is resized
MAX_QUANTIZATION_BYTES = 1 << 16  # of a file with two numbers
FEATURE_SCALE, FEATURE_ZERO_POINT = 1 / 128, 0  # of int8 files that do not say: x in [-1, 1)
SMALLEST_SCALE, LARGEST_SCALE = 1e-6, 1e6
"""Steps of features; beyond these a network's first activations are no numbers that training could start from."""


def load_npy_folder(
    folder: Path,
    resolution: int | None,
    class_names: tuple[str, ...] | None = None,
    quantization: tuple[float, int] | None = None,
    gray: bool = False,
) -> Source:
    """The data in `folder`.

    Args:
        folder: x is uint8 (images) or int8 (features), (N, H, W, C) or (N, H, W); y is (N,), any integer type.
        resolution: height and width to resize images to; None: as stored.
        class_names: used where the folder has no class_names.txt or .json.
        quantization: (scale, zero point) of int8 features where the folder has no quantization.json with those two keys.
        gray: whether color images are made gray.
    """
    if not folder.is_dir():
        raise RequestError(f"data.root={folder} is not a folder; it would hold x_train, y_train, x_test and y_test.npy")
    parts, shapes = [], []
    for part in ("train", "test"):
        rows = open_rows(folder / f"x_{part}.npy")
        if rows.shape[0] > MAX_SAMPLES or np.prod(rows.shape[1:]) > MAX_IMAGE_VALUES:
            raise RequestError(
                f"{rows.path} holds {rows.shape[0]:,} images of (H, W, C) = {rows.shape[1:]}; allowed are {MAX_SAMPLES:,} of "
                f"{MAX_IMAGE_VALUES:,} values each"
            )
        labels = read_labels(folder / f"y_{part}.npy", rows.shape[0])
        shapes.append((rows.shape[1:], rows.dtype))
        parts.append((labels, rows))
    if shapes[0] != shapes[1]:
        (train_shape, train_dtype), (test_shape, test_dtype) = shapes
        raise RequestError(
            f"{folder}: x_train.npy holds {train_dtype} images of (H, W, C) = {train_shape}, "
            f"x_test.npy {test_dtype} ones of {test_shape}; they must agree"
        )
    (train_labels, train_rows), (test_labels, test_rows) = parts
    names = checked_class_names(read_class_names(folder) or class_names, train_labels, test_labels, folder)
    groups = _training_groups(folder, len(train_labels), len(test_labels))
    source_shape, dtype = shapes[0]
    train_rows, test_rows = changed_rows(train_rows, resolution, gray), changed_rows(test_rows, resolution, gray)
    shape = train_rows.shape[1:]
    is_image = dtype == np.uint8
    scale, zero_point = (IMAGE_SCALE, IMAGE_ZERO_POINT) if is_image else _feature_quantization(folder, quantization)
    return Source(
        class_names=names,
        source_shape=source_shape,
        resize=described(shape[:2] != source_shape[:2], shape[2] != source_shape[2]),
        kind="image" if is_image else "feature",
        scale=scale,
        zero_point=zero_point,
        train=Part(train_labels, train_rows),
        test=Part(test_labels, test_rows),
        groups=groups,
    )


def _training_groups(folder: Path, train_count: int, test_count: int) -> NDArray[np.int64] | None:
    """Groups of the training samples as numbers 0 to G - 1, or None if the folder has none."""
    path, test_path = folder / "group_train.npy", folder / "group_test.npy"
    if not path.exists():
        if test_path.exists():
            raise RequestError(
                f"{test_path} is there, but no {path.name}, by which the training part is split; "
                f"add that, or remove {test_path.name}"
            )
        return None
    names, groups = np.unique(read_groups(path, train_count), return_inverse=True)
    if test_path.exists():
        shared = np.intersect1d(names, read_groups(test_path, test_count))
        if len(shared):
            raise RequestError(f"{test_path}: group {shared[0]} is in the training part too; no group may be in two parts")
    return groups.astype(np.int64).reshape(-1)


def _feature_quantization(folder: Path, default: tuple[float, int] | None) -> tuple[float, int]:
    """(scale, zero point) from quantization.json, else `default`, else 1/128 and 0."""
    path = folder / "quantization.json"
    if not path.exists():
        return default or (FEATURE_SCALE, FEATURE_ZERO_POINT)
    size_bytes = regular_file(path, "scale and zero_point").stat().st_size
    try:
        if size_bytes > MAX_QUANTIZATION_BYTES:
            raise ValueError("it is no such file")
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        scale, zero_point = content["scale"], content["zero_point"]
        valid = type(scale) in (int, float) and SMALLEST_SCALE <= scale <= LARGEST_SCALE and type(zero_point) is int
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        valid = False
    if not valid or not -128 <= zero_point <= 127:
        raise RequestError(
            f'{path} must hold {{"scale": S, "zero_point": Z}}, plain numbers, S from {SMALLEST_SCALE:g} to {LARGEST_SCALE:g} '
            "and Z from -128 to 127"
        )
    return float(scale), int(zero_point)

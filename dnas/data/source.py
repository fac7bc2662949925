"""What every reader returns, and the checks that hold for all of them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dnas.arguments import encodable
from dnas.data.dataset import IMAGE_SCALE, IMAGE_ZERO_POINT, Clips
from dnas.data.part import Part
from dnas.errors import RequestError


@dataclass(frozen=True, eq=False)
class Source:
    """A labeled set before its validation part is split off; fields as in `Dataset`."""

    class_names: tuple[str, ...]
    source_shape: tuple[int, int, int]
    resize: str | None
    kind: str
    scale: float
    zero_point: int
    train: Part
    test: Part
    val: Part | None = None
    """Where the data come with a validation part; None: one is split off the training part."""
    groups: NDArray[np.int64] | None = None
    """Group of each training sample, 0 to G - 1."""
    clips: Clips | None = None


def image_source(
    class_names: tuple[str, ...],
    source_shape: tuple[int, int, int],
    resize: str | None,
    train: Part,
    test: Part,
    val: Part | None = None,
) -> Source:
    """A set of uint8 images, with the meaning that all of them have."""
    return Source(class_names, source_shape, resize, "image", IMAGE_SCALE, IMAGE_ZERO_POINT, train, test, val)


def checked_class_names(
    names: tuple[str, ...] | None, train: NDArray[np.int64], test: NDArray[np.int64], where: object
) -> tuple[str, ...]:
    """The class names, numbers in place of missing ones, if the labels can be learned.

    Every class needs a training sample; one that is absent from the test part only is allowed.
    """
    for name in names or ():
        if not encodable(name):
            raise RequestError(f"{where}: the class name {name!a} is not valid Unicode (UTF-8); rename it")
        if not name.strip() or any(unicodedata.category(character) == "Cc" for character in name):
            raise RequestError(f"{where}: the class name {name!a} is empty or has control characters; rename it")
    classes = len(names) if names is not None else int(max(train.max(), test.max())) + 1
    for part, labels in (("training", train), ("test", test)):
        if labels.max() >= classes:
            raise RequestError(
                f"{where}: a {part} label is {labels.max()}, but {classes} classes are named; labels are 0 to {classes - 1}"
            )
    counts = np.bincount(train, minlength=classes)
    if np.count_nonzero(counts) < 2:
        raise RequestError(f"{where}: all {len(train)} training samples are of one class; at least two classes are needed")
    if not counts.all():
        missing = [names[k] if names else str(k) for k in np.flatnonzero(counts == 0)[:5]]
        raise RequestError(
            f"{where}: no training sample of class {', '.join(missing)}; each of the {classes} classes needs one "
            "(labels are 0 to K - 1 without gaps)"
        )
    return names if names is not None else tuple(str(k) for k in range(classes))

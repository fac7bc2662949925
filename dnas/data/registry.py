"""The door of the data layer: a name and a folder in, a checked data set with three parts out."""

from __future__ import annotations

from pathlib import Path

from dnas.arguments import path_of
from dnas.data.cache import cache_root
from dnas.data.dataset import Dataset
from dnas.data.digits import load_digits
from dnas.data.image_folder import load_image_folder
from dnas.data.named import GROUPED, KNOWN, load_grouped, load_named
from dnas.data.npy_folder import load_npy_folder
from dnas.data.source import Source
from dnas.data.split import validation_split
from dnas.data.toyadmos import load_toyadmos
from dnas.errors import RequestError
from dnas.inputs import check_resolution

NAMES = ("digits", *KNOWN, *GROUPED, "toyadmos", "npy", "image_folder")


def load(
    name: str,
    root: Path | str | None = None,
    resolution: int | None = None,
    val_fraction: float = 0.1,
    seed: int = 0,
    gray: bool = False,
) -> Dataset:
    """Data set `name` at `resolution`, in gray if so wanted, with its validation part or one split off its training part.

    Args:
        name: one of `NAMES`.
        root: its folder; None: `<cache>/data/<name>` (of the set it is made of), and for digits scikit-learn's own file.
        resolution: height and width of the network's input; None: as stored (digits: 32).
        val_fraction: share of the training samples in the validation part, stratified, by group where groups are given;
            not used where the data come with a validation part (pictures in val/, Speech Commands with its lists).
        seed: of that split; the test part never depends on it.
        gray: one channel of luma instead of three of color.
    """
    if name not in NAMES:
        raise RequestError(f"unknown data set {name!r}; there are: {', '.join(NAMES)}")
    check_resolution(resolution)
    if not 0 < val_fraction < 1:
        raise RequestError(f"data.val_fraction={val_fraction}; allowed are fractions above 0 and below 1, for example 0.1")
    if seed < 0:
        raise RequestError(f"seed={seed}; allowed are whole numbers from 0")
    try:
        source = _read(name, None if root is None else path_of(str(root), "data.root"), resolution, gray)
    except OSError as error:  # a folder or a disk that cannot be read, found while walking
        raise RequestError(f"data={name}: {error}") from error
    train, val = source.train, source.val
    if val is None:
        kept, held = validation_split(train.labels, source.groups, val_fraction, seed)
        train, val = train.subset(kept), train.subset(held)
    height, width, channels = source.train.image_shape
    return Dataset(
        name=name,
        class_names=source.class_names,
        input_shape=(channels, height, width),
        source_shape=source.source_shape,
        resize=source.resize,
        kind=source.kind,
        scale=source.scale,
        zero_point=source.zero_point,
        train=train,
        val=val,
        test=source.test,
        clips=source.clips,
    )


def _read(name: str, root: Path | None, resolution: int | None, gray: bool) -> Source:
    if name == "digits":
        return load_digits(root, resolution)  # gray as they are
    stored = GROUPED[name].of if name in GROUPED else name
    folder = cache_root() / "data" / stored if root is None else root
    if name in GROUPED:
        return load_grouped(name, folder, resolution, gray)
    if name == "toyadmos":
        return load_toyadmos(folder, resolution, gray)
    if name == "npy":
        return load_npy_folder(folder, resolution, gray=gray)
    if name == "image_folder":
        return load_image_folder(folder, resolution, gray)
    return load_named(name, folder, resolution, gray)

"""Data folders whose test part is a share of the training part: what may choose how networks are trained."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np

from dnas.data.resize import resize_image
from dnas.data.split import validation_split

HELD_OUT = 0.25


def split(source: Path, target: Path, seed: int, resolution: int | None = None) -> None:
    """A data folder whose test part is a quarter of the training part of `source`, by speaker or by class.

    Args:
        source: folder of a data set as arrays.
        target: folder to write; what is there is written anew.
        seed: of the quarter.
        resolution: pictures are made this small; None: left as they are.
    """
    parts = {
        name: np.load(source / f"{name}_train.npy") for name in ("x", "y", "group") if (source / f"{name}_train.npy").exists()
    }
    if resolution is not None:
        parts["x"] = np.stack([resize_image(image, resolution) for image in parts["x"]])
    groups = np.unique(parts["group"], return_inverse=True)[1] if "group" in parts else None
    kept, held = validation_split(parts["y"], groups, HELD_OUT, seed)
    target.mkdir(parents=True, exist_ok=True)
    for name, values in parts.items():
        np.save(target / f"{name}_train.npy", values[kept])
        np.save(target / f"{name}_test.npy", values[held])
    shutil.copyfile(source / "class_names.txt", target / "class_names.txt")

"""Labeled data: one module per source, bytes on disk read batch by batch, augmentation per batch.

`BatchLoader` loads torch when it is first named; the rest does not need it.
"""

from typing import TYPE_CHECKING

from dnas.augmentation import Augment as Augment
from dnas.data.balance import class_weights as class_weights
from dnas.data.dataset import Dataset as Dataset
from dnas.data.part import Part as Part
from dnas.data.registry import NAMES as NAMES
from dnas.data.registry import load as load

if TYPE_CHECKING:
    from dnas.data.loader import BatchLoader as BatchLoader


def __getattr__(name: str) -> object:
    if name == "BatchLoader":
        from dnas.data.loader import BatchLoader

        return BatchLoader
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

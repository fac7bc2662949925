"""Visual Wake Words (Chowdhery et al. 2019, arXiv 1906.05721): is a person in the picture? From COCO, or as MLPerf Tiny has it.

Of COCO (https://cocodataset.org) are read annotations/instances_train2017.json and instances_val2017.json with the pictures in
train2017/ and val2017/, or the same of 2014. As in build_visualwakewords_data of the TensorFlow models repository, a picture is
labeled person if one of its annotations has the category `person` and an `area` of more than 0.5 % of the picture's (early
versions of that script took 0.5 % itself too). COCO's area is that of the outline, not of the bounding box, and crowds count.
The training part is train, the test part val; the minival of the paper is a published list of some 8,000 pictures, no rule, and
is not used.

MLPerf Tiny's vw_coco2014_96 has the folders person/ and non_person/ (its limit is 2.5 %, by bounding box) and no test part: a
fixed stratified fifth is taken, as of any folder of pictures.
"""

from __future__ import annotations

import dataclasses
import os
from array import array
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm  # type: ignore[import-untyped]

from dnas.data.cache import PATIENCE_S, cached_json, file_identity
from dnas.data.files import fullest, plain_name
from dnas.data.image_folder import load_image_folder
from dnas.data.npy import regular_file
from dnas.data.part import Part
from dnas.data.pictures import decoded_rows, open_picture, upright_size
from dnas.data.resize import described
from dnas.data.source import Source, checked_class_names, image_source
from dnas.errors import RequestError

CLASSES = ("no_person", "person")
FILES = (
    "COCO's annotations/instances_train2017.json, annotations/instances_val2017.json, train2017/ and val2017/ (or the same of "
    "2014), or vw_coco2014_96's folders person/ and non_person/"
)
YEARS, PARTS = (2017, 2014), ("train", "val")
MLPERF, MLPERF_CLASSES = "vw_coco2014_96", ("non_person", "person")
DEFAULT_SIDE = 96
SMALL_SHARE = 0.005  # of the picture's area: a person must have more
MAX_PICTURES, MAX_ANNOTATIONS = 200_000, 1_500_000  # train2017 has 118,287 and 860,001: 40 MB while they are read
MAX_CATEGORIES = 10_000  # COCO has 80
MAX_DEPTH = 16  # of nested JSON; COCO has 5
MAX_SILENT_BYTES = 16 << 20  # one text or number of that length is no annotation

FIELDS = {
    "images": ("id", "file_name", "width", "height"),
    "annotations": ("image_id", "category_id", "area"),
    "categories": ("id", "name"),
}
"""What is read of the lists in a file of annotations."""


def load_vww(root: Path, resolution: int | None, gray: bool) -> Source | None:
    """Visual Wake Words in `root`, or None if it is not there; resized to 96x96 if no resolution is given."""
    side = resolution or DEFAULT_SIDE
    for folder in (root, root / MLPERF):
        if all((folder / name).is_dir() for name in MLPERF_CLASSES):
            source = load_image_folder(folder, side, gray)
            if source.class_names != MLPERF_CLASSES:
                raise RequestError(f"{folder} has the classes {', '.join(source.class_names)}, not only non_person and person")
            return dataclasses.replace(source, class_names=CLASSES)
    year = fullest({year: [path for part in PARTS for path in _paths(root, part, year)] for year in YEARS})
    return None if year is None else _load_coco(root, year, side, gray)


def _paths(root: Path, part: str, year: int) -> tuple[Path, Path]:
    """Annotations and folder of a part."""
    return root / "annotations" / f"instances_{part}{year}.json", root / f"{part}{year}"


def _load_coco(root: Path, year: int, side: int, gray: bool) -> Source:
    paths: list[str] = []
    labels: list[NDArray[np.int64]] = []
    for part in PARTS:
        annotations, folder = _paths(root, part, year)
        identity = ("area share above", SMALL_SHARE, file_identity(regular_file(annotations, "COCO's annotations")))
        kept = cached_json("vww", identity, partial(_labeled, annotations))
        paths += [os.path.join(folder, name) for name in kept["pictures"]]
        labels.append(np.array(kept["labels"], dtype=np.int64))
    checked_class_names(CLASSES, labels[0], labels[1], root)
    everything = Part(np.concatenate(labels), decoded_rows("vww", paths, side, gray, True))
    with open_picture(paths[0]) as first:
        source_shape = (*upright_size(first, paths[0]), 3)
    train, test = np.split(np.arange(len(paths)), [len(labels[0])])
    return image_source(CLASSES, source_shape, described(True, gray), everything.subset(train), everything.subset(test))


def _labeled(path: Path) -> dict[str, list[Any]]:
    """Names and labels of the pictures in a file of annotations, in its order.

    The lists may come in any order, so three numbers of every annotation are kept: 24 bytes.
    """
    names: list[str] = []
    pictures, picture_areas = array("q"), array("d")
    owners, categories, areas = array("q"), array("q"), array("d")
    category_ids, people = array("q"), []
    for section, record in _records(path):
        if section == "images":
            names.append(plain_name(_field(record, "file_name", str, path), path))
            pictures.append(_field(record, "id", int, path))
            picture_areas.append(_field(record, "width", int, path) * _field(record, "height", int, path))
        elif section == "annotations":
            owners.append(_field(record, "image_id", int, path))
            categories.append(_field(record, "category_id", int, path))
            areas.append(_field(record, "area", float, path))
        else:
            category_ids.append(_field(record, "id", int, path))
            if _field(record, "name", str, path) == "person":
                people.append(category_ids[-1])
        if len(names) > MAX_PICTURES or len(areas) > MAX_ANNOTATIONS or len(category_ids) > MAX_CATEGORIES or len(people) > 1:
            raise RequestError(
                f"{path} lists over {MAX_PICTURES:,} pictures, {MAX_ANNOTATIONS:,} annotations, {MAX_CATEGORIES:,} categories "
                "or two categories called person"
            )
    if not names or not people:
        raise RequestError(f"{path} lists {len(names)} pictures and {len(people)} categories called person; both are needed")
    order = np.argsort(pictures)
    sorted_ids = np.asarray(pictures)[order]
    if len(set(names)) < len(names) or not np.diff(sorted_ids).all():
        raise RequestError(f"{path} lists a picture twice")
    unlisted = np.setdiff1d(categories, category_ids)
    if unlisted.size:
        raise RequestError(f"{path} has annotations of the category {unlisted[0]}, which it does not list; download it again")
    labels = np.zeros(len(names), np.int64)
    of_people = np.flatnonzero(np.asarray(categories) == people[0])
    places = np.searchsorted(sorted_ids, np.asarray(owners)[of_people]).clip(max=len(names) - 1)
    large = np.asarray(areas)[of_people] / np.asarray(picture_areas)[order[places]] > SMALL_SHARE
    known = sorted_ids[places] == np.asarray(owners)[of_people]  # others are of pictures that were taken out of the list
    labels[order[places[known & large]]] = 1
    return {"pictures": names, "labels": labels.tolist()}


def _field(record: dict[str, Any], name: str, kind: type, path: Path) -> Any:
    """A value of the expected kind: text, or a number from 0 (sizes: from 1), whole unless `kind` is float."""
    value = record.get(name)
    if kind is str:
        valid = isinstance(value, str)
    else:
        valid = type(value) in (int, kind) and (1 if name in ("width", "height") else 0) <= value < 2**62  # type: ignore[operator]
    if not valid:
        raise RequestError(f"{path}: {str(record)[:200]} has no valid {name!r}; is it COCO's file of instances?")
    return value


def _records(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """(list, item) of the lists in `FIELDS`, read in stream: train2017's 470 MB would take 3 GB as objects."""
    import ijson

    depth, section, key = 0, "", ""
    record: dict[str, Any] = {}
    with path.open("rb") as file:
        watched = _Watched(file, path)
        try:
            for event, value in ijson.basic_parse(watched, use_float=True):
                watched.silent_bytes = 0
                if event == "map_key":
                    if depth == 3:
                        key = value
                    elif depth == 1:
                        section = value
                elif event in ("start_map", "start_array"):
                    depth += 1
                    is_list = event == "start_array"
                    if depth > MAX_DEPTH or (depth == 1 and is_list):
                        raise ValueError("it is no object of lists")
                    if depth in (2, 3) and section in FIELDS and is_list != (depth == 2):
                        raise ValueError(f"{section!r} is no list of objects")
                    if depth == 3:
                        record = {}
                elif event in ("end_map", "end_array"):
                    if depth == 3 and section in FIELDS:
                        yield section, record
                    depth -= 1
                elif depth == 3 and section in FIELDS and key in FIELDS[section]:
                    record[key] = value
        except (ijson.JSONError, OSError, ValueError, OverflowError) as error:
            raise RequestError(f"cannot read the annotations {path}: {' '.join(str(error).split())[:200]}") from error
        finally:
            watched.bar.close()


class _Watched:
    """A file that shows how far its reading is, and ends it when the parser only collects: one value would fill the memory."""

    def __init__(self, file: BinaryIO, path: Path) -> None:
        self.file = file
        self.silent_bytes = 0
        size_bytes = path.stat().st_size
        self.bar = tqdm(None, path.name, size_bytes, leave=False, disable=None, delay=PATIENCE_S, unit="B", unit_scale=True)

    def read(self, size_bytes: int) -> bytes:
        data = self.file.read(size_bytes)
        self.silent_bytes += len(data)
        if self.silent_bytes > MAX_SILENT_BYTES:
            raise ValueError(f"a value in it is longer than {MAX_SILENT_BYTES:,} bytes")
        self.bar.update(len(data))
        return data

"""Tiny ImageNet as distributed (http://cs231n.stanford.edu/tiny-imagenet-200.zip, unpacked): 200 classes of 64x64 pictures.

`wnids.txt` lists the classes by their WordNet numbers, `words.txt` says what every such number means, the 500 pictures of a
class are in train/<number>/images, called <number>_<n>.JPEG and listed in train/<number>/<number>_boxes.txt, and
`val/val_annotations.txt` gives name and class of each picture in val/images. Those in test/ have no labels, so val/ is the test
part here. Some pictures are gray; all become RGB.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection
from pathlib import Path

import numpy as np

from dnas.data.files import fullest, plain_name, text_lines
from dnas.data.part import Part
from dnas.data.pictures import SUFFIXES, decoded_rows
from dnas.data.resize import described
from dnas.data.source import Source, checked_class_names, image_source
from dnas.errors import RequestError

SIDE = 64
FOLDER, ANNOTATIONS = "tiny-imagenet-200", "val_annotations.txt"
FILES = f"wnids.txt, words.txt, train/ and val/ (or {FOLDER}/)"


def load_tiny_imagenet(root: Path, resolution: int | None, gray: bool) -> Source | None:
    """Tiny ImageNet in `root`, or None if it is not there."""
    lists = ("wnids.txt", "words.txt", f"val/{ANNOTATIONS}")
    folder = fullest({f: [f / name for name in lists] for f in (root, root / FOLDER)})
    if folder is None:
        return None
    wnids_path = folder / "wnids.txt"
    lines = text_lines(wnids_path, "classes")
    wnids = {plain_name(wnid, wnids_path): label for label, wnid in enumerate(lines)}
    if not wnids or len(wnids) < len(lines):
        raise RequestError(f"{wnids_path} lists {len(wnids)} classes in {len(lines)} lines; it would hold each class once")
    names = _class_names(folder / "words.txt", list(wnids))
    found = sorted(entry.name for entry in os.scandir(folder / "train") if entry.is_dir() and not entry.name.startswith("."))
    strange = [name for name in found if name not in wnids]
    if strange:
        raise RequestError(f"{folder / 'train'} has the class {strange[0]!r}, which {wnids_path} does not list")
    train = [(path, label) for wnid, label in wnids.items() for path in _of_class(folder / "train", wnid, wnids)]
    test = _annotated(folder / "val", wnids)
    labels = np.array([label for _, label in train + test], dtype=np.int64)
    train_part, test_part = np.split(np.arange(len(labels)), [len(train)])
    checked_class_names(names, labels[train_part], labels[test_part], folder)
    side = resolution or SIDE
    rows = decoded_rows("tiny_imagenet", [path for path, _ in train + test], side, gray, side != SIDE)
    everything = Part(labels, rows)
    resize = described(side != SIDE, gray)
    return image_source(names, (SIDE, SIDE, 3), resize, everything.subset(train_part), everything.subset(test_part))


def _class_names(path: Path, wnids: list[str]) -> tuple[str, ...]:
    """The first of the words (a word may be two, "Egyptian cat") for each class; where two agree, with their numbers."""
    meanings = dict.fromkeys(wnids, "")
    for line in text_lines(path, "the words of each class"):
        wnid, _, words = line.partition("\t")
        if wnid in meanings:
            meanings[wnid] = words.split(",")[0].strip()
    missing = [wnid for wnid, word in meanings.items() if not word]
    if missing:
        raise RequestError(f"{path} has no words for {missing[0]}; it would hold a line <number> tab <words> for every class")
    uses = Counter(meanings.values())
    return tuple(word if uses[word] == 1 else f"{word} ({wnid})" for wnid, word in meanings.items())


def _pictures(folder: Path) -> list[str]:
    """Names of the pictures in a folder, in order."""
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        raise RequestError(f"cannot read the folder {folder}: {error.strerror}; it would hold pictures") from error
    pictures = [name for name in names if Path(name).suffix.lower() in SUFFIXES and not name.startswith(".")]
    if not pictures:
        raise RequestError(f"{folder} has no pictures; read are: {', '.join(sorted(SUFFIXES))}")
    return pictures


def _of_class(train: Path, wnid: str, wnids: Collection[str]) -> list[str]:
    """Pictures of one class, by name: those that its boxes list, if it has any, and none of another class."""
    folder, boxes = train / wnid / "images", train / wnid / f"{wnid}_boxes.txt"
    pictures = _pictures(folder)
    others = tuple(f"{other}_" for other in wnids if other != wnid)
    stray = next((name for name in pictures if name.startswith(others)), None)
    if stray is not None:
        raise RequestError(f"{folder / stray} is of another class: names in it begin with {wnid}_; move it, or unpack again")
    if boxes.exists():
        listed = {plain_name(line.partition("\t")[0], boxes) for line in text_lines(boxes, "the boxes of a class's pictures")}
        if missing := sorted(listed.difference(pictures)):
            raise RequestError(
                f"{folder} lacks {len(missing)} pictures that {boxes.name} lists, {missing[0]!r} first; unpack again"
            )
        if unlisted := [name for name in pictures if name not in listed]:
            raise RequestError(
                f"{boxes} lacks {len(unlisted)} pictures that {folder} holds, {unlisted[0]!r} first; unpack again"
            )
    return [os.path.join(folder, name) for name in pictures]


def _annotated(folder: Path, wnids: dict[str, int]) -> list[tuple[str, int]]:
    """(picture, label) of val/, in the order of its list: lines <file> tab <class> tab <box: four numbers>."""
    path = folder / ANNOTATIONS
    labels: dict[str, int] = {}
    for number, line in enumerate(text_lines(path, "classes of the pictures in val/images"), start=1):
        name, _, rest = line.partition("\t")
        wnid = rest.split("\t")[0]
        if wnid not in wnids:
            raise RequestError(
                f"{path} line {number} gives {name[:200]!r} the class {wnid[:200]!r}, which wnids.txt does not list"
            )
        if name in labels:
            raise RequestError(f"{path} line {number} lists {name[:200]!r} a second time")
        labels[plain_name(name, path)] = wnids[wnid]
    if not labels:
        raise RequestError(f"{path} lists no pictures")
    if unlisted := [name for name in _pictures(folder / "images") if name not in labels]:
        raise RequestError(
            f"{path} lacks {len(unlisted)} pictures that {folder / 'images'} holds, {unlisted[0]!r} first; unpack again"
        )
    return [(os.path.join(folder, "images", name), label) for name, label in labels.items()]

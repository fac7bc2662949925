"""Visual Wake Words from COCO's annotations and from MLPerf Tiny's folders, whole and broken."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from dnas.data import coco, load
from dnas.data.cache import cached_json, file_identity
from dnas.errors import RequestError

PERSON = {"supercategory": "person", "id": 1, "name": "person"}
CATEGORIES = [
    PERSON,
    {"supercategory": "vehicle", "id": 2, "name": "bicycle"},
    {"supercategory": "food", "id": 90, "name": "cake"},
]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DNAS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def picture_record(number: int, width: int = 40, height: int = 30) -> dict[str, Any]:
    return {
        "license": 3, "file_name": f"{number:012}.jpg", "coco_url": f"http://images.cocodataset.org/x/{number:012}.jpg",
        "height": height, "width": width, "date_captured": "2013-11-14 17:02:52", "flickr_url": "http://x/y.jpg", "id": number,
    }  # fmt: skip


def annotation(number: int, picture: int, category: int, area: float, is_crowd: bool = False) -> dict[str, Any]:
    """The bounding box is the whole picture, whatever the area."""
    outline = {"counts": [272, 2, 4, 4], "size": [30, 40]} if is_crowd else [[510.66, 423.01, 511.72, 420.03]]
    return {
        "segmentation": outline, "area": area, "iscrowd": int(is_crowd), "image_id": picture, "bbox": [0, 0, 40.0, 30.0],
        "category_id": category, "id": number,
    }  # fmt: skip


def instances(pictures: list[dict[str, Any]], annotations: list[dict[str, Any]]) -> dict[str, Any]:
    licenses = [{"url": "http://creativecommons.org/licenses/by-nc-sa/2.0/", "id": 1, "name": "Attribution"}]
    return {
        "info": {"description": "COCO 2017 Dataset", "year": 2017}, "licenses": licenses, "images": pictures,
        "annotations": annotations, "categories": CATEGORIES,
    }  # fmt: skip


def write_coco(root: Path, year: int = 2017) -> Path:
    """Twelve training and four test pictures of 40x30 (area 1200: the limit is 6); even ones show a large person."""
    for part, numbers in (("train", range(100, 112)), ("val", range(200, 204))):
        (root / f"{part}{year}").mkdir(parents=True)
        (root / "annotations").mkdir(exist_ok=True)
        for number in numbers:
            pixels = np.random.default_rng(number).integers(0, 256, (30, 40, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(root / f"{part}{year}" / f"{number:012}.jpg")
        people = [annotation(number, number, 1, 600.5) for number in numbers if number % 2 == 0]
        content = instances([picture_record(number) for number in numbers], people)
        (root / "annotations" / f"instances_{part}{year}.json").write_text(json.dumps(content))
    return root


@pytest.mark.parametrize("year", [2017, 2014])
def test_coco(tmp_path: Path, year: int) -> None:
    root = write_coco(tmp_path / "data", year)
    data = load("vww", root, val_fraction=0.2)
    assert data.class_names == ("no_person", "person")
    assert (data.input_shape, data.source_shape, data.resize) == ((3, 96, 96), (30, 40, 3), "PIL bilinear")
    assert (len(data.train) + len(data.val), len(data.test)) == (12, 4)
    np.testing.assert_array_equal(data.test.labels, [1, 0, 1, 0])
    for part in (data.train, data.val):
        np.testing.assert_array_equal(part.labels, 1 - part.indices % 2)
    with Image.open(root / f"val{year}" / "000000000203.jpg") as picture:
        expected = np.asarray(picture.resize((96, 96), Image.Resampling.BILINEAR))
    np.testing.assert_array_equal(data.test.read(np.array([3]))[0], expected)
    gray = load("vww", root, resolution=32, gray=True)
    assert (gray.input_shape, gray.source_shape) == ((1, 32, 32), (30, 40, 3))


def test_arrays_of_the_same_name_are_read_too(tmp_path: Path) -> None:
    for part in ("train", "test"):
        np.save(tmp_path / f"x_{part}.npy", np.zeros((20, 96, 96, 3), np.uint8))
        np.save(tmp_path / f"y_{part}.npy", np.arange(20) % 2)
    assert load("vww", tmp_path).class_names == ("no_person", "person")


def labels_of(path: Path, content: dict[str, Any]) -> list[int]:
    path.write_text(json.dumps(content))
    labels: list[int] = coco._labeled(path)["labels"]
    return labels


def test_the_rule(tmp_path: Path) -> None:
    """One annotation above the limit is enough; the area is the outline's; crowds count; small ones do not add up."""
    pictures = [picture_record(number) for number in (7, 3, 5, 9, 1, 8)]
    annotations = [
        annotation(1, 3, 1, 6.01), annotation(8, 8, 1, 6.0),  # more than 0.5 %, and 0.5 % itself
        annotation(2, 5, 1, 5.99), annotation(3, 5, 1, 5.99), annotation(4, 5, 2, 1200),  # small people and a large bicycle
        annotation(5, 9, 1, 5), annotation(6, 9, 1, 900, is_crowd=True),
        annotation(7, 1, 90, 1200),
        annotation(8, 1000, 1, 900), annotation(9, 4, 1, 900),  # of pictures that are not listed, as in a part of the data set
    ]  # fmt: skip
    content = instances(pictures, annotations)
    assert labels_of(tmp_path / "a.json", content) == [0, 1, 0, 1, 0, 0]
    backward = dict(reversed(content.items()))
    assert labels_of(tmp_path / "b.json", backward) == [0, 1, 0, 1, 0, 0], "the lists may come in any order"
    content["categories"] = [PERSON | {"id": 90}, *({"id": number, "name": f"class {number}"} for number in (1, 2))]
    assert labels_of(tmp_path / "c.json", content) == [0, 0, 0, 0, 1, 0], "the person is looked up by name"


def published_label(picture: dict[str, Any], annotations: list[dict[str, Any]]) -> int:
    """What the published script says: the share of the picture's area must be above 0.005."""
    area = picture["height"] * picture["width"]
    return int(any(a["image_id"] == picture["id"] and a["category_id"] == 1 and a["area"] / area > 0.005 for a in annotations))


def test_the_rule_on_random_annotations(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    pictures = [picture_record(int(n), *map(int, rng.integers(20, 600, 2))) for n in rng.permutation(300)]
    annotations = [
        annotation(
            n, int(rng.integers(0, 310)), int(rng.choice([1, 2, 90])), float(rng.choice([0, 1, 300, 2000]) * rng.random())
        )
        for n in range(900)
    ]
    expected = [published_label(picture, annotations) for picture in pictures]
    assert 50 < sum(expected) < 250
    assert labels_of(tmp_path / "a.json", instances(pictures, annotations)) == expected


def test_labels_of_an_earlier_rule_are_not_read_from_the_cache(tmp_path: Path) -> None:
    root = write_coco(tmp_path / "data")
    path = root / "annotations" / "instances_val2017.json"
    old = {"pictures": [f"{number:012}.jpg" for number in range(200, 204)], "labels": [1, 1, 1, 1]}
    cached_json("vww", (0.005, file_identity(path)), lambda: old)
    np.testing.assert_array_equal(load("vww", root).test.labels, [1, 0, 1, 0])


def test_annotations_are_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_coco(tmp_path / "data")
    first = load("vww", root).test.read(np.arange(4)).copy()
    monkeypatch.setattr(coco, "_records", lambda path: pytest.fail("read again"))
    data = load("vww", root)
    np.testing.assert_array_equal(data.test.read(np.arange(4)), first)
    np.testing.assert_array_equal(data.test.labels, [1, 0, 1, 0])
    for kept in (tmp_path / "cache").rglob("*.json"):
        kept.write_text("damaged")
    with pytest.raises(pytest.fail.Exception, match="read again"):
        load("vww", root)


@pytest.mark.parametrize("place", ["data", "data/vw_coco2014_96"])
def test_the_folders_of_mlperf_tiny(tmp_path: Path, place: str) -> None:
    for seed, name in enumerate(("non_person", "person")):
        (tmp_path / place / name).mkdir(parents=True)
        for number in range(20):
            pixels = np.full((96, 96, 3), 100 * seed + number, np.uint8)
            Image.fromarray(pixels).save(tmp_path / place / name / f"COCO_train2014_{number:012}.png")
    data = load("vww", tmp_path / "data")
    assert (data.class_names, data.input_shape) == (("no_person", "person"), (3, 96, 96))
    assert [len(data.train) + len(data.val), len(data.test)] == [32, 8]
    for part in (data.train, data.val, data.test):
        np.testing.assert_array_equal(part.read(np.arange(len(part)))[:, 5, 5, 1] >= 100, part.labels == 1)
    shutil.copytree(tmp_path / place / "person", tmp_path / place / "dog")
    with pytest.raises(RequestError, match="has the classes dog, non_person, person, not only non_person and person"):
        load("vww", tmp_path / "data")


def change(**parts: Any) -> Callable[[Path], object]:
    """Replaces lists of the test part's annotations."""

    def apply(root: Path) -> None:
        path = root / "annotations" / "instances_val2017.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | parts))

    return apply


def text(content: str) -> Callable[[Path], object]:
    return lambda root: (root / "annotations" / "instances_val2017.json").write_text(content)


GOOD = picture_record(200)
FILE = r"instances_val2017\.json"
JPEG = "val2017/000000000202.jpg"
BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "nothing": (
        lambda r: [shutil.rmtree(r / name) for name in ("annotations", "train2017", "val2017")],
        r"holds no vww\. It would hold COCO's annotations/instances_train",
    ),
    "pictures alone": (lambda r: shutil.rmtree(r / "annotations"), r"instances_train2017\.json is missing: it would hold"),
    "no list": (lambda r: (r / "annotations" / "instances_val2017.json").unlink(), f"{FILE} is missing: it would hold COCO's"),
    "no first list": (
        lambda r: (r / "annotations" / "instances_train2017.json").unlink(),
        r"instances_train2017\.json is missing: it would hold COCO's",
    ),
    "no folder": (lambda r: shutil.rmtree(r / "val2017"), r"cannot read .*val2017/000000000200\.jpg: No such file"),
    "no picture": (lambda r: (r / JPEG).unlink(), r"cannot read .*val2017/000000000202\.jpg: No such file"),
    "cut picture": (lambda r: os.truncate(r / JPEG, 700), r"cannot decode the picture .*000000000202\.jpg"),
    "loop": (
        lambda r: ((r / JPEG).unlink(), (r / JPEG).symlink_to(Path(JPEG).name)),
        r"cannot read .*000000000202\.jpg: Too many levels",
    ),
    "empty": (text(""), f"cannot read the annotations .*{FILE}: parse error: premature EOF"),
    "no JSON": (text("\x1f\x8b"), f"cannot read the annotations .*{FILE}: "),
    "cut": (text(json.dumps(instances([GOOD], []))[:-20]), f"cannot read the annotations .*{FILE}: parse error: premature EOF"),
    "NaN": (change(annotations=[annotation(1, 200, 1, float("nan"))]), f"cannot read the annotations .*{FILE}: lexical error"),
    "infinite": (text('{"annotations": [{"area": 1e999}]}'), f"cannot read the annotations .*{FILE}: "),
    "huge number": (text('{"annotations": [{"area": ' + "9" * 9000 + "}]}"), f"cannot read the annotations .*{FILE}: "),
    "a list": (text("[]"), f"cannot read the annotations .*{FILE}: it is no object of lists"),
    "no lists": (text("{}"), f"{FILE} lists 0 pictures and 0 categories called person"),
    "the script's": (change(annotations={"7": [{"image_id": 7, "label": 1}]}), f"{FILE}: 'annotations' is no list of objects"),
    "list of lists": (change(images=[[1]]), f"{FILE}: 'images' is no list of objects"),
    "deep": (text('{"info": ' + "[" * 100_000), f"{FILE}: it is no object of lists"),
    "long text": (text('{"info": "' + "x" * 20_000_000), f"{FILE}: a value in it is longer than 16,777,216 bytes"),
    "no name": (change(images=[{"id": 1, "width": 4, "height": 4}]), f"{FILE}: .* has no valid 'file_name'"),
    "name leads out": (change(images=[GOOD | {"file_name": "../../x.jpg"}]), f"{FILE} names '../../x.jpg'; allowed are plain"),
    "absolute name": (change(images=[GOOD | {"file_name": "/etc/passwd"}]), f"{FILE} names '/etc/passwd'"),
    "long name": (change(images=[GOOD | {"file_name": "x" * 300}]), f"{FILE} names 'xxx"),
    "name is a number": (change(images=[GOOD | {"file_name": 3}]), "has no valid 'file_name'"),
    "id is text": (change(images=[GOOD | {"id": "3"}]), "has no valid 'id'"),
    "id is a fraction": (change(images=[GOOD | {"id": 3.5}]), "has no valid 'id'"),
    "id is true": (change(images=[GOOD | {"id": True}]), "has no valid 'id'"),
    "no area": (change(images=[GOOD | {"width": 0}]), "has no valid 'width'"),
    "nested": (change(images=[GOOD | {"height": [3]}]), "has no valid 'height'"),
    "negative": (change(annotations=[annotation(1, 200, 1, -3)]), "has no valid 'area'"),
    "twice": (change(images=[GOOD, GOOD]), f"{FILE} lists a picture twice"),
    "name twice": (change(images=[GOOD, GOOD | {"id": 4}]), f"{FILE} lists a picture twice"),
    "unlisted category": (change(annotations=[annotation(1, 200, 7, 9)]), f"{FILE} has annotations of the category 7, which"),
    "no person": (change(categories=CATEGORIES[1:]), f"{FILE} lists 4 pictures and 0 categories called person"),
    "two persons": (change(categories=[PERSON, PERSON | {"id": 3}]), f"{FILE} lists .* two categories called person"),
    "one class": (
        lambda r: (r / "annotations" / "instances_train2017.json").write_text(
            json.dumps(instances([picture_record(number) for number in range(100, 112)], []))
        ),
        "all 12 training samples are of one class",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_broken_data_are_refused(tmp_path: Path, cache: Path, case: str) -> None:
    breaks, message = BROKEN[case]
    breaks(write_coco(tmp_path / "data"))
    with pytest.raises(RequestError, match=message) as refusal:
        load("vww", tmp_path / "data")
    assert "\n" not in str(refusal.value)
    assert not list(cache.rglob("*.npy"))
    assert not list(cache.rglob("*.tmp"))


def test_too_many_categories(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coco, "MAX_CATEGORIES", 2)
    with pytest.raises(RequestError, match="annotations, 2 categories or two"):
        load("vww", write_coco(tmp_path))


def test_too_many_annotations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coco, "MAX_ANNOTATIONS", 5)
    with pytest.raises(RequestError, match="over 200,000 pictures, 5 annotations"):
        load("vww", write_coco(tmp_path))


PEAK = """
import sys
from pathlib import Path
import ijson, PIL.Image
from dnas.data.coco import _labeled
result = _labeled(Path(sys.argv[1]))
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(peak.split()[1], len(result["labels"]), sum(result["labels"]))
"""


def test_50_mb_of_annotations_take_less_than_20(tmp_path: Path) -> None:
    peaks = []
    for count in (10, 20_000):
        path = tmp_path / f"{count}.json"
        with path.open("w") as file:
            head, _, _ = json.dumps(instances([picture_record(n) for n in range(count)], [])).partition('"annotations": [')
            file.write(head + '"annotations": [')
            outline = json.dumps([[round(100 / 7 * i, 2) for i in range(300)]])
            for number in range(count):
                file.write("," if number else "")
                file.write(json.dumps(annotation(number, number, 1 + number % 2, 600.25))[:-1] + f', "more": {outline}}}')
            file.write('], "categories": ' + json.dumps(CATEGORIES) + "}")
        result = subprocess.run([sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, check=True)
        peak_kib, pictures, people = map(int, result.stdout.split())
        assert (pictures, people) == (count, count // 2)
        peaks.append(peak_kib)
    assert path.stat().st_size > 50_000_000
    assert peaks[1] - peaks[0] < 20_000, peaks


def test_random_damage_never_ends_in_another_error(tmp_path: Path) -> None:
    pictures = [picture_record(number) for number in range(4)]
    good = json.dumps(instances(pictures, [annotation(number, number, 1, 600.5, number == 2) for number in range(4)])).encode()
    rng = np.random.default_rng(0)
    refusals = []
    for _ in range(1500):
        damaged = bytearray(good)
        for position in rng.integers(0, len(good), rng.integers(1, 4)):
            damaged[position] = rng.integers(32, 127)
        (tmp_path / "a.json").write_bytes(damaged)
        try:
            coco._labeled(tmp_path / "a.json")
        except RequestError as error:
            refusals.append(str(error))
    assert 500 < len(refusals) < 1500
    assert all("a.json" in refusal for refusal in refusals)

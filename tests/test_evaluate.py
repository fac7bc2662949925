"""`python -m dnas.evaluate` on damaged folders and somebody else's: one message, or a row that differs, no traceback."""

from __future__ import annotations

import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from ai_edge_litert import schema_py_generated as schema
from test_certify import quantized
from test_config import composed
from test_report import make_summary

from dnas import config as configuration
from dnas import evaluate
from dnas.certify import certify_run, network_of
from dnas.cost import cost_of
from dnas.interpreters import LiteRTInterpreter
from dnas.scoring import Classes
from dnas.space import SearchSpace

COUNT, CLASSES, SHAPE = 40, 3, (1, 16, 16)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run's folder that evaluates as equal, without training: a random network, random images in `data`."""
    folder = tmp_path_factory.mktemp("evaluate")
    data, labels = folder / "data", np.arange(COUNT) % CLASSES
    data.mkdir()
    pixels = np.random.default_rng(0).integers(0, 256, (COUNT, 16, 16, 1)).astype(np.uint8)
    for part in ("train", "test"):
        np.save(data / f"x_{part}.npy", pixels)
        np.save(data / f"y_{part}.npy", labels)
    config = composed("space=tiny", "data=npy", f"data.root={data}")
    space = SearchSpace(configuration.space_of(config.space), SHAPE, CLASSES)
    arch = tuple(len(choice.options) - 1 for choice in space.choices)
    configuration.save(config, folder / "config.yaml")
    (folder / "genotype.json").write_text(space.genotype(arch).to_json())
    (folder / "model.tflite").write_bytes(quantized(space, arch, 0))
    inputs = (pixels.astype(int) - 128).astype(np.int8)
    ends = LiteRTInterpreter((folder / "model.tflite").read_bytes()).ends
    facts = {"input": {"shape": [1, 16, 16, 1], **ends["input"], "resize": None, "source_shape": None},
             "output": {**ends["output"], "kind": "logits"}}  # fmt: skip
    found = certify_run(folder, lambda start, count: inputs[start : start + count], Classes(labels, CLASSES), facts)
    np.savez(folder / "golden.npz", inputs=found["golden_inputs"], outputs=found["golden_outputs"])
    summary = make_summary(**facts, certificate={"passed": True})
    names = list(configuration.data_of(config, SHAPE).class_names)
    cost = cost_of(*network_of(folder))
    summary["predicted"] |= {key: getattr(cost, key) for key in ("sram_bytes", "flash_bytes", "latency_s", "macs")}
    summary["data"] |= {"classes": CLASSES, "class_names": names, "test": COUNT}
    summary["accuracy"] |= {"int8_test": found["accuracy"], "f1_test": found["f1"], "machines": None}
    summary["measured"] |= {key: found[key] for key in ("sram_bytes", "arena_host_bytes", "flash_bytes")}
    (folder / "summary.json").write_text(json.dumps(summary))
    return folder


@pytest.fixture
def folder(finished: Path, tmp_path: Path) -> Path:
    """A copy that a test may damage."""
    return shutil.copytree(finished, tmp_path / "run")


def change(folder: Path, name: str, value: Any) -> None:
    """Replaces one value of summary.json, named as `accuracy.int8_test`."""
    summary = json.loads((folder / "summary.json").read_text())
    *path, last = name.split(".")
    inner = summary
    for key in path:
        inner = inner[key]
    inner[last] = value
    (folder / "summary.json").write_text(json.dumps(summary))


def differing(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The rows that end with `differs`."""
    return [line.split("  ")[0] for line in capsys.readouterr().out.splitlines() if line.endswith("differs")]


def refusal(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """The one message with which the folder is refused."""
    assert evaluate.main([f"run={folder}"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("error: ")
    assert captured.err.count("\n") == 1
    return captured.err


def test_an_untouched_folder_is_equal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate.main([f"run={folder}"]) == 0
    assert differing(capsys) == []


def truncated(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:200])


def flipped(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[300] ^= 255
    file.write_bytes(content)


def plain_array(file: Path) -> None:
    with file.open("wb") as opened:
        np.save(opened, np.zeros(3))


def of_text(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("inputs.npy", "no array")


def other_width(file: Path) -> None:
    with np.load(file) as golden:
        inputs, outputs = golden["inputs"], golden["outputs"]
    np.savez(file, inputs=inputs, outputs=np.concatenate([outputs, outputs], 1))


def without_axes(file: Path) -> None:
    with np.load(file) as golden:
        np.savez(file, inputs=golden["inputs"], outputs=np.int8(1))


def pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "damage", [truncated, flipped, plain_array, of_text, other_width, without_axes, pipe, Path.unlink, Path.touch]
)
def test_a_damaged_golden_file_is_a_row_that_differs(
    damage: Callable[[Path], None], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if damage is Path.touch:
        (folder / "golden.npz").unlink()  # and made empty
    damage(folder / "golden.npz")
    assert evaluate.main([f"run={folder}"]) == 1
    assert differing(capsys) == ["golden outputs"]


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("input.shape", None, "input.shape is None; four sizes (N, H, W, C) are needed"),
        ("input.shape", [1, 16, 16], "input.shape is [1, 16, 16]; four sizes"),
        ("input.shape", [1, 16, "16", 1], "input.shape is [1, 16, '16', 1]; four sizes"),
        ("input.shape", [1, 12, 16, 1], "inputs have the shape (1, 16, 16) (channels, height, width), in the run (1, 12, 16)"),
        ("input.scale", None, "input.scale is null"),
        ("schema", 2, "schema is 2, only 1 is read"),
        ("data.test", None, "the data set is not the run's"),
        ("certificate", None, "certificate is None instead of an object"),
        ("accuracy.int8_test", "high", "accuracy.int8_test is 'high' instead of a number"),
        ("accuracy.machines", [1.0], "accuracy.machines is [1.0] instead of an object"),
        ("accuracy.machines", {"id_01": "x"}, "accuracy.machines.id_01 is 'x' instead of a number"),
        ("accuracy.machines", {"id_01": 0.5}, "states accuracy.machines id_01, which the data set does not have; it has none"),
    ],
)  # fmt: skip
def test_a_foreign_summary_is_refused(
    name: str, value: Any, message: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder, name, value)
    assert message in refusal(folder, capsys)


@pytest.mark.parametrize("name", ["input.scale", "output.zero_point"])
def test_a_false_scale_differs_from_the_file(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(folder, name, 0.5)
    assert evaluate.main([f"run={folder}"]) == 1
    assert f"{name.partition('.')[0]}'s scale, zero point" in differing(capsys)


@pytest.mark.parametrize(
    ("name", "value", "row"),
    [
        ("predicted.sram_bytes", 12, "predicted SRAM, bytes"),
        ("predicted.flash_bytes", 12, "predicted flash, bytes"),
        ("predicted.latency_s", 0.001, "predicted latency"),
        ("predicted.macs", 12, "MACs"),
        ("feasible", False, "feasible"),
        ("budget.sram_bytes", 100, "feasible"),
    ],
)  # fmt: skip
def test_a_figure_that_does_not_follow_differs(
    name: str, value: Any, row: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if "." in name:
        change(folder, name, value)
    else:
        summary = json.loads((folder / "summary.json").read_text())
        (folder / "summary.json").write_text(json.dumps(summary | {name: value}))
    assert evaluate.main([f"run={folder}"]) == 1
    assert differing(capsys) == [row]


def test_what_is_not_stated_differs_from_what_is_measured(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(folder, "accuracy.int8_test", None)
    change(folder, "accuracy.metric", None)
    assert evaluate.main([f"run={folder}"]) == 1
    assert differing(capsys) == ["int8 accuracy", "decisions right"]


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "content", [b"\xff\xfe{}", b"{}", b"[" * 100_000, b'{"space": "(k, c) growth"}', None], ids=lambda content: str(content)[:9]
)
def test_a_foreign_genotype_is_refused(content: bytes | None, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "genotype.json"
    if content is None:
        pipe(file)
    else:
        file.write_bytes(content)
    assert f"{file}" in refusal(folder, capsys)


def test_layers_for_another_input_are_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same number of classes and test inputs, and a summary that says so, but the file wants another size."""
    for part in ("train", "test"):
        np.save(folder / "data" / f"x_{part}.npy", np.zeros((COUNT, 20, 20, 1), np.uint8))
    change(folder, "input.shape", [1, 20, 20, 1])
    assert evaluate.main([f"run={folder}", f"data.root={folder / 'data'}"]) == 2
    assert "its files do not belong together (inputs must be int8 of shape (N, 16, 16, 1)" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run=a", "run=b"], "run= is given twice, as 'a' and as 'b'; give it once"),
        (["run=~nobody_of_that_name/run"], "~nobody_of_that_name is no home of a user here"),
        (["run=a", "data.root=~nobody_of_that_name"], "~nobody_of_that_name is no home of a user here"),
        (["--helpless"], "'--helpless' is not understood"),
    ],
)
def test_a_bad_request_is_refused(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate.main(arguments) == 2
    said = capsys.readouterr().err
    assert said.startswith("error: ")
    assert message in said


@pytest.mark.parametrize("word", ["--help", "-h"])
def test_help_is_no_error(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate.main([word]) == 0
    assert capsys.readouterr().out == f"{evaluate.USAGE}\n"


def test_a_file_that_ends_an_interpreter_is_one_message(folder: Path) -> None:
    file = folder / "model.tflite"
    content = bytearray(file.read_bytes())
    graph = schema.Model.GetRootAs(bytes(content), 0).Subgraphs(0)
    scales = graph.Tensors(graph.Operators(0).Outputs(0)).Quantization()._tab
    struct.pack_into("<f", content, scales.Vector(scales.Offset(8)), np.inf)
    file.write_bytes(content)
    command = [sys.executable, "-m", "dnas.evaluate", f"run={folder}"]
    done = subprocess.run(command, cwd=Path(__file__).parents[1], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert "an interpreter ended with SIGABRT: model.tflite is not what the run has written" in done.stderr


@pytest.mark.parametrize(
    "stages", ["${oc.env:HOME}", [{"widths": [[1]], "entry": ["ds_k3"], "blocks": 0, "body": [], "stride": 1}]]
)
def test_a_foreign_space_is_refused(stages: object, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = yaml.safe_load((folder / "config.yaml").read_text())
    config["space"]["stages"] = stages
    (folder / "config.yaml").write_text(yaml.safe_dump(config))
    refusal(folder, capsys)


def test_a_disk_that_cannot_be_written_to_is_enough(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def without() -> None:
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr(tempfile, "TemporaryFile", without)
    assert evaluate.main([f"run={folder}"]) == 0


def test_a_damaged_model_never_reaches_the_interpreters(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """They trust some numbers of a file and end the whole process where these are wrong."""

    def reached(*_: object) -> dict[str, Any]:
        pytest.fail("an interpreter would have opened the file")

    content = bytearray((folder / "model.tflite").read_bytes())
    content[0:4] = (2**31).to_bytes(4, "little")  # where the root table begins
    (folder / "model.tflite").write_bytes(content)
    monkeypatch.setattr(evaluate, "certify_run", reached)
    assert evaluate.main([f"run={folder}"]) == 1
    assert "model.tflite" in capsys.readouterr().err

"""The certificate: its figures by hand, and that it fails for a file which is not what was trained."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from integer_network import placed, random_graph
from test_config import composed

from dnas import certify, compiled, evaluate
from dnas import config as configuration
from dnas.certify import check_layers, read_inputs, real
from dnas.compiled import compiler
from dnas.cost import flash, generated, sram
from dnas.cost.allocation import Arena, arena
from dnas.export.generated import network_c
from dnas.export.tflite import write_tflite
from dnas.files import write_texts
from dnas.interpreters import LiteRTInterpreter, ModelFileError
from dnas.model import exported
from dnas.network import TorchNetwork, fold_batch_norm
from dnas.quantize import QuantNetwork
from dnas.scoring import Classes, confusion_matrix, macro_f1
from dnas.snap import snapped
from dnas.space import Arch, SearchSpace

CLASSES, COUNT = 3, 100
with_compiler = pytest.mark.skipif(compiler() is None, reason="no C compiler (cc or gcc)")
QUANTIZATION = {"scale": 0.5, "zero_point": -3}


def test_inputs_are_read_row_by_row(tmp_path: Path) -> None:
    x = np.random.default_rng(0).integers(-128, 128, (10, 3, 4, 2)).astype(np.int8)
    np.save(tmp_path / "x.npy", x)
    assert np.array_equal(read_inputs(tmp_path / "x.npy", 4, 3), x[4:7])
    assert np.array_equal(read_inputs(tmp_path / "x.npy", 8, 64), x[8:])


def test_int8_values_stand_for_real_ones() -> None:
    found = real(np.array([-128, -3, 127], np.int8), QUANTIZATION)
    assert found.dtype == np.float32
    assert found.tolist() == [-62.5, 0.0, 65.0]


def quantized(space: SearchSpace, arch: Arch, seed: int) -> bytes:
    """A .tflite file of that architecture with random weights."""
    torch.manual_seed(seed)
    network = QuantNetwork(fold_batch_norm(TorchNetwork(space.network(arch)).eval()), 1 / 255, -128, "image")
    with torch.no_grad():
        network.calibrate([torch.rand(32, *space.input_shape)])
    network.eval()
    return write_tflite(network.to_graph(tuple("abc")))


@pytest.fixture
def run(tmp_path: Path) -> tuple[Path, SearchSpace, Arch]:
    """A folder as training leaves it, without training: a random network, random images, and what the file says of them."""
    config = composed("space=tiny", "data=npy")
    space = SearchSpace(configuration.space_of(config.space), (1, 16, 16), CLASSES)
    arch = tuple(len(choice.options) - 1 for choice in space.choices)
    (tmp_path / "checkpoints").mkdir()
    configuration.save(config, tmp_path / "config.yaml")
    (tmp_path / "genotype.json").write_text(space.genotype(arch).to_json())
    model = quantized(space, arch, 0)
    (tmp_path / "model.tflite").write_bytes(model)
    x = np.random.default_rng(0).integers(-128, 128, (COUNT, 16, 16, 1)).astype(np.int8)
    decided = LiteRTInterpreter(model).run(x).argmax(1)
    np.save(tmp_path / "checkpoints" / "test_inputs.npy", x)
    Classes(np.arange(COUNT) % CLASSES, CLASSES).save(tmp_path / "checkpoints" / "scoring.npz")
    (tmp_path / "checkpoints" / "stage.json").write_text(json.dumps({"input": QUANTIZATION, "output": QUANTIZATION}))
    np.save(tmp_path / "checkpoints" / "float_test.npy", np.where(np.arange(COUNT) < 4, np.arange(COUNT) % CLASSES, decided))
    np.save(tmp_path / "checkpoints" / "fake_quant_test.npy", decided)
    return tmp_path, space, arch


def test_an_honest_file_is_certified(run: tuple[Path, SearchSpace, Arch]) -> None:
    folder, _, _ = run
    assert certify.main(folder) == 0
    found = json.loads((folder / "checkpoints" / "certificate.json").read_text())
    assert found["passed"] is True
    decided = np.load(folder / "checkpoints" / "fake_quant_test.npy")
    labels = np.arange(COUNT) % CLASSES
    assert found["accuracy"] == pytest.approx(float((decided == labels).mean()))
    gained = (np.load(folder / "checkpoints" / "float_test.npy") == labels).sum() - (decided == labels).sum()
    assert gained > 0
    assert found["quantization_error"] == pytest.approx(np.sqrt(gained / COUNT * (1 - gained / COUNT) / COUNT))
    assert found["confusion"] == confusion_matrix(labels, decided, CLASSES).tolist()
    assert found["f1"] == pytest.approx(macro_f1(confusion_matrix(labels, decided, CLASSES)))
    assert np.load(folder / "golden.npz")["inputs"].shape == (32, 16, 16, 1)
    network = run[1].network(run[2])
    assert found["allocation_bytes"] == arena(exported(network), "cortex-m7").allocation_bytes >= found["sram_bytes"]


def test_a_file_that_cannot_be_set_up_as_stated_fails(
    run: tuple[Path, SearchSpace, Arch], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The interpreter gets the arena that the formula states, no more: a formula that is wrong would show."""
    pytest.importorskip("tflite_micro", reason="tflite-micro has no wheel here")
    monkeypatch.setattr(certify, "arena", lambda *given: Arena(arena(*given).used_bytes, arena(*given).used_bytes - 1024))
    assert certify.main(run[0]) == 1
    assert "the certificate failed" in capsys.readouterr().err


def test_other_weights_of_the_same_layers_fail(run: tuple[Path, SearchSpace, Arch], capsys: pytest.CaptureFixture[str]) -> None:
    folder, space, arch = run
    (folder / "model.tflite").write_bytes(quantized(space, arch, 1))
    assert certify.main(folder) == 1
    assert json.loads((folder / "checkpoints" / "certificate.json").read_text())["passed"] is False
    assert "decisions" in capsys.readouterr().err


def test_another_network_fails(run: tuple[Path, SearchSpace, Arch], capsys: pytest.CaptureFixture[str]) -> None:
    folder, space, arch = run
    other = quantized(space, tuple(0 for _ in arch), 0)
    (folder / "model.tflite").write_bytes(other)
    with pytest.raises(ModelFileError, match=str(len(other))):
        check_layers(other, space.network(arch))
    assert certify.main(folder) == 1
    assert "the certificate failed" in capsys.readouterr().err


def test_another_network_of_the_same_size_is_refused() -> None:
    """The strides of a stem take no bytes of their own."""
    space = SearchSpace(configuration.space_of(composed("space=tiny").space), (1, 24, 24), CLASSES)
    arch, other = ((stem, *(0 for _ in space.choices[1:])) for stem in range(2))
    check_layers(quantized(space, arch, 0), space.network(arch))
    with pytest.raises(ModelFileError, match=r"has the size of the layers in genotype\.json, but holds others"):
        check_layers(quantized(space, other, 0), space.network(arch))


@pytest.mark.parametrize("damage", ["empty", "cut", "text", "overwritten"])
def test_a_damaged_file_fails(damage: str, run: tuple[Path, SearchSpace, Arch], capsys: pytest.CaptureFixture[str]) -> None:
    folder, _, _ = run
    model = (folder / "model.tflite").read_bytes()
    bad = {"empty": b"", "cut": model[:-16], "text": b"hello", "overwritten": bytes(64) + model[64:]}[damage]
    (folder / "model.tflite").write_bytes(bad)
    assert certify.main(folder) == 1
    assert "the certificate failed" in capsys.readouterr().err


def test_a_missing_file_is_said(run: tuple[Path, SearchSpace, Arch], capsys: pytest.CaptureFixture[str]) -> None:
    folder, _, _ = run
    (folder / "genotype.json").unlink()
    assert certify.main(folder) == 2
    assert "genotype.json" in capsys.readouterr().err


def test_a_genotype_that_is_no_text_is_said(run: tuple[Path, SearchSpace, Arch], capsys: pytest.CaptureFixture[str]) -> None:
    folder, _, _ = run
    (folder / "genotype.json").write_bytes(b"\xff{}")
    assert certify.main(folder) == 2
    said = capsys.readouterr().err
    assert f"{folder / 'genotype.json'}: 'utf-8' codec" in said


@pytest.fixture
def code_run(run: tuple[Path, SearchSpace, Arch]) -> tuple[Path, SearchSpace, Arch]:
    """The same for a board that runs generated C."""
    folder, space, arch = run
    configuration.save(composed("space=tiny", "data=npy", "device=nucleo_l011k4"), folder / "config.yaml")
    write_code(folder, space, arch, 0)
    decided = LiteRTInterpreter((folder / "model.tflite").read_bytes()).run(np.load(folder / "checkpoints" / "test_inputs.npy"))
    np.save(folder / "checkpoints" / "fake_quant_test.npy", decided.argmax(1))
    return folder, space, arch


def write_code(folder: Path, space: SearchSpace, arch: Arch, seed: int, file: bool = True) -> None:
    """network.c of random weights, and the file of the same."""
    graph = snapped(random_graph(space.network(arch), seed))
    write_texts(folder, network_c(graph, *placed(graph), graph.class_names))
    if file:
        (folder / "model.tflite").write_bytes(write_tflite(graph))


def certificate(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "checkpoints" / "certificate.json").read_text())
    return found


@with_compiler
def test_generated_code_is_certified_beside_its_file(code_run: tuple[Path, SearchSpace, Arch]) -> None:
    folder, space, arch = code_run
    assert certify.main(folder) == 0
    found, network = certificate(folder), space.network(arch)
    assert found["generated"]["values"] == COUNT * CLASSES
    assert found["generated"]["different"] <= 1
    assert found["generated"]["equal_decisions"] >= 0.995
    assert found["flash_bytes"] == sum(int(generated.layer_bytes(layer)) for layer in network)
    assert found["sram_bytes"] == generated.plan(exported(network)).arena_bytes
    stored = found["flash_bytes"]
    assert f"stores {stored} bytes, priced at {stored}" in found["checks"]["generated C and formulas"]
    under = {"sram_bytes": sram.arena_bytes(exported(network), "cortex-m0plus"), "flash_bytes": flash.network_bytes(network)}
    assert found["interpreter"] == under
    assert any("no interpreter measures them" in text for text in found["unchecked"])


def test_evaluate_lays_generated_code_beside_what_the_summary_states(code_run: tuple[Path, SearchSpace, Arch]) -> None:
    folder, _, _ = code_run
    assert certify.main(folder) == 0
    found = certificate(folder)
    stated = {"interpreter": dict(found["interpreter"]), "certificate": {"generated": {"different": 3}}}
    rows = evaluate.rows_of_code(stated, found)
    assert rows[-1] == (evaluate.CODE, 3, None), "never run again"
    assert len(rows) == 3
    assert all(map(evaluate.equal, rows))
    stated["interpreter"]["sram_bytes"] -= 4
    assert [evaluate.equal(row) for row in evaluate.rows_of_code(stated, found)] == [False, True, True]
    assert evaluate.rows_of_code(stated | {"certificate": {"generated": None}}, found)[-1] == (evaluate.CODE, None, None)
    assert evaluate.rows_of_code({}, {"sram_bytes": 1}) == [], "a run under an interpreter"


@with_compiler
def test_generated_code_of_other_weights_fails(
    code_run: tuple[Path, SearchSpace, Arch], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, space, arch = code_run
    write_code(folder, space, arch, 1, file=False)
    assert certify.main(folder) == 1
    assert not certificate(folder)["passed"]
    assert "generated C and file" in capsys.readouterr().err


@with_compiler
@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("void network_run(void)\n{", "static const char more[] = {1, 2};\nvoid network_run(void)\n{ if (!more[0]) return;",
         "generated C and formulas"),
        ("network_memory[NETWORK_MEMORY_BYTES]", "network_memory[NETWORK_MEMORY_BYTES + 1]", "generated C and formulas"),
        ("NETWORK_LAYER void layer_0(void)\n{", "NETWORK_LAYER void layer_0(void)\n{ for (;;) return;", "generated C and file"),
        ("void network_run(void)", "void network_ran(void)", "refused network.c"),
    ],
)  # fmt: skip
def test_changed_code_fails(
    before: str, after: str, message: str, code_run: tuple[Path, SearchSpace, Arch], capsys: pytest.CaptureFixture[str]
) -> None:
    source = code_run[0] / "network.c"
    text = source.read_text()
    assert before in text
    source.write_text(text.replace(before, after))
    assert certify.main(code_run[0]) == 1
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("name", ["network.c", "network.h"])
def test_without_generated_code_the_request_is_at_fault(
    name: str, code_run: tuple[Path, SearchSpace, Arch], capsys: pytest.CaptureFixture[str]
) -> None:
    (code_run[0] / name).unlink()
    assert certify.main(code_run[0]) == 2
    assert f"{name} cannot be read" in capsys.readouterr().err


def test_whoever_did_not_write_the_code_does_not_run_it(
    code_run: tuple[Path, SearchSpace, Arch], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = code_run[0]

    def refuse(*_: object) -> None:
        raise AssertionError("network.c of a folder was compiled")

    monkeypatch.setattr(certify, "Compiled", refuse)
    read = partial(read_inputs, folder / "checkpoints" / "test_inputs.npy")
    facts = {"input": QUANTIZATION, "output": QUANTIZATION}
    found = certify.certify_run(folder, read, Classes(np.arange(COUNT) % CLASSES, CLASSES), facts)
    assert found["passed"]
    assert found["generated"] is None
    assert any("not compiled or run again" in text for text in found["unchecked"])


def fake_compiler(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A compiler of that shell script; `$real` is the true one."""
    path = folder / "fakecc"
    path.write_text(f"#!/bin/sh\nreal={compiler()}\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setattr(certify, "compiler", lambda: str(path))
    return path


@with_compiler
@pytest.mark.parametrize(
    ("script", "message"),
    [
        ('echo "probe.c:1:10: fatal error: stdint.h: No such file" >&2; echo more >&2; exit 1',
         "fakecc ended with 1 for a trivial program: probe.c:1:10: fatal error: stdint.h: No such file;"),
        ("exit 3", "fakecc ended with 3 for a trivial program: no message;"),
        ('$real "$@" && chmod 644 probe', "probe cannot be executed"),  # as on a temporary folder without execution
        ('printf "#!/bin/sh\nexit 9" > probe && chmod 755 probe', "probe ended with 9 for a trivial program"),
        ('$real "$@"; case "$*" in *network.c*) test -f main && chmod 644 main; exit 0;; esac', "main cannot be executed"),
        ("exec sleep 60", "fakecc took more than 0.5 s for a trivial program"),
    ],
)  # fmt: skip
def test_a_toolchain_that_does_not_work_fails_no_training(
    script: str, message: str, code_run: tuple[Path, SearchSpace, Arch], monkeypatch: pytest.MonkeyPatch
) -> None:
    if "sleep" in script:
        monkeypatch.setattr(compiled, "PROBE_S", 0.5)
    fake_compiler(code_run[0], script, monkeypatch)
    assert certify.main(code_run[0]) == 0
    found = certificate(code_run[0])
    assert found["generated"] is None
    assert [text for text in found["unchecked"] if message in text and text.startswith("generated C: ")]


def test_a_compiler_that_cannot_be_executed_fails_no_training(
    code_run: tuple[Path, SearchSpace, Arch], monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_compiler(code_run[0], "", monkeypatch).chmod(0o644)
    assert certify.main(code_run[0]) == 0
    assert any("fakecc cannot be executed" in text for text in certificate(code_run[0])["unchecked"])


@with_compiler
def test_warnings_fail_tests_only(code_run: tuple[Path, SearchSpace, Arch]) -> None:
    folder, source = code_run[0], code_run[0] / "network.c"
    source.write_text(source.read_text() + "\nstatic int unused(int argument) { return 0; }\n")
    with pytest.raises(ModelFileError, match="unused"):
        compiled.Compiled(folder, str(compiler()), CLASSES, compiled.STRICT)
    assert certify.main(folder) == 0
    assert certificate(folder)["generated"] is not None


@with_compiler
def test_a_compiler_that_hangs_on_the_network_fails(
    code_run: tuple[Path, SearchSpace, Arch], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(compiled, "COMPILE_S", 0.5)
    fake_compiler(code_run[0], 'case "$*" in *network.c*) exec sleep 60;; esac\nexec $real "$@"', monkeypatch)
    assert certify.main(code_run[0]) == 1
    assert "fakecc took more than 0.5 s for network.c" in capsys.readouterr().err


@with_compiler
def test_code_that_does_not_end_fails(
    code_run: tuple[Path, SearchSpace, Arch], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(compiled, "RUN_S", 0.5)
    source = code_run[0] / "network.c"
    source.write_text(source.read_text().replace("void network_run(void)\n{", "void network_run(void)\n{ for (;;) { }"))
    assert certify.main(code_run[0]) == 1
    assert "network.c took more than 0.5 s for 64 inputs" in capsys.readouterr().err


@with_compiler
@pytest.mark.parametrize("script", ["exit 1", None])
def test_without_a_working_nm_sizes_are_unchecked(
    script: str | None, code_run: tuple[Path, SearchSpace, Arch], monkeypatch: pytest.MonkeyPatch
) -> None:
    nm = code_run[0] / "nm"
    nm.write_text(f"#!/bin/sh\n{script}\n")
    nm.chmod(0o644 if script is None else 0o755)
    fake_compiler(code_run[0], 'exec $real "$@"', monkeypatch)
    monkeypatch.setattr(compiled.shutil, "which", lambda name: str(nm) if name == "nm" else None)
    assert certify.main(code_run[0]) == 0
    assert any("no nm here" in text for text in certificate(code_run[0])["unchecked"])


def test_without_a_compiler_the_certificate_says_so(
    code_run: tuple[Path, SearchSpace, Arch], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(certify, "compiler", lambda: None)
    assert certify.main(code_run[0]) == 0
    found = certificate(code_run[0])
    assert found["generated"] is None
    assert any("no compiler" in text for text in found["unchecked"])
    assert found["sram_bytes"] == generated.plan(exported(code_run[1].network(code_run[2]))).arena_bytes

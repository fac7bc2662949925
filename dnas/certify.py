"""The certificate: what the real interpreters say of the exported file, in a process of its own and without torch.

`python -m dnas.certify FOLDER` reads the exported model and the int8 test part that training left in `checkpoints/`, and
writes `checkpoints/certificate.json` and `golden.npz`. Every figure in it is measured on the file.

For a board that runs generated C, network.c is compiled here and compared with the interpreter on all test inputs; the
figures of SRAM and flash are then those of the generated code, the interpreter's own stand beside them. That is done once, by
the run that has written the C: whoever measures a finished run again (`dnas.evaluate`) takes its folder as data.
"""

from __future__ import annotations

import io
import json
import platform
import sys
from collections.abc import Callable, Mapping
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dnas import config as configuration
from dnas.arguments import complain
from dnas.compiled import HEADER, SOURCE, Comparison, Compiled, ToolError, compiler
from dnas.cost import flash
from dnas.cost.allocation import arena
from dnas.cost.records import HOST
from dnas.cost.runtime import arena_of, flash_bytes
from dnas.device import DeviceProfile
from dnas.errors import RequestError
from dnas.files import write_bytes, write_text
from dnas.geometry import Network, as_filed
from dnas.interpreters import Int8, LiteRTInterpreter, ModelFileError, TFLMInterpreter
from dnas.model import exported
from dnas.process import die_with_parent
from dnas.reader.flatbuffer import DamagedFileError
from dnas.reader.tflite import parse
from dnas.scoring import Scoring, scoring_of

GOLDEN = 32
"""Inputs in golden.npz."""
COMPARED = 64
"""Test inputs that both interpreters run."""
MAX_STEPS = 1
"""Largest difference of two interpreters' logits, in int8 steps (fully connected layers round differently)."""
MIN_EQUAL_DECISIONS = 0.995
"""Least share of test inputs which the file judges as training did: evaluation there is the kernels' own arithmetic."""
MAX_DIFFERENT = 0.005
"""Largest share of output values in which generated code may differ from the file: its multipliers have 16 bits, so that about
one value in 10^6 is rounded to the other side inside the network, which the layers behind it can make several steps of."""
CHUNK = 64

Reader = Callable[[int, int], Int8]
"""(start, count) -> that many int8 test inputs (N, H, W, C), fewer at the end."""


def read_inputs(path: Path, start: int, count: int) -> Int8:
    """Rows of an int8 .npy file, by a plain read."""
    with path.open("rb") as file:
        version = np.lib.format.read_magic(file)
        assert version == (1, 0), version
        shape, _, _ = np.lib.format.read_array_header_1_0(file)
        row = int(np.prod(shape[1:]))
        file.seek(start * row, 1)
        count = min(count, shape[0] - start)
        return np.frombuffer(file.read(count * row), np.int8).reshape(count, *shape[1:])


def real(values: Int8, quantization: Mapping[str, Any]) -> NDArray[np.float32]:
    """The numbers that int8 values stand for: (q - zero_point) scale, both as a run's summary names them."""
    scale, zero_point = np.float32(quantization["scale"]), np.float32(quantization["zero_point"])
    return (values.astype(np.float32) - zero_point) * scale


def certify(
    model: bytes,
    network: Network,
    device: DeviceProfile,
    read: Reader,
    scoring: Scoring,
    source: Mapping[str, Any],
    output: Mapping[str, Any],
    folder: Path | None = None,
) -> dict[str, Any]:
    """Runs the file in both interpreters, and generated C beside them.

    Args:
        model: the .tflite file.
        network: the layers it was written from.
        device: the board.
        read: gives the int8 test inputs.
        scoring: judges the outputs.
        source: scale and zero_point of the input.
        output: the same of the output.
        folder: where network.c lies, for a board that runs generated C; None = it is neither compiled nor run.

    Returns:
        passed, checks (name -> text), accuracy, f1, confusion, judged (N,), sram_bytes, allocation_bytes (None where nothing is
        set up), flash_bytes, arena figures, ends (scale and zero point of input and output), versions, unchecked, golden
        inputs and outputs; of generated C `interpreter` and `generated`.

    Raises:
        ModelFileError: the file is damaged, or does not belong to these layers; network.c does not compile, or crashes.
        RequestError: network.c or network.h is missing.
    """
    check_layers(model, network)
    count = scoring.count
    compared = min(COMPARED, count)
    sample = read(0, compared)
    litert = LiteRTInterpreter(model)
    litert_out = litert.run(sample)
    result: dict[str, Any] = {
        "versions": {"ai-edge-litert": metadata.version("ai-edge-litert")},
        "ends": litert.ends,
        "checks": {},
        "unchecked": ["latency: predicted, not measured on a board"],
    }
    target, host = arena(exported(network), device.core), arena(exported(network), None, HOST)
    result["allocation_bytes"] = target.allocation_bytes
    runner: LiteRTInterpreter | TFLMInterpreter = litert
    tflm = _tflm(model, host.allocation_bytes)  # no more than is said to be enough
    if tflm is None:
        result |= {"arena_host_bytes": None, "sram_bytes": target.used_bytes, "golden_outputs": litert_out}
        result["unchecked"].append(
            f"tflite-micro has no wheel for {platform.machine()}: outputs by LiteRT's reference kernels, arena by our planner"
        )
        agreed = True
    else:
        result["versions"]["tflite-micro"] = metadata.version("tflite-micro")
        tflm_out = tflm.run(sample)
        steps = int(np.abs(tflm_out.astype(int) - litert_out).max())
        agreed = steps <= MAX_STEPS
        result["checks"]["interpreters agree"] = f"largest difference {steps} of {MAX_STEPS} steps allowed on {compared} inputs"
        result["checks"]["arena"] = f"sets up and runs in the {host.allocation_bytes} bytes that this host should need"
        measured = tflm.arena_used_bytes
        # measured here + (target - host) of the same plan: pointer-sized records at 4 bytes, the target kernels' scratch
        result |= {
            "arena_host_bytes": measured,
            "arena_host_predicted_bytes": host.used_bytes,
            "sram_bytes": measured + target.used_bytes - host.used_bytes,
            "golden_outputs": tflm_out,
        }
        runner = tflm  # the boards' interpreter has the last word; fully connected layers differ by a step in LiteRT
    result |= {"flash_bytes": len(model), "passed": agreed}
    code, why = _compiled(folder, int(litert_out.shape[1])) if device.generated else (None, "")
    comparison = Comparison(scoring)
    judged = []
    for start in range(0, count, CHUNK):
        inputs = read(start, CHUNK)
        x, outputs = real(inputs, source), runner.run(inputs)
        judged.append(scoring.judged(x, real(outputs, output)))
        if code is not None:
            try:
                ours = code.run(inputs)
            except ToolError as error:
                code, why = None, str(error)
                continue
            comparison.add(x, (outputs, real(outputs, output)), (ours, real(ours, output)))
    if device.generated:
        _judge_code(result, network, device, code or why, comparison)
    every = np.concatenate(judged)
    return result | {
        **scoring.figures(every),
        "judged": every,
        "golden_inputs": sample[:GOLDEN],
        "golden_outputs": result["golden_outputs"][:GOLDEN],
        "accuracy_interpreter": type(runner).__name__.removesuffix("Interpreter"),
    }


def _compiled(folder: Path | None, outputs: int) -> tuple[Compiled | None, str]:
    """The generated code of the run; None where it is not or cannot be compiled, and why."""
    if folder is None:
        return None, "not compiled or run again"
    for name in (SOURCE, HEADER):
        read_file(folder / name)  # says what is missing
    found = compiler()
    if found is None:
        return None, "no compiler (cc or gcc) here"
    try:
        return Compiled(folder, found, outputs), ""
    except ToolError as error:
        return None, str(error)


def _judge_code(
    result: dict[str, Any], network: Network, device: DeviceProfile, code: Compiled | str, comparison: Comparison
) -> None:
    """Replaces SRAM and flash by the generated code's, and adds what it was checked for; `code` may be why it was not."""
    stored, memory = flash_bytes(network, device), arena_of(network, device).used_bytes
    result["interpreter"] = {"sram_bytes": result["sram_bytes"], "flash_bytes": result["flash_bytes"]}
    result |= {"sram_bytes": memory, "allocation_bytes": None, "flash_bytes": stored, "generated": None}
    result["unchecked"].append(
        "SRAM and flash: of the generated code, its stack and its instructions not counted; no interpreter measures them"
    )
    if isinstance(code, str):
        result["unchecked"].append(f"generated C: {code}; it was not compared with the file")
        return
    result["generated"] = {
        "values": comparison.values,
        "different": comparison.different,
        "largest_steps": comparison.largest_steps,
        "equal_decisions": comparison.equal,
    }
    result["checks"]["generated C and file"] = (
        f"{comparison.different} of {comparison.values} output values differ ({100 * MAX_DIFFERENT} % allowed), by "
        f"{comparison.largest_steps} steps at most; {100 * comparison.equal:.2f} % equal decisions on "
        f"{comparison.scoring.count} test inputs"
    )
    if comparison.different > MAX_DIFFERENT * comparison.values or comparison.equal < MIN_EQUAL_DECISIONS:
        result["passed"] = False
    sizes = code.sizes()
    if sizes is None:
        result["unchecked"].append("stored bytes and memory of the generated C: no nm here that reads them from the object")
        return
    result["checks"]["generated C and formulas"] = (
        f"the object stores {sizes[0]} bytes, priced at {stored}, and works in {sizes[1]}, planned as {memory}"
    )
    if sizes != (stored, memory):
        result["passed"] = False


def _tflm(model: bytes, arena_bytes: int) -> TFLMInterpreter | None:
    """TFLM with the file loaded; None where the package has no wheel."""
    try:
        import tflite_micro  # noqa: F401
    except ImportError:
        return None
    return TFLMInterpreter(model, arena_bytes)


def check_layers(model: bytes, network: Network) -> None:
    """Refuses a file that does not hold the network's layers: its size is exact, whatever the weights, and so is its geometry.

    Raises:
        ModelFileError: the file is damaged, or another network's.
    """
    expected = flash.network_bytes(network)
    if len(model) != expected:
        raise ModelFileError(
            f"model.tflite has {len(model)} bytes, the layers in genotype.json make {expected}: another file, "
            "or one of another version of the exporter?"
        )
    try:
        found = parse(model)
    except (DamagedFileError, RequestError) as error:
        raise ModelFileError(f"model.tflite: {error}") from error
    if found != exported(tuple(map(as_filed, network))):
        raise ModelFileError("model.tflite has the size of the layers in genotype.json, but holds others: another network's?")


def network_of(folder: Path) -> tuple[Network, DeviceProfile]:
    """Layers and board of a run, from its genotype and configuration.

    Raises:
        RequestError: a file is missing or cannot be read.
    """
    from dnas.families import layers_of
    from dnas.genotype import Genotype

    config = configuration.load(folder / "config.yaml")
    space, device = configuration.space_of(config.space), configuration.profile_of(config.device)
    path = folder / "genotype.json"
    text = read_file(path)
    try:
        return layers_of(Genotype.from_json(text.decode()), space), device
    except configuration.NOT_OF_THE_SCHEMA as error:  # not UTF-8, nested without end, or no network of that space
        raise RequestError(f"{path}: {error}") from error


def read_file(path: Path) -> bytes:
    """The bytes of one of a run's files.

    Raises:
        RequestError: it is missing or cannot be read.
    """
    try:
        if path.exists() and not path.is_file():
            raise RequestError(f"{path} is no plain file: not the folder of a finished run?")
        return path.read_bytes()
    except OSError as error:
        raise RequestError(f"{path} cannot be read ({error.strerror}): not the folder of a finished run?") from error


def certify_run(
    folder: Path, read: Reader, scoring: Scoring, facts: Mapping[str, Any], run_code: bool = False
) -> dict[str, Any]:
    """`certify` for the files of the run in `folder`.

    Args:
        folder: of the run.
        read: gives the int8 test inputs.
        scoring: judges the outputs.
        facts: has the run's "input" and "output".
        run_code: whether network.c may be compiled and run: only for who has just written it.
    """
    network, device = network_of(folder)
    model = read_file(folder / "model.tflite")
    return certify(model, network, device, read, scoring, facts["input"], facts["output"], folder if run_code else None)


def main(folder: Path) -> int:
    """Certifies the run in `folder`; exit code 1 if the file is refused, or does not do what was trained."""
    die_with_parent()
    checkpoints = folder / "checkpoints"
    try:
        scoring = scoring_of(checkpoints / "scoring.npz")
        facts = json.loads((checkpoints / "stage.json").read_text())
        found = certify_run(folder, partial(read_inputs, checkpoints / "test_inputs.npy"), scoring, facts, run_code=True)
        judged = found.pop("judged")
        equal = scoring.equal(judged, np.load(checkpoints / "fake_quant_test.npy"))
        found["quantization_error"] = scoring.paired_error(np.load(checkpoints / "float_test.npy"), judged)
        found["checks"]["decisions of training and file"] = f"{100 * equal:.2f} % equal on {scoring.count} test inputs"
        found["passed"] = found["passed"] and equal >= MIN_EQUAL_DECISIONS
        golden = io.BytesIO()
        np.savez(golden, inputs=found.pop("golden_inputs"), outputs=found.pop("golden_outputs"))
        write_bytes(folder / "golden.npz", golden.getvalue())
        write_text(checkpoints / "certificate.json", json.dumps(found))
    except RequestError as error:
        complain(str(error))
        return 2
    except OSError as error:
        complain(f"{error}; what has been trained stays, run.resume={folder} goes on")
        return 1
    except ModelFileError as error:
        complain(f"the certificate failed: {error}")
        return 1
    if not found["passed"]:
        checks = "; ".join(f"{name}: {text}" for name, text in found["checks"].items())
        complain(f"the certificate failed: {checks}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

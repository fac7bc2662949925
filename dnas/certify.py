"""The certificate: what the real interpreters say of the exported file, in a process of its own and without torch.

`python -m dnas.certify FOLDER` reads the exported model and the int8 test part that training left in `checkpoints/`, and
writes `checkpoints/certificate.json` and `golden.npz`. Every figure in it is measured on the file.
"""

from __future__ import annotations

import json
import platform
import sys
import time
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dnas import config as configuration
from dnas.cost import sram
from dnas.errors import RequestError
from dnas.geometry import Network
from dnas.interpreters import Int8, LiteRTInterpreter, ModelFileError, TFLMInterpreter
from dnas.summary import write_text

GOLDEN = 32
"""Inputs in golden.npz."""
COMPARED = 64
"""Test inputs that both interpreters run."""
MAX_STEPS = 1
"""Largest difference of two interpreters' logits, in int8 steps (fully connected layers round differently)."""
CHUNK = 64


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


def confusion_matrix(labels: NDArray[np.int64], decided: NDArray[np.int64], classes: int) -> NDArray[np.int64]:
    """(classes, classes): rows are true classes, columns decisions."""
    return np.bincount(labels * classes + decided, minlength=classes * classes).reshape(classes, classes)


def macro_f1(confusion: NDArray[np.int64]) -> float:
    """Mean over classes of 2 TP / (2 TP + FP + FN); a class without samples or decisions counts 0."""
    hits = np.diag(confusion).astype(float)
    total = confusion.sum(0) + confusion.sum(1)
    return float(np.mean(np.divide(2 * hits, total, out=np.zeros_like(hits), where=total > 0)))


def host_arena_estimate(network: Network) -> int:
    """An arena that surely suffices for the interpreter on this host."""
    return 2 * sram.host_arena_bytes(network) + 65536


def certify(model: bytes, network: Network, core: str, inputs: Path, labels: NDArray[np.int64], classes: int) -> dict[str, Any]:
    """Runs the file in both interpreters.

    Args:
        model: the .tflite file.
        network: the layers it was written from.
        core: the board's core.
        inputs: int8 test inputs (N, H, W, C) as .npy.
        labels: (N,).
        classes: number of classes.

    Returns:
        passed, checks (name -> text), accuracy, f1, confusion, arena figures, versions, unchecked, golden inputs and outputs.
    """
    count = len(labels)
    compared = min(COMPARED, count)
    sample = read_inputs(inputs, 0, compared)
    litert = LiteRTInterpreter(model)
    litert_out = litert.run(sample)
    result: dict[str, Any] = {
        "versions": {"ai-edge-litert": metadata.version("ai-edge-litert")},
        "checks": {},
        "unchecked": ["latency: predicted, not measured on a board"],
    }
    planned = sram.network_bytes(network, core)
    tflm = _tflm(model, network)
    if tflm is None:
        result |= {"arena_host_bytes": None, "sram_bytes": planned, "golden_outputs": litert_out}
        result["unchecked"].append(
            f"tflite-micro has no wheel for {platform.machine()}: outputs by LiteRT's reference kernels, the arena by our planner"
        )
        agreed, runner = True, litert
    else:
        result["versions"]["tflite-micro"] = metadata.version("tflite-micro")
        tflm_out = tflm.run(sample)
        steps = int(np.abs(tflm_out.astype(int) - litert_out).max())
        agreed = steps <= MAX_STEPS
        result["checks"]["interpreters agree"] = f"largest difference {steps} of {MAX_STEPS} steps allowed on {compared} inputs"
        measured, predicted = tflm.arena_used_bytes, sram.host_arena_bytes(network)
        # measured here + (target - host) of the same plan: pointer-sized records at 4 bytes, the target kernels' scratch
        result |= {
            "arena_host_bytes": measured,
            "arena_host_predicted_bytes": predicted,
            "sram_bytes": measured + planned - predicted,
            "golden_outputs": tflm_out,
        }
        runner = _faster(litert, tflm, sample[:4])
    decided = np.concatenate(
        [runner.run(read_inputs(inputs, start, CHUNK)).argmax(1) for start in range(0, count, CHUNK)]
    ).astype(np.int64)
    confusion = confusion_matrix(labels, decided, classes)
    return result | {
        "passed": agreed,
        "accuracy": float((decided == labels).mean()),
        "f1": macro_f1(confusion),
        "confusion": confusion.tolist(),
        "decided": decided,
        "golden_inputs": sample[:GOLDEN],
        "golden_outputs": result["golden_outputs"][:GOLDEN],
        "accuracy_interpreter": type(runner).__name__.removesuffix("Interpreter"),
    }


def _tflm(model: bytes, network: Network) -> TFLMInterpreter | None:
    """TFLM with the file loaded; None where the package has no wheel."""
    try:
        import tflite_micro  # noqa: F401
    except ImportError:
        return None
    return TFLMInterpreter(model, host_arena_estimate(network))


def _faster(litert: LiteRTInterpreter, tflm: TFLMInterpreter, sample: Int8) -> LiteRTInterpreter | TFLMInterpreter:
    """Whichever runs the sample in less time; both give the same outputs."""
    taken = []
    for runner in (litert, tflm):
        start = time.perf_counter()
        runner.run(sample)
        taken.append(time.perf_counter() - start)
    return litert if taken[0] <= taken[1] else tflm


def network_of(folder: Path) -> tuple[Network, str, int]:
    """Layers, core and number of classes of a run, from its genotype and configuration."""
    from dnas.space import Genotype, SearchSpace

    config = configuration.load(folder / "config.yaml")
    genotype = Genotype.from_json((folder / "genotype.json").read_text())
    space = SearchSpace(configuration.space_of(config.space), genotype.input_shape, genotype.classes)
    return space.network(space.arch(genotype.options)), config.device.core, genotype.classes


def main(folder: Path) -> int:
    """Certifies the run in `folder`; exit code 1 if the interpreters disagree or refuse the file."""
    checkpoints = folder / "checkpoints"
    try:
        network, core, classes = network_of(folder)
        labels = np.load(checkpoints / "test_labels.npy")
        found = certify((folder / "model.tflite").read_bytes(), network, core, checkpoints / "test_inputs.npy", labels, classes)
    except (RequestError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except ModelFileError as error:
        print(f"error: the certificate failed: {error}", file=sys.stderr)
        return 1
    decided = found.pop("decided")
    fake = np.load(checkpoints / "fake_quant_test.npy")
    equal = float((decided == fake).mean())
    found["checks"]["decisions of training and file"] = f"{100 * equal:.2f} % equal on {len(labels)} test inputs"
    np.savez(folder / "golden.npz", inputs=found.pop("golden_inputs"), outputs=found.pop("golden_outputs"))
    write_text(checkpoints / "certificate.json", json.dumps(found))
    return 0 if found["passed"] else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

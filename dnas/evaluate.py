"""`python -m dnas.evaluate run=DIR [data.root=DIR]`: measures a finished run again, from its files and the data set alone.

The configuration gives the board and the data set, genotype.json the layers, model.tflite the weights. What the interpreters
say now, and the formulas of the layers, is laid beside what summary.json states; whether that is feasible follows from its
budgets and figures. A run's folder is data, maybe somebody else's: generated C in it is neither compiled nor run. Exit code
0: equal; 1: something differs; 2: the request is at fault.
"""

from __future__ import annotations

import multiprocessing
import reprlib
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from dnas import config as configuration
from dnas.arguments import complain, help_shown, key_values, path_of, show, streams_for_any_text
from dnas.certify import certify_run, network_of
from dnas.cost import cost_of
from dnas.errors import RequestError, RunError
from dnas.genotype import Shape
from dnas.interpreters import Int8, ModelFileError
from dnas.reader import read_model
from dnas.summary import is_feasible, margins, read_summary
from dnas.text import aligned

USAGE = "usage: python -m dnas.evaluate run=DIR [data.root=DIR]"
CODE = "values where generated C differs"
NOT_RUN = (
    "The generated C was not compiled or run again: a folder is data. SRAM and flash above are the formulas' for its layers,\n"
    "the other figures those of model.tflite; only the run that writes the C compares both."
)
ENDS = ("input", "output")
Row = tuple[str, Any, Any]
"""What is measured, its figure in the summary, its figure now; None = not stated or not measurable here."""


def arguments_of(arguments: Sequence[str]) -> tuple[Path, Path | None]:
    """The run's folder and the data set's, from `key=value` arguments.

    Raises:
        RequestError: an unknown key, one without a value or given twice, a path that names no home, or no run.
    """
    given = {key: path_of(value) for key, value in key_values(arguments, ("run", "data.root"), USAGE).items()}
    if "run" not in given:
        raise RequestError(f"which run?\n{USAGE}")
    return given["run"], given.get("data.root")


def evaluate(folder: Path, root: Path | None = None) -> list[Row]:
    """Runs the exported file on the test part of the run's data set.

    Args:
        folder: of a finished run.
        root: folder of the data set; None = where the run found it.

    Raises:
        RequestError: a file or the data set is missing or unreadable, or is not the one of the run.
        ModelFileError: model.tflite is damaged or does not belong to the genotype.
    """
    summary = read_summary(folder)
    channels, height, width = input_of(summary)
    config = configuration.load(folder / "config.yaml")
    if root is not None:
        config.data.root = str(root)
    data = configuration.data_of(config, (channels, height, width))
    stated = summary["data"]
    if list(data.class_names) != stated["class_names"] or len(data.test) != stated["test"]:
        raise RequestError(
            f"the data set is not the run's: {len(data.class_names)} classes and {len(data.test)} test inputs, "
            f"in the run {stated['classes']} and {stated['test']}; name the folder by data.root=DIR"
        )
    if data.input_shape != (channels, height, width):
        raise RequestError(
            f"the data set is not the run's: its inputs have the shape {data.input_shape} (channels, height, width), "
            f"in the run {(channels, height, width)}; name the folder by data.root=DIR"
        )

    def read(start: int, count: int) -> Int8:
        return data.to_int8(data.test.read(np.arange(start, min(start + count, len(data.test)))))

    check_file(folder / "model.tflite")
    try:
        found = certify_run(folder, read, data.scoring, summary)
    except (RequestError, ModelFileError):
        raise
    except ValueError as error:  # of inputs or outputs that the model, the layers and the data set have of other shapes
        raise RequestError(f"{folder}: its files do not belong together ({error})") from error
    accuracy, measured = summary["accuracy"], summary["measured"]
    golden = golden_outputs(folder, found["golden_inputs"])
    decided: list[Row] = []
    if found["confusion"] is not None:
        right, share = int(np.trace(found["confusion"])), accuracy["int8_test"]
        decided = [("macro F1", accuracy["f1_test"], found["f1"])]
        decided.append(("decisions right", None if share is None else round(share * stated["test"]), right))
    machines, heard = accuracy.get("machines") or {}, found.get("machines", {})
    if unknown := machines.keys() - heard.keys():
        raise RequestError(
            f"{folder}: summary.json states accuracy.machines {', '.join(sorted(unknown))}, which the data set does not have; "
            f"it has {', '.join(heard) or 'none'}"
        )
    metric = accuracy["metric"] or "accuracy"
    decided += [(f"int8 {metric}, {name}", stated_auc, heard[name]) for name, stated_auc in machines.items()]
    stated_to_give = measured.get("allocation_bytes")  # older summaries do not state it
    return [
        ("certificate", verdict(summary["certificate"].get("passed")), verdict(found["passed"])),
        (f"int8 {metric}", accuracy["int8_test"], found["accuracy"]),
        *decided,
        *((f"{end}'s scale, zero point", quantization(summary[end]), quantization(found["ends"][end])) for end in ENDS),
        ("golden outputs", None if golden is None else golden.shape[0], equal_rows(golden, found["golden_outputs"])),
        ("SRAM, bytes", measured["sram_bytes"], found["sram_bytes"]),
        *([] if stated_to_give is None else [("SRAM to set up, bytes", stated_to_give, found["allocation_bytes"])]),
        ("arena on this host, bytes", measured["arena_host_bytes"], found["arena_host_bytes"]),
        ("flash, bytes", measured["flash_bytes"], found["flash_bytes"]),
        *rows_of_code(summary, found),
        *rows_of_formulas(folder, summary),
        ("feasible", summary["feasible"], is_feasible(bool(summary["certificate"].get("passed")), margins(summary))),
    ]


def check_file(path: Path) -> None:
    """Lets our own reader, which trusts no offset, see a file before the interpreters do: a damaged one can end their process.

    Raises:
        ModelFileError: it is no model that the reader understands.
    """
    if path.is_file():
        try:
            read_model(path)
        except RequestError as error:
            raise ModelFileError(str(error)) from error


def input_of(summary: Mapping[str, Any]) -> Shape:
    """The run's input, with what measuring needs beside it.

    Raises:
        RequestError: the summary does not state the input's shape as four sizes, or how the ends are quantized.
    """
    shape = summary["input"]["shape"]
    if not (isinstance(shape, list) and len(shape) == 4 and all(type(size) is int and size > 0 for size in shape)):
        raise RequestError(f"summary.json: input.shape is {reprlib.repr(shape)}; four sizes (N, H, W, C) are needed")
    for name in ENDS:
        for key in ("scale", "zero_point"):
            if summary[name][key] is None:
                raise RequestError(f"summary.json: {name}.{key} is null; without it int8 values stand for nothing")
    _, height, width, channels = shape
    return channels, height, width


def quantization(end: Mapping[str, Any]) -> str:
    """What int8 values stand for, as text, to the six digits that float32 always holds."""
    return f"{end['scale']:.6g}, {end['zero_point']:g}"


def verdict(passed: bool | None) -> str | None:
    """Words for the certificate's verdict. Now it is that of the interpreters alone: they agree on the file."""
    return None if passed is None else "passed" if passed else "failed"


def rows_of_code(summary: Mapping[str, Any], found: Mapping[str, Any]) -> list[Row]:
    """What a run for generated C states besides: the file under an interpreter, and where code and file differed."""
    if "interpreter" not in found:
        return []
    stated, now = summary.get("interpreter") or {}, found["interpreter"]
    compared = summary["certificate"].get("generated") or {}
    return [
        ("interpreter's SRAM, bytes", stated.get("sram_bytes"), now["sram_bytes"]),
        ("the file, bytes", stated.get("flash_bytes"), now["flash_bytes"]),
        (CODE, compared.get("different"), None),
    ]


def rows_of_formulas(folder: Path, summary: Mapping[str, Any]) -> list[Row]:
    """What the run predicted, by the formulas for its layers and board."""
    stated, now = summary["predicted"], asdict(cost_of(*network_of(folder)))
    return [
        ("predicted SRAM, bytes", stated["sram_bytes"], now["sram_bytes"]),
        ("predicted flash, bytes", stated["flash_bytes"], now["flash_bytes"]),
        ("predicted latency", milliseconds_of(stated["latency_s"]), milliseconds_of(now["latency_s"])),
        ("MACs", stated["macs"], now["macs"]),
    ]


def milliseconds_of(latency_s: float | None) -> str | None:
    """A latency as text, to nine digits."""
    return None if latency_s is None else f"{1e3 * latency_s:.9g} ms"


def golden_outputs(folder: Path, inputs: Int8) -> Int8 | None:
    """Outputs in golden.npz if its inputs are these, None if they are others or there is no such file that can be read."""
    file = folder / "golden.npz"
    try:
        if not file.is_file():  # a pipe would never end
            return None
        with np.load(file) as golden:
            same = np.array_equal(golden["inputs"], inputs)
            return np.array(golden["outputs"], np.int8, ndmin=2) if same else None
    except Exception:  # of a damaged or foreign archive zipfile, zlib and NumPy raise a dozen kinds
        return None


def equal_rows(stated: Int8 | None, found: Int8) -> int:
    """Number of samples whose outputs are equal in every value."""
    return 0 if stated is None or stated.shape != found.shape else int((stated == found).all(axis=1).sum())


def equal(row: Row) -> bool:
    """Whether both figures agree: exactly for counts and bytes, to float32's rounding for fractions."""
    _, stated, found = row
    if found is None:
        return True  # no interpreter here that measures it, or code that is not run
    if isinstance(stated, float) and isinstance(found, float):
        return abs(stated - found) <= 1e-6
    return bool(stated == found)


def table(rows: Sequence[Row]) -> str:
    """The rows as text, with `differs` behind those that do."""

    def text(value: Any) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        return "-" if value is None else f"{100 * value:.4f} %" if isinstance(value, float) else str(value)

    lines = [
        [name, text(stated), text(found), "" if equal((name, stated, found)) else "differs"] for name, stated, found in rows
    ]
    return aligned([["", "summary", "measured now", ""], *lines])


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point."""
    streams_for_any_text()
    given = sys.argv[1:] if arguments is None else arguments
    if help_shown(given, USAGE):
        return 0
    try:
        folder, root = arguments_of(given)
        rows = evaluate(folder, root)
    except RequestError as error:
        complain(str(error))
        return 2
    except (ModelFileError, RunError) as error:  # the model, or a data file that was cut short while it was read
        complain(str(error))
        return 1
    show(table(rows) + (f"\n\n{NOT_RUN}" if any(name == CODE for name, _, _ in rows) else ""))
    return 0 if all(map(equal, rows)) else 1


def guarded() -> int:
    """`main` in a process of its own: what interpreters are given in a file can end theirs without a word."""
    streams_for_any_text()
    process = multiprocessing.get_context("fork").Process(target=lambda: sys.exit(main()))
    process.start()
    process.join()
    code = process.exitcode
    assert code is not None
    if code < 0:
        complain(f"an interpreter ended with {signal.Signals(-code).name}: model.tflite is not what the run has written")
        return 1
    return code


if __name__ == "__main__":
    sys.exit(guarded())

"""summary.json: the keys that every finished run states, how it is written and read, and its table.

Units are in the names; what is absent is null. Scripts of other people read this file: a key is never renamed quietly.
"""

from __future__ import annotations

import json
import math
import numbers
import reprlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dnas.errors import RequestError
from dnas.files import write_text
from dnas.text import aligned, count, duration, kib, megabytes, milliseconds, percent

SCHEMA = 1
"""Value of the key `schema`; raised when a key changes its meaning."""

KEYS: dict[str, tuple[str, ...]] = {
    "schema": (),
    "command": (),
    "seed": (),
    "versions": (),
    "git_commit": (),
    "data": ("name", "resolution", "classes", "class_names", "train", "val", "test"),
    "device": ("name", "core", "clock_hz", "runtime"),
    "input": ("shape", "scale", "zero_point", "resize", "source_shape"),
    "output": ("scale", "zero_point", "kind"),
    "budget": ("sram_bytes", "flash_bytes", "latency_s", "host_ram_bytes"),
    "predicted": ("sram_bytes", "flash_bytes", "latency_s", "macs", "host_ram_bytes"),
    "measured": ("sram_bytes", "arena_host_bytes", "flash_bytes", "host_ram_bytes", "wall_s", "search_s", "finetune_s"),
    "accuracy": ("metric", "float_val", "float_test", "int8_test", "f1_test"),
    "feasible": (),
    "certificate": (),
    "margins": (),
}
"""Required keys, and the keys required inside those that are objects. More may be present."""

OBJECTS = ("versions", "certificate", "margins")
"""Required objects besides: what stands in them depends on the run."""
NUMBERS_INSIDE = ("margins", "accuracy.machines", "interpreter")
"""Objects of which every value is a number."""
TYPES: dict[str, tuple[str, ...]] = {
    "a text": ("command", "git_commit", "data.name", "device.name", "device.core", "device.runtime", "input.resize",
               "output.kind", "accuracy.metric"),
    "true or false": ("feasible", "certificate.passed"),
    "a list": ("data.class_names", "input.shape", "input.source_shape"),
    "an object": (*OBJECTS, "certificate.generated", "accuracy.machines", "interpreter"),
    "anything": ("data.resolution",),
    "a number": ("accuracy.quantization_error",),
}  # fmt: skip
"""Types of the values; every other required one is a number. Any may be null but the required objects."""
LARGEST = 1e30
"""No number of a run comes near it; those beyond overflow in computations."""


@dataclass(frozen=True)
class Quantity:
    """One budgeted quantity: its short name, its key in `budget`, `predicted` and `measured`, and how it is written."""

    name: str
    label: str
    key: str
    text: Callable[[float | None], str]


FIGURES = {"accuracy": "accuracy", "explained_variance": "variance explained"}
"""How well a task is done, as runs log it during training: name -> words."""

QUANTITIES = (
    Quantity("sram", "SRAM", "sram_bytes", kib),
    Quantity("flash", "flash", "flash_bytes", kib),
    Quantity("latency", "latency", "latency_s", milliseconds),
    Quantity("host_ram", "host RAM", "host_ram_bytes", megabytes),
)


ALLOCATION = Quantity("allocation", "SRAM to set up", "allocation_bytes", kib)
"""The arena to give, held against the budget of SRAM: TFLM may take more to set a network up than to run it."""


@dataclass(frozen=True)
class BudgetRow:
    """One line of the result: budget (None = no limit), predicted and measured use, in the quantity's unit."""

    quantity: Quantity
    budget: float | None
    predicted: float | None
    measured: float | None

    @property
    def used(self) -> float | None:
        """What was measured; where nothing can be measured (latency without the board) what was predicted."""
        return self.predicted if self.measured is None else self.measured

    @property
    def share(self) -> float | None:
        """used / budget; None without a limit."""
        return None if self.budget is None or self.used is None or self.budget <= 0 else self.used / self.budget

    @property
    def margin(self) -> float | None:
        """1 - used / budget; negative when the budget is broken."""
        return None if self.share is None else 1 - self.share


def budget_rows(summary: Mapping[str, Any]) -> list[BudgetRow]:
    """The four budgeted quantities of a run."""
    budget, predicted, measured = (summary[group] for group in ("budget", "predicted", "measured"))
    return [BudgetRow(q, budget.get(q.key), predicted.get(q.key), measured.get(q.key)) for q in QUANTITIES]


def stated_rows(summary: Mapping[str, Any]) -> list[BudgetRow]:
    """The same, and what setting up takes of the SRAM where a runtime sets up and the run states it."""
    sram, *others = budget_rows(summary)
    row = BudgetRow(ALLOCATION, sram.budget, *(summary[group].get(ALLOCATION.key) for group in ("predicted", "measured")))
    return [sram, *others] if row.measured is None else [sram, row, *others]


def margins(summary: Mapping[str, Any]) -> dict[str, float | None]:
    """The summary's `margins`: 1 - used / budget by quantity, null without a limit or a figure."""
    return {row.quantity.name: row.margin for row in stated_rows(summary)}


def is_feasible(passed: bool, margins: Mapping[str, float | None]) -> bool:
    """Whether the certificate passed and every budget holds on what was exported and measured."""
    return passed and all(margin is None or margin >= 0 for margin in margins.values())


def missing_keys(summary: Mapping[str, Any]) -> list[str]:
    """Required keys that are not there, as dotted names."""
    missing = [key for key in KEYS if key not in summary]
    for group, keys in KEYS.items():
        if keys and group in summary:
            inner = summary[group]
            missing += [f"{group}.{key}" for key in keys if not isinstance(inner, Mapping) or key not in inner]
    return missing


def is_of(kind: str, value: Any) -> bool:
    """Whether the value has a type of `TYPES`."""
    if kind == "a number":
        return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < LARGEST
    types = {"a text": str, "true or false": bool, "a list": list, "an object": dict, "anything": object}
    return isinstance(value, types[kind])


def wrong_values(summary: Mapping[str, Any]) -> list[str]:
    """Of a summary without missing keys the values of a wrong type: dotted name, what stands there, what is expected."""
    inner = {key: value for key, value in summary.items() if isinstance(value, Mapping)}
    values = dict(summary) | {f"{group}.{key}": value for group, keys in inner.items() for key, value in keys.items()}
    kinds = {name: "a number" for group, keys in KEYS.items() for name in (f"{group}.{key}" for key in keys)}
    kinds |= dict.fromkeys((key for key, keys in KEYS.items() if not keys), "a number")
    kinds |= {name: kind for kind, names in TYPES.items() for name in names}
    for group in NUMBERS_INSIDE:
        found = values.get(group)
        if isinstance(found, Mapping):
            values |= {f"{group}.{key}": value for key, value in found.items()}
            kinds |= {f"{group}.{key}": "a number" for key in found}
    return [
        f"{name} is {reprlib.repr(values[name])} instead of {kind}"
        for name, kind in kinds.items()
        if name in values and not is_of(kind, values[name]) and (values[name] is not None or name in OBJECTS)
    ]


def plain(value: Any) -> Any:
    """The same value in JSON's own types: NumPy scalars become int and float, tuples become lists, paths text."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        return value
    return int(value) if isinstance(value, numbers.Integral) else float(value)


def non_finite(value: object, path: str = "") -> Iterator[str]:
    """Dotted names of the numbers that JSON cannot hold (NaN, infinity)."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from non_finite(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from non_finite(inner, f"{path}[{index}]")
    elif isinstance(value, float) and not math.isfinite(value):
        yield path


def write_summary(path: Path | str, summary: Mapping[str, Any]) -> None:
    """Checks that every required key is present and every number finite, then writes the file in one step.

    The text goes to a temporary file beside the target, which then takes the target's name: a reader never sees half of it.

    Raises:
        ValueError: a key is missing, a number is NaN or infinite, or a value is none of JSON's types.
    """
    path, summary = Path(path), plain(summary)
    if missing := missing_keys(summary):
        raise ValueError(f"the summary lacks {', '.join(missing)} (absent figures are None)")
    if wrong := list(non_finite(summary)):
        raise ValueError(f"the summary holds numbers that are not finite: {', '.join(wrong)} (absent figures are None)")
    try:
        text = json.dumps(summary, indent=2, allow_nan=False) + "\n"
    except TypeError as error:
        raise ValueError(f"the summary holds a value that JSON cannot: {error}") from error
    write_text(path, text)


def read_summary(path: Path | str) -> dict[str, Any]:
    """The summary of a run: `path` is the file or the run's folder.

    Raises:
        RequestError: it is missing, not JSON, lacks required keys, or holds values of other types than a summary's.
    """
    path = file = Path(path)
    try:
        if path.is_dir():
            file = path / "summary.json"
        text = file.read_text(encoding="utf-8") if file.is_file() else None  # a pipe would never end
        summary = None if text is None else json.loads(text)
    except OSError as error:
        raise RequestError(f"{file}: cannot be read ({error.strerror})") from None
    except (ValueError, RecursionError) as error:
        raise RequestError(f"{file}: not valid JSON ({error}); the file was damaged or written by something else") from None
    if text is None:
        raise RequestError(f"{path}: no summary.json there, or no plain file; give the folder of a finished run")
    if not isinstance(summary, dict):
        raise RequestError(f"{file}: holds a {type(summary).__name__} instead of an object; it is no run's summary")
    if missing := missing_keys(summary):
        raise RequestError(f"{file}: lacks {', '.join(missing)}; it is no summary of schema {SCHEMA}")
    if wrong := wrong_values(summary):
        raise RequestError(f"{file}: {', '.join(wrong)}; it is no summary of schema {SCHEMA}")
    if summary["schema"] not in (SCHEMA, None):
        raise RequestError(f"{file}: schema is {summary['schema']}, only {SCHEMA} is read; its keys may mean something else")
    return summary


def accuracy_text(summary: Mapping[str, Any]) -> str:
    """One line: float and int8 test figures under the run's own name of the metric (accuracy, AUC), and macro F1."""
    accuracy = summary["accuracy"]
    parts = [
        f"{accuracy['metric'] or 'accuracy'} on the test part: float {percent(accuracy['float_test'], 2)}",
        f"int8 {percent(accuracy['int8_test'], 2)}",
    ]
    error, before, after = accuracy.get("quantization_error"), accuracy["float_test"], accuracy["int8_test"]
    if error is not None and before is not None and after is not None:
        lost = 100 * (after - before)
        parts[-1] += f" ({lost:+.2f} ± {100 * error:.2f} points)"
    if accuracy["f1_test"] is not None:
        parts.append(f"macro F1 {percent(accuracy['f1_test'], 2)}")
    return ", ".join(parts)


def result_table(summary: Mapping[str, Any]) -> str:
    """The table at a run's end: budget, predicted, measured and margin of each quantity, accuracy, verdict. Plain text."""
    rows = [["", "budget", "predicted", "measured", "margin"]]
    for row in stated_rows(summary):
        text = row.quantity.text
        budget = "no limit" if row.budget is None else text(row.budget)
        rows.append([row.quantity.label, budget, text(row.predicted), text(row.measured), percent(row.margin)])
    broken = [row.quantity.label for row in stated_rows(summary) if row.margin is not None and row.margin < 0]
    verdict = "yes" if summary["feasible"] else "no" + (f" ({', '.join(broken)} over budget)" if broken else "")
    lines = [
        aligned(rows),
        "",
        accuracy_text(summary),
        f"MACs {count(summary['predicted']['macs'])}, wall time {duration(summary['measured']['wall_s'])}",
        f"feasible on {summary['device']['name']}: {verdict}",
    ]
    return "\n".join(lines)

"""Checks the arena against what was measured: emulated layers, emulated networks, layers on boards with an older TFLM.

    python experiments/01_cost_models/arena.py ../shared/measurements [--models ../shared/models]

writes results/published/01_cost_models/arena.md. Nothing is fitted and no measured row is written: only differences.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

import measurements

from dnas.cost import sram
from dnas.reader import read_model

ROOT = Path(__file__).resolve().parents[2]
BOARD_CORES = {"NUCLEOF446RE": "cortex-m4", "NUCLEO": "cortex-m33", "NICLA": "cortex-m4"}


def differences(pairs: Iterable[tuple[str, int]]) -> list[str]:
    """Rows of a table: label, count, exact ones, those within 16 bytes, smallest and largest predicted - true, in bytes."""
    found: dict[str, list[int]] = {}
    for label, difference in pairs:
        found.setdefault(label, []).append(difference)
    lines = ["| | rows | exact | within 16 bytes | smallest difference | largest |", "| --- | --- | --- | --- | --- | --- |"]
    for label, values in found.items():
        exact, near = (sum(abs(value) <= limit for value in values) for limit in (0, 16))
        lines.append(f"| {label} | {len(values)} | {exact} | {near} | {min(values)} | {max(values)} |")
    return lines


def layers(folder: Path) -> Iterable[tuple[str, int]]:
    """Emulated one-layer models: operator, predicted - true."""
    for row in measurements.rows(folder):
        yield row.op, measurements.predicted_arena_bytes(row.layer, row.core) - row.arena_bytes


def networks(folder: Path, models: Path) -> Iterable[tuple[str, int]]:
    """Emulated networks: file name, predicted - true."""
    for record in measurements.records(folder / "network_instructions.csv"):
        model = read_model(models / record["model"])
        yield record["model"], sram.arena_bytes(model, record["core"]) - int(record["arena_used_bytes"])


def boards(folder: Path) -> Iterable[tuple[str, int]]:
    """Convolutions and additions on boards with an older TFLM: board and operator, predicted - true."""
    for record in measurements.records(folder / "layer_cycles.csv"):
        layer = measurements.board_layer(record)
        if layer is not None and record["arena_used_bytes"]:
            predicted = measurements.predicted_arena_bytes(layer, BOARD_CORES[record["board"]])
            yield f"{record['board']}, {record['op']}", predicted - int(float(record["arena_used_bytes"]))


def main() -> None:
    """Writes the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measurements", type=Path, help="folder with layer_instructions.csv and the other tables")
    parser.add_argument("--models", type=Path, help="folder with the networks of network_instructions.csv; default: beside it")
    given = parser.parse_args()
    folder = given.measurements
    report = [
        "# The arena against measurements",
        "",
        "Made by `experiments/01_cost_models/arena.py`. Predicted minus true `arena_used_bytes`, 32-bit target.",
        *("", "## One layer, emulated (Cortex-M0+, M4, M7; TFLM of mid 2026)", ""),
        *differences(layers(folder)),
        *("", "## Networks, emulated (three cores each)", ""),
        *differences(networks(folder, given.models or folder.parent / "models")),
        *("", "## One layer, on boards with TFLM of 2023", ""),
        *differences(boards(folder)),
        "",
        "The older runtime needs a constant more per operator, whatever the layer's size: its records were larger, its plan,",
        "its scratch and its per-channel data are the same.",
        "",
    ]
    (ROOT / "results" / "published" / "01_cost_models" / "arena.md").write_text("\n".join(report))


if __name__ == "__main__":
    main()

"""Fits the instruction coefficients per core, checks the arena, and relates instructions to measured cycles.

    python experiments/01_cost_models/fit.py ../shared/measurements

writes conf/core/<core>.yaml and the error tables in results/published/01_cost_models/. Only coefficients and summaries are
written, never rows of the measured tables (one of their sources has no license).
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import measurements
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

from dnas.cost import latency

ROOT = Path(__file__).resolve().parents[2]
CORES = {"cortex-m0plus": "cortex_m0plus", "cortex-m4": "cortex_m4", "cortex-m7": "cortex_m7"}
FOLDS = 10

EMULATED_AND_PUBLISHED = [
    # profile, core that was emulated, model file, substring of published board, of runtime, published model
    ("nucleo_f746", "cortex-m7", "tflm_person_detect", "F746ZG", "TFLM", "Person Detection (TFLM)"),
    ("nucleo_f746", "cortex-m7", "wakevision_micronets_vww3_128_128_INT8", "F746ZG", "TFLM", "MicroNet-VWW-3"),
    ("nucleo_f767", "cortex-m7", "tflm_person_detect", "F767ZI", "TFLM", "Person Detection (TFLM)"),
    ("nucleo_f767", "cortex-m7", "wakevision_micronets_vww3_128_128_INT8", "F767ZI", "TFLM", "MicroNet-VWW-3"),
    ("nucleo_f446", "cortex-m4", "tflm_person_detect", "F446RE", "TFLM", "Person Detection (TFLM)"),
    ("nucleo_f446", "cortex-m4", "mlperf_ad_fc_autoencoder", "F446RE", "TFLM", "AD-baseline"),
    ("(EK-RA6M4)", "cortex-m4", "mlperf_ad_fc_autoencoder", "EK-RA6M4", "tflite", "FC-AutoEncoder (MLPerf Tiny AD)"),
    ("(EK-RA6M4)", "cortex-m4", "mlperf_ic_resnet8", "EK-RA6M4", "tflite", "ResNet-8 (MLPerf Tiny IC)"),
    ("(EK-RA6M4)", "cortex-m4", "mlperf_vww_mobilenetv1_025", "EK-RA6M4", "tflite", "MobileNetV1-0.25 (MLPerf Tiny VWW)"),
    ("nucleo_h743", "cortex-m7", "wakevision_mcunet-5fps_vww", "STM32H743", "TFLM+CMSIS", "mcunet-vww1"),
]
"""Networks whose instructions were emulated and whose latency was published for a board with TFLM + CMSIS-NN."""

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Fit:
    """Coefficients of one kernel on one core with their errors (fractions)."""

    core: str
    kernel: str
    rows: int
    coefficients: dict[str, float]
    fitted: Array
    held_out: Array


def relative_nnls(terms: Array, instructions: Array) -> Array:
    """min |terms x / instructions - 1|^2 with x >= 0."""
    solution: Array = nnls(terms / instructions[:, None], np.ones(len(instructions)))[0]
    return solution


def fit_kernel(core: str, kernel: str, rows: list[measurements.Row]) -> Fit:
    """Fit on all rows, and the errors on rows held out in 10 folds."""
    formula = latency.TERMS[kernel]
    names = list(formula(rows[0].layer))
    terms = np.array([[formula(row.layer)[name] for name in names] for row in rows], dtype=float)
    instructions = np.array([row.instructions for row in rows], dtype=float)
    held_out = np.empty(len(rows))
    fold_of = np.arange(len(rows)) % FOLDS
    for fold in range(FOLDS):
        test = fold_of == fold
        if test.any():
            held_out[test] = terms[test] @ relative_nnls(terms[~test], instructions[~test]) / instructions[test] - 1
    solution = np.round(relative_nnls(terms, instructions), 3)
    return Fit(
        core,
        kernel,
        len(rows),
        {name: float(value) for name, value in zip(names, solution, strict=True) if value > 0},
        terms @ solution / instructions - 1,
        held_out,
    )


def write_core(fits: Iterable[Fit], core: str) -> None:
    """conf/core/<core>.yaml: kernel -> term -> instructions."""
    lines = [
        f"# Instructions per unit of work on {core}: TFLM + CMSIS-NN of mid 2026, gcc 12.2, emulated (QEMU).",
        "# Written by experiments/01_cost_models/fit.py (non-negative least squares on relative error); do not edit by hand.",
        "# Terms are defined in dnas/cost/latency.py.",
    ]
    for fit in fits:
        error = f"mean {np.abs(fit.held_out).mean():.1%}, worst {np.abs(fit.held_out).max():.1%}"
        lines.append(f"{fit.kernel}:  # {fit.rows} layers, error on held-out layers: {error}")
        lines += [f"  {name}: {value}" for name, value in fit.coefficients.items()]
    (ROOT / "conf" / "core" / f"{CORES[core]}.yaml").write_text("\n".join(lines) + "\n")


def arena_table(rows: list[measurements.Row]) -> list[str]:
    """Arena of one-layer models: formula against emulation."""
    lines = ["| operator | rows | exact | within 16 bytes | largest error (bytes) |", "| --- | --- | --- | --- | --- |"]
    for op in dict.fromkeys(row.op for row in rows):
        gaps = [abs(measurements.predicted_arena_bytes(row) - row.arena_bytes) for row in rows if row.op == op]
        exact, near = (sum(gap <= limit for gap in gaps) for limit in (0, 16))
        lines.append(f"| {op} | {len(gaps)} | {exact} | {near} | {max(gaps)} |")
    return lines


def layer_ratios(folder: Path, coefficients: latency.Coefficients) -> list[str]:
    """Measured cycles per predicted instruction on boards, per board and kernel: medians only."""
    ratios: dict[tuple[str, str], list[float]] = {}
    with (folder / "layer_cycles.csv").open(newline="") as file:
        for record in csv.DictReader(file):
            layer = measurements.board_layer(record)
            if layer is None or not record["op_cycles"]:
                continue
            predicted = int(latency.layer_instructions(layer, coefficients))
            for kernel in (latency.kernel_of(layer), "all"):
                ratios.setdefault((record["board"], kernel), []).append(float(record["op_cycles"]) / predicted)
    lines = ["| board | kernel | layers | median | 10 % | 90 % |", "| --- | --- | --- | --- | --- | --- |"]
    for (board, kernel), values in sorted(ratios.items()):
        low, middle, high = np.quantile(values, (0.1, 0.5, 0.9))
        lines.append(f"| {board} | {kernel} | {len(values)} | {middle:.2f} | {low:.2f} | {high:.2f} |")
    return lines


def _table(path: Path, keep: Callable[[dict[str, str]], bool]) -> dict[str, str]:
    with path.open(newline="") as file:
        return next(record for record in csv.DictReader(file) if keep(record))


def network_ratios(folder: Path) -> list[str]:
    """Published latency x clock / emulated instructions of the same network."""
    lines = ["| profile | network | cycles per instruction |", "| --- | --- | --- |"]
    for profile, core, model, board, runtime, published in EMULATED_AND_PUBLISHED:
        emulated = _table(
            folder / "network_instructions.csv", lambda r, m=model, c=core: r["model"] == f"{m}.tflite" and r["core"] == c
        )
        row = _table(
            folder / "published_models.csv",
            lambda r, b=board, t=runtime, p=published: b in r["board"] and r["runtime"].startswith(t) and r["model"] == p,
        )
        cycles = float(row["latency_ms"]) * 1e-3 * float(row["mhz"]) * 1e6
        lines.append(f"| {profile} | {published} | {cycles / float(emulated['instructions']):.2f} |")
    return lines


def main() -> None:
    """Fits, writes the coefficients and the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measurements", type=Path, help="folder with layer_instructions.csv and the other tables")
    folder = parser.parse_args().measurements
    rows = measurements.rows(folder)
    report = ["# Cost models against measurements", "", "Made by `experiments/01_cost_models/fit.py`.", ""]
    report += ["## Arena (32-bit target, one-layer models, emulated)", "", *arena_table(rows), ""]
    report += ["## Instructions (emulated), error of the fit and of 10-fold held-out layers", ""]
    report += ["| core | kernel | layers | fit mean | fit worst | held-out mean | held-out worst |"]
    report += ["| --- | --- | --- | --- | --- | --- | --- |"]
    by_core: dict[str, latency.Coefficients] = {}
    for core in CORES:
        fits = []
        for kernel in latency.TERMS:
            own = [row for row in rows if row.core == core and latency.kernel_of(row.layer) == kernel]
            fits.append(fit_kernel(core, kernel, own))
        write_core(fits, core)
        by_core[core] = {fit.kernel: fit.coefficients for fit in fits}
        for fit in fits:
            errors = [f"{part:.1%}" for e in (fit.fitted, fit.held_out) for part in (np.abs(e).mean(), np.abs(e).max())]
            report.append(f"| {core} | {fit.kernel} | {fit.rows} | {' | '.join(errors)} |")
        every = np.abs(np.concatenate([fit.held_out for fit in fits]))
        mean = np.abs(np.concatenate([fit.fitted for fit in fits])).mean()
        report.append(f"| {core} | all | {len(every)} | {mean:.1%} | | {every.mean():.1%} | {every.max():.1%} |")
    report += ["", "## Measured cycles per predicted instruction, single layers on boards", ""]
    report += [*layer_ratios(folder, by_core["cortex-m4"]), ""]
    report += ["NUCLEOF446RE: Cortex-M4 180 MHz; NUCLEO: L552ZE-Q Cortex-M33 80 MHz; NICLA: Cortex-M4 64 MHz.", ""]
    report += ["## Published cycles per emulated instruction, whole networks", "", *network_ratios(folder), ""]
    target = ROOT / "results" / "published" / "01_cost_models"
    target.mkdir(parents=True, exist_ok=True)
    (target / "errors.md").write_text("\n".join(report))


if __name__ == "__main__":
    main()

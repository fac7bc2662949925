"""Fits the latency models and says how far they are from what was measured.

    python experiments/01_cost_models/fit.py ../shared/measurements --models ../shared/models

writes conf/core/<core>.yaml (instructions per unit of work), the scalar and the error band of the boards that have data into
conf/device/*.yaml, and tables and plots into results/published/01_cost_models/. Only coefficients, errors and plots are
written, never rows of the measured tables (one of their sources has no license).
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import compiled_loops
import cycles
import measurements
import numpy as np
import plots
from instructions import Fit, NetworkFit, fit_layers
from scipy.stats import spearmanr

from dnas.cost import generated_latency, latency

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "results" / "published" / "01_cost_models"
CONF_NAME = {"cortex-m0plus": "cortex_m0plus", "cortex-m4": "cortex_m4", "cortex-m7": "cortex_m7"}

Ratios = Mapping[tuple[str, str], list[float]]


def write_core(core: str, fits: list[Fit], rest: Mapping[str, Mapping[str, float]]) -> None:
    """conf/core/<core>.yaml: kernel -> term -> instructions."""
    lines = [
        f"# Instructions per unit of work on {core}: TFLM + CMSIS-NN of mid 2026, gcc 12.2, emulated (QEMU).",
        "# Written by experiments/01_cost_models/fit.py (non-negative least squares on relative error); do not edit by hand.",
        "# Terms are defined in dnas/cost/latency.py.",
    ]
    for fit in fits:
        error = f"mean {np.abs(fit.held_out).mean():.1%}, worst {np.abs(fit.held_out).max():.1%}"
        lines.append(f"{fit.kernel}:  # {len(fit.fitted)} layers, error on held-out layers: {error}")
        lines += [f"  {name}: {value}" for name, value in fit.coefficients.items()]
    for kernel, terms in rest.items():
        lines.append(f"{kernel}:  # from counted loops and whole networks")
        lines += [f"  {name}: {value}" for name, value in terms.items()]
    (ROOT / "conf" / "core" / f"{CONF_NAME[core]}.yaml").write_text("\n".join(lines) + "\n")


def layer_table(fits: Mapping[str, list[Fit]]) -> list[str]:
    """Errors per core and kernel."""
    lines = ["| core | kernel | layers | fit mean | fit worst | held-out mean | held-out worst |"]
    lines += ["| --- | --- | --- | --- | --- | --- | --- |"]
    for core, own in fits.items():
        for fit in own:
            parts = [f"{part:.1%}" for e in (fit.fitted, fit.held_out) for part in (np.abs(e).mean(), np.abs(e).max())]
            lines.append(f"| {core} | {fit.kernel} | {len(fit.fitted)} | {' | '.join(parts)} |")
        fitted = np.abs(np.concatenate([fit.fitted for fit in own]))
        out = np.abs(np.concatenate([fit.held_out for fit in own], axis=1))
        parts = [f"{part:.1%}" for e in (fitted, out) for part in (e.mean(), e.max())]
        lines.append(f"| {core} | all | {len(fitted)} | {' | '.join(parts)} |")
    return lines


def network_table(fits: Mapping[str, NetworkFit]) -> list[str]:
    """Errors per network, fitted and with that network left out."""
    lines = ["| network | core | share without layer rows | fit | left out |", "| --- | --- | --- | --- | --- |"]
    for core, fit in fits.items():
        solution = fit.solve()
        errors = []
        for name in fit.networks:
            errors.append((fit.error(name, solution), fit.error(name, fit.solve(without=name))))
            share = fit.share(name, solution)
            lines.append(f"| {name} | {core} | {share:.0%} | {errors[-1][0]:+.2%} | {errors[-1][1]:+.2%} |")
        mean = np.abs(errors).mean(axis=0)
        lines.append(f"| mean of absolute errors | {core} | | {mean[0]:.2%} | {mean[1]:.2%} |")
    return lines


def layer_ratios(folder: Path, coefficients: latency.Coefficients) -> Ratios:
    """(board, kernel) -> measured cycles per predicted instruction of single layers."""
    ratios: dict[tuple[str, str], list[float]] = {}
    for record in measurements.records(folder / "layer_cycles.csv"):
        layer = measurements.board_layer(record)
        if layer is None or not record["op_cycles"]:
            continue
        predicted = int(latency.layer_instructions(layer, coefficients))
        for kernel in (latency.kernel_of(layer), "all"):
            ratios.setdefault((record["board"], kernel), []).append(float(record["op_cycles"]) / predicted)
    return ratios


def ratio_table(ratios: Ratios) -> list[str]:
    """Quantiles only: the rows have no license."""
    lines = ["| board | kernel | layers | median | 10 % | 90 % |", "| --- | --- | --- | --- | --- | --- |"]
    for (board, kernel), values in sorted(ratios.items()):
        low, middle, high = np.quantile(values, (0.1, 0.5, 0.9))
        lines.append(f"| {board} | {kernel} | {len(values)} | {middle:.2f} | {low:.2f} | {high:.2f} |")
    return lines


def points_table(points: list[cycles.Point]) -> list[str]:
    """Per published network: cycles per instruction, and the error when its network is left out."""
    lines = [
        "| profile | board | network | cycles per instruction | left out | left out, with a scalar on weight bytes |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for group in cycles.GROUPS:
        own = [point for point in points if point.group == group]
        one, two = cycles.leave_one_out(own), cycles.leave_one_out_with_weights(own)
        for point, a, b in zip(own, one, two, strict=True):
            lines.append(f"| {group.profile} | {point.board} | {point.network} | {point.ratio:.2f} | {a:+.0%} | {b:+.0%} |")
        means = [f"{np.mean(np.abs(e)):.1%}" for e in (one, two)]
        lines.append(f"| {group.profile} | all | {len(own)} points, mean of absolute errors | | {' | '.join(means)} |")
    return lines


def summary_lines(points: list[cycles.Point]) -> list[str]:
    """Mean error and rank correlation of predicted against published milliseconds, per runtime."""
    lines = []
    for name, runtime in (("TFLM + CMSIS-NN", cycles.TFLM), ("X-CUBE-AI 7.3", cycles.XCUBEAI)):
        own = [point for point in points if point.group.runtime == runtime]
        scalar = {g: cycles.geometric_mean([p.ratio for p in own if p.group == g]) for g in {p.group for p in own}}
        predicted, today = (
            np.array([count * scalar[point.group] for point, count in zip(own, counts, strict=True)])
            for counts in ([point.instructions for point in own], [point.instructions_today for point in own])
        )
        published = np.array([point.cycles for point in own])
        left_out = np.concatenate([cycles.leave_one_out([p for p in own if p.group == g]) for g in scalar])
        fitted, out = np.abs(predicted / published - 1).mean(), np.abs(left_out).mean()
        rank, as_profile = spearmanr(predicted, published)[0], np.abs(today / published - 1).mean()
        lines.append(
            f"- {name}: {len(own)} points, mean error {fitted:.1%} fitted, {out:.1%} with the network left out, "
            f"rank correlation {rank:.3f}; {as_profile:.1%} with today's kernels, as the profile prices them."
        )
    return lines


def up(error: float) -> float:
    """Rounded up to 0.05, at least 0.1."""
    return max(0.1, math.ceil(error * 20 - 1e-9) / 20)


def write_boards(points: list[cycles.Point], ratios: Ratios) -> None:
    """The scalar and its error of every board that has data, its own or that of a board with the same core."""

    def write(name: str, ratio: float, source: str, error: float, why: str) -> None:
        cycles.write_profile(ROOT / "conf" / "device" / f"{name}.yaml", ratio, source, up(error), f"relative; {why}")

    own = {group.profile: [point for point in points if point.group == group] for group in cycles.GROUPS}
    mean = {profile: cycles.geometric_mean([point.ratio for point in found]) for profile, found in own.items()}
    worst = {profile: float(np.abs(cycles.leave_one_out(found)).max()) for profile, found in own.items()}
    left_out = "the largest error of a network left out of the fit"
    layers_f446 = median(ratios, "NUCLEOF446RE")
    bands = {
        "nucleo_f446": (1 - layers_f446 / mean["nucleo_f446"], f"single layers in a loop take {layers_f446:.2f} cycles"),
        "nucleo_h743": (0.3, "the networks agree within 2 %, but their source does not state the clock (480 MHz assumed)"),
    }
    for profile, found in own.items():
        if not profile.startswith("("):
            spread = f"{min(p.ratio for p in found):.2f} to {max(p.ratio for p in found):.2f}"
            source = f"geometric mean of {len(found)} published measurements ({spread})"
            write(profile, mean[profile], source, *bands.get(profile, (worst[profile], left_out)))
    layers, networks = median(ratios, "NUCLEO"), mean["(EK-RA6M4)"]
    m33 = cycles.geometric_mean([layers, networks])
    source = (
        f"assumed from other Cortex-M33 parts: {layers:.2f} (L552, 80 MHz, layers), {networks:.2f} (RA6M4, 200 MHz, networks)"
    )
    why = "no figure of this board, Cortex-M4's instructions; the RA6M4's networks: 14 % in the mean, 23 % at worst"
    for name in ("nucleo_u575", "nrf5340"):
        write(name, m33, source, 0.25, why)
    source = "median of single layers measured on a Nicla Sense ME (nRF52832, the same core at the same clock)"
    why = "no published network; on the F446 networks took a fifth more cycles than single layers"
    write("arduino_nano_33_ble", median(ratios, "NICLA"), source, 0.25, why)
    both = [{point.network: point.ratio for point in own[name]} for name in ("(NUCLEO-L4R5ZI)", "nucleo_u575_xcubeai")]
    slower = cycles.geometric_mean([both[0][network] / both[1][network] for network in both[0].keys() & both[1].keys()])
    source = f"assumed: nucleo_u575 x {slower:.2f}, its cycles against that board's for three networks under X-CUBE-AI 7.3"
    write("nucleo_l4r5", m33 * slower, source, 0.3, "no TFLM + CMSIS-NN figure of this board")


def median(ratios: Ratios, board: str) -> float:
    """Measured cycles per predicted instruction of single layers."""
    return float(np.median(ratios[board, "all"]))


def main() -> None:
    """Fits, writes the coefficients, the boards' scalars, the tables and the plots."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measurements", type=Path, help="folder with layer_instructions.csv and the other tables")
    parser.add_argument("--models", type=Path, help="folder with the .tflite files (default: models beside it)")
    arguments = parser.parse_args()
    folder: Path = arguments.measurements
    networks = measurements.emulated_networks(folder, arguments.models or folder.parent / "models")
    rows = measurements.rows(folder)
    RESULTS.mkdir(parents=True, exist_ok=True)
    layer_fits: dict[str, list[Fit]] = {}
    network_fits: dict[str, NetworkFit] = {}
    by_core: dict[str, latency.Coefficients] = {}
    kernels = [kernel for kernel in latency.TERMS if kernel not in generated_latency.TERMS]  # those have generated.py
    for core in CONF_NAME:
        own = {k: [r for r in rows if r.core == core and latency.kernel_of(r.layer) == k] for k in kernels}
        layer_fits[core] = [fit_layers(kernel, own[kernel]) for kernel in kernels if kernel not in compiled_loops.COUNTED]
        known = {fit.kernel: fit.coefficients for fit in layer_fits[core]}
        shared = [row for kernel in compiled_loops.COUNTED for row in own[kernel]]
        network_fits[core] = NetworkFit(core, known, shared, networks)
        solution = network_fits[core].solve()
        rest = network_fits[core].coefficients(solution)
        write_core(core, layer_fits[core], rest)
        pools = fit_layers("max_pool", shared)  # its rows leave a term open: odd channels, which occur in networks only
        layer_fits[core].append(replace(pools, fitted=network_fits[core].layer_errors(solution)))
        by_core[core] = {**known, **rest}
        plots.instructions(RESULTS / f"instructions_{CONF_NAME[core]}.svg", core, rows, networks, by_core[core])
    points = cycles.points(folder, {name: layers for name, (layers, _) in networks.items()}, by_core)
    ratios = layer_ratios(folder, by_core["cortex-m4"])
    write_boards(points, ratios)
    plots.boards(RESULTS, points)
    report = ["# Latency models against measurements", "", "Made by `experiments/01_cost_models/fit.py`.", ""]
    report += ["## Instructions of layers (emulated): error of the fit, and of a quarter of the shapes held out (5 splits)", ""]
    report += [*layer_table(layer_fits), ""]
    report += ["## Instructions of whole networks (emulated)", "", *network_table(network_fits), ""]
    report += ["## Published networks on boards", "", *summary_lines(points), "", *points_table(points), ""]
    report += ["## Measured cycles per predicted instruction, single layers on boards", "", *ratio_table(ratios), ""]
    report += ["NUCLEOF446RE: Cortex-M4 180 MHz; NUCLEO: L552ZE-Q Cortex-M33 80 MHz; NICLA: Cortex-M4 64 MHz.", ""]
    (RESULTS / "latency.md").write_text("\n".join(report))


if __name__ == "__main__":
    main()

"""Predicted against true: one picture per core and per board."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import cycles
import measurements

from dnas.cost import latency
from dnas.geometry import Network

sys.path.append(str(Path(__file__).parents[1]))
from scatter import scatter


def instructions(
    path: Path,
    core: str,
    rows: list[measurements.Row],
    networks: Mapping[str, tuple[Network, Mapping[str, int]]],
    coefficients: latency.Coefficients,
) -> None:
    """Layers by operator, and whole networks, of one core."""
    series: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        if row.core == core:
            predicted = int(latency.layer_instructions(row.layer, coefficients))
            series.setdefault(row.op, []).append((row.instructions, predicted))
    for layers, counted in networks.values():
        predicted = sum(int(latency.layer_instructions(layer, coefficients)) for layer in layers)
        series.setdefault("network", []).append((counted[core], predicted))
    scatter(path, core, "instructions", series)


def boards(folder: Path, points: list[cycles.Point]) -> None:
    """Published networks in cycles, one picture per scalar, one color per board that shares it."""
    for group in cycles.GROUPS:
        own = [point for point in points if point.group == group]
        scalar = cycles.geometric_mean([point.ratio for point in own])
        series: dict[str, list[tuple[float, float]]] = {}
        for point in own:
            series.setdefault(point.board, []).append((point.cycles, point.instructions * scalar))
        name = group.profile.strip("()").lower().replace("-", "_")
        scatter(folder / f"cycles_{name}.svg", group.profile.strip("()"), "cycles", series)

"""Predicted against true, log-log, one picture per core and per board."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import cycles
import matplotlib as mpl
import measurements

from dnas.cost import latency
from dnas.geometry import Network

mpl.use("svg")
mpl.rcParams["svg.hashsalt"] = "dnas"  # the same picture gives the same bytes
mpl.rcParams["svg.fonttype"] = "none"  # text stays text
import matplotlib.pyplot as plt  # noqa: E402  (after the choice of the backend)

Series = Mapping[str, Sequence[tuple[float, float]]]


def _scatter(path: Path, title: str, unit: str, series: Series) -> None:
    figure, axes = plt.subplots(figsize=(5, 5))
    values = [value for points in series.values() for point in points for value in point]
    ends = [min(values) / 1.5, max(values) * 1.5]
    axes.plot(ends, ends, color="0.6", linewidth=1)
    for name, points in series.items():
        true, predicted = zip(*points, strict=True)
        axes.scatter(true, predicted, s=12, label=name)
    axes.set(xscale="log", yscale="log", xlim=ends, ylim=ends, xlabel=f"true {unit}", ylabel=f"predicted {unit}", title=title)
    axes.legend(fontsize=7)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


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
    _scatter(path, core, "instructions", series)


def boards(folder: Path, points: list[cycles.Point]) -> None:
    """Published networks in cycles, one picture per scalar, one color per board that shares it."""
    for group in cycles.GROUPS:
        own = [point for point in points if point.group == group]
        scalar = cycles.geometric_mean([point.ratio for point in own])
        series: dict[str, list[tuple[float, float]]] = {}
        for point in own:
            series.setdefault(point.board, []).append((point.cycles, point.instructions * scalar))
        name = group.profile.strip("()").lower().replace("-", "_")
        _scatter(folder / f"cycles_{name}.svg", group.profile.strip("()"), "cycles", series)

"""Predicted against true, log-log, as an SVG that is the same for the same points. Needs the extra `experiments`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib as mpl

mpl.use("svg")
mpl.rcParams["svg.hashsalt"] = "dnas"  # the same picture gives the same bytes
mpl.rcParams["svg.fonttype"] = "none"  # text stays text
import matplotlib.pyplot as plt  # noqa: E402  (after the choice of the backend)

Series = Mapping[str, Sequence[tuple[float, float]]]
"""Name -> points (true, predicted)."""


def scatter(path: Path, title: str, unit: str, series: Series) -> None:
    """One color a series, and the diagonal."""
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

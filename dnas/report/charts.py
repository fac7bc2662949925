"""Curves of a run as SVG text. No plotting library, no scripts.

Colors are CSS classes (`s0`, `s1`, … lines, `f0`, … marks, `t0`, … labels) that the page defines for light and dark. A pointer
resting on a mark shows its value (`<title>`). Every text passes through `escape`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 56, 118, 22, 30
LABEL_GAP = 14  # least distance between two labels at the right edge


@dataclass(frozen=True)
class Series:
    """One curve: a value (or None) per logged epoch; `color` is the number of its CSS class."""

    name: str
    values: Sequence[float | None]
    color: int
    dashed: bool = False


@dataclass(frozen=True)
class Band:
    """A phase of the run: the epochs `first` to `last`, both included, counted from 0."""

    name: str
    first: int
    last: int


@dataclass(frozen=True)
class Scale:
    """Maps values to pixels from `top` (largest) to `bottom`; `log` for ranges of several decades."""

    low: float
    high: float
    log: bool
    top: float = TOP
    bottom: float = HEIGHT - BOTTOM

    def __call__(self, value: float) -> float:
        shape: Callable[[float], float] = math.log10 if self.log else float
        low, high = shape(self.low), shape(self.high)
        share = (shape(max(value, self.low) if self.log else value) - low) / (high - low)
        return self.bottom - share * (self.bottom - self.top)


def nice_step(span: float, parts: int = 4) -> float:
    """The step of 1, 2 or 5 times a power of ten that divides `span` into at most about `parts` parts.

    >>> nice_step(1.0), nice_step(37.0)
    (0.5, 10.0)
    """
    raw = span / parts
    power = 10.0 ** math.floor(math.log10(raw))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw * 0.999)


def make_scale(values: Sequence[float], log: bool) -> tuple[Scale, list[float]]:
    """Scale and tick values that cover all values; linear scales start at zero unless values are negative."""
    if log:
        positive = [value for value in values if value > 0] or [1.0]
        low = 10.0 ** math.floor(math.log10(min(positive)))
        high = 10.0 ** math.ceil(math.log10(max(positive)))
        high = high if high > low else 10 * low
        decades = round(math.log10(high / low))
        return Scale(low, high, True), [low * 10.0**power for power in range(decades + 1)]
    low, high = min(0.0, *values), max(0.0, *values)
    step = nice_step((high - low) or 1.0)
    first, last = math.floor(low / step), max(math.ceil(high / step - 1e-9), math.floor(low / step) + 1)
    return Scale(first * step, last * step, False), [step * index for index in range(first, last + 1)]


def line_chart(
    series: Sequence[Series],
    bands: Sequence[Band],
    title: str,
    value_text: Callable[[float], str],
    reference: tuple[float, str] | None = None,
    log: bool = False,
) -> str:
    """Curves over epochs with the run's phases marked; `reference` draws a horizontal line with its label."""
    numbers = [value for one in series for value in one.values if value is not None]
    if not numbers:
        return ""
    scale, ticks = make_scale([*numbers, *([reference[0]] if reference else [])], log)
    count = max(len(one.values) for one in series)
    right = WIDTH - RIGHT

    def x(index: int) -> float:
        return LEFT + (right - LEFT) * (index / (count - 1) if count > 1 else 0.5)

    parts = [f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}"><title>{escape(title)}</title>']
    for tick in ticks:
        y = scale(tick)
        parts.append(f'<line class="rule" x1="{LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text class="tick" x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{escape(value_text(tick))}</text>')
    parts += _epoch_axis(count, x, bands)
    if reference:
        y = scale(reference[0])
        parts.append(f'<line class="limit" x1="{LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>')
    labels: list[tuple[float, str, str]] = [(scale(reference[0]), reference[1], "limit-text")] if reference else []
    for one in series:
        last = next((index for index in range(len(one.values) - 1, -1, -1) if one.values[index] is not None), None)
        if last is None:
            continue
        parts += _curve(one, bands, x, scale, value_text)
        final = one.values[last]
        assert final is not None
        labels.append((scale(final), f"{one.name} {value_text(final)}", f"t{one.color}"))
    for y, text, css in _spread(labels):
        parts.append(f'<text class="end {css}" x="{right + 8}" y="{y + 4:.1f}">{escape(text)}</text>')
    return "".join([*parts, "</svg>"])


def _epoch_axis(count: int, x: Callable[[int], float], bands: Sequence[Band]) -> list[str]:
    """Epoch numbers below, names of phases above, a thin line where a phase begins."""
    bottom = HEIGHT - BOTTOM
    step = max(1, round(nice_step(count, 8)))
    shown = [0, *(index for index in range(step - 1, count, step) if index > 0)]
    parts = [
        f'<text class="tick" x="{x(index):.1f}" y="{bottom + 16}" text-anchor="middle">{index + 1}</text>' for index in shown
    ]
    parts.append(f'<text class="tick" x="{WIDTH - RIGHT + 24}" y="{bottom + 16}">epoch</text>')

    def start_of(band: Band) -> float:
        return LEFT if band.first == 0 else (x(band.first) + x(band.first - 1)) / 2

    for band in bands[1:]:
        start = start_of(band)
        parts.append(f'<line class="phase" x1="{start:.1f}" x2="{start:.1f}" y1="{TOP - 8}" y2="{bottom}"/>')
    for name, group in groupby(bands, lambda band: band.name.split(" ")[0]):  # the contest's trainings share one name
        together = list(group)
        start, last = start_of(together[0]), together[-1].last
        end = x(last) if last + 1 >= count else (x(last) + x(last + 1)) / 2
        if end - start > 7 * len(name) + 4:
            parts.append(f'<text class="tick" x="{start + 4:.1f}" y="{TOP - 8}">{escape(name)}</text>')
    return parts


def _curve(
    one: Series, bands: Sequence[Band], x: Callable[[int], float], scale: Scale, value_text: Callable[[float], str]
) -> list[str]:
    """The line, broken where a phase begins, and small marks that show their value."""
    points = [(index, value) for index, value in enumerate(one.values) if value is not None]
    runs: list[list[tuple[int, float]]] = []
    phase_of = [next((number for number, band in enumerate(bands) if index <= band.last), -1) for index, _ in points]
    for position, point in enumerate(points):
        if position == 0 or phase_of[position] != phase_of[position - 1]:
            runs.append([])
        runs[-1].append(point)
    dash = ' stroke-dasharray="5 4"' if one.dashed else ""
    parts = [
        f'<polyline class="line s{one.color}"{dash} points="{" ".join(f"{x(i):.1f},{scale(v):.1f}" for i, v in run)}"/>'
        for run in runs
        if len(run) > 1
    ]
    single = {run[0][0] for run in runs if len(run) == 1}
    for index, value in points:
        css = f"dot f{one.color}" if index in single else "hover"
        parts.append(
            f'<circle class="{css}" cx="{x(index):.1f}" cy="{scale(value):.1f}" r="{3 if index in single else 5}">'
            f"<title>{escape(one.name)}, epoch {index + 1}: {escape(value_text(value))}</title></circle>"
        )
    return parts


def _spread(labels: Sequence[tuple[float, str, str]]) -> list[tuple[float, str, str]]:
    """Moves labels apart so that none covers another, keeping their order and staying inside the picture."""
    placed: list[tuple[float, str, str]] = []
    for y, text, css in sorted(labels):
        placed.append((max(y, placed[-1][0] + LABEL_GAP) if placed else max(y, 10), text, css))
    overflow = placed[-1][0] - (HEIGHT - BOTTOM) if placed else 0
    return [(y - overflow, text, css) for y, text, css in placed] if overflow > 0 else placed

"""Shaded grids of a run as SVG text: how a choice's probabilities moved, and the confusion matrix.

Shades are the opacity of one color (CSS class `cell`), so they read the same on light and dark pages. Every text is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

Values = Sequence[float | None]


def clip(text: str, length: int) -> str:
    """Text of at most `length` characters, the end replaced by an ellipsis.

    >>> clip("a very long class name", 10)
    'a very lo…'
    """
    return text if len(text) <= length else text[: length - 1] + "…"


def _label(
    x: float, y: float, text: str, length: int = 24, css: str = "tick", anchor: str = "start", turned: bool = False
) -> str:
    """A text mark; a clipped one shows all of its text when pointed at."""
    place = f'transform="translate({x:.1f},{y:.1f}) rotate(-90)"' if turned else f'x="{x:.1f}" y="{y:.1f}"'
    tip = f"<title>{escape(text)}</title>" if len(text) > length else ""
    return f'<text class="{css}" {place} text-anchor="{anchor}">{tip}{escape(clip(text, length))}</text>'


def _cell(x: float, y: float, width: float, height: float, opacity: float, tip: str, css: str = "cell") -> str:
    """A shaded rectangle that shows `tip` when pointed at."""
    return (
        f'<rect class="{css}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height}" fill-opacity="{opacity:.2f}">'
        f"<title>{escape(tip)}</title></rect>"
    )


def _open(width: float, height: float, title: str) -> str:
    size = f'viewBox="0 0 {width:.0f} {height:.0f}" style="max-width:{width:.0f}px"'
    return f'<svg {size} role="img" aria-label="{escape(title)}">'


def probability_strip(options: Sequence[tuple[str, Values]], title: str, columns: int = 48) -> str:
    """Probabilities of one choice: a row per option, a column per epoch, darker = more probable; last value at the right.

    Neighbors of equal shade are one rectangle, and more than `columns` epochs are thinned out, so that pages stay small.
    """
    epochs = max(len(values) for _, values in options)
    shown = list(range(epochs))
    if epochs > columns:
        shown = [round(index * (epochs - 1) / (columns - 1)) for index in range(columns)]
    left, row, grid = 7.4 * max(min(len(name), 24) for name, _ in options) + 10, 15, 220
    cell, width = grid / len(shown), left + grid + 52
    finals = [next((value for value in reversed(values) if value is not None), 0.0) for _, values in options]
    best = max(range(len(options)), key=lambda index: finals[index])
    parts = [_open(width, row * len(options) + 2, title)]
    for number, (name, values) in enumerate(options):
        y = number * row + 1
        css = "tick strong" if number == best else "tick"
        parts.append(_label(left - 6, y + 11, name, css=css, anchor="end"))
        parts.append(f'<rect class="empty" x="{left:.1f}" y="{y}" width="{grid}" height="{row - 2}"/>')
        shades = [round(50 * (values[index] or 0.0)) / 50 if index < len(values) else 0.0 for index in shown]
        start = 0
        for position in range(1, len(shades) + 1):
            if position < len(shades) and shades[position] == shades[start]:
                continue
            if shades[start] > 0:
                tip = f"{name}, from epoch {shown[start] + 1}: {100 * shades[start]:.0f} %"
                parts.append(_cell(left + start * cell, y, (position - start) * cell + 0.3, row - 2, shades[start], tip))
            start = position
        parts.append(_label(left + grid + 6, y + 11, f"{100 * finals[number]:.0f} %", css=css))
    return "".join([*parts, "</svg>"])


def confusion_matrix(counts: Sequence[Sequence[int]], names: Sequence[str]) -> str:
    """Rows: true class, columns: predicted class; shade = share of the row; the number is the count; recall at the right.

    Where nothing was counted there is no cell, so that pages of many classes stay small.
    """
    classes = len(counts)
    cell = 44 if classes <= 12 else 28 if classes <= 30 else 14
    left = 7.0 * max(min(len(name), 18) for name in names) + 12  # room for the names, on the left and on top
    side = cell * classes
    parts = [_open(left + side + 66, left + side + 6, "Confusion matrix")]
    parts.append(_label(left + side + 6, left - 6, "recall"))
    parts.append(f'<rect class="empty" x="{left:.1f}" y="{left:.1f}" width="{side - 2}" height="{side - 2}"/>')
    for row, values in enumerate(counts):
        total = sum(values)
        y = left + row * cell
        parts.append(_label(left - 6, y + cell / 2 + 4, names[row], 18, anchor="end"))
        parts.append(_label(left + row * cell + cell / 2 + 4, left - 6, names[row], 18, turned=True))
        for column, value in enumerate(values):
            if not value:
                continue
            share, x = value / total, left + column * cell
            tip = f"true {names[row]}, predicted {names[column]}: {value} of {total}"
            parts.append(_cell(x, y, cell - 2, cell - 2, share, tip, "cell" if row == column else "cell miss"))
            if cell > 20:
                size = 12 if cell > 40 and value < 10_000 else 9
                css = "count inverse" if share > 0.55 else "count"
                place = f'x="{x + cell / 2 - 1:.1f}" y="{y + cell / 2 + 3:.1f}"'
                parts.append(f'<text class="{css}" font-size="{size}" {place}>{value}</text>')
        parts.append(_label(left + side + 6, y + cell / 2 + 4, f"{100 * values[row] / total:.1f} %" if total else "-"))
    return "".join([*parts, "</svg>"])

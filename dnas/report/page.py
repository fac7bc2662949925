"""A finished run as one page: verdict, budgets, architecture, curves, distribution, confusion matrix.

`report.html` is self-contained: style and pictures are inside it, no scripts, nothing is fetched. Everything on it comes from
the arguments; every text is escaped. This module imports neither torch nor a plotting library.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from dnas.device import GENERATED
from dnas.files import write_text
from dnas.report.charts import Band, Series, line_chart
from dnas.report.heatmaps import confusion_matrix, probability_strip
from dnas.report.style import STYLE
from dnas.summary import FIGURES, QUANTITIES, stated_rows
from dnas.text import count, duration, kib, percent

Row = Mapping[str, Any]


def number(value: object) -> float | None:
    """A logged value as a number; None for what is absent, empty, no number, NaN or infinite."""
    try:
        found = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return found if math.isfinite(found) else None


def by_epoch(history: Iterable[Row]) -> list[dict[str, Any]]:
    """Rows of one (phase, epoch) merged into one, in order; a row without an epoch stands alone."""
    merged: list[dict[str, Any]] = []
    for row in history:
        present = {key: value for key, value in row.items() if value is not None and value != ""}
        same = merged and "epoch" in present and all(merged[-1].get(k) == present.get(k) for k in ("phase", "epoch"))
        if same:
            merged[-1].update(present)
        else:
            merged.append(present)
    return merged


def bands_of(rows: Sequence[Row]) -> list[Band]:
    """The run's phases as ranges of row numbers."""
    bands: list[Band] = []
    for index, row in enumerate(rows):
        name = str(row.get("phase", ""))
        if bands and bands[-1].name == name:
            bands[-1] = Band(name, bands[-1].first, index)
        else:
            bands.append(Band(name, index, index))
    return bands


def column(rows: Sequence[Row], key: str) -> list[float | None]:
    """One logged quantity over the epochs."""
    return [number(row.get(key)) for row in rows]


def plain_text(value: float) -> str:
    """A value at a curve or axis, three digits."""
    return f"{value:.3g}"


def megabytes_text(value: float) -> str:
    """Bytes at a curve or axis, in MB."""
    return f"{value / 1e6:.0f} MB"


def share_text(value: float) -> str:
    """A fraction at a curve or axis, as a percentage of three digits."""
    return f"{100 * value:.3g} %"


def curves(history: Sequence[Row]) -> str:
    """Loss, accuracy, expected costs and multipliers over the run."""
    rows = by_epoch(history)
    bands = bands_of(rows)
    learning = ""
    charts = [("loss", "Loss", plain_text), *((name, words.capitalize(), share_text) for name, words in FIGURES.items())]
    for name, title, text in charts:
        series = [Series(part, column(rows, f"{part}/{name}"), color) for color, part in enumerate(("train", "val"))]
        learning += figure(line_chart(series, bands, title, text), title)
    first = next((i for i, row in enumerate(rows) if any(key.startswith("cost/") for key in row)), len(rows))
    last = max((i for i, row in enumerate(rows) if any(key.startswith("cost/") for key in row)), default=-1)
    searched = rows[first : last + 1]
    bands = bands_of(searched)
    constraint = ""
    for group, title in (("cost", "Expected cost relative to its budget"), ("multiplier", "Multiplier")):
        series = [Series(q.label, column(searched, f"{group}/{q.name}"), i) for i, q in enumerate(QUANTITIES)]
        numbers = [value for one in series for value in one.values if value is not None]
        wide = group == "cost" and bool(numbers) and min(numbers) > 0 and max(numbers) / min(numbers) > 50
        reference = (1.0, "budget") if group == "cost" else None
        constraint += figure(line_chart(series, bands, title, plain_text, reference, log=wide), title)
    return section("Learning", grid(learning)) + section("Constraints during the search", grid(constraint))


def host_memory(summary: Mapping[str, Any], history: Sequence[Row]) -> str:
    """Host RAM over the run: peak so far against what was planned and allowed, and what the plan chose."""
    rows = by_epoch(history)
    peaks = column(rows, "host/peak_bytes")
    if not any(peak is not None for peak in peaks):
        return ""
    limit, predicted = summary["budget"]["host_ram_bytes"], number(summary["predicted"]["host_ram_bytes"])
    series = [
        Series("peak so far", peaks, 0),
        Series("plan", column(rows, "host/planned_bytes"), 1),
        Series("predicted", [predicted] * len(rows), 2, dashed=True),
    ]
    reference = None if limit is None else (float(limit), "budget")
    picture = line_chart(series, bands_of(rows), "Host RAM", megabytes_text, reference)
    host = summary["host"]
    halved = [
        f"{phase}, at its start" if batch < 0 else f"{phase}, epoch {epoch + 1}, batch {batch + 1}"
        for phase, epoch, batch in host["halvings"]
    ]
    notes = [
        f"{host['choice']}.",
        f"Micro-batches halved on the way: {'; '.join(halved)}." if halved else "The plan held: no micro-batch was halved.",
        "Drawn: the sum over all processes of their largest resident sets so far, and the plan, made anew as options leave.",
    ]
    text = "".join(f"<p>{escape(note)}</p>" for note in notes)
    return section("Host RAM", grid(figure(picture, "Host RAM")) + text)


def distribution(history: Sequence[Row]) -> str:
    """How each choice's probabilities moved over the search."""
    rows = [row for row in by_epoch(history) if any(key.startswith("prob/") for key in row)]
    choices: dict[str, list[str]] = {}
    for key in dict.fromkeys(key for row in rows for key in row if key.startswith("prob/")):
        choice, _, option = key.removeprefix("prob/").rpartition("/")
        choices.setdefault(choice, []).append(option)
    strips = "".join(
        figure(probability_strip([(option, column(rows, f"prob/{choice}/{option}")) for option in options], choice), choice)
        for choice, options in choices.items()
    )
    note = (
        "The stronger the color, the more probable; epochs run from left to right; the most probable option at the end is bold."
    )
    return section("How the distribution moved", f"<p>{note}</p>" + grid(strips, narrow=True) if strips else "")


def architecture(layers: Sequence[Row], summary: Mapping[str, Any]) -> str:
    """Table of the found network, layer by layer, with each layer's share of the cycles and of the peak SRAM.

    Beside the live bytes an interpreter keeps records, and a file has more than its layers; generated code has neither.
    """
    if not layers:
        return ""
    total = sum(number(layer.get("cycles")) or 0.0 for layer in layers)
    peak = max(number(layer.get("live_bytes")) or 0.0 for layer in layers)
    head = ("#", "operator", "input", "output", "kernel", "stride", "MACs", "flash", "live SRAM", "cycles", "share of cycles")
    body = []
    for index, layer in enumerate(layers, 1):
        live, cycles = number(layer.get("live_bytes")), number(layer.get("cycles"))
        cells = [
            str(index),
            str(layer.get("op", "")),
            *(shape_text(layer.get(key)) for key in ("in_shape", "out_shape", "kernel", "stride")),
            count(number(layer.get("macs"))),
            kib(number(layer.get("flash_bytes"))),
            kib(live),
            count(cycles),
        ]
        row = "".join(f"<td{LEFT_CELL if 1 <= i <= 3 else ''}>{escape(cell)}</td>" for i, cell in enumerate(cells))
        is_peak = ' class="peak"' if live is not None and live == peak and peak > 0 else ""
        body.append(f"<tr{is_peak}>{row}<td>{bar((cycles or 0.0) / total if total else 0.0)}</td></tr>")
    sums = [sum(number(layer.get(key)) or 0.0 for layer in layers) for key in ("macs", "flash_bytes")]
    rest = (summary["measured"]["flash_bytes"] or 0) - sums[1]
    foot = "" if rest <= 0 else (
        f'<tr><td></td><td class="text" colspan="6">what the file has besides its layers</td><td>{kib(rest)}</td>'
        '<td colspan="3"></td></tr>'
    )  # fmt: skip
    foot += (
        f'<tr><td></td><td class="text">total</td><td colspan="4"></td><td>{count(sums[0])}</td>'
        f"<td>{kib(sums[1] + max(rest, 0))}</td>"
        f"<td>max {kib(peak)}</td><td>{count(total)}</td><td></td></tr>"
    )
    heads = "".join(f"<th{LEFT_CELL if 1 <= i <= 3 else ''}>{escape(name)}</th>" for i, name in enumerate(head))
    arena = "" if summary["device"]["runtime"] == GENERATED else " The arena adds fixed records to it."
    note = f"The marked layer holds the most live bytes.{arena}"
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(body)}</tbody><tfoot>{foot}</tfoot></table>"
    return section("The network, layer by layer", f'<div class="scroll">{table}</div><p>{note}</p>')


LEFT_CELL = ' class="text"'


def shape_text(shape: object) -> str:
    """A shape as `32 x 32 x 3`; text is kept as it is.

    >>> shape_text((3, 3)), shape_text(None), shape_text("global")
    ('3 x 3', '', 'global')
    """
    if isinstance(shape, Sequence) and not isinstance(shape, str):
        return " x ".join(str(size) for size in shape)
    return "" if shape is None else str(shape)


def bar(share: float, over: bool = False) -> str:
    """A horizontal bar with its percentage."""
    css = "bar over" if over else "bar"
    return f'<span class="{css}"><i style="width:{100 * min(max(share, 0.0), 1.0):.1f}%"></i></span> {100 * share:.0f} %'


def budgets(summary: Mapping[str, Any]) -> str:
    """The budgeted quantities: budget, predicted, measured, margin and how much of the budget is used."""
    rows = []
    for row in stated_rows(summary):
        text, over = row.quantity.text, row.margin is not None and row.margin < 0
        limit = "no limit" if row.budget is None else text(row.budget)
        used = "" if row.share is None else bar(row.share, over)
        cells = (limit, text(row.predicted), text(row.measured), percent(row.margin))
        broken = ' class="broken"' if over else ""
        rows.append(f"<tr{broken}><th{LEFT_CELL}>{escape(row.quantity.label)}</th>"
                    + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + f"<td>{used}</td></tr>")  # fmt: skip
    heads = "".join(f"<th>{name}</th>" for name in ("", "budget", "predicted", "measured", "margin", "used"))
    return f'<div class="scroll"><table><thead><tr>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'


def under_interpreter(summary: Mapping[str, Any]) -> str:
    """What the network would take beside an interpreter; nothing where the figures above are those."""
    stated = summary.get("interpreter")
    if stated is None:
        return ""
    return (
        f"<p>SRAM and flash are those of the generated C: working memory and stored constants. Under an interpreter the same "
        f"network takes an arena of {kib(stated['sram_bytes'])} and a file of {kib(stated['flash_bytes'])}.</p>"
    )


def headline(summary: Mapping[str, Any]) -> str:
    """Verdict, data, board and the figures that matter most."""
    data, device, accuracy = summary["data"], summary["device"], summary["accuracy"]
    verdict, css = ("feasible: yes", "yes") if summary["feasible"] else ("feasible: no", "no")
    metric = str(accuracy["metric"] or "accuracy")
    facts = [
        (f"int8 {metric}, test", percent(accuracy["int8_test"], 2)),
        (f"float {metric}, test", percent(accuracy["float_test"], 2)),
        ("macro F1, test", percent(accuracy["f1_test"], 2)),
        *((f"int8 {metric}, machine {name}", percent(value, 2)) for name, value in (accuracy.get("machines") or {}).items()),
        ("MACs", count(summary["predicted"]["macs"])),
        ("wall time", duration(summary["measured"]["wall_s"])),
    ]
    tiles = "".join(f"<div><b>{escape(value)}</b><span>{escape(name)}</span></div>" for name, value in facts)
    clock = "" if device["clock_hz"] is None else f", {device['clock_hz'] / 1e6:g} MHz"
    where = f"{device['name']} ({device['core']}{clock}, {device['runtime']})"
    parts = f"{data['train']} training, {data['val']} validation, {data['test']} test samples, {data['classes']} classes"
    title = f"{escape(str(data['name']))} on {escape(str(device['name']))}"
    return (
        f'<header><h1>{title} <span class="verdict {css}">{verdict}</span></h1>'
        f"<p>{escape(where)}. {escape(parts)}.</p>"
        f'<div class="tiles">{tiles}</div></header>'
    )


def footer(summary: Mapping[str, Any]) -> str:
    """How the run was made and what the certificate checked."""
    rows = [("command", summary["command"]), ("seed", summary["seed"]), ("commit", summary["git_commit"])]
    lines = "".join(f"<dt>{name}</dt><dd><code>{escape(str(value))}</code></dd>" for name, value in rows if value is not None)
    details = "".join(
        f"<details><summary>{name}</summary><pre>{escape(json.dumps(summary[key], indent=2, default=str))}</pre></details>"
        for name, key in (("certificate", "certificate"), ("input", "input"), ("output", "output"), ("versions", "versions"))
    )
    return section("Provenance", f"<dl>{lines}</dl>{details}")


def section(title: str, content: str) -> str:
    """A titled part of the page; nothing when there is no content."""
    return f"<section><h2>{escape(title)}</h2>{content}</section>" if content else ""


def grid(content: str, narrow: bool = False) -> str:
    """Figures side by side where there is room."""
    return f'<div class="grid{" narrow" if narrow else ""}">{content}</div>' if content else ""


def figure(picture: str, caption: str) -> str:
    """A picture under its name; nothing when there is no picture."""
    return f"<figure><figcaption>{escape(caption)}</figcaption>{picture}</figure>" if picture else ""


def write_html(
    path: Path | str,
    summary: Mapping[str, Any],
    layers: Sequence[Row],
    history: Sequence[Row],
    confusion: Sequence[Sequence[int]] | None,
    class_names: Sequence[str],
) -> None:
    """Writes the page.

    Args:
        path: the file to write.
        summary: as in summary.json.
        layers: keys op, in_shape, out_shape, kernel, stride, macs, flash_bytes, live_bytes, cycles; in execution order.
        history: logged rows as in metrics.csv; keys epoch, phase, train/…, val/…, cost/…, multiplier/…,
            prob/<choice>/<option>; any may be absent in a row.
        confusion: test counts [true class][predicted class]; None where there is none (anomaly detection).
        class_names: names of the classes, as long as `confusion`.
    """
    matrix = [] if confusion is None else [[int(value) for value in row] for row in confusion]
    names = [str(name) for name in class_names]
    if matrix and len(names) != len(matrix):
        raise ValueError(f"the confusion matrix has {len(matrix)} rows, but there are {len(names)} class names")
    title = f"{summary['data']['name']} on {summary['device']['name']}"
    page = "".join(
        (
            headline(summary),
            section("Budgets", budgets(summary) + under_interpreter(summary)),
            architecture(layers, summary),
            curves(history),
            host_memory(summary, history),
            distribution(history),
            section("Confusion matrix (test part, int8)", confusion_matrix(matrix, names) if matrix else ""),
            footer(summary),
        )
    )
    document = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>{page}</body></html>\n"
    )
    write_text(Path(path), document)

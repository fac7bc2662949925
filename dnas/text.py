"""Numbers as people read them: sizes, times, counts, shares. `None` is shown as a dash.

KiB and MiB are powers of 1024 (boards), MB is a power of 1000 (host RAM, as it is given on the command line).
"""

from __future__ import annotations

from collections.abc import Sequence

ABSENT = "-"


def kib(size_bytes: float | None) -> str:
    """Size on a board.

    >>> kib(319_488), kib(512), kib(0), kib(5 * 1024**2), kib(None)
    ('312.0 KiB', '512 B', '0 B', '5.00 MiB', '-')
    """
    if size_bytes is None:
        return ABSENT
    if abs(size_bytes) < 1024:
        return f"{size_bytes:.0f} B"
    if abs(size_bytes) < 1024**2:
        return f"{size_bytes / 1024:.1f} KiB"
    return f"{size_bytes / 1024**2:.2f} MiB"


def megabytes(size_bytes: float | None) -> str:
    """Size on the host.

    >>> megabytes(512_000_000), megabytes(None)
    ('512.0 MB', '-')
    """
    return ABSENT if size_bytes is None else f"{size_bytes / 1e6:.1f} MB"


def milliseconds(time_s: float | None) -> str:
    """Latency.

    >>> milliseconds(0.0132), milliseconds(0.00042), milliseconds(1.5)
    ('13.2 ms', '0.420 ms', '1500 ms')
    """
    if time_s is None:
        return ABSENT
    time_ms = 1e3 * time_s
    return f"{time_ms:.3f} ms" if abs(time_ms) < 1 else f"{time_ms:.1f} ms" if abs(time_ms) < 1000 else f"{time_ms:.0f} ms"


def duration(time_s: float | None) -> str:
    """Wall time.

    >>> duration(8.24), duration(61), duration(5400), duration(None)
    ('8.2 s', '1 min 01 s', '1 h 30 min', '-')
    """
    if time_s is None:
        return ABSENT
    if time_s < 60:
        return f"{time_s:.1f} s"
    if time_s < 3600:
        return f"{int(time_s) // 60} min {int(time_s) % 60:02d} s"
    return f"{int(time_s) // 3600} h {int(time_s) % 3600 // 60:02d} min"


def count(number: float | None) -> str:
    """MACs, cycles, weights.

    >>> count(980), count(14_300), count(2_560_000), count(3_100_000_000), count(None)
    ('980', '14.3 k', '2.56 M', '3.10 G', '-')
    """
    if number is None:
        return ABSENT
    for limit, scale, suffix, digits in ((1e3, 1, "", 0), (1e6, 1e3, " k", 1), (1e9, 1e6, " M", 2)):
        if abs(number) < limit:
            return f"{number / scale:.{digits}f}{suffix}"
    return f"{number / 1e9:.2f} G"


def percent(fraction: float | None, digits: int = 1) -> str:
    """A fraction as a percentage.

    >>> percent(0.98414), percent(0.25, 0), percent(None)
    ('98.4 %', '25 %', '-')
    """
    return ABSENT if fraction is None else f"{100 * fraction:.{digits}f} %"


def aligned(rows: Sequence[Sequence[str]], left_columns: int = 1, gap: str = "  ") -> str:
    """Rows of cells as lines of equal column widths; the first `left_columns` columns are left-aligned, the others right.

    >>> print(aligned([["", "used"], ["SRAM", "9"]]))
          used
    SRAM     9
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        gap.join(
            cell.ljust(width) if index < left_columns else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
    return "\n".join(lines)

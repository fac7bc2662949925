"""What an input may be: the resolutions and colors that a run fixes, or among which its search chooses."""

from __future__ import annotations

from typing import Any

from dnas.errors import RequestError

MIN_RESOLUTION, MAX_RESOLUTION = 4, 1024
COLORS = ("rgb", "gray")


def check_resolution(resolution: Any) -> None:
    """Refuses what is neither null nor a sensible number of pixels."""
    if resolution is None:
        return
    whole = isinstance(resolution, int) and not isinstance(resolution, bool)
    if not whole or not MIN_RESOLUTION <= resolution <= MAX_RESOLUTION:
        raise RequestError(
            f"data.resolution={resolution!r}; allowed are whole numbers from {MIN_RESOLUTION} to {MAX_RESOLUTION}, a list of "
            "them, or null"
        )


def options_of(resolution: Any, color: Any) -> tuple[tuple[int | None, ...], tuple[str, ...]]:
    """Resolutions and colors that the input may have, the largest first: one of each unless the search is to choose.

    >>> options_of([32, 48], None)
    ((48, 32), ('rgb',))

    Raises:
        RequestError: no number of pixels, no color, or one given twice.
    """
    resolutions = resolution if isinstance(resolution, list) else [resolution]
    colors = color if isinstance(color, list) else [COLORS[0] if color is None else color]
    for key, values in (("resolution", resolutions), ("color", colors)):
        if not values or len(set(map(str, values))) != len(values):
            raise RequestError(f"data.{key}={values}; a list holds one or more values, each once")
    for one in resolutions:
        check_resolution(one if one is not None or len(resolutions) == 1 else "null")
    for one in colors:
        if one not in COLORS:
            raise RequestError(f"data.color={color}; allowed: {', '.join(COLORS)}, null, or [{','.join(COLORS)}]")
    return tuple(sorted(resolutions, key=lambda n: -(n or 0))), tuple(sorted(colors, key=COLORS.index))

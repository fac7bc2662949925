"""`python -m dnas.profile model=FILE.tflite device=NAME|all [json=true]`: what a .tflite file costs on a board.

Any int8 file, ours or foreign, with weights of 8 or 4 bits: cycles, live bytes and share of each layer, then peak SRAM, flash
and latency with its error band, and whether it fits. On a board for generated code flash is an upper bound and latency that of
dense weights: a file says how wide a weight is in it, not how a run stores it. Nothing is run, torch is not loaded. Exit code
0: priced, whether it fits or not; 2: the request is at fault (one message: unknown key or board, a file that is damaged, not
int8, or has an operator without a formula; of all boards those without one are named, and the others priced).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dnas.arguments import complain, help_shown, key_values, path_of, show, streams_for_any_text
from dnas.config import BOARDS, board
from dnas.errors import RequestError
from dnas.pricing import comparison, priced_where_possible, report
from dnas.reader import read_model

USAGE = "usage: python -m dnas.profile model=FILE.tflite device=NAME|all [json=true]"


@dataclass(frozen=True)
class Request:
    """What is asked for."""

    model: Path
    devices: tuple[str, ...]
    as_json: bool

    @classmethod
    def of(cls, arguments: Sequence[str]) -> Request:
        """The request in `key=value` arguments.

        Raises:
            RequestError: a key is unknown, has no value, comes twice, or is missing; a path names no home.
        """
        given = key_values(arguments, ("model", "device", "json"), USAGE)
        for key, allowed in (("model", "FILE.tflite"), ("device", f"{', '.join(BOARDS)}, all")):
            if key not in given:
                raise RequestError(f"{key}= is missing; allowed: {allowed}\n{USAGE}")
        if given.get("json", "false") not in ("true", "false"):
            raise RequestError(f"json={given['json']}; allowed: true, false")
        devices = BOARDS if given["device"] == "all" else (given["device"],)
        return cls(path_of(given["model"]), devices, given.get("json") == "true")


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point."""
    streams_for_any_text()
    given = sys.argv[1:] if arguments is None else arguments
    if help_shown(given, USAGE):
        return 0
    try:
        request = Request.of(given)
        boards = [board(name) for name in request.devices]
        model, size = read_model(request.model), request.model.stat().st_size
        prices, refused = priced_where_possible(model, size, boards)
    except RequestError as error:
        complain(str(error))
        return 2
    single = prices[0] if len(boards) == 1 else None
    if request.as_json:
        show(json.dumps(single or {"devices": prices, "refused": refused}, indent=2))
    else:
        show(report(single) if single else comparison(prices, refused))
    return 0


if __name__ == "__main__":
    sys.exit(main())

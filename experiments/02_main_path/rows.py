"""The default search on three boards and data sets: the rows of README that belong to no comparison.

    python ../shared/data/unpack.py all DIR
    .venv/bin/python experiments/02_main_path/rows.py run DIR RUNS --row kws_f446 --seed 0

Starts `python -m dnas.train experiment=ROW` unless its folder in RUNS has a summary, and keeps summary.json, genotype.json,
model.tflite and config.yaml in results/published/02_main_path.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import runs

PUBLISHED = runs.RESULTS / "02_main_path"
ROWS = {"digits_f746": None, "kws_f446": "speech_commands12", "vww48_l412kb": "vww96"}
"""Row and data set, None where the run brings its own."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    one = runs.add_run(parser.add_subparsers(dest="command", required=True))
    one.add_argument("--row", choices=ROWS, required=True)
    given = parser.parse_args()
    name, data = f"{given.row}_seed{given.seed}", ROWS[given.row]
    root = None if data is None else given.data / data
    runs.run([f"experiment={given.row}", f"seed={given.seed}"], root, given.runs / name, PUBLISHED / name)


if __name__ == "__main__":
    main()

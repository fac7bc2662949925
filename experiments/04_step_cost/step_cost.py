"""Does a search step cost about one path? Time and memory of search steps and of plain ones, side by side.

    python ../shared/data/unpack.py all DIR
    .venv/bin/python experiments/04_step_cost/step_cost.py --data DIR

Writes results/published/04_step_cost/step_cost.md and curve.svg. Every measurement has a process of its own (measure.py).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from hydra import compose, initialize_config_dir

from dnas import config as configuration
from dnas.allocator import THREAD_VARIABLES
from dnas.report.charts import Series, line_chart
from dnas.report.style import STYLE

OUT = Path(__file__).parents[2] / "results" / "published" / "04_step_cost"
START = ["search.epochs=1000", "search.drop_below=0", "logger=csv"]
"""A search that stays where it starts, so that every block measures the same distribution."""
CURVE = ["data=digits", "device=nucleo_f746", "search.warmup_epochs=0", "logger=csv"]
LINES = (("step_s", "step"), ("expected_macs", "expected MACs"), ("largest_macs", "largest left"), ("options", "options"))
LIMITS = (1.3, 1.2)
"""What a search step may cost: times the time, times the memory of a plain step."""
NOTE = f"""
**Bold**: above {LIMITS[0]} x the time or {LIMITS[1]} x the memory. "Largest": the network with the most MACs (time) or the most
activations (memory) of all that the cut leaves and that fit the board. "Every path": the same ratio where every path, those of
the architecture steps included, is that largest network: the dearest step of networks that fit. Memory is the peak above
what the process holds after its imports; where the host's RAM is limited, both trainings fill what their plan allows them.

For comparison, PLiNIO's supernet on its own ResNet-8 example: 3.5 to 4.1 x the time, 690 against 437 MB (1.6 x), as the issue
gives it.
"""


class Row(NamedTuple):
    """One line of the table."""

    data: str
    device: str
    host_ram: str | None = None


ROWS = (
    Row("digits", "nucleo_f746"),
    Row("cifar10", "nucleo_l010rb"),
    Row("cifar10", "nucleo_f446"),
    Row("cifar10", "nucleo_f446", "512MB"),
    Row("cifar10", "nucleo_f746"),
    Row("vww96", "nucleo_f746"),
)


def environment() -> dict[str, str]:
    """One thread a process."""
    return os.environ | dict.fromkeys(THREAD_VARIABLES, "1")


def measure(what: str, overrides: list[str]) -> Any:
    """What measure.py prints for a run with these overrides, in a fresh process."""
    with tempfile.TemporaryDirectory() as folder:
        with initialize_config_dir(str(configuration.CONF), version_base="1.3"):
            composed = compose("train", overrides=overrides)
        configuration.save(configuration.to_run_config(composed), Path(folder) / "config.yaml")
        command = [sys.executable, str(Path(__file__).with_name("measure.py")), what, folder]
        done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr}")
    print(f"{what} {' '.join(overrides)}: {done.stdout.splitlines()[-1]}", file=sys.stderr, flush=True)
    return json.loads(done.stdout.splitlines()[-1])


def ratio_text(ratio: float, limit: float | None = None) -> str:
    """Two digits, bold above the limit."""
    return f"**{ratio:.2f}**" if limit is not None and round(ratio, 2) > limit else f"{ratio:.2f}"


def table_row(row: Row, data: Path) -> str:
    """One line: the three kinds of step in one process, then the memory of each in its own."""
    overrides = [f"data={row.data}", f"device={row.device}", *START]
    if row.data != "digits":
        overrides.append(f"data.root={data / row.data}")
    if row.host_ram is not None:
        overrides.append(f"budget.host_ram={row.host_ram}")
    found = measure("time", overrides)
    time_s = {kind: median(found[kind]) for kind in ("search", "plain", "path")}
    peak_bytes = {kind: measure(kind, overrides)[kind] for kind in ("search", "plain", "path")}
    cells = [row.data, row.device, row.host_ram or "no limit", f"{found['macs'] / 1e6:.1f} M"]
    for cost, unit, limit in ((time_s, 1e-3, LIMITS[0]), (peak_bytes, 1e6, LIMITS[1])):
        cells += [f"{cost[kind] / unit:.0f}" for kind in ("plain", "search")]
        cells += [ratio_text(cost["search"] / cost["plain"], limit), ratio_text(cost["path"] / cost["plain"])]
    return f"| {' | '.join(cells)} |"


def table(data: Path) -> list[str]:
    """The Markdown table."""
    head = ("data", "board", "host RAM", "largest", "plain step (ms)", "search step (ms)", "time ratio", "every path",
            "plain step (MB)", "search step (MB)", "memory ratio", "every path")  # fmt: skip
    return [f"| {' | '.join(head)} |", "|---" * len(head) + "|", *(table_row(row, data) for row in ROWS)]


def curve_table(epochs: list[dict[str, float]]) -> list[str]:
    """The curve's numbers."""
    lines = ["| epoch | options left | largest left (MACs) | expected MACs | step (ms) |", "|---" * 5 + "|"]
    for number, e in enumerate(epochs, 1):
        lines.append(
            f"| {number} | {e['options']} | {e['largest_macs'] / 1e6:.1f} M | {e['expected_macs'] / 1e6:.1f} M | "
            f"{1000 * e['step_s']:.0f} |"
        )
    return lines


def picture(epochs: list[dict[str, float]]) -> str:
    """The curve as a file of its own, relative to the first epoch."""
    series = [Series(name, [e[key] / epochs[0][key] for e in epochs], i) for i, (key, name) in enumerate(LINES)]
    chart = line_chart(series, [], "Search step and what is left of the space, first epoch = 1", lambda v: f"{v:.2g}")
    tag, rest = chart.split(">", 1)
    tag = tag.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
    return f"{tag}><style>{STYLE}</style>{rest}\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with cifar10/ and vww96/")
    data = parser.parse_args().data.expanduser().resolve()
    configuration.register()
    epochs = measure("curve", CURVE)
    text = [
        "# Cost of a search step",
        "Made by `experiments/04_step_cost/step_cost.py`; CPU time of one thread, "
        f"torch {version('torch').partition('+')[0]}, the data sets' own batch sizes.\n",
        *table(data),
        NOTE,
        "## As choices are dropped",
        f"`{' '.join(CURVE[:3])}`; what is left when the epoch begins, and the mean of its steps.\n",
        *curve_table(epochs),
        "\n![relative to the first epoch](curve.svg)\n",
    ]
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "step_cost.md").write_text("\n".join(text))
    (OUT / "curve.svg").write_text(picture(epochs))


if __name__ == "__main__":
    main()

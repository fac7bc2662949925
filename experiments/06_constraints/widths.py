"""Are the widths that a search finds better than widths in proportion? Found networks against themselves, leveled.

    python ../shared/data/unpack.py speech_commands12 DIR
    .venv/bin/python experiments/06_constraints/widths.py DIR/speech_commands12

Published networks of keywords keep their operators and get widths in proportion to the geometric means of their options, as
wide as the same budgets admit. Both train alike on three quarters of the training clips and are measured on the other one.
Writes results/published/06_constraints/widths.md.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import supernets

# isort: split
import numpy as np
import runs
from held_out import split
from rows import Run, words

from dnas.design import Design
from dnas.discretize import figure_on
from dnas.genotype import Genotype
from dnas.network import TorchNetwork
from dnas.setting import Setting
from dnas.space import Arch

PUBLISHED = runs.RESULTS / "06_constraints"
LEVELS = ("loose", "roomy")
SEEDS = range(3)
WORDS = ("budget.host_ram=null", "data.val_fraction=0.02", "logger=csv")


class Trained(NamedTuple):
    """A network: its widths, its MACs and its accuracy on the held-out quarter (percent)."""

    widths: str
    macs: int
    accuracy: float


def judged(setting: Setting, design: Design, network: TorchNetwork) -> Trained:
    """A trained network."""
    widths = " ".join(option for name, option in design.genotype.options.items() if name.endswith("width"))
    accuracy = figure_on(network, setting.loader(setting.data_of(design), "test"), setting.task)
    return Trained(widths, design.priced.macs, 100 * float(accuracy))


def leveled(setting: Setting, arch: Arch) -> Arch:
    """The architecture with widths w_c(f) = max {w : w <= f e_c}, e_c = exp(mean log w), the smallest w where none is.

    f is the largest factor with which it meets the budgets.
    """
    widths = {setting.space.choice_index[name]: np.log(options) for name, options in setting.space.widths.items()}
    ratios = {choice: np.exp(logs - logs.mean()).round(9) for choice, logs in widths.items()}  # equal ones stay equal
    for factor in sorted({float(ratio) for values in ratios.values() for ratio in values}, reverse=True):
        other = list(arch)
        for choice, values in ratios.items():
            other[choice] = max(0, int((values <= factor).sum()) - 1)
        if setting.fits(tuple(other)):
            return tuple(other)
    raise SystemExit("the narrowest widths do not fit")


def pair(said: list[str], genotype: Genotype, epochs: int) -> tuple[Trained, Trained]:
    """The network as it was found, and leveled."""
    setting = supernets.setting_of(said)
    space, found = setting.space, setting.space.arch(genotype.options)
    options = [space.genotype(arch).options for arch in (found, leveled(setting, found))]
    as_found, as_leveled = (supernets.trained(said, taken, 0, epochs, judged) for taken in options)
    return as_found, as_leveled


def table(pairs: dict[str, tuple[Trained, Trained]]) -> str:
    """Markdown, a line per pair, then the mean difference."""
    lines = [
        "| network | found: widths | MMAC | accuracy (%) | leveled: widths | MMAC | accuracy (%) | difference |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, both in pairs.items():
        cells = [cell for one in both for cell in (one.widths, f"{one.macs / 1e6:.2f}", f"{one.accuracy:.1f}")]
        lines.append("| " + " | ".join([name, *cells, f"{both[1].accuracy - both[0].accuracy:+.1f}"]) + " |")
    differences = [after.accuracy - before.accuracy for before, after in pairs.values()]
    return "\n".join([*lines, "", f"Leveled minus found: {runs.interval(differences, 1)} points."])


def main() -> None:
    given = supernets.asked(__doc__ or "", "speech_commands12", 120)
    pairs = {}
    with tempfile.TemporaryDirectory() as folder:
        split(given.data, Path(folder), 0)
        for level in LEVELS:
            said = [*words(Run("keywords", "f746", level, "dual", 0)), *WORDS, f"data.root={folder}"]
            for seed in SEEDS:
                name = f"keywords_f746_{level}_dual_seed{seed}"
                genotype = Genotype.from_json((PUBLISHED / "runs" / name / "genotype.json").read_text())
                pairs[name] = pair(said, genotype, given.epochs)
                print(name, *pairs[name], flush=True)
    (PUBLISHED / "widths.md").write_text(
        f"Written by experiments/06_constraints/widths.py: {given.epochs} epochs, float, on a quarter of the training clips,\n"
        "which was held out; the mean with half its 95 % confidence interval over the networks.\n\n" + table(pairs) + "\n"
    )
    print(table(pairs))


if __name__ == "__main__":
    main()

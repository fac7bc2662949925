"""Fits the instructions of every kernel on one core, by layers where a table has them, by whole networks for the rest.

Layers: min |T x / y - 1|^2 over x >= 0, where row i of T holds the terms of layer i and y its emulated instructions.
Rest: the kernels of `compiled_loops.COUNTED` start at the counted numbers p and are moved by what whole networks need, with
min |(x / p - 1) / 0.3|^2 + |(T x / y - 1) / 0.01|^2 over x >= 0, with a row of T for each network (without the
layers priced above) and for each layer of such a kernel.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import compiled_loops
import measurements
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

from dnas.cost import latency
from dnas.geometry import Layer, Network

FOLDS = 4
"""A quarter of the layer shapes is held out at a time."""
SEEDS = 5
TOLERANCE = 0.01
"""Relative deviation of an emulated count that weighs as much as `compiled_loops.TOLERANCE` of a counted loop."""

Array = NDArray[np.float64]
Term = tuple[str, str]


@dataclass(frozen=True)
class Fit:
    """Coefficients of one kernel on one core, and the relative errors on its layers (empty where no table has any)."""

    kernel: str
    coefficients: dict[str, float]
    fitted: Array
    held_out: Array
    """One row per seed of the split."""


def relative_nnls(terms: Array, instructions: Array) -> Array:
    """min |terms x / instructions - 1|^2 with x >= 0."""
    solution: Array = nnls(terms / instructions[:, None], np.ones(len(instructions)))[0]
    return solution


def terms_of(kernel: str, layers: Iterable[Layer], names: Sequence[str]) -> Array:
    """(layers, terms) matrix."""
    rows = [latency.TERMS[kernel](layer) for layer in layers]
    return np.array([[row[name] for name in names] for row in rows], dtype=float)


def fit_layers(kernel: str, rows: list[measurements.Row]) -> Fit:
    """Fit on all rows, and the errors of a quarter of the shapes at a time fitted on the rest."""
    names = list(latency.TERMS[kernel](rows[0].layer))
    terms = terms_of(kernel, (row.layer for row in rows), names)
    instructions = np.array([row.instructions for row in rows], dtype=float)
    shapes = list(dict.fromkeys(row.layer for row in rows))
    held_out = np.empty((SEEDS, len(rows)))
    for seed in range(SEEDS):
        fold_of = dict(zip(shapes, np.random.default_rng(seed).permutation(len(shapes)) % FOLDS, strict=True))
        folds = np.array([fold_of[row.layer] for row in rows])
        for fold in range(FOLDS):
            test = folds == fold
            held_out[seed, test] = terms[test] @ relative_nnls(terms[~test], instructions[~test]) / instructions[test] - 1
    solution = np.round(relative_nnls(terms, instructions), 3)
    coefficients = {name: float(value) for name, value in zip(names, solution, strict=True) if value > 0}
    return Fit(kernel, coefficients, terms @ solution / instructions - 1, held_out)


class NetworkFit:
    """The kernels that are fitted to whole networks of one core."""

    def __init__(
        self,
        core: str,
        known: latency.Coefficients,
        rows: list[measurements.Row],
        networks: dict[str, tuple[Network, dict[str, int]]],
    ) -> None:
        column = compiled_loops.CORES.index(core)
        self.terms: list[Term] = [(kernel, name) for kernel, names in compiled_loops.COUNTED.items() for name in names]
        self.start = np.array([compiled_loops.COUNTED[kernel][name][column] for kernel, name in self.terms])
        self.known = known
        self.rows = [(self.split((row.layer,))[0], 0.0, row.instructions) for row in rows]
        self.networks = {name: (*self.split(layers), counted[core]) for name, (layers, counted) in networks.items()}

    def split(self, layers: Network) -> tuple[Array, float]:
        """Sums of the terms that are fitted here, and the instructions of the layers that are known."""
        sums, known = dict.fromkeys(self.terms, 0.0), 0.0
        for layer in layers:
            kernel = latency.kernel_of(layer)
            if kernel in compiled_loops.COUNTED:
                for name, value in latency.TERMS[kernel](layer).items():
                    sums[kernel, name] += float(value)
            else:
                known += float(latency.layer_instructions(layer, self.known))
        return np.array(list(sums.values())), known

    def solve(self, without: str | None = None) -> Array:
        """Coefficients, with one network left out if it is named."""
        used = [*self.rows, *(row for name, row in self.networks.items() if name != without)]
        counted = np.array([total for _, _, total in used], dtype=float)
        start_weight, weight = 1 / compiled_loops.TOLERANCE, 1 / TOLERANCE
        matrix = np.vstack(
            [start_weight * np.diag(1 / self.start), weight * np.array([sums for sums, _, _ in used]) / counted[:, None]]
        )
        rest = np.array([total - known for _, known, total in used]) / counted
        solution: Array = nnls(matrix, np.concatenate([np.full(len(self.start), start_weight), weight * rest]))[0]
        return solution

    def error(self, name: str, solution: Array) -> float:
        """Predicted / emulated - 1 of one network."""
        sums, known, counted = self.networks[name]
        return float((sums @ solution + known) / counted - 1)

    def layer_errors(self, solution: Array) -> Array:
        """Predicted / emulated - 1 of the layers of these kernels that a table has."""
        return np.array([sums @ solution / counted - 1 for sums, _, counted in self.rows])

    def share(self, name: str, solution: Array) -> float:
        """Part of a network's instructions that the kernels fitted here take."""
        sums, _, counted = self.networks[name]
        return float(sums @ solution / counted)

    def coefficients(self, solution: Array) -> dict[str, dict[str, float]]:
        """Kernel -> term -> instructions."""
        found: dict[str, dict[str, float]] = {}
        for (kernel, name), value in zip(self.terms, solution, strict=True):
            if round(float(value), 3) > 0:
                found.setdefault(kernel, {})[name] = round(float(value), 3)
        return found

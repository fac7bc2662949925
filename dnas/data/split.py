"""Splitting a part in two: seeded, stratified by class, and with no group on both sides where groups are given."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dnas.errors import RequestError

Labels = NDArray[np.int64]


def held_counts(labels: Labels, fraction: float) -> NDArray[np.int64]:
    """Samples to hold out of each class, (K,): round(fraction n_k), at least 1 and at most n_k - 1; 0 where n_k < 2."""
    counts = np.bincount(labels)
    wanted: NDArray[np.int64] = np.clip(np.rint(fraction * counts), 1, np.maximum(counts - 1, 1)).astype(np.int64)
    return np.where(counts < 2, 0, wanted)


def stratified_split(labels: Labels, fraction: float, seed: int) -> tuple[Labels, Labels]:
    """Sorted indices (kept, held out). A class with a single sample stays on the kept side.

    >>> kept, held = stratified_split(np.array([0, 0, 0, 0, 1, 1, 1, 1]), 0.25, seed=0)
    >>> len(kept), len(held), sorted(np.array([0, 0, 0, 0, 1, 1, 1, 1])[held].tolist())
    (6, 2, [0, 1])
    """
    rng = np.random.default_rng(seed)
    held = np.zeros(len(labels), dtype=bool)
    for class_index, count in enumerate(held_counts(labels, fraction)):
        held[rng.permutation(np.flatnonzero(labels == class_index))[:count]] = True
    return np.flatnonzero(~held), np.flatnonzero(held)


def grouped_split(labels: Labels, groups: Labels, fraction: float, seed: int) -> tuple[Labels, Labels]:
    """Sorted indices (kept, held out) with every group (0 to G - 1, one per sample) on one side.

    Greedy: groups are visited in random order, and one is held out if that lowers sum_k (held_k - wanted_k)^2 / wanted_k
    and leaves each of its classes a sample on the kept side. Exact stratification is a packing problem; this comes near.
    """
    rng = np.random.default_rng(seed)
    totals = np.bincount(labels)
    wanted = np.maximum(held_counts(labels, fraction), 1).astype(np.float64)
    per_group = np.zeros((int(groups.max()) + 1, len(totals)), dtype=np.int64)
    np.add.at(per_group, (groups, labels), 1)
    taken = np.zeros(len(totals), dtype=np.int64)
    held_group = np.zeros(len(per_group), dtype=bool)
    for group in rng.permutation(len(per_group)):
        after = taken + per_group[group]
        gain = np.sum(((taken - wanted) ** 2 - (after - wanted) ** 2) / wanted)
        if gain > 0 and np.all((after < totals) | (per_group[group] == 0)):
            taken = after
            held_group[group] = True
    held = held_group[groups]
    return np.flatnonzero(~held), np.flatnonzero(held)


def validation_split(labels: Labels, groups: Labels | None, fraction: float, seed: int) -> tuple[Labels, Labels]:
    """Sorted indices (train, validation) of a training part.

    Args:
        labels: (N,) classes.
        groups: (N,) group of each sample, or None.
        fraction: share of the samples to hold out.
        seed: equal seeds give equal splits.
    """
    if groups is None:
        train, val = stratified_split(labels, fraction, seed)
        reason = "no class has two training samples; add samples"
    else:
        train, val = grouped_split(labels, groups, fraction, seed)
        reason = (
            f"the training part has {int(groups.max()) + 1} groups and no group may be in two parts; add groups, or raise "
            f"data.val_fraction={fraction} if each is a larger share"
        )
    if len(val) == 0:
        raise RequestError(f"no validation part can be split off {len(labels)} training samples: {reason}")
    return train, val

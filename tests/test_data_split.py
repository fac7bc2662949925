"""Splits: disjoint, complete, stratified, by group, and the same for the same seed; class weights in closed form."""

import numpy as np
import pytest

from dnas.data.balance import class_weights
from dnas.data.split import grouped_split, stratified_split, validation_split
from dnas.errors import RequestError

LABELS = np.random.default_rng(0).choice(4, 1000, p=[0.5, 0.3, 0.15, 0.05])


def assert_partition(kept: np.ndarray, held: np.ndarray, count: int) -> None:
    np.testing.assert_array_equal(np.sort(np.concatenate([kept, held])), np.arange(count))


@pytest.mark.parametrize("fraction", [0.05, 0.1, 0.5, 0.9])
def test_stratified(fraction: float) -> None:
    kept, held = stratified_split(LABELS, fraction, seed=3)
    assert_partition(kept, held, 1000)
    expected = fraction * np.bincount(LABELS)
    assert np.all(np.abs(np.bincount(LABELS[held], minlength=4) - expected) <= 0.5)


def test_same_seed_same_split_other_seed_another() -> None:
    first, again, other = (stratified_split(LABELS, 0.1, seed)[1] for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_small_classes() -> None:
    labels = np.array([0] * 20 + [1] * 2 + [2])
    kept, held = stratified_split(labels, 0.1, seed=0)
    np.testing.assert_array_equal(np.bincount(labels[held], minlength=3), [2, 1, 0])
    np.testing.assert_array_equal(np.bincount(labels[kept], minlength=3), [18, 1, 1])


@pytest.mark.parametrize("seed", range(5))
def test_grouped(seed: int) -> None:
    groups = np.random.default_rng(seed).integers(0, 150, 1000)
    kept, held = grouped_split(LABELS, groups, 0.1, seed)
    assert_partition(kept, held, 1000)
    assert not set(groups[kept]) & set(groups[held])
    share = np.bincount(LABELS[held], minlength=4) / np.bincount(LABELS)
    assert np.all((share > 0.06) & (share < 0.14)), share
    np.testing.assert_array_equal(held, grouped_split(LABELS, groups, 0.1, seed)[1])


def test_a_class_within_one_group_stays_in_training() -> None:
    labels = np.array([0] * 50 + [1] * 50 + [2] * 5)
    groups = np.array([*(np.arange(100) // 5), 20, 20, 20, 20, 20])
    for seed in range(10):
        kept, _ = grouped_split(labels, groups, 0.2, seed)
        assert set(labels[kept]) == {0, 1, 2}


def test_no_validation_part_is_possible() -> None:
    with pytest.raises(RequestError, match="has 1 groups and no group may be in two parts"):
        validation_split(LABELS, np.zeros(1000, np.int64), 0.1, 0)
    with pytest.raises(RequestError, match="no class has two training samples"):
        validation_split(np.arange(3), None, 0.1, 0)


def test_few_groups_take_a_larger_fraction() -> None:
    labels, groups = np.arange(100) % 2, np.arange(100) // 20
    with pytest.raises(RequestError, match=r"has 5 groups and .*; add groups, or raise data.val_fraction=0.1 if"):
        validation_split(labels, groups, 0.1, 0)
    assert len(validation_split(labels, groups, 0.2, 0)[1]) == 20


def test_class_weights() -> None:
    weights = class_weights(LABELS, 4)
    np.testing.assert_allclose(weights, 1000 / (4 * np.bincount(LABELS)), rtol=1e-6)
    assert weights[LABELS].mean().item() == pytest.approx(1, abs=1e-5)


def test_class_weights_with_an_absent_class() -> None:
    weights = class_weights(np.array([0, 0, 2, 2]), 4)
    assert weights.tolist() == [1, 0, 1, 0]

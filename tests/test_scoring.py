"""The judges of a test part: figures by hand, and the same judge read back from its file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dnas.scoring import Anomalies, Classes, area_under_curve, confusion_matrix, macro_f1, scoring_of

CARS = Anomalies(np.array([0, 0, 1, 2, 2, 3]), np.array([1, 1, 2, 2]), np.array([0, 1, 1, 0]))
"""Four clips of two machines, cut into six inputs."""


def test_confusion_counts_true_classes_in_rows() -> None:
    labels, decided = np.array([0, 0, 1, 1, 1, 2]), np.array([0, 1, 1, 1, 2, 2])
    found = confusion_matrix(labels, decided, 4)
    assert found.tolist() == [[1, 1, 0, 0], [0, 2, 1, 0], [0, 0, 1, 0], [0, 0, 0, 0]]
    assert found.sum() == len(labels)


def test_macro_f1_by_hand() -> None:
    # class 0: precision 1/1, recall 1/2 -> 2/3; class 1: 2/3 and 2/3 -> 2/3; class 2: 1/2 and 1/1 -> 2/3
    assert macro_f1(np.array([[1, 1, 0], [0, 2, 1], [0, 0, 1]])) == pytest.approx(2 / 3)
    assert macro_f1(np.diag([5, 5])) == 1.0
    assert macro_f1(np.array([[4, 0], [4, 0]])) == pytest.approx((2 * 4 / (8 + 4) + 0) / 2)
    assert macro_f1(np.array([[4, 0], [0, 0]])) == 1.0, "there is nothing to be said of a class without samples and decisions"


def test_the_error_of_a_paired_difference_by_hand() -> None:
    scoring = Classes(np.array([0, 1, 2, 0]), 3)
    a, b = np.array([0, 1, 2, 1]), np.array([0, 2, 2, 2])
    # right or wrong differ by 0, 1, 0, 0: mean 1/4, variance 3/16
    assert scoring.paired_error(a, b) == pytest.approx(np.sqrt(3 / 16) / 2)
    assert scoring.paired_error(a, a) == 0.0
    assert scoring.equal(a, b) == 0.5


def test_classes_are_decided_by_the_largest_logit() -> None:
    scoring = Classes(np.array([1, 0, 1]), 2)
    judged = scoring.judged(np.zeros((3, 4), np.float32), np.array([[0.1, 0.2], [3.0, -1.0], [0.5, 0.5]], np.float32))
    assert judged.tolist() == [1, 0, 0]
    found = scoring.figures(judged.astype(float))  # as torch's side collects them
    assert found == {"accuracy": pytest.approx(2 / 3), "f1": pytest.approx(2 / 3), "confusion": [[1, 0], [1, 1]]}


def test_anomalies_are_judged_by_their_reconstruction() -> None:
    x = np.array([[[0.0, 2.0]], [[1.0, 1.0]]], np.float32)
    assert CARS.judged(x, np.array([[0.0, 0.0], [1.0, 0.0]], np.float32)).tolist() == [2.0, 0.5]


def test_a_clips_score_is_the_mean_of_its_inputs_and_each_machine_counts_alike() -> None:
    # scores 2, 3 of machine 1 (normal, anomaly): 1; 5, 6 of machine 2 (anomaly, normal): 0
    found = CARS.figures(np.array([1.0, 3.0, 3.0, 4.0, 6.0, 6.0]))
    assert found["machines"] == {"id_01": 1.0, "id_02": 0.0}
    assert (found["accuracy"], found["f1"], found["confusion"]) == (0.5, None, None)


def test_the_area_under_the_curve_counts_pairs() -> None:
    rng = np.random.default_rng(0)
    scores, labels = rng.integers(0, 8, 60).astype(float), rng.integers(0, 2, 60)
    pairs = [float(a > b) + 0.5 * float(a == b) for a in scores[labels == 1] for b in scores[labels == 0]]
    assert area_under_curve(scores, labels) == pytest.approx(np.mean(pairs))
    assert area_under_curve(scores, np.zeros(60, int)) == 0.5


def test_reconstructions_may_differ_by_a_rounding() -> None:
    judged = np.array([1.0, 2.0, 3.0, 4.0])
    assert CARS.equal(judged, judged * [1, 1.01, 1, 1.1]) == 0.75
    assert CARS.paired_error(judged, judged) is None


@pytest.mark.parametrize("scoring", [CARS, Classes(np.array([0, 2, 1]), 3)])
def test_a_judge_is_read_back(scoring: Anomalies | Classes, tmp_path: Path) -> None:
    scoring.save(tmp_path / "scoring.npz")
    again = scoring_of(tmp_path / "scoring.npz")
    assert (type(again), again.metric, again.count) == (type(scoring), scoring.metric, scoring.count)
    judged = np.arange(scoring.count)
    assert again.figures(judged) == scoring.figures(judged)

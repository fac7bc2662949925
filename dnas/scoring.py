"""How a test part is judged: what a network's output says of one input, and the figures of all of them together.

Float outputs of torch and int8 outputs of an interpreter are judged by the same code, in real numbers; torch is not needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Judged = NDArray[Any]
"""(N,): the class decided for, or how badly the input is reconstructed."""


class Scoring(Protocol):
    """The judge of one test part."""

    @property
    def count(self) -> int:
        """Inputs of the test part."""
        ...

    metric: ClassVar[str]
    """Name of the figure by which networks are compared; higher is better."""

    def judged(self, x: Floats, outputs: Floats) -> Judged:
        """What outputs (N, K) say of inputs x (N, ...)."""
        ...

    def figures(self, judged: Judged) -> dict[str, Any]:
        """`metric`'s value as "accuracy"; "f1" and "confusion", None where there are none."""
        ...

    def equal(self, judged: Judged, also: Judged) -> float:
        """Share of inputs on which two judge alike."""
        ...

    def paired_error(self, judged: Judged, also: Judged) -> float | None:
        """Standard error of the difference of their accuracies; None where it is not known."""
        ...

    def save(self, path: Path) -> None:
        """Writes what `scoring_of` reads."""
        ...


def scoring_of(path: Path) -> Scoring:
    """The judge that `save` wrote.

    Raises:
        OSError: it cannot be read.
    """
    with np.load(path) as arrays:
        fields = dict(arrays)
    return Anomalies(**fields) if "machines" in fields else Classes(fields["labels"], int(fields["classes"]))


@dataclass(frozen=True)
class Classes:
    """Classification: the class with the largest logit, against `labels` (N,)."""

    labels: NDArray[np.int64]
    classes: int
    metric: ClassVar[str] = "accuracy"

    @property
    def count(self) -> int:
        return len(self.labels)

    def judged(self, x: Floats, outputs: Floats) -> Judged:
        decided: Judged = outputs.argmax(1)
        return decided

    def figures(self, judged: Judged) -> dict[str, Any]:
        confusion = confusion_matrix(self.labels, judged.astype(np.int64), self.classes)
        return {"accuracy": float((judged == self.labels).mean()), "f1": macro_f1(confusion), "confusion": confusion.tolist()}

    def equal(self, judged: Judged, also: Judged) -> float:
        return float((judged == also).mean())

    def paired_error(self, judged: Judged, also: Judged) -> float:
        """sd(a_i - b_i) / sqrt(n), a_i and b_i whether each is right about input i."""
        right, also_right = judged == self.labels, also == self.labels
        return float((right.astype(float) - also_right).std() / np.sqrt(len(right)))

    def save(self, path: Path) -> None:
        np.savez(path, labels=self.labels, classes=self.classes)


@dataclass(frozen=True)
class Anomalies:
    """Anomaly detection: a clip's score is the mean squared error of its inputs' reconstruction, high where it is unusual.

    The figure is the mean over the machines of the AUC of their clips, as MLPerf Tiny has it (Banbury et al. 2021, section 3).
    `clips` (N,) is the clip of each input; `machines` and `labels` (K,) are those of each clip, 1 for an anomaly.
    """

    clips: NDArray[np.int64]
    machines: NDArray[np.int64]
    labels: NDArray[np.int64]
    metric: ClassVar[str] = "AUC"

    @property
    def count(self) -> int:
        return len(self.clips)

    def judged(self, x: Floats, outputs: Floats) -> Judged:
        errors: Judged = np.square(outputs - x.reshape(outputs.shape)).mean(1)
        return errors

    def figures(self, judged: Judged) -> dict[str, Any]:
        scores = np.bincount(self.clips, judged) / np.bincount(self.clips)
        of_machine = {
            f"id_{machine:02d}": area_under_curve(scores[self.machines == machine], self.labels[self.machines == machine])
            for machine in np.unique(self.machines)
        }
        return {"accuracy": float(np.mean(list(of_machine.values()))), "f1": None, "confusion": None, "machines": of_machine}

    def equal(self, judged: Judged, also: Judged) -> float:
        """Within 2 %: the last layer may round differently."""
        return float(np.isclose(judged, also, rtol=0.02, atol=1e-6).mean())

    def paired_error(self, judged: Judged, also: Judged) -> None:
        return None

    def save(self, path: Path) -> None:
        np.savez(path, clips=self.clips, machines=self.machines, labels=self.labels)


def confusion_matrix(labels: NDArray[np.int64], decided: NDArray[np.int64], classes: int) -> NDArray[np.int64]:
    """(classes, classes): rows are true classes, columns decisions."""
    return np.bincount(labels * classes + decided, minlength=classes * classes).reshape(classes, classes)


def macro_f1(confusion: NDArray[np.int64]) -> float:
    """Mean over classes of 2 TP / (2 TP + FP + FN), without those that have neither samples nor decisions."""
    hits = np.diag(confusion).astype(float)
    total = confusion.sum(0) + confusion.sum(1)
    return float(np.mean(2 * hits[total > 0] / total[total > 0]))


def area_under_curve(scores: NDArray[np.floating[Any]], labels: NDArray[np.int64]) -> float:
    """P(score of an anomaly > score of a normal one), ties count half; of one kind alone: 0.5, nothing can be told.

    Mann and Whitney's U over n_1 n_0: ranks r_i from 1, equal scores sharing their mean rank,
    U = sum of r_i over the anomalies - n_1 (n_1 + 1) / 2.

    >>> area_under_curve(np.array([0.1, 0.4, 0.35, 0.8]), np.array([0, 0, 1, 1]))
    0.75
    """
    anomalies = int(labels.sum())
    normal = len(labels) - anomalies
    if anomalies == 0 or normal == 0:
        return 0.5
    _, group, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[group]
    return float((ranks[labels == 1].sum() - anomalies * (anomalies + 1) / 2) / (anomalies * normal))

"""What networks learn: to tell classes apart, or to reconstruct their input."""

from __future__ import annotations

from itertools import pairwise
from typing import Protocol

import torch.nn.functional as F
from torch import Tensor
from torchmetrics import ExplainedVariance, Metric
from torchmetrics.classification import MulticlassAccuracy


def parts(count: int, size: int) -> list[slice]:
    """What a batch of `count` samples is split into: at most `size` at once, but no one alone behind others.

    Batch norm has no variance of a single one, where a map has one position.

    >>> parts(7, 3), parts(3, 8), parts(2, 1)
    ([slice(0, 3, None), slice(3, 7, None)], [slice(0, 3, None)], [slice(0, 1, None), slice(1, 2, None)])
    """
    starts = list(range(0, count, size))
    if size > 1 and count > size and count % size == 1:
        starts.pop()
    return [slice(start, end) for start, end in pairwise([*starts, count])]


class Task(Protocol):
    """The loss, and the figure that is shown while it falls."""

    figure: str
    """Name of the figure in logs; higher is better, 1 is perfect."""
    gain: float
    """Factor on the loss that weights learn from: an output's own weights should learn as fast whatever the task."""

    def loss(self, outputs: Tensor, x: Tensor, y: Tensor, smoothing: float = 0.0) -> Tensor:
        """The loss of a batch: outputs (N, K) for inputs x (N, C, H, W) with labels y (N,), or with shares of labels (N, K)."""
        ...

    def losses(self, outputs: Tensor, x: Tensor, y: Tensor) -> Tensor:
        """(N,): the loss of each sample."""
        ...

    def metric(self) -> Metric:
        """The figure, to be updated with outputs and `target`."""
        ...

    def target(self, x: Tensor, y: Tensor) -> Tensor:
        """What the outputs should be."""
        ...


class Classification:
    """Cross entropy, weighted by `class_weights` (K,) where classes are unbalanced, and accuracy.

    L = sum_n w_{y_n} l_n / N, over N and not over the batch's own sum of weights: so that the parts of a split batch add up to
    it. The weights' mean over the samples is 1 (`dnas.data.balance`).
    """

    figure = "accuracy"
    gain = 1.0

    def __init__(self, classes: int, class_weights: Tensor | None = None) -> None:
        self.classes, self.class_weights = classes, class_weights

    def loss(self, outputs: Tensor, x: Tensor, y: Tensor, smoothing: float = 0.0) -> Tensor:
        return F.cross_entropy(outputs, y, self.class_weights, reduction="none", label_smoothing=smoothing).mean()

    def losses(self, outputs: Tensor, x: Tensor, y: Tensor) -> Tensor:
        return F.cross_entropy(outputs, y, self.class_weights, reduction="none")

    def metric(self) -> Metric:
        return MulticlassAccuracy(self.classes, average="micro")

    def target(self, x: Tensor, y: Tensor) -> Tensor:
        return y if y.dim() == 1 else y.argmax(1)


class Reconstruction:
    """Mean squared error against the input itself, flattened, in `unit`s, and the share of its variance that is explained."""

    figure = "explained_variance"

    def __init__(self, unit: float, values: int) -> None:
        """
        Args:
            unit: of the errors.
            values: K, values of an input; the loss is their mean, so that weights learn from K times as much, their sum.
        """
        self.unit, self.gain = unit, float(values)

    def loss(self, outputs: Tensor, x: Tensor, y: Tensor, smoothing: float = 0.0) -> Tensor:
        return self.losses(outputs, x, y).mean()

    def losses(self, outputs: Tensor, x: Tensor, y: Tensor) -> Tensor:
        return F.mse_loss(outputs / self.unit, x.flatten(1) / self.unit, reduction="none").mean(1)

    def metric(self) -> Metric:
        return ExplainedVariance("variance_weighted")

    def target(self, x: Tensor, y: Tensor) -> Tensor:
        return x.flatten(1)

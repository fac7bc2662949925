"""What networks learn: to tell classes apart, or to reconstruct their input."""

from __future__ import annotations

from typing import Protocol

import torch.nn.functional as F
from torch import Tensor
from torchmetrics import ExplainedVariance, Metric
from torchmetrics.classification import MulticlassAccuracy


class Task(Protocol):
    """The loss, and the figure that is shown while it falls."""

    figure: str
    """Name of the figure in logs; higher is better, 1 is perfect."""
    gain: float
    """Factor on the loss that weights learn from: an output's own weights should learn as fast whatever the task."""

    def loss(self, outputs: Tensor, x: Tensor, y: Tensor, smoothing: float = 0.0) -> Tensor:
        """The loss of a batch: outputs (N, K) for inputs x (N, C, H, W) with labels y (N,)."""
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
    """Cross entropy, weighted by `class_weights` (K,) where classes are unbalanced, and accuracy."""

    figure = "accuracy"
    gain = 1.0

    def __init__(self, classes: int, class_weights: Tensor | None = None) -> None:
        self.classes, self.class_weights = classes, class_weights

    def loss(self, outputs: Tensor, x: Tensor, y: Tensor, smoothing: float = 0.0) -> Tensor:
        return F.cross_entropy(outputs, y, self.class_weights, label_smoothing=smoothing)

    def losses(self, outputs: Tensor, x: Tensor, y: Tensor) -> Tensor:
        return F.cross_entropy(outputs, y, self.class_weights, reduction="none")

    def metric(self) -> Metric:
        return MulticlassAccuracy(self.classes, average="micro")

    def target(self, x: Tensor, y: Tensor) -> Tensor:
        return y


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

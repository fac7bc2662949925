"""Class imbalance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import torch


def class_weights(labels: NDArray[np.int64], classes: int) -> torch.Tensor:
    """Loss weight of each class, float32 (K,): w_k = N / (K' n_k), 0 for a class without samples.

    Where n_k is the number of samples of class k and K' the number of classes that have any. The mean of w over the samples
    is 1, so the loss keeps its scale.

    >>> class_weights(np.array([0, 0, 0, 1]), 2)
    tensor([0.6667, 2.0000])
    """
    import torch

    counts = np.bincount(labels, minlength=classes).astype(np.float64)
    present = counts > 0
    weights = np.where(present, len(labels) / (present.sum() * np.maximum(counts, 1)), 0.0)
    return torch.from_numpy(weights.astype(np.float32))

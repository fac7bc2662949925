"""A teacher: the data set's published network, trained first, whose answers soften the labels that all else learns from.

What it finds alike counts less: a network of a few hundred bytes cannot learn the hard cases, and their labels only disturb it.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from dnas.data import BatchLoader
from dnas.methods import described, fresh
from dnas.phases import train_float
from dnas.references import published
from dnas.setting import Setting

SHARE = 0.5
"""Weight of the teacher's answer; the rest is the label's (experiments/07_two_kilobytes/teacher.py)."""


def teach(setting: Setting) -> None:
    """Trains the teacher and softens the training part's labels, whatever the method of search; nothing without a teacher."""
    if not setting.config.teacher.epochs:
        return
    path = setting.folder / "checkpoints" / "teacher.npy"
    if not path.exists():
        temporary = path.with_name("teacher.tmp.npy")
        np.save(temporary, answers(setting))
        temporary.replace(path)
    setting.aim_at(softened(setting.data.train.labels, np.load(path), SHARE))


def softened(labels: NDArray[np.int64], taught: NDArray[np.float32], share: float) -> NDArray[np.float32]:
    """y_n = (1 - share) e_n + share t_n, (N, K): e_n the unit vector of label n, t_n the teacher's answer.

    The cross entropy with y_n is the sum of Hinton, Vinyals and Dean 2015, section 2, at temperature 1. The label keeps the
    largest part up to a share of a half.
    """
    return ((1 - share) * np.eye(taught.shape[1], dtype=np.float32)[labels] + share * taught).astype(np.float32)


def answers(setting: Setting) -> NDArray[np.float32]:
    """t_n = softmax(f(x_n)), (N, K), of every training sample as it is stored: f the teacher, trained here.

    It sees the largest shape that an input may have.
    """
    design = described(setting, published(setting.config.data.reference, setting.space.input_shape, setting.space.classes))
    network = fresh(setting, design.layers)
    train_float(setting, network, "teacher", setting.config.teacher.epochs, design)
    batches = BatchLoader(setting.data, setting.data.train, setting.chunk_of(design))
    with torch.no_grad():
        return torch.cat([network(x).softmax(1) for x, _ in batches]).numpy()

"""Batches for training and evaluation: a plain iterable, no worker processes (each would cost a copy of torch in memory)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from dnas.augmentation import Augment
from dnas.data.augment import Border, augment_batch, brought_to, mix
from dnas.data.dataset import Dataset
from dnas.data.part import Part
from dnas.errors import RequestError
from dnas.genotype import Shape


class BatchLoader:
    """Yields (x_NCHW float32, y_N int64) over one part, in a fresh seeded order each epoch; where samples are mixed, y is
    (N, K) float32, the share of each class.

    Epoch e of seed s has the same batches whatever came before; `set_epoch` chooses the next one (a resumed run), else they
    count up from 0 with each `iter`.

    Args:
        dataset: gives the bytes their meaning.
        part: what to read, `dataset.train` for one.
        batch_size: samples in a batch; the last one may be smaller.
        shuffle: in order of the part if False.
        seed: of order and augmentation.
        augment: changes per batch; None: none.
        drop_last: leaves out a smaller last batch, unless it is the only one.
        shape: what images (C, H, W) are brought to once they have been changed; None: as they are.

    Raises:
        RequestError: no samples in a batch; classes are to be mixed of data that have none.
    """

    def __init__(
        self,
        dataset: Dataset,
        part: Part,
        batch_size: int,
        shuffle: bool = False,
        seed: int = 0,
        augment: Augment | None = None,
        drop_last: bool = False,
        shape: Shape | None = None,
    ) -> None:
        if batch_size < 1:
            raise RequestError(f"batch_size={batch_size}; allowed are whole numbers from 1")
        if augment is not None and augment.mixup and dataset.clips is not None:
            raise RequestError(
                f"data.augment.mixup={augment.mixup}, but {dataset.name} is not to be classified; leave it at 0 there"
            )
        self.dataset, self.part, self.batch_size = dataset, part, batch_size
        self.shuffle, self.seed, self.augment, self.drop_last = shuffle, seed, augment, drop_last
        self.shape = shape
        self._epoch = 0
        if dataset.kind == "feature":
            self._border = Border.EDGE
        else:
            self._border = Border.REFLECT if dataset.input_shape[0] > 1 else Border.ZEROS

    def __len__(self) -> int:
        whole, rest = divmod(len(self.part), self.batch_size)
        return whole if rest == 0 or (self.drop_last and whole > 0) else whole + 1

    def set_epoch(self, epoch: int) -> None:
        """The next `iter` gives epoch `epoch`."""
        self._epoch = epoch

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        epoch, self._epoch = self._epoch, self._epoch + 1
        return self._batches(epoch)

    def _batches(self, epoch: int) -> Iterator[tuple[Tensor, Tensor]]:
        rng = np.random.default_rng((self.seed, epoch))
        order = rng.permutation(len(self.part)) if self.shuffle else np.arange(len(self.part))
        generator = torch.Generator().manual_seed(int(rng.integers(2**63)))
        for batch in range(len(self)):
            indices = order[batch * self.batch_size : (batch + 1) * self.batch_size]
            x_NCHW = self.dataset.to_float(self.part.read(indices))
            if self.augment is not None:
                x_NCHW = augment_batch(x_NCHW, self.augment, generator, self.dataset.value_range, self._border)
            if self.shape is not None:
                x_NCHW = brought_to(x_NCHW, self.shape)
            y_N = torch.from_numpy(self.part.labels[indices])
            if self.augment is not None and self.augment.mixup:
                yield mix(x_NCHW, y_N, len(self.dataset.class_names), self.augment.mixup, rng)
            else:
                yield x_NCHW, y_N

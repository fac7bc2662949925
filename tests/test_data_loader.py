"""Batches: every sample once an epoch, in an order that the seed and the epoch decide."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from dnas.data import Augment, BatchLoader, Dataset, load
from dnas.data.dataset import Clips
from dnas.errors import RequestError


@pytest.fixture
def data(tmp_path: Path) -> Dataset:
    """Sample i is an image of value i."""
    for part, count in (("train", 111), ("test", 20)):
        np.save(
            tmp_path / f"x_{part}.npy", np.arange(count, dtype=np.uint8)[:, None, None, None] + np.zeros((4, 4, 3), np.uint8)
        )
        np.save(tmp_path / f"y_{part}.npy", np.arange(count) % 5)
    return load("npy", tmp_path)


def samples(loader: BatchLoader) -> list[int]:
    return [round(value * 255) for x, _ in loader for value in x[:, 0, 0, 0].tolist()]


def test_every_sample_once(data: Dataset) -> None:
    loader = BatchLoader(data, data.train, 16, shuffle=True, seed=3)
    batches = list(loader)
    assert len(batches) == len(loader) == -(-len(data.train) // 16)
    assert sorted(samples(loader)) == sorted(data.train.indices.tolist())
    for x_NCHW, y_N in batches:
        assert x_NCHW.dtype == torch.float32
        assert x_NCHW.shape[1:] == (3, 4, 4)
        assert y_N.dtype == torch.int64
        assert torch.equal(y_N, (x_NCHW[:, 0, 0, 0] * 255).round().long() % 5)


def test_batches_do_not_share_memory(data: Dataset) -> None:
    first, second = [x for x, _ in BatchLoader(data, data.train, 8)][:2]
    assert not torch.equal(first, second)


def test_epochs_differ_and_can_be_chosen(data: Dataset) -> None:
    loader = BatchLoader(data, data.train, 16, shuffle=True, seed=3)
    epochs = [samples(loader) for _ in range(3)]
    assert epochs[0] != epochs[1] != epochs[2]
    resumed = BatchLoader(data, data.train, 16, shuffle=True, seed=3)
    resumed.set_epoch(2)
    assert samples(resumed) == epochs[2]
    assert samples(BatchLoader(data, data.train, 16, shuffle=True, seed=4)) != epochs[0]


def test_without_shuffling_the_order_is_that_of_the_part(data: Dataset) -> None:
    loader = BatchLoader(data, data.test, 8)
    assert samples(loader) == samples(loader) == list(range(20))


@pytest.mark.parametrize(("size", "sizes"), [(8, [8, 8]), (10, [10, 10]), (64, [20])])
def test_drop_last(data: Dataset, size: int, sizes: list[int]) -> None:
    loader = BatchLoader(data, data.test, size, drop_last=True)
    assert [len(x) for x, _ in loader] == sizes
    assert len(loader) == len(sizes)


def test_augmented_batches_are_reproducible(data: Dataset) -> None:
    def epoch(seed: int) -> list[Tensor]:
        augment = Augment(shift_px=1, brightness=0.2, noise=0.5)
        return [x for x, _ in BatchLoader(data, data.train, 16, shuffle=True, seed=seed, augment=augment)]

    first, again, other = epoch(0), epoch(0), epoch(1)
    assert all(torch.equal(a, b) for a, b in zip(first, again, strict=True))
    assert not torch.equal(first[0], other[0])


def test_a_batch_of_nothing_is_refused(data: Dataset) -> None:
    with pytest.raises(RequestError, match="batch_size=0; allowed are whole numbers from 1"):
        BatchLoader(data, data.train, 0)


def test_mixed_labels_are_shares_of_classes(data: Dataset) -> None:
    def epoch(seed: int) -> list[tuple[Tensor, Tensor]]:
        return list(BatchLoader(data, data.train, 16, shuffle=True, seed=seed, augment=Augment(mixup=0.4)))

    for x, y in epoch(0):
        assert y.shape == (len(x), 5)
        assert torch.allclose(y.sum(1), torch.ones(len(x)))
    assert all(torch.equal(a[1], b[1]) for a, b in zip(epoch(0), epoch(0), strict=True))
    assert not torch.equal(epoch(0)[0][1], epoch(1)[0][1])


def test_what_is_not_to_be_classified_is_not_mixed(data: Dataset) -> None:
    clips = Clips(np.zeros(4, np.int64), np.zeros(4, np.int64))
    with pytest.raises(RequestError, match=r"data\.augment\.mixup=0\.4, but npy is not to be classified"):
        BatchLoader(replace(data, clips=clips), data.train, 16, augment=Augment(mixup=0.4))


def test_images_are_brought_to_a_shape_behind_their_changes(data: Dataset) -> None:
    plain, brought = (BatchLoader(data, data.train, 16, shape=shape) for shape in (None, (1, 2, 2)))
    for (x, y), (small, same) in zip(plain, brought, strict=True):
        assert small.shape == (len(x), 1, 2, 2)
        assert torch.allclose(small[:, 0, 0, 0], x[:, 0, 0, 0], atol=1e-3), "gray of one value is that value"
        assert torch.equal(y, same)

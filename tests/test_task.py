"""Losses of both tasks by their definition, of a batch and of each sample."""

from __future__ import annotations

import math

import pytest
import torch

from dnas.task import Classification, Reconstruction, parts


def test_the_loss_of_a_batch_weighs_classes_and_smooths() -> None:
    outputs, y = torch.tensor([[2.0, 0.0], [0.0, 1.0]]), torch.tensor([0, 0])
    x = torch.zeros(2, 1, 1, 1)
    each = [math.log(1 + math.exp(-2)), math.log(1 + math.exp(1))]
    assert Classification(2).losses(outputs, x, y).tolist() == pytest.approx(each)
    assert Classification(2).loss(outputs, x, y).item() == pytest.approx(sum(each) / 2)
    weighted = Classification(2, torch.tensor([3.0, 1.0]))
    assert weighted.losses(outputs, x, y).tolist() == pytest.approx([3 * value for value in each])
    assert weighted.loss(outputs, x, torch.tensor([0, 1])).item() == pytest.approx(
        (3 * each[0] + math.log(1 + math.exp(-1))) / 2  # over the samples: so the parts of a batch add up to it
    )
    assert Classification(2).loss(outputs, x, y, smoothing=0.1) > Classification(2).loss(outputs[:1], x, y[:1])


def test_shares_of_labels_weigh_their_losses() -> None:
    outputs, x = torch.tensor([[2.0, 0.0], [0.0, 1.0]]), torch.zeros(2, 1, 1, 1)
    first, second, lam = torch.tensor([0, 1]), torch.tensor([1, 1]), 0.7
    shares = lam * torch.eye(2)[first] + (1 - lam) * torch.eye(2)[second]
    for task in (Classification(2), Classification(2, torch.tensor([3.0, 1.0]))):
        for smoothing in (0.0, 0.1):
            apart = [task.loss(outputs, x, y, smoothing).item() for y in (first, second)]
            assert task.loss(outputs, x, shares, smoothing).item() == pytest.approx(lam * apart[0] + (1 - lam) * apart[1])
    assert task.target(x, shares).tolist() == [0, 1]


@pytest.mark.parametrize("size", [1, 2, 5, 8, 16])
@pytest.mark.parametrize("weights", [None, torch.tensor([0.55, 5.0])])
def test_the_gradient_of_a_split_batch_is_that_of_the_whole(size: int, weights: torch.Tensor | None) -> None:
    torch.manual_seed(0)
    x, y = torch.zeros(16, 1, 1, 1), (torch.arange(16) > 13).long()
    task, outputs = Classification(2, weights), torch.randn(16, 2, requires_grad=True)
    (whole,) = torch.autograd.grad(task.loss(outputs, x, y, smoothing=0.1), outputs)
    split = torch.zeros_like(whole)
    for part in parts(16, size):
        loss = task.loss(outputs[part], x[part], y[part], smoothing=0.1) * (len(y[part]) / 16)
        split += torch.autograd.grad(loss, outputs)[0]
    torch.testing.assert_close(split, whole)


@pytest.mark.parametrize("count", range(1, 20))
def test_parts_are_all_of_a_batch_and_none_is_a_single_sample_behind_others(count: int) -> None:
    for size in range(2, 21):
        found = parts(count, size)
        assert [i for part in found for i in range(part.start, part.stop)] == list(range(count))
        lengths = [part.stop - part.start for part in found]
        assert max(lengths) <= size + 1
        assert min(lengths) >= min(2, count)


def test_the_loss_of_a_reconstruction_is_that_of_its_values() -> None:
    x = torch.tensor([[0.0, 4.0], [2.0, 2.0]]).view(2, 2, 1, 1)
    task, y = Reconstruction(unit=2.0, values=2), torch.zeros(2, dtype=torch.int64)
    outputs = torch.tensor([[0.0, 0.0], [2.0, 4.0]])
    assert task.losses(outputs, x, y).tolist() == [2.0, 0.5]
    assert task.loss(outputs, x, y).item() == 1.25


def test_figures_are_one_where_everything_is_right() -> None:
    x, y = torch.rand(6, 3, 1, 1), torch.arange(6) % 3
    for task, right in ((Classification(3), torch.eye(3)[y]), (Reconstruction(1.0, 3), x.flatten(1))):
        metric = task.metric()
        metric.update(right, task.target(x, y))
        assert metric.compute().item() == pytest.approx(1.0)
        metric.reset()
        metric.update(right.roll(1, 0), task.target(x, y))
        assert metric.compute().item() < 0.5

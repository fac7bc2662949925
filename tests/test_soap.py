"""SOAP against what defines it: Adam where there is no basis, the same path whichever way a weight matrix is turned."""

import copy

import pytest
import torch
from torch import Tensor, nn

from dnas import soap
from dnas.soap import EVERY, Soap

STEPS = 2 * EVERY + 3


def gradients(shape: tuple[int, ...], seed: int = 0) -> list[Tensor]:
    """One per step; their rows and columns are far from equally long."""
    generator = torch.Generator().manual_seed(seed)
    scale = torch.logspace(0, -2, shape[0], dtype=torch.float64).view(-1, *[1] * (len(shape) - 1))
    drawn = [torch.randn(shape, generator=generator, dtype=torch.float64) for _ in range(STEPS)]
    return [scale * g * torch.logspace(0, -1, shape[-1], dtype=torch.float64) for g in drawn]


def path(start: Tensor, given: list[Tensor], lr: float = 0.1, weight_decay: float = 0.0) -> Tensor:
    """Where the gradients lead from `start`."""
    parameter = nn.Parameter(start.clone())
    optimizer = Soap([parameter], lr, weight_decay=weight_decay)
    for gradient in given:
        parameter.grad = gradient.clone()
        optimizer.step()
    return parameter.detach()


def orthogonal(size: int, seed: int) -> Tensor:
    return torch.linalg.qr(torch.randn(size, size, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)).Q


def test_the_first_gradient_moves_nothing():
    start = torch.ones(4, 3, dtype=torch.float64)
    assert torch.equal(path(start, gradients((4, 3))[:1]), start)


def test_waits_for_a_gradient_that_sets_the_bases():
    given, start = gradients((4, 3)), torch.ones(4, 3, dtype=torch.float64)
    assert torch.equal(path(start, [torch.full((4, 3), torch.nan, dtype=torch.float64), *given]), path(start, given))


@pytest.mark.parametrize(("rows", "columns", "widest"), [(5, 5, 512), (4, 6, 5), (6, 4, 5), (5, 5, 1)])
def test_the_path_turns_with_the_weights_along_the_sides_that_have_a_basis(rows, columns, widest, monkeypatch):
    """W -> U W V^T takes G to U G V^T; Adam alone follows another path then."""
    monkeypatch.setattr(soap, "WIDEST", widest)
    left, right = orthogonal(rows, 1), orthogonal(columns, 2)
    given, start = gradients((rows, columns)), torch.zeros(rows, columns, dtype=torch.float64)
    plain = path(start, given)
    turned_rows = torch.allclose(path(start, [left @ g for g in given]), left @ plain, atol=1e-6)
    turned_columns = torch.allclose(path(start, [g @ right.T for g in given]), plain @ right.T, atol=1e-6)
    assert (turned_rows, turned_columns) == (rows <= widest, columns <= widest)


def test_one_dimension_is_adam_from_the_second_gradient_on(monkeypatch):
    monkeypatch.setattr(soap, "FLOOR", 0.0)
    given = gradients((5,))
    start = torch.ones(5, dtype=torch.float64)
    reference = nn.Parameter(start.clone())
    adam = torch.optim.Adam([reference], lr=0.1, betas=(0.95, 0.95))
    for gradient in given[1:]:
        reference.grad = gradient.clone()
        adam.step()
    assert torch.allclose(path(start, given), reference.detach(), atol=1e-9)


@pytest.mark.parametrize("floor", [soap.FLOOR, 0.0])
def test_what_all_logits_have_in_common_does_not_drift(floor, monkeypatch):
    """The gradients of two logits add up to zero but for float32's rounding, which is no direction to go."""
    monkeypatch.setattr(soap, "FLOOR", floor)
    rounding = gradients((2, 6), seed=1)
    given = [torch.stack([g[0], -g[0]]) + 1e-7 * noise for g, noise in zip(gradients((2, 6)), rounding, strict=True)]
    found = path(torch.zeros(2, 6, dtype=torch.float64), given)
    common, apart = found.sum(0).abs().max(), (found[0] - found[1]).abs().min()
    assert apart > 0.1
    assert (common < 0.01) == (floor > 0)


def test_kernels_are_matrices_with_a_row_per_output_channel():
    given = gradients((4, 2, 3, 3))
    start = torch.ones(4, 2, 3, 3, dtype=torch.float64)
    assert torch.allclose(path(start, given).flatten(1), path(start.flatten(1), [g.flatten(1) for g in given]))


def test_weights_decay_apart_from_the_gradient():
    start = torch.full((3, 2), 2.0, dtype=torch.float64)
    still = [torch.zeros(3, 2, dtype=torch.float64)] * 5
    assert torch.allclose(path(start, still, lr=0.1, weight_decay=0.5), start * (1 - 0.1 * 0.5) ** 4)


def test_goes_on_from_its_state_as_if_it_had_not_stopped():
    given, start = gradients((4, 6)), torch.zeros(4, 6, dtype=torch.float64)
    parameter = nn.Parameter(start.clone())
    optimizer = Soap([parameter], 0.1)
    for number, gradient in enumerate(given):
        if number == EVERY + 1:
            kept = copy.deepcopy(optimizer.state_dict())
            optimizer = Soap([parameter], 0.1)
            optimizer.load_state_dict(kept)
        parameter.grad = gradient.clone()
        optimizer.step()
    assert torch.allclose(parameter.detach(), path(start, given))


def test_a_layer_with_dead_channels_moves_by_numbers():
    """LAPACK's divide and conquer ends in NaN for some of these matrices of low rank in float32."""
    shape, dead = (128, 32), 67
    for seed in (28, 37, 51):
        generator = torch.Generator().manual_seed(seed)
        rows = torch.logspace(-3, -5, shape[0])
        gradient = torch.randn(shape, generator=generator) * rows[torch.randperm(shape[0], generator=generator)].unsqueeze(1)
        still = torch.randperm(shape[0], generator=generator)[:dead]
        gradient[still] = 0
        moved = path(torch.zeros(shape), [gradient] * 3)
        assert bool(moved.isfinite().all())
        assert float(moved[still].abs().max()) < 1e-5 * float(moved.abs().max()), "only what has a gradient moves"

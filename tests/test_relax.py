"""Relaxations: the hard function forward, the stated gradient backward, checked in float64."""

from __future__ import annotations

import pytest
import torch

from dnas.relax import max_smooth_grad, probabilities, quantize_ste, round_ste


def _random(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))


def test_rounding_is_hard_forward_and_the_identity_backward() -> None:
    x = (_random(50) * 3).requires_grad_()
    y = round_ste(x)
    assert torch.equal(y, x.round())
    weight = _random(50, seed=1)
    (weight * y).sum().backward()
    torch.testing.assert_close(x.grad, weight, rtol=0, atol=0)


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
def test_maximum_is_hard_forward_with_a_gradient_that_sums_to_one(scale: float) -> None:
    x = (_random(8) * scale).requires_grad_()
    y = max_smooth_grad(x)
    assert y.item() == x.max().item()
    y.backward()
    assert x.grad is not None
    assert (x.grad >= 0).all()
    assert x.grad.sum().item() == pytest.approx(1.0)
    expected = torch.softmax(20.0 * x.detach() / x.detach().abs().max(), dim=0)
    torch.testing.assert_close(x.grad, expected)


def test_gradient_of_the_maximum_tends_to_that_of_the_hard_one() -> None:
    x = _random(8).requires_grad_()
    hard = torch.zeros(8, dtype=torch.float64)
    hard[x.argmax()] = 1.0
    far = []
    for sharpness in (5.0, 50.0, 5000.0):
        (gradient,) = torch.autograd.grad(max_smooth_grad(x, sharpness), x)
        far.append((gradient - hard).abs().max().item())
    assert far[0] > far[1] > far[2]
    assert far[2] < 1e-6
    assert torch.autograd.gradcheck(lambda v: max_smooth_grad(v, 5000.0), x)


def test_maximum_of_zeros_has_a_finite_gradient() -> None:
    x = torch.zeros(3, dtype=torch.float64, requires_grad=True)
    max_smooth_grad(x).backward()
    torch.testing.assert_close(x.grad, torch.full((3,), 1 / 3, dtype=torch.float64))


@pytest.mark.parametrize("temperature", [0.1, 1.0, 5.0])
def test_probabilities_are_the_softmax_with_its_gradient(temperature: float) -> None:
    alpha = _random(5).requires_grad_()
    assert torch.autograd.gradcheck(lambda a: probabilities(a, temperature), alpha)
    weights = (alpha.detach() / temperature).exp()
    torch.testing.assert_close(probabilities(alpha, temperature).detach(), weights / weights.sum())


def test_probabilities_become_one_hot_as_the_temperature_falls() -> None:
    alpha = torch.tensor([0.1, 0.3, 0.2])
    torch.testing.assert_close(probabilities(alpha, 1e-3), torch.tensor([0.0, 1.0, 0.0], dtype=torch.float64))


def test_probability_of_what_left_the_space_is_zero_without_gradient() -> None:
    alpha = torch.tensor([0.5, -torch.inf, 0.1], requires_grad=True)
    p = probabilities(alpha, 0.5)
    assert p.dtype == torch.float64
    assert p[1] == 0
    (p * torch.tensor([1.0, 2.0, 3.0])).sum().backward()
    assert alpha.grad is not None
    assert alpha.grad.isfinite().all()
    assert alpha.grad[1] == 0


@pytest.mark.parametrize(("low", "high"), [(-127, 127), (-128, 127), (0, 4)])
def test_quantization_is_hard_forward_and_clips_the_gradient(low: int, high: int) -> None:
    scale = torch.tensor(0.03, dtype=torch.float64)
    x = (_random(400) * 4).requires_grad_()
    y = quantize_ste(x, scale, low, high)
    levels = (x.detach() / scale).round().clamp(low, high)
    assert torch.equal(y.detach(), levels * scale)
    weight = _random(400, seed=1)
    (weight * y).sum().backward()
    inside = (levels > low) & (levels < high)
    assert 0 < inside.sum() < 400
    assert x.grad is not None
    torch.testing.assert_close(x.grad, torch.where(inside, weight, 0.0), rtol=0, atol=0)


def test_quantization_tends_to_the_identity_with_its_gradient() -> None:
    x = _random(20).requires_grad_()
    scale = torch.tensor(1e-13, dtype=torch.float64)  # far finer than the steps of the finite differences
    assert torch.autograd.gradcheck(lambda v: quantize_ste(v, scale, -(2**50), 2**50), x)

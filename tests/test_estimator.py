"""The estimated task gradient of alpha against full enumeration on a two-block space with the losses of a real supernet."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from conftest import TWO_BLOCKS, every_arch

from dnas.estimator import PairEstimator
from dnas.sampling import sample
from dnas.space import Arch, Choice, SearchSpace
from dnas.supernet import Supernet

BATCHES = 3


@pytest.fixture(scope="module")
def space() -> SearchSpace:
    return SearchSpace(TWO_BLOCKS, (1, 12, 12), 3)


@pytest.fixture(scope="module")
def losses(space: SearchSpace) -> list[dict[Arch, float]]:
    """Per batch the cross entropy of every architecture, from one supernet with fixed weights."""
    torch.manual_seed(0)
    supernet = Supernet(space, tuple(np.ones(len(c.options), dtype=bool) for c in space.choices))
    with torch.no_grad():
        for parameter in supernet.weight_parameters():
            if parameter.dim() == 1:
                parameter.add_(torch.randn_like(parameter))  # branches that act: their first gain is 0
    found = []
    for _ in range(BATCHES):
        x, y = torch.rand(24, 1, 12, 12), torch.randint(3, (24,))
        with torch.no_grad():
            found.append({arch: F.cross_entropy(supernet(x, arch), y).item() for arch in every_arch(space)})
    return found


def logits(space: SearchSpace, seed: int = 1) -> dict[str, torch.Tensor]:
    rng = np.random.default_rng(seed)
    return {c.name: torch.from_numpy(0.7 * rng.normal(size=len(c.options))).requires_grad_() for c in space.choices}


def probs_of(alphas: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    return {name: torch.softmax(alpha, 0) for name, alpha in alphas.items()}


def enumerated(space: SearchSpace, alphas: dict[str, torch.Tensor], losses: list[dict[Arch, float]]) -> np.ndarray:
    """The gradient of E_z[L(z)], L averaged over the batches, by summing over every architecture."""
    probs = list(probs_of(alphas).values())
    total = torch.zeros((), dtype=torch.float64)
    for arch in every_arch(space):
        p = torch.stack([q[i] for q, i in zip(probs, arch, strict=True)]).prod()
        total = total + p * float(np.mean([batch[arch] for batch in losses]))
    return np.concatenate([g.numpy() for g in torch.autograd.grad(total, list(alphas.values()))])


def estimates(
    space: SearchSpace, alphas: dict[str, torch.Tensor], losses: list[dict[Arch, float]], count: int, ridge: float
) -> np.ndarray:
    """(count, alphas): the estimator's gradient of `count` pairs, one after the other."""
    estimator, rng = PairEstimator(space.choices, ridge=ridge), np.random.default_rng(0)
    with torch.no_grad():
        fixed = probs_of(alphas)
    found = []
    for _ in range(count):
        pair = (sample(fixed, rng), sample(fixed, rng))
        batch = losses[rng.integers(len(losses))]
        value = estimator.surrogate(probs_of(alphas), pair, (batch[pair[0]], batch[pair[1]]))
        found.append(np.concatenate([g.numpy() for g in torch.autograd.grad(value, list(alphas.values()))]))
    return np.stack(found)


@pytest.fixture(scope="module")
def with_control(space: SearchSpace, losses: list[dict[Arch, float]]) -> np.ndarray:
    return estimates(space, logits(space), losses, 2500, ridge=10.0)


@pytest.fixture(scope="module")
def without_control(space: SearchSpace, losses: list[dict[Arch, float]]) -> np.ndarray:
    return estimates(space, logits(space), losses, 2500, ridge=1e12)


def test_losses_differ_between_architectures(losses: list[dict[Arch, float]]) -> None:
    for batch in losses:
        assert np.std(list(batch.values())) > 0.01


@pytest.mark.parametrize("kind", ["with_control", "without_control"])
def test_mean_of_pairs_is_the_gradient_of_the_enumeration(
    kind: str, space: SearchSpace, losses: list[dict[Arch, float]], request: pytest.FixtureRequest
) -> None:
    found: np.ndarray = request.getfixturevalue(kind)
    exact = enumerated(space, logits(space), losses)
    error = found.std(axis=0, ddof=1) / np.sqrt(len(found))
    assert np.abs(exact).max() > 1e-3
    assert (np.abs(found.mean(axis=0) - exact) <= 4 * error + 1e-12).all()
    assert np.linalg.norm(error) < 0.5 * np.linalg.norm(exact), "the error is small enough for the test to mean something"


def test_control_variate_lowers_the_variance(with_control: np.ndarray, without_control: np.ndarray) -> None:
    learned = with_control[500:].var(axis=0).sum()
    assert learned < 0.7 * without_control[500:].var(axis=0).sum()


def test_additive_losses_are_learned_and_the_estimate_becomes_exact(space: SearchSpace) -> None:
    rng = np.random.default_rng(3)
    values = [rng.normal(size=len(c.options)) for c in space.choices]
    additive = [{arch: sum(float(v[i]) for v, i in zip(values, arch, strict=True)) for arch in every_arch(space)}]
    found = estimates(space, logits(space), additive, 600, ridge=1e-6)
    exact = enumerated(space, logits(space), additive)
    np.testing.assert_allclose(found[-1], exact, atol=1e-6)
    assert np.abs(exact).max() > 0.1


def test_equal_architectures_give_a_difference_of_zero() -> None:
    choices = (Choice("a", ("x", "y")), Choice("b", ("x", "y", "z")))
    estimator = PairEstimator(choices)
    alpha = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    probs = {"a": torch.softmax(alpha, 0), "b": torch.full((3,), 1 / 3, dtype=torch.float64)}
    estimator.surrogate(probs, ((0, 1), (0, 1)), (1.3, 1.3)).backward()
    assert alpha.grad is not None
    assert (alpha.grad == 0).all()
    assert (estimator.theta == 0).all()


def test_one_pair_by_hand() -> None:
    """theta = 0: (L - L') / 2 (grad log p(z) - grad log p(z')), which at p = (1/2, 1/2) is (L - L') / 2 (1, -1)."""
    estimator = PairEstimator((Choice("a", ("x", "y")),), ridge=2.0)
    alpha = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    estimator.surrogate({"a": torch.softmax(alpha, 0)}, ((0,), (1,)), (3.0, 1.0)).backward()
    torch.testing.assert_close(alpha.grad, torch.tensor([1.0, -1.0], dtype=torch.float64))
    # ridge solution of one pair: theta = d / (2 + ridge) (1, -1), so that it predicts d 2 / (2 + ridge)
    np.testing.assert_allclose(estimator.theta, [0.5, -0.5])
    assert estimator.theta[0] - estimator.theta[1] == pytest.approx(1.0)


def test_old_pairs_are_forgotten() -> None:
    estimator = PairEstimator((Choice("a", ("x", "y")),), forgetting=0.9, ridge=1e-3)
    probs = {"a": torch.full((2,), 0.5, dtype=torch.float64)}
    for loss in [1.0] * 50 + [-1.0] * 50:
        estimator.surrogate(probs, ((0,), (1,)), (loss, 0.0))
    assert estimator.theta[0] - estimator.theta[1] == pytest.approx(-1.0, abs=0.02)

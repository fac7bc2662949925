"""Penalties: multipliers rise and fall with the present violation; DUCCIO's published formula by hand, with its weakness."""

from __future__ import annotations

import pytest
import torch

from dnas.penalty import PENALTIES, DualAscent, Duccio


def ratio(value: float) -> dict[str, torch.Tensor]:
    return {"sram": torch.tensor(value, dtype=torch.float64, requires_grad=True)}


def slope(penalty: DualAscent | Duccio, value: float, task_loss: float = 2.0, progress: float = 0.7) -> float:
    """Gradient of the term in cost / budget."""
    ratios = ratio(value)
    loss = penalty.loss(ratios, task_loss, progress)
    if not loss.requires_grad:
        return 0.0
    (gradient,) = torch.autograd.grad(loss, ratios["sram"], allow_unused=True)
    return 0.0 if gradient is None else float(gradient)


def test_dual_term_is_the_augmented_lagrangian() -> None:
    penalty = DualAscent(rate=0.05, curvature=10.0)
    penalty.multipliers["sram"] = 0.3
    assert penalty.loss(ratio(1.4), 0.0, 0.0).item() == pytest.approx(0.3 * 0.4 + 5.0 * 0.4**2)
    assert penalty.loss(ratio(0.4), 0.0, 0.0).item() == pytest.approx(-0.3 * 0.6), "no curvature below the budget"
    both = {"sram": torch.tensor(1.4), "flash": torch.tensor(1.1)}
    assert penalty.loss(both, 0.0, 0.0).item() == pytest.approx(0.3 * 0.4 + 5 * 0.4**2 + 5 * 0.1**2, rel=1e-6)


def test_multiplier_rises_while_the_budget_is_broken_and_falls_when_it_is_met() -> None:
    penalty = DualAscent(rate=0.1)
    seen = []
    for value in (1.5, 1.5, 1.5, 0.8, 0.8, 0.0, 0.0):
        penalty.update(ratio(value))
        seen.append(penalty.multipliers["sram"])
    assert seen == pytest.approx([0.05, 0.10, 0.15, 0.13, 0.11, 0.01, 0.0])
    penalty.update(ratio(50.0))
    assert penalty.multipliers["sram"] == pytest.approx(0.1), "one step moves by the rate at most"


def test_dual_penalizes_a_budget_that_is_met_at_the_start_and_broken_late() -> None:
    penalty = DualAscent()
    for step in range(100):
        assert slope(penalty, 0.5, progress=step / 200) == 0.0, "a budget that is met does not pull"
        penalty.update(ratio(0.5))
    first = slope(penalty, 1.2, progress=0.9)
    assert first > 0, "at once, through the squared violation"
    for _ in range(50):
        penalty.update(ratio(1.2))
    assert slope(penalty, 1.2, progress=1.0) > 1.2 * first, "and more the longer it lasts"


def test_dual_term_does_not_remember_violations() -> None:
    """Two histories with the same multiplier give the same term: the violation is that of the present distribution."""
    penalty = DualAscent()
    penalty.update(ratio(1.9))
    penalty.multipliers["sram"] = 0.0
    assert penalty.loss(ratio(0.9), 2.0, 0.5).item() == 0.0


def test_dual_ascent_solves_a_small_constrained_problem() -> None:
    """min (x - 3)^2 with x <= 1: the optimum is x = 1 with multiplier 4."""
    penalty, x = DualAscent(rate=0.2), torch.tensor(0.0, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([x], lr=0.02)
    for _ in range(600):
        loss = (x - 3) ** 2 + penalty.loss({"sram": x}, 0.0, 0.0)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        penalty.update({"sram": x})
    assert x.item() == pytest.approx(1.0, abs=1e-3)
    assert penalty.multipliers["sram"] == pytest.approx(4.0, abs=1e-2)


@pytest.mark.parametrize(("progress", "ramp"), [(0.0, 0.01), (0.25, 0.505), (0.5, 1.0), (0.9, 1.0)])
def test_duccio_formula_by_hand(progress: float, ramp: float) -> None:
    """C = 96, T = 64 KiB, L_task = 2.3: lambda = 2.3 / 32 per KiB; at C' = 80 the term is ramp 2.3 / 32 16."""
    penalty = Duccio()
    start = penalty.loss(ratio(96 / 64), 2.3, 0.0)
    assert start.item() == pytest.approx(0.01 * 2.3), "equal to 1 % of the task loss when the search starts"
    assert penalty.loss(ratio(80 / 64), 0.1, progress).item() == pytest.approx(ramp * 2.3 / 32 * 16)
    assert penalty.loss(ratio(60 / 64), 0.1, progress).item() == 0.0


def test_duccio_never_penalizes_a_budget_that_was_met_when_it_started() -> None:
    """The published weakness that dual ascent mends."""
    penalty = Duccio()
    penalty.loss(ratio(0.9), 2.3, 0.0)
    penalty.update(ratio(0.9))
    assert slope(penalty, 3.0, progress=1.0) == 0.0
    assert penalty.loss(ratio(3.0), 2.3, 1.0).item() == 0.0


def test_duccio_explodes_where_the_start_is_hardly_above_the_target() -> None:
    """lambda = L / (C - T) has a pole at C = T: the same violation costs 100 times more after a start 100 times closer."""
    near, far = Duccio(), Duccio()
    near.loss(ratio(1.001), 2.3, 0.0)
    far.loss(ratio(1.1), 2.3, 0.0)
    assert slope(near, 1.5) == pytest.approx(100 * slope(far, 1.5), rel=1e-6)


def test_rules_have_the_names_of_the_configuration() -> None:
    assert {"dual": DualAscent, "duccio": Duccio} == PENALTIES

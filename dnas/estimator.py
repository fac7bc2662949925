"""The task gradient of the architecture parameters: score function of sampled pairs with an additive control variate.

A batch norm behind a block cancels the scale through which a plain straight-through estimator would act, so the gradient is
taken of the expectation instead (Williams 1992). Two architectures z, z' ~ p see the same batch, with losses L and L':

    grad E_p[L] = grad sum_c p_c . theta_c  +  E[ (L - L' - f(z) + f(z')) / 2 . grad(log p(z) - log p(z')) ]

where f(z) = sum_c theta_c[z_c] is additive over the choices c, so that its expectation and gradient are exact. Whatever theta
is, the estimate is unbiased as long as theta does not depend on the present pair; a theta that predicts differences well
removes most of the variance. It is the ridge solution of past pairs with exponential forgetting, since weights move.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor

from dnas.space import Arch, Choice


class PairEstimator:
    """Holds theta; needs forward passes only."""

    def __init__(self, choices: Sequence[Choice], forgetting: float = 0.997, ridge: float = 10.0) -> None:
        """
        Args:
            choices: the space's choices, in `Arch` order.
            forgetting: weight that a pair loses with every later pair.
            ridge: variance of a pair's noise over that of theta's prior.
        """
        self.choices, self.forgetting = tuple(choices), forgetting
        self.offsets = np.cumsum([0, *(len(c.options) for c in self.choices)])
        size = int(self.offsets[-1])
        self.precision, self.moment = np.zeros((size, size)), np.zeros(size)
        self.prior = ridge * np.eye(size)
        self.theta: np.ndarray = np.zeros(size)

    def _one_hot(self, arch: Arch) -> np.ndarray:
        z = np.zeros(len(self.theta))
        z[self.offsets[:-1] + np.asarray(arch)] = 1.0
        return z

    def surrogate(self, probs: Mapping[str, Tensor], pair: tuple[Arch, Arch], losses: tuple[float, float]) -> Tensor:
        """A scalar whose gradient in alpha is the estimate (its value means nothing); updates theta afterwards.

        Args:
            probs: probabilities of every choice, differentiable.
            pair: two architectures sampled from `probs`.
            losses: their losses on the same batch (nats).
        """
        difference = losses[0] - losses[1]
        direction = self._one_hot(pair[0]) - self._one_hot(pair[1])
        residual = difference - float(self.theta @ direction)
        value = torch.zeros((), dtype=torch.float64)
        for index, choice in enumerate(self.choices):
            p = probs[choice.name]
            theta = torch.from_numpy(self.theta[self.offsets[index] : self.offsets[index + 1]].copy())
            log_ratio = torch.log(p[pair[0][index]]) - torch.log(p[pair[1][index]])
            value = value + p @ theta + 0.5 * residual * log_ratio
        self._learn(direction, difference)
        return value

    def state(self) -> dict[str, np.ndarray]:
        """What the estimator has learned, for a checkpoint."""
        return {"precision": self.precision, "moment": self.moment, "theta": self.theta}

    def restore(self, state: Mapping[str, np.ndarray]) -> None:
        """Takes what `state` gave."""
        self.precision, self.moment, self.theta = (state[name].copy() for name in ("precision", "moment", "theta"))

    def _learn(self, direction: np.ndarray, difference: float) -> None:
        """theta = argmin sum_t forgetting^(T-t) (d_t - theta . x_t)^2 + ridge |theta|^2."""
        self.precision = self.forgetting * self.precision + np.outer(direction, direction)
        self.moment = self.forgetting * self.moment + difference * direction
        self.theta = np.linalg.solve(self.precision + self.prior, self.moment)

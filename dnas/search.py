"""The differentiable search: one LightningModule, two optimizers, warm-up then search."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

import numpy as np
import pytorch_lightning as pl
import torch
from torch import Tensor
from torchmetrics import MeanMetric

from dnas.allocator import trim
from dnas.cost.tables import PriceTables
from dnas.estimator import PairEstimator
from dnas.guard import HostGuard
from dnas.penalty import Penalty
from dnas.precision import VALUE_BYTES, outputs_of
from dnas.sampling import Limits, sample, sample_within, sampled_prices
from dnas.space import Arch
from dnas.supernet import Supernet
from dnas.task import Task, parts

Batch = tuple[Tensor, Tensor]

COMPARED = 32
"""Images at once, in float32, where two architectures are compared: any of the space may be drawn, also those too large for the
board. In bfloat16 twice as many take the same memory."""


@dataclass(frozen=True)
class SearchSettings:
    """Lengths and rates of the search."""

    search_epochs: int
    weight_lr: float
    weight_decay: float
    alpha_lr: float
    alpha_every: int
    temperature_start: float
    temperature_end: float
    drop_below: float
    """An option whose probability falls below this fraction of 1 / (number of options) leaves the space."""


class Loader(Protocol):
    """Batches of one part in a seeded order that depends on the epoch alone."""

    batch_size: int

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Batch]: ...

    def set_epoch(self, epoch: int) -> None:
        """The next `iter` gives that epoch's batches."""
        ...


def endless(loader: Loader, start: int = 0) -> Iterator[Batch]:
    """The batches again and again from number `start` on, read anew each time (`itertools.cycle` would keep them all)."""
    loader.set_epoch(start // len(loader))
    yield from islice(loader, start % len(loader), None)
    while True:
        yield from loader


class SearchModule(pl.LightningModule):
    """Weight steps run one sampled architecture; architecture steps compare two on a validation batch.

    weights:  min_w  E_{z ~ p} L_train(w, z)        (z from `sampling.sample_within`: one that fits the board)
              in the warm-up without rounding and pruning: weights move freely first, as in `dnas.finetune`
    alpha:    min_a  E_{z ~ p(a)} L_val(w, z) + penalty(E_p[C] / B)
    """

    def __init__(
        self,
        supernet: Supernet,
        tables: PriceTables,
        limits: Limits,
        penalty: Penalty,
        settings: SearchSettings,
        val_batches: Loader,
        task: Task,
        host: HostGuard,
        witness: Arch,
        seed: int,
        dtype: torch.dtype = torch.float32,
    ) -> None:
        """
        Args:
            supernet: weights and architecture parameters.
            tables: prices of every choice on the board.
            limits: budgets as the search sees them.
            penalty: rule that turns costs into a loss term.
            settings: lengths and rates.
            val_batches: batches for the architecture steps, cycled.
            task: what the outputs should be.
            host: says how many samples the host's memory holds at once.
            witness: an architecture that fits the board.
            seed: of the sampling.
            dtype: in which networks compute.
        """
        super().__init__()
        self.automatic_optimization = False
        self.supernet, self.tables, self.limits, self.penalty, self.settings = supernet, tables, limits, penalty, settings
        self.val_loader, self.val_batches, self.val_drawn = val_batches, endless(val_batches), 0
        self.task, self.host, self.last = task, host, witness
        self.computed_in = dtype
        self.rng = np.random.default_rng(seed)
        self.estimator = PairEstimator(supernet.space.choices)
        self.figure, self.val_figure, self.val_loss = task.metric(), task.metric(), MeanMetric()
        self.task_loss: float | None = None  # running mean
        self.searching = False
        self.supernet.set_free(True)
        self._batch_index = 0

    def start_search(self) -> None:
        """Ends the warm-up: from the next `Trainer.fit` on, alpha learns too, and weights are as their formats store them."""
        self.searching = True
        self.supernet.set_free(False)

    @property
    def progress(self) -> float:
        """Fraction of the search that is done."""
        return min(self.epochs_done / self.settings.search_epochs, 1.0) if self.searching else 0.0

    @property
    def epochs_done(self) -> float:
        """Epochs of this phase that are done, with the part of the present one."""
        return self.current_epoch + self._batch_index / max(1, int(self.trainer.num_training_batches))

    @property
    def temperature(self) -> float:
        """Geometric decay over the search: t_start (t_end / t_start)^progress."""
        s = self.settings
        return float(s.temperature_start * (s.temperature_end / s.temperature_start) ** self.progress)

    def configure_optimizers(self) -> Any:
        s = self.settings
        weights = torch.optim.SGD(
            self.supernet.weight_parameters(), lr=s.weight_lr, momentum=0.9, nesterov=True, weight_decay=s.weight_decay
        )
        alphas = torch.optim.Adam(self.supernet.arch_parameters(), lr=s.alpha_lr, betas=(0.5, 0.99))
        return [weights, alphas]

    def on_save_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        theta = {name: torch.from_numpy(value) for name, value in self.estimator.state().items()}
        checkpoint["search"] = {
            "rng": self.rng.bit_generator.state,
            "val_drawn": self.val_drawn,
            "task_loss": self.task_loss,
            "last": self.last,
            "multipliers": dict(self.penalty.multipliers),
            "estimator": theta,
        }

    def on_load_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        state = checkpoint["search"]
        self.rng.bit_generator.state = state["rng"]
        self.val_drawn, self.task_loss = state["val_drawn"], state["task_loss"]
        self.val_batches = endless(self.val_loader, self.val_drawn)
        self.last = tuple(state["last"])
        self.penalty.multipliers.update(state["multipliers"])
        self.estimator.restore({name: value.numpy() for name, value in state["estimator"].items()})

    def training_step(self, batch: Batch, batch_idx: int) -> Tensor:
        self._batch_index = batch_idx
        weights, alphas = self.optimizers()  # type: ignore[attr-defined]
        for group in weights.param_groups:  # cosine to a tenth: the weights must stay able to follow the distribution
            group["lr"] = self.settings.weight_lr * (0.55 + 0.45 * math.cos(math.pi * self.progress))
        for group in alphas.param_groups:  # small networks learn first: the evidence of the first half counts less
            group["lr"] = self.settings.alpha_lr * min(1.0, 2.0 * self.progress)
        loss = self._weight_step(weights, batch)
        if self.host.plan.limit_bytes is not None:
            trim()  # every step runs other networks, whose tensors leave gaps of other sizes in the heap
        step = self.current_epoch * int(self.trainer.num_training_batches) + batch_idx
        if self.searching and step % self.settings.alpha_every == 0:
            self._alpha_step(alphas)
            if self.host.plan.limit_bytes is not None:
                trim()
        return torch.tensor(loss)

    def _weight_step(self, optimizer: Any, batch: Batch) -> float:
        x, y = batch
        with torch.no_grad():
            probs = self.supernet.probs(self.temperature)
        arch, priced = sample_within(probs, self.tables, self.limits, self.rng, self.last)
        self.last = arch
        split = self.host.split(priced, len(y))
        size = split.micro_batch
        total = 0.0
        for part in parts(len(y), size):
            outputs = outputs_of(self.supernet, self.computed_in, x[part], arch, split.checkpointed)
            loss = self.task.loss(outputs, x[part], y[part]) * (len(y[part]) / len(y))
            self.manual_backward(loss * self.task.gain)
            total += loss.item()
            self.figure.update(outputs.detach(), self.task.target(x[part], y[part]))
        torch.nn.utils.clip_grad_norm_(self.supernet.weight_parameters(), 5.0)
        optimizer.step()
        optimizer.zero_grad()
        self.task_loss = total if self.task_loss is None else self.task_loss + 0.05 * (total - self.task_loss)
        self.log("train/loss", total, on_step=False, on_epoch=True, batch_size=len(y))
        return total

    def _alpha_step(self, optimizer: Any) -> None:
        x, y = next(self.val_batches)
        self.val_drawn += 1
        probs = self.supernet.probs(self.temperature)
        pair = (sample(probs, self.rng), sample(probs, self.rng))
        losses = (self._loss(x, y, pair[0]), self._loss(x, y, pair[1]))
        ratios = self.limits.ratios(self.tables.expectation(probs))
        loss = self.penalty.loss(ratios, self.task_loss or 0.0, self.progress)
        if all(map(math.isfinite, losses)):  # the estimator would stay nan
            loss = loss + self.estimator.surrogate(probs, pair, losses)
        optimizer.zero_grad()
        if loss.requires_grad:
            self.manual_backward(loss)
            optimizer.step()
        self.penalty.update(ratios)

    @torch.no_grad()
    def _loss(self, x: Tensor, y: Tensor, arch: Arch) -> float:
        most = COMPARED * VALUE_BYTES[torch.float32] // VALUE_BYTES[self.computed_in]
        size = min(self.host.plan.split(self.tables.price(arch), len(y)).micro_batch, most)
        outputs = torch.cat([outputs_of(self.supernet, self.computed_in, x[part], arch) for part in parts(len(y), size)])
        loss = self.task.loss(outputs, x, y)
        self.val_loss.update(loss)
        self.val_figure.update(outputs, self.task.target(x, y))
        return loss.item()

    def on_train_epoch_end(self) -> None:
        self._drop_vanished()
        with torch.no_grad():
            probs = self.supernet.probs(self.temperature)
            expected = self.tables.expectation(probs)
        ratios = self.limits.ratios(expected)
        logged = {f"cost/{name}": ratio.item() for name, ratio in ratios.items()}
        logged |= {f"multiplier/{name}": value for name, value in self.penalty.multipliers.items()}
        logged |= {"cost/macs": expected.macs.item(), f"train/{self.task.figure}": self.figure.compute().item()}
        if self.searching:
            found = {"loss": self.val_loss, self.task.figure: self.val_figure}
            logged |= {f"val/{name}": metric.compute().item() for name, metric in found.items()}
            self.val_loss.reset()
            self.val_figure.reset()
        self.figure.reset()
        if self.host.plan.limit_bytes is not None:
            logged["host/planned_bytes"] = self.planned_bytes()
        for choice in self.supernet.space.choices:
            for option, p in zip(choice.options, probs[choice.name].tolist(), strict=True):
                logged[f"prob/{choice.name}/{option}"] = p
        self.log_dict({name: float(value) for name, value in logged.items()})

    def planned_bytes(self) -> int:
        """Peak of the process tree that the plan expects of the present distribution."""
        probs = {name: p.detach() for name, p in self.supernet.probs(self.temperature).items()}
        prices = sampled_prices(probs, self.tables, self.limits, self.last, 200)
        batch_size = self.val_loader.batch_size
        return self.host.plan.predicted_bytes(max(self.host.plan.held_bytes(priced, batch_size) for priced in prices))

    @torch.no_grad()
    def _drop_vanished(self) -> None:
        """Options whose probability vanished leave the space: alpha = -inf, for good."""
        if not self.searching:
            return
        for name, p in self.supernet.probs(self.temperature).items():
            alpha = self.supernet.alpha[name.replace(".", "_")]
            alpha[p < self.settings.drop_below / len(p)] = -torch.inf

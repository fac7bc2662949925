"""Training of the one network that was found: in float with batch norm, then folded and quantization-aware."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytorch_lightning as pl
import torch
from torch import Tensor, nn
from torchmetrics import MeanMetric

from dnas.network import TorchNetwork
from dnas.precision import outputs_of
from dnas.soap import Soap
from dnas.task import Task, parts
from dnas.teachers import imitation, taught

Batch = tuple[Tensor, Tensor]


FREE = 0.5
"""Share of a training's epochs in which weights of 4 bits and sparse ones are trained without rounding and pruning: sparse
layers end better for it (experiments/07_two_kilobytes/free_epochs.py)."""
PULL = 0.001
"""Share of the way to what is stored of it that a rounded weight goes in each step besides
(experiments/07_two_kilobytes/grids.py)."""


@dataclass(frozen=True)
class FinetuneSettings:
    """Length and rates of one training."""

    epochs: int
    lr: float
    weight_decay: float
    label_smoothing: float = 0.0
    optimizer: str = "sgd"
    """`sgd`: with Nesterov momentum 0.9; `soap`: `dnas.soap`."""


class FinetuneModule(pl.LightningModule):
    """Minimizes the loss of one network: linear warm-up of the learning rate, cosine to 0."""

    def __init__(
        self,
        network: nn.Module,
        task: Task,
        settings: FinetuneSettings,
        micro_batch: Callable[[], int],
        dtype: torch.dtype = torch.float32,
        teachers: Sequence[nn.Module] = (),
    ) -> None:
        """
        Args:
            network: what to train, x (N, C, H, W) -> outputs (N, K).
            task: what its outputs should be.
            settings: length and rates.
            micro_batch: samples that the host's memory holds at once; a larger batch is split and its gradients add up.
            dtype: in which training computes.
            teachers: networks whose probabilities it learns instead of the labels; none: the labels.
        """
        super().__init__()
        self.automatic_optimization = False
        self.network, self.task, self.settings, self.micro_batch = network, task, settings, micro_batch
        self.teachers = tuple(teachers)  # a tuple, so that they are no part of the module, its checkpoints and its training
        self.computed_in = dtype  # a module's own dtype is that of its weights
        self.size = 1  # of the last micro-batch
        self.loss = MeanMetric()
        self.figure, self.val_figure = task.metric(), task.metric()
        self.val_loss = MeanMetric()

    def configure_optimizers(self) -> Any:
        decayed = [p for p in self.network.parameters() if p.dim() > 1]
        plain = [p for p in self.network.parameters() if p.dim() <= 1]  # norms and biases
        groups: list[dict[str, Any]] = [{"params": decayed}, {"params": plain, "weight_decay": 0.0}]
        s = self.settings
        if s.optimizer == "soap":
            return Soap(groups, s.lr, weight_decay=s.weight_decay)
        return torch.optim.SGD(groups, lr=s.lr, momentum=0.9, nesterov=True, weight_decay=s.weight_decay)

    def learning_rate(self, step: int) -> float:
        """lr min(1, (t + 1) / t_1) (1 + cos(pi t / T)) / 2, t_1 the steps of one epoch (of a tenth of a short training)."""
        per_epoch = max(1, int(self.trainer.num_training_batches))
        total = max(1, self.settings.epochs * per_epoch)
        ramp = min(per_epoch, max(1, total // 10))
        return self.settings.lr * min(1.0, (step + 1) / ramp) * 0.5 * (1.0 + math.cos(math.pi * min(step / total, 1.0)))

    def on_train_epoch_start(self) -> None:
        free_epochs = int(FREE * self.settings.epochs)
        if free_epochs and isinstance(self.network, TorchNetwork):  # without them the grids go on following the weights
            self.network.set_free(self.current_epoch < free_epochs)

    def training_step(self, batch: Batch, batch_idx: int) -> Tensor:
        x, y = batch
        optimizer: Any = self.optimizers()
        for group in optimizer.param_groups:
            group["lr"] = self.learning_rate(self.global_step)
        optimizer.zero_grad()
        self.size = size = min(len(y), self.micro_batch())
        total = torch.zeros(())
        for part in parts(len(y), size):
            # the teachers' tensors are gone before the network's own are kept
            given = taught(self.teachers, x[part], self.computed_in) if self.teachers else None
            outputs = outputs_of(self.network, self.computed_in, x[part])
            if given is None:
                loss = self.task.loss(outputs, x[part], y[part], self.settings.label_smoothing)
            else:
                loss = imitation(outputs, given)
            self.manual_backward(loss * (self.task.gain * len(y[part]) / len(y)))
            total += loss.detach() * (len(y[part]) / len(y))
            self.loss.update(loss.detach(), len(y[part]))
            self.figure.update(outputs.detach(), self.task.target(x[part], y[part]))
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        optimizer.step()
        if isinstance(self.network, TorchNetwork):
            self.network.settle(PULL)
        return total

    def on_train_epoch_end(self) -> None:
        self.log_dict({"train/loss": self.loss.compute(), f"train/{self.task.figure}": self.figure.compute()})
        self.loss.reset()
        self.figure.reset()

    def validation_step(self, batch: Batch, batch_idx: int) -> None:
        x, y = batch
        size = max(1, self.size // 4)  # integer arithmetic takes several tensors of 64 bits a value
        for part, label in zip(torch.split(x, size), torch.split(y, size), strict=True):
            outputs = self.network(part)
            self.val_loss.update(self.task.loss(outputs, part, label), len(label))
            self.val_figure.update(outputs, self.task.target(part, label))

    def on_validation_epoch_end(self) -> None:
        self.log_dict({"val/loss": self.val_loss.compute(), f"val/{self.task.figure}": self.val_figure.compute()})
        self.val_loss.reset()
        self.val_figure.reset()

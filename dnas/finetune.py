"""Training of the one network that was found: in float with batch norm, then folded and quantization-aware."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytorch_lightning as pl
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torchmetrics import MeanMetric
from torchmetrics.classification import MulticlassAccuracy

from dnas.precision import logits_of

Batch = tuple[Tensor, Tensor]


@dataclass(frozen=True)
class FinetuneSettings:
    """Length and rates of one training."""

    epochs: int
    lr: float
    weight_decay: float
    label_smoothing: float = 0.0


class FinetuneModule(pl.LightningModule):
    """Minimizes the cross entropy of one network; SGD with Nesterov momentum, linear warm-up, cosine to 0."""

    def __init__(
        self,
        network: nn.Module,
        classes: int,
        settings: FinetuneSettings,
        class_weights: Tensor | None,
        micro_batch: Callable[[], int],
        dtype: torch.dtype = torch.float32,
    ) -> None:
        """
        Args:
            network: what to train, x (N, C, H, W) -> logits (N, classes).
            classes: number of classes.
            settings: length and rates.
            class_weights: (classes,), for unbalanced data.
            micro_batch: samples that the host's memory holds at once; a larger batch is split and its gradients add up.
            dtype: in which training computes.
        """
        super().__init__()
        self.automatic_optimization = False
        self.network, self.settings, self.class_weights, self.micro_batch = network, settings, class_weights, micro_batch
        self.computed_in = dtype  # a module's own dtype is that of its weights
        self.size = 1  # of the last micro-batch
        self.loss = MeanMetric()
        self.accuracy, self.val_accuracy = (MulticlassAccuracy(classes, average="micro") for _ in range(2))
        self.val_loss = MeanMetric()

    def configure_optimizers(self) -> Any:
        decayed = [p for p in self.network.parameters() if p.dim() > 1]
        plain = [p for p in self.network.parameters() if p.dim() <= 1]  # norms and biases
        groups: list[dict[str, Any]] = [{"params": decayed}, {"params": plain, "weight_decay": 0.0}]
        s = self.settings
        return torch.optim.SGD(groups, lr=s.lr, momentum=0.9, nesterov=True, weight_decay=s.weight_decay)

    def learning_rate(self, step: int) -> float:
        """lr min(1, (t + 1) / t_1) (1 + cos(pi t / T)) / 2, t_1 the steps of one epoch (of a tenth of a short training)."""
        per_epoch = max(1, int(self.trainer.num_training_batches))
        total = max(1, self.settings.epochs * per_epoch)
        ramp = min(per_epoch, max(1, total // 10))
        return self.settings.lr * min(1.0, (step + 1) / ramp) * 0.5 * (1.0 + math.cos(math.pi * min(step / total, 1.0)))

    def training_step(self, batch: Batch, batch_idx: int) -> Tensor:
        x, y = batch
        optimizer: Any = self.optimizers()
        for group in optimizer.param_groups:
            group["lr"] = self.learning_rate(self.global_step)
        optimizer.zero_grad()
        self.size = size = min(len(y), self.micro_batch())
        total = torch.zeros(())
        for start in range(0, len(y), size):
            part = slice(start, start + size)
            logits = logits_of(self.network, self.computed_in, x[part])
            loss = F.cross_entropy(logits, y[part], self.class_weights, label_smoothing=self.settings.label_smoothing)
            self.manual_backward(loss * (len(y[part]) / len(y)))
            total += loss.detach() * (len(y[part]) / len(y))
            self.loss.update(loss.detach(), len(y[part]))
            self.accuracy.update(logits.detach(), y[part])
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        optimizer.step()
        return total

    def on_train_epoch_end(self) -> None:
        self.log_dict({"train/loss": self.loss.compute(), "train/accuracy": self.accuracy.compute()})
        self.loss.reset()
        self.accuracy.reset()

    def validation_step(self, batch: Batch, batch_idx: int) -> None:
        x, y = batch
        size = max(1, self.size // 4)  # integer arithmetic takes several tensors of 64 bits a value
        for part, label in zip(torch.split(x, size), torch.split(y, size), strict=True):
            logits = self.network(part)
            self.val_loss.update(F.cross_entropy(logits, label, self.class_weights), len(label))
            self.val_accuracy.update(logits, label)

    def on_validation_epoch_end(self) -> None:
        self.log_dict({"val/loss": self.val_loss.compute(), "val/accuracy": self.val_accuracy.compute()})
        self.val_loss.reset()
        self.val_accuracy.reset()

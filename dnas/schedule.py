"""How many epochs each phase of a run trains."""

from __future__ import annotations

from dnas.data import Dataset
from dnas.schema import RunConfig

FINALISTS = 8
"""Networks that are told apart by training, at most."""


def steps_per_epoch(config: RunConfig, data: Dataset) -> int:
    """Training batches of an epoch, the last incomplete one left out."""
    return len(data.train) // config.data.batch_size


def qat_epochs(config: RunConfig) -> int:
    """Epochs of quantization-aware training: a share of the fine-tuning, at least one."""
    return max(1, round(config.finetune.epochs * config.quantize.epochs_fraction))


def contest_epochs(config: RunConfig) -> int:
    """Epochs of the contest's first round: a share of the fine-tuning, at least one."""
    return max(1, round(config.finetune.epochs * config.search.contest_fraction))


def rounds(entrants: int, epochs: int) -> list[tuple[int, int]]:
    """Networks and epochs of every round of a contest: half of them go on, for as many epochs as they have trained so far.

    >>> rounds(8, 1)
    [(8, 1), (4, 1), (2, 2)]
    """
    found, trained = [], 0
    while entrants > 1:
        length = max(trained, epochs)
        found.append((entrants, length))
        trained += length
        entrants = -(-entrants // 2)
    return found


def losers_epochs(entrants: int, epochs: int) -> int:
    """Epochs of a contest that all but the winner train."""
    return sum((count - 1) * length for count, length in rounds(entrants, epochs))


def search_epochs(config: RunConfig) -> int:
    """Epochs that a search trains beside those of the network it finds: warm-up, search, the losers of the contest."""
    return config.search.warmup_epochs + config.search.epochs + losers_epochs(FINALISTS, contest_epochs(config))

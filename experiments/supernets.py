"""What the experiments on training supernets and single networks share: arguments, a prepared setting, the loss at the end."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import dnas.run  # noqa: F401  (bounds threads and heap before torch is imported)

# isort: split
import numpy as np
import torch
import torch.nn.functional as F
from hydra import compose, initialize_config_dir
from torch import Tensor, nn

from dnas import config as configuration
from dnas.design import Design
from dnas.discretize import figure_on
from dnas.network import TorchNetwork
from dnas.phases import train_float
from dnas.precision import outputs_of
from dnas.sampling import sample_within
from dnas.setting import Setting, prepare

SEEDS = range(3)


def asked(text: str, data: str, epochs: int) -> argparse.Namespace:
    """`data`, the folder of this data set, and `epochs`, so many unless said; what is trained then runs on one thread."""
    parser = argparse.ArgumentParser(description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help=f"folder of {data}")
    parser.add_argument("--epochs", type=int, default=epochs)
    configuration.register()
    torch.set_num_threads(1)
    return parser.parse_args()


def spread(values: Sequence[float], digits: int) -> str:
    """Mean and standard deviation over the seeds."""
    return f"{np.mean(values):.{digits}f} ± {np.std(values, ddof=1):.{digits}f}"


def setting_of(words: Sequence[str]) -> Setting:
    """A run's setting before anything is trained."""
    with tempfile.TemporaryDirectory() as folder:
        return setting_in(Path(folder), words)


def setting_in(folder: Path, words: Sequence[str]) -> Setting:
    """The same for a run in `folder`, whose phases may then be called."""
    with initialize_config_dir(str(configuration.CONF), version_base="1.3"):
        config = configuration.to_run_config(compose("train", overrides=list(words)))
    return prepare(config, folder)


Judge = Callable[[Setting, Design, TorchNetwork], Any]


def trained(words: list[str], taken: dict[str, str], seed: int, epochs: int, judge: Judge) -> Any:
    """What `judge` says of the network with these options, trained in a run's folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        setting = setting_in(Path(folder), [*words, f"seed={seed}"])
        design = setting.design_of(setting.space.arch(taken))
        torch.manual_seed(seed)
        network = TorchNetwork(design.layers)
        train_float(setting, network, "alone", epochs, design)
        return judge(setting, design, network)


def accuracy(words: list[str], taken: dict[str, str], seed: int, epochs: int) -> float:
    """On the validation pictures, percent."""
    return 100 * float(trained(words, taken, seed, epochs, lambda s, d, n: figure_on(n, s.val_loader(d), s.task)))


def supernet_loss(words: Sequence[str], seed: int, epochs: int, lr: float = 0.1) -> float:
    """Mean training loss of the last epoch, of networks drawn at the widest distribution that meets the budgets."""
    setting = setting_of([*words, f"seed={seed}"])
    setting.center()
    probs = {name: p.detach() for name, p in setting.supernet.probs().items()}
    rng, arch = np.random.default_rng(seed), setting.witness

    def outputs(x: Tensor) -> Tensor:
        nonlocal arch
        arch, _ = sample_within(probs, setting.tables, setting.limits, rng, arch)
        return outputs_of(setting.supernet, setting.dtype, x, arch)

    return last_loss(setting, setting.supernet.weight_parameters(), outputs, epochs, lr)


def last_loss(
    setting: Setting, weights: Iterable[nn.Parameter], outputs: Callable[[Tensor], Tensor], epochs: int, lr: float = 0.1
) -> float:
    """Trains `weights` by SGD at a constant rate; mean training loss of the last epoch."""
    weights = list(weights)
    optimizer = torch.optim.SGD(weights, lr=lr, momentum=0.9, nesterov=True, weight_decay=4e-5)
    loader, mean = setting.train_loader(0), 0.0
    for epoch in range(epochs):
        loader.set_epoch(epoch)
        total = 0.0
        for x, y in loader:
            loss = F.cross_entropy(outputs(x), y)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(weights, 5.0)
            optimizer.step()
            total += loss.item()
        mean = total / len(loader)
    return mean

"""What earns its place in the search: each part replaced by its usual alternative, on a small fixed protocol.

    python ../shared/data/unpack.py cifar10 DIR
    .venv/bin/python experiments/05_low_end/ablations.py DIR/cifar10 --variant ours --seed 0      (one run)
    .venv/bin/python experiments/05_low_end/ablations.py DIR/cifar10                              (all, then the table)

CIFAR-10 at 20x20 on nucleo_l010rb within 250 ms: 10,000 training pictures, 4 epochs of warm-up, 10 of search, the contest, 20
epochs in float. Accuracy is that on 5,000 other training pictures, which nothing else sees. Variants:

- ours: sampled paths, dual ascent on the expected costs of the price tables
- fixed weights W: the penalty is W times the sum of relative excesses max(0, E[C] / B - 1), W never moves
- sampled cost: costs of the two sampled networks in place of the tables' expectation, their gradient by the score function
- no latency term: the search does not see the latency budget, which the finalists then have to meet all the same
- weighted sum: all candidates run, weighted by their probabilities, widths as masks (DARTS; FBNetV2 for widths)

Runs are kept in results/published/05_low_end/ablations.json; the table is ablations.md beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import dnas.run  # noqa: F401  (bounds threads and heap before torch is imported)

# isort: split
import numpy as np
import torch
import torch.nn.functional as F
from hydra import compose, initialize_config_dir
from torch import Tensor

from dnas import config as configuration
from dnas import phases
from dnas.cost.tables import Expected
from dnas.discretize import figure_on
from dnas.penalty import DualAscent
from dnas.precision import outputs_of
from dnas.sampling import sample
from dnas.search import SearchModule
from dnas.setting import Setting, prepare
from dnas.summary import write_text
from dnas.supernet import module_kind, run_slot

PUBLISHED = Path(__file__).resolve().parents[2] / "results" / "published" / "05_low_end"
PICTURES, HELD_OUT = 10_000, 5_000
WORDS = (
    *("data=cifar10", "device=nucleo_l010rb", "data.resolution=20", "budget.latency=250ms", "budget.host_ram=null"),
    *("data.warmup_epochs=4", "data.search_epochs=10", "data.finetune_epochs=20"),
)


class FixedWeights(DualAscent):
    """W sum_i max(0, v_i), v_i = E[C_i] / B_i - 1: a penalty whose strength is set beforehand."""

    weight = 0.1

    def __init__(self) -> None:
        super().__init__(rate=0.0)

    def loss(self, ratios: Mapping[str, Tensor], task_loss: float, progress: float) -> Tensor:
        return self.weight * torch.stack([torch.relu(ratio - 1.0) for ratio in ratios.values()]).sum()


class StrongWeights(FixedWeights):
    """A hundred times as strong."""

    weight = 10.0


class SampledCost(SearchModule):
    """The costs of two sampled networks z, z' as an estimate of the expectation.

    C = (c + c') / 2, and its gradient (c - c') / 2 . grad(log p(z) - log p(z')).
    """

    def _alpha_step(self, optimizer: Any) -> None:
        state = self.rng.bit_generator.state
        probs = self.supernet.probs(self.temperature)
        pair = (sample(probs, self.rng), sample(probs, self.rng))
        self.rng.bit_generator.state = state  # the step draws the same pair
        costs = [self.tables.price(arch) for arch in pair]
        log_p = [torch.stack([torch.log(p[i]) for p, i in zip(probs.values(), arch, strict=True)]).sum() for arch in pair]
        direction = log_p[0] - log_p[1]
        direction = direction - direction.detach()

        def estimate(name: str) -> Tensor:
            first, second = (float(getattr(cost, name)) for cost in costs)
            return (first + second) / 2 + (first - second) / 2 * direction

        expected = Expected(**{name: estimate(name) for name in Expected.__dataclass_fields__})
        with patch.object(self.tables, "expectation", lambda probs: expected):
            super()._alpha_step(optimizer)


class WeightedSum(SearchModule):
    """Every candidate of every slot runs at the largest widths; outputs are weighted by p, channels by P(width > channel)."""

    def _weighted(self, x: Tensor, probs: Mapping[str, Tensor]) -> Tensor:
        net, space = self.supernet, self.supernet.space
        assert len(space.scales) == 1, "feature maps of several sizes cannot be summed"
        arch = tuple(int(np.flatnonzero(allowed)[-1]) for allowed in net.mask)  # the largest widths
        for slot in space.slots:
            channels = space.channels(arch, slot)
            found = []
            for op in np.flatnonzero(net.mask[space.choice_index[slot.op]]) if slot.op else [0]:
                layers = space.slot_layers(slot, 0, int(op), *channels)
                y = run_slot(x, layers, net._modules_of(slot.name, module_kind(slot, int(op)))) if layers else x
                found.append(probs[slot.op][op].float() * y if slot.op else y)
            x = torch.stack(found).sum(0)
            if slot.width_out is not None:
                wider = torch.tensor(space.widths[slot.width_out])[:, None] > torch.arange(channels[1])
                x = x * (probs[slot.width_out][:, None] * wider).sum(0).float().view(1, -1, 1, 1)
        return x

    def _weight_step(self, optimizer: Any, batch: tuple[Tensor, Tensor]) -> float:
        x, y = batch
        probs = {name: p.detach() for name, p in self.supernet.probs(self.temperature).items()}
        loss = F.cross_entropy(outputs_of(self._weighted, self.computed_in, x, probs), y)
        self.manual_backward(loss)
        torch.nn.utils.clip_grad_norm_(self.supernet.weight_parameters(), 5.0)
        optimizer.step()
        optimizer.zero_grad()
        self.figure.update(torch.zeros(len(y), self.supernet.space.classes), y)
        self.log("train/loss", loss.item(), on_step=False, on_epoch=True, batch_size=len(y))
        return loss.item()

    def _alpha_step(self, optimizer: Any) -> None:
        x, y = next(self.val_batches)
        self.val_drawn += 1
        probs = self.supernet.probs(self.temperature)
        ratios = self.limits.ratios(self.tables.expectation(probs))
        task = F.cross_entropy(outputs_of(self._weighted, self.computed_in, x, probs), y)
        self.val_loss.update(task.detach())
        self.val_figure.update(torch.zeros(len(y), self.supernet.space.classes), y)
        optimizer.zero_grad()
        self.manual_backward(task + self.penalty.loss(ratios, task.item(), self.progress))
        optimizer.step()
        self.supernet.zero_grad()
        self.penalty.update(ratios)


def blind_to_latency(build: Callable[[Setting], SearchModule]) -> Callable[[Setting], SearchModule]:
    """The search without the latency budget."""

    def built(setting: Setting) -> SearchModule:
        setting.limits = replace(setting.limits, latency_s=None)
        return build(setting)

    return built


VARIANTS: dict[str, Callable[[], Any]] = {
    "ours": nullcontext,
    "fixed weights 0.1": lambda: patch.dict(phases.PENALTIES, {"dual": FixedWeights}),
    "fixed weights 10": lambda: patch.dict(phases.PENALTIES, {"dual": StrongWeights}),
    "sampled cost": lambda: patch.object(phases, "SearchModule", SampledCost),
    "no latency term": lambda: patch.object(phases, "search_module", blind_to_latency(phases.search_module)),
    "weighted sum": lambda: patch.object(phases, "SearchModule", WeightedSum),
}
SEEDS = range(3)


def run(data: Path, variant: str, seed: int) -> dict[str, float]:
    """One search and its network, trained in float."""
    configuration.register()
    with initialize_config_dir(str(configuration.CONF), version_base="1.3"):
        config = configuration.to_run_config(compose("train", overrides=[*WORDS, f"data.root={data}", f"seed={seed}"]))
    with tempfile.TemporaryDirectory() as folder, VARIANTS[variant]():
        setting = prepare(config, Path(folder))
        start_s = time.process_time()
        phases.search(setting)
        search_s = time.process_time() - start_s
        probs = setting.supernet.probs(config.search.temperature_end)
        expected = setting.tables.expectation(probs)
        design, network, trained = phases.choose(setting)
        phases.train_float(setting, network, "finetune", config.finetune.epochs - trained, design)
        accuracy = figure_on(network, setting.loader(setting.data_of(design), "test"), setting.task)
        assert setting.budget.latency_s is not None
        return {
            "accuracy": accuracy,
            "expected_latency_s": expected.latency_s.item(),
            "latency_s": design.priced.latency_s,
            "used": setting.used(design.layers),
            "macs": design.priced.macs,
            "search_process_s": search_s,
            "peak_bytes": 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        }


def protocol(source: Path, target: Path) -> None:
    """The protocol's data: the first training pictures, and those behind them in place of the test part."""
    images, labels = np.load(source / "x_train.npy", mmap_mode="r"), np.load(source / "y_train.npy")
    for part, rows in (("train", slice(0, PICTURES)), ("test", slice(PICTURES, PICTURES + HELD_OUT))):
        np.save(target / f"x_{part}.npy", images[rows])
        np.save(target / f"y_{part}.npy", labels[rows])


def table(runs: dict[str, dict[str, float]]) -> str:
    """One line a variant: mean and standard deviation over the seeds."""
    lines = [
        "| variant | seeds | accuracy (%) | expected latency at the end of the search (ms) | latency found (ms) | MMAC "
        "| tightest budget used (%) | search (s, one core) | peak (MB) |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for variant in VARIANTS:
        found = [result for name, result in runs.items() if name.rsplit(" seed ", 1)[0] == variant]
        if not found:
            continue
        columns = [("accuracy", 1e2, 1), ("expected_latency_s", 1e3, 0), ("latency_s", 1e3, 0), ("macs", 1e-6, 2)]
        columns += [("used", 1e2, 0), ("search_process_s", 1, 0), ("peak_bytes", 1e-6, 0)]
        cells = []
        for key, unit, digits in columns:
            values = [unit * result[key] for result in found]
            spread = f" ± {np.std(values, ddof=1):.{digits}f}" if len(values) > 1 else ""
            cells.append(f"{np.mean(values):.{digits}f}{spread}")
        lines.append(f"| {variant} | {len(found)} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of cifar10")
    parser.add_argument("--variant", choices=VARIANTS)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    torch.set_num_threads(1)
    store = PUBLISHED / "ablations.json"
    if given.variant:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["DNAS_CACHE"] = str(Path(folder) / "cache")
            protocol(given.data, Path(folder))
            result = run(Path(folder), given.variant, given.seed)
        runs = json.loads(store.read_text()) if store.exists() else {}
        write_text(store, json.dumps(runs | {f"{given.variant} seed {given.seed}": result}, indent=1, sort_keys=True))
        print(given.variant, given.seed, result)
        return
    for seed in SEEDS:
        for variant in VARIANTS:
            runs = json.loads(store.read_text()) if store.exists() else {}
            if f"{variant} seed {seed}" not in runs:  # in a process of its own: its peak is its own
                subprocess.run(
                    [sys.executable, __file__, str(given.data), "--variant", variant, "--seed", str(seed)], check=True
                )
    text = table(json.loads(store.read_text()))
    head = "Written by experiments/05_low_end/ablations.py, which says what the variants are. Mean ± standard deviation."
    (PUBLISHED / "ablations.md").write_text(f"{head}\n\n{text}\n")
    print(text)


if __name__ == "__main__":
    main()

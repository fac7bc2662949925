"""The phases of the one run, each in calls: search, discretize, fine-tune in float, then quantization-aware."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice

import numpy as np

from dnas.cost import sram
from dnas.data import BatchLoader
from dnas.design import Design
from dnas.discretize import Candidate, cheapest_equal, discretize, estimate_batch_norm, grow, losses_on, most_probable
from dnas.finetune import FinetuneModule, FinetuneSettings
from dnas.network import TorchNetwork, fold_batch_norm
from dnas.penalty import PENALTIES
from dnas.quantize import QuantNetwork
from dnas.search import SearchModule, SearchSettings, center, sample
from dnas.setting import CHUNK, FINALISTS, Setting, contest_epochs, qat_epochs, steps_per_epoch
from dnas.space import Arch

VAL_LIMIT = 2000
"""Validation images that compare networks after the search."""
NORM_IMAGES = 512
"""Training images that estimate the batch-norm statistics of a network that is compared."""
FINAL_NORM_IMAGES = 2048
"""The same for the network that is folded."""
SPENT = 0.8
"""Share of the tightest budget from which on it counts as spent."""
GROWTH = 3
"""Finalists may have up to this many times the MACs of the search's network."""
DRAWS = 2000
"""Samples of the distribution among which the most probable networks are looked for."""


def search(setting: Setting) -> SearchModule:
    """Warm-up and differentiable search."""
    config = setting.config
    center(setting.supernet, setting.tables, setting.limits)
    rng = np.random.default_rng(config.seed)
    probs = setting.supernet.probs()
    drawn = [sample(probs, rng) for _ in range(64)]
    core = setting.tables.device.core
    gaps = [sram.network_bytes(setting.space.network(a), core) / setting.tables.price(a).sram_bytes for a in drawn]
    # the planner's typical need beyond the lower bound is kept free
    setting.limits = replace(setting.limits, sram_bytes=setting.limits.sram_bytes / float(np.mean(gaps)))
    s = config.search
    settings = SearchSettings(
        s.epochs, s.weight_lr, s.weight_decay, s.alpha_lr, s.alpha_every, s.temperature_start, s.temperature_end, s.drop_below,
    )  # fmt: skip
    module = SearchModule(
        setting.supernet,
        setting.tables,
        setting.limits,
        PENALTIES[config.penalty.rule](),
        settings,
        BatchLoader(setting.data, setting.data.val, setting.batch_size, shuffle=True, seed=config.seed, drop_last=True),
        setting.weights,
        setting.guard,
        setting.witness,
        config.seed,
    )
    if s.warmup_epochs:
        setting.fit(module, "warmup", s.warmup_epochs, setting.train_loader(0), None)
    module.start_search()
    setting.fit(module, "search", s.epochs, setting.train_loader(5), None)
    module.trainer = None  # and with it the optimizers' moments
    setting.supernet.zero_grad()
    return module


def choose(setting: Setting, module: SearchModule) -> tuple[Design, TorchNetwork]:
    """Discretizes under the hard budget: the search's network and larger ones that fit, told apart by a short training.

    Inherited weights favor small networks, which converge first, so the last word is a measured one: each finalist trains for
    a share of the fine-tuning, and of those equal on validation data the cheapest is taken.
    """
    found = [tuple(arch) for arch in setting.once("finalists", lambda: select(setting, module))]
    return contest(setting, [(setting.design_of(arch), partial(setting.supernet.extract, arch)) for arch in found])


def select(setting: Setting, module: SearchModule) -> list[Arch]:
    """The search's network and larger ones that fit."""
    config, space = setting.config, setting.space
    probs = {name: p.detach() for name, p in setting.supernet.probs(config.search.temperature_end).items()}

    def evaluate(arch: Arch) -> np.ndarray:
        network, design = setting.supernet.extract(arch), setting.design_of(arch)
        # the same batches for every network, read anew: kept as float they would take tens of megabytes
        estimate_batch_norm(network, setting.norm_batches(design, 0, NORM_IMAGES))
        batches = islice(setting.val_loader(design), -(-VAL_LIMIT // setting.chunk_of(design)))
        return losses_on(network, batches, setting.weights)[:VAL_LIMIT]  # the same images, whatever their batches

    def used(arch: Arch) -> float:
        return setting.used(space.network(arch))

    rng = np.random.default_rng(config.seed)
    start = most_probable(probs, setting.fits, rng, DRAWS, config.search.shortlist) or [setting.witness]
    allowed = [p.numpy() > 0 for p in probs.values()]
    chosen, ranked = discretize(
        space, start, allowed, setting.fits, used, evaluate, module.estimator, config.search.evaluations
    )
    setting.progress.say(
        f"discretize: {len(ranked)} networks compared, loss {ranked[0].loss:.3f} to {ranked[-1].loss:.3f}; "
        f"taken: loss {chosen.loss:.3f}, {100 * chosen.used:.0f} % of the tightest budget"
    )
    most_macs = GROWTH * setting.tables.price(chosen.arch).macs
    path = grow(space, chosen.arch, probs, lambda a: setting.tables.price(a).macs <= most_macs and setting.fits(a))
    return finalists(path, used)


def finalists(path: list[Arch], used: Callable[[Arch], float]) -> list[Arch]:
    """The first, one between and the last of ever larger architectures; the one between spends the budget if the last does."""
    larger = path[len(path) // 2 :]
    between = next((arch for arch in larger if used(arch) >= SPENT), larger[0])
    return list(dict.fromkeys((path[0], between, path[-1])))


def contest(setting: Setting, entrants: Sequence[tuple[Design, Callable[[], TorchNetwork]]]) -> tuple[Design, TorchNetwork]:
    """Trains every entrant for a short while and returns the cheapest of the best, with its weights.

    Small networks are ahead after a short training, so doubt goes to those that spend the budget: where nothing is
    significantly better, the cheapest that uses `SPENT` of it is taken.

    Args:
        setting: the run.
        entrants: designs, and what makes their networks.
    """
    epochs = contest_epochs(setting.config)
    setting.progress.skip(max(0, FINALISTS - len(entrants)) * epochs * steps_per_epoch(setting.config, setting.data))
    candidates, networks = [], []
    for number, (design, make) in enumerate(entrants):
        network = make()
        train_float(setting, network, f"contest {number + 1}", epochs, design)
        losses = losses_on(network, setting.val_loader(design), setting.weights)
        candidates.append(Candidate((number,), losses, setting.used(design.layers)))
        networks.append(network)
        setting.progress.say(
            f"contest: loss {candidates[-1].loss:.3f} at {100 * candidates[-1].used:.0f} % of the tightest budget"
        )
    winner = cheapest_equal(candidates, SPENT).arch[0]
    return entrants[winner][0], networks[winner]


def train_float(setting: Setting, network: TorchNetwork, phase: str, epochs: int, design: Design) -> None:
    """Trains a network with batch norm, then estimates its statistics anew; leaves it in evaluation mode."""
    f = setting.config.finetune
    settings = FinetuneSettings(epochs, f.lr, f.weight_decay, f.label_smoothing)
    module = FinetuneModule(network, setting.space.classes, settings, setting.weights, setting.micro_batch_of(design))
    network.train()  # Lightning keeps the mode it finds
    setting.fit(module, phase, epochs, setting.train_loader(1, design), setting.val_loader(design))
    estimate_batch_norm(network, setting.norm_batches(design, 2, FINAL_NORM_IMAGES))


def quantize(setting: Setting, network: TorchNetwork, design: Design) -> QuantNetwork:
    """Folds batch norm, calibrates, trains quantization-aware; returns the quantized network in evaluation mode."""
    q, data = setting.config.quantize, setting.data_of(design)
    kind = "image" if data.kind == "image" else "features"
    quantized = QuantNetwork(fold_batch_norm(network), data.scale, data.zero_point, kind)
    quantized.calibrate(setting.norm_batches(design, 3, CHUNK * q.calibration_batches))
    settings = FinetuneSettings(qat_epochs(setting.config), q.lr, setting.config.finetune.weight_decay)
    module = FinetuneModule(quantized, setting.space.classes, settings, setting.weights, setting.micro_batch_of(design))
    setting.fit(module, "qat", settings.epochs, setting.train_loader(4, design), setting.val_loader(design))
    quantized.eval()
    quantized.freeze_ranges()
    return quantized

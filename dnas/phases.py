"""The phases of the one run, each in calls: search, discretize, fine-tune in float, then quantization-aware."""

from __future__ import annotations

import copy
import math
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from functools import partial
from itertools import islice

import numpy as np
import torch
from torch import Tensor

from dnas.allocator import tidy, trim
from dnas.annealing import PER_EFOLD, anneal
from dnas.cost.runtime import arena_of
from dnas.cost.tables import within
from dnas.data import BatchLoader
from dnas.design import Design
from dnas.discretize import (
    Candidate,
    apart,
    estimate_batch_norm,
    log_probability,
    losses_on,
    mean_loss,
    preferred_first,
    widened,
)
from dnas.finetune import FinetuneModule, FinetuneSettings
from dnas.geometry import Network
from dnas.network import TorchNetwork, fold_batch_norm
from dnas.penalty import PENALTIES
from dnas.quantize import QuantNetwork
from dnas.rounding import round_weights
from dnas.sampling import sample
from dnas.schedule import FINALISTS, contest_epochs, losers_epochs, qat_epochs, rounds, steps_per_epoch
from dnas.search import SearchModule, SearchSettings
from dnas.setting import CHUNK, Setting
from dnas.space import Arch

VAL_LIMIT = 2000
"""Validation images that compare networks after the search."""
NORM_IMAGES = 512
"""Training images that estimate the batch-norm statistics of a network that is compared."""
FINAL_NORM_IMAGES = 2048
"""The same for the network that is folded."""
SPENT = 0.8
"""Share of the tightest budget from which on it counts as spent."""
SIZES = 4
"""Sizes of networks among the finalists."""
GROWTH = 4
"""Finalists may have up to this many times the MACs of the most probable network."""
ROOM = 0.9
"""Lower limit of the largest networks' MACs, of the most there can be: so that there are several."""
ANNEALING = 6000
"""Moves in which the most probable networks of one size are looked for."""


def search_module(setting: Setting) -> SearchModule:
    """What the search trains, at its beginning; the limits keep the planner's typical need beyond its lower bound free."""
    config = setting.config
    probs, rng = setting.first_probs(), np.random.default_rng(config.seed)
    drawn = [sample(probs, rng) for _ in range(64)]
    device = setting.tables.device
    needed = [arena_of(setting.space.network(arch), device).allocation_bytes for arch in drawn]
    gaps = [size / setting.tables.price(arch).sram_bytes for size, arch in zip(needed, drawn, strict=True)]
    least_bytes = setting.tables.price(setting.witness).sram_bytes  # where only a few networks fit, not below them
    sram_bytes = max(setting.limits.sram_bytes / float(np.mean(gaps)), least_bytes)
    setting.limits = replace(setting.limits, sram_bytes=sram_bytes)
    s = config.search
    steps = s.epochs * steps_per_epoch(config, setting.data) / s.alpha_every
    rate = min(s.alpha_lr, s.alpha_travel / steps)
    settings = SearchSettings(
        s.epochs, s.weight_lr, s.weight_decay, rate, s.alpha_every, s.temperature_start, s.temperature_end, s.drop_below,
    )  # fmt: skip
    return SearchModule(
        setting.supernet,
        setting.tables,
        setting.limits,
        PENALTIES[config.penalty.rule](),
        settings,
        BatchLoader(setting.data, setting.data.val, setting.batch_size, shuffle=True, seed=config.seed, drop_last=True),
        setting.task,
        setting.guard,
        setting.witness,
        config.seed,
        setting.dtype,
    )


def search(setting: Setting) -> None:
    """Warm-up and differentiable search: what is learned is in the supernet."""
    s, module = setting.config.search, search_module(setting)
    steps = s.epochs * steps_per_epoch(setting.config, setting.data)
    if steps <= s.alpha_every:  # the first has a rate of 0
        setting.progress.say(f"search: {steps} steps are too few for alpha to move once every {s.alpha_every}: it stays")
    if s.warmup_epochs:
        setting.fit(module, "warmup", s.warmup_epochs, setting.train_loader(0), None)
    module.start_search()
    setting.fit(module, "search", s.epochs, setting.train_loader(5), None)
    module.trainer = None  # and with it the optimizers' moments
    setting.supernet.zero_grad()
    tidy()  # networks are evaluated next, in float32 and in other batches than what was trained


def choose(setting: Setting) -> tuple[Design, TorchNetwork, int]:
    """Discretizes under the hard budget: the most probable networks of several sizes, told apart by training.

    A supernet tells networks of one size apart, but favors small ones, which converge first. So the last word on size is a
    measured one.

    Returns:
        The network's design, its weights and the epochs that it has trained.
    """
    found = [tuple(arch) for arch in setting.once("finalists", lambda: select(setting))]
    first = contest_epochs(setting.config)
    spared = losers_epochs(FINALISTS, first) - losers_epochs(len(found), first)
    setting.progress.skip(spared * steps_per_epoch(setting.config, setting.data))
    return contest(setting, [(setting.design_of(arch), partial(setting.supernet.extract, arch)) for arch in found])


def select(setting: Setting) -> list[Arch]:
    """The finalists: per size, of the most probable networks that fit those with the lowest loss with inherited weights.

    Sizes are lower limits of the MACs, in `SIZES` geometric steps from the most probable network of any size to near M, those
    of the largest that fits (at most `GROWTH` times the first):  m_j = m_0 (`ROOM` M / m_0)^(j / (SIZES - 1)). Those that use
    `SPENT` of one budget are widened as far as the budgets and M allow: what they leave of the other budgets would buy nothing.

    A distribution may end where hardly anything fits, since what meets a budget is its expectation. Then there are fewer than
    `FINALISTS`, and its most probable neighbors of any size join them, options that left the space with the probability at
    which they left.
    """
    tables, board = setting.tables, asdict(setting.budget)
    probs, drop_below = setting.supernet.probs(setting.config.search.temperature_end), setting.config.search.drop_below
    log_p = log_probability({name: p.detach().clamp_min(drop_below / len(p)) for name, p in probs.items()})
    left, built = ([np.flatnonzero(mask) for mask in masks] for masks in (setting.supernet.mask, setting.supernet.built))
    rng = np.random.default_rng(setting.config.seed)
    widths = [setting.space.choice_index[name] for name in setting.space.widths]
    losses: dict[Arch, float] = {}

    def macs(arch: Arch) -> int:
        return tables.price(arch).macs

    def admits(arch: Arch, least: float = 0.0, most: float = math.inf) -> bool:
        priced = tables.price(arch)  # its SRAM is a lower bound: a quick test before the planner's
        return least <= priced.macs <= most and within(priced, board) and setting.fits(arch)

    def ranking(start: Arch, score: Callable[[Arch], float], least: float = 0.0) -> list[Arch]:
        return anneal(start, left, score, partial(admits, least=least), rng, ANNEALING)

    def best_first(near: list[Arch], what: str) -> list[Arch]:
        losses.update((arch, inherited_loss(setting, arch)) for arch in near if arch not in losses)
        best = sorted(near, key=lambda arch: (losses[arch], arch))
        if best:
            worst_loss = losses[best[-1]]
            setting.progress.say(f"discretize: {what}, {len(best)} networks, loss {losses[best[0]]:.3f} to {worst_loss:.3f}")
        return best

    def full(arch: Arch, options: list[np.ndarray], most: float = math.inf) -> Arch:
        if setting.used(setting.space.network(arch)) < SPENT:
            return arch
        return widened(arch, widths, options, log_p, partial(admits, most=most))

    probable = ranking(setting.witness, log_p)
    first = macs(probable[0])
    largest = ranking(probable[0], lambda arch: PER_EFOLD * math.log(min(macs(arch), GROWTH * first)))[0]
    most = min(macs(largest), GROWTH * first)
    last = max(first, ROOM * most)
    finalists: list[Arch] = []
    sizes = np.geomspace(first, last, SIZES).clip(first, last)  # rounding takes it beyond ends that are equal
    for least in sizes:
        ranked = probable if least <= first else ranking(largest, log_p, least)
        size = "any size" if least <= first else f"from {least / 1e6:.3g} MMAC on"
        best = best_first(apart(ranked, setting.config.search.shortlist), size)
        finalists += [arch for arch in best if arch not in finalists][: FINALISTS // SIZES]
    found = list(dict.fromkeys(full(arch, left, most) for arch in finalists))
    if len(found) < FINALISTS:
        ranked = anneal(probable[0], built, log_p, admits, rng, ANNEALING)
        neighbors = [arch for arch in apart([*found, *ranked], 2 * FINALISTS) if arch not in found]
        found += (full(arch, built) for arch in best_first(neighbors, "neighbors"))
    return list(dict.fromkeys(found))[:FINALISTS]


def inherited_loss(setting: Setting, arch: Arch) -> float:
    """Validation loss of an architecture with the supernet's weights, on `VAL_LIMIT` images, the same for all."""
    network, design = setting.supernet.extract(arch), setting.design_of(arch)
    # the same batches for every network, read anew: kept as float they would take tens of megabytes
    estimate_batch_norm(network, setting.norm_batches(design, 0, NORM_IMAGES))
    data, size = setting.data_of(design), setting.chunk_of(design)
    drawn = BatchLoader(data, data.val, size, shuffle=True)  # data sets are sorted by class, word or machine
    batches = islice(drawn, -(-VAL_LIMIT // size))
    losses = losses_on(network, batches, setting.task)[:VAL_LIMIT]  # whatever their batches
    trim()  # of the next network they are of another size
    return mean_loss(losses)


def contest(
    setting: Setting, entrants: Sequence[tuple[Design, Callable[[], TorchNetwork]]]
) -> tuple[Design, TorchNetwork, int]:
    """Successive halving (Jamieson and Talwalkar 2016): all train for a while, the better half goes on for as long again.

    Of networks that are not significantly worse than the best one the cheaper go on; but small networks are ahead after a short
    training, so doubt goes to those that use `SPENT` of the budget, and among these the loss decides.

    Args:
        setting: the run.
        entrants: designs, and what makes their networks.

    Returns:
        The winner's design, its weights and the epochs that it has trained.
    """
    plan = rounds(len(entrants), contest_epochs(setting.config))
    networks = [make() for _, make in entrants]
    left = list(range(len(entrants)))
    for number, (_, length) in enumerate(plan, 1):
        candidates = []
        for index in left:
            design, network = entrants[index][0], networks[index]
            train_float(setting, network, f"contest {number}.{index + 1}", length, design)
            losses = losses_on(network, setting.val_loader(design), setting.task)
            candidates.append(Candidate(index, losses, setting.used(design.layers)))
            setting.progress.say(
                f"contest: {index + 1}, {design.priced.macs / 1e6:.3g} MMAC, {100 * candidates[-1].used:.0f} % of the tightest "
                f"budget: loss {candidates[-1].loss:.3f}"
            )
        left = sorted(c.number for c in preferred_first(candidates, SPENT)[: -(-len(left) // 2)])
    return entrants[left[0]][0], networks[left[0]], sum(length for _, length in plan)


def fresh(setting: Setting, layers: Network, number: int = 0) -> TorchNetwork:
    """An untrained network; the same one each time."""
    torch.manual_seed(setting.config.seed + number)
    return TorchNetwork(layers)


def trained_teachers(setting: Setting, design: Design) -> list[TorchNetwork]:
    """The networks from which the one of this design will learn: `finetune.teachers` of the same design, each from a start and
    with an order of its own."""
    found = []
    for number in range(1, setting.config.finetune.teachers + 1):
        found.append(fresh(setting, design.layers, number))
        train_float(setting, found[-1], f"teacher {number}", setting.config.finetune.epochs, design)
        found[-1].zero_grad()
    return found


def train_float(
    setting: Setting, network: TorchNetwork, phase: str, epochs: int, design: Design, teachers: Sequence[TorchNetwork] = ()
) -> None:
    """Trains a network with batch norm, then estimates its statistics anew; leaves it in evaluation mode."""
    f = setting.config.finetune
    settings = FinetuneSettings(epochs, f.lr, f.weight_decay, f.label_smoothing, f.optimizer)
    size, dtype = setting.micro_batch_of(design, setting.dtype), setting.dtype
    module = FinetuneModule(network, setting.task, settings, size, dtype, teachers)
    network.train()  # Lightning keeps the mode it finds
    order = zlib.crc32(phase.partition(".")[0].encode())  # entrants of one round of a contest see the same batches
    setting.fit(module, phase, epochs, setting.train_loader(order, design), setting.val_loader(design))
    estimate_batch_norm(network, setting.norm_batches(design, 2, FINAL_NORM_IMAGES))


def calibration(setting: Setting, design: Design) -> Iterator[Tensor]:
    """Training inputs by which ranges of activations and the rounding of weights are found."""
    return setting.norm_batches(design, 3, CHUNK * setting.config.quantize.calibration_batches)


def calibrated(setting: Setting, network: TorchNetwork, design: Design) -> QuantNetwork:
    """The network with batch norm folded and the ranges of its activations."""
    data = setting.data_of(design)
    kind = "image" if data.kind == "image" else "features"
    quantized = QuantNetwork(fold_batch_norm(network), data.scale, data.zero_point, kind, short=setting.tables.device.generated)
    quantized.calibrate(calibration(setting, design))
    return quantized


def rounded(setting: Setting, network: TorchNetwork, design: Design) -> QuantNetwork:
    """The network quantized without further training, in evaluation mode."""
    tidy()  # rounding may take all that the plan leaves, beside which float training's gaps have no place
    quantized = calibrated(setting, network, design).eval()
    too_large = round_weights(quantized, partial(calibration, setting, design), setting.left_bytes())
    if too_large:
        setting.progress.say(f"rounding: layers {too_large} are too large for the host, each weight goes to its nearest step")
    tidy()  # what comes next takes as much
    return quantized


def trained(setting: Setting, quantized: QuantNetwork, design: Design, teachers: Sequence[TorchNetwork]) -> QuantNetwork:
    """A copy that has trained quantization-aware, in evaluation mode."""
    network = copy.deepcopy(quantized).train()
    lr, weight_decay = setting.config.quantize.lr, setting.config.finetune.weight_decay
    settings = FinetuneSettings(qat_epochs(setting.config), lr, weight_decay)
    size = setting.micro_batch_of(design, torch.float32)  # integer arithmetic is emulated exactly
    module = FinetuneModule(network, setting.task, settings, size, teachers=teachers)
    setting.fit(module, "qat", settings.epochs, setting.train_loader(4, design), setting.val_loader(design))
    del module  # and with it the gradients' and the optimizer's memory
    network.eval().zero_grad()
    tidy()
    return network


def quantize(setting: Setting, network: TorchNetwork, design: Design, teachers: Sequence[TorchNetwork] = ()) -> QuantNetwork:
    """Folds batch norm, calibrates, rounds, trains quantization-aware; returns the quantized network in evaluation mode.

    Training begins at the rounded weights and rounds to the nearest, so that its last step is what is exported. Where it has
    made the validation loss larger the network stays as it was rounded: one whose weights have 4 bits already has little to
    gain from it.
    """
    before = rounded(setting, network, design)
    after = trained(setting, before, design, teachers)
    losses = []
    for candidate in (after, before):
        images = setting.loader(setting.data_of(design), "val", batch_size=setting.chunk_of(design, copies=2))
        losses.append(mean_loss(losses_on(candidate, images, setting.task)))
    setting.progress.say(f"validation loss: {losses[0]:.4f} after quantization-aware training, {losses[1]:.4f} before")
    return after if losses[0] <= losses[1] else before

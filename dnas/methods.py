"""What `search.method` stands for: our search, and what it is measured against with the same data, budgets and training.

Each method gives a design that fits the board, its network, and the epochs that are left to train it. Those without a
supernet train their networks from scratch; what they do not use of the search's epochs goes into the training, but for `grow`,
whose candidates take what they take, as published.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial

import numpy as np
import torch

from dnas.blocks import Candidate, Kind
from dnas.cost import cost_of, tightest, used
from dnas.design import Design, priced
from dnas.discretize import figure_on
from dnas.errors import RequestError
from dnas.families import layers_of
from dnas.genotype import Genotype, Shape
from dnas.geometry import INT8
from dnas.growth import growth, possible
from dnas.network import TorchNetwork
from dnas.phases import choose, contest, fresh, search, train_float
from dnas.pruning import PRUNED_FROM, can_be_pruned, pruned, to_be_pruned
from dnas.references import published
from dnas.sampling import sample
from dnas.schedule import contest_epochs, losers_epochs, search_epochs
from dnas.setting import Setting
from dnas.space import Arch, SearchSpace
from dnas.supernet import Supernet

Found = tuple[Design, TorchNetwork, int]
"""Design, network, epochs of its training."""
FEASIBLE_DRAWS = 20_000
"""Samples among which the networks of `random` are looked for."""
GROWTH_EPOCHS = 3
"""Training of each candidate of `grow`."""


def differentiable(setting: Setting) -> Found:
    """The project's own search."""
    search(setting)
    design, network, trained = choose(setting)
    return design, network, max(1, setting.config.finetune.epochs - trained)


def random(setting: Setting) -> Found:
    """Networks drawn from where the search would begin (`Setting.first_probs`); the winner of their contest.

    As many as the search's epochs allow.
    """
    probs, rng = setting.first_probs(), np.random.default_rng(setting.config.seed)
    total, first = search_epochs(setting.config), contest_epochs(setting.config)
    count = max(n for n in range(1, total + 2) if losers_epochs(n, first) <= total)
    found: dict[Arch, None] = {}
    for _ in range(FEASIBLE_DRAWS):
        if len(found) == count:
            break
        arch = sample(probs, rng)
        if setting.fits(arch):
            found[arch] = None
    if not found:
        setting.progress.say(f"random: none of {FEASIBLE_DRAWS} draws fits; the network that shows that some do is taken")
        found[setting.witness] = None
    designs = [setting.design_of(arch) for arch in found]
    entrants = [(design, partial(fresh, setting, design.layers, number)) for number, design in enumerate(designs)]
    design, network, trained = contest(setting, entrants)
    spare = total - losers_epochs(len(entrants), first)
    return design, network, max(1, setting.config.finetune.epochs - trained) + spare


def uniform(setting: Setting) -> Found:
    """The space's reference network, its widths scaled by the largest single factor that fits, for every scale of the input.

    Of those the one with the most MACs is taken: what an engineer does who fills the board.

    Raises:
        RequestError: no factor is small enough.
    """
    design = design_of_uniform(setting)
    return design, fresh(setting, design.layers), setting.config.finetune.epochs + search_epochs(setting.config)


def design_of_uniform(setting: Setting) -> Design:
    """What `widest` finds; raises what it raises."""
    return setting.design_of(widest(setting))


def widest(setting: Setting) -> Arch:
    """The reference network as `uniform` takes it.

    Raises:
        RequestError: no factor is small enough.
    """
    widths = [scaled(setting.space, scale) for scale in range(len(setting.space.scales))]
    fitting = [arch for archs in widths if (arch := next(filter(setting.fits, archs), None)) is not None]
    if not fitting:
        costs = [cost_of(setting.space.network(archs[-1]), setting.tables.device) for archs in widths]
        least = min(costs, key=lambda cost: used(cost, setting.budget))
        raise RequestError(
            f"search=uniform: the reference network of space {setting.space.spec.name} does not fit at its smallest width: "
            f"{tightest(least, setting.budget)}; give a larger budget or another space"
        )
    return max(fitting, key=lambda arch: setting.tables.price(arch).macs)


def scaled(space: SearchSpace, scale: int) -> list[Arch]:
    """The space's reference network at one scale of the input, by falling width factors."""
    options = []
    reference = Candidate.parse(space.spec.reference)
    for choice in space.choices:
        if choice.name == "stem":
            options.append(next(i for i, (_, s, _) in enumerate(space.stem_options) if s == scale))
        elif choice.name not in space.widths:
            slot = next(s for s in space.slots if s.op == choice.name)
            plain = [replace(c, pooled=False, weights=INT8) for c in slot.candidates]
            other = next(i for i, c in enumerate(plain) if c.kind is not Kind.SKIP)
            options.append(plain.index(reference) if reference in plain else other)
    factors = sorted({Fraction(w, max(widths)) for widths in space.widths.values() for w in widths}, reverse=True)
    return [
        (*options, *(max(0, sum(w <= factor * max(ws) for w in ws) - 1) for ws in space.widths.values())) for factor in factors
    ]


def prune(setting: Setting) -> Found:
    """Search first, sparsity afterwards: what searching for both at once is measured against.

    Our search among formats that keep every weight and have a sparser one to go on to, under `PRUNED_FROM` times the flash
    budget and among networks that meet all budgets once they are `pruned`. What is found goes on to those formats and keeps its
    trained weights.

    Raises:
        RequestError: leaving out weights saves nothing on this board or in this space, or not enough.
    """
    larger, mask, smallest = to_be_pruned(setting)
    torch.manual_seed(setting.config.seed)
    setting.supernet = Supernet(setting.space, mask)
    limits = replace(setting.limits, flash_bytes=PRUNED_FROM * setting.limits.flash_bytes)
    searched = replace(
        setting, budget=larger, limits=limits, witness=smallest, centered=False, admits=partial(can_be_pruned, setting)
    )
    found, network, epochs = differentiable(searched)
    own = SearchSpace(setting.space.spec, found.shape, setting.space.classes)
    arch = pruned(own, own.arch(found.genotype.options), setting.tables.device, setting.budget.flash_bytes)
    assert arch is not None, "only networks that can be pruned are admitted"
    design = described(setting, own.genotype(arch))
    target = TorchNetwork(design.layers)
    target.load_state_dict(network.state_dict())
    return design, target, epochs


def grow(setting: Setting) -> Found:
    """NanoNAS's greedy search: cells are added while the validation accuracy rises, kernels while its best does.

    Each candidate trains `GROWTH_EPOCHS` epochs; its accuracy counts in thousandths. The network found starts from scratch,
    on the largest input that lets the smallest network fit.

    Raises:
        RequestError: not even one kernel and one cell fit.
    """
    shape = shape_of_growth(setting)

    def cells_for(kernels: int) -> tuple[float, int]:
        """The best score and its number of cells, found by adding one after another."""
        best, cells = -1.0, 0
        while (now := score(setting, shape, kernels, cells + 1)) > best:
            best, cells = now, cells + 1
        return best, cells

    (best, cells), kernels = cells_for(1), 1
    while (more := cells_for(kernels + 1))[0] > best:
        (best, cells), kernels = more, kernels + 1
    taken = grown(setting, shape, kernels, cells)
    return taken, fresh(setting, taken.layers), setting.config.finetune.epochs


def shape_of_growth(setting: Setting) -> Shape:
    """The largest input at which the smallest network of the family fits.

    Raises:
        RequestError: not even one kernel and one cell fit.
    """
    shapes = [shape for shape in setting.space.shapes if possible(1, shape)]
    if not shapes:
        raise RequestError("search=grow: its networks pool 2x2, which a vector has not")
    shape = next((s for s in shapes if setting.used(grown(setting, s, 1, 1).layers) <= 1.0), None)
    if shape is None:
        c, h, w = smallest = shapes[-1]
        least = cost_of(grown(setting, smallest, 1, 1).layers, setting.tables.device)
        raise RequestError(
            f"search=grow: not even one kernel and one cell fit: at {h}x{w}x{c} {tightest(least, setting.budget)}; "
            "give a larger budget or a smaller data.resolution"
        )
    return shape


def grown(setting: Setting, shape: Shape, kernels: int, cells: int) -> Design:
    """One network of the family."""
    return described(setting, growth(kernels, cells, shape, setting.space.classes))


def reference(setting: Setting) -> Found:
    """The data set's published network, `data.reference`, for the largest input.

    Raises:
        RequestError: the network is unknown or does not fit.
    """
    design = design_of_reference(setting)
    return design, fresh(setting, design.layers), setting.config.finetune.epochs + search_epochs(setting.config)


def design_of_reference(setting: Setting) -> Design:
    """The published network, if it fits.

    Raises:
        RequestError: it is unknown or does not fit.
    """
    design = described(setting, published(setting.config.data.reference, setting.space.input_shape, setting.space.classes))
    if setting.used(design.layers) > 1.0:
        cost = cost_of(design.layers, setting.tables.device)
        raise RequestError(
            f"search=reference: {setting.config.data.reference} does not fit {setting.tables.device.name}: "
            f"{tightest(cost, setting.budget)}; give a larger budget or board, or another network by data.reference"
        )
    return design


def described(setting: Setting, genotype: Genotype) -> Design:
    """The network of a genotype of no space."""
    layers = layers_of(genotype, setting.space.spec)
    return Design(genotype, layers, priced(layers, setting.tables))


def score(setting: Setting, shape: Shape, kernels: int, cells: int) -> float:
    """Accuracy after a short training; below that of any network where this one is not possible or does not fit."""
    if not possible(cells, shape) or setting.used(grown(setting, shape, kernels, cells).layers) > 1.0:
        return -3.0

    def measured() -> float:
        candidate = grown(setting, shape, kernels, cells)
        network = fresh(setting, candidate.layers)
        train_float(setting, network, f"growth {kernels} {cells}", GROWTH_EPOCHS, candidate)
        return figure_on(network, setting.val_loader(candidate), setting.task)

    found = float(setting.once(f"growth_{kernels}_{cells}", measured))
    setting.progress.say(f"growth: {100 * found:.1f} % with {kernels} kernels, {cells} cells")
    return round(found, 3)


METHODS: dict[str, Callable[[Setting], Found]] = {
    "dnas": differentiable,
    "grow": grow,
    "random": random,
    "uniform": uniform,
    "prune": prune,
    "reference": reference,
}
CHECKS: dict[str, Callable[[Setting], object]] = {
    "grow": shape_of_growth,
    "uniform": design_of_uniform,
    "prune": to_be_pruned,
    "reference": design_of_reference,
}
"""What refuses a request before anything is trained or said, of the methods that may: dry runs ask it, too. A `Design` is the
one network that the method trains."""

"""Sparsity after a search (`search=prune`): what is searched for it, and how a network goes on to sparser formats."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dnas.cost import cost_of, tightest
from dnas.cost.runtime import flash_bytes
from dnas.cost.tables import Mask
from dnas.cut import cut, witness
from dnas.device import Budget, DeviceProfile
from dnas.errors import RequestError
from dnas.geometry import WeightFormat
from dnas.setting import Setting
from dnas.space import Arch, SearchSpace

PRUNED_FROM = 2
"""Flash of the network that is pruned, in budgets."""


def to_be_pruned(setting: Setting) -> tuple[Budget, Mask, Arch]:
    """What `prune` searches: `PRUNED_FROM` times the flash, the dense options of networks within it, and the smallest of them.

    Raises:
        RequestError: leaving out weights saves nothing on this board or in this space, or not enough.
    """
    space, tables, budget = setting.space, setting.tables, setting.budget
    if not tables.device.generated:
        raise RequestError(
            f"search=prune: {tables.device.name} runs .tflite files, which store weights that are left out as zeros; only "
            "boards with generated code save them, such as device=nucleo_l011k4"
        )
    dense = {
        slot.op: np.array([not c.weights.sparse and bool(_sparser_formats(space, c.weights)) for c in slot.candidates])
        for slot in space.slots
        if slot.op
    }
    if not dense or not all(mask.any() for mask in dense.values()):
        raise RequestError(
            f"search=prune: space {space.spec.name} has weights {', '.join(space.spec.weights)}; for every layer a format that "
            "keeps all weights is needed, and one that stores fewer bits by leaving some out, as space=micro has"
        )
    larger = replace(budget, flash_bytes=PRUNED_FROM * budget.flash_bytes)
    mask = cut(tables, larger, tuple(dense.get(c.name, np.ones(len(c.options), dtype=bool)) for c in space.choices))
    smallest = witness(tables, larger, mask)
    network, leanest = space.network(smallest), space.network(sparsest(space, smallest))
    dense_bytes, sparse_bytes = (flash_bytes(layers, tables.device) for layers in (network, leanest))
    if sparse_bytes > budget.flash_bytes:
        raise RequestError(
            f"search=prune: the smallest network stores {dense_bytes} B with every weight and {sparse_bytes} B in its sparsest "
            f"formats, the budget is {budget.flash_bytes} B; give a larger budget.flash, or sparser formats in space.weights"
        )
    if not can_be_pruned(setting, smallest):
        lean = pruned(space, smallest, tables.device, budget.flash_bytes)
        assert lean is not None, "its sparsest formats fit"
        raise RequestError(
            f"search=prune: in formats that fit the flash the smallest network breaks "
            f"{tightest(cost_of(space.network(lean), tables.device), budget)}: sparse code is slower; give a larger "
            "budget.latency, or search=default"
        )
    return larger, mask, smallest


def can_be_pruned(setting: Setting, arch: Arch) -> bool:
    """Whether a network meets every budget of the setting once it is `pruned`."""
    lean = pruned(setting.space, arch, setting.tables.device, setting.budget.flash_bytes)
    return lean is not None and setting.used(setting.space.network(lean)) <= 1.0


def pruned(space: SearchSpace, arch: Arch, device: DeviceProfile, most_bytes: int) -> Arch | None:
    """The architecture in sparser formats, one slot after another, until its flash is `most_bytes` or less.

    Each time the slot that saves most bytes by it goes on to its next sparser format. None where all are in their sparsest, and
    that is not enough.
    """
    while flash_bytes(space.network(arch), device) > most_bytes:
        found = [(*arch[:index], option, *arch[index + 1 :]) for index, option in _next_sparser(space, arch).items()]
        if not found:
            return None
        arch = min(found, key=lambda other: flash_bytes(space.network(other), device))
    return arch


def sparsest(space: SearchSpace, arch: Arch) -> Arch:
    """The architecture with every slot's weights in the sparsest format: where `pruned` ends."""
    while following := _next_sparser(space, arch):
        arch = tuple(following.get(index, option) for index, option in enumerate(arch))
    return arch


def _next_sparser(space: SearchSpace, arch: Arch) -> dict[int, int]:
    """Index of a choice -> the option that differs from the one taken in the next sparser format alone, where there is one."""
    found = {}
    for slot in space.slots:
        if slot.op is not None:
            index = space.choice_index[slot.op]
            formats = _sparser_formats(space, slot.candidates[arch[index]].weights)
            options = [space.in_format(slot, arch[index], weights) for weights in formats]
            found[index] = next((option for option in options if option is not None), arch[index])
    return {index: option for index, option in found.items() if option != arch[index]}


def _sparser_formats(space: SearchSpace, weights: WeightFormat) -> list[WeightFormat]:
    """The space's formats that store the same rows with fewer weights, no more bits of each, fewer in all; the next first."""
    alike = [f for f in space.formats if f.mirrored == weights.mirrored and f.bits <= weights.bits]
    less = [f for f in alike if f.kept_percent < weights.kept_percent and f.mean_bits < weights.mean_bits]
    return sorted(less, key=lambda f: (-f.kept_percent, -f.bits))

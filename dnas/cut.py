"""The first cut: refuse what no network can meet, delete every option that occurs in no network within the budget."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
from numpy.typing import NDArray

from dnas.annealing import PER_EFOLD, anneal
from dnas.cost import cost_of, exact_bytes, exact_seconds, used
from dnas.cost.runtime import arena_of
from dnas.cost.tables import METRICS, Mask, PriceTables
from dnas.device import Budget, format_bytes, format_seconds
from dnas.errors import RequestError
from dnas.space import Arch, SearchSpace

PERSISTENT, FLASH, CYCLES = (METRICS.index(name) for name in ("persistent_bytes", "flash_bytes", "cycles"))
RECORDS = (1e-3, 1.0)
"""Weights of records among the costs, over the SRAM, with which a network that fits is looked for."""
ANNEALING = 3000
"""Moves in which it is looked for where none of these fits."""


def smallest(tables: PriceTables, mask: Mask) -> dict[str, tuple[float, Arch]]:
    """The smallest reachable cost of each constraint, alone: name -> (figure, its network).

    Flash and latency are exact (shortest path); SRAM is what must be given to the network with the smallest lower bound of what
    is used, or to the one with the fewest records, which is set up with least.
    """
    found: dict[str, tuple[float, Arch]] = {}
    given = [arch for _, arch in (tables.smallest_sram(mask), tables.cheapest(_unit(PERSISTENT), mask)) if arch is not None]
    found["sram"] = min((arena_of(tables.space.network(arch), tables.device).allocation_bytes, arch) for arch in given)
    for name, metric in (("flash", FLASH), ("latency", CYCLES)):
        _, arch = tables.cheapest(_unit(metric), mask)
        assert arch is not None
        priced = tables.price(arch)
        found[name] = (priced.flash_bytes if name == "flash" else priced.latency_s, arch)
    return found


def largest(tables: PriceTables, mask: Mask) -> dict[str, float]:
    """The largest reachable cost of each constraint, alone: flash and latency exact, of SRAM what annealing finds."""
    (_, stored), (_, slow) = (tables.cheapest(-_unit(metric), mask) for metric in (FLASH, CYCLES))
    assert stored is not None
    assert slow is not None
    options, rng = [np.flatnonzero(left) for left in mask], np.random.default_rng(0)
    wide = anneal(slow, options, lambda a: PER_EFOLD * math.log(tables.price(a).sram_bytes), lambda _: True, rng, ANNEALING)[0]
    return {
        "sram": arena_of(tables.space.network(wide), tables.device).allocation_bytes,
        "flash": tables.price(stored).flash_bytes,
        "latency": tables.price(slow).latency_s,
    }


def check_reachable(tables: PriceTables, budget: Budget) -> None:
    """Refuses a budget that no network of the space meets, one constraint at a time.

    Raises:
        RequestError: the value, the smallest achievable figure, and for an input too large for SRAM the resolution that fits.
    """
    reachable = smallest(tables, tables.full_mask())
    channels, height, width = min(tables.space.shapes, key=math.prod)
    input_bytes = channels * height * width
    if input_bytes >= budget.sram_bytes:
        advice = "give a larger budget.sram, or a board that has more"
        side = _side_that_fits(tables, budget.sram_bytes) if height == width else None  # others are features
        if side is not None:
            smaller = max(side * 2 // 3, tables.space.spec.stem_out[0])
            advice = f"data.resolution={side} would leave room"
            advice += f", and data.resolution=[{side},{smaller}] lets the search choose" if smaller < side else ""
        raise RequestError(
            f"the input alone ({height}x{width}x{channels} = {format_bytes(input_bytes)}) does not fit "
            f"{format_bytes(budget.sram_bytes)} of SRAM; the smallest achievable with it is "
            f"{exact_bytes(reachable['sram'][0])}; {advice}"
        )
    for name, limit, text in (
        ("sram", budget.sram_bytes, exact_bytes),
        ("flash", budget.flash_bytes, exact_bytes),
        ("latency", budget.latency_s, exact_seconds),
    ):
        figure = reachable[name][0]
        if limit is not None and figure > limit:
            given = f"{1e6 * limit:g} us" if name == "latency" else text(limit)
            raise RequestError(
                f"budget.{name}={given} is below what space {tables.space.spec.name} can reach on {tables.device.name} "
                f"with this input; the smallest achievable is {text(figure)}"
            )


def _side_that_fits(tables: PriceTables, sram_bytes: int) -> int | None:
    """A square input's side, in steps of a tenth from where the input takes half of the SRAM, with a network that fits."""
    space, channels = tables.space, tables.space.shapes[0][0]
    side = int((sram_bytes * 0.5 / channels) ** 0.5)
    while side >= space.spec.stem_out[0]:
        smaller = PriceTables(SearchSpace(space.spec, (channels, side, side), space.classes), tables.device)
        if smallest(smaller, smaller.full_mask())["sram"][0] <= sram_bytes:
            return side
        side = side * 9 // 10
    return None


def cut(tables: PriceTables, budget: Budget, allowed: Mask | None = None) -> Mask:
    """Deletes every option that occurs in no network within the budget; where given, of the `allowed` ones.

    For an option o let N(o) be the networks that contain it. With P = min over N(o) of the record bytes, live sets may use at
    most L = SRAM - P; o stays if some network of N(o) with live bytes <= L keeps flash, and some keeps latency, within budget.
    The test is a relaxation (each constraint may be met by another network), so nothing feasible is ever deleted.

    Raises:
        RequestError: nothing is left, the constraints exclude one another.
    """
    mask = offered = tables.full_mask() if allowed is None else allowed
    while True:
        kept = tuple(
            np.array([bool(left[i]) and _occurs(tables, budget, _only(mask, choice, i)) for i in range(len(left))])
            for choice, left in enumerate(mask)
        )
        if any(not left.any() for left in kept):
            _, start = tables.smallest_sram(offered)
            assert start is not None, "every choice has an option"
            raise _exclusive(tables, budget, _closest(tables, budget, start, offered), "no network meets all budgets at once")
        if all((a == b).all() for a, b in zip(kept, mask, strict=True)):
            return mask
        mask = kept


def _exclusive(tables: PriceTables, budget: Budget, closest: Arch, what: str) -> RequestError:
    latency = "unlimited" if budget.latency_s is None else format_seconds(budget.latency_s)
    cost = cost_of(tables.space.network(closest), tables.device)
    given = f"SRAM {format_bytes(budget.sram_bytes)}, flash {format_bytes(budget.flash_bytes)}, latency {latency}"
    sizes = f"SRAM {exact_bytes(cost.allocation_bytes)}, flash {exact_bytes(cost.flash_bytes)}"
    return RequestError(
        f"{what} although each alone can be met: {given}; loosen one of them: the closest found takes {sizes}, latency "
        f"{exact_seconds(cost.latency_s)}"
    )


def _share(tables: PriceTables, budget: Budget, arch: Arch) -> float:
    return used(cost_of(tables.space.network(arch), tables.device), budget)


def _closest(tables: PriceTables, budget: Budget, start: Arch, mask: Mask) -> Arch:
    """The network that uses the smallest share of its tightest budget, as annealing from `start` finds it."""
    options = [np.flatnonzero(left) for left in mask]
    rng = np.random.default_rng(0)
    return anneal(
        start, options, lambda arch: -PER_EFOLD * math.log(_share(tables, budget, arch)), lambda _: True, rng, ANNEALING
    )[0]


def witness(tables: PriceTables, budget: Budget, mask: Mask) -> Arch:
    """One network that meets every budget by its exact costs, so that no search ends without a network.

    SRAM is live sets and records. For live limits from what the smallest network leaves beside the fewest records P to the
    SRAM without P, and for weights t of flash against 1 - t of latency (each over its budget), the cheapest network is tried:
    first with records all but free, then with records as dear as flash, which finds those that fit by few records. Where none
    of them fits, annealing of the budget's share that is used goes on from the one that uses least.

    Raises:
        RequestError: none was found; the constraints exclude one another, or nearly so.
    """
    best: tuple[float, Arch] | None = None
    slack = np.linspace(0.0, 1.0, 9)
    fewest = tables.cheapest(_unit(PERSISTENT), mask)[0] + tables.base[PERSISTENT]
    lowest = tables.smallest_sram(mask)[0]
    limits = lowest - fewest + slack * max(0, budget.sram_bytes - lowest)
    shares = slack if budget.latency_s is not None else slack[-1:]
    for records, limit, t in product(RECORDS, limits, shares):
        weights = np.zeros(len(METRICS))
        weights[FLASH] = t / budget.flash_bytes
        weights[CYCLES] = (1 - t) / (tables.device.clock_hz * (budget.latency_s or 1.0))
        weights[PERSISTENT] = records / budget.sram_bytes
        _, arch = tables.cheapest(weights, mask, limit)
        if arch is None:
            continue
        share = _share(tables, budget, arch)
        if share <= 1.0:
            return arch
        best = min(best or (share, arch), (share, arch))
    assert best is not None, "without the limit of live bytes there is a cheapest network"
    found = _closest(tables, budget, best[1], mask)
    if _share(tables, budget, found) > 1.0:
        raise _exclusive(tables, budget, found, "no network was found that meets all budgets at once")
    return found


def _unit(metric: int) -> NDArray[np.float64]:
    """Weights that price one metric alone."""
    weights = np.zeros(len(METRICS))
    weights[metric] = 1.0
    return weights


def _only(mask: Mask, choice: int, option: int) -> Mask:
    one = np.zeros_like(mask[choice])
    one[option] = True
    return (*mask[:choice], one, *mask[choice + 1 :])


def _occurs(tables: PriceTables, budget: Budget, mask: Mask) -> bool:
    persistent, arch = tables.cheapest(_unit(PERSISTENT), mask)
    if arch is None:
        return False
    limit = budget.sram_bytes - persistent - tables.base[PERSISTENT]
    flash, arch = tables.cheapest(_unit(FLASH), mask, limit)
    if arch is None or flash + tables.base[FLASH] > budget.flash_bytes:
        return False
    if budget.latency_s is None:
        return True
    cycles, _ = tables.cheapest(_unit(CYCLES), mask, limit)
    return cycles / tables.device.clock_hz <= budget.latency_s

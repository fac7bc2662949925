"""What a network costs on a board. One formula per quantity prices choices (int64 tensors) and concrete networks (ints)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypedDict

from dnas.cost import flash, latency, macs
from dnas.cost.runtime import arena_of, flash_bytes, runtime_of
from dnas.device import Budget, DeviceProfile, format_bytes, format_seconds
from dnas.geometry import Network
from dnas.model import Model, exported


@dataclass(frozen=True)
class Cost:
    """Costs of one concrete network on one board."""

    sram_bytes: int
    """What is used of TFLM's arena on the target, or the working memory of generated code."""
    allocation_bytes: int
    """The arena to give: in small networks TFLM takes more to set up than to run."""
    flash_bytes: int
    """Size of the .tflite file, or what generated code stores."""
    latency_s: float
    cycles: int
    macs: int


class LayerCost(TypedDict):
    """What one layer costs."""

    index: int
    op: str
    in_shape: tuple[int, int, int]
    out_shape: tuple[int, int, int]
    kernel: tuple[int, int]
    stride: tuple[int, int]
    macs: int
    weights: int
    live_bytes: int
    cycles: int
    share: float


class LayerReport(LayerCost):
    """One row of the report's layer table: of a network of ours, whose file is a sum over layers."""

    flash_bytes: int


def needs(cost: Cost, budget: Budget) -> dict[str, tuple[float, float]]:
    """Of each limited cost of a board what a network needs, to be set up and to run, and what the budget allows."""
    found: dict[str, tuple[float, float]] = {
        "sram": (cost.allocation_bytes, budget.sram_bytes),
        "flash": (cost.flash_bytes, budget.flash_bytes),
    }
    return found if budget.latency_s is None else found | {"latency": (cost.latency_s, budget.latency_s)}


def used(cost: Cost, budget: Budget) -> float:
    """Largest share of a budget of the board that a network needs."""
    return max(needed / allowed for needed, allowed in needs(cost, budget).values())


def tightest(cost: Cost, budget: Budget) -> str:
    """The budget of which a network needs the largest share, in words: its key, what was given, what is needed."""
    name, (needed, allowed) = max(needs(cost, budget).items(), key=lambda item: item[1][0] / item[1][1])
    text = exact_seconds if name == "latency" else exact_bytes
    return f"budget.{name}={text(allowed)}, {text(needed)} needed"


def exact_bytes(size: float) -> str:
    """Bytes to the last one: a figure that is named as achievable must be accepted as it stands."""
    return f"{int(size)} B ({format_bytes(int(size))})"


def exact_seconds(time_s: float) -> str:
    """Whole microseconds, rounded up for the same reason."""
    return f"{math.ceil(time_s * 1e6)} us ({format_seconds(time_s)})"


def cost_of(network: Network, device: DeviceProfile) -> Cost:
    """Every cost of a concrete network: the exact planner, the file's size, predicted cycles."""
    cycles, arena = latency.network_cycles(network, device), arena_of(network, device)
    return Cost(
        sram_bytes=arena.used_bytes,
        allocation_bytes=arena.allocation_bytes,
        flash_bytes=flash_bytes(network, device),
        latency_s=latency.seconds(cycles, device),
        cycles=cycles,
        macs=macs.network_macs(network),
    )


def layer_costs(model: Model, device: DeviceProfile) -> list[LayerCost]:
    """One row per layer: shapes are (h, w, c), `live_bytes` what is planned while it runs, `share` its part of the cycles.

    Raises:
        ValueError: an operator has no formula.
    """
    live = runtime_of(device).plan(model).live_bytes
    cycles = [int(latency.layer_cycles(layer, device)) for layer in model.layers]
    total = max(1, sum(cycles))
    return [
        LayerCost(
            index=index,
            op=str(layer.op),
            in_shape=(int(layer.in_h), int(layer.in_w), int(layer.in_c)),
            out_shape=(int(layer.out_h), int(layer.out_w), int(layer.out_c)),
            kernel=layer.kernel,
            stride=layer.stride,
            macs=int(macs.layer_macs(layer)),
            weights=int(flash.weight_count(layer)),
            live_bytes=live[index],
            cycles=cycles[index],
            share=cycles[index] / total,
        )
        for index, layer in enumerate(model.layers)
    ]


def layer_report(network: Network, device: DeviceProfile) -> list[LayerReport]:
    """`layer_costs` of a network of ours, with the bytes that each layer adds to the file."""
    rows = layer_costs(exported(network), device)
    price = runtime_of(device).flash_bytes
    return [LayerReport(**row, flash_bytes=int(price(layer))) for row, layer in zip(rows, network, strict=True)]

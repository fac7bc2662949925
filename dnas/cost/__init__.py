"""What a network costs on a board. One formula per quantity prices choices (int64 tensors) and concrete networks (ints)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from dnas.cost import flash, latency, macs, sram
from dnas.device import DeviceProfile
from dnas.geometry import Network


@dataclass(frozen=True)
class Cost:
    """Costs of one concrete network on one board."""

    sram_bytes: int
    """TFLM's arena on the target."""
    flash_bytes: int
    """Size of the .tflite file."""
    latency_s: float
    cycles: int
    macs: int


class LayerReport(TypedDict):
    """One row of the report's layer table."""

    index: int
    op: str
    in_shape: tuple[int, int, int]
    out_shape: tuple[int, int, int]
    kernel: tuple[int, int]
    stride: tuple[int, int]
    macs: int
    flash_bytes: int
    live_bytes: int
    cycles: int
    share: float


def cost_of(network: Network, device: DeviceProfile) -> Cost:
    """Every cost of a concrete network: the exact planner, the file's size, predicted cycles."""
    cycles = latency.network_cycles(network, device)
    return Cost(
        sram_bytes=sram.network_bytes(network, device.core),
        flash_bytes=int(flash.network_bytes(network)),
        latency_s=latency.seconds(cycles, device),
        cycles=cycles,
        macs=macs.network_macs(network),
    )


def layer_report(network: Network, device: DeviceProfile) -> list[LayerReport]:
    """One row per layer: shapes are (h, w, c), `live_bytes` what is planned while it runs, `share` its part of the cycles."""
    live = sram.plan(network, device.core).live_bytes
    cycles = [int(latency.layer_cycles(layer, device)) for layer in network]
    total = max(1, sum(cycles))
    return [
        LayerReport(
            index=index,
            op=str(layer.op),
            in_shape=(int(layer.in_h), int(layer.in_w), int(layer.in_c)),
            out_shape=(int(layer.out_h), int(layer.out_w), int(layer.out_c)),
            kernel=layer.kernel,
            stride=layer.stride,
            macs=int(macs.layer_macs(layer)),
            flash_bytes=int(flash.layer_bytes(layer)),
            live_bytes=live[index],
            cycles=cycles[index],
            share=cycles[index] / total,
        )
        for index, layer in enumerate(network)
    ]

"""What executes a network on a board, as far as SRAM and flash depend on it: one row of formulas per runtime.

Everything that prices choices or networks asks `runtime_of(device)`; the formulas are those of the files named in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from dnas.cost import allocation, flash, generated, planner, records, sram
from dnas.cost.allocation import Arena
from dnas.device import DeviceProfile
from dnas.geometry import Layer, Network, Size
from dnas.model import Model, exported


class Runtime(Protocol):
    """Costs of a model under one runtime; the formulas of a layer take int64 tensors as sizes, too."""

    @property
    def base_sram_bytes(self) -> int:
        """Of the persistent bytes what no layer owns."""
        ...

    @property
    def base_flash_bytes(self) -> int:
        """The same of flash."""
        ...

    def live_bytes(self, layers: Sequence[Layer]) -> list[Size]:
        """Bytes live while each layer runs."""
        ...

    def persistent_bytes(self, layer: Layer) -> Size:
        """SRAM that the layer takes as long as the network lives."""
        ...

    def flash_bytes(self, layer: Layer) -> Size:
        """Flash that the layer adds."""
        ...

    def plan(self, model: Model) -> planner.Plan:
        """Where every buffer of the model lies."""
        ...

    def arena(self, model: Model) -> Arena:
        """SRAM of the model, exact, and what setting it up needs."""
        ...


@dataclass(frozen=True)
class Interpreter:
    """TFLM with CMSIS-NN: the arena, and the .tflite file."""

    core: str
    base_sram_bytes: int = records.BASE_BYTES
    base_flash_bytes: int = flash.BASE_BYTES

    def live_bytes(self, layers: Sequence[Layer]) -> list[Size]:
        return sram.live_bytes(layers, self.core)

    def persistent_bytes(self, layer: Layer) -> Size:
        return records.persistent_bytes(layer, self.core)

    def flash_bytes(self, layer: Layer) -> Size:
        return flash.layer_bytes(layer)

    def plan(self, model: Model) -> planner.Plan:
        return planner.plan(model, self.core)

    def arena(self, model: Model) -> Arena:
        return allocation.arena(model, self.core)


@dataclass(frozen=True)
class Generated:
    """Generated C without an interpreter: the memory its tensors work in, and its stored constants."""

    base_sram_bytes: int = 0
    base_flash_bytes: int = 0

    def live_bytes(self, layers: Sequence[Layer]) -> list[Size]:
        return generated.live_bytes(layers)

    def persistent_bytes(self, layer: Layer) -> Size:
        return 0 * layer.out_c

    def flash_bytes(self, layer: Layer) -> Size:
        return generated.layer_bytes(layer)

    def plan(self, model: Model) -> planner.Plan:
        return generated.plan(model)

    def arena(self, model: Model) -> Arena:
        memory_bytes = generated.plan(model).arena_bytes
        return Arena(memory_bytes, memory_bytes)  # nothing is set up


def runtime_of(device: DeviceProfile) -> Runtime:
    """What executes networks on the board."""
    return Generated() if device.generated else Interpreter(device.core)


def arena_of(network: Network, device: DeviceProfile) -> Arena:
    """SRAM of a concrete network, exact, and what setting it up needs."""
    return runtime_of(device).arena(exported(network))


def flash_bytes(network: Network, device: DeviceProfile) -> int:
    """Flash of a concrete network, exact."""
    runtime = runtime_of(device)
    return runtime.base_flash_bytes + sum(int(runtime.flash_bytes(layer)) for layer in network)


def lower_bound_bytes(network: Network, device: DeviceProfile) -> int:
    """Largest live set + sum of the layers' persistent bytes: what the price tables give at one-hot; <= what the arena uses."""
    runtime = runtime_of(device)
    persistent = runtime.base_sram_bytes + sum(int(runtime.persistent_bytes(layer)) for layer in network)
    return max(int(step) for step in runtime.live_bytes(network)) + persistent

"""What executes a network on a board, as far as SRAM and flash depend on it: one row of formulas per runtime.

Everything that prices choices or networks asks `runtime_of(device)`; the formulas are those of the files named in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from dnas.cost import allocation, flash, generated, planner, records, sram
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

    def arena_bytes(self, model: Model) -> int:
        """SRAM of the model, exact."""
        ...

    def allocation_bytes(self, model: Model) -> int:
        """SRAM that setting the model up needs, at least `arena_bytes`."""
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

    def arena_bytes(self, model: Model) -> int:
        return sram.arena_bytes(model, self.core)

    def allocation_bytes(self, model: Model) -> int:
        return allocation.allocation_bytes(model, self.core)


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

    def arena_bytes(self, model: Model) -> int:
        return generated.plan(model).arena_bytes

    def allocation_bytes(self, model: Model) -> int:
        return self.arena_bytes(model)


def runtime_of(device: DeviceProfile) -> Runtime:
    """What executes networks on the board."""
    return Generated() if device.generated else Interpreter(device.core)


def sram_bytes(network: Network, device: DeviceProfile) -> int:
    """SRAM of a concrete network, exact."""
    return runtime_of(device).arena_bytes(exported(network))


def flash_bytes(network: Network, device: DeviceProfile) -> int:
    """Flash of a concrete network, exact."""
    runtime = runtime_of(device)
    return runtime.base_flash_bytes + sum(int(runtime.flash_bytes(layer)) for layer in network)


def lower_bound_bytes(network: Network, device: DeviceProfile) -> int:
    """Largest live set + sum of the layers' persistent bytes: what the price tables give at one-hot; <= `sram_bytes`."""
    runtime = runtime_of(device)
    persistent = runtime.base_sram_bytes + sum(int(runtime.persistent_bytes(layer)) for layer in network)
    return max(int(step) for step in runtime.live_bytes(network)) + persistent

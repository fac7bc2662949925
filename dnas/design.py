"""One concrete network: what every phase after the choice works on, wherever the choice came from."""

from __future__ import annotations

from dataclasses import dataclass

from dnas.cost import host, latency, macs
from dnas.cost.runtime import flash_bytes, lower_bound_bytes
from dnas.cost.tables import Priced, PriceTables
from dnas.genotype import Genotype, Shape
from dnas.geometry import Network
from dnas.space import Arch


@dataclass(frozen=True)
class Design:
    """A network's description, its layers, and its costs by the formulas that price the search."""

    genotype: Genotype
    layers: Network
    priced: Priced

    @property
    def shape(self) -> Shape:
        """(channels, height, width) of its input."""
        return self.genotype.input_shape


def design_of(tables: PriceTables, arch: Arch) -> Design:
    """An architecture of a space as a network of its own."""
    space = tables.space
    return Design(space.genotype(arch), space.network(arch), tables.price(arch))


def priced(layers: Network, tables: PriceTables) -> Priced:
    """Costs of a network of no space, by the formulas that fill the tables; every layer counts as a slot of its own."""
    device = tables.device
    kept = [int(host.layer_activation_bytes(layer, tables.value_bytes)) for layer in layers]
    return Priced(
        sram_bytes=lower_bound_bytes(layers, device),
        flash_bytes=flash_bytes(layers, device),
        latency_s=latency.seconds(latency.network_cycles(layers, device), device),
        macs=macs.network_macs(layers),
        activation_bytes=sum(kept),
        checkpointed_bytes=2 * max(kept) + sum(int(host.output_bytes(layer)) for layer in layers),
        weight_bytes=sum(int(host.layer_weight_bytes(layer)) for layer in layers),
    )

"""What a genotype stands for, whichever family of networks it is of."""

from __future__ import annotations

from dnas import growth, references
from dnas.genotype import Genotype
from dnas.geometry import Network
from dnas.space import SearchSpace, SpaceSpec


def layers_of(genotype: Genotype, spec: SpaceSpec) -> Network:
    """The layers of a genotype: of (k, c) growth, of a published network, or of the space `spec`.

    Raises:
        RequestError: options that stand for no network.
    """
    if genotype.space == growth.NAME:
        return growth.growth_layers(genotype)
    if genotype.space == references.NAME:
        return references.reference_layers(genotype)
    space = SearchSpace(spec, genotype.input_shape, genotype.classes)
    return space.network(space.arch(genotype.options))

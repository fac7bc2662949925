"""What several test files share: the boards and spaces of conf/, input shapes, small spaces to enumerate. One torch thread."""

from __future__ import annotations

import itertools
import signal
from collections.abc import Iterator
from functools import cache

import numpy as np
import torch
from omegaconf import DictConfig, OmegaConf

from dnas.config import BOARDS as BOARDS
from dnas.config import CONF, board, space_of
from dnas.cost.tables import PriceTables
from dnas.device import DeviceProfile
from dnas.genotype import Shape
from dnas.schema import SpaceConfig
from dnas.space import Arch, SearchSpace, SpaceSpec, StageSpec

signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored, and by every process started here, after `pytest &`
torch.set_num_threads(1)  # the suite's networks are tiny: threads cost more than they bring

SPACES = sorted(path.stem for path in (CONF / "space").glob("*.yaml"))
SHAPES = [(1, 28, 28), (3, 32, 32), (1, 49, 10), (3, 48, 48), (3, 96, 96)]
"""(channels, height, width) of digits, CIFAR-10, speech features and two sizes of visual wake words."""

CHOSEN: tuple[Shape, ...] = ((3, 32, 32), (1, 32, 32), (3, 24, 24), (1, 24, 24))
"""Input shapes to choose from."""

TWO_BLOCKS = SpaceSpec(
    "two_blocks", (3,), (StageSpec((4, 8), (), 2, ("skip", "conv_k3", "dwsep_k3", "mbconv_k5_e2")),), head_widths=(16,)
)
"""Two blocks behind a stem, 4 x 4 operators and 2 widths: 32 architectures at 12x12."""


@cache
def device(name: str) -> DeviceProfile:
    """A board of conf/device."""
    return board(name)


@cache
def spec(name: str) -> SpaceSpec:
    """A space of conf/space, read through the run's schema."""
    own = OmegaConf.load(CONF / "space" / f"{name}.yaml")
    assert isinstance(own, DictConfig)
    bases = [OmegaConf.load(CONF / "space" / f"{base}.yaml") for base in own.pop("defaults", [])]
    merged = OmegaConf.merge(OmegaConf.structured(SpaceConfig), *bases, own)
    config = OmegaConf.to_object(merged)
    assert isinstance(config, SpaceConfig)
    return space_of(config)


@cache
def tables(space: str, shape: Shape, device_name: str, shapes: tuple[Shape, ...] = ()) -> PriceTables:
    """Price tables of a space of conf/space (10 classes) on a board; shared, so leave them as they are."""
    return PriceTables(SearchSpace(spec(space), shape, 10, shapes), device(device_name))


def every_arch(space: SearchSpace) -> Iterator[Arch]:
    """All architectures of a small space."""
    return itertools.product(*(range(len(choice.options)) for choice in space.choices))


def random_arch(space: SearchSpace, rng: np.random.Generator) -> Arch:
    """One architecture, every option equally likely."""
    return tuple(int(rng.integers(len(choice.options))) for choice in space.choices)


def random_probs(space: SearchSpace, rng: np.random.Generator) -> dict[str, torch.Tensor]:
    """A random distribution over architectures, far from uniform."""
    return {c.name: torch.from_numpy(rng.dirichlet(np.full(len(c.options), 0.7))) for c in space.choices}


def one_hot(space: SearchSpace, arch: Arch) -> dict[str, torch.Tensor]:
    """The distribution that is certain of one architecture."""
    return {c.name: torch.eye(len(c.options), dtype=torch.float64)[i] for c, i in zip(space.choices, arch, strict=True)}

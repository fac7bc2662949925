"""The two-integer family: its layers, its bounds, and the way back from a genotype."""

from __future__ import annotations

import pytest
from conftest import spec

from dnas.cost import macs
from dnas.errors import RequestError
from dnas.families import layers_of
from dnas.genotype import Genotype
from dnas.geometry import Op
from dnas.growth import NAME, growth, possible
from dnas.space import SearchSpace


def test_widths_double_and_then_grow_less() -> None:
    layers = layers_of(growth(4, 4, (3, 50, 50), 2), spec("tiny"))
    convs = [layer for layer in layers if layer.op is Op.CONV]
    assert [layer.out_c for layer in convs] == [4, 8, 12, 15, 17]  # x 2, 1.5, 1.25, 1.125, rounded up
    assert [(layer.in_h, layer.in_w) for layer in convs] == [(50, 50), (25, 25), (12, 12), (6, 6), (3, 3)]
    assert all(layer.kernel == (3, 3) and layer.stride == (1, 1) for layer in convs)
    assert [layer.op for layer in layers[1:5]] == [Op.MAX_POOL, Op.CONV, Op.MAX_POOL, Op.CONV]
    assert macs.network_macs(layers) == sum(
        9 * a * b * side**2 for a, b, side in ((3, 4, 50), (4, 8, 25), (8, 12, 12), (12, 15, 6), (15, 17, 3))
    ) + 17 * 2  # fmt: skip


def test_cells_end_where_a_pool_would_have_no_window() -> None:
    assert possible(5, (3, 32, 32))
    assert not possible(6, (3, 32, 32))
    assert not possible(4, (1, 49, 10))
    layers_of(growth(1, 5, (3, 32, 32), 2), spec("tiny"))
    with pytest.raises(RequestError, match="6 cells"):
        layers_of(growth(1, 6, (3, 32, 32), 2), spec("tiny"))


@pytest.mark.parametrize(
    "options", [{}, {"kernels": "x", "cells": "1"}, {"kernels": "0", "cells": "1"}, {"kernels": "9" * 9, "cells": "1"}]
)
def test_options_that_stand_for_no_network_are_refused(options: dict[str, str]) -> None:
    with pytest.raises(RequestError, match="not a network"):
        layers_of(Genotype(NAME, (3, 32, 32), 2, options), spec("tiny"))


def test_a_genotype_of_a_space_is_read_by_that_space() -> None:
    space = SearchSpace(spec("tiny"), (3, 32, 32), 5)
    arch = tuple(len(choice.options) - 1 for choice in space.choices)
    assert layers_of(space.genotype(arch), spec("tiny")) == space.network(arch)

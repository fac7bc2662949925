"""What an interpreter sees of a .tflite file: its layers, and beyond them whatever takes room in the arena.

A network of ours is completely described by its layers (`exported`); a foreign file also has tensors that no layer of ours has
(shapes, constants, unused ones), an order of tensors of its own, several inputs or outputs: `dnas.reader` finds them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dnas.geometry import WEIGHTED, Layer, Network


@dataclass(frozen=True)
class Buffer:
    """A tensor that the memory planner places."""

    size_bytes: int
    """Bytes of its values, not rounded."""
    first: int
    """Step (layer) that writes it; -1 for an input, -2 for a tensor that nobody writes or reads."""
    last: int
    """Last step that reads it; an output is kept to the last step."""


@dataclass(frozen=True)
class Model:
    """One subgraph with static shapes."""

    layers: Network
    buffers: tuple[Buffer, ...]
    """In the order of the file's tensors, which decides between equal sizes."""
    tensor_count: int
    """All tensors of the file: activations, weights, biases, shapes."""
    inputs: tuple[bool, ...]
    """One per input: whether it has a scale and a zero point."""
    outputs: tuple[bool, ...]
    """The same of every output."""


def exported(network: Network) -> Model:
    """The model that `dnas.export` makes of a network: one input, one output, int8 all through.

    Raises:
        ValueError: the network is empty, or no layer reads its input.
    """
    if not network:
        raise ValueError("cannot plan an empty network")
    readers = [layer for layer in network if 0 in layer.inputs]
    if not readers:
        raise ValueError("no layer reads tensor 0, the input")
    source = readers[0]
    sizes = [int(source.in_h * source.in_w * source.in_c), *(int(output_bytes(layer)) for layer in network)]
    buffers = tuple(map(Buffer, sizes, range(-1, len(network)), last_use(network)))
    return Model(network, buffers, 1 + sum(map(tensor_count, network)), inputs=(True,), outputs=(True,))


def output_bytes(layer: Layer) -> int:
    """Bytes of a concrete layer's output."""
    return int(layer.out_h * layer.out_w * layer.out_c * layer.element_bytes)


def tensor_count(layer: Layer) -> int:
    """Tensors that a layer of ours adds to the file: its output, and its weights and bias if it has them."""
    return 3 if layer.op in WEIGHTED else 1


def last_use(layers: Sequence[Layer]) -> list[int]:
    """Step after which tensor 0, 1, ... is free; the last output is kept to the end, a tensor nobody reads until it is made."""
    last = list(range(-1, len(layers)))
    for step, layer in enumerate(layers):
        for tensor in layer.inputs:
            last[tensor] = max(last[tensor], step)
    last[-1] = len(layers) - 1
    return last

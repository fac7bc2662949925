"""The published networks: their layers are those of the files that others publish, and they go through the whole chain."""

from __future__ import annotations

from collections import Counter

import pytest
import torch
from conftest import spec
from random_networks import graph_of, quantized, random_inputs
from test_arena import MODELS, needs_models

from dnas.cost import macs
from dnas.cost.flash import network_bytes
from dnas.errors import RequestError
from dnas.export.tflite import write_tflite
from dnas.families import layers_of
from dnas.genotype import Genotype, Shape
from dnas.geometry import WEIGHTED, Layer, Network, Op
from dnas.network import TorchNetwork
from dnas.reader import read_model
from dnas.references import NAME, NETWORKS, published

FILES: dict[str, tuple[str, Shape, int]] = {
    "resnet8": ("mlperf_ic_resnet8.tflite", (3, 32, 32), 10),
    "ds_cnn": ("mlperf_kws_dscnn.tflite", (1, 49, 10), 12),
    "mobilenet_v1": ("mlperf_vww_mobilenetv1_025.tflite", (3, 96, 96), 2),
}


def built(name: str, shape: Shape, classes: int) -> Network:
    return layers_of(published(name, shape, classes), spec("tiny"))


@needs_models
@pytest.mark.parametrize("name", FILES)
def test_layers_are_those_of_the_published_file(name: str) -> None:
    file, shape, classes = FILES[name]
    theirs, ours = read_model(MODELS / file).layers, built(name, shape, classes)

    def weighted(layers: Network) -> Counter[tuple[object, ...]]:
        def key(x: Layer) -> tuple[object, ...]:
            return (x.op, x.in_h, x.in_w, x.in_c, x.out_h, x.out_w, x.out_c, x.kernel, x.stride)

        return Counter(key(layer) for layer in layers if layer.op in WEIGHTED or layer.op is Op.ADD)

    assert weighted(ours) == weighted(theirs)


def test_known_totals() -> None:
    """MACs that MLPerf Tiny's networks are known for, to their usual rounding, and the 18 layers with weights of ResNet-18."""
    for name, operations in {"resnet8": 12.50e6, "ds_cnn": 2.66e6, "mobilenet_v1": 7.49e6}.items():
        assert macs.network_macs(built(name, *FILES[name][1:])) == pytest.approx(operations, rel=0.01)
    layers = built("resnet18", (3, 64, 64), 25)
    assert Counter(layer.op for layer in layers)[Op.ADD] == 8
    assert sum(layer.op is Op.CONV and layer.kernel == (3, 3) for layer in layers) == 17


@pytest.mark.parametrize("name", NETWORKS)
def test_every_network_runs_and_has_the_size_of_its_file(name: str) -> None:
    layers = built(name, (1, 28, 20), 5)
    network = quantized(layers)
    assert len(write_tflite(graph_of(network))) == network_bytes(layers)
    logits = TorchNetwork(layers)(random_inputs(layers, 2))
    assert logits.shape == (2, 5)
    assert torch.isfinite(logits).all()


def test_an_unknown_network_is_refused() -> None:
    with pytest.raises(RequestError, match="unknown published network 'alexnet'; there are: resnet8, "):
        published("alexnet", (3, 32, 32), 10)
    with pytest.raises(RequestError, match="unknown published network ''"):
        layers_of(Genotype(NAME, (3, 32, 32), 10, {}), spec("tiny"))

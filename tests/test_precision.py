"""Training in bfloat16: chosen where the processor has it, half the activations, the same function nearly."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from conftest import random_arch, tables
from test_config import composed
from test_supernet import Kept

from dnas.cost.host import FLOAT_BYTES, kept_bytes, layer_activation_bytes
from dnas.cost.tables import PriceTables
from dnas.errors import RequestError
from dnas.families import layers_of
from dnas.growth import growth
from dnas.hostplan import HostPlan, resident_bytes
from dnas.network import TorchNetwork
from dnas.precision import VALUE_BYTES, chosen, outputs_of
from dnas.supernet import Supernet


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"avx512_bf16": True}, {"auto": torch.bfloat16, "bfloat16": torch.bfloat16, "float32": torch.float32}),
        ({"amx_bf16": True}, {"auto": torch.bfloat16, "bfloat16": torch.bfloat16, "float32": torch.float32}),
        ({"avx2": True}, {"auto": torch.float32, "float32": torch.float32}),
    ],
)
def test_bfloat16_where_the_processor_multiplies_it(
    known: dict[str, bool], expected: dict[str, torch.dtype], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: known)
    assert {name: chosen(name) for name in expected} == expected
    for name in {"bfloat16"} - set(expected):
        with pytest.raises(RequestError, match=r"trainer\.precision=bfloat16, but this processor.*auto, float32"):
            chosen(name)


def test_the_schema_names_the_precisions_there_are() -> None:
    with pytest.raises(RequestError) as refusal:
        composed("trainer.precision=double")
    assert str(refusal.value) == "trainer.precision=double; allowed: auto, float32, bfloat16"


@pytest.mark.parametrize("shape", [(3, 32, 32), (1, 49, 10)])
def test_autograd_keeps_half_of_what_the_price_tables_say(shape: tuple[int, int, int]) -> None:
    prices = tables("mcu", shape, "nucleo_f746")
    prices = PriceTables(prices.space, prices.device, VALUE_BYTES[torch.bfloat16])
    net, rng = Supernet(prices.space, prices.full_mask()), np.random.default_rng(0)
    x, shares = torch.rand(32, *shape), []
    for _ in range(6):
        arch = random_arch(prices.space, rng)
        with (kept := Kept(net.parameters())):
            outputs_of(net, torch.bfloat16, x, arch).logsumexp(1).sum()
        weights = 2 * sum(p.numel() for p in TorchNetwork(prices.space.network(arch)).parameters())  # their copies
        ours = len(x) * prices.price(arch).activation_bytes * VALUE_BYTES[torch.bfloat16] / FLOAT_BYTES
        shares.append((kept.size_bytes - weights - x.nbytes) / ours)
    assert np.mean(shares) == pytest.approx(1.0, abs=0.08)


@pytest.mark.parametrize("dtype", VALUE_BYTES)
def test_places_of_maxima_take_as_much_in_any_format(dtype: torch.dtype) -> None:
    """NanoNAS's networks are pools and convolutions in turn: places of 8 bytes are a third of what they keep in bfloat16."""
    layers = layers_of(growth(8, 2, (3, 32, 32), 10), tables("tiny", (1, 28, 28), "nucleo_f746").space.spec)
    network, x = TorchNetwork(layers), torch.rand(32, 3, 32, 32)
    with (kept := Kept(network.parameters())):
        outputs_of(network, dtype, x).logsumexp(1).sum()
    value_bytes = VALUE_BYTES[dtype]
    counted = len(x) * sum(int(layer_activation_bytes(layer, value_bytes)) for layer in layers)
    copies = 0 if dtype is torch.float32 else 2 * sum(p.numel() for p in network.parameters())
    inputs = x.nbytes * value_bytes // FLOAT_BYTES
    ours = kept_bytes(counted, value_bytes)
    assert ours == pytest.approx(kept.size_bytes - copies - inputs, rel=0.005)


def test_logits_are_nearly_those_of_float32_and_gradients_are_float32() -> None:
    torch.manual_seed(0)
    prices = tables("tiny", (1, 28, 28), "nucleo_f746")
    network = TorchNetwork(prices.space.network(tuple(len(c.options) - 1 for c in prices.space.choices)))
    x = torch.rand(64, 1, 28, 28)
    exact, rough = (outputs_of(network, dtype, x) for dtype in (torch.float32, torch.bfloat16))
    assert exact.dtype is rough.dtype is torch.float32
    assert torch.equal(exact, network(x))
    assert not torch.equal(exact, rough)
    torch.testing.assert_close(rough, exact, rtol=0.05, atol=0.05 * float(exact.detach().std()))
    rough.square().mean().backward()
    assert {p.grad.dtype for p in network.parameters() if p.grad is not None} == {torch.float32}


def test_the_plan_holds_twice_as_many_samples() -> None:
    prices = tables("mcu", (3, 32, 32), "nucleo_f746")
    priced = prices.price(tuple(len(c.options) - 1 for c in prices.space.choices))
    left = round(resident_bytes(24 * priced.activation_bytes))
    plans = [HostPlan(512_000_000, 0, 0, 0, 0, left, value_bytes=value_bytes) for value_bytes in VALUE_BYTES.values()]
    assert [plan.split(priced, 64).micro_batch for plan in plans] == [16, 32]
    assert [plan.held_bytes(priced, 64) for plan in plans] == [16 * priced.activation_bytes] * 2

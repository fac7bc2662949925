"""The host-RAM plan: bytes add up within the limit, micro-batches are powers of two, a refusal names what would do."""

from __future__ import annotations

import re

import pytest

from dnas.errors import RequestError
from dnas.hostplan import GRAIN_BYTES, RESERVE_BYTES, ROOM_SHARE, UNLIMITED_BYTES, HostPlan, measure_floor, plan_host

MB = 1_000_000


@pytest.mark.parametrize("activation", [1, 999, 40_000, 1_234_567, 9_000_000])
@pytest.mark.parametrize("room", [2_000_000, 33_554_432, 100_000_000])
def test_micro_batch_is_the_largest_power_of_two_that_fits(activation: int, room: int) -> None:
    size = HostPlan(0, 0, room).micro_batch(activation)
    assert size & (size - 1) == 0
    assert 2 * size * activation > room, "twice as many do not fit"
    assert size == 1 or size * activation <= room


def test_one_sample_is_always_run() -> None:
    assert HostPlan(0, 0, 10).micro_batch(1000) == 1
    assert HostPlan(0, 0, 10).micro_batch(0) == 8, "an architecture without activations does not divide by zero"


@pytest.mark.parametrize("activation", [100_000, 3_000_000])
def test_parts_add_up_and_the_prediction_stays_within_the_limit(activation: int) -> None:
    plan = plan_host(512 * MB, 300 * MB, 1_000_000, 100_000)
    assert plan.weight_bytes == 12 * MB, "float32 weight, gradient and momentum"
    left = 512 * MB - plan.floor_bytes - plan.weight_bytes - RESERVE_BYTES
    assert plan.room_bytes == int(ROOM_SHARE * left)
    assert plan.predicted_bytes(activation, 64) <= 512 * MB
    held = plan.predicted_bytes(activation, 64) - plan.predicted_bytes(0, 64)
    assert held == min(64, plan.micro_batch(activation)) * activation


def test_no_limit_leaves_room_for_every_batch() -> None:
    plan = plan_host(None, 300 * MB, 1_000_000, 100_000)
    assert plan.room_bytes == UNLIMITED_BYTES
    assert plan.micro_batch(1 * MB) >= 1024


def test_refusal_names_the_smallest_limit_which_is_then_accepted() -> None:
    arguments = (300 * MB, 1_234_567, 345_678)
    with pytest.raises(RequestError, match=r"budget\.host_ram=200000000 bytes.*300 MB are in use") as refusal:
        plan_host(200 * MB, *arguments)
    found = re.search(r"smallest achievable is (\d+)MB", str(refusal.value))
    assert found is not None
    least = int(found[1])
    plan = plan_host(least * MB, *arguments)
    assert plan.micro_batch(345_678) >= 2, "a batch norm needs two samples"
    with pytest.raises(RequestError):
        plan_host((least - 1) * MB, *arguments)


def test_floor_is_a_measured_multiple_of_the_grain() -> None:
    floor = measure_floor()
    assert floor % GRAIN_BYTES == 0
    assert floor > 100 * MB, "torch alone is more than that"

"""The host-RAM plan: bytes add up within the limit, micro-batches are powers of two, a refusal names what would do."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dnas.allocator import release_code
from dnas.cost.tables import Priced
from dnas.errors import RequestError
from dnas.hostplan import (
    AIM,
    GRAIN_BYTES,
    LATER_BYTES,
    STEP_BYTES,
    WANTED_SAMPLES,
    HostPlan,
    Split,
    Start,
    held_within,
    measure_start,
    overhead_of,
    plan_host,
    resident_bytes,
)

MB = 1_000_000
START = Start(280 * MB, 220 * MB)


def plan(room: int, limit: int | None = 512 * MB) -> HostPlan:
    """A plan with this room."""
    return HostPlan(limit, 280 * MB, 220 * MB, 12 * MB, 90 * MB, round(resident_bytes(room)))


def priced(activation: int, checkpointed: int) -> Priced:
    return Priced(1, 1, 0.1, 1, activation_bytes=activation, checkpointed_bytes=checkpointed, weight_bytes=100)


@pytest.mark.parametrize("activation", [1, 999, 40_000, 1_234_567, 9_000_000])
@pytest.mark.parametrize("room", [2_000_000, 33_554_432, 100_000_000])
def test_micro_batch_is_the_largest_power_of_two_that_fits(activation: int, room: int) -> None:
    size = plan(room).micro_batch(activation, 1 << 40)
    assert size & (size - 1) == 0
    assert 2 * size * activation > room, "twice as many do not fit"
    assert size == 1 or size * activation <= room
    assert plan(room).micro_batch(activation, 32) == min(size, 32)


def test_one_sample_is_always_run() -> None:
    assert plan(10).micro_batch(1000, 8) == 1
    assert plan(10).micro_batch(0, 64) == 8, "an architecture without activations does not divide by zero"


def test_activations_are_computed_twice_where_batch_norm_would_see_too_few_samples() -> None:
    room = 64 * MB
    assert plan(room).split(priced(1 * MB, MB // 4), 128) == Split(64, False), "64 samples are enough"
    assert plan(room).split(priced(4 * MB, 4 * MB), 128) == Split(16, False)
    assert plan(room).split(priced(8 * MB, 2 * MB), 128) == Split(WANTED_SAMPLES, True), "more would only cost time"
    assert plan(room).split(priced(40 * MB, 10 * MB), 128) == Split(4, True)
    assert plan(room).split(priced(40 * MB, 36 * MB), 128) == Split(1, False), "computing twice would bring nothing"
    assert plan(room).split(priced(8 * MB, 2 * MB), 8) == Split(8, False), "the whole batch is at hand"
    assert plan(room).held_bytes(priced(8 * MB, 2 * MB), 128) == 32 * MB


def test_halving_halves_every_micro_batch() -> None:
    before = plan(64 * MB)
    for activation in (MB, 2 * MB, 4 * MB):
        cost = priced(activation, activation)
        assert before.halved().split(cost, 128).micro_batch * 2 == before.split(cost, 128).micro_batch


@pytest.mark.parametrize("activation", [100_000, 3_000_000])
def test_parts_add_up_and_the_prediction_stays_within_the_limit(activation: int) -> None:
    made = plan_host(512 * MB, START, 12 * MB, 90 * MB, 100_000)
    assert made.room_bytes == int(held_within(AIM * 512 * MB - 220 * MB - 12 * MB - 90 * MB))
    held = made.held_bytes(priced(activation, activation), 64)
    assert held == min(64, made.micro_batch(activation, 64)) * activation
    assert made.predicted_bytes(held) <= AIM * 512 * MB
    assert made.predicted_bytes(held) - made.predicted_bytes(0) == round(resident_bytes(held))
    assert replace(made, start_bytes=400 * MB).predicted_bytes(0) == 400 * MB, "the start is part of the peak"


def test_later_phases_are_expected_to_take_what_they_take_but_no_more_than_the_plan_leaves() -> None:
    made = plan_host(512 * MB, START, 12 * MB, 90 * MB, 100_000)
    assert made.predicted_bytes(0) == (220 + 12 + 90) * MB + LATER_BYTES
    full = int(held_within(made.left_bytes))
    assert made.predicted_bytes(full) == int(AIM * 512 * MB)
    assert replace(made, limit_bytes=None).predicted_bytes(full) >= int(AIM * 512 * MB) + LATER_BYTES - 1


def test_no_limit_leaves_room_for_every_batch() -> None:
    made = plan_host(None, START, 12 * MB, 90 * MB, 100_000)
    assert made.split(priced(900 * MB, 1), 1024) == Split(1024, False)


def test_a_plan_survives_json() -> None:
    assert HostPlan(**plan(7).to_dict()) == plan(7)


@pytest.mark.parametrize("start_bytes", [280 * MB, 700 * MB])
def test_refusal_names_the_smallest_limit_which_is_then_accepted(start_bytes: int) -> None:
    arguments = (Start(start_bytes, 220 * MB), 1_234_567, 77 * MB, 345_678)
    with pytest.raises(RequestError, match=r"budget\.host_ram=200000000 bytes.*220 MB are in use") as refusal:
        plan_host(200 * MB, *arguments)
    found = re.search(r"smallest achievable is (\d+)MB", str(refusal.value))
    assert found is not None
    least = int(found[1])
    made = plan_host(least * MB, *arguments)
    assert made.micro_batch(345_678, 64) >= 2, "a batch norm needs two samples"
    start, weights, overhead, sample = arguments
    assert plan_host(least * MB, start, weights, overhead + 2 * GRAIN_BYTES, sample), (
        "a dry run that measures more accepts it too"
    )
    with pytest.raises(RequestError):
        plan_host((least - 10) * MB, *arguments)


def test_the_start_is_measured_in_multiples_of_the_grain() -> None:
    start = measure_start()
    assert start.floor_bytes % GRAIN_BYTES == 0
    assert 80 * MB < start.floor_bytes < start.peak_bytes + GRAIN_BYTES, "torch alone is more than that"
    assert release_code() < 60 * MB, "what the start read was given back"


def test_overhead_is_what_was_seen_beyond_floor_weights_and_activations() -> None:
    start = Start(900 * MB, 200 * MB)
    seen_bytes = 200 * MB + 2 * MB + int(resident_bytes(10 * MB)) + 50 * MB
    assert overhead_of(start, 3 * MB, 10 * MB, seen_bytes) == 60 * MB, "1.2 x 50 MB, whatever the start's peak"
    assert overhead_of(start, 3 * MB, 10 * MB, seen_bytes + MB) == 64 * MB, "rounded up to the grain"
    assert overhead_of(start, 3 * MB, 10 * MB, 150 * MB) == STEP_BYTES, "what was given back since is no room for training"

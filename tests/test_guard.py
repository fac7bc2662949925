"""The guard: it halves what training may hold as the peak nears the limit, says so, stops in time, and repeats itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dnas import guard as guard_module
from dnas.cost.tables import Priced
from dnas.errors import HostExceeded, RunError
from dnas.guard import HostGuard, Place
from dnas.hostplan import HostPlan, Split

MB = 1_000_000
PLAN = HostPlan(512 * MB, 280 * MB, 220 * MB, 12 * MB, 90 * MB, 148_400_000)


SMALL = Priced(1, 1, 0.1, 1, activation_bytes=1 * MB, checkpointed_bytes=MB // 2, weight_bytes=1)
LARGE = Priced(1, 1, 0.1, 1, activation_bytes=4 * MB, checkpointed_bytes=2 * MB, weight_bytes=1)


class Host:
    """What the process tree holds and has held, as the test sets it."""

    def __init__(self, resident_mb: int = 330, peak_mb: int = 400) -> None:
        self.resident_mb, self.peak_mb = resident_mb, peak_mb

    def guard(self, path: Path) -> HostGuard:
        return HostGuard(PLAN, path, lambda: self.resident_mb * MB, lambda: self.peak_mb * MB)


def test_a_batch_that_fits_runs_as_planned(tmp_path: Path) -> None:
    guard = Host().guard(tmp_path / "plan.json")
    guard.enter(Place("search", 0, 0))
    assert guard.split(SMALL, 64) == PLAN.split(SMALL, 64) == Split(64, False)
    assert guard.plan == PLAN
    assert guard.notes == []


def test_a_batch_that_would_come_close_to_the_limit_is_halved(tmp_path: Path) -> None:
    host = Host(resident_mb=390)  # 390 + 20 + 148 > 0.985 x 512 > 390 + 20 + 81
    guard = host.guard(tmp_path / "plan.json")
    guard.enter(Place("search", 1, 2))
    assert guard.split(LARGE, 64) == Split(16, False)
    assert guard.halvings == [Place("search", 1, 2)]
    assert "would take 558 of 512 MB; micro-batches halved, 64.0 MB" in guard.notes[0]
    guard.enter(Place("search", 1, 3))
    assert guard.split(LARGE, 64) == Split(16, False)
    assert len(guard.halvings) == 1
    host.resident_mb = 466
    assert guard.split(LARGE, 64) == Split(4, True)
    assert guard.plan.room_bytes < 128 * MB / 4
    host.resident_mb = 520
    assert guard.split(LARGE, 64).micro_batch == 1, "less than one sample there is not"
    host.resident_mb = 330
    guard.enter(Place("contest", 0, 0))
    assert guard.plan == PLAN, "another phase begins as planned"
    assert guard.split(LARGE, 64) == Split(32, False)


def test_gaps_in_the_heap_are_given_back_before_anything_is_halved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    host, trimmed = Host(resident_mb=390), []

    def trim() -> bool:
        trimmed.append(host.resident_mb)
        host.resident_mb = 330
        return True

    monkeypatch.setattr(guard_module, "trim", trim)
    guard = host.guard(tmp_path / "plan.json")
    guard.enter(Place("search", 0, 0))
    for _ in range(2):
        assert guard.split(LARGE, 64) == PLAN.split(LARGE, 64) == Split(32, False)
    assert trimmed == [390], "only where the next batch would come close to the limit"
    assert guard.halvings == [] == guard.notes


def test_beyond_the_limit_the_run_ends_with_what_was_tried(tmp_path: Path) -> None:
    host = Host(resident_mb=390)
    guard = host.guard(tmp_path / "plan.json")
    guard.enter(Place("search", 0, 0))
    guard.split(LARGE, 64)
    host.peak_mb = 513
    with pytest.raises(HostExceeded, match=r"512 MB is exceeded: 513\.0 MB in search, epoch 3; tried: 1 halvings"):
        guard.enter(Place("search", 2, 7))


def test_without_a_limit_nothing_is_looked_at(tmp_path: Path) -> None:
    def never() -> int:
        raise AssertionError("read /proc")

    guard = HostGuard(HostPlan(None, 0, 0, 0, 0, 0), tmp_path / "plan.json", never, never)
    guard.enter(Place("search", 0, 0))
    assert guard.split(LARGE, 64) == Split(64, False)


def test_a_resumed_run_repeats_its_halvings_at_their_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard_module, "tree_peak_bytes", lambda pid: 300 * MB)
    path, host = tmp_path / "plan.json", Host(resident_mb=390)
    first = host.guard(path)
    first.save()
    for resident_mb, place in ((390, Place("search", 1, 2)), (390, Place("finetune", 0, 5))):
        host.resident_mb = resident_mb
        first.enter(place)
        first.split(LARGE, 64)
    assert first.plan.room_bytes == 64 * MB
    again = HostGuard.resumed(path)
    assert again is not None
    assert again.start == again.plan == PLAN
    expected = [
        ("warmup", 3, 9, 128), ("search", 1, 1, 128), ("search", 1, 2, 64), ("search", 3, 7, 64),
        ("finetune", 0, 4, 128), ("finetune", 0, 5, 64), ("qat", 0, 0, 128),
    ]  # fmt: skip
    for phase, epoch, batch, room_mb in expected:
        again.enter(Place(phase, epoch, batch))
        assert again.plan.room_bytes == room_mb * MB, (phase, epoch, batch)
    assert len(again.notes) == 2


def test_a_damaged_plan_is_one_message(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    assert HostGuard.resumed(path) is None
    for text in ("", "{}", "[1]", json.dumps({"plan": {"limit_bytes": 1}, "halvings": []})):
        path.write_text(text)
        with pytest.raises(RunError, match="not the host plan of a run"):
            HostGuard.resumed(path)

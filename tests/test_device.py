"""Profiles refuse what no board can be; sizes and times parse as people write them; every board's file gives a profile."""

from __future__ import annotations

import shutil
from dataclasses import FrozenInstanceError, replace
from pathlib import Path
from typing import Any

import pytest

from dnas import config as configuration
from dnas.config import BOARDS, CONF, board
from dnas.cost import generated_latency
from dnas.cost.latency import TERMS
from dnas.device import (
    CORES,
    RUNTIMES,
    Budget,
    DeviceProfile,
    format_bytes,
    format_seconds,
    has_dsp,
    parse_bytes,
    parse_seconds,
)
from dnas.errors import RequestError

REQUIRED = {
    # board: core, clock, SRAM, flash as in the design
    "nucleo_f746": ("cortex-m7", 216_000_000, 320 * 1024, 1024**2),
    "nucleo_f446": ("cortex-m4", 180_000_000, 128 * 1024, 512 * 1024),
    "nucleo_f767": ("cortex-m7", 216_000_000, 512 * 1024, 2 * 1024**2),
    "nucleo_h743": ("cortex-m7", 480_000_000, 512 * 1024, 2 * 1024**2),
    "nucleo_l4r5": ("cortex-m4", 120_000_000, 640 * 1024, 2 * 1024**2),
    "nucleo_u575": ("cortex-m33", 160_000_000, 768 * 1024, 2 * 1024**2),
    "nucleo_l412kb": ("cortex-m4", 80_000_000, 40 * 1024, 128 * 1024),
    "nucleo_l010rb": ("cortex-m0plus", 32_000_000, 20 * 1024, 128 * 1024),
    "arduino_nano_33_iot": ("cortex-m0plus", 48_000_000, 32 * 1024, 256 * 1024),
    "arduino_nano_33_ble": ("cortex-m4", 64_000_000, 256 * 1024, 1024**2),
    "rp2040": ("cortex-m0plus", 133_000_000, 264 * 1024, 2 * 1024**2),
    "nrf5340": ("cortex-m33", 128_000_000, 512 * 1024, 1024**2),
}


@pytest.mark.parametrize("name", BOARDS)
def test_board_file_gives_a_valid_profile(name: str) -> None:
    profile = board(name)
    assert profile.name == name
    generated = set(generated_latency.TERMS)
    kernels = generated if profile.generated else set(TERMS) - generated
    assert set(profile.coefficients) == kernels, "every kernel that can run has coefficients"
    for kernel, terms in profile.coefficients.items():
        assert terms
        assert all(value > 0 for value in terms.values()), kernel
    assert 0 < profile.arena_offer_bytes < profile.sram_bytes
    assert 0 < profile.flash_offer_bytes < profile.flash_bytes
    without_interpreter = 256 if profile.generated else 4096
    assert profile.sram_reserve_bytes == (without_interpreter if profile.sram_bytes <= 40 * 1024 else 8192)


@pytest.mark.parametrize("name", sorted(REQUIRED))
def test_board_of_the_design_has_its_figures(name: str) -> None:
    profile = board(name)
    assert (profile.core, profile.clock_hz, profile.sram_bytes, profile.flash_bytes) == REQUIRED[name]


def test_a_copied_board_file_must_be_renamed_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(CONF, tmp_path / "conf")
    shutil.copy(CONF / "device" / "rp2040.yaml", tmp_path / "conf" / "device" / "mine.yaml")
    monkeypatch.setattr(configuration, "CONF", tmp_path / "conf")
    monkeypatch.setattr(configuration, "BOARDS", ("mine",))
    with pytest.raises(RequestError, match="name: rp2040; it must be the file's, mine"):
        board("mine")


@pytest.mark.parametrize("name", BOARDS)
def test_every_number_of_a_board_file_has_a_source(name: str) -> None:
    for line in (CONF / "device" / f"{name}.yaml").read_text().splitlines():
        key, _, value = line.partition(":")
        if value.strip() and value.strip()[0].isdigit():
            assert "  # " in value, f"{name}.yaml: {key} has no source comment"


def test_m33_boards_use_the_m4_counts() -> None:
    assert board("nucleo_u575").coefficients == board("nucleo_l4r5").coefficients


@pytest.fixture
def profile() -> DeviceProfile:
    return DeviceProfile(
        "toy", "Toy board", "cortex-m4", 10**6, 65536, 4096, 10**6, 50_000, RUNTIMES[0], "1", 1.5, 0.1,
        {"add": {"element": 80.0}},
    )  # fmt: skip


def test_offers_are_what_is_left(profile: DeviceProfile) -> None:
    assert profile.arena_offer_bytes == 65536 - 4096
    assert profile.flash_offer_bytes == 950_000


def test_profile_cannot_be_changed(profile: DeviceProfile) -> None:
    with pytest.raises(FrozenInstanceError):
        profile.clock_hz = 1  # type: ignore[misc]
    with pytest.raises(TypeError):
        profile.coefficients["add"]["element"] = 0.0  # type: ignore[index]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"core": "cortex-m3"}, "unknown core 'cortex-m3'; known cores: cortex-m0plus, cortex-m4"),
        ({"clock_hz": 0}, "clock_hz is 0"),
        ({"clock_hz": 1.5}, "clock_hz is 1.5"),
        ({"sram_bytes": -1}, "sram_bytes is -1"),
        ({"sram_reserve_bytes": 65536}, "sram_reserve_bytes = 65536 leaves nothing of sram_bytes = 65536"),
        ({"runtime_code_bytes": 10**7}, "leaves nothing of flash_bytes"),
        ({"cycles_per_instruction": 0.0}, "cycles_per_instruction is 0.0"),
        ({"cycles_per_instruction": 1e-4}, "cycles_per_instruction is 0.0001"),
        ({"cycles_per_instruction": float("nan")}, "cycles_per_instruction is nan"),
        ({"latency_error": -0.1}, "latency_error is -0.1"),
        ({"coefficients": {}}, "coefficients are empty"),
        ({"coefficients": {"add": {"element": -1.0}}}, "coefficient add.element is -1.0"),
        ({"coefficients": {"add": {"element": "abc"}}}, "coefficient add.element is 'abc'; it must be a number"),
        ({"coefficients": {"add": {"element": 1e10}}}, "coefficient add.element is 10000000000.0"),
        ({"board": " "}, "board is ' '"),
        ({"runtime": "Generated C"}, "runtime is 'Generated C'; allowed: tflite-micro + CMSIS-NN, X-CUBE-AI, generated C"),
    ],
)
def test_impossible_profiles_are_refused(profile: DeviceProfile, change: dict[str, Any], message: str) -> None:
    with pytest.raises(RequestError, match=message.replace("(", r"\(").replace("+", r"\+")):
        replace(profile, **change)


def test_dsp_of_cores() -> None:
    assert [core for core in CORES if not has_dsp(core)] == ["cortex-m0plus"]
    with pytest.raises(RequestError, match="unknown core 'avr'"):
        has_dsp("avr")


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("64KiB", 65536),
        ("100KB", 100_000),
        ("0.5MiB", 524_288),
        (12345, 12345),
        ("12345", 12345),
        (" 1 MB ", 10**6),
        ("20kib", 20_480),
        ("512MB", 512_000_000),
        ("1e3B", 1000),
        (2.0, 2),
    ],
)
def test_sizes_parse(text: str | int | float, size: int) -> None:
    assert parse_bytes(text) == size


@pytest.mark.parametrize(
    "text", ["", "-64KiB", "0", "0KiB", "nan", "inf", "-infKB", "64Kib s", "64KBit", "64 kilobytes", "lots", "0.1B", True, None]
)
def test_sizes_that_mean_nothing_are_refused(text: Any) -> None:
    with pytest.raises(RequestError) as error:
        parse_bytes(text, "budget.sram")
    assert "budget.sram" in str(error.value)
    assert repr(text) in str(error.value)
    assert "64KiB, 100KB" in str(error.value)


@pytest.mark.parametrize(("text", "time_s"), [("20ms", 0.02), ("1.5s", 1.5), ("300us", 0.0003), ("0.25", 0.25), (2, 2.0)])
def test_times_parse(text: str | int, time_s: float) -> None:
    assert parse_seconds(text) == time_s


@pytest.mark.parametrize("text", ["20 minutes", "-20ms", "0ms", "nan", "inf", "20m", "ms", "", True])
def test_times_that_mean_nothing_are_refused(text: Any) -> None:
    with pytest.raises(RequestError) as error:
        parse_seconds(text, "budget.latency")
    assert "budget.latency" in str(error.value)
    assert "20ms, 1.5s, 300us" in str(error.value)


@pytest.mark.parametrize("size", [1, 12, 1024, 65536, 3 * 1024**2, 7 * 1024**3])
def test_formatted_sizes_parse_back(size: int) -> None:
    assert parse_bytes(format_bytes(size)) == size


@pytest.mark.parametrize("time_s", [3e-5, 0.0003, 0.02, 1.5, 12.0])
def test_formatted_times_parse_back(time_s: float) -> None:
    assert parse_seconds(format_seconds(time_s)) == pytest.approx(time_s, rel=1e-9)


def test_budget_refuses_what_is_not_positive() -> None:
    assert Budget(1, 1).latency_s is None
    with pytest.raises(RequestError, match="budget latency_s is 0"):
        Budget(1, 1, latency_s=0.0)
    with pytest.raises(RequestError, match="budget sram_bytes is -5"):
        Budget(-5, 1)
    with pytest.raises(RequestError, match="budget flash_bytes is None"):
        Budget(1, None)  # type: ignore[arg-type]

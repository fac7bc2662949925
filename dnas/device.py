"""Boards and budgets: frozen, in bytes, seconds and Hz, checked on construction; sizes and times as people write them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from dnas.errors import RequestError

CORES: Mapping[str, bool] = MappingProxyType(
    {
        "cortex-m0plus": False,  # Armv6-M: no DSP instructions
        "cortex-m4": True,
        "cortex-m7": True,
        "cortex-m33": True,  # optional in Armv8-M Mainline; the parts with a profile here have it
    }
)
"""Known cores -> whether CMSIS-NN's DSP kernels run on them."""


def has_dsp(core: str) -> bool:
    """Whether CMSIS-NN's DSP kernels run on this core."""
    if core not in CORES:
        raise RequestError(f"unknown core '{core}'; known cores: {', '.join(CORES)}")
    return CORES[core]


_BYTE_UNITS = {"b": 1, "kib": 1024, "mib": 1024**2, "gib": 1024**3, "kb": 1000, "mb": 1000**2, "gb": 1000**3}
_PER_SECOND = {"s": 1.0, "ms": 1e3, "us": 1e6}
_BYTE_FORMS = "64KiB, 100KB, 0.5MiB, 512MB, 12345 (bytes); KiB, MiB, GiB are powers of 1024, KB, MB, GB of 1000"
_SECOND_FORMS = "20ms, 1.5s, 300us, 0.02 (seconds)"
MOST_SECONDS = 10**6
_QUANTITY = re.compile(
    r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?nan|[+-]?inf(?:inity)?)\s*([a-z]*)\s*", re.IGNORECASE
)


def _split(value: object, what: str, forms: str) -> tuple[float, str]:
    """Number and unit (lower case) of a quantity; refuses everything that is not finite and positive."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise RequestError(f"{what} {value!r} is neither text nor a number; allowed: {forms}")
    match = _QUANTITY.fullmatch(str(value))
    if match is None:
        raise RequestError(f"{what} {value!r} is not understood; allowed: {forms}")
    number = float(match[1])
    if not math.isfinite(number) or number <= 0:
        raise RequestError(f"{what} {value!r} must be a finite number above zero; allowed: {forms}")
    return number, match[2].lower()


def parse_bytes(value: str | int | float, what: str = "size") -> int:
    """Bytes of a size as people write it; fractions of a byte are cut off.

    >>> parse_bytes("64KiB"), parse_bytes("100KB"), parse_bytes("0.5MiB"), parse_bytes(12345)
    (65536, 100000, 524288, 12345)
    """
    number, unit = _split(value, what, _BYTE_FORMS)
    if unit and unit not in _BYTE_UNITS:
        raise RequestError(f"{what} {value!r} has the unknown unit '{unit}'; allowed: {_BYTE_FORMS}")
    size = number * _BYTE_UNITS[unit or "b"]
    if size < 1 or size > 2**62:
        raise RequestError(f"{what} {value!r} must be between 1 byte and 2^62 bytes; allowed: {_BYTE_FORMS}")
    return int(size)


def parse_seconds(value: str | int | float, what: str = "time") -> float:
    """Seconds of a time as people write it.

    >>> parse_seconds("20ms"), parse_seconds("1.5s"), parse_seconds("300us")
    (0.02, 1.5, 0.0003)
    """
    number, unit = _split(value, what, _SECOND_FORMS)
    if unit and unit not in _PER_SECOND:
        raise RequestError(f"{what} {value!r} has the unknown unit '{unit}'; allowed: {_SECOND_FORMS}")
    # divided, not multiplied: 300 / 1e6 is the float nearest to 300us, 300 * 1e-6 is not always
    time_s = number / _PER_SECOND[unit or "s"]
    if time_s > MOST_SECONDS:
        raise RequestError(f"{what} {value!r} must be {MOST_SECONDS:,} s at most; allowed: {_SECOND_FORMS}")
    return time_s


def format_bytes(size: int) -> str:
    """Size for people, in powers of 1024.

    >>> format_bytes(65536), format_bytes(1500), format_bytes(12), format_bytes(3 * 1024**2)
    ('64 KiB', '1.46 KiB', '12 B', '3 MiB')
    """
    for unit, factor in (("GiB", 1024**3), ("MiB", 1024**2), ("KiB", 1024)):
        if abs(size) >= factor:
            return f"{_short(size / factor)} {unit}"
    return f"{size} B"


def format_seconds(time_s: float) -> str:
    """Time for people.

    >>> format_seconds(0.02), format_seconds(1.5), format_seconds(0.0003)
    ('20 ms', '1.5 s', '300 us')
    """
    for unit, factor in (("s", 1.0), ("ms", 1e3)):
        if abs(time_s) * factor >= 1:
            return f"{_short(time_s * factor)} {unit}"
    return f"{_short(time_s * 1e6)} us"


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


MOST = 10**12
"""Bytes or Hz: more than any board has."""
MOST_INSTRUCTIONS = 10**5
"""Per unit of a kernel's term, 24 times the largest of conf/core: cycles are counted in 64 bits, which more would overflow."""
GENERATED = "generated C"
"""The runtime that is no interpreter."""
RUNTIMES = ("tflite-micro + CMSIS-NN", "X-CUBE-AI", GENERATED)
"""SRAM and flash are priced as for the first where it is not the last."""


@dataclass(frozen=True)
class DeviceProfile:
    """One board with one runtime: what it offers, and what its latency model needs."""

    name: str
    board: str
    core: str
    """A key of `CORES`."""
    clock_hz: int
    sram_bytes: int
    """SRAM in which an arena can lie (one contiguous region)."""
    sram_reserve_bytes: int
    """Stack, runtime globals and application, taken off before the arena."""
    flash_bytes: int
    runtime_code_bytes: int
    """Flash for the runtime's and the application's code, taken off before the .tflite file."""
    runtime: str
    runtime_version: str
    cycles_per_instruction: float
    latency_error: float
    """Relative error of predicted against measured latency, as far as it is known (0.15 = 15 %)."""
    coefficients: Mapping[str, Mapping[str, float]]
    """Kernel -> term -> instructions per unit of the term (`dnas.cost.latency.TERMS`)."""

    @property
    def generated(self) -> bool:
        """Whether networks run as generated code, without an interpreter."""
        return self.runtime == GENERATED

    def __post_init__(self) -> None:
        """Refuses what no board can be."""
        has_dsp(self.core)
        self._check_text()
        self._check_sizes()
        self._check_rates()
        frozen = {kernel: MappingProxyType(dict(terms)) for kernel, terms in self.coefficients.items()}
        object.__setattr__(self, "coefficients", MappingProxyType(frozen))

    def _refuse(self, message: str) -> RequestError:
        return RequestError(f"device '{self.name}': {message}")

    def _check_text(self) -> None:
        for field in ("name", "board", "runtime", "runtime_version"):
            if not isinstance(getattr(self, field), str) or not getattr(self, field).strip():
                raise self._refuse(f"{field} is {getattr(self, field)!r}; it must be a text that is not empty")
        if self.runtime not in RUNTIMES:
            raise self._refuse(f"runtime is {self.runtime!r}; allowed: {', '.join(RUNTIMES)}")

    def _check_sizes(self) -> None:
        for field in ("clock_hz", "sram_bytes", "flash_bytes", "sram_reserve_bytes", "runtime_code_bytes"):
            value, least = getattr(self, field), 0 if field in ("sram_reserve_bytes", "runtime_code_bytes") else 1
            if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= MOST:
                raise self._refuse(f"{field} is {value!r}; it must be an integer from {least} to {MOST:,}")
        for total, taken in (("sram_bytes", "sram_reserve_bytes"), ("flash_bytes", "runtime_code_bytes")):
            if getattr(self, taken) >= getattr(self, total):
                raise self._refuse(f"{taken} = {getattr(self, taken)} leaves nothing of {total} = {getattr(self, total)}")

    def _check_rates(self) -> None:
        if not 0.01 <= self.cycles_per_instruction <= 100:  # it is counted in steps of 0.001
            raise self._refuse(f"cycles_per_instruction is {self.cycles_per_instruction!r}; it must lie in [0.01, 100]")
        if not (math.isfinite(self.latency_error) and 0 <= self.latency_error < 10):
            raise self._refuse(f"latency_error is {self.latency_error!r}; it is a fraction in [0, 10), 0.15 means 15 %")
        if not self.coefficients:
            raise self._refuse("coefficients are empty; choose the core's group, e.g. /core: cortex_m4")
        for kernel, terms in self.coefficients.items():
            for term, value in terms.items():
                number = isinstance(value, (int, float)) and not isinstance(value, bool)
                if not (number and 0 <= value <= MOST_INSTRUCTIONS):
                    raise self._refuse(
                        f"coefficient {kernel}.{term} is {value!r}; it must be a number from 0 to {MOST_INSTRUCTIONS:,}"
                    )

    @property
    def arena_offer_bytes(self) -> int:
        """SRAM that the board offers to the arena."""
        return self.sram_bytes - self.sram_reserve_bytes

    @property
    def flash_offer_bytes(self) -> int:
        """Flash that the board offers to the .tflite file."""
        return self.flash_bytes - self.runtime_code_bytes


@dataclass(frozen=True)
class Budget:
    """What a network may cost; None means no limit."""

    sram_bytes: int
    flash_bytes: int
    latency_s: float | None = None
    host_ram_bytes: int | None = None

    def __post_init__(self) -> None:
        """Refuses budgets that are not positive."""
        for field in ("sram_bytes", "flash_bytes", "latency_s", "host_ram_bytes"):
            value = getattr(self, field)
            optional = field in ("latency_s", "host_ram_bytes")
            if value is None and optional:
                continue
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value) or value <= 0:
                raise RequestError(f"budget {field} is {value!r}; it must be above zero{' or null' if optional else ''}")

"""The two independent interpreters of .tflite files behind one interface: TensorFlow Lite Micro and LiteRT.

TFLM is the interpreter of the boards, here on the host with its reference kernels; LiteRT is run with its reference kernels
too, because its default ones differ from TFLM. Both take int8 (N, H, W, C) and give int8 logits (N, K).

Neither may be trusted with a damaged file: `check_model` has LiteRT verify the structure first, and certification runs all of
this in a process of its own. The heavy packages are imported where they are needed, and torch never.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, Final

import numpy as np
from numpy.typing import NDArray

Int8 = NDArray[np.int8]

MIN_ARENA_BYTES: Final = 1024
"""Below this TFLM writes past its arena before it can complain, whatever the model."""


class ModelFileError(ValueError):
    """A file that an interpreter does not accept; the message is the interpreter's own."""


@dataclass(frozen=True)
class ArenaReport:
    """What TFLM says about its arena on this 64-bit host, in bytes.

    `total_bytes` = `head_bytes` (planned activations and scratch) + `tail_bytes` (what lives as long as the interpreter);
    `records` breaks down the tail: what -> (bytes used, number of allocations). The rest of the tail is the interpreter itself.
    """

    total_bytes: int
    head_bytes: int
    tail_bytes: int
    records: dict[str, tuple[int, int]]


class TFLMInterpreter:
    """TFLM with an arena of `arena_bytes` (rounded up to 16).

    Be generous: too small an arena raises `ModelFileError` as a rule, but at some sizes TFLM crashes instead (a null pointer
    in its own preparation). What the model needs is in `arena_used_bytes`, whatever was given.
    """

    def __init__(self, model_bytes: bytes, arena_bytes: int) -> None:
        check_model(model_bytes)
        self._interpreter = _open_tflm(model_bytes, arena_bytes)
        self._arena: ArenaReport | None = None
        self._shape = tuple(int(n) for n in self._interpreter.get_input_details(0)["shape"])

    def run(self, x_NHWC: Int8) -> Int8:
        x = _checked_input(x_NHWC, self._shape)
        outputs = []
        with captured_output() as text:
            for sample in x:
                self._interpreter.set_input(sample[None], 0)
                _explained(self._interpreter.invoke, "TFLM could not run the model", text)
                outputs.append(np.array(self._interpreter.get_output(0), dtype=np.int8).reshape(-1))
        return np.stack(outputs)

    @property
    def arena(self) -> ArenaReport:
        """The recorded allocations; runs once on a zero input if the model has not run yet."""
        if self._arena is None:
            self.run(np.zeros((1, *self._shape[1:]), np.int8))
            with captured_output() as text:
                self._interpreter.print_allocations()
                printed = text()
            self._arena = parse_arena(printed)
        return self._arena

    @property
    def arena_used_bytes(self) -> int:
        """Bytes of the arena in use on this host. Allocating needs somewhat more: see `smallest_arena_bytes`."""
        return self.arena.total_bytes


class LiteRTInterpreter:
    """LiteRT with its reference kernels, one thread."""

    def __init__(self, model_bytes: bytes) -> None:
        self._interpreter = _open_litert(model_bytes, preserve=False)
        self._model_bytes = model_bytes
        self._preserving: Any = None
        details = self._interpreter.get_input_details()[0]
        self._shape = tuple(int(n) for n in details["shape"])

    def run(self, x_NHWC: Int8) -> Int8:
        x = _checked_input(x_NHWC, self._shape)
        source = self._interpreter.get_input_details()[0]["index"]
        result = self._interpreter.get_output_details()[0]["index"]
        outputs = []
        with captured_output() as text:
            for sample in x:
                self._interpreter.set_tensor(source, sample[None])
                _explained(self._interpreter.invoke, "LiteRT could not run the model", text)
                outputs.append(self._interpreter.get_tensor(result).reshape(-1))
        return np.stack(outputs)

    @property
    def ends(self) -> dict[str, dict[str, float]]:
        """Scale and zero point of input and output, as the file states them."""
        details = {"input": self._interpreter.get_input_details()[0], "output": self._interpreter.get_output_details()[0]}
        named = {name: detail["quantization"] for name, detail in details.items()}
        return {name: {"scale": float(scale), "zero_point": int(zero_point)} for name, (scale, zero_point) in named.items()}

    def layer_tensors(self, x_NHWC: Int8) -> list[Int8]:
        """The input and the output of every operator in turn, int8, first axis N."""
        x = _checked_input(x_NHWC, self._shape)
        if self._preserving is None:
            self._preserving = _open_litert(self._model_bytes, preserve=True)
        interpreter = self._preserving
        source = interpreter.get_input_details()[0]["index"]
        wanted = [source, *(int(operator["outputs"][0]) for operator in interpreter._get_ops_details())]
        samples: list[list[Int8]] = []
        with captured_output() as text:
            for sample in x:
                interpreter.set_tensor(source, sample[None])
                _explained(interpreter.invoke, "LiteRT could not run the model", text)
                samples.append([interpreter.get_tensor(i) for i in wanted])
        return [np.concatenate(values) for values in zip(*samples, strict=True)]


def check_model(model_bytes: bytes) -> None:
    """Raises `ModelFileError` unless LiteRT accepts the file: its identifier, every offset, every tensor number."""
    if model_bytes[4:8] != b"TFL3":
        raise ModelFileError(f"not a .tflite file: bytes 4..7 must be b'TFL3', got {bytes(model_bytes[4:8])!r}")
    _open_litert(model_bytes, preserve=False)


def smallest_arena_bytes(model_bytes: bytes, enough_bytes: int = 2**22) -> int:
    """The smallest arena, in steps of 16 bytes, with which TFLM allocates on this host.

    It can exceed `arena_used_bytes`: while planning, the planner's own tables lie where the activations will. TFLM may crash
    when an arena is too small, so that all sizes are tried in a process of their own, and a crash is a "no".

    Args:
        enough_bytes: an arena that surely is enough.
    """
    TFLMInterpreter(model_bytes, enough_bytes)
    low, high = 0, -(-enough_bytes // 16)
    while high - low > 1:
        command = [sys.executable, "-m", "dnas.interpreters", str(low), str(high)]
        printed = subprocess.run(command, input=model_bytes, capture_output=True, check=False).stdout.split()
        if not printed:
            raise RuntimeError(f"the process that tries arena sizes did not start: {' '.join(command)}")
        low, high = int(printed[-2]), int(printed[-1])
    return 16 * high


def _try_arenas(model_bytes: bytes, low: int, high: int) -> None:
    """Bisection in units of 16 bytes. The bracket to go on with is printed before each attempt as if it failed, after a
    success again: what a crash leaves behind is right."""
    while high - low > 1:
        middle = (low + high) // 2
        print(middle, high, flush=True)
        try:
            _open_tflm(model_bytes, 16 * middle)
        except ModelFileError:
            low = middle
        else:
            high = middle
            print(low, high, flush=True)


def parse_arena(text: str) -> ArenaReport:
    """Reads what TFLM's recording allocator prints."""
    sizes = dict(re.findall(r"Arena allocation (total|head|tail) (\d+) bytes", text))
    if sizes.keys() != {"total", "head", "tail"}:
        raise RuntimeError(f"TFLM printed its arena in an unknown form: {text.strip()!r}")
    records = re.findall(r"'([^']+)' used (\d+) bytes with alignment overhead \(requested \d+ bytes for (\d+) ", text)
    breakdown = {name: (int(used), int(count)) for name, used, count in records}
    return ArenaReport(int(sizes["total"]), int(sizes["head"]), int(sizes["tail"]), breakdown)


def _unnamed_file() -> IO[bytes]:
    """A file that is gone when it is closed; in memory where there is no folder that can be written to."""
    try:
        return tempfile.TemporaryFile()
    except OSError:
        return os.fdopen(os.memfd_create("interpreter"), "w+b")


@contextmanager
def captured_output() -> Iterator[Any]:
    """Takes what C++ writes to standard output and error, off the terminal; yields a function that returns it so far."""
    sys.stdout.flush()
    sys.stderr.flush()
    saved = [os.dup(1), os.dup(2)]
    with _unnamed_file() as file:
        try:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
            yield lambda: os.pread(file.fileno(), 1 << 20, 0).decode(errors="replace")
        finally:
            for number, copy in zip((1, 2), saved, strict=True):
                os.dup2(copy, number)
                os.close(copy)


def _explained(call: Any, what: str, text: Any) -> Any:
    """Result of `call`; what an interpreter raises or prints becomes one `ModelFileError`."""
    try:
        return call()
    except Exception as error:
        printed = " ".join(text().split())
        raise ModelFileError(f"{what}: {error}" + (f" ({printed})" if printed else "")) from error


def _open_tflm(model_bytes: bytes, arena_bytes: int) -> Any:
    from tflite_micro.python.tflite_micro import runtime

    if arena_bytes < MIN_ARENA_BYTES:
        raise ModelFileError(f"an arena of {arena_bytes} bytes is too small for any model; at least {MIN_ARENA_BYTES}")
    size = (arena_bytes + 15) // 16 * 16  # an odd end would cost alignment and change the reported figures
    with captured_output() as text:
        return _explained(
            lambda: runtime.Interpreter.from_bytes(bytes(model_bytes), arena_size=size),
            f"TFLM does not accept the model with an arena of {size} bytes",
            text,
        )


def _open_litert(model_bytes: bytes, preserve: bool) -> Any:
    from ai_edge_litert.interpreter import Interpreter, OpResolverType

    def build() -> Any:
        interpreter = Interpreter(
            model_content=bytes(model_bytes),
            experimental_op_resolver_type=OpResolverType.BUILTIN_REF,
            experimental_preserve_all_tensors=preserve,
            num_threads=1,
        )
        interpreter.allocate_tensors()
        return interpreter

    with captured_output() as text:
        return _explained(build, "LiteRT does not accept the model", text)


def _checked_input(x_NHWC: Int8, shape: tuple[int, ...]) -> Int8:
    if x_NHWC.dtype != np.int8 or x_NHWC.shape[1:] != shape[1:] or len(x_NHWC) == 0:
        raise ValueError(
            f"inputs must be int8 of shape (N, {', '.join(map(str, shape[1:]))}), got {x_NHWC.dtype} {x_NHWC.shape}"
        )
    return np.ascontiguousarray(x_NHWC)


if __name__ == "__main__":
    _try_arenas(sys.stdin.buffer.read(), int(sys.argv[1]), int(sys.argv[2]))

"""The generated C of a run, compiled by this host's compiler: run on int8 inputs, its stored constants and memory measured.

For code that this program has just written, never for a folder that may come from somebody else.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from dnas.interpreters import Int8, ModelFileError
from dnas.scoring import Floats, Judged, Scoring

STANDARD = "-std=c99"
STRICT = ("-Wall", "-Wextra", "-Wpedantic", "-Werror")
"""For tests: what other compilers warn of is no reason to fail a finished training."""
PROBE_S, COMPILE_S, RUN_S = 120, 120, 600
"""Longest time of a tool for the trivial program, of a tool for network.c, and of network.c on one batch."""
SOURCE, HEADER = "network.c", "network.h"
MAIN = """\
#include "network.h"
#include <stdio.h>
int main(void)
{
    while (fread(network_input(), 1, NETWORK_INPUT_BYTES, stdin) == NETWORK_INPUT_BYTES) {
        network_run();
        if (fwrite(network_output(), 1, OUTPUTS, stdout) != OUTPUTS) return 1;
    }
    return 0;
}
"""


PROBE = """\
#include <stdint.h>
#include <stdio.h>
int main(void)
{
    return printf("%d", (int8_t)7) == 1 ? 0 : 1;
}
"""


class ToolError(RuntimeError):
    """This host's compiler does not work, which says nothing of the code."""


def compiler() -> str | None:
    """The C compiler of this host, None where there is none."""
    return shutil.which("cc") or shutil.which("gcc")


class Compiled:
    """network.c and network.h of a folder with a main that reads inputs from stdin and writes outputs to stdout.

    Args:
        folder: where both files lie.
        compiler: from `compiler()`.
        outputs: int8 values that a run gives.
        warnings: flags beside the standard's, such as `STRICT`.

    Raises:
        ModelFileError: the files do not compile, or not in `COMPILE_S`.
        ToolError: a trivial program does not compile and run here either.
    """

    def __init__(self, folder: Path, compiler: str, outputs: int, warnings: Sequence[str] = ()) -> None:
        try:
            self._place = tempfile.TemporaryDirectory()
            self._folder, self._outputs = Path(self._place.name), outputs
            (self._folder / "probe.c").write_text(PROBE)
            (self._folder / "main.c").write_text(MAIN)
            for name in (SOURCE, HEADER):
                shutil.copy(folder / name, self._folder)
        except OSError as error:
            raise ToolError(f"the files to compile cannot be laid out in {tempfile.gettempdir()} ({error})") from error
        self._probe(compiler)
        flags = (STANDARD, *warnings)
        self._call(compiler, *flags, "-O2", f"-DOUTPUTS={outputs}", "-o", "main", "main.c", SOURCE)
        # without optimization: a compiler may turn an array of one value into code
        self._call(compiler, *flags, "-O0", "-c", "-o", "network.o", SOURCE)

    def run(self, x_NHWC: Int8) -> Int8:
        """int8 inputs (N, H, W, C) -> int8 outputs (N, K).

        Raises:
            ModelFileError: the code crashes, gives another number of outputs, or is not done in `RUN_S`.
            ToolError: nothing that was compiled can be executed.
        """
        try:
            done = self._done([str(self._folder / "main")], RUN_S, x_NHWC.tobytes())
        except subprocess.TimeoutExpired:
            raise ModelFileError(f"{SOURCE} took more than {RUN_S} s for {len(x_NHWC)} inputs") from None
        if done.returncode != 0 or len(done.stdout) != len(x_NHWC) * self._outputs:
            raise ModelFileError(
                f"{SOURCE} ended with {done.returncode} and {len(done.stdout)} bytes for {len(x_NHWC)} inputs "
                f"of {self._outputs} outputs each"
            )
        return np.frombuffer(done.stdout, np.int8).reshape(len(x_NHWC), self._outputs)

    def sizes(self) -> tuple[int, int] | None:
        """Bytes of the object's constants and of its variables; None where no `nm` says.

        Raises:
            ModelFileError: `nm` is not done in `COMPILE_S`.
        """
        nm = shutil.which("nm")
        if nm is None:
            return None
        total = {"r": 0, "b": 0}
        try:
            done = self._timed([nm, "-P", "-t", "d", "network.o"])
        except ToolError:
            return None
        if done.returncode != 0:
            return None
        for line in done.stdout.decode(errors="replace").splitlines():
            _, kind, _, size = (*line.split(), "0", "0")[:4]
            kind = {"d": "b"}.get(kind.lower(), kind.lower())
            if kind in total:
                total[kind] += int(size)
        return (total["r"], total["b"]) if any(total.values()) else None

    def _probe(self, compiler: str) -> None:
        """Compiles and runs a trivial program: who cannot do that says nothing of network.c."""
        for command in ([compiler, STANDARD, "-O2", "-o", "probe", "probe.c"], [str(self._folder / "probe")]):
            name = Path(command[0]).name
            try:
                done = self._done(command, PROBE_S)
            except subprocess.TimeoutExpired:
                raise ToolError(f"{name} took more than {PROBE_S} s for a trivial program") from None
            if done.returncode != 0:
                first = (_said(done).splitlines() or ["no message"])[0]
                raise ToolError(f"{name} ended with {done.returncode} for a trivial program: {first}")

    def _call(self, *command: str) -> None:
        """A compiler's call for network.c that must succeed."""
        done = self._timed(command)
        if done.returncode != 0:
            raise ModelFileError(f"{Path(command[0]).name} refused {SOURCE}: {_said(done)[:500]}")

    def _timed(self, command: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
        """A tool's call for network.c, within `COMPILE_S`."""
        try:
            return self._done(command, COMPILE_S)
        except subprocess.TimeoutExpired:
            raise ModelFileError(f"{Path(command[0]).name} took more than {COMPILE_S} s for {SOURCE}") from None

    def _done(self, command: Sequence[str], limit_s: float, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(command, cwd=self._folder, input=given, capture_output=True, check=False, timeout=limit_s)
        except OSError as error:
            raise ToolError(
                f"{Path(command[0]).name} cannot be executed in {self._folder.parent} ({error.strerror})"
            ) from error


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    return done.stderr.decode(errors="replace").strip()


@dataclass
class Comparison:
    """Generated code against the interpreter on the same inputs."""

    scoring: Scoring
    values: int = 0
    different: int = 0
    largest_steps: int = 0
    _pairs: list[tuple[Judged, Judged]] = field(default_factory=list)

    def add(self, x: Floats, file: tuple[Int8, Floats], generated: tuple[Int8, Floats]) -> None:
        """Takes in outputs of one batch: their int8 values, and what those stand for."""
        steps = np.abs(file[0].astype(int) - generated[0])
        self.values += steps.size
        self.different += int(np.count_nonzero(steps))
        self.largest_steps = max(self.largest_steps, int(steps.max()))
        self._pairs.append((self.scoring.judged(x, file[1]), self.scoring.judged(x, generated[1])))

    @property
    def equal(self) -> float:
        """Share of inputs on which both judge alike."""
        file, generated = (np.concatenate(side) for side in zip(*self._pairs, strict=True))
        return self.scoring.equal(file, generated)

"""The generated C of a run, compiled by this host's compiler: run on int8 inputs, its stored constants and memory measured."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from dnas.interpreters import Int8, ModelFileError
from dnas.scoring import Floats, Judged, Scoring

FLAGS = ("-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Werror")
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


def compiler() -> str | None:
    """The C compiler of this host, None where there is none."""
    return shutil.which("cc") or shutil.which("gcc")


class Compiled:
    """network.c and network.h of a folder with a main that reads inputs from stdin and writes outputs to stdout.

    Args:
        folder: where both files lie.
        compiler: from `compiler()`.
        outputs: int8 values that a run gives.

    Raises:
        ModelFileError: the files do not compile without a warning.
    """

    def __init__(self, folder: Path, compiler: str, outputs: int) -> None:
        self._place = tempfile.TemporaryDirectory()
        self._folder, self._outputs = Path(self._place.name), outputs
        for name in (SOURCE, HEADER):
            shutil.copy(folder / name, self._folder)
        (self._folder / "main.c").write_text(MAIN)
        self._call(compiler, *FLAGS, "-O2", f"-DOUTPUTS={outputs}", "-o", "main", "main.c", SOURCE)
        # without optimization: a compiler may turn an array of one value into code
        self._call(compiler, *FLAGS, "-O0", "-c", "-o", "network.o", SOURCE)

    def run(self, x_NHWC: Int8) -> Int8:
        """int8 inputs (N, H, W, C) -> int8 outputs (N, K)."""
        command = [str(self._folder / "main")]
        done = subprocess.run(command, input=x_NHWC.tobytes(), capture_output=True, check=False)
        if done.returncode != 0 or len(done.stdout) != len(x_NHWC) * self._outputs:
            raise ModelFileError(
                f"{SOURCE} ended with {done.returncode} and {len(done.stdout)} bytes for {len(x_NHWC)} inputs "
                f"of {self._outputs} outputs each"
            )
        return np.frombuffer(done.stdout, np.int8).reshape(len(x_NHWC), self._outputs)

    def sizes(self) -> tuple[int, int] | None:
        """Bytes of the object's constants and of its variables; None where no `nm` says."""
        nm = shutil.which("nm")
        if nm is None:
            return None
        total = {"r": 0, "b": 0}
        for line in self._call(nm, "-P", "-t", "d", "network.o").splitlines():
            _, kind, _, size = (*line.split(), "0", "0")[:4]
            kind = {"d": "b"}.get(kind.lower(), kind.lower())
            if kind in total:
                total[kind] += int(size)
        return (total["r"], total["b"]) if any(total.values()) else None

    def _call(self, *command: str) -> str:
        done = subprocess.run(command, cwd=self._folder, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise ModelFileError(f"{Path(command[0]).name} refused {SOURCE}: {done.stderr.strip()[:500]}")
        return done.stdout


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

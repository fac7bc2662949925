"""A part of a run in a process of its own: started, waited for, stopped whatever ends this one."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dnas.arguments import complain

TICK_S = 5.0
"""How often elapsed time and peak are written down while a part runs."""
PARENT = "DNAS_PARENT"
"""In the environment of a part: the process that started it."""
PR_SET_PDEATHSIG = 1  # sys/prctl.h


def run_part(module: str, folder: Path, tick: Callable[[], None]) -> int:
    """Runs `python -m module folder` and returns its exit code; out of memory counts as 3, what the design does not name as 1.

    The part does not see Ctrl-C: it is stopped here, at once, whatever ends this process.
    """
    process = None
    try:
        with interrupts_deferred():
            environment = os.environ | {PARENT: str(os.getpid())}
            process = subprocess.Popen([sys.executable, "-m", module, str(folder)], env=environment)
        while True:
            try:
                code = process.wait(TICK_S)
                break
            except subprocess.TimeoutExpired:
                tick()
        tick()  # what happened since: a part that overran the host's budget ends at once
    except BaseException:
        if process is not None:
            process.kill()
            process.wait()
        raise
    if code == -signal.SIGKILL:
        complain(
            f"{module} was killed, most likely by the kernel for want of memory; set budget.host_ram to what is free, "
            f"or go on where it was with run.resume={folder}"
        )
        return 3
    if code < 0:
        complain(f"{module} was ended by {signal.Signals(-code).name}")
    return code if 0 <= code <= 3 else 1


@contextmanager
def interrupts_deferred() -> Iterator[None]:
    """Ctrl-C takes effect at the end of the block; processes that are started in it are never interrupted.

    They inherit the signal mask. This process has other threads, which the signal reaches in spite of the mask: it is noted.
    """
    noted: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: noted.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, before)
        if noted and callable(before):
            before(signal.SIGINT, None)


def die_with_parent() -> None:
    """Has the kernel kill this process when the one that started it ends, whatever ended it: two processes must not write
    one run's folder. Where that one (`$DNAS_PARENT`) has ended by now, this process ends at once.

    Nothing happens to a process that was started by hand; other systems than Linux kill none later.
    """
    parent = os.environ.get(PARENT)
    if parent is None:
        return
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != int(parent):
        os._exit(1)

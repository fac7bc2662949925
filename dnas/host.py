"""Host RAM: how much the run's processes have needed.

It is the sum over the process tree of each process's peak resident set (VmHWM of `/proc/<pid>/status`), imports
included, from start to exit. `HostWatch` keeps the maximum of that sum while children come and go.
"""

from __future__ import annotations

import os
import resource
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

PROC = Path("/proc")


@dataclass(frozen=True)
class ProcessPeak:
    """One process of the tree: its number, parent, command line, peak (VmHWM) and present (VmRSS) resident set."""

    pid: int
    parent: int
    started: str
    command: str
    peak_bytes: int
    resident_bytes: int

    @property
    def name(self) -> str:
        """The Python module or the program, for messages."""
        words = self.command.split("\0")
        if "-m" in words[1:-1]:
            return words[words.index("-m") + 1]
        return Path(words[0]).name or f"process {self.pid}"


def read_process(pid: int) -> ProcessPeak | None:
    """The process as `/proc` shows it now; None when it has ended or is a zombie (no resident memory is left then)."""
    try:
        status = (PROC / str(pid) / "status").read_bytes()
        stat = (PROC / str(pid) / "stat").read_bytes()
        command = (PROC / str(pid) / "cmdline").read_bytes()
    except OSError:  # ended between listing and reading
        return None
    sizes = {name: int(rest.split()[0]) * 1024 for name, _, rest in (line.partition(b":") for line in status.splitlines())
             if name in (b"VmHWM", b"VmRSS")}  # fmt: skip
    if len(sizes) < 2:
        return None
    fields = stat[stat.rindex(b")") + 2 :].split()  # the name before it may hold spaces; fields[0] is the third field, state
    return ProcessPeak(
        pid, int(fields[1]), fields[19].decode(), command.decode(errors="replace"), sizes[b"VmHWM"], sizes[b"VmRSS"]
    )


def children_of(pid: int) -> list[int]:
    """Numbers of the live children of all threads of a process."""
    found: list[int] = []
    try:
        for thread in os.listdir(PROC / str(pid) / "task"):
            found += map(int, (PROC / str(pid) / "task" / thread / "children").read_bytes().split())
    except FileNotFoundError:
        if not (PROC / str(pid) / "task" / str(pid) / "children").exists() and (PROC / str(pid)).exists():
            return _children_by_scan(pid)  # a kernel without CONFIG_PROC_CHILDREN, or a thread that just ended
    except OSError:
        pass
    return found


def _children_by_scan(pid: int) -> list[int]:
    processes = (read_process(int(entry)) for entry in os.listdir(PROC) if entry.isdigit())
    return [process.pid for process in processes if process is not None and process.parent == pid]


def process_tree(pid: int | None = None) -> dict[int, ProcessPeak]:
    """The process (this one when `pid` is None) and its live descendants."""
    tree: dict[int, ProcessPeak] = {}
    pending = [os.getpid() if pid is None else pid]
    while pending:
        current = pending.pop()
        process = read_process(current)
        if process is not None and current not in tree:
            tree[current] = process
            pending += children_of(current)
    return tree


def tree_peak_bytes(pid: int | None = None) -> int:
    """Sum of VmHWM over the process (this one when `pid` is None) and its descendants that are alive now, in bytes.

    Where there is no `/proc` (macOS) it is this process's own peak.
    """
    if not PROC.joinpath("self/status").exists():
        return own_peak_bytes()
    return sum(process.peak_bytes for process in process_tree(pid).values())


def tree_resident_bytes(pid: int | None = None) -> int:
    """Sum of what the process and its descendants hold at this moment (VmRSS), in bytes; on macOS the process's own peak."""
    if not PROC.joinpath("self/status").exists():
        return own_peak_bytes()
    return sum(process.resident_bytes for process in process_tree(pid).values())


def own_peak_bytes() -> int:
    """Peak resident set of this process alone, from getrusage (KiB on Linux, bytes on macOS)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


class HostWatch:
    """Keeps max over time of (sum over live processes of the tree of VmHWM), in bytes.

    A daemon thread looks every `interval_s`. Children that ended stay in the maximum; processes that were adopted by
    init (their parent ended) are still counted. A child that still carries its parent's command line when first seen may be
    between fork and exec, where it shows its parent's memory: it is counted from the second look on. What is missed is a
    child that lives for less than one interval.

    >>> with HostWatch() as watch:
    ...     pass
    >>> watch.peak_bytes() > 1_000_000
    True
    """

    def __init__(self, interval_s: float = 0.25) -> None:
        self.interval_s = interval_s
        self._peak_bytes = 0
        self._at_peak: tuple[ProcessPeak, ...] = ()
        self._known: dict[int, str] = {}  # pid -> start time: a number that the kernel reuses is another process
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> HostWatch:
        """Starts watching; starting twice changes nothing."""
        if self._thread is None:
            self._stop.clear()
            self._thread = threading.Thread(target=self._watch, name="host-watch", daemon=True)
            self._thread.start()
        return self

    def stop(self) -> int:
        """Stops watching and returns the peak in bytes."""
        if self._thread is not None:
            self._stop.set()
            self._thread.join()
            self._thread = None
        return self.peak_bytes()

    def __enter__(self) -> HostWatch:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def peak_bytes(self) -> int:
        """The peak from the start until now, in bytes (looks once more)."""
        self._sample()
        return self._peak_bytes

    def at_peak(self) -> tuple[ProcessPeak, ...]:
        """The processes that made up the peak, largest first."""
        return tuple(sorted(self._at_peak, key=lambda process: -process.peak_bytes))

    def _watch(self) -> None:
        while not self._stop.is_set():
            self._sample()
            self._stop.wait(self.interval_s)

    def _sample(self) -> None:
        with self._lock:
            tree = process_tree()
            if not tree:  # no /proc
                self._peak_bytes = max(self._peak_bytes, own_peak_bytes())
                return
            for pid, started in self._known.items():
                adopted = read_process(pid) if pid not in tree else None
                if adopted is not None and adopted.started == started:
                    tree[pid] = adopted
            counted = tuple(process for process in tree.values() if self._counts(process, tree))
            self._known = {process.pid: process.started for process in tree.values()}
            total = sum(process.peak_bytes for process in counted)
            if total > self._peak_bytes:
                self._peak_bytes, self._at_peak = total, counted

    def _counts(self, process: ProcessPeak, tree: Mapping[int, ProcessPeak]) -> bool:
        parent = tree.get(process.parent)
        seen_before = self._known.get(process.pid) == process.started
        return seen_before or parent is None or parent.command != process.command


class ResidentPeak:
    """The most that a process and its descendants hold (sum of VmRSS, in bytes) while this is entered.

    VmHWM remembers what came before, and cannot say it. A thread looks every `interval_s`; what is held for less may be missed.

    >>> with ResidentPeak(os.getpid()) as seen:
    ...     pass
    >>> seen.size_bytes > 1_000_000
    True
    """

    def __init__(self, pid: int, interval_s: float = 0.002) -> None:
        self.pid, self.interval_s, self.size_bytes = pid, interval_s, 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="resident-peak", daemon=True)

    def __enter__(self) -> ResidentPeak:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while True:
            self.size_bytes = max(self.size_bytes, tree_resident_bytes(self.pid))
            if self._stop.wait(self.interval_s):
                return

"""Host RAM: how much the run's processes have needed, and the allocator settings that keep it low.

Host RAM is the sum over the process tree of each process's peak resident set (VmHWM of `/proc/<pid>/status`), imports
included, from start to exit. `HostWatch` keeps the maximum of that sum while children come and go.

This file imports neither torch nor numpy: the settings must be made before those start their threads and arenas.
"""

from __future__ import annotations

import ctypes
import os
import resource
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

PROC = Path("/proc")
THREAD_VARIABLES = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_NUM_THREADS")

PRIMITIVES = "128"
"""Compiled kernels that oneDNN keeps. A search meets new shapes in almost every step, which fill the default cache of 1024
kernels with tens of MB, for nearly nothing in time (experiments/00_host_ram)."""
SPIN_COUNT = "300"
"""Turns that a waiting OpenMP thread spins before it sleeps. libgomp's default of milliseconds saves a tenth of a training
step on idle cores and makes it two to three times as long where other processes compute (experiments/00_host_ram)."""

TORCH_LARGE_PAGES = "THP_MEM_ALLOC_ENABLE"  # torch's CPU allocator asks for transparent huge pages

# Numbers of glibc's mallopt parameters (malloc.h).
M_TRIM_THRESHOLD = -1
M_MMAP_THRESHOLD = -3
M_ARENA_MAX = -8


@dataclass(frozen=True)
class ProcessPeak:
    """One process of the tree: its number, parent, command line and peak resident set (VmHWM)."""

    pid: int
    parent: int
    started: str
    command: str
    peak_bytes: int

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
    peak_kib = next((int(line.split()[1]) for line in status.splitlines() if line.startswith(b"VmHWM:")), None)
    if peak_kib is None:
        return None
    fields = stat[stat.rindex(b")") + 2 :].split()  # the name before it may hold spaces; fields[0] is the third field, state
    return ProcessPeak(pid, int(fields[1]), fields[19].decode(), command.decode(errors="replace"), peak_kib * 1024)


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


def _libc() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        libc = ctypes.CDLL("libc.so.6")
        libc.malloc_trim, libc.mallopt  # noqa: B018  both exist in glibc only; musl raises AttributeError
    except (OSError, AttributeError):
        return None
    return libc


def trim() -> bool:
    """Gives the allocator's free pages back to the system (glibc malloc_trim); False where that cannot be done."""
    libc = _libc()
    return libc is not None and bool(libc.malloc_trim(0))


def cores() -> int:
    """Number of cores this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform.startswith("linux") else os.cpu_count() or 1


def configure_allocator(
    threads: int | None = None,
    arenas: int = 1,
    mmap_threshold_bytes: int = 4 << 20,
    trim_threshold_bytes: int = 4 << 20,
) -> bool:
    """Bounds glibc's idle memory and the number of threads; call it before torch or numpy are imported.

    Blocks of `mmap_threshold_bytes` and more are mapped one by one and leave at once when freed (a fixed threshold also
    stops glibc from raising it by itself); the heap's free top is returned from `trim_threshold_bytes` on; one arena
    instead of eight per core. Mapped blocks cost a page fault per page each time; torch's large pages (blocks of 2 MiB and
    more) make up for most of it (experiments/00_host_ram). What the environment already sets is kept.

    Args:
        threads: threads of OpenMP and BLAS; None = the cores this process may use.
        arenas: heaps shared by all threads (M_ARENA_MAX).
        mmap_threshold_bytes: smallest block with a mapping of its own (M_MMAP_THRESHOLD).
        trim_threshold_bytes: free bytes at the heap's top that are returned (M_TRIM_THRESHOLD).

    Returns:
        Whether the allocator took all settings; False on systems without glibc, which keep their own behavior.
    """
    for name in THREAD_VARIABLES:
        os.environ.setdefault(name, str(threads or cores()))
    os.environ.setdefault("GOMP_SPINCOUNT", SPIN_COUNT)
    os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", PRIMITIVES)
    os.environ.setdefault(TORCH_LARGE_PAGES, "1")
    libc = _libc()
    if libc is None:
        return False
    settings = ((M_ARENA_MAX, arenas), (M_MMAP_THRESHOLD, mmap_threshold_bytes), (M_TRIM_THRESHOLD, trim_threshold_bytes))
    taken = [libc.mallopt(parameter, value) == 1 for parameter, value in settings]
    return all(taken)

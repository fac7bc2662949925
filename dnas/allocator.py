"""The memory allocator and the threads of a process that trains: set before torch or numpy are imported, kept small later.

This file imports neither: the settings must be made before they start their threads and arenas.
"""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path

THREAD_VARIABLES = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_NUM_THREADS")

PRIMITIVES = "64"
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
MADV_DONTNEED = 4  # sys/mman.h


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


def release_code() -> int:
    """Gives back what is resident of program files only because it was read while they were loaded, in bytes.

    Start-up code, symbol tables and unused kernels of torch's libraries are, with the heap's gaps, 100 MB of a training
    process (experiments/00_host_ram). A private mapping of a file that this process cannot write and never changed
    (`Anonymous: 0`) holds nothing but the file: MADV_DONTNEED drops its pages, and what is used again comes back from the page
    cache, which belongs to the system. On other systems than Linux nothing happens.
    """
    libc = _libc()
    if libc is None:
        return 0
    released_bytes = 0
    for start, length, resident_bytes in _clean_mappings():
        if libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(length), MADV_DONTNEED) == 0:
            released_bytes += resident_bytes
    return released_bytes


def _clean_mappings() -> Iterator[tuple[int, int, int]]:
    """(address, bytes, resident bytes) of the private, read-only, unchanged mappings of files."""
    try:
        lines = (Path("/proc/self/smaps")).read_text().splitlines()
    except OSError:
        return
    start = end = resident_bytes = 0
    from_file = False
    for line in lines:
        key, _, rest = line.partition(" ")
        if not key.endswith(":"):  # 7f12a000-7f13b000 r-xp 00010000 08:01 1234 /usr/lib/libm.so
            start, end = (int(part, 16) for part in key.split("-"))
            mode, _, _, inode = rest.split()[:4]
            from_file = "w" not in mode and mode.endswith("p") and inode != "0"
        elif key == "Rss:":
            resident_bytes = 1024 * int(rest.split()[0])
        elif key == "Anonymous:" and from_file and resident_bytes > 0 and int(rest.split()[0]) == 0:
            yield start, end - start, resident_bytes


def tidy() -> None:
    """Gives back all that a phase leaves behind: objects that refer to one another, gaps in the heap, code read once."""
    gc.collect()
    trim()
    release_code()


def cores() -> int:
    """Number of cores this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform.startswith("linux") else os.cpu_count() or 1


def configure_allocator(
    threads: int | None = None,
    arenas: int = 1,
    mmap_threshold_bytes: int = 2 << 20,
    trim_threshold_bytes: int = 2 << 20,
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

"""Runs a command while the kernel allows its process tree no more than a given amount of memory, and prints the kernel's peak.

    python experiments/00_host_ram/run_limited.py --limit-bytes 512000000 -- .venv/bin/python -m dnas.train ...

A memory cgroup (version 1 or 2) is made below this process's own one, swap is off in it, and the command is started inside it.
Exit code: the command's own; 137 when the kernel killed it for memory; 77 when no such cgroup can be made, with the reason.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

CANNOT_LIMIT = 77
KILLED = 128 + signal.SIGKILL


class NoCgroup(Exception):  # noqa: N818  a finding, not a fault
    """No memory cgroup can be made here; the message says why."""


@dataclass(frozen=True)
class Files:
    """Names of one cgroup version's control files."""

    limit: str
    swap: tuple[tuple[str, bool], ...]  # (file, True = holds memory plus swap, False = swap alone)
    peak: str
    events: str
    anonymous: str  # key in memory.stat


VERSION_1 = Files(
    "memory.limit_in_bytes",
    (("memory.memsw.limit_in_bytes", True),),
    "memory.max_usage_in_bytes",
    "memory.oom_control",
    "total_rss",
)
VERSION_2 = Files("memory.max", (("memory.swap.max", False),), "memory.peak", "memory.events", "anon")


def mounts() -> list[tuple[str, Path, str]]:
    """(file system, mount point, options) of every cgroup mount."""
    rows = [line.split() for line in Path("/proc/self/mounts").read_text().splitlines()]
    return [(row[2], Path(row[1]), row[3]) for row in rows if row[2] in ("cgroup", "cgroup2")]


def own_group(controller: str) -> str | None:
    """This process's cgroup path in the hierarchy of a version 1 controller, or of version 2 when `controller` is empty."""
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        if (controller in controllers.split(",")) if controller else controllers == "":
            return path.lstrip("/")
    return None


def make_group(limit_bytes: int) -> tuple[Path, Files]:
    """A new cgroup with the limit set and swap off; raises `NoCgroup` with every reason met on the way."""
    if os.geteuid() != 0:
        raise NoCgroup("making a cgroup needs root; this process is user " + str(os.geteuid()))
    reasons: list[str] = []
    for kind, root, options in mounts():
        if kind == "cgroup" and "memory" not in options.split(","):
            continue
        files, path = (VERSION_1, own_group("memory")) if kind == "cgroup" else (VERSION_2, own_group(""))
        if path is None:
            continue
        here = root / path
        # Version 2 forbids groups with a controller below a group that holds processes: then a sibling is made instead.
        for parent in (here, *(up for up in here.parents if up == root or root in up.parents)):
            try:
                return prepare(parent, limit_bytes, files), files
            except (NoCgroup, OSError) as error:
                reasons.append(f"{parent}: {error}")
    raise NoCgroup("; ".join(reasons) or "no cgroup file system with the memory controller is mounted")


def prepare(parent: Path, limit_bytes: int, files: Files) -> Path:
    """Makes one cgroup below `parent`, sets limit and swap; leaves nothing behind when that fails."""
    if files is VERSION_2:
        if "memory" not in (parent / "cgroup.controllers").read_text().split():
            raise NoCgroup("the memory controller is not available there")
        if "memory" not in (parent / "cgroup.subtree_control").read_text().split():
            (parent / "cgroup.subtree_control").write_text("+memory")
    group = parent / f"dnas_host_ram_{os.getpid()}"
    group.mkdir()
    try:
        (group / files.limit).write_text(str(limit_bytes))
        for name, with_memory in files.swap:
            if (group / name).exists():
                (group / name).write_text(str(limit_bytes if with_memory else 0))
            elif (swap_bytes := total_swap_bytes()) > 0:
                raise NoCgroup(f"{name} is missing and the machine has {swap_bytes} bytes of swap")
        actual = int((group / files.limit).read_text())
        if actual > limit_bytes:
            raise NoCgroup(f"the kernel set {actual} bytes instead of {limit_bytes}")
    except (NoCgroup, OSError):
        group.rmdir()
        raise
    return group


def total_swap_bytes() -> int:
    """Swap of the machine."""
    line = next(line for line in Path("/proc/meminfo").read_text().splitlines() if line.startswith("SwapTotal:"))
    return int(line.split()[1]) * 1024


def read_key(path: Path, key: str) -> int | None:
    """Value of one `key value` line."""
    for line in path.read_text().splitlines():
        name, _, value = line.partition(" ")
        if name == key:
            return int(value)
    return None


def drop_cached(folder: Path) -> None:
    """Drops the page cache of a folder's files, so that the command pays for reading its own libraries."""
    for path in folder.rglob("*"):
        if path.is_file() and path.stat().st_size > 65536:
            descriptor = os.open(path, os.O_RDONLY)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(descriptor)


def remove(group: Path) -> None:
    """Ends what is left in the cgroup and removes it."""
    for _ in range(50):
        for pid in (group / "cgroup.procs").read_text().split():
            os.kill(int(pid), signal.SIGKILL)
        try:
            group.rmdir()
            return
        except OSError:
            time.sleep(0.1)
    print(f"could not remove {group}", file=sys.stderr)


def run(command: list[str], limit_bytes: int, cold: bool) -> int:
    """Runs the command in a new cgroup; prints the limit, the kernel's peak and what the kernel had to do."""
    group, files = make_group(limit_bytes)
    peak_anonymous = 0
    try:
        if cold:
            drop_cached(Path(sys.prefix))
        procs = group / "cgroup.procs"
        start = time.monotonic()
        child = subprocess.Popen(command, preexec_fn=lambda: procs.write_text(str(os.getpid())) and None)
        while child.poll() is None:
            peak_anonymous = max(peak_anonymous, read_key(group / "memory.stat", files.anonymous) or 0)
            time.sleep(0.1)
        killed = read_key(group / files.events, "oom_kill") or 0
        peak = (group / files.peak).read_text().strip() if (group / files.peak).exists() else None
        print(f"limit                {limit_bytes:>13,} bytes, swap off ({group.parent})")
        print(
            f"kernel's peak        {int(peak):>13,} bytes, page cache included"
            if peak
            else "kernel's peak: not kept by this kernel"
        )
        print(f"anonymous peak       {peak_anonymous:>13,} bytes, sampled every 0.1 s")
        print(f"killed for memory    {killed:>13} processes")
        print(f"wall time            {time.monotonic() - start:>13.1f} s, exit code {child.returncode}")
        return KILLED if killed else child.returncode if child.returncode >= 0 else 128 - child.returncode
    finally:
        remove(group)


def main() -> int:
    parser = argparse.ArgumentParser(description="Runs a command under a hard memory limit set by the kernel.")
    parser.add_argument("--limit-bytes", type=int, default=512_000_000, help="limit of the whole process tree (512000000)")
    parser.add_argument("--cold", action="store_true", help="drop this environment's files from the page cache first")
    parser.add_argument("command", nargs="+", help="the command, after --")
    given = parser.parse_args()
    try:
        return run(given.command, given.limit_bytes, given.cold)
    except NoCgroup as error:
        print(f"The memory limit cannot be set here, so nothing was run. {error}", file=sys.stderr)
        return CANNOT_LIMIT


if __name__ == "__main__":
    sys.exit(main())

"""Host RAM measurement against processes of known size."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dnas import host

linux_only = pytest.mark.skipif(not host.PROC.joinpath("self/status").exists(), reason="needs /proc")
REPOSITORY = Path(__file__).parents[1]
MB = 1_000_000
ALLOCATE = "import sys, time; block = b'x' * (50 * 10**6); print('ready', flush=True); time.sleep({seconds})"


def allocating_child(seconds: float) -> subprocess.Popen[str]:
    child = subprocess.Popen([sys.executable, "-c", ALLOCATE.format(seconds=seconds)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def vm_hwm_bytes(pid: int) -> int:
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


@linux_only
def test_tree_peak_is_the_sum_over_this_process_and_its_child() -> None:
    child = allocating_child(30)
    try:
        assert host.tree_peak_bytes(child.pid) == vm_hwm_bytes(child.pid) > 50 * MB
        assert host.tree_peak_bytes() == pytest.approx(vm_hwm_bytes(os.getpid()) + vm_hwm_bytes(child.pid), rel=0.02)
        assert {os.getpid(), child.pid} <= set(host.process_tree())
    finally:
        child.kill()
        child.wait()


@linux_only
def test_watch_keeps_the_peak_of_a_child_that_ended() -> None:
    with host.HostWatch(interval_s=0.02) as watch:
        before = watch.peak_bytes()
        child = allocating_child(0.3)
        child.wait()
        assert child.pid not in host.process_tree()
        assert watch.peak_bytes() - before > 50 * MB
        assert child.pid in {process.pid for process in watch.at_peak()}


@linux_only
def test_resident_peak_is_of_what_is_held_meanwhile_not_before() -> None:
    earlier = bytearray(os.urandom(MB)) * 200
    del earlier
    with host.ResidentPeak(os.getpid()) as small:
        time.sleep(0.05)
    with host.ResidentPeak(os.getpid()) as large:
        block = bytearray(os.urandom(MB)) * 50
        time.sleep(0.05)
        del block
    assert small.size_bytes + 100 * MB < vm_hwm_bytes(os.getpid()), "the process's own peak remembers the block before"
    assert large.size_bytes - small.size_bytes == pytest.approx(50 * MB, rel=0.2)


@linux_only
def test_watch_counts_a_grandchild_whose_parent_ended() -> None:
    grandchild = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {ALLOCATE.format(seconds=1.0)!r}]); "
    script = grandchild + "import time; time.sleep(0.3)"
    with host.HostWatch(interval_s=0.02) as watch:
        before = watch.peak_bytes()
        subprocess.run([sys.executable, "-c", script], stdout=subprocess.DEVNULL, check=True)
        time.sleep(0.3)
        assert watch.peak_bytes() - before > 50 * MB


@linux_only
def test_a_child_between_fork_and_exec_is_not_counted_as_a_second_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    parent = host.ProcessPeak(1, 0, "10", "python\0run", 400 * MB, 9)
    fork = host.ProcessPeak(2, 1, "20", "python\0run", 400 * MB, 9)
    after_exec = host.ProcessPeak(2, 1, "20", "git\0status", 5 * MB, 9)
    trees = iter([{1: parent, 2: fork}, {1: parent, 2: after_exec}])
    monkeypatch.setattr(host, "process_tree", lambda: next(trees))
    watch = host.HostWatch()
    assert watch.peak_bytes() == 400 * MB
    assert watch.peak_bytes() == 405 * MB


@linux_only
def test_a_forked_worker_that_stays_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    parent = host.ProcessPeak(1, 0, "10", "python\0run", 400 * MB, 9)
    worker = host.ProcessPeak(2, 1, "20", "python\0run", 300 * MB, 9)
    monkeypatch.setattr(host, "process_tree", lambda: {1: parent, 2: worker})
    watch = host.HostWatch()
    assert watch.peak_bytes() == 400 * MB
    assert watch.peak_bytes() == 700 * MB


def test_a_process_is_named_by_its_module_or_its_program() -> None:
    def name(*words: str) -> str:
        return host.ProcessPeak(7, 1, "10", "\0".join((*words, "")), MB, MB).name

    assert name("/usr/bin/python3", "-m", "dnas.run", "folder") == "dnas.run"
    assert name("/usr/bin/python3", "train.py") == "python3"
    assert name("") == "process 7"


def test_start_and_stop_may_be_repeated() -> None:
    watch = host.HostWatch(interval_s=0.01)
    assert watch.start() is watch.start()
    assert watch.stop() > 0
    assert watch.stop() > 0


def test_make_help_lists_every_target() -> None:
    text = subprocess.run(["make", "help"], cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
    for target in ("train", "test", "lint", "host-ram", "env"):
        assert f"make {target} " in text


def test_make_train_is_the_main_job() -> None:
    dry = subprocess.run(["make", "-n", "train", "ARGS=seed=1"], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert "-m dnas.train device=nucleo_f746 budget.host_ram=512MB seed=1" in dry.stdout


def test_pins_carry_nothing_of_one_machine() -> None:
    lines = [line for line in (REPOSITORY / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    assert "torch==2.13.0" in lines
    for line in lines:
        name, version = line.split("==")
        assert name
        assert not set("/@+ ") & set(version), f"{line!r} names a file, a host or a local build"

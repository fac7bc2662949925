"""Allocator settings and what a process gives back, measured in fresh processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dnas import allocator

REPOSITORY = Path(__file__).resolve().parents[1]
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc only")


@LINUX
def test_allocator_settings_hold_in_a_fresh_process() -> None:
    code = (
        "import os; from dnas import allocator; assert allocator.configure_allocator(threads=1); "
        "assert os.environ['OMP_NUM_THREADS'] == '1'; "
        "assert os.environ[allocator.TORCH_LARGE_PAGES] == '1'; "
        "resident = lambda: int(open('/proc/self/statm').read().split()[1]) * 4096; "
        "start = resident(); block = [b'x' * 60_000 for _ in range(1000)]; grown = resident() - start; "
        "assert grown > 50e6, grown; del block; allocator.trim(); left = resident() - start; assert left < 10e6, left; "
        "import sys; assert 'torch' not in sys.modules and 'numpy' not in sys.modules"
    )
    environment = {
        key: value for key, value in os.environ.items() if key not in (*allocator.THREAD_VARIABLES, allocator.TORCH_LARGE_PAGES)
    }
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, cwd=REPOSITORY)


def test_configured_threads_do_not_replace_the_users_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*allocator.THREAD_VARIABLES, allocator.TORCH_LARGE_PAGES):
        monkeypatch.setenv(name, "3")
    monkeypatch.setattr(allocator, "_libc", lambda: None)
    assert not allocator.configure_allocator(threads=1)
    assert {os.environ[name] for name in (*allocator.THREAD_VARIABLES, allocator.TORCH_LARGE_PAGES)} == {"3"}


@LINUX
def test_released_code_leaves_and_comes_back_unharmed() -> None:
    code = (
        "import re, numpy as np, torch; from dnas import allocator; "
        "field = lambda name: int(re.search(name + r':\\s+(\\d+)', open('/proc/self/status').read())[1]) * 1024; "
        "weight = torch.randn(8, 8, 3, 3); x = torch.randn(2, 8, 9, 9); "
        "before = torch.nn.functional.conv2d(x, weight); files, own = field('RssFile'), field('RssAnon'); "
        "released = allocator.release_code(); "
        "assert released > 40e6, released; assert files - field('RssFile') > 0.8 * released; "
        "assert abs(field('RssAnon') - own) < 2e6, 'nothing of the process itself is touched'; "
        "assert torch.equal(before, torch.nn.functional.conv2d(x, weight)); np.linalg.inv(np.eye(3)); "
        "import json, decimal; assert json.loads('[1]') == [1]"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=REPOSITORY)


def test_without_glibc_nothing_is_released(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allocator, "_libc", lambda: None)
    assert allocator.release_code() == 0

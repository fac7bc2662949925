"""What depthwise convolutions cost while they train: forward and backward, per kernel and format, on one core.

    .venv/bin/python experiments/05_low_end/depthwise.py

Median of the process time of fifteen repetitions, 128 samples. Writes results/published/05_low_end/depthwise.md.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import torch
import torch.nn.functional as F

OUT = Path(__file__).resolve().parents[2] / "results" / "published" / "05_low_end" / "depthwise.md"
SHAPES = ((16, 16), (64, 8), (128, 8), (96, 4))
"""Channels and side."""


def milliseconds(call: Callable[[], object]) -> float:
    """Median process time of a call."""
    call()
    times = []
    for _ in range(15):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return 1e3 * median(times)


def step(channels: int, side: int, kernel: int, dtype: torch.dtype, groups: int) -> float:
    """Milliseconds of a convolution, forward and backward."""
    x = torch.rand(128, channels, side, side, dtype=dtype, requires_grad=True)
    w = torch.rand(channels, channels // groups, kernel, kernel, dtype=dtype, requires_grad=True)
    g = torch.rand_like(x)
    return milliseconds(lambda: F.conv2d(x, w, padding=kernel // 2, groups=groups).backward(g))  # type: ignore[no-untyped-call]


def main() -> None:
    torch.set_num_threads(1)
    lines = ["| channels, side | format | dense 3x3 | depthwise 3x3 | depthwise 5x5 | 5x5 / 3x3 |", "|---|---|---|---|---|---|"]
    for channels, side in SHAPES:
        for dtype in (torch.float32, torch.bfloat16):
            dense, small, large = (
                step(channels, side, kernel, dtype, groups) for kernel, groups in ((3, 1), (3, channels), (5, channels))
            )
            name = str(dtype).removeprefix("torch.")
            cells = f"{dense:.1f} ms | {small:.1f} ms | {large:.1f} ms | {large / small:.0f}"
            lines.append(f"| {channels}, {side}x{side} | {name} | {cells} |")
    head = "Written by experiments/05_low_end/depthwise.py: forward and backward of 128 samples, process time, one thread."
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text("\n".join([head, "", *lines, ""]))
    print(OUT.read_text())


if __name__ == "__main__":
    main()

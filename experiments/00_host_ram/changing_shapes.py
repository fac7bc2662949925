"""Time and peak resident set of training steps whose widths change all the time, as a search samples them.

    ONEDNN_PRIMITIVE_CACHE_CAPACITY=1024 GOMP_SPINCOUNT=300 python experiments/00_host_ram/changing_shapes.py [--busy]

What the environment sets is kept, the rest is as a run sets it; `--busy` lets as many other
processes as there are cores compute meanwhile.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time

from dnas import allocator, host

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--steps", type=int, default=3000)
parser.add_argument("--busy", action="store_true", help="as many other processes as cores compute")
given = parser.parse_args()
allocator.configure_allocator(allocator.cores())

import torch  # noqa: E402  the environment must be set first
import torch.nn.functional as F  # noqa: E402

WIDTHS = range(4, 68, 4)
imports_bytes = host.own_peak_bytes()
draw = random.Random(0)
weights = [torch.randn(64, 64, 3, 3, requires_grad=True) for _ in range(4)]
others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(allocator.cores() if given.busy else 0)]
try:
    start_s = time.monotonic()
    for step in range(given.steps):
        x = torch.randn(16, 64, 8, 8)[:, : draw.choice(WIDTHS)]
        for weight in weights:
            x = F.conv2d(x, weight[: draw.choice(WIDTHS), : x.shape[1]] * 0.05, padding=1).relu()
        x.square().mean().backward()
        if step % 4 == 0:
            allocator.trim()
    step_ms = 1000 * (time.monotonic() - start_s) / given.steps
finally:
    for other in others:
        other.kill()
print(f"{step_ms:.1f} ms a step, peak above imports {(host.own_peak_bytes() - imports_bytes) / 1e6:.0f} MB")

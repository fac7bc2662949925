"""What the training process holds before its first batch: peak resident MB after each import, as it is and as a run does it.

python experiments/00_host_ram/imports.py
"""

from __future__ import annotations

import subprocess
import sys

STEPS = """
import sys
def peak(name):
    kib = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(f"{name:32} {kib * 1024 / 1e6:6.0f}")
from dnas.allocator import configure_allocator
configure_allocator()
import numpy; peak("numpy")
import torch; peak("torch")
if sys.argv[1] == "lean":
    from dnas.lean import import_torchmetrics, leave_out_compiler
    leave_out_compiler()
    import_torchmetrics()
import torchmetrics; peak("torchmetrics")
import pytorch_lightning; peak("pytorch_lightning")
x = torch.randn(64, 16, 32, 32, requires_grad=True)
w = torch.randn(16, 16, 3, 3, requires_grad=True)
torch.nn.functional.conv2d(x, w, padding=1).sum().backward(); peak("first convolution")
torch.optim.SGD([w], lr=0.1).step(); peak("first optimizer step")
if sys.argv[1] == "lean":
    from dnas.allocator import tidy
    tidy()
    kib = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmRSS"))
    print(f"{'resident, code given back':32} {kib * 1024 / 1e6:6.0f}")
import wandb; peak("wandb (not in a run)")
"""


def main() -> None:
    for mode in ("plain", "lean"):
        print(f"{mode:32} {'MB':>6}", flush=True)
        subprocess.run([sys.executable, "-c", STEPS, mode], check=True)


if __name__ == "__main__":
    main()

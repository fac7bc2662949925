"""Time and peak resident set of a few training steps under one allocator setting; one process per setting."""

import argparse
import time

from dnas import host
from dnas.allocator import configure_allocator

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--threshold-bytes", type=int, default=0, help="mmap and trim threshold; 0 = glibc's own behavior")
parser.add_argument("--divide", type=int, default=1, help="divides the batch and multiplies the steps")
given = parser.parse_args()
if given.threshold_bytes:
    configure_allocator(1, mmap_threshold_bytes=given.threshold_bytes, trim_threshold_bytes=given.threshold_bytes)

import torch  # noqa: E402  the allocator must be set first
from torch import nn  # noqa: E402

torch.manual_seed(0)
torch.set_num_threads(1)
imports_bytes = host.own_peak_bytes()
layers: list[nn.Module] = []
for channels in (3, 32, 32, 32, 32, 32):
    layers += [nn.Conv2d(channels, 32, 3, padding=1), nn.BatchNorm2d(32), nn.ReLU()]
network = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 10))
optimizer = torch.optim.SGD(network.parameters(), lr=0.1)
start_s = time.monotonic()
for step in range(25 * given.divide):
    batch = (32 + step % 3 * 16) // given.divide  # changing sizes, as a last batch or another resolution makes them
    loss = nn.functional.cross_entropy(network(torch.randn(batch, 3, 32, 32)), torch.zeros(batch, dtype=torch.long))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
seconds = time.monotonic() - start_s
peak_bytes = host.own_peak_bytes()
print(f"{seconds:.2f} s, peak {peak_bytes / 1e6:.0f} MB, above imports {(peak_bytes - imports_bytes) / 1e6:.0f} MB")

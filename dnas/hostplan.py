"""The host-RAM plan: what is left for activations, and how many samples of an architecture that holds at once.

peak = floor + 4 bytes x weights x copies + activation bytes per sample x micro-batch, where the floor is what the process
tree holds after imports and one small convolution, measured in the run itself.
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass

import torch
import torch.nn.functional as F

from dnas.errors import RequestError
from dnas.host import tree_peak_bytes

GRAIN_BYTES = 8_000_000
"""The floor is rounded up to this, so that two runs on one machine make the same plan."""
RESERVE_BYTES = 118_000_000
"""For the batch, compiled kernels and their workspace, and the allocator's gaps: `measured.host_ram_bytes` of whole runs less
the other terms was 105 to 125 MB."""
ROOM_SHARE = 0.6
"""Share of what is left that activations may take; the rest covers the spread of the reserve."""
UNLIMITED_BYTES = 4_000_000_000
"""Room for activations when no budget is set."""


@dataclass(frozen=True)
class HostPlan:
    """Bytes before training, bytes of weights with gradients and moments, and what is left for activations."""

    floor_bytes: int
    weight_bytes: int
    room_bytes: int

    def micro_batch(self, activation_bytes: int) -> int:
        """Largest power of two of samples whose activations fit the room, at least 1."""
        fit = max(1, self.room_bytes // max(activation_bytes, 1))
        return 1 << (int(fit).bit_length() - 1)

    def predicted_bytes(self, activation_bytes: int, batch_size: int) -> int:
        """Expected peak of a training whose samples keep `activation_bytes` each."""
        held = min(batch_size, self.micro_batch(activation_bytes)) * activation_bytes
        return self.floor_bytes + self.weight_bytes + held + RESERVE_BYTES


def measure_floor() -> int:
    """Peak resident bytes of this process and its parent after a first convolution forward and backward."""
    x = torch.zeros(4, 8, 16, 16, requires_grad=True)
    y = F.conv2d(x, torch.zeros(8, 8, 3, 3, requires_grad=True), padding=1)
    torch.optim.SGD([torch.nn.Parameter(y.detach())], lr=0.1)  # its module loads on first use
    y.sum().backward()  # type: ignore[no-untyped-call]
    own = tree_peak_bytes(os.getppid())
    return -(-own // GRAIN_BYTES) * GRAIN_BYTES


def plan_host(limit_bytes: int | None, floor_bytes: int, parameters: int, smallest_activation_bytes: int) -> HostPlan:
    """Splits the host's budget.

    Args:
        limit_bytes: budget of host RAM; None is no limit.
        floor_bytes: from `measure_floor`.
        parameters: weights of the supernet.
        smallest_activation_bytes: activations per sample of the smallest path.

    Raises:
        RequestError: not even one sample of the smallest path fits; says the smallest figure that would do.
    """
    weight_bytes = 3 * 4 * parameters  # float32 weight, gradient, momentum
    needed = floor_bytes + weight_bytes + RESERVE_BYTES
    if limit_bytes is None:
        return HostPlan(floor_bytes, weight_bytes, UNLIMITED_BYTES)
    room = limit_bytes - needed
    if ROOM_SHARE * room < 2 * smallest_activation_bytes:
        least = math.ceil((needed + 2 * smallest_activation_bytes / ROOM_SHARE) / 1e6)
        raise RequestError(
            f"budget.host_ram={limit_bytes} bytes is below what this search needs: {floor_bytes / 1e6:.0f} MB are in use "
            f"before training; the smallest achievable is {least}MB"
        )
    return HostPlan(floor_bytes, weight_bytes, int(ROOM_SHARE * room))

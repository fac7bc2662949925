"""A few training steps before the run, which measure what the host plan cannot know, and the peak that the plan leads to."""

from __future__ import annotations

import os

import numpy as np
import torch

from dnas.allocator import tidy, trim
from dnas.cost.host import kept_bytes
from dnas.cost.tables import ACTIVATION, METRICS, PriceTables
from dnas.data import BatchLoader
from dnas.host import ResidentPeak
from dnas.hostplan import TYPICAL_OVERHEAD_BYTES, HostPlan, Start, held_within, left_within, overhead_of, plan_host
from dnas.precision import VALUE_BYTES, outputs_of
from dnas.sampling import Limits, center, sample_within
from dnas.space import Arch
from dnas.supernet import Supernet

STEPS = 80
"""As many as it takes to fill the cache of compiled kernels."""
SMALL_BYTES = 6_000_000
"""Activations of the first steps, or two samples' where those take more."""


def dry_run(
    supernet: Supernet,
    tables: PriceTables,
    limits: Limits,
    witness: Arch,
    batches: BatchLoader,
    dtype: torch.dtype,
    held_bytes: int,
    seed: int,
) -> int:
    """Runs sampled architectures forward and backward with as many samples as `held_bytes` hold; nothing is learned.

    Returns:
        The most bytes of activations that a step held.
    """
    rng, probs, most = np.random.default_rng(seed), supernet.probs(), 0
    x, _ = next(iter(batches))
    for _ in range(STEPS):
        arch, priced = sample_within(probs, tables, limits, rng, witness)
        sample_bytes = kept_bytes(priced.activation_bytes, VALUE_BYTES[dtype])
        size = int(np.clip(held_bytes // sample_bytes, 2, len(x)))
        outputs_of(supernet, dtype, x[:size], arch).square().mean().backward()  # type: ignore[no-untyped-call]
        trim()
        most = max(most, size * sample_bytes)
    supernet.zero_grad()
    tidy()
    return most


def measured_plan(
    limit_bytes: int | None,
    start: Start,
    supernet: Supernet,
    tables: PriceTables,
    limits: Limits,
    witness: Arch,
    batches: BatchLoader,
    dtype: torch.dtype,
) -> HostPlan:
    """The plan of a search; where there is a limit, after a dry run in two parts.

    The first part holds few activations and shows about what is left for them; the second holds half of that, and what it
    takes beyond its activations is the overhead of the plan.

    Raises:
        RequestError: the limit is below what the search needs; says the smallest that would do.
    """
    weight_bytes = supernet.weight_bytes
    if limit_bytes is None:
        return plan_host(None, start, weight_bytes, TYPICAL_OVERHEAD_BYTES, 0, VALUE_BYTES[dtype])
    center(supernet, tables, limits)  # at a small board the uniform distribution gives hardly anything that fits
    overhead_bytes, held_bytes = 0, SMALL_BYTES
    for seed in range(2):
        with ResidentPeak(os.getppid()) as seen:
            held = dry_run(supernet, tables, limits, witness, batches, dtype, held_bytes, seed)
        overhead_bytes = overhead_of(start, weight_bytes, held, seen.size_bytes)
        held_bytes = int(held_within(left_within(limit_bytes, start, weight_bytes, overhead_bytes)) / 2)
        if held_bytes <= SMALL_BYTES:
            break
    least, _ = tables.cheapest(np.eye(len(METRICS))[ACTIVATION], supernet.mask)
    return plan_host(limit_bytes, start, weight_bytes, overhead_bytes, int(least), VALUE_BYTES[dtype])

"""What a run is about to do, as text: the space, the reachable costs, the host plan, the time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch

from dnas.allocator import trim
from dnas.cost.tables import Priced
from dnas.cut import largest, smallest
from dnas.design import Design
from dnas.device import format_bytes, format_seconds
from dnas.hostplan import resident_bytes
from dnas.network import TorchNetwork
from dnas.precision import outputs_of
from dnas.sampling import sample_within, sampled_prices
from dnas.setting import Setting
from dnas.task import parts

TIMED = 3
"""Training steps by which a run's time is estimated."""


def plan_text(setting: Setting, only: Design | None = None) -> str:
    """What `dry_run=true` prints of a run, of one network `only` where it trains no other."""
    space, tables, budget = setting.space, setting.tables, setting.budget
    left_over = {name: p.detach() > 0 for name, p in setting.supernet.probs().items()}
    mask = tuple(left.numpy() for left in left_over.values())
    least, most = smallest(tables, mask), largest(tables, mask)
    left = float(np.prod([float(m.sum()) for m in mask]))
    latency = "no limit" if budget.latency_s is None else format_seconds(budget.latency_s)
    data = setting.data
    lines = [
        f"data      {data.name}: {len(data.train)} train, {len(data.val)} validation, {len(data.test)} test, "
        f"input {'x'.join(map(str, data.input_shape))}, {len(data.class_names)} classes",
        f"space     {space.spec.name}: {space.size:.1e} architectures, {left:.1e} after the cut",
        f"SRAM      budget {format_bytes(budget.sram_bytes)}, smallest {format_bytes(int(least['sram'][0]))}, "
        f"largest {format_bytes(int(most['sram']))}",
        f"flash     budget {format_bytes(budget.flash_bytes)}, smallest {format_bytes(int(least['flash'][0]))}, "
        f"largest {format_bytes(int(most['flash']))}",
        f"latency   budget {latency}, smallest {format_seconds(least['latency'][0])}, "
        f"largest {format_seconds(most['latency'])}",
        f"host RAM  {host_text(setting, only)}",
    ]
    return "\n".join([*lines, f"time      about {estimated_time_s(setting, only) / 60:.0f} min of training on this machine"])


def estimated_time_s(setting: Setting, only: Design | None = None) -> float:
    """Wall time of all phases from three timed training steps: of sampled networks, or of the `only` one."""
    step = sampled_step(setting) if only is None else step_of(setting, only)
    step()  # kernels are compiled
    start = time.monotonic()
    for _ in range(TIMED):
        step()
    return (time.monotonic() - start) / TIMED * setting.progress.total_steps


def sampled_step(setting: Setting) -> Callable[[], None]:
    """A step of the search without its update, each time of another network, split as the plan splits it."""
    rng, probs, size = np.random.default_rng(0), setting.first_probs(), setting.batch_size
    x = torch.rand(size, *setting.data.input_shape)

    def step() -> None:
        arch, priced = sample_within(probs, setting.tables, setting.limits, rng, setting.witness)
        split = setting.guard.plan.split(priced, size)
        for part in parts(size, split.micro_batch):
            y = outputs_of(setting.supernet, setting.dtype, x[part], arch, split.checkpointed)
            y.square().mean().backward()  # type: ignore[no-untyped-call]
        trim()

    return step


def step_of(setting: Setting, only: Design) -> Callable[[], None]:
    """A step of one network's training without its update."""
    network, size = TorchNetwork(only.layers), setting.batch_size
    x = torch.rand(size, *only.shape)

    def step() -> None:
        for part in parts(size, setting.micro_batch_of(only, setting.dtype)()):
            outputs_of(network, setting.dtype, x[part]).square().mean().backward()  # type: ignore[no-untyped-call]

    return step


def prices_now(setting: Setting, count: int, only: Design | None = None) -> list[Priced]:
    """Costs of architectures that the search will train at first, or of the `only` one, whose activations are kept."""
    if only is not None:
        return [replace(only.priced, checkpointed_bytes=only.priced.activation_bytes)]
    return sampled_prices(setting.first_probs(), setting.tables, setting.limits, setting.witness, count)


def most_held_bytes(setting: Setting, only: Design | None = None) -> int:
    """Activations of the architecture that holds most, of a thousand; of the `only` one in float32, as in its last phase."""
    if only is not None:
        return setting.micro_batch_of(only, torch.float32)() * only.priced.activation_bytes
    return max(setting.guard.plan.held_bytes(priced, setting.batch_size) for priced in prices_now(setting, 1000))


def predicted_host_bytes(setting: Setting, only: Design | None = None) -> int:
    """Peak of the process tree that the plan leads to."""
    return setting.guard.plan.predicted_bytes(most_held_bytes(setting, only))


def host_text(setting: Setting, only: Design | None = None) -> str:
    """What the host plan chose and why, in one line."""
    plan, batch = setting.guard.plan, setting.batch_size
    splits = [plan.split(priced, batch) for priced in prices_now(setting, 200, only)]
    sizes = sorted(split.micro_batch for split in splits)
    twice = sum(split.checkpointed for split in splits)
    seen = f"{sizes[0]}" if sizes[0] == sizes[-1] else f"{sizes[0]} to {sizes[-1]} (median {sizes[len(sizes) // 2]})"
    held = most_held_bytes(setting, only)
    predicted = plan.predicted_bytes(held)
    limit = "no limit" if plan.limit_bytes is None else f"budget {plan.limit_bytes / 1e6:.0f} MB"
    room = "" if plan.limit_bytes is None else f" of {plan.room_bytes / 1e6:.0f} that there is room for"
    starting = f"what starting takes ({plan.start_bytes / 1e6:.0f} MB), or " if predicted == plan.start_bytes else ""
    return (
        f"{limit}, predicted {predicted / 1e6:.0f} MB: {starting}{plan.floor_bytes / 1e6:.0f} before training, "
        f"{plan.weight_bytes / 1e6:.1f} weights with gradients and momentum, {plan.overhead_bytes / 1e6:.0f} kernels and "
        f"workspace, {resident_bytes(held) / 1e6:.0f} activations{room}, {plan.later_bytes(held) / 1e6:.0f} later phases; "
        f"batches of {batch} run as micro-batches of {seen}, which is what batch norm sees; activations computed twice for "
        f"{100 * twice / len(splits):.0f} % of the networks, in {str(setting.dtype).removeprefix('torch.')}"
    )

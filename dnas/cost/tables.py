"""Price tables: what every concrete choice costs, and the expectation of that under a distribution over architectures.

For a slot b with operator o, input width i, output width j at scale r the table holds T_b[m, r, i, j, o] for each metric m,
filled by the same formulas that price a finished network. The expectation

    E[C_m] = base_m + sum_b sum_{r,i,j,o} p(r) p(i) p(j) p(o) T_b[m, r, i, j, o]

is exact for costs that add up, because the choices are independent; a slot whose width is tied has one width axis. At one-hot
probabilities it equals the cost of that network to the last integer. Peak SRAM is a maximum over slots: the maximum of the
expected live bytes, which at one-hot is the largest live set (`runtime.lower_bound_bytes`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields

import numpy as np
import torch
from torch import Tensor

from dnas.cost import host, latency, macs
from dnas.cost.runtime import runtime_of
from dnas.device import DeviceProfile
from dnas.geometry import Layer
from dnas.relax import max_smooth_grad
from dnas.space import Arch, SearchSpace, Slot

LIVE = 0
"""Index of the one metric that is a maximum over slots; the others add up."""
METRICS = (
    "live_bytes", "persistent_bytes", "flash_bytes", "cycles", "macs", "activation_bytes", "boundary_bytes", "weight_bytes",
)  # fmt: skip
ACTIVATION, BOUNDARY, WEIGHT = (METRICS.index(name) for name in ("activation_bytes", "boundary_bytes", "weight_bytes"))
"""The host's: kept per training sample; of that the slots' outputs alone; weights with gradients and momentum."""

Mask = tuple[np.ndarray, ...]
"""Per choice a boolean array: which options are still in the space."""


@dataclass(frozen=True)
class Expected:
    """Expected costs, float64 scalars with gradient.

    The last two are the host's: what autograd keeps per training sample, and weights with gradients and momentum.
    """

    sram_bytes: Tensor
    flash_bytes: Tensor
    latency_s: Tensor
    macs: Tensor
    activation_bytes: Tensor
    weight_bytes: Tensor


@dataclass(frozen=True)
class Priced:
    """Costs of one architecture by table look-up; `sram_bytes` is the planner's lower bound."""

    sram_bytes: int
    flash_bytes: int
    latency_s: float
    macs: int
    activation_bytes: int
    """Of the host, kept per training sample."""
    checkpointed_bytes: int
    """The same where only the slots' outputs are kept and the largest slot is computed again, counted twice: what it
    keeps, and what it computes meanwhile."""
    weight_bytes: int
    """Of the host: weights, gradients and momentum."""


class PriceTables:
    """The tables of one space on one device."""

    def __init__(self, space: SearchSpace, device: DeviceProfile, value_bytes: int = host.FLOAT_BYTES) -> None:
        self.space, self.device, self.value_bytes = space, device, value_bytes
        self.runtime = runtime_of(device)
        self.base = np.zeros(len(METRICS), dtype=np.int64)
        self.base[METRICS.index("persistent_bytes")] = self.runtime.base_sram_bytes
        self.base[METRICS.index("flash_bytes")] = self.runtime.base_flash_bytes
        self.tables: dict[str, np.ndarray] = {slot.name: self._fill(slot) for slot in space.slots}
        self._tensors = {name: torch.from_numpy(table).double() for name, table in self.tables.items()}
        self.scale_matrix = torch.zeros(len(space.stem_options), len(space.scales), dtype=torch.float64)
        for option in range(len(space.stem_options)):
            self.scale_matrix[option, space.scale_of(option)] = 1.0

    def _fill(self, slot: Slot) -> np.ndarray:
        """int64 (metrics, scales, width_in, width_out, operators); a tied or fixed width has an axis of length 1."""
        space = self.space
        in_c = torch.tensor([0] if slot.width_in is None else space.widths[slot.width_in])
        out_c = torch.tensor([space.classes]) if slot.width_out is None else torch.tensor(space.widths[slot.width_out])
        in_ij, out_ij = (out_c.view(1, -1),) * 2 if slot.tied else (in_c.view(-1, 1), out_c.view(1, -1))
        shape = np.broadcast_shapes(in_ij.shape, out_ij.shape)  # torch.broadcast_shapes imports SymPy: 40 MB
        ops = max(1, len(slot.candidates))
        table = np.zeros((len(METRICS), len(space.scales), *shape, ops), dtype=np.int64)
        for scale, (input_shape, _) in enumerate(space.scales):
            if slot.width_in is None:
                in_ij = torch.tensor([[input_shape[0]]])
            for op in range(ops):
                if slot.name == "stem" and space.scale_of(op) != scale:
                    continue
                layers = space.slot_layers(slot, scale, op, in_ij, out_ij)
                for metric, value in enumerate(self._price(layers)):
                    table[metric, scale, :, :, op] = torch.as_tensor(value).broadcast_to(shape).numpy()
        return table

    def _price(self, layers: list[Layer]) -> list[Tensor | int]:
        """The metrics of one slot's layers, in the order of `METRICS`."""
        steps = self.runtime.live_bytes(layers) if layers else [0]
        peak = torch.as_tensor(steps[0])
        for step in steps[1:]:
            peak = torch.maximum(peak, torch.as_tensor(step))
        formulas: list[Callable[[Layer], Tensor | int]] = [
            self.runtime.persistent_bytes,
            self.runtime.flash_bytes,
            lambda layer: latency.layer_cycles(layer, self.device),
            macs.layer_macs,
            lambda layer: host.layer_activation_bytes(layer, self.value_bytes),
            lambda layer: host.output_bytes(layer) if layer is layers[-1] else 0,
            host.layer_weight_bytes,
        ]
        return [peak, *(sum((f(layer) for layer in layers), start=0) for f in formulas)]

    def expectation(self, probs: Mapping[str, Tensor]) -> Expected:
        """Expected costs under independent choices.

        Args:
            probs: per choice name a float64 probability vector.

        Returns:
            Scalars that are differentiable in `probs`. SRAM is max_b E[live_b] + E[records] forward, with the gradient of a
            log-sum-exp over the slots (see `relax.max_smooth_grad`).
        """
        one = torch.ones(1, dtype=torch.float64)
        scale = probs["stem"] @ self.scale_matrix
        total = torch.zeros(len(METRICS), dtype=torch.float64)
        live = []
        for slot in self.space.slots:
            is_stem = slot.name == "stem"
            p_scale = torch.ones_like(scale) if is_stem else scale
            p_in = one if slot.tied or slot.width_in is None else probs[slot.width_in]
            p_out = one if slot.width_out is None else probs[slot.width_out]
            p_op = one if slot.op is None else probs[slot.op]
            weight = torch.einsum("r,i,j,o->rijo", p_scale, p_in, p_out, p_op)
            expected = (self._tensors[slot.name] * weight).sum(dim=(1, 2, 3, 4))
            live.append(expected[LIVE])
            total = total + expected
        _, persistent, flash_bytes, cycles, macs_, activation, _, weight = (total + torch.from_numpy(self.base)).unbind()
        peak = max_smooth_grad(torch.stack(live))
        return Expected(peak + persistent, flash_bytes, cycles / self.device.clock_hz, macs_, activation, weight)

    def price(self, arch: Arch) -> Priced:
        """Costs of one architecture, by look-up."""
        space = self.space
        scale = space.scale_of(arch[0])
        total, peak, largest_slot = self.base.copy(), 0, 0
        for slot in space.slots:
            i = 0 if slot.tied else space.option(arch, slot.width_in)
            entry = self.tables[slot.name][:, scale, i, space.option(arch, slot.width_out), space.option(arch, slot.op)]
            total += entry
            peak = max(peak, int(entry[LIVE]))
            largest_slot = max(largest_slot, int(entry[ACTIVATION]))
        _, persistent, flash_bytes, cycles, macs_, activation, boundary, weight = (int(n) for n in total)
        latency_s = cycles / self.device.clock_hz
        return Priced(peak + persistent, flash_bytes, latency_s, macs_, activation, boundary + 2 * largest_slot, weight)

    def full_mask(self) -> Mask:
        """Every option allowed."""
        return tuple(np.ones(len(choice.options), dtype=bool) for choice in self.space.choices)

    def cheapest(self, weights: np.ndarray, mask: Mask, live_limit: float = np.inf) -> tuple[float, Arch | None]:
        """The network with the smallest sum of weights[m] C_m over additive metrics, its live bytes within a limit.

        Exact: for each scale a shortest path through the width choices, the best operator taken slot by slot.

        Args:
            weights: (metrics,), the entry of `LIVE` is not used.
            mask: allowed options.
            live_limit: bytes that no slot's live set may exceed.

        Returns:
            The sum (without the constant base) and the architecture; (inf, None) when no network is allowed.
        """
        space, best = self.space, (np.inf, None)
        weights = np.where(np.arange(len(METRICS)) == LIVE, 0.0, weights)
        for scale in range(len(space.scales)):
            found = self._shortest_path(weights, mask, live_limit, scale)
            if found[0] < best[0]:
                best = found  # type: ignore[assignment]
        return best

    def _shortest_path(self, weights: np.ndarray, mask: Mask, limit: float, scale: int) -> tuple[float, Arch | None]:
        space = self.space
        cost = np.zeros(1)  # cheapest way to each option of the present width choice
        width: str | None = None
        taken: list[dict[str, int]] = [{}]  # the options on that way
        for slot in space.slots:
            table = self.tables[slot.name][:, scale]
            price = np.tensordot(weights, table, axes=1)
            price = np.where(table[LIVE] > limit, np.inf, price)
            allowed = mask[space.choice_index[slot.op]] if slot.op is not None else np.ones(1, dtype=bool)
            if slot.name == "stem":
                allowed = allowed & np.array([space.scale_of(o) == scale for o in range(len(allowed))])
            price = np.where(allowed, price, np.inf)
            ops = price.argmin(axis=-1)
            price = price.min(axis=-1)
            if slot.tied:
                before = np.arange(len(cost))
                cost, chosen = cost + price[0], ops[0]
            else:
                through = cost[:, None] + price
                if slot.width_out is not None:
                    through = np.where(mask[space.choice_index[slot.width_out]], through, np.inf)
                before = through.argmin(axis=0)
                cost, chosen = through.min(axis=0), ops[before, np.arange(through.shape[1])]
                width = slot.width_out
            taken = [
                taken[before[j]] | ({slot.op: int(chosen[j])} if slot.op else {}) | ({width: j} if width else {})
                for j in range(len(cost))
            ]
        if not np.isfinite(cost[0]):
            return np.inf, None
        return float(cost[0]), tuple(taken[0][choice.name] for choice in space.choices)

    def smallest_sram(self, mask: Mask) -> tuple[int, Arch | None]:
        """The smallest reachable lower bound of SRAM and its network: min over live limits L of L + records within L."""
        persistent = np.eye(len(METRICS))[METRICS.index("persistent_bytes")]
        levels = np.unique(np.concatenate([t[LIVE].ravel() for t in self.tables.values()]))
        low, high = 0, len(levels) - 1
        while low < high:  # the smallest limit within which some network lives
            middle = (low + high) // 2
            low, high = (low, middle) if self.cheapest(persistent, mask, levels[middle])[1] is not None else (middle + 1, high)
        best: tuple[int, Arch | None] = (2**62, None)
        for level in levels[low:]:
            if level + self.base[METRICS.index("persistent_bytes")] >= best[0]:
                break
            arch = self.cheapest(persistent, mask, level)[1]
            if arch is not None and self.price(arch).sram_bytes < best[0]:
                best = (self.price(arch).sram_bytes, arch)
        return best


def within(priced: Priced, limits: Mapping[str, float | None]) -> bool:
    """True if every limited cost holds; the limits are named as the fields of `Priced`, None is no limit."""
    return violation(priced, limits) <= 0


def violation(priced: Priced, limits: Mapping[str, float | None]) -> float:
    """The largest C / limit - 1 over the limited costs; -1 without limits."""
    known = {f.name for f in fields(Priced)}
    ratios = [getattr(priced, name) / limit - 1 for name, limit in limits.items() if name in known and limit is not None]
    return max(ratios, default=-1.0)

"""Keeps training within its plan: watches the process tree's peak, and makes the run smaller as it nears the limit."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from dnas.cost.tables import Priced
from dnas.errors import HostExceeded, RunError
from dnas.host import own_peak_bytes, tree_peak_bytes
from dnas.hostplan import ALARM, HostPlan, Split
from dnas.summary import write_text


class Place(NamedTuple):
    """Where in the run something happened: phase, epoch and batch, both counted from 0."""

    phase: str
    epoch: int
    batch: int


class HostGuard:
    """The plan as it stands, halved whenever the peak comes close to the limit.

    The plan and every halving are on disk before they act, so that a run that was killed repeats them at the same places and
    ends with the same network.

    Args:
        plan: the plan at the run's start.
        path: file of the plan.
        measure: present peak of the process tree in bytes.
    """

    def __init__(self, plan: HostPlan, path: Path, measure: Callable[[], int] | None = None) -> None:
        self.plan, self.path = plan, path
        self.halvings: list[Place] = []
        self._measure = measure or (lambda: tree_peak_bytes(os.getppid()))
        self._done = 0  # halvings that have acted in this process
        self._own_bytes = 0
        self.alarm_bytes = None if plan.limit_bytes is None else ALARM * plan.limit_bytes
        self._first = plan

    @classmethod
    def resumed(cls, path: Path, measure: Callable[[], int] | None = None) -> HostGuard | None:
        """The guard of a run that was killed, its halvings still to be repeated; None where none was written.

        Raises:
            RunError: the file is damaged.
        """
        if not path.exists():
            return None
        try:
            found = json.loads(path.read_text())
            guard = cls(HostPlan(**found["plan"]), path, measure)
            guard.halvings = [Place(str(p), int(e), int(b)) for p, e, b in found["halvings"]]
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise RunError(f"{path}: not the host plan of a run ({error}); start the run anew") from error
        return guard

    def save(self) -> None:
        """Writes plan and halvings in one step."""
        write_text(self.path, json.dumps({"plan": self._first.to_dict(), "halvings": [list(place) for place in self.halvings]}))

    def split(self, priced: Priced, batch_size: int) -> Split:
        """How a batch of the architecture is run at present."""
        return self.plan.split(priced, batch_size)

    def peak_bytes(self) -> int:
        """Present peak of the process tree."""
        return self._measure()

    def replay(self, place: Place) -> bool:
        """Repeats the halvings of an earlier process up to `place`; whether there was one."""
        before = self._done
        while self._done < len(self.halvings) and not _after(self.halvings[self._done], place):
            self.plan, self._done = self.plan.halved(), self._done + 1
        return self._done > before

    def check(self, place: Place) -> str | None:
        """Looks at the peak before the batch at `place`; halves the room where it comes close to the limit.

        Returns:
            What was done, for the log; None when nothing was.

        Raises:
            HostExceeded: the limit is exceeded and the room cannot be made smaller.
        """
        if self.alarm_bytes is None or self.plan.limit_bytes is None:
            return None
        if self.replay(place):
            return f"host RAM: as before, {self.plan.room_bytes / 1e6:.1f} MB for activations from here on"
        own_bytes = own_peak_bytes()
        if own_bytes == self._own_bytes:  # nothing new, and nothing to read from /proc
            return None
        self._own_bytes = own_bytes
        peak, limit = self._measure(), self.plan.limit_bytes
        if peak <= self.alarm_bytes:
            return None
        if peak > limit:
            raise HostExceeded(
                f"budget.host_ram={limit / 1e6:.0f} MB is exceeded: {peak / 1e6:.1f} MB in {place.phase}, epoch "
                f"{place.epoch + 1}; tried: {len(self.halvings)} halvings of the micro-batch, activations computed twice, "
                "few cached kernels, a trimmed heap. A smaller data.batch_size, data.resolution or space needs less"
            )
        self.halvings.append(place)
        self._done += 1
        self.plan = self.plan.halved()
        self.alarm_bytes = (peak + limit) / 2
        self.save()
        return (
            f"host RAM: {peak / 1e6:.0f} of {limit / 1e6:.0f} MB; micro-batches halved, {self.plan.room_bytes / 1e6:.1f} MB "
            "for activations from here on"
        )


def _after(halving: Place, place: Place) -> bool:
    """Whether a halving of the same phase lies behind `place`; one of an earlier phase never does."""
    return halving.phase == place.phase and (halving.epoch, halving.batch) > (place.epoch, place.batch)

"""Keeps training within its plan: watches the process tree's peak, and makes the run smaller as it nears the limit."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from dnas.allocator import trim
from dnas.cost.tables import Priced
from dnas.errors import HostExceeded, RunError
from dnas.files import write_text
from dnas.host import tree_peak_bytes, tree_resident_bytes
from dnas.hostplan import ALARM, STEP_BYTES, HostPlan, Split, resident_bytes


class Place(NamedTuple):
    """Where in the run something happened: phase, epoch and batch, both counted from 0."""

    phase: str
    epoch: int
    batch: int


class HostGuard:
    """The plan as it stands. Its room is halved whenever the next batch would bring the process tree close to the limit.

    A halving holds for the rest of its phase: the next one begins with the heap tidied, and trains other networks.

    The plan and every halving are on disk before they act, so that a run that was killed repeats them at the same places and
    ends with the same network.

    Args:
        plan: the plan at the run's start.
        path: file of the plan.
        resident: what the process tree holds at this moment, in bytes.
        peak: the most that it has held, in bytes.
    """

    def __init__(
        self,
        plan: HostPlan,
        path: Path,
        resident: Callable[[], int] = lambda: tree_resident_bytes(os.getppid()),
        peak: Callable[[], int] = lambda: tree_peak_bytes(os.getppid()),
    ) -> None:
        self.start, self.plan, self.path = plan, plan, path
        self.halvings: list[Place] = []
        self.notes: list[str] = []
        """What was done and not yet said."""
        self._resident, self._peak = resident, peak
        self.place = Place("", 0, 0)
        """The batch that comes next or runs; -1 before the first one of a phase."""
        self._done = 0  # halvings of the present phase that have acted in this process

    @classmethod
    def resumed(cls, path: Path) -> HostGuard | None:
        """The guard of a run that was killed, its halvings still to be repeated; None where none was written.

        Raises:
            RunError: the file is damaged.
        """
        if not path.exists():
            return None
        try:
            found = json.loads(path.read_text())
            guard = cls(HostPlan(**found["plan"]), path)
            guard.halvings = [Place(str(phase), int(epoch), int(batch)) for phase, epoch, batch in found["halvings"]]
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise RunError(f"{path}: not the host plan of a run ({error}); start the run anew") from error
        return guard

    def save(self) -> None:
        """Writes plan and halvings in one step."""
        write_text(self.path, json.dumps({"plan": self.start.to_dict(), "halvings": self.halvings}))

    def peak_bytes(self) -> int:
        """The most that the process tree has held."""
        return self._peak()

    def enter(self, place: Place) -> None:
        """Says which batch comes next; repeats what an earlier process had done by then.

        Raises:
            HostExceeded: the limit is exceeded already.
        """
        if place.phase != self.place.phase:
            self.plan, self._done = self.start, 0
        self.place = place
        while self._done < sum(halving.phase == place.phase and halving <= place for halving in self.halvings):
            self._done += 1
            self.plan = self.plan.halved()
            self.notes.append(f"host RAM: as before, {self.plan.room_bytes / 1e6:.1f} MB for activations from here on")
        limit = self.plan.limit_bytes
        if limit is not None and (peak := self._peak()) > limit:
            raise HostExceeded(
                f"budget.host_ram={limit / 1e6:.0f} MB is exceeded: {peak / 1e6:.1f} MB in {place.phase}, epoch "
                f"{place.epoch + 1}; tried: {len(self.halvings)} halvings of the micro-batch, activations computed twice, "
                "few cached kernels, a trimmed heap. A smaller data.batch_size, data.resolution or space needs less; the state "
                "after the last epoch is in checkpoints/"
            )

    def split(self, priced: Priced, batch_size: int) -> Split:
        """How the next batch of the architecture is run: as planned, or smaller where that would come close to the limit.

        Before it gets smaller the heap is trimmed: a step leaves tens of megabytes of gaps there, which count as resident.
        """
        limit = self.plan.limit_bytes
        if limit is not None:
            resident = self._resident()
            if resident + self._step_bytes(priced, batch_size) > ALARM * limit:
                trim()
                resident = self._resident()
            while (expected := resident + self._step_bytes(priced, batch_size)) > ALARM * limit:
                if self.plan.split(priced, batch_size).micro_batch == 1:
                    break
                self.halvings.append(self.place)
                self._done += 1
                self.plan = self.plan.halved()
                self.save()
                self.notes.append(
                    f"host RAM: the next batch would take {expected / 1e6:.0f} of {limit / 1e6:.0f} MB; micro-batches halved, "
                    f"{self.plan.room_bytes / 1e6:.1f} MB for activations from here on"
                )
        return self.plan.split(priced, batch_size)

    def _step_bytes(self, priced: Priced, batch_size: int) -> float:
        """What the next batch adds to what is resident."""
        return STEP_BYTES + resident_bytes(self.plan.held_bytes(priced, batch_size))

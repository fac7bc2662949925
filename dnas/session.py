"""What a run remembers from process to process: how it was called, how long it has taken, how much memory it has needed."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from dnas.errors import RequestError
from dnas.files import write_text

FILE = Path("checkpoints") / "session.json"


@dataclass
class Session:
    """The run so far, all its processes together."""

    overrides: list[str] = field(default_factory=list)
    elapsed_s: float = 0.0
    peak_bytes: int = 0
    resumed: int = 0

    @classmethod
    def load(cls, folder: Path) -> Session:
        """The session of a run's folder; an empty one where none or a damaged one is there."""
        try:
            found = json.loads((folder / FILE).read_text())
            return cls(
                list(map(str, found["overrides"])), float(found["elapsed_s"]), int(found["peak_bytes"]), int(found["resumed"])
            )
        except (OSError, ValueError, TypeError, KeyError):
            return cls()

    def save(self, folder: Path) -> None:
        """Writes it in one step."""
        (folder / FILE).parent.mkdir(exist_ok=True)
        write_text(folder / FILE, json.dumps(asdict(self)))


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Holds a run's folder, so that no second process writes to it; the kernel lets go when the process ends.

    Raises:
        RequestError: another process holds it, or it is gone by now.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise RequestError(f"{folder}: cannot be held for this run: {error.strerror}") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RequestError(f"{folder}: another process is at work on this run; wait for it or stop it first") from None
        except OSError:
            pass  # a disk without locks: nobody holds anything
        yield
    finally:
        os.close(descriptor)

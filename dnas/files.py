"""Files are written in one step: under a temporary name in the same folder, synced, then renamed.

A reader, and a run that is killed, find the file before or the whole file after, never a part of it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write_text(path: Path, text: str) -> None:
    """Writes a text file (UTF-8) in one step.

    Raises:
        OSError: the folder is missing or cannot be written; `path` is as it was.
    """
    write_bytes(path, text.encode())


def write_texts(folder: Path, texts: Mapping[str, str]) -> None:
    """Writes text files into a folder, each in one step: name -> text.

    Raises:
        OSError: as `write_text`.
    """
    for name, text in texts.items():
        write_text(folder / name, text)


def write_bytes(path: Path, content: bytes) -> None:
    """Writes a file in one step.

    Raises:
        OSError: the folder is missing or cannot be written; `path` is as it was.
    """
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".tmp")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)  # mkstemp's own mode hides it from others
        os.replace(name, path)
    except BaseException as error:
        Path(name).unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename is None:
            error.filename = str(path)  # of writing the system does not say it
        raise

"""What the commands that need no Hydra share: `key=value` arguments, help, paths, and output that a reader may leave."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from dnas.errors import RequestError


def key_values(arguments: Sequence[str], keys: Sequence[str], usage: str) -> dict[str, str]:
    """Key -> value of `key=value` arguments.

    Raises:
        RequestError: a key is not one of `keys`, has no value, or comes twice.
    """
    given: dict[str, str] = {}
    for argument in arguments:
        key, _, value = argument.partition("=")
        if key not in keys or not value:
            raise RequestError(f"{argument!r} is not understood\n{usage}")
        if key in given:
            raise RequestError(f"{key}= is given twice, as {given[key]!r} and as {value!r}; give it once\n{usage}")
        given[key] = value
    return given


def help_shown(arguments: Sequence[str], usage: str) -> bool:
    """Prints the usage where `--help` or `-h` asks for it; whether it did."""
    asked = "--help" in arguments or "-h" in arguments
    if asked:
        show(usage)
    return asked


def encodable(text: str) -> bool:
    """Whether text can be written as UTF-8; names of files with other bytes come as half of a surrogate pair each."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def path_of(text: str, option: str = "") -> Path:
    """The path that was typed, `~` and `~user` replaced by that home; `option` is what gave it.

    Raises:
        RequestError: there is no such user, or no home; bytes that are no UTF-8, which no summary could name.
    """
    if not encodable(text):
        raise RequestError(f"{option or 'path'}={text!a} is not valid Unicode (UTF-8); rename the folder")
    try:
        return Path(text).expanduser()
    except RuntimeError:
        name, given = text.partition("/")[0], f"{option}={text}" if option else text
        raise RequestError(f"{given}: {name} is no home of a user here; give the path in full, or ./{name}/...") from None


def show(text: str) -> None:
    """Prints what a command found."""
    try:
        print(text, flush=True)
    except BrokenPipeError:  # whoever reads, `head` for one, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

"""What the commands that need no Hydra share: `key=value` arguments, help, paths, and output that a reader may leave."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from dnas.errors import RequestError

CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n"}
"""Control characters, of which a terminal would take orders, and how they are shown."""


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


def streams_for_any_text() -> None:
    """Standard input, output and error that are open, and write as escapes what their encoding lacks.

    A closed one (`>&-`) would be the number of the next file that is opened, and is None in `sys`.
    """
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # it takes the lowest free number, this one
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, mode, closefd=False))  # noqa: SIM115  as long as the process
        if isinstance(stream := getattr(sys, name), io.TextIOWrapper) and mode == "w":
            stream.reconfigure(errors="backslashreplace")


def show(text: str) -> None:
    """Prints what a command found; control characters of names in it as escapes.

    Raises:
        SystemExit: it cannot be written.
    """
    try:
        print(text.translate(CONTROLS), flush=True)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python tries again at its end
        if not isinstance(error, BrokenPipeError):  # whoever reads, `head` for one, has seen enough
            sys.exit(f"error: standard output cannot be written: {error.strerror}")


def complain(text: str) -> None:
    """Prints the one message of a command that cannot go on, shown as `show` does."""
    print(f"error: {text}".translate(CONTROLS), file=sys.stderr)

"""`key=value` arguments of the commands that need no Hydra."""

from __future__ import annotations

from collections.abc import Sequence

from dnas.errors import RequestError


def key_values(arguments: Sequence[str], keys: Sequence[str], usage: str) -> dict[str, str]:
    """Key -> value of `key=value` arguments.

    Raises:
        RequestError: a key is not one of `keys`, has no value, or comes twice.
    """
    given: dict[str, str] = {}
    for argument in arguments:
        key, _, value = argument.partition("=")
        if key not in keys or not value or key in given:
            raise RequestError(f"{argument!r} is not understood\n{usage}")
        given[key] = value
    return given

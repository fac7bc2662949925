"""How a run ends without a network although the program works."""


class RequestError(ValueError):
    """The request is at fault (exit 2): the message names the value given, what is allowed and what to do."""


class RunError(Exception):
    """The run cannot go on (exit 1): the message says why and what to do; its last good state is on disk."""


class HostExceeded(RunError):  # noqa: N818  what happened, not a fault of the code
    """The host's memory could not be held within its budget (exit 3); the message says what was tried."""

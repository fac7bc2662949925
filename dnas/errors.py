"""The two ways in which a run can end without a network although the program works."""


class RequestError(ValueError):
    """The request is at fault (exit 2): the message names the value given, what is allowed and what to do."""


class HostBudgetError(RuntimeError):
    """The host's memory budget could not be held (exit 3): the message says what was tried."""

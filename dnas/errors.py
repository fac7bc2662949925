"""How a run ends without a network although the program works."""


class RequestError(ValueError):
    """The request is at fault (exit 2): the message names the value given, what is allowed and what to do."""

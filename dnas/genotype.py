"""A chosen architecture as data: what `genotype.json` holds, whichever family of networks it is of."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from dnas.errors import RequestError

Shape = tuple[int, int, int]
"""Channels, height, width of an input."""


@dataclass(frozen=True)
class Genotype:
    """A chosen architecture as data: the option of every choice, with the shape it was found for."""

    space: str
    input_shape: Shape
    classes: int
    options: dict[str, str]

    def to_json(self) -> str:
        """The genotype as JSON text; `from_json` reads it."""
        return json.dumps(asdict(self), indent=1)

    @classmethod
    def from_json(cls, text: str) -> Genotype:
        """Reads `to_json`'s text.

        Raises:
            RequestError: text that is not JSON or lacks a field.
        """
        try:
            raw: dict[str, Any] = json.loads(text)
            c, h, w = (int(n) for n in raw["input_shape"])
            options = {str(k): str(v) for k, v in raw["options"].items()}
            return cls(str(raw["space"]), (c, h, w), int(raw["classes"]), options)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise RequestError(f"not a genotype: {error!r}; expected the JSON that a run writes to genotype.json") from error

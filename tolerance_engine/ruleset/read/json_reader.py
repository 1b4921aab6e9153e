"""JSON text in, plain data out: numbers as decimals, no duplicate keys, bounded depth.

JSON is read by JSON's rules, not YAML's: `1e3` is a number there and escapes mean what JSON says.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any


class DuplicateKey(ValueError):
    """A key that stands twice in one object."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)


class TooDeep(ValueError):
    """Nested deeper than allowed."""


def parse(text: str, max_depth: int) -> Any:
    """The data of a JSON text. Raises json.JSONDecodeError, DuplicateKey or TooDeep."""
    try:
        data = json.loads(
            text, parse_float=_number, parse_constant=_refuse_constant, object_pairs_hook=_without_duplicates
        )
    except RecursionError:
        raise TooDeep from None
    if _deeper_than(data, max_depth):
        raise TooDeep
    return data


def _number(text: str) -> Decimal:
    number = Decimal(text)
    if number.adjusted() > 30 or number.adjusted() < -30:
        raise json.JSONDecodeError("number out of range", text, 0)
    return number


def _refuse_constant(text: str) -> Any:
    raise json.JSONDecodeError(f"{text} is not JSON", text, 0)


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key in made:
            raise DuplicateKey(key)
        made[key] = value
    return made


def _deeper_than(data: Any, levels: int) -> bool:
    layer = [data]
    for _ in range(levels):
        layer = [
            inner
            for item in layer
            if isinstance(item, dict | list)
            for inner in (item.values() if isinstance(item, dict) else item)
        ]
        if not layer:
            return False
    return True

"""Plain data: what JSON can hold, the same bytes every time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any


def plain(value: Any) -> Any:
    """Tuples become lists, dates ISO text; whole decimals become int and others text, so that none is rounded."""
    kind = type(value)
    if kind in _READY:
        return value
    if kind is list or kind is tuple:
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else format(value, "f")
    return value.isoformat() if isinstance(value, date) else value


_READY = frozenset((str, bool, int, type(None)))

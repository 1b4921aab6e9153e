"""Canonical form: what a document says, without the order that does not matter. Its SHA-256 names the ruleset."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal
from typing import Any

_UNORDERED = frozenset(
    ("all", "any", "of", "assume", "clauses", "silent", "presumptions", "properties", "disables", "in", "who")
)
"""Lists whose order never matters. `outcomes` and `range` are ordered by severity."""


def canonical(value: Any, key: str = "") -> Any:
    """Plain JSON data in which equal documents are equal. The order of readings is kept: the first is the default."""
    if isinstance(value, dict):
        pairs = {k: canonical(v, k) for k, v in value.items()}
        return [[k, v] for k, v in pairs.items()] if key == "readings" else pairs
    if isinstance(value, list | tuple):
        items = [canonical(item) for item in value]
        return sorted(items, key=dumps) if key in _UNORDERED else items
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return _number(Decimal(value))
    if isinstance(value, date):
        return value.isoformat()
    return value


def _number(value: Decimal) -> str:
    """5, 5.0 and 5.00 are the same number."""
    return format(value.normalize(), "f") if value else "0"


def dumps(value: Any) -> str:
    """JSON with sorted keys and no spare spaces: the same value gives the same bytes everywhere."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(value: Any) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(dumps(canonical(value)).encode()).hexdigest()

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


_PROCEDURE = ("procedure", "effects")
_UNORDERED_STEPS = _UNORDERED | {
    *("start", "transitions", "from", "outside", "established", "events", "document", "notify"),
    *("apart_from", "outcome", "body", "role", "members"),
}
"""In a procedure, the order of steps says nothing either; only a routed `by` is tried in order."""


def canonical(value: Any, key: str = "", unordered: frozenset[str] = _UNORDERED) -> Any:
    """Plain JSON data in which equal documents are equal. The order of readings is kept: the first is the default."""
    if isinstance(value, dict):
        pairs = {k: canonical(v, k, unordered) for k, v in value.items()}
        return [[k, v] for k, v in pairs.items()] if key == "readings" else pairs
    if isinstance(value, list | tuple):
        items = [canonical(item, "", unordered) for item in value]
        return sorted(items, key=dumps) if key in unordered else items
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


def deciding(document: dict[str, Any]) -> dict[str, Any]:
    """A ruleset without what never changes a verdict, nor the digest a verdict names: procedure, effects, accepted lint."""
    return {key: value for key, value in document.items() if key not in (*_PROCEDURE, "accepted")}


def procedure_digest(document: dict[str, Any]) -> str | None:
    """SHA-256 of procedure and effects, which a record of events names; None where there is neither."""
    part = {key: document[key] for key in _PROCEDURE if key in document}
    if not part:
        return None
    return hashlib.sha256(dumps(canonical(part, unordered=_UNORDERED_STEPS)).encode()).hexdigest()

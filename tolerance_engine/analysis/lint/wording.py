"""Wording: names and conditions as a drafter wrote them, in one line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tolerance_engine.expr import (
    All,
    AnyOf,
    ByReading,
    ClauseApplies,
    Count,
    DefinitionIs,
    DimensionIs,
    Expr,
    FactIs,
    Not,
)
from tolerance_engine.source import Words

SHOWN = 60
"""Characters of a condition that a message shows."""


def quoted(names: Iterable[str]) -> Words:
    """Names in backticks, one after the other."""
    listed = [f"`{name}`" for name in names]
    return Words("、".join(listed), ", ".join(listed))


def short(expr: Expr) -> str:
    """A condition as it would stand on one line of the file, cut when long."""
    text = _text(_data(expr))
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _data(expr: Expr) -> Any:
    match expr:
        case FactIs(fact=name, test="is", operand=operand):
            return {name: operand}
        case FactIs(fact=name, test=test, operand=operand):
            return {name: {test: list(operand) if isinstance(operand, tuple) else operand}}
        case DefinitionIs(definition=name, wanted=wanted):
            return {name: wanted}
        case DimensionIs(dimension=name, asked=asked):
            return {name: asked}
        case ClauseApplies(clause=name):
            return {name: "applies"}
        case All(args=args):
            return {"all": [_data(arg) for arg in args]}
        case AnyOf(args=args):
            return {"any": [_data(arg) for arg in args]}
        case Not(arg=arg):
            return {"not": _data(arg)}
        case Count(args=args, low=low, high=high, word=word):
            return {word: high if word == "at_most" else low, "of": [_data(arg) for arg in args]}
        case ByReading(options=options):
            return {"by_reading": {name: _data(option) for name, option in options}}


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_text, value)) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)

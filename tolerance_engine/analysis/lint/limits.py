"""Limits: the numbers and days that conditions compare facts with, and how two of them fail to meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal, NamedTuple

from tolerance_engine.analysis.lint.provisions import Provision
from tolerance_engine.expr import DefinitionIs, Expr, FactIs, Not, children

_UPPER = {"at_most": True, "less_than": False, "on_or_before": True, "before": False}
_LOWER = {"at_least": True, "more_than": False, "on_or_after": True, "after": False}

Number = Decimal | date


@dataclass(frozen=True, slots=True)
class Limit:
    """A comparison as it works where it stands: `upper` holds up to `edge`, else from it on; `negated` by a `not`."""

    leaf: FactIs
    edge: Number
    included: bool
    upper: bool
    negated: bool


class Misfit(NamedTuple):
    """How two limits fail to meet: at `value` both hold, neither does, or one only."""

    kind: Literal["both", "neither", "apart"]
    value: str
    negated: tuple[bool, bool]


def limits(provision: Provision) -> Iterator[Limit]:
    """The limits in a provision's own conditions; a definition is a provision of its own."""
    for expr in provision.conditions:
        yield from _limits(expr, negated=expr is provision.unless)


def _limits(expr: Expr, *, negated: bool) -> Iterator[Limit]:
    match expr:
        case FactIs(test=test, operand=Decimal() | date() as edge) if test in _UPPER or test in _LOWER:
            upper = test in _UPPER
            included = (_UPPER if upper else _LOWER)[test]
            yield Limit(expr, edge, included is not negated, upper is not negated, negated)
        case Not(arg=arg):
            yield from _limits(arg, negated=not negated)
        case DefinitionIs():
            return
        case _:
            for child in children(expr):
                yield from _limits(child, negated=negated)


def misfit(one: Limit, other: Limit, whole: bool) -> Misfit | None:
    """Where two limits on one fact are a single value apart, or overlap in one; None where they meet well."""
    try:
        return _misfit(one, other, whole)
    except OverflowError:  # a limit at the end of the calendar has nothing beyond it to meet
        return None


def _misfit(one: Limit, other: Limit, whole: bool) -> Misfit | None:
    negated = (one.negated, other.negated)
    if one.upper == other.upper:
        differ = one.edge == other.edge and one.included != other.included
        return Misfit("apart", str(one.edge), negated) if differ else None
    upper, lower = (one, other) if one.upper else (other, one)
    if whole or isinstance(upper.edge, date):
        last, first = _last(upper), _first(lower)
        if last == first:
            return Misfit("both", str(first), negated)
        between = _after(last)
        return Misfit("neither", str(between), negated) if _after(between) == first else None
    assert isinstance(lower.edge, Decimal)
    if upper.edge == lower.edge and upper.included == lower.included:
        return Misfit("both" if upper.included else "neither", str(upper.edge), negated)
    integral = upper.edge == upper.edge.to_integral_value() and upper.included and lower.included
    if integral and lower.edge == upper.edge + 1:
        return Misfit("neither", str(upper.edge + Decimal("0.5")), negated)
    return None


def _last(limit: Limit) -> Number:
    """The last whole number or day that an upper limit lets through."""
    if isinstance(limit.edge, date):
        return limit.edge if limit.included else limit.edge - timedelta(days=1)
    floor = limit.edge.to_integral_value(ROUND_FLOOR)
    return floor if limit.included or floor != limit.edge else floor - 1


def _first(limit: Limit) -> Number:
    """The first whole number or day that a lower limit lets through."""
    if isinstance(limit.edge, date):
        return limit.edge if limit.included else limit.edge + timedelta(days=1)
    ceiling = limit.edge.to_integral_value(ROUND_CEILING)
    return ceiling if limit.included or ceiling != limit.edge else ceiling + 1


def _after(value: Number) -> Number:
    return value + timedelta(days=1) if isinstance(value, date) else value + 1

"""Nodes. Each is its own signature; `path` says where in the document it was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Path = tuple[str | int, ...]

Comparison = Literal[
    "is",
    "in",
    "at_most",
    "at_least",
    "more_than",
    "less_than",
    "before",
    "on_or_before",
    "after",
    "on_or_after",
]
Operand = bool | str | Decimal | date | tuple[str, ...]

NUMBER_TESTS: tuple[Comparison, ...] = ("at_most", "at_least", "more_than", "less_than")
DATE_TESTS: tuple[Comparison, ...] = ("before", "on_or_before", "after", "on_or_after")
DIMENSION_VALUES = ("favourable", "adverse", "mixed", "neither")
DIMENSION_TESTS = (*DIMENSION_VALUES, "some_favourable", "some_adverse")


@dataclass(frozen=True, slots=True)
class FactIs:
    """A fact compared with a constant; unknown while the fact is not established, `!=` included."""

    fact: str
    test: Comparison
    operand: Operand
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class DefinitionIs:
    """A definition holds, or (`wanted` false) does not."""

    definition: str
    wanted: bool
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class DimensionIs:
    """A dimension's value. `adverse` excludes `mixed`; `some_adverse` holds for both."""

    dimension: str
    asked: str
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class ClauseApplies:
    """A clause applies; `alias.clause` asks a clause of another ruleset."""

    clause: str
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class All:
    """All of `args` hold."""

    args: tuple[Expr, ...]
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of `args` holds."""

    args: tuple[Expr, ...]
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """`arg` does not hold. Not of unknown is unknown."""

    arg: Expr
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Count:
    """Between `low` and `high` (inclusive) of `args` hold; `word` is the operator as written."""

    args: tuple[Expr, ...]
    low: int
    high: int
    word: Literal["at_least", "at_most", "exactly"]
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class ByReading:
    """Wording that can be read in more than one way: one condition for every reading."""

    options: tuple[tuple[str, Expr], ...]
    path: Path = field(default=(), compare=False)


Expr = FactIs | DefinitionIs | DimensionIs | ClauseApplies | All | AnyOf | Not | Count | ByReading


def children(expr: Expr) -> tuple[Expr, ...]:
    """The conditions directly inside `expr`."""
    match expr:
        case All(args=args) | AnyOf(args=args) | Count(args=args):
            return args
        case Not(arg=arg):
            return (arg,)
        case ByReading(options=options):
            return tuple(option for _, option in options)
        case _:
            return ()


def leaves(expr: Expr) -> Iterator[Expr]:
    """Every leaf, in the order written, under all readings."""
    inner = children(expr)
    if not inner:
        yield expr
    for child in inner:
        yield from leaves(child)


def resolve(expr: Expr, reading: str) -> Expr:
    """What `expr` says under `reading`: the chosen option where it is a `ByReading`."""
    while isinstance(expr, ByReading):
        expr = dict(expr.options)[reading]
    return expr


def references(expr: Expr, reading: str) -> Iterator[FactIs | DefinitionIs | DimensionIs | ClauseApplies]:
    """The leaves that count under `reading`."""
    here = resolve(expr, reading)
    if isinstance(here, FactIs | DefinitionIs | DimensionIs | ClauseApplies):
        yield here
    for child in children(here):
        yield from references(child, reading)

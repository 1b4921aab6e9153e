"""Columns: what the table of a query states, each by the fact, dimension or definition that it is."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from tolerance_engine.determine.encoder import encoder
from tolerance_engine.diagnostics import Diagnostic, nearest
from tolerance_engine.errors import BatchError
from tolerance_engine.expr.nodes import DIMENSION_VALUES
from tolerance_engine.ruleset.model import Fact
from tolerance_engine.ruleset.program import Program, Ruleset
from tolerance_engine.source import Words

Kind = Literal["boolean", "number", "date", "choice", "dimension", "definition"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column and what it states. `values` are those a choice or a dimension can have."""

    column: str
    name: str
    kind: Kind
    values: tuple[str, ...] = ()
    fact: Fact | None = None

    @property
    def is_finding(self) -> bool:
        """Whether an officer states it directly."""
        return self.kind in ("dimension", "definition")


def columns_of(
    ruleset: Ruleset, program: Program, states: Collection[str] | None, mapped: Mapping[str, str]
) -> tuple[Column, ...]:
    """The columns of a table that states `states`: every fact that decides when None.

    Raises BatchError with every name that nobody declared.
    """
    support = ruleset.diagram.supports[program.outcome]
    asked = [variable.name for variable in ruleset.variables if support >> variable.level & 1]
    names = list(dict.fromkeys(asked if states is None else states))
    names += [name for name in mapped if name not in names]
    found, problems = [], []
    for name in names:
        column = _column(ruleset, name, mapped.get(name, name))
        if column is None:
            problems.append(_unknown(ruleset, name))
        else:
            found.append(column)
    problems += _twice([column.column for column in found])
    if problems:
        raise BatchError(problems)
    return tuple(found)


def _column(ruleset: Ruleset, name: str, column: str) -> Column | None:
    linked = ruleset.linked
    fact = encoder(ruleset).facts.get(name)
    if fact is not None:
        values = tuple(value for value, _ in fact.values) if fact.type == "choice" else ()
        return Column(column, name, fact.type, values, fact)
    shared = linked.vocabulary.dimensions if linked.vocabulary else {}
    if name in linked.dimensions or name in shared:
        return Column(column, name, "dimension", DIMENSION_VALUES)
    if name in linked.definitions:
        return Column(column, name, "definition")
    return None


def _unknown(ruleset: Ruleset, name: str) -> Diagnostic:
    linked = ruleset.linked
    known = [*encoder(ruleset).facts, *linked.dimensions, *linked.definitions]
    message = Words(
        f"没有名为 `{name}` 的事实、维度或者定义", f"no fact, dimension or definition is named `{name}`"
    )
    return Diagnostic("W003", message, help=nearest(name, known))


def _twice(columns: list[str]) -> Iterator[Diagnostic]:
    for column in sorted({column for column in columns if columns.count(column) > 1}):
        message = Words(f"列 `{column}` 对应了两个名称", f"column `{column}` is mapped to two names")
        yield Diagnostic("W003", message)


RESULTS = ("outcome", "possible", "decided", "error")
OURS = "te_"
"""How the names begin that the query needs for itself."""


def check_kept(keep: Collection[str], prefix: str) -> None:
    """Raises BatchError where a kept column has the name of one that the query adds, or is kept twice."""
    problems = []
    added = {(prefix + name).lower() for name in RESULTS}
    seen = set()
    for column in keep:
        if column.lower() in added or column.lower().startswith(OURS) or column.lower() in seen:
            message = Words(
                f"保留的列 `{column}` 与查询的列重名", f"the query has a column `{column}` already"
            )
            help_ = Words(
                "给结果的列加前缀（prefix），或者在视图里给那一列另起名称",
                "give the result's columns a `prefix`, or rename that column in a view",
            )
            problems.append(Diagnostic("W004", message, help=help_))
        seen.add(column.lower())
    if problems:
        raise BatchError(problems)

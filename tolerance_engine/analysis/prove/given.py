"""Given: the condition a property is limited to, read from plain data like any condition of a rule file.

The ruleset is compiled once more with the condition beside it: a threshold that no clause asks for then cuts
its fact too, and the store is our own to write to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from tolerance_engine.analysis.prove.cases import GIVEN
from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.errors import RulesetError
from tolerance_engine.expr import Expr
from tolerance_engine.ruleset.compile import compile_ruleset
from tolerance_engine.ruleset.link.conditions import Conditions
from tolerance_engine.ruleset.link.leaves import Names
from tolerance_engine.ruleset.model import Linked, Property
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.ruleset.read.reader import Located


def read_given(linked: Linked, data: Mapping[str, Any]) -> Expr:
    """The condition in `data`. Raises RulesetError with every problem of it."""
    foreign = {f"{alias}.{clause.id}" for alias, used in linked.uses.items() for clause in used.clauses}
    names = Names(
        linked.facts,
        frozenset(linked.definitions),
        frozenset(linked.dimensions),
        frozenset(clause.id for clause in linked.clauses) | foreign,
        tuple(linked.readings),
    )
    raw = _plain(data)
    problems: list[Diagnostic] = []
    expr = Conditions(Located(GIVEN, (str(raw),), raw, None), names, problems).read(raw, ())
    if expr is None or problems:
        raise RulesetError([replace(problem, position=None) for problem in problems])
    return expr


def with_given(ruleset: Ruleset, data: Mapping[str, Any]) -> Ruleset:
    """The same ruleset with the condition compiled beside it, as the property GIVEN."""
    linked = ruleset.linked
    asked = Property(GIVEN, None, frozenset(), read_given(linked, data), tuple(linked.readings))
    return compile_ruleset(
        replace(linked, properties=(*linked.properties, asked)),
        reading=ruleset.reading,
        budget=ruleset.diagram.budget,
        order=[variable.name for variable in ruleset.variables],
    )


def _plain(data: Any) -> Any:
    """As a rule file would give it: lists for tuples, exact decimals for floats."""
    if isinstance(data, Mapping):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(item) for item in data]
    return Decimal(repr(data)) if isinstance(data, float) else data

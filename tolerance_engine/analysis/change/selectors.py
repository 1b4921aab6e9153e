"""Selectors: one more level per finding, so that the finding can be changed and searched like a fact.

A stated finding is a condition over several facts. A level that chooses which value is stated, placed right
above those facts, makes it a variable: value 0 keeps it as it is, the others state another value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from tolerance_engine.determine.bind import Bound
from tolerance_engine.determine.conditions import conditions, where_stated
from tolerance_engine.diagram import TERMINALS, Diagram, Known
from tolerance_engine.diagram.reshape import Copier
from tolerance_engine.ruleset.program import Program, Ruleset


class Selector(NamedTuple):
    """A finding that may be changed: the values it is stated to have (none: it is not stated), and the others."""

    name: str
    kept: tuple[Any, ...]
    options: tuple[Any, ...]


class Widened(NamedTuple):
    """The question with a level for each selector."""

    diagram: Diagram
    root: int
    conditions: tuple[int, ...]
    known: Known
    levels: tuple[int | Selector, ...]
    """What stands at each level: a level of the ruleset's diagram, or a selector."""

    def level_of(self, part: int | Selector) -> int:
        """The level at which a selector or an old level stands now."""
        return self.levels.index(part)


def widened(ruleset: Ruleset, program: Program, bound: Bound, selectors: Sequence[Selector]) -> Widened:
    """`program` under what `bound` knows, with the findings of `selectors` open to change."""
    source = ruleset.diagram
    if not selectors:
        given = conditions(ruleset, program, bound)
        return Widened(source, program.outcome, tuple(given), bound.known, tuple(range(len(source.arities))))
    functions: dict[Selector, list[int]] = {}
    for selector in selectors:
        stated = (selector.kept, *((option,) for option in selector.options))
        found = [where_stated(ruleset, program, selector.name, values) for values in stated]
        functions[selector] = [1 if where is None else where for where in found]  # not stated: everywhere
    above: dict[int, list[Selector]] = {}
    for selector, nodes in functions.items():
        first = min((source.level[node] for node in nodes if node >= TERMINALS), default=0)
        above.setdefault(first, []).append(selector)
    levels: list[int | Selector] = []
    for level in range(len(source.arities)):
        levels += [*above.get(level, ()), level]
    chosen = {selector.name for selector in selectors}
    others = {name: values for name, values in bound.findings.items() if name not in chosen}
    given = conditions(ruleset, program, _with_findings(bound, others))
    arities = [source.arities[at] if isinstance(at, int) else len(functions[at]) for at in levels]
    target = Diagram(arities, budget=source.budget)
    places = [level for level, at in enumerate(levels) if isinstance(at, int)]
    copied = Copier(source, target, places)
    choosing = [
        target.node(levels.index(selector), tuple([copied(node) for node in nodes]))
        for selector, nodes in functions.items()
    ]
    return Widened(
        target,
        copied(program.outcome),
        (*map(copied, given), *choosing),
        Known([bound.known.codes[at] if isinstance(at, int) else 0 for at in levels], bound.known.subsets),
        tuple(levels),
    )


def _with_findings(bound: Bound, findings: Mapping[str, Any]) -> Bound:
    return Bound(bound.known, findings, bound.dates, bound.details, bound.impossible, bound.unused)

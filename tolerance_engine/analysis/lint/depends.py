"""Depends: which variables a ruleset's answers need, over the cases that can be.

Where facts go together, each can be told from the others, yet not all of them can be spared. So the spare ones
are taken out one after the other, and what is left is needed.
"""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_engine.analysis.lint.space import Space, View
from tolerance_engine.diagram.ask import deciding_levels
from tolerance_engine.diagram.reshape import depends_on
from tolerance_engine.ruleset.program import DEAD


def matters(space: Space, levels: frozenset[int]) -> frozenset[int]:
    """The levels among `levels` that the outcomes, the findings or the applying clauses need, under some reading."""
    functions = [function for view in space.live for function in _answers(view)]
    needed = {
        level for function in functions for level in deciding_levels(space.store, function, DEAD)
    } & levels
    spared: frozenset[int] = frozenset()
    for level in sorted(levels - needed, reverse=True):
        if any(depends_on(space.store, function, spared | {level}, DEAD) for function in functions):
            needed.add(level)
        else:
            spared |= {level}
    return frozenset(needed)


def _answers(view: View) -> Iterator[int]:
    """What may depend on a fact: the outcome, whether a case is in scope, the findings, which clauses apply."""
    store = view.store
    yield view.outcome
    for node in view.program.dimensions.values():
        yield view.where_inside(node)
    for clause in view.space.linked.clauses:
        if clause.exists_under(view.reading):
            yield view.where_inside(store.relabel(view.builder.applies(clause.id), {0: 1, 1: 2}))

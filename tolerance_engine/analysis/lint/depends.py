"""Depends: which variables a ruleset's answers need, over the cases that can be.

Where facts go together, each can be told from the others, yet not all of them can be spared. So the spare ones
are taken out one after the other, and what is left is needed.
"""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_engine.analysis.lint.space import Space, View
from tolerance_engine.diagram import TERMINALS, Diagram, Operation
from tolerance_engine.diagram.ask import deciding_levels
from tolerance_engine.ruleset.program import DEAD

_BOTH = TERMINALS - 2
"""Marks assignments that leave two answers; no function here uses it."""

_MERGE = Operation(lambda a, b: a if a == b else _BOTH, neutral=DEAD, absorbing=_BOTH)


def matters(space: Space, levels: frozenset[int]) -> frozenset[int]:
    """The levels among `levels` that the outcomes, the findings or the applying clauses need, under some reading."""
    functions = [function for view in space.live for function in _answers(view)]
    needed = {
        level for function in functions for level in deciding_levels(space.store, function, DEAD)
    } & levels
    spared: frozenset[int] = frozenset()
    for level in sorted(levels - needed, reverse=True):
        if any(_needs(space.store, function, spared | {level}) for function in functions):
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


def _needs(store: Diagram, root: int, group: frozenset[int]) -> bool:
    """Whether some assignment of the other levels leaves the answer to the levels of `group`."""
    memo: dict[int, int] = {}

    def walk(node: int) -> int:
        if node < TERMINALS:
            return node
        if node not in memo:
            branches = [walk(kid) for kid in store.kids[node]]
            level = store.level[node]
            memo[node] = (
                store.fold(_MERGE, branches) if level in group else store.node(level, tuple(branches))
            )
        return memo[node]

    return bool(store.masks[walk(root)] >> _BOTH & 1)

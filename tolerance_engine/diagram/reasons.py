"""Reasons: which statements keep a function from a terminal, as families of minimal sets.

Every assignment that ends in a wanted terminal contradicts some of the statements; the smallest sets so
contradicted are what would have to be given up. What excludes the terminal are the minimal hitting sets of
these (Reiter 1987).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tolerance_engine.diagram.build import TERMINALS, Diagram
from tolerance_engine.diagram.families import NOTHING, UNIT, Families
from tolerance_engine.errors import BudgetExceeded

Ways = Mapping[int, tuple[tuple[int, ...], ...]]
"""For each terminal of a component: the minimal sets of statements contradicted there."""


class Component(NamedTuple):
    """Statements that no single level holds: the function at `node` says which of them are contradicted."""

    node: int
    ways: Ways


class Statements(NamedTuple):
    """`levels` maps a level to the statement on it and the values it allows.

    Statements are numbered; those on levels in the order of the levels, those of `components` after them.
    """

    levels: Mapping[int, tuple[int, frozenset[int]]]
    components: Sequence[Component] = ()


def contradicted(families: Families, diagram: Diagram, root: int, wanted: int, statements: Statements) -> int:
    """The minimal sets of statements that assignments ending in a terminal of `wanted` (a mask) contradict.

    No set at all where no assignment ends there; the empty set where one contradicts nothing.
    """
    own = Diagram(diagram.arities, budget=diagram.budget)
    target = _whether(diagram, own, root, wanted)
    ways = [
        {terminal: families.of(sets) for terminal, sets in component.ways.items()}
        for component in statements.components
    ]
    level, kids, arities = diagram.level, diagram.kids, diagram.arities
    levels = statements.levels
    memo: dict[tuple[int, tuple[tuple[int, int], ...]], int] = {}

    def settle(target: int, pending: Sequence[tuple[int, int]]) -> int:
        """The components that have come to a terminal say what they contradict; the others walk on."""
        if target == 0:
            return NOTHING
        said, rest = UNIT, []
        for index, node in pending:
            if node < TERMINALS:
                said = families.joined(said, ways[index].get(node, NOTHING))
            else:
                rest.append((index, node))
        return NOTHING if said == NOTHING else families.joined(said, walk(target, tuple(rest)))

    def walk(target: int, pending: tuple[tuple[int, int], ...]) -> int:
        if target == 1 and not pending:
            return UNIT
        key = (target, pending)
        done = memo.get(key)
        if done is not None:
            return done
        if len(memo) >= families.budget:
            raise BudgetExceeded(families.budget)
        top = min([own.level[target], *(level[node] for _, node in pending)])
        inner = own.kids[target] if own.level[target] == top else None
        number, allowed = levels.get(top, (None, frozenset(range(arities[top]))))
        kept = lost = NOTHING
        for value in range(arities[top]):
            after = target if inner is None else inner[value]
            moved = [(i, kids[node][value] if level[node] == top else node) for i, node in pending]
            found = settle(after, moved)
            if value in allowed:
                kept = families.least(kept, found)
            else:
                lost = families.least(lost, found)
        done = kept if number is None else families.node(number, kept, families.spared(lost, kept))
        memo[key] = done
        return done

    return settle(target, [(i, component.node) for i, component in enumerate(statements.components)])


def _whether(diagram: Diagram, own: Diagram, root: int, wanted: int) -> int:
    """1 where the function at `root` has a terminal of `wanted`, else 0; in the store `own`."""
    memo: dict[int, int] = {}

    def walk(node: int) -> int:
        mask = diagram.masks[node]
        if not mask & wanted:
            return 0
        if not mask & ~wanted:
            return 1
        done = memo.get(node)
        if done is None:
            made = tuple([walk(kid) for kid in diagram.kids[node]])
            memo[node] = done = own.node(diagram.level[node], made)
        return done

    return walk(root)

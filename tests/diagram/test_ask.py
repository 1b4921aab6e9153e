"""Asking an open function: what it depends on, what a decision waits for, where it splits - by definition."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hypothesis import example, given
from hypothesis import strategies as st

from tests.diagram.tables import Space, spaces, table_of, tables
from tolerance_engine.diagram import TERMINALS, Diagram
from tolerance_engine.diagram.ask import deciding_levels, split, support

DEAD = TERMINALS - 1
Pairs = frozenset[tuple[int, int]]


def open_function(
    space: Space, table: list[int], constraints: list[tuple[tuple[int, ...], list[int]]]
) -> tuple[list[int], list[tuple[int, ...]]]:
    """The table with `dead` where a constraint on its group of levels fails, and the groups."""
    made = []
    for row, assignment in enumerate(space.assignments()):
        alive = True
        for group, allowed in constraints:
            index = 0
            for level in group:
                index = index * space.arities[level] + assignment[level]
            alive = alive and bool(allowed[index])
        made.append(table[row] if alive else DEAD)
    return made, [group for group, _ in constraints]


@st.composite
def constrained(draw: st.DrawFn) -> tuple[Space, list[int], list[tuple[int, ...]]]:
    """A function of a few variables with constraints on disjoint groups of them."""
    space = draw(spaces)
    table = draw(tables(space, 3))
    levels = draw(st.permutations(range(len(space.arities))))
    cut = draw(st.integers(0, len(levels)))
    groups = [tuple(sorted(part)) for part in (levels[:cut], levels[cut:]) if draw(st.booleans()) and part]
    constraints = []
    for group in groups:
        size = 1
        for level in group:
            size *= space.arities[level]
        constraints.append((group, draw(st.lists(st.integers(0, 1), min_size=size, max_size=size))))
    made, kept = open_function(space, table, constraints)
    return space, made, kept


def settling(space: Space, table: list[int]) -> Iterator[Pairs]:
    """The minimal sets of `level = value` that leave one living terminal, by trying all."""
    rows = list(zip(space.assignments(), table, strict=True))

    def settles(pairs: Pairs) -> bool:
        left = {t for a, t in rows if t != DEAD and all(a[level] == v for level, v in pairs)}
        return len(left) == 1

    choices = product(*([None, *range(arity)] for arity in space.arities))
    sets = [frozenset((level, v) for level, v in enumerate(choice) if v is not None) for choice in choices]
    good = {pairs for pairs in sets if settles(pairs)}
    return (pairs for pairs in good if not any(other < pairs for other in good))


BOTH_OR_NEITHER = (Space((2, 2)), [0, DEAD, DEAD, 1], [(0, 1)])


@given(constrained())
@example(BOTH_OR_NEITHER)
def test_what_a_decision_waits_for(drawn: tuple[Space, list[int], list[tuple[int, ...]]]) -> None:
    """A level is asked for exactly if it occurs in a minimal set of values that leaves one terminal."""
    space, table, groups = drawn
    diagram = Diagram(space.arities)
    root = space.node(diagram, table)
    expected = sorted({level for pairs in settling(space, table) for level, _ in pairs})
    if len({t for t in table if t != DEAD}) < 2:
        expected = []
    assert list(deciding_levels(diagram, root, DEAD, groups)) == expected


def test_what_always_goes_together_is_asked_for_twice() -> None:
    """Where two variables always agree, no single change is possible, and still either settles it."""
    space, table, groups = BOTH_OR_NEITHER
    diagram = Diagram(space.arities)
    assert deciding_levels(diagram, space.node(diagram, table), DEAD, groups) == (0, 1)


@given(spaces.flatmap(lambda space: st.tuples(st.just(space), tables(space))))
def test_support_is_what_the_function_depends_on(drawn: tuple[Space, list[int]]) -> None:
    """A level is mentioned exactly if changing it alone can change the value."""
    space, table = drawn
    diagram = Diagram(space.arities)
    value = dict(zip(space.assignments(), table, strict=True))
    depends = [
        level
        for level, arity in enumerate(space.arities)
        if any(value[a] != value[(*a[:level], v, *a[level + 1 :])] for a in value for v in range(arity))
    ]
    assert list(support(diagram, space.node(diagram, table))) == depends


@given(constrained())
def test_a_split_shows_two_different_ends(drawn: tuple[Space, list[int], list[tuple[int, ...]]]) -> None:
    """The two assignments of a split are distinct, fit their variables, and each leaves one living terminal, not the same."""
    space, table, _ = drawn
    diagram = Diagram(space.arities)
    found = split(diagram, space.node(diagram, table), DEAD)
    living = {t for t in table if t != DEAD}
    if len(living) < 2:
        assert found is None
        return
    assert found is not None
    ends = []
    for path in found:
        levels = [level for level, _ in path]
        assert levels == sorted(set(levels))
        left = {
            t
            for a, t in zip(space.assignments(), table, strict=True)
            if all(a[level] == v for level, v in path)
        }
        assert len(left) == 1 and DEAD not in left
        ends.append(left.pop())
    assert ends[0] != ends[1]


@given(constrained())
def test_asking_changes_no_function(drawn: tuple[Space, list[int], list[tuple[int, ...]]]) -> None:
    """Asking twice gives the same answer and leaves the function as it was."""
    space, table, groups = drawn
    diagram = Diagram(space.arities)
    root = space.node(diagram, table)
    first = (deciding_levels(diagram, root, DEAD, groups), split(diagram, root, DEAD), support(diagram, root))
    assert first == (
        deciding_levels(diagram, root, DEAD, groups),
        split(diagram, root, DEAD),
        support(diagram, root),
    )
    assert table_of(diagram, root, space) == table

"""Walking: what is reachable under partial knowledge is exactly what some completion reaches."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.diagram.tables import Space, completions, knowledge, spaces, table_of, tables, value
from tolerance_engine.diagram import (
    TERMINALS,
    UNKNOWN,
    Diagram,
    Known,
    decide,
    reach,
    reach_joint,
    terminals_in,
    touching,
)
from tolerance_engine.diagram.walk import restrict

DEAD = TERMINALS - 1
OPEN = spaces.flatmap(lambda space: st.tuples(st.just(space), tables(space), knowledge(space)))
JOINT = spaces.flatmap(
    lambda space: st.tuples(
        st.just(space), tables(space), st.lists(tables(space, 2), max_size=3), knowledge(space)
    )
)


@given(OPEN)
def test_reach_is_exact(drawn: tuple[Space, list[int], Known]) -> None:
    """The reachable terminals are those of the completions, no more and no fewer."""
    space, table, known = drawn
    diagram = Diagram(space.arities)
    root = space.node(diagram, table)
    assert set(terminals_in(reach(diagram, root, known))) == {
        table[row] for row, _ in completions(space, known)
    }


@given(JOINT)
def test_reach_joint_is_exact(drawn: tuple[Space, list[int], list[list[int]], Known]) -> None:
    """Under conditions only the completions that satisfy all of them count; none left is the empty set."""
    space, table, conditions, known = drawn
    diagram = Diagram(space.arities)
    root = space.node(diagram, table)
    nodes = [space.node(diagram, condition) for condition in conditions]
    expected = {table[row] for row, _ in completions(space, known) if all(c[row] for c in conditions)}
    assert set(terminals_in(reach_joint(diagram, root, nodes, known))) == expected


@given(JOINT)
def test_walking_changes_nothing(drawn: tuple[Space, list[int], list[list[int]], Known]) -> None:
    """Asking adds no node and changes no function."""
    space, table, conditions, known = drawn
    diagram = Diagram(space.arities)
    root = space.node(diagram, table)
    nodes = [space.node(diagram, condition) for condition in conditions]
    before = len(diagram)
    reach_joint(diagram, root, nodes, known)
    restrict(diagram, root, nodes, known, DEAD)
    assert len(diagram) == before and table_of(diagram, root, space) == table


@given(OPEN)
def test_decide_ends_at_a_terminal_or_at_the_first_open_node(drawn: tuple[Space, list[int], Known]) -> None:
    """With everything on its path known, the walk ends at the value; otherwise at a node whose variable is open."""
    space, table, known = drawn
    diagram = Diagram(space.arities)
    end = decide(diagram, space.node(diagram, table), known.codes)
    if end < TERMINALS:
        assert {table[row] for row, _ in completions(space, known)} == {end}
    else:
        assert known.codes[diagram.level[end]] < 0
        assert reach(diagram, end, known) == reach(diagram, space.node(diagram, table), known)


@given(spaces.flatmap(lambda space: st.tuples(st.just(space), tables(space))))
def test_decide_with_everything_known(drawn: tuple[Space, list[int]]) -> None:
    """A full assignment is decided, and to the value of the table."""
    space, table = drawn
    diagram = Diagram(space.arities)
    root = space.node(diagram, table)
    for row, assignment in enumerate(space.assignments()):
        assert decide(diagram, root, assignment) == table[row]


@given(JOINT)
def test_restrict_is_the_open_part(drawn: tuple[Space, list[int], list[list[int]], Known]) -> None:
    """What is left open has the function's value on every completion that counts, `dead` on the others, and asks nothing that is known."""
    space, table, conditions, known = drawn
    diagram = Diagram(space.arities)
    nodes = [space.node(diagram, condition) for condition in conditions]
    open_, root = restrict(diagram, space.node(diagram, table), nodes, known, DEAD)
    for row, assignment in completions(space, known):
        alive = all(condition[row] for condition in conditions)
        assert value(open_, root, assignment) == (table[row] if alive else DEAD)
    asked = {open_.level[n] for n in range(TERMINALS, TERMINALS + len(open_))}
    assert not [level for level in asked if known.codes[level] >= 0]


@given(OPEN)
def test_outside_a_narrowed_value_is_dead(drawn: tuple[Space, list[int], Known]) -> None:
    """In the open part, values that a narrowed variable cannot have lead to `dead` or are not told apart."""
    space, table, known = drawn
    diagram = Diagram(space.arities)
    open_, root = restrict(diagram, space.node(diagram, table), [], known, DEAD)
    living = {value(open_, root, assignment) for _, assignment in completions(space, known)}
    assert DEAD not in living
    assert set(terminals_in(open_.masks[root])) - {DEAD} == living


@given(JOINT)
def test_only_conditions_that_touch_can_matter(
    drawn: tuple[Space, list[int], list[list[int]], Known],
) -> None:
    """Leaving out the conditions that share no open variable with the function changes nothing, if all can hold together."""
    space, table, conditions, known = drawn
    diagram = Diagram(space.arities)
    root = space.node(diagram, table)
    nodes = [space.node(diagram, condition) for condition in conditions]
    if not any(all(c[row] for c in conditions) for row, _ in completions(space, known)):
        return
    open_levels = sum(1 << level for level, code in enumerate(known.codes) if code < 0)
    near = touching(diagram, root, nodes, open_levels)
    assert set(near) <= set(nodes)
    assert reach_joint(diagram, root, near, known) == reach_joint(diagram, root, nodes, known)


@given(st.sets(st.integers(0, TERMINALS - 1)))
def test_terminals_of_a_mask(terminals: set[int]) -> None:
    """A bit mask lists its terminals, lowest first."""
    assert list(terminals_in(sum(1 << t for t in terminals))) == sorted(terminals)


def test_nothing_known_reaches_everything() -> None:
    """With nothing known every terminal of the function is reachable."""
    diagram = Diagram([2, 2])
    root = Space((2, 2)).node(diagram, [0, 1, 2, 3])
    assert reach(diagram, root, Known([UNKNOWN, UNKNOWN])) == 0b1111

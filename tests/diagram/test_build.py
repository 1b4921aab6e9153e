"""Building: equal functions are one node, operations act on every assignment, the budget is kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.diagram.tables import Space, spaces, table_of, tables
from tolerance_engine.diagram import TERMINALS, Diagram, Operation
from tolerance_engine.diagram.build import ADD, AND, OR
from tolerance_engine.errors import BudgetExceeded


@given(spaces.flatmap(lambda space: st.tuples(st.just(space), tables(space))))
def test_a_diagram_is_its_function(drawn: tuple[Space, list[int]]) -> None:
    """A function built as a diagram has the same value for every assignment."""
    space, table = drawn
    diagram = Diagram(space.arities)
    assert table_of(diagram, space.node(diagram, table), space) == table


@given(spaces.flatmap(lambda space: st.tuples(st.just(space), tables(space, 2), tables(space, 2))))
def test_equal_functions_are_one_node(drawn: tuple[Space, list[int], list[int]]) -> None:
    """Two functions are the same node exactly if they agree everywhere."""
    space, one, other = drawn
    diagram = Diagram(space.arities)
    assert (space.node(diagram, one) == space.node(diagram, other)) == (one == other)


@given(spaces.flatmap(lambda space: st.tuples(st.just(space), tables(space))))
def test_diagrams_are_reduced_and_ordered(drawn: tuple[Space, list[int]]) -> None:
    """No node branches into equal parts, no two nodes are the same, and levels only grow downwards."""
    space, table = drawn
    diagram = Diagram(space.arities)
    space.node(diagram, table)
    made = [(diagram.level[n], diagram.kids[n]) for n in range(TERMINALS, TERMINALS + len(diagram))]
    assert len(set(made)) == len(made)
    for level, kids in made:
        assert len(kids) == space.arities[level]
        assert len(set(kids)) > 1
        assert all(diagram.level[kid] > level for kid in kids)


@given(spaces.flatmap(lambda space: st.tuples(st.just(space), tables(space))))
def test_masks_say_what_can_be_reached(drawn: tuple[Space, list[int]]) -> None:
    """The static mask of a root holds exactly the terminals of its table."""
    space, table = drawn
    diagram = Diagram(space.arities)
    assert diagram.masks[space.node(diagram, table)] == sum(1 << terminal for terminal in set(table))


FIRST = Operation(lambda a, b: b if a == 0 else a, neutral=0, symmetric=False)
WORST = Operation(max, neutral=0)
AGREE = Operation(lambda a, b: a if a == b or not b else b if not a else 9, neutral=0, absorbing=9)


@pytest.mark.parametrize(
    ("operation", "function", "terminals"),
    [
        pytest.param(AND, min, 2, id="and"),
        pytest.param(OR, max, 2, id="or"),
        pytest.param(ADD, lambda a, b: a + b, 4, id="add"),
        pytest.param(WORST, max, 4, id="worst"),
        pytest.param(FIRST, lambda a, b: a or b, 4, id="first-unless-none"),
        pytest.param(
            AGREE, lambda a, b: a if a == b or not b else b if not a else 9, 4, id="agree-or-conflict"
        ),
    ],
)
@given(data=st.data())
def test_an_operation_acts_on_every_assignment(
    operation: Operation, function: Callable[[int, int], int], terminals: int, data: st.DataObject
) -> None:
    """`apply` combines two functions value by value, whatever shortcuts the operation allows."""
    space = data.draw(spaces)
    one, other = data.draw(tables(space, terminals)), data.draw(tables(space, terminals))
    diagram = Diagram(space.arities)
    combined = diagram.apply(operation, space.node(diagram, one), space.node(diagram, other))
    assert table_of(diagram, combined, space) == [function(a, b) for a, b in zip(one, other, strict=True)]


@given(
    spaces.flatmap(
        lambda space: st.tuples(st.just(space), st.lists(tables(space, 2), min_size=1, max_size=5))
    )
)
def test_and_or_not_and_counting(drawn: tuple[Space, list[list[int]]]) -> None:
    """Conjunction, disjunction, negation and counting agree with arithmetic on every assignment."""
    space, functions = drawn
    diagram = Diagram(space.arities)
    nodes = [space.node(diagram, table) for table in functions]
    sums = [sum(values) for values in zip(*functions, strict=True)]
    assert table_of(diagram, diagram.conj(nodes), space) == [int(n == len(nodes)) for n in sums]
    assert table_of(diagram, diagram.disj(nodes), space) == [int(n > 0) for n in sums]
    assert table_of(diagram, diagram.negate(nodes[0]), space) == [1 - v for v in functions[0]]
    for low in range(len(nodes) + 1):
        for high in range(low, len(nodes) + 1):
            assert table_of(diagram, diagram.count_between(nodes, low, high), space) == [
                int(low <= n <= high) for n in sums
            ]


@given(spaces.flatmap(lambda space: st.tuples(st.just(space), tables(space))))
def test_relabel_renames_terminals(drawn: tuple[Space, list[int]]) -> None:
    """Renaming terminals renames every value, and merges nodes that become equal."""
    space, table = drawn
    diagram = Diagram(space.arities)
    root = space.node(diagram, table)
    names = {0: 1, 2: 1}
    renamed = [names.get(v, v) for v in table]
    assert diagram.relabel(root, names) == space.node(diagram, renamed)
    assert table_of(diagram, root, space) == table, "the function itself stays"


@given(
    spaces.flatmap(
        lambda space: st.tuples(st.just(space), tables(space, 2), tables(space, 2), tables(space, 2))
    )
)
def test_laws_of_logic(drawn: tuple[Space, list[int], list[int], list[int]]) -> None:
    """De Morgan, double negation, distribution and absorption hold as equal nodes."""
    space, *functions = drawn
    diagram = Diagram(space.arities)
    a, b, c = (space.node(diagram, table) for table in functions)
    conj, disj, negate = diagram.conj, diagram.disj, diagram.negate
    assert negate(negate(a)) == a
    assert negate(conj([a, b])) == disj([negate(a), negate(b)])
    assert conj([a, disj([b, c])]) == disj([conj([a, b]), conj([a, c])])
    assert disj([a, conj([a, b])]) == a
    assert conj([a, negate(a)]) == 0 and disj([a, negate(a)]) == 1
    assert conj([a, b, c]) == conj([c, a, b])
    assert conj([]) == 1 and disj([]) == 0


def test_cells() -> None:
    """A variable's accepted values, all of them or none, are the functions they should be."""
    diagram = Diagram([3])
    space = Space((3,))
    for accepted in ((), (0,), (1, 2), (0, 1, 2)):
        assert table_of(diagram, diagram.cells(0, accepted), space) == [int(v in accepted) for v in range(3)]


def test_folding_nothing_needs_a_neutral_terminal() -> None:
    """Combining nothing gives the neutral terminal, or is refused where there is none."""
    assert Diagram([2]).fold(WORST, []) == 0
    with pytest.raises(ValueError, match="neutral"):
        Diagram([2]).fold(Operation(max), [])


@given(spaces.flatmap(lambda space: st.tuples(st.just(space), tables(space))), st.integers(0, 6))
def test_the_budget_is_never_passed(drawn: tuple[Space, list[int]], budget: int) -> None:
    """A diagram either fits its budget or ends in BudgetExceeded; it never holds a node more."""
    space, table = drawn
    free = Diagram(space.arities)
    space.node(free, table)
    diagram = Diagram(space.arities, budget=budget)
    try:
        root = space.node(diagram, table)
        assert len(free) <= budget
        assert table_of(diagram, root, space) == table
    except BudgetExceeded as error:
        assert len(free) > budget == error.budget
    assert len(diagram) <= budget


@given(spaces.flatmap(lambda space: st.tuples(st.just(space), tables(space), tables(space))))
def test_size_counts_shared_nodes_once(drawn: tuple[Space, list[int], list[int]]) -> None:
    """The size of several roots counts each node once, terminals not at all."""
    space, one, other = drawn
    diagram = Diagram(space.arities)
    a, b = space.node(diagram, one), space.node(diagram, other)
    assert diagram.size(a, b) == diagram.size(b, a) == len(diagram)
    assert diagram.size(a, a) == diagram.size(a) <= diagram.size(a, b)
    assert diagram.size(0, 1, 5) == 0

"""Tiny functions as tables, the diagrams that stand for them, and hypothesis strategies over both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from hypothesis import strategies as st

from tolerance_engine.diagram import TERMINALS, UNKNOWN, Diagram, Known
from tolerance_engine.diagram.walk import narrowed

Assignment = tuple[int, ...]


@dataclass(frozen=True)
class Space:
    """Variables by the number of their values."""

    arities: tuple[int, ...]

    def assignments(self) -> list[Assignment]:
        """Every full assignment, the last variable fastest."""
        return list(product(*(range(arity) for arity in self.arities)))

    def node(self, diagram: Diagram, table: Sequence[int]) -> int:
        """The diagram of the function that `table` lists, made branch by branch."""
        row = list(table)
        for level in reversed(range(len(self.arities))):
            arity = self.arities[level]
            row = [diagram.node(level, tuple(row[at : at + arity])) for at in range(0, len(row), arity)]
        (root,) = row
        return root


def value(diagram: Diagram, root: int, assignment: Assignment) -> int:
    """The terminal that a full assignment ends in, followed step by step."""
    node = root
    while node >= TERMINALS:
        node = diagram.kids[node][assignment[diagram.level[node]]]
    return node


def table_of(diagram: Diagram, root: int, space: Space) -> list[int]:
    """The function of a diagram as a table."""
    return [value(diagram, root, assignment) for assignment in space.assignments()]


def completions(space: Space, known: Known) -> Iterator[tuple[int, Assignment]]:
    """The full assignments that fit what is known, each with its row in a table."""
    allowed = [set(known.values(level, arity)) for level, arity in enumerate(space.arities)]
    for row, assignment in enumerate(space.assignments()):
        if all(each in values for each, values in zip(assignment, allowed, strict=True)):
            yield row, assignment


spaces = st.lists(st.integers(2, 3), min_size=1, max_size=4).map(lambda arities: Space(tuple(arities)))


def tables(space: Space, terminals: int = 4) -> st.SearchStrategy[list[int]]:
    """Functions of a space into the first terminals."""
    size = len(space.assignments())
    return st.lists(st.integers(0, terminals - 1), min_size=size, max_size=size)


def knowledge(space: Space) -> st.SearchStrategy[Known]:
    """What is known of each variable: its value, nothing, or that it is one of some."""
    parts = st.tuples(
        *(
            st.one_of(
                st.none(),
                st.integers(0, arity - 1),
                st.lists(st.integers(0, arity - 1), min_size=1, max_size=arity, unique=True).map(
                    lambda s: tuple(sorted(s))
                ),
            )
            for arity in space.arities
        )
    )
    return parts.map(_known)


def _known(parts: tuple[int | tuple[int, ...] | None, ...]) -> Known:
    codes: list[int] = []
    subsets: list[tuple[int, ...]] = []
    for part in parts:
        if isinstance(part, tuple):
            codes.append(narrowed(len(subsets)))
            subsets.append(part)
        else:
            codes.append(UNKNOWN if part is None else part)
    return Known(codes, tuple(subsets))

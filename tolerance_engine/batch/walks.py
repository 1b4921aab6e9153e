"""Walks: a function of the diagram as a straight list of AND and OR over whole columns.

A column of N rows is one Python integer with N bits. For every cell of a fact there is a plane: the rows in
which the fact may have that value. A node is reached by the rows that reach a parent and may take the branch
between them; what reaches a terminal is exactly what `diagram.reach` would find row by row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tolerance_engine.diagram import TERMINALS, Diagram

Plane = tuple[int, int]
"""A column's number and a set of its cells, as bits: the rows in which it may have one of them."""

Edges = tuple[tuple[int, int], ...]
"""(plane, register) pairs: where the rows that may take each branch go on."""


@dataclass
class Planes:
    """The planes that the walks of one plan read, each once."""

    numbers: dict[Plane, int] = field(default_factory=dict)

    def number(self, column: int, cells: int) -> int:
        """The place of a plane in the list."""
        return self.numbers.setdefault((column, cells), len(self.numbers))

    def of(self, columns: Sequence[Sequence[int]]) -> list[int]:
        """The planes, from the cells of every column."""
        found = []
        for column, cells in self.numbers:
            if not cells & (cells - 1):  # one cell: its plane as it is
                found.append(columns[column][cells.bit_length() - 1])
                continue
            plane = 0
            for value, rows in enumerate(columns[column]):
                if cells >> value & 1:
                    plane |= rows
            found.append(plane)
        return found


@dataclass(frozen=True, slots=True)
class Walk:
    """The straight list for one root. Only numbers: it can be sent to another process."""

    steps: tuple[tuple[int, Edges], ...]
    registers: int
    start: int
    ends: tuple[tuple[int, int], ...]
    """(terminal, register)."""

    def run(self, planes: Sequence[int], rows: int) -> dict[int, int]:
        """For each terminal: the rows of `rows` that reach it in some completion."""
        reached = [0] * self.registers
        reached[self.start] = rows
        for source, edges in self.steps:
            here = reached[source]
            if here:
                for plane, target in edges:
                    reached[target] |= here & planes[plane]
        return {terminal: reached[register] for terminal, register in self.ends}


def walk_of(diagram: Diagram, root: int, columns: Sequence[int], planes: Planes) -> Walk:
    """The walk from `root`; every node once, parents before children. `columns[level]` is what a level reads."""
    nodes = _reachable(diagram, root)
    nodes.sort(key=lambda node: (diagram.level[node], node))
    register = {node: number for number, node in enumerate(nodes)}
    steps = []
    for node in nodes:
        if node < TERMINALS:
            continue
        level = diagram.level[node]
        cells: dict[int, int] = {}
        for value, kid in enumerate(diagram.kids[node]):
            cells[kid] = cells.get(kid, 0) | 1 << value
        edges = tuple((planes.number(columns[level], bits), register[kid]) for kid, bits in cells.items())
        steps.append((register[node], edges))
    ends = tuple((node, register[node]) for node in nodes if node < TERMINALS)
    return Walk(tuple(steps), len(nodes), register[root], ends)


def _reachable(diagram: Diagram, root: int) -> list[int]:
    seen = {root}
    stack = [root]
    while stack:
        for kid in diagram.kids[stack.pop()]:
            if kid not in seen:
                seen.add(kid)
                stack.append(kid)
    return list(seen)

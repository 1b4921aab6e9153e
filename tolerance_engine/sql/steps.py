"""Steps: a walk down the diagram as a few SELECTs, each a column for every node that is still to be left.

A row reaches a node when it reaches a parent and its fact may have a value that leads there. Conditions grow as
they are pushed down; where they grow long they become columns, so that the query stays linear in the diagram.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tolerance_engine.diagram import TERMINALS, Diagram

LONG = 24
"""Names in one condition past which it becomes a column."""


@dataclass(frozen=True, slots=True)
class Step:
    """Columns to make out of those of the step before, by name, and those of the first that are needed later."""

    made: Mapping[str, str]
    carried: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps, and for each terminal the condition that holds where it is reached after the last of them."""

    steps: tuple[Step, ...]
    ends: Mapping[int, str]
    flags: Mapping[str, str]
    """The columns that the steps need of the table: name and condition."""
    carried: tuple[str, ...]
    """The flags that `ends` still need."""


@dataclass
class _Reached:
    """The ways to a node so far: each a condition and how many names are in it."""

    ways: list[tuple[str, int]] = field(default_factory=list)

    @property
    def length(self) -> int:
        return sum(length for _, length in self.ways)

    def condition(self) -> str:
        """Fit to be joined by AND."""
        parts = [condition for condition, _ in self.ways]
        return parts[0] if len(parts) == 1 else "(" + " OR ".join(parts) + ")"


ALWAYS = "1 = 1"


class _Walk:
    def __init__(
        self,
        diagram: Diagram,
        root: int,
        skip: int,
        edge: Callable[[int, tuple[int, ...]], str | None],
        flag: Callable[[str], str],
        test: Callable[[str], str],
    ) -> None:
        self.diagram, self.root, self.skip = diagram, root, skip
        self.edge, self.flag, self.test = edge, flag, test
        self.flags: dict[str, str] = {}
        self.named: dict[str, str] = {}
        self.steps: list[Step] = []
        self.made = 0

    def run(self) -> Steps:
        order = self.nodes()
        edges = {node: self.edges(node) for node in order}
        last_use = {name: place for place, node in enumerate(order) for name, _ in edges[node] if name}
        alive: dict[int, _Reached] = {self.root: _Reached([(ALWAYS, 0)])}
        for place, node in enumerate(order):
            if alive[node].length > LONG or any(
                kid in alive and alive[kid].length > 2 * LONG for _, kid in edges[node]
            ):
                alive = self.cut(alive, tuple(name for name, last in last_use.items() if last >= place))
            here = alive.pop(node)
            condition, length = here.condition(), here.length
            for name, kid in edges[node]:
                way = condition
                if name is not None:
                    way = self.test(name) if condition == ALWAYS else f"{condition} AND {self.test(name)}"
                ways = alive.setdefault(kid, _Reached()).ways
                if way == ALWAYS:
                    ways[:] = [(ALWAYS, 0)]
                elif ways[:1] != [(ALWAYS, 0)]:
                    ways.append((way, length + (name is not None)))
        if any(reached.length > 1 for reached in alive.values()):  # each is asked several times in the result
            alive = self.cut(alive, ())
        ends = {node: reached.condition() for node, reached in alive.items() if node < TERMINALS}
        used = tuple(name for name in self.flags if any(self.uses(name, end) for end in ends.values()))
        return Steps(tuple(self.steps), ends, self.flags, used)

    @staticmethod
    def uses(name: str, condition: str) -> bool:
        words = condition.replace("(", " ").replace(")", " ").split()
        return name in words

    def nodes(self) -> list[int]:
        """Every node above the terminals from which a living one can be reached, parents before children."""
        diagram = self.diagram
        seen, stack = {self.root}, [self.root]
        while stack:
            for kid in diagram.kids[stack.pop()]:
                if kid not in seen and self.lives(kid):
                    seen.add(kid)
                    stack.append(kid)
        inner = [node for node in seen if node >= TERMINALS]
        return sorted(inner, key=lambda node: (diagram.level[node], node))

    def lives(self, node: int) -> bool:
        return bool(self.diagram.masks[node] & ~(1 << self.skip))

    def edges(self, node: int) -> list[tuple[str | None, int]]:
        """The flag of each child, None where it can always be reached."""
        cells: dict[int, list[int]] = {}
        for value, kid in enumerate(self.diagram.kids[node]):
            if self.lives(kid):
                cells.setdefault(kid, []).append(value)
        found = []
        for kid, values in cells.items():
            condition = self.edge(self.diagram.level[node], tuple(values))
            found.append((None if condition is None else self.flag_named(condition), kid))
        return found

    def flag_named(self, condition: str) -> str:
        name = self.named.get(condition)
        if name is None:
            name = self.named[condition] = f"te_f{len(self.named)}"
            self.flags[name] = condition
        return name

    def cut(self, alive: Mapping[int, _Reached], needed: tuple[str, ...]) -> dict[int, _Reached]:
        """Turns every condition into a column."""
        made, after = {}, {}
        for node, reached in alive.items():
            if reached.length == 0:
                after[node] = reached
                continue
            name = f"te_n{self.made}"
            self.made += 1
            made[name] = self.flag(reached.condition())
            after[node] = _Reached([(self.test(name), 1)])
        self.steps.append(Step(made, needed))
        return after


def steps_of(
    diagram: Diagram,
    root: int,
    skip: int,
    edge: Callable[[int, tuple[int, ...]], str | None],
    flag: Callable[[str], str],
    test: Callable[[str], str],
) -> Steps:
    """The steps of a walk from `root`; ways to the terminal `skip` alone are left out.

    `edge` gives the condition under which a level may have one of some values, None where it always may.
    """
    return _Walk(diagram, root, skip, edge, flag, test).run()


def widest(steps: Sequence[Step]) -> int:
    """The most columns that one step has."""
    return max((len(step.made) + len(step.carried) for step in steps), default=0)

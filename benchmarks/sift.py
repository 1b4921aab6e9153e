"""Sift: reorder finished diagrams by swapping neighbours, so that trying an order costs no compilation.

A swap of two neighbouring facts changes only their own two levels (Rudell 1993). Several diagrams share one
order of facts; a fact that a diagram does not have is skipped there.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from tolerance_engine import Ruleset
from tolerance_engine.diagram import TERMINALS

Node = tuple[str, tuple[int, ...]]
GROWTH = 1.5
"""A fact is moved on while the diagrams stay below so many times the best size."""


class Store:
    """The nodes that decide the outcomes of one ruleset, free to be reordered."""

    def __init__(self, ruleset: Ruleset) -> None:
        diagram = ruleset.diagram
        names = [variable.name for variable in ruleset.variables]
        self.roots = sorted({p.outcome for p in ruleset.programs.values() if p.outcome >= TERMINALS})
        self.nodes: dict[int, Node] = {}
        self.unique: dict[Node, int] = {}
        self.uses: dict[int, int] = {}
        self.by_name: dict[str, set[int]] = {name: set() for name in names}
        self.next = len(diagram.level)
        stack = list(self.roots)
        while stack:
            node = stack.pop()
            if node < TERMINALS or node in self.nodes:
                continue
            self._add(node, (names[diagram.level[node]], diagram.kids[node]))
            stack.extend(diagram.kids[node])
        for node in self.roots:
            self.uses[node] = self.uses.get(node, 0) + 1
        for _, kids in list(self.nodes.values()):
            for kid in kids:
                self.uses[kid] = self.uses.get(kid, 0) + 1

    def _add(self, node: int, what: Node) -> None:
        self.nodes[node] = what
        self.unique[what] = node
        self.by_name[what[0]].add(node)

    def _make(self, name: str, kids: tuple[int, ...]) -> int:
        if kids.count(kids[0]) == len(kids):
            return kids[0]
        node = self.unique.get((name, kids))
        if node is None:
            node, self.next = self.next, self.next + 1
            self._add(node, (name, kids))
            for kid in kids:
                self.uses[kid] = self.uses.get(kid, 0) + 1
        return node

    def _release(self, node: int) -> None:
        stack = [node]
        while stack:
            node = stack.pop()
            self.uses[node] -= 1
            if node >= TERMINALS and self.uses[node] == 0:
                name, kids = self.nodes.pop(node)
                del self.unique[name, kids]
                self.by_name[name].discard(node)
                del self.uses[node]
                stack.extend(kids)

    def swap(self, upper: str, lower: str) -> None:
        """Let `lower` be asked directly before `upper`; until now it is the other way round."""
        if upper not in self.by_name or lower not in self.by_name:
            return
        below = self.by_name[lower]
        touched = [n for n in self.by_name[upper] if not below.isdisjoint(self.nodes[n][1])]
        if not touched:
            return
        count = len(self.nodes[next(iter(below))][1])
        old = {node: self.nodes[node] for node in touched}
        for node, what in old.items():
            del self.unique[what]
            self.by_name[upper].discard(node)
        under = {node: self.nodes[node][1] for node in below}
        for node, (_, kids) in old.items():
            made = tuple(
                self._make(upper, tuple(under[kid][value] if kid in under else kid for kid in kids))
                for value in range(count)
            )
            for kid in made:
                self.uses[kid] = self.uses.get(kid, 0) + 1
            self._add(node, (lower, made))
        for _, kids in old.values():
            for kid in kids:
                self._release(kid)


class Forest:
    """Diagrams under one common order."""

    def __init__(self, rulesets: Sequence[Ruleset], order: Sequence[str]) -> None:
        self.stores = [Store(ruleset) for ruleset in rulesets]
        used = set().union(*(store.by_name for store in self.stores))
        self.order = [name for name in order if name in used]

    @property
    def size(self) -> int:
        """Nodes of all diagrams."""
        return sum(len(store.nodes) for store in self.stores)

    def _swap(self, place: int) -> None:
        upper, lower = self.order[place], self.order[place + 1]
        for store in self.stores:
            store.swap(upper, lower)
        self.order[place], self.order[place + 1] = lower, upper

    def _move(self, start: int, length: int, step: int) -> int:
        """A block of neighbours goes one place up (-1) or down (+1); where it then starts."""
        places = (
            range(start + length - 1, start - 1, -1) if step > 0 else range(start - 1, start + length - 1)
        )
        for place in places:
            self._swap(place)
        return start + step

    def settle(self, start: int, length: int) -> bool:
        """The block at `start` goes where the diagrams are smallest; whether that is better than before."""
        before = best = self.size
        best_at = at = start
        last = len(self.order) - length
        for step, end in ((1, last), (-1, 0)):
            while at != end:
                at = self._move(at, length, step)
                if self.size < best:
                    best, best_at = self.size, at
                elif self.size > GROWTH * best:
                    break
        while at != best_at:
            at = self._move(at, length, 1 if best_at > at else -1)
        return best < before

    def search(self, deadline: float, longest: int = 6) -> int:
        """Single facts, then blocks of up to `longest` neighbours, until nothing helps; the size reached."""
        while time.monotonic() < deadline:
            better = False
            for name in sorted(self.order, key=self._weight, reverse=True):
                better |= self.settle(self.order.index(name), 1)
            for length in range(2, longest + 1):
                for start in range(len(self.order) - length + 1):
                    if time.monotonic() >= deadline:
                        return self.size
                    better |= self.settle(start, length)
            if not better:
                break
        return self.size

    def _weight(self, name: str) -> int:
        return sum(len(store.by_name.get(name, ())) for store in self.stores)

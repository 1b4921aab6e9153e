"""Build: nodes are small integers, shared and reduced as they are made.

Node ids below `TERMINALS` are the terminal values themselves; every other id indexes `level` and `kids`.
All roots of one ruleset live in one `Diagram`, so equal functions are equal integers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from threading import Lock

from tolerance_engine.errors import BudgetExceeded

TERMINALS = 64
"""Ids 0..63 are terminals, so that a set of terminals is one small integer."""

DEFAULT_BUDGET = 400_000
"""Nodes of one diagram. About 500 bytes each with the caches: some 200 MB."""


class Operation:
    """A binary operation on terminals, with its `neutral` and `absorbing` ones where it has them.

    In one that is not `symmetric` the left side wins wherever it is not neutral.
    """

    __slots__ = ("absorbing", "function", "idempotent", "neutral", "symmetric")

    def __init__(
        self,
        function: Callable[[int, int], int],
        *,
        neutral: int | None = None,
        absorbing: int | None = None,
        idempotent: bool = True,
        symmetric: bool = True,
    ) -> None:
        self.function = function
        self.neutral = neutral
        self.absorbing = absorbing
        self.idempotent = idempotent
        self.symmetric = symmetric


AND = Operation(min, neutral=1, absorbing=0)
OR = Operation(max, neutral=0, absorbing=1)
ADD = Operation(lambda a, b: a + b, neutral=0, idempotent=False)


class Diagram:
    """A store of nodes over variables of fixed arity, in one fixed order.

    `arities[i]` is the number of values of the variable at level `i`. The store only grows; its nodes
    never change. `masks[n]` has bit `t` set when terminal `t` can be reached from node `n`, and
    `supports[n]` bit `i` when the variable at level `i` is asked there.
    """

    __slots__ = ("_unique", "arities", "budget", "kids", "level", "lock", "masks", "supports")

    def __init__(self, arities: Sequence[int], *, budget: int = DEFAULT_BUDGET) -> None:
        self.arities = tuple(arities)
        self.budget = budget
        self.lock = Lock()
        """Held by whoever adds nodes to a store that others may be reading."""
        bottom = len(self.arities)
        self.level: list[int] = [bottom] * TERMINALS
        self.kids: list[tuple[int, ...]] = [()] * TERMINALS
        self.masks: list[int] = [1 << value for value in range(TERMINALS)]
        self.supports: list[int] = [0] * TERMINALS
        self._unique: dict[tuple[int, tuple[int, ...]], int] = {}

    def __len__(self) -> int:
        return len(self.level) - TERMINALS

    def node(self, level: int, kids: tuple[int, ...]) -> int:
        """The node that branches at `level` into `kids`; no node when all branches are the same."""
        first = kids[0]
        if kids.count(first) == len(kids):
            return first
        key = (level, kids)
        found = self._unique.get(key)
        if found is not None:
            return found
        if len(self.level) - TERMINALS >= self.budget:
            raise BudgetExceeded(self.budget)
        self._unique[key] = made = len(self.level)
        self.level.append(level)
        self.kids.append(kids)
        masks, supports = self.masks, self.supports
        mask, support = 0, 1 << level
        for kid in kids:
            mask |= masks[kid]
            support |= supports[kid]
        masks.append(mask)
        supports.append(support)
        return made

    def cells(self, level: int, accepted: Sequence[int]) -> int:
        """1 where the variable at `level` has one of the `accepted` values, else 0."""
        chosen = set(accepted)
        return self.node(level, tuple(int(value in chosen) for value in range(self.arities[level])))

    def apply(self, operation: Operation, left: int, right: int) -> int:
        """The function `operation(left(x), right(x))`."""
        return self._apply(operation, left, right, {})

    def fold(self, operation: Operation, nodes: Sequence[int]) -> int:
        """All `nodes` combined, as a balanced tree: far smaller intermediate results than a chain."""
        if not nodes:
            if operation.neutral is None:
                raise ValueError("an operation without a neutral terminal cannot fold nothing")
            return operation.neutral
        row = list(nodes)
        memo: dict[tuple[int, int], int] = {}
        while len(row) > 1:
            paired = [self._apply(operation, a, b, memo) for a, b in zip(row[::2], row[1::2], strict=False)]
            row = paired + row[len(row) - len(row) % 2 :]
        return row[0]

    def conj(self, nodes: Sequence[int]) -> int:
        """1 where all are 1."""
        return self.fold(AND, nodes)

    def disj(self, nodes: Sequence[int]) -> int:
        """1 where at least one is 1."""
        return self.fold(OR, nodes)

    def negate(self, node: int) -> int:
        """1 where `node` is 0."""
        return self.relabel(node, {0: 1, 1: 0})

    def count_between(self, nodes: Sequence[int], low: int, high: int) -> int:
        """1 where between `low` and `high` of `nodes` are 1."""
        total = self.fold(ADD, nodes)
        return self.relabel(total, {n: int(low <= n <= high) for n in range(len(nodes) + 1)})

    def relabel(self, node: int, names: Mapping[int, int]) -> int:
        """The same function with its terminals renamed; those not named stay."""
        memo: dict[int, int] = {}
        kids, level, make = self.kids, self.level, self.node

        def walk(n: int) -> int:
            if n < TERMINALS:
                return names.get(n, n)
            done = memo.get(n)
            if done is None:
                memo[n] = done = make(level[n], tuple([walk(kid) for kid in kids[n]]))
            return done

        return walk(node)

    def size(self, *roots: int) -> int:
        """How many nodes the functions at `roots` use together, terminals not counted."""
        seen: set[int] = set()
        stack = [root for root in roots if root >= TERMINALS]
        while stack:
            n = stack.pop()
            if n not in seen:
                seen.add(n)
                stack.extend(kid for kid in self.kids[n] if kid >= TERMINALS)
        return len(seen)

    def _apply(self, operation: Operation, left: int, right: int, memo: dict[tuple[int, int], int]) -> int:
        function, neutral, absorbing = operation.function, operation.neutral, operation.absorbing
        idempotent, symmetric = operation.idempotent, operation.symmetric
        kids, level, make = self.kids, self.level, self.node

        def walk(a: int, b: int) -> int:
            if a == neutral:
                return b
            if b == neutral and symmetric:
                return a
            if a == absorbing or (symmetric and b == absorbing):
                return absorbing
            if (idempotent and a == b) or (a < TERMINALS and not symmetric):
                return a
            if a < TERMINALS and b < TERMINALS:
                return function(a, b)
            if symmetric and a > b:
                a, b = b, a
            key = (a, b)
            done = memo.get(key)
            if done is None:
                level_a, level_b = level[a], level[b]
                if level_a == level_b:
                    branches = [walk(x, y) for x, y in zip(kids[a], kids[b], strict=True)]
                elif level_a < level_b:
                    branches = [walk(x, b) for x in kids[a]]
                else:
                    branches = [walk(a, y) for y in kids[b]]
                memo[key] = done = make(min(level_a, level_b), tuple(branches))
            return done

        return walk(left, right)

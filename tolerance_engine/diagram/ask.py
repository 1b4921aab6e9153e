"""Ask: questions about an open function - what does it still depend on, where does it split.

The function comes from `walk.restrict`: known levels are gone, and the terminal `dead` stands for
assignments that cannot be. Every answer counts only the others.
"""

from __future__ import annotations

from itertools import combinations

from tolerance_engine.diagram.build import AND, OR, TERMINALS, Diagram
from tolerance_engine.errors import BudgetExceeded

Path = tuple[tuple[int, int], ...]
"""Pairs of level and value."""

STEPS = 200_000
"""Steps of the search for settling sets under constraints, per variable."""


def support(diagram: Diagram, root: int) -> tuple[int, ...]:
    """The levels the function mentions, in order."""
    return tuple(sorted(_nodes_by_level(diagram, root)))


def deciding_levels(diagram: Diagram, root: int, dead: int) -> tuple[int, ...]:
    """The levels that occur in a minimal set of `level = value` pairs that leaves one terminal.

    Usually a level belongs here because changing it alone changes the terminal. Under constraints that
    is not enough: where `a` and `b` always go together, no single change is possible, yet either settles.
    """
    if (diagram.masks[root] & ~(1 << dead)).bit_count() < 2:
        return ()
    by_level = _nodes_by_level(diagram, root)
    differ: dict[tuple[int, int], bool] = {}
    constrained = diagram.masks[root] >> dead & 1
    return tuple(
        level
        for level, nodes in sorted(by_level.items())
        if any(
            _differ(diagram, a, b, dead, differ)
            for node in nodes
            for a, b in combinations(sorted(set(diagram.kids[node])), 2)
        )
        or (constrained and _settles_with_others(diagram, root, level, dead))
    )


def split(diagram: Diagram, root: int, dead: int) -> tuple[Path, Path] | None:
    """Two assignments, sharing all they can, that lead to different terminals; None if there is one."""
    alive = ~(1 << dead)
    masks, kids, level = diagram.masks, diagram.kids, diagram.level
    if (masks[root] & alive).bit_count() < 2:
        return None
    paths: dict[int, Path] = {}

    def shortest(node: int) -> Path:
        """The shortest assignment from `node` (which reaches one living terminal) to that terminal."""
        if node < TERMINALS:
            return ()
        if node not in paths:
            options = [
                ((level[node], value), *shortest(kid))
                for value, kid in enumerate(kids[node])
                if masks[kid] & alive
            ]
            paths[node] = min(options, key=lambda path: (len(path), path))
        return paths[node]

    prefix: list[tuple[int, int]] = []
    node = root
    while True:
        deeper = [(v, k) for v, k in enumerate(kids[node]) if (masks[k] & alive).bit_count() > 1]
        if not deeper:
            break
        value, kid = deeper[-1]
        prefix.append((level[node], value))
        node = kid
    ends: dict[int, Path] = {}
    for value, kid in enumerate(kids[node]):
        outcome = masks[kid] & alive
        if outcome:
            path = (*prefix, (level[node], value), *shortest(kid))
            if outcome not in ends or len(path) < len(ends[outcome]):
                ends[outcome] = path
    first, second, *_ = (ends[outcome] for outcome in sorted(ends))
    return first, second


def _nodes_by_level(diagram: Diagram, root: int) -> dict[int, list[int]]:
    by_level: dict[int, list[int]] = {}
    seen: set[int] = set()
    stack = [root]
    while stack:
        node = stack.pop()
        if node >= TERMINALS and node not in seen:
            seen.add(node)
            by_level.setdefault(diagram.level[node], []).append(node)
            stack.extend(diagram.kids[node])
    return by_level


def _differ(diagram: Diagram, a: int, b: int, dead: int, memo: dict[tuple[int, int], bool]) -> bool:
    """Whether some assignment gives both a living terminal, and not the same."""
    if a in (b, dead) or b == dead:
        return False
    if a < TERMINALS and b < TERMINALS:
        return True
    if a > b:
        a, b = b, a
    known = memo.get((a, b))
    if known is None:
        top = min(diagram.level[a], diagram.level[b])
        left = diagram.kids[a] if diagram.level[a] == top else (a,) * diagram.arities[top]
        right = diagram.kids[b] if diagram.level[b] == top else (b,) * diagram.arities[top]
        known = any(_differ(diagram, x, y, dead, memo) for x, y in zip(left, right, strict=True))
        memo[a, b] = known
    return known


def _settles_with_others(diagram: Diagram, root: int, level: int, dead: int) -> bool:
    """Whether `level = value` completes some set that leaves one terminal and does not without it.

    Looked for: a set S of pairs such that with `level = value` only terminal t (or dead) is left and t is
    reached, while another value of `level` still reaches a different terminal within S. The search decides
    each other variable in turn: fixed to a value (it is in S), or left free (all its values must do).
    """
    terminals = [t for t in range(TERMINALS) if diagram.masks[root] >> t & 1 and t != dead]
    cofactors = [_cofactor(diagram, root, level, value) for value in range(diagram.arities[level])]
    for index, chosen in enumerate(cofactors):
        others = cofactors[:index] + cofactors[index + 1 :]
        for t in terminals:
            if not diagram.masks[chosen] >> t & 1:
                continue
            held = diagram.relabel(chosen, {u: int(u in (t, dead)) for u in (*terminals, dead)})
            reached = diagram.relabel(chosen, {u: int(u == t) for u in (*terminals, dead)})
            elsewhere = [
                diagram.relabel(other, {u: int(u not in (t, dead)) for u in (*terminals, dead)})
                for other in others
            ]
            if _common_set(diagram, held, reached, diagram.disj(elsewhere)):
                return True
    return False


def _common_set(diagram: Diagram, held: int, reached: int, elsewhere: int) -> bool:
    """Whether a set of pairs lies within `held` and meets both `reached` and `elsewhere`."""
    memo: dict[tuple[int, int, int], bool] = {}

    def search(h: int, e: int, b: int) -> bool:
        if 0 in (h, e, b):
            return False
        if h == 1 or diagram.conj([h, e, b]) != 0:
            return True
        key = (h, e, b)
        done = memo.get(key)
        if done is not None:
            return done
        if len(memo) >= STEPS:
            raise BudgetExceeded(STEPS)
        memo[key] = False
        top = min(diagram.level[h], diagram.level[e], diagram.level[b])
        hs, es, bs = (_branches(diagram, node, top) for node in key)
        memo[key] = any(map(search, hs, es, bs)) or search(
            diagram.fold(AND, hs), diagram.fold(OR, es), diagram.fold(OR, bs)
        )
        return memo[key]

    return search(held, reached, elsewhere)


def _branches(diagram: Diagram, node: int, level: int) -> tuple[int, ...]:
    return diagram.kids[node] if diagram.level[node] == level else (node,) * diagram.arities[level]


def _cofactor(diagram: Diagram, root: int, level: int, value: int) -> int:
    memo: dict[int, int] = {}

    def walk(node: int) -> int:
        at = diagram.level[node]
        if at > level:
            return node
        if at == level:
            return diagram.kids[node][value]
        if node not in memo:
            memo[node] = diagram.node(at, tuple([walk(kid) for kid in diagram.kids[node]]))
        return memo[node]

    return walk(root)

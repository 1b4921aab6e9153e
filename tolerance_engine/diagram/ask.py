"""Ask: questions about an open function - what does it still depend on, where does it split.

The function comes from `walk.restrict`: known levels are gone, and the terminal `dead` stands for
assignments that cannot be. Every answer counts only the others.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import combinations

from tolerance_engine.diagram.build import TERMINALS, Diagram
from tolerance_engine.diagram.reshape import depends_on, fixed
from tolerance_engine.errors import BudgetExceeded

Path = tuple[tuple[int, int], ...]
"""Pairs of level and value."""

STEPS = 200_000
"""Steps of the search for settling sets under constraints, per variable."""


def support(diagram: Diagram, root: int) -> tuple[int, ...]:
    """The levels the function mentions, in order."""
    return tuple(sorted(_nodes_by_level(diagram, root)))


def deciding_levels(
    diagram: Diagram, root: int, dead: int, constrained: Sequence[Collection[int]] = ()
) -> tuple[int, ...]:
    """The levels that occur in a minimal set of `level = value` pairs that leaves one terminal.

    Usually a level belongs here because changing it alone changes the terminal. Under constraints that
    is not enough: where `a` and `b` always go together, no single change is possible, yet either settles.
    `constrained` are the groups of levels that constraints tie together, disjoint from each other; every
    path to `dead` must be explained by one of them.
    """
    if (diagram.masks[root] & ~(1 << dead)).bit_count() < 2:
        return ()
    by_level = _nodes_by_level(diagram, root)
    memo: dict[tuple[int, int], bool] = {}
    found = {
        level
        for level, nodes in by_level.items()
        if any(
            _differ(diagram, a, b, dead, memo)
            for node in nodes
            for a, b in combinations(sorted(set(diagram.kids[node])), 2)
        )
    }
    for group in constrained:
        tied = [level for level in group if level in by_level and level not in found]
        if tied and depends_on(diagram, root, group, dead):
            found.update(
                level for level in tied if _settles_with_others(diagram, root, level, dead, frozenset(group))
            )
    return tuple(sorted(found))


def split(diagram: Diagram, root: int, dead: int) -> tuple[Path, Path] | None:
    """Two assignments, as short as they can be, that lead to different terminals; None if there is one."""
    alive = ~(1 << dead)
    masks, kids, level = diagram.masks, diagram.kids, diagram.level
    if (masks[root] & alive).bit_count() < 2:
        return None
    ends: dict[int, dict[int, Path]] = {}
    pairs: dict[int, tuple[Path, Path]] = {}

    def shortest(node: int) -> dict[int, Path]:
        """The shortest assignment to each living terminal."""
        if node < TERMINALS:
            return {node: ()} if node != dead else {}
        if node not in ends:
            found: dict[int, Path] = {}
            for value, kid in enumerate(kids[node]):
                for terminal, path in shortest(kid).items():
                    longer = ((level[node], value), *path)
                    if terminal not in found or len(longer) < len(found[terminal]):
                        found[terminal] = longer
            ends[node] = found
        return ends[node]

    def parting(node: int) -> tuple[Path, Path]:
        """The shortest two that part at `node` or below. `node` reaches two living terminals or more."""
        if node not in pairs:
            options: list[tuple[Path, Path]] = []
            for value, kid in enumerate(kids[node]):
                if (masks[kid] & alive).bit_count() > 1:
                    a, b = parting(kid)
                    step = (level[node], value)
                    options.append(((step, *a), (step, *b)))
            for i, j in combinations(range(len(kids[node])), 2):
                for t, first in shortest(kids[node][i]).items():
                    for u, second in shortest(kids[node][j]).items():
                        if t != u:
                            options.append((((level[node], i), *first), ((level[node], j), *second)))
            pairs[node] = min(options, key=lambda pair: (len(pair[0]) + len(pair[1]), pair))
        return pairs[node]

    return parting(root)


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


def _settles_with_others(diagram: Diagram, root: int, level: int, dead: int, group: frozenset[int]) -> bool:
    """Whether `level = value` completes some set that leaves one terminal and does not without it.

    Looked for: a set S of pairs such that with `level = value` only terminal t (or dead) is left and t is
    reached, while another value of `level` still reaches a different terminal within S. The search decides
    each other variable in turn: fixed to a value (it is in S), or left free (all its values must do). Only
    variables of `group` need to be left free: the others are constrained apart from it, so whatever two
    assignments show, two that agree outside the group show as well.
    """
    everything = range(TERMINALS)
    terminals = [t for t in everything if diagram.masks[root] >> t & 1 and t != dead]
    cofactors = [fixed(diagram, root, level, value) for value in range(diagram.arities[level])]
    for index, chosen in enumerate(cofactors):
        others = cofactors[:index] + cofactors[index + 1 :]
        for t in terminals:
            if not diagram.masks[chosen] >> t & 1:
                continue
            held = diagram.relabel(chosen, {u: int(u in (t, dead)) for u in everything})
            reached = diagram.relabel(chosen, {u: int(u == t) for u in everything})
            away = {u: int(u not in (t, dead)) for u in everything}
            elsewhere = diagram.disj([diagram.relabel(other, away) for other in others])
            if _common_set(diagram, held, reached, elsewhere, group):
                return True
    return False


def _common_set(diagram: Diagram, held: int, reached: int, elsewhere: int, free: frozenset[int]) -> bool:
    """Whether a set of pairs lies within `held` and meets both `reached` and `elsewhere`."""
    memo: dict[tuple[int, int, int], bool] = {}

    def search(h: int, e: int, b: int) -> bool:
        if 0 in (h, e, b):
            return False
        if h == 1:
            return True
        key = (h, e, b)
        done = memo.get(key)
        if done is not None:
            return done
        if len(memo) >= STEPS:
            raise BudgetExceeded(STEPS)
        top = min(diagram.level[h], diagram.level[e], diagram.level[b])
        hs, es, bs = (_branches(diagram, node, top) for node in key)
        memo[key] = any(map(search, hs, es, bs)) or (
            top in free and search(diagram.conj(hs), diagram.disj(es), diagram.disj(bs))
        )
        return memo[key]

    return search(held, reached, elsewhere)


def _branches(diagram: Diagram, node: int, level: int) -> tuple[int, ...]:
    return diagram.kids[node] if diagram.level[node] == level else (node,) * diagram.arities[level]

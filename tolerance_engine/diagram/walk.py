"""Walk: from what is known to what is still reachable.

`Known` is one integer per level: the value of the variable, `UNKNOWN`, or a reference into `subsets`
(negative, below `UNKNOWN`) when the variable is narrowed to some values. Sets of terminals are bit masks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tolerance_engine.diagram.build import TERMINALS, Diagram, Operation

UNKNOWN = -1


class Known(NamedTuple):
    """What is known of each variable: `codes[level]`, and the subsets that narrowed codes refer to."""

    codes: list[int]
    subsets: tuple[tuple[int, ...], ...] = ()

    def values(self, level: int, arity: int) -> Sequence[int]:
        """The values the variable at `level` can still have."""
        code = self.codes[level]
        if code >= 0:
            return (code,)
        return range(arity) if code == UNKNOWN else self.subsets[-2 - code]


def narrowed(index: int) -> int:
    """The code that refers to `subsets[index]`."""
    return -2 - index


def decide(diagram: Diagram, root: int, codes: Sequence[int]) -> int:
    """The terminal when everything on the path is known; the first open node otherwise."""
    kids, level = diagram.kids, diagram.level
    node = root
    while node >= TERMINALS:
        code = codes[level[node]]
        if code < 0:
            return node
        node = kids[node][code]
    return node


def reach(diagram: Diagram, root: int, known: Known) -> int:
    """The terminals that some completion of `known` reaches, as a bit mask."""
    kids, level, masks = diagram.kids, diagram.level, diagram.masks
    codes, subsets = known
    found = 0
    seen: set[int] = set()
    stack = [root]
    while stack:
        node = stack.pop()
        while node >= TERMINALS:
            if not masks[node] & ~found:
                break
            code = codes[level[node]]
            if code >= 0:
                node = kids[node][code]
                continue
            if node in seen:
                break
            seen.add(node)
            branches = kids[node]
            if code != UNKNOWN:
                branches = tuple([branches[value] for value in subsets[-2 - code]])
            stack.extend(branches[1:])
            node = branches[0]
        else:
            found |= 1 << node
    return found


def reach_joint(diagram: Diagram, root: int, conditions: Sequence[int], known: Known) -> int:
    """Like `reach`, counting only completions in which every one of `conditions` is 1."""
    pending = [node for node in conditions if node != 1]
    if 0 in pending:
        return 0
    if not pending:
        return reach(diagram, root, known)
    kids, level, masks, arities = diagram.kids, diagram.level, diagram.masks, diagram.arities
    found = 0
    first = (root, *sorted(set(pending)))
    seen = {first}
    stack = [first]
    while stack:
        state = stack.pop()
        if not masks[state[0]] & ~found:
            continue
        if len(state) == 1:
            found |= reach(diagram, state[0], known)
            continue
        top = min(level[node] for node in state)
        for value in known.values(top, arities[top]):
            target = state[0]
            if level[target] == top:
                target = kids[target][value]
            rest: set[int] = set()
            for node in state[1:]:
                after = kids[node][value] if level[node] == top else node
                if after == 0:
                    break
                if after != 1:
                    rest.add(after)
            else:
                following = (target, *sorted(rest))
                if following not in seen:
                    seen.add(following)
                    stack.append(following)
    return found


def touching(diagram: Diagram, root: int, conditions: Sequence[int], open_levels: int) -> list[int]:
    """The conditions that can bear on `root`: those that share open levels with it, directly or through others.

    Only where all `conditions` together are known to be satisfiable: what is left out then cannot fail.
    """
    supports = diagram.supports
    touched = supports[root] & open_levels
    near: list[int] = []
    rest = [node for node in conditions if node != 1]
    while rest:
        now = [node for node in rest if supports[node] & touched]
        if not now:
            break
        near += now
        rest = [node for node in rest if not supports[node] & touched]
        for node in now:
            touched |= supports[node] & open_levels
    return near


def terminals_in(mask: int) -> Iterator[int]:
    """The terminals of a bit mask, lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def restrict(
    diagram: Diagram, root: int, conditions: Sequence[int], known: Known, dead: int
) -> tuple[Diagram, int]:
    """The function left open by `known`, in a store of its own; `dead` where a condition is 0.

    Every level that is known is gone from the result; narrowed levels lead to `dead` outside their subset.
    """
    kids, level, arities = diagram.kids, diagram.level, diagram.arities
    result = Diagram(arities, budget=diagram.budget)
    memo: dict[tuple[int, ...], int] = {}

    def walk(state: tuple[int, ...]) -> int:
        if state[0] == dead or (state[0] < TERMINALS and len(state) == 1):
            return state[0]
        done = memo.get(state)
        if done is not None:
            return done
        top = min(level[node] for node in state)
        code = known.codes[top]
        open_values = known.values(top, arities[top])
        branches = [dead] * arities[top]
        for value in open_values:
            after = [kids[node][value] if level[node] == top else node for node in state]
            if 0 in after[1:]:
                branches[value] = dead
            else:
                rest = sorted({node for node in after[1:] if node != 1})
                branches[value] = walk((after[0], *rest))
        memo[state] = done = branches[code] if code >= 0 else result.node(top, tuple(branches))
        return done

    pending = sorted({node for node in conditions if node != 1})
    if 0 in pending:
        return result, dead
    left = walk((root, *pending)) if pending else _restrict_one(diagram, result, root, known, dead)
    return result, _within_subsets(result, left, known, dead)


def restrict_into(result: Diagram, diagram: Diagram, root: int, known: Known, dead: int) -> int:
    """`restrict` with no conditions, into a store that many cases share: equal functions left are equal nodes."""
    return _within_subsets(result, _restrict_one(diagram, result, root, known, dead), known, dead)


def _within_subsets(diagram: Diagram, root: int, known: Known, dead: int) -> int:
    """The function with the values outside each narrowed subset dead on every path, also where it skips the level."""
    left_wins = Operation(lambda a, _: a, neutral=0, symmetric=False)
    for level, code in enumerate(known.codes):
        if code < UNKNOWN and diagram.supports[root] >> level & 1:
            kept = known.subsets[-2 - code]
            guard = diagram.node(
                level, tuple(0 if value in kept else dead for value in range(diagram.arities[level]))
            )
            root = diagram.apply(left_wins, guard, root)
    return root


def _restrict_one(diagram: Diagram, result: Diagram, root: int, known: Known, dead: int) -> int:
    """`restrict` where there is no condition to walk along."""
    kids, level, codes = diagram.kids, diagram.level, known.codes
    memo: dict[int, int] = {}

    def walk(node: int) -> int:
        while node >= TERMINALS and codes[level[node]] >= 0:
            node = kids[node][codes[level[node]]]
        if node < TERMINALS:
            return node
        done = memo.get(node)
        if done is None:
            at, branches = level[node], kids[node]
            if codes[at] == UNKNOWN:
                made = tuple([walk(kid) for kid in branches])
            else:
                allowed = known.subsets[-2 - codes[at]]
                made = tuple([walk(kid) if value in allowed else dead for value, kid in enumerate(branches)])
            memo[node] = done = result.node(at, made)
        return done

    return walk(root)

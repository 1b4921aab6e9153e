"""Runs: neighbouring nodes of an explanation that few facts decide, made once for each combination of these.

Most of an explanation is small conditions on two or three facts, the same in case after case. Where nothing
but these facts can bear on a node, the node is a value to be looked up. Each node is kept by its own facts as
well, so that a part that stands in two places is one object wherever it is met.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from operator import itemgetter
from typing import Any

from tolerance_engine.determine.explain.explanation import Node
from tolerance_engine.determine.explain.makers import Asked
from tolerance_engine.determine.explain.plan import Plan, plan_of
from tolerance_engine.diagram import reach
from tolerance_engine.ruleset.program import Ruleset

MOST = 100
"""Combinations a run is kept for; what needs more is made anew for every case."""

Key = Callable[[Sequence[int]], Any]


class Run:
    """Nodes `start` to `stop` of a plan; `key` of the codes tells its combinations apart, None keeps nothing."""

    __slots__ = ("kept", "key", "own", "start", "stop")

    def __init__(self, start: int, stop: int, levels: frozenset[int] | None, own: Sequence[Key]) -> None:
        self.start, self.stop = start, stop
        self.key = None if levels is None else _key(levels)
        self.own: tuple[tuple[Key, dict[Any, Node]], ...] = tuple((key, {}) for key in own)
        self.kept: dict[Any, list[Node]] = {}


def runs_of(ruleset: Ruleset, reading: str) -> tuple[Run, ...]:
    """The plan cut into runs; made at the first explanation that can use them."""
    key = ("runs", reading)
    if key not in ruleset.cache:
        ruleset.cache[key] = tuple(_cut(ruleset, plan_of(ruleset, reading)))
    return ruleset.cache[key]  # type: ignore[no-any-return]


def made(ruleset: Ruleset, reading: str, asked: Asked) -> list[Node]:
    """The nodes of a plan for a case of plain facts, under a ruleset that ties no facts together."""
    plan = plan_of(ruleset, reading)
    codes = asked.codes
    nodes: list[Node] = []
    for run in runs_of(ruleset, reading):
        if run.key is None:
            nodes.append(_one(ruleset, plan, run.start, nodes, asked))
            continue
        key = run.key(codes)
        kept = run.kept.get(key)
        if kept is None:
            for index, (own_key, own) in enumerate(run.own, run.start):
                node = _one(ruleset, plan, index, nodes, asked)
                nodes.append(own.setdefault(own_key(codes), node))
            run.kept[key] = nodes[run.start : run.stop]
        else:
            nodes += kept
    return nodes


def _one(ruleset: Ruleset, plan: Plan, index: int, nodes: list[Node], asked: Asked) -> Node:
    node, site = plan.bare[index](nodes, asked), plan.sites[index]
    if node[1] == 1 and site.node is not None:
        mask = reach(ruleset.diagram, site.node, asked.known)
        if mask in (1, 2):
            return node._replace(settled=2 if mask == 2 else 0)
    return node


def _cut(ruleset: Ruleset, plan: Plan) -> list[Run]:
    runs: list[Run] = []
    start, together, own = 0, frozenset[int](), list[Key]()
    for index, site in enumerate(plan.sites):
        levels = _levels(ruleset, site.facts, site.node)
        if levels is not None and _combinations(ruleset, together | levels) <= MOST:
            together |= levels
            own.append(_key(levels))
            continue
        if own:
            runs.append(Run(start, index, together, own))
        start, together, own = index, frozenset(), []
        if levels is not None and _combinations(ruleset, levels) <= MOST:
            together, own = levels, [_key(levels)]
        else:
            runs.append(Run(index, index + 1, None, ()))
            start = index + 1
    if own:
        runs.append(Run(start, len(plan.sites), together, own))
    return runs


def _levels(ruleset: Ruleset, facts: Sequence[str], node: int | None) -> frozenset[int] | None:
    """The levels a node of the explanation depends on; None when it shows values that levels do not tell apart."""
    variables = [ruleset.by_name[name] for name in facts if name in ruleset.by_name]
    if any(v.fact is not None and v.fact.type not in ("boolean", "choice") for v in variables):
        return None
    levels = frozenset(variable.level for variable in variables)
    stated = {
        v.level for v in ruleset.variables if v.fact is None
    }  # nobody stated them: they are open, always
    asked = 0 if node is None else ruleset.diagram.supports[node]
    return None if asked & ~sum(1 << level for level in levels | stated) else levels


def _combinations(ruleset: Ruleset, levels: frozenset[int]) -> int:
    return prod(len(ruleset.variables[level].cells) + 1 for level in levels)


def _key(levels: frozenset[int]) -> Key:
    return itemgetter(*sorted(levels)) if levels else lambda _codes: ()

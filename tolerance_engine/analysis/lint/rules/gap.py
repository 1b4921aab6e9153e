"""R101: cases for which no clause says anything, though the reading means to decide.

A reading without grounds decides only what it excludes, and leaves the rest open on purpose. Where a source is
silent about a fact, and another value of that fact would have met a ground, the gap is the source's: it is not ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tolerance_engine.analysis.lint.finding import LintFinding
from tolerance_engine.analysis.lint.space import Space, View
from tolerance_engine.diagram import TERMINALS, Diagram
from tolerance_engine.ruleset.model import NOT_SPECIFIED
from tolerance_engine.source import Words


def gap(space: Space) -> Iterator[LintFinding]:
    """The default `not_specified` is reached although the reading has grounds that were to cover its cases."""
    declared = sorted({s.fact for s in space.linked.silent if s.fact is not None})
    levels = [space.ruleset.by_name[name].level for name in declared if name in space.ruleset.by_name]
    for view in space.live:
        if space.linked.default[view.reading] != NOT_SPECIFIED:
            continue
        if not any(view.applies(ground.id) for ground in view.clauses("ground")):
            continue
        region = view.minus(view.silent, _somewhere(view, view.favoured, levels))
        if region == 0:
            continue
        under = Words("", "")
        if len(space.linked.readings) > 1:
            label = space.linked.readings[view.reading]
            under = Words(f"口径「{label.zh}」下", f"under “{label.en or view.reading}” ")
        message = Words(
            f"{under.zh}有案件落空：没有条款适用，只得到“来源未载明”",
            f"{under.en}some case meets no clause and ends in not_specified",
        )
        help_ = Words(
            "补上这一情形的条款；来源确实没有规定的，把所差的事实写进 `silent`，或者写进 `accepted` 并说明",
            "add a clause for it; where the source says nothing, name the fact in `silent`, or accept with a reason",
        )
        place = next(
            (
                space.at(path, key=True)
                for path in (("default",), ("readings", view.reading))
                if _written(space, path[0])
            ),
            space.at(("clauses",), key=True),
        )
        yield space.finding(
            "R101",
            "warning",
            message,
            view.reading,
            place,
            help_,
            readings=[view],
            witness=view.witness(region),
        )


def _written(space: Space, key: str) -> bool:
    return space.linked.located is not None and key in space.linked.located.data


def _somewhere(view: View, region: int, levels: Sequence[int]) -> int:
    """Where some values of `levels` would lead into the region."""
    for level in levels:
        region = _exists(view.store, region, level)
    return region if levels else 0


def _exists(store: Diagram, root: int, level: int) -> int:
    memo: dict[int, int] = {}

    def walk(node: int) -> int:
        if node < TERMINALS or store.level[node] > level:
            return node
        if node not in memo:
            kids = [walk(kid) for kid in store.kids[node]]
            memo[node] = (
                store.disj(kids) if store.level[node] == level else store.node(store.level[node], tuple(kids))
            )
        return memo[node]

    return walk(root)

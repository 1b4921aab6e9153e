"""Spare: clauses that decide, and could go without any case ending otherwise, because others say the same.

A clause is not spare where what covers it says it with less authority: what the source states is not made
superfluous by our own reading, nor a duty by a possibility. Nor is one that another condition asks for.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tolerance_engine.analysis.lint.cover import Named, cover
from tolerance_engine.analysis.lint.prevailing import prevailing
from tolerance_engine.analysis.lint.provisions import asked_clauses
from tolerance_engine.analysis.lint.space import Space, View
from tolerance_engine.ruleset.model import Clause

DEFAULT = "default"
_BASIS = {"interpretation": 0, None: 0, "implied": 1, "stated": 2}
_MODALITY = {None: 0, "may": 1, "generally": 2, "must": 3}


class Spare(NamedTuple):
    """A clause that could go, what covers it, and a view with the cases that show it."""

    clause: Clause
    covered_by: tuple[str, ...]
    view: View
    region: int


def spare_clauses(space: Space) -> tuple[Spare, ...]:
    """The clauses that could go all together, chosen from the last in the file to the first."""
    gone: list[str] = []
    asked = asked_clauses(space.linked)
    found: list[Spare] = []
    whole = {view: view.without(gone) for view in space.live}
    for clause in reversed(space.linked.clauses):
        if clause.kind == "exception" or clause.id in asked:
            continue
        views = space.applying(clause)
        regions = {view: _deciding(space, view, clause) for view in views}
        if not any(regions.values()):
            continue  # it never applies, or never decides: other rules say so
        if any(view.without([*gone, clause.id]) != whole[view] for view in views):
            continue
        covers = [
            cover(view.store, region, [*_alike(space, view, clause, gone), *_default(space, view, clause)])
            for view, region in regions.items()
        ]
        if any(each is None for each in covers):
            continue
        gone.append(clause.id)
        names = tuple(dict.fromkeys(name for each in covers for name in each or ()))
        view = next(view for view, region in regions.items() if region)
        found.append(Spare(clause, names, view, regions[view]))
    return tuple(found)


def _deciding(space: Space, view: View, clause: Clause) -> int:
    """Where the clause applies and nothing prevails over it."""
    above = view.store.disj([node for _, node in prevailing(space, view, clause)])
    return view.minus(view.applies(clause.id), above)


def _alike(space: Space, view: View, clause: Clause, gone: Iterable[str]) -> list[Named]:
    """The clauses that give the same outcome with no less authority."""
    left_out = {clause.id, *gone}
    return [
        (other.id, view.applies(other.id))
        for other in space.linked.clauses
        if other.then == clause.then
        and other.id not in left_out
        and other.exists_under(view.reading)
        and _BASIS[other.ground.basis] >= _BASIS[clause.ground.basis]
        and _MODALITY[other.modality] >= _MODALITY[clause.modality]
    ]


def _default(space: Space, view: View, clause: Clause) -> list[Named]:
    """The default, where it is the same outcome: it holds whatever no other clause decides."""
    if space.linked.default[view.reading] != clause.then or clause.modality is not None:
        return []
    others = [c.id for c in space.linked.clauses if c.then is not None and c.id != clause.id]
    speaking = [view.applies(name) for name in others]
    return [(DEFAULT, view.minus(view.inside, view.store.disj(speaking)))]

"""Prevailing: which clauses decide instead of another where both apply."""

from __future__ import annotations

from tolerance_engine.analysis.lint.cover import Named
from tolerance_engine.analysis.lint.space import Space, View
from tolerance_engine.ruleset.model import Clause


def prevailing(space: Space, view: View, clause: Clause) -> list[Named]:
    """The clauses that decide instead of `clause` wherever both apply."""
    rank = {outcome.id: outcome.rank for outcome in space.linked.outcomes}
    own = rank[clause.then or ""]

    def others(kind: str) -> list[Clause]:
        return [other for other in view.clauses(kind) if other.id != clause.id]

    chosen = [c for c in others("exclusion") if clause.kind == "ground" or rank[c.then or ""] > own]
    combine = space.linked.combine[view.reading]
    if clause.kind == "ground" and combine == "most_favourable":
        chosen += [c for c in others("ground") if rank[c.then or ""] < own]
    if clause.kind == "ground" and combine == "least_favourable":
        chosen += [c for c in others("ground") if rank[c.then or ""] > own]
    return [(c.id, view.applies(c.id)) for c in chosen]

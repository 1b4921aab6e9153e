"""A ruleset as plain data: what `tolerance show --json` prints."""

from __future__ import annotations

from typing import Any

from tolerance_engine.determine.shown.effective import change_data, layer_data
from tolerance_engine.determine.shown.plain import plain
from tolerance_engine.ruleset.model import Ground
from tolerance_engine.ruleset.program import Ruleset


def overview_data(ruleset: Ruleset) -> dict[str, Any]:
    """The parts of a ruleset as plain data."""
    linked = ruleset.linked

    def ground(g: Ground) -> dict[str, Any]:
        return {
            "basis": g.basis,
            "reason": g.reason,
            "cite": [{"source": c.source, "at": c.at, "seen": c.seen} for c in g.cite],
        }

    data = {
        "id": linked.id,
        "title": linked.title.zh,
        "region": linked.region.zh if linked.region else None,
        "in_force": {"from": linked.in_force.first_text, "to": linked.in_force.last_text},
        "sha256": linked.digest,
        "layers": [layer_data(layer) for layer in linked.layers],
        "changes": [change_data(change) for change in linked.changes],
        "readings": {
            name: {"label": label.zh, "combine": linked.combine[name], "default": linked.default[name]}
            for name, label in linked.readings.items()
        },
        "outcomes": [
            {"id": o.id, "label": o.label.zh, "range": o.range, **ground(o.ground)} for o in linked.outcomes
        ],
        "dimensions": {
            name: {"label": d.label.zh, "poles": d.favourable is not None}
            for name, d in linked.dimensions.items()
        },
        "clauses": [
            {
                "id": c.id,
                "kind": c.kind,
                "label": c.label.zh,
                "then": c.then,
                "disables": c.disables,
                "modality": c.modality,
                "readings": sorted(c.readings) if c.readings is not None else None,
                **ground(c.ground),
            }
            for c in linked.clauses
        ],
        "facts": [
            {
                "name": v.name,
                "type": v.fact.type,
                "label": v.fact.label.zh,
                "question": v.fact.question.zh if v.fact.question else None,
                "who": v.fact.who,
                "nature": v.fact.nature,
                "cells": len(v.cells),
            }
            for v in ruleset.variables
            if v.fact
        ],
        "silent": [
            {"topic": s.topic, "kind": s.kind, "text": s.label.zh, "fact": s.fact, "layer": s.layer}
            for s in linked.silent
        ],
        "nodes": ruleset.nodes,
    }
    return plain(data)  # type: ignore[no-any-return]

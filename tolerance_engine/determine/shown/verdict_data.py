"""A verdict as plain data: what `--json` prints and other systems store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tolerance_engine.determine.explain.explanation import as_data
from tolerance_engine.determine.shown.plain import plain

if TYPE_CHECKING:
    from tolerance_engine.determine.verdict import Verdict


def verdict_data(verdict: Verdict) -> dict[str, Any]:
    """Plain data: dates as ISO text, whole numbers as int, other decimals as text."""
    closed = verdict.if_closed_now
    data = {
        "ruleset": verdict.ruleset.id,
        "reading": verdict.reading,
        "outcome": verdict.outcome,
        "possible": verdict.possible,
        "decided": verdict.decided,
        "modality": verdict.modality,
        "findings": {
            name: {"value": f.value, "possible": f.possible, "stated": f.stated}
            for name, f in verdict.findings.items()
        },
        "applies": verdict.applies,
        "may_apply": verdict.may_apply,
        "missing": [item.as_data() for item in verdict.missing],
        "used": verdict.used,
        "no_longer_needed": verdict.no_longer_needed,
        "witnesses": [
            {"facts": w.facts, "findings": w.findings, "outcome": w.outcome} for w in verdict.witnesses
        ],
        "readings": {
            name: {"outcome": r.outcome, "possible": r.possible} for name, r in verdict.readings.items()
        },
        "robust": verdict.robust,
        "if_closed_now": closed
        and {"outcome": closed.outcome, "possible": closed.possible, "presumed": closed.presumed},
        "unused": verdict.unused,
        "silent": [
            {"topic": s.topic, "kind": s.kind, "text": s.label.zh, "fact": s.fact, "layer": s.layer}
            for s in verdict.ruleset.linked.silent
        ],
        "explanation": as_data(verdict.explanation),
        "receipt": dict(verdict.receipt),
    }
    return plain(data)  # type: ignore[no-any-return]

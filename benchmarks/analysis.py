"""Questions, reasons, why-not, nearest changes and proofs: at the standard size, and on the shipped rulesets.

The standard size is 32 facts and 60 clauses, drawn from a seed by tests/synthetic.py.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import tolerance_engine as te  # noqa: E402
from tests.drafter import CITE, LABEL, Document  # noqa: E402
from tests.oracles.yaml_text import to_yaml  # noqa: E402
from tests.synthetic import CIRCUMSTANCES, OUTCOMES, standard, whole_case  # noqa: E402
from tolerance_engine.ruleset import load_text  # noqa: E402

LIMITS = {
    "reasons": 100,
    "nearest change": 100,
    "questions, 20 open": 100,
    "questions, 45 open": 1000,
    "proof": 3000,
}
"""Milliseconds that the slowest call may take."""

Times = dict[str, list[float]]


def answers(settings: Any) -> dict[str, Any]:
    """Milliseconds of each question, per ruleset."""
    document = standard(0)
    ruleset = load_text(to_yaml(document))
    sized: Times = {}
    _cases(ruleset, document, settings.count(40), sized)
    _questions(ruleset, document, settings.count(40), sized)
    _proofs(ruleset, sized)
    found = {"standard": _rows(ruleset, sized)}
    for name in ("qinghai", "wenzhou"):
        shipped, times = te.load_ruleset(name, reading="weighed"), Times()
        _published(shipped, times)
        _proofs(shipped, times)
        found[name] = _rows(shipped, times)
    return found


def _cases(ruleset: te.Ruleset, document: Document, number: int, times: Times) -> None:
    """Whole cases, then the same with about four facts in ten open."""
    rng = Random(7)
    for _ in range(number):
        facts = whole_case(rng, document)
        part = {name: value for name, value in facts.items() if rng.random() < 0.6}
        for label, given in (("all known", facts), ("40 % open", part)):
            verdict = te.determine(ruleset, {"facts": given})
            _timed(verdict.reasons, times, f"reasons, {label}")
            _timed(lambda v=verdict: te.sensitivity(v), times, f"counts, {label}")
            for outcome in OUTCOMES:
                _timed(lambda v=verdict, o=outcome: v.why_not(o), times, f"why not, {label}")
                _timed(
                    lambda g=given, o=outcome: te.counterfactuals(ruleset, {"facts": g}, o),
                    times,
                    f"nearest change, {label}",
                )


def _questions(ruleset: te.Ruleset, document: Document, number: int, times: Times) -> None:
    """Twenty facts open; and a ruleset that asks 13 facts more, with all 45 open."""
    rng = Random(11)
    names = [variable.name for variable in ruleset.variables]
    for _ in range(number):
        kept = set(rng.sample(names, len(names) - 20))
        facts = {name: value for name, value in whole_case(rng, document).items() if name in kept}
        verdict = te.determine(ruleset, {"facts": facts})
        _timed(lambda v=verdict: v.missing, times, "questions, 20 open")
    larger = load_text(to_yaml(_larger(document)))
    for _ in range(max(3, number // 10)):
        verdict = te.determine(larger, {})
        _timed(lambda v=verdict: v.missing, times, "questions, 45 open")


def _larger(document: Document) -> Document:
    extra = [f"extra{number}" for number in range(13)]
    last, second = OUTCOMES[-1], OUTCOMES[1]

    def clause(name: str, kind: str, when: Any, then: str) -> Document:
        ground = {"basis": "stated", "cite": CITE, "zh": "例"}
        return {"id": name, "kind": kind, "when": when, "then": then, **ground}

    clauses = [
        clause(f"extra-{n}", "exclusion", {"all": [{extra[n]: True}, {CIRCUMSTANCES[n]: "bad"}]}, last)
        for n in range(6)
    ]
    counted = {"at_least": 4, "of": [{name: True} for name in extra[6:]]}
    return {
        **document,
        "facts": {**document["facts"], **{name: LABEL | {"type": "boolean"} for name in extra}},
        "clauses": [*document["clauses"], *clauses, clause("extra-ground", "ground", counted, second)],
    }


def _proofs(ruleset: te.Ruleset, times: Times) -> None:
    """Every outcome never and always, every outcome reached, every fact that says what is worse."""
    outcomes = [outcome.id for outcome in ruleset.linked.outcomes]
    claims = [make(outcome) for outcome in outcomes for make in (te.never, te.always)]
    claims += [te.worse_never_helps(v.name) for v in ruleset.variables if v.fact and v.fact.worse is not None]
    for claim in (*claims, te.every_outcome_reachable()):
        _timed(lambda c=claim: te.prove(ruleset, c), times, "proof")


def _published(ruleset: te.Ruleset, times: Times) -> None:
    """The published cases, as they stand in examples/."""
    for path in sorted((ROOT / "examples").glob("P*.yaml")):
        case = te.load_case(path)
        verdict = te.determine(ruleset, case)
        _timed(lambda v=verdict: v.missing, times, "questions")
        _timed(verdict.reasons, times, "reasons")
        for outcome in (each.id for each in ruleset.linked.outcomes):
            _timed(lambda v=verdict, o=outcome: v.why_not(o), times, "why not")
            _timed(lambda c=case, o=outcome: te.counterfactuals(ruleset, c, o), times, "nearest change")


def _timed(call: Callable[[], Any], times: Times, label: str) -> None:
    start = time.perf_counter()
    call()
    times.setdefault(label, []).append((time.perf_counter() - start) * 1e3)


def _rows(ruleset: te.Ruleset, times: Times) -> dict[str, Any]:
    rows = [
        {
            "question": label,
            "calls": len(each),
            "median": statistics.median(each),
            "longest": max(each),
            "limit": next((most for start, most in LIMITS.items() if label.startswith(start)), None),
        }
        for label, each in times.items()
    ]
    return {"facts": len(ruleset.variables), "nodes": ruleset.nodes, "rows": rows}

"""Agreement: the workload as our ruleset against the oracle of the shared bench folder, case by case."""

from __future__ import annotations

from collections import Counter
from typing import Any

from workload import DIMENSIONS, RULESET, shared

import tolerance_engine as te

CURED = DIMENSIONS[1:]
"""Every dimension but the purpose has a cure, C01 to C06 in this order."""

REFUSING = 18
"""R01 to R12 and X01 to X06 come first."""

MOST_OPEN = 8
"""Brute force over the completions of at most so many unknown facts."""


def as_bench(verdict: te.Verdict, facts: dict[str, bool | None]) -> dict[str, Any]:
    """The result the workload asks for: verdict, rules that fired, findings of the dimensions, decisive facts.

    It is read off the explanation: the clauses stand at the top, and X04 counts all seven dimensions.
    """
    clauses = verdict.explanation.because[:-1]  # the default stands last
    fired = [node.site.id.upper() for node in clauses if node.truth == 2]
    purpose = facts["purpose"]
    findings = {"purpose": "unknown" if purpose is None else "favourable" if purpose else "adverse"}
    x04 = next(node for node in clauses if node.site.id == "x04")
    counted = x04.because[0].because[0].because
    for number, (dimension, bad) in enumerate(zip(CURED, counted[1:], strict=True), 1):
        either = bad.because[0]
        if facts[dimension] is True:
            findings[dimension] = "favourable"
        elif either.because[1].truth == 2:
            findings[dimension] = "cured"
            fired.append(f"C0{number}")
        else:
            findings[dimension] = "adverse" if either.truth == 0 else "unknown"
    refused = max(node.truth for node in clauses[:REFUSING])
    if refused < 2 and not any(node.truth for node in clauses[REFUSING:]):
        fired.append("Z01")
    return {
        "verdict": verdict.outcome or "undetermined",
        "fired": fired,
        "findings": findings,
        "decisive": [item.fact for item in verdict.missing],
    }


def compare(bench: str, count: int, deep: int) -> dict[str, Any]:
    """How often we say the same; every difference is counted by its kind, and the first of each is kept."""
    modules = shared(bench)
    oracle, gen = modules["oracle"], modules["gen"]
    ruleset = te.load_ruleset(RULESET)
    tally: Counter[str] = Counter()
    first: dict[str, Any] = {}
    outcomes: Counter[str] = Counter()
    order = list(gen.FACTS)

    def differ(kind: str, facts: Any) -> None:
        tally[kind] += 1
        first.setdefault(kind, facts)

    for index in range(count):
        facts = gen.case(index)
        want = oracle.evaluate(facts)
        verdict = te.determine(ruleset, {"facts": facts})
        got = as_bench(verdict, facts)
        outcomes[got["verdict"]] += 1
        if got["verdict"] != want["verdict"]:
            differ("sharper" if want["verdict"] == "undetermined" else "wrong_verdict", facts)
        for key in ("fired", "findings"):
            if got[key] != want[key]:
                differ(f"other_{key}", facts)
        decisive = sorted(got["decisive"], key=order.index)
        if decisive != want["decisive"]:
            inside = set(decisive) <= set(want["decisive"])
            differ("fewer_decisive" if inside else "other_decisive", facts)
        open_facts = [name for name, value in facts.items() if value is None]
        if tally["brute_force"] < deep and not verdict.decided and len(open_facts) <= MOST_OPEN:
            tally["brute_force"] += 1
            exact, relevant = oracle.semantic(facts)
            if exact != got["verdict"] or relevant != decisive:
                differ("not_exact", facts)
    return {"cases": count, "outcomes": dict(outcomes), "tally": dict(tally), "first": first}

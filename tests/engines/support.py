"""What the tests of the second engine share: small rulesets, cases with everything established, both opinions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from random import Random
from typing import Any

import pytest

import tolerance_engine as te
from tests.oracles.yaml_text import to_yaml
from tolerance_engine.ruleset import load_text

POLES = ["favourable", "adverse", "mixed", "neither"]
CITE = {"source": "doc", "at": "第一条"}


def installed() -> bool:
    """Whether durable-rules can be imported here; on Python 3.13 it may be built and still fail to load."""
    try:
        import_module("durable_rules_engine")
    except ImportError:
        return False
    return True


needs_durable = pytest.mark.skipif(
    not installed(),
    reason="durable-rules cannot be imported: the extra `durable` is not installed",
)


@dataclass(frozen=True)
class Opinion:
    """What an engine says of a case: a verdict, or the contradiction it finds."""

    outcome: str | None
    possible: tuple[str, ...] = ()
    applies: tuple[str, ...] = ()
    contradiction: tuple[str, ...] | None = None


def opinion(ruleset: te.Ruleset, case: te.Case, reading: str | None, engine: Any) -> Opinion:
    """The opinion of one engine; errors other than a contradiction are not caught."""
    try:
        verdict = te.determine(ruleset, case, reading=reading, engine=engine)
    except te.CaseError as error:
        return Opinion(None, contradiction=error.contradiction)
    return Opinion(verdict.outcome, verdict.possible, verdict.applies)


def agreed(ruleset: te.Ruleset, case: te.Case, reading: str | None = None, told: str = "") -> Opinion:
    """The opinion both engines share; fails with the case where they do not."""
    second = opinion(ruleset, case, reading, "durable")
    first = opinion(ruleset, case, reading, "diagram")
    assert second == first, f"\n{told}\n# {reading}: {dict(case.facts)} {dict(case.findings)}"
    return second


def established(ruleset: te.Ruleset, rng: Random) -> te.Case:
    """A case that establishes every fact of a ruleset; how good it looks differs from case to case."""
    badness = rng.choice([0.0, 0.02, 0.1, 0.25, 0.5])
    facts: dict[str, Any] = {}
    findings: dict[str, str] = {}
    for variable in ruleset.variables:
        if variable.fact is None:
            findings[variable.name] = rng.choice(POLES)
            continue
        worse, worst = variable.fact.worse, rng.random() < badness
        if isinstance(worse, bool) and rng.random() < 0.9:
            facts[variable.name] = worse is worst
        elif isinstance(worse, tuple):
            facts[variable.name] = rng.choice(worse[1:]) if worst else worse[0]
        else:  # a loss of nothing cannot be made good: most cases have some
            first = int(len(variable.cells) > 1 and rng.random() < 0.7)
            facts[variable.name] = variable.sample(rng.randrange(first, len(variable.cells)))
    return te.Case(facts=facts, findings=findings)


def found(ruleset: te.Ruleset, case: te.Case, reading: str) -> dict[str, Any]:
    """The findings that are true of a case, dimensions with poles and definitions alike."""
    verdict = te.determine(ruleset, case, reading=reading)
    findings = {name: finding.value for name, finding in verdict.findings.items()}
    for name in ruleset.programs[reading].definitions:
        trial = te.Case(facts=dict(case.facts), findings={**case.findings, name: True})
        findings[name] = opinion(ruleset, trial, reading, "diagram").contradiction is None
    return findings


def small(clauses: list[dict[str, Any]], facts: Mapping[str, Any], **more: Any) -> te.Ruleset:
    """A ruleset with outcomes good, fair and bad."""
    uses = more.pop("used", {})
    return load_text(small_text(clauses, facts, **more), uses=uses)


def small_text(clauses: list[dict[str, Any]], facts: Mapping[str, Any], **more: Any) -> str:
    """Its text."""
    label = {"zh": "例"}
    document = {
        "format": 1,
        "id": "small",
        "title": label,
        "region": label,
        "in_force": {"from": 2018, "to": "not_specified"},
        "temporal": "not_specified",
        "sources": {"doc": {**label, "seen": "full"}},
        "facts": {name: {**label, **fact} for name, fact in facts.items()},
        "outcomes": [{"id": name, "zh": name} for name in ("good", "fair", "bad")],
        "default": "not_specified",
    }
    written = [{"kind": "ground", "basis": "stated", "cite": CITE, **label, **clause} for clause in clauses]
    return to_yaml({**document, **more, "clauses": written})


BOOLEAN = {"type": "boolean"}

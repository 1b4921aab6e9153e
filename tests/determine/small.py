"""Small rulesets for the tests: facts a…f, outcomes good, fair and bad, and the clauses a test is about."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import tolerance_engine as te
from tests.oracles.yaml_text import to_yaml
from tolerance_engine.ruleset import load_text

Condition = dict[str, Any]
CITE = {"source": "doc", "at": "第一条"}
BOOLEAN = {"type": "boolean", "zh": "甲"}
NUMBER = {"type": "number", "zh": "数"}
DATE = {"type": "date", "zh": "日"}


def choice(*values: str) -> dict[str, Any]:
    """A choice among the values."""
    return {"type": "choice", "zh": "选", "values": {value: {"zh": value} for value in values}}


def ground(name: str, when: Condition, then: str = "good", **more: Any) -> dict[str, Any]:
    """A ground for an outcome."""
    return {
        "id": name,
        "kind": "ground",
        "when": when,
        "then": then,
        "basis": "stated",
        "zh": f"条 {name}",
        **more,
    }


def exclusion(name: str, when: Condition, then: str = "bad", **more: Any) -> dict[str, Any]:
    """An exclusion."""
    return ground(name, when, then, **more) | {"kind": "exclusion"}


def exception(name: str, when: Condition, *disables: str, **more: Any) -> dict[str, Any]:
    """An exception that disables clauses."""
    clause = ground(name, when, **more) | {"kind": "exception", "disables": list(disables)}
    del clause["then"]
    return clause


def document(*clauses: dict[str, Any], **sections: Any) -> dict[str, Any]:
    """The document of a small ruleset; sections given replace or join the ordinary ones."""
    facts = dict.fromkeys("abcdef", BOOLEAN) | sections.pop("facts", {})
    return {
        "format": 1,
        "id": "small",
        "title": {"zh": "小例"},
        "in_force": {"from": 2018, "to": "not_specified"},
        "sources": {"doc": {"zh": "办法", "seen": "full"}},
        "facts": facts,
        "outcomes": [
            {"id": name, "zh": label} for name, label in (("good", "免责"), ("fair", "从轻"), ("bad", "不容"))
        ],
        **sections,
        "clauses": list(clauses),
    }


def rules(*clauses: dict[str, Any], uses_texts: Any = None, **sections: Any) -> te.Ruleset:
    """A small ruleset, loaded."""
    return _loaded(to_yaml(document(*clauses, **sections)), tuple((uses_texts or {}).items()))


@lru_cache(maxsize=64)
def _loaded(text: str, used: tuple[tuple[str, str], ...]) -> te.Ruleset:
    return load_text(text, name="small.yaml", uses=dict(used))


def verdict(ruleset: te.Ruleset, reading: Any = None, findings: Any = None, **facts: Any) -> te.Verdict:
    """What follows for a case of these facts."""
    return te.determine(ruleset, te.Case(facts=facts, findings=findings or {}), reading=reading)


def possible(ruleset: te.Ruleset, reading: Any = None, findings: Any = None, **facts: Any) -> list[str]:
    """The outcomes still possible for a case of these facts."""
    return list(verdict(ruleset, reading, findings, **facts).possible)


def missing(ruleset: te.Ruleset, **facts: Any) -> list[str]:
    """The facts that the outcome still waits for."""
    return sorted(item.fact for item in verdict(ruleset, **facts).missing)

"""The standard-size ruleset: 32 facts in three shapes, 60 clauses, drawn from a seed.

Seven dimensions that only officers state, twenty facts that are favourable, adverse or in between, five
numbers cut into bands; red lines, at-least-so-many counts, and grounds that ask a few facts each. About
10^17 cases: far too many to go through, so the oracles check samples.
"""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

from tests.drafter import CITE, LABEL, Document

DIMENSIONS = [f"dim{i}" for i in range(7)]
RED_LINES = [f"line{i}" for i in range(10)]
CIRCUMSTANCES = [f"fact{i}" for i in range(10)]
ORDINALS = {"ord0": 5, "ord1": 6, "ord2": 4, "ord3": 8, "ord4": 5}
VALUES = ["good", "middle", "bad"]
OUTCOMES = ["exempted", "lighter", "mitigated", "partly", "not_tolerated"]
NATURES = ["evidence", "conduct", "history"]


def standard(seed: int = 0) -> Document:
    """One ruleset of the standard size."""
    rng = Random(seed)
    facts: Document = {}
    for number, name in enumerate((*DIMENSIONS, *RED_LINES, *CIRCUMSTANCES)):
        facts[name] = LABEL | {
            "type": "choice",
            "values": dict.fromkeys(VALUES, LABEL),
            "nature": "history" if name in RED_LINES else NATURES[number % 3],
            "worse": VALUES,
        }
    for number, (name, bands) in enumerate(ORDINALS.items()):
        facts[name] = LABEL | {
            "type": "number",
            "min": 0,
            "max": Decimal(bands),
            "nature": NATURES[number % 3],
        }
    clauses = [
        _clause(f"red-{i}", "exclusion", {name: "bad"}, "not_tolerated") for i, name in enumerate(RED_LINES)
    ]
    clauses += [
        _count("few-good", "at_most", 2, "not_tolerated"),
        _count("some-good", "at_most", 3, "partly"),
    ]
    drawn = 0
    while len(clauses) < 58:
        kind, then = rng.choice(
            [
                ("ground", rng.choice(OUTCOMES[:3])),
                ("ground", rng.choice(OUTCOMES[:3])),
                ("exclusion", "partly"),
            ]
        )
        clauses.append(_clause(f"drawn-{drawn}", kind, _condition(rng, kind), then))
        drawn += 1
    clauses += [
        _clause("most-good", "ground", _good(5), "lighter"),
        _clause("all-good", "ground", {"all": [_good(7), {"fact0": {"in": ["good", "middle"]}}]}, "exempted"),
    ]
    return {
        "format": 1,
        "id": "standard",
        "title": LABEL,
        "in_force": {"from": 2018, "to": "not_specified"},
        "sources": {"doc": LABEL | {"seen": "full"}},
        "facts": facts,
        "outcomes": [{"id": outcome} | LABEL for outcome in OUTCOMES],
        "combine": "most_favourable",
        "default": "mitigated",
        "clauses": clauses,
    }


def _good(number: int) -> Document:
    return {"at_least": number, "of": [{name: "good"} for name in DIMENSIONS]}


def _count(name: str, test: str, number: int, then: str) -> Document:
    when = {test: number, "of": [{dimension: {"in": ["good", "middle"]}} for dimension in DIMENSIONS]}
    return _clause(name, "exclusion", when, then)


def _clause(name: str, kind: str, when: Document, then: str) -> Document:
    return LABEL | {"id": name, "kind": kind, "when": when, "then": then, "basis": "stated", "cite": CITE}


def _condition(rng: Random, kind: str) -> Document:
    """What belongs together stands together, as in a real measure: a group's circumstances, its band, a count."""
    group = rng.randrange(5)
    good = kind == "ground"
    circumstances = CIRCUMSTANCES[2 * group : 2 * group + 2]
    parts: list[Document] = [
        {name: {"in": ["good", "middle"]} if good and rng.random() < 0.5 else "good" if good else "bad"}
        for name in rng.sample(circumstances, rng.randint(1, 2))
    ]
    name = list(ORDINALS)[group]
    limit = Decimal(rng.randint(1, ORDINALS[name] - 1))
    parts.append({name: {"at_most" if good else "at_least": limit}})
    if good:
        parts.append(_good(rng.randint(4, 6)))
    return {"all": parts}


def whole_case(rng: Random, document: Document, *, grave: float = 0.04) -> dict[str, Any]:
    """A value for every fact; red lines are seldom crossed, or nothing else would ever decide."""
    facts: dict[str, Any] = {}
    for name, fact in document["facts"].items():
        if fact["type"] == "number":
            facts[name] = Decimal(rng.randint(0, int(fact["max"])))
        elif name in RED_LINES:
            facts[name] = "bad" if rng.random() < grave else rng.choice(["good", "middle"])
        else:
            facts[name] = rng.choices(VALUES, [5, 2, 2])[0]
    return facts

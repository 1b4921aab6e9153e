"""clingo, from its declarative encoding, proves and refutes just what the diagram does."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from tests.drafter import Options
from tests.laws.support import NOTHING, how_many, samples
from tests.oracles import asp
from tests.oracles.yaml_text import to_yaml
from tests.synthetic import RED_LINES, standard
from tolerance_engine.analysis.prove import Refuted, never, prove
from tolerance_engine.ruleset import load_text

pytestmark = pytest.mark.laws
OPTIONS = Options(cases=512, derive=False, uses=False)


def _limited(document: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """The document in which no case fails the condition."""
    return {**document, "assume": [*document.get("assume", []), {"never": {"not": given}}]}


def test_clingo_proves_the_same() -> None:
    """An outcome is proved away exactly where the program, with the condition assumed, has no model for it."""
    seen = {True: 0, False: 0}
    for sample in samples(590_000, how_many(60), OPTIONS):
        document = dict(sample.draft.document)
        booleans = [n for n, fact in document["facts"].items() if fact["type"] == "boolean"]
        if not booleans:
            continue
        given = {sample.rng.choice(booleans): sample.rng.random() < 0.5}
        for reading in sample.draft.readings:
            reached, _ = asp.solve(_limited(document, given), NOTHING, reading)
            for outcome in (o["id"] for o in document["outcomes"]):
                name = reading or sample.ruleset.reading
                found = prove(sample.ruleset, never(outcome, given, reading=name))
                told = sample.tell(reading=reading, given=given, outcome=outcome, clingo=reached)
                assert found.holds is (outcome not in reached), told
                seen[found.holds] += 1
                if isinstance(found, Refuted) and found.case is not None:
                    case = {"facts": dict(found.case.facts), "findings": dict(found.case.findings)}
                    assert asp.solve(document, case, reading)[0] == {outcome}, told
    assert all(seen.values())


def test_clingo_proves_the_same_at_standard_size() -> None:
    """On 32 facts and 60 clauses, far too many cases to go through, proofs and refutations are clingo's."""
    seen = {True: 0, False: 0}
    for seed in range(how_many(20) // 10 or 1):
        document = standard(seed)
        ruleset = load_text(to_yaml(document))
        rng = Random(seed)
        for given in _conditions(rng, document):
            reached, _ = asp.solve(_limited(document, given), NOTHING)
            for outcome in (o["id"] for o in document["outcomes"]):
                found = prove(ruleset, never(outcome, given))
                assert found.holds is (outcome not in reached), (seed, given, outcome)
                seen[found.holds] += 1
                if isinstance(found, Refuted) and found.case is not None:
                    case = {"facts": dict(found.case.facts), "findings": {}}
                    assert asp.solve(document, case)[0] == {outcome}, (seed, given, outcome)
    assert all(seen.values())


def _conditions(rng: Random, document: dict[str, Any]) -> list[dict[str, Any]]:
    """A red line crossed, and a few favourable or adverse facts together."""
    line, *others = rng.sample(RED_LINES, 1) + rng.sample(
        [n for n in document["facts"] if n.startswith("dim")], 4
    )
    return [
        {line: "bad"},
        {"all": [{name: "bad"} for name in others]},
        {"any": [{name: "good"} for name in others[:2]]},
    ]

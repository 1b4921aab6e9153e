"""Laws of layers, on drawn rulesets and against the brute-force oracle: splitting, claims, writing out again."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from tests.drafter import CITE, Document, Options
from tests.laws.support import QUICK, how_many
from tests.oracles.brute import Law, Sight
from tests.oracles.brute_worlds import worlds
from tests.oracles.yaml_text import to_yaml
from tests.strategies import draft
from tolerance_engine.diagram.build import DEFAULT_BUDGET
from tolerance_engine.errors import RulesetError
from tolerance_engine.ruleset import load_text
from tolerance_engine.ruleset.canonical import canonical
from tolerance_engine.ruleset.claims import counterexamples
from tolerance_engine.ruleset.layers import effective_lines
from tolerance_engine.ruleset.model import Linked
from tolerance_engine.ruleset.read.reader import Located

HEADER = ("format", "id", "title", "region", "in_force", "temporal")
SMALL = Options(cases=64, items=6, uses=False, derive=False)


def two_layers(document: Document, rng: Random) -> tuple[Document, Document]:
    """The same ruleset with every named piece in one of two layers, drawn at random."""
    lower: Document = {key: document[key] for key in HEADER} | {"id": "lower"}
    upper: Document = {key: document[key] for key in HEADER} | {"extends": ["lower"]}
    for key, value in document.items():
        if key in HEADER:
            continue
        if key in ("facts", "definitions", "dimensions", "sources"):
            for name, piece in value.items():
                rng.choice((lower, upper)).setdefault(key, {})[name] = piece
        elif key in ("clauses", "assume", "presumptions"):
            for piece in value:
                rng.choice((lower, upper)).setdefault(key, []).append(piece)
        else:
            rng.choice((lower, upper))[key] = value
    return lower, upper


def changed(document: Document, rng: Random) -> tuple[str, dict[str, Any]] | None:
    """One clause with a condition made wider or narrower by a fact; None where no fact is a boolean."""
    plain = sorted(name for name, fact in document["facts"].items() if fact["type"] == "boolean")
    if not plain:
        return None
    clause = rng.choice(document["clauses"])
    leaf = {rng.choice(plain): rng.random() < 0.5}
    word = rng.choice(("all", "any"))
    return clause["id"], {word: [clause["when"], leaf]}


def outcomes(document: Document, reading: str | None) -> list[str | None]:
    """What brute force makes of every world; None for a world that cannot be."""
    law = Law.of(document, reading)
    sights = (Sight(law, world) for world in worlds(law, {}))
    return [sight.decide()[0] if sight.assumed() else None for sight in sights]


def kept(claim: str, before: str, after: str, scale: list[str]) -> bool:
    """What a claim allows, said once more and independently."""
    if before == after:
        return True
    if claim == "fills":
        return before == "not_specified"
    if not {before, after} <= set(scale):
        return False
    worse = scale.index(after) > scale.index(before)
    return worse if claim == "tightens" else not worse


def drawn(count: int) -> Iterator[tuple[Document, Random]]:
    """Small rulesets without dates that hang together, and the generator they came from."""
    for seed in range(count):
        rng = Random(seed)
        yield draft(rng, SMALL).document, rng


def test_a_ruleset_in_two_layers_is_the_ruleset_in_one() -> None:
    """However the pieces of a ruleset are spread over two layers, the document in effect is the whole one."""
    for document, rng in drawn(how_many(50)):
        lower, upper = two_layers(document, rng)
        found = load_text(to_yaml(upper), uses={"lower": to_yaml(lower)})
        located = found.linked.located
        assert located is not None
        whole = {key: value for key, value in document.items() if value != {}}
        assert canonical(located.data) == canonical(whole)


def test_written_out_and_laid_again_nothing_changes() -> None:
    """The document in effect, loaded as one file, is the same document, and is written out the same again."""
    for document, rng in drawn(how_many(25)):
        lower, upper = two_layers(document, rng)
        once = load_text(to_yaml(upper), uses={"lower": to_yaml(lower)}).linked.located
        assert once is not None
        again = load_text(written(once)).linked.located
        assert again is not None
        assert canonical(again.data) == canonical(once.data)
        third = load_text(written(again)).linked.located
        assert third is not None and written(third) == written(again)


def written(document: Located) -> str:
    """The document in effect, without its origins."""
    return "\n".join(line.text for line in effective_lines(document)) + "\n"


@pytest.mark.parametrize("claim", ["tightens", "relaxes", "fills"])
def test_a_claim_is_kept_exactly_when_brute_force_says_so(claim: str) -> None:
    """A layer loads when no world breaks its claim; else the case it names breaks it under both documents."""
    seen = {True: 0, False: 0}
    for document, rng in drawn(how_many(70)):
        change = changed(document, rng)
        if change is None:
            continue
        name, when = change
        after = copy.deepcopy(document)
        next(clause for clause in after["clauses"] if clause["id"] == name)["when"] = when
        scale = [outcome["id"] for outcome in document["outcomes"]]
        readings = list(document.get("readings", {None: None}))
        expected = all(
            before is None or now is None or kept(claim, before, now, scale)
            for reading in readings
            for before, now in zip(outcomes(document, reading), outcomes(after, reading), strict=True)
        )
        upper = {key: document[key] for key in HEADER} | {
            "id": "upper",
            "extends": [document["id"]],
            "changes": [{"clause": name, "as": claim, "when": when, "basis": "stated", "cite": CITE}],
        }
        try:
            load_text(to_yaml(upper), uses={document["id"]: to_yaml(document)})
            held = True
        except RulesetError as error:
            assert [problem.code for problem in error.diagnostics] == ["P022"], error
            held = False
        assert held == expected, to_yaml(document) + to_yaml(upper)
        seen[held] += 1
        if not held:
            shows_it(claim, document, after, upper)
    assert QUICK or (seen[False] and seen[True]), "both happen, or the law says nothing"


def shows_it(claim: str, before: Document, after: Document, upper: Document) -> None:
    """The case named against a claim has the outcomes it is said to have, in every world that fits it."""
    linked = unchecked(upper, before)
    (found,) = counterexamples(linked, DEFAULT_BUDGET)
    reading = None if "readings" not in before else found.reading
    assert not kept(claim, found.before, found.after, [outcome["id"] for outcome in before["outcomes"]])
    stated = {**found.facts, **found.findings}
    for document, outcome in ((before, found.before), (after, found.after)):
        law = Law.of(document, reading)
        sights = [Sight(law, world | stated) for world in worlds(law, {})]
        assert {sight.decide()[0] for sight in sights if sight.assumed()} == {outcome}


def unchecked(upper: Document, lower: Document) -> Linked:
    """The layered ruleset before its claims are checked."""
    from tolerance_engine.ruleset.from_layers import link_text, read_layers

    def beneath(id_: str) -> Any:
        return read_layers(to_yaml(lower), f"{id_}.yaml", beneath)

    def nobody(id_: str) -> Linked:
        raise AssertionError(id_)

    return link_text(to_yaml(upper), "upper.yaml", nobody, beneath)

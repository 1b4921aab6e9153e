"""Random rulesets and random cases: a fast seeded generator, and hypothesis strategies over the same draws.

A case is a plain dict `{facts, findings}`, just what `te.Case` takes. Values are drawn around a `world`
where one is given, so that the case is possible; without one they are arbitrary and may contradict each
other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from hypothesis import strategies as st

from tests.drafter import CITE, LABEL, POLES, Document, Drafter, Options
from tests.oracles.yaml_text import to_yaml

Case = dict[str, dict[str, Any]]
COMBINE = ["most_favourable", "least_favourable", "must_agree"]


@dataclass(frozen=True)
class Draft:
    """A ruleset document, the documents it uses by id, and values worth giving its facts and findings."""

    document: Document
    uses: Mapping[str, Document] = field(default_factory=dict)
    pools: Mapping[str, list[Any]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return to_yaml(self.document)

    @property
    def used_texts(self) -> dict[str, str]:
        return {name: to_yaml(document) for name, document in self.uses.items()}

    @property
    def readings(self) -> list[str | None]:
        """The readings by name; a ruleset that declares none has the one nameless reading."""
        return list(self.document.get("readings", {None: None}))

    @property
    def findings(self) -> dict[str, list[Any]]:
        """What an officer may state: dimensions by their four values, definitions as true or false."""
        values: dict[str, list[Any]] = {"dimensions": POLES, "definitions": [True, False]}
        return {name: values[part] for part in values for name in self.document.get(part, {})}


def draft(rng: Random, options: Options | None = None) -> Draft:
    """One random ruleset with at most `options.cases` full cases."""
    options = options or Options()
    asks_other = options.uses and rng.random() < 0.12
    drafter = Drafter(rng, replace(options, cases=options.cases // 2) if asks_other else options)
    drafter.draw_facts()
    uses = {"other": _used(drafter)} if asks_other else {}
    document = _document(drafter, "main", uses)
    if "ally." not in to_yaml(document):  # nothing asks the other ruleset
        document.pop("uses", None)
        drafter.pools.pop("shared", None)
        uses = {}
    return Draft(document, uses, drafter.pools)


def _used(drafter: Drafter) -> Document:
    """A ruleset whose clauses the drafter may ask; it shares facts, and adds one it always needs."""
    other = Drafter(drafter.rng, Options(items=4, depth=1))
    plain = [name for name, fact in drafter.facts.items() if fact["type"] in ("boolean", "choice")]
    other.facts = {name: drafter.facts[name] for name in plain if "derive" not in drafter.facts[name]}
    for name, fact in other.facts.items():
        values = list(fact.get("values", [True, False]))
        other.fact_leaves.append(lambda name=name, values=values: {name: drafter.rng.choice(values)})  # type: ignore[misc]
    other._boolean("shared", 2)
    document = _document(other, "other", {}, prefix="u")
    for clause in document["clauses"]:
        clause["when"] = {"all": [clause["when"], {"shared": True}]}
    drafter.pools["shared"] = [True, False]
    names = [clause["id"] for clause in document["clauses"]]
    drafter.clause_leaves.append(lambda: {f"ally.{drafter.rng.choice(names)}": "applies"})
    return document


def _document(drafter: Drafter, name: str, uses: Mapping[str, Document], prefix: str = "") -> Document:
    rng, chance = drafter.rng, drafter.chance
    outcomes = [f"o{i}" for i in range(rng.randint(2, 4))]
    pivot = rng.randrange(len(outcomes)) or rng.randrange(len(outcomes))
    drawn = ["definition", "dimension", "clause", "clause"]
    kinds = [rng.choice(drawn) for _ in range(rng.randint(2, drafter.options.items))] + ["clause", "clause"]
    names = [f"{prefix}{kind[0]}{'-' if kind == 'clause' else ''}{i}" for i, kind in enumerate(kinds)]
    definitions: Document = {}
    dimensions: Document = dict.fromkeys(drafter.judged, LABEL)
    clauses: list[Document] = []
    for i, (kind, item) in enumerate(zip(kinds, names, strict=True)):
        later = [names[j] for j in range(i + 1, len(kinds)) if kinds[j] == "clause"]
        if kind == "definition":
            definitions[item] = drafter.definition(item)
        elif kind == "dimension":
            dimensions[item] = drafter.dimension(item)
        elif later and chance(0.35):
            clauses.append(
                drafter.clause(item, "exception") | {"disables": drafter.some(later, min(2, len(later)))}
            )
        elif chance(0.35):
            clauses.append(drafter.clause(item, "exclusion") | {"then": rng.choice(outcomes[pivot:])})
        else:
            clauses.append(drafter.clause(item, "ground") | {"then": rng.choice(outcomes[: pivot + 1])})
    document: Document = {
        "format": 1,
        "id": name,
        "title": LABEL,
        "region": LABEL,
        "in_force": {"from": 2018, "to": "not_specified"},
        "temporal": "not_specified",
        "sources": {"doc": LABEL | {"seen": "full"}},
        "facts": shuffled(rng, drafter.facts),
        "outcomes": [{"id": outcome, "zh": outcome} for outcome in outcomes],
        "default": drafter.either(lambda: rng.choice(["not_specified", rng.choice(outcomes[: pivot + 1])])),
    }
    optional: Document = {
        "uses": {"ally": "other"} if uses else {},
        "definitions": shuffled(rng, definitions),
        "dimensions": shuffled(rng, dimensions),
        "readings": {reading: {"zh": reading} for reading in drafter.readings},
        "scope": {"when": drafter.before_clauses(), "cite": CITE} if chance(0.25) else {},
        "assume": [drafter.assumption() for _ in range(rng.randint(1, 2))]
        if drafter.options.assume and chance(0.35)
        else [],
        "combine": drafter.either(lambda: rng.choice(COMBINE)) if chance(0.7) else None,
    }
    booleans = [
        fact for fact, pool in drafter.pools.items() if pool == [True, False] and fact in drafter.facts
    ]
    if booleans and chance(0.15):
        optional["presumptions"] = [{"fact": rng.choice(booleans), "value": chance(0.5), "cite": CITE}]
    document |= {key: value for key, value in optional.items() if value}
    return shuffled(rng, document) | {"clauses": rng.sample(clauses, len(clauses))}


def shuffled(rng: Random, items: Mapping[str, Any]) -> Document:
    """The same mapping in another order."""
    return dict(rng.sample(list(items.items()), len(items)))


def random_case(
    rng: Random,
    drafted: Draft,
    world: Mapping[str, Any] | None = None,
    findings: Mapping[str, Any] | None = None,
    known: float | None = None,
) -> Case:
    """A partial case. With a `world` it tells only what is so there; without, it may contradict itself."""
    share = rng.choice([0.15, 0.4, 0.6, 0.85, 1.0]) if known is None else known
    case: Case = {"facts": {}, "findings": {}}
    for name, pool in drafted.pools.items():
        truth = world[name] if world is not None else rng.choice(pool)
        judged = name in drafted.document.get("dimensions", {})
        if rng.random() < share:
            case["findings" if judged else "facts"][name] = (
                truth if judged or rng.random() < 0.9 else {"value": truth}
            )
        elif not judged and rng.random() < 0.4:
            case["facts"][name] = _not_established(rng, pool, truth)
    stated = 0.0 if rng.random() < 0.5 else rng.choice([0.2, 0.5])
    for name, values in drafted.findings.items():
        if name not in drafted.pools and rng.random() < stated:
            case["findings"][name] = findings[name] if findings is not None else rng.choice(values)
    return case


def _not_established(rng: Random, pool: list[Any], truth: Any) -> Any:
    others = [value for value in pool if value != truth]
    shape = rng.choice(["null", "unknown", "conflicting", "one_of", "one_of"])
    if not others or shape == "null":
        return None
    if shape == "unknown":
        return "unknown"
    values = [truth, *rng.sample(others, rng.randint(1, min(2, len(others))))]
    return {shape: rng.sample(values, len(values))}


def drafts(options: Options | None = None) -> st.SearchStrategy[Draft]:
    """Rulesets for hypothesis, which can shrink them: every draw is one of its own."""
    return st.randoms(use_true_random=False).map(lambda rng: draft(rng, options))

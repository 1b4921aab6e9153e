"""Rewrites that mean the same give no difference, at the standard size as well."""

from __future__ import annotations

import copy
from functools import cache
from random import Random
from typing import Any

import tolerance_engine as te
from tests.compare.edits import standard_edits
from tests.drafter import Document
from tests.oracles.yaml_text import to_yaml
from tests.synthetic import CIRCUMSTANCES, standard, whole_case
from tolerance_engine.analysis.compare import Diff, diff
from tolerance_engine.ruleset import load_text


@cache
def loaded(text: str) -> te.Ruleset:
    """The ruleset of a document, once."""
    return load_text(text)


def rewritten(document: Document, seed: int) -> Document:
    """The same measure: clauses split by a fact, dead clauses added, everything in another order."""
    rng = Random(seed)
    after = copy.deepcopy(document)
    clauses: list[Any] = []
    for clause in after["clauses"]:
        if rng.random() < 0.6:
            name = rng.choice(CIRCUMSTANCES)
            for number, part in enumerate(({name: "good"}, {"not": {name: "good"}})):
                clauses.append(
                    {**clause, "id": f"{clause['id']}-{number}", "when": {"all": [part, clause["when"]]}}
                )
        else:
            clauses.append(clause)
        if rng.random() < 0.5:  # never applies where the clause it repeats does not
            clauses.append(
                {**clause, "id": f"{clause['id']}-again", "when": {"all": [clause["when"], clause["when"]]}}
            )
    rng.shuffle(clauses)
    return after | {"clauses": clauses}


def test_a_rewrite_is_equal() -> None:
    """Sixty clauses split, repeated and shuffled into more than a hundred decide every case alike."""
    document = standard(1)
    after = rewritten(document, 1)
    assert len(after["clauses"]) > 100
    found = diff(loaded(to_yaml(document)), loaded(to_yaml(after)))
    assert (found.equal, found.relation, found.differing) == (True, "equal", 0)
    assert found.cases == diff(loaded(to_yaml(document)), loaded(to_yaml(document))).cases


@cache
def standard_pair() -> tuple[Document, Document, Diff]:
    """The pair that the benchmark times."""
    document = standard(0)
    after = standard_edits(document, 0)
    return document, after, diff(loaded(to_yaml(document)), loaded(to_yaml(after)))


def test_the_standard_pair_adds_up() -> None:
    """About 10^16 cells: the matrix adds up to them, every change has a case, and no edit is lost."""
    _, _, found = standard_pair()
    assert found.cases > 10**15
    assert sum(row.count for row in found.matrix) == found.cases
    changes = [row for row in found.matrix if row.relation != "equal"]
    assert changes
    assert all(row.witness is not None for row in changes)
    assert (
        sum(row.count for row in changes)
        == found.differing
        == found.stricter + found.looser + found.incomparable
    )
    assert len(found.edits) == 8
    assert all(edit.count is not None and edit.cases == found.cases for edit in found.edits)
    assert max(edit.count or 0 for edit in found.edits) > 0


def test_the_standard_pair_sampled() -> None:
    """Cases drawn at random and determined one by one only ever show transitions that the matrix has."""
    document, after, found = standard_pair()
    rng = Random(5)
    counted = {(row.before, row.after) for row in found.matrix}
    seen = set()
    for _ in range(400):
        facts = whole_case(rng, document)
        one, other = (te.determine(r, {"facts": facts}).outcome for r in (found.a, found.b))
        seen.add((one, other))
    assert seen <= counted
    assert len(seen) > 4
    assert after["clauses"] != document["clauses"]

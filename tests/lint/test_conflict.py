"""R102: grounds that disagree."""

from __future__ import annotations

import pytest

from tests.lint.faults import Fault
from tests.lint.support import at, check, found, place, seeded, spoilt


@pytest.mark.parametrize("fault", seeded("R102"), ids=lambda fault: fault.name)
def test_every_seeded_fault_is_found(fault: Fault) -> None:
    """Grounds that give one case different outcomes are found, with such a case."""
    assert all(finding.severity == "error" for finding in check(fault))


def test_the_clauses_that_disagree_are_named_at_the_later_one() -> None:
    """The finding stands at the later clause, names the earlier one, and its case ends in `conflict`."""
    text = spoilt("plain", ("    unless: {careful: applies}\n", ""))
    (finding,) = found(text, "R102")
    assert at(finding) == place(text, "  - id: «made-good")
    assert "`careful`" in finding.diagnostic.message.zh and "`careful`" in finding.diagnostic.message.en
    assert finding.witness is not None and finding.witness.outcome == "conflict"


def test_grounds_that_agree_or_are_barred_do_not_conflict() -> None:
    """Two grounds for one outcome, or grounds that disagree only where an exclusion decides, are no conflict."""
    alike = (
        "clauses:\n",
        "clauses:\n  - {id: like, kind: ground, when: {all: [{careful: applies}, {gain: false}]}, then: granted, basis: stated, cite: {source: doc, at: 例}, zh: 例}\n",
    )
    assert found(spoilt("plain", alike), "R102") == []
    barred = (
        "clauses:\n",
        "clauses:\n  - {id: like, kind: ground, when: {all: [{careful: applies}, {gain: true}]}, then: reduced, basis: stated, cite: {source: doc, at: 例}, zh: 例}\n",
    )
    assert found(spoilt("plain", barred), "R102") == []


def test_a_declared_combination_settles_it() -> None:
    """Where the file says which of two grounds prevails there is no conflict."""
    text = spoilt(
        "plain",
        ("    unless: {careful: applies}\n", ""),
        ("clauses:\n", "combine: most_favourable\nclauses:\n"),
    )
    assert found(text, "R102") == []

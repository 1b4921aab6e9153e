"""R110: limits that do not meet."""

from __future__ import annotations

import pytest

from tests.lint.faults import Fault
from tests.lint.support import check, found, seeded, spoilt


@pytest.mark.parametrize("fault", seeded("R110"), ids=lambda fault: fault.name)
def test_every_seeded_fault_is_found(fault: Fault) -> None:
    """Limits that overlap in one value, or leave one out, are found with a case at that value."""
    assert all(finding.severity == "warning" for finding in check(fault))


def clause(name: str, when: str, then: str = "refused", kind: str = "exclusion") -> tuple[str, str]:
    """One clause more."""
    return (
        "clauses:\n",
        f"clauses:\n  - {{id: {name}, kind: {kind}, when: {when}, then: {then}, basis: stated, cite: {{source: doc, at: 例}}, zh: 例}}\n",
    )


def test_the_witness_has_the_value() -> None:
    """The case shown has the very value at which the limits fail to meet."""
    (finding,) = found(spoilt("plain", clause("big-loss", "{loss: {at_least: 500}}")), "R110")
    assert finding.witness is not None and finding.witness.case.facts["loss"] == 500


@pytest.mark.parametrize(
    "when",
    [
        "{loss: {more_than: 500}}",
        "{not: {loss: {at_most: 500}}}",
        "{loss: {at_least: 600}}",
        "{helpers: {at_least: 500}}",
    ],
)
def test_limits_that_meet_are_fine(when: str) -> None:
    """Limits that share their boundary value exactly once, lie apart on purpose, or are of different facts, are not told of."""
    assert found(spoilt("plain", clause("big-loss", when)), "R110") == []


def test_a_value_that_a_third_clause_takes_is_no_gap() -> None:
    """Between two whole numbers a clause of its own for the number in between is no slip."""
    text = spoilt(
        "plain",
        (
            "{any: [{repaid: true}, {helpers: {at_least: 3}}]}",
            "{any: [{helpers: {at_most: 1}}, {helpers: {at_least: 3}}]}",
        ),
    )
    assert found(text, "R110") == []


def test_limits_at_the_end_of_the_calendar() -> None:
    """A limit beyond which there is no day is compared without an error."""
    text = spoilt(
        "plain",
        clause("early", "{all: [{gain: true}, {done_on: {on_or_before: 9999-12-31}}]}"),
        ("{on_or_after: 2018-01-01}", "{after: 9999-12-30}"),
    )
    assert {finding.subject for finding in found(text, "R110")} <= {"careful"}

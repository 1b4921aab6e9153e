"""R121: what claims a source and cites none."""

from __future__ import annotations

import pytest

from tests.lint.faults import Fault
from tests.lint.support import at, check, found, place, seeded, spoilt


@pytest.mark.parametrize("fault", seeded("R121"), ids=lambda fault: fault.name)
def test_every_seeded_fault_is_found(fault: Fault) -> None:
    """What is stated or implied and cites nothing is found."""
    assert all(finding.severity == "error" for finding in check(fault))


def test_our_own_reading_needs_no_citation() -> None:
    """An interpretation says that no source says it, and is not asked for a citation."""
    text = spoilt(
        "plain",
        (
            "then: refused, basis: stated, cite: {source: doc, at: 第五条}",
            "then: refused, basis: interpretation, reason: 例",
        ),
    )
    assert found(text, "R121") == []


def test_it_points_at_the_provision() -> None:
    """The finding stands at the identifier of the clause, or at the key of the pole."""
    text = spoilt(
        "plain",
        ("then: refused, basis: stated, cite: {source: doc, at: 第五条}", "then: refused, basis: stated"),
    )
    (finding,) = found(text, "R121")
    assert at(finding) == place(text, "{id: «self-dealing")
    text = spoilt(
        "plain",
        (
            "when: {bypassed: true}, basis: stated, cite: {source: doc, at: 第四条}",
            "when: {bypassed: true}, basis: stated",
        ),
    )
    (finding,) = found(text, "R121")
    assert at(finding) == place(text, "    «adverse: {zh: 失当")

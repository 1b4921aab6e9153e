"""R100: no case is possible, or none is in scope."""

from __future__ import annotations

import pytest

from tests.lint.faults import Fault
from tests.lint.support import at, check, found, place, seeded, spoilt


@pytest.mark.parametrize("fault", seeded("R100"), ids=lambda fault: fault.name)
def test_every_seeded_fault_is_found(fault: Fault) -> None:
    """A ruleset no case can meet is found out, and nothing else is said of it."""
    assert all(finding.severity == "error" for finding in check(fault))


def test_the_assumptions_or_the_scope_are_named() -> None:
    """It says whether the assumptions leave nothing, or the scope leaves nothing of what they leave."""
    nothing = spoilt(
        "plain", ("{if: {knew: true}, then: {banned: true}}", "{never: {any: [{gain: true}, {gain: false}]}}")
    )
    (finding,) = found(nothing, "R100")
    assert finding.subject == "assume" and at(finding) == place(nothing, "«assume:\n")
    outside = spoilt("plain", ("{rank: {in: [county, town]}}", "{all: [{rank: county}, {rank: town}]}"))
    (finding,) = found(outside, "R100")
    assert finding.subject == "scope" and at(finding) == place(outside, "scope: {«when")


def test_one_possible_case_is_enough() -> None:
    """Assumptions that leave a single value of everything they name are strict, not contradictory."""
    strict = spoilt(
        "plain",
        ("{if: {knew: true}, then: {banned: true}}", "{never: {any: [{knew: true}, {banned: true}]}}"),
    )
    assert found(strict, "R100") == []

"""R111: an exclusion on plain adverse."""

from __future__ import annotations

import pytest

from tests.lint.faults import Fault
from tests.lint.support import check, found, seeded, spoilt


@pytest.mark.parametrize("fault", seeded("R111"), ids=lambda fault: fault.name)
def test_every_seeded_fault_is_found(fault: Fault) -> None:
    """An exclusion that one favourable circumstance undoes is found, with a mixed case that escapes it."""
    assert all(finding.severity == "warning" for finding in check(fault))


def test_the_witness_is_mixed_and_ends_better() -> None:
    """The case shown escapes the exclusion and ends better than it would have it."""
    (finding,) = found(spoilt("read", ("{motive: some_adverse}", "{motive: adverse}")), "R111")
    assert finding.witness is not None
    assert finding.witness.case.findings["motive"] == "mixed" and finding.witness.outcome in ("good", "fair")


def test_where_nothing_can_be_mixed_adverse_is_enough() -> None:
    """Where both poles cannot hold together the two words mean the same, and nothing is said."""
    text = spoilt(
        "plain",
        ("when: {bypassed: true}, basis", "when: {all: [{bypassed: true}, {joint: false}]}, basis"),
        ("{method: some_adverse}", "{method: adverse}"),
    )
    assert found(text, "R111") == []


def test_a_ground_may_ask_for_plain_adverse() -> None:
    """Only exclusions are meant to catch what is adverse in part."""
    text = spoilt(
        "plain",
        (
            "{any: [{repaid: true}, {helpers: {at_least: 3}}]}",
            "{any: [{repaid: true}, {method: adverse}, {helpers: {at_least: 3}}]}",
        ),
    )
    assert found(text, "R111") == []

"""R106: an exclusion or an exception that makes no difference."""

from __future__ import annotations

import pytest

from tests.lint.faults import Fault
from tests.lint.support import at, check, found, place, seeded, spoilt


@pytest.mark.parametrize("fault", seeded("R106"), ids=lambda fault: fault.name)
def test_every_seeded_fault_is_found(fault: Fault) -> None:
    """An exclusion or exception that never makes a difference is found, with a case it applies to."""
    assert all(finding.severity == "warning" for finding in check(fault))


def test_a_target_that_does_not_apply_then_is_named() -> None:
    """Of several clauses that an exception disables, only those it never keeps from applying are named."""
    text = spoilt(
        "plain",
        (
            "{objected: true}, disables: [defied]",
            "{all: [{objected: true}, {gain: false}]}, disables: [defied, self-dealing]",
        ),
    )
    (finding,) = found(text, "R106")
    assert (
        "`self-dealing`" in finding.diagnostic.message.zh and "`defied`" not in finding.diagnostic.message.zh
    )
    assert at(finding) == place(text, "  - {id: «spoke-up")


def test_an_exclusion_that_decides_one_case_alone_bites() -> None:
    """An exclusion stays when without it a single case would end otherwise."""
    text = spoilt(
        "plain",
        (
            "clauses:\n",
            "clauses:\n  - {id: extra, kind: exclusion, when: {all: [{careful: applies}, {loss: {at_most: 0}}]}, then: refused, basis: stated, cite: {source: doc, at: 例}, zh: 例}\n",
        ),
    )
    assert found(text, "R106") == []


def test_of_two_alike_one_is_kept() -> None:
    """Of two exclusions that say the same, the later is found and the earlier is not."""
    text = spoilt(
        "plain",
        (
            "clauses:\n",
            "clauses:\n  - {id: extra, kind: exclusion, when: {gain: true}, then: refused, basis: stated, cite: {source: doc, at: 例}, zh: 例}\n",
        ),
    )
    assert [finding.subject for finding in found(text, "R106")] == ["self-dealing"]

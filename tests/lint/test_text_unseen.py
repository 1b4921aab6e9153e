"""R123: a clause from text that was not seen."""

from __future__ import annotations

import pytest

from tests.lint.faults import Fault
from tests.lint.support import check, found, linted, seeded, spoilt


@pytest.mark.parametrize("fault", seeded("R123"), ids=lambda fault: fault.name)
def test_every_seeded_fault_is_found(fault: Fault) -> None:
    """A clause that claims a source of which only a summary was seen is found."""
    assert all(finding.severity == "warning" for finding in check(fault))


def test_one_source_that_was_seen_is_enough() -> None:
    """A clause that also cites a text read in full or in excerpt is not told of."""
    text = spoilt(
        "plain",
        ("cite: {source: doc, at: 第五条}", "cite: [{source: report, at: 一}, {source: doc, at: 第五条}]"),
    )
    assert found(text, "R123") == []


def test_an_interpretation_claims_no_text() -> None:
    """A clause that says it is our reading may name a summary as what it starts from."""
    text = spoilt(
        "read", ("reason: 动机不利不宜容。", "reason: 动机不利不宜容。, cite: {source: press, at: 一}")
    )
    assert found(text, "R123") == []


def test_a_finding_can_be_accepted_with_a_reason() -> None:
    """What the file accepts at a clause is kept apart with its reason, and still found elsewhere."""
    stated = ("cite: {source: doc, at: 第五条}", "cite: {source: report, at: 第五条}")
    other = ("cite: {source: doc, at: 第六条}, zh: 明知", "cite: {source: report, at: 第六条}, zh: 明知")
    accepted = ("clauses:\n", "accepted: [{code: R123, at: self-dealing, reason: 已核对}]\nclauses:\n")
    report = linted(spoilt("plain", stated, other, accepted))
    assert [(f.code, f.subject) for f in report] == [("R123", "defied")]
    assert [(f.subject, f.accepted) for f in report.accepted] == [("self-dealing", "已核对")]

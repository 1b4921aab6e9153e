"""R103: a clause that can never apply."""

from __future__ import annotations

import pytest

from tests.lint.faults import Fault
from tests.lint.support import at, check, found, place, seeded, spoilt


@pytest.mark.parametrize("fault", seeded("R103"), ids=lambda fault: fault.name)
def test_every_seeded_fault_is_found(fault: Fault) -> None:
    """A clause that no possible case meets is found, whatever stands in its way."""
    assert all(finding.severity == "error" for finding in check(fault))


CLAUSE = "clauses:\n  - {{id: extra, kind: exclusion, {}, then: refused, basis: stated, cite: {{source: doc, at: 例}}, zh: 例}}\n"


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ("when: {all: [{gain: true}, {gain: false}]}", "自相矛盾"),
        ("when: {all: [{knew: true}, {banned: false}]}", "`assume`"),
        ("when: {rank: other}", "范围"),
        ("when: {knew: true}, unless: {banned: true}", "`unless`"),
    ],
)
def test_it_says_what_stands_in_the_way(condition: str, why: str) -> None:
    """The message says whether the condition, the assumptions, the scope or the `unless` keeps the clause away."""
    text = spoilt("plain", ("clauses:\n", CLAUSE.format(condition)))
    (finding,) = found(text, "R103")
    assert why in finding.diagnostic.message.zh
    assert at(finding) == place(text, "  - {id: «extra")
    assert finding.witness is None, "no case can show that there is none"


def test_the_exceptions_that_together_disable_it_are_named() -> None:
    """Of several exceptions the fewest that cover every case of the clause are named, none of them enough alone."""
    exceptions = "  - {{id: {}, kind: exception, when: {}, disables: [defied], basis: stated, cite: {{source: doc, at: 例}}, zh: 例}}\n"
    more = exceptions.format("kept-silent", "{objected: false}") + exceptions.format(
        "rich", "{loss: {more_than: 9}}"
    )
    (finding,) = found(spoilt("plain", ("clauses:\n", "clauses:\n" + more)), "R103")
    assert "`kept-silent`、`spoke-up`" in finding.diagnostic.message.zh
    assert "`rich`" not in finding.diagnostic.message.zh


def test_dead_under_one_reading_only_is_alive() -> None:
    """A clause that applies under one of its readings is not dead."""
    text = spoilt(
        "read",
        (
            "modality: must, basis: stated",
            "modality: must, unless: {by_reading: {as_written: {clean: false}, weighed: {all: [{red: true}, {red: false}]}}}, basis: stated",
        ),
    )
    assert found(text, "R103") == []

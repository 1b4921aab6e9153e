"""R190: an acceptance of what is not found."""

from __future__ import annotations

import pytest

from tests.lint.faults import Fault
from tests.lint.support import check, found, linted, seeded, spoilt


@pytest.mark.parametrize("fault", seeded("R190"), ids=lambda fault: fault.name)
def test_every_seeded_fault_is_found(fault: Fault) -> None:
    """An acceptance that meets no finding is found itself."""
    assert all(finding.severity == "warning" for finding in check(fault))


def test_an_acceptance_is_needed_everywhere_it_names() -> None:
    """Each place that an acceptance names must have the finding; the one that has not is told."""
    stated = ("cite: {source: doc, at: 第五条}", "cite: {source: report, at: 第五条}")
    accepted = ("clauses:\n", "accepted: [{code: R123, at: [self-dealing, defied], reason: 例}]\nclauses:\n")
    (finding,) = found(spoilt("plain", stated, accepted), "R190")
    assert (
        "`defied`" in finding.diagnostic.message.zh and "`self-dealing`" not in finding.diagnostic.message.zh
    )


def test_accepting_changes_no_verdict_and_no_digest() -> None:
    """The receipt of a ruleset is the same with and without its acceptances."""
    stated = ("cite: {source: doc, at: 第五条}", "cite: {source: report, at: 第五条}")
    accepted = ("clauses:\n", "accepted: [{code: R123, reason: 例}]\nclauses:\n")
    plain, kept = linted(spoilt("plain", stated)), linted(spoilt("plain", stated, accepted))
    assert len(plain) == 1 and len(kept) == 0 and len(kept.accepted) == 1
    assert plain.ruleset.linked.digest == kept.ruleset.linked.digest

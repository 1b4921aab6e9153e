"""R124: a silence used as if the source spoke."""

from __future__ import annotations

import pytest

from tests.lint.faults import Fault
from tests.lint.support import check, found, seeded, spoilt


@pytest.mark.parametrize("fault", seeded("R124"), ids=lambda fault: fault.name)
def test_every_seeded_fault_is_found(fault: Fault) -> None:
    """What the file declares silent and a stated provision uses all the same is found."""
    assert all(finding.severity == "warning" for finding in check(fault))


SILENT = "silent: [{{topic: t, kind: {}, fact: {}, zh: 例}}]\nclauses:\n"


def test_a_fact_may_stand_for_what_is_open() -> None:
    """A yes-or-no fact may hold the place of what the source leaves open; a limit may not."""
    for kind in ("unseen", "silent"):
        assert found(spoilt("plain", ("clauses:\n", SILENT.format(kind, "gain"))), "R124") == []
        (finding,) = found(spoilt("plain", ("clauses:\n", SILENT.format(kind, "loss"))), "R124")
        assert finding.subject == "small"


def test_our_own_reading_may_fill_a_silence() -> None:
    """A provision marked as interpretation may set a limit that the source does not give."""
    own = ("basis: stated, cite: {source: doc, at: 第三条}", "basis: interpretation, reason: 例")
    assert found(spoilt("plain", own, ("clauses:\n", SILENT.format("silent", "loss"))), "R124") == []

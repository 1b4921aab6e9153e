"""R109: an outcome that no case comes to."""

from __future__ import annotations

import pytest

from tests.lint.faults import Fault
from tests.lint.support import at, check, found, place, seeded, spoilt


@pytest.mark.parametrize("fault", seeded("R109"), ids=lambda fault: fault.name)
def test_every_seeded_fault_is_found(fault: Fault) -> None:
    """An outcome out of reach is found."""
    assert all(finding.severity == "error" for finding in check(fault))


def test_an_outcome_within_a_range_is_reached_by_the_range() -> None:
    """An outcome that only a range names is left to the deciding body, not out of reach."""
    text = spoilt(
        "plain",
        (
            "  - {id: reduced, zh: 从轻}",
            "  - {id: reduced, zh: 从轻, range: [lighter, reduced]}\n  - {id: lighter, zh: 减轻}",
        ),
    )
    assert found(text, "R109") == []


def test_it_points_at_the_outcome() -> None:
    """The finding stands at the identifier of the outcome."""
    text = spoilt(
        "plain",
        ("  - {id: refused, zh: 不予容错}", "  - {id: warned, zh: 提醒}\n  - {id: refused, zh: 不予容错}"),
    )
    (finding,) = found(text, "R109")
    assert at(finding) == place(text, "{id: «warned")

"""R107: a condition that makes no difference."""

from __future__ import annotations

import pytest

from tests.lint.faults import Fault
from tests.lint.support import at, check, found, place, seeded, spoilt


@pytest.mark.parametrize("fault", seeded("R107"), ids=lambda fault: fault.name)
def test_every_seeded_fault_is_found(fault: Fault) -> None:
    """A condition that could go without changing its provision is found."""
    assert all(finding.severity == "warning" for finding in check(fault))


def test_the_condition_itself_is_underlined() -> None:
    """The finding points at the very condition, and quotes it as it is written."""
    text = spoilt("plain", ("when: {knew: true}, then", "when: {all: [{knew: true}, {banned: true}]}, then"))
    (finding,) = found(text, "R107")
    assert at(finding) == place(text, "when: {all: [{knew: true}, {«banned: true}]}, then")
    assert finding.diagnostic.underlined == "banned" and "`{banned: true}`" in finding.diagnostic.message.zh


def test_the_outermost_idle_condition_is_named_once() -> None:
    """Inside a condition that is idle as a whole nothing more is said."""
    text = spoilt(
        "plain",
        (
            "when: {knew: true}, then",
            "when: {all: [{knew: true}, {any: [{banned: true}, {all: [{gain: true}, {gain: true}]}]}]}, then",
        ),
    )
    (finding,) = found(text, "R107")
    assert "any" in finding.diagnostic.message.zh


def test_of_two_that_stand_for_each_other_one_is_kept() -> None:
    """Where either of two conditions could go but not both, one is found."""
    text = spoilt(
        "plain", ("when: {gain: true}, then", "when: {all: [{gain: true}, {not: {gain: false}}]}, then")
    )
    (finding,) = found(text, "R107")
    assert "not" in finding.diagnostic.message.zh


def test_idle_under_one_reading_only_is_not_idle() -> None:
    """A condition that matters under one of the readings stays."""
    text = spoilt(
        "read",
        (
            "{all: [{red: false}, {not: {fund: relief}}]}",
            "{all: [{red: false}, {not: {fund: relief}}, {by_reading: {as_written: {red: false}, weighed: {a: true}}}]}",
        ),
    )
    assert found(text, "R107") == []

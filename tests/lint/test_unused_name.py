"""R112: a definition or dimension nobody asks for."""

from __future__ import annotations

import pytest

from tests.lint.faults import Fault
from tests.lint.support import check, found, seeded, spoilt


@pytest.mark.parametrize("fault", seeded("R112"), ids=lambda fault: fault.name)
def test_every_seeded_fault_is_found(fault: Fault) -> None:
    """A definition or dimension that nothing reaches is found."""
    assert all(finding.severity == "warning" for finding in check(fault))


def test_used_by_a_used_definition_is_used() -> None:
    """A definition that only another definition asks for is used as long as that one is."""
    text = spoilt(
        "plain",
        (
            "definitions:\n",
            "definitions:\n  tiny: {zh: 损失微小, when: {loss: {at_most: 5}}, basis: stated, cite: {source: doc, at: 例}}\n",
        ),
        (
            "{zh: 损失较小, when: {loss: {at_most: 500}}",
            "{zh: 损失较小, when: {any: [{tiny: true}, {loss: {at_most: 500}}]}",
        ),
    )
    assert found(text, "R112") == []


def test_used_by_a_property_is_used() -> None:
    """A definition that only a property asks for is used."""
    text = spoilt(
        "plain",
        (
            "definitions:\n",
            "definitions:\n  tiny: {zh: 损失微小, when: {loss: {at_most: 5}}, basis: stated, cite: {source: doc, at: 例}}\n",
        ),
        ("clauses:\n", "properties: [{id: p, never: conflict, when: {tiny: true}}]\nclauses:\n"),
    )
    assert found(text, "R112") == []

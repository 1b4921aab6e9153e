"""R101: cases for which no clause says anything."""

from __future__ import annotations

import pytest

from tests.lint.bases import READ
from tests.lint.faults import Fault
from tests.lint.support import check, found, seeded, spoilt


@pytest.mark.parametrize("fault", seeded("R101"), ids=lambda fault: fault.name)
def test_every_seeded_fault_is_found(fault: Fault) -> None:
    """A reading that means to decide and leaves cases to the default is found, with such a case."""
    assert all(finding.severity == "warning" for finding in check(fault))


def test_a_reading_without_grounds_leaves_open_on_purpose() -> None:
    """A reading that only excludes decides nothing else, and no gap is found in it."""
    assert READ.count("readings: [weighed]") == 4
    assert found(READ, "R101") == []


def test_a_gap_that_the_source_leaves_is_not_ours() -> None:
    """Where another value of a fact declared in `silent` would meet a ground, the gap is explained; elsewhere not."""
    narrow = ("when: {not: {any: [{careful", "when: {all: [{joint: true}, {not: {any: [{careful")
    closed = ("{made-good: applies}]}}\n    then: refused", "{made-good: applies}]}}]}\n    then: refused")
    unexplained = spoilt("plain", narrow, closed)
    assert [finding.subject for finding in found(unexplained, "R101")] == ["sole"]
    silent = "silent: [{topic: procedure, kind: unseen, fact: FACT, zh: 程序}]\nclauses:\n"
    explained = spoilt("plain", narrow, closed, ("clauses:\n", silent.replace("FACT", "joint")))
    assert found(explained, "R101") == []
    elsewhere = spoilt("plain", narrow, closed, ("clauses:\n", silent.replace("FACT", "studied")))
    assert [finding.subject for finding in found(elsewhere, "R101")] == ["sole"]


def test_a_default_that_the_source_gives_is_no_gap() -> None:
    """Where the file gives an outcome when nothing applies, nothing falls through."""
    narrow = ("when: {not: {any: [{careful", "when: {all: [{joint: true}, {not: {any: [{careful")
    closed = ("{made-good: applies}]}}\n    then: refused", "{made-good: applies}]}}]}\n    then: refused")
    assert (
        found(spoilt("plain", narrow, closed, ("clauses:\n", "default: refused\nclauses:\n")), "R101") == []
    )


def test_the_witness_ends_in_not_specified() -> None:
    """The case shown is one that ends in `not_specified` under the reading named."""
    text = spoilt(
        "plain",
        ("unless: {careful: applies}", "unless: {any: [{careful: applies}, {joint: true}]}"),
        ("{made-good: applies}]}}", "{repaid: true}, {helpers: {at_least: 3}}]}}"),
    )
    (finding,) = found(text, "R101")
    assert finding.witness is not None and finding.witness.outcome == "not_specified"

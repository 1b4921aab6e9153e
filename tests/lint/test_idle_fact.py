"""R108: a fact that never matters."""

from __future__ import annotations

import pytest

from tests.lint.faults import Fault
from tests.lint.support import check, found, seeded, spoilt


@pytest.mark.parametrize("fault", seeded("R108"), ids=lambda fault: fault.name)
def test_every_seeded_fault_is_found(fault: Fault) -> None:
    """A fact that settles nothing is found."""
    assert all(finding.severity == "warning" for finding in check(fault))


def test_facts_that_go_together_are_not_both_idle() -> None:
    """Where one of two facts can be told from the other, one of them is needed and only the other is idle."""
    text = spoilt(
        "plain",
        (
            "{if: {knew: true}, then: {banned: true}}",
            "{if: {knew: true}, then: {banned: true}}\n  - {if: {gain: true}, then: {hidden: true}}\n  - {if: {hidden: true}, then: {gain: true}}",
        ),
        ("  done_on: {type", "  hidden: {type: boolean, zh: 隐瞒}\n  done_on: {type"),
        ("when: {gain: true}, then", "when: {any: [{gain: true}, {hidden: true}]}, then"),
    )
    assert len(found(text, "R108")) == 1


def test_a_fact_that_is_declared_unseen_may_wait() -> None:
    """A fact that `silent` names stands for text not seen, and may be asked of nobody yet."""
    text = spoilt(
        "plain",
        ("  done_on: {type", "  filed: {type: boolean, zh: 报备}\n  done_on: {type"),
        ("clauses:\n", "silent: [{topic: filing, kind: unseen, fact: filed, zh: 报备}]\nclauses:\n"),
    )
    assert found(text, "R108") == []


def test_a_fact_that_only_the_procedure_asks_for_is_used() -> None:
    """A condition of the procedure, and what it requires to be established, keep a fact from being idle."""
    path = (
        "procedure:\n  stages: {applied: {zh: 已申请}, done: {zh: 已办结, end: closed}}\n"
        "  start: [{how: application, to: applied, basis: stated}]\n"
        "  transitions: [{event: closed, from: [applied], to: done, basis: stated, when: {major: true}, "
        "requires: {established: [filed]}}]\n"
    )
    facts = "  major: {type: boolean, zh: 重大}\n  filed: {type: boolean, zh: 报备}\n  done_on: {type"
    spare = spoilt("plain", ("  done_on: {type", facts))
    assert len(found(spare, "R108")) == 2
    assert (
        found(spoilt("plain", ("  done_on: {type", facts), ("clauses:\n", path + "clauses:\n")), "R108") == []
    )


def test_dates_behind_a_derived_fact_are_used() -> None:
    """Dates that only feed a derived fact are asked for through it."""
    text = spoilt(
        "plain",
        (
            "  done_on: {type",
            "  sent_on: {type: date, zh: 送出日}\n  due_on: {type: date, zh: 期限}\n  in_time: {type: boolean, zh: 按期, derive: {sent_on: {on_or_before: due_on}}}\n  done_on: {type",
        ),
        ("when: {gain: true}, then", "when: {all: [{gain: true}, {in_time: false}]}, then"),
    )
    assert found(text, "R108") == []

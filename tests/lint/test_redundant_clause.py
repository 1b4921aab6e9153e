"""R105: a ground that could be removed."""

from __future__ import annotations

import pytest

from tests.lint.faults import Fault
from tests.lint.support import check, found, seeded, spoilt


@pytest.mark.parametrize("fault", seeded("R105"), ids=lambda fault: fault.name)
def test_every_seeded_fault_is_found(fault: Fault) -> None:
    """A ground that other clauses or the default make superfluous is found, with a case."""
    assert all(finding.severity == "warning" for finding in check(fault))


AGAIN = (
    "  - {id: again, kind: ground, when: {otherwise-like}, then: refused, BASIS, zh: 例}\n  - id: otherwise\n"
)
LIKE = "{not: {any: [{careful: applies}, {made-good: applies}]}}"


def again(basis: str, more: str = "") -> str:
    """The plain ruleset with its last clause said twice, the first time on another basis."""
    text = AGAIN.replace("{otherwise-like}", LIKE).replace("BASIS", basis) + more
    return spoilt("plain", ("  - id: otherwise\n", text))


def test_what_covers_it_is_named() -> None:
    """The clauses that say the same are named, and the case shown ends as the clause says."""
    (finding,) = found(again("basis: stated, cite: {source: doc, at: 例}"), "R105")
    assert finding.subject == "otherwise" and "`again`" in finding.diagnostic.message.zh
    assert finding.witness is not None and finding.witness.outcome == "refused"


def test_a_reading_of_ours_does_not_make_what_is_stated_superfluous() -> None:
    """Of two clauses that say the same, only the one with no more authority than the other is redundant."""
    weaker = "basis: interpretation, reason: 例"
    assert [finding.subject for finding in found(again(weaker), "R105")] == ["again"]


def test_a_duty_is_not_covered_by_a_possibility() -> None:
    """A clause whose modality nothing else carries stays: without it the verdict would be worded otherwise."""
    stated = "basis: stated, cite: {source: doc, at: 例}"
    assert [f.subject for f in found(again(f"modality: must, {stated}"), "R105")] == ["otherwise"]
    both = again(f"modality: may, {stated}").replace(
        "    basis: implied", "    modality: must\n    basis: implied"
    )
    assert found(both, "R105") == []


def test_the_default_can_cover_a_clause() -> None:
    """A clause that gives the outcome of the default, where nothing else applies, is redundant."""
    text = spoilt("plain", ("clauses:\n", "default: refused\nclauses:\n"))
    (finding,) = found(text, "R105")
    assert finding.subject == "otherwise" and "`default`" in finding.diagnostic.message.zh


def test_a_clause_that_others_ask_for_is_needed() -> None:
    """A clause is not redundant while another condition asks whether it applies."""
    stated = "basis: stated, cite: {source: doc, at: 例}"
    more = "".join(
        f"  - {{id: ex-{name}, kind: exception, when: {{{name}: applies}}, disables: [self-dealing], {stated}, zh: 例}}\n"
        for name in ("again", "otherwise")
    )
    text = spoilt(
        "plain",
        ("clauses:\n", "clauses:\n" + more),
        ("  - id: otherwise\n", AGAIN.replace("{otherwise-like}", LIKE).replace("BASIS", stated)),
    )
    assert found(text, "R105") == []

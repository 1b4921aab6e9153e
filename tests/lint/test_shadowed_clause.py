"""R104: a clause that never decides."""

from __future__ import annotations

import pytest

from tests.lint.faults import Fault
from tests.lint.support import check, found, seeded, spoilt


@pytest.mark.parametrize("fault", seeded("R104"), ids=lambda fault: fault.name)
def test_every_seeded_fault_is_found(fault: Fault) -> None:
    """A clause that applies and never decides is found, with a case in which another decides."""
    assert all(finding.severity == "warning" for finding in check(fault))


CLAUSE = "clauses:\n  - {{id: extra, kind: ground, when: {}, then: refused, basis: stated, cite: {{source: doc, at: 例}}, zh: 例}}\n"


def test_a_minimal_covering_set_is_named() -> None:
    """Where several clauses cover it only together, all of them are named, and no others."""
    both = "{any: [{gain: true}, {all: [{knew: true}, {objected: false}]}]}"
    (finding,) = found(spoilt("plain", ("clauses:\n", CLAUSE.format(both))), "R104")
    assert "`self-dealing`、`defied` 也适用" in finding.diagnostic.message.zh
    one = "{all: [{gain: true}, {knew: true}]}"
    (finding,) = found(spoilt("plain", ("clauses:\n", CLAUSE.format(one))), "R104")
    assert "`self-dealing` 也适用" in finding.diagnostic.message.zh


def test_one_case_of_its_own_is_enough() -> None:
    """A clause that decides a single case is not shadowed."""
    text = CLAUSE.format(
        "{any: [{gain: true}, {all: [{careful: applies}, {loss: {at_most: 0}}, {helpers: {at_most: 0}}]}]}"
    )
    assert found(spoilt("plain", ("clauses:\n", text)), "R104") == []


def test_a_better_ground_shadows_where_the_better_prevails() -> None:
    """Which ground covers another depends on how grounds are combined."""
    edit = (
        "{at_least: 1, of: [{motive: favourable}, {cause: favourable}, {c: true}]}",
        "{all: [{motive: favourable}, {cause: favourable}, {c: true}]}",
    )
    (finding,) = found(spoilt("read", edit), "R104")
    assert finding.subject == "half-good" and "`all-good`" in finding.diagnostic.message.zh
    least = ("combine: most_favourable", "combine: least_favourable")
    (finding,) = found(spoilt("read", edit, least), "R104")
    assert finding.subject == "all-good" and "`half-good`、`rest`" in finding.diagnostic.message.zh

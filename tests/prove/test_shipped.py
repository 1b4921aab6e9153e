"""What is declared of the shipped rulesets is proved of every version of each, not only of the best known ones."""

from __future__ import annotations

import pytest

import tolerance_engine as te
from tolerance_engine.analysis.prove import Proved, every_outcome_reachable, prove, worse_never_helps

SHIPPED = [(info.id, info.in_force.first) for info in te.list_rulesets()]
IDS = [f"{name}@{day}" for name, day in SHIPPED]


@pytest.fixture(params=SHIPPED, ids=IDS, scope="module")
def shipped(request: pytest.FixtureRequest) -> te.Ruleset:
    """A shipped version."""
    name, day = request.param
    return te.load_ruleset(name, on=day)


def test_every_declared_property_holds(shipped: te.Ruleset) -> None:
    """Each version declares what must hold of every case; all of it is proved, and none of it says nothing."""
    assert shipped.linked.properties
    for declared in shipped.linked.properties:
        found = prove(shipped, declared.id)
        assert isinstance(found, Proved), declared.id
        assert found.vacuous == (), declared.id


def test_a_worse_fact_never_helps(shipped: te.Ruleset) -> None:
    """No shipped version rewards a worse value of a fact that says which way is worse."""
    declared = [each.name for each in shipped.variables if each.fact and each.fact.worse is not None]
    assert [name for name in declared if not prove(shipped, worse_never_helps(name)).holds] == []


def test_every_outcome_is_reached(shipped: te.Ruleset) -> None:
    """No shipped version lists an outcome that no case gets."""
    assert prove(shipped, every_outcome_reachable()).holds


def test_no_exclusion_is_ever_outweighed(shipped: te.Ruleset) -> None:
    """Where an exclusion applies, no outcome better than its own is given, under any reading."""
    grades = [outcome.id for outcome in shipped.linked.outcomes]
    for clause in shipped.linked.clauses:
        better = (
            tuple(grades[: grades.index(clause.then)]) if clause.kind == "exclusion" and clause.then else ()
        )
        readings = clause.readings or shipped.readings
        for reading in readings if better else ():
            found = prove(shipped, te.never(better, given={clause.id: "applies"}, reading=reading))
            assert found.holds, (clause.id, reading)

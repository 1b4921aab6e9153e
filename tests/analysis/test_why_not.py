"""Why-not names every leaf in the way, and the exact sets that exclude an outcome or would have to give way."""

from __future__ import annotations

from itertools import combinations

import pytest

import tolerance_engine as te
from tests.analysis.test_reasons import minimal
from tests.determine.small import exception, exclusion, ground, rules, verdict
from tests.drafter import Options
from tests.laws.support import determine, how_many, samples
from tests.oracles.brute_answers import only
from tolerance_engine.determine.ask.constraints import statements_of
from tolerance_engine.determine.ask.why_not import WhyNot, why_not


def _leaves(found: WhyNot, part: str) -> list[tuple[str, bool]]:
    return [(leaf.fact, leaf.wanted) for route in found.routes for leaf in getattr(route, part)]


def test_every_failed_and_every_open_leaf() -> None:
    """Nothing stops at the first failure: all leaves that fail and all that are open are there."""
    ruleset = rules(ground("x", {"all": [{"a": True}, {"b": True}, {"not": {"c": True}}, {"d": True}]}))
    found = why_not(verdict(ruleset, a=False, c=True, d=True), "good")
    assert _leaves(found, "failed") == [("a", True), ("c", False)]
    assert _leaves(found, "open") == [("b", True)]
    assert found.excluding == (("a",), ("c",))
    assert found.blocking == (("a", "c"),)


def test_a_clause_that_wins_is_named() -> None:
    """A ground whose conditions all hold is in the way of nothing; the exclusion that wins over it is named."""
    ruleset = rules(ground("x", {"a": True}), exclusion("line", {"b": True}))
    found = why_not(verdict(ruleset, a=True, b=True), "good")
    (route,) = found.routes
    assert route.overridden_by == ("line",)
    assert [(leaf.fact, leaf.wanted) for leaf in route.against] == [("b", False)]
    assert "line" in found.text()


def test_an_exception_in_the_way() -> None:
    """What disables the clause is among its leaves, as something that must not hold."""
    ruleset = rules(exclusion("x", {"a": True}), exception("spared", {"b": True}, "x"))
    found = why_not(verdict(ruleset, a=True, b=True), "bad")
    assert [(leaf.clause, leaf.fact, leaf.wanted) for leaf in found.routes[0].failed] == [
        ("spared", "b", False)
    ]


def test_a_possible_outcome_has_nothing_to_give_up() -> None:
    """Both families are empty while the outcome is possible, and the page says so."""
    found = why_not(verdict(rules(ground("x", {"a": True}))), "good")
    assert found.possible
    assert (found.excluding, found.blocking) == ((), ())
    assert _leaves(found, "open") == [("a", True)]
    assert "仍有可能" in found.text()


def test_an_outcome_of_no_case() -> None:
    """What no case can have is excluded by the empty set, and giving facts up would not help."""
    found = why_not(verdict(rules(ground("x", {"a": True})), a=True), "bad")
    assert found.never
    assert found.blocking == ()
    assert "没有任何案件" in found.text()


def test_reserved_outcomes() -> None:
    """The scope, clauses that disagree and the silence of the source are ways too."""
    ruleset = rules(
        ground("x", {"a": True}),
        ground("other", {"b": True}, "fair"),
        scope={"when": {"c": True}, "cite": {"source": "doc", "at": "第一条"}},
    )
    seen = verdict(ruleset, a=True, b=False, c=True)
    assert _leaves(why_not(seen, "not_applicable"), "failed") == [("c", False)]
    assert why_not(seen, "conflict").blocking == (("b",),)
    assert why_not(seen, "not_specified").routes[0].overridden_by == ("x",)


def test_evidence_travels_with_a_leaf() -> None:
    """A failed leaf carries the evidence the case gives for it."""
    case = te.read_case("facts: {a: {value: false, evidence: [谈话1]}}")
    found = why_not(te.determine(rules(ground("x", {"a": True})), case), "good")
    assert found.routes[0].failed[0].node.own_data()["evidence"] == ["谈话1"]
    assert "谈话1" in found.text()


def test_an_unknown_outcome_is_refused() -> None:
    """A misspelt outcome is an error that names the right ones."""
    with pytest.raises(te.RulesetError, match="P007"):
        why_not(verdict(rules(ground("x", {"a": True}))), "goood")


def test_advice_is_never_to_change_what_is_established() -> None:
    """The page of what would have to be otherwise says that it is no advice."""
    found = why_not(verdict(rules(ground("x", {"a": True})), a=False), "good")
    assert "不是建议" in found.text()
    assert "no advice" in found.text("en")


def _hits(family: set[frozenset[str]]) -> set[frozenset[str]]:
    """The minimal sets that meet every set of the family, by going through all."""
    members = sorted(frozenset[str]().union(*family))
    found: list[frozenset[str]] = []
    for size in range(len(members) + 1):
        for chosen in map(frozenset, combinations(members, size)):
            if all(chosen & each for each in family) and not any(smaller <= chosen for smaller in found):
                found.append(chosen)
    return set(found)


Answers = dict[frozenset[str], set[str]]


def _excluding(names: tuple[str, ...], answers: Answers, outcome: str) -> set[frozenset[str]]:
    return minimal(names, lambda chosen: outcome not in answers[frozenset(chosen)])


def _blocking(names: tuple[str, ...], answers: Answers, outcome: str) -> set[frozenset[str]]:
    return minimal(names, lambda chosen: outcome in answers[frozenset(names) - frozenset(chosen)])


@pytest.mark.laws
@pytest.mark.parametrize("shared_dates", [False, True])
def test_both_families_are_those_of_brute_force(shared_dates: bool) -> None:
    """For every outcome: what excludes, what blocks, and that each family is what hits the other."""
    blocked = 0
    for sample in samples(910_000, how_many(60), Options(cases=128, shared_dates=shared_dates)):
        for reading, table in sample.tables.items():
            case = sample.case(reading, known=0.6)
            found = determine(sample.ruleset, case, reading)
            names = statements_of(found)[0]
            if len(names) > 8:
                continue
            answers = {
                frozenset(chosen): table.answer(only(case, chosen)).possible  # type: ignore[union-attr]
                for size in range(len(names) + 1)
                for chosen in combinations(names, size)
            }
            for outcome in sample.ruleset.outcomes:
                answer = why_not(found, outcome)
                told = sample.tell(case, reading=reading, outcome=outcome, answer=answer.as_data())
                assert answer.possible == (outcome in found.possible), told
                if answer.possible:
                    continue
                excluding, blocking = (
                    set(map(frozenset, answer.excluding)),
                    set(map(frozenset, answer.blocking)),
                )
                assert excluding == _excluding(names, answers, outcome), told
                assert blocking == _blocking(names, answers, outcome), told
                assert excluding == _hits(blocking), told
                assert blocking == _hits(excluding), told
                blocked += len(blocking)
    assert blocked > 0

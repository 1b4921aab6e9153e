"""Reasons are exactly the minimal sufficient sets, and each is enough by itself."""

from __future__ import annotations

from itertools import combinations

import pytest

import tolerance_engine as te
from tests.determine.small import NUMBER, exclusion, ground, rules, verdict
from tests.drafter import Options
from tests.laws.support import Sample, determine, how_many, samples
from tests.oracles.brute_answers import only
from tests.oracles.vector import Grid
from tests.strategies import Case
from tolerance_engine.determine.ask.constraints import statements_of
from tolerance_engine.determine.ask.reasons import reasons
from tolerance_engine.determine.explain.explanation import walk


def test_two_reasons_of_two_clauses() -> None:
    """Where either of two clauses is enough, each is a reason of its own."""
    ruleset = rules(ground("x", {"all": [{"a": True}, {"b": True}]}), ground("other", {"c": True}))
    found = reasons(verdict(ruleset, a=True, b=True, c=True, d=True))
    assert found.sets == (("c",), ("a", "b"))
    assert found.complete


def test_an_open_outcome_has_no_reasons() -> None:
    """While the outcome is open nothing is enough for it, and that answer is complete."""
    found = reasons(verdict(rules(ground("x", {"a": True}))))
    assert (found.outcome, found.sets, found.complete) == (None, (), True)
    assert "未定" in found.text()


def test_what_every_case_has_needs_no_fact() -> None:
    """An outcome that no fact can change has the empty set as its only reason."""
    ruleset = rules(exclusion("x", {"any": [{"a": True}, {"a": False}]}))
    assert reasons(verdict(ruleset, a=True)).sets == ((),)


def test_a_cap_says_that_it_is_one() -> None:
    """With a limit the smallest sets come first, and `complete` says that there are more."""
    ruleset = rules(*(ground(f"x{name}", {name: True}) for name in "abcd"))
    found = reasons(verdict(ruleset, a=True, b=True, c=True, d=True), limit=3)
    assert len(found.sets) == 3
    assert not found.complete
    assert "还有更多" in found.text()


def test_a_finding_can_be_a_reason() -> None:
    """A stated definition stands among the reasons beside the facts that would give it."""
    ruleset = rules(
        exclusion("x", {"broken": True}),
        definitions={"broken": {"zh": "触线", "when": {"any": [{"a": True}, {"b": True}]}}},
    )
    found = reasons(verdict(ruleset, findings={"broken": True}, a=True))
    assert set(found.sets) == {("a",), ("broken",)}
    assert "触线：是" in found.text()


def test_two_days_are_one_reason() -> None:
    """Days that only together derive a fact are needed together."""
    day = {"type": "date", "zh": "日"}
    facts = {
        "done": day,
        "due": day,
        "late": {"type": "boolean", "zh": "逾期", "derive": {"done": {"after": "due"}}},
    }
    ruleset = rules(exclusion("x", {"late": True}), facts=facts)
    case = te.read_case("facts: {done: 2020-03-02, due: 2020-03-01, a: true}")
    assert reasons(te.determine(ruleset, case)).sets == (("done", "due"),)


def test_a_number_counts_by_its_band() -> None:
    """A stated number is a statement like any other."""
    ruleset = rules(exclusion("x", {"loss": {"more_than": 10}}), facts={"loss": NUMBER})
    assert reasons(verdict(ruleset, loss=11)).sets == (("loss",),)


def test_reasons_read_as_data_and_as_a_page() -> None:
    """JSON data, Chinese and English pages say the same sets."""
    found = reasons(verdict(rules(ground("x", {"a": True})), a=True))
    assert found.as_data() == {"outcome": "good", "sets": [["a"]], "complete": True}
    assert "甲：是" in found.text()
    assert "yes" in found.text("en")


def minimal(names: tuple[str, ...], holds: object) -> set[frozenset[str]]:
    """The smallest sets of `names` for which `holds` is true, by going through all of them."""
    found: list[frozenset[str]] = []
    for size in range(len(names) + 1):
        for chosen in combinations(names, size):
            if not any(smaller <= set(chosen) for smaller in found) and holds(chosen):  # type: ignore[operator]
                found.append(frozenset(chosen))
    return set(found)


def _check(sample: Sample, reading: str | None, case: Case, possible: object) -> bool:
    found = reasons(determine(sample.ruleset, case, reading))
    if found.outcome is None:
        return False
    names = statements_of(found.verdict)[0]
    right = minimal(names, lambda chosen: possible(only(case, chosen)) == {found.outcome})  # type: ignore[operator]
    assert set(map(frozenset, found.sets)) == right, sample.tell(
        case, reading=reading, found=found, right=right
    )
    assert found.complete
    return True


@pytest.mark.laws
@pytest.mark.parametrize("shared_dates", [False, True])
def test_reasons_are_those_of_brute_force(shared_dates: bool) -> None:
    """Going through all sets of statements and all worlds gives the same sets; nothing cited can be spared."""
    checked = 0
    for sample in samples(900_000, how_many(80), Options(cases=128, shared_dates=shared_dates)):
        for reading, table in sample.tables.items():
            case = sample.case(reading, known=0.8)
            if len(case["facts"]) + len(case["findings"]) <= 10:
                checked += _check(
                    sample, reading, case, lambda part, table=table: table.answer(part).possible
                )
    assert checked > 0


@pytest.mark.laws
def test_reasons_of_larger_rulesets_are_those_of_numpy() -> None:
    """The same on rulesets of up to 14 facts, with whole grids as the oracle."""
    checked = 0
    options = Options(cases=1 << 14, least=1 << 14, derive=False, uses=False, readings=False, items=16)
    for sample in samples(905_000, how_many(20), options):
        grid = Grid(sample.draft.document, None, sample.draft.uses)
        case = sample.case(None, known=0.85)
        if len(case["facts"]) + len(case["findings"]) <= 11:
            checked += _check(sample, None, case, grid.possible)
    assert checked > 0


@pytest.mark.laws
def test_only_what_is_cited_is_needed() -> None:
    """A case without every fact that a reason does not cite has the same verdict."""
    for sample in samples(907_000, how_many(80)):
        for reading in sample.draft.readings:
            case = sample.case(reading, known=0.85)
            found = reasons(determine(sample.ruleset, case, reading))
            for cited in found.sets:
                again = determine(sample.ruleset, only(case, cited), reading)
                assert again.outcome == found.outcome, sample.tell(case, reading=reading, cited=cited)


@pytest.mark.laws
def test_only_what_the_explanation_cites_is_needed() -> None:
    """A case without every fact and finding that its explanation does not name has the same possible outcomes."""
    spared = 0
    for sample in samples(908_000, max(40, how_many(80))):
        for reading in sample.draft.readings:
            case = sample.case(reading, known=0.7)
            told = determine(sample.ruleset, case, reading)
            cited = {name for node in walk(told.explanation) for name in (node.site.id, *node.site.facts)}
            cited |= set(told.explanation.beside)
            pairs = [
                v.fact.derive
                for v in sample.ruleset.variables
                if v.name in cited and v.fact and v.fact.derive
            ]
            cited |= {name for pair in pairs for name in (pair.left, pair.right)}
            again = determine(sample.ruleset, only(case, cited), reading)
            assert again.possible == told.possible, sample.tell(case, reading=reading, cited=cited)
            spared += len(case["facts"]) - len(only(case, cited)["facts"])
    assert spared > 0

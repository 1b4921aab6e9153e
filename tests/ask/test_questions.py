"""The question plan is exact: what each answer leaves, what each fact alone changes, and the order of asking."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import tolerance_engine as te
from tests.determine.small import BOOLEAN, CITE, NUMBER, choice, exclusion, ground, rules, verdict
from tests.drafter import Options
from tests.laws.support import Sample, determine, how_many, samples
from tests.oracles.brute_answers import Answer as Truth
from tests.strategies import Case
from tolerance_engine.determine.ask.questions import ASKED_FIRST, Question, asked, no_longer_needed, used
from tolerance_engine.diagram.plan import living
from tolerance_engine.ruleset.program import DEAD

OPTIONS = Options(cases=192, derive=False)


def _open_samples(first: int, count: int) -> list[tuple[Sample, str | None, Case, Truth, te.Verdict]]:
    """Undetermined cases with the truth about them."""
    found = []
    for sample in samples(first, count, OPTIONS):
        for reading, table in sample.tables.items():
            case = sample.case(reading, sample.rng.choice([0.1, 0.4]))
            truth = table.answer(case)
            assert truth
            if len(truth.possible) > 1:
                found.append((sample, reading, case, truth, determine(sample.ruleset, case, reading)))
    return found


def _with(case: Case, question: Question, value: Any) -> Case:
    part = "facts" if question.kind == "fact" else "findings"
    return {**case, part: {**case[part], question.fact: value}}


def _alone(truth: Truth, name: str) -> int:
    """The worlds in which another value of one fact, all else equal, gives another outcome."""
    groups: dict[tuple[Any, ...], list[str]] = {}
    for row in truth.rows:
        rest = tuple(value for fact, value in row.sight.world.items() if fact != name)
        groups.setdefault(rest, []).append(row.outcome)
    return sum(len(outcomes) for outcomes in groups.values() if len(set(outcomes)) > 1)


@pytest.mark.laws
def test_each_answer_leaves_what_brute_force_leaves() -> None:
    """Every answer is one that can be, and is listed with just the outcomes still possible after it."""
    for sample, reading, case, truth, found in _open_samples(410_000, how_many(120)):
        for question in asked(found):
            told = sample.tell(case, reading=reading, question=question.as_data())
            assert question.answers, told
            for answer in question.answers:
                after = sample.tables[reading].answer(_with(case, question, answer.value))
                assert after is not None, told
                assert set(answer.possible) == after.possible, told
            worlds = {row.sight.world[question.fact] for row in truth.rows}
            assert len(question.answers) == len(worlds), told


@pytest.mark.laws
def test_single_flips_are_counted_exactly() -> None:
    """The share of completions that a fact alone changes is the share among all worlds that fit the case."""
    for sample, reading, case, truth, found in _open_samples(420_000, how_many(120)):
        open_, root = found._open
        all_ = living(open_, root, DEAD, found._bound.known)
        for question in asked(found):
            told = sample.tell(case, reading=reading, question=question.as_data(), living=all_)
            assert question.flips * len(truth.rows) == _alone(truth, question.fact) * all_, told


@pytest.mark.laws
def test_what_is_not_asked_changes_nothing() -> None:
    """In no completion does a fact that is neither known nor missing change the outcome by itself."""
    for sample, reading, case, truth, found in _open_samples(430_000, how_many(120)):
        idle = no_longer_needed(found.ruleset, found._bound, asked(found))
        for name in idle:
            assert _alone(truth, name) == 0, sample.tell(case, reading=reading, idle=name)


def _steps(sample: Sample, reading: str | None, case: Case) -> Iterator[tuple[te.Verdict, Case]]:
    """The verdicts on the way to a decision, each question answered at random."""
    while True:
        found = determine(sample.ruleset, case, reading)
        yield found, case
        if found.decided:
            return
        question = sample.rng.choice(asked(found))
        answer = sample.rng.choice(question.answers)
        case = _with(case, question, answer.value)
        after = determine(sample.ruleset, case, reading)
        assert after.possible == answer.possible, sample.tell(case, reading=reading)


@pytest.mark.laws
def test_known_missing_and_not_needed_are_apart() -> None:
    """What is used, missing and no longer needed never overlap, and what is used stays used as answers come in."""
    for sample, reading, start, _, _ in _open_samples(440_000, how_many(80)):
        before: set[str] = set()
        for found, case in _steps(sample, reading, start):
            missing = asked(found)
            groups = [
                set(used(found.ruleset, found._program, found._bound)),
                {question.fact for question in missing},
                set(no_longer_needed(found.ruleset, found._bound, missing)),
            ]
            told = sample.tell(case, reading=reading, groups=groups)
            assert sum(map(len, groups)) == len(set().union(*groups)), told
            assert before <= groups[0], told
            before = groups[0]


@pytest.mark.laws
def test_answering_in_any_order_reaches_a_decision() -> None:
    """Whatever question is answered, with whatever answer, the outcome is decided before the facts run out."""
    for sample, reading, start, truth, _ in _open_samples(450_000, how_many(120)):
        verdicts = [found for found, _ in _steps(sample, reading, start)]
        told = sample.tell(start, reading=reading)
        assert verdicts[-1].decided, told
        assert len(verdicts) - 1 <= len(truth.rows[0].sight.world), told
        assert all(found.decided == (not asked(found)) for found in verdicts), told


def _facts(**more: dict[str, Any]) -> dict[str, Any]:
    return {name: BOOLEAN | extra for name, extra in more.items()}


def _order(ruleset: te.Ruleset, **facts: Any) -> list[str]:
    return [question.fact for question in asked(verdict(ruleset, **facts))]


def test_what_settles_most_is_asked_first() -> None:
    """A fact whose every answer decides stands before one that may leave two outcomes open."""
    ruleset = rules(
        ground("r-x", {"all": [{"b": True}, {"a": True}]}),
        ground("r-y", {"all": [{"b": True}, {"a": False}]}, "fair"),
        exclusion("r-z", {"b": False}),
    )
    assert _order(ruleset) == ["b", "a"]
    assert [len(question.answers[0].possible) for question in asked(verdict(ruleset))] == [1, 2]


def test_conflicting_evidence_is_asked_first_of_all() -> None:
    """Evidence that disagrees is settled before anything else, whatever it settles."""
    ruleset = rules(ground("r-x", {"all": [{"a": True}, {"any": [{"b": True}, {"c": True}]}]}))
    assert _order(ruleset)[0] == "a"
    assert _order(ruleset, c={"conflicting": [True, False]})[0] == "c"


def test_who_is_asked_and_the_name_decide_the_rest() -> None:
    """Between facts that settle alike, the nearest person is asked first, then the first name."""
    people: dict[str, dict[str, Any]] = {
        "a": {"who": "expert"},
        "b": {"who": ["regulator", "applicant"]},
        "c": {"who": "unit"},
        "d": {},
    }
    every = [{name: True} for name in (*people, "e")]
    ruleset = rules(ground("r-x", {"all": every}), facts=_facts(**people))
    assert _order(ruleset) == ["b", "c", "a", "d", "e"]
    assert ASKED_FIRST[0] == "applicant"


def test_the_fact_that_changes_more_completions_comes_before_the_nearer_person() -> None:
    """The count of completions it alone changes outranks who can answer."""
    ruleset = rules(
        ground("r-x", {"all": [{"a": True}, {"any": [{"b": True}, {"c": True}]}]}),
        facts=_facts(a={"who": "expert"}, b={"who": "applicant"}),
    )
    found = asked(verdict(ruleset))
    assert [(question.fact, question.flips) for question in found] == [("a", 6), ("b", 2), ("c", 2)]


def test_a_clause_that_can_no_longer_matter_is_no_reason_to_ask() -> None:
    """`why` names the clauses that still depend on the fact and whose outcome is still possible."""
    ruleset = rules(
        ground("r-x", {"all": [{"a": True}, {"b": True}]}),
        ground("r-y", {"any": [{"a": True}, {"c": True}]}, "fair", cite=CITE),
        combine="most_favourable",
    )
    question = next(q for q in asked(verdict(ruleset)) if q.fact == "a")
    assert question.why == ("r-x", "r-y")
    question = next(q for q in asked(verdict(ruleset, b=False)) if q.fact == "a")
    assert question.why == ("r-y",)
    assert [(r.kind, r.ground.basis) for r in question.because] == [("clause", "stated")]
    assert question.as_data()["because"][0]["cite"] == [
        {"source": "doc", "title": "办法", "at": "第一条", "seen": "full"}
    ]


def test_scope_and_assumptions_are_reasons_too() -> None:
    """A fact that only the scope or an assumption mentions says so."""
    scoped = rules(
        ground("r-x", {"a": True}), scope={"when": {"b": True}, "cite": {"source": "doc", "at": "第二条"}}
    )
    question = next(q for q in asked(verdict(scoped)) if q.fact == "b")
    assert [reason.kind for reason in question.because] == ["scope"]
    tied = rules(
        ground("r-x", {"a": True}),
        assume=[{"if": {"a": True}, "then": {"b": True}}, {"if": {"b": True}, "then": {"a": True}}],
    )
    question = next(q for q in asked(verdict(tied)) if q.fact == "b")
    assert [reason.kind for reason in question.because] == ["assumption", "assumption"]


def test_answers_that_cannot_be_are_not_offered() -> None:
    """A value ruled out by what is known is no answer; a narrowed fact offers only what is left."""
    ruleset = rules(
        ground("r-x", {"all": [{"kind": {"in": ["p", "q"]}}, {"a": True}]}),
        facts={"kind": choice("p", "q", "r")},
        assume=[{"never": {"all": [{"kind": "q"}, {"b": True}]}}],
    )
    question = next(q for q in asked(verdict(ruleset, b=True)) if q.fact == "kind")
    assert [answer.value for answer in question.answers] == ["p", "r"]
    question = next(q for q in asked(verdict(ruleset, kind={"one_of": ["q", "r"]})) if q.fact == "kind")
    assert [answer.value for answer in question.answers] == ["q", "r"]


def test_answers_to_numbers_are_ranges() -> None:
    """A number is asked for as the ranges that matter, said in words."""
    ruleset = rules(
        ground("r-x", {"sum": {"at_most": 100}}),
        facts={"sum": NUMBER | {"unit": "CNY", "min": 0}},
    )
    [question] = asked(verdict(ruleset))
    assert [answer.label.zh for answer in question.answers] == ["不少于 0 元、不超过 100 元", "超过 100 元"]
    assert [answer.possible for answer in question.answers] == [("good",), ("not_specified",)]


def test_a_decided_case_asks_nothing() -> None:
    """Once decided there is no question; the other facts are no longer needed."""
    found = verdict(rules(ground("r-x", {"any": [{"a": True}, {"b": True}]})), a=True)
    assert asked(found) == ()
    assert used(found.ruleset, found._program, found._bound) == ("a",)
    assert no_longer_needed(found.ruleset, found._bound, ()) == ("b",)


def test_what_a_reading_does_not_ask_is_not_used() -> None:
    """A fact that only another reading asks for is neither used nor missing under this one."""
    ruleset = rules(
        ground("r-x", {"a": True}),
        ground("r-y", {"b": True}, readings=["wide"]),
        readings={"plain": {"zh": "原文"}, "wide": {"zh": "从宽"}},
    )
    found = verdict(ruleset, "plain", b=True)
    assert used(ruleset, found._program, found._bound) == ()
    found = verdict(ruleset, "wide", b=True)
    assert used(ruleset, found._program, found._bound) == ("b",)


def test_findings_count_as_used() -> None:
    """A stated dimension or definition is used like a fact."""
    ruleset = rules(
        ground("r-x", {"all": [{"fine": True}, {"judged": "favourable"}]}),
        definitions={"fine": {"zh": "好", "when": {"all": [{"a": True}, {"b": True}]}, "basis": "stated"}},
        dimensions={"judged": {"zh": "研判"}},
    )
    found = verdict(ruleset, findings={"fine": True, "judged": "mixed"})
    assert set(used(ruleset, found._program, found._bound)) == {"fine", "judged"}
    question = asked(verdict(ruleset, a=True, b=True))[0]
    assert (question.kind, question.who, len(question.answers)) == ("finding", (), 4)


def test_shipped_rulesets_are_asked_in_a_fixed_order() -> None:
    """The same case gives the same plan twice, ranked by its own rule, with a reason behind every question."""
    for name in ("qinghai", "wenzhou"):
        ruleset = te.load_ruleset(name)
        for reading in ruleset.readings:
            found = te.determine(ruleset, te.Case(), reading=reading)
            plan = asked(found)
            assert plan == asked(te.determine(ruleset, te.Case(), reading=reading))
            ranks = [(q.outcomes_left, -q.flips) for q in plan]
            assert ranks == sorted(ranks)
            assert all(question.because for question in plan)

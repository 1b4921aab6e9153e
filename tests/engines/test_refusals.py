"""What the second engine refuses: open cases, contradictions, rules past a bound, and its own failures."""

from __future__ import annotations

import sys
from typing import Any

import pytest

import tolerance_engine as te
from tests.engines.support import BOOLEAN, agreed, needs_durable, opinion, small, small_text
from tolerance_engine.engines import _durable_rete as rete
from tolerance_engine.ruleset import load_ruleset, load_text

AB = {"a": BOOLEAN, "b": BOOLEAN}


def refused(ruleset: te.Ruleset, case: te.Case, reading: str | None = None) -> te.Diagnostic:
    """The one problem for which the second engine gives no verdict."""
    with pytest.raises(te.EngineUnavailable) as caught:
        te.determine(ruleset, case, reading=reading, engine="durable")
    (problem,) = caught.value.diagnostics
    return problem


@needs_durable
def test_facts_that_are_not_established_are_named() -> None:
    """The refusal names the open facts in both languages and nothing else, in the order of the ruleset."""
    clauses = [{"id": "asked", "when": {"all": [{name: True} for name in "dcba"]}, "then": "good"}]
    ruleset = small(clauses, {name: {**BOOLEAN, "zh": f"事实{name}"} for name in "abcde"})
    case = te.Case(facts={"a": None, "b": True, "c": {"conflicting": [True, False]}, "e": None})
    problem = refused(ruleset, case)
    assert problem.code == "E002"
    for said in problem.message:
        assert [name for name in "abcde" if f"`{name}`" in said] == ["a", "c", "d"]
    assert "事实a" in problem.message.zh and "事实e" not in problem.message.zh
    assert problem.help is not None and 'engine="diagram"' in problem.help.zh


@needs_durable
@pytest.mark.parametrize(
    "statement",
    [None, "unknown", {"one_of": ["left", "right"]}, {"conflicting": ["left", "right"]}],
    ids=["absent", "unknown", "narrowed", "conflicting"],
)
def test_narrowed_and_conflicting_statements_establish_nothing(statement: Any) -> None:
    """What is narrowed or in conflict is as little established as what nobody spoke of."""
    facts = {
        "form": {"type": "choice", "values": {name: {"zh": name} for name in ("left", "right", "other")}}
    }
    ruleset = small([{"id": "asked", "when": {"form": "left"}, "then": "good"}], facts)
    assert refused(ruleset, te.Case(facts={"form": statement})).code == "E002"


@needs_durable
def test_only_what_the_reading_reaches_has_to_be_established() -> None:
    """A reading that asks two facts is decided by two facts; a finding beyond it asks for those it rests on."""
    cite = {"source": "doc", "at": "第二条"}
    clauses = [
        {"id": "asked", "when": {"by_reading": {"close": {"a": True}, "wide": {"c": True}}}, "then": "good"}
    ]
    ruleset = small(
        clauses,
        dict.fromkeys("abcd", BOOLEAN),
        readings={"close": {"zh": "窄"}, "wide": {"zh": "宽"}},
        assume=[{"if": {"a": True}, "then": {"b": True}}],
        definitions={"apart": {"zh": "另", "when": {"d": True}, "cite": cite, "basis": "stated"}},
    )
    case = te.Case(facts={"a": True, "b": True})
    assert agreed(ruleset, case, "close").outcome == "good"
    assert "`c`" in refused(ruleset, case, "wide").message.zh
    stated = te.Case(facts=dict(case.facts), findings={"apart": True})
    assert "`d`" in refused(ruleset, stated, "close").message.zh
    wrong = te.Case(facts={**case.facts, "d": False}, findings={"apart": True})
    assert agreed(ruleset, wrong, "close").contradiction == ("d", "apart")


@needs_durable
def test_a_dimension_nobody_judged_is_named() -> None:
    """A dimension without poles and without a finding is not established."""
    clauses = [{"id": "asked", "when": {"purpose": "favourable"}, "then": "good"}]
    ruleset = small(clauses, AB, dimensions={"purpose": {"zh": "目的"}})
    assert "`purpose`（目的）" in refused(ruleset, te.Case()).message.zh
    assert (
        "`purpose`"
        in refused(ruleset, te.Case(findings={"purpose": {"one_of": ["mixed", "neither"]}})).message.en
    )


@needs_durable
def test_a_violated_assumption_is_the_same_contradiction() -> None:
    """What cannot be is refused with the words the diagram finds for it."""
    ruleset = small(
        [{"id": "asked", "when": {"a": True}, "then": "good"}],
        {**AB, "c": BOOLEAN},
        assume=[{"if": {"a": True}, "then": {"b": True}}],
    )
    case = te.Case(facts={"a": True, "b": False, "c": True})
    texts = []
    for engine in ("diagram", "durable"):
        with pytest.raises(te.CaseError) as caught:
            te.determine(ruleset, case, engine=engine)
        texts.append((caught.value.text("zh"), caught.value.text("en"), caught.value.contradiction))
    assert texts[0] == texts[1]
    assert texts[1][2] == ("a", "b")


@needs_durable
@pytest.mark.parametrize(("size", "fits"), [(12, True), (38, True), (40, False)])
def test_counting_has_a_stated_bound(size: int, fits: bool) -> None:
    """Half of up to 38 conditions can be counted; beyond that the refusal says how to split the count."""
    names = [f"f{i}" for i in range(size)]
    when = {"at_least": size // 2, "of": [{name: True} for name in names]}
    ruleset = small([{"id": "asked", "when": when, "then": "good"}], dict.fromkeys(names, BOOLEAN))
    for holding in (size // 2 - 1, size // 2, size):
        case = te.Case(facts={name: place < holding for place, name in enumerate(names)})
        if fits:
            assert agreed(ruleset, case).applies == (("asked",) if holding >= size // 2 else ())
        else:
            problem = refused(ruleset, case)
            assert problem.code == "E003" and "36" in problem.help.zh  # type: ignore[union-attr]


@needs_durable
def test_an_unknown_reading_is_the_usual_error() -> None:
    """A reading nobody declared is a RulesetError, as for the first engine."""
    with pytest.raises(te.RulesetError) as caught:
        te.determine(load_ruleset("qinghai"), {}, reading="lenient", engine="durable")
    assert [problem.code for problem in caught.value.diagnostics] == ["P001"]


@pytest.mark.parametrize("module", ["durable", "durable.engine", "durable_rules_engine"])
def test_without_durable_rules_it_says_so(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where any part of durable-rules is missing the error says what to install and what works without."""
    ruleset = small([{"id": "asked", "when": {"a": True}, "then": "good"}], AB)
    monkeypatch.setitem(sys.modules, module, None)
    problem = refused(ruleset, te.Case(facts={"a": True, "b": True}))
    assert problem.code == "E001"
    assert "durable-rules" in problem.message.zh and "durable-rules" in problem.message.en
    assert problem.help is not None and 'engine="diagram"' in problem.help.en
    assert te.determine(ruleset, te.Case(facts={"a": True})).outcome == "good"


# when durable-rules itself fails ---------------------------------------------------------------------------


class Faulty:
    """durable-rules with one fault."""

    def __init__(self, engine: Any, **faults: Any) -> None:
        self._engine, self._faults = engine, faults

    def __getattr__(self, name: str) -> Any:
        return self._faults.get(name) or getattr(self._engine, name)


def _raises(engine: Any) -> Any:
    def fail(*_: Any) -> None:
        raise engine.error("error code: 303")

    return fail


@needs_durable
@pytest.mark.parametrize(
    "fault", ["an action is lost", "no action starts", "a fact is refused", "rules are refused"]
)
def test_a_failing_engine_gives_no_verdict(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that does not run, or an error of the engine, is reported; no verdict is made of the rest."""
    engine = rete.engine()
    faults: dict[str, dict[str, Any]] = {
        "an action is lost": {"complete_and_start_action": lambda *_: None},
        "no action starts": {"start_action_for_state": lambda *_: None},
        "a fact is refused": {"assert_fact": _raises(engine)},
        "rules are refused": {"create_ruleset": _raises(engine)},
    }
    monkeypatch.setattr(rete, "engine", lambda: Faulty(engine, **faults[fault]))
    clauses = [
        {"id": "one", "when": {"all": [{"a": True}, {"b": True}]}, "then": "good", "zh": fault},
        {"id": "two", "when": {"any": [{"a": True}, {"b": True}]}, "then": "good"},
    ]
    ruleset = load_text(small_text(clauses, {**AB, "c": BOOLEAN}, scope={"when": {"c": True}}))
    problem = refused(ruleset, te.Case(facts={"a": True, "b": True, "c": True}))
    assert problem.code == "E004"
    assert problem.help is not None and 'engine="diagram"' in problem.help.zh
    if fault == "an action is lost":
        assert "`clause:" in problem.message.zh
    monkeypatch.undo()
    assert opinion(ruleset, te.Case(facts={"a": True, "b": True, "c": False}), None, "diagram").outcome


@needs_durable
def test_two_values_of_one_term_are_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules that conclude two values of one term are caught, whichever comes first."""
    ruleset = small([{"id": "x", "when": {"all": [{"a": True}, {"b": True}]}, "then": "good"}], AB)
    monkeypatch.setattr(rete.Part, "_fired", lambda *_: [0, 1, 2])
    assert refused(ruleset, te.Case(facts={"a": True, "b": True})).code == "E004"

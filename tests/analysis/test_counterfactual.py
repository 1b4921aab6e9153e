"""The nearest changes are exactly the minimal ones, each reaches its outcome, and history is never advised."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import tolerance_engine as te
from tests.determine.small import BOOLEAN, exclusion, ground, rules
from tests.drafter import CLOCKS, Options
from tests.laws.support import Sample, determine, how_many, samples
from tests.strategies import Case
from tolerance_engine.analysis.change import Counterfactuals, counterfactuals
from tolerance_engine.cli.whatif import whatif_command

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NATURES = {
    name: BOOLEAN | {"nature": nature, "worse": worse}
    for name, nature, worse in (
        ("past", "history", True),
        ("proof", "evidence", False),
        ("remedy", "conduct", False),
    )
}


def _ruleset() -> te.Ruleset:
    wanted = {"all": [{"past": False}, {"proof": True}, {"remedy": True}]}
    return rules(ground("x", wanted), exclusion("line", {"past": True}), facts=NATURES)


def _told(found: Counterfactuals) -> list[tuple[str, dict[str, Any]]]:
    return [(change.kind, change.values) for change in found.changes]


def test_three_kinds_stay_apart() -> None:
    """Open or provable facts, measures still open and history are told apart, and the gravest step counts."""
    ruleset = _ruleset()
    open_ = counterfactuals(ruleset, {"facts": {"past": False, "remedy": True}}, "good")
    assert _told(open_) == [("establish", {"proof": True})]
    conduct = counterfactuals(ruleset, {"facts": {"past": False, "proof": True, "remedy": False}}, "good")
    assert _told(conduct) == [("conduct", {"remedy": True})]
    history = counterfactuals(ruleset, {"facts": {"past": True, "proof": False, "remedy": True}}, "good")
    assert _told(history) == [("otherwise", {"past": False, "proof": True})]


def test_history_is_never_advised() -> None:
    """What history would have to be stands under its own heading, as a condition that is no advice."""
    shown = counterfactuals(
        _ruleset(), {"facts": {"past": True, "proof": True, "remedy": True}}, "good"
    ).text()
    assert "事实不同则" in shown
    assert "假如" in shown
    assert "不是建议" in shown
    assert "可补充证据" not in shown
    assert "仍可采取的措施" not in shown


def test_doing_harm_is_no_measure() -> None:
    """A change for the worse is never told as a measure, nor is a measure on the way to a worse outcome."""
    ruleset = rules(
        ground("x", {"remedy": True}),
        ground("other", {"remedy": False}, "fair"),
        facts={"remedy": NATURES["remedy"]},
    )
    found = counterfactuals(ruleset, {"facts": {"remedy": True}}, "fair")
    assert _told(found) == [("otherwise", {"remedy": False})]


def test_evidence_and_conduct_are_sought_beside_a_shorter_history() -> None:
    """The shortest change by history does not hide what evidence alone could still do."""
    ruleset = rules(
        ground("x", {"past": False}), ground("other", {"all": [{"proof": True}, {"more": True}]}),
        facts=NATURES | {"more": BOOLEAN | {"nature": "evidence"}},
    )  # fmt: skip
    found = counterfactuals(ruleset, {"facts": {"past": True, "proof": False, "more": False}}, "good")
    assert _told(found) == [("otherwise", {"past": False}), ("establish", {"proof": True, "more": True})]


def test_changeable_limits_the_names() -> None:
    """Only the named facts are changed; a name nobody declared is an error."""
    case = {"facts": {"past": False, "proof": False, "remedy": True}}
    assert counterfactuals(_ruleset(), case, "good", changeable=["remedy"]).changes == ()
    with pytest.raises(te.CaseError, match="prof"):
        counterfactuals(_ruleset(), case, "good", changeable=["prof"])


def test_the_outcome_it_already_has() -> None:
    """Nothing needs to change for the outcome the case has."""
    found = counterfactuals(_ruleset(), {"facts": {"past": True}}, "bad")
    assert found.already
    assert found.changes == ()


def test_a_stated_finding_may_be_otherwise() -> None:
    """A finding on a dimension can be the change; the facts behind it need not be touched."""
    pole = {"zh": "面", "cite": {"source": "doc", "at": "第一条"}, "basis": "stated"}
    dimension = {
        "zh": "程序",
        "favourable": pole | {"when": {"a": True}},
        "adverse": pole | {"when": {"b": True}},
    }
    ruleset = rules(ground("x", {"steps": "favourable"}), dimensions={"steps": dimension})
    found = counterfactuals(ruleset, {"findings": {"steps": "adverse"}}, "good")
    assert _told(found) == [("otherwise", {"steps": "favourable"})]


def test_days_are_set_aside_with_the_fact_they_give() -> None:
    """Changing a fact that stated days give replaces the days, and the changed case can be decided again."""
    day = {"type": "date", "zh": "日"}
    facts = {"done": day, "due": day, "late": BOOLEAN | {"derive": {"done": {"after": "due"}}}}
    ruleset = rules(exclusion("x", {"late": True}), ground("other", {"late": False}), facts=facts)
    case = te.read_case("facts: {done: 2020-03-02, due: 2020-03-01}")
    (change,) = counterfactuals(ruleset, case, "good").changes
    assert change.values == {"late": False}
    assert te.determine(ruleset, change.case).outcome == "good"


def test_the_command(tmp_path: Path) -> None:
    """`tolerance whatif` shows the three kinds, and with --json just the data."""
    path = tmp_path / "case.yaml"
    path.write_text("facts: {law_red_line: true}\n", encoding="utf-8")
    asked = [str(path), "-r", "qinghai", "--reading", "as_written", "--outcome", "not_specified"]
    shown = CliRunner().invoke(whatif_command, asked)
    assert shown.exit_code == 0
    assert "事实不同则" in shown.output
    data = json.loads(CliRunner().invoke(whatif_command, [*asked, "--json"]).output)
    assert data["outcome"] == "not_specified"
    assert all(
        step["kind"] in ("establish", "conduct", "otherwise") for c in data["changes"] for step in c["steps"]
    )


Literal = tuple[str, str, Any]


def _literals(sample: Sample, found: te.Verdict, case: Case) -> list[Literal]:
    literals = [
        ("facts" if v.fact else "findings", v.name, v.sample(cell))
        for v in sample.ruleset.variables
        for cell in range(len(v.cells))
    ]
    for name, value in case["findings"].items():
        if name in found.findings and name not in sample.ruleset.by_name:
            literals += [("findings", name, other) for other in sample.draft.findings[name] if other != value]
    return literals


def _changed(sample: Sample, reading: str | None, case: Case, change: Iterable[Literal]) -> Case:
    new = {"facts": dict(case["facts"]), "findings": dict(case["findings"])}
    for _, name, _ in change:
        for first, test in sample.tables[reading].law.facts.get(name, {}).get("derive", {}).items():
            for day in (first, *test.values()):
                new["facts"].pop(day, None)
    for part, name, value in change:
        new[part][name] = value
    return new


def _given(case: Case) -> te.Case:
    facts = dict(case["facts"])
    clocks = {clock: facts.pop(clock) for clock in CLOCKS if isinstance(facts.get(clock), date)}
    return te.Case(facts=facts, findings=case["findings"], **clocks)


@pytest.mark.laws
def test_changes_are_those_of_brute_force() -> None:
    """All minimal changes of up to two steps, and the size of the smallest, are what trying everything finds."""
    reached = 0
    for sample in samples(930_000, how_many(60), Options(cases=64)):
        for reading, table in sample.tables.items():
            case = sample.case(reading, known=0.6)
            found = determine(sample.ruleset, case, reading)
            literals = _literals(sample, found, case)
            right: dict[str, list[frozenset[Literal]]] = {outcome: [] for outcome in sample.ruleset.outcomes}
            for size in (1, 2):
                for change in combinations(literals, size):
                    answer = table.answer(_changed(sample, reading, case, change))
                    if len({name for _, name, _ in change}) == size and answer and len(answer.possible) == 1:
                        sets = right[next(iter(answer.possible))]
                        if not any(smaller <= frozenset(change) for smaller in sets):
                            sets.append(frozenset(change))
            for outcome, sets in right.items():
                if found.outcome == outcome:
                    continue
                told = sample.tell(case, reading=reading, outcome=outcome, right=sets)
                asked = (sample.ruleset, _given(case), outcome)
                answered = counterfactuals(*asked, reading=reading, size=2, limit=100_000)
                said = {frozenset(change.values.items()) for change in answered.changes}
                assert answered.complete, told
                assert said == {frozenset((n, v) for _, n, v in each) for each in sets}, told
                nearest = counterfactuals(*asked, reading=reading).changes
                for each in (*answered.changes, *nearest):
                    assert te.determine(sample.ruleset, each.case, reading=reading).outcome == outcome, told
                if nearest and sets:
                    assert len(nearest[0].steps) == min(map(len, sets)), told
                reached += len(sets)
    assert reached > 0


@pytest.mark.parametrize("name", ["qinghai", "wenzhou"])
def test_published_cases_of_findings_are_answered_in_full(name: str) -> None:
    """For every published case that is told in findings the smallest changes are found, and each does it."""
    ruleset = te.load_ruleset(name, reading="weighed")
    for path in sorted(EXAMPLES.glob("P??.yaml")):
        found = te.counterfactuals(ruleset, te.load_case(path), "tolerated")
        assert found.already or found.searched >= len(found.changes[0].steps) - 1, path.name
        for change in found.changes:
            assert te.determine(ruleset, change.case).outcome == "tolerated"


def test_a_finding_not_stated_is_offered_when_it_is_named() -> None:
    """Named among the changeable, a dimension nobody gave a finding on can be the change; unnamed it is not."""
    ruleset, case = te.load_ruleset("qinghai", reading="weighed"), te.load_case(EXAMPLES / "P02.yaml")
    open_ = [name for name, f in te.determine(ruleset, case).findings.items() if not f.stated]
    facts = [v.name for v in ruleset.variables]
    named = te.counterfactuals(ruleset, case, "tolerated", changeable=[*open_, *facts])
    alone = te.counterfactuals(ruleset, case, "tolerated")
    assert not any(step.name in open_ for change in alone.changes for step in change.steps)
    chosen = [step for change in named.changes for step in change.steps if step.name in open_]
    assert chosen and all(step.kind == "establish" for step in chosen)
    assert len(named.changes[0].steps) <= len(alone.changes[0].steps)

"""Rule tests: the cases beside the rules hold, a wrong expectation is noticed, and none of the rules is idle."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import tolerance_engine as te
from tests.determine.mutants import RULESETS, Mutant, own_mutants, standalone
from tests.determine.small import CITE, ground, rules
from tests.oracles.yaml_text import to_yaml
from tests.ruleset.writing import expect_one
from tolerance_engine.determine.rule_tests import RuleTest, load_rule_tests, read_rule_tests, run_rule_test
from tolerance_engine.errors import CaseError
from tolerance_engine.ruleset import load_text

SHIPPED = {
    path.parent.name if len([*path.parent.glob("*.yaml")]) == 1 else f"{path.parent.name}/{path.stem}": path
    for path in sorted(RULESETS.glob("*/*.yaml"))
}
"""Every shipped file by its ruleset's id; where an id has several versions, by id and version."""


@cache
def shipped(name: str) -> te.Ruleset:
    """A shipped ruleset, loaded once."""
    return te.load_ruleset(SHIPPED[name])


@cache
def cases_of(name: str) -> tuple[RuleTest, ...]:
    """The rule tests of a shipped version: of several, those whose determination date picks it."""
    path = SHIPPED[name]
    tests = load_rule_tests(path.parent)
    if name == path.parent.name:
        return tests
    period = shipped(name).linked.in_force
    return tuple(
        test
        for test in tests
        if te.load_ruleset(path.parent.name, on=test.case.determination_date).linked.in_force == period
    )


@pytest.mark.parametrize(
    ("name", "test"),
    [
        pytest.param(name, test, id=f"{name}-{test.reading or 'default'}-{test.sentence}")
        for name in SHIPPED
        for test in cases_of(name)
    ],
)
def test_rule(name: str, test: RuleTest) -> None:
    """What the sentence of a rule test says is so."""
    result = run_rule_test(shipped(name), test)
    assert result.error is None, f"{test.position.span}: {result.error}"
    assert result.failures == (), f"{test.position.span}"


@pytest.mark.parametrize("name", SHIPPED)
def test_every_clause_decides_somewhere_and_not_next_door(name: str) -> None:
    """Each clause decides in some rule test, under each of its readings, and is expected not to in another."""
    linked = shipped(name).linked
    decides, idle = defaultdict(set), defaultdict(set)
    for test in cases_of(name):
        reading = test.reading or shipped(name).reading
        for clause in test.expect.get("applies", ()):
            decides[clause].add(reading)
        for clause in test.expect.get("not_applies", ()):
            idle[clause].add(reading)
    for clause in linked.clauses:
        if clause.kind != "exception":
            assert decides[clause.id], f"{clause.id} never decides"
        assert idle[clause.id], f"{clause.id} has no neighbour in which it does not decide"
    assert set(decides) | set(idle) <= {clause.id for clause in linked.clauses}


@pytest.mark.parametrize("name", SHIPPED)
def test_sentences_say_which_case(name: str) -> None:
    """No two rule tests of a ruleset have the same sentence under the same reading."""
    said = [(test.reading, test.sentence) for test in cases_of(name)]
    assert len(said) == len(set(said))


# the mutation law ------------------------------------------------------------------------------------------


@cache
def parts_of(name: str) -> dict[str, list[Mutant]]:
    """The mutants of a shipped ruleset, by the part that lost something."""
    found: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in own_mutants(SHIPPED[name]):
        found[mutant.part].append(mutant)
    return found


@pytest.mark.parametrize("name", SHIPPED)
def test_the_standalone_ruleset_decides_alike(name: str) -> None:
    """Written out with its vocabulary, the ruleset passes all its rule tests, so that mutants differ in one thing only."""
    ruleset = load_text(to_yaml(standalone(SHIPPED[name])))
    assert [test.sentence for test in cases_of(name) if not run_rule_test(ruleset, test).passed] == []
    assert sum(len(mutants) for mutants in parts_of(name).values()) > len(ruleset.linked.clauses)


@pytest.mark.parametrize(("name", "part"), [(name, part) for name in SHIPPED for part in parts_of(name)])
def test_no_condition_is_idle(name: str, part: str) -> None:
    """Whatever single condition is taken away, at least one rule test fails.

    A layer may say again what the one beneath it already decides: that no possible case ends otherwise is proved.
    """
    survivors = []
    likely: dict[int, int] = defaultdict(int)
    for mutant in parts_of(name)[part]:
        ruleset = load_text(to_yaml(mutant.document))
        for index in sorted(range(len(cases_of(name))), key=lambda i: -likely[i]):
            if not run_rule_test(ruleset, cases_of(name)[index]).passed:
                likely[index] += 1
                break
        else:
            if not (shipped(name).linked.layers and said_beneath(shipped(name), ruleset)):
                survivors.append(mutant.taken)
    assert survivors == []


def said_beneath(ruleset: te.Ruleset, mutant: te.Ruleset) -> bool:
    """Whether every case ends alike under both, in every reading."""
    pairs = [(replace(ruleset, reading=each), replace(mutant, reading=each)) for each in ruleset.readings]
    return all(te.diff(one, other).equal for one, other in pairs)


# the runner ------------------------------------------------------------------------------------------------

RULES = rules(
    ground("g", {"all": [{"a": True}, {"b": True}]}, modality="may"),
    ground("h", {"c": True}, "good"),
    dimensions={
        "purpose": {
            "zh": "目的",
            "favourable": {"zh": "公", "when": {"d": True}},
            "adverse": {"zh": "私", "when": {"e": True}},
        }
    },
    presumptions=[{"fact": "c", "value": False, "cite": CITE}],
)
DECIDED = "facts: {a: true, b: true, c: false, d: true, e: false}"
OPEN = "facts: {a: true}"


def run(facts: str, expect: str) -> list[str]:
    """Which expectations fail for a case."""
    (test,) = read_rule_tests(f"- case: 一例\n  {facts}\n  expect: {expect}\n", "cases/one.yaml")
    result = run_rule_test(RULES, test)
    assert result.passed == (not result.failures and result.error is None)
    return ["error"] if result.error else [failure.what for failure in result.failures]


@pytest.mark.parametrize(
    ("facts", "right", "wrong"),
    [
        (DECIDED, "{outcome: good}", "{outcome: bad}"),
        (OPEN, "{outcome: null}", "{outcome: good}"),
        (OPEN, "{possible: [not_specified, good]}", "{possible: [good]}"),
        (OPEN, "{possible: [good, not_specified]}", "{possible: [good, not_specified, bad]}"),
        (DECIDED, "{findings: {purpose: favourable}}", "{findings: {purpose: adverse}}"),
        (OPEN, "{findings: {purpose: not_established}}", "{findings: {purpose: favourable}}"),
        (DECIDED, "{applies: [g]}", "{applies: [g, h]}"),
        (DECIDED, "{applies: [g]}", "{applies: []}"),
        (DECIDED, "{not_applies: [h]}", "{not_applies: [g]}"),
        (OPEN, "{not_applies: []}", "{not_applies: [h]}"),
        (OPEN, "{missing: [c, b]}", "{missing: [b]}"),
        (DECIDED, "{missing: []}", "{missing: [a]}"),
        (DECIDED, "{modality: may}", "{modality: must}"),
        (DECIDED, "{robust: true}", "{robust: false}"),
        ("facts: {a: false}", "{if_closed_now: not_specified}", "{if_closed_now: good}"),
    ],
)
def test_every_expectation_can_hold_and_can_fail(facts: str, right: str, wrong: str) -> None:
    """A right expectation passes, a wrong one of the same kind fails and is named."""
    assert run(facts, right) == []
    assert run(facts, wrong) == [wrong.split(":", maxsplit=1)[0].strip("{")]


@pytest.mark.parametrize(
    "expect",
    [
        "{findings: {nobody: favourable}}",
        "{applies: [nobody]}",
        "{not_applies: [nobody]}",
        "{missing: [nobody]}",
        "{possible: [nobody]}",
        "{outcome: nobody}",
    ],
)
def test_an_expectation_of_a_name_nobody_declared_fails(expect: str) -> None:
    """A misspelt name in an expectation never passes silently, also where it is said not to apply."""
    assert run(DECIDED, expect) != []


def test_a_case_that_cannot_be_decided_fails_with_its_error() -> None:
    """A contradictory rule test fails and carries the error."""
    assert run("facts: {d: true}\n  findings: {purpose: neither}", "{outcome: good}") == ["error"]
    assert run("facts: {nobody: true}", "{outcome: good}") == ["error"]


@pytest.mark.parametrize(
    ("text", "code", "zh", "en", "line", "help_zh"),
    [
        ("case: x\n", "T001", "列表", "a list", 1, None),
        ("- case: x\n", "T002", "expect", "`expect`", 1, None),
        ("- expect: {outcome: good}\n", "T002", "case", "`case`", 1, None),
        ("- 7\n", "T002", "case", "`case`", 1, None),
        ("- {case: x, expect: {outcom: good}}\n", "T003", "`outcom`", "`outcom`", 1, "`outcome`"),
        (
            "- case: x\n  expect: {outcome: good}\n  fact: {a: true}\n",
            "T003",
            "`fact`",
            "`fact`",
            3,
            "`facts`",
        ),
        ("- {case: x, expect: {}}\n", "T004", "不能为空", "not be empty", 1, None),
        ("- case: x\n  facts:\n    a: [1]\n  expect: {outcome: good}\n", "K004", "`a`", "`a`", 3, None),
        ("- case: x\n  reading: 7\n  expect: {outcome: good}\n", "T003", "reading", "reading", 2, None),
        ("- case: x\n  expect: {applies: g}\n", "T003", "applies", "applies", 2, None),
    ],
)
def test_a_faulty_rule_test_is_said(
    text: str, code: str, zh: str, en: str, line: int, help_zh: str | None
) -> None:
    """A rule test that is not as the format wants it is an error at its place, never skipped."""
    with pytest.raises(CaseError) as raised:
        read_rule_tests(text, "cases/one.yaml")
    (found,) = raised.value.diagnostics
    assert found.code == code or (code == "T003" and found.code.startswith("T"))
    assert zh in found.message.zh and en in found.message.en
    assert found.span is not None and found.span.line == line
    if help_zh is not None:
        assert found.help is not None and help_zh in found.help.zh


def test_all_faulty_rule_cases_of_a_folder_are_said(tmp_path: Path) -> None:
    """Every mistake of every file of a folder is reported together; a folder without tests has none."""
    assert load_rule_tests(tmp_path) == ()
    cases = tmp_path / "cases"
    cases.mkdir()
    (cases / "a.yaml").write_text("- 7\n- {case: x, expect: {}}\n", "utf-8")
    (cases / "b.yaml").write_text("- {case: z, expekt: {}}\n", "utf-8")
    (cases / "note.md").write_text("not a test", "utf-8")
    with pytest.raises(CaseError) as raised:
        load_rule_tests(tmp_path)
    assert [(p.code, p.span and Path(p.span.file).name) for p in raised.value.diagnostics][:3] == [
        ("T002", "a.yaml"),
        ("T004", "a.yaml"),
        ("T002", "b.yaml"),
    ]


def test_a_duplicate_key_in_a_rule_test_is_refused() -> None:
    """Rule tests are read as strictly as rules."""
    with pytest.raises(CaseError) as raised:
        read_rule_tests("- {case: x, case: y, expect: {outcome: good}}\n", "one.yaml")
    expect_one(
        raised.value, code="Y012", zh="`case`", en="`case`", help_zh="留下", help_en="keep", line=1, column=13
    )


def test_the_shape_of_a_result(tmp_path: Path) -> None:
    """A failure tells what was expected and what was found."""
    (test,) = read_rule_tests(
        f"- case: 一例\n  {DECIDED}\n  expect: {{outcome: bad, missing: [a]}}\n", "one.yaml"
    )
    failures: list[Any] = [(f.what, f.expected, f.found) for f in run_rule_test(RULES, test).failures]
    assert failures == [("outcome", "bad", "good"), ("missing", ["a"], [])]

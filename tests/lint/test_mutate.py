"""Mutate: conditions that no rule test guards are found, with a test that would guard them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import tolerance_engine as te
from tests.cli.running import Command
from tests.lint.bases import PLAIN, READ, SHARED
from tests.lint.support import replay
from tolerance_engine.analysis.lint.mutants import mutants
from tolerance_engine.analysis.lint.mutate import MutationReport, mutate
from tolerance_engine.determine.rule_tests import RuleTest, read_rule_tests, run_rule_test
from tolerance_engine.ruleset import load_text
from tolerance_engine.ruleset.compile import compile_ruleset

SMALL = """\
format: 1
id: small
title: {zh: 小例}
in_force: {from: 2020, to: not_specified}
facts:
  a: {type: boolean, zh: 甲}
  b: {type: boolean, zh: 乙}
  loss: {type: number, zh: 损失, min: 0}
outcomes: [{id: good, zh: 容}, {id: bad, zh: 不容}]
clauses:
  - {id: both, kind: ground, when: {all: [{a: true}, {b: true}]}, then: good, basis: interpretation, reason: 例, zh: 例}
  - {id: costly, kind: exclusion, when: {loss: {more_than: 9}}, then: bad, basis: interpretation, reason: 例, zh: 例}
default: bad
"""
CASES = {
    "both hold": "{a: true, b: true, loss: 9}, expect: {outcome: good}",
    "without a": "{a: false, b: true, loss: 0}, expect: {outcome: bad}",
    "without b": "{a: true, b: false, loss: 0}, expect: {outcome: bad}",
    "above the limit": "{a: true, b: true, loss: 10}, expect: {outcome: bad}",
    "costly": "{a: false, loss: 10}, expect: {applies: [costly]}",
}


def cases_of(*left_out: str) -> tuple[RuleTest, ...]:
    """The rule tests of the small ruleset, some left out."""
    lines = [f"- {{case: {name}, facts: {rest}}}\n" for name, rest in CASES.items() if name not in left_out]
    return read_rule_tests("".join(lines), "cases/small.yaml")


def mutated(*left_out: str) -> MutationReport:
    """What is not guarded when some tests are left out."""
    return mutate(load_text(SMALL, name="small.yaml"), cases_of(*left_out))


def test_tests_that_guard_everything_leave_no_survivor() -> None:
    """With a test on both sides of every condition each removal is noticed."""
    report = mutated()
    assert report.survivors == () and report.noticed == report.mutants == 6
    assert report.as_data() == {"mutants": 6, "noticed": 6, "survivors": []}


@pytest.mark.parametrize(
    ("left_out", "taken"),
    [("without a", "{a: true}"), ("without b", "{b: true}")],
)
def test_the_condition_nobody_guards_is_named(left_out: str, taken: str) -> None:
    """Without its test a condition survives, with its place and a case that would notice."""
    (survivor,) = mutated(left_out).survivors
    assert f"`{taken}`" in survivor.taken.zh and "`both`" in survivor.part.zh
    assert survivor.position is not None and str(survivor.position.span).startswith("small.yaml:11:")
    assert survivor.witness is not None and not survivor.idle


def test_the_test_it_asks_for_would_notice() -> None:
    """Added as a rule test, the case shown passes on the ruleset, and no survivor is left."""
    ruleset = load_text(SMALL, name="small.yaml")
    tests = list(cases_of("without a", "without b", "above the limit"))
    first = mutate(ruleset, tests)
    assert len(first.missed) >= 2
    for survivor in first.missed:
        assert survivor.witness is not None and survivor.otherwise != survivor.witness.outcome
        replay(ruleset, survivor.witness)
        stated = te.read_case(json.dumps(survivor.witness.case.as_data(), default=str))
        tests.append(
            RuleTest(
                "补",
                stated,
                survivor.witness.reading,
                {"outcome": survivor.witness.outcome},
                tests[0].position,
            )
        )
    assert mutate(ruleset, tests).missed == ()


def test_a_condition_that_changes_no_case_is_told_apart() -> None:
    """Where no possible case ends otherwise, the condition is in question and not the tests."""
    idle = SMALL.replace(
        "{all: [{a: true}, {b: true}]}", "{all: [{a: true}, {b: true}, {loss: {at_least: 0}}]}"
    )
    report = mutate(load_text(idle, name="small.yaml"), cases_of())
    (survivor,) = report.survivors
    assert survivor.idle and report.missed == ()
    assert "tolerance lint" in str(report) and "at_least" in str(report)


def test_tests_that_fail_come_first() -> None:
    """Nothing is taken away while a rule test fails on the ruleset itself."""
    wrong = read_rule_tests("- {case: x, facts: {a: true}, expect: {outcome: good}}\n", "cases/x.yaml")
    with pytest.raises(ValueError, match="x"):
        mutate(load_text(SMALL), wrong)


@pytest.mark.parametrize("text", [PLAIN, READ, SHARED], ids=["plain", "read", "shared"])
def test_every_mutant_is_a_ruleset_of_its_own(text: str) -> None:
    """Each mutant compiles by itself, differs from the original, and the original is left as it was."""
    ruleset = load_text(text)
    before = compile_ruleset(ruleset.linked).nodes
    made = list(mutants(ruleset.linked))
    assert len(made) > 12
    for mutant in made:
        assert mutant.linked != ruleset.linked
        assert compile_ruleset(mutant.linked).nodes >= 0
    assert compile_ruleset(ruleset.linked).nodes == before


UPPER = """\
format: 1
id: upper
title: {zh: 上层}
in_force: {from: 2020, to: not_specified}
extends: [small]
facts:
  c: {type: boolean, zh: 丙}
clauses:
  - {id: late, kind: exclusion, when: {c: true}, then: bad, basis: interpretation, reason: 例, zh: 例}
"""
CHANGED = """\
changes:
  - {clause: costly, as: replaces, when: {loss: {more_than: 5}}, basis: interpretation, reason: 例, cite: {source: doc, at: 一}}
sources: {doc: {zh: 例, seen: full}}
"""


def taken_from(upper: str) -> list[tuple[str, str]]:
    """What is taken away of a layer over the small ruleset: the part, and what."""
    ruleset = load_text(upper, name="upper.yaml", uses={"small": SMALL})
    return [(mutant.part.zh.split("`")[1], mutant.taken.zh) for mutant in mutants(ruleset.linked)]


def test_conditions_of_the_layers_beneath_are_theirs() -> None:
    """Of a stack only the conditions of the top file are taken away, and of lower layers each clause as a whole."""
    assert taken_from(UPPER) == [
        ("late", "条件 `{c: true}`"),
        ("both", "整条"),
        ("costly", "整条"),
        ("late", "整条"),
    ]


def test_a_condition_that_the_layer_changed_is_its_own() -> None:
    """A condition replaced by the top file is taken away again; where it only disables or re-words, nothing is."""
    assert ("costly", "条件 `{loss: {more_than: 5}}`") in taken_from(UPPER + CHANGED)
    assert [taken for part, taken in taken_from(UPPER + CHANGED) if part == "both"] == ["整条"]


def test_the_scope_beneath_is_taken_away_as_a_whole() -> None:
    """The rule tests of a stack must show the scope that a lower layer gives."""
    scoped = SMALL + "scope: {when: {all: [{a: true}, {b: true}]}, basis: interpretation, reason: 例}\n"
    ruleset = load_text(UPPER, name="upper.yaml", uses={"small": scoped})
    assert [m.taken.zh for m in mutants(ruleset.linked) if m.part.zh == "适用范围"] == ["整条"]
    assert len([m for m in mutants(load_text(scoped).linked) if m.part.zh == "适用范围"]) == 4


def test_a_shared_definition_asked_for_beneath_is_not_the_layers_own() -> None:
    """A vocabulary definition counts where the top file asks for it, not where only a lower layer does."""
    parts = {m.part.zh for m in mutants(te.load_ruleset("wenzhou-one-visit").linked)}
    assert parts & {"定义 `serious_harm`", "定义 `no_private_gain`"} == set()
    assert "定义 `no_private_gain`" in {m.part.zh for m in mutants(te.load_ruleset("wenzhou").linked)}


def test_mutants_decide_as_if_written_so() -> None:
    """A mutant compiled over the variables of the original decides like the same text written out."""
    from tolerance_engine.analysis.lint.mutate import _Workshop

    ruleset = load_text(SMALL)
    written = load_text(SMALL.replace("{all: [{a: true}, {b: true}]}", "{all: [{b: true}]}"))
    mutant = next(m for m in mutants(ruleset.linked) if "`{a: true}`" in m.taken.zh)
    changed = _Workshop(ruleset).compiled(mutant.linked)
    for test in cases_of():
        assert te.determine(changed, test.case).outcome == te.determine(written, test.case).outcome
        assert run_rule_test(changed, test).passed == run_rule_test(written, test).passed


# the command -----------------------------------------------------------------------------------------------


@pytest.fixture
def tolerance(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command, run in this process."""
    return Command(monkeypatch, capsys)


def written(folder: Path, *left_out: str) -> str:
    """The small ruleset as a file, with rule tests beside it."""
    (folder / "cases").mkdir()
    lines = [f"- {{case: {name}, facts: {rest}}}\n" for name, rest in CASES.items() if name not in left_out]
    (folder / "cases" / "a.yaml").write_text("".join(lines), "utf-8")
    (folder / "2020.yaml").write_text(SMALL, "utf-8")
    return str(folder / "2020.yaml")


def test_the_command_ends_with_one_on_what_is_not_guarded(tolerance: Command, tmp_path: Path) -> None:
    """`test --mutate` ends with 1 where a condition could go unnoticed, and prints the test that would notice."""
    path = written(tmp_path, "without b")
    assert tolerance("test", path).code == 0
    ran = tolerance("test", "--mutate", path)
    assert ran.code == 1 and "`{b: true}`" in ran.out and "可以补的例子" in ran.out
    assert "a test that would notice" in tolerance("test", "--mutate", path, "--lang", "en").out
    data = json.loads(tolerance("test", "--mutate", path, "--json").out)
    assert data[0]["mutation"]["mutants"] == 6
    (survivor,) = data[0]["mutation"]["survivors"]
    assert survivor["idle"] is False and survivor["witness"]["outcome"] == "bad"


def test_the_command_ends_well_where_everything_is_guarded(tolerance: Command, tmp_path: Path) -> None:
    """`test --mutate` ends with 0 where each removal is noticed; without the option nothing is taken away."""
    path = written(tmp_path)
    assert tolerance("test", "--mutate", path).code == 0
    assert "mutation" not in json.loads(tolerance("test", path, "--json").out)[0]


def test_failing_tests_are_told_instead(tolerance: Command, tmp_path: Path) -> None:
    """Where a rule test fails, that is told, and taking conditions away waits."""
    path = written(tmp_path)
    (tmp_path / "cases" / "b.yaml").write_text(
        "- {case: 错, facts: {a: true}, expect: {outcome: good}}\n", "utf-8"
    )
    ran = tolerance("test", "--mutate", path)
    assert ran.code == 1 and "逐一去掉条件" in ran.err
    assert json.loads(tolerance("test", "--mutate", path, "--json").out)[0]["mutation"] is None

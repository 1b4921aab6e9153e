"""A file with several problems: all of them at once, each once, in the order of the file, and no echoes."""

from __future__ import annotations

import pytest

from tests.ruleset.writing import BASE, codes, spoilt
from tolerance_engine.errors import RulesetError
from tolerance_engine.ruleset import load_text
from tolerance_engine.source import Lang

MANY = """\
format: 1
id: Example
title: {zh: 例规, name: Example}
in_force: {from: yesterday, to: not_specified}
procedure: {}
sources:
  doc: {zh: 办法, seen: half}
facts:
  known: {type: boolean, zh: no, worse: more}
  damage: {type: number, zh: 损失, min: 010}
outcomes:
  - {id: granted, zh: 免责}
  - {id: refused, zh: 不予容错}
clauses:
  - {id: red-line, kind: exclusion, when: {knwn: true}, then: refuzed, basis: stated, zh: 一}
  - {id: sane, kind: ground, when: {known: true}, then: granted, basis: said, zh: 二}
  - {id: red-line, kind: ground, when: {damage: 5}, then: granted, basis: stated, zh: 三}
  - {id: fair, kind: ground, when: {all: []}, basis: stated, zh: 四}
  - {id: fair-too, kind: exception, when: {known: maybe}, basis: stated, zh: 五, readings: [wide]}
"""
EXPECTED = [
    (2, 5, "S004"),
    (3, 17, "S001"),
    (4, 18, "L061"),
    (5, 1, "S002"),
    (7, 23, "S003"),
    (9, 30, "Y011"),
    (9, 41, "L024"),
    (10, 39, "Y011"),
    (15, 44, "C010"),
    (15, 63, "L042"),
    (16, 73, "S003"),
    (17, 10, "L003"),
    (17, 49, "C021"),
    (18, 6, "L040"),
    (18, 37, "C003"),
    (19, 6, "L040"),
    (19, 51, "C020"),
    (19, 92, "L044"),
]


def test_all_problems_are_reported_once_and_in_file_order() -> None:
    """Eighteen mistakes of every stage are eighteen reports, sorted by place."""
    with pytest.raises(RulesetError) as raised:
        load_text(MANY, name="many.yaml")
    found = [(p.span.line, p.span.column, p.code) for p in raised.value.diagnostics if p.span]
    assert found == EXPECTED
    assert len(found) == len(raised.value.diagnostics)


def test_the_text_shows_every_problem_apart() -> None:
    """Drawn, the problems stand one after the other with a blank line between."""
    with pytest.raises(RulesetError) as raised:
        load_text(MANY, name="many.yaml")
    langs: tuple[Lang, ...] = ("zh", "en")
    for lang in langs:
        shown = raised.value.text(lang).split("\n\n")
        assert [block.split(" ")[1] for block in shown] == [code for _, _, code in EXPECTED]
    assert str(raised.value) == raised.value.text("zh")


def test_plain_data_of_a_problem() -> None:
    """A problem as plain data has its code, severity, message, place, underlined text and help."""
    with pytest.raises(RulesetError) as raised:
        load_text(spoilt("small: true", "smal: true"), name="rules.yaml")
    (found,) = raised.value.diagnostics
    assert found.as_dict("en") == {
        "code": "C010",
        "severity": "error",
        "message": "no fact, definition, dimension or clause is named `smal`",
        "file": "rules.yaml",
        "line": 28,
        "column": 39,
        "underlined": "smal",
        "help": "did you mean `small`?",
    }
    assert found.as_dict()["help"] == "是不是想写 `small`？"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        pytest.param("facts:\n", "facst:\n", "S001", id="a-misspelt-section"),
        pytest.param("  doc: {zh: 办法, seen: full}", "  doc: {seen: full}", "S002", id="a-faulty-source"),
        pytest.param("zh: 损失, unit", "zh: '', unit", "S005", id="a-faulty-number"),
        pytest.param("type: choice, zh: 方式", "type: choise, zh: 方式", "S003", id="a-faulty-choice"),
        pytest.param("zh: 明知}", "zh: no}", "Y011", id="a-word-of-two-meanings"),
        pytest.param("zh: 损失较小, when", "zh: [], when", "S006", id="a-faulty-definition"),
        pytest.param(
            "{damage: {at_most: 500}}",
            "{damage: {atmost: 500}}",
            "C021",
            id="a-faulty-condition-of-a-definition",
        ),
        pytest.param("{joint: true}, cite", "{jont: true}, cite", "C010", id="a-faulty-condition-of-a-pole"),
        pytest.param(
            "{id: reduced, zh: 从轻}", "{id: reduced, zh: 从轻, rank: 2}", "S001", id="a-faulty-outcome"
        ),
        pytest.param("{id: reduced, zh: 从轻}", "{id: reduced}", "S002", id="an-outcome-without-a-name"),
        pytest.param("  broad: {zh: 从宽}", "  broad: {zh: 从宽, wide: true}", "S001", id="a-faulty-reading"),
        pytest.param("{small: true}", "{at_least: 1, of: []}", "C003", id="a-count-of-nothing"),
        pytest.param(
            "{type: boolean, zh: 明知}",
            "{type：boolean, zh: 明知}",
            "Y014",
            id="a-key-with-a-full-width-colon",
        ),
        pytest.param(
            "zh: 明知}", "zh: 明知, derive: {damage: {before: due_on}}}", "L063", id="a-number-for-a-date"
        ),
        pytest.param("{id: modest, kind", "{id: Modest, kind", "S004", id="a-faulty-clause-name"),
    ],
)
def test_one_cause_is_one_report(old: str, new: str, code: str) -> None:
    """What merely follows from a mistake elsewhere is not reported as well."""
    with pytest.raises(RulesetError) as raised:
        load_text(spoilt(old, new))
    assert codes(raised.value.diagnostics) == [code], str(raised.value)


def test_a_faulty_declaration_does_not_hide_mistakes_elsewhere() -> None:
    """Conditions on other names are still checked where one fact is declared wrongly."""
    text = spoilt("zh: 损失, unit", "zh: '', unit").replace(
        "{small: true}", "{any: [{small: true}, {jont: true}]}"
    )
    with pytest.raises(RulesetError) as raised:
        load_text(text)
    assert codes(raised.value.diagnostics) == ["S005", "C010"]


def test_base_is_untouched_by_the_tests() -> None:
    """The text that the tests spoil stays valid."""
    assert load_text(BASE)

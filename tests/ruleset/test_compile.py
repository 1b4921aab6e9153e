"""What is well formed and still cannot be decided: circles, facts that do not fit together, too large a diagram."""

from __future__ import annotations

import time

import pytest

from tests.ruleset.writing import BASE, expect_one, marked, spoilt
from tolerance_engine.errors import BudgetExceeded, RulesetError
from tolerance_engine.ruleset import load_text

GOOD_FAITH = "when: {purpose: favourable}, then: granted"
MODEST = "when: {small: true}, then: reduced"


@pytest.mark.parametrize(
    ("text", "circle"),
    [
        pytest.param(
            spoilt(
                "  small: {zh: 损失较小, when: {damage: {at_most: 500}}",
                "  «small»: {zh: 损失较小, when: {not: {small: true}}",
            ),
            "small → small",
            id="a-definition-of-itself",
        ),
        pytest.param(
            spoilt(
                "  small: {zh: 损失较小, when: {damage: {at_most: 500}}",
                "  «small»: {zh: 损失较小, when: {modest: applies}",
            ),
            "small → modest → small",
            id="definition-and-clause",
        ),
        pytest.param(
            spoilt("{zh: 为公, when: {joint: true}", "{zh: 为公, when: {good-faith: applies}").replace(
                "  purpose:", "  «purpose»:"
            ),
            "purpose → good-faith → purpose",
            id="dimension-and-clause",
        ),
        pytest.param(
            spoilt("id: modest,", "id: «modest»,").replace(
                MODEST, "when: {known: true}, unless: {modest: applies}, then: reduced"
            ),
            "modest → modest",
            id="a-clause-unless-itself",
        ),
        pytest.param(
            spoilt(MODEST, "when: {known: true}, disables: [modest]").replace(
                "{id: modest, kind: ground", "{id: «modest», kind: exception"
            ),
            "modest → modest",
            id="an-exception-to-itself",
        ),
        pytest.param(
            spoilt("{id: good-faith, kind: ground", "{id: «good-faith», kind: exception")
            .replace(GOOD_FAITH, "when: {known: true}, disables: [modest]")
            .replace("{id: modest, kind: ground", "{id: modest, kind: exception")
            .replace(MODEST, "when: {known: true}, disables: [good-faith]"),
            "good-faith → modest → good-faith",
            id="exceptions-to-each-other",
        ),
        pytest.param(
            spoilt(
                "  small: {zh: 损失较小, when: {damage: {at_most: 500}}",
                "  «small»: {zh: 损失较小, when: {by_reading: {literal: {known: true}, broad: {small: true}}}",
            ),
            "small → small",
            id="under-one-reading-only",
        ),
    ],
)
def test_a_circle_is_refused_and_named(text: str, circle: str) -> None:
    """What needs itself is refused where the circle starts, and the circle is spelt out."""
    place = marked(text)
    with pytest.raises(RulesetError) as raised:
        load_text(place.text)
    expect_one(
        raised.value,
        code="P002",
        zh=circle,
        en=circle,
        help_zh="断开",
        help_en="break",
        underlined=place.underlined,
        line=place.line,
        column=place.column,
    )


def test_a_reading_without_the_circle_is_no_excuse() -> None:
    """A clause that is absent from one reading closes no circle there, and none is reported if it closes none anywhere."""
    text = spoilt(
        MODEST, "when: {by_reading: {literal: {known: true}, broad: {good-faith: applies}}}, then: reduced"
    )
    text = text.replace(
        GOOD_FAITH, "when: {by_reading: {literal: {modest: applies}, broad: {known: false}}}, then: granted"
    )
    assert load_text(text).readings == ("literal", "broad")


@pytest.mark.parametrize(
    "theirs",
    [
        pytest.param("{type: number, zh: 明知}", id="another-type"),
        pytest.param("{type: choice, zh: 明知, values: {a: {zh: 甲}, b: {zh: 乙}}}", id="a-choice"),
    ],
)
def test_facts_shared_by_name_must_mean_the_same(theirs: str) -> None:
    """Two rulesets that give one name different types cannot be used together."""
    test = "{known: {at_least: 1}}" if "number" in theirs else "{known: a}"
    used = f"""\
format: 1
id: other
title: {{zh: 另一}}
in_force: {{from: 2018, to: not_specified}}
facts: {{known: {theirs}}}
outcomes: [{{id: granted, zh: 免责}}]
clauses: [{{id: yes-it-is, kind: ground, when: {test}, then: granted, basis: stated, zh: 是}}]
"""
    text = spoilt("{small: true}, then", "{theirs.yes-it-is: applies}, then") + "uses: {theirs: other}\n"
    with pytest.raises(RulesetError) as raised:
        load_text(text, uses={"other": used})
    (found,) = raised.value.diagnostics
    assert found.code == "P003"
    assert "`known`" in found.message.zh and "`example`" in found.message.zh and "`other`" in found.message.zh
    assert "`known`" in found.message.en
    assert found.help is not None and found.span is not None


def test_facts_that_differ_only_in_their_choices_do_not_fit() -> None:
    """The same choice fact with other values is another fact."""
    fact = "{type: choice, zh: 方式, values: {collective: {zh: 集体}, team: {zh: 班子}}}"
    used = f"""\
format: 1
id: other
title: {{zh: 另一}}
in_force: {{from: 2018, to: not_specified}}
facts: {{form: {fact}}}
outcomes: [{{id: granted, zh: 免责}}]
clauses: [{{id: by-team, kind: ground, when: {{form: team}}, then: granted, basis: stated, zh: 是}}]
"""
    text = spoilt("{small: true}, then", "{any: [{theirs.by-team: applies}, {form: individual}]}, then")
    with pytest.raises(RulesetError) as raised:
        load_text(text + "uses: {theirs: other}\n", uses={"other": used})
    assert [problem.code for problem in raised.value.diagnostics] == ["P003"]


def _chained(count: int) -> str:
    """A ruleset with `count` derived facts that hang together through shared dates."""
    dates = "".join(f"  d{i}: {{type: date, zh: 日}}\n" for i in range(count + 1))
    facts = "".join(
        f"  f{i}: {{type: boolean, zh: 先后, derive: {{d{i}: {{before: d{i + 1}}}}}}}\n" for i in range(count)
    )
    some = ", ".join(f"{{f{i}: true}}" for i in range(count))
    return spoilt("facts:\n", "facts:\n" + dates + facts).replace(
        MODEST, f"when: {{any: [{some}]}}, then: reduced"
    )


def test_too_many_dates_that_hang_together_are_refused() -> None:
    """Eight derived facts may share dates; the ninth is refused by name, not estimated."""
    assert load_text(_chained(8))
    with pytest.raises(RulesetError) as raised:
        load_text(_chained(9))
    (found,) = raised.value.diagnostics
    assert found.code == "P004"
    assert "`f8`" in found.message.zh and "最多 8 个" in found.message.zh and "at most 8" in found.message.en
    assert found.span is not None


def test_definitions_nested_too_deep_are_refused() -> None:
    """Definitions that build on each other without end are refused at their place before anything recurses."""
    chain = "".join(f"  d{i}: {{zh: 层, when: {{not: {{d{i - 1}: true}}}}}}\n" for i in range(1, 3_000))
    text = spoilt("definitions:\n", "definitions:\n  d0: {zh: 层, when: {known: true}}\n" + chain)
    with pytest.raises(RulesetError) as raised:
        load_text(text)
    (found,) = raised.value.diagnostics
    assert found.code == "P005" and found.span is not None
    assert "层" in found.message.zh and "deeper" in found.message.en and found.help is not None


def test_too_many_facts_are_refused() -> None:
    """A ruleset that asks for more facts than can be decided is refused with the number of them."""
    facts = "".join(f"  x{i}: {{type: boolean, zh: 甲}}\n" for i in range(600))
    some = ", ".join(f"{{x{i}: true}}" for i in range(600))
    with pytest.raises(RulesetError) as raised:
        load_text(
            spoilt("facts:\n", "facts:\n" + facts).replace(MODEST, f"when: {{any: [{some}]}}, then: reduced")
        )
    (found,) = raised.value.diagnostics
    assert found.code == "P006"
    assert "603" in found.message.zh and "at most" in found.message.en


def test_a_diagram_too_large_ends_in_a_typed_error() -> None:
    """A ruleset made to explode ends in BudgetExceeded in bounded time, with the budget and what to do."""
    count = 26
    facts = "".join(
        f"  x{i}: {{type: boolean, zh: 甲}}\n  y{i}: {{type: boolean, zh: 乙}}\n" for i in range(count)
    )
    many = ", ".join(
        f"{{all: [{{x{i}: true}}, {{y{(i * 7) % count}: true}}, {{x{(i * 11 + 3) % count}: false}}]}}"
        for i in range(count)
    )
    text = spoilt("facts:\n", "facts:\n" + facts).replace(
        MODEST, f"when: {{at_least: 9, of: [{many}]}}, then: reduced"
    )
    start = time.perf_counter()
    with pytest.raises(BudgetExceeded) as raised:
        load_text(text, budget=50_000)
    assert time.perf_counter() - start < 30
    expect_one(
        raised.value, code="D001", zh="50000", en="50000", help_zh="definitions", help_en="raise the budget"
    )


def test_sixty_items_may_be_counted() -> None:
    """The longest list that can be counted is counted exactly."""
    items = ", ".join(["{known: true}"] * 60)
    text = spoilt(MODEST, f"when: {{at_least: 60, of: [{items}]}}, then: reduced")
    assert load_text(text).nodes < 20


def test_the_base_has_few_nodes() -> None:
    """A small ruleset is a small diagram."""
    assert 0 < load_text(BASE).nodes < 20

"""Silences of several layers: each says what its own source leaves open, and whose it is can be seen."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

import tolerance_engine as te
from tests.layers.writing import CITE, LOWER, city, over
from tolerance_engine.ruleset import Ruleset, load_text

BENEATH = LOWER + (
    "silent:\n  - {topic: review, kind: unseen, zh: 对认定不服能否复核}\n"
    "  - {topic: limits, kind: unseen, zh: 认定的期限}\n"
)
PROVINCE = """\
format: 1
id: province
title: {zh: 省里的办法}
in_force: {from: 2020, to: not_specified}
extends: [national]
silent:
  - {topic: review, kind: silent, zh: 向谁申请复核}
"""


def silent(*items: str) -> str:
    """An upper layer that leaves these open."""
    return city("silent:\n" + "".join(f"  - {{{item}}}\n" for item in items))


def left_open(ruleset: Ruleset) -> list[tuple[str | None, str, str]]:
    """Layer, topic and words of what is left open."""
    return [(item.layer, item.topic, item.label.zh) for item in ruleset.linked.silent]


def three(upper: str) -> Ruleset:
    """A city over a province over the nation."""
    upper = upper.replace("extends: [national]", "extends: [province]")
    return load_text(upper, name="city.yaml", uses={"national": BENEATH, "province": PROVINCE})


def changed(*changes: str) -> str:
    """The changes of a layer; each cites."""
    return city("changes:\n" + "".join(f"  - {{{each}, {CITE}}}\n" for each in changes))


NATIONAL: Sequence[tuple[str, str, str]] = [
    ("national", "review", "对认定不服能否复核"),
    ("national", "limits", "认定的期限"),
]


@pytest.mark.parametrize(
    "item",
    [
        "topic: review, kind: unseen, zh: 复核由谁受理",
        "topic: review, kind: silent, zh: 对认定不服能否复核",
        "topic: review, kind: unseen, fact: known, zh: 对认定不服能否复核",
    ],
    ids=["words", "kind", "fact"],
)
def test_two_layers_may_leave_one_topic_open(item: str) -> None:
    """Other words, another kind or another fact on one topic are another source's silence: both stand."""
    found = left_open(over(silent(item), BENEATH))
    assert found[:2] == list(NATIONAL)
    assert [(layer, topic) for layer, topic, _ in found[2:]] == [("city", "review")]


def test_the_same_words_are_said_once() -> None:
    """What two layers leave open in the same words stands once, as that of the lower one."""
    again = silent("zh: 对认定不服能否复核, kind: unseen, topic: review")
    assert left_open(over(again, BENEATH)) == list(NATIONAL)


def test_a_layer_that_fills_a_topic_fills_it_for_all_beneath() -> None:
    """Filling closes the topic in every layer beneath, and leaves other topics open."""
    assert len(left_open(three(city()))) == 3
    assert left_open(three(changed("silence: review, as: fills"))) == [("national", "limits", "认定的期限")]


def test_a_layer_may_fill_a_topic_and_leave_part_of_it_open() -> None:
    """What the filling layer itself leaves open on the topic stands."""
    upper = (
        changed("silence: review, as: fills") + "silent:\n  - {topic: review, kind: silent, zh: 几天之内}\n"
    )
    assert left_open(three(upper)) == [("national", "limits", "认定的期限"), ("city", "review", "几天之内")]


def test_said_otherwise_in_all_layers_beneath() -> None:
    """Fields replaced on a topic are replaced in each silence beneath; those that are then alike become one."""
    kind = three(changed("silence: review, as: replaces, kind: silent"))
    assert [(s.topic, s.kind) for s in kind.linked.silent] == [
        ("review", "silent"),
        ("limits", "unseen"),
        ("review", "silent"),
    ]
    words = three(changed("silence: review, as: replaces, kind: silent, zh: 复核的全部事项"))
    assert left_open(words) == [("city", "review", "复核的全部事项"), ("national", "limits", "认定的期限")]


def test_a_topic_nobody_beneath_leaves_open_is_not_filled() -> None:
    """Only the file's own silence is no silence beneath: there is nothing to fill."""
    own = changed("silence: body, as: fills") + "silent:\n  - {topic: body, kind: silent, zh: 由谁受理}\n"
    with pytest.raises(te.RulesetError) as raised:
        over(own, BENEATH)
    assert [problem.code for problem in raised.value.diagnostics] == ["L071"]


def test_the_effective_file_names_each_layer() -> None:
    """Both silences stand in the effective file with the layer behind them, and it loads again."""
    found = te.effective(over(silent("topic: review, kind: unseen, zh: 复核由谁受理"), BENEATH))
    lines = {
        line.text.strip(): found.layers[line.layer].id for line in found.lines if "topic: review" in line.text
    }
    assert lines == {
        "- {topic: review, kind: unseen, zh: 对认定不服能否复核}": "national",
        "- {topic: review, kind: unseen, zh: 复核由谁受理}": "city",
    }
    again = load_text(found.text())
    assert [(item.topic, item.layer) for item in again.linked.silent] == [
        ("review", None),
        ("limits", None),
        ("review", None),
    ]


def test_the_page_and_the_data_say_whose_it_is() -> None:
    """A stack is shown with a column for the layer, in data with its id; a ruleset of one file has neither."""
    stacked, alone = (
        over(silent("topic: review, kind: unseen, zh: 复核由谁受理"), BENEATH),
        load_text(BENEATH),
    )
    verdict = te.determine(stacked, {"facts": {"known": True}})
    assert [item["layer"] for item in verdict.model_dump()["silent"]] == ["national", "national", "city"]
    page = verdict.text(full=True)
    assert "复核由谁受理" in page and " 层\n" in page
    single = te.determine(alone, {"facts": {"known": True}})
    assert {item["layer"] for item in single.model_dump()["silent"]} == {None}
    assert " 层\n" not in single.text(full=True)


def test_rulesets_over_one_layer_share_its_silence() -> None:
    """Compared, the silence of a layer both lie over is side by side with itself, and the rest follows in order."""
    one = over(silent("topic: review, kind: unseen, zh: 甲", "topic: review, kind: unseen, zh: 乙"), BENEATH)
    other = over(silent("topic: review, kind: unseen, zh: 丙"), BENEATH)
    pairs = [
        (each.first and each.first.label.zh, each.second and each.second.label.zh)
        for each in te.diff(one, other).silent
        if each.topic == "review"
    ]
    assert pairs == [("对认定不服能否复核", "对认定不服能否复核"), ("甲", "丙"), ("乙", None)]
    assert te.diff(one, over(city(), BENEATH)).text().count("认定的期限") == 2


def test_lint_reads_a_topic_that_stands_twice() -> None:
    """A scope that two layers leave open and a third states is found once."""
    beneath = LOWER + "silent:\n  - {topic: scope, kind: unseen, zh: 适用于谁}\n"
    upper = (
        silent("topic: scope, kind: silent, zh: 哪些人员")
        + f"scope: {{when: {{joint: true}}, basis: stated, {CITE}}}\n"
    )
    findings = te.lint(over(upper, beneath))
    assert [each.diagnostic.code for each in findings].count("R124") == 1

"""Counts of ways are exact, add up, and are never called anything but counts."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from tests.determine.small import NUMBER, ground, rules, verdict
from tests.drafter import Options
from tests.laws.support import determine, how_many, samples
from tolerance_engine.analysis.change import sensitivity


def test_only_facts_that_matter_are_counted() -> None:
    """A fact the outcome no longer depends on is in no denominator."""
    found = sensitivity(
        verdict(
            rules(ground("x", {"all": [{"a": True}, {"b": True}]}), ground("other", {"c": True})), c=False
        )
    )
    assert found.facts == {"a": 2, "b": 2}
    assert dict(found.outcomes) == {"good": 1, "not_specified": 3}
    assert found.total == found.combinations == 4


def test_a_decided_case_has_one_way() -> None:
    """Nothing is open, so there is one way and no fact."""
    found = sensitivity(verdict(rules(ground("x", {"a": True})), a=True))
    assert (dict(found.outcomes), found.total, dict(found.facts)) == ({"good": 1}, 1, {})


def test_what_cannot_be_is_not_counted() -> None:
    """Combinations that an assumption rules out are in the product and not in the total."""
    ruleset = rules(
        ground("x", {"any": [{"a": True}, {"b": True}]}),
        assume=[{"never": {"all": [{"a": True}, {"b": True}]}}],
    )
    found = sensitivity(verdict(ruleset))
    assert (found.total, found.combinations) == (3, 4)


def test_counts_are_text_in_json_and_exact() -> None:
    """Numbers that other readers would round are written as text."""
    names = {f"n{i}": NUMBER for i in range(40)}
    ruleset = rules(ground("x", {"all": [{name: {"more_than": 1}} for name in names]}), facts=names)
    data = json.loads(json.dumps(sensitivity(verdict(ruleset)).as_data()))
    assert data["total"] == str(2**40)
    assert data["outcomes"] == {"good": "1", "not_specified": str(2**40 - 1)}


def test_a_count_is_not_called_likelihood() -> None:
    """The page says what is counted, and that it says nothing of how likely anything is."""
    found = sensitivity(verdict(rules(ground("x", {"a": True}))))
    shown = found.text() + found.text("en")
    assert "概率" not in shown
    assert "probab" not in shown.lower()
    assert "不表示哪一种更容易发生" in shown


@pytest.mark.laws
def test_counts_are_those_of_brute_force() -> None:
    """Worlds that agree on the missing facts share one outcome, and there are as many as counted."""
    counted = 0
    for sample in samples(920_000, how_many(120), Options(cases=128)):
        for reading, table in sample.tables.items():
            case = sample.case(reading, known=0.5)
            found = determine(sample.ruleset, case, reading)
            if found.decided:
                continue
            variables = [sample.ruleset.by_name[item.fact] for item in found.missing]
            ways: dict[tuple[int, ...], set[str]] = {}
            answer = table.answer(case)
            assert answer
            for row in answer.rows:
                cells = tuple(v.cell_of(row.sight.world[v.name]) for v in variables)
                ways.setdefault(cells, set()).add(row.outcome)
            told = sample.tell(case, reading=reading)
            assert all(len(outcomes) == 1 for outcomes in ways.values()), told
            right = Counter(next(iter(outcomes)) for outcomes in ways.values())
            answered = sensitivity(found)
            assert dict(answered.outcomes) == dict(right), told
            assert answered.total == len(ways), told
            counted += 1
    assert counted > 0

"""Pages: the answer first, everything that was counted, both explanations, in text, Markdown and one HTML file."""

from __future__ import annotations

import json
import re
from functools import cache

import pytest

import tolerance_engine as te
from tests.determine.small import exclusion, ground, rules
from tolerance_engine.analysis.compare import Diff, diff


@cache
def regions(reading: str) -> Diff:
    """The two shipped regions under one reading."""
    return diff(te.load_ruleset("qinghai"), te.load_ruleset("wenzhou"), reading=reading)


@pytest.mark.parametrize("reading", ["as_written", "strict", "weighed"])
def test_the_page_for_someone_new(reading: str) -> None:
    """The first lines say whether, how often and which way; the rest shows cases, clauses, silences, denominator."""
    found = regions(reading)
    text = found.text()
    lead = "".join(text.split("各口径之下")[0].split())
    assert f"{found.cases:,}种情形里，{found.differing:,}种不同" in lead
    for words in (
        "结论怎样变",
        "每种变化举一例",
        "由哪一条变成哪一条",
        "只有一边用到的",
        "来源没有说明的",
        "怎样数的",
    ):
        assert f"\n{words}\n" in text
    for row in found.matrix:
        assert f"{row.count:,}" in text
        if row.witness is not None:
            for clause in (*row.witness.applies[0], *row.witness.applies[1]):
                assert clause in text
    assert "概率" in text
    assert max(len(line) for line in text.split("\n")) <= 100


def test_both_explanations_side_by_side() -> None:
    """Each case has a column for each region: outcome, deciding clause in words, source, findings."""
    markdown = regions("as_written").markdown()
    assert "| 结论 |" in markdown.replace("  ", " ") or "结论" in markdown
    rows = [line for line in markdown.split("\n") if line.startswith("|")]
    [outcome, *_] = [row for row in rows if "不予容错" in row and "来源未载明" in row and row.count("|") == 4]
    assert outcome.index("不予容错") < outcome.index("来源未载明")
    assert any("触碰纪律和法律红线的，决不能容" in row and "没有条款作出结论" in row for row in rows)


def test_the_other_language() -> None:
    """In English the sentences are English; names without an English label stay as their authors wrote them."""
    text = regions("strict").text("en")
    assert "Qinghai and Wenzhou do not always agree" in text
    assert not re.search("种情形|平常案件|怎样数的", text)


def test_equal_rulesets_read_so() -> None:
    """Where nothing differs the page says so at once, and shows neither matrix nor cases."""
    text = diff(regions("strict").a, regions("strict").a, reading="strict").text()
    assert "没有一种不同" in text
    assert "每种变化举一例" not in text


def test_one_file_that_can_be_mailed() -> None:
    """The HTML stands by itself: no script, no image, no address, both explanations of every case in it."""
    found = regions("as_written")
    page = found.html()
    assert page.startswith("<!DOCTYPE html>")
    assert not re.search(r"<script|<img|<link|https?://|url\(|@import", page)
    assert page.count("青海省的理由") == sum(row.witness is not None for row in found.matrix)
    assert "<details" in page


def test_names_are_shown_and_nothing_else() -> None:
    """Labels that look like markup are text on every page."""
    label = {"zh": "<b>粗</b>|*星*"}
    first = rules(ground("one-clause", {"a": True}, **label))
    second = rules(exclusion("one-clause", {"a": True}, **label))
    found = diff(first, second)
    assert "<b>粗</b>" not in found.html()
    assert "&lt;b&gt;粗" in found.html()
    assert "<b>粗</b>|*星*" in found.text()


def test_names_of_sides() -> None:
    """The two are called by what tells them apart: region, id, reading, version, or before and after."""
    one = rules(ground("g", {"a": True}))
    other = rules(ground("g", {"b": True}))
    readings = {"literal": {"zh": "照字面"}, "broad": {"zh": "从宽"}}
    read = rules(
        ground("g", {"by_reading": {"literal": {"a": True}, "broad": {"b": True}}}), readings=readings
    )
    dated = rules(ground("g", {"b": True}), in_force={"from": 2020, "to": "not_specified"})
    assert diff(one, other).text().startswith("规则比较：改前与改后")
    assert diff(read, read, reading=("literal", "broad")).text().startswith("规则比较：照字面与从宽")
    assert diff(one, dated).text().startswith("规则比较：2018版与2020版")
    assert regions("strict").text("en").startswith("Rules compared: Qinghai and Wenzhou")


def test_readings_side_by_side() -> None:
    """All readings both have are counted beside each other; between two readings there is nothing beside."""
    found = regions("strict")
    assert list(found.by_reading) == ["as_written", "strict", "weighed"]
    assert found.by_reading["weighed"].differing == regions("weighed").differing
    between = diff(found.a, found.a, reading=("strict", "weighed"))
    assert (between.by_reading, between.relation, between.edits) == ({}, "looser", ())


def test_json_is_the_object() -> None:
    """The JSON has what the design promises, counts as text, and witnesses that decide as promised when fed back."""
    found = regions("weighed")
    data = json.loads(found.model_dump_json())
    assert {"equal", "cases", "differing", "matrix", "edits", "denominator"} <= set(data)
    assert sum(int(row["count"]) for row in data["matrix"]) == int(data["cases"])
    assert all(
        isinstance(row["count"], str) for row in (*data["matrix"], *data["deciding"], *data["modality"])
    )
    for row in data["matrix"]:
        assert {"from", "to", "count", "witness"} <= set(row)
        if row["from"] == row["to"]:
            assert row["witness"] is None
            continue
        case = {"facts": row["witness"]["facts"], "findings": row["witness"]["findings"]}
        assert te.determine(found.a, case, reading="weighed").outcome == row["from"]
        assert te.determine(found.b, case, reading="weighed").outcome == row["to"]
    product = 1
    for axis in (
        *data["denominator"]["facts"],
        *data["denominator"]["one_sided"]["a"],
        *data["denominator"]["one_sided"]["b"],
    ):
        product *= int(axis["cells"])
    assert product >= int(data["cases"])


def test_full_json_has_both_explanations() -> None:
    """On request each witness carries the whole explanation of both sides."""
    full = regions("as_written").as_data(full=True)
    [first, *_] = [row["witness"] for row in full["matrix"] if row["witness"]]
    assert set(first["explanations"]) == {"a", "b"}
    assert first["explanations"]["a"]["because"]

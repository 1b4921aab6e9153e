"""A verdict as people see it: never wider than the page, never more certain than it is, always with its ground."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

import tolerance_engine as te
from tests.determine.small import CITE, exclusion, ground, rules, verdict
from tolerance_engine.determine.shown.overview import overview_page
from tolerance_engine.render import text

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("P*.yaml"))
RULESETS = {name: te.load_ruleset(name) for name in ("qinghai", "wenzhou")}
NEVER_OF_AN_UNKNOWN = (
    "不存在",
    "没有发生",
    "未发生",
    "并无",
    "did not happen",
    "does not exist",
    "there is no evidence",
    "no evidence that",
)


def own_words(told: str, ruleset: te.Ruleset, case: te.Case) -> str:
    """What our prose adds: what is told without the labels of the ruleset and the words of the case."""
    linked = ruleset.linked
    sections: tuple[Any, ...] = (linked.facts, linked.dimensions, linked.definitions)
    labelled: list[Any] = [each for section in sections for each in section.values()]
    labelled += [*linked.clauses, *linked.silent]
    said = [word for each in labelled for word in each.label if word]
    said += [str(word) for item in case.evidence.values() if isinstance(item, dict) for word in item.values()]
    flat = re.sub(r"\s*\n[│\s]*", "", told)
    for word in sorted([*said, case.title or "", case.note or ""], key=len, reverse=True):
        flat = flat.replace(word, "") if word else flat
    return flat


@pytest.mark.parametrize("name", RULESETS)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_every_example_fits_the_page_and_claims_no_absence(path: Path, name: str) -> None:
    """In both languages no line is wider than 100 columns, and our prose never says of an unknown that it is not so."""
    ruleset, case = RULESETS[name], te.load_case(path)
    reading = ruleset.readings[EXAMPLES.index(path) % len(ruleset.readings)]
    found = te.determine(ruleset, case, reading=reading)
    for told in (found.text("zh"), found.text("en"), found.why("zh")):
        assert [line for line in told.split("\n") if cell_len(line) > 100] == []
        assert [line for line in told.split("\n") if line != line.rstrip()] == []
        for claim in NEVER_OF_AN_UNKNOWN:
            assert claim not in own_words(told, ruleset, case)


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_any_width_is_kept(width: int, lang: str) -> None:
    """At any sensible width the text keeps within it."""
    found = te.determine(RULESETS["wenzhou"], te.load_case(EXAMPLES[4]), reading="weighed")
    assert max(cell_len(line) for line in found.text(lang, width=width).split("\n")) <= width  # type: ignore[arg-type]


def leaves(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The facts and findings put to the test in an explanation."""
    if node.get("kind") in ("fact", "finding"):
        yield node
    for child in node.get("because", []):
        yield from leaves(child)


@pytest.mark.parametrize("name", RULESETS)
@pytest.mark.parametrize(
    ("lang", "wants", "words"),
    [("zh", "：要求", ("尚未查明", "尚未认定")), ("en", ": wants ", ("not established", "no finding yet"))],
)
def test_every_leaf_of_an_empty_case_is_said_to_be_open(
    name: str, lang: str, wants: str, words: tuple[str, ...]
) -> None:
    """With nothing established each test is told as not yet established, none as failed or met."""
    ruleset = RULESETS[name]
    found = te.determine(ruleset, {}, reading="weighed")
    lines = text.render(found.page(lang, full=True), width=2000).split("\n")  # type: ignore[arg-type]
    seen = list(leaves(found.model_dump()["explanation"]))
    assert len(seen) > 10
    for leaf in seen:
        label = ruleset.linked.facts[leaf["fact"]].label.in_lang(lang)  # type: ignore[arg-type]
        told = [line for line in lines if f" {label}{wants}" in line]
        assert told, label
        assert [line for line in told if not any(word in line for word in words)] == []
        assert (leaf["truth"], leaf["state"], leaf["value"]) == ("unknown", "not_established", None)
    assert not [line for line in lines if "查明为" in line or "established: " in line]


@pytest.mark.parametrize(
    ("modality", "zh", "en"),
    [("must", "应当", "must"), ("generally", "一般应", "generally"), ("may", "可以", "may")],
)
def test_the_wording_of_the_source_is_kept(modality: str, zh: str, en: str) -> None:
    """应当 stays 应当 and 可以 stays 可以, in both languages, only where the clause decides."""
    made = rules(exclusion("stop", {"a": True}, modality=modality))
    assert zh in verdict(made, a=True).text() and f"({en})" in verdict(made, a=True).text("en")
    others = {"应当", "可以", "一般应"} - {zh}
    assert not [word for word in others if word in verdict(made, a=True).text()]
    assert zh not in verdict(made, a=False).text().split("理由")[0]


@pytest.mark.parametrize(
    ("basis", "zh", "en"),
    [
        ("stated", "来源明示", "stated by the source"),
        ("implied", "由来源推出", "implied by the source"),
        ("interpretation", "理解口径", "interpretation"),
    ],
)
def test_the_basis_of_every_clause_is_marked(basis: str, zh: str, en: str) -> None:
    """A reader sees of each clause whether the source says it, implies it, or we read it so, and why."""
    found = verdict(rules(ground("g", {"a": True}, basis=basis, reason="因为这样读", cite=CITE)), a=True)
    assert zh in found.why() and en in found.why("en")
    assert "办法，第一条" in found.why()
    assert ("因为这样读" in found.why()) == (basis != "stated")


def test_what_the_source_does_not_say_is_said_so() -> None:
    """An outcome the source does not give reads 来源未载明, and what is silent or unseen is listed."""
    silent = [
        {"topic": "limit", "kind": "unseen", "zh": "受理时限", "fact": "a"},
        {"topic": "body", "kind": "silent", "zh": "受理机关", "fact": "a"},
    ]
    found = verdict(rules(ground("g", {"a": True}), silent=silent), a=False)
    assert "来源未载明" in found.text() and "not specified by source" in found.text("en")
    assert {item["kind"] for item in found.model_dump()["silent"]} == {"unseen", "silent"}
    for word in ("受理时限", "受理机关"):
        assert word in verdict(rules(ground("g", {"a": True}), silent=silent)).text()


@pytest.mark.parametrize("name", RULESETS)
def test_all_readings_stand_side_by_side(name: str) -> None:
    """A ruleset with several readings shows the result under each, with whether they agree."""
    ruleset = RULESETS[name]
    told = te.determine(ruleset, {}).text()
    for reading, label in ruleset.linked.readings.items():
        assert f"{label.zh} {reading}" in told
    assert "口径" in told and "不一致或未定" in told


def test_the_witnesses_tell_only_what_would_be_added() -> None:
    """What already stands in the case is not told again as something to be established."""
    made = rules(
        ground("g", {"all": [{"a": True}, {"b": True}]}),
        facts={"a": {"type": "boolean", "zh": "甲项"}, "b": {"type": "boolean", "zh": "乙项"}},
    )
    told = verdict(made, a={"value": True, "evidence": ["笔录"]}).text()
    ways = told.split("两种走向")[1].split("理由")[0]
    assert "乙项" in ways and "甲项" not in ways


def test_an_exclusion_that_applies_does_not_look_favourable() -> None:
    """A met exclusion is not drawn with the sign for something good."""
    line = next(
        line
        for line in verdict(rules(exclusion("stop", {"a": True})), a=True).why().split("\n")
        if "条 stop" in line
    )
    assert "↑" not in line


def test_a_ground_for_the_worst_outcome_is_not_called_a_ground_for_tolerance() -> None:
    """A clause that gives the last outcome is told as an adverse ground, in words and signs; the others are not."""
    lines = verdict(
        rules(ground("fit", {"a": True}, "good"), ground("short", {"a": False}, "bad")), a=False
    ).why()
    short, fit = (
        next(line for line in lines.split("\n") if f"条 {name}" in line) for name in ("short", "fit")
    )
    assert "［不利情形］" in short and "↓" in short and "↑" not in short
    assert "［容错情形］" in fit


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("qinghai", {"不予容错情形", "容错情形", "不利情形"}),
        ("zhengwu-2020", {"从宽情形", "不利情形"}),
        ("jiangxi-chengqing", {"澄清情形", "不予澄清情形"}),
        ("sichuan-wugao", {"认定情形"}),
        ("jiancha-fushen", {"救济途径"}),
    ],
)
def test_clauses_are_called_by_the_question_they_answer(name: str, called: set[str]) -> None:
    """Clauses of a ruleset on sanctions, clarification, false accusation or review are no grounds for tolerance."""
    ruleset = te.load_ruleset(name)
    shown = text.render(overview_page(ruleset, "zh"))
    assert set(re.findall(r"［(\w+)］", shown)) == called
    assert set(re.findall(r"［(\w+)］", te.determine(ruleset, te.Case()).why())) <= called


class Parsed(HTMLParser):
    """Tags and attributes of a card."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.extend(attrs)


def test_a_conflict_names_the_clauses_at_odds() -> None:
    """No clause gives a conflict; the page names those that apply or may, each with its outcome, and their reasons."""
    ruleset = rules(
        ground("g", {"a": True}, "good"), ground("h", {"b": True}, "fair"), ground("k", {"c": True}, "fair")
    )
    found = verdict(ruleset, a=True, b=True, c=False)
    assert found.outcome == "conflict" and found.applies == ()
    line = next(line for line in found.text().splitlines() if line.startswith("互不一致的条款"))
    assert "g（" in line and "h（" in line and "k（" not in line
    assert "g (" in found.text(lang="en") and "Clauses at odds" in found.text(lang="en")
    assert "互不一致" not in verdict(ruleset, a=True, b=False, c=False).text()


@pytest.mark.parametrize("path", EXAMPLES[::5], ids=lambda p: p.stem)
def test_the_bundle_for_notebooks(path: Path) -> None:
    """A notebook gets text, Markdown and a card of inline-styled HTML without script, style sheet or address."""
    found = te.determine(RULESETS["qinghai"], te.load_case(path))
    bundle = found._repr_mimebundle_()
    assert list(bundle) == ["text/plain", "text/markdown", "text/html"]
    assert bundle["text/plain"] == found.text() == str(found)
    assert bundle["text/markdown"] == found.markdown()
    parsed = Parsed()
    parsed.feed(bundle["text/html"])
    assert not {"script", "style", "link", "img", "svg", "iframe"} & set(parsed.tags)
    assert not [
        name
        for name, _ in parsed.attributes
        if name.startswith("on") or name in ("src", "href", "class", "id")
    ]
    assert not [
        value
        for name, value in parsed.attributes
        if name == "style" and ("url(" in str(value) or "var(" in str(value))
    ]
    for outcome in found.possible:
        assert RULESETS["qinghai"].linked.outcome_label(outcome).zh in bundle["text/html"]
    assert list(found._repr_mimebundle_(include=["text/html"])) == ["text/html"]
    assert list(found._repr_mimebundle_(exclude=["text/html"])) == ["text/plain", "text/markdown"]


def test_hostile_text_is_shown_not_run() -> None:
    """Markup in labels, titles and evidence stays text in HTML and in Markdown."""
    evil = "<img src=x onerror=alert(1)>|`**[x](javascript:1)"
    made = rules(ground("g", {"a": True}, zh=evil), facts={"a": {"type": "boolean", "zh": evil}})
    case = te.Case(
        title=evil, facts={"a": {"value": True, "evidence": [evil]}}, evidence={evil: {"zh": evil}}
    )
    found = te.determine(made, case)
    parsed = Parsed()
    parsed.feed(found._repr_html_())
    assert "img" not in parsed.tags and "onerror" not in dict(parsed.attributes)
    assert "<img" not in found._repr_html_() and "](javascript" not in found.markdown().replace(
        "\\]", ""
    ).replace("\\(", "")
    assert evil in found.text(width=400)


def test_both_languages_say_the_same_things() -> None:
    """The English page has one title as the Chinese has, and no Chinese words of ours."""
    for path in EXAMPLES[::6]:
        found = te.determine(RULESETS["qinghai"], te.load_case(path))
        assert {found.text(lang).count("══\n") for lang in ("zh", "en")} == {1}
        for word in ("尚未查明", "结论", "理解口径", "依据条款", "认定意见", "还需查明"):
            assert word not in own_words(found.text("en"), RULESETS["qinghai"], found.case)

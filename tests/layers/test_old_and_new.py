"""Old and new: one case under two versions, which of them is lighter, and what is left to people."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

import tolerance_engine as te
from tests.ruleset.writing import BASE, expect_one, spoilt
from tolerance_engine.analysis.prove.interpreter import Interpreter
from tolerance_engine.analysis.versions.outcome_pairs import relation
from tolerance_engine.errors import CaseError, RulesetError
from tolerance_engine.ruleset import load_text

CLOSED = BASE + "combine: most_favourable\ndefault: refused\n"
Put = Callable[[str, str], None]
"""Writes an old and a new version."""
DATES: dict[str, Any] = {"conduct_date": date(2019, 5, 5), "determination_date": date(2021, 5, 5)}
HARSHER = ("at_most: 500", "at_most: 300")


def version(first: str, last: str, old: str = "", new: str = "", temporal: str = "not_specified") -> str:
    """One version, with a passage written otherwise."""
    text = spoilt(
        "{from: 2018, to: not_specified}", f"{{from: {first}, to: {last}}}\ntemporal: {temporal}", CLOSED
    )
    return spoilt(old, new, text) if old else text


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Put:
    """Puts an old and a new version of `example` into a folder beside the reader."""
    monkeypatch.chdir(tmp_path)

    def put(old: str, new: str) -> None:
        folder = tmp_path / "example"
        folder.mkdir(exist_ok=True)
        (folder / "2018.yaml").write_text(old, "utf-8")
        (folder / "2020.yaml").write_text(new, "utf-8")

    return put


def asked(**facts: object) -> te.OldAndNew:
    """The comparison of a case with the two dates."""
    return te.compare_versions("./example", te.Case(facts=facts, **DATES))


LOSS = {"known": False, "joint": False, "damage": 400}


def test_the_lighter_version_is_said_and_nothing_is_chosen(pair: Put) -> None:
    """An outcome per version, which is lighter, where 从旧兼从轻 points; the page says who decides."""
    pair(version("2018", "2019", *HARSHER), version("2020", "not_specified"))
    found = asked(**LOSS)
    assert found.old.verdict is not None and found.new.verdict is not None
    assert (found.old.verdict.outcome, found.new.verdict.outcome) == ("refused", "reduced")
    assert (found.lighter, found.old_unless_lighter, found.same_version) == ("new", "new", False)
    assert found.temporal == "not_specified"
    shown = found.text()
    assert "新版本的结果较轻" in shown and "由有权机关" in shown and "modest" in shown
    assert "new version is lighter" in found.text("en")


def test_the_old_version_stays_where_the_new_is_no_lighter(pair: Put) -> None:
    """A harsher or equal new version leaves the principle pointing to the old one."""
    pair(version("2018", "2019"), version("2020", "not_specified", *HARSHER))
    assert (asked(**LOSS).lighter, asked(**LOSS).old_unless_lighter) == ("old", "old")
    same = asked(**{**LOSS, "damage": 200})
    assert (same.lighter, same.old_unless_lighter) == ("same", "old")


def test_what_is_open_is_weighed_case_by_case(pair: Put) -> None:
    """Both versions undetermined: only what one completion gives together is compared, not every combination."""
    pair(version("2018", "2019", *HARSHER), version("2020", "not_specified", "at_most: 500", "at_most: 600"))
    found = asked(known=False, joint=False)
    assert found.old.verdict is not None and len(found.old.verdict.possible) == 2
    assert found.pairs == (("reduced", "reduced"), ("refused", "reduced"), ("refused", "refused"))
    assert found.lighter == "open" and found.old_unless_lighter is None
    narrowed = te.compare_versions(
        "./example", te.Case(facts={"known": False, "joint": None, "damage": 450}, **DATES)
    )
    assert narrowed.pairs == (("granted", "granted"), ("refused", "reduced"))
    assert "尚未查明的事实" in narrowed.text()
    always = te.compare_versions(
        "./example",
        te.Case(facts={"known": {"one_of": [True, False]}, "joint": False, "damage": 450}, **DATES),
    )
    assert always.pairs == (("refused", "reduced"), ("refused", "refused"))


def test_the_pairs_are_those_of_an_independent_reading(pair: Put) -> None:
    """Over all completions of random partial cases, the pairs are what the interpreter gives under both versions."""
    old = version("2018", "2019", *HARSHER)
    new = version(
        "2020", "not_specified", "when: {joint: true}", "when: {any: [{joint: true}, {form: collective}]}"
    )
    pair(old, new)
    before, after = load_text(old).linked, load_text(new).linked
    pools: dict[str, list[Any]] = {
        "known": [True, False],
        "joint": [True, False],
        "damage": [0, 400, 900],
        "form": ["collective", "individual"],
    }
    rng = Random(5)
    for _ in range(12):
        stated = {name: rng.choice(pool) for name, pool in pools.items() if rng.random() < 0.5}
        worlds: list[dict[str, object]] = [{}]
        for name, pool in pools.items():
            worlds = [{**w, name: v} for w in worlds for v in ([stated[name]] if name in stated else pool)]
        expected = {
            tuple(Interpreter(linked, "literal", world).outcome() for linked in (before, after))  # type: ignore[arg-type]
            for world in worlds
        }
        assert set(asked(**stated).pairs) == expected


def test_a_fact_of_one_version_says_nothing_to_the_other(pair: Put) -> None:
    """A fact that only the new version declares may be stated; a fact that neither declares is refused."""
    new = version(
        "2020", "not_specified", "  form: {type", "  hidden: {type: boolean, zh: 隐瞒}\n  form: {type"
    ).replace("when: {known: true}, then", "when: {any: [{known: true}, {hidden: true}]}, then")
    pair(version("2018", "2019"), new)
    found = asked(known=False, joint=True, hidden=True)
    assert found.pairs == (("granted", "refused"),) and found.lighter == "old"
    still_open = asked(known=False, hidden=True, damage={"one_of": [400, 450]})
    assert still_open.pairs == (("granted", "refused"), ("reduced", "refused"))
    with pytest.raises(CaseError):
        asked(nobody=True)


def test_one_version_on_both_dates(pair: Put) -> None:
    """Where one version covers both dates there is nothing to compare, and that is said."""
    pair(version("2018", "2022"), version("2023", "not_specified"))
    found = asked(**LOSS)
    assert found.same_version and found.lighter == "same"
    assert "同一个版本" in found.text()


def test_a_date_without_a_version_is_a_result(pair: Put) -> None:
    """Conduct before the rules began: the old side says so with the date, and nothing is compared."""
    pair(version("2020", "2020"), version("2021", "not_specified"))
    found = asked(**LOSS)
    assert found.old.verdict is None and found.old.missing is not None and found.old.missing.code == "P011"
    assert "2019-05-05" in found.text() and "无从比较" in found.text()
    assert (found.lighter, found.old_unless_lighter, found.pairs) == (None, None, ())
    data = found.as_data()
    assert data["old"]["missing"]["code"] == "P011" and data["new"]["outcome"] == "reduced"


def test_no_version_on_either_date_is_an_error(pair: Put) -> None:
    """With neither date covered both reasons are raised together."""
    pair(version("2010", "2011"), version("2012", "2013"))
    with pytest.raises(RulesetError) as raised:
        asked(**LOSS)
    assert [problem.code for problem in raised.value.diagnostics] == ["P012", "P012"]


def test_both_dates_are_needed() -> None:
    """A comparison without one of the dates names what is missing."""
    with pytest.raises(CaseError) as raised:
        te.compare_versions("qinghai", {"conduct_date": date(2019, 1, 1)})
    expect_one(raised.value, code="K030", zh="缺 determination_date", en="missing: determination_date")


def test_readings_are_matched_by_name(pair: Put) -> None:
    """A reading that one version lacks is read there in its first; one that both lack is an error."""
    pair(
        version("2018", "2019"), version("2020", "not_specified", "  broad: {zh: 从宽}", "  wide: {zh: 放宽}")
    )
    found = te.compare_versions("./example", te.Case(facts=LOSS, **DATES), reading="wide")
    assert found.old.verdict is not None and found.new.verdict is not None
    assert (found.old.verdict.reading, found.new.verdict.reading) == ("literal", "wide")
    with pytest.raises(RulesetError) as raised:
        te.compare_versions("./example", te.Case(facts=LOSS, **DATES), reading="none")
    assert [problem.code for problem in raised.value.diagnostics] == ["P001"]


def test_what_only_the_new_version_narrows_counts(pair: Put) -> None:
    """A choice that only the new version declares, narrowed and not settled, is narrowed in the comparison too."""
    choice = "  way: {type: choice, zh: 途径, values: {a: {zh: 甲}, b: {zh: 乙}, c: {zh: 丙}}}\n  form: {type"
    new = version("2020", "not_specified", "  form: {type", choice).replace(
        "when: {known: true}, then", "when: {any: [{known: true}, {way: a}]}, then"
    )
    pair(version("2018", "2019", *HARSHER), new)
    stated = {"known": False, "joint": False, "damage": {"one_of": [200, 400]}}
    assert asked(**stated, way={"one_of": ["b", "c"]}).pairs == (
        ("reduced", "reduced"),
        ("refused", "reduced"),
    )
    assert asked(**stated, way={"one_of": ["a", "c"]}).pairs == tuple(
        (old, new) for old in ("reduced", "refused") for new in ("reduced", "refused")
    )


def test_a_name_that_means_something_else_is_not_compared_together(pair: Put) -> None:
    """Where a fact has other values in the new version, every combination of outcomes counts."""
    new = version(
        "2020",
        "not_specified",
        "damage: {type: number, zh: 损失, unit: CNY, min: 0}",
        "damage: {type: number, zh: 损失, unit: CNY, min: 1}",
    )
    pair(version("2018", "2019"), new)
    found = asked(known=False, joint=False)
    assert found.pairs == (
        ("reduced", "reduced"),
        ("reduced", "refused"),
        ("refused", "reduced"),
        ("refused", "refused"),
    )
    assert found.lighter == "open"


def test_two_outcomes_may_correspond_to_one() -> None:
    """Where the new scale splits an outcome, each part is compared with the whole by what it is declared to be."""
    old = load_text(version("2018", "2019")).linked
    split = "  - {id: warned, zh: 诫勉}\n  - {id: noted, zh: 提醒}\n"
    text = version("2020", "not_specified", "  - {id: reduced, zh: 从轻}\n", split).replace(
        "then: reduced", "then: warned"
    )
    new = load_text(text + "outcome_map: {example: {warned: reduced, noted: reduced}}\n").linked
    assert [relation(old, new, "reduced", after) for after in ("granted", "warned", "noted", "refused")] == [
        "new",
        "same",
        "same",
        "old",
    ]


@pytest.mark.parametrize(
    ("before", "after", "lighter"),
    [
        ("granted", "granted", "same"),
        ("granted", "refused", "old"),
        ("refused", "warned", "new"),
        ("reduced", "warned", "same"),
        ("granted", "not_specified", "incomparable"),
        ("conflict", "conflict", "same"),
        ("refused", "odd", "incomparable"),
    ],
)
def test_outcomes_are_ranked_across_two_scales(before: str, after: str, lighter: str) -> None:
    """By their shared ids, and by the counterparts that `outcome_map` declares; what neither knows is not ranked."""
    old = load_text(version("2018", "2019")).linked
    scale = "  - {id: granted, zh: 免责}\n  - {id: reduced, zh: 从轻}\n"
    text = version(
        "2020", "not_specified", scale, "  - {id: granted, zh: 免责}\n  - {id: warned, zh: 诫勉}\n"
    )
    new = load_text(
        text.replace("then: reduced", "then: warned") + "outcome_map: {example: {warned: reduced}}\n"
    ).linked
    assert relation(old, new, before, after) == lighter


def test_the_data_is_plain(pair: Put) -> None:
    """The comparison as JSON has both sides, the pairs and the conclusion."""
    pair(version("2018", "2019", *HARSHER), version("2020", "not_specified", temporal="old_unless_lighter"))
    data = json.loads(json.dumps(asked(**LOSS).as_data()))
    assert data["temporal"] == "old_unless_lighter" and data["old_unless_lighter"] == "new"
    assert data["pairs"] == [{"old": "refused", "new": "reduced"}]
    assert data["old"]["file"] == "example/2018.yaml" and data["new"]["applies"] == ["modest"]
    assert data["old"]["sha256"] != data["new"]["sha256"]

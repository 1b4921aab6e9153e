"""Versions in force: the day picks the version, first and last day included, and never falls through."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.ruleset.writing import BASE, expect_one, spoilt
from tolerance_engine.errors import RulesetError
from tolerance_engine.ruleset import list_rulesets, load_path, load_ruleset, load_text


def version(first: str, last: str) -> str:
    """The base ruleset, in force from `first` to `last`."""
    return spoilt("{from: 2018, to: not_specified}", f"{{from: {first}, to: {last}}}")


ASKS = """\
format: 1
id: asks
title: {zh: 引用}
in_force: {from: 2000, to: not_specified}
outcomes: [{id: granted, zh: 免责}]
clauses:
  - {id: follow, kind: ground, when: {theirs.modest: applies}, then: granted, basis: stated, zh: 照办}
uses: {theirs: example}
"""


@pytest.fixture
def asks(tmp_path: Path) -> Path:
    """A ruleset beside two versions of another, with a gap between them; the older has stricter numbers."""
    theirs = tmp_path / "example"
    theirs.mkdir()
    old = version("2018-03-01", "2020-06").replace("at_most: 500", "at_most: 300")
    (theirs / "2018-03-01.yaml").write_text(old, "utf-8")
    (theirs / "2021.yaml").write_text(version("2021", "2022-12-31"), "utf-8")
    mine = tmp_path / "asks" / "2000.yaml"
    mine.parent.mkdir()
    mine.write_text(ASKS, "utf-8")
    return mine


@pytest.mark.parametrize(
    ("on", "starts"),
    [
        pytest.param(date(2018, 3, 1), "2018-03-01", id="first-day-of-the-first"),
        pytest.param(date(2020, 6, 30), "2018-03-01", id="last-day-of-a-month-named-only"),
        pytest.param(date(2021, 1, 1), "2021", id="first-day-of-a-year-named-only"),
        pytest.param(date(2022, 12, 31), "2021", id="last-day-of-the-last"),
        pytest.param(None, "2021", id="no-day-means-the-latest"),
    ],
)
def test_the_day_picks_the_version(asks: Path, on: date | None, starts: str) -> None:
    """The version in force on the day is used, its first and its last day included."""
    used = load_ruleset(asks, on=on).linked.uses["theirs"]
    assert used.in_force.first_text == starts


@pytest.mark.parametrize(
    ("on", "zh", "en"),
    [
        pytest.param(date(2018, 2, 28), "尚未施行", "not yet in force", id="the-day-before-the-first"),
        pytest.param(date(2020, 7, 1), "没有有效版本", "no version in force", id="the-day-after-a-version"),
        pytest.param(date(2020, 12, 31), "没有有效版本", "no version in force", id="the-last-day-of-the-gap"),
        pytest.param(date(2023, 1, 1), "已经失效", "no longer in force", id="the-day-after-the-last"),
    ],
)
def test_no_version_answers_for_another_day(asks: Path, on: date, zh: str, en: str) -> None:
    """Outside every version the error names the day; an older version never answers for it."""
    with pytest.raises(RulesetError) as raised:
        load_ruleset(asks, on=on)
    (found,) = raised.value.diagnostics
    assert found.code == "P016"
    assert zh in found.message.zh and en in found.message.en
    assert str(on) in found.message.zh and str(on) in found.message.en
    assert found.underlined == "example"


@pytest.mark.parametrize(
    ("first", "last", "on", "code", "zh", "en"),
    [
        ("2018-03-01", "not_specified", date(2018, 2, 28), "P011", "尚未施行", "was not yet in force"),
        ("2018", "2019", date(2020, 1, 1), "P012", "已经失效", "no longer in force"),
    ],
    ids=["not-yet", "ended"],
)
def test_a_file_out_of_force_names_its_dates(
    tmp_path: Path, first: str, last: str, on: date, code: str, zh: str, en: str
) -> None:
    """A file asked on a day outside its period says the day, and the period in the help."""
    path = tmp_path / "rules.yaml"
    path.write_text(version(first, last), "utf-8")
    assert load_ruleset(path).id == "example", "without a day there is nothing to be out of"
    with pytest.raises(RulesetError) as raised:
        load_ruleset(path, on=on)
    found = expect_one(raised.value, code=code, zh=zh, en=en, help_zh=first, help_en=last)
    assert str(on) in found.message.zh


def test_a_gap_between_versions_has_its_own_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two versions the error says that none was in force, and lists both periods."""
    from tolerance_engine.ruleset.catalogue import not_in_force

    periods = [
        load_text(version("2018", "2019")).linked.in_force,
        load_text(version("2021", "2022")).linked.in_force,
    ]
    error = not_in_force("example", date(2020, 5, 5), periods)
    found = expect_one(
        error, code="P013", zh="没有有效版本", en="no version in force", help_zh="2019", help_en="2021"
    )
    assert "2020-05-05" in found.message.zh


@pytest.mark.parametrize("first", ["2018", "2018-03", "2018-03-01"])
def test_a_start_may_be_a_year_a_month_or_a_day(first: str) -> None:
    """Year, month and day are accepted as written; the first day meant is the first of the period."""
    period = load_text(version(first, "not_specified")).linked.in_force
    assert period.first_text == first
    assert period.first == date(2018, 1 if first == "2018" else 3, 1)
    assert period.last is None and period.holds_on(date(2500, 1, 1))


def test_an_unspecified_start_does_not_limit() -> None:
    """Where the source does not say since when, no day is too early."""
    assert load_text(version("not_specified", "2019-02")).linked.in_force.holds_on(date(1900, 1, 1))
    assert not load_text(version("not_specified", "2019-02")).linked.in_force.holds_on(date(2019, 3, 1))


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    """A path that cannot be read is our error, with the reason."""
    with pytest.raises(RulesetError) as raised:
        load_path(tmp_path / "none.yaml")
    expect_one(raised.value, code="P015", zh="读不到文件", en="cannot read")
    for strange in (tmp_path, tmp_path / "no\x00.yaml"):
        with pytest.raises(RulesetError) as raised:
            load_path(strange)
        assert [problem.code for problem in raised.value.diagnostics] == ["P015"]


FIRST = list_rulesets()[0].id


@pytest.mark.parametrize(
    ("name", "near", "help_en"),
    [("qinhai", "qinghai", "did you mean `qinghai`?"), ("zzz", FIRST, f"choose from `{FIRST}`")],
)
def test_an_unknown_ruleset_is_said_with_the_nearest(name: str, near: str, help_en: str) -> None:
    """An id nobody ships is our error with the nearest shipped id, or the list of them."""
    with pytest.raises(RulesetError) as raised:
        load_ruleset(name)
    expect_one(
        raised.value,
        code="P010",
        zh=f"没有名为 `{name}`",
        en=f"no ruleset is named `{name}`",
        help_zh=f"`{near}`",
        help_en=help_en,
    )


@pytest.mark.parametrize(
    "name", ["../qinghai", "qinghai/..", "/etc/passwd", "", ".", "~", "qinghai\x00", "a" * 5000]
)
def test_a_strange_name_is_our_error(name: str) -> None:
    """Whatever the caller names, what cannot be found or read is our error."""
    with pytest.raises(RulesetError):
        load_ruleset(name)


def test_rulesets_that_use_each_other_are_refused(tmp_path: Path) -> None:
    """A circle of rulesets ends in an error that names it."""
    for name, other in (("one", "two"), ("two", "one")):
        path = tmp_path / name / "2018.yaml"
        path.parent.mkdir()
        path.write_text(spoilt("id: example", f"id: {name}") + f"uses: {{it: {other}}}\n", "utf-8")
    with pytest.raises(RulesetError) as raised:
        load_ruleset(tmp_path / "one" / "2018.yaml")
    assert "P014" in str(raised.value) or "成环" in str(raised.value)
    assert "one → two → one" in str(raised.value) or "two → one → two" in str(raised.value)


def test_an_unknown_reading_is_said() -> None:
    """A reading nobody declared is our error with the known ones."""
    with pytest.raises(RulesetError) as raised:
        load_text(BASE, reading="wide")
    expect_one(
        raised.value, code="P001", zh="`wide`", en="no reading `wide`", help_zh="`literal`", help_en="`broad`"
    )


def test_the_reading_asked_for_becomes_the_one_used() -> None:
    """`reading` picks the one that verdicts are given under; without it, the first."""
    assert load_text(BASE).reading == "literal"
    assert load_text(BASE, reading="broad").reading == "broad"


def test_the_catalogue_lists_every_version() -> None:
    """Every shipped version is listed with its id, title, period, readings and file."""
    found = {info.id: info for info in list_rulesets()}
    assert {"qinghai", "wenzhou"} <= set(found)
    assert found["qinghai"].readings == ("as_written", "strict", "weighed")
    assert found["qinghai"].file == "qinghai/2018.yaml"
    assert found["qinghai"].in_force.first == date(2018, 1, 1)
    for info in found.values():
        loaded = load_ruleset(info.id)
        assert (loaded.id, loaded.readings, loaded.linked.title) == (info.id, info.readings, info.title)

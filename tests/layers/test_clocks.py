"""Two clocks: which version answers by the conduct date and the determination date, and what is no answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import tolerance_engine as te
from tests.ruleset.writing import expect_one, spoilt
from tolerance_engine.errors import RulesetError
from tolerance_engine.ruleset.clocks import seams
from tolerance_engine.ruleset.load import known_versions

Put = Callable[..., None]
"""Writes versions: each is its first and its last day and, where that matters, its `temporal`."""


def version(first: str, last: str, temporal: str = "not_specified") -> str:
    """The base ruleset in one version."""
    return spoilt("{from: 2018, to: not_specified}", f"{{from: {first}, to: {last}}}\ntemporal: {temporal}")


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Put:
    """Puts versions of `example` into a folder beside the reader."""
    monkeypatch.chdir(tmp_path)

    def put(*versions: tuple[str, ...]) -> None:
        folder = tmp_path / "example"
        folder.mkdir()
        for each in versions:
            (folder / f"{each[0]}.yaml").write_text(version(*each), "utf-8")

    return put


OLD, NEW = ("2018", "2020-06"), ("2020-07", "2024")


def started(conduct: date | None, determination: date | None) -> str:
    """The first day, as written, of the version that the dates of a case pick."""
    case = te.Case(conduct_date=conduct, determination_date=determination)
    return te.ruleset_for("./example", case).linked.in_force.first_text


@pytest.mark.parametrize(
    ("temporal", "picked"),
    [
        ("conduct", "2018"),
        ("determination", "2020-07"),
        ("old_unless_lighter", "2020-07"),
        ("not_specified", "2020-07"),
    ],
)
def test_the_rules_say_which_date_picks(shelf: Put, temporal: str, picked: str) -> None:
    """Conduct under the old version, determination under the new: `temporal` says which of them answers."""
    shelf((*OLD, temporal), (*NEW, temporal))
    assert started(date(2019, 5, 5), date(2021, 5, 5)) == picked
    assert started(date(2021, 5, 5), date(2022, 5, 5)) == "2020-07"


@pytest.mark.parametrize(
    ("conduct", "picked"), [(date(2020, 6, 30), "2018"), (date(2020, 7, 1), "2020-07")], ids=["last", "first"]
)
def test_both_ends_are_included(shelf: Put, conduct: date, picked: str) -> None:
    """The last day of the old version is under it, the next day under the new one."""
    shelf((*OLD, "conduct"), (*NEW, "conduct"))
    assert started(conduct, date(2024, 12, 31)) == picked


def test_a_case_without_dates_gets_the_latest(shelf: Put) -> None:
    """With no date at all, or with a conduct date that does not count, the latest version answers."""
    shelf(NEW, OLD)
    assert started(None, None) == "2020-07"
    assert started(date(2019, 1, 1), None) == "2020-07"


def test_the_conduct_date_is_never_replaced_by_the_other(shelf: Put) -> None:
    """Rules that go by the conduct are not picked by the determination date; its absence is said."""
    shelf((*OLD, "conduct"), (*NEW, "conduct"))
    assert started(date(2019, 1, 1), None) == "2018"
    with pytest.raises(RulesetError) as raised:
        started(None, date(2021, 1, 1))
    expect_one(
        raised.value,
        code="P018",
        zh="按行为日期选版本（example/2018.yaml），案件没有 conduct_date",
        en="the case has no `conduct_date`",
        help_zh="行为日期",
        help_en="conduct date",
    )


@pytest.mark.parametrize(
    ("conduct", "determination", "temporal", "code", "zh", "help_"),
    [
        (date(2017, 1, 1), date(2019, 1, 1), "conduct", "P011", "在行为日期 2017-01-01 尚未施行", "认定日期 2019-01-01 时有效的是 example/2018.yaml（2018 至 2020-06）"),
        (date(2019, 1, 1), date(2025, 1, 1), "determination", "P012", "在认定日期 2025-01-01 已经失效", "行为日期 2019-01-01 时有效的是 example/2018.yaml"),
        (date(2016, 1, 1), date(2017, 1, 1), "determination", "P011", "在认定日期 2017-01-01 尚未施行", "各版本的有效期：2018 至 2020-06；2020-07 至 2024"),
    ],
    ids=["not-yet", "ended", "neither"],
)  # fmt: skip
def test_not_yet_and_ended_say_both_dates(
    shelf: Put, conduct: date, determination: date, temporal: str, code: str, zh: str, help_: str
) -> None:
    """The error says which date counts and what was in force on the other; no version falls through."""
    shelf((*OLD, temporal), (*NEW, temporal))
    with pytest.raises(RulesetError) as raised:
        started(conduct, determination)
    (found,) = raised.value.diagnostics
    assert found.code == code and zh in found.message.zh
    assert found.help is not None and help_ in found.help.zh


def test_a_gap_is_no_version(shelf: Put) -> None:
    """Between two versions none answers, by either clock."""
    shelf(("2018", "2019"), ("2021", "2022"))
    with pytest.raises(RulesetError) as raised:
        started(None, date(2020, 5, 5))
    assert [problem.code for problem in raised.value.diagnostics] == ["P013"]


def test_overlapping_versions_are_never_chosen_between(shelf: Put) -> None:
    """On a day that two versions cover the error names both; outside the overlap each answers."""
    shelf(("2018", "not_specified"), ("2021", "2022"))
    assert te.load_ruleset("./example", on=date(2020, 12, 31)).linked.in_force.first_text == "2018"
    for pick in (
        lambda: te.load_ruleset("./example", on=date(2021, 1, 1)),
        lambda: started(None, date(2021, 1, 1)),
    ):
        with pytest.raises(RulesetError) as raised:
            pick()
        expect_one(
            raised.value,
            code="P017",
            zh="在 2021-01-01 有 2 个版本同时有效：example/2018.yaml（2018 至 not_specified）；example/2021.yaml",
            en="2 versions in force on 2021-01-01",
            help_zh="写明止期",
            help_en="last day",
        )


def test_versions_that_each_claim_a_case_are_said(shelf: Put) -> None:
    """Old rules by the conduct and new rules by the determination may both claim a case: a person decides."""
    shelf((*OLD, "conduct"), (*NEW, "determination"))
    assert started(date(2021, 1, 1), date(2022, 1, 1)) == "2020-07"
    with pytest.raises(RulesetError) as raised:
        started(date(2019, 1, 1), date(2022, 1, 1))
    expect_one(
        raised.value,
        code="P019",
        zh="example/2018.yaml 按行为日期 2019-01-01；example/2020-07.yaml 按认定日期 2022-01-01",
        en="each claim the case",
        help_zh="由人决定",
        help_en="a person decides",
    )


def test_another_version_that_is_faulty_is_not_read(shelf: Put, tmp_path: Path) -> None:
    """Only the head of the versions that are not picked is looked at; a faulty head is said."""
    shelf(OLD, NEW)
    old = tmp_path / "example" / "2018.yaml"
    old.write_text(old.read_text("utf-8").replace("{small: true}", "{smal: true}"), "utf-8")
    assert started(None, date(2021, 1, 1)) == "2020-07"
    old.write_text(old.read_text("utf-8").replace("from: 2018", "from: soon"), "utf-8")
    with pytest.raises(RulesetError) as raised:
        started(None, date(2021, 1, 1))
    assert [problem.code for problem in raised.value.diagnostics] == ["L061"]


def test_seams_are_found(shelf: Put) -> None:
    """Gaps and overlaps between versions are listed with their first and last day; neighbours leave none."""
    shelf(
        ("2015", "2016"),
        ("2018", "2020"),
        ("2020-07", "2021"),
        ("2022", "not_specified"),
        ("2023", "not_specified"),
    )
    found = [(s.kind, s.earlier, s.later, s.first, s.last) for s in seams(known_versions("./example"))]
    assert found == [
        ("gap", "example/2015.yaml", "example/2018.yaml", date(2017, 1, 1), date(2017, 12, 31)),
        ("overlap", "example/2018.yaml", "example/2020-07.yaml", date(2020, 7, 1), date(2020, 12, 31)),
        ("overlap", "example/2022.yaml", "example/2023.yaml", date(2023, 1, 1), None),
    ]


def test_a_file_answers_by_its_own_clock(tmp_path: Path) -> None:
    """A path has one version, and its `temporal` counts as well."""
    path = tmp_path / "mine.yaml"
    path.write_text(version("2018", "2019", "conduct"), "utf-8")
    case = te.Case(conduct_date=date(2019, 1, 1), determination_date=date(2024, 1, 1))
    assert te.ruleset_for(path, case).id == "example"
    path.write_text(version("2018", "2019", "determination"), "utf-8")
    with pytest.raises(RulesetError) as raised:
        te.ruleset_for(path, case)
    assert "P012 `mine.yaml`" in str(raised.value)


def test_a_folder_stands_for_its_versions(tmp_path: Path) -> None:
    """A path to a folder is searched for the version of the day, like an id; one without rule files is said."""
    folder = tmp_path / "mine"
    folder.mkdir()
    with pytest.raises(RulesetError) as raised:
        te.load_ruleset(folder)
    expect_one(
        raised.value,
        code="P010",
        zh="没有规则文件",
        en="holds no rule file",
        help_zh=".yaml",
        help_en=".yaml",
    )
    for each in (OLD, NEW):
        (folder / f"{each[0]}.yaml").write_text(version(*each), "utf-8")
    assert te.load_ruleset(folder).linked.in_force.first_text == "2020-07"
    assert te.load_ruleset(folder, on=date(2019, 1, 1)).linked.in_force.first_text == "2018"
    case = te.Case(conduct_date=date(2019, 1, 1), determination_date=date(2021, 1, 1))
    found = te.compare_versions(folder, case)
    assert (found.old.file, found.new.file) == ("mine/2018.yaml", "mine/2020-07.yaml")

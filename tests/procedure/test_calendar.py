"""Working days: the published arrangements, years that are not published, local days on top, calendar files."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from tolerance_engine.errors import ProcedureError
from tolerance_engine.procedure import Calendar, load_calendar, national, read_calendar
from tolerance_engine.source import Label

FILE = """\
calendar: 1
id: local-2027
zh: 某地 2027 年工作日
base: national
years: [2027]
rest: [2027-01-01, 2026-07-15]
working: [2027-01-02]
source: 例示
"""


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        pytest.param(date(2019, 4, 28), True, id="a-sunday-worked-for-the-may-holiday"),
        pytest.param(date(2019, 5, 5), True, id="a-sunday-worked-after-the-may-holiday"),
        pytest.param(date(2019, 5, 3), False, id="a-friday-of-the-may-holiday"),
        pytest.param(date(2024, 2, 12), False, id="a-monday-of-spring-festival"),
        pytest.param(date(2024, 2, 18), True, id="a-sunday-worked-for-spring-festival"),
        pytest.param(date(2024, 3, 2), False, id="an-ordinary-saturday"),
        pytest.param(date(2024, 3, 4), True, id="an-ordinary-monday"),
    ],
)
def test_days_that_are_known(day: date, worked: bool) -> None:
    """Holidays rest, the weekends worked instead are worked, other days are as their weekday says."""
    assert national().is_working(day) is worked


def test_every_published_day_is_as_the_library_says() -> None:
    """On every day of every published year the calendar agrees with the library it stands on."""
    calendar = national()
    first, last = calendar.published[0], calendar.published[-1]
    day, end, wrong = date(first, 1, 1), date(last, 12, 31), []
    assert (end - day).days > 8000
    while day <= end:
        if calendar.is_working(day) is not chinese_calendar.is_workday(day):
            wrong.append(day)
        day += timedelta(days=1)
    assert wrong == []


def test_a_year_that_is_not_published_is_not_known() -> None:
    """Before the first and after the last published year the answer is None, on weekdays and weekends alike."""
    calendar = national()
    for year in (calendar.published[0] - 1, calendar.published[-1] + 1):
        assert {calendar.is_working(date(year, 6, day)) for day in range(1, 15)} == {None}


def test_local_days_go_before_everything() -> None:
    """A local rest day, a local working day and a year settled locally change those days and no others."""
    later = national().published[-1] + 1
    local = national().with_days(
        rest=[date(2024, 7, 15)], working=[date(2024, 7, 13)], years=[later], name="local"
    )
    assert local.is_working(date(2024, 7, 15)) is False
    assert local.is_working(date(2024, 7, 13)) is True
    assert local.is_working(date(2024, 7, 16)) is True
    assert [local.is_working(date(later, 1, day)) for day in range(1, 8)].count(True) == 5
    assert national().is_working(date(2024, 7, 15)) is True
    with pytest.raises(ValueError, match="2024-07-15"):
        national().with_days(rest=[date(2024, 7, 15)], working=[date(2024, 7, 15)])


def test_the_digest_names_every_day() -> None:
    """Another day, another year or another base gives another digest; the same days give the same."""
    plain = national()
    one = plain.with_days(rest=[date(2024, 7, 15)])
    others = [
        plain,
        one,
        plain.with_days(working=[date(2024, 7, 15)]),
        plain.with_days(years=[2090]),
        Calendar("national", Label("空"), national=False),
    ]
    assert len({each.digest for each in others}) == len(others)
    assert plain.with_days(rest=[date(2024, 7, 15)]).digest == one.digest


def test_a_calendar_file(tmp_path: Path) -> None:
    """A file settles a year, adds single days to others, and keeps the national days beneath."""
    path = tmp_path / "local.yaml"
    path.write_text(FILE, "utf-8")
    calendar = load_calendar(path)
    assert (calendar.id, calendar.label.zh) == ("local-2027", "某地 2027 年工作日")
    days = [date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 4), date(2026, 7, 15), date(2019, 4, 28)]
    assert [calendar.is_working(day) for day in days] == [False, True, True, False, True]
    alone = read_calendar(FILE.replace("base: national", "base: none"))
    assert alone.is_working(date(2019, 4, 28)) is None
    assert alone.is_working(date(2026, 7, 15)) is False


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        pytest.param("working: [2027-01-02]", "working: [2027-01-01]", "F130", 7, id="both-rest-and-worked"),
        pytest.param("[2027-01-01, 2026-07-15]", "[2027-01-01, 2027-01-01]", "F130", 6, id="twice"),
        pytest.param("years: [2027]", "years: [27]", "F130", 5, id="no-year"),
        pytest.param("base: national", "base: lunar", "S003", 4, id="an-unknown-base"),
        pytest.param("source: 例示", "sauce: 例示", "S001", 8, id="an-unknown-key"),
        pytest.param("rest: [2027-01-01, 2026-07-15]", "rest: ['元旦']", "S006", 6, id="no-date"),
    ],
)
def test_faults_of_a_calendar_file(old: str, new: str, code: str, line: int) -> None:
    """A fault is told with its code and its line."""
    with pytest.raises(ProcedureError) as raised:
        read_calendar(FILE.replace(old, new), "local.yaml")
    (found,) = raised.value.diagnostics
    assert (found.code, found.span and found.span.line) == (code, line)


def test_a_calendar_file_that_is_none(tmp_path: Path) -> None:
    """A list instead of a mapping, an empty file and a missing file are told apart."""
    for content, code in (("[1, 2]", "F130"), ("", "Y010")):
        with pytest.raises(ProcedureError) as raised:
            read_calendar(content)
        assert [found.code for found in raised.value.diagnostics] == [code]
    with pytest.raises(ProcedureError) as missing:
        load_calendar(tmp_path / "nowhere.yaml")
    assert missing.value.diagnostics[0].code == "F131"

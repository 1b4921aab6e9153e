"""Deadlines: known answers, and the arithmetic against a slow and separate way of counting."""

from __future__ import annotations

import calendar as months
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tolerance_engine.procedure import national
from tolerance_engine.procedure.deadlines import add_months, due_day, working_days_between
from tolerance_engine.ruleset.procedure import Span

LAST = national().published[-1]
DAYS = st.dates(date(2005, 1, 1), date(LAST - 1, 6, 30))


def due(start: date, value: int, unit: str, **more: object) -> date:
    """The last day of a limit in the national calendar."""
    return due_day(national(), start, Span(value, unit), **more).day  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("start", "value", "unit", "last"),
    [
        pytest.param(date(2026, 9, 24), 5, "working_day", date(2026, 10, 9), id="over-two-holidays"),
        pytest.param(date(2019, 4, 26), 1, "working_day", date(2019, 4, 28), id="a-sunday-that-is-worked"),
        pytest.param(
            date(2019, 4, 30), 2, "working_day", date(2019, 5, 6), id="may-holiday-then-a-worked-sunday"
        ),
        pytest.param(date(2024, 3, 4), 1, "working_day", date(2024, 3, 5), id="the-start-is-not-counted"),
        pytest.param(date(2024, 3, 2), 1, "working_day", date(2024, 3, 4), id="from-a-saturday"),
        pytest.param(date(2024, 2, 28), 2, "calendar_day", date(2024, 3, 1), id="days-over-a-leap-day"),
        pytest.param(date(2024, 1, 31), 1, "calendar_month", date(2024, 2, 29), id="a-shorter-month"),
        pytest.param(date(2023, 1, 31), 1, "calendar_month", date(2023, 2, 28), id="february"),
        pytest.param(date(2023, 1, 31), 2, "calendar_month", date(2023, 3, 31), id="not-shortened-for-good"),
        pytest.param(date(2023, 11, 30), 3, "calendar_month", date(2024, 2, 29), id="over-the-year"),
    ],
)
def test_known_answers(start: date, value: int, unit: str, last: date) -> None:
    """Limits worked out by hand end on the day they should."""
    assert due(start, value, unit) == last


def test_a_last_day_rolls_only_where_the_source_says_so() -> None:
    """A limit that ends on a holiday ends there, unless it rolls: then on the next day that is worked."""
    assert due(date(2024, 9, 1), 1, "calendar_month") == date(2024, 10, 1)
    assert due(date(2024, 9, 1), 1, "calendar_month", roll=True) == date(2024, 10, 8)


def test_a_suspension_is_not_counted() -> None:
    """The days after the suspension began, up to and with the day it ended, do not count."""
    pause = [(date(2024, 3, 5), date(2024, 3, 12))]
    assert due(date(2024, 3, 4), 3, "working_day", pauses=pause) == date(2024, 3, 14)
    assert due(date(2024, 3, 4), 3, "calendar_day", pauses=pause) == date(2024, 3, 14)
    assert due(date(2024, 3, 4), 1, "calendar_month", pauses=pause) == date(2024, 4, 11)
    assert due(date(2024, 3, 4), 1, "calendar_month", pauses=[*pause, *pause]) == date(2024, 4, 11)
    two = [(date(2024, 3, 5), date(2024, 3, 6)), (date(2024, 4, 3), date(2024, 4, 8))]
    assert due(date(2024, 3, 4), 1, "calendar_month", pauses=two) == date(2024, 4, 10)


def test_a_year_not_published_makes_it_provisional() -> None:
    """Working days counted in an unpublished year are Monday to Friday, and the year is named; other limits are sure."""
    calendar = national()
    found = due_day(calendar, date(LAST, 12, 28), Span(10, "working_day"))
    assert found.unpublished == (LAST + 1,)
    assert found.provisional
    assert not due_day(calendar, date(LAST, 12, 28), Span(10, "calendar_day")).provisional
    assert not due_day(calendar, date(LAST, 11, 2), Span(10, "working_day")).provisional
    assert due_day(calendar, date(LAST, 12, 28), Span(10, "calendar_day"), roll=True).provisional
    settled = calendar.with_days(years=[LAST + 1])
    assert not due_day(settled, date(LAST, 12, 28), Span(10, "working_day")).provisional


@given(start=DAYS, value=st.integers(1, 60))
def test_working_days_against_counting_the_days_between(start: date, value: int) -> None:
    """After the start and up to the last day there are exactly so many working days, and the last is one of them."""
    last = due(start, value, "working_day")
    assert national().is_working(last)
    between = [start + timedelta(days=step) for step in range(1, (last - start).days + 1)]
    assert sum(national().is_working(day) is True for day in between) == value
    assert working_days_between(national(), start, last).days == value
    assert working_days_between(national(), last, start).days == -value


@given(start=DAYS, value=st.integers(1, 40))
def test_months_against_the_calendar(start: date, value: int) -> None:
    """A month limit ends in the right month, on the same number or on the last day of a month without it."""
    last = add_months(start, value)
    assert (last.year * 12 + last.month) - (start.year * 12 + start.month) == value
    end = months.monthrange(last.year, last.month)[1]
    assert last.day == min(start.day, end)


@given(
    start=DAYS,
    value=st.integers(1, 40),
    unit=st.sampled_from(["working_day", "calendar_day"]),
    gap=st.integers(0, 30),
    length=st.integers(0, 30),
)
def test_pauses_against_counting_day_by_day(
    start: date, value: int, unit: str, gap: int, length: int
) -> None:
    """Counting one day after the other and passing over the pause comes to the same last day."""
    after = start + timedelta(days=gap)
    through = after + timedelta(days=length)
    day, left = start, value
    while left:
        day += timedelta(days=1)
        if after < day <= through or (unit == "working_day" and not national().is_working(day)):
            continue
        left -= 1
    if after == day:  # suspended on the last day itself: that day was not over
        day = through
    assert due(start, value, unit, pauses=[(after, through)]) == day


@given(
    start=DAYS,
    one=st.integers(1, 40),
    more=st.integers(0, 20),
    unit=st.sampled_from(["working_day", "calendar_day", "calendar_month"]),
)
def test_longer_limits_never_end_earlier(start: date, one: int, more: int, unit: str) -> None:
    """A limit never ends on or before its start, nor before a shorter one."""
    assert start < due(start, one, unit) <= due(start, one + more, unit)

"""Deadlines: date arithmetic and nothing else. No clock: every question names its dates.

The day on which a limit starts is not counted. A month limit ends on the day of the same number, or on the last
day of a shorter month (31 January + 1 month = 28 or 29 February). Days of a suspension are not counted; a
month limit moves on by as many calendar days as it was suspended. A suspension begins on the day after the event that
brings it; the day of the event that ends it is its last.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tolerance_engine.procedure.calendar import Calendar, is_weekday
from tolerance_engine.ruleset.procedure import Span

DAY = timedelta(days=1)

Pause = tuple[date, date]
"""A suspension: after the first day, through the second."""


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a limit. `unpublished` names the years whose working days had to be taken as Monday to Friday."""

    day: date
    unpublished: tuple[int, ...] = ()

    @property
    def provisional(self) -> bool:
        """Whether it may still move, once a year's arrangement is published."""
        return bool(self.unpublished)


@dataclass(frozen=True, slots=True)
class Count:
    """How many days, and which unpublished years were met in counting."""

    days: int
    unpublished: tuple[int, ...] = ()


def due_day(
    calendar: Calendar, start: date, span: Span, *, roll: bool = False, pauses: Sequence[Pause] = ()
) -> Due:
    """The last day of a limit of `span` that starts on `start`.

    `roll` moves a last day that is not worked to the next that is. `pauses` do not count.
    """
    guessed: set[int] = set()
    if span.unit == "working_day":
        day, left = start, span.value
        while left:
            day += DAY
            if not _paused(day, pauses) and _worked(calendar, day, guessed):
                left -= 1
    elif span.unit == "calendar_day":
        day, left = start, span.value
        while left:
            day += DAY
            left -= not _paused(day, pauses)
    else:
        end = add_months(start, span.value)
        day = end
        while (moved := end + DAY * _days_paused(start, day, pauses)) != day:
            day = moved
    day = _through(day, pauses)
    while roll and not _worked(calendar, day, guessed):
        day += DAY
    return Due(day, tuple(sorted(guessed)))


def add_months(start: date, count: int) -> date:
    """The day of the same number `count` months on, or the last of a month that has no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    return date(year, month + 1, min(start.day, months.monthrange(year, month + 1)[1]))


def working_days_between(calendar: Calendar, after: date, through: date) -> Count:
    """The working days after `after` up to and with `through`; negative when `through` lies before."""
    if through < after:
        back = working_days_between(calendar, through, after)
        return Count(-back.days, back.unpublished)
    guessed: set[int] = set()
    days, day = 0, after
    while day < through:
        day += DAY
        days += _worked(calendar, day, guessed)
    return Count(days, tuple(sorted(guessed)))


def _worked(calendar: Calendar, day: date, guessed: set[int]) -> bool:
    said = calendar.is_working(day)
    if said is None:
        guessed.add(day.year)
        return is_weekday(day)
    return said


def _paused(day: date, pauses: Sequence[Pause]) -> bool:
    return any(after < day <= through for after, through in pauses)


def _through(day: date, pauses: Sequence[Pause]) -> date:
    """Suspended on its very last day, a limit still ends on the day the suspension ends: that day is not counted."""
    while (
        later := max((through for after, through in pauses if after <= day < through), default=day)
    ) != day:
        day = later
    return day


def _days_paused(start: date, end: date, pauses: Sequence[Pause]) -> int:
    """How many of the days after `start` up to `end` lie in a suspension, each counted once."""
    if not pauses:
        return 0
    return sum(_paused(start + DAY * step, pauses) for step in range(1, (end - start).days + 1))

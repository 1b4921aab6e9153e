"""Working days: the national holiday arrangements behind a small interface, with local data on top.

Each year's arrangement (holidays, and weekends worked instead) is published late in the year before. A year
that is not published is not known: `is_working` says None, and a deadline that reaches it is provisional.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from types import MappingProxyType

from tolerance_engine.ruleset.canonical import digest
from tolerance_engine.source import Label

_NO_DAYS: Mapping[date, bool] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked. `days` says True (worked) or False (rest) of single days, before all else.

    `years` are those that `days` settles by itself together with ordinary weekends; `national` looks at the
    arrangements of mainland China for the others, as far as they are published.
    """

    id: str
    label: Label
    national: bool = True
    years: frozenset[int] = frozenset()
    days: Mapping[date, bool] = field(default_factory=lambda: _NO_DAYS)

    def is_working(self, day: date) -> bool | None:
        """Whether the day is worked; None where its year's arrangement is not published."""
        said = self.days.get(day)
        if said is not None:
            return said
        if day.year in self.years:
            return is_weekday(day)
        if not self.national:
            return None
        table = _national_days()
        if day.year not in table.years:
            return None
        return table.days.get(day, is_weekday(day))

    @property
    def published(self) -> tuple[int, ...]:
        """The years it can answer for without a guess."""
        return tuple(sorted({*self.years, *(_national_days().years if self.national else ())}))

    @property
    def digest(self) -> str:
        """SHA-256 of every day that is not as its weekday says, and of the years known."""
        return digest(
            {
                "id": self.id,
                "years": list(self.published),
                "days": {day.isoformat(): worked for day, worked in sorted(self.days.items())},
                "national": _national_days().digest if self.national else None,
            }
        )

    def with_days(
        self,
        *,
        rest: Iterable[date] = (),
        working: Iterable[date] = (),
        years: Iterable[int] = (),
        name: str | None = None,
        label: Label | None = None,
    ) -> Calendar:
        """The calendar with local days on top. A day in both lists raises ValueError."""
        days = {**dict.fromkeys(rest, False), **dict.fromkeys(working, True)}
        both = set(rest) & set(working)
        if both:
            raise ValueError(f"a day is either worked or rest, not both: {', '.join(map(str, sorted(both)))}")
        return Calendar(
            name or self.id,
            label or self.label,
            self.national,
            self.years | frozenset(years),
            MappingProxyType({**self.days, **days}),
        )


def national() -> Calendar:
    """The arrangements of mainland China, as far as the installed `chinesecalendar` has them."""
    return _NATIONAL


_NATIONAL = Calendar("national", Label("全国节假日安排", "national arrangements"))


def is_weekday(day: date) -> bool:
    """Monday to Friday: what a day is before any arrangement is made."""
    return day.weekday() < 5


@dataclass(frozen=True, slots=True)
class _Table:
    years: frozenset[int]
    days: Mapping[date, bool]
    digest: str


@cache
def _national_days() -> _Table:
    """Every day that is not as its weekday says.

    The library takes the span from its first to its last day for the years it knows. A notice may already name
    the first days of the year after, so a year counts only once its National Day is arranged.
    """
    from chinese_calendar.constants import holidays, workdays

    days = {**dict.fromkeys(holidays, False), **dict.fromkeys(workdays, True)}
    years = frozenset(day.year for day in holidays if (day.month, day.day) == (10, 1))
    known = {day: worked for day, worked in sorted(days.items()) if day.year in years}
    content = {day.isoformat(): worked for day, worked in known.items()}
    return _Table(years, MappingProxyType(known), digest({"days": content, "years": sorted(years)}))

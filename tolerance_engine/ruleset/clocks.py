"""Clocks: which version of a ruleset answers, by the date of the conduct or the date of the determination.

Which of the two dates counts is said by the version itself (`temporal`). A day that no version covers, or that two
cover, is an error: no version falls through to another, and none is preferred.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from importlib.resources.abc import Traversable
from typing import Literal

from tolerance_engine.diagnostics import Diagnostic, unreadable
from tolerance_engine.errors import RulesetError
from tolerance_engine.ruleset.catalogue import not_in_force
from tolerance_engine.ruleset.files import Period
from tolerance_engine.ruleset.link.declarations import period
from tolerance_engine.ruleset.link.notes import Notes
from tolerance_engine.ruleset.read.reader import Located, read
from tolerance_engine.ruleset.written.parts import InForce, Model
from tolerance_engine.ruleset.written.validate import validate
from tolerance_engine.source import Words

Temporal = Literal["conduct", "determination", "old_unless_lighter", "not_specified"]
CONDUCT = Words("行为日期", "the conduct date")
DETERMINATION = Words("认定日期", "the determination date")


@dataclass(frozen=True, slots=True)
class Version:
    """One version file, known by its head alone: when it is in force, and which date picks it.

    `located` and `problems` are its text as it was read, so that the version that answers is read only once.
    """

    entry: Traversable
    name: str
    in_force: Period
    temporal: Temporal
    located: Located = field(compare=False, repr=False)
    problems: tuple[Diagnostic, ...] = field(default=(), compare=False, repr=False)

    @property
    def by(self) -> Words:
        """The date that picks it."""
        return CONDUCT if self.temporal == "conduct" else DETERMINATION


@dataclass(frozen=True, slots=True)
class Clocks:
    """The two dates; None is a date that is not given."""

    determination: date | None = None
    conduct: date | None = None

    def of(self, version: Version) -> date | None:
        """The date that counts for a version."""
        return self.conduct if version.temporal == "conduct" else self.determination


class _Head(Model):
    in_force: InForce
    temporal: Temporal = "not_specified"


def head(entry: Traversable, name: str) -> Version:
    """The head of a version file. Raises RulesetError when even that cannot be read."""
    try:
        content = entry.read_bytes()
    except (OSError, ValueError) as error:
        raise RulesetError([unreadable("P015", name, error)]) from None
    located, of_text = read(content, name)
    data = located.data if isinstance(located.data, dict) else {}
    known = {key: data[key] for key in ("in_force", "temporal") if key in data}
    problems: list[Diagnostic] = []
    validated = validate(_Head, known, located, problems) if located.root is not None else None
    if validated is None or problems:
        raise RulesetError([*of_text, *problems])
    in_force = period(Notes(located, problems, {}), validated[0].in_force)
    if problems:
        raise RulesetError([*of_text, *problems])
    return Version(entry, name, in_force, validated[0].temporal, located, tuple(of_text))


def on_day(id_: str, known: Sequence[Version], day: date | None) -> Version:
    """The version in force on `day`, whatever its `temporal` says; the latest one when no day is given."""
    if day is None:
        return max(known, key=lambda version: version.in_force.first or date.min)
    fitting = [version for version in known if version.in_force.holds_on(day)]
    if not fitting:
        raise not_in_force(id_, day, [version.in_force for version in known])
    if len(fitting) > 1:
        raise _overlap(id_, day, fitting)
    return fitting[0]


def by_clocks(id_: str, known: Sequence[Version], clocks: Clocks) -> tuple[Version, date | None]:
    """The version that the dates pick by its own `temporal`, and the day it was picked by.

    A version answers when the date it names lies in its period. Without any date it is the latest one; a version
    that goes by the conduct cannot be picked without the conduct date.
    """
    if clocks.determination is None and (
        clocks.conduct is None or not any(version.temporal == "conduct" for version in known)
    ):
        return on_day(id_, known, None), None
    if clocks.conduct is None and any(version.temporal == "conduct" for version in known):
        first = next(version for version in known if version.temporal == "conduct")
        message = Words(
            f"`{id_}` 按行为日期选版本（{first.name}），案件没有 conduct_date",
            f"`{id_}` picks its version by the conduct date ({first.name}), and the case has no `conduct_date`",
        )
        help_ = Words(
            "写上行为日期；或者用 on 指定版本的日期", "give the conduct date, or name the day with `on`"
        )
        raise RulesetError([Diagnostic("P018", message, help=help_)])
    fitting = [v for v in known if (day := clocks.of(v)) is not None and v.in_force.holds_on(day)]
    if not fitting:
        raise _none(id_, known, clocks)
    if len({clocks.of(version) for version in fitting}) > 1:
        raise _differ(id_, fitting, clocks)
    if len(fitting) > 1:
        raise _overlap(id_, clocks.of(fitting[0]), fitting)
    return fitting[0], clocks.of(fitting[0])


def _none(id_: str, known: Sequence[Version], clocks: Clocks) -> RulesetError:
    """No version answers: said with the date that counts, and with what the other date would have picked."""
    last = max(known, key=lambda version: version.in_force.first or date.min)
    day = clocks.of(last) or clocks.determination or clocks.conduct
    assert day is not None
    error = not_in_force(id_, day, [version.in_force for version in known], last.by)
    other, clock = (
        (clocks.determination, DETERMINATION) if last.temporal == "conduct" else (clocks.conduct, CONDUCT)
    )
    there = [v for v in known if other is not None and v.in_force.holds_on(other)]
    if not there:
        return error
    spans = "；".join(_span(version) for version in there)
    (found,) = error.diagnostics
    assert found.help is not None
    help_ = Words(
        f"{found.help.zh}。{clock.zh} {other} 时有效的是 {spans}",
        f"{found.help.en}. On {clock.en}, {other}, this was in force: {spans}",
    )
    return RulesetError([replace(found, help=help_)])


def _overlap(id_: str, day: date | None, fitting: Sequence[Version]) -> RulesetError:
    spans = "；".join(_span(version) for version in fitting)
    message = Words(
        f"`{id_}` 在 {day} 有 {len(fitting)} 个版本同时有效：{spans}",
        f"`{id_}` has {len(fitting)} versions in force on {day}: {spans}",
    )
    help_ = Words("在前一版本的 in_force.to 写明止期", "write the last day of the older one in `in_force.to`")
    return RulesetError([Diagnostic("P017", message, help=help_)])


def _differ(id_: str, fitting: Sequence[Version], clocks: Clocks) -> RulesetError:
    told = "；".join(f"{version.name} 按{version.by.zh} {clocks.of(version)}" for version in fitting)
    english = "; ".join(f"{version.name} by {version.by.en}, {clocks.of(version)}" for version in fitting)
    message = Words(
        f"`{id_}` 的几个版本各自认为应当适用：{told}",
        f"several versions of `{id_}` each claim the case: {english}",
    )
    help_ = Words("由人决定，用 on 指定版本的日期", "a person decides: name the day of the version with `on`")
    return RulesetError([Diagnostic("P019", message, help=help_)])


def _span(version: Version) -> str:
    return f"{version.name}（{version.in_force.first_text} 至 {version.in_force.last_text}）"


@dataclass(frozen=True, slots=True)
class Seam:
    """Days between two versions that no version covers (`gap`), or that both cover (`overlap`); None is open-ended."""

    kind: Literal["gap", "overlap"]
    earlier: str
    later: str
    first: date | None
    last: date | None


def seams(known: Iterable[Version]) -> Iterator[Seam]:
    """The gaps and overlaps between the versions of one ruleset, in the order of time."""
    ordered = sorted(known, key=lambda version: version.in_force.first or date.min)
    covered: Version | None = None
    for version in ordered:
        first, last = version.in_force.first, version.in_force.last
        if covered is not None:
            end = covered.in_force.last
            if end is None or first is None or first <= end:
                ends = [day for day in (end, last) if day is not None]
                yield Seam("overlap", covered.name, version.name, first, min(ends, default=None))
            elif first > end + timedelta(days=1):
                gap = (end + timedelta(days=1), first - timedelta(days=1))
                yield Seam("gap", covered.name, version.name, *gap)
        if covered is None or (
            covered.in_force.last is not None and (last is None or last > covered.in_force.last)
        ):
            covered = version

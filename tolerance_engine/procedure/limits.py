"""Limits: from when a step's limit runs, when it ends, and what is left of it on a given day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from tolerance_engine.determine.shown.plain import plain
from tolerance_engine.procedure.calendar import Calendar
from tolerance_engine.procedure.deadlines import DAY, Due, due_day, working_days_between
from tolerance_engine.procedure.events import LimitSet
from tolerance_engine.procedure.state import Happening, State
from tolerance_engine.ruleset.procedure import Limit, SetIn, Span, Transition, Unit
from tolerance_engine.ruleset.procedure_words import NOTIFIED, UNITS
from tolerance_engine.source import Label, Lang, Words

Kind = Literal["limit", "set", "promptly", "silent", "unseen", "not_set", "not_started"]

_UNNUMBERED = {
    "promptly": Words("及时（来源未载明日数）", "promptly (no number of days in the source)"),
    "silent": Words("来源未载明", "not specified by source"),
    "unseen": Words(
        "来源未载明（原文未见全，所见材料没有数值）",
        "not specified by source (its full text was not seen)",
    ),
    "not_set": Words("尚未确定", "not set yet"),
    "not_started": Words("尚未起算", "not running yet"),
}


@dataclass(frozen=True, slots=True)
class Deadline:
    """The limit of one step as it stands on the day `on`.

    kind       `limit` declared, `set` in this case, `promptly`, `silent` and `unseen` without a number,
               `not_set` not yet determined, `not_started` its first day has not come
    due        the last day; None without a number, and while suspended
    overdue    whether `on` lies after it; None where that cannot be told: without a number, and when the last
               day passed but may still move
    left       working days for a limit in working days, calendar days otherwise; 0 on the last day, negative after.
               While suspended: what will be left
    """

    event: str
    label: Label
    kind: Kind
    on: date
    value: int | None = None
    unit: Unit | None = None
    start: date | None = None
    due: date | None = None
    unpublished: tuple[int, ...] = ()
    overdue: bool | None = None
    left: int | None = None
    suspended: bool = False
    extended: bool = False
    otherwise: str | None = None

    @property
    def provisional(self) -> bool:
        """Whether days of a year were counted whose holidays are not published."""
        return bool(self.unpublished)

    @property
    def left_unit(self) -> Literal["working_day", "calendar_day"]:
        """What `left` counts."""
        return "working_day" if self.unit == "working_day" else "calendar_day"

    def as_data(self) -> dict[str, Any]:
        """Plain data."""
        data = {name: plain(getattr(self, name)) for name in self.__slots__ if name != "label"}
        return {**data, "label": self.label.zh, "provisional": self.provisional, "left_unit": self.left_unit}

    def words(self, lang: Lang = "zh") -> str:
        """The limit in one line: how long, until when, how much is left."""
        zh = lang == "zh"
        if self.kind in _UNNUMBERED:
            return ("时限：" if zh else "limit: ") + _UNNUMBERED[self.kind].in_lang(lang)
        parts = [self._length(lang)] if self.value is not None else []
        if self.due is not None:
            parts.append(f"{self.due} 届满" if zh else f"ends {self.due}")
        if self.suspended:
            days = self._days(self.left or 0, lang)
            parts.append(f"已中止，恢复后还有 {days}" if zh else f"suspended, {days} will be left")
        elif self.left is not None:
            parts.append(self._remaining(lang))
        if self.extended:
            parts.append("已延长" if zh else "extended")
        if self.provisional:
            years = "、".join(map(str, self.unpublished))
            parts.append(f"暂定：{years} 年放假安排尚未公布" if zh else f"provisional: {years} not published")
        return ("时限：" if zh else "limit: ") + ("，" if zh else ", ").join(parts)

    def _length(self, lang: Lang) -> str:
        return _counted(self.value or 0, UNITS[self.unit or "calendar_day"], lang)

    def _days(self, count: int, lang: Lang) -> str:
        """So many days of the kind that `left` counts."""
        kind = UNITS["working_day"] if self.left_unit == "working_day" else Label("天", "days")
        return _counted(count, kind, lang)

    def _remaining(self, lang: Lang) -> str:
        left = self.left or 0
        days = self._days(abs(left), lang)
        if left == 0 and self.overdue is not False:  # a weekend after the last working day
            return "已届满" if lang == "zh" else "has ended"
        if left >= 0:
            return f"还有 {days}" if lang == "zh" else f"{days} left"
        if self.overdue is None:
            return f"已过 {days}，是否逾期尚不能定" if lang == "zh" else f"{days} past, not certain"
        return f"逾期 {days}" if lang == "zh" else f"{days} overdue"


def _counted(count: int, unit: Label, lang: Lang) -> str:
    word = unit.in_lang(lang)
    return f"{count} {word}" if lang == "zh" or count != 1 else f"{count} {word.removesuffix('s')}"


@dataclass(frozen=True, slots=True)
class _Anchor:
    number: int
    day: date


def deadline(step: Transition, state: State, calendar: Calendar, on: date) -> Deadline | None:
    """The limit of a step on the day `on`; None where the step has none."""
    within = step.within
    if within is None:
        return None
    if isinstance(within, str):
        anchor = _entry(step, state)
        start = anchor.day if anchor else None
        return Deadline(step.event, step.label, within, on, start=start, otherwise=step.otherwise)
    anchor = _anchor(step, state)
    if anchor is None:
        kind: Kind = "not_set" if isinstance(within, SetIn) else "not_started"
        return Deadline(step.event, step.label, kind, on, otherwise=step.otherwise)
    if isinstance(within, Limit):
        return _running(step, state, calendar, on, anchor, within.span, None, within.roll)
    limit = state.limits[within.event][1]
    span = Span(limit.value, limit.unit) if limit.value is not None and limit.unit is not None else None
    return _running(step, state, calendar, on, anchor, span, limit.until, roll=False)


def _running(
    step: Transition,
    state: State,
    calendar: Calendar,
    on: date,
    anchor: _Anchor,
    span: Span | None,
    until: date | None,
    roll: bool,
) -> Deadline:
    for restart in state.restarts:
        if anchor.number < restart.before and span is not None:
            anchor = _Anchor(restart.number, restart.day)
    more = [
        each.limit for each in state.extensions if each.event == step.event and each.number > anchor.number
    ]
    paused = [each for each in state.suspensions if each.number > anchor.number]
    now = next((each for each in paused if each.through is None), None)
    pauses = [(each.after, each.through) for each in paused if each.through is not None]
    if until is not None:
        due = Due(until)
    else:
        assert span is not None
        added = sum(each.value or 0 for each in more if each.unit == span.unit)
        due = due_day(calendar, anchor.day, Span(span.value + added, span.unit), roll=roll, pauses=pauses)
    due = _further(due, [each for each in more if span is None or each.unit != span.unit], calendar)
    kind: Kind = "limit" if isinstance(step.within, Limit) else "set"
    counted: Unit = span.unit if span else "calendar_day"
    counted_on = now.after if now else on
    passed = counted_on > due.day
    return Deadline(
        step.event,
        step.label,
        kind,
        on,
        value=span.value if span else None,
        unit=span.unit if span else None,
        start=anchor.day,
        due=None if now else due.day,
        unpublished=due.unpublished,
        overdue=None if passed and due.provisional else passed,
        left=_left(calendar, counted, counted_on, due.day),
        suspended=now is not None,
        extended=bool(more),
        otherwise=step.otherwise,
    )


def _further(due: Due, more: list[LimitSet], calendar: Calendar) -> Due:
    """Extensions in another unit count from the day that was due."""
    for limit in more:
        if limit.value is not None and limit.unit is not None:
            later = due_day(calendar, due.day, Span(limit.value, limit.unit))
            due = Due(later.day, tuple(sorted({*due.unpublished, *later.unpublished})))
    return due


def _left(calendar: Calendar, unit: Unit, on: date, due: date) -> int:
    if unit == "working_day":
        return working_days_between(calendar, on, due).days
    return (due - on) // DAY


def _anchor(step: Transition, state: State) -> _Anchor | None:
    """What a limit counts from: an event, the entry into a stage, or what set the limit."""
    within = step.within
    if isinstance(within, SetIn):
        happening = state.last_of(within.event)
        return (
            _Anchor(happening.number, happening.day) if happening and within.event in state.limits else None
        )
    assert isinstance(within, Limit)
    name = within.after or (step.after if step.is_start else None)
    if name is None:
        return _entry(step, state)
    happening = _told(step, state) if name == NOTIFIED else state.last_of(name)
    if happening is not None:
        return _Anchor(happening.number, happening.day)
    entered = state.entered.get(name)
    return _Anchor(entered.number, entered.day) if entered else None


def _told(step: Transition, state: State) -> Happening | None:
    """The last notice to whoever may take the step: being told of it, not another's being told, starts the limit."""
    concerned = set(step.parties)
    if concerned & {"applicant", state.applicant}:
        concerned |= {"applicant", state.applicant or "applicant"}
    notices = state.happened.get(NOTIFIED, ())
    return next((each for each in reversed(notices) if not concerned or concerned & set(each.told)), None)


def _entry(step: Transition, state: State) -> _Anchor | None:
    """The entry into the stage in which the step can be taken; before the start, what the start waits for."""
    if step.is_start:
        happening = state.last_of(step.after) if step.after else None
        return _Anchor(happening.number, happening.day) if happening else None
    suspension = state.suspension
    for stage in (state.stage, suspension.stage if suspension else None):
        if stage in step.sources and stage in state.entered:
            entered = state.entered[stage]
            return _Anchor(entered.number, entered.day)
    return None


def waiting(step: Transition, state: State) -> bool:
    """Whether the step's limit is still to be watched: it can be taken from here and has not been since it began."""
    if step.within is None:
        return False
    if step.is_start:
        return state.stage is None and (step.after is None or state.last_of(step.after) is not None)
    suspension = state.suspension
    stages = {state.stage, suspension.stage if suspension else None}
    if not stages & set(step.sources):
        return False
    anchor = _entry(step, state) if isinstance(step.within, str) else _anchor(step, state)
    done = state.last_of(step.event)
    return anchor is None or done is None or done.number < anchor.number

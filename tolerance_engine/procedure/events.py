"""Events: what happened, when, by whom, with which papers. Checked when made; nothing is assumed.

No event carries a name of a person: an actor is a role or a body, and where it matters who it was, a pseudonym.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from tolerance_engine.determine import Case
from tolerance_engine.determine.shown.plain import plain
from tolerance_engine.determine.statements import writable
from tolerance_engine.diagnostics import Diagnostic, choices, nearest
from tolerance_engine.errors import ProcedureError
from tolerance_engine.ruleset.values import BadValue, iso_day
from tolerance_engine.source import Position, Words

BEIJING = timezone(timedelta(hours=8))
"""The day of an event is its date here: the one legal time of mainland China, without summer time since 1992."""
_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_NUMBERED = re.compile(r"[0-9]{7,}[Xx]?")
_PATCH = ("facts", "findings", "evidence", "conduct_date", "determination_date")

Placed = Callable[[tuple[str | int, ...]], Position | None]
"""Where in a file a part of an event was written."""


def _when(raw: Any) -> datetime:
    if isinstance(raw, str):
        try:
            raw = datetime.fromisoformat(raw)
        except ValueError:
            raise BadValue(Words(f"`{raw}` 不是时间", f"`{raw}` is no time"), _TIME) from None
    if not isinstance(raw, datetime):
        raise BadValue(Words(f"`{raw}` 不是时间", f"`{raw}` is no time"), _TIME)
    if raw.utcoffset() is None:
        raise BadValue(
            Words(f"时间 {raw.isoformat()} 没有时区", f"the time {raw.isoformat()} has no zone"), _TIME
        )
    if not 1949 <= raw.year <= 2200:
        raise BadValue(
            Words(f"时间 {raw.isoformat()} 不合常理", f"the time {raw.isoformat()} is out of reach"), _TIME
        )
    return raw


_TIME = Words(
    "写成带时区的时间，如 2024-03-01T09:00:00+08:00",
    "write a time with its zone, as 2024-03-01T09:00:00+08:00",
)


def _name(raw: Any) -> str:
    if not isinstance(raw, str) or not _NAME.fullmatch(raw):
        raise BadValue(Words(f"`{raw}` 不能作标识", f"`{raw}` cannot be a name"))
    return raw


def _pseudonym(raw: Any) -> str:
    """An id is a made-up sign. What could be a name, an identity card or a telephone is refused."""
    if not isinstance(raw, str) or not _ID.fullmatch(raw) or _NUMBERED.fullmatch(raw):
        raise BadValue(
            Words(
                "id 要写化名，不写姓名、证件号或者电话",
                "an id is a pseudonym, never a name or a number of a person",
            ),
            Words(
                "用字母、数字、点和横线，不全是数字", "use letters, digits, dots and dashes, not digits alone"
            ),
        )
    return raw


def _patch(raw: Any) -> Any:
    """What an event establishes, as plain data; the case itself checks it."""
    if raw is None:
        return None
    if not isinstance(raw, Mapping) or not raw:
        raise BadValue(
            Words("established 要写 facts、findings 等", "`established` holds facts, findings and the like")
        )
    for key in raw:
        if key not in _PATCH:
            message = Words(f"established 下不认识的键 `{key}`", f"unknown key `{key}` under `established`")
            raise BadValue(message, nearest(str(key), _PATCH) or choices(_PATCH))
    case = Case(**{str(key): value for key, value in raw.items()})
    dumped = case.model_dump()
    return in_order({key: plain(dumped[key]) for key in _PATCH if key in raw})


def in_order(value: Any) -> Any:
    """Plain data with its keys in one order: a record keeps them sorted, and replay must give the same bytes."""
    if isinstance(value, dict):
        return {key: in_order(value[key]) for key in sorted(value)}
    return [in_order(item) for item in value] if isinstance(value, list) else value


def _sentence(raw: str | None) -> str | None:
    return writable(raw) if raw else None


def _as_mapping(key: str) -> BeforeValidator:
    return BeforeValidator(lambda raw: {key: raw} if isinstance(raw, str) else raw)


def _listed(raw: Any) -> Any:
    """JSON and YAML give lists; one item may stand alone."""
    return tuple(raw) if isinstance(raw, list | tuple) else (raw,)


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


Name = Annotated[str, BeforeValidator(_name)]
Pseudonym = Annotated[str, BeforeValidator(_pseudonym)]
Sentence = Annotated[str | None, AfterValidator(_sentence)]


class Actor(_Part):
    """Who acted: a role or a body, and a pseudonym where it matters which person it was."""

    role: Name
    id: Pseudonym | None = None


class Attachment(_Part):
    """A paper that goes with an event: its kind, a reference, and the hash of the file. Never the file itself."""

    kind: Name
    ref: Sentence = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None


class LimitSet(_Part):
    """A limit that an event sets or adds: a value and its unit, or the last day itself."""

    value: Annotated[int, Field(ge=1, le=10_000)] | None = None
    unit: Literal["working_day", "calendar_day", "calendar_month"] | None = None
    until: (
        Annotated[date, BeforeValidator(lambda raw: iso_day(raw) if isinstance(raw, str) else raw)] | None
    ) = None

    def model_post_init(self, _: Any) -> None:
        if (self.value is None) != (self.unit is None) or (self.value is None) == (self.until is None):
            raise BadValue(
                Words("时限写 {value, unit} 或者 {until: 日期}", "a limit is {value, unit} or {until: date}")
            )


class Event(_Part):
    """One thing that happened. `day` is its date in Beijing.

    `outcome` goes with a decision, `established` adds to the case, `limit` sets or extends one, `of` names the
    step that is overdue, `recuses` the pseudonym of who steps aside, `notified` who was told.

    Raises ProcedureError (F101 to F103) with every problem.
    """

    event: Name
    at: Annotated[datetime, BeforeValidator(_when)]
    actor: Annotated[Actor | None, _as_mapping("role")] = None
    documents: Annotated[
        tuple[Annotated[Attachment, _as_mapping("kind")], ...], BeforeValidator(_listed)
    ] = ()
    reason: Sentence = None
    note: Sentence = None
    outcome: Name | None = None
    established: Annotated[Any, BeforeValidator(_patch)] = None
    limit: LimitSet | None = None
    of: Name | None = None
    recuses: Pseudonym | None = None
    notified: Annotated[tuple[Name, ...], BeforeValidator(_listed)] = ()

    def __init__(self, **data: Any) -> None:
        try:
            super().__init__(**data)
        except ValidationError as error:
            raise ProcedureError(_diagnoses(error, lambda _: None)) from error

    @classmethod
    def from_data(cls, data: Any, place: Placed | None = None) -> Event:
        """The event in plain data, as a line of a record or a file has it. `place` says where a part was written."""
        where = place or (lambda _: None)
        if not isinstance(data, Mapping):
            message = Words("事件要写成映射（键: 值）", "an event is a mapping")
            raise ProcedureError([Diagnostic("F101", message, where(()))])
        try:
            return cls(**{str(key): value for key, value in data.items()})
        except ProcedureError as error:
            cause = error.__cause__
            assert isinstance(cause, ValidationError)
            raise ProcedureError(_diagnoses(cause, where)) from None

    @cached_property
    def day(self) -> date:
        """The date on which it happened, in Beijing."""
        return self.at.astimezone(BEIJING).date()

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON, empty parts left out; the zone is kept as given."""
        dumped = self.model_dump()
        dumped["at"] = self.at.isoformat()
        for key in ("actor", "limit"):
            if dumped[key] is not None:
                dumped[key] = {k: plain(v) for k, v in dumped[key].items() if v is not None}
        dumped["documents"] = [
            {k: v for k, v in each.items() if v is not None} for each in dumped["documents"]
        ]
        return {key: plain(value) for key, value in dumped.items() if value not in (None, (), [])}


def _diagnoses(error: ValidationError, place: Placed) -> list[Diagnostic]:
    return [_diagnose(fault, place) for fault in error.errors(include_url=False)]


def _diagnose(fault: Any, place: Placed) -> Diagnostic:
    path = tuple(fault["loc"])
    key = str(path[-1]) if path else ""
    cause = fault.get("ctx", {}).get("error")
    at = place(path)
    if isinstance(cause, BadValue):
        code = "F102" if path == ("at",) else "F103" if key in ("id", "recuses") else "F101"
        prefix = "" if code != "F101" else f"`{key}`："
        return Diagnostic(
            code, Words(prefix + cause.words.zh, (prefix and f"`{key}`: ") + cause.words.en), at, cause.help
        )
    if fault["type"] == "extra_forbidden":
        parts: dict[str, type[BaseModel]] = {"actor": Actor, "documents": Attachment, "limit": LimitSet}
        known = list((parts.get(str(path[0]), Event) if len(path) > 1 else Event).model_fields)
        message = Words(f"事件里不认识的键 `{key}`", f"unknown key `{key}` in an event")
        return Diagnostic("F101", message, at, nearest(key, known) or choices(known))
    if fault["type"] == "missing":
        return Diagnostic("F101", Words(f"事件缺少 `{key}`", f"the event lacks `{key}`"), at)
    message = Words(
        f"事件的 `{key}` 不能是 `{fault['input']}`", f"`{key}` of an event cannot be `{fault['input']}`"
    )
    return Diagnostic("F101", message, at)

"""State: everything that can be known of a case's path from the events so far. A frozen value; equal events, equal state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Literal

from tolerance_engine.determine import Case
from tolerance_engine.determine.shown.plain import plain
from tolerance_engine.procedure.events import Actor, LimitSet, in_order
from tolerance_engine.ruleset.procedure import End

Relation = Literal["follows", "open", "left_open", "against"]
"""How a decision stands to the verdict: the same; one of those still possible; the rules leave it open; another."""

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided or recommended, beside the verdict of that moment and its receipt."""

    outcome: str
    kind: Literal["decision", "recommendation"]
    relation: Relation
    reason: str | None
    at: datetime
    number: int
    actor: Actor | None
    verdict: Mapping[str, Any]

    def as_data(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "outcome": self.outcome,
            "kind": self.kind,
            "relation": self.relation,
            "reason": self.reason,
            "at": self.at.isoformat(),
            "number": self.number,
            "actor": actor_data(self.actor),
            "verdict": plain(self.verdict),
        }


@dataclass(frozen=True, slots=True)
class EffectState:
    """What follows from the decision: `due`, `deferred` until the event `after`, or `ended`."""

    topic: str
    outcome: str
    status: Literal["due", "deferred", "ended"]
    since: date | None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """Somebody is still to be told of an event."""

    party: str
    event: str
    since: date
    number: int


@dataclass(frozen=True, slots=True)
class Happening:
    """One time that an event happened."""

    number: int
    at: datetime
    day: date
    actor: Actor | None
    told: tuple[str, ...] = ()
    """Who was told, where this was a notice."""

    def as_data(self) -> dict[str, Any]:
        """Plain data, without empty parts."""
        data = {
            "number": self.number,
            "at": self.at.isoformat(),
            "actor": actor_data(self.actor),
            "told": list(self.told),
        }
        return {key: value for key, value in data.items() if value}


@dataclass(frozen=True, slots=True)
class Entered:
    """The last time a stage was entered."""

    number: int
    day: date


@dataclass(frozen=True, slots=True)
class Suspension:
    """Limits that ran at event `number` stand still after `after`, through `through` (None: still)."""

    number: int
    stage: str
    after: date
    through: date | None = None


@dataclass(frozen=True, slots=True)
class Restart:
    """Limits that began before event `before` are counted anew from `day`."""

    before: int
    number: int
    day: date


@dataclass(frozen=True, slots=True)
class Extension:
    """So much more time for a step."""

    number: int
    event: str
    limit: LimitSet


@dataclass(frozen=True, slots=True)
class State:
    """Where a case stands. `stage` is None before anything has started."""

    case: Case
    stage: str | None = None
    end: End | None = None
    started: str | None = None
    applicant: str | None = None
    number: int = 0
    """How many events there were."""
    last: datetime | None = None
    """When the last of them happened, outside events left aside."""
    decision: Decision | None = None
    recommendation: Decision | None = None
    effects: tuple[EffectState, ...] = ()
    effects_known: Literal["declared", "silent", "unseen", "not_declared"] | None = None
    duties: tuple[Duty, ...] = ()
    recused: tuple[str, ...] = ()
    happened: Mapping[str, tuple[Happening, ...]] = field(default_factory=lambda: NOTHING)
    entered: Mapping[str, Entered] = field(default_factory=lambda: NOTHING)
    limits: Mapping[str, tuple[int, LimitSet]] = field(default_factory=lambda: NOTHING)
    """What events set as limits: by event, with its number."""
    extensions: tuple[Extension, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    restarts: tuple[Restart, ...] = ()

    @property
    def suspension(self) -> Suspension | None:
        """The suspension that is on now."""
        return next((each for each in self.suspensions if each.through is None), None)

    def last_of(self, event: str) -> Happening | None:
        """The last time an event happened."""
        times = self.happened.get(event)
        return times[-1] if times else None

    def as_data(self) -> dict[str, Any]:
        """Plain data: the same events give the same bytes."""
        suspension = self.suspension
        return {
            "stage": self.stage,
            "end": self.end,
            "started": self.started,
            "applicant": self.applicant,
            "events": self.number,
            "last": self.last.isoformat() if self.last else None,
            "decision": self.decision.as_data() if self.decision else None,
            "recommendation": self.recommendation.as_data() if self.recommendation else None,
            "effects": [_data(each) for each in self.effects],
            "effects_known": self.effects_known,
            "duties": [_data(each) for each in self.duties],
            "recused": list(self.recused),
            "suspended_since": plain(suspension.after) if suspension else None,
            "happened": {name: [each.as_data() for each in times] for name, times in self.happened.items()},
            "entered": {name: _data(each) for name, each in self.entered.items()},
            "limits": {
                name: {"number": number, **limit_data(limit)} for name, (number, limit) in self.limits.items()
            },
            "extensions": [
                {"number": each.number, "event": each.event, **limit_data(each.limit)}
                for each in self.extensions
            ],
            "suspensions": [_data(each) for each in self.suspensions],
            "restarts": [_data(each) for each in self.restarts],
            "case": in_order(plain(self.case.as_data())),
        }


def actor_data(actor: Actor | None) -> dict[str, Any] | None:
    """An actor as plain data, without empty parts."""
    return {k: v for k, v in actor.model_dump().items() if v is not None} if actor else None


def limit_data(limit: LimitSet) -> dict[str, Any]:
    """A limit as plain data, without empty parts."""
    return {k: plain(v) for k, v in limit.model_dump().items() if v is not None}


def _data(part: Any) -> dict[str, Any]:
    return {name: plain(getattr(part, name)) for name in part.__slots__}

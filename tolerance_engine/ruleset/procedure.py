"""A declared procedure with every name resolved: stages, who may do what when, limits, and what follows.

`link` makes it from the document; `procedure` (the room) plays events against it. Frozen values only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tolerance_engine.expr import Expr
from tolerance_engine.expr.nodes import Path
from tolerance_engine.ruleset.grounds import Ground
from tolerance_engine.source import Label

Unspecified = Literal["silent", "unseen"]
"""The source says nothing, or says something that was not seen. Never filled by a guess."""
Unit = Literal["working_day", "calendar_day", "calendar_month"]
End = Literal["closed", "refused", "withdrawn", "lapsed"]
Modality = Literal["must", "generally", "may"]


@dataclass(frozen=True, slots=True)
class Party:
    """Who may act: a role of the persons concerned, or a body. `members` says who sits on a body."""

    name: str
    label: Label
    kind: Literal["role", "body"]
    members: tuple[str, ...] | Unspecified | None
    ground: Ground


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a case stands. In an end stage nobody waits for anything; `lapsed` ends effects."""

    name: str
    label: Label
    end: End | None
    ground: Ground


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time: so many working days, calendar days or calendar months."""

    value: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit counted from `after` (an event, or the entry into a stage; None: the entry into the present one).

    `roll`: a last day that is no working day moves on to the next one.
    """

    span: Span
    after: str | None
    roll: bool


@dataclass(frozen=True, slots=True)
class SetIn:
    """A limit that the named event sets from case to case."""

    event: str


Within = Limit | SetIn | Literal["promptly", "silent", "unseen"]


@dataclass(frozen=True, slots=True)
class Route:
    """Parties that may act where `when` holds; without `when`, always."""

    when: Expr | None
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extends:
    """Which step's running limit an event extends, by how much at most, how often at most."""

    event: str
    at_most: Span | Unspecified
    times: int | None


@dataclass(frozen=True, slots=True)
class Requires:
    """What must be there before: things established, a decided verdict, events that have happened."""

    established: tuple[str, ...] = ()
    verdict: bool = False
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Transition:
    """One step: an event, from where to where, by whom, within what time, under which conditions.

    A start has no `sources`. `to` is None where the stage stays. `by` and `within` are None where the
    declaration attaches none; `silent` and `unseen` where the source should say and we cannot.
    """

    event: str
    label: Label
    is_start: bool
    sources: tuple[str, ...]
    to: str | None
    by: tuple[Route, ...] | Unspecified | None
    within: Within | None
    late: Literal["marked", "refused"]
    otherwise: str | None
    when: Expr | None
    outcomes: tuple[str, ...]
    requires: Requires
    documents: tuple[str, ...]
    notify: tuple[str, ...]
    decides: Literal["decision", "recommendation"] | None
    clock: Literal["suspend", "resume", "restart"] | None
    extends: Extends | None
    recuses: bool
    apart_from: tuple[str, ...]
    times: int | None
    modality: Modality | None
    after: str | None
    before: str | None
    ground: Ground
    path: Path

    @property
    def routed(self) -> bool:
        """Whether who may act depends on the case."""
        return isinstance(self.by, tuple) and any(route.when is not None for route in self.by)

    @property
    def parties(self) -> tuple[str, ...]:
        """Everyone who may act in some case, each once."""
        if not isinstance(self.by, tuple):
            return ()
        return tuple(dict.fromkeys(party for route in self.by for party in route.parties))

    @property
    def conditions(self) -> tuple[Expr, ...]:
        """Its own condition and those that choose who may act."""
        routes = self.by if isinstance(self.by, tuple) else ()
        found = (self.when, *(route.when for route in routes))
        return tuple(expr for expr in found if expr is not None)


@dataclass(frozen=True, slots=True)
class EffectRule:
    """One thing that follows from a determination; with `after`, only once that event has happened."""

    topic: str
    label: Label
    after: str | None
    modality: Modality | None
    ground: Ground


Effects = Mapping[str, tuple[EffectRule, ...] | Unspecified]
"""What follows, by outcome."""


@dataclass(frozen=True, slots=True)
class DeclaredProcedure:
    """The path of a case as one region's measure declares it. The order of transitions never matters."""

    label: Label | None
    modality: Modality | None
    ground: Ground
    parties: Mapping[str, Party]
    outside: Mapping[str, Label]
    documents: Mapping[str, Label]
    stages: Mapping[str, Stage]
    transitions: tuple[Transition, ...]

    @property
    def starts(self) -> tuple[Transition, ...]:
        """The ways in."""
        return tuple(each for each in self.transitions if each.is_start)

    @property
    def steps(self) -> tuple[Transition, ...]:
        """The ways on."""
        return tuple(each for each in self.transitions if not each.is_start)

    @property
    def events(self) -> tuple[str, ...]:
        """The names of all declared events, outside ones last, each once."""
        return tuple(dict.fromkeys((*(each.event for each in self.transitions), *self.outside)))

    def from_stage(self, stage: str | None) -> tuple[Transition, ...]:
        """The steps that begin in `stage`; the starts where nothing has begun."""
        if stage is None:
            return self.starts
        return tuple(each for each in self.steps if stage in each.sources)

    def event_label(self, event: str) -> Label:
        """The name of an event, as people read it."""
        if event in self.outside:
            return self.outside[event]
        return next((each.label for each in self.transitions if each.event == event), Label(event))

    def party_label(self, party: str) -> Label:
        """The name of a role or body; an unknown one stands for itself."""
        return self.parties[party].label if party in self.parties else Label(party)

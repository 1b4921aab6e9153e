"""Moves: the events that can happen next to a case, each complete with actor, papers and limit; all really applied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from tolerance_engine.errors import ProcedureError
from tolerance_engine.procedure.allowed import Allowed
from tolerance_engine.procedure.events import BEIJING, Event
from tolerance_engine.procedure.procedure import Procedure
from tolerance_engine.ruleset.procedure import DeclaredProcedure, Limit, SetIn, Transition
from tolerance_engine.ruleset.procedure_words import NOTIFIED, OVERDUE
from tolerance_engine.ruleset.program import Ruleset

MORNING = time(9, tzinfo=BEIJING)
FIRST = datetime(2024, 1, 3, 9, tzinfo=BEIJING)
"""When the walk begins: a year whose holidays are published, so that limits can be said to have passed."""


@dataclass(frozen=True, slots=True)
class Move:
    """An event on offer: `there` is where it led, or `refused` why it did not although it was on offer."""

    event: Event
    step: Transition | None
    there: Procedure | None
    refused: ProcedureError | None = None


class Moves:
    """Events made for one declared procedure."""

    def __init__(self, ruleset: Ruleset, declared: DeclaredProcedure) -> None:
        self.declared = declared
        self.outcomes = tuple(outcome.id for outcome in ruleset.linked.outcomes)
        steps = declared.transitions
        self.sets_limit = {step.within.event for step in steps if isinstance(step.within, SetIn)}
        self.counted = _counted(steps)

    def key(self, here: Procedure) -> tuple[object, ...]:
        """What of a case's path makes a difference to what can still happen."""
        state = here.state
        decided = tuple(d.outcome if d else None for d in (state.decision, state.recommendation))
        counts = tuple(min(len(state.happened.get(name, ())), most) for name, most in self.counted)
        return (state.stage, *decided, state.suspension is not None, *counts)

    def on(self, here: Procedure) -> Iterator[Move]:
        """Every event on offer, in one form for each place it may lead to."""
        for offer in here.allowed:
            if offer.status != "open":
                continue
            for event in self._events(here, offer):
                try:
                    yield Move(event, offer.step, here.apply(event))
                except ProcedureError as refused:
                    yield Move(event, offer.step, None, refused)

    def _events(self, here: Procedure, offer: Allowed) -> Iterator[Event]:
        at = here.state.last or FIRST
        if offer.kind == "outside":
            yield Event(event=offer.event, at=at)
        elif offer.event == OVERDUE and offer.step is not None:
            yield from _lapse(here, offer.step, at)
        elif offer.event == NOTIFIED and NOTIFIED in dict(self.counted):
            parties = tuple(dict.fromkeys(duty.party for duty in here.state.duties))
            yield Event(event=NOTIFIED, at=at, notified=parties, actor="handler")
        elif offer.step is not None:
            yield from self._step(here, offer, offer.step, at)

    def _step(self, here: Procedure, offer: Allowed, step: Transition, at: datetime) -> Iterator[Event]:
        role = offer.parties[0] if isinstance(offer.parties, tuple) else "handler"
        # a fresh pseudonym each time: whoever acted before may be barred from this step
        more: dict[str, Any] = {"actor": {"role": role, "id": f"p{here.state.number}"}}
        if step.recuses:
            more["recuses"] = f"r{here.state.number}"
        if step.event in self.sets_limit or step.extends is not None:
            more["limit"] = _limit(step)
        for outcome in (step.outcomes or self.outcomes) if step.decides else (None,):
            yield Event(
                event=step.event, at=at, documents=step.documents, outcome=outcome, reason="逐步走遍", **more
            )


def _lapse(here: Procedure, step: Transition, at: datetime) -> Iterator[Event]:
    """The limit of a step let pass, where it has a last day."""
    for deadline in here.due(at.astimezone(BEIJING).date()):
        if deadline.event == step.event and deadline.due is not None:
            after = datetime.combine(deadline.due + timedelta(days=1), MORNING)
            yield Event(event=OVERDUE, of=step.event, at=max(at, after), actor="handler")


def _limit(step: Transition) -> dict[str, Any]:
    """A limit that the step may set, or one unit of what it may extend."""
    if step.extends is not None and not isinstance(step.extends.at_most, str):
        return {"value": 1, "unit": step.extends.at_most.unit}
    return {"value": 5, "unit": "working_day"}


def _counted(steps: tuple[Transition, ...]) -> tuple[tuple[str, int], ...]:
    """The events whose having happened matters to a later step, and how many times can matter."""
    most: dict[str, int] = {}
    for step in steps:
        names = [name for name in (step.after, step.before, *step.requires.events) if name]
        if isinstance(step.within, Limit | SetIn):
            anchor = step.within.event if isinstance(step.within, SetIn) else step.within.after
            names += [anchor] if anchor else []
        for name in names:
            most[name] = max(most.get(name, 0), 1)
        bound = max(step.times or 0, (step.extends.times or 1) if step.extends else 0)
        if bound:
            most[step.event] = max(most.get(step.event, 0), bound)
    return tuple(sorted(most.items()))

"""A procedure in motion: a ruleset, a case, and the events so far. A frozen value: `apply` gives the next one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tolerance_engine.determine import Case, case_from, determine
from tolerance_engine.determine.decide import program_for
from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.errors import ProcedureError
from tolerance_engine.procedure.allowed import Allowed, Rules, allowed, watched
from tolerance_engine.procedure.calendar import Calendar, national
from tolerance_engine.procedure.entry import Entry
from tolerance_engine.procedure.events import Event
from tolerance_engine.procedure.interpreter import step
from tolerance_engine.procedure.limits import Deadline, deadline
from tolerance_engine.procedure.state import State
from tolerance_engine.render.page import Page
from tolerance_engine.render.presentable import Presentable
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.source import Lang, Words


@dataclass(frozen=True, eq=False)
class Procedure(Presentable):
    """The path of one case under one ruleset: events in, state out. Equal events give an equal state.

    Made by `Procedure.start` or `Procedure.replay`; nothing in it reads a clock.
    """

    rules: Rules
    initial: Case
    history: tuple[Entry, ...]
    """Every event, with where it led and what was noted of it."""
    state: State

    @classmethod
    def start(
        cls,
        ruleset: Ruleset,
        case: Case | Mapping[str, Any] | None = None,
        *,
        calendar: Calendar | None = None,
        reading: str | None = None,
    ) -> Procedure:
        """A procedure in which nothing has happened yet: its first event is a start, or one from outside.

        `case` is what is established at the beginning; `calendar` the national one when None. Raises
        ProcedureError (F127) when the ruleset declares no procedure, CaseError when the case does not fit.
        """
        declared = ruleset.linked.procedure
        if declared is None:
            message = Words(
                f"规则集 `{ruleset.id}` 没有声明程序", f"the ruleset `{ruleset.id}` declares no procedure"
            )
            help_ = Words(
                "在规则文件里写 procedure，或者在叠加层里补上",
                "declare `procedure` in the file or in a layer above it",
            )
            raise ProcedureError([Diagnostic("F127", message, help=help_)])
        chosen = program_for(ruleset, reading).reading
        initial = Case() if case is None else case if isinstance(case, Case) else case_from(case)
        determine(ruleset, initial, reading=chosen)
        rules = Rules(ruleset, declared, chosen, calendar or national())
        return cls(rules, initial, (), State(initial))

    @classmethod
    def replay(
        cls,
        ruleset: Ruleset,
        events: Iterable[Event | Mapping[str, Any]],
        case: Case | Mapping[str, Any] | None = None,
        *,
        calendar: Calendar | None = None,
        reading: str | None = None,
    ) -> Procedure:
        """All events again, from the beginning: the same events give the same state, byte for byte."""
        made = cls.start(ruleset, case, calendar=calendar, reading=reading)
        for event in events:
            made = made.apply(event)
        return made

    @property
    def ruleset(self) -> Ruleset:
        """What it is played under."""
        return self.rules.ruleset

    @property
    def calendar(self) -> Calendar:
        """Which days are worked."""
        return self.rules.calendar

    @property
    def reading(self) -> str:
        """The reading under which verdicts are given and conditions asked."""
        return self.rules.reading

    @property
    def events(self) -> tuple[Event, ...]:
        """The events so far."""
        return tuple(entry.event for entry in self.history)

    def apply(self, event: Event | Mapping[str, Any]) -> Procedure:
        """The procedure after one more event; this one stays as it is.

        Raises ProcedureError with every reason why the event cannot happen now, its `legal` listing what can;
        CaseError when what the event establishes does not fit the case.
        """
        if not isinstance(event, Event):
            event = Event.from_data(event)
        state, entry = step(self.rules, self.state, event)
        return replace(self, state=state, history=(*self.history, entry))

    @property
    def allowed(self) -> tuple[Allowed, ...]:
        """Every event that the present stage knows: open, blocked by what is not known, or excluded."""
        return allowed(self.rules, self.state)

    def due(self, today: date) -> tuple[Deadline, ...]:
        """The limits that are watched now, as they stand on `today`: those that end first come first.

        A step whose condition does not hold is left out; one whose condition is open is not.
        """
        found: dict[Any, Deadline] = {}
        for each in watched(self.rules, self.state):
            limit = deadline(each, self.state, self.calendar, today)
            expired = limit is not None and limit.overdue and each.late == "refused"
            if limit is not None and not expired:  # a right that has expired is nobody's duty
                found.setdefault((each.event, limit.due, limit.kind), limit)
        return tuple(sorted(found.values(), key=lambda limit: (limit.due is None, limit.due or today)))

    def page(self, lang: Lang = "zh", today: date | None = None) -> Page:
        """The state as a neutral page; with `today`, the limits as well."""
        from tolerance_engine.procedure.pages import procedure_page

        return procedure_page(self, lang, today)

    def model_dump(self, today: date | None = None) -> dict[str, Any]:
        """Plain data: which rules, where the case stands, what can happen, what has; with `today`, what is due."""
        linked = self.ruleset.linked
        data: dict[str, Any] = {
            "ruleset": {
                "id": linked.id,
                "sha256": linked.digest,
                "procedure_sha256": linked.procedure_digest,
            },
            "calendar": {"id": self.calendar.id, "sha256": self.calendar.digest},
            "reading": self.reading,
            "state": self.state.as_data(),
            "allowed": [each.as_data() for each in self.allowed],
            "history": [entry.as_data() for entry in self.history],
        }
        if today is not None:
            data["due"] = [limit.as_data() for limit in self.due(today)]
        return data

    def model_dump_json(self, today: date | None = None, *, indent: int | None = None) -> str:
        """The same as JSON text; equal procedures give equal bytes."""
        return json.dumps(self.model_dump(today), ensure_ascii=False, indent=indent)

    def __repr__(self) -> str:
        return f"<Procedure {self.ruleset.id} stage={self.state.stage} events={len(self.history)}>"

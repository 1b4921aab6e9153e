"""Procedure: the path of a case, events in and state out.

`Procedure` plays typed events against the procedure that a ruleset declares; deadlines are counted in a
`Calendar` relative to a date the caller gives. `record` keeps events so that a loss or a change shows.
"""

from tolerance_engine.procedure.allowed import Allowed
from tolerance_engine.procedure.calendar import Calendar, national
from tolerance_engine.procedure.calendar_file import load_calendar, read_calendar
from tolerance_engine.procedure.entry import Entry
from tolerance_engine.procedure.events import Actor, Attachment, Event, LimitSet
from tolerance_engine.procedure.exploration import Exploration, Visit
from tolerance_engine.procedure.explore import explore
from tolerance_engine.procedure.limits import Deadline
from tolerance_engine.procedure.procedure import Procedure
from tolerance_engine.procedure.state import Decision, EffectState, State

__all__ = [
    "Actor",
    "Allowed",
    "Attachment",
    "Calendar",
    "Deadline",
    "Decision",
    "EffectState",
    "Entry",
    "Event",
    "Exploration",
    "LimitSet",
    "Procedure",
    "State",
    "Visit",
    "explore",
    "load_calendar",
    "national",
    "read_calendar",
]

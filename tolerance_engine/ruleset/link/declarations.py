"""Declarations about the whole: settings by reading, period in force, silences, presumptions, properties."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from tolerance_engine.diagnostics import choices, nearest
from tolerance_engine.expr.nodes import Path
from tolerance_engine.ruleset import model
from tolerance_engine.ruleset.files import Period
from tolerance_engine.ruleset.link.conditions import Conditions
from tolerance_engine.ruleset.link.leaves import Names
from tolerance_engine.ruleset.link.notes import Notes
from tolerance_engine.ruleset.link.provisions import ground
from tolerance_engine.ruleset.values import BadValue, typed_value
from tolerance_engine.ruleset.written import document as doc
from tolerance_engine.ruleset.written.parts import InForce
from tolerance_engine.source import Label, Words


def by_reading(
    notes: Notes, key: str, raw: Any, conditions: Conditions, allowed: tuple[str, ...]
) -> dict[str, str]:
    """A setting that may differ by reading, as one value per reading."""
    readings = conditions.names.readings
    options = dict.fromkeys(readings, raw)
    path: Path = (key,)
    if isinstance(raw, dict):
        if set(raw) != {"by_reading"} or not conditions.check_by_reading(
            raw["by_reading"], (key, "by_reading")
        ):
            if set(raw) != {"by_reading"}:
                notes.note(
                    "L060",
                    Words(
                        f"`{key}` 写一个值，或 {{by_reading: …}}",
                        f"`{key}` is one value or {{by_reading: …}}",
                    ),
                    path,
                    choices(allowed),
                )
            return dict.fromkeys(readings, allowed[-1])
        options = dict(raw["by_reading"])
    for reading, value in options.items():
        if value not in allowed and not (isinstance(value, str) and value in notes.faulty):
            where: Path = (key, "by_reading", reading) if isinstance(raw, dict) else path
            notes.note(
                "L060",
                Words(f"`{key}` 不能是 `{value}`", f"`{key}` cannot be `{value}`"),
                where,
                choices(allowed),
            )
            if not isinstance(raw, dict):
                break
    return {reading: value if value in allowed else allowed[-1] for reading, value in options.items()}


def period(notes: Notes, written: InForce) -> Period:
    first = day(notes, written.from_, ("in_force", "from"), last=False)
    last = day(notes, written.to, ("in_force", "to"), last=True)
    if first is not None and last is not None and last < first:
        message = Words(
            f"止期 {written.to} 早于起期 {written.from_}", f"it ends {written.to}, before {written.from_}"
        )
        notes.note("L061", message, ("in_force", "to"))
    return Period(first, last, str(written.from_), str(written.to))


def day(notes: Notes, raw: Any, path: Path, *, last: bool) -> date | None:
    """The first or last day of a day, month or year; None when not specified."""
    if raw == model.NOT_SPECIFIED:
        return None
    if isinstance(raw, date):
        return raw
    month = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", str(raw))
    if month:
        year, number = int(month[1]), int(month[2])
        return date(year, number, calendar.monthrange(year, number)[1] if last else 1)
    if isinstance(raw, int) and 1900 <= raw <= 2200:
        return date(raw, 12, 31) if last else date(raw, 1, 1)
    notes.note(
        "L061",
        Words(f"`{raw}` 不是日期", f"`{raw}` is no date"),
        path,
        Words("写年、年-月、年-月-日或 not_specified", "write a year, YYYY-MM, YYYY-MM-DD or not_specified"),
    )
    return None


def silences(notes: Notes, written: Iterable[doc.Silence], names: Names) -> tuple[model.Silence, ...]:
    for index, part in enumerate(written):
        if part.fact is not None and part.fact not in names.facts and part.fact not in notes.faulty:
            notes.note(
                "L053",
                Words(f"没有名为 `{part.fact}` 的事实", f"no fact is named `{part.fact}`"),
                ("silent", index, "fact"),
                nearest(part.fact, names.facts),
            )
    return tuple(model.Silence(part.topic, part.kind, Label(part.zh, part.en), part.fact) for part in written)


def presumptions(
    notes: Notes, written: Iterable[doc.Presumption], names: Names
) -> tuple[model.Presumption, ...]:
    made = []
    for index, part in enumerate(written):
        here: Path = ("presumptions", index)
        if part.fact in notes.faulty:
            continue
        fact = names.facts.get(part.fact)
        if fact is None:
            notes.note(
                "L053",
                Words(f"没有名为 `{part.fact}` 的事实", f"no fact is named `{part.fact}`"),
                (*here, "fact"),
                nearest(part.fact, names.facts),
            )
            continue
        try:
            value = typed_value(fact, part.value)
        except BadValue as error:
            notes.note("L054", error.words, (*here, "value"), error.help)
            continue
        made.append(
            model.Presumption(
                part.fact,
                value,
                ground(notes, part, here).cite,
                Label(part.zh, part.en) if part.zh else None,
            )
        )
    return tuple(made)


def properties(
    notes: Notes,
    written: Iterable[doc.Property],
    conditions: Conditions,
    outcomes: tuple[model.Outcome, ...],
    readings: tuple[str, ...],
) -> tuple[model.Property, ...]:
    everything = [*(outcome.id for outcome in outcomes), *model.OFF_SCALE]
    made = []
    for index, part in enumerate(written):
        here: Path = ("properties", index)
        if (part.never is None) == (part.always is None):
            notes.note(
                "L052",
                Words("性质写 never 或 always 之一", "a property has either `never` or `always`"),
                here,
            )
            continue
        word = "never" if part.never is not None else "always"
        named = part.never or part.always or ()
        for name in named:
            if name not in everything and name not in notes.faulty:
                notes.note(
                    "L042",
                    Words(f"outcomes 里没有 `{name}`", f"no outcome is named `{name}`"),
                    (*here, word),
                    choices(everything),
                )
        for name in part.reading or ():
            if name not in readings:
                notes.note(
                    "L044",
                    Words(f"没有名为 `{name}` 的口径", f"no reading is named `{name}`"),
                    (*here, "reading"),
                    choices(readings),
                )
        when = conditions.read(part.when, (*here, "when")) if part.when is not None else None
        allowed = frozenset(named) if word == "always" else frozenset(everything) - frozenset(named)
        made.append(
            model.Property(
                part.id,
                Label(part.zh, part.en) if part.zh else None,
                allowed,
                when,
                part.reading or readings,
            )
        )
    return tuple(made)

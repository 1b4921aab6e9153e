"""Keys of a procedure that have several forms: who, within what time, extended how far, and effects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from tolerance_engine.diagnostics import Diagnostic, choices, nearest
from tolerance_engine.expr.nodes import Path
from tolerance_engine.ruleset.link.conditions import Conditions
from tolerance_engine.ruleset.link.notes import Notes
from tolerance_engine.ruleset.link.procedure_names import UNSPECIFIED, ProcedureNames
from tolerance_engine.ruleset.link.provisions import ground
from tolerance_engine.ruleset.procedure import (
    EffectRule,
    Effects,
    Extends,
    Limit,
    Route,
    SetIn,
    Span,
    Unit,
    Unspecified,
    Within,
)
from tolerance_engine.ruleset.procedure_words import NOTIFIED
from tolerance_engine.ruleset.written import procedure as doc
from tolerance_engine.ruleset.written.validate import found_words, validate
from tolerance_engine.source import Label, Words

MAX_SPAN = 10_000
"""Longest limit that is counted, in its own unit: far beyond any real one, short enough to count at once."""


def by(
    notes: Notes, raw: Any, names: ProcedureNames, conditions: Conditions, path: Path
) -> tuple[Route, ...] | Unspecified | None:
    """Who may do it."""
    if raw is None or raw in UNSPECIFIED:
        return raw  # type: ignore[no-any-return]
    listed = raw if isinstance(raw, list) else [raw]
    made: list[Route] = []
    for index, item in enumerate(listed):
        here: Path = (*path, index) if isinstance(raw, list) else path
        route = _route(notes, item, names, conditions, here)
        if route is not None:
            made.append(route)
    if not listed:
        _bad_by(notes, raw, path)
    always = [index for index, route in enumerate(made) if route.when is None]
    if any(route.when is not None for route in made) and always and always[0] < len(made) - 1:
        message = Words(
            "没有条件的一项后面不能再有别的项：永远轮不到",
            "nothing may follow the entry without `when`: it never gets its turn",
        )
        notes.note("F007", message, (*path, always[0] + 1))
    return tuple(made)


def _route(
    notes: Notes, item: Any, names: ProcedureNames, conditions: Conditions, path: Path
) -> Route | None:
    if isinstance(item, str):
        return Route(None, (item,)) if names.party(notes, item, path) else None
    kinds = {"body", "role"}
    if not isinstance(item, dict) or not item.keys() & kinds or item.keys() - {*kinds, "when"}:
        _bad_by(notes, item, path)
        return None
    found: list[str] = []
    for kind in ("body", "role"):
        if kind not in item:
            continue
        raw = item[kind] if isinstance(item[kind], list) else [item[kind]]
        for index, name in enumerate(raw):
            here: Path = (*path, kind, index) if isinstance(item[kind], list) else (*path, kind)
            if not isinstance(name, str):
                _bad_by(notes, name, here)
            elif names.party(notes, name, here):
                if names.parties[name].kind != kind:
                    _bad_by(notes, name, here)
                found.append(name)
    when = conditions.read(item["when"], (*path, "when")) if "when" in item else None
    return Route(when, tuple(found)) if found else None


def _bad_by(notes: Notes, raw: Any, path: Path) -> None:
    found = found_words(raw)
    notes.note(
        "F007",
        Words(f"`by` 不能是{found.zh}", f"`by` cannot be {found.en}"),
        path,
        Words(
            "写 silent、unseen、一个或几个当事方、{body: …}、{role: …}，或者带 when 的一串",
            "write silent, unseen, one or several parties, {body: …}, {role: …}, or a list with `when`",
        ),
    )


def within(notes: Notes, raw: Any, names: ProcedureNames, path: Path) -> Within | None:
    """The limit of a step."""
    if raw is None or raw in ("promptly", *UNSPECIFIED):
        return raw  # type: ignore[no-any-return]
    if isinstance(raw, dict) and set(raw) == {"set_in"} and isinstance(raw["set_in"], str):
        names.event(notes, raw["set_in"], (*path, "set_in"))
        return SetIn(raw["set_in"])
    if isinstance(raw, dict) and {"value", "unit"} <= raw.keys() <= {"value", "unit", "after", "roll"}:
        span = read_span(notes, raw, path)
        after, roll = raw.get("after"), raw.get("roll", False)
        if after is not None and not (
            isinstance(after, str)
            and names.event(notes, after, (*path, "after"), more=(*names.stages, NOTIFIED))
        ):
            after = None
        if not isinstance(roll, bool):
            _bad_within(notes, roll, (*path, "roll"))
            roll = False
        return Limit(span, after, roll) if span is not None else None
    _bad_within(notes, raw, path)
    return None


def read_span(notes: Notes, raw: Any, path: Path) -> Span | None:
    """A value and its unit."""
    if not isinstance(raw, dict) or not {"value", "unit"} <= raw.keys():
        _bad_within(notes, raw, path)
        return None
    value, unit = raw["value"], raw["unit"]
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MAX_SPAN:
        found = found_words(value)
        message = Words(
            f"`value` 要写 1 到 {MAX_SPAN} 的整数，却是{found.zh}",
            f"`value` takes a whole number from 1 to {MAX_SPAN}, found {found.en}",
        )
        notes.note("F006", message, (*path, "value"))
        return None
    for known in get_args(Unit):
        if unit == known:
            return Span(value, known)
    found = found_words(unit)
    message = Words(f"没有{found.zh} 这个单位", f"there is no unit {found.en}")
    notes.note("F006", message, (*path, "unit"), choices(get_args(Unit)))
    return None


def _bad_within(notes: Notes, raw: Any, path: Path) -> None:
    found = found_words(raw)
    notes.note(
        "F006",
        Words(f"时限不能是{found.zh}", f"a limit cannot be {found.en}"),
        path,
        Words(
            "写 {value: 5, unit: working_day}、{set_in: 事件}、promptly、silent 或 unseen",
            "write {value: 5, unit: working_day}, {set_in: event}, promptly, silent or unseen",
        ),
    )


def extends(notes: Notes, written: doc.Extends | None, names: ProcedureNames, path: Path) -> Extends | None:
    """Which limit an event extends."""
    if written is None:
        return None
    names.event(notes, written.event, (*path, "event"))
    raw = written.at_most
    at_most: Span | Unspecified | None = (
        raw if raw in UNSPECIFIED else read_span(notes, raw, (*path, "at_most"))
    )
    at_least_once(notes, written.times, (*path, "times"))
    return Extends(written.event, at_most, written.times) if at_most is not None else None


def at_least_once(notes: Notes, times: int | None, path: Path) -> None:
    """A number of times is one or more."""
    if times is not None and times < 1:
        message = Words(f"次数至少是 1，却是 `{times}`", f"a number of times is at least 1, found `{times}`")
        notes.note("F006", message, path)


def effects(notes: Notes, raw: Any, outcomes: Iterable[str], known: tuple[str, ...] | None) -> Effects:
    """What follows from a determination, by outcome. `known` are the events there are; None: not all are known."""
    ranked = tuple(outcomes)
    if raw is None:
        return {}
    if raw in UNSPECIFIED:
        return dict.fromkeys(ranked, raw)
    if not isinstance(raw, dict) or not raw:
        _bad_effects(notes, raw, ("effects",))
        return {}
    made: dict[str, tuple[EffectRule, ...] | Unspecified] = {}
    for outcome, items in raw.items():
        here: Path = ("effects", outcome)
        if outcome not in ranked:
            if outcome not in notes.faulty:
                message = Words(f"outcomes 里没有 `{outcome}`", f"no outcome is named `{outcome}`")
                notes.note("L042", message, here, nearest(str(outcome), ranked) or choices(ranked), key=True)
        elif items in UNSPECIFIED:
            made[outcome] = items
        elif isinstance(items, list) and items:
            found = [_effect(notes, item, (*here, index), known) for index, item in enumerate(items)]
            made[outcome] = tuple(rule for rule in found if rule is not None)
        else:
            _bad_effects(notes, items, here)
    return made


def _effect(notes: Notes, raw: Any, path: Path, known: tuple[str, ...] | None) -> EffectRule | None:
    if not isinstance(raw, dict):
        _bad_effects(notes, raw, path)
        return None
    problems: list[Diagnostic] = []
    validated = validate(doc.Effect, raw, notes.located.inside(path), problems)
    notes.problems.extend(problems)
    if problems or validated is None:
        return None
    part = validated[0]
    if part.after is not None and known is not None and part.after not in known:
        message = Words(f"没有名为 `{part.after}` 的事件", f"no event is named `{part.after}`")
        notes.note("F003", message, (*path, "after"), nearest(part.after, known) or choices(known))
    return EffectRule(
        part.topic, Label(part.zh, part.en), part.after, part.modality, ground(notes, part, path)
    )


def _bad_effects(notes: Notes, raw: Any, path: Path) -> None:
    found = found_words(raw)
    notes.note(
        "F012",
        Words(f"effects 这里不能是{found.zh}", f"effects cannot be {found.en} here"),
        path,
        Words(
            "每个结果写一串 {topic: …, zh: …}，或 silent、unseen",
            "for each outcome write a list of {topic: …, zh: …}, or silent, or unseen",
        ),
        key=True,
    )

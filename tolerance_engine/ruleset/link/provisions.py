"""Provisions: definitions, dimensions, outcomes, clauses, scope and assumptions, with their grounds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tolerance_engine.diagnostics import Diagnostic, choices, nearest
from tolerance_engine.expr import ClauseApplies, Expr, leaves
from tolerance_engine.expr.nodes import Path
from tolerance_engine.ruleset import model
from tolerance_engine.ruleset.link.conditions import Conditions
from tolerance_engine.ruleset.link.notes import Notes
from tolerance_engine.ruleset.written import document as doc
from tolerance_engine.source import Citation, Label, Words


def ground(notes: Notes, part: Any, path: Path) -> model.Ground:
    citations = []
    for index, cite in enumerate(getattr(part, "cite", None) or ()):
        if cite.source in notes.sources:
            source = notes.sources[cite.source]
            citations.append(Citation(cite.source, notes.titles[cite.source], cite.at, source.seen))
        elif cite.source not in notes.faulty:
            at = notes.located.at((*path, "cite", index, "source"))
            message = Words(f"sources 里没有 `{cite.source}`", f"no source is named `{cite.source}`")
            help_ = nearest(cite.source, notes.sources) or choices(notes.sources)
            notes.problems.append(Diagnostic("L010", message, at, help_))
    return model.Ground(tuple(citations), getattr(part, "basis", None), getattr(part, "reason", None))


def definitions(
    notes: Notes, written: Mapping[str, doc.Definition], conditions: Conditions
) -> dict[str, model.Definition]:
    made = {}
    for name, part in written.items():
        here: Path = ("definitions", name)
        when = conditions.read(part.when, (*here, "when"))
        if when is not None:
            made[name] = model.Definition(name, Label(part.zh, part.en), when, ground(notes, part, here))
    return made


def dimensions(
    notes: Notes, written: Mapping[str, doc.Dimension], conditions: Conditions
) -> dict[str, model.Dimension]:
    made = {}
    for name, part in written.items():
        here: Path = ("dimensions", name)
        if (part.favourable is None) != (part.adverse is None):
            lone = "adverse" if part.adverse is None else "favourable"
            notes.note(
                "L030",
                Words(
                    f"维度 `{name}` 缺少 `{lone}`：两面都写，或都不写",
                    f"the dimension `{name}` lacks `{lone}`: give both poles or none",
                ),
                here,
                key=True,
            )
        poles = []
        for side in ("favourable", "adverse"):
            pole = getattr(part, side)
            when = conditions.read(pole.when, (*here, side, "when")) if pole is not None else None
            basis = ground(notes, pole, (*here, side)) if pole is not None else None
            poles.append(
                model.Pole(Label(pole.zh, pole.en), when, basis)
                if when is not None and basis is not None
                else None
            )
        made[name] = model.Dimension(
            name, Label(part.zh, part.en), poles[0], poles[1], ground(notes, part, here)
        )
    return made


def outcomes(notes: Notes, written: Iterable[doc.OutcomeDeclaration]) -> tuple[model.Outcome, ...]:
    made: list[model.Outcome] = []
    for index, part in enumerate(written):
        here: Path = ("outcomes", index)
        if part.id in model.OFF_SCALE or part.id in [outcome.id for outcome in made]:
            notes.note(
                "L031",
                Words(
                    f"结果 `{part.id}` 重复或属保留名称",
                    f"the outcome `{part.id}` stands twice or is reserved",
                ),
                (*here, "id"),
            )
        made.append(
            model.Outcome(
                part.id, Label(part.zh, part.en), index, part.range or (), ground(notes, part, here)
            )
        )
    if len(made) > 50:
        notes.note("L031", Words("结果最多 50 档", "at most 50 outcomes"), ("outcomes",), key=True)
    return tuple(made)


def clauses(
    notes: Notes,
    written: Iterable[doc.Clause],
    conditions: Conditions,
    outcomes: tuple[model.Outcome, ...],
    known: frozenset[str],
    readings: tuple[str, ...],
) -> tuple[model.Clause, ...]:
    ranked = [outcome.id for outcome in outcomes]
    made = []
    for index, part in enumerate(written):
        here: Path = ("clauses", index)
        if part.kind == "exception":
            if part.disables is None:
                notes.note(
                    "L040",
                    Words(f"例外 `{part.id}` 要写 disables", f"the exception `{part.id}` needs `disables`"),
                    here,
                )
            if part.then is not None:
                notes.note(
                    "L041",
                    Words(
                        "例外没有 then：它只使别的条款不适用",
                        "an exception has no `then`: it only disables",
                    ),
                    (*here, "then"),
                    key=True,
                )
        else:
            if part.then is None:
                notes.note(
                    "L040",
                    Words(f"条款 `{part.id}` 要写 then", f"the clause `{part.id}` needs `then`"),
                    here,
                )
            if part.disables is not None:
                notes.note(
                    "L041",
                    Words(
                        "只有例外（kind: exception）能写 disables",
                        "only an exception may have `disables`",
                    ),
                    (*here, "disables"),
                    key=True,
                )
        if part.then is not None and part.then not in ranked and part.then not in notes.faulty:
            notes.note(
                "L042",
                Words(f"outcomes 里没有 `{part.then}`", f"no outcome is named `{part.then}`"),
                (*here, "then"),
                nearest(part.then, ranked) or choices(ranked),
            )
        for position, name in enumerate(part.disables or ()):
            if name not in known and name not in notes.faulty:
                notes.note(
                    "L043",
                    Words(f"没有名为 `{name}` 的条款", f"no clause is named `{name}`"),
                    (*here, "disables", position),
                    nearest(name, known),
                )
        for position, name in enumerate(part.readings or ()):
            if name not in readings:
                notes.note(
                    "L044",
                    Words(f"没有名为 `{name}` 的口径", f"no reading is named `{name}`"),
                    (*here, "readings", position),
                    choices(readings),
                )
        when = conditions.read(part.when, (*here, "when"))
        unless = conditions.read(part.unless, (*here, "unless")) if part.unless is not None else None
        if when is None:
            continue
        made.append(
            model.Clause(
                part.id,
                part.kind,
                Label(part.zh, part.en),
                when,
                unless,
                part.then,
                part.disables or (),
                part.modality,
                frozenset()
                if part.disabled
                else frozenset(part.readings)
                if part.readings is not None
                else None,
                ground(notes, part, here),
            )
        )
    return tuple(made)


def scope(notes: Notes, written: doc.Scope | None, conditions: Conditions) -> model.Scope | None:
    if written is None:
        return None
    when = conditions.read(written.when, ("scope", "when"))
    if when is None:
        return None
    facts_only(notes, when, ("scope", "when"))
    label = Label(written.zh, written.en) if written.zh else None
    return model.Scope(label, when, ground(notes, written, ("scope",)))


def assumptions(
    notes: Notes, written: Iterable[doc.Assumption], conditions: Conditions
) -> tuple[model.Assumption, ...]:
    made = []
    for index, part in enumerate(written):
        here: Path = ("assume", index)
        shape = (part.if_ is not None, part.then is not None, part.never is not None)
        if shape not in ((True, True, False), (False, False, True)):
            notes.note(
                "L050",
                Words("assume 写 {if: …, then: …} 或 {never: …}", "assume is {if: …, then: …} or {never: …}"),
                here,
            )
            continue
        parts = [
            conditions.read(raw, (*here, key)) if raw is not None else None
            for key, raw in (("if", part.if_), ("then", part.then), ("never", part.never))
        ]
        for key, expr in zip(("if", "then", "never"), parts, strict=True):
            if expr is not None:
                facts_only(notes, expr, (*here, key))
        label = Label(part.zh, part.en) if part.zh else None
        if parts[2] is not None or (parts[0] is not None and parts[1] is not None):
            made.append(model.Assumption(label, *parts))
    return tuple(made)


def facts_only(notes: Notes, expr: Expr, path: Path) -> None:
    """Scope and assumptions may not ask about clauses: they hold before any clause is looked at."""
    for leaf in leaves(expr):
        if isinstance(leaf, ClauseApplies):
            notes.note(
                "L051",
                Words(
                    f"这里不能问条款 `{leaf.clause}` 是否适用",
                    f"the clause `{leaf.clause}` cannot be asked here",
                ),
                leaf.path or path,
            )

"""Procedure: the path of a case, every name resolved; what cannot work is noted where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tolerance_engine.diagnostics import choices, nearest
from tolerance_engine.expr.nodes import Path
from tolerance_engine.ruleset.link import procedure_forms as forms
from tolerance_engine.ruleset.link.conditions import Conditions
from tolerance_engine.ruleset.link.notes import Notes
from tolerance_engine.ruleset.link.procedure_names import HERE, ProcedureNames, broken, names_of, outside_lost
from tolerance_engine.ruleset.link.provisions import ground
from tolerance_engine.ruleset.procedure import DeclaredProcedure, Limit, Requires, SetIn, Transition
from tolerance_engine.ruleset.procedure_words import NOTIFIED
from tolerance_engine.ruleset.written import procedure as doc
from tolerance_engine.source import Label, Words

ANY_OPEN = "any_open"


def procedure(
    notes: Notes, written: doc.Procedure | None, conditions: Conditions, outcomes: tuple[str, ...]
) -> DeclaredProcedure | None:
    """The declared procedure; None where there is none."""
    if written is None:
        return None
    names = names_of(notes, written, outcomes)
    reader = _Reader(notes, conditions, names)
    starts = [reader.start(part, (*HERE, "start", i)) for i, part in enumerate(written.start)]
    steps = [reader.step(part, (*HERE, "transitions", i)) for i, part in enumerate(written.transitions)]
    made = DeclaredProcedure(
        label=Label(written.zh, written.en) if written.zh else None,
        modality=written.modality,
        ground=ground(notes, written, HERE),
        parties=names.parties,
        outside=names.outside,
        documents=names.documents,
        stages=names.stages,
        transitions=(*starts, *steps),
    )
    _told_apart(notes, made)
    _limits_can_be_known(notes, made, frozenset(reader.limited))
    return made


def known_events(
    notes: Notes, written: doc.Procedure | None, made: DeclaredProcedure | None
) -> tuple[str, ...] | None:
    """The events that an effect may wait for; None where they could not all be read."""
    if broken(notes, "transitions"):
        return None
    if written is None or made is None:
        return ()
    return None if outside_lost(written, made.outside) else made.events


class _Reader:
    """Reads one step after the other."""

    def __init__(self, notes: Notes, conditions: Conditions, names: ProcedureNames) -> None:
        self.notes, self.conditions, self.names = notes, conditions, names
        self.limited: set[Path] = set()
        """The steps for which a limit is written, whether or not it could be read."""

    def start(self, part: doc.Start, path: Path) -> Transition:
        self.names.stage(self.notes, part.to, (*path, "to"))
        return self._transition(part, part.how, path, is_start=True, to=part.to)

    def step(self, part: doc.Transition, path: Path) -> Transition:
        notes, names = self.notes, self.names
        if part.to is not None:
            names.stage(notes, part.to, (*path, "to"))
        if part.else_ is not None:
            names.stage(notes, part.else_, (*path, "else"))
        for index, name in enumerate(part.outcome or ()):
            if name not in names.outcomes and name not in notes.faulty:
                message = Words(f"outcomes 里没有 `{name}`", f"no outcome is named `{name}`")
                help_ = nearest(name, names.outcomes) or choices(names.outcomes)
                notes.note("L042", message, _item(notes, (*path, "outcome"), index), help_)
        self._events(part.apart_from, (*path, "apart_from"))
        forms.at_least_once(notes, part.times, (*path, "times"))
        return self._transition(
            part,
            part.event,
            path,
            sources=self._sources(part.from_, (*path, "from")),
            to=part.to,
            otherwise=part.else_,
            outcomes=part.outcome or (),
            decides=part.decides,
            clock=part.clock,
            extends=forms.extends(notes, part.extends, names, (*path, "extends")),
            recuses=part.recuses,
            apart_from=part.apart_from or (),
            times=part.times,
        )

    def _transition(self, part: doc.Step, event: str, path: Path, **rest: Any) -> Transition:
        """What starts and transitions share."""
        notes, names = self.notes, self.names
        for key in ("after", "before"):
            name = getattr(part, key)
            if name is not None:
                names.event(notes, name, (*path, key))
        for index, name in enumerate(part.document or ()):
            names.document(notes, name, _item(notes, (*path, "document"), index))
        for index, name in enumerate(part.notify or ()):
            names.party(notes, name, _item(notes, (*path, "notify"), index))
        if part.within is not None:
            self.limited.add(path)
        own = Label(part.zh, part.en) if part.zh is not None else names.events[event]
        blank: dict[str, Any] = {
            "is_start": False,
            "sources": (),
            "otherwise": None,
            "outcomes": (),
            "decides": None,
            "clock": None,
            "extends": None,
            "recuses": False,
            "apart_from": (),
            "times": None,
        }
        return Transition(
            **{
                **blank,
                "event": event,
                "label": own,
                "by": forms.by(notes, part.by, names, self.conditions, (*path, "by")),
                "within": forms.within(notes, part.within, names, (*path, "within")),
                "late": part.late,
                "when": self.conditions.read(part.when, (*path, "when")) if part.when is not None else None,
                "requires": self._requires(part.requires, (*path, "requires")),
                "documents": part.document or (),
                "notify": part.notify or (),
                "modality": part.modality,
                "after": part.after,
                "before": part.before,
                "ground": ground(notes, part, path),
                "path": path,
                **rest,
            }
        )

    def _sources(self, written: Iterable[str], path: Path) -> tuple[str, ...]:
        found: list[str] = []
        for index, name in enumerate(written):
            if name == ANY_OPEN:
                found += [stage.name for stage in self.names.stages.values() if stage.end is None]
            elif self.names.stage(self.notes, name, _item(self.notes, path, index)):
                found.append(name)
        return tuple(dict.fromkeys(found))

    def _requires(self, written: doc.Requires | None, path: Path) -> Requires:
        if written is None:
            return Requires()
        known = self.conditions.names
        listed = [*known.facts, *sorted(known.definitions | known.dimensions)]
        for index, name in enumerate(written.established or ()):
            if name not in listed and name not in self.notes.faulty:
                message = Words(
                    f"没有名为 `{name}` 的事实、维度或定义",
                    f"no fact, dimension or definition is named `{name}`",
                )
                at = _item(self.notes, (*path, "established"), index)
                self.notes.note("F011", message, at, nearest(name, listed))
        self._events(written.events, (*path, "events"), more=(NOTIFIED,))
        return Requires(written.established or (), written.verdict is not None, written.events or ())

    def _events(self, written: Iterable[str] | None, path: Path, more: tuple[str, ...] = ()) -> None:
        for index, name in enumerate(written or ()):
            self.names.event(self.notes, name, _item(self.notes, path, index), more=more)


def _item(notes: Notes, path: Path, index: int) -> Path:
    """The place of one item of a key that takes one name or a list of them."""
    return (*path, index) if isinstance(notes.located.inside(path).data, list) else path


def _told_apart(notes: Notes, made: DeclaredProcedure) -> None:
    """Two steps for one event and stage need conditions or outcomes that tell them apart."""
    for index, one in enumerate(made.transitions):
        for other in made.transitions[:index]:
            if one.event != other.event or one.is_start != other.is_start:
                continue
            if not one.is_start and not set(one.sources) & set(other.sources):
                continue
            by_outcome = one.outcomes and other.outcomes and not set(one.outcomes) & set(other.outcomes)
            if by_outcome or (one.when is not None and other.when is not None):
                continue
            message = Words(
                f"事件 `{one.event}` 在同一阶段写了两次，分不清走哪一步",
                f"the event `{one.event}` stands twice for one stage: which step is meant cannot be told",
            )
            help_ = Words(
                "各写互相排斥的 when 或者 outcome",
                "give each a `when` or an `outcome` that excludes the other",
            )
            notes.note("F009", message, (*one.path, "how" if one.is_start else "event"), help_)
            break


def _limits_can_be_known(notes: Notes, made: DeclaredProcedure, written: frozenset[Path]) -> None:
    """What leans on a limit has one to lean on. `written` are the steps that have one in the file."""
    limited = {each.event for each in made.transitions if each.path in written}
    setting = {each.event for each in made.transitions}
    for each in made.transitions:
        if each.path not in written and (each.otherwise is not None or each.late == "refused"):
            key = "else" if each.otherwise is not None else "late"
            message = Words(f"写了 `{key}` 却没有 `within`", f"`{key}` needs a `within`")
            notes.note("F010", message, (*each.path, key), key=True)
        if (
            isinstance(each.within, SetIn)
            and each.within.event not in setting
            and each.within.event in made.outside
        ):
            message = Words(
                f"时限不能由程序之外的 `{each.within.event}` 确定",
                f"`{each.within.event}` is an outside event and sets no limit",
            )
            notes.note("F010", message, (*each.path, "within", "set_in"))
        if (
            each.extends is not None
            and each.extends.event not in limited
            and not broken(notes, "transitions")
        ):
            message = Words(
                f"`{each.extends.event}` 没有时限，谈不上延长",
                f"`{each.extends.event}` has no limit to extend",
            )
            notes.note("F010", message, (*each.path, "extends", "event"))
        if (
            isinstance(each.within, Limit)
            and each.is_start
            and each.within.after is None
            and each.after is None
        ):
            message = Words(
                "启动的时限要写自何时起：within 的 after，或者这一步的 after",
                "the limit of a start says from when: `after` in `within`, or of the step",
            )
            notes.note("F010", message, (*each.path, "within"), key=True)

"""Names of a procedure: parties, stages, events, papers. What is declared, and what to say of a name that is not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tolerance_engine.diagnostics import choices, nearest
from tolerance_engine.expr.nodes import Path
from tolerance_engine.ruleset.link.notes import Notes
from tolerance_engine.ruleset.link.provisions import ground
from tolerance_engine.ruleset.procedure import Party, Stage
from tolerance_engine.ruleset.procedure_words import DOCUMENTS, EVENTS, OUTSIDE, RESERVED, ROLES, STARTS
from tolerance_engine.ruleset.written import procedure as doc
from tolerance_engine.ruleset.written.validate import found_words
from tolerance_engine.source import Label, Words

HERE: Path = ("procedure",)
UNSPECIFIED = ("silent", "unseen")


@dataclass(frozen=True, slots=True)
class ProcedureNames:
    """What a step may name, by kind."""

    parties: Mapping[str, Party]
    stages: Mapping[str, Stage]
    events: Mapping[str, Label]
    """Every declared event, outside ones included, with its name."""
    outside: Mapping[str, Label]
    documents: Mapping[str, Label]
    outcomes: tuple[str, ...]
    quiet: bool = False
    """Whether some of `outside` could not be read: an event that is not found may stand there."""

    def need(
        self, notes: Notes, code: str, kind: Words, name: str, known: Iterable[str], path: Path, section: str
    ) -> bool:
        """Whether `name` is known; where it is not, that is noted, unless its declaration is itself faulty."""
        listed = list(known)
        if name in listed:
            return True
        if not broken(notes, section) and not (self.quiet and section == "transitions"):
            message = Words(f"没有名为 `{name}` 的{kind.zh}", f"no {kind.en} is named `{name}`")
            notes.note(code, message, path, nearest(name, listed) or choices(listed))
        return False

    def stage(self, notes: Notes, name: str, path: Path) -> bool:
        return self.need(notes, "F001", Words("阶段", "stage"), name, self.stages, path, "stages")

    def party(self, notes: Notes, name: str, path: Path) -> bool:
        kind = Words("当事方或者机关", "party")
        return self.need(notes, "F002", kind, name, self.parties, path, "bodies")

    def event(self, notes: Notes, name: str, path: Path, *, more: Iterable[str] = ()) -> bool:
        known = [*self.events, *more]
        return self.need(notes, "F003", Words("事件", "event"), name, known, path, "transitions")

    def document(self, notes: Notes, name: str, path: Path) -> bool:
        kind = Words("文书", "kind of document")
        return self.need(notes, "F004", kind, name, self.documents, path, "documents")


_DECLARED_IN = {"bodies": ("bodies", "roles"), "transitions": ("transitions", "start", "outside", "stages")}


def broken(notes: Notes, section: str) -> bool:
    """Whether something in the place where such names are declared was faulty as written."""
    sections = _DECLARED_IN.get(section, (section,))
    return any(path == HERE or (path[:1] == HERE and path[1] in sections) for path in notes.aside)


def names_of(notes: Notes, written: doc.Procedure, outcomes: tuple[str, ...]) -> ProcedureNames:
    """Everything the procedure declares. Names that are taken or reserved are noted."""
    outside = _outside(notes, written)
    return ProcedureNames(
        parties=_parties(notes, written),
        stages={
            name: Stage(name, Label(part.zh, part.en), part.end, ground(notes, part, (*HERE, "stages", name)))
            for name, part in written.stages.items()
        },
        events={**_events(notes, written, outside), **outside},
        outside=outside,
        documents={
            **DOCUMENTS,
            **{name: Label(part.zh, part.en) for name, part in written.documents.items()},
        },
        outcomes=outcomes,
        quiet=outside_lost(written, outside),
    )


def _parties(notes: Notes, written: doc.Procedure) -> dict[str, Party]:
    made = {
        name: Party(name, label, "role", None, ground(notes, None, HERE)) for name, label in ROLES.items()
    }
    for name, role in written.roles.items():
        _free(notes, name, (*HERE, "roles", name), UNSPECIFIED)
        made[name] = Party(
            name, Label(role.zh, role.en), "role", None, ground(notes, role, (*HERE, "roles", name))
        )
    for name, body in written.bodies.items():
        here: Path = (*HERE, "bodies", name)
        _free(notes, name, here, (*UNSPECIFIED, *made))
        members = body.members
        if isinstance(members, list) and members and all(isinstance(item, str) and item for item in members):
            members = tuple(members)
        elif members is not None and members not in UNSPECIFIED:
            found = found_words(members)
            message = Words(
                f"`members` 写 silent、unseen 或一串名称，却是{found.zh}",
                f"`members` is silent, unseen or a list of names, found {found.en}",
            )
            notes.note("F013", message, (*here, "members"))
            members = None
        made[name] = Party(name, Label(body.zh, body.en), "body", members, ground(notes, body, here))
    return made


def _free(notes: Notes, name: str, path: Path, taken: Iterable[str], *, key: bool = True) -> bool:
    """Whether a name can be given; where it is taken or reserved, that is noted."""
    if name not in taken:
        return True
    message = Words(f"名称 `{name}` 已有他用", f"the name `{name}` is taken")
    notes.note("F005", message, path, Words("换一个名称", "choose another name"), key=key)
    return False


def _outside(notes: Notes, written: doc.Procedure) -> dict[str, Label]:
    raw, path = written.outside, (*HERE, "outside")
    made: dict[str, Label] = {}
    if raw is None:
        return made
    if not isinstance(raw, list | dict) or not raw:
        found = found_words(raw)
        message = Words(
            f"`outside` 写一串事件，或 {{事件: {{zh: …}}}}，却是{found.zh}",
            f"`outside` is a list of events or {{event: {{zh: …}}}}, found {found.en}",
        )
        notes.note("F013", message, path)
        return made
    for index, name in enumerate(raw):
        here: Path = (*path, name if isinstance(raw, dict) else index)
        given = raw[name] if isinstance(raw, dict) else None
        if not isinstance(name, str) or not name.isidentifier() or not name.isascii() or name != name.lower():
            message = Words(f"`{name}` 不能作事件的名称", f"`{name}` cannot name an event")
            notes.note("F013", message, here, key=True)
            continue
        free = _free(notes, name, here, RESERVED)
        if (
            isinstance(given, dict)
            and set(given) <= {"zh", "en"}
            and all(isinstance(t, str) and t for t in given.values())
            and "zh" in given
        ):
            made[name] = Label(given["zh"], given.get("en"))
        elif given is None and name in OUTSIDE:
            made[name] = OUTSIDE[name]
        else:
            if free:
                _nameless(notes, name, here)
            made[name] = Label(name)
    return made


def outside_lost(written: doc.Procedure, outside: Mapping[str, Label]) -> bool:
    """Whether some events from outside are declared in a form that could not be read."""
    raw = written.outside
    if raw is None:
        return False
    return not raw or not isinstance(raw, list | dict) or len(outside) < len(raw)


def _events(notes: Notes, written: doc.Procedure, outside: Mapping[str, Label]) -> dict[str, Label]:
    """The events of starts and transitions. One `zh` is enough where an event stands in several places."""
    made: dict[str, Label] = {}
    unnamed: list[tuple[str, Path]] = []
    places: list[tuple[str, int, str, str, doc.Step, Mapping[str, Label]]]
    places = [("start", i, "how", s.how, s, STARTS) for i, s in enumerate(written.start)]
    places += [("transitions", i, "event", t.event, t, EVENTS) for i, t in enumerate(written.transitions)]
    for section, index, key, name, part, known in places:
        here: Path = (*HERE, section, index, key)
        if not _free(notes, name, here, (*RESERVED, *outside), key=False):
            made.setdefault(name, Label(name))
        elif part.zh is not None:
            made.setdefault(name, Label(part.zh, part.en))
        elif name in known:
            made.setdefault(name, known[name])
        else:
            unnamed.append((name, here))
    for name, here in unnamed:
        if name not in made:
            _nameless(notes, name, here)
            made[name] = Label(name)
    return made


def _nameless(notes: Notes, name: str, path: Path) -> None:
    message = Words(f"事件 `{name}` 缺少中文名称", f"the event `{name}` has no Chinese name")
    notes.note("F008", message, path, Words("加上 zh", "add `zh`"))

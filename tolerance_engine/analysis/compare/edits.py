"""Edits: what was written otherwise, clause by clause, and how many cases each edit changes on its own.

Each edit is made alone to the first ruleset and the result compared with it. Edits act together, so their
counts need not add up to the whole: two may change the same case, and one may undo another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from tolerance_engine.analysis.compare.joint import Joint
from tolerance_engine.analysis.compare.space import Space, space_over
from tolerance_engine.errors import RulesetError
from tolerance_engine.expr import AnyOf
from tolerance_engine.ruleset.compile.depth import refuse_circles
from tolerance_engine.ruleset.model import Clause, Linked
from tolerance_engine.source import Position

Section = Literal[
    "clauses", "definitions", "dimensions", "facts", "scope", "assume", "combine", "default", "outcomes"
]
NEVER = AnyOf(())
"""Holds in no case: what a clause asks for that is not there."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One part that is written otherwise. `count` cells change when it alone is made; None where it cannot be
    made alone. `cases` is the number of cells that count was taken from."""

    section: Section
    id: str
    change: Literal["added", "removed", "changed"]
    fields: tuple[str, ...]
    count: int | None
    cases: int | None
    before: Position | None
    after: Position | None


def edits_of(a: Linked, b: Linked, joint: Joint, space: Space, spare: Sequence[int]) -> tuple[Edit, ...]:
    """Every edit from `a` to `b`, in the order of the file, with its count under the reading of the comparison."""
    return tuple(_Counting(a, b, joint, space, spare).edits())


class _Counting:
    def __init__(self, a: Linked, b: Linked, joint: Joint, space: Space, spare: Sequence[int]) -> None:
        self.a, self.b, self.joint, self.space, self.spare = a, b, joint, space, spare
        self.reading = joint.first.reading
        self.base = _with_room(replace(a, properties=()), b)

    def edits(self) -> Iterator[Edit]:
        for section, id_, old, new in _parts(self.a, self.b, (self.reading, self.joint.second.reading)):
            if old == new:
                continue
            change: Any = "added" if old is None else "removed" if new is None else "changed"
            touched = _fields(old, new) if change == "changed" else ()
            made = self._made(section, id_, new)
            count, cases = (None, None) if made is None else self._count(made)
            yield Edit(
                section,
                id_,
                change,
                touched,
                count,
                cases,
                _place(self.a, section, id_, touched),
                _place(self.b, section, id_, touched),
            )

    def _made(self, section: Section, id_: str, new: Any) -> Linked | None:
        """The first ruleset with this edit alone; None where it would be no ruleset."""
        base, reading = self.base, self.reading
        if reading != self.joint.second.reading:  # parts of the other would be read in a way it does not know
            return None
        match section:
            case "clauses":
                made = replace(
                    base,
                    clauses=tuple(
                        (new if new is not None else _never(clause)) if clause.id == id_ else clause
                        for clause in base.clauses
                    ),
                )
            case "definitions" if new is not None:
                made = replace(base, definitions={**base.definitions, id_: new})
            case "dimensions" if new is not None:
                made = replace(base, dimensions={**base.dimensions, id_: new})
            case "combine":
                made = replace(base, combine={**base.combine, reading: new})
            case "default":
                made = replace(base, default={**base.default, reading: new})
            case "scope":
                made = replace(base, scope=new)
            case "assume":
                made = replace(base, assume=new)
            case _:  # facts and outcomes are the ground both stand on; what is gone is asked for no more
                return None
        known = {outcome.id for outcome in base.outcomes}
        if any(c.then is not None and c.then not in known for c in made.clauses):
            return None
        if made.default[reading] not in (*known, "not_specified"):
            return None
        try:
            refuse_circles(made, reading)
        except RulesetError:  # only together with another edit does this one make sense
            return None
        return made

    def _count(self, made: Linked) -> tuple[int, int]:
        joint = self.joint
        after, _ = joint.variant(made, self.reading)
        space = space_over(
            joint.diagram, joint.variables, (*joint.outcomes, after), self.spare, kept=self.space
        )
        counted = space.pairs(space.nodes[0], space.nodes[2])
        return sum(n for (x, y), n in counted.items() if x != y), sum(counted.values())


def _with_room(a: Linked, b: Linked) -> Linked:
    """The first ruleset, with everything in place that an edit may refer to: it decides the same cases."""
    known = {clause.id for clause in a.clauses}
    clauses = (*a.clauses, *(_never(clause, a) for clause in b.clauses if clause.id not in known))
    return replace(
        a,
        clauses=clauses,
        definitions={**b.definitions, **a.definitions},
        dimensions={**b.dimensions, **a.dimensions},
        facts={**b.facts, **a.facts},
        uses={**b.uses, **a.uses},
    )


def _never(clause: Clause, host: Linked | None = None) -> Clause:
    """The clause where it is not there: it applies in no case."""
    then = clause.then
    if host is not None and then is not None and then not in {o.id for o in host.outcomes}:
        then = host.outcomes[-1].id
    return replace(clause, when=NEVER, unless=None, then=then, readings=None)


def _parts(a: Linked, b: Linked, readings: tuple[str, str]) -> Iterator[tuple[Section, str, Any, Any]]:
    """Everything that decides, of both: section, id, and the part in each (None where it is missing)."""
    named: tuple[tuple[Section, Mapping[str, Any], Mapping[str, Any]], ...] = (
        ("outcomes", {o.id: o for o in a.outcomes}, {o.id: o for o in b.outcomes}),
        ("facts", _own(a, "facts"), _own(b, "facts")),
        ("definitions", _own(a, "definitions"), _own(b, "definitions")),
        ("dimensions", a.dimensions, b.dimensions),
        ("clauses", {c.id: c for c in a.clauses}, {c.id: c for c in b.clauses}),
    )
    yield "scope", "scope", a.scope, b.scope
    yield "assume", "assume", a.assume, b.assume
    for section, ours, theirs in named:
        for id_ in dict.fromkeys((*ours, *theirs)):
            yield section, id_, ours.get(id_), theirs.get(id_)
    one, other = readings
    yield "combine", "combine", a.combine[one], b.combine[other]
    yield "default", "default", a.default[one], b.default[other]


def _own(linked: Linked, section: str) -> dict[str, Any]:
    """What the ruleset declares itself; the vocabulary is shared and no edit of it."""
    shared: Mapping[str, Any] = getattr(linked.vocabulary, section) if linked.vocabulary else {}
    return {name: part for name, part in getattr(linked, section).items() if name not in shared}


def _fields(old: Any, new: Any) -> tuple[str, ...]:
    """Which fields of a part differ, by the keys a drafter writes."""
    if not hasattr(old, "__dataclass_fields__") or type(old) is not type(new):
        return ()
    found: list[str] = []
    for each in fields(old):
        one, other = getattr(old, each.name), getattr(new, each.name)
        if one == other:
            continue
        if each.name == "ground":
            found += [key for key in ("cite", "basis", "reason") if getattr(one, key) != getattr(other, key)]
        else:
            found.append(_WRITTEN.get(each.name, each.name))
    return tuple(found)


_WRITTEN = {"label": "zh", "minimum": "min", "maximum": "max", "question": "ask", "rank": "order"}


def _place(linked: Linked, section: Section, id_: str, touched: Sequence[str]) -> Position | None:
    """Where the part stands, or its first field that is written otherwise; None where it is not in the file."""
    located = linked.located
    written = located.data.get(section) if located is not None and isinstance(located.data, dict) else None
    if located is None or written is None:
        return None
    step: str | int
    if section in ("clauses", "outcomes"):
        ids = [item.get("id") if isinstance(item, dict) else None for item in written]
        if id_ not in ids:
            return None
        step, item = ids.index(id_), written[ids.index(id_)]
    elif section in ("facts", "definitions", "dimensions"):
        if id_ not in written:
            return None
        step, item = id_, written[id_]
    else:
        return located.at((section,), key=True)
    field = next((each for each in touched if isinstance(item, dict) and each in item), None)
    if field is not None:
        return located.at((section, step, field), key=True)
    return (
        located.at((section, step, "id")) if isinstance(step, int) else located.at((section, step), key=True)
    )

"""Changes: what a layer says otherwise than the layers beneath, one piece at a time.

A change replaces whole fields of one piece and leaves the others as they were; `null` takes a field away. A clause
or definition that is not there yet may be written as a change too: then what it claims is checked like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from tolerance_engine.diagnostics import Diagnostic, choices, nearest
from tolerance_engine.ruleset.canonical import canonical
from tolerance_engine.ruleset.layers.origins import Layered, Origin, Path
from tolerance_engine.ruleset.layers.pieces import SECTIONS, Pieces
from tolerance_engine.ruleset.layers.stack import Layer
from tolerance_engine.source import Words

CHECKED = ("tightens", "relaxes", "fills")
"""Claims about outcomes; they are checked over every case."""

ALLOWED: Mapping[str, tuple[str, ...]] = {
    "clause": (*CHECKED, "replaces", "disables"),
    "definition": (*CHECKED, "replaces"),
    "dimension": (*CHECKED, "replaces"),
    "silence": ("fills", "replaces"),
    "presumption": ("replaces", "disables"),
    "property": ("replaces", "disables"),
}
"""What may be claimed of a change. Definitions and dimensions are not disabled: conditions still ask for them."""

FIELDS: Mapping[str, tuple[str, ...]] = {
    "clause": (
        *("kind", "when", "unless", "then", "disables", "modality", "readings", "disabled"),
        *("basis", "cite", "zh", "en", "reason"),
    ),
    "definition": ("when", "basis", "cite", "zh", "en", "reason"),
    "dimension": ("favourable", "adverse", "cite", "zh", "en", "reason"),
    "silence": ("kind", "zh", "en", "fact"),
    "presumption": ("value", "cite", "zh", "en"),
    "property": ("never", "always", "when", "reading", "zh", "en"),
}
"""The fields of each piece that a change may replace."""


@dataclass(frozen=True, slots=True)
class Applied:
    """A change that was made: which of which layer's, to what, what it claims, the document before and after it."""

    layer: int
    place: int
    target: str
    name: str
    claim: str
    added: bool
    before: Layered | None
    after: Layered | None


class Changing:
    """Applies the changes of one layer, in the order written."""

    def __init__(
        self, layer: Layer, index: int, beneath: Pieces, pieces: Pieces, problems: list[Diagnostic]
    ) -> None:
        self.layer, self.index = layer, index
        self.beneath, self.pieces, self.problems = beneath, pieces, problems
        self.seen: dict[tuple[str, str], int] = {}

    def apply(self, document: Callable[[], Layered]) -> list[Applied]:
        """Every change made; problems are noted, and what is wrong is not made."""
        made: list[Applied] = []
        before: Layered | None = None
        for place, written in enumerate(self.layer.data.get("changes") or ()):
            named = self.named(place, written)
            if named is None:
                continue
            target, name = named
            claim, checked = written["as"], written["as"] in CHECKED and target != "silence"
            if checked and before is None:
                before = frozen(document())
            added = self.pieces.place_of(target, name) is None
            self.make(place, target, name, written)
            after = frozen(document()) if checked else None
            made.append(
                Applied(
                    self.index,
                    place,
                    target,
                    name,
                    claim,
                    added,
                    before if checked else None,
                    after,
                )
            )
            before = after
        return made

    def named(self, place: int, written: Mapping[str, Any]) -> tuple[str, str] | None:
        """The target and name of a change; None after noting what is wrong with it."""
        here: Path = ("changes", place)
        targets = [target for target in SECTIONS if written.get(target) is not None]
        if len(targets) != 1:
            message = Words(
                f"一处改动只改一样，这里写了 {len(targets)} 样",
                f"a change names one piece; here are {len(targets)}",
            )
            self.note("L072", message, here, choices(SECTIONS))
            return None
        target, name, claim = targets[0], written[targets[0]], written["as"]
        if claim not in ALLOWED[target]:
            message = Words(f"`{target}` 不能 `{claim}`", f"a {target} cannot be changed `as: {claim}`")
            self.note("L072", message, (*here, "as"), choices(ALLOWED[target]))
            return None
        stray = [key for key in written if key not in (target, "as", "cite", "reason", *FIELDS[target])]
        given = [key for key in FIELDS[target] if key in written and key not in ("cite", "reason")]
        removes = claim == "disables" or (target, claim) == ("silence", "fills")
        if stray or (removes and given):
            word = stray[0] if stray else given[0]
            message = Words(f"这处改动里不该有 `{word}`", f"`{word}` does not belong in this change")
            self.note(
                "L072",
                message,
                (*here, word),
                choices(FIELDS[target] if stray else ("cite", "reason")),
                key=True,
            )
            return None
        if not removes and not given:
            message = Words(f"没有写改成什么：`{name}`", f"nothing is said of how `{name}` changes")
            self.note("L072", message, (*here, target), choices(FIELDS[target]))
            return None
        if (target, name) in self.seen:
            message = Words(f"`{name}` 在这一层改了两次", f"this layer changes `{name}` twice")
            self.note("L072", message, (*here, target), Words("合成一处", "make it one change"))
            return None
        self.seen[target, name] = place
        return (target, name) if self.there(target, name, claim, written, here) else None

    def there(self, target: str, name: str, claim: str, written: Mapping[str, Any], here: Path) -> bool:
        """Whether the piece is there to be changed, or may be added."""
        if self.beneath.place_of(target, name) is not None:
            return True
        if self.pieces.place_of(target, name) is not None:
            message = Words(
                f"`{name}` 是本层自己写的，直接改它", f"`{name}` is written in this very layer: edit it there"
            )
            self.note("L071", message, (*here, target))
            return False
        whole = {"clause": ("kind", "when"), "definition": ("when", "zh")}.get(target)
        if claim in CHECKED and whole and all(key in written for key in whole):
            return True
        message = Words(
            f"下面的各层里没有 `{name}`，无从改起",
            f"no layer beneath has `{name}`: there is nothing to change",
        )
        self.note("L071", message, (*here, target), nearest(name, self.beneath.names(target)))
        return False

    def make(self, place: int, target: str, name: str, written: Mapping[str, Any]) -> None:
        """Replace the fields given; disable; or add."""
        if target == "silence":
            self.silences(place, name, written)
            return
        section, key = SECTIONS[target]
        path = self.pieces.place_of(target, name)
        if path is not None and target == "clause" and written["as"] == "disables":
            self.pieces.put((*path, "disabled"), True, Origin(self.index, ("changes", place, "as")))
            return
        if path is not None and written["as"] == "disables":
            self.pieces.remove(path)
            return
        if path is None:
            known = self.pieces.data.setdefault(section, [] if key else {})
            path = (section, len(known) if key else name)
            self.pieces.origins.setdefault((section,), Origin(self.index, ("changes", place)))
            if key:
                known.append({key: name})
                self.pieces.origins[*path, key] = Origin(self.index, ("changes", place, target))
            else:
                known[name] = {}
            self.pieces.origins[path] = Origin(self.index, ("changes", place))
        self.fields(place, target, path, written)

    def silences(self, place: int, topic: str, written: Mapping[str, Any]) -> None:
        """A topic is changed in every layer beneath that leaves it open: filled in all, or said otherwise in all.

        What this layer itself leaves open on the topic stands: it fills one part of it and leaves another open.
        """
        listed = self.pieces.data["silent"]
        beneath = [
            ("silent", i)
            for i, item in enumerate(listed)
            if item["topic"] == topic and self.pieces.origins["silent", i].layer < self.index
        ]
        for path in reversed(beneath):  # from the end, so that the places before it stay
            if written["as"] == "fills":
                self.pieces.remove(path)
            else:
                self.fields(place, "silence", path, written)
        for path in reversed(beneath) if written["as"] == "replaces" else ():
            if any(canonical(item) == canonical(listed[path[1]]) for item in listed[: path[1]]):
                self.pieces.remove(path)

    def fields(self, place: int, target: str, path: Path, written: Mapping[str, Any]) -> None:
        """Replace the fields given of the piece at `path`; take away those that are `null`."""
        for field in FIELDS[target]:
            if field in written and written[field] is None:
                self.pieces.take((*path, field))
            elif field in written:
                self.pieces.put((*path, field), written[field], Origin(self.index, ("changes", place, field)))

    def note(
        self, code: str, message: Words, path: Path, help_: Words | None = None, *, key: bool = False
    ) -> None:
        self.problems.append(Diagnostic(code, message, self.layer.located.at(path, key=key), help_))


def frozen(document: Layered) -> Layered:
    """The document as it is now: what is changed later does not change it."""
    return Layered(
        document.name,
        document.lines,
        deepcopy(document.data),
        document.root,
        document.files,
        dict(document.origins),
    )

"""Merge: the layers of a stack become one document, with the origin of every piece.

How each section is laid over the one beneath stands in these tables. A section added to the format is added to one
of them; a test sees to it that none is forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.errors import RulesetError
from tolerance_engine.ruleset.canonical import canonical
from tolerance_engine.ruleset.layers.changes import Applied, Changing
from tolerance_engine.ruleset.layers.origins import Layered, Origin, Path
from tolerance_engine.ruleset.layers.pieces import Pieces
from tolerance_engine.ruleset.layers.stack import Layer
from tolerance_engine.source import Words

BY_NAME = ("sources", "facts", "definitions", "dimensions", "uses")
"""Mappings: every layer adds names; one name says one thing."""
BY_ID: Mapping[str, tuple[str, ...]] = {
    "clauses": ("id",),
    "presumptions": ("fact",),
    "properties": ("id",),
}
"""Lists: every layer adds items; the keys that make two items the same are named here."""
TOGETHER = ("assume", "accepted")
"""Lists whose items have no name: those of every layer stand one after the other."""
EACH = ("silent",)
"""Lists in which layers do not speak of the same thing, even under one name: what one source leaves open another
may leave open otherwise, and both stand. Only what is said in the same words is said once."""
HIGHEST = ("region", "outcomes", "combine", "default")
"""Settings: the highest layer that gives one, gives it whole."""
HIGHEST_BY_NAME = ("outcome_map", "effects")
"""Mappings in which the highest layer that gives a name, gives all it holds."""
HIGHEST_BY_ID: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "procedure": {"start": ("how",), "transitions": ("event", "from")}
}
"""Mappings whose lists have items with keys: an item of a higher layer takes the place of the one with the same keys.
Their other parts are by name where they have names; a bare list only grows."""

ALONE = ("format", "id", "title", "in_force", "temporal")
"""What every file says of itself: nothing is taken over from the layers beneath."""
BY_ITSELF = ("extends", "changes", "vocabulary", "scope", "readings")
"""What has a rule of its own, a method below or in `changes`."""
_SURE = ("stated", "implied", "interpretation")


@dataclass(frozen=True, slots=True)
class Merged:
    """The document in effect, and the changes that led to it."""

    document: Layered
    changes: tuple[Applied, ...]


def merge(layers: Sequence[Layer]) -> Merged:
    """The layers laid over each other, lowest first. Raises RulesetError with every conflict between them."""
    merging = _Merging(layers)
    for index in range(len(layers)):
        merging.add(index)
    if merging.problems:
        raise RulesetError(merging.problems)
    return Merged(merging.document(), tuple(merging.applied))


class _Merging:
    """The document so far, and where its pieces came from."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self.layers = layers
        self.pieces = Pieces({}, {})
        self.problems: list[Diagnostic] = []
        self.applied: list[Applied] = []

    def document(self) -> Layered:
        files = tuple(layer.located for layer in self.layers)
        top = files[-1]
        return Layered(top.name, top.lines, self.pieces.data, top.root, files, self.pieces.origins)

    def add(self, index: int) -> None:
        """Lay one layer over the document so far: first what it adds, then its changes one by one."""
        layer = self.layers[index]
        data, origins = self.pieces.data, self.pieces.origins
        beneath = self.pieces.copy()
        for key in [key for key in data if key in ALONE]:
            self.pieces.take((key,))
        for key, value in layer.data.items():
            match key:
                case _ if key in BY_ITSELF:
                    pass
                case _ if key in BY_NAME:
                    for name, piece in value.items():
                        self.named(index, key, name, piece)
                case _ if key in BY_ID:
                    for position, piece in enumerate(value):
                        self.listed(index, key, position, piece)
                case _ if key in EACH:
                    for position, piece in enumerate(value):
                        said = [canonical(each) for each in beneath.data.get(key, ())]
                        if canonical(piece) not in said:
                            self.appended(index, key, position, piece)
                case _ if key in TOGETHER:
                    for position, piece in enumerate(value):
                        self.appended(index, key, position, piece)
                case _ if key in HIGHEST_BY_NAME:
                    known = data.get(key, {})
                    if isinstance(known, str):  # said of all outcomes at once, as in `effects: unseen`
                        known = {outcome["id"]: known for outcome in data.get("outcomes", ())}
                    if isinstance(value, dict):
                        data[key] = {**known, **value}
                        origins |= {(key, name): Origin(index, (key, name)) for name in value}
                    else:
                        self.pieces.put((key,), value, Origin(index, (key,)))
                case _ if key in HIGHEST_BY_ID:
                    self.replaced(index, key, value)
                case _ if key in HIGHEST or key in ALONE:
                    self.pieces.put((key,), value, Origin(index, (key,)))
        self.vocabulary(index)
        self.readings(index)
        self.scope(index)
        changing = Changing(layer, index, beneath, self.pieces, self.problems)
        self.applied += changing.apply(self.document)

    def named(self, index: int, section: str, name: str, piece: Any) -> None:
        here = (section, name)
        self.pieces.origins.setdefault((section,), Origin(index, (section,)))
        known = self.pieces.data.setdefault(section, {})
        if name not in known:
            known[name] = deepcopy(piece)
            self.pieces.origins[here] = Origin(index, here)
        elif canonical(known[name]) != canonical(piece):
            self.conflict(index, here, here, name)

    def listed(self, index: int, section: str, position: int, piece: Any) -> None:
        self.pieces.origins.setdefault((section,), Origin(index, (section,)))
        known = self.pieces.data.setdefault(section, [])
        keys = BY_ID[section]
        name = tuple(piece.get(key) for key in keys)
        for place, other in enumerate(known):
            at = (section, place)
            if self.pieces.origins[at].layer != index and tuple(other.get(key) for key in keys) == name:
                if canonical(other) != canonical(piece):
                    self.conflict(index, at, (section, position, keys[0]), str(name[0]))
                return
        self.pieces.origins[section, len(known)] = Origin(index, (section, position))
        known.append(deepcopy(piece))

    def appended(self, index: int, section: str, position: int, piece: Any) -> None:
        known = self.pieces.data.setdefault(section, [])
        self.pieces.origins.setdefault((section,), Origin(index, (section,)))
        self.pieces.origins[section, len(known)] = Origin(index, (section, position))
        known.append(deepcopy(piece))

    def replaced(self, index: int, section: str, value: Mapping[str, Any]) -> None:
        """The parts of a mapping: names are added or replaced, items with the same keys take each other's place."""
        known = self.pieces.data.setdefault(section, {})
        self.pieces.origins.setdefault((section,), Origin(index, (section,)))
        for part, items in value.items():
            here = (section, part)
            if isinstance(items, dict) and isinstance(known.get(part, {}), dict):
                known[part] = {**known.get(part, {}), **deepcopy(items)}
                self.pieces.origins |= {(*here, name): Origin(index, (*here, name)) for name in items}
            elif isinstance(items, list) and isinstance(known.get(part, []), list):
                for position, item in enumerate(items):
                    self.placed(known.setdefault(part, []), here, item, Origin(index, (*here, position)))
            else:
                self.pieces.put(here, items, Origin(index, here))

    def placed(self, present: list[Any], here: Path, item: Any, origin: Origin) -> None:
        """One item of a list: in the place of the one with the same keys, or at the end."""
        keys = HIGHEST_BY_ID[here[0]].get(here[1])

        def name(each: Any) -> Any:
            return [canonical(each.get(key)) for key in keys] if keys else canonical(each)

        place = next((i for i, other in enumerate(present) if name(other) == name(item)), len(present))
        present[place : place + 1] = [deepcopy(item)]
        self.pieces.origins[(*here, place)] = origin

    def vocabulary(self, index: int) -> None:
        """The shared vocabulary is used where any layer uses it."""
        if self.layers[index].data.get("vocabulary"):
            self.pieces.put(("vocabulary",), True, Origin(index, ("vocabulary",)))

    def readings(self, index: int) -> None:
        """All layers of a stack share one list of readings; what they are called may be said again."""
        written = self.layers[index].data.get("readings")
        if not written:
            return
        known = self.pieces.data.get("readings")
        if known and list(known) != list(written):
            message = Words(
                f"各层的口径要是同一份：下面的层是 {_listed(known)}，这里是 {_listed(written)}",
                f"all layers share one list of readings: beneath {_listed(known)}, here {_listed(written)}",
            )
            at = self.layers[index].located.at(("readings",), key=True)
            help_ = Words(
                "照下层的写，次序也相同；或者不写", "write the same in the same order, or leave it out"
            )
            self.problems.append(Diagnostic("L073", message, at, help_))
            return
        self.pieces.put(("readings",), written, Origin(index, ("readings",)))

    def scope(self, index: int) -> None:
        """Every layer's scope must hold."""
        if not self.layers[index].data.get("scope"):
            return
        written = [
            (i, layer.data["scope"])
            for i, layer in enumerate(self.layers[: index + 1])
            if layer.data.get("scope")
        ]
        if len(written) == 1:
            self.pieces.put(("scope",), written[0][1], Origin(index, ("scope",)))
            return
        joined, origins = joined_scope(written)
        self.pieces.put(("scope",), joined, Origin(index, ("scope",)))
        self.pieces.origins |= origins

    def conflict(self, index: int, known: tuple[Any, ...], path: tuple[Any, ...], name: str) -> None:
        """Two layers say different things of one name."""
        first = self.document().at(known, key=True)
        below = self.layers[self.pieces.origins[known].layer].id
        message = Words(
            f"`{name}` 在下层 `{below}` 已有，内容不同（{first.span}）",
            f"the layer `{below}` already has `{name}`, and says otherwise ({first.span})",
        )
        help_ = Words(
            "要改下层的内容，写在 changes 里；否则换一个名称", "use `changes` to change it, or another name"
        )
        at = self.layers[index].located.at(path, key=isinstance(path[-1], str) and len(path) == 2)
        self.problems.append(Diagnostic("L070", message, at, help_))


def joined_scope(
    written: Sequence[tuple[int, Mapping[str, Any]]],
) -> tuple[dict[str, Any], dict[Path, Origin]]:
    """The scopes of several layers as one: all conditions hold, and it is no surer than the least sure of them."""
    origins: dict[Path, Origin] = {}
    joined: dict[str, Any] = {"when": {"all": [scope["when"] for _, scope in written]}}
    for place, (layer, _) in enumerate(written):
        origins["scope", "when", "all", place] = Origin(layer, ("scope", "when"))
    cites: list[Any] = []
    for layer, scope in written:
        cite = scope.get("cite")
        for position, each in enumerate(cite if isinstance(cite, list) else [cite] if cite else []):
            inner: Path = (position,) if isinstance(cite, list) else ()
            origins["scope", "cite", len(cites)] = Origin(layer, ("scope", "cite", *inner))
            cites.append(each)
    if cites:
        joined["cite"] = cites
    bases = [scope["basis"] for _, scope in written if scope.get("basis")]
    if bases:
        joined["basis"] = max(bases, key=_SURE.index)
    for key, between in (("zh", "；"), ("en", "; "), ("reason", "；")):
        texts = [scope[key] for _, scope in written if scope.get(key)]
        if texts and (key == "reason" or len(texts) == len(written)):
            joined[key] = between.join(texts)
    return joined, origins


def _listed(names: Any) -> str:
    return "、".join(f"`{name}`" for name in names)

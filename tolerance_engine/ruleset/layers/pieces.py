"""Pieces: a document while it is put together, and where each piece of it was written."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from tolerance_engine.ruleset.layers.origins import Origin, Path

SECTIONS: Mapping[str, tuple[str, str | None]] = {
    "clause": ("clauses", "id"),
    "definition": ("definitions", None),
    "dimension": ("dimensions", None),
    "silence": ("silent", "topic"),
    "presumption": ("presumptions", "fact"),
    "property": ("properties", "id"),
}
"""What a change may name: its section, and for a list the key that names an item."""


@dataclass(slots=True)
class Pieces:
    """A document while it is put together."""

    data: dict[str, Any]
    origins: dict[Path, Origin]

    def put(self, path: Path, value: Any, origin: Origin) -> None:
        """Set the piece at `path`; what was known of the origins below it no longer holds."""
        self.forget(path)
        self.holder(path)[path[-1]] = deepcopy(value)
        self.origins[path] = origin

    def take(self, path: Path) -> None:
        """Take away the field at `path`, if it is there."""
        self.holder(path).pop(path[-1], None)
        self.forget(path)

    def forget(self, path: Path) -> None:
        """Forget the origins at and below `path`."""
        for known in [each for each in self.origins if each[: len(path)] == path]:
            del self.origins[known]

    def holder(self, path: Path) -> Any:
        """The mapping that the field at `path` stands in."""
        holder: Any = self.data
        for step in path[:-1]:
            holder = holder[step]
        return holder

    def copy(self) -> Pieces:
        """The same, to be changed on its own."""
        return Pieces(deepcopy(self.data), dict(self.origins))

    def place_of(self, target: str, name: str) -> Path | None:
        """Where the piece of that name stands; None when there is none."""
        section, key = SECTIONS[target]
        known = self.data.get(section) or ()
        if key is None:
            return (section, name) if name in known else None
        return next(((section, i) for i, item in enumerate(known) if item.get(key) == name), None)

    def names(self, target: str) -> list[str]:
        """The names a change of this kind could mean."""
        section, key = SECTIONS[target]
        known = self.data.get(section) or ()
        return [*known] if key is None else [str(item.get(key)) for item in known]

    def remove(self, path: Path) -> None:
        """Take an item out of its list; those after it move up, with their origins."""
        section, place = path
        del self.data[section][place]
        if not self.data[section]:
            self.take((section,))
            return
        moved: dict[Path, Origin] = {}
        for known, origin in self.origins.items():
            if known[:1] != (section,) or len(known) < 2 or known[1] < place:
                moved[known] = origin
            elif known[1] > place:
                moved[section, known[1] - 1, *known[2:]] = origin
        self.origins = moved

"""Origins: where each piece of a merged document was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tolerance_engine.ruleset.read.reader import Located
from tolerance_engine.source import Position

Path = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """A piece of one layer: which layer (0 is the lowest), and the path in its own file."""

    layer: int
    path: Path


@dataclass(frozen=True, slots=True)
class Layered(Located):
    """A merged document. Asked for a place, it names the file and line of the layer the piece came from."""

    files: tuple[Located, ...] = ()
    origins: Mapping[Path, Origin] = field(default_factory=dict)

    def at(self, path: Sequence[object], *, key: bool = False) -> Position:
        """The place of the piece at `path` in the file of its layer."""
        origin = self.origin_of(tuple(path))
        return self.files[origin.layer].at(origin.path, key=key)

    def origin_of(self, path: Path) -> Origin:
        """The nearest piece around `path` whose origin is known, and the way from there; else the top layer."""
        for length in range(len(path), 0, -1):
            origin = self.origins.get(path[:length])
            if origin is not None:
                return Origin(origin.layer, (*origin.path, *path[length:]))
        return Origin(len(self.files) - 1, path)

    def layer_of(self, path: Path) -> str:
        """The id of the layer that wrote the piece at `path`."""
        return str(self.files[self.origin_of(path).layer].data["id"])

    def single(self, path: Path) -> bool:
        """Whether everything at and below `path` was written in one layer."""
        layer = self.origin_of(path).layer
        below = (o for p, o in self.origins.items() if len(p) > len(path) and p[: len(path)] == path)
        return all(origin.layer == layer for origin in below)

"""Notes: the document being linked, its sources, and the problems found so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.expr.nodes import Path
from tolerance_engine.ruleset.read.reader import Located
from tolerance_engine.ruleset.written.parts import Source
from tolerance_engine.source import Label, Words


@dataclass(frozen=True, slots=True)
class Notes:
    """What every part of linking needs. `problems` grows; all of them are raised together at the end."""

    located: Located
    problems: list[Diagnostic]
    sources: Mapping[str, Source]
    aside: frozenset[Path] = frozenset()
    """Places of parts that were faulty as written: what follows from that is not told again."""
    faulty: frozenset[str] = frozenset()
    """Names whose own declaration is faulty: who refers to them is not blamed as well."""

    @property
    def titles(self) -> dict[str, Label]:
        """The names of the sources."""
        return {name: Label(source.zh, source.en) for name, source in self.sources.items()}

    def note(
        self, code: str, message: Words, path: Path, help_: Words | None = None, *, key: bool = False
    ) -> None:
        """Note a problem at `path`; at its key when `key`."""
        if not is_aside(path, self.aside):
            self.problems.append(Diagnostic(code, message, self.located.at(path, key=key), help_))


def is_aside(path: Path, aside: frozenset[Path]) -> bool:
    """Whether `path` lies in a part that was set aside."""
    return any(path[:length] in aside for length in range(1, len(path) + 1))

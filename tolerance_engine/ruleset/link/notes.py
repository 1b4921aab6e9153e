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

    @property
    def titles(self) -> dict[str, Label]:
        """The names of the sources."""
        return {name: Label(source.zh, source.en) for name, source in self.sources.items()}

    def note(
        self, code: str, message: Words, path: Path, help_: Words | None = None, *, key: bool = False
    ) -> None:
        """Note a problem at `path`; at its key when `key`."""
        self.problems.append(Diagnostic(code, message, self.located.at(path, key=key), help_))

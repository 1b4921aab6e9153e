"""The paper that plain text is set on: how wide it is, how runs become lines, how a line is coloured."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tolerance_engine.render.page import Inline, Run, Tone, plain
from tolerance_engine.render.tones import signed
from tolerance_engine.render.width import Columns, break_lines, display_width

_SGR: dict[Tone, str] = {"strong": "1", "good": "32", "bad": "31", "open": "33", "muted": "2", "link": "36"}


@dataclass(frozen=True, slots=True)
class Canvas:
    """Lines of at most `width` columns, with or without ANSI colours."""

    width: int
    color: bool
    ambiguous: Columns

    def within(self, width: int) -> Canvas:
        """The same paper, `width` columns of it."""
        return replace(self, width=max(width, 2))

    def measure(self, text: str) -> int:
        """Columns that `text` takes here."""
        return display_width(text, ambiguous=self.ambiguous)

    def size(self, line: Inline) -> int:
        """Columns that a line of runs takes here."""
        return self.measure(plain(line))

    def flow(self, text: Inline, *, hang: int = 0) -> list[Inline]:
        """The text with the signs of its tones, broken into lines; the first may be `hang` columns wider."""
        runs = signed(text)
        whole = plain(runs)
        extents = break_lines(whole, self.width, hang=hang, ambiguous=self.ambiguous)
        return [_cut(runs, start, start + len(whole[start:end].rstrip())) for start, end in extents]

    def natural(self, text: Inline) -> int:
        """Columns the text would take on one line."""
        return self.size(signed(text))

    def rule(self, line: str, width: int) -> Inline:
        """A horizontal line of at most `width` columns."""
        return (Run(line * (width // self.measure(line)), "muted"),)

    def filled(self, line: Inline, *, flush_right: bool = False) -> Inline:
        """The line with spaces up to the whole width."""
        space = (Run(" " * (self.width - self.size(line))),)
        return (*space, *line) if flush_right else (*line, *space)

    def paint(self, line: Inline) -> str:
        """The line as it is printed: nothing blank at its end, colour only where it shows."""
        room = len(plain(line).rstrip())
        return "".join(self._paint(run) for run in _cut(line, 0, room)).replace("\u00a0", " ")

    def _paint(self, run: Run) -> str:
        code = _SGR.get(run.tone) if self.color and not run.text.isspace() else None
        return f"\x1b[{code}m{run.text}\x1b[0m" if code else run.text


def _cut(runs: Inline, start: int, end: int) -> Inline:
    pieces: list[Run] = []
    place = 0
    for run in runs:
        piece = run.text[max(start - place, 0) : max(end - place, 0)]
        if piece:
            pieces.append(Run(piece, run.tone))
        place += len(run.text)
    return tuple(pieces)

"""One problem, said in the user's words: what is wrong, where, what was expected, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal

from tolerance_engine.render.tones import visible
from tolerance_engine.render.width import display_width, truncate
from tolerance_engine.source import Lang, Position, Span, Words

WINDOW = 88
"""Columns of a file's line that a message shows."""

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding about a file or a case. `code` is stable; `help` says what to do about it."""

    code: str
    message: Words
    position: Position | None = None
    help: Words | None = None
    severity: Severity = "error"

    @property
    def span(self) -> Span | None:
        """Where it is, if it has a place in a file."""
        return self.position.span if self.position else None

    @property
    def underlined(self) -> str:
        """The very text the message is about (empty when it has no place)."""
        if self.position is None:
            return ""
        span, line = self.position
        end = span.end_column - 1 if span.end_line == span.line else len(line)
        return line[span.column - 1 : end]

    def text(self, lang: Lang = "zh") -> str:
        """A few lines: place and message, the line of the file with the text underlined, the help."""
        head = f"{self.code} {self.message.in_lang(lang)}"
        lines = [f"{self.span}: {head}" if self.span else head]
        if self.position is not None:
            gutter = f"{self.position.span.line:>5} | "
            before, marked, after = self._window()
            lines.append(gutter + before + marked + after)
            caret = "^" * max(1, display_width(marked))
            lines.append(" " * (len(gutter) + display_width(before)) + caret)
        if self.help is not None:
            lines.append(("  = help: " if lang == "en" else "  = 怎么办：") + self.help.in_lang(lang))
        return "\n".join(visible(line) for line in lines)

    def _window(self) -> tuple[str, str, str]:
        """The line cut to what stands around the underlined text, so that it fits a terminal."""
        assert self.position is not None
        span, line = self.position
        before, marked = line[: span.column - 1], self.underlined
        after = line[len(before) + len(marked) :]
        if display_width(line) <= WINDOW:
            return before, marked, after
        marked = truncate(marked, WINDOW // 2)
        side = (WINDOW - display_width(marked)) // 2
        while display_width(before) > side:
            before = "…" + before[max(2, (display_width(before) - side) // 2) :]
        return before, marked, truncate(after, WINDOW - display_width(before + marked))

    def as_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """The same as plain data."""
        span = self.span
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message.in_lang(lang),
            "file": span.file if span else None,
            "line": span.line if span else None,
            "column": span.column if span else None,
            "underlined": self.underlined,
            "help": self.help.in_lang(lang) if self.help else None,
        }


def in_file_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sorted by place; problems without a place come first."""

    def key(diagnostic: Diagnostic) -> tuple[str, int, int, str]:
        span = diagnostic.span
        return (span.file, span.line, span.column, diagnostic.code) if span else ("", 0, 0, diagnostic.code)

    return tuple(sorted(diagnostics, key=key))


def unreadable(code: str, name: str, error: OSError | ValueError) -> Diagnostic:
    """A file that could not be read, in the same words wherever one is named; ValueError: no path at all."""
    cause = error.strerror if isinstance(error, OSError) else None
    message = Words(
        f"读不到文件 `{name}`（{cause or '路径不合法'}）", f"cannot read `{name}` ({cause or 'not a path'})"
    )
    return Diagnostic(code, message)


def nearest(name: str, known: Iterable[str]) -> Words | None:
    """A hint naming the known name closest to `name`, or None when nothing is close."""
    close = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return Words(f"是不是想写 `{close[0]}`？", f"did you mean `{close[0]}`?") if close else None


def is_near(name: str, other: str) -> bool:
    """Whether `name` looks like a slip for `other`."""
    return bool(get_close_matches(name, [other], n=1, cutoff=0.6))


def choices(names: Iterable[str], limit: int = 12) -> Words:
    """The possible values, when they are few enough to list."""
    listed = list(names)
    shown = "、".join(f"`{name}`" for name in listed[:limit])
    english = ", ".join(f"`{name}`" for name in listed[:limit])
    more = len(listed) - limit
    if more > 0:
        return Words(f"可用的有 {shown} 等 {len(listed)} 个", f"choose from {english} and {more} more")
    return Words(f"可用的有 {shown}", f"choose from {english}")

"""Where things stand: words in two languages, places in a file, citations of a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Lang = Literal["zh", "en"]


class Words(NamedTuple):
    """One sentence in Chinese and in English."""

    zh: str
    en: str

    def in_lang(self, lang: Lang) -> str:
        """The sentence in `lang`."""
        return self.en if lang == "en" else self.zh


class Label(NamedTuple):
    """A name as people read it. Chinese always; English where the author gave one."""

    zh: str
    en: str | None = None

    def in_lang(self, lang: Lang) -> str:
        """English falls back to the Chinese name: a missing translation is never invented."""
        return self.en if lang == "en" and self.en else self.zh


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a file; lines and columns count from 1, `end_column` is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a document. `seen` says how much of it was read: full, excerpt or summary."""

    source: str
    title: Label
    at: str
    seen: str

    def in_lang(self, lang: Lang) -> str:
        """Document and place in one line."""
        title = self.title.in_lang(lang)
        return f"{title}, {self.at}" if lang == "en" else f"{title}，{self.at}"


class Position(NamedTuple):
    """A span together with the text of its line, so that it can be shown without the file."""

    span: Span
    excerpt: str

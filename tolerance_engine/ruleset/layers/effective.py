"""Effective: the document in effect, written out again, with the layer each line came from.

What is written is a rule file of one layer: loaded again, it is the same ruleset, and written out again the same
lines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tolerance_engine.render.width import display_width
from tolerance_engine.ruleset.layers.origins import Layered, Path
from tolerance_engine.ruleset.read.reader import Located
from tolerance_engine.ruleset.read.scalars import AmbiguousScalar, resolve
from tolerance_engine.source import Span

WIDTH = 96
"""Columns of a line, before its origin is written beside it."""

_PLAIN = re.compile(r"[A-Za-z0-9_\u4e00-\u9fff][A-Za-z0-9_.\u4e00-\u9fff，。；、（）《》“”/-]*")
_ORDER = (
    "format",
    "id",
    "title",
    "region",
    "in_force",
    "temporal",
    "vocabulary",
    "uses",
    "sources",
    "readings",
    "facts",
)


@dataclass(frozen=True, slots=True)
class EffectiveLine:
    """One line of the document in effect, and where it was written: the file of its layer, line and column."""

    text: str
    layer: int
    span: Span


def effective_lines(document: Located) -> tuple[EffectiveLine, ...]:
    """The document as YAML. `layer` counts from 0, the lowest; a document of one file has layer 0 throughout."""
    data: Mapping[str, Any] = document.data
    names = [*(key for key in _ORDER if key in data), *(key for key in data if key not in _ORDER)]
    writing = _Writing(document)
    return tuple(line for name in names for line in writing.entry("", name, data[name], (name,)))


class _Writing:
    """Writes pieces block by block; what came from one layer and is short stands on one line."""

    def __init__(self, document: Located) -> None:
        self.document = document

    def line(self, text: str, path: Path, *, key: bool = True) -> EffectiveLine:
        document = self.document
        layer = document.origin_of(path).layer if isinstance(document, Layered) else 0
        return EffectiveLine(text, layer, document.at(path, key=key).span)

    def entry(self, indent: str, name: str, value: Any, path: Path) -> Iterator[EffectiveLine]:
        """`name: value`."""
        head = f"{indent}{scalar(name)}:"
        if not isinstance(value, dict | list) or self.short(f"{head} {flow(value)}", path):
            yield self.line(f"{head} {flow(value)}", path)
            return
        yield self.line(head, path)
        yield from self.block(indent + "  ", value, path)

    def block(self, indent: str, value: Any, path: Path) -> Iterator[EffectiveLine]:
        if isinstance(value, dict):
            for name, item in value.items():
                yield from self.entry(indent, name, item, (*path, name))
            return
        for index, item in enumerate(value):
            here = (*path, index)
            if not isinstance(item, dict | list) or self.short(f"{indent}- {flow(item)}", here):
                yield self.line(f"{indent}- {flow(item)}", here, key=False)
                continue
            first = True
            for line in self.block(indent + "  ", item, here):
                text = f"{indent}- {line.text[len(indent) + 2 :]}" if first else line.text
                yield EffectiveLine(text, line.layer, line.span)
                first = False

    def short(self, text: str, path: Path) -> bool:
        """Whether a piece may stand on one line: it fits, and one layer wrote all of it."""
        single = not isinstance(self.document, Layered) or self.document.single(path)
        return single and display_width(text) <= WIDTH


def flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(name)}: {flow(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value)


def scalar(value: Any) -> str:
    """A scalar as the reader reads it back: quoted wherever it could be taken for something else."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    try:
        plain = _PLAIN.fullmatch(text) is not None and resolve(text) == text
    except AmbiguousScalar:
        plain = False
    return text if plain else json.dumps(text, ensure_ascii=False)

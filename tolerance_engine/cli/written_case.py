"""A case as the text of a case file: one statement a line, read back as the same case."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tolerance_engine.determine import Case
from tolerance_engine.ruleset.read.scalars import MAX_DIGITS, AmbiguousScalar, resolve

_NAME = re.compile(r"[A-Za-z_\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff-]*")
_SECTIONS = ("facts", "findings", "evidence")


def written(case: Case) -> str:
    """The case file. Comments and layout of an earlier file are not known here."""
    lines = []
    for key, value in case.as_data().items():
        if key in _SECTIONS:
            lines += [f"{key}:", *(f"  {_text(name)}: {_flow(item)}" for name, item in value.items())]
        else:
            lines.append(f"{key}: {_flow(value)}")
    return "\n".join(lines or ["{}"]) + "\n"


def _flow(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_text(str(key))}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, int | Decimal):
        number = format(value, "f") if isinstance(value, Decimal) else str(value)
        return number if len(number) <= MAX_DIGITS else f'"{number}"'
    return value.isoformat() if isinstance(value, date) else _text(str(value))


def _text(text: str) -> str:
    """Bare where it is a plain name that means only itself, quoted otherwise."""
    if _NAME.fullmatch(text):
        try:
            if resolve(text) == text:
                return text
        except AmbiguousScalar:
            pass
    return "".join(c if c.isprintable() else _escape(c) for c in json.dumps(text, ensure_ascii=False))


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"

"""Writes a ruleset document as YAML text: fast, without anchors, one line per entry, ready to paste."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_PLAIN = re.compile(r"[a-z][a-z0-9_.-]*")


def flow(value: Any) -> str:
    """One value on one line, as drafters write it: names, numbers, days and booleans bare."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, str):
        return value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
    return "null" if value is None else str(value)


def to_yaml(document: Mapping[str, Any]) -> str:
    """The whole document; entries of top-level mappings and lists stand on lines of their own."""
    lines = []
    for key, value in document.items():
        if isinstance(value, Mapping) and value:
            lines += [f"{key}:", *(f"  {name}: {flow(item)}" for name, item in value.items())]
        elif isinstance(value, list) and value:
            lines += [f"{key}:", *(f"  - {flow(item)}" for item in value)]
        else:
            lines.append(f"{key}: {flow(value)}")
    return "\n".join(lines) + "\n"

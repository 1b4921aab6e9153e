"""Statements: what one line of a case can say of a fact or a finding. Anything else is refused in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from tolerance_engine.diagnostics import choices, nearest
from tolerance_engine.ruleset.values import MAX_DIGITS, BadValue, reasonable
from tolerance_engine.source import Words

Plain = bool | int | Decimal | date | str | None


@dataclass(frozen=True, slots=True)
class Stated:
    """A value with more to say: its evidence, or that it is narrowed (`one_of`) or `conflicting`.

    A conflicting value is not established; the evidence disagrees.
    """

    value: Plain = None
    one_of: tuple[Plain, ...] = ()
    conflicting: tuple[Plain, ...] = ()
    evidence: tuple[str, ...] = ()

    @property
    def established(self) -> bool:
        """Whether the value itself is known."""
        return self.value is not None

    def as_data(self) -> dict[str, Any]:
        """As it is written in a case file."""
        data: dict[str, Any] = {}
        if self.value is not None:
            data["value"] = self.value
        for key in ("one_of", "conflicting", "evidence"):
            if getattr(self, key):
                data[key] = list(getattr(self, key))
        return data


def bare(raw: Any) -> Any:
    """The value a statement gives, without what comes with it; None when it gives none."""
    return raw.value if isinstance(raw, Stated) else raw


def _statement(name: str, raw: Any) -> Plain | Stated:
    if isinstance(raw, Stated):
        return raw
    if isinstance(raw, dict):
        unknown = set(raw) - {"value", "one_of", "conflicting", "evidence"}
        if unknown:
            word = sorted(unknown)[0]
            known = ("value", "one_of", "conflicting", "evidence")
            raise BadValue(
                Words(f"`{name}` 下不认识的键 `{word}`", f"unknown key `{word}` under `{name}`"),
                nearest(word, known) or choices(known),
            )
        forms = [key for key in ("value", "one_of", "conflicting") if key in raw]
        if len(forms) > 1:
            raise BadValue(
                Words(
                    f"`{name}` 只能写 value、one_of、conflicting 之一",
                    f"`{name}` takes one of value, one_of, conflicting",
                )
            )
        if not raw:
            raise BadValue(Words(f"`{name}` 下什么也没写", f"nothing is said of `{name}`"), _SAY_UNKNOWN)
        lists = {key: _list(name, key, raw) for key in ("one_of", "conflicting", "evidence")}
        evidence = tuple(item for item in lists["evidence"] if isinstance(item, str))
        if len(evidence) < len(lists["evidence"]):
            raise BadValue(
                Words(f"`{name}` 的 `evidence` 要写证据名称", f"`evidence` of `{name}` names evidence")
            )
        for key in ("one_of", "conflicting"):
            if key in raw and (None in lists[key] or len(set(lists[key])) < 2):
                message = Words(
                    f"`{name}` 的 `{key}` 要列出至少两个不同的值",
                    f"`{key}` of `{name}` lists two values or more",
                )
                raise BadValue(message, _SAY_UNKNOWN)
        return Stated(_plain(name, raw.get("value")), lists["one_of"], lists["conflicting"], evidence)
    return _plain(name, raw)


_SAY_UNKNOWN = Words("尚未查明的事实不写，或写 null", "leave out what is not established, or write null")


def _list(name: str, key: str, raw: dict[str, Any]) -> tuple[Plain, ...]:
    value = raw.get(key, [])
    if isinstance(value, str) and key == "evidence":
        value = [value]
    if not isinstance(value, list | tuple) or (key in raw and not value):
        message = Words(
            f"`{name}` 的 `{key}` 要写成不为空的列表", f"`{key}` of `{name}` is a list that is not empty"
        )
        raise BadValue(message)
    return tuple(_plain(name, item) for item in value)


def _plain(name: str, raw: Any) -> Plain:
    if raw is None or raw == "unknown":
        return None
    if isinstance(raw, float):
        raw = Decimal(float.__repr__(raw))
    if isinstance(raw, str):
        return writable(raw)
    if isinstance(raw, bool) or type(raw) is date:
        return raw
    if isinstance(raw, int | Decimal):
        if reasonable(raw):
            return raw
        raise BadValue(
            Words(f"`{name}` 的数字太长，或不是数", f"the number of `{name}` is too long, or none"), _DIGITS
        )
    shown = type(raw).__name__
    raise BadValue(
        Words(f"`{name}` 的值不能是 {shown} `{raw}`", f"the value of `{name}` cannot be the {shown} `{raw}`")
    )


_DIGITS = Words(
    f"小数点前后各最多 {MAX_DIGITS} 位", f"at most {MAX_DIGITS} digits before and after the point"
)


def writable(text: str) -> str:
    """Text that UTF-8 can hold: half a surrogate pair cannot be hashed, sent or shown."""
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise BadValue(
                Words("文字里有残缺的字符", "the text holds half a character"), _WRITE_UTF8
            ) from None
    return text


def writable_throughout(value: Any) -> None:
    if isinstance(value, str):
        writable(value)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            writable_throughout(key)
            writable_throughout(item)
    elif isinstance(value, list | tuple):
        for item in value:
            writable_throughout(item)


_WRITE_UTF8 = Words("请提供完整的 UTF-8 文字", "provide whole UTF-8 text")


class BadStatements(ValueError):
    """Everything wrong with the statements of one section, by name."""

    def __init__(self, faults: Mapping[str, BadValue]) -> None:
        self.faults = faults
        super().__init__(", ".join(faults))


_SETTLED = frozenset((bool, type(None)))
_NAMES = frozenset((str,))


def statements(raw: Any) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise BadValue(NOT_A_MAPPING, A_MAPPING)
    if _SETTLED.issuperset(map(type, raw.values())) and _NAMES.issuperset(map(type, raw)):
        return MappingProxyType(dict(raw))  # nothing but plain answers: no need to look at them one by one
    kept: dict[str, Any] = {}
    faults: dict[str, BadValue] = {}
    for name, value in raw.items():
        if not isinstance(name, str):
            faults[str(name)] = BadValue(
                Words(f"名称要写文字，却是 `{name}`", f"names are text, found `{name}`")
            )
        elif value is True or value is False or value is None:
            kept[name] = value
        else:
            try:
                kept[writable(name)] = _statement(name, value)
            except BadValue as fault:
                faults[name] = fault
    if faults:
        raise BadStatements(faults)
    return MappingProxyType(kept)


NOT_A_MAPPING = Words("这里要写名称与值的映射", "expected a mapping of names to values")
A_MAPPING = Words("写成 名称: 值，每行一个", "write one `name: value` per line")

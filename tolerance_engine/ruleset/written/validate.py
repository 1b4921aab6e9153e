"""Validate: plain data against a document model; every problem placed and said in the drafter's words."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from tolerance_engine.diagnostics import Diagnostic, choices, nearest
from tolerance_engine.ruleset.read.reader import LOST, Located
from tolerance_engine.ruleset.written import stand_ins
from tolerance_engine.ruleset.written.parts import NAME
from tolerance_engine.source import Words

M = TypeVar("M", bound=BaseModel)
ROUNDS = 50
"""How often faulty parts are set aside so that the rest can still be checked."""

_KINDS = {
    "string_type": Words("文字", "text"),
    "bool_type": Words(" true 或 false", "true or false"),
    "int_type": Words("整数", "a whole number"),
    "dict_type": Words("映射（键: 值）", "a mapping"),
    "model_type": Words("映射（键: 值）", "a mapping"),
    "tuple_type": Words("列表", "a list"),
    "decimal_type": Words("数字", "a number"),
    "is_instance_of": Words("数字", "a number"),
    "date_type": Words("日期 YYYY-MM-DD", "a date YYYY-MM-DD"),
}


def validate(
    model: type[M], data: Any, located: Located, problems: list[Diagnostic]
) -> tuple[M, frozenset[tuple[Any, ...]]] | None:
    """The model of `data`, and the places where stand-ins were put for faulty parts (noted in `problems`).

    None when too little is left to make a model.
    """
    rest = deepcopy(data)
    lost = _take_lost(rest)
    aside: set[tuple[Any, ...]] = set()
    for round_ in range(ROUNDS):
        try:
            return model.model_validate(rest), frozenset(aside)
        except ValidationError as error:
            faults = [(fault, _real_path(rest, fault["loc"])) for fault in error.errors(include_url=False)]
            # a list with one faulty item is not empty: the item is told, and that is all
            faults = [(f, p) for f, p in faults if not (f["type"] == "too_short" and f["input"])]
        if round_ == 0:  # later rounds only meet what stand-ins have left
            problems.extend(
                _diagnose(fault, path, model, located)
                for fault, path in faults
                if not (fault["type"] == "missing" and path[:-1] in lost)
                # a list whose only item is faulty is not empty: the item is told
                and not (fault["type"] == "too_short" and fault["input"])
            )
        for fault, path in faults:
            if fault["type"] == "extra_forbidden" or fault["loc"][-1] == "[key]":
                _drop(rest, path)
            elif not stand_ins.put(rest, path, model):
                return None
            aside.add(path)
    return None


def _drop(data: Any, path: tuple[Any, ...]) -> None:
    for step in path[:-1]:
        if not stand_ins.has(data, step):
            return
        data = data[step]
    if isinstance(data, dict):
        data.pop(path[-1], None)


def _take_lost(data: Any, path: tuple[Any, ...] = ()) -> set[tuple[Any, ...]]:
    """The places of mappings with a key that could not be read; the marks are taken out."""
    found: set[tuple[Any, ...]] = set()
    if isinstance(data, dict):
        if LOST in data:
            del data[LOST]
            found.add(path)
        for key, value in data.items():
            found |= _take_lost(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            found |= _take_lost(value, (*path, index))
    return found


def _real_path(data: Any, loc: tuple[int | str, ...]) -> tuple[Any, ...]:
    """The steps of a pydantic location that exist in the data (or could: the last one may be missing)."""
    path: list[Any] = []
    for index, step in enumerate(loc):
        if stand_ins.has(data, step):
            data = data[step]
        elif isinstance(data, dict) and index == len(loc) - 1 and isinstance(step, str) and step != "[key]":
            path.append(step)
            break
        else:
            continue
        path.append(step)
    return tuple(path)


def _diagnose(
    fault: Mapping[str, Any], path: tuple[Any, ...], model: type[BaseModel], located: Located
) -> Diagnostic:
    kind = fault["type"]
    last = path[-1] if path else ""
    context = fault.get("ctx", {})
    if kind == "extra_forbidden":
        known = _keys_beside(model, path)
        message = Words(f"不认识的键 `{last}`", f"unknown key `{last}`")
        return Diagnostic(
            "S001", message, located.at(path, key=True), nearest(str(last), known) or choices(known)
        )
    if kind == "missing":
        message = Words(f"缺少 `{last}`", f"`{last}` is missing")
        return Diagnostic("S002", message, located.at(path[:-1], key=True))
    at = located.at(path)
    if kind == "literal_error":
        message = Words(f"`{last}` 不能是 `{fault['input']}`", f"`{last}` cannot be `{fault['input']}`")
        expected = str(context.get("expected", "")).replace("'", "`").replace(" or ", ", ")
        return Diagnostic("S003", message, at, Words(f"可写 {expected}", f"write one of {expected}"))
    if kind == "string_pattern_mismatch":
        message = Words(f"`{fault['input']}` 不能作标识", f"`{fault['input']}` cannot be a name")
        help_ = Words("标识用小写英文字母开头，后接字母、数字、_ 或 -", f"names match {NAME}")
        return Diagnostic("S004", message, at, help_)
    if kind in ("too_short", "string_too_short"):
        return Diagnostic("S005", Words(f"`{last}` 不能为空", f"`{last}` must not be empty"), at)
    if kind in _KINDS or kind.endswith("_type"):
        want = _KINDS.get(kind, Words("另一种值", "another kind of value"))
        found = found_words(fault["input"])
        message = Words(
            f"`{last}` 要写{want.zh}，却是{found.zh}", f"`{last}` takes {want.en}, found {found.en}"
        )
        return Diagnostic("S006", message, at)
    return Diagnostic("S009", Words(f"`{last}` 的值不合格式", f"`{last}` is not as the format wants it"), at)


def found_words(value: Any) -> Words:
    """What stands where something else was wanted."""
    if value is None or value in ({}, []):
        return Words("空", "nothing")
    if isinstance(value, dict):
        return Words("映射", "a mapping")
    if isinstance(value, list | tuple):
        return Words("列表", "a list")
    text = str(value).lower() if isinstance(value, bool) else str(value)
    text = text if len(text) <= 40 else text[:39] + "…"
    return Words(f" `{text}`", f"`{text}`")


def _keys_beside(model: type[BaseModel], path: tuple[Any, ...]) -> list[str]:
    """The keys the format knows where `path` ends."""
    here = stand_ins.model_at(model, path[:-1])
    return [field.alias or name for name, field in here.model_fields.items()] if here is not None else []

"""An event as it is typed on a command line, or written in a file."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from tolerance_engine.diagnostics import Diagnostic, unreadable
from tolerance_engine.errors import ProcedureError
from tolerance_engine.procedure.events import Event
from tolerance_engine.ruleset.procedure import Span
from tolerance_engine.ruleset.procedure_words import UNITS
from tolerance_engine.ruleset.read.reader import read
from tolerance_engine.ruleset.read.scalars import AmbiguousScalar, resolve
from tolerance_engine.ruleset.values import iso_day
from tolerance_engine.source import Position

_SPAN = re.compile(r"([0-9]{1,4}):([a-z_]+)")
_UNITS = "、".join(UNITS)

OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("--at", metavar="时间", help="发生的时间，带时区，如 2024-03-01T09:00:00+08:00"),
    click.option("--by", metavar="角色[:化名]", help="由谁办理：角色或机关的标识；需要时加化名"),
    click.option("--document", multiple=True, metavar="种类[=编号]", help="附的文书；可写多次"),
    click.option("--outcome", metavar="结果", help="认定的结果"),
    click.option("--reason", metavar="文字", help="理由；认定与规则结论不同时必须写"),
    click.option("--note", metavar="文字", help="附记"),
    click.option("--limit", metavar="时长", help="本次定下或延长的时限：15:working_day，或者最后一天的日期"),
    click.option("--of", metavar="事件", help="overdue 用：哪一步逾期"),
    click.option("--recuses", metavar="化名", help="谁回避"),
    click.option("--notified", multiple=True, metavar="角色", help="告知了谁；可写多次"),
    click.option("--fact", multiple=True, metavar="名称=值", help="查明的事实；可写多次"),
    click.option("--finding", multiple=True, metavar="名称=值", help="认定意见；可写多次"),
)
"""The parts of an event, one option each."""


def event_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add all options of an event."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def typed_event(name: str, parts: dict[str, Any]) -> Event:
    """The event of the options. Raises click.UsageError for a part that cannot be read, ProcedureError else."""
    if not parts["at"]:
        raise click.UsageError("写上发生的时间：--at")
    data: dict[str, Any] = {"event": name, "at": parts["at"]}
    if parts["by"]:
        role, _, sign = parts["by"].partition(":")
        data["actor"] = {"role": role, "id": sign} if sign else {"role": role}
    if parts["document"]:
        data["documents"] = [_document(each) for each in parts["document"]]
    if parts["limit"]:
        data["limit"] = _limit(parts["limit"])
    if parts["notified"]:
        data["notified"] = list(parts["notified"])
    established = {
        key: dict(_pair(each, f"--{option}") for each in parts[option])
        for key, option in (("facts", "fact"), ("findings", "finding"))
        if parts[option]
    }
    if established:
        data["established"] = established
    data |= {key: parts[key] for key in ("outcome", "reason", "note", "of", "recuses") if parts[key]}
    return Event.from_data(data)


def read_events(path: str) -> tuple[Event, ...]:
    """The events of a file: JSON Lines, or YAML and JSON with one event or a list of them; `-` is standard input.

    Raises ProcedureError with every problem and its place.
    """
    try:
        content = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise ProcedureError([unreadable("F280", path, error)]) from None
    events: list[Event] = []
    problems: list[Diagnostic] = []
    for data, place in _pieces(content, path):
        try:
            events.append(Event.from_data(data, place))
        except ProcedureError as error:
            problems += error.diagnostics
    if problems:
        raise ProcedureError(problems)
    return tuple(events)


Place = Callable[[tuple[str | int, ...]], Position | None]


def _pieces(content: bytes, path: str) -> Iterator[tuple[Any, Place]]:
    if path.endswith(".jsonl"):
        for number, line in enumerate(content.split(b"\n"), start=1):
            if line.strip():
                # Read as a file whose earlier lines are empty, so that places are those of the whole file.
                yield from _located(b"\n" * (number - 1) + line, path)
        return
    yield from _located(content, path)


def _located(content: bytes, path: str) -> Iterator[tuple[Any, Place]]:
    located, problems = read(content, path)
    if problems:
        raise ProcedureError(problems)
    data = located.data
    for at in range(len(data)) if isinstance(data, list) else (None,):
        prefix: tuple[str | int, ...] = () if at is None else (at,)

        def place(parts: tuple[str | int, ...], prefix: tuple[str | int, ...] = prefix) -> Position | None:
            return located.at((*prefix, *parts), key=True)

        yield (data if at is None else data[at]), place


def span_option(_context: click.Context, _parameter: click.Parameter, value: str | None) -> Span | None:
    """The option's text as a length of time."""
    if value is None:
        return None
    match = _SPAN.fullmatch(value)
    if match is None or match[2] not in UNITS or int(match[1]) < 1:
        raise click.BadParameter(f"`{value}` 不是时长：写成 数目:单位，单位有 {_UNITS}")
    return Span(int(match[1]), match[2])  # type: ignore[arg-type]


def _limit(text: str) -> dict[str, Any]:
    day = iso_day(text)
    if day is not None:
        return {"until": day.isoformat()}
    match = _SPAN.fullmatch(text)
    if match is None:
        raise click.UsageError(f"--limit 不能是 `{text}`：写成 数目:单位（{_UNITS}），或者日期 YYYY-MM-DD")
    return {"value": int(match[1]), "unit": match[2]}


def _document(text: str) -> dict[str, str]:
    kind, sign, ref = text.partition("=")
    return {"kind": kind, "ref": ref} if sign else {"kind": kind}


def _pair(text: str, option: str) -> tuple[str, Any]:
    name, sign, value = text.partition("=")
    if not sign:
        raise click.UsageError(f"{option} 写成 名称=值，不是 `{text}`")
    try:
        return name, resolve(value)
    except AmbiguousScalar as error:
        raise click.UsageError(f"{option} `{text}`：{error.help.zh}") from None

"""Options and drawing that every command shares."""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from typing import Any, TextIO

import click

from tolerance_engine.analysis.versions import ruleset_for
from tolerance_engine.determine import Case
from tolerance_engine.render import Page, text
from tolerance_engine.ruleset import Ruleset, load_ruleset
from tolerance_engine.ruleset.values import iso_day
from tolerance_engine.source import Lang

WIDTH = 100

lang_option = click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="输出语言"
)
json_option = click.option("--json", "as_json", is_flag=True, help="标准输出只写 JSON")
reading_option = click.option("--reading", metavar="口径", help="理解口径；不写则用规则集的第一个")
on_option = click.option(
    "--on",
    metavar="YYYY-MM-DD",
    callback=lambda _c, _p, value: _day(value),
    help="用哪一天有效的版本；不写则由案件的日期决定",
)


def _day(value: str | None) -> date | None:
    if value is None:
        return None
    day = iso_day(value)
    if day is None:
        raise click.BadParameter(f"`{value}` 不是 YYYY-MM-DD 形式的日期")
    return day


def day_argument(_context: click.Context, _parameter: click.Parameter, value: Any) -> Any:
    """The days of an argument or option, which may be given several times."""
    return tuple(_day(each) for each in value) if isinstance(value, tuple) else _day(value)


def width(stream: TextIO | None = None) -> int:
    """Columns of the output: those of the terminal, at most 100."""
    stream = stream or sys.stdout
    if not stream.isatty():
        return WIDTH
    try:
        return max(40, min(WIDTH, os.get_terminal_size(stream.fileno()).columns))
    except OSError:
        return WIDTH


def loaded_for(ruleset: str, case: Case, on: date | None, reading: str | None) -> Ruleset:
    """The version in force on the day that was named; without one, the version that the case's dates pick."""
    if on is not None:
        return load_ruleset(ruleset, on=on, reading=reading)
    return ruleset_for(ruleset, case, reading=reading)


def mapped(pairs: tuple[str, ...]) -> dict[str, str]:
    """What `--column 名称=列` says, by name."""
    found = {}
    for pair in pairs:
        name, equals, column = pair.partition("=")
        if not equals or not name or not column:
            raise click.BadParameter(f"`{pair}` 应为 名称=列", param_hint="--column")
        found[name] = column
    return found


def draw(page: Page, *, err: bool = False) -> None:
    """The page on stdout or stderr: at most 100 columns, coloured only for a person at a terminal."""
    stream = sys.stderr if err else sys.stdout
    color = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    click.echo(text.render(page, width=width(stream), color=color), err=err)


def print_json(data: Any) -> None:
    """The data on stdout, as text that people can read as well."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def as_lang(value: str) -> Lang:
    """The option's text as a language."""
    return "en" if value == "en" else "zh"

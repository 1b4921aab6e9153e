"""`tolerance diff` of three or more, or of all: every pair in one table."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from datetime import date

import click

from tolerance_engine.analysis.compare import DiffTable, diff_table
from tolerance_engine.cli.common import draw
from tolerance_engine.errors import RulesetError
from tolerance_engine.render import Page, html, markdown, text
from tolerance_engine.ruleset import Ruleset, list_rulesets
from tolerance_engine.source import Lang

Loader = Callable[[str], Ruleset]
"""Loads what an operand names, in the version that was asked for."""


def operands(written: Sequence[str], all_of_them: bool) -> tuple[str, ...]:
    """What goes into the table: what was written, after all that are shipped where that was asked for."""
    shipped = dict.fromkeys(info.id for info in list_rulesets()) if all_of_them else {}
    return tuple(dict.fromkeys((*shipped, *written)))


def table_from(
    names: Sequence[str],
    written: Sequence[str],
    on: date | None,
    load: Loader,
    reading: str | None,
    budget: int,
) -> DiffTable:
    """The table of these rulesets. One that was not written, and has no version on that day, is told and left out."""
    found = []
    for name in names:
        try:
            found.append(load(name))
        except RulesetError as error:
            code = error.diagnostics[0].code
            if name in written or on is None or code not in ("P011", "P012", "P013", "P020"):
                raise
            click.echo(f"不在表里：{name}，{error.diagnostics[0].message.zh}", err=True)
    if len(found) < 2:
        raise click.UsageError("表里至少要有两个规则集")
    return diff_table(found, reading=reading, budget=budget)


def show_table(
    table: DiffTable, kind: str, write: Callable[[str], None], to_file: bool, lang: Lang, full: bool
) -> None:
    """The table on stdout, or written, in the form asked for."""
    if kind == "json":
        write(json.dumps(table.as_data(), ensure_ascii=False, indent=2))
    else:
        show_page(table.page(lang, full=full or kind == "html"), kind, write, to_file)


def show_page(page: Page, kind: str, write: Callable[[str], None], to_file: bool) -> None:
    """A page on stdout, or written, in the form asked for."""
    match kind:
        case "html":
            write(html.document(page))
        case "markdown":
            write(markdown.render(page))
        case _ if to_file:
            write(text.render(page))
        case _:
            draw(page)


def end(table: DiffTable) -> None:
    """Ends in 1 where some pair that was counted differs."""
    if any(cell.differing for cell in table.rows):
        sys.exit(1)

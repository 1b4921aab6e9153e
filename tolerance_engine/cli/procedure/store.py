"""What the commands on records share: their options, and a record read from its store together with its rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from tolerance_engine.cli.common import day_argument
from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.errors import RecordError
from tolerance_engine.procedure.calendar_file import load_calendar
from tolerance_engine.procedure.dossier import Dossier
from tolerance_engine.procedure.record import Head, Store
from tolerance_engine.render import Page, Run, Table, inline
from tolerance_engine.ruleset import Ruleset, list_rulesets, load_ruleset
from tolerance_engine.source import Lang, Words

store_option = click.option("--store", "-s", required=True, type=click.Path(), help="存储文件")
ruleset_option = click.option(
    "--ruleset", "-r", metavar="规则集", help="立案时所用的规则；内置的不必写，自己的写文件路径"
)
calendar_option = click.option("--calendar", type=click.Path(), help="本地日历文件，叠加在全国安排之上")
today_option = click.option(
    "--today", metavar="YYYY-MM-DD", callback=day_argument, help="以哪一天为准计算时限；不写就不算"
)


def kept(store: Store, record: str, ruleset: str | None, calendar: str | None) -> Dossier:
    """The record with its procedure, replayed. Raises RecordError when replay gives something else."""
    log = store.read(record)
    chosen = load_calendar(calendar) if calendar else None
    return Dossier.resume(log, ruleset_of(log.about, ruleset), calendar=chosen)


def ruleset_of(about: Mapping[str, Any], named: str | None) -> Ruleset:
    """The ruleset a record was opened under: the file named, or the shipped version with the recorded hash.

    Raises RecordError (F261) when the shipped versions are other ones, F264 when the record names no ruleset.
    """
    if named is not None:
        return load_ruleset(named)
    recorded = about.get("ruleset")
    if not isinstance(recorded, dict) or not isinstance(recorded.get("id"), str):
        message = Words("这份记录不是案件程序的记录", "this is not the record of a procedure")
        raise RecordError([Diagnostic("F264", message)])
    newest = load_ruleset(recorded["id"])
    if newest.linked.digest == recorded.get("sha256"):
        return newest
    for info in list_rulesets():
        if info.id == recorded["id"] and info.in_force.first is not None:
            version = load_ruleset(info.id, on=info.in_force.first)
            if version.linked.digest == recorded.get("sha256"):
                return version
    return newest  # the replay says just what differs


def heads_page(heads: tuple[Head, ...], lang: Lang) -> Page:
    """All records of a store with their heads."""
    zh = lang == "zh"
    rows = tuple(
        (
            inline(Run(head.record, "strong")),
            inline(str(head.length)),
            inline(Run(f"{head.algorithm} {head.hash[:16]}…", "muted")),
        )
        for head in heads
    )
    header = ("编号", "条数", "末条摘要值") if zh else ("Record", "Entries", "Hash of the last")
    return Page("案件记录" if zh else "Records", (Table(header, rows),), lang)

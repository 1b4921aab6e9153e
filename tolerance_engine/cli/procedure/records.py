"""`tolerance procedure start | apply | status | history`: one case in a store of records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import click

from tolerance_engine.cli.common import (
    as_lang,
    draw,
    json_option,
    lang_option,
    on_option,
    print_json,
    reading_option,
)
from tolerance_engine.cli.procedure.event import event_options, read_events, typed_event
from tolerance_engine.cli.procedure.store import (
    calendar_option,
    kept,
    ruleset_option,
    store_option,
    today_option,
)
from tolerance_engine.determine import Case, load_case
from tolerance_engine.procedure.calendar_file import load_calendar
from tolerance_engine.procedure.dossier import Dossier
from tolerance_engine.procedure.history_page import history_page
from tolerance_engine.procedure.privacy import MARKS
from tolerance_engine.procedure.record import ALGORITHMS, Store
from tolerance_engine.procedure.record.faults import conflict
from tolerance_engine.ruleset import load_ruleset


@click.command("start")
@click.argument("record", metavar="编号")
@click.option("--ruleset", "-r", required=True, metavar="规则集", help="标识（如 qinghai）或文件路径")
@store_option
@click.option("--case", "case_file", type=click.Path(), help="立案时已知的情况：案件文件")
@reading_option
@on_option
@calendar_option
@click.option(
    "--algorithm", type=click.Choice(ALGORITHMS), default="sha256", show_default=True, help="摘要算法"
)
@json_option
@lang_option
def start_command(
    record: str,
    ruleset: str,
    store: str,
    case_file: str | None,
    reading: str | None,
    on: date | None,
    calendar: str | None,
    algorithm: str,
    as_json: bool,
    lang: str,
) -> None:
    """为一件案子新立记录；还没有发生任何事，第一个事件用 apply 写入。存储文件没有就新建。

    例：tolerance procedure start 2024-017 -r qinghai --store cases.db --case examples/P03.yaml
    """
    case = load_case(case_file) if case_file else Case()
    loaded = load_ruleset(ruleset, on=on or case.determination_date, reading=reading)
    chosen = load_calendar(calendar) if calendar else None
    dossier = Dossier.start(record, loaded, case, calendar=chosen, reading=reading, algorithm=algorithm)
    with Store(store, create=True) as opened:
        opened.save(dossier.log)
    _say_redacted(dossier)
    _show(dossier, None, as_json, lang)


@click.command("apply")
@click.argument("record", metavar="编号")
@click.argument("event", required=False, metavar="[事件]")
@store_option
@click.option(
    "--file",
    "-f",
    "file",
    type=click.Path(),
    help="从文件读一个或多个事件（YAML、JSON、.jsonl；- 是标准输入）",
)
@event_options
@click.option("--seen", type=click.IntRange(min=1), help="你看到时记录有几条；现在不是这个数就不写入")
@ruleset_option
@calendar_option
@today_option
@json_option
@lang_option
def apply_command(
    record: str,
    event: str | None,
    store: str,
    file: str | None,
    seen: int | None,
    ruleset: str | None,
    calendar: str | None,
    today: date | None,
    as_json: bool,
    lang: str,
    **parts: Any,
) -> None:
    """写入一个事件：命令行写，或者用 --file 从文件读。几个事件要么都写入，要么都不写入。

    例：tolerance procedure apply 2024-017 application --store cases.db --at 2024-03-01T09:00:00+08:00 --by unit
    """
    if (event is None) == (file is None):
        raise click.UsageError("写一个事件，或者用 --file 从文件读")
    if file is not None and any(parts.values()):
        raise click.UsageError("用了 --file，事件的各部分都写在文件里")
    events = read_events(file) if file is not None else (typed_event(str(event), parts),)
    with Store(store) as opened:
        before = kept(opened, record, ruleset, calendar)
        if seen is not None and seen != before.head.length:
            raise conflict(record, seen, before.head)
        dossier, redacted = before, []
        for each in events:
            dossier = dossier.apply(each)
            redacted.append(dossier)
        opened.save(dossier.log, before.head)
    for each_dossier in redacted:
        _say_redacted(each_dossier)
    _show(dossier, today, as_json, lang)


@click.command("status")
@click.argument("record", required=False, metavar="[编号]")
@store_option
@ruleset_option
@calendar_option
@today_option
@json_option
@lang_option
def status_command(
    record: str | None,
    store: str,
    ruleset: str | None,
    calendar: str | None,
    today: date | None,
    as_json: bool,
    lang: str,
) -> None:
    """一件案子走到哪里，接下来可以发生什么；写上 --today 就说明时限。不写编号则列出全部记录及其摘要。

    例：tolerance procedure status 2024-017 --store cases.db --today 2024-03-10
    """
    with Store(store) as opened:
        if record is None:
            from tolerance_engine.cli.procedure.store import heads_page

            heads = opened.heads()
            if as_json:
                print_json([head.as_data() for head in heads])
            else:
                draw(heads_page(heads, as_lang(lang)))
            return
        dossier = kept(opened, record, ruleset, calendar)
    _show(dossier, today, as_json, lang)


@click.command("history")
@click.argument("record", metavar="编号")
@store_option
@ruleset_option
@calendar_option
@json_option
@lang_option
def history_command(
    record: str, store: str, ruleset: str | None, calendar: str | None, as_json: bool, lang: str
) -> None:
    """一件案子的经过：每个事件何时、由谁、依据什么，作了什么认定，有什么要注意的。

    例：tolerance procedure history 2024-017 --store cases.db
    """
    with Store(store) as opened:
        dossier = kept(opened, record, ruleset, calendar)
    if as_json:
        history = [entry.as_data() for entry in dossier.procedure.history]
        print_json(history)
    else:
        draw(history_page(dossier.procedure, as_lang(lang)))


def _show(dossier: Dossier, today: date | None, as_json: bool, lang: str) -> None:
    if as_json:
        data: Mapping[str, Any] = {
            "record": dossier.log.record,
            "head": dossier.head.as_data(),
            **dossier.procedure.model_dump(today),
        }
        print_json(data)
    else:
        draw(dossier.procedure.page(as_lang(lang), today))


def _say_redacted(dossier: Dossier) -> None:
    for kind, count in dossier.redacted:
        click.echo(f"{count} 处号码已换成{MARKS[kind]}，没有存入记录", err=True)

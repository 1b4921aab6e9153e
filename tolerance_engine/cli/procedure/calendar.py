"""`tolerance procedure calendar`: which days are worked, and when a limit ends."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import click

from tolerance_engine.cli.common import (
    as_lang,
    day_argument,
    draw,
    json_option,
    lang_option,
    print_json,
)
from tolerance_engine.cli.procedure.event import span_option
from tolerance_engine.procedure.calendar import Calendar, is_weekday, national
from tolerance_engine.procedure.calendar_file import load_calendar
from tolerance_engine.procedure.deadlines import due_day
from tolerance_engine.procedure.wording import span_text
from tolerance_engine.render import Block, Fields, Note, Page, Run, Table, inline
from tolerance_engine.ruleset.procedure import Span
from tolerance_engine.source import Lang

_WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
_ENGLISH = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@click.command("calendar")
@click.argument("days", nargs=-1, metavar="[日期…]", callback=day_argument)
@click.option("--year", type=click.IntRange(1949, 2200), help="列出这一年里与平常星期不同的日子")
@click.option(
    "--from", "start", metavar="YYYY-MM-DD", callback=day_argument, help="期限从哪一天开始；当日不计"
)
@click.option(
    "--limit",
    metavar="时长",
    callback=span_option,
    help="如 15:working_day、30:calendar_day、1:calendar_month",
)
@click.option("--roll", is_flag=True, help="末日不是工作日的，顺延到下一个工作日")
@click.option("--calendar", "file", type=click.Path(), help="本地日历文件，叠加在全国安排之上")
@json_option
@lang_option
def calendar_command(
    days: tuple[date, ...],
    year: int | None,
    start: date | None,
    limit: Span | None,
    roll: bool,
    file: str | None,
    as_json: bool,
    lang: str,
) -> None:
    """哪一天上班，期限哪一天届满。放假安排未公布的年份，照周一至周五暂算并注明。

    例：tolerance procedure calendar 2019-04-28 2019-05-05

    例：tolerance procedure calendar --from 2026-09-24 --limit 5:working_day
    """
    if (start is None) != (limit is None):
        raise click.UsageError("--from 和 --limit 要一起写")
    if not days and year is None and start is None:
        raise click.UsageError("写日期，或者 --year，或者 --from 和 --limit")
    calendar = load_calendar(file) if file else national()
    listed = list(days)
    if year is not None:
        listed += [] if calendar.is_working(date(year, 1, 1)) is None else _unusual(calendar, year)
    data: dict[str, Any] = {
        "calendar": {"id": calendar.id, "sha256": calendar.digest},
        "published": list(calendar.published),
        "days": [{"day": day.isoformat(), "worked": calendar.is_working(day)} for day in listed],
        "due": None,
    }
    if start is not None and limit is not None:
        due = due_day(calendar, start, limit, roll=roll)
        data["due"] = {
            "from": start.isoformat(),
            "value": limit.value,
            "unit": limit.unit,
            "roll": roll,
            "day": due.day.isoformat(),
            "provisional": due.provisional,
            "unpublished": list(due.unpublished),
        }
    if as_json:
        print_json(data)
    else:
        draw(_page(calendar, listed, year, limit, data, as_lang(lang)))


def _unusual(calendar: Calendar, year: int) -> list[date]:
    days = (date(year, 1, 1) + timedelta(number) for number in range(366))
    return [day for day in days if day.year == year and calendar.is_working(day) != is_weekday(day)]


def _page(
    calendar: Calendar,
    days: list[date],
    year: int | None,
    limit: Span | None,
    data: dict[str, Any],
    lang: Lang,
) -> Page:
    zh = lang == "zh"
    blocks: list[Block] = []
    if days:
        rows = tuple(
            (
                inline(day.isoformat()),
                inline((_WEEKDAYS if zh else _ENGLISH)[day.weekday()]),
                inline(_worked(calendar, day, zh)),
            )
            for day in days
        )
        blocks.append(Table(("日期", "星期", "上班") if zh else ("Day", "Weekday", "Worked"), rows))
    if year is not None and year not in calendar.published:
        said = f"{year} 年的放假安排尚未公布" if zh else f"the arrangement of {year} is not published"
        blocks.append(Note(inline(said), "open"))
    due = data["due"]
    if due is not None and limit is not None:
        length = span_text(limit, lang)
        fields = [("起算" if zh else "From", inline(due["from"], "（当日不计）" if zh else " (not counted)"))]
        fields.append(("时长" if zh else "Length", inline(length)))
        end = inline(Run(due["day"], "strong"))
        if due["provisional"]:
            years = "、".join(map(str, due["unpublished"]))
            said = f"，暂定：{years} 年放假安排尚未公布" if zh else f", provisional: {years} not published"
            end += inline(Run(said, "open"))
        fields.append(("届满" if zh else "Ends", end))
        blocks.append(Fields(tuple(fields)))
    first, last = calendar.published[0], calendar.published[-1]
    known = f"{first}—{last}"
    said = (
        f"{calendar.label.in_lang(lang)}，已公布 {known} 年"
        if zh
        else f"{calendar.label.in_lang(lang)}, published {known}"
    )
    blocks.append(Note(inline(said), "muted"))
    return Page("工作日" if zh else "Working days", tuple(blocks), lang)


def _worked(calendar: Calendar, day: date, zh: bool) -> Run:
    worked = calendar.is_working(day)
    if worked is None:
        return Run("安排尚未公布" if zh else "not published", "open")
    usual = worked == is_weekday(day)
    said = ("上班" if worked else "休息") if zh else ("worked" if worked else "rest")
    return Run(
        said if usual else said + ("（调休）" if zh else " (rearranged)"), "plain" if usual else "strong"
    )

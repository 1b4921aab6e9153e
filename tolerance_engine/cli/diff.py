"""`tolerance diff A B`: what changes, and for which cases, when B is applied instead of A; of more, a table."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from tolerance_engine.analysis.compare import Diff, Impact, diff, read_cases
from tolerance_engine.cli.common import _day, as_lang, json_option, lang_option, on_option
from tolerance_engine.cli.diff_table import end, operands, show_page, show_table, table_from
from tolerance_engine.cli.revisions import Revision, at_revision, is_revision
from tolerance_engine.determine import load_case
from tolerance_engine.diagram.build import DEFAULT_BUDGET
from tolerance_engine.errors import BudgetExceeded
from tolerance_engine.render import Page
from tolerance_engine.ruleset import Ruleset, load_ruleset
from tolerance_engine.source import Lang

ONLY_TWO = {
    "readings": "--readings",
    "dates": "--dates",
    "rev": "--rev",
    "typical": "--typical",
    "outcome_map": "--map",
    "edits": "--edits、--no-edits",
    "real": "--cases",
}
"""Options that a table of pairs has no place for."""
NEITHER = "只写了一个规则集：另写一个，或者写 --readings、--dates、--rev 说明拿它的什么和什么比"


def _days(_context: Any, _parameter: Any, value: tuple[str, str] | None) -> tuple[date, date] | None:
    if not value:
        return None
    first, second = (_day(each) for each in value)
    assert first is not None
    assert second is not None
    return first, second


def _pairs(_context: Any, _parameter: Any, value: tuple[str, ...]) -> dict[str, str] | None:
    found = {}
    for each in value:
        name, equals, other = each.partition("=")
        if not (name and equals and other):
            raise click.BadParameter(f"`{each}` 要写成 甲的结果=乙的结果")
        found[name] = other
    return found or None


@click.command("diff")
@click.argument("names", metavar="甲 [乙]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="自带的规则集两两比较，列成一张表")
@click.option(
    "--reading", metavar="口径", help="两边都用这个口径；不写则各用自己的第一个。表里没有这个口径的也用第一个"
)
@click.option("--readings", nargs=2, metavar="口径 口径", help="甲用前一个口径，乙用后一个")
@on_option
@click.option(
    "--dates", nargs=2, metavar="日期 日期", callback=_days, help="甲取前一天有效的版本，乙取后一天的"
)
@click.option("--rev", metavar="版本", help="甲取 git 的这个版本；也可以直接写 版本:路径")
@click.option(
    "--typical", type=click.Path(), metavar="案件", help="举例时尽量接近的案件文件；不写则用平常案件"
)
@click.option(
    "--map", "outcome_map", multiple=True, callback=_pairs, metavar="甲=乙", help="结果怎样对应；可写多次"
)
@click.option("--edits/--no-edits", default=None, help="逐处数改动；不写则只在两边标识相同时数")
@click.option(
    "--cases", "real", type=click.Path(), metavar="路径", help="实际案件：文件夹、CSV 表，或者一个案件文件"
)
@click.option("--full", is_flag=True, help="每个例子都附两边的理由，并逐项列出事实")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["text", "markdown", "html"]),
    default="text",
    show_default=True,
    help="输出格式",
)
@click.option(
    "--output", "-o", type=click.Path(), metavar="文件", help="写到文件；HTML 是可以直接寄出的单个文件"
)
@click.option("--exit-code", is_flag=True, help="结论有不同即以 1 退出")
@click.option(
    "--budget", type=click.IntRange(min=1), default=DEFAULT_BUDGET, show_default=True, help="决策图结点的上限"
)
@json_option
@lang_option
def diff_command(
    names: tuple[str, ...],
    everything: bool,
    reading: str | None,
    readings: tuple[str, str] | None,
    on: date | None,
    dates: tuple[date, date] | None,
    rev: str | None,
    typical: str | None,
    outcome_map: dict[str, str] | None,
    edits: bool | None,
    real: str | None,
    full: bool,
    kind: str,
    output: str | None,
    exit_code: bool,
    budget: int,
    as_json: bool,
    lang: str,
) -> None:
    """比较两个规则集：对全部可能的案件，结论在哪里不同、差多少，各举一例。

    甲、乙写标识、文件路径，或者 git 的 版本:路径。写三个以上，或者 --all，两两比较，列成一张表。

    例：tolerance diff qinghai wenzhou --reading weighed
    """
    if everything or len(names) > 2:
        given = click.get_current_context().params
        odd = [option for name, option in ONLY_TWO.items() if given[name] is not None]
        if odd:
            raise click.UsageError(f"{'、'.join(odd)} 只用于比较两个规则集")
        listed = operands(names, everything)
        table = table_from(listed, names, on, lambda name: _loaded(name, on, None, budget), reading, budget)
        kind = "json" if as_json else kind
        show_table(
            table, kind, lambda content: _write(content, output), output is not None, as_lang(lang), full
        )
        if exit_code:
            end(table)
        return
    if not names:
        raise click.UsageError("要写比较哪两个规则集，或者写 --all")
    a, b = names[0], names[1] if len(names) == 2 else None
    if b is None and not (readings or dates or rev):
        raise click.UsageError(NEITHER)
    if sum(each is not None for each in (on, dates, rev)) > 1 or (reading and readings):
        raise click.UsageError("--on、--dates、--rev 只写一项；--reading、--readings 只写一项")
    first, second = readings or (reading, reading)
    old, new = dates or (on, on)
    try:
        before = _loaded(at_revision(rev, a) if rev else a, old, first, budget)
        after = _loaded(b or a, new, second, budget)
        result = diff(
            before,
            after,
            typical=load_case(typical) if typical else None,
            outcome_map=outcome_map,
            edits=edits,
            budget=budget,
        )
        impact = None if real is None else result.impact(read_cases(real, before.linked, after.linked))
        _show(result, impact, "json" if as_json else kind, output, as_lang(lang), full)
    except BudgetExceeded:
        said = {
            "zh": "两个规则集放在一起超过上限，所以什么数也没有给：这里不作估计。共用的事实和定义越多，图越小；也可以提高 --budget。",
            "en": "Together the two pass the budget, so no number is given: nothing is estimated. The more facts and definitions they share, the smaller the diagram; or raise --budget.",
        }
        click.echo(said[as_lang(lang)], err=True)
        raise
    if exit_code and not result.equal:
        sys.exit(1)


def _loaded(operand: str | Revision, on: date | None, reading: str | None, budget: int) -> Ruleset:
    if isinstance(operand, str):
        if not is_revision(operand):
            return load_ruleset(operand, on=on, reading=reading, budget=budget)
        operand = Revision(".", operand)
    ruleset = operand.load(reading=reading, budget=budget)
    if ruleset.linked.vocabulary is not None and operand.other_vocabulary():
        click.echo(f"注意：{operand.name} 那时的共用词汇与现在不同；比较用的是现在的词汇。", err=True)
    return ruleset


def _show(result: Diff, impact: Impact | None, kind: str, output: str | None, lang: Lang, full: bool) -> None:
    if kind == "json":
        data = result.as_data(full=full)
        if impact is not None:
            data["impact"] = impact.as_data()
        _write(json.dumps(data, ensure_ascii=False, indent=2), output)
        return
    page = result.page(lang, full=full or kind == "html")
    if impact is not None:
        from tolerance_engine.analysis.compare.impact_page import impact_section

        page = Page(page.title, (*page.blocks, *impact_section(impact, lang)), lang)
    show_page(page, kind, lambda text: _write(text, output), output is not None)


def _write(content: str, output: str | None) -> None:
    if output is None:
        click.echo(content)
        return
    try:
        Path(output).write_text(content.rstrip("\n") + "\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise click.FileError(output, error.strerror or "") from None
    click.echo(f"已写到 {output}", err=True)

"""`tolerance batch IN -o OUT --ruleset R`: a verdict for every row of a file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click

from tolerance_engine.batch.front import need_arrow
from tolerance_engine.cli.common import (
    as_lang,
    draw,
    json_option,
    lang_option,
    mapped,
    on_option,
    print_json,
    reading_option,
)
from tolerance_engine.ruleset import load_ruleset

PARTS = ("outcome", "possible", "decided", "findings", "applies", "missing", "readings")


@click.command("batch")
@click.argument("table", metavar="表", type=click.Path())
@click.option("--out", "-o", required=True, metavar="文件", type=click.Path(), help="结果写到哪里")
@click.option("--ruleset", "-r", required=True, metavar="规则集", help="标识（如 qinghai）或文件路径")
@reading_option
@on_option
@click.option(
    "--give",
    multiple=True,
    type=click.Choice(PARTS),
    help="结果里要哪些；可写多次，possible 总有；不写则除 readings 外都要",
)
@click.option(
    "--column", multiple=True, metavar="名称=列", help="事实、维度或者定义在另一个名称的列里；可写多次"
)
@click.option("--other", multiple=True, metavar="列", help="不陈述任何事实的列，如编号；可写多次")
@click.option("--keep", multiple=True, metavar="列", help="结果里保留的列；不写则全部保留")
@click.option("--prefix", default="", metavar="文字", help="结果各列名称的前缀")
@click.option(
    "--errors-to", metavar="文件", type=click.Path(), help="不能用的行列在这里；不写则有一行不能用就不出结果"
)
@click.option(
    "--explain-to", metavar="文件", type=click.Path(), help="尚不能认定的行，完整结论写在这里，每行一个 JSON"
)
@click.option("--explain-most", default=1000, show_default=True, metavar="行数", help="最多写多少行")
@click.option("--by", metavar="列", help="汇总时按这一列的值分开数")
@click.option("--again", is_flag=True, help="从头做起，不接着上次没做完的")
@click.option("--quiet", "-q", is_flag=True, help="不显示进度")
@json_option
@lang_option
def batch_command(
    table: str,
    out: str,
    ruleset: str,
    reading: str | None,
    on: date | None,
    give: tuple[str, ...],
    column: tuple[str, ...],
    other: tuple[str, ...],
    keep: tuple[str, ...],
    prefix: str,
    errors_to: str | None,
    explain_to: str | None,
    explain_most: int,
    by: str | None,
    again: bool,
    quiet: bool,
    as_json: bool,
    lang: str,
) -> None:
    """对表格文件（.parquet .arrow .csv .jsonl）的每一行作出认定，结果另写一个文件。

    中途被打断，再运行一次就接着做；做完之前，原来的结果文件不动。

    例：tolerance batch cases.parquet -o results.parquet --ruleset qinghai
    """
    need_arrow()
    from tolerance_engine.batch.job import Job, run_job
    from tolerance_engine.batch.run import Batch
    from tolerance_engine.batch.sources import file_source
    from tolerance_engine.batch.wanted import wanted

    loaded = load_ruleset(ruleset, on=on, reading=reading)
    way = "column" if errors_to is not None else "raise"
    parts = {*give, "possible"} if give else None  # the summary counts what is possible
    asked = wanted(parts, mapped(column), other, keep or None, prefix, way)
    source = file_source(Path(table))
    job = Job(
        batch=Batch(loaded, source.schema, asked, reading, texts=source.texts),
        source=source,
        given=Path(table),
        out=Path(out),
        errors_to=_path(errors_to),
        explain_to=_path(explain_to),
        explain_most=explain_most,
        by=by,
        again=again,
    )
    zh = as_lang(lang) == "zh"
    if job.batch.roles.unused and not quiet:
        names = "、".join(job.batch.roles.unused)
        click.echo(f"本规则集未用到的列：{names}" if zh else f"not asked by the ruleset: {names}", err=True)
    with progress(source.count() if source.count and not quiet else None, quiet, zh) as told:
        done = run_job(job, told)
    if done.resumed:
        rows = f"{done.resumed:,}"
        click.echo(f"接着上次，前 {rows} 行已经做过" if zh else f"resumed after row {rows}", err=True)
    if as_json:
        found = {**done.summary.as_data(), "resumed": done.resumed, "explained": done.explained}
        print_json(found)
    else:
        draw(done.summary.page(as_lang(lang)))


def _path(name: str | None) -> Path | None:
    return Path(name) if name is not None else None


@contextmanager
def progress(rows: int | None, quiet: bool, zh: bool) -> Iterator[Callable[[int], None]]:
    """Rows done, rate and time left on a terminal; nothing elsewhere."""
    if quiet or not rows or not sys.stderr.isatty():
        yield lambda _: None
        return
    unit = "行/秒" if zh else "rows/s"
    bar: Any = click.progressbar(
        length=rows,
        label="认定" if zh else "determining",
        file=sys.stderr,
        show_eta=True,
        show_pos=True,
        item_show_func=lambda _: f"{1 / took:,.0f} {unit}" if (took := bar.time_per_iteration) else "",
    )
    with bar:
        yield bar.update

"""`tolerance sql RULESET --dialect D`: one query for a database that cannot run Python."""

from __future__ import annotations

from datetime import date

import click

from tolerance_engine.cli.common import json_option, mapped, on_option, print_json, reading_option
from tolerance_engine.ruleset import load_ruleset
from tolerance_engine.sql import sql_query
from tolerance_engine.sql.dialects import DIALECTS


@click.command("sql")
@click.argument("ruleset", metavar="规则集")
@click.option("--dialect", "-d", required=True, type=click.Choice([*DIALECTS]), help="哪一种数据库的写法")
@click.option(
    "--table", "-t", default="cases", show_default=True, metavar="表", help="案件所在的表，或者括号里的查询"
)
@click.option(
    "--states",
    multiple=True,
    metavar="名称",
    help="表里有的事实、维度或者定义；可写多次，不写则是决定结果的全部事实",
)
@click.option(
    "--column", multiple=True, metavar="名称=列", help="事实、维度或者定义在另一个名称的列里；可写多次"
)
@click.option("--keep", multiple=True, metavar="列", help="结果里保留的列，如编号；可写多次")
@click.option("--prefix", default="", metavar="文字", help="结果各列名称的前缀")
@reading_option
@on_option
@json_option
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="错误信息的语言"
)
def sql_command(
    ruleset: str,
    dialect: str,
    table: str,
    states: tuple[str, ...],
    column: tuple[str, ...],
    keep: tuple[str, ...],
    prefix: str,
    reading: str | None,
    on: date | None,
    as_json: bool,
    lang: str,  # noqa: ARG001 - main reads it when an error is told
) -> None:
    """把规则集写成一条 SQL 查询，给不能运行 Python 的数据库；每一行的答案与逐件认定相同。

    例：tolerance sql qinghai --dialect postgres --table cases --keep id > qinghai.sql
    """
    query = sql_query(
        load_ruleset(ruleset, on=on, reading=reading),
        table,
        dialect=dialect,
        reading=reading,
        states=states or None,
        columns=mapped(column),
        keep=keep,
        prefix=prefix,
    )
    if as_json:
        print_json(query.as_data())
    else:
        click.echo(query.text, nl=False)

"""`tolerance whatif CASE -r R --outcome O`: the smallest changes that reach an outcome, and what is no advice."""

from __future__ import annotations

from datetime import date

import click

from tolerance_engine.analysis.change import counterfactuals
from tolerance_engine.cli.common import (
    as_lang,
    draw,
    json_option,
    lang_option,
    loaded_for,
    on_option,
    print_json,
    reading_option,
)
from tolerance_engine.determine import load_case


@click.command("whatif")
@click.argument("case", type=click.Path())
@click.option("--ruleset", "-r", required=True, metavar="规则集", help="标识（如 qinghai）或文件路径")
@click.option("--outcome", "-o", required=True, metavar="结果", help="想知道怎样才能得到的结果，如 tolerated")
@click.option("--changeable", multiple=True, metavar="名称", help="只考虑这些事实或认定意见；可写多次")
@click.option("--size", type=click.IntRange(min=1), help="列出不超过这么多项的全部变化；不写则只列最少的")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="最多列出多少组")
@reading_option
@on_option
@json_option
@lang_option
def whatif_command(
    case: str,
    ruleset: str,
    outcome: str,
    changeable: tuple[str, ...],
    size: int | None,
    limit: int,
    reading: str | None,
    on: date | None,
    as_json: bool,
    lang: str,
) -> None:
    """案件文件 CASE 怎样变化才会得到某个结果：可补充的证据、仍可采取的措施，和“事实不同则”。

    例：tolerance whatif examples/P03-facts.yaml -r qinghai --reading weighed --outcome tolerated
    """
    read = load_case(case)
    loaded = loaded_for(ruleset, read, on, reading)
    answer = counterfactuals(loaded, read, outcome, changeable or None, limit=limit, size=size)
    if as_json:
        print_json(answer.as_data())
    else:
        draw(answer.page(as_lang(lang)))

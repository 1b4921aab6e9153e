"""`tolerance determine CASE --ruleset R`: the explained verdict."""

from __future__ import annotations

from datetime import date

import click

from tolerance_engine.analysis.versions import compare_versions
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
from tolerance_engine.engines import determine


@click.command("determine")
@click.argument("case", type=click.Path())
@click.option("--ruleset", "-r", required=True, metavar="规则集", help="标识（如 qinghai）或文件路径")
@reading_option
@on_option
@click.option(
    "--engine",
    type=click.Choice(["diagram", "durable"]),
    default="diagram",
    show_default=True,
    help="由谁判定；durable 是独立复核",
)
@click.option("--old-and-new", is_flag=True, help="行为时与认定时的两个版本对照（从旧兼从轻），只作比较")
@click.option("--full", is_flag=True, help="展开每一条款的全部理由")
@click.option("--why-not", metavar="结果", help="改为说明为什么不是这个结果")
@click.option("--reasons", is_flag=True, help="改为列出足以得出结论的最小几组事实")
@json_option
@lang_option
def determine_command(
    case: str,
    ruleset: str,
    reading: str | None,
    on: date | None,
    engine: str,
    old_and_new: bool,
    full: bool,
    why_not: str | None,
    reasons: bool,
    as_json: bool,
    lang: str,
) -> None:
    """对案件文件 CASE（YAML 或 JSON）作出认定，并说明理由。

    例：tolerance determine examples/P03.yaml --ruleset qinghai
    """
    read = load_case(case)
    if old_and_new:
        if on is not None or engine != "diagram":
            raise click.UsageError("--old-and-new 用案件的两个日期和决策图，不与 --on、--engine 同用")
        compared = compare_versions(ruleset, read, reading=reading)
        if as_json:
            print_json(compared.as_data())
        else:
            draw(compared.page(as_lang(lang)))
        return
    loaded = loaded_for(ruleset, read, on, reading)
    verdict = determine(loaded, read, engine="durable" if engine == "durable" else "diagram")
    if why_not is not None and reasons:
        raise click.UsageError("--why-not 与 --reasons 只能写一个")
    asked = verdict.why_not(why_not) if why_not is not None else verdict.reasons() if reasons else None
    if asked is not None and as_json:
        print_json(asked.as_data())
    elif asked is not None:
        draw(asked.page(as_lang(lang)))
    elif as_json:
        click.echo(verdict.model_dump_json(indent=2))
    else:
        draw(verdict.page(as_lang(lang), full=full))

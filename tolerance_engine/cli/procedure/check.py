"""`tolerance procedure check RULESET`: walk the declared procedure and say what a drafter should look at."""

from __future__ import annotations

import sys
from datetime import date

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
from tolerance_engine.procedure.explore import explore
from tolerance_engine.ruleset import load_ruleset


@click.command("check")
@click.argument("ruleset", metavar="规则集")
@on_option
@reading_option
@json_option
@lang_option
def check_command(ruleset: str, on: date | None, reading: str | None, as_json: bool, lang: str) -> None:
    """把声明的程序走一遍：有没有走不到的阶段、出不来的阶段、走不成的步骤。有一处即以 1 退出。

    例：tolerance procedure check qinghai
    """
    found = explore(load_ruleset(ruleset, on=on, reading=reading), reading=reading)
    if as_json:
        print_json(found.as_data(as_lang(lang)))
    else:
        draw(found.page(as_lang(lang)))
    sys.exit(0 if found.sound else 1)

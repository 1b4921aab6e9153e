"""`tolerance lint RULESET…`: what is doubtful about a ruleset, each doubt with place, case and help."""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

import click

from tolerance_engine.analysis.lint import lint
from tolerance_engine.cli.common import as_lang, draw, json_option, lang_option, on_option, print_json
from tolerance_engine.ruleset import load_ruleset
from tolerance_engine.ruleset.catalogue import builtin_ids


@click.command("lint")
@click.argument("rulesets", nargs=-1, metavar="规则集…")
@click.option("--strict", is_flag=True, help="提醒也算不通过")
@click.option("--accepted", "show_accepted", is_flag=True, help="也列出规则文件里已说明并接受的")
@on_option
@json_option
@lang_option
def lint_command(
    rulesets: tuple[str, ...], strict: bool, show_accepted: bool, on: date | None, as_json: bool, lang: str
) -> None:
    """检查规则：落空、冲突、永远不适用的条款、多余的条件、缺出处……；不写规则集则全部检查。

    有一项错误即以 1 退出；加 --strict，有一项提醒也是。每条规则一页说明：docs/lint/。
    """
    chosen = as_lang(lang)
    data: list[dict[str, Any]] = []
    failed = False
    for name in rulesets or builtin_ids():
        report = lint(load_ruleset(name, on=on))
        failed = failed or bool(report.findings if strict else report.errors)
        if as_json:
            data += report.as_data(chosen, accepted=show_accepted)
        else:
            draw(report.page(chosen, accepted=show_accepted))
    if as_json:
        print_json(data)
    sys.exit(1 if failed else 0)

"""`tolerance show RULESET`: the ruleset as it was understood."""

from __future__ import annotations

import json
from datetime import date

import click

from tolerance_engine.cli.common import as_lang, draw, json_option, lang_option, on_option, print_json
from tolerance_engine.cli.version_pages import versions_data, versions_page
from tolerance_engine.determine.shown.effective import effective
from tolerance_engine.determine.shown.overview import overview_page
from tolerance_engine.determine.shown.overview_data import overview_data
from tolerance_engine.render import Page, Run, Table, inline
from tolerance_engine.ruleset import list_rulesets, load_ruleset
from tolerance_engine.ruleset.load import known_versions


@click.command("show")
@click.argument("ruleset", required=False, metavar="[规则集]")
@on_option
@click.option("--effective", "whole", is_flag=True, help="各层合成的整份规则文件，逐行注明出自哪一层")
@click.option("--versions", "dated", is_flag=True, help="各版本的有效期，以及其间的空档与重叠")
@json_option
@lang_option
def show_command(
    ruleset: str | None, on: date | None, whole: bool, dated: bool, as_json: bool, lang: str
) -> None:
    """展示规则集：结果、维度、条款、口径、事实、来源及其未载明的事项；不写规则集则列出全部。"""
    if (whole or dated) and ruleset is None:
        raise click.UsageError("--effective 和 --versions 要写明规则集")
    if whole and dated:
        raise click.UsageError("--effective 和 --versions 只写一个")
    if dated:
        known = known_versions(str(ruleset))
        if as_json:
            print_json(versions_data(known))
        else:
            draw(versions_page(str(ruleset), known, as_lang(lang)))
        return
    if ruleset is None:
        found = list_rulesets()
        if as_json:
            listed = [
                {
                    "id": i.id,
                    "title": i.title.zh,
                    "from": i.in_force.first_text,
                    "to": i.in_force.last_text,
                    "readings": list(i.readings),
                    "file": i.file,
                }
                for i in found
            ]
            print_json(listed)
            return
        chosen = as_lang(lang)
        header = ("标识", "名称", "施行", "口径") if lang == "zh" else ("Id", "Title", "In force", "Readings")
        rows = tuple(
            (
                inline(Run(i.id, "strong")),
                inline(i.title.in_lang(chosen)),
                inline(i.in_force.first_text),
                inline("、".join(i.readings)),
            )
            for i in found
        )
        draw(Page("规则集" if lang == "zh" else "Rulesets", (Table(header, rows),), chosen))
        return
    loaded = load_ruleset(ruleset, on=on)
    if whole:
        merged = effective(loaded)
        told = (
            json.dumps(merged.as_data(), ensure_ascii=False, indent=2)
            if as_json
            else merged.text(as_lang(lang))
        )
        click.echo(told.rstrip("\n"))
    elif as_json:
        print_json(overview_data(loaded))
    else:
        draw(overview_page(loaded, as_lang(lang)))

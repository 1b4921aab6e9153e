"""`tolerance procedure show RULESET`: the declared procedure as a diagram, in words, and as data."""

from __future__ import annotations

from datetime import date

import click

from tolerance_engine.cli.common import (
    as_lang,
    draw,
    json_option,
    lang_option,
    on_option,
    print_json,
    width,
)
from tolerance_engine.procedure.drawing import no_procedure, procedure_graph
from tolerance_engine.procedure.overview import declared_data, declared_page
from tolerance_engine.render import graph
from tolerance_engine.ruleset import load_linked


@click.command("show")
@click.argument("ruleset", metavar="规则集")
@on_option
@click.option("--svg", "kind", flag_value="svg", help="输出 SVG 图")
@click.option("--mermaid", "kind", flag_value="mermaid", help="输出 Mermaid 图的文本")
@json_option
@lang_option
def show_command(ruleset: str, on: date | None, kind: str | None, as_json: bool, lang: str) -> None:
    """展示规则集声明的程序：流程图、阶段、每一步由谁办、时限、条件和出处。

    例：tolerance procedure show qinghai --svg > procedure.svg
    """
    linked = load_linked(ruleset, on=on)
    if linked.procedure is None:
        raise no_procedure(linked)
    if as_json:
        print_json(declared_data(linked, linked.procedure))
        return
    drawn = procedure_graph(linked, linked.procedure, as_lang(lang))
    if kind == "svg":
        click.echo(graph.svg(drawn), nl=False)
    elif kind == "mermaid":
        click.echo(graph.mermaid(drawn), nl=False)
    else:
        click.echo(graph.text(drawn, width()))
        click.echo()
        draw(declared_page(linked, linked.procedure, as_lang(lang)))

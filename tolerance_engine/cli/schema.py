"""`tolerance schema`: JSON Schema for editors."""

from __future__ import annotations

import click

from tolerance_engine.cli.common import print_json
from tolerance_engine.ruleset import load_linked
from tolerance_engine.ruleset.schema import case_schema, ruleset_schema, vocabulary_schema


@click.command("schema")
@click.argument("kind", type=click.Choice(["ruleset", "case", "vocabulary"]), default="ruleset")
@click.option("--ruleset", "-r", metavar="规则集", help="补全这个规则集声明的名称")
@click.option("--json", "as_json", is_flag=True, help="输出本来就是 JSON；为与其他命令一致而设")
def schema_command(kind: str, ruleset: str | None, as_json: bool) -> None:  # noqa: ARG001 - always JSON
    """输出规则文件、案件文件或者共用词汇的 JSON Schema，供编辑器补全与检查。

    例：tolerance schema case --ruleset qinghai > case.schema.json
    """
    linked = load_linked(ruleset) if ruleset else None
    match kind:
        case "case":
            schema = case_schema(linked)
        case "vocabulary":
            schema = vocabulary_schema()
        case _:
            schema = ruleset_schema(linked)
    print_json(schema)

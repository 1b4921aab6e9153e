"""`tolerance verify VERDICT --ruleset R --case C`: is the stored verdict given again, and if not, what changed."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from tolerance_engine.cli.common import as_lang, draw, json_option, lang_option, on_option, print_json
from tolerance_engine.determine import load_case
from tolerance_engine.diagnostics import Diagnostic, unreadable
from tolerance_engine.engines.verify import verify
from tolerance_engine.errors import CaseError
from tolerance_engine.ruleset import load_ruleset
from tolerance_engine.source import Words


@click.command("verify")
@click.argument("verdict", type=click.Path())
@click.option("--ruleset", "-r", required=True, metavar="规则集", help="标识（如 qinghai）或文件路径")
@click.option("--case", "case_file", required=True, type=click.Path(), help="案件文件")
@on_option
@json_option
@lang_option
def verify_command(
    verdict: str, ruleset: str, case_file: str, on: date | None, as_json: bool, lang: str
) -> None:
    """核对存下的结论 VERDICT：规则、案件、口径、日期和结论是否都与当时一致。

    VERDICT 是 determine --json 的输出，或其中的 receipt。有一处不符即以 1 退出，并说明是哪一处。

    例：tolerance verify verdict.json --ruleset qinghai --case examples/P03.yaml
    """
    recorded = _read(verdict)
    case = load_case(case_file)
    result = verify(recorded, load_ruleset(ruleset, on=on or case.determination_date), case)
    if as_json:
        print_json(result.as_data())
    else:
        draw(result.page(as_lang(lang)))
    sys.exit(0 if result.same else 1)


def _read(path: str) -> dict[str, Any]:
    try:
        content = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise CaseError([unreadable("F280", path, error)]) from None
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        message = Words(f"`{path}` 不是一份结论的 JSON", f"`{path}` is not the JSON of a verdict")
        raise CaseError([Diagnostic("F270", message)])
    return data

"""`tolerance new REGION`: a folder with a ruleset that loads, passes its tests and passes lint, ready to be changed."""

from __future__ import annotations

import re
from pathlib import Path

import click

from tolerance_engine.cli.common import json_option, lang_option, print_json
from tolerance_engine.cli.scaffold import scaffold
from tolerance_engine.ruleset import load_text
from tolerance_engine.ruleset.catalogue import builtin_ids
from tolerance_engine.ruleset.values import iso_day
from tolerance_engine.ruleset.written.parts import NAME
from tolerance_engine.source import Words

_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_LINE = re.compile(r"[^\x00-\x1f\x7f\u0085\u2028\u2029]+")


def _id(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if not re.fullmatch(NAME, value):
        raise click.BadParameter(f"`{value}` 不能作标识：用小写字母开头，后接字母、数字、_ 或 -")
    if value in builtin_ids():
        raise click.BadParameter(f"已有自带的规则集 `{value}`，换一个标识")
    return value


def _first(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and (not _DAY.fullmatch(value) or iso_day((value + "-01-01")[:10]) is None):
        raise click.BadParameter(f"`{value}` 不是年、年-月或者日期（如 2024、2024-03、2024-03-01）")
    return value


def _line(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not _LINE.fullmatch(value):
        raise click.BadParameter("要写成一行文字")
    return value


@click.command("new")
@click.argument("region", callback=_id, metavar="标识")
@click.option("--title", callback=_line, metavar="名称", help="办法的名称；不写则待填")
@click.option("--region-name", callback=_line, metavar="地区", help="地区的中文名称；不写则待填")
@click.option(
    "--from", "first", callback=_first, metavar="日期", help="施行之日：年、年-月或者日期；不写则待填"
)
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    help="建在哪个文件夹里；不写则在当前文件夹的 rulesets/，没有就在当前文件夹",
)
@json_option
@lang_option
def new_command(
    region: str,
    title: str | None,
    region_name: str | None,
    first: str | None,
    into: Path | None,
    as_json: bool,
    lang: str,
) -> None:
    """为一个地区建好规则文件夹：能加载，例子都过，规则检查没有意见，内容全部标明是示例。

    例：tolerance new sichuan --title 四川省容错纠错办法 --from 2024
    """
    beside = into if into is not None else Path("rulesets") if Path("rulesets").is_dir() else Path()
    folder = beside / region
    if folder.exists():
        raise click.BadParameter(f"`{folder}` 已经存在，不覆盖", param_hint="标识")
    files = scaffold(region, title or f"（待填：{region} 的办法名称）", region_name or "（待填）", first)
    load_text(next(iter(files.values())))  # whatever a name may hold, nothing is written that does not load
    written = [(folder / name).as_posix() for name in files]
    try:
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, "utf-8")
    except OSError as error:
        message = f"写不了 `{error.filename}`（{error.strerror}）"
        raise click.BadParameter(message, param_hint="--into") from None
    if as_json:
        print_json({"ruleset": region, "files": written})
        return
    rules = written[0]
    said = Words(
        "\n".join(
            [
                "建好了：",
                *(f"  {path}" for path in written),
                "接下来：",
                f"  tolerance show {rules}            # 引擎怎样理解它",
                f"  tolerance test --mutate {rules}   # 例子，以及例子守没守住每一个条件",
                f"  tolerance lint {rules}            # 规则检查",
            ]
        ),
        "\n".join(
            [
                "created:",
                *(f"  {path}" for path in written),
                "next:",
                f"  tolerance show {rules}            # as the engine understands it",
                f"  tolerance test --mutate {rules}   # the rule tests, and whether they guard every condition",
                f"  tolerance lint {rules}            # what is doubtful about it",
            ]
        ),
    )
    click.echo(said.en if lang == "en" else said.zh)

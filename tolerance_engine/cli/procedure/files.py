"""`tolerance procedure verify | export | import`: is a record what it was, and how it travels."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import click

from tolerance_engine.cli.common import as_lang, draw, json_option, lang_option, print_json
from tolerance_engine.cli.procedure.store import (
    calendar_option,
    heads_page,
    ruleset_of,
    ruleset_option,
    store_option,
)
from tolerance_engine.diagnostics import Diagnostic, unreadable
from tolerance_engine.errors import RecordError
from tolerance_engine.procedure.calendar_file import load_calendar
from tolerance_engine.procedure.record import Log, Store, read_heads, read_logs
from tolerance_engine.procedure.record.faults import unknown_record
from tolerance_engine.procedure.verification import RecordCheck, check_record
from tolerance_engine.source import Words


@click.command("verify")
@click.argument("record", required=False, metavar="[编号]")
@click.option("--store", "-s", type=click.Path(), help="存储文件")
@click.option("--file", "-f", "file", type=click.Path(), help="导出的 JSON Lines 文件，代替存储文件")
@click.option(
    "--head", type=click.Path(), help="另存的摘要（export --heads）；有它才看得出末尾被截去、整份不见"
)
@ruleset_option
@calendar_option
@json_option
@lang_option
def verify_command(
    record: str | None,
    store: str | None,
    file: str | None,
    head: str | None,
    ruleset: str | None,
    calendar: str | None,
    as_json: bool,
    lang: str,
) -> None:
    """核对记录：每条与摘要相符，首尾相接，与另存的摘要接得上，重放得到同样的状态。有一处不符即以 1 退出。

    不写编号则核对全部，包括另存的摘要里有、现在没有的。

    例：tolerance procedure verify 2024-017 --store cases.db --head head.json
    """
    if (store is None) == (file is None):
        raise click.UsageError("写 --store 或者 --file，只写一个")
    heads = {each.record: each for each in read_heads(_content(head), head)} if head else {}
    chosen = load_calendar(calendar) if calendar else None

    def check(name: str, read: Callable[[], Log]) -> RecordCheck:
        rules = partial(ruleset_of, named=ruleset)
        return check_record(name, read, rules, head=heads.get(name), calendar=chosen)

    if store is not None:
        with Store(store) as opened:
            names = [record] if record else [*dict.fromkeys([*(h.record for h in opened.heads()), *heads])]
            found = [check(name, partial(opened.read, name)) for name in names]
    else:
        assert file is not None
        found = _checked_file(file, [record] if record else [], [*heads], check)
    if as_json:
        data = [each.as_data(as_lang(lang)) for each in found]
        print_json(data[0] if record else data)
    else:
        for each in found:
            draw(each.page(as_lang(lang)))
    sys.exit(0 if all(each.sound for each in found) else 1)


def _checked_file(
    file: str, wanted: list[str], known: list[str], check: Callable[[str, Callable[[], Log]], RecordCheck]
) -> list[RecordCheck]:
    content = _content(file)
    try:
        logs = {log.record: log for log in read_logs(content, file)}
    except RecordError as error:
        return [RecordCheck(wanted[0] if wanted else Path(file).name, None, False, 0, error.diagnostics)]

    def read(name: str) -> Log:
        if name not in logs:
            raise unknown_record(name, logs)
        return logs[name]

    return [check(name, partial(read, name)) for name in wanted or dict.fromkeys([*logs, *known])]


@click.command("export")
@click.argument("records", nargs=-1, metavar="[编号…]")
@store_option
@click.option("--output", "-o", type=click.Path(), help="写到文件；写完整了才换上去")
@click.option("--heads", is_flag=True, help="只导出各份记录的摘要（一个 JSON 数组，只有一份时是一个对象）")
def export_command(records: tuple[str, ...], store: str, output: str | None, heads: bool) -> None:
    """导出记录为 JSON Lines，一行一条；不写编号则全部。摘要请存到记录之外的地方。

    例：tolerance procedure export --store cases.db -o cases.jsonl
    """
    with Store(store) as opened:
        if heads:
            chosen = [opened.read(record).head for record in records] if records else list(opened.heads())
            data = [head.as_data() for head in chosen]
            pieces: Iterable[str] = [
                json.dumps(data[0] if len(records) == 1 else data, ensure_ascii=False, indent=2) + "\n"
            ]
        else:
            pieces = list(opened.export(records or None))
    if output is None:
        for piece in pieces:
            click.echo(piece, nl=False)
    else:
        _write_whole(Path(output), pieces)


@click.command("import")
@click.argument("file", type=click.Path())
@store_option
@json_option
@lang_option
def import_command(file: str, store: str, as_json: bool, lang: str) -> None:
    """从 JSON Lines 读入记录。已有的记录只接着写，从不覆盖；有一份接不上，就都不读入。

    例：tolerance procedure import cases.jsonl --store other.db
    """
    with Store(store, create=True) as opened:
        heads = opened.load(_content(file), file)
    if as_json:
        print_json([head.as_data() for head in heads])
    else:
        draw(heads_page(heads, as_lang(lang)))


def _content(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise RecordError([unreadable("F280", path, error)]) from None


def _write_whole(path: Path, pieces: Iterable[str]) -> None:
    """Write beside the file, to the disk, then take its place: whoever reads it sees the old or the new, whole."""
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="\n", dir=path.parent, delete=False
        ) as made:
            try:
                made.writelines(pieces)
                made.flush()
                os.fsync(made.fileno())
                Path(made.name).replace(path)
                _settle(path.parent)
            except BaseException:
                Path(made.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        message = Words(
            f"写不了文件 `{path}`（{error.strerror}）", f"cannot write `{path}` ({error.strerror})"
        )
        raise RecordError([Diagnostic("F281", message)]) from None


def _settle(folder: Path) -> None:
    """Bring the new name to the disk too, where the system lets a folder be opened for that."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

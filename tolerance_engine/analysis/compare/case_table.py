"""Real cases from a folder of case files or a table: read one by one, what cannot be read is told and kept apart."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

from tolerance_engine.determine import Case, load_case
from tolerance_engine.diagnostics import Diagnostic, unreadable
from tolerance_engine.errors import CaseError
from tolerance_engine.ruleset.model import Linked
from tolerance_engine.source import Position, Span, Words

Named = tuple[str, Case | CaseError]

_TRUTHS = {"true": True, "false": False, "是": True, "否": False}
_TEXTS = ("case", "title", "note", "conduct_date", "determination_date")


def read_cases(path: str | Path, *rulesets: Linked) -> Iterator[Named]:
    """Cases by name: every .yaml, .yml and .json file of a folder in order of name, or the rows of a .csv file,
    or one case file.

    A table has a header. `case`, `title`, `note` and the two dates are those of a case; any other column is a
    fact, or a finding where one of `rulesets` has a dimension or definition of that name. An empty cell is not
    established. Raises CaseError where nothing can be read at all.
    """
    place = Path(path)
    if place.is_dir():
        files = sorted(each for each in place.iterdir() if each.suffix in (".yaml", ".yml", ".json"))
        if not files:
            message = Words(f"文件夹 `{path}` 里没有案件文件", f"there is no case file in `{path}`")
            help_ = Words("案件文件以 .yaml 或 .json 结尾", "case files end in .yaml or .json")
            raise CaseError([Diagnostic("V010", message, help=help_)])
        for each in files:
            yield each.name, _loaded(each)
    elif place.suffix == ".csv":
        yield from _table(place, str(path), rulesets)
    else:
        yield place.name, load_case(path)


def _loaded(path: Path) -> Case | CaseError:
    try:
        return load_case(path)
    except CaseError as error:
        return error


def _table(path: Path, name: str, rulesets: tuple[Linked, ...]) -> Iterator[Named]:
    try:
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        raise CaseError([unreadable("V011", name, error)]) from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        message = Words(f"`{name}` 不是 UTF-8 编码的文本", f"`{name}` is not UTF-8 text")
        help_ = Words("另存为“CSV UTF-8”后再试", "save it as CSV in UTF-8 and try again")
        raise CaseError([Diagnostic("V011", message, help=help_)]) from None
    reader = csv.reader(StringIO(text))
    header = [column.strip() for column in next(reader, [])]
    if not any(header) or len(set(header)) < len(header):
        message = Words(
            f"`{name}` 的第一行要写各列的名称，不能重复、不能空着",
            f"the first row of `{name}` names the columns, each once",
        )
        raise CaseError([Diagnostic("V012", message, Position(Span(name, 1, 1, 1, 1), ",".join(header)))])
    findings = {each for linked in rulesets for each in (*linked.dimensions, *linked.definitions)}
    findings -= {each for linked in rulesets for each in linked.facts}
    for row in reader:
        if any(cell.strip() for cell in row):
            yield _row(name, reader.line_num, header, row, findings)


def _row(name: str, line: int, header: list[str], row: list[str], findings: set[str]) -> Named:
    data: dict[str, Any] = {"facts": {}, "findings": {}}
    for column, cell in zip(header, row, strict=False):
        value: Any = _TRUTHS.get(cell.strip(), cell.strip())
        if value == "":
            continue
        if column in _TEXTS:
            data[column] = cell.strip()
        else:
            data["findings" if column in findings else "facts"][column] = value
    called = data.get("case") or f"{name}:{line}"
    here = Position(Span(name, line, 1, line, 1), ",".join(row))
    if len(row) > len(header):
        message = Words(
            f"这一行有 {len(row)} 格，表头只有 {len(header)} 列", f"{len(row)} cells, {len(header)} columns"
        )
        return called, CaseError([Diagnostic("V012", message, here)])
    try:
        return called, Case(**data)
    except CaseError as error:
        placed = [Diagnostic(d.code, d.message, here, d.help) for d in error.diagnostics]
        return called, CaseError(placed)

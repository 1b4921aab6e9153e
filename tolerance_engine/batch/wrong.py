"""Wrong: rows that cannot be used, by their values or because they contradict themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa

from tolerance_engine.batch.bits import rows_of
from tolerance_engine.batch.facing import chosen
from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.errors import BatchError
from tolerance_engine.source import Words

IMPOSSIBLE = Words("陈述不可能同时成立", "the statements cannot all hold")

SHOWN = 20
"""Wrong rows that an error names; the others are counted."""


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A row that cannot be used, counted from 0 over the whole table: where, and why."""

    row: int
    column: str | None
    code: str
    message: Words


@dataclass(frozen=True, slots=True)
class Wrong:
    """The rows of a block that cannot be used: by their values, or (a plane) because they contradict themselves."""

    values: tuple[WrongRow, ...]
    impossible: int
    first: int

    @property
    def count(self) -> int:
        """How many rows."""
        return len({each.row for each in self.values}) + self.impossible.bit_count()

    def rows(self, most: int | None = None) -> list[WrongRow]:
        """The rows, at most `most` of each kind."""
        clash = rows_of(self.impossible, self.impossible.bit_length())[:most]
        return [*self.values[:most], *(WrongRow(self.first + row, None, "K020", IMPOSSIBLE) for row in clash)]


def error_column(wrong: Wrong, rows: int) -> pa.Array:
    """Why each row that cannot be used cannot; null for the others."""
    column = chosen([0, wrong.impossible], pa.array(["", f"K020 {IMPOSSIBLE.zh}"]), rows, wrong.impossible)
    if not wrong.values:
        return column.cast(pa.string())
    found: list[str | None] = column.to_pylist()
    for each in wrong.values:
        place = each.row - wrong.first
        said = f"{each.code} `{each.column}`：{each.message.zh}"
        found[place] = f"{found[place]}；{said}" if found[place] else said
    return pa.array(found, pa.string())


class Tally:
    """Rows that cannot be used, counted; the first ones are kept to be shown."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet = quiet
        self.count, self.shown = 0, list[WrongRow]()

    def add(self, wrong: Wrong, named: Callable[[int], list[WrongRow]]) -> None:
        """Counts the rows of a block; `named` tells the first ones, at most so many."""
        if not self.quiet and wrong.count:
            self.count += wrong.count
            self.shown += named(SHOWN - len(self.shown))

    def raise_if_any(self, rows: int) -> None:
        """Raises BatchError when rows were counted."""
        if self.count:
            raise_wrong(self.count, self.shown, rows)


def raise_wrong(count: int, shown: Sequence[WrongRow], rows: int) -> None:
    """Raises the BatchError for rows that cannot be used."""
    message = Words(
        f"{rows} 行里有 {count} 行不能用，没有给出结果",
        f"{count} of {rows} rows cannot be used; no result is given",
    )
    help_ = Words(
        '改好这些行，或者用 errors="column"（命令行 --errors-to），把原因写出来',
        'mend these rows, or let errors="column" (--errors-to on the command line) write down why',
    )
    raise BatchError([Diagnostic("B010", message, help=help_), *map(told, shown)], count)


def told(wrong: WrongRow) -> Diagnostic:
    """A wrong row as a diagnostic; rows are counted from 1 as a person does."""
    place = f"，列 `{wrong.column}`" if wrong.column else ""
    english = f", column `{wrong.column}`" if wrong.column else ""
    return Diagnostic(
        wrong.code,
        Words(
            f"第 {wrong.row + 1} 行{place}：{wrong.message.zh}",
            f"row {wrong.row + 1}{english}: {wrong.message.en}",
        ),
    )


ERRORS = pa.schema(
    [("row", pa.int64()), ("column", pa.string()), ("code", pa.string()), ("message", pa.string())]
)


def error_table(wrong: Iterable[WrongRow], first: int = 0) -> pa.Table:
    """Wrong rows as a table; `first` is the number of the first row."""
    rows = [
        {"row": each.row + first, "column": each.column, "code": each.code, "message": each.message.zh}
        for each in wrong
    ]
    return pa.Table.from_pylist(rows, ERRORS)

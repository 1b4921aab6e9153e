"""Cut: a column of values into planes, one for each cell of its variable, and the rows whose value is none.

The same values are accepted, and fall into the same cells, as in `determine` row by row. Texts, choices and
lists are looked up once for each different value; numbers and dates are compared with the few thresholds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tolerance_engine.batch.bits import from_flags, full, plane_of, rows_of, truths, validity
from tolerance_engine.batch.scales import as_days, below_each, days_from_each, wrong_numbers
from tolerance_engine.diagnostics import choices
from tolerance_engine.ruleset.model import Fact
from tolerance_engine.ruleset.values import BadValue, typed_value
from tolerance_engine.ruleset.variables import Variable
from tolerance_engine.source import Words

FEW = 24
"""Different values up to which each is compared by itself; past that every row is looked up in a table."""


WORDS: Mapping[Any, bool] = {"true": True, "false": False}
"""How a table of texts writes booleans."""


@dataclass(slots=True)
class Cut:
    """What a column says: for each cell the rows that may be in it, and for each wrong row why."""

    cells: list[int]
    known: int
    wrong: dict[int, BadValue] = field(default_factory=dict)


class Cutter:
    """Cuts the columns of one fact or finding. `cell_of` gives the cell of a plain value or raises BadValue."""

    def __init__(self, arity: int, cell_of: Callable[[Any], int]) -> None:
        self.arity, self.cell_of = arity, cell_of

    def cut(self, array: pa.Array) -> Cut:
        """The planes of a column of any accepted type."""
        kind = array.type
        if pa.types.is_null(kind):
            rows = full(len(array))
            return Cut([rows] * self.arity, 0)
        if pa.types.is_boolean(kind) and self.arity == 2:
            return self._flags(array)
        if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
            return self._lists(array)
        return self._looked_up(array)

    def _flags(self, array: pa.Array) -> Cut:
        rows = full(len(array))
        known = validity(array)
        yes = truths(array, known)
        return Cut([rows ^ yes, yes | (rows ^ known)], known)

    def _looked_up(self, array: pa.Array) -> Cut:
        """Each different value once."""
        if not pa.types.is_dictionary(array.type):
            array = array.dictionary_encode()
        known = validity(array)
        words = array.dictionary.to_pylist()
        cells = [self._cell(word) for word in words]
        kept = array.indices
        planes = [0] * self.arity
        wrong: dict[int, BadValue] = {}
        silent = 0

        def rows_with(chosen: list[int]) -> int:
            if len(words) <= FEW:
                plane = 0
                for number in chosen:
                    plane |= truths(pc.equal(kept, pa.scalar(number, kept.type)))
                return plane
            marks = [False] * len(words)
            for number in chosen:
                marks[number] = True
            return truths(pc.take(pa.array(marks), kept))

        by_cell: dict[Any, list[int]] = {}
        for number, cell in enumerate(cells):
            by_cell.setdefault(cell if isinstance(cell, int | None) else "wrong", []).append(number)
        for cell, chosen in by_cell.items():
            if cell == "wrong":
                bad = rows_with(chosen) & known
                places = kept.to_pylist() if bad else []
                wrong = {row: cells[places[row]] for row in rows_of(bad, len(array))}
            elif cell is None:
                silent = rows_with(chosen) & known
            else:
                planes[cell] = rows_with(chosen) & known
        return _opened(planes, known & ~silent, wrong, len(array))

    def _cell(self, word: Any) -> int | BadValue | None:
        if word is None or word == "unknown":
            return None
        try:
            return self.cell_of(_plain(word))
        except BadValue as bad:
            return bad

    def _lists(self, array: pa.Array) -> Cut:
        """Several values in one row narrow a fact; one is its value; none or null leaves it open."""
        memo: dict[Any, tuple[int, ...] | BadValue] = {}
        every = tuple(range(self.arity))
        flags: list[list[bool]] = [[] for _ in every]
        known: list[bool] = []
        wrong: dict[int, BadValue] = {}
        for row, values in enumerate(array.to_pylist()):
            key = tuple(values or ())
            cells = memo.get(key)
            if cells is None:
                cells = memo[key] = self._narrowed(key) if key else every
            if isinstance(cells, BadValue):
                wrong[row] = cells
                cells = every
            known.append(len(set(key)) == 1 and key[0] != "unknown" and row not in wrong)
            for cell in every:
                flags[cell].append(cell in cells)
        return Cut([from_flags(each) for each in flags], from_flags(known), wrong)

    def _narrowed(self, values: tuple[Any, ...]) -> tuple[int, ...] | BadValue:
        if len(values) == 1 and values[0] == "unknown":
            return tuple(range(self.arity))
        found = set()
        for value in values:
            cell = self._cell(value)
            if cell is None:
                return BadValue(
                    Words("列表里有尚未查明的值", "the list holds a value that is not established"),
                    Words(
                        "列出仍然可能的值；都可能就写空值", "list the values still possible, or write null"
                    ),
                )
            if isinstance(cell, BadValue):
                return cell
            found.add(cell)
        return tuple(sorted(found))


class FactCutter(Cutter):
    """Cuts the columns of a fact; a fact that no condition asks for only has its values checked."""

    def __init__(self, fact: Fact, variable: Variable | None, *, texts: bool = False) -> None:
        self.fact, self.variable = fact, variable
        words = WORDS if texts and fact.type == "boolean" else {}

        def cell_of(value: Any) -> int:
            typed = typed_value(fact, words.get(value, value))
            return variable.cell_of(typed) if variable is not None else 0

        super().__init__(len(variable.cells) if variable is not None else 1, cell_of)

    def cut(self, array: pa.Array) -> Cut:
        """The planes of the column."""
        kind = array.type
        if self.fact.type == "boolean" and pa.types.is_boolean(kind) and self.variable is None:
            return Cut([full(len(array))], validity(array))
        if self.fact.type == "number" and (
            pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
        ):
            return _numbers(self.fact, self.variable, array)
        if self.fact.type == "date" and pa.types.is_temporal(kind):
            return _days(self.variable, array)
        return super().cut(array)


class FindingCutter(Cutter):
    """Cuts the columns of a finding. Cell i is the i-th of `values`."""

    def __init__(self, name: str, values: tuple[Any, ...], *, texts: bool = False) -> None:
        words = WORDS if texts and values == (True, False) else {}

        def cell_of(value: Any) -> int:
            value = words.get(value, value)
            for cell, option in enumerate(values):
                if value is option or (isinstance(option, str) and value == option):
                    return cell
            shown = str(value).lower() if isinstance(value, bool) else str(value)
            raise BadValue(
                Words(f"`{name}` 的认定意见不能是 `{shown}`", f"the finding on `{name}` cannot be `{shown}`"),
                choices(str(option).lower() for option in values),
            )

        super().__init__(len(values), cell_of)

    def _flags(self, array: pa.Array) -> Cut:
        cut = super()._flags(array)
        return Cut(cut.cells[::-1], cut.known)  # a definition's values are listed true first


def _plain(word: Any) -> Any:
    """A value as a case would carry it."""
    if isinstance(word, float):
        return Decimal(float.__repr__(word))
    if isinstance(word, datetime):
        return word.date() if word == datetime(word.year, word.month, word.day) else word.isoformat()
    return word


def _opened(planes: list[int], known: int, wrong: Mapping[int, BadValue], rows: int) -> Cut:
    """The planes with every row that is not known in all of them."""
    if wrong:
        known &= ~plane_of(wrong, rows)
    open_ = full(rows) ^ known
    return Cut([plane & known | open_ for plane in planes], known, dict(wrong))


def _numbers(fact: Fact, variable: Variable | None, array: pa.Array) -> Cut:
    known = validity(array)
    if pa.types.is_floating(array.type):
        array = array.cast(pa.float64())
    elif pa.types.is_decimal(array.type):
        array = array.cast(pa.decimal256(76, max(array.type.scale, 0)))
    wrong = wrong_numbers(fact, array, known)
    cells = []
    previous = 0
    for plane in below_each(variable._edges if variable is not None else (), array, known):
        cells.append(plane & ~previous)
        previous = plane
    cells.append(known & ~previous)
    return _opened(cells, known, wrong, len(array))


def _days(variable: Variable | None, array: pa.Array) -> Cut:
    days, wrong = as_days(array)
    known = validity(array)
    cells = []
    rest = known
    for after in days_from_each(variable._starts if variable is not None else (), days):
        cells.append(rest & ~after)
        rest = after
    cells.append(rest)
    return _opened(cells, known, wrong, len(array))

"""Run: a block of rows in, the same rows with what follows from them out. Order is kept, no row is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyarrow as pa

from tolerance_engine.batch.bits import full, plane_of, rows_of
from tolerance_engine.batch.cut import WORDS, Cut, Cutter, FactCutter, FindingCutter
from tolerance_engine.batch.dates import DateColumn, Dates
from tolerance_engine.batch.facing import SEPARATOR
from tolerance_engine.batch.kernel import NOTHING, Kernel, Told, kernel_of
from tolerance_engine.batch.result import Result
from tolerance_engine.batch.roles import Role, Roles, roles_of
from tolerance_engine.batch.rows import case_at
from tolerance_engine.batch.singly import told_singly
from tolerance_engine.batch.waiting import Waiting
from tolerance_engine.batch.wanted import Wanted
from tolerance_engine.batch.wrong import Wrong, WrongRow
from tolerance_engine.determine import Verdict
from tolerance_engine.determine.decide import determine, program_for
from tolerance_engine.determine.encoder import encoder
from tolerance_engine.errors import BudgetExceeded, CaseError
from tolerance_engine.expr.nodes import DIMENSION_VALUES
from tolerance_engine.ruleset.model import Fact
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.source import Label

CHUNK = 1 << 17
"""Rows of one block: its planes stay in the processor's cache."""

_BOOLEAN = Cutter(2, lambda value: int(WORDS.get(value, value)))


@dataclass(frozen=True, slots=True)
class _Read:
    """A block once walked. `plain` are the rows that state facts alone: no findings, no squeezing dates."""

    told: Told
    usable: int
    wrong: Wrong
    columns: Sequence[Sequence[int]]
    plain: int


class Batch:
    """A ruleset, a reading and a table's columns, ready for any number of blocks."""

    def __init__(
        self,
        ruleset: Ruleset,
        schema: pa.Schema,
        wanted: Wanted,
        reading: str | None = None,
        *,
        texts: bool = False,
    ) -> None:
        self.ruleset, self.wanted, self.texts = ruleset, wanted, texts
        self.program = program_for(ruleset, reading)
        self.result = Result(ruleset, self.program, wanted)
        given = self.result.given()
        self.roles: Roles = roles_of(ruleset, schema, wanted, [name for name, _ in given], texts=texts)
        fields = [schema.field(place) for place in self.roles.carried]
        self.schema = pa.schema([*fields, *(pa.field(name, kind) for name, kind in given)])
        self.enc = encoder(ruleset)
        self.dates = Dates(ruleset)
        self.cutters = [self._cutter(role) for role in self.roles.stated]
        known = {name for program in ruleset.programs.values() for name, _ in program.stated}
        self.findings = [name for name in self.roles.findings if name in known]
        self.unasked = {name for name, _ in self.enc.unasked}
        self.waiting = Waiting(ruleset, self.program)

    def _cutter(self, role: Role) -> Cutter:
        variable = self.enc.variables.get(role.name)
        if role.part == "fact":
            fact = self.enc.facts.get(role.name) or Fact(role.name, "date", Label(role.name))
            return FactCutter(fact, variable, texts=self.texts)
        values: tuple[Any, ...] = (True, False) if role.kind == "definition" else DIMENSION_VALUES
        return FindingCutter(role.name, values, texts=self.texts)

    # a block ------------------------------------------------------------------------------------------------

    def block(self, block: pa.RecordBatch, first: int = 0) -> tuple[pa.RecordBatch, Wrong]:
        """What follows from the rows of a block, and those that cannot be used. `first` is its first row's number."""
        read = self._determined(block, first)
        carried = [block.column(place) for place in self.roles.carried]
        ask = partial(self._missing_of, block, read)
        added = self.result.columns(block.num_rows, read.told, read.usable, read.wrong, ask)
        return pa.RecordBatch.from_arrays([*carried, *added], schema=self.schema), read.wrong

    def _determined(self, block: pa.RecordBatch, first: int) -> _Read:
        rows = block.num_rows
        told, plain = NOTHING, 0
        columns, usable, wrong, clash, dates = self._read(block, first)
        for condition, part in self.dates.conditions(dates, rows).items():
            if part & usable & ~clash:
                told |= self._told(condition, block, columns, part & usable & ~clash)
            plain |= part if condition == 1 else 0
        for cells in columns[len(self.ruleset.variables) :]:
            plain &= cells[-1]
        clash = (clash | told.impossible) & usable
        return _Read(told, usable & ~clash, Wrong(tuple(wrong), clash, first), columns, plain)

    def _read(
        self, block: pa.RecordBatch, first: int
    ) -> tuple[list[list[int]], int, list[WrongRow], int, Mapping[str, DateColumn]]:
        """The cells of every column, the rows with usable values, what is wrong, clashing dates, and the dates."""
        rows = block.num_rows
        every = full(rows)
        columns = [[every] * len(variable.cells) for variable in self.ruleset.variables]
        columns += [[every] * (len(self._values(name)) + 1) for name in self.findings]
        usable, wrong = every, []
        dates: dict[str, DateColumn] = {}
        truths_of: dict[str, list[int]] = {}
        for role, cutter in zip(self.roles.stated, self.cutters, strict=True):
            array = block.column(role.place)
            cut = cutter.cut(array)
            if cut.wrong:
                usable &= ~plane_of(cut.wrong, rows)
                wrong += [
                    WrongRow(first + row, role.column, "B011", bad.words) for row, bad in cut.wrong.items()
                ]
            self._place(role, cut, columns, every)
            if role.name in self.enc.dates:
                dates[role.name] = DateColumn(array, cut.known)
            elif role.name in self.unasked:  # only its dates can contradict it
                truths_of[role.name] = _BOOLEAN.cut(array).cells
        impossible = self.dates.derive(dates, columns, truths_of, rows) if dates else 0
        return columns, usable, wrong, impossible, dates

    def _values(self, name: str) -> tuple[Any, ...]:
        return (True, False) if name in self.ruleset.linked.definitions else DIMENSION_VALUES

    def _place(self, role: Role, cut: Cut, columns: list[list[int]], every: int) -> None:
        variable = self.enc.variables.get(role.name)
        if variable is not None:
            columns[variable.level] = cut.cells
        elif role.name in self.findings:
            place = len(self.ruleset.variables) + self.findings.index(role.name)
            # a finding that is not stated is in its last cell, not in any of them
            stated = every
            for cell in cut.cells:
                stated &= cell
            columns[place] = [*(cell & ~stated for cell in cut.cells), stated]

    def _told(
        self, condition: int, block: pa.RecordBatch, columns: Sequence[Sequence[int]], rows: int
    ) -> Told:
        kernel = self._kernel(condition)
        if kernel is None:
            ask = partial(case_at, self.ruleset, self.roles.stated, block)
            return told_singly(
                self.ruleset, self.program, ask, rows_of(rows, block.num_rows), self.wanted.give
            )
        return kernel.run(columns, rows)

    def _kernel(self, condition: int) -> Kernel | None:
        """None where what the table states does not fit into one diagram: then row by row. Kept by the ruleset."""
        kept = self.ruleset.cache
        key = ("batch", self.program.reading, tuple(self.findings), self.wanted.give, condition)
        if key not in kept:
            try:
                kept[key] = kernel_of(self.ruleset, self.program, self.findings, self.wanted.give, condition)
            except BudgetExceeded:
                kept[key] = None
        return kept[key]  # type: ignore[no-any-return]

    def verdict(self, block: pa.RecordBatch, row: int, name: str | None = None) -> Verdict:
        """The full verdict of one row of a block. Raises CaseError where it cannot be used."""
        case = case_at(self.ruleset, self.roles.stated, block, row, name)
        return determine(self.ruleset, case, reading=self.program.reading)

    def named(self, block: pa.RecordBatch, wrong: Wrong, most: int) -> list[WrongRow]:
        """The first wrong rows of a block; those that contradict themselves with what clashes in them."""
        found = []
        for each in wrong.rows(max(0, most))[: max(0, most)]:
            said = each.message
            if each.column is None:
                try:
                    self.verdict(block, each.row - wrong.first)
                except CaseError as error:
                    said = error.diagnostics[0].message
            found.append(WrongRow(each.row, each.column, each.code, said))
        return found

    def open_rows(self, block: pa.RecordBatch) -> list[int]:
        """The rows of a block that are undetermined, with the numbers that they have in it."""
        read = self._determined(block, 0)
        return rows_of(read.told.open & read.usable, block.num_rows)

    def _missing_of(self, block: pa.RecordBatch, read: _Read, open_rows: Sequence[int]) -> pa.Array:
        def ask(row: int) -> str:
            return SEPARATOR.join(item.fact for item in self.verdict(block, row).missing)

        return self.waiting.of(read.columns, block.num_rows, open_rows, read.plain, ask)

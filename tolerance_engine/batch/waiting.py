"""Waiting: what undetermined rows still wait for.

What is missing depends only on the function that a row leaves open and on what ties its facts together. Rows
that leave the same open are asked once: all rows share one store, in which equal functions are equal nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyarrow as pa

from tolerance_engine.batch.bits import boolean, numbers
from tolerance_engine.diagram import UNKNOWN, Diagram, Known
from tolerance_engine.diagram.walk import restrict_into
from tolerance_engine.errors import BudgetExceeded
from tolerance_engine.ruleset.program import DEAD, Program, Ruleset

Key = tuple[int, ...]


class Waiting:
    """Keeps what was found for every open function met so far."""

    def __init__(self, ruleset: Ruleset, program: Program) -> None:
        self.ruleset, self.program = ruleset, program
        self.roots = (program.outcome, *(node for node in program.constraints if node != 1))
        self._forget()

    def _forget(self) -> None:
        self.store = Diagram(self.ruleset.diagram.arities, budget=self.ruleset.diagram.budget)
        self.found: dict[Key, str] = {}

    def of(
        self,
        columns: Sequence[Sequence[int]],
        rows: int,
        wanted: Sequence[int],
        plain: int,
        ask: Callable[[int], str],
    ) -> pa.Array:
        """For each of the rows `wanted` what it waits for, null for the others.

        `plain` are the rows that state facts only, each known or open; the others are asked one by one.
        """
        texts: list[str | None] = [None] * rows
        if wanted:
            arities = self.ruleset.diagram.arities
            places = pa.array(wanted, pa.int64())
            by_level = [_codes(columns[level], arity, rows, places) for level, arity in enumerate(arities)]
            simple = boolean(plain, rows).take(places).to_pylist()
            for row, alone, *codes in zip(wanted, simple, *by_level, strict=True):
                known = [code for code in codes if code is not None]
                whole = alone and len(known) == len(codes)
                texts[row] = self._one(known, row, ask) if whole else ask(row)
        return pa.array(texts, pa.string())

    def _one(self, codes: list[int], row: int, ask: Callable[[int], str]) -> str:
        known = Known(codes)
        try:
            key = tuple(
                [restrict_into(self.store, self.ruleset.diagram, root, known, DEAD) for root in self.roots]
            )
        except BudgetExceeded:
            self._forget()
            return ask(row)
        text = self.found.get(key)
        if text is None:
            text = self.found[key] = ask(row)
        return text


def _codes(cells: Sequence[int], arity: int, rows: int, places: pa.Array) -> list[int | None]:
    """The code of a variable in the chosen rows; None where it is narrowed to some of its cells."""
    masks = numbers(cells, rows, pa.int64() if arity > 7 else pa.int8()).take(places).to_pylist()
    code: dict[int, int | None] = {1 << cell: cell for cell in range(arity)}
    code[(1 << arity) - 1] = UNKNOWN if arity > 1 else 0
    return [code.get(mask) for mask in masks]

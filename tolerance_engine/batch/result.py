"""Result: what a block came to, as the columns that are added to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pyarrow as pa

from tolerance_engine.batch.bits import boolean, rows_of, seen
from tolerance_engine.batch.facing import Sets, chosen
from tolerance_engine.batch.kernel import Told
from tolerance_engine.batch.wanted import Wanted
from tolerance_engine.batch.wrong import Wrong, error_column
from tolerance_engine.expr.nodes import DIMENSION_VALUES
from tolerance_engine.ruleset.program import DEAD, DIMENSION_CODES, Program, Ruleset

WORD = pa.dictionary(pa.int8(), pa.string())


class Result:
    """The added columns of a ruleset, a reading and what is wanted; sets of names keep their numbers."""

    def __init__(self, ruleset: Ruleset, program: Program, wanted: Wanted) -> None:
        self.ruleset, self.program, self.wanted = ruleset, program, wanted
        terminals = ruleset.diagram.masks[program.outcome] & ~(1 << DEAD)
        self.terminals = [t for t in range(1, 1 + len(ruleset.outcomes)) if terminals >> t & 1]
        self.words = pa.array([ruleset.outcomes[t - 1] for t in self.terminals], pa.string())
        self.possible = Sets(self.words.to_pylist())
        self.other_possible = {
            name: Sets(ruleset.outcomes) for name in ruleset.programs if "readings" in wanted.give
        }
        self.all_words = pa.array(ruleset.outcomes, pa.string())
        self.applies = Sets(sorted(clausal.id for clausal in program.clausals))
        self.findings_words = pa.array([*DIMENSION_VALUES, "not_established"], pa.string())

    def given(self) -> list[tuple[str, pa.DataType]]:
        """The columns that the result adds."""
        give, found = self.wanted.give, []
        if "outcome" in give:
            found.append(("outcome", WORD))
        if "possible" in give:
            found.append(("possible", self.possible.kind))
        if "decided" in give:
            found.append(("decided", pa.bool_()))
        if "findings" in give:
            found += [(f"finding_{name}", WORD) for name in self.program.dimensions]
        if "applies" in give:
            found.append(("applies", self.applies.kind))
        if "missing" in give:
            found.append(("missing", pa.string()))
        for name, sets in self.other_possible.items():
            found += [(f"outcome_{name}", WORD), (f"possible_{name}", sets.kind)]
        if self.wanted.errors == "column":
            found.append(("error", pa.string()))
        return [(self.wanted.prefix + name, kind) for name, kind in found]

    def columns(
        self, rows: int, told: Told, usable: int, wrong: Wrong, missing: Callable[[Sequence[int]], pa.Array]
    ) -> list[pa.Array]:
        """The added columns of a block. `missing` tells what undetermined rows wait for."""
        give = self.wanted.give
        arrays: list[pa.Array] = []
        decided = usable & ~told.open
        if "outcome" in give:
            planes = [told.decided.get(t, 0) for t in self.terminals]
            arrays.append(chosen(planes, self.words, rows, decided))
        if "possible" in give:
            arrays.append(
                self.possible.column([told.possible.get(t, 0) for t in self.terminals], rows, usable)
            )
        if "decided" in give:
            arrays.append(boolean(decided, rows, usable))
        if "findings" in give:
            arrays += [
                self._finding(told.dimensions.get(name, {}), rows, usable) for name in self.program.dimensions
            ]
        if "applies" in give:
            planes = [told.applies.get(name, 0) for name in self.applies.names]
            arrays.append(self.applies.column(planes, rows, decided))
        if "missing" in give:
            arrays.append(missing(rows_of(told.open & usable, rows)))
        for name, sets in self.other_possible.items():
            reached = told.possible if name == self.program.reading else told.readings.get(name, {})
            arrays += self._reading(reached, sets, rows, usable)
        if self.wanted.errors == "column":
            arrays.append(error_column(wrong, rows))
        return arrays

    def _finding(self, reached: Mapping[int, int], rows: int, usable: int) -> pa.Array:
        planes = [reached.get(DIMENSION_CODES[value], 0) for value in DIMENSION_VALUES]
        _, twice = seen(planes)
        return chosen([*(plane & ~twice for plane in planes), twice], self.findings_words, rows, usable)

    def _reading(self, reached: Mapping[int, int], sets: Sets, rows: int, usable: int) -> list[pa.Array]:
        planes = [reached.get(t, 0) for t in range(1, 1 + len(self.ruleset.outcomes))]
        once, twice = seen(planes)
        decided = usable & once & ~twice
        outcome = chosen([plane & ~twice for plane in planes], self.all_words, rows, decided)
        return [outcome, sets.column(planes, rows, usable)]

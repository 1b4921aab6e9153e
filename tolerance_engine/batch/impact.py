"""Impact: one table under two rulesets, and which rows come out differently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from tolerance_engine.batch.roles import stated_names
from tolerance_engine.batch.run import Batch
from tolerance_engine.batch.tables import cut_up, opened
from tolerance_engine.batch.wanted import Wanted
from tolerance_engine.render.page import Page
from tolerance_engine.render.presentable import Presentable
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.source import Lang


@dataclass(frozen=True, slots=True)
class Move:
    """Rows that come to `before` under the one and `after` under the other; None where they cannot be used.

    Both are outcomes still possible (`a|b`); `row` is the first such row, counted from 0.
    """

    before: str | None
    after: str | None
    count: int
    row: int

    @property
    def same(self) -> bool:
        """Whether nothing changes for these rows."""
        return self.before == self.after


@dataclass(frozen=True)
class BatchImpact(Presentable):
    """What a table's rows come to under `before` and under `after`. Only these rows are counted, no others."""

    before: Ruleset = field(repr=False)
    after: Ruleset = field(repr=False)
    rows: int
    moves: tuple[Move, ...]

    @property
    def differing(self) -> int:
        """The rows that come out differently."""
        return sum(move.count for move in self.moves if not move.same)

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON; counts are text, as in a diff."""
        matrix = [
            {"from": move.before, "to": move.after, "count": str(move.count), "row": move.row}
            for move in self.moves
        ]
        return {
            "before": self.before.id,
            "after": self.after.id,
            "rows": str(self.rows),
            "differing": str(self.differing),
            "matrix": matrix,
        }

    def page(self, lang: Lang = "zh") -> Page:
        """The rows that move, most first."""
        from tolerance_engine.batch.pages import impact_page

        return impact_page(self, lang)


def impact(
    before: Ruleset,
    after: Ruleset,
    table: Any,
    columns: Mapping[str, str],
    other: Sequence[str],
) -> BatchImpact:
    """Both rulesets on the same rows; a column that only one of them knows states nothing to the other."""
    source, _ = opened(table)
    known = [stated_names(ruleset) for ruleset in (before, after)]
    batches = []
    for ruleset, mine, theirs in zip((before, after), known, reversed(known), strict=True):
        mapped = {name: column for name, column in columns.items() if name in mine or name not in theirs}
        foreign = [
            column
            for column in source.schema.names
            if column not in mine
            and (column in theirs or column in columns.values())
            and column not in mapped.values()
        ]
        wanted = Wanted(("possible",), mapped, (*other, *foreign), (), errors="column")
        batches.append(Batch(ruleset, source.schema, wanted, texts=source.texts))
    counts: dict[tuple[str | None, str | None], tuple[int, int]] = {}
    rows = 0
    for block in cut_up(source.blocks(0)):
        sides = [batch.block(block, rows)[0].column("possible").dictionary_decode() for batch in batches]
        place = pa.array(range(rows, rows + block.num_rows), pa.int64())
        pairs = pa.table({"before": sides[0], "after": sides[1], "row": place})
        for row in (
            pairs.group_by(["before", "after"]).aggregate([([], "count_all"), ("row", "min")]).to_pylist()
        ):
            key = (row["before"], row["after"])
            count, first = counts.get(key, (0, row["row_min"]))
            counts[key] = (count + row["count_all"], min(first, row["row_min"]))
        rows += block.num_rows
    moves = [Move(*key, count, first) for key, (count, first) in counts.items()]
    moves.sort(key=lambda move: (move.same, -move.count, move.before or "", move.after or ""))
    return BatchImpact(before, after, rows, tuple(moves))

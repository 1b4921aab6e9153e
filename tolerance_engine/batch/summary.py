"""Summary: a result counted, over the whole table and for each value of a column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from tolerance_engine.batch.facing import SEPARATOR
from tolerance_engine.diagnostics import Diagnostic, nearest
from tolerance_engine.errors import BatchError
from tolerance_engine.render.page import Page
from tolerance_engine.render.presentable import Presentable
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.source import Lang, Words

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Counts:
    """Rows by what they come to. `outcomes` are decided, `open` is by the outcomes still possible (`a|b`)."""

    rows: int
    wrong: int
    outcomes: Mapping[str, int]
    open: Mapping[str, int]

    @property
    def decided(self) -> int:
        """Rows with one outcome left."""
        return sum(self.outcomes.values())

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "rows": self.rows,
            "decided": self.decided,
            "undetermined": sum(self.open.values()),
            "wrong": self.wrong,
            "outcomes": dict(self.outcomes),
            "open": dict(self.open),
        }


@dataclass(frozen=True)
class BatchSummary(Presentable):
    """How many rows come to each outcome, which facts the open ones wait for, and the same by a column.

    `missing` maps facts to the open rows that wait for them, most first; None where the result does not tell.
    `groups` maps the values of the column `by` to their counts; a null is ``None``.
    """

    ruleset: Ruleset = field(repr=False)
    total: Counts
    missing: Mapping[str, int] | None
    by: str | None
    groups: Mapping[str | None, Counts]

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        groups = [{"value": value, **counts.as_data()} for value, counts in self.groups.items()]
        return {
            "ruleset": self.ruleset.id,
            **self.total.as_data(),
            "missing": None if self.missing is None else dict(self.missing),
            "by": self.by,
            "groups": groups,
        }

    def page(self, lang: Lang = "zh") -> Page:
        """The counts as tables."""
        from tolerance_engine.batch.pages import summary_page

        return summary_page(self, lang)


class Counting:
    """Counts blocks of a result as they pass."""

    def __init__(
        self, ruleset: Ruleset, names: Sequence[str], *, by: str | None = None, prefix: str = ""
    ) -> None:
        self.ruleset, self.by = ruleset, by
        self.possible, self.lacking = prefix + "possible", prefix + "missing"
        self.tells_missing = self.lacking in names
        self.found: Counter[tuple[Any, str | None]] = Counter()
        self.waiting: Counter[str] = Counter()
        for name in (self.possible, *([by] if by else [])):
            if name not in names:
                message = Words(f"结果里没有 `{name}` 这一列", f"the result has no column `{name}`")
                raise BatchError([Diagnostic("B003", message, help=nearest(name, names))])

    def add(self, block: pa.RecordBatch) -> None:
        """Counts the rows of a block."""
        columns = {"possible": _plain(block.column(self.possible))}
        if self.by:
            columns["by"] = _plain(block.column(self.by)).cast(pa.string())
        counted = pa.table(columns).group_by(list(columns)).aggregate([([], "count_all")])
        for row in counted.to_pylist():
            self.found[row.get("by"), row["possible"]] += row["count_all"]
        if self.tells_missing:
            for each in pc.value_counts(_plain(block.column(self.lacking)).drop_null()).to_pylist():
                for name in each["values"].split(SEPARATOR):
                    self.waiting[name] += each["counts"]

    def summary(self) -> BatchSummary:
        """What was counted so far."""
        groups: dict[str | None, Counter[str | None]] = {}
        total: Counter[str | None] = Counter()
        for (value, possible), count in self.found.items():
            groups.setdefault(value, Counter())[possible] += count
            total[possible] += count
        ordered = sorted(groups, key=lambda value: (value is None, value or ""))
        return BatchSummary(
            ruleset=self.ruleset,
            total=self._counts(total),
            missing=dict(self.waiting.most_common()) if self.tells_missing else None,
            by=self.by,
            groups={value: self._counts(groups[value]) for value in ordered} if self.by else {},
        )

    def _counts(self, found: Mapping[str | None, int]) -> Counts:
        order = {name: place for place, name in enumerate(self.ruleset.outcomes)}
        decided = {name: count for name, count in found.items() if name is not None and SEPARATOR not in name}
        open_ = {name: count for name, count in found.items() if name is not None and SEPARATOR in name}
        return Counts(
            rows=sum(found.values()),
            wrong=found.get(None, 0),
            outcomes=dict(sorted(decided.items(), key=lambda item: order[item[0]])),
            open=dict(sorted(open_.items(), key=lambda item: (-item[1], item[0]))),
        )


def _plain(column: pa.Array) -> pa.Array:
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def summarised(
    ruleset: Ruleset, names: Sequence[str], blocks: Iterable[pa.RecordBatch], by: str | None, prefix: str
) -> BatchSummary:
    """The summary of a result's blocks."""
    counter = Counting(ruleset, names, by=by, prefix=prefix)
    for block in blocks:
        counter.add(block)
    return counter.summary()

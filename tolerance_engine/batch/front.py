"""The front of the room: tables of any kind in, the same kind out. Arrow is imported when first needed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.errors import BatchError
from tolerance_engine.source import Words

if TYPE_CHECKING:
    from tolerance_engine.batch.impact import BatchImpact
    from tolerance_engine.batch.summary import BatchSummary
    from tolerance_engine.determine import Verdict
    from tolerance_engine.ruleset.program import Ruleset


def determine_batch(
    ruleset: Ruleset,
    table: Any,
    *,
    reading: str | None = None,
    give: Collection[str] | None = None,
    columns: Mapping[str, str] | None = None,
    other: Collection[str] = (),
    keep: Collection[str] | None = None,
    prefix: str = "",
    errors: str = "raise",
    out: Any = None,
) -> Any:
    """What follows from `ruleset` for every row of `table`: the same rows in the same order, with columns added.

    `table` is a pyarrow Table, RecordBatch, RecordBatchReader or Dataset, a pandas or polars DataFrame, or the
    path of a Parquet, Arrow, CSV or JSONL file, a DuckDB relation, or a Spark DataFrame (worked out by Spark's
    workers when it is asked for rows). A Table, RecordBatch or DataFrame comes back as what it was; a reader, a
    dataset, a relation or a path comes back as a RecordBatchReader that holds one block of rows at a time. With
    `out`, the path of a file, the result is written there, whole or not at all, and the number of rows returned.

    A column is a fact, a dimension or a definition by its name, or by `columns`, which maps such names to
    columns. A null is not established, a list of several values narrows. `other` names columns that state
    nothing, `keep` those that the result has (all when None); `prefix` goes before the names of added columns.

    `give` chooses what is added: `outcome` (null while undetermined), `possible` (`a|b`, best first), `decided`,
    `findings` (`finding_` and the dimension), `applies`, `missing` (of undetermined rows; worked out one by one),
    and `readings` (`outcome_` and `possible_` for each reading), which is not given unless asked for.

    Every answer is the one that `determine` gives for the row. Raises BatchError before a row is read for
    columns that cannot be used, and after all are read for rows that cannot; with `errors="column"` such rows
    are null in the result and say why in `error`.
    """
    need_arrow()
    from tolerance_engine.batch.tables import determined
    from tolerance_engine.batch.wanted import wanted

    asked = wanted(give, columns, other, keep, prefix, errors)
    if type(table).__module__.startswith("pyspark."):
        if out is not None:
            raise BatchError([_spark_writes(out)])
        from tolerance_engine.batch.spark import determined_by_spark

        return determined_by_spark(ruleset, table, asked, reading)
    return determined(ruleset, table, asked, reading, out)


def batch_errors(
    ruleset: Ruleset,
    table: Any,
    *,
    reading: str | None = None,
    columns: Mapping[str, str] | None = None,
    other: Collection[str] = (),
) -> Any:
    """The rows that cannot be used, as a pyarrow Table: `row` (from 0), `column`, `code`, `message`.

    A row that contradicts itself or what the ruleset assumes has no column. Raises BatchError for columns that
    cannot be used.
    """
    need_arrow()
    from tolerance_engine.batch.tables import wrong_rows
    from tolerance_engine.batch.wanted import wanted

    return wrong_rows(ruleset, table, wanted((), columns, other, (), "", "column"), reading)


def batch_verdicts(
    ruleset: Ruleset,
    table: Any,
    rows: Collection[int],
    *,
    reading: str | None = None,
    columns: Mapping[str, str] | None = None,
    other: Collection[str] = (),
) -> tuple[Verdict, ...]:
    """The full verdicts of chosen rows, with explanation, witnesses and all; `rows` count from 0.

    Raises BatchError for a row that the table does not have, CaseError for one that cannot be used.
    """
    need_arrow()
    from tolerance_engine.batch.tables import verdicts
    from tolerance_engine.batch.wanted import wanted

    return verdicts(ruleset, table, tuple(rows), wanted((), columns, other, (), "", "column"), reading)


def batch_summary(ruleset: Ruleset, result: Any, *, by: str | None = None, prefix: str = "") -> BatchSummary:
    """A result of `determine_batch` counted: outcomes, what is open, what the open rows wait for.

    `by` counts each value of a column (a region, a year) by itself. The result must have `possible`; which facts
    the open rows wait for is told where it has `missing`. Raises BatchError for a column that is not there.
    """
    need_arrow()
    from tolerance_engine.batch.summary import summarised
    from tolerance_engine.batch.tables import cut_up, opened

    source, _ = opened(result)
    return summarised(ruleset, source.schema.names, cut_up(source.blocks(0)), by, prefix)


def batch_impact(
    before: Ruleset,
    after: Ruleset,
    table: Any,
    *,
    columns: Mapping[str, str] | None = None,
    other: Collection[str] = (),
) -> BatchImpact:
    """Which rows of `table` come out differently under `after` than under `before`, and how.

    A column that only one of the rulesets knows states nothing to the other. Raises BatchError for a column
    that neither knows.
    """
    need_arrow()
    from tolerance_engine.batch.impact import impact

    return impact(before, after, table, dict(columns or {}), tuple(other))


def _spark_writes(out: Any) -> Diagnostic:
    message = Words(
        f"写不了 `{out}`：Spark 的表由 Spark 写", f"cannot write `{out}`: Spark writes its own tables"
    )
    help_ = Words(
        "去掉 out，用结果的 write，如 result.write.parquet(…)",
        "leave out `out` and use the result's `write`, as in result.write.parquet(…)",
    )
    return Diagnostic("B012", message, help=help_)


def need_arrow() -> None:
    """Raises BatchError where pyarrow is not installed."""
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        message = Words("批量判定要用 pyarrow，没有安装", "batches need pyarrow, which is not installed")
        help_ = Words(
            "安装附加依赖：pip install 'tolerance-engine[batch]'",
            "install the extra: pip install 'tolerance-engine[batch]'",
        )
        raise BatchError([Diagnostic("B001", message, help=help_)]) from None

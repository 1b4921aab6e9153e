"""DuckDB: a query that reads and joins files, a block of rows at a time over Arrow.

Arrow exchange, not a registered function: that one is called for 2 048 rows at a time, which is too few for a
walk to be worth its start, gives back one column, and measured about half as fast.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from tolerance_engine.batch.sources import Source

ROWS = 1 << 17


def is_relation(table: Any) -> bool:
    """Whether a table is a relation of DuckDB."""
    kind = type(table)
    return kind.__name__ == "DuckDBPyRelation" and kind.__module__.split(".")[0] in ("duckdb", "_duckdb")


def relation_source(relation: Any) -> Source:
    """The rows of a relation in the order that DuckDB gives them; at most one block is held."""

    def blocks(first: int) -> Iterator[pa.RecordBatch]:
        reader = _reader(relation)
        for block in reader:
            if first >= block.num_rows:
                first -= block.num_rows
                continue
            yield block.slice(first)
            first = 0

    return Source(_reader(relation.limit(0)).schema, blocks)


def _reader(relation: Any) -> pa.RecordBatchReader:
    """DuckDB has renamed it along the way."""
    for name in ("to_arrow_reader", "fetch_arrow_reader", "fetch_record_batch"):
        method = getattr(relation, name, None)
        if method is not None:
            return method(ROWS)
    return pa.RecordBatchReader.from_stream(relation)

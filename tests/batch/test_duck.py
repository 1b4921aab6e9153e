"""DuckDB: queries that read and join files go in, a reader comes out that DuckDB reads again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest

import tolerance_engine as te
from tests.batch.small import loaded

ROWS: dict[str, list[Any]] = {
    "id": [*range(300_000)],
    "gain": [False, True, None] * 100_000,
    "loss": [10, 10, 5000] * 100_000,
}


def test_files_joined(tmp_path: Path) -> None:
    """A join of a Parquet and a CSV file, in the order that the query asks for; rows equal those of a table."""
    table = pa.table(ROWS).slice(0, 3_000)
    pq.write_table(table.select(["id", "gain"]), tmp_path / "one.parquet")
    pacsv.write_csv(table.select(["id", "loss"]), tmp_path / "two.csv")
    with duckdb.connect() as connection:
        relation = connection.sql(
            f"SELECT * FROM '{tmp_path}/one.parquet' JOIN '{tmp_path}/two.csv' USING (id) ORDER BY id"
        )
        found = te.determine_batch(loaded(), relation, other=["id"])
        assert isinstance(found, pa.RecordBatchReader)
        result = found.read_all()
    alone = te.determine_batch(loaded(), table, other=["id"])
    assert result.to_pylist() == alone.to_pylist()


def test_a_block_at_a_time() -> None:
    """Many rows come in several blocks, in order, none lost; DuckDB counts the result by its name."""
    table = pa.table(ROWS)
    with duckdb.connect() as connection:
        connection.register("cases", table)
        relation = connection.table("cases")
        sizes = []
        reader = te.determine_batch(loaded(), relation, other=["id"], keep=["id"], give=["outcome"])
        ids = 0
        for block in reader:
            sizes.append(block.num_rows)
            assert block["id"][0].as_py() == ids
            ids += block.num_rows
        assert sum(sizes) == 300_000
        assert len(sizes) > 1
        result = te.determine_batch(loaded(), relation, other=["id"], give=["outcome"])
        counted = duckdb.from_arrow(result).aggregate("outcome, count(*)", "outcome").fetchall()
    assert dict(counted) == {"tolerated": 100_000, "refused": 100_000, None: 100_000}


def test_columns_are_checked_before_a_row_is_read() -> None:
    """A column that states nothing is named, as for any table."""
    with duckdb.connect() as connection, pytest.raises(te.BatchError) as error:
        te.determine_batch(loaded(), connection.sql("SELECT true AS gian"))
    assert [each.code for each in error.value.diagnostics] == ["B004"]

"""Cases that lie elsewhere: a DuckDB query, a Spark table, and the ruleset as SQL in DuckDB and SQLite.

The same rows everywhere: the shipped rulesets at fact level, some facts hidden, contradictory rows left out.
That all say what single verdicts say is a test (`tests/batch`, `tests/sql`); here it is only measured.
"""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from own import SHIPPED, Settings

from batch import NARROW, plausible, usable

UNKNOWN = 0.1
GRAVE = 0.03
REPEAT = 3


def elsewhere(settings: Settings) -> dict[str, Any]:
    """Rows a second of every way, by ruleset; the last reading, which asks most."""
    import tolerance_engine as te

    rulesets = []
    for name in SHIPPED:
        ruleset = te.load_ruleset(name, reading=te.load_ruleset(name).readings[-1])
        table = usable(ruleset, plausible(ruleset, settings.count(1_000_000), UNKNOWN, GRAVE))
        rulesets.append((name, ruleset, table))
    ways: dict[str, Callable[[Any, pa.Table], tuple[int, float] | str]] = {
        "Arrow": _arrow,
        "DuckDB 查询，Arrow 交换": _duckdb,
        "Spark，`mapInArrow`，两个工作线程": _spark,
        "SQL，DuckDB 里": _sql_duckdb,
        "SQL，SQLite 里": _sql_sqlite,
    }
    found = []
    for way, run in ways.items():
        for name, ruleset, table in rulesets:
            told = run(ruleset, table)
            row: dict[str, Any] = {"way": way, "ruleset": name}
            if isinstance(told, str):
                found.append({**row, "absent": told})
            else:
                rows, seconds = told
                found.append({**row, "rows": rows, "rate": rows / seconds})
    return {"unknown": UNKNOWN, "rows": found}


def _median(call: Callable[[], int], rows: int) -> tuple[int, float]:
    """Rows, and the median seconds of a few runs after one that warms up; `call` counts the rows it gave."""
    times = []
    for turn in range(REPEAT + 1):
        start = time.perf_counter()
        given = call()
        took = time.perf_counter() - start
        assert given == rows, (given, rows)
        if turn:
            times.append(took)
    return rows, statistics.median(times)


def _arrow(ruleset: Any, table: pa.Table) -> tuple[int, float]:
    import tolerance_engine as te

    return _median(lambda: te.determine_batch(ruleset, table, give=NARROW, keep=()).num_rows, table.num_rows)


def _duckdb(ruleset: Any, table: pa.Table) -> tuple[int, float] | str:
    try:
        import duckdb
    except ImportError:
        return "没有装 duckdb"
    import tolerance_engine as te

    database = duckdb.connect(config={"threads": 1})
    database.register("given", table)
    database.execute("CREATE TABLE cases AS SELECT * FROM given")

    def call() -> int:
        told = te.determine_batch(ruleset, database.sql("SELECT * FROM cases"), give=NARROW, keep=())
        return int(sum(block.num_rows for block in told))

    return _median(call, table.num_rows)


def _spark(ruleset: Any, table: pa.Table) -> tuple[int, float] | str:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        return "没有装 pyspark"
    import tolerance_engine as te

    try:
        spark = (
            SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.log.level", "ERROR")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate()
        )
    except Exception as problem:
        return f"Spark 没有起来（{type(problem).__name__}）"
    plain = {
        name: column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
        for name, column in zip(table.column_names, table.columns, strict=True)
    }
    with tempfile.TemporaryDirectory() as folder:
        pq.write_table(pa.table(plain), f"{folder}/cases.parquet")
        frame = spark.read.parquet(f"{folder}/cases.parquet").repartition(2).cache()
        frame.count()

    def call() -> int:
        told = te.determine_batch(ruleset, frame, give=NARROW, keep=())
        return int(told.select("outcome", "possible").toArrow().num_rows)

    return _median(call, table.num_rows)


def _sql_duckdb(ruleset: Any, table: pa.Table) -> tuple[int, float] | str:
    try:
        import duckdb

        import tolerance_engine as te

        query = te.sql_query(ruleset, "cases", dialect="duckdb", states=table.column_names, keep=[])
    except ImportError:
        return "没有装 duckdb 或者 sqlglot"
    database = duckdb.connect(config={"threads": 1})
    database.register("given", table)
    database.execute("CREATE TABLE cases AS SELECT * FROM given")

    def call() -> int:
        told: pa.Table = database.sql(query.text).to_arrow_table()
        return int(told.num_rows)

    return _median(call, table.num_rows)


def _sql_sqlite(ruleset: Any, table: pa.Table) -> tuple[int, float] | str:
    import tolerance_engine as te

    names = table.column_names
    try:
        query = te.sql_query(ruleset, "cases", dialect="sqlite", states=names, keep=[])
    except ImportError:
        return "没有装 sqlglot"
    few = table.slice(0, 50_000)  # row by row and single-threaded: enough to see the rate
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE TABLE cases ({', '.join(names)})")
    marks = ", ".join("?" * len(names))
    columns = [column.to_pylist() for column in few.columns]
    database.executemany(f"INSERT INTO cases VALUES ({marks})", zip(*columns, strict=True))

    def call() -> int:
        return len(database.execute(query.text).fetchall())

    told = _median(call, few.num_rows)
    database.close()
    return told

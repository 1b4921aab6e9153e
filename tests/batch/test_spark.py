"""Spark: the same kernel in the workers, and the query in its SQL. Skipped, saying why, without Java 17."""

from __future__ import annotations

import pickle
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest

import tolerance_engine as te
from tests.batch.small import loaded
from tests.batch.tables import EVERYTHING
from tolerance_engine.batch.spark import Sent

LEAST = 17


def java() -> int:
    """The version of Java on this machine; 0 without one."""
    found = shutil.which("java")
    if found is None:
        return 0
    said = subprocess.run([found, "-version"], capture_output=True, text=True, timeout=30, check=False).stderr
    version = re.search(r'version "(\d+)', said)
    return int(version[1]) if version else 0


@pytest.fixture(scope="module")
def spark(module_monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Two workers on this machine."""
    pytest.importorskip("pyspark", reason="pyspark is not installed: pip install 'tolerance-engine[spark]'")
    if java() < LEAST:
        pytest.skip(f"Spark needs Java {LEAST} or later, found {java() or 'none'}")
    from pyspark.sql import SparkSession

    module_monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    module_monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.memory", "1g")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def module_monkeypatch() -> Iterator[pytest.MonkeyPatch]:
    """Settings for the whole module."""
    with pytest.MonkeyPatch.context() as patch:
        yield patch


def table(rows: int = 600) -> pa.Table:
    """Rows of every kind, some of which cannot be used."""
    return pa.table(
        {
            "id": range(rows),
            "gain": [(False, True, None)[row % 3] for row in range(rows)],
            "loss": pa.array([(10, 5000, None, -1)[row % 4] for row in range(rows)], pa.int64()),
            "form": [("joint", "alone", None, "nobody", "joint")[row % 5] for row in range(rows)],
            "care": [(None, "favourable", "mixed")[row % 7 % 3] for row in range(rows)],
        }
    )


def test_a_ruleset_arrives_whole() -> None:
    """What a worker receives answers as what was sent, and carries no memory of earlier questions."""
    ruleset = te.load_ruleset("wenzhou", reading="weighed")
    te.determine(ruleset, {})
    arrived: te.Ruleset = pickle.loads(pickle.dumps(Sent(ruleset)))
    assert arrived.cache == {}
    assert arrived.diagram.kids == ruleset.diagram.kids
    assert arrived.linked.digest == ruleset.linked.digest
    case = {"facts": {"gain_self": True}}
    assert te.determine(arrived, case).model_dump() == te.determine(ruleset, case).model_dump()


@pytest.mark.filterwarnings("ignore")
def test_workers_say_the_same(spark: Any) -> None:
    """Every column of every row is that of the same table on one machine, over several partitions."""
    given = table()
    frame = spark.createDataFrame(given).repartition(3)
    found = te.determine_batch(loaded(), frame, other=["id"], give=EVERYTHING, errors="column")
    alone = te.determine_batch(loaded(), given, other=["id"], give=EVERYTHING, errors="column")
    assert found.columns == alone.column_names
    assert found.orderBy("id").toArrow().to_pylist() == alone.to_pylist()


@pytest.mark.filterwarnings("ignore")
def test_wrong_rows_stop_spark(spark: Any) -> None:
    """Rows that cannot be used end in an exception that says which; columns, before Spark runs; `out` is refused."""
    frame = spark.createDataFrame(table(8))
    with pytest.raises(Exception, match="B010"):
        te.determine_batch(loaded(), frame, other=["id"]).collect()
    with pytest.raises(te.BatchError) as error:
        te.determine_batch(loaded(), frame)
    assert [each.code for each in error.value.diagnostics] == ["B004"]
    with pytest.raises(te.BatchError) as error:
        te.determine_batch(loaded(), frame, other=["id"], out="cases.parquet")
    assert [each.code for each in error.value.diagnostics] == ["B012"]


@pytest.mark.filterwarnings("ignore")
def test_the_query_in_spark(spark: Any) -> None:
    """The written query gives what the workers give."""
    given = table(60)
    spark.createDataFrame(given).createOrReplaceTempView("cases")
    query = te.sql_query(loaded(), dialect="spark", states=["gain", "loss", "form", "care"], keep=["id"])
    alone = te.determine_batch(
        loaded(), given, other=["id"], keep=["id"], give=["outcome", "possible", "decided"], errors="column"
    )
    found = sorted(tuple(row) for row in spark.sql(str(query)).collect())
    for row, told in zip(found, alone.to_pylist(), strict=True):
        assert row[:4] == (told["id"], told["outcome"], told["possible"], told["decided"])
        assert (row[4] is None) == (told["error"] is None)

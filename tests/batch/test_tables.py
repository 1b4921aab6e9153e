"""Kinds of tables: what goes in comes out, in order, with every row."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

import tolerance_engine as te
from tests.batch.small import RULES, loaded

ROWS: dict[str, list[Any]] = {
    "case": ["a", "b", "c", "d"],
    "gain": [False, True, None, False],
    "loss": [10, 10, 10, None],
    "form": ["joint", "alone", "joint", None],
}
OUTCOMES = ["tolerated", "refused", None, None]


def table() -> pa.Table:
    return pa.table(ROWS)


def test_a_table_comes_back_as_a_table() -> None:
    """The columns are carried along in order, and the result's columns follow."""
    result = te.determine_batch(loaded(), table())
    assert isinstance(result, pa.Table)
    assert result.column_names == [
        *ROWS,
        "outcome",
        "possible",
        "decided",
        "finding_care",
        "applies",
        "missing",
    ]
    assert result.select(list(ROWS)).equals(table())
    assert result["outcome"].to_pylist() == OUTCOMES
    assert result["possible"].to_pylist() == [
        "tolerated",
        "refused",
        "tolerated|refused",
        "tolerated|not_specified",
    ]
    assert result["decided"].to_pylist() == [True, True, False, False]
    assert result["applies"].to_pylist() == ["honest", "private-gain", None, None]
    assert result["missing"].to_pylist() == [None, None, "gain|people", "loss"]


@pytest.mark.parametrize("kind", ["batch", "reader", "dataset", "pandas", "polars"])
def test_the_same_kind_comes_back(kind: str, tmp_path: Path) -> None:
    """A record batch, a reader, a dataset and both kinds of data frame are read, and given back as what they were."""
    pq.write_table(table(), tmp_path / "t.parquet")
    made: dict[str, Callable[[], Any]] = {
        "batch": lambda: table().to_batches()[0],
        "reader": lambda: table().to_reader(),
        "dataset": lambda: ds.dataset(tmp_path / "t.parquet"),
        "pandas": lambda: pd.DataFrame(
            {**ROWS, "gain": pd.array(ROWS["gain"], "boolean")}, index=[5, 6, 7, 8]
        ),
        "polars": lambda: pl.DataFrame(ROWS),
    }
    given = made[kind]()
    result = te.determine_batch(loaded(), given, give=["outcome"])
    expected = pa.RecordBatchReader if kind == "dataset" else type(given)
    assert isinstance(result, expected)
    if kind == "pandas":
        assert list(result.index) == [5, 6, 7, 8]
        outcomes = [None if pd.isna(value) else value for value in result["outcome"]]
    else:
        outcomes = (
            pa.table(result)["outcome"].to_pylist() if kind != "batch" else result["outcome"].to_pylist()
        )
    assert outcomes == OUTCOMES


@pytest.mark.parametrize("suffix", ["parquet", "arrow", "csv", "jsonl"])
def test_a_file_to_a_file(suffix: str, tmp_path: Path) -> None:
    """A file of every kind is read and written, and says the same."""
    given, out = tmp_path / f"in.{suffix}", tmp_path / f"out.{suffix}"
    write: dict[str, Callable[[], Any]] = {
        "parquet": lambda: pq.write_table(table(), given),
        "arrow": lambda: _write_arrow(table(), given),
        "csv": lambda: pacsv.write_csv(table(), given),
        "jsonl": lambda: given.write_text("".join(json.dumps(row) + "\n" for row in table().to_pylist())),
    }
    write[suffix]()
    assert te.determine_batch(loaded(), given, give=["outcome", "missing"], out=out) == 4
    read = te.determine_batch(loaded(), given, give=["outcome"]).read_all()
    assert read["outcome"].to_pylist() == OUTCOMES
    assert sorted(path.name for path in tmp_path.iterdir()) == [given.name, out.name]
    assert _outcomes(out) == OUTCOMES


def _outcomes(path: Path) -> list[str | None]:
    """The column `outcome` of a file, read without the engine."""
    match path.suffix:
        case ".parquet":
            return list(pq.read_table(path)["outcome"].to_pylist())
        case ".arrow":
            return list(pa.ipc.open_stream(path.read_bytes()).read_all()["outcome"].to_pylist())
        case ".csv":
            return [line.split(",")[4].strip('"') or None for line in path.read_text().splitlines()[1:]]
        case _:
            return [json.loads(line)["outcome"] for line in path.read_text().splitlines()]


def _write_arrow(whole: pa.Table, path: Path) -> None:
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, whole.schema) as writer:
        writer.write_table(whole)


def test_lines_of_cases(tmp_path: Path) -> None:
    """A JSONL file may hold whole cases; what is narrowed or disputed there stays open."""
    given = tmp_path / "cases.jsonl"
    lines: list[dict[str, Any]] = [
        {
            "case": "a",
            "facts": {
                "gain": False,
                "loss": {"value": 10, "evidence": ["e1"]},
                "form": {"one_of": ["joint", "alone"]},
            },
        },
        {"case": "b", "facts": {"gain": {"conflicting": [True, False]}, "loss": 10}},
        {"case": "c", "findings": {"care": "adverse"}, "facts": {"gain": False, "loss": 10}},
    ]
    given.write_text("".join(json.dumps(line) + "\n" for line in lines))
    result = te.determine_batch(loaded(), given, give=["possible"], errors="column").read_all()
    for line, possible in zip(lines, result["possible"].to_pylist(), strict=True):
        assert possible == "|".join(te.determine(loaded(), line).possible)


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        pytest.param(
            pa.array([999, 1000, 1001, None], pa.int16()), [1, 1, 0, None], id="small whole numbers"
        ),
        pytest.param(pa.array([0, 1000, 2**63], pa.uint64()), [1, 1, 0], id="large whole numbers"),
        pytest.param(pa.array([999.9999999999999, 1000.0000000000001, 1e3]), [1, 0, 1], id="floats"),
        pytest.param(pa.array([Decimal("1000.00"), Decimal("1000.01")]), [1, 0], id="decimals"),
        pytest.param(pa.array(["1000", "1000.000000000000000001", "unknown"]), [1, 0, None], id="texts"),
        pytest.param(pa.array(["10", "5000", "10"]).dictionary_encode(), [1, 0, 1], id="dictionary"),
        pytest.param(pa.array([[10, 20], [10, 5000], [], None]), [1, None, None, None], id="lists"),
        pytest.param(pa.nulls(2), [None, None], id="nulls"),
    ],
)
def test_numbers_of_every_type(column: pa.Array, cells: list[int | None]) -> None:
    """A number is cut at the same threshold in whatever type a column holds it."""
    whole = pa.table({"loss": column, "gain": [False] * len(column), "form": ["joint"] * len(column)})
    named = {1: "tolerated", 0: "not_specified", None: "tolerated|not_specified"}
    result = te.determine_batch(loaded(), whole, give=["possible"])
    assert result["possible"].to_pylist() == [named[cell] for cell in cells]


@pytest.mark.parametrize("kind", ["date32", "date64", "timestamp", "text", "lists"])
def test_dates_of_every_type(kind: str) -> None:
    """Two dates decide a derived fact in whatever type the columns hold them."""
    days = [date(2020, 1, 1), date(2020, 1, 3), None]
    column = {
        "date32": lambda: pa.array(days, pa.date32()),
        "date64": lambda: pa.array(days, pa.date64()),
        "timestamp": lambda: pa.array(
            [day and datetime(day.year, day.month, day.day) for day in days], pa.timestamp("ns")
        ),
        "text": lambda: pa.array([day and day.isoformat() for day in days]),
        "lists": lambda: pa.array([[day] if day else None for day in days], pa.list_(pa.date32())),
    }[kind]()
    whole = pa.table({"done": column, "due": [date(2020, 1, 2)] * 3})
    result = te.determine_batch(loaded(), whole, give=["findings"])
    assert result["finding_care"].to_pylist() == ["favourable", "adverse", "not_established"]


def test_slices_start_anywhere() -> None:
    """A table that starts in the middle of a byte of its bitmaps is read from there."""
    whole = pa.table({"gain": [True, None, False] * 40})
    for start in (0, 1, 3, 7, 8, 13):
        part = whole.slice(start, 50)
        result = te.determine_batch(loaded(), part, give=["possible"])
        again = te.determine_batch(loaded(), pa.table(part.to_pydict()), give=["possible"])
        assert result["possible"].to_pylist() == again["possible"].to_pylist()


def test_an_empty_table_has_an_empty_result() -> None:
    """No rows in, no rows out, and all columns."""
    result = te.determine_batch(loaded(), table().slice(0, 0))
    assert result.num_rows == 0
    assert "outcome" in result.column_names


def test_readings_are_given_when_asked_for() -> None:
    """A column for each reading, beside the one that is asked."""
    result = te.determine_batch(
        te.load_ruleset("qinghai"), pa.table({"gain_self": [True, None]}), give=["readings"]
    )
    for reading in te.load_ruleset("qinghai").readings:
        alone = te.determine(te.load_ruleset("qinghai"), {"facts": {"gain_self": True}}).readings[reading]
        assert result[f"possible_{reading}"][0].as_py() == "|".join(alone.possible)
        assert result[f"outcome_{reading}"][0].as_py() == alone.outcome


def test_the_result_does_not_depend_on_the_blocks() -> None:
    """Many small blocks give what one large one gives."""
    rows = pa.table({"gain": [True, None, False, None] * 500})
    small = pa.Table.from_batches(rows.to_batches(max_chunksize=7))
    assert te.determine_batch(loaded(), small).to_pylist() == te.determine_batch(loaded(), rows).to_pylist()


def test_the_rules_of_these_tests_load() -> None:
    """The small ruleset is what the tests take it for."""
    assert "private-gain" in RULES
    assert [o.id for o in loaded().linked.outcomes] == ["tolerated", "refused"]

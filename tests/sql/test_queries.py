"""Queries: what cannot be used is said, names are written so that every database reads them."""

from __future__ import annotations

import sqlite3
import sys
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

import tolerance_engine as te
from tests.batch.small import loaded
from tests.sql.databases import Database, DuckDB, MariaDB, SQLite
from tolerance_engine.sql import dialects
from tolerance_engine.sql.dialects import DIALECTS, Dialect

ROWS: dict[str, list[Any]] = {
    "id": [1, 2, 3, 4],
    "gain": [False, True, None, False],
    "loss": [10, 10, 10, None],
    "form": ["joint", "alone", "unknown", None],
}


def codes(error: pytest.ExceptionInfo[te.ToleranceError]) -> list[str]:
    return [each.code for each in error.value.diagnostics]


def test_a_table_of_a_view(database: Database) -> None:
    """Columns of other names, kept columns and a prefix; a query in parentheses serves as the table."""
    table = pa.table({**ROWS, "Gain Too": ROWS["gain"]}).drop_columns(["gain"])
    query = te.sql_query(
        loaded(),
        "(SELECT * FROM cases WHERE id > 1)",
        dialect=database.name,
        states=["loss", "form"],
        columns={"gain": "Gain Too"},
        keep=["id", "Gain Too"],
        prefix="te1_",
    )
    assert sorted(database.answer(table, str(query))) == [
        (2, True, "refused", "refused", True, None),
        (3, None, None, "tolerated|refused", False, None),
        (4, False, None, "tolerated|not_specified", False, None),
    ]


@pytest.mark.parametrize(
    ("column", "values", "states"),
    [
        ("form", ["alone", "Alone", "alone ", ""], "form"),
        ("loss", [0, -1, 10**29 - 1, None], "loss"),
        ("people", [100, 101, -5, 3], "people"),
        ("care", ["mixed", "some_adverse", None, "unknown"], "care"),
    ],
)
def test_values_that_cannot_be(database: Database, column: str, values: list[Any], states: str) -> None:
    """A value that `determine` refuses is told by column, and the row gets no answer; others get theirs."""
    kind = pa.string() if isinstance(values[0], str) else pa.decimal128(38, 1)
    table = pa.table({"id": range(len(values)), column: pa.array(values, kind)})
    query = te.sql_query(loaded(), dialect=database.name, states=[states], keep=["id"])
    for number, outcome, possible, decided, error in database.answer(table, str(query)):
        value = values[number]
        part = "findings" if column == "care" else "facts"
        try:
            verdict = te.determine(loaded(), {part: {column: None if value == "unknown" else value}})
        except te.CaseError as refused:
            code = refused.diagnostics[0].code
            wrong = "K020" if code == "K020" else f"B011 {column}"
            assert (outcome, possible, decided, error) == (None, None, None, wrong)
        else:
            assert (outcome, possible) == (verdict.outcome, "|".join(verdict.possible))
            assert error is None


def test_numbers_that_are_none(database: Database) -> None:
    """Not a number, infinite, not whole: refused; a float at the threshold is the decimal it is written as."""
    if isinstance(database, SQLite | MariaDB):
        pytest.skip("this database has no such numbers")
    values = [float("nan"), float("inf"), 2.5, 50.0, 51.0]
    table = pa.table({"id": range(5), "people": values, "gain": [True] * 5})
    query = te.sql_query(loaded(), dialect=database.name, states=["people", "gain"], keep=["id"])
    rows = sorted(database.answer(table, str(query)))
    assert [row[4] for row in rows] == ["B011 people"] * 3 + [None, None]
    assert {row[1] for row in rows[3:]} == {"refused"}


@pytest.mark.parametrize("stored", ["2024-02-30", "2024-1-1", "now", 2459000, "2024-01-01 10:00:00"])
def test_dates_that_are_none_in_sqlite(stored: Any) -> None:
    """SQLite keeps dates as texts of any kind: only a day written YYYY-MM-DD is one."""
    assert _sqlite("done", stored, ["done", "due"])[4] == "B011 done"


@pytest.mark.parametrize(("column", "stored"), [("gain", "true"), ("gain", 2), ("loss", "10")])
def test_types_that_do_not_fit_in_sqlite(column: str, stored: Any) -> None:
    """SQLite keeps any type in any column: a text is no number and no truth value."""
    assert _sqlite(column, stored, [column])[4] == f"B011 {column}"


def _sqlite(column: str, stored: Any, states: list[str]) -> tuple[Any, ...]:
    connection = sqlite3.connect(":memory:")
    names = ", ".join(states)
    connection.execute(f"CREATE TABLE cases (id, {names})")
    connection.execute(f"INSERT INTO cases (id, {column}) VALUES (1, ?)", (stored,))
    query = te.sql_query(loaded(), dialect="sqlite", states=states, keep=["id"])
    row: tuple[Any, ...] = connection.execute(str(query)).fetchone()
    connection.close()
    return row


def test_a_number_kept_as_text_is_refused_by_the_database() -> None:
    """A column of texts never passes for numbers: DuckDB says so before a row is read."""
    import duckdb

    query = te.sql_query(loaded(), dialect="duckdb", states=["loss"])
    with pytest.raises(duckdb.Error):
        DuckDB().answer(pa.table({"loss": ["1000.4"]}), str(query))


def test_dates_decide_and_contradict(database: Database) -> None:
    """Two dates decide the fact that compares them; one that is stated against both contradicts itself."""
    first, last = date(2020, 1, 1), date(2020, 1, 2)
    table = pa.table(
        {
            "id": [1, 2, 3],
            "done": [first, last, last],
            "due": [last, first, first],
            "in_time": pa.array([None, None, True], pa.bool_()),
            "care": ["favourable", "favourable", None],
        }
    )
    states = ["done", "due", "in_time", "care"]
    query = te.sql_query(loaded(), dialect=database.name, states=states, keep=["id"])
    assert [row[4] for row in sorted(database.answer(table, str(query)))] == [None, "K020", "K020"]


def test_what_cannot_be_written_is_said() -> None:
    """Names, dialects, tables and columns that cannot be used: each by its code, names with a suggestion."""
    for arguments, code in (
        ({"dialect": "postgress"}, "W002"),
        ({"states": ["gian", "loss"]}, "W003"),
        ({"columns": {"gain": "loss"}}, "W003"),
        ({"keep": ["outcome"]}, "W004"),
        ({"keep": ["te_0"]}, "W004"),
        ({"keep": ["id", "ID"]}, "W004"),
        ({"table": "cases; DROP TABLE cases"}, "W007"),
        ({"table": "cases WHERE 1 = 1"}, "W007"),
        ({"table": "cases, others"}, "W007"),
        ({"table": ""}, "W007"),
    ):
        with pytest.raises(te.BatchError) as error:
            te.sql_query(loaded(), **arguments)
        assert codes(error) == [code], arguments
    with pytest.raises(te.BatchError) as error:
        te.sql_query(loaded(), states=["gian"])
    assert "gain" in str(error.value)


def test_too_many_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """A query that the database would not take is not written."""
    monkeypatch.setitem(DIALECTS, "postgres", Dialect("postgres", step="MATERIALIZED", most_columns=5))
    with pytest.raises(te.BatchError) as error:
        te.sql_query(loaded())
    assert codes(error) == ["W005"]


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without sqlglot the error says what to install."""
    monkeypatch.setitem(sys.modules, "sqlglot", None)
    with pytest.raises(te.BatchError) as error:
        dialects.need_sqlglot()
    assert codes(error) == ["W001"]
    assert "tolerance-engine[sql]" in str(error.value)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_is_read_back(dialect: str) -> None:
    """The text is valid in its own dialect, and the same every time."""
    import sqlglot

    ruleset = te.load_ruleset("wenzhou", reading="weighed")
    query = te.sql_query(ruleset, dialect=dialect, keep=["id"])
    assert sqlglot.parse_one(query.text, read=dialect) is not None
    assert query == te.sql_query(ruleset, dialect=dialect, keep=["id"])


def test_oracle_has_no_truth_values() -> None:
    """No truth value stands where Oracle would have to know one, and days are written by TO_DATE."""
    text = te.sql_query(loaded(), dialect="oracle", states=["gain", "done", "due", "in_time"]).text
    body = text[text.index("WITH") :]
    assert "TRUE" not in body and "FALSE" not in body and "AS DATE" not in body
    assert "TO_DATE('9999-12-31', 'YYYY-MM-DD')" in body


def test_the_query_says_what_it_rests_on() -> None:
    """Its head names ruleset, reading, version, hash and columns; the data says the same."""
    query = te.sql_query(loaded(), dialect="duckdb", states=["form"], keep=["id"])
    assert query.text.startswith("-- ")
    assert loaded().linked.digest in query.text
    assert query.as_data()["columns"] == [
        {"column": "form", "name": "form", "kind": "choice", "values": ["joint", "alone"]}
    ]
    assert query.as_data()["sql"] == str(query)

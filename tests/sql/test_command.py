"""`tolerance sql`: the text of the query, or its data; errors end in exit code 3."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

import tolerance_engine as te
from tests.batch.small import RULES, loaded
from tests.cli.running import Command, invoke


@pytest.fixture
def small(tmp_path: Path) -> str:
    """The small ruleset as a file."""
    path = tmp_path / "small.yaml"
    path.write_text(RULES, encoding="utf-8")
    return str(path)


def test_the_text_of_a_query(small: str) -> None:
    """Standard output is a file that a database runs; a column of another name is read."""
    result = invoke("sql", small, "-d", "sqlite", "--column", "gain=g", "--states", "gain", "--keep", "id")
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE cases (id, g)")
    connection.execute("INSERT INTO cases VALUES (7, 1)")
    assert connection.execute(result.stdout).fetchall() == [(7, "refused", "refused", 1, None)]
    connection.close()


def test_the_data_of_a_query(small: str) -> None:
    """`--json` is the data of the same query, with the facts that decide as its columns."""
    result = invoke("sql", small, "-d", "duckdb", "--json")
    query = te.sql_query(loaded(), dialect="duckdb")
    assert json.loads(result.stdout) == query.as_data()
    assert [column.name for column in query.columns] == ["gain", "loss", "people"]


def test_a_wrong_name(
    small: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name that nobody declared ends in exit code 3, told on standard error alone, in the language asked for."""
    ran = Command(monkeypatch, capsys)("sql", small, "-d", "postgres", "--states", "gian", "--lang", "en")
    assert ran.code == 3
    assert ran.out == ""
    assert "W003" in ran.err
    assert "gain" in ran.err

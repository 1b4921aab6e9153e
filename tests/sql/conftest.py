"""The databases that are there; one that is missing is skipped with the reason."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sql.databases import Database, DuckDB, Postgres, SQLite, postgres_cluster, postgres_programs


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL of its own for the whole run."""
    pytest.importorskip("psycopg", reason="PostgreSQL is asked through psycopg, which is not installed")
    programs = postgres_programs()
    if programs is None:
        pytest.skip("no PostgreSQL server on this machine (Debian: apt-get install postgresql)")
    with postgres_cluster(programs) as folder:
        server = Postgres(folder)
        try:
            yield server
        finally:
            server.connection.close()


@pytest.fixture(scope="session", params=["duckdb", "sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Database:
    """Each database in turn."""
    if request.param == "duckdb":
        return DuckDB()
    if request.param == "sqlite":
        return SQLite()
    found: Database = request.getfixturevalue("postgres")
    return found

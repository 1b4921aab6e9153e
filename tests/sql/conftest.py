"""The databases that are there; one that is missing is skipped with the reason."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tests.sql.databases import (
    Database,
    DuckDB,
    MariaDB,
    Postgres,
    SQLite,
    mariadb_server,
    postgres_cluster,
    postgres_programs,
)


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


@pytest.fixture(scope="session")
def mariadb() -> Iterator[MariaDB]:
    """A MariaDB of its own for the whole run."""
    pytest.importorskip("pymysql", reason="MariaDB is asked through pymysql, which is not installed")
    programs = shutil.which("mariadbd"), shutil.which("mariadb-install-db")
    server, install = programs
    if server is None or install is None:
        pytest.skip("no MariaDB server on this machine (Debian: apt-get install mariadb-server)")
    with mariadb_server(server, install) as folder:
        found = MariaDB(folder)
        try:
            yield found
        finally:
            found.connection.close()


@pytest.fixture(scope="session", params=["duckdb", "sqlite", "postgres", "mariadb"])
def database(request: pytest.FixtureRequest) -> Database:
    """Each database in turn."""
    if request.param == "duckdb":
        return DuckDB()
    if request.param == "sqlite":
        return SQLite()
    found: Database = request.getfixturevalue(request.param)
    return found

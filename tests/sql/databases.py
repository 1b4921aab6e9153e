"""Databases for the tests: a table of cases goes in, the rows of a query come out, in the words of `singly`."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

Rows = list[tuple[Any, ...]]


class Database(Protocol):
    """Makes the table `cases` out of columns, and runs a query over it."""

    name: str

    def answer(self, table: pa.Table, query: str) -> Rows: ...


class DuckDB:
    """In memory."""

    name = "duckdb"

    def answer(self, table: pa.Table, query: str) -> Rows:
        import duckdb

        with duckdb.connect() as connection:
            connection.register("cases", table)
            return connection.execute(query).fetchall()


class SQLite:
    """In memory; truth values are 1 and 0, dates are texts."""

    name = "sqlite"

    def answer(self, table: pa.Table, query: str) -> Rows:
        connection = sqlite3.connect(":memory:")
        try:
            names = ", ".join(f'"{name}"' for name in table.column_names)
            connection.execute(f"CREATE TABLE cases ({names})")
            marks = ", ".join("?" * table.num_columns)
            rows = [tuple(map(_plain, row.values())) for row in table.to_pylist()]
            connection.executemany(f"INSERT INTO cases VALUES ({marks})", rows)
            return connection.execute(query).fetchall()
        finally:
            connection.close()


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == int(value) and abs(value) < 2**63 else float(value)
    return value


class Postgres:
    """A cluster of its own, reached over a socket in its folder."""

    name = "postgres"

    def __init__(self, folder: Path) -> None:
        import psycopg

        self.connection: Any = psycopg.connect(
            host=str(folder), dbname="postgres", user="tester", autocommit=True
        )

    def answer(self, table: pa.Table, query: str) -> Rows:
        kinds = {
            pa.bool_(): "boolean",
            pa.date32(): "date",
            pa.string(): "text",
            pa.int64(): "bigint",
            pa.float64(): "double precision",
        }
        columns = ", ".join(f'"{each.name}" {kinds.get(each.type, "numeric")}' for each in table.schema)
        with self.connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS cases")
            cursor.execute(f"CREATE TEMPORARY TABLE cases ({columns})")
            with cursor.copy("COPY cases FROM STDIN") as copy:
                for row in table.to_pylist():
                    copy.write_row([*row.values()])
            cursor.execute(query)
            rows: Rows = cursor.fetchall()
            return rows


def postgres_programs() -> Path | None:
    """The folder of PostgreSQL's own programs."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return folders[-1].parent if folders else None


@contextmanager
def postgres_cluster(programs: Path) -> Iterator[Path]:
    """A new cluster, stopped and removed afterwards. The server refuses to be run by root: then by `nobody`."""
    with tempfile.TemporaryDirectory(prefix="te-pg-") as name:
        folder = Path(name)
        data = folder / "data"
        as_who: Sequence[str] = ()
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody")
            as_who = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")

        def run(*command: str) -> None:
            # the server keeps what it is given open: no pipes
            subprocess.run(
                [*as_who, *command],
                check=True,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=60,
            )

        made = ("-A", "trust", "-U", "tester", "-E", "UTF8", "--locale=C", "--no-sync")
        run(str(programs / "initdb"), "-D", str(data), *made)
        options = f"-k {folder} -c listen_addresses= -c fsync=off"
        control = str(programs / "pg_ctl")
        run(control, "-D", str(data), "-w", "-o", options, "-l", str(folder / "log"), "start")
        try:
            yield folder
        finally:
            run(control, "-D", str(data), "-m", "immediate", "-w", "stop")


class MariaDB:
    """A server of its own, reached over a socket in its folder; it reads what is written for MySQL."""

    name = "mysql"

    def __init__(self, folder: Path) -> None:
        import pymysql

        self.connection: Any = pymysql.connect(
            unix_socket=str(folder / "socket"), user="root", autocommit=True
        )

        with self.connection.cursor() as cursor:
            cursor.execute("CREATE DATABASE tolerance")
        self.connection.select_db("tolerance")

    def answer(self, table: pa.Table, query: str) -> Rows:
        kinds = {
            pa.bool_(): "boolean",
            pa.date32(): "date",
            pa.string(): "text",
            pa.int64(): "bigint",
            pa.float64(): "double",
        }
        columns = ", ".join(
            f"`{each.name}` {kinds.get(each.type) or f'decimal({each.type.precision}, {each.type.scale})'}"
            for each in table.schema
        )
        with self.connection.cursor() as cursor:
            cursor.execute("CREATE OR REPLACE TEMPORARY TABLE cases (" + columns + ") CHARACTER SET utf8mb4")
            marks = ", ".join(["%s"] * table.num_columns)
            cursor.executemany(
                f"INSERT INTO cases VALUES ({marks})", [tuple(row.values()) for row in table.to_pylist()]
            )
            cursor.execute(query)
            return [tuple(row) for row in cursor.fetchall()]


@contextmanager
def mariadb_server(program: str, install: str) -> Iterator[Path]:
    """A new server, stopped and removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="te-my-") as name:
        folder = Path(name)
        data = folder / "data"
        subprocess.run(
            [
                install,
                "--no-defaults",
                f"--datadir={data}",
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=120,
        )
        socket = folder / "socket"
        server = subprocess.Popen(
            [
                program,
                "--no-defaults",
                f"--datadir={data}",
                f"--socket={socket}",
                "--skip-networking",
                "--user=root",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            until = time.monotonic() + 60
            while not socket.exists():
                if server.poll() is not None or time.monotonic() > until:
                    raise RuntimeError("the server did not start")
                time.sleep(0.1)
            yield folder
        finally:
            server.terminate()
            server.wait(60)

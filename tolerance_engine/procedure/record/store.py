"""The store: many records in one SQLite file. Several processes may use it at once.

A writer says which head it has seen; when the record has grown since, nothing is written and it is told
(`RecordConflict`). `save` returns when the entries are on the disk: what it acknowledged survives a killed
process and a power cut, and what it did not acknowledge is there whole or not at all. What is read is checked
against its chain first. Not for a network drive: file locks cannot be trusted there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.errors import RecordError
from tolerance_engine.procedure.record import tables
from tolerance_engine.procedure.record.entry import need
from tolerance_engine.procedure.record.faults import conflict, damaged, fault, not_a_store, unknown_record
from tolerance_engine.procedure.record.log import Head, Log, mismatch, new_entries
from tolerance_engine.procedure.record.reading import read_log, read_logs
from tolerance_engine.source import Words

WAIT = 10.0
"""Seconds a writer waits for another one to finish."""


class Store:
    """Records in one file; use it in a `with` block.

    Raises RecordError: F230 no such file, F231 not a store, F232 made by a newer version, F233 the disk is full or
    cannot be written, F234 busy, F235 damaged, F236 no such record.
    """

    def __init__(self, path: str | Path, *, create: bool = False, wait: float = WAIT) -> None:
        import sqlite3

        self.path = Path(path)
        if not create and not self.path.is_file():
            message = Words(f"没有存储文件 `{path}`", f"there is no store `{path}`")
            help_ = Words("新建用 tolerance procedure start", "tolerance procedure start makes one")
            raise RecordError([Diagnostic("F230", message, help=help_)])
        with fault(self.path):
            mode = "rwc" if create else "rw"
            self._connection = sqlite3.connect(
                f"{self.path.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=wait
            )
            try:
                self._prepare(create)
            except BaseException:
                self._connection.close()
                raise

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()

    def heads(self) -> tuple[Head, ...]:
        """How far every record has come. Keep a copy elsewhere: it shows a record cut short or written anew."""
        with fault(self.path):
            return tuple(self._head_of(*row) for row in self._connection.execute(tables.HEADS))

    def read(self, record: str) -> Log:
        """One record, checked against its chain and its head. Raises RecordError (F236, or what the check found)."""
        with fault(self.path), self._transaction("BEGIN"):
            head = self._head(record)
            lines = [str(line) for (line,) in self._connection.execute(tables.LINES, (record,))]
        if head is None:
            raise unknown_record(record, [each.record for each in self.heads()])
        log = read_log("".join(line + "\n" for line in lines), f"{self.path.name}/{record}")
        problem = mismatch(log, head)
        if problem is None and log.head != head:
            message = Words(
                f"记录 `{record}` 比存下的摘要长", f"record `{record}` is longer than its stored head"
            )
            problem = Diagnostic("F235", message)
        if problem is not None:
            raise RecordError([problem])
        return log

    def save(self, log: Log, after: Head | None = None) -> Head:
        """Write the entries of `log` beyond `after` (all of them, as a new record, when None); the new head.

        Saving again what is already there, after an acknowledgement that never arrived, succeeds and changes
        nothing. Raises RecordConflict (F240) when the record has other entries there, RecordError as the class says.
        """
        entries = log.entries if after is None else tuple(new_entries(log, after))
        need(log.algorithm)
        with fault(self.path), self._transaction("BEGIN IMMEDIATE"):
            stored = self._head(log.record)
            if stored != after:
                if stored is None or not self._holds(log, stored):
                    raise conflict(log.record, after.length if after else None, stored)
                return stored
            if not entries:
                return log.head
            head = log.head
            if after is None:
                row = (head.record, head.length, head.algorithm, head.hash)
                self._connection.execute(tables.ADD_RECORD, row)
            else:
                self._connection.execute(tables.MOVE_HEAD, (head.length, head.hash, head.record))
            rows = [(log.record, entry.seq, entry.line) for entry in entries]
            self._connection.executemany(tables.ADD_ENTRY, rows)
        return head

    def export(self, records: Iterable[str] | None = None) -> Iterator[str]:
        """The records as JSON Lines, one after the other; all of them when None."""
        chosen = [head.record for head in self.heads()] if records is None else dict.fromkeys(records)
        for record in chosen:
            yield self.read(record).lines()

    def load(self, content: str | bytes, name: str = "<records>") -> tuple[Head, ...]:
        """Take in records from JSON Lines; the heads they now have.

        A record that is already here is continued when the file holds the same entries and more; one that holds
        fewer changes nothing; one with another history is a RecordConflict (F240). Every record is checked before
        any is written; each is written whole or not at all.
        """
        logs = read_logs(content, name)
        known = {head.record: head for head in self.heads()}
        for log in logs:
            here = known.get(log.record)
            if here is not None and mismatch(log, here) is not None:
                mine = self.read(log.record)
                if mismatch(mine, log.head) is not None:
                    raise conflict(log.record, len(log.entries), here)
        return tuple(self._taken_in(log) for log in logs)

    def _taken_in(self, log: Log) -> Head:
        with fault(self.path):
            here = self._head(log.record)
        if here is None or mismatch(log, here) is None:
            return self.save(log, here)
        mine = self.read(log.record)
        if mismatch(mine, log.head) is not None:
            raise conflict(log.record, len(log.entries), here)
        return mine.head

    def _head(self, record: str) -> Head | None:
        row = self._connection.execute(tables.HEAD, (record,)).fetchone()
        return None if row is None else self._head_of(record, *row)

    def _head_of(self, record: object, length: object, algorithm: object, hash_: object) -> Head:
        if isinstance(record, str) and isinstance(length, int) and isinstance(hash_, str):
            return Head(record, length, need(str(algorithm)), hash_)
        raise damaged(self.path)

    def _holds(self, log: Log, stored: Head) -> bool:
        """Whether the very entries of `log` are in the store: its last one is, and the chain does the rest."""
        if stored.length < len(log.entries):
            return False
        row = self._connection.execute(tables.LINE_AT, (log.record, len(log.entries) - 1)).fetchone()
        return row is not None and row[0] == log.entries[-1].line

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        """All or nothing. A commit that fails leaves nothing behind."""
        self._connection.execute(begin)
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def _prepare(self, create: bool) -> None:
        for pragma in tables.SAFE:
            self._connection.execute(pragma)
        if create and self._identity() == (0, 0):
            with self._transaction("BEGIN IMMEDIATE"):
                # Another process may have made the tables while this one waited. A file that holds anything else
                # is somebody's: SQLite takes a few bytes of text for an empty database.
                if self._identity() == (0, 0):
                    if self.path.stat().st_size > 0:
                        raise not_a_store(self.path)
                    for statement in tables.CREATE:
                        self._connection.execute(statement)
        application, version = self._identity()
        if application != tables.APPLICATION_ID:
            raise not_a_store(self.path)
        if version > tables.VERSION:
            message = Words(
                f"`{self.path}` 是较新的版本建立的（格式 {version}，这里认得 {tables.VERSION}）",
                f"`{self.path}` was made by a newer version (format {version}, known here {tables.VERSION})",
            )
            raise RecordError([Diagnostic("F232", message)])

    def _identity(self) -> tuple[int, int]:
        application = self._connection.execute("PRAGMA application_id").fetchone()[0]
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        return int(application), int(version)

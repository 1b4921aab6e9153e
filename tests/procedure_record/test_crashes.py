"""Crashes: killed at any moment, with the disk full, or both at once - what was acknowledged is there, nothing is half there."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import tempfile
from pathlib import Path
from random import Random
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
)

from tests.procedure_record.crashing import Acknowledge, in_a_process, saved_until
from tests.procedure_record.logs import a_log, codes
from tolerance_engine.errors import RecordConflict, RecordError
from tolerance_engine.procedure.record import Log, Store

BIG = "字" * 9_000
"""Larger than a page several times over, so that one entry changes many pages of the file."""


@pytest.mark.parametrize("spill", [False, True], ids=["in-memory", "half-written-file"])
@pytest.mark.parametrize("new", [False, True], ids=["append", "new-record"])
def test_killed_before_each_statement(tmp_path: Path, spill: bool, new: bool) -> None:
    """Killed before any statement of a save, the record is as it was; it is longer only from the commit on."""
    path, before = tmp_path / "store.db", a_log("old")
    with Store(path, create=True) as store:
        store.save(before)
    log = a_log("new", events=0) if new else before
    grown = log
    for _ in range(8):
        grown = grown.append("event", {"text": BIG})
    seen, whole, torn = [], path.read_bytes(), 0
    journal = path.with_name("store.db-journal")
    for statement in range(40):
        acknowledged = saved_until(path, grown, 0 if new else len(log.entries), statement, spill)
        torn += journal.exists() and path.read_bytes() != whole
        with Store(path) as store:
            heads = {head.record: head for head in store.heads()}
            assert store.read("old") in (before, grown)
            there = heads.get(grown.record) == grown.head
            assert there or heads.get(grown.record) == (None if new else log.head)
        assert there or not acknowledged
        seen.append((there, acknowledged))
        if acknowledged:
            break
    assert seen[0] == (False, False) and seen[-1] == (True, True)
    assert bool(torn) == spill, "with spilling the file itself was half changed when the process died"
    assert len(seen) > 8, "begin, head, eight entries, commit: each was a chance to be killed"


def test_killed_while_the_store_is_made(tmp_path: Path) -> None:
    """Killed before any statement that makes a new store, the file can still become one: nothing is half made."""
    connect, finished = sqlite3.connect, 0
    for statement in range(40):
        path = tmp_path / f"{statement}.db"

        def making(acknowledge: Acknowledge, path: Path = path, statement: int = statement) -> None:
            left = [statement]

            def count_down(_: str) -> None:
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                left[0] -= 1

            def traced(*given: Any, **more: Any) -> sqlite3.Connection:
                connection: sqlite3.Connection = connect(*given, **more)
                connection.execute("PRAGMA cache_size = 1")
                connection.set_trace_callback(count_down)
                return connection

            sqlite3.connect = traced  # type: ignore[assignment]
            with Store(path, create=True):
                acknowledge("made")

        acknowledged = in_a_process(making)
        with Store(path, create=not acknowledged) as store:
            store.save(a_log())
            assert store.read("2024-017") == a_log()
        finished += bool(acknowledged)
        if acknowledged:
            break
    assert finished == 1 and statement > 10


def test_killed_at_any_moment(tmp_path: Path) -> None:
    """A writer killed at thirty arbitrary moments never loses what it acknowledged, and leaves a sound record."""
    path, rng = tmp_path / "store.db", Random(3)
    with Store(path, create=True) as store:
        store.save(Log.open("r", {}))
    known = 1

    def writing(acknowledge: Acknowledge) -> None:
        with Store(path) as store:
            log = store.read("r")
            while True:
                longer = log.append("event", {"text": BIG})
                acknowledge(str(store.save(longer, log.head).length))
                log = longer

    for _ in range(30):
        acknowledged = in_a_process(writing, kill_after=rng.uniform(0, 0.015))
        with Store(path) as store:
            log = store.read("r")
        known = max([known, *map(int, acknowledged)])
        assert known <= len(log.entries) <= known + 1
        known = len(log.entries)
    assert known > 10, "the writer had time to write"


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    """When the file may not grow any more, the save is refused in plain words; everything acknowledged is there."""
    path, log = tmp_path / "store.db", Log.open("r", {})
    with Store(path, create=True) as store:
        store.save(log)
        pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
        store._connection.execute(f"PRAGMA max_page_count = {pages + 12}")
        with pytest.raises(RecordError, match="磁盘已满") as refused:
            for _ in range(20):
                longer = log.append("event", {"text": BIG})
                store.save(longer, log.head)
                log = longer
        assert [d.code for d in refused.value.diagnostics] == ["F233"]
        assert store.read("r") == log and len(log.entries) > 1
        store._connection.execute("PRAGMA max_page_count = 100000")
        assert store.save(longer, log.head) == longer.head, "with room again the same save succeeds"


def test_a_refused_write_of_the_system_loses_nothing(tmp_path: Path) -> None:
    """When the operating system refuses to let a file grow, acknowledged entries are there and nothing else."""
    path = tmp_path / "store.db"
    with Store(path, create=True) as store:
        store.save(Log.open("r", {}))

    def writing(acknowledge: Acknowledge) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 60_000,) * 2)
        with Store(path) as store:
            log = store.read("r")
            try:
                while True:
                    longer = log.append("event", {"text": BIG})
                    acknowledge(str(store.save(longer, log.head).length))
                    log = longer
            except RecordError as error:
                acknowledge(error.diagnostics[0].code)

    *acknowledged, code = in_a_process(writing)
    assert code == "F233"
    with Store(path) as store:
        assert len(store.read("r").entries) == len(acknowledged) + 1 > 1


class StoreMachine(RuleBasedStateMachine):
    """Any order of saving, going on, coming late, repeating, being killed, running out of room and moving house."""

    logs: Bundle[Log] = Bundle("logs")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "store.db"
        self.model: dict[str, Log] = {}
        with Store(self.path, create=True):
            pass

    def teardown(self) -> None:
        self.folder.cleanup()

    @rule(target=logs, record=st.sampled_from("abc"), about=st.integers(0, 2))
    def begin(self, record: str, about: int) -> Log:
        log = Log.open(record, {"about": about})
        with Store(self.path) as store:
            known = self.model.get(record)
            if known is None or known.entries[0] == log.entries[0]:
                assert store.save(log).hash == (known or log).head.hash
                self.model.setdefault(record, log)
            else:
                assert codes(lambda: store.save(log), RecordConflict) == ["F240"]
        return log

    @rule(
        target=logs,
        log=consumes(logs),
        texts=st.lists(st.sampled_from(["短", BIG]), min_size=1, max_size=3),
        fate=st.sampled_from(["lives", "lives", "killed", "full"]),
        statement=st.integers(0, 9),
        spill=st.booleans(),
    )
    def go_on(
        self, log: Log, texts: list[str], fate: str, statement: int, spill: bool
    ) -> MultipleResults[Log]:
        longer = log
        for text in texts:
            longer = longer.append("event", {"text": text})
        known, length = self.model[log.record], len(log.entries)
        fits = known.entries[:length] == log.entries
        already = known.entries[: len(longer.entries)] == longer.entries
        if fate == "killed":
            acknowledged = saved_until(self.path, longer, length, statement, spill)
            with Store(self.path) as store:
                now = store.read(log.record)
            assert now in ((known, longer) if known == log else (known,))
            assert now == longer or already or not acknowledged
            self.model[log.record] = now
            return multiple(log, now)
        with Store(self.path) as store:
            if fate == "full":
                pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
                store._connection.execute(f"PRAGMA max_page_count = {pages}")
            if known == log or already:
                try:
                    assert store.save(longer, log.head) in (longer.head, known.head)
                    self.model[log.record] = longer if known == log else known
                except RecordError as error:
                    assert fate == "full" and [d.code for d in error.diagnostics] == ["F233"]
            else:
                assert codes(lambda: store.save(longer, log.head), RecordConflict) == ["F240"]
        assert fits or self.model[log.record] == known
        return multiple(log, self.model[log.record])

    @rule()
    def move_house(self) -> None:
        other = self.path.with_name("other.db")
        with Store(self.path) as store, Store(other, create=True) as new:
            if self.model:
                new.load("".join(store.export()))
            assert new.heads() == store.heads()
        other.replace(self.path)

    @invariant()
    def everything_acknowledged_is_there(self) -> None:
        with Store(self.path) as store:
            assert {head.record: head for head in store.heads()} == {
                r: log.head for r, log in self.model.items()
            }
            for record, log in self.model.items():
                assert store.read(record) == log


TestStoreMachine = StoreMachine.TestCase
TestStoreMachine.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)

"""The store: two writers, stale writers, strangers' files, spoilt files; everything ends in our own words."""

from __future__ import annotations

import json
import sqlite3
from functools import partial
from pathlib import Path
from random import Random

import pytest

from tests.procedure_record.crashing import Acknowledge, ended, started
from tests.procedure_record.logs import SECRET, a_log, codes
from tolerance_engine.errors import RecordConflict, RecordError
from tolerance_engine.procedure.record import Log, Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the store of a test is."""
    return tmp_path / "案件.db"


def made(path: Path, *logs: Log) -> Path:
    """A store that holds these logs."""
    with Store(path, create=True) as store:
        for log in logs:
            store.save(log)
    return path


def test_what_was_saved_is_there(path: Path) -> None:
    """Records saved by one opening are read by the next, byte for byte, with their heads; one file holds it all."""
    one, two = a_log("one"), a_log("two")
    made(path, one, two)
    with Store(path) as store:
        assert (store.read("one"), store.read("two")) == (one, two)
        assert store.heads() == (one.head, two.head)
        assert store.read("one").lines() == one.lines()
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_writer_who_missed_something_is_told(path: Path) -> None:
    """Of two writers who read the same state one is acknowledged, the other gets a conflict and writes nothing."""
    log = a_log()
    mine, yours = log.append("event", {"event": "mine"}), log.append("event", {"event": "yours"})
    with Store(made(path, log)) as store, Store(path) as other:
        assert store.save(mine, log.head) == mine.head
        assert codes(lambda: other.save(yours, log.head), RecordConflict) == ["F240"]
        assert other.read(log.record) == mine
        again = other.read(log.record).append("event", {"event": "yours"})
        assert other.save(again, mine.head) == again.head == store.read(log.record).head


def test_an_existing_record_is_not_begun_again(path: Path) -> None:
    """A new record with the id of another one is a conflict; so is continuing one that is not there."""
    log, other = a_log(), Log.open("2024-017", {"ruleset": "other"})
    with Store(made(path, log)) as store:
        assert codes(lambda: store.save(other), RecordConflict) == ["F240"]
        stranger = a_log("stranger")
        assert codes(lambda: store.save(stranger, stranger.head_at(2)), RecordConflict) == ["F240"]
        assert store.heads() == (log.head,)


def test_saving_again_changes_nothing(path: Path) -> None:
    """Who never saw the acknowledgement may save the same again, also after others went on."""
    log = a_log()
    more = log.append("event", {"event": "more"})
    further = more.append("event", {"event": "further"})
    with Store(made(path, log)) as store:
        assert store.save(log) == log.head
        for _ in range(2):
            assert store.save(more, log.head) == more.head
        store.save(further, more.head)
        assert store.save(more, log.head) == further.head
        assert store.read(log.record) == further
        assert store.save(further, further.head) == further.head


def test_a_head_that_is_not_of_the_log_is_refused(path: Path) -> None:
    """A log is saved only beyond a head of its own."""
    log = a_log()
    with Store(made(path, log)) as store:
        assert codes(lambda: store.save(log, a_log("other").head)) == ["F210"]
        assert store.read(log.record) == log


def test_many_writers_lose_nothing(path: Path) -> None:
    """Three processes append to one record at once: every acknowledged entry is there, once, in its writer's order."""
    made(path, Log.open("r", {}))

    def writing(name: str, acknowledge: Acknowledge) -> None:
        with Store(path) as store:
            for number in range(12):
                while True:
                    log = store.read("r")
                    try:
                        store.save(log.append("event", {"who": name, "number": number}), log.head)
                    except RecordConflict:
                        continue
                    acknowledge(f"{name} {number}")
                    break

    running = [started(partial(writing, name)) for name in "abc"]
    acknowledged = [line for each in running for line in ended(*each)]
    with Store(path) as store:
        bodies = [entry.body for entry in store.read("r").entries[1:]]
    assert sorted(acknowledged) == sorted(f"{b['who']} {b['number']}" for b in bodies)
    assert len(bodies) == 36
    for name in "abc":
        assert [b["number"] for b in bodies if b["who"] == name] == list(range(12))


def test_a_busy_file_is_told_and_nothing_written(path: Path) -> None:
    """While another program holds the file, a writer waits, then is told; what was there stays."""
    log = a_log()
    made(path, log)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    assert codes(lambda: Store(path, wait=0.05)) == ["F234"]
    holder.execute("ROLLBACK")
    holder.execute("BEGIN IMMEDIATE")
    with Store(path, wait=0.05) as store:
        assert codes(lambda: store.save(log.append("event", {}), log.head)) == ["F234"]
        assert store.read(log.record) == log
    holder.close()


def test_a_file_that_is_no_store_is_refused(path: Path, tmp_path: Path) -> None:
    """A missing file, a text, another database, a folder and a newer store are each told for what they are."""
    assert codes(lambda: Store(path)) == ["F230"]
    assert not path.exists()
    path.write_text("not a database, but long enough to be looked at\n" * 20, "utf-8")
    assert codes(lambda: Store(path)) == ["F231"]
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE cases (name TEXT)")
    connection.close()
    assert codes(lambda: Store(other, create=True)) == ["F231"]
    assert codes(lambda: Store(tmp_path, create=True)) == ["F233"]
    newer = made(tmp_path / "newer.db", a_log())
    with sqlite3.connect(newer) as connection:
        connection.execute("PRAGMA user_version = 2")
    connection.close()
    assert codes(lambda: Store(newer)) == ["F232"]


@pytest.mark.parametrize("size", [0, 1, 100, 511, 5000])
@pytest.mark.parametrize("create", [False, True])
def test_a_file_of_somebody_else_is_never_touched(path: Path, size: int, create: bool) -> None:
    """A file that is no store is refused and stays as it was, however small; only an empty one may become a store."""
    path.write_bytes(b"x" * size)
    if create and size == 0:
        with Store(path, create=True) as store:
            assert store.heads() == ()
        return
    assert codes(lambda: Store(path, create=create)) == ["F231"]
    assert path.read_bytes() == b"x" * size


def test_an_unknown_record_is_told_with_its_neighbours(path: Path) -> None:
    """Asking for a record that is not there names the nearest one."""
    with Store(made(path, a_log())) as store:
        with pytest.raises(RecordError, match="2024-017") as refused:
            store.read("2024-071")
        assert [d.code for d in refused.value.diagnostics] == ["F236"]
    with Store(path.with_name("empty.db"), create=True) as store:
        assert codes(lambda: store.read("x")) == ["F236"] and store.heads() == ()


def test_entries_cannot_be_changed_by_mistake(path: Path) -> None:
    """SQL that changes or removes an entry or a record is refused by the file itself."""
    made(path, a_log())
    with sqlite3.connect(path) as connection:
        for statement in (
            "UPDATE entries SET line = 'x'",
            "DELETE FROM entries",
            "DELETE FROM records",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE entries SET line = replace(line, 'step1', 'step9')", "F224"),
        ("DELETE FROM entries WHERE seq = 1", "F225"),
        ("DELETE FROM entries WHERE seq = 3", "F211"),
        ("DELETE FROM entries", "F226"),
        (
            "UPDATE records SET length = 2, hash = json_extract((SELECT line FROM entries WHERE seq = 1), '$.hash')",
            "F235",
        ),
        ("UPDATE records SET hash = printf('%064d', 0)", "F212"),
    ],
    ids=["changed", "middle", "end", "all", "shorter-head", "other-head"],
)
def test_what_was_changed_on_purpose_is_found(path: Path, statement: str, code: str) -> None:
    """Whoever takes the triggers away and changes entries or heads is found out when the record is read."""
    made(path, a_log())
    with sqlite3.connect(path) as connection:
        for trigger in ("entries_stay_as_written", "entries_stay", "records_stay"):
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute(statement)
    connection.close()
    with Store(path) as store, pytest.raises(RecordError) as refused:
        store.read("2024-017")
    assert [d.code for d in refused.value.diagnostics] == [code]
    assert SECRET not in str(refused.value)


def test_a_spoilt_file_never_gives_another_record(path: Path) -> None:
    """With any one byte of the file changed, a record is read as it was or refused; nothing else happens."""
    log = a_log()
    whole = made(path, log).read_bytes()
    rng, refused = Random(11), 0
    used = [place for place, byte in enumerate(whole) if byte]
    for place in rng.sample(used, 250):
        spoilt = bytearray(whole)
        spoilt[place] ^= 1 << rng.randrange(8)
        path.write_bytes(spoilt)
        try:
            with Store(path) as store:
                assert store.read(log.record) == log
        except RecordError as error:
            refused += 1
            assert all(d.code.startswith("F2") for d in error.diagnostics)
    assert refused > 50


def test_records_travel_as_json_lines(path: Path, tmp_path: Path) -> None:
    """An exported store taken in elsewhere is the same store; taking it in again changes nothing."""
    made(path, a_log("one"), a_log("two", events=0))
    with Store(path) as store, Store(tmp_path / "other.db", create=True) as other:
        text = "".join(store.export())
        assert len(text.split("\n")) == 6 and all(json.loads(line) for line in text.split("\n")[:-1])
        for _ in range(2):
            assert other.load(text) == store.heads() == other.heads()
        assert "".join(other.export()) == text
        assert "".join(store.export(["two", "two"])) == a_log("two", events=0).lines()


def test_taking_in_continues_and_never_overwrites(path: Path) -> None:
    """A longer copy of a record continues it, a shorter one changes nothing, another history is a conflict."""
    log = a_log()
    longer = log.append("event", {"event": "more"})
    forged = Log.open(log.record, {"ruleset": "forged"})
    with Store(made(path, log)) as store:
        assert store.load(longer.lines()) == (longer.head,)
        assert store.load(log.lines()) == (longer.head,)
        new = a_log("new")
        assert codes(lambda: store.load(new.lines() + forged.lines()), RecordConflict) == ["F240"]
        assert codes(lambda: store.load(new.lines() + longer.lines()[:-1])) == ["F222"]
        assert store.heads() == (longer.head,), "nothing of a refused file is taken in"

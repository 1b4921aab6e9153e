"""The tables of a store file: records and their entries. SQL only; what it is for is said in `store`."""

from __future__ import annotations

APPLICATION_ID = 0x746F6C65  # "tole": tells our files from other SQLite files
VERSION = 1

# An entry, once there, is neither changed nor removed by accident: the triggers refuse both.
CREATE = (
    "CREATE TABLE records ("
    " record TEXT PRIMARY KEY NOT NULL,"
    " algorithm TEXT NOT NULL,"
    " length INTEGER NOT NULL CHECK (length > 0),"
    " hash TEXT NOT NULL CHECK (length(hash) = 64)"
    ") WITHOUT ROWID",
    "CREATE TABLE entries ("
    " record TEXT NOT NULL REFERENCES records (record),"
    " seq INTEGER NOT NULL CHECK (seq >= 0),"
    " line TEXT NOT NULL,"
    " PRIMARY KEY (record, seq)"
    ") WITHOUT ROWID",
    "CREATE TRIGGER entries_stay_as_written BEFORE UPDATE ON entries"
    " BEGIN SELECT RAISE (ABORT, 'entries stay as written'); END",
    "CREATE TRIGGER entries_stay BEFORE DELETE ON entries BEGIN SELECT RAISE (ABORT, 'entries stay'); END",
    "CREATE TRIGGER records_stay BEFORE DELETE ON records BEGIN SELECT RAISE (ABORT, 'records stay'); END",
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {VERSION}",
)

SAFE = (
    # One file, nothing beside it when nobody writes; after COMMIT returns, a power cut takes nothing back.
    "PRAGMA journal_mode = DELETE",
    "PRAGMA synchronous = EXTRA",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
)

HEAD = "SELECT length, algorithm, hash FROM records WHERE record = ?"
HEADS = "SELECT record, length, algorithm, hash FROM records ORDER BY record"
LINES = "SELECT line FROM entries WHERE record = ? ORDER BY seq"
LINE_AT = "SELECT line FROM entries WHERE record = ? AND seq = ?"
ADD_RECORD = "INSERT INTO records (record, length, algorithm, hash) VALUES (?, ?, ?, ?)"
MOVE_HEAD = "UPDATE records SET length = ?, hash = ? WHERE record = ?"
ADD_ENTRY = "INSERT INTO entries (record, seq, line) VALUES (?, ?, ?)"

"""What can go wrong with a store, in the user's words: no bare database message ever reaches anybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tolerance_engine.diagnostics import Diagnostic, choices, nearest
from tolerance_engine.errors import RecordConflict, RecordError
from tolerance_engine.procedure.record.log import Head
from tolerance_engine.source import Words


@contextmanager
def fault(path: Path) -> Iterator[None]:
    """Turn what SQLite reports inside the block into a RecordError that names the file."""
    import sqlite3

    try:
        yield
    except sqlite3.Error as error:
        raise _told(path, error) from error
    except UnicodeDecodeError as error:  # what a damaged file says of itself need not be text
        raise damaged(path) from error


def _told(path: Path, error: Exception) -> RecordError:
    import sqlite3

    # The lowest byte is the kind of fault, the others say which.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        message = Words(f"`{path}` 正被别的程序占用", f"`{path}` is in use by another program")
        help_ = Words("没有写入任何内容，稍后再试", "nothing was written; try again later")
        return RecordError([Diagnostic("F234", message, help=help_)])
    cannot = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)
    if code in (*cannot, sqlite3.SQLITE_PERM):
        full = code == sqlite3.SQLITE_FULL
        message = (
            Words(f"磁盘已满，`{path}` 没有写入", f"the disk is full; nothing was written to `{path}`")
            if full
            else Words(f"`{path}` 不能读写", f"`{path}` cannot be read or written")
        )
        help_ = Words(
            "腾出空间、核对权限之后再试；已确认的内容都在",
            "make room or check permissions; all that was acknowledged is there",
        )
        return RecordError([Diagnostic("F233", message, help=help_)])
    if code == sqlite3.SQLITE_NOTADB:
        return not_a_store(path)
    return damaged(path)


def damaged(path: Path) -> RecordError:
    """The file is a store, and spoilt."""
    message = Words(f"`{path}` 已损坏，不能据以办理", f"`{path}` is damaged and cannot be relied on")
    help_ = Words(
        "从备份或导出的 JSON Lines 恢复，并与另存的摘要核对",
        "restore a backup or an export and check it against a kept head",
    )
    return RecordError([Diagnostic("F235", message, help=help_)])


def not_a_store(path: Path) -> RecordError:
    """The file is something else."""
    return RecordError(
        [Diagnostic("F231", Words(f"`{path}` 不是案件记录的存储文件", f"`{path}` is not a store of records"))]
    )


def unknown_record(record: str, known: Iterable[str]) -> RecordError:
    """There is no record of this id; which ones there are."""
    listed = list(known)
    help_ = (nearest(record, listed) or choices(listed)) if listed else None
    return RecordError(
        [
            Diagnostic(
                "F236", Words(f"没有编号为 `{record}` 的记录", f"there is no record `{record}`"), help=help_
            )
        ]
    )


def conflict(record: str, seen: int | None, stored: Head | None) -> RecordConflict:
    """Somebody else wrote first: `seen` entries were known to the writer, None for a new record."""
    if seen is None:
        message = Words(f"已有编号为 `{record}` 的记录", f"there is already a record `{record}`")
    else:
        now = stored.length if stored is not None else 0
        message = Words(
            f"记录 `{record}` 已被别人改动：读到时 {seen} 条，现在 {now} 条",
            f"record `{record}` was written by somebody else: {seen} entries when read, {now} now",
        )
    help_ = Words(
        "没有写入任何内容；重新读出记录，看过新的事件再办",
        "nothing was written; read it again and look at the new events",
    )
    return RecordConflict([Diagnostic("F240", message, help=help_)])

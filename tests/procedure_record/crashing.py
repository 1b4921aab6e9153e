"""Processes that are killed while they write: what they were told is known, what they left is looked at."""

from __future__ import annotations

import os
import signal
import sqlite3
import warnings
from collections.abc import Callable
from pathlib import Path

from tolerance_engine.procedure.record import Log, Store

Acknowledge = Callable[[str], None]


def started(work: Callable[[Acknowledge], None]) -> tuple[int, int]:
    """Begin `work` in a process of its own; its number, and the pipe in which it acknowledges."""
    reader, writer = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # other threads of the test runner do nothing here
        child = os.fork()
    if child:
        os.close(writer)
        return child, reader
    status = 1

    def acknowledge(text: str) -> None:
        os.write(writer, f"{text}\n".encode())

    try:
        os.close(reader)
        work(acknowledge)
        status = 0
    finally:
        os._exit(status)


def ended(child: int, reader: int, kill_after: float | None = None) -> list[str]:
    """What the process acknowledged until its end, or until it is killed so many seconds after its first word."""
    told = b""
    if kill_after is not None:
        told = os.read(reader, 65536)
        signal.sigtimedwait([], kill_after)
        os.kill(child, signal.SIGKILL)
    while more := os.read(reader, 65536):
        told += more
    os.close(reader)
    os.waitpid(child, 0)
    return told.decode().split("\n")[:-1]


def in_a_process(work: Callable[[Acknowledge], None], kill_after: float | None = None) -> list[str]:
    """Run `work` in a process of its own; what it acknowledged."""
    return ended(*started(work), kill_after)


def saved_until(path: Path, log: Log, length: int, statement: int, spill: bool) -> bool:
    """Save `log` beyond `length` in a process killed before its SQL statement of that number; was it acknowledged?

    With `spill` changed pages go to the file long before the commit, so that a kill leaves a half-changed file
    and a journal to undo it.
    """

    def work(acknowledge: Acknowledge) -> None:
        with Store(path) as store:
            connection: sqlite3.Connection = store._connection
            if spill:
                connection.execute("PRAGMA cache_size = 1")
            left = [statement]

            def count_down(_: str) -> None:
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                left[0] -= 1

            connection.set_trace_callback(count_down)
            head = store.save(log, log.head_at(length) if length else None)
            acknowledge(head.hash)

    return bool(in_a_process(work))

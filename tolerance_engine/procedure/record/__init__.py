"""Record: entries in, an append-only log out whose every change shows; JSON Lines and a SQLite store keep it.

This room knows nothing of procedures: an entry is a kind and plain data.
"""

from tolerance_engine.procedure.record.entry import ALGORITHMS, Algorithm, Entry, available
from tolerance_engine.procedure.record.log import Head, Log
from tolerance_engine.procedure.record.reading import read_head, read_heads, read_log, read_logs
from tolerance_engine.procedure.record.store import Store

__all__ = [
    "ALGORITHMS",
    "Algorithm",
    "Entry",
    "Head",
    "Log",
    "Store",
    "available",
    "read_head",
    "read_heads",
    "read_log",
    "read_logs",
]

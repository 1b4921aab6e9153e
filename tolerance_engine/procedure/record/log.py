"""The log: what happened in one case, in order, each entry chained to the one before. A frozen value.

The chain shows every change to an entry and every entry taken from the middle. It cannot show that the last
entries were cut off, or that somebody wrote the whole chain anew: for that, keep the `head` somewhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.errors import RecordError
from tolerance_engine.procedure.record.entry import BEFORE_FIRST, Algorithm, Entry, make, need
from tolerance_engine.source import Words

FORMAT = 1
OPENED = "opened"


@dataclass(frozen=True, slots=True)
class Head:
    """How far a record had come: its length and the hash of its last entry. Keep it where the record is not."""

    record: str
    length: int
    algorithm: Algorithm
    hash: str

    def as_data(self) -> dict[str, Any]:
        """As it is exported."""
        return {"record": self.record, "length": self.length, "algorithm": self.algorithm, "hash": self.hash}


@dataclass(frozen=True, slots=True)
class Log:
    """The entries of one record. `append` gives a longer log and leaves this one as it is."""

    record: str
    algorithm: Algorithm
    entries: tuple[Entry, ...] = field(repr=False)

    @classmethod
    def open(cls, record: str, body: Mapping[str, Any], algorithm: str = "sha256") -> Log:
        """A new record. `record` is its id; `body` says what everything later rests on.

        Raises RecordError: F201 and F202 for the algorithm, F203 for what cannot be written, F204 for the id.
        """
        if not _is_id(record):
            message = Words(f"`{record}` 不能作记录的编号", f"`{record}` cannot be the id of a record")
            help_ = Words(
                "用一行不超过 200 个字的文字，首尾没有空格",
                "one line of at most 200 characters, no spaces around",
            )
            raise RecordError([Diagnostic("F204", message, help=help_)])
        chosen = need(algorithm)
        first = {"format": FORMAT, "record": record, "algorithm": chosen, "about": dict(body)}
        return cls(record, chosen, (make(chosen, 0, BEFORE_FIRST, OPENED, first),))

    @property
    def about(self) -> dict[str, Any]:
        """What the record was opened with."""
        about: dict[str, Any] = self.entries[0].body["about"]
        return about

    @property
    def head(self) -> Head:
        """The head of the whole log."""
        return self.head_at(len(self.entries))

    def head_at(self, length: int) -> Head:
        """The head the log had when it was `length` entries long."""
        return Head(self.record, length, self.algorithm, self.entries[length - 1].hash)

    def append(self, kind: str, body: Mapping[str, Any]) -> Log:
        """The log with one entry more. Raises RecordError (F203) for what cannot be written."""
        entry = make(need(self.algorithm), len(self.entries), self.entries[-1].hash, kind, body)
        return Log(self.record, self.algorithm, (*self.entries, entry))

    def lines(self) -> str:
        """JSON Lines: one entry a line, each ended by a line feed. The same log gives the same bytes."""
        return "".join(entry.line + "\n" for entry in self.entries)

    def against(self, head: Head) -> None:
        """Compare with a head kept elsewhere: the log must be that far and hold that very entry there.

        Raises RecordError: F210 another record, F211 entries are missing at the end, F212 another history.
        """
        problem = mismatch(self, head)
        if problem is not None:
            raise RecordError([problem])


def mismatch(log: Log, head: Head) -> Diagnostic | None:
    """Why `log` is not what `head` was taken of, or None when it is that log or a longer one."""
    if (log.record, log.algorithm) != (head.record, head.algorithm):
        message = Words(
            f"存下的是 `{head.record}`（{head.algorithm}）的摘要，这份记录是 `{log.record}`（{log.algorithm}）",
            f"the head is of `{head.record}` ({head.algorithm}), the record is `{log.record}` ({log.algorithm})",
        )
        return Diagnostic("F210", message)
    if len(log.entries) < head.length:
        short = head.length - len(log.entries)
        message = Words(
            f"记录 `{log.record}` 末尾缺了 {short} 条：当时有 {head.length} 条，现在 {len(log.entries)} 条",
            f"record `{log.record}` lost {short} entries at its end: {head.length} then, {len(log.entries)} now",
        )
        return Diagnostic("F211", message)
    if head.length < 1 or log.entries[head.length - 1].hash != head.hash:
        message = Words(
            f"记录 `{log.record}` 的前 {head.length} 条与当时的不是同一份",
            f"the first {head.length} entries of `{log.record}` are not those of that time",
        )
        return Diagnostic("F212", message)
    return None


def new_entries(log: Log, after: Head) -> Iterator[Entry]:
    """The entries of `log` beyond `after`, which must be a head of it."""
    log.against(after)
    yield from log.entries[after.length :]


def _is_id(record: str) -> bool:
    return 0 < len(record) <= 200 and record == record.strip() and record.isprintable()

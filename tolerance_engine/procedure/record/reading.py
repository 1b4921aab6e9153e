"""Reading a record back: JSON Lines in, logs out - only when every line is whole, canonical and in its chain.

Messages never show what a line holds: it may be personal. They show its place, its number and its hashes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tolerance_engine.diagnostics import Diagnostic, choices
from tolerance_engine.errors import RecordError
from tolerance_engine.procedure.record.entry import (
    ALGORITHMS,
    BEFORE_FIRST,
    MAX_DEPTH,
    MAX_LINE,
    Algorithm,
    Entry,
    available,
    hash_of,
    need,
    unwritable,
)
from tolerance_engine.procedure.record.log import FORMAT, OPENED, Head, Log
from tolerance_engine.ruleset.canonical import dumps
from tolerance_engine.ruleset.read.json_reader import DuplicateKey, TooDeep, parse
from tolerance_engine.source import Position, Span, Words

_KEYS = frozenset(("seq", "kind", "prev", "hash", "body"))
_HEAD_KEYS = ("record", "length", "algorithm", "hash")


def read_log(content: str | bytes, name: str = "<record>") -> Log:
    """The one record in JSON Lines. Raises RecordError with every broken line; F220 when it is not just one."""
    logs = read_logs(content, name)
    if len(logs) != 1:
        found = len(logs)
        raise RecordError(
            [
                Diagnostic(
                    "F220",
                    Words(
                        f"{name} 里有 {found} 份记录，应当只有一份", f"{name} holds {found} records, not one"
                    ),
                )
            ]
        )
    return logs[0]


def read_logs(content: str | bytes, name: str = "<records>") -> tuple[Log, ...]:
    """The records in JSON Lines, one after the other; each begins with its entry `opened`.

    Raises RecordError with every problem: F221 not UTF-8, F222 a line that is not whole, F223 not a canonical
    entry, F224 a hash that is not of its line, F225 a link that does not hold, F226 a record without a beginning.
    """
    lines = list(_lines(content, name))
    problems: list[Diagnostic] = []
    groups: list[list[tuple[int, dict[str, Any], str]]] = []
    for number, line in lines:
        try:
            data = _entry_data(line, number, name)
        except RecordError as error:
            problems += error.diagnostics
            data = {}
        if data.get("seq") == 0 or not groups:
            groups.append([])
        groups[-1].append((number, data, line))
    logs = []
    for group in groups:
        checked, found = _checked(group, name)
        problems += found
        logs += checked
    if problems:
        raise RecordError(problems)
    return tuple(logs)


def read_head(content: str | bytes, name: str = "<head>") -> Head:
    """A head as it was exported. Raises RecordError (F227)."""
    heads = read_heads(content, name)
    if len(heads) != 1:
        raise _no_head(name)
    return heads[0]


def read_heads(content: str | bytes, name: str = "<heads>") -> tuple[Head, ...]:
    """Heads as they were exported: one JSON object, or a list of them. Raises RecordError (F227)."""
    try:
        data = parse(content if isinstance(content, str) else content.decode("utf-8"), 3)
    except (ValueError, UnicodeDecodeError):
        raise _no_head(name) from None
    return tuple(_head(each, name) for each in (data if isinstance(data, list) else [data]))


def _head(data: Any, name: str) -> Head:
    if isinstance(data, dict) and set(data) == set(_HEAD_KEYS):
        record, length, algorithm, hash_ = (data[key] for key in _HEAD_KEYS)
        known = algorithm in ALGORITHMS and _is_hash(hash_)
        if type(record) is str and type(length) is int and length > 0 and known:
            return Head(record, length, algorithm, hash_)
    raise _no_head(name)


def _no_head(name: str) -> RecordError:
    keys = choices(_HEAD_KEYS)
    help_ = Words(
        f"一个 JSON 对象，或者一列这样的对象，{keys.zh}", f"one JSON object or a list of them; {keys.en}"
    )
    message = Words(f"{name} 不是记录的摘要", f"{name} is not the head of a record")
    return RecordError([Diagnostic("F227", message, help=help_)])


def _lines(content: str | bytes, name: str) -> Iterator[tuple[int, str]]:
    if isinstance(content, bytes):
        raw = content
        try:
            content = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
            message = Words("不是 UTF-8 编码", "not UTF-8")
            raise RecordError([Diagnostic("F221", message, _place(name, line, "…"))]) from None
    if not content:
        raise RecordError([Diagnostic("F226", Words(f"{name} 是空的", f"{name} is empty"))])
    # Not splitlines: a text may hold U+2028, which JSON leaves as it is.
    pieces = content.split("\n")
    if pieces.pop():
        message = Words("最后一行没有写完", "the last line was not written to its end")
        raise RecordError([Diagnostic("F222", message, _place(name, len(pieces) + 1, "…"))])
    yield from enumerate(pieces, start=1)


def _entry_data(line: str, number: int, name: str) -> dict[str, Any]:
    """The line as data, when it is a canonical entry."""

    def refuse(zh: str, en: str) -> RecordError:
        return RecordError([Diagnostic("F223", Words(zh, en), _place(name, number, "…"))])

    if len(line) > MAX_LINE:
        raise refuse("这一行太长", "the line is too long")
    try:
        data = parse(line, MAX_DEPTH + 2)
    except DuplicateKey:
        raise refuse("这一行里有重复的键", "the line has a key twice") from None
    except TooDeep:
        raise refuse("这一行嵌套太深", "the line is nested too deep") from None
    except ValueError:  # also a number longer than Python reads
        raise refuse("这一行不是 JSON", "the line is not JSON") from None
    if not isinstance(data, dict) or set(data) != _KEYS:
        raise refuse("这一行不是记录的一条", "the line is not an entry of a record")
    types = (type(data["seq"]), type(data["kind"]), type(data["body"]))
    hashes = _is_hash(data["hash"]) and _is_hash(data["prev"])
    if types != (int, str, dict) or not hashes or not data["kind"].isascii():
        raise refuse("这一行不是记录的一条", "the line is not an entry of a record")
    if any(unwritable(data["body"])) or not _same_line(data, line):
        raise refuse("这一行不是规范的写法", "the line is not in canonical form")
    return data


def _same_line(data: dict[str, Any], line: str) -> bool:
    try:
        return dumps(data) == line
    except (TypeError, ValueError):  # a decimal is none of ours
        return False


def _checked(group: list[tuple[int, dict[str, Any], str]], name: str) -> tuple[list[Log], list[Diagnostic]]:
    """One record, or what is wrong with it. Lines that are no entries were told already."""
    number, first, _ = group[0]
    if not first:
        return [], []
    body = first["body"]
    place = _place(name, number, _shown(first))
    if first["kind"] != OPENED or first["seq"] != 0 or first["prev"] != BEFORE_FIRST or not _opens(body):
        message = Words("记录不是从头开始的", "the record does not begin at its beginning")
        return [], [Diagnostic("F226", message, place)]
    algorithm: Algorithm = body["algorithm"]
    if not available(algorithm):
        need(algorithm)
    problems, before, expected = [], BEFORE_FIRST, 0
    for number, data, _ in group:
        if not data:  # told already; what follows can be compared with nothing
            before = ""
            continue
        place = _place(name, number, _shown(data))
        content = {key: value for key, value in data.items() if key != "hash"}
        if hash_of(algorithm, content) != data["hash"]:
            message = Words(
                f"第 {data['seq']} 条的内容与它的摘要不符，写下之后被改动过",
                f"entry {data['seq']} was changed after it was written",
            )
            problems.append(Diagnostic("F224", message, place))
        if before and (data["seq"] != expected or data["prev"] != before):
            message = Words(
                f"这里应当是第 {expected} 条，接着 {before[:12]}…；写的是第 {data['seq']} 条，接着 {data['prev'][:12]}…",
                f"expected entry {expected} after {before[:12]}…, found entry {data['seq']} after {data['prev'][:12]}…",
            )
            problems.append(Diagnostic("F225", message, place))
        before, expected = data["hash"], data["seq"] + 1
    if problems or not all(data for _, data, _ in group):
        return [], problems
    entries = (Entry(data["seq"], data["kind"], data["prev"], data["hash"], line) for _, data, line in group)
    return [Log(body["record"], algorithm, tuple(entries))], []


def _opens(body: dict[str, Any]) -> bool:
    return (
        set(body) == {"format", "record", "algorithm", "about"}
        and body["format"] == FORMAT
        and type(body["record"]) is str
        and body["algorithm"] in ALGORITHMS
        and type(body["about"]) is dict
    )


def _is_hash(text: Any) -> bool:
    return type(text) is str and len(text) == 64 and set(text) <= set("0123456789abcdef")


def _shown(data: dict[str, Any]) -> str:
    """A line as a message may show it: everything but what it holds."""
    return f"{{body: …, hash: {data['hash'][:12]}…, kind: {data['kind'][:20]}, prev: {data['prev'][:12]}…, seq: {data['seq']}}}"


def _place(name: str, line: int, excerpt: str) -> Position:
    return Position(Span(name, line, 1, line, len(excerpt) + 1), excerpt)

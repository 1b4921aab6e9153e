"""One entry of a record: a line of canonical JSON that carries its own hash and the hash of the line before.

Whoever wants to check a record without this library needs three lines: take the line's JSON object without its
key `hash`; write it as JSON with sorted keys, without spaces, Chinese unescaped, in UTF-8; put `DOMAIN` before it
and hash. `prev` is the hash of the line before, 64 zeros in the first.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from tolerance_engine.diagnostics import Diagnostic, choices
from tolerance_engine.errors import RecordError
from tolerance_engine.ruleset.canonical import dumps
from tolerance_engine.source import Words

Algorithm = Literal["sha256", "sm3"]
ALGORITHMS: tuple[Algorithm, ...] = get_args(Algorithm)

DOMAIN = b"tolerance-record/1\n"
"""Keeps these hashes apart from hashes of the same bytes made for another purpose."""

BEFORE_FIRST = "0" * 64
MAX_DEPTH = 32
MAX_LINE = 1_000_000
"""Bytes of one line. A record names documents and their hashes; it does not hold them."""
_LARGEST_INT = 2**53 - 1  # every JSON reader keeps whole numbers up to here


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a record. `kind` is `opened`, `event` or `verdict`; `line` is the whole of it, canonical."""

    seq: int
    kind: str
    prev: str
    hash: str
    line: str = field(repr=False)

    @property
    def body(self) -> dict[str, Any]:
        """What was recorded, as fresh plain data: changing it changes nothing."""
        body: dict[str, Any] = json.loads(self.line)["body"]
        return body


def available(algorithm: str) -> bool:
    """Whether this machine can compute the hash: SM3 depends on the OpenSSL that Python stands on."""
    if algorithm not in ALGORITHMS:
        return False
    try:
        hashlib.new(algorithm)
    except ValueError:
        return False
    return True


def need(algorithm: str) -> Algorithm:
    """The algorithm, when it can be used here. Raises RecordError (F201 unknown, F202 not on this machine)."""
    for known in ALGORITHMS:
        if known == algorithm:
            if available(known):
                return known
            message = Words(
                "本机的 OpenSSL 没有 SM3，不能核对或写入这份记录", "the OpenSSL of this machine has no SM3"
            )
            help_ = Words(
                "换一台有 SM3 的机器，或者用 sha256 另立记录",
                "use a machine that has it, or sha256 for new records",
            )
            raise RecordError([Diagnostic("F202", message, help=help_)])
    message = Words(f"没有名为 `{algorithm}` 的摘要算法", f"no hash algorithm is named `{algorithm}`")
    raise RecordError([Diagnostic("F201", message, help=choices(ALGORITHMS))])


def hash_of(algorithm: Algorithm, content: Mapping[str, Any]) -> str:
    """The hash of an entry's content: the line as an object without its `hash`."""
    return hashlib.new(algorithm, DOMAIN + dumps(content).encode("utf-8")).hexdigest()


def make(algorithm: Algorithm, seq: int, prev: str, kind: str, body: Mapping[str, Any]) -> Entry:
    """The entry that follows the one whose hash is `prev`.

    Raises RecordError (F203) naming every value in `body` that JSON cannot hold exactly.
    """
    problems = [Diagnostic("F203", words) for words in unwritable(body)]
    if problems:
        raise RecordError(problems)
    content = {"seq": seq, "kind": kind, "prev": prev, "body": body}
    hash_ = hash_of(algorithm, content)
    line = dumps(content | {"hash": hash_})
    if len(line.encode("utf-8")) > MAX_LINE:
        message = Words(f"一条记录超过 {MAX_LINE} 字节", f"an entry has more than {MAX_LINE} bytes")
        help_ = Words(
            "记下文书的名称和摘要值，不记全文", "record the name and hash of a document, not its text"
        )
        raise RecordError([Diagnostic("F203", message, help=help_)])
    return Entry(seq, kind, prev, hash_, line)


def unwritable(value: Any, path: str = "", depth: int = 0) -> Iterator[Words]:
    """What in `value` two programs could read differently: floats, huge numbers, half characters, other types."""
    where, there = (f"`{path}`", f"`{path}`") if path else ("内容", "the body")
    kind = type(value)
    if depth > MAX_DEPTH:
        yield Words(f"{where} 嵌套太深", f"{there} is nested too deep")
    elif kind is str:
        if not _is_text(value):
            yield Words(f"{where} 里有不成字的字符", f"{there} holds half a character")
    elif kind is int:
        if abs(value) > _LARGEST_INT:
            yield Words(f"{where} 的数字太大，请写成文字", f"{there} is too large a number; write it as text")
    elif kind is float:
        yield Words(f"{where} 是浮点数，请写成文字", f"{there} is a floating-point number; write it as text")
    elif kind is list or kind is tuple:
        for number, item in enumerate(value):
            yield from unwritable(item, f"{path}[{number}]", depth + 1)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if type(key) is not str or not _is_text(key):
                yield Words(f"{where} 里有不是文字的键", f"{there} has a key that is not text")
            else:
                yield from unwritable(item, f"{path}.{key}" if path else key, depth + 1)
    elif kind is not bool and value is not None:
        yield Words(f"{where} 是 JSON 里没有的类型", f"{there} is of a type that JSON does not have")


def _is_text(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True

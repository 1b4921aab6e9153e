"""The log: what is in it can be read back exactly, and nothing can be changed, moved or taken out unseen."""

from __future__ import annotations

import hashlib
import json
from dataclasses import FrozenInstanceError
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.procedure_record.logs import SECRET, a_log, codes
from tolerance_engine.errors import RecordError
from tolerance_engine.procedure.record import Head, Log, available, read_head, read_heads, read_log, read_logs
from tolerance_engine.procedure.record import entry as entry_module

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
BODIES = st.dictionaries(st.text(max_size=8), PLAIN, max_size=4)


@given(st.lists(BODIES, max_size=4))
@settings(max_examples=30)
def test_what_is_written_is_read_back(bodies: list[dict[str, Any]]) -> None:
    """Any plain data comes back equal, and the lines of what was read are the same bytes."""
    log = Log.open("r", {})
    for body in bodies:
        log = log.append("event", body)
    read = read_log(log.lines().encode())
    assert read == log and read.lines() == log.lines()
    assert [each.body for each in read.entries[1:]] == bodies


def test_the_hash_can_be_recomputed_by_anybody() -> None:
    """The recipe in the documentation, followed without the library, gives the hash of every line."""
    prev = "0" * 64
    for line in a_log().lines().split("\n")[:-1]:
        data = json.loads(line)
        stated = data.pop("hash")
        text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256(b"tolerance-record/1\n" + text.encode()).hexdigest() == stated
        assert data["prev"] == prev
        prev = stated


def test_every_changed_character_is_found() -> None:
    """Whatever single character of a log is replaced, the log is no longer accepted, and the line is named."""
    text = a_log(events=2).lines()
    for place, char in enumerate(text):
        spoilt = text[:place] + ("y" if char == "x" else "x") + text[place + 1 :]
        with pytest.raises(RecordError) as refused:
            read_log(spoilt)
        if char != "\n":
            line = text[:place].count("\n") + 1
            assert line in {d.span.line for d in refused.value.diagnostics if d.span}, place


@pytest.mark.parametrize("seq", [1, 2])
def test_a_changed_entry_with_a_matching_hash_breaks_the_chain(seq: int) -> None:
    """An entry written anew with a hash of its own no longer fits the one after it."""
    log, lines = a_log(), a_log().lines().split("\n")
    forged = entry_module.make("sha256", seq, log.entries[seq - 1].hash, "event", {"event": "other"})
    lines[seq] = forged.line
    assert codes(lambda: read_log("\n".join(lines))) == ["F225"]


def test_a_missing_or_moved_line_is_found() -> None:
    """Any line taken from the middle or the beginning, doubled or moved, is found where it happened."""
    lines = a_log().lines().split("\n")[:-1]

    def join(kept: list[str]) -> str:
        return "".join(line + "\n" for line in kept)

    assert codes(lambda: read_log(join(lines[1:]))) == ["F226"]
    assert codes(lambda: read_log(join([lines[0], *lines[2:]]))) == ["F225"]
    assert codes(lambda: read_log(join([*lines[:2], *lines[3:]]))) == ["F225"]
    assert codes(lambda: read_log(join([*lines[:2], lines[1], *lines[2:]]))) == ["F225"]
    assert "F225" in codes(lambda: read_log(join([lines[0], lines[2], lines[1], lines[3]])))


def test_a_cut_end_is_found_by_the_head_alone() -> None:
    """Lines missing at the end leave a sound chain; only the head kept elsewhere shows them."""
    whole = a_log()
    cut = read_log("".join(line + "\n" for line in whole.lines().split("\n")[:2]))
    assert codes(lambda: cut.against(whole.head)) == ["F211"]
    whole.against(cut.head)
    whole.against(whole.head)


def test_a_chain_written_anew_is_found_by_the_head() -> None:
    """A whole history forged with matching hashes does not fit the head, nor does another record."""
    whole, forged = a_log(), Log.open("2024-017", {"ruleset": "some"})
    for _ in range(4):
        forged = forged.append("event", {"event": "forged"})
    assert codes(lambda: forged.against(whole.head)) == ["F212"]
    assert codes(lambda: a_log("other").against(whole.head)) == ["F210"]


def test_a_printed_log_shows_nothing() -> None:
    """What a log prints in a notebook or a traceback holds no word of what is recorded."""
    log = a_log()
    assert SECRET not in repr(log) + repr(log.entries[1]) and log.record in repr(log)


def test_a_log_is_a_value() -> None:
    """Appending makes another log; a body handed out or handed in cannot change what is recorded."""
    body = {"event": "step", "documents": ["minutes"]}
    first = Log.open("r", {})
    second = first.append("event", body)
    body["documents"].append("forged")  # type: ignore[attr-defined]
    second.entries[1].body["event"] = "forged"
    assert len(first.entries) == 1
    assert second.entries[1].body == {"event": "step", "documents": ["minutes"]}
    with pytest.raises(FrozenInstanceError):
        second.record = "other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("value", "named"),
    [
        ({"loss": 1.5}, "`loss`"),
        ({"loss": float("nan")}, "`loss`"),
        ({"loss": 2**53}, "`loss`"),
        ({"a": [{"b": "\ud800"}]}, "`a[0].b`"),
        ({"a": {1: "x"}}, "`a`"),
        ({"a": {"s"}}, "`a`"),
        ({"a": b"x"}, "`a`"),
    ],
    ids=["float", "nan", "huge", "half-character", "key", "set", "bytes"],
)
def test_what_json_cannot_hold_exactly_is_refused(value: dict[str, Any], named: str) -> None:
    """A value that two programs could read differently is refused, and named by its path."""
    with pytest.raises(RecordError) as refused:
        a_log().append("event", value)
    assert [d.code for d in refused.value.diagnostics] == ["F203"]
    assert named in str(refused.value)


def test_depth_and_length_are_bounded() -> None:
    """A body nested without end or longer than a line may be is refused."""
    deep: dict[str, Any] = {}
    for _ in range(40):
        deep = {"a": deep}
    assert codes(lambda: a_log().append("event", deep)) == ["F203"]
    assert codes(lambda: a_log().append("event", {"a": "长" * 400_000})) == ["F203"]


@pytest.mark.parametrize("record", ["", " a", "a\n", "x" * 201, "\u202e"])
def test_an_id_is_one_plain_line(record: str) -> None:
    """The id of a record is a short line that shows as it is."""
    assert codes(lambda: Log.open(record, {})) == ["F204"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "F226"),
        (b"\xb0\xb8\n", "F221"),
        ("{}", "F222"),
        ("{}\n", "F223"),
        ("null\n", "F223"),
        ("1e9999\n", "F223"),
        ("9" * 5000 + "\n", "F223"),
        ("[" * 100_000 + "\n", "F223"),
        ('{"a":1,"a":2}\n', "F223"),
        ("x" * 1_100_000 + "\n", "F223"),
    ],
    ids=["empty", "gbk", "cut", "other", "null", "infinite", "long-number", "deep", "twice", "long"],
)
def test_what_is_no_record_is_refused(content: str | bytes, code: str) -> None:
    """Anything else ends in our own error, never in another one."""
    assert codes(lambda: read_log(content)) == [code]


def test_only_the_canonical_spelling_is_accepted() -> None:
    """The same data with spaces, escapes or another order of keys is another file."""
    line = a_log(events=0).entries[0].line
    data = json.loads(line)
    for other in (
        json.dumps(data),
        json.dumps(dict(reversed(data.items())), separators=(",", ":")),
        line.replace("some", "s\\u006fme"),
        line.replace('"seq":0', '"seq":0.0'),
        line.replace('"seq":0', '"seq":false'),
    ):
        assert codes(lambda other=other: read_log(other + "\n")) == ["F223"], other  # type: ignore[misc]


def test_messages_do_not_show_what_is_recorded() -> None:
    """However a log is broken, no message repeats a word of what it holds."""
    text = a_log().lines()
    for spoilt in (
        text.replace("step1", "step9"),
        text[:-1],
        text.replace('"seq":2', '"seq":3'),
        text + "{\n",
    ):
        with pytest.raises(RecordError) as refused:
            read_log(spoilt)
        assert SECRET not in str(refused.value) and "step" not in str(refused.value)


def test_all_faults_are_told_at_once() -> None:
    """Two broken lines are two problems, each with its line."""
    text = a_log(events=4).lines().replace("step0", "step7").replace("step3", "step8")
    with pytest.raises(RecordError) as refused:
        read_log(text, "a.jsonl")
    assert [(d.code, str(d.span)) for d in refused.value.diagnostics] == [
        ("F224", "a.jsonl:2:1"),
        ("F224", "a.jsonl:5:1"),
    ]


def test_several_records_in_one_file() -> None:
    """Records may follow one another in a file; where one is expected, two are refused."""
    one, two = a_log("one"), a_log("two")
    assert read_logs(one.lines() + two.lines()) == (one, two)
    assert codes(lambda: read_log(one.lines() + two.lines())) == ["F220"]


def test_a_head_travels_as_json() -> None:
    """A head written as JSON is read back; anything else is refused."""
    head = a_log().head
    assert read_head(json.dumps(head.as_data())) == head
    assert isinstance(head, Head) and head.length == 4
    assert read_heads(json.dumps([head.as_data()] * 2)) == (head, head)
    assert codes(lambda: read_head(json.dumps([head.as_data()] * 2))) == ["F227"]
    for wrong in (
        "",
        "[]",
        "{}",
        json.dumps(head.as_data() | {"length": 0}),
        json.dumps(head.as_data() | {"hash": "x"}),
    ):
        assert codes(lambda wrong=wrong: read_head(wrong)) == ["F227"]  # type: ignore[misc]


def test_sm3_is_used_where_the_machine_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record may be chained with SM3; where OpenSSL lacks it, that is said, and sha256 still works."""
    if available("sm3"):
        assert (
            hashlib.new("sm3", b"abc").hexdigest()
            == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        )
        log = a_log(algorithm="sm3")
        assert read_log(log.lines()) == log
        assert log.head.hash != a_log().head.hash
        text = log.lines()
    else:
        text = a_log().lines().replace("sha256", "sm3")
    lacking = hashlib.new

    def without_sm3(name: str, *given: Any, **more: Any) -> Any:
        if name == "sm3":
            raise ValueError("unsupported hash type")
        return lacking(name, *given, **more)

    monkeypatch.setattr(entry_module.hashlib, "new", without_sm3)  # type: ignore[attr-defined]
    assert codes(lambda: Log.open("r", {}, "sm3")) == ["F202"]
    assert codes(lambda: read_log(text)) == ["F202"]
    assert codes(lambda: Log.open("r", {}, "md5")) == ["F201"]
    assert read_log(a_log().lines()) == a_log()

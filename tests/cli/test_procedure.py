"""`tolerance procedure …` and `tolerance verify`: what each command prints, keeps, refuses, and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import click
import pytest

import tolerance_engine as te
from tests.cli.running import EXAMPLE, GROUP, ROOT, Command, Ran

SHAPE = str(ROOT / "tests" / "procedure" / "shapes" / "anxiang.yaml")
COMMANDS = ("show", "start", "apply", "status", "history", "verify", "export", "import", "calendar")
FIRST = ("application", "--at", "2024-03-01T09:00:00+08:00", "--by", "unit")


@pytest.fixture
def tolerance(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command, run in this process."""
    return Command(monkeypatch, capsys)


@pytest.fixture
def store(tmp_path: Path) -> str:
    """Where the records of a test are."""
    return str(tmp_path / "cases.db")


def begun(tolerance: Command, store: str, *more: str) -> Ran:
    """A record with its first event."""
    assert tolerance("procedure", "start", "2024-017", "-r", "qinghai", "-s", store).code == 0
    return tolerance("procedure", "apply", "2024-017", *FIRST, "-s", store, *more)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(tolerance: Command, command: str) -> None:
    """`--help` explains each command, with an example where it takes one."""
    ran = tolerance("procedure", command, "--help")
    assert ran.code == 0 and "例：tolerance procedure" in ran.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_documented(command: str) -> None:
    """The page on the command line names each option of each of these commands."""
    context = click.Context(GROUP)
    group = GROUP.get_command(context, "procedure")
    assert isinstance(group, click.Group) and set(COMMANDS) <= set(group.list_commands(context))
    text = (ROOT / "docs" / "cli.md").read_text("utf-8").split("## procedure ")[1]
    assert f"`{command}" in text
    found = group.get_command(context, command)
    assert found is not None
    for option in found.params:
        if isinstance(option, click.Option) and option.name not in ("as_json", "lang", "on", "reading"):
            assert option.opts[0] in text, option.opts


def test_show(tolerance: Command) -> None:
    """`show` draws the procedure and tells it; `--svg`, `--mermaid` and `--json` print only that."""
    told = tolerance("procedure", "show", "qinghai")
    assert told.code == 0 and told.err == "" and "▼" in told.out and "时限：◇ 来源未载明" in told.out
    file = tolerance("procedure", "show", SHAPE, "--svg")
    assert ET.fromstring(file.out).tag.endswith("svg")
    assert tolerance("procedure", "show", "wenzhou", "--mermaid", "--lang", "en").out.startswith(
        "---\ntitle:"
    )
    data = json.loads(tolerance("procedure", "show", "qinghai", "--json").out)
    assert {"stages", "steps", "parties", "effects"} <= set(data)


def test_show_without_a_procedure(tolerance: Command, tmp_path: Path) -> None:
    """A ruleset that declares no procedure is told so, with exit 3."""
    from tests.ruleset.writing import BASE

    path = tmp_path / "mine.yaml"
    path.write_text(BASE, "utf-8")
    ran = tolerance("procedure", "show", str(path))
    assert ran.code == 3 and "F127" in ran.err and ran.out == ""


def test_a_case_from_start_to_history(tolerance: Command, store: str) -> None:
    """A record is begun, an event applied, the state shown with its limits, and the history told."""
    assert (
        "尚未启动"
        in tolerance("procedure", "start", "2024-017", "-r", "qinghai", "-s", store, "--case", EXAMPLE).out
    )
    ran = tolerance("procedure", "apply", "2024-017", *FIRST, "-s", store, "--today", "2024-03-04")
    assert ran.code == 0 and ran.err == "" and "已提出申请，待受理" in ran.out and "时限" in ran.out
    status = json.loads(
        tolerance("procedure", "status", "2024-017", "-s", store, "--today", "2024-03-04", "--json").out
    )
    assert status["state"]["stage"] == "applied" and status["head"]["length"] == 2
    assert status["due"][0]["event"] == "accepted" and status["due"][0]["due"] is None
    assert {"record", "head", "ruleset", "calendar", "reading", "state", "allowed", "history", "due"} == set(
        status
    )
    told = tolerance("procedure", "history", "2024-017", "-s", store)
    assert "1. 提出申请" in told.out and "2024-03-01T09:00:00+08:00" in told.out
    history = json.loads(tolerance("procedure", "history", "2024-017", "-s", store, "--json").out)
    assert history == status["history"]
    listed = tolerance("procedure", "status", "-s", store)
    assert "2024-017" in listed.out
    assert json.loads(tolerance("procedure", "status", "-s", store, "--json").out) == [status["head"]]


def test_all_parts_of_an_event(tolerance: Command, tmp_path: Path, store: str) -> None:
    """Options give the same events as a file, written as YAML, JSON or JSON Lines."""
    steps: list[tuple[str, ...]] = [
        FIRST,
        ("accepted", "--at", "2024-03-04T09:00:00+08:00", "--by", "handler:h-1", "--note", "收到"),
        ("verified", "--at", "2024-03-05T09:00:00+08:00", "--by", "handler:h-1", "--fact", "listed=true"),
        (
            "decided",
            "--at",
            "2024-03-06T09:00:00+08:00",
            "--by",
            "superior",
            "--outcome",
            "exempted",
            "--reason",
            "属所列情形",
        ),
        ("reported", "--at", "2024-03-07T09:00:00+08:00", "--by", "handler:h-1"),
        (
            "ordered",
            "--at",
            "2024-03-08T09:00:00+08:00",
            "--by",
            "superior",
            "--document",
            "order=令3",
            "--limit",
            "15:working_day",
        ),
    ]
    events: list[dict[str, Any]] = [
        {"event": "application", "at": "2024-03-01T09:00:00+08:00", "actor": "unit"},
        {"event": "accepted", "at": "2024-03-04T09:00:00+08:00", "actor": {"role": "handler", "id": "h-1"}, "note": "收到"},
        {"event": "verified", "at": "2024-03-05T09:00:00+08:00", "actor": {"role": "handler", "id": "h-1"},
         "established": {"facts": {"listed": True}}},
        {"event": "decided", "at": "2024-03-06T09:00:00+08:00", "actor": "superior", "outcome": "exempted", "reason": "属所列情形"},
        {"event": "reported", "at": "2024-03-07T09:00:00+08:00", "actor": {"role": "handler", "id": "h-1"}},
        {"event": "ordered", "at": "2024-03-08T09:00:00+08:00", "actor": "superior",
         "documents": [{"kind": "order", "ref": "令3"}], "limit": {"value": 15, "unit": "working_day"}},
    ]  # fmt: skip
    (tmp_path / "e.jsonl").write_text(
        "\n".join(json.dumps(e, ensure_ascii=False) for e in events) + "\n", "utf-8"
    )
    (tmp_path / "e.json").write_text(json.dumps(events, ensure_ascii=False), "utf-8")
    for record in ("typed", "jsonl", "json"):
        assert tolerance("procedure", "start", record, "-r", SHAPE, "-s", store).code == 0
    for step in steps:
        ran = tolerance("procedure", "apply", "typed", *step, "-s", store, "-r", SHAPE)
        assert ran.code == 0, ran.err
    for kind in ("jsonl", "json"):
        ran = tolerance(
            "procedure", "apply", kind, "-f", str(tmp_path / f"e.{kind}"), "-s", store, "-r", SHAPE
        )
        assert ran.code == 0, ran.err
    with te.Store(store) as opened:
        bodies = [
            [entry.body for entry in opened.read(record).entries[1:]] for record in ("typed", "jsonl", "json")
        ]
    assert bodies[0] == bodies[1] == bodies[2] and len(bodies[0]) == 6
    status = tolerance("procedure", "status", "typed", "-s", store, "-r", SHAPE, "--today", "2024-03-20").out
    assert "2024-03-29 届满" in status and "还有 7 个工作日" in status


def test_a_file_of_events_is_taken_whole_or_not_at_all(
    tolerance: Command, tmp_path: Path, store: str
) -> None:
    """When one event of a file is refused, none is recorded; a fault in the file is told with line and column."""
    begun(tolerance, store)
    path = tmp_path / "e.jsonl"
    good = {"event": "accepted", "at": "2024-03-04T09:00:00+08:00", "actor": "accepting_body"}
    path.write_text(json.dumps(good) + "\n" + json.dumps(good | {"event": "filed"}) + "\n", "utf-8")
    ran = tolerance("procedure", "apply", "2024-017", "-f", str(path), "-s", store)
    assert ran.code == 3 and "F110" in ran.err and "此时可以" in ran.err and ran.out == ""
    path.write_text(json.dumps(good) + "\n" + json.dumps(good | {"when": "x"}) + "\n", "utf-8")
    ran = tolerance("procedure", "apply", "2024-017", "-f", str(path), "-s", store)
    assert ran.code == 3 and ran.err.startswith(f"{path}:2:")
    with te.Store(store) as opened:
        assert len(opened.read("2024-017").entries) == 2


def test_numbers_of_persons_are_taken_out_and_said(tolerance: Command, store: str) -> None:
    """A telephone in a note is not kept; the command says so on stderr and shows the mark."""
    ran = begun(tolerance, store, "--note", "来电 13800138000")
    assert "〔电话号码〕" in ran.err and b"13800138000" not in Path(store).read_bytes()
    assert "〔电话号码〕" in tolerance("procedure", "history", "2024-017", "-s", store).out


def test_a_writer_who_saw_an_older_record_is_refused(tolerance: Command, store: str) -> None:
    """`--seen` keeps somebody from deciding on what is no longer the state."""
    begun(tolerance, store)
    step = ("accepted", "--at", "2024-03-04T09:00:00+08:00", "--by", "accepting_body", "-s", store)
    ran = tolerance("procedure", "apply", "2024-017", *step, "--seen", "1")
    assert ran.code == 3 and "F240" in ran.err and "读到时 1 条，现在 2 条" in ran.err
    assert tolerance("procedure", "apply", "2024-017", *step, "--seen", "2").code == 0


def test_verify_and_files(tolerance: Command, tmp_path: Path, store: str) -> None:
    """A record is exported with its head and verified from the file; a change, a cut end and other rules end with 1."""
    begun(tolerance, store)
    out, head = tmp_path / "cases.jsonl", tmp_path / "head.json"
    assert tolerance("procedure", "export", "-s", store, "-o", str(out)).code == 0
    head.write_text(tolerance("procedure", "export", "2024-017", "-s", store, "--heads").out, "utf-8")
    assert tolerance("procedure", "export", "-s", store).out == out.read_text("utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cases.db", "cases.jsonl", "head.json"]
    good = tolerance("procedure", "verify", "2024-017", "-s", store, "--head", str(head))
    assert good.code == 0 and "相符" in good.out
    assert tolerance("procedure", "verify", "-f", str(out), "--head", str(head)).code == 0
    lines = out.read_text("utf-8").split("\n")
    for spoilt, code in (
        ("\n".join(lines).replace("unit", "person"), "F224"),
        (lines[0] + "\n", "F211"),
        (lines[0] + "\n" + lines[1], "F222"),
    ):
        out.write_text(spoilt, "utf-8")
        ran = tolerance("procedure", "verify", "-f", str(out), "--head", str(head), "--json")
        (found,) = json.loads(ran.out)
        assert ran.code == 1 and [p["code"] for p in found["problems"]] == [code] and not found["sound"]
    other = tolerance("procedure", "verify", "2024-017", "-s", store, "-r", "wenzhou")
    assert other.code == 1 and "F260" in other.out


def test_a_record_that_vanished_is_found(tolerance: Command, tmp_path: Path, store: str) -> None:
    """Without an id all records are verified, and one that only the kept heads know is told as missing."""
    begun(tolerance, store)
    assert tolerance("procedure", "start", "2024-018", "-r", "qinghai", "-s", store).code == 0
    heads, one = tmp_path / "heads.json", tmp_path / "one.jsonl"
    heads.write_text(tolerance("procedure", "export", "-s", store, "--heads").out, "utf-8")
    good = tolerance("procedure", "verify", "-s", store, "--head", str(heads), "--json")
    assert good.code == 0 and [r["record"] for r in json.loads(good.out)] == ["2024-017", "2024-018"]
    tolerance("procedure", "export", "2024-017", "-s", store, "-o", str(one))
    other = str(tmp_path / "other.db")
    tolerance("procedure", "import", str(one), "-s", other)
    for place in (("-s", other), ("-f", str(one))):
        ran = tolerance("procedure", "verify", *place, "--head", str(heads), "--json")
        problems = {r["record"]: [p["code"] for p in r["problems"]] for r in json.loads(ran.out)}
        assert ran.code == 1 and problems == {"2024-017": [], "2024-018": ["F236"]}
        assert tolerance("procedure", "verify", "2024-017", *place, "--head", str(heads)).code == 0
    heads.write_text("{}", "utf-8")
    assert "F227" in tolerance("procedure", "verify", "-s", store, "--head", str(heads)).err


def test_import(tolerance: Command, tmp_path: Path, store: str) -> None:
    """What was exported is taken into another store; a damaged file is refused and leaves nothing behind."""
    begun(tolerance, store)
    out, other = tmp_path / "cases.jsonl", str(tmp_path / "other.db")
    tolerance("procedure", "export", "-s", store, "-o", str(out))
    assert "2024-017" in tolerance("procedure", "import", str(out), "-s", other).out
    heads = tolerance("procedure", "import", str(out), "-s", other, "--json")
    with te.Store(store) as one, te.Store(other) as two:
        assert one.heads() == two.heads()
        assert json.loads(heads.out) == [head.as_data() for head in two.heads()]
    out.write_text(out.read_text("utf-8").replace("unit", "person"), "utf-8")
    ran = tolerance("procedure", "import", str(out), "-s", other)
    assert ran.code == 3 and "F224" in ran.err and f"{out}:2:1" in ran.err
    ran = tolerance("procedure", "import", str(tmp_path / "none.jsonl"), "-s", other)
    assert ran.code == 3 and "F280" in ran.err
    ran = tolerance("procedure", "export", "-s", store, "-o", str(tmp_path / "no" / "such" / "folder"))
    assert ran.code == 3 and "F281" in ran.err


def test_calendar(tolerance: Command, tmp_path: Path) -> None:
    """Rearranged days, due days, years not published and local days are told, as text and as JSON."""
    told = tolerance("procedure", "calendar", "2019-04-28", "2019-05-05", "2019-05-02", "2027-01-04")
    assert told.code == 0 and told.out.count("上班（调休）") == 2 and "休息（调休）" in told.out
    assert "安排尚未公布" in told.out
    due = tolerance("procedure", "calendar", "--from", "2026-09-24", "--limit", "5:working_day")
    assert "2026-10-09" in due.out and "暂定" not in due.out
    late = json.loads(
        tolerance("procedure", "calendar", "--from", "2026-12-24", "--limit", "10:working_day", "--json").out
    )
    assert late["due"] == {"from": "2026-12-24", "value": 10, "unit": "working_day", "roll": False, "day": "2027-01-07",
                           "provisional": True, "unpublished": [2027]}  # fmt: skip
    year = json.loads(tolerance("procedure", "calendar", "--year", "2019", "--json").out)["days"]
    assert {"day": "2019-04-28", "worked": True} in year and {"day": "2019-10-01", "worked": False} in year
    assert "2030 年的放假安排尚未公布" in tolerance("procedure", "calendar", "--year", "2030").out
    local = tmp_path / "local.yaml"
    local.write_text("calendar: 1\nid: local\nzh: 本地\nbase: national\nrest: [2024-03-05]\n", "utf-8")
    told = tolerance("procedure", "calendar", "2024-03-05", "--calendar", str(local))
    assert "休息（调休）" in told.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["procedure"],
        ["procedure", "nonsense"],
        ["procedure", "show"],
        ["procedure", "start", "x", "-s", "y"],
        ["procedure", "apply", "x", "-s", "y"],
        ["procedure", "apply", "x", "e", "-s", "y"],
        ["procedure", "apply", "x", "-s", "y", "-f", "z", "--note", "n"],
        ["procedure", "apply", "x", "e", "-s", "y", "--at", "t", "--limit", "soon"],
        ["procedure", "apply", "x", "e", "-s", "y", "--at", "t", "--fact", "known"],
        ["procedure", "apply", "x", "e", "-s", "y", "--at", "t", "--fact", "known=yes"],
        ["procedure", "verify"],
        ["procedure", "verify", "x"],
        ["procedure", "calendar"],
        ["procedure", "calendar", "--from", "2024-01-01"],
        ["procedure", "calendar", "--from", "2024-01-01", "--limit", "5 days"],
        ["procedure", "calendar", "2024-1-1"],
        ["verify", "x"],
    ],
    ids=" ".join,
)
def test_bad_usage_ends_with_2(tolerance: Command, arguments: list[str]) -> None:
    """What was typed wrong is told on stderr with exit 2, before any file is touched."""
    ran = tolerance(*arguments)
    assert (ran.code, ran.out) == (2, "") and ran.err
    assert not Path("y").exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["procedure", "status", "x", "-s", "nowhere.db"], "F230"),
        (["procedure", "apply", "x", "-f", "nowhere.yaml", "-s", "nowhere.db"], "F280"),
        (["procedure", "show", "nowhere"], "P010"),
        (["verify", "nowhere.json", "-r", "qinghai", "--case", EXAMPLE], "F280"),
    ],
    ids=["store", "events", "ruleset", "verdict"],
)
def test_what_cannot_be_found_ends_with_3(tolerance: Command, arguments: list[str], code: str) -> None:
    """A file or ruleset there is not ends with 3 and is named."""
    ran = tolerance(*arguments)
    assert (ran.code, ran.out) == (3, "") and ran.err.startswith(code) and "nowhere" in ran.err


def test_verify_a_verdict(tolerance: Command, tmp_path: Path) -> None:
    """`tolerance verify` gives 0 for a verdict that comes out again and 1, naming what changed, for another."""
    path = tmp_path / "verdict.json"
    path.write_text(
        tolerance("determine", EXAMPLE, "-r", "qinghai", "--reading", "weighed", "--json").out, "utf-8"
    )
    assert tolerance("verify", str(path), "-r", "qinghai", "--case", EXAMPLE).code == 0
    path.write_text(
        path.read_text("utf-8").replace('"outcome": "not_tolerated"', '"outcome": "tolerated"', 1), "utf-8"
    )
    ran = tolerance("verify", str(path), "-r", "qinghai", "--case", EXAMPLE, "--json")
    assert ran.code == 1 and json.loads(ran.out)["differences"][0]["name"] == "result.outcome"
    path.write_text("[]", "utf-8")
    ran = tolerance("verify", str(path), "-r", "qinghai", "--case", EXAMPLE)
    assert ran.code == 3 and "F270" in ran.err


def test_events_from_standard_input(tmp_path: Path, store: str) -> None:
    """`-f -` reads events from standard input, in a process of its own, and the store is found again by the next."""

    def run(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "tolerance_engine", "procedure", *arguments]
        return subprocess.run(
            command, input=given, capture_output=True, encoding="utf-8", cwd=ROOT, timeout=60, check=False
        )

    assert run("start", "r", "-r", "qinghai", "-s", store).returncode == 0
    given = 'event: application\nat: "2024-03-01T09:00:00+08:00"\nactor: unit\n'
    ran = run("apply", "r", "-f", "-", "-s", store, "--json", given=given)
    assert ran.returncode == 0 and json.loads(ran.stdout)["state"]["stage"] == "applied", ran.stderr

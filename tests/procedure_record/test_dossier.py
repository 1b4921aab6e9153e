"""The dossier: what is recorded gives the same state again, and every other outcome of a replay is told."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import tolerance_engine as te
from tests.procedure_record.walks import NAMES, longest, recorded, ruleset, walks
from tolerance_engine.errors import ProcedureError, RecordError
from tolerance_engine.procedure import national
from tolerance_engine.procedure.dossier import Dossier, replayed, state_digest
from tolerance_engine.procedure.record import Log, read_log
from tolerance_engine.procedure.verification import check_record
from tolerance_engine.ruleset.canonical import dumps

CARD, PHONE = "11010519491231002X", "13800138000"


@pytest.mark.parametrize("name", NAMES)
def test_replay_gives_the_same_bytes(name: str) -> None:
    """Every way through a procedure, recorded, written out, read back and replayed, gives the same state byte for byte."""
    for procedure in walks(name):
        dossier = recorded(procedure)
        again = Dossier.resume(read_log(dossier.log.lines()), procedure.ruleset)
        assert (
            again.procedure.model_dump_json()
            == dossier.procedure.model_dump_json()
            == procedure.model_dump_json()
        )
        assert dumps(again.procedure.state.as_data()) == dumps(procedure.state.as_data())
        assert again.log == dossier.log


def test_the_record_names_what_it_rests_on() -> None:
    """The first entry holds rules, procedure, vocabulary, calendar, engine, reading and the case as it was then."""
    dossier = recorded(longest("anxiang"))
    linked = dossier.procedure.ruleset.linked
    about = dossier.log.about
    assert (
        about["ruleset"]["sha256"] == linked.digest and about["procedure_sha256"] == linked.procedure_digest
    )
    assert about["calendar"] == {"id": national().id, "sha256": national().digest}
    assert about["engine"]["version"] == te.__version__
    assert about["uses"] == []
    assert set(about) == {
        "engine",
        "uses",
        "ruleset",
        "vocabulary",
        "procedure_sha256",
        "calendar",
        "reading",
        "case",
    }


def test_a_decision_carries_its_verdict() -> None:
    """The entry of a decision holds the verdict of that moment with its receipt; every entry the hash of its state."""
    dossier = recorded(longest("anxiang"))
    bodies = [entry.body for entry in dossier.log.entries[1:]]
    decided = [body for body in bodies if "verdict" in body]
    assert len(decided) == 1
    entry = next(each for each in dossier.procedure.history if each.decision is not None)
    assert entry.decision is not None
    assert decided[0]["verdict"]["receipt"] == json.loads(json.dumps(entry.decision.verdict["receipt"]))
    assert bodies[-1]["state_sha256"] == state_digest(dossier.procedure)


def test_a_refused_event_is_not_recorded() -> None:
    """An event that cannot happen leaves the dossier as it was."""
    dossier = Dossier.start("r", ruleset())
    with pytest.raises(ProcedureError):
        dossier.apply({"event": "decided", "at": "2024-03-01T09:00:00+08:00", "actor": "handler"})
    assert len(dossier.log.entries) == 1 and dossier.procedure.state.stage is None


def test_numbers_of_persons_are_not_recorded() -> None:
    """Numbers in a case, a reason, a note or a reference are taken out before anything is played or written."""
    dossier = Dossier.start("r", ruleset(), {"note": f"证号{CARD}", "facts": {"listed": True}})
    assert dossier.redacted == (("id_card", 1),)
    dossier = dossier.apply(
        {
            "event": "application",
            "at": "2024-03-01T09:00:00+08:00",
            "actor": "unit",
            "documents": [{"kind": "application", "ref": PHONE}],
            "note": f"来电 {PHONE}，{CARD}",
        }
    )
    assert dossier.redacted == (("id_card", 1), ("phone", 2))
    assert CARD not in dossier.log.lines() and PHONE not in dossier.log.lines()
    assert "〔电话号码〕" in dossier.log.lines()
    assert Dossier.resume(dossier.log, ruleset()).procedure.model_dump() == dossier.procedure.model_dump()


def forged(dossier: Dossier, number: int, **changes: Any) -> Log:
    """The record with one entry written otherwise, every hash made anew: only replay can find it."""
    log = Log.open(dossier.log.record, dossier.log.about)
    for entry in dossier.log.entries[1:]:
        body = entry.body
        if entry.seq == number:
            body |= changes
        log = log.append(entry.kind, body)
    return log


def test_replay_finds_a_forged_entry() -> None:
    """An entry forged with a sound chain is found: another state, another mark, another verdict, an impossible event."""
    dossier = recorded(longest("anxiang"))
    same = forged(dossier, 99)
    assert replayed(same, ruleset()).problems == ()
    number = next(entry.seq for entry in dossier.log.entries if "verdict" in entry.body)
    body = dossier.log.entries[number].body
    event = body["event"] | {"outcome": "not_tolerated", "reason": "另有考虑"}
    for changes, code in (
        ({"event": event}, "F263"),
        ({"marks": ["late"]}, "F263"),
        ({"state_sha256": "0" * 64}, "F263"),
        ({"verdict": body["verdict"] | {"outcome": "mitigated"}}, "F263"),
        ({"event": body["event"] | {"event": "corrected"}}, "F262"),
        ({"event": "decided"}, "F263"),
    ):
        check = replayed(forged(dossier, number, **changes), ruleset())
        assert [problem.code for problem in check.problems] == [code], changes
        assert check.events == number - 1
        with pytest.raises(RecordError) as refused:
            Dossier.resume(forged(dossier, number, **changes), ruleset())
        assert refused.value.diagnostics == check.problems


def edited(tmp_path: Path, old: str, new: str) -> te.Ruleset:
    """The shape with one thing in its file changed."""
    from tests.procedure_record.walks import ruleset_file

    text = Path(ruleset_file("anxiang")).read_text("utf-8")
    assert old in text
    path = tmp_path / "anxiang.yaml"
    path.write_text(text.replace(old, new), "utf-8")
    return te.load_ruleset(path)


def test_other_rules_are_told_before_anything_is_played(tmp_path: Path) -> None:
    """A record is not replayed under another ruleset, nor under a changed version of its rules or of its procedure."""
    log = recorded(longest("anxiang")).log
    assert [p.code for p in replayed(log, ruleset("shenzhen")).problems] == ["F260"]
    for old, new, named in (
        ("when: {listed: false}", "when: {listed: true}", "规则"),
        ("event: accepted, from: [applied]", "event: accepted, zh: 收下, from: [applied]", "程序"),
    ):
        problems = replayed(log, edited(tmp_path, old, new)).problems
        assert [p.code for p in problems] == ["F261"] and f"的{named}与立案时不同" in problems[0].message.zh


def test_what_changes_no_state_is_only_noted() -> None:
    """Another calendar, engine version or vocabulary that leaves every state as it was is a note, no problem."""
    dossier = recorded(longest("anxiang"))
    local = national().with_days(rest=[date(2030, 5, 6)])
    check = replayed(dossier.log, ruleset(), calendar=local)
    assert check.problems == () and [note.code for note in check.notes] == ["F265"]
    about = dossier.log.about | {
        "engine": {"name": "tolerance_engine", "version": "0.0.1"},
        "vocabulary": "0" * 64,
        "uses": [{"id": "other", "sha256": "0" * 64}],
    }
    log = Log.open("r", about)
    for entry in dossier.log.entries[1:]:
        body = entry.body
        if "verdict" in body:
            receipt = body["verdict"]["receipt"]
            body["verdict"]["receipt"] = receipt | {"engine": receipt["engine"] | {"version": "0.0.1"}}
        log = log.append(entry.kind, body)
    check = replayed(log, ruleset())
    assert check.problems == () and [note.code for note in check.notes] == ["F265"] * 3


@pytest.mark.parametrize("about", [{}, {"ruleset": "anxiang"}, {"ruleset": {"id": "anxiang", "sha256": "x"}}])
def test_a_record_of_something_else_is_told(about: dict[str, Any]) -> None:
    """A sound record that is not of a procedure is refused as such."""
    assert [p.code for p in replayed(Log.open("r", about), ruleset()).problems] == ["F264"]


def test_checking_collects_what_is_wrong(tmp_path: Path) -> None:
    """Chain, head and replay are checked together; what is found is a finding, in both languages, not an exception."""
    dossier = recorded(longest("anxiang"))
    log, head = dossier.log, dossier.head
    good = check_record("r", lambda: log, lambda _: ruleset(), head=head)
    assert good.sound and good.replayed == len(log.entries) - 1 and good.head == head
    assert "相符" in good.text() and "sound" in good.text("en")
    cut = Log(log.record, log.algorithm, log.entries[:3])
    short = check_record("r", lambda: cut, lambda _: ruleset(), head=head)
    assert [p.code for p in short.problems] == ["F211"] and not short.sound
    broken = log.lines().replace('"seq":2', '"seq":5')
    bad = check_record("r", lambda: read_log(broken), lambda _: ruleset())
    assert not bad.sound and bad.head is None and bad.replayed == 0
    assert bad.as_data()["problems"][0]["line"] == 3

    def none(_: Any) -> te.Ruleset:
        return te.load_ruleset("no_such_ruleset")

    assert [p.code for p in check_record("r", lambda: log, none).problems] == ["P010"]
    assert "看不出末尾" in check_record("r", lambda: log, lambda _: ruleset()).text()

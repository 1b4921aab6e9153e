"""The dossier: a case's path together with its record. Every event is played, then written down; replay is the proof.

Each entry carries the SHA-256 of the state it led to, and a decision its verdict with the receipt. Replaying the
record has to give those very states: another result means that the rules, the calendar or the engine changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tolerance_engine.determine import Case
from tolerance_engine.determine.shown.plain import plain
from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.errors import RecordError, ToleranceError
from tolerance_engine.procedure.calendar import Calendar
from tolerance_engine.procedure.events import Event
from tolerance_engine.procedure.privacy import redact_data
from tolerance_engine.procedure.privacy.redact import Found
from tolerance_engine.procedure.procedure import Procedure
from tolerance_engine.procedure.record import Head, Log
from tolerance_engine.ruleset.canonical import digest
from tolerance_engine.ruleset.model import Linked
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.source import Words
from tolerance_engine.version import __version__

EVENT = "event"


@dataclass(frozen=True, slots=True)
class Dossier:
    """A procedure and the log that gives it. `redacted` says what was taken out of the texts of the last event."""

    procedure: Procedure
    log: Log
    redacted: tuple[tuple[Found, int], ...] = ()

    @classmethod
    def start(
        cls,
        record: str,
        ruleset: Ruleset,
        case: Case | Mapping[str, Any] | None = None,
        *,
        calendar: Calendar | None = None,
        reading: str | None = None,
        algorithm: str = "sha256",
    ) -> Dossier:
        """A record in which nothing has happened yet. Numbers of persons are taken out of the case first.

        Raises ProcedureError and CaseError as `Procedure.start` does, RecordError for an id or algorithm.
        """
        given = case if isinstance(case, Case) else Case(**(case or {}))
        clean = redact_data(plain(given.as_data()))
        procedure = Procedure.start(ruleset, Case(**clean.value), calendar=calendar, reading=reading)
        return cls(procedure, Log.open(record, _about(procedure, clean.value), algorithm), clean.found)

    def apply(self, event: Event | Mapping[str, Any]) -> Dossier:
        """The dossier after one event more. Numbers of persons are taken out of its texts first.

        Raises ProcedureError when the event is refused; then nothing is recorded.
        """
        given = event if isinstance(event, Event) else Event.from_data(event)
        clean = redact_data(given.as_data())
        procedure = self.procedure.apply(Event.from_data(clean.value))
        return Dossier(procedure, self.log.append(EVENT, _body(procedure)), clean.found)

    @classmethod
    def resume(cls, log: Log, ruleset: Ruleset, *, calendar: Calendar | None = None) -> Dossier:
        """The dossier of a record, replayed. Raises RecordError (F260 to F264) where replay gives something else."""
        check = replayed(log, ruleset, calendar=calendar)
        if check.problems or check.procedure is None:
            raise RecordError(check.problems)
        return cls(check.procedure, log)

    @property
    def head(self) -> Head:
        """The head of its record."""
        return self.log.head


@dataclass(frozen=True, slots=True)
class Replayed:
    """What replaying a record gave: the procedure as far as it went, and every difference from what was recorded.

    `events` counts those that led to the recorded state. `notes` are differences that changed no state: a later version of the engine, a calendar that knows more years.
    """

    procedure: Procedure | None
    events: int
    problems: tuple[Diagnostic, ...]
    notes: tuple[Diagnostic, ...]


def replayed(log: Log, ruleset: Ruleset, *, calendar: Calendar | None = None) -> Replayed:
    """Play the record's events again and compare: rules, calendar, verdicts, and the state after every event."""
    about = log.about
    problems = list(_other_rules(about, ruleset))
    if problems:
        return Replayed(None, 0, tuple(problems), ())
    case = Case(**about["case"])
    procedure = Procedure.start(ruleset, case, calendar=calendar, reading=about["reading"])
    notes = tuple(_other_means(about, procedure))
    alike = 0
    for number, entry in enumerate(log.entries[1:], start=1):
        recorded = entry.body
        if entry.kind != EVENT or not isinstance(recorded.get("event"), dict):
            message = Words(f"第 {number} 条不是事件", f"entry {number} is no event")
            problems.append(Diagnostic("F263", message))
            break
        try:
            procedure = procedure.apply(recorded["event"])
        except ToleranceError as error:
            why = error.diagnostics[0].message
            message = Words(
                f"第 {number} 条现在不被接受：{why.zh}", f"entry {number} is now refused: {why.en}"
            )
            problems.append(Diagnostic("F262", message))
            break
        now, then = _lasting(_body(procedure)), _lasting(recorded)
        changed = [key for key in sorted({*now, *then}) if now.get(key) != then.get(key)]
        if changed:
            keys = "、".join(changed)
            message = Words(
                f"第 {number} 条重放的结果与记录不同（{keys}）",
                f"entry {number}, played again, is not as recorded ({', '.join(changed)})",
            )
            problems.append(Diagnostic("F263", message))
            break
        alike += 1
    return Replayed(procedure, alike, tuple(problems), notes)


def state_digest(procedure: Procedure) -> str:
    """SHA-256 of the state's canonical JSON, verdicts without what changes while the rules stay."""
    data = procedure.state.as_data()
    for kind in ("decision", "recommendation"):
        if data[kind] is not None:
            data[kind] = _lasting(data[kind])
    return digest(data)


def _lasting(body: Mapping[str, Any]) -> dict[str, Any]:
    """Without the version of the engine and the hash of the whole vocabulary, which other regions share.

    Were they compared, no record would replay after the next release; what they change in a verdict is compared.
    """
    found = dict(body)
    if isinstance(found.get("verdict"), dict) and isinstance(found["verdict"].get("receipt"), dict):
        receipt = {k: v for k, v in found["verdict"]["receipt"].items() if k not in ("engine", "vocabulary")}
        found["verdict"] = {**found["verdict"], "receipt": receipt}
    return found


def _about(procedure: Procedure, case: Mapping[str, Any]) -> dict[str, Any]:
    linked, calendar = procedure.ruleset.linked, procedure.calendar
    period = linked.in_force
    return {
        "engine": {"name": "tolerance_engine", "version": __version__},
        "ruleset": {
            "id": linked.id,
            "from": period.first_text,
            "to": period.last_text,
            "sha256": linked.digest,
        },
        "uses": _used(linked),
        "vocabulary": linked.vocabulary.digest if linked.vocabulary else None,
        "procedure_sha256": linked.procedure_digest,
        "calendar": {"id": calendar.id, "sha256": calendar.digest},
        "reading": procedure.reading,
        "case": dict(case),
    }


def _used(linked: Linked) -> list[dict[str, str]]:
    """The rulesets whose clauses this one asks of, and those that they ask of."""
    return [
        item
        for used in linked.uses.values()
        for item in ({"id": used.id, "sha256": used.digest}, *_used(used))
    ]


def _body(procedure: Procedure) -> dict[str, Any]:
    """What is recorded of the last event: itself, its marks, the verdict beside a decision, and the state's hash."""
    entry = procedure.history[-1]
    body: dict[str, Any] = {
        "event": entry.event.as_data(),
        "marks": list(entry.marks),
        "before": entry.before,
        "after": entry.after,
        "state_sha256": state_digest(procedure),
    }
    if entry.decision is not None:
        body["verdict"] = plain(entry.decision.verdict)
    return body


def _other_rules(about: Mapping[str, Any], ruleset: Ruleset) -> Iterator[Diagnostic]:
    linked = ruleset.linked
    try:
        recorded = (about["ruleset"]["id"], about["ruleset"]["sha256"], about["procedure_sha256"])
        rest = (about["calendar"]["id"], about["calendar"]["sha256"], about["engine"]["version"])
        whole = all(isinstance(each, str) for each in (*rest, about["reading"])) and "vocabulary" in about
    except (KeyError, TypeError):
        whole = False
    if not whole or not isinstance(about.get("case"), dict):
        yield Diagnostic("F264", Words("这份记录不是案件程序的记录", "this is not the record of a procedure"))
        return
    found = (linked.id, linked.digest, linked.procedure_digest)
    if recorded[0] != found[0]:
        message = Words(
            f"记录依据的规则集是 `{recorded[0]}`，不是 `{found[0]}`",
            f"the record rests on `{recorded[0]}`, not on `{found[0]}`",
        )
        yield Diagnostic("F260", message)
    elif recorded != found:
        what = Words("规则", "rules") if recorded[1] != found[1] else Words("程序", "procedure")
        message = Words(
            f"`{found[0]}` 的{what.zh}与立案时不同：记录的是 {_short(recorded)}，现在是 {_short(found)}",
            f"the {what.en} of `{found[0]}` are not those of the record: {_short(recorded)} then, {_short(found)} now",
        )
        help_ = Words(
            "用立案时的那一版文件（--ruleset 文件路径）", "use the file of that version (--ruleset PATH)"
        )
        yield Diagnostic("F261", message, help=help_)


def _short(digests: tuple[Any, ...]) -> str:
    return "/".join(str(each)[:12] for each in digests[1:])


def _other_means(about: Mapping[str, Any], procedure: Procedure) -> Iterator[Diagnostic]:
    calendar = procedure.calendar
    recorded = about["calendar"]
    if recorded != {"id": calendar.id, "sha256": calendar.digest}:
        message = Words(
            f"工作日历与立案时不同：当时 {recorded['id']} {recorded['sha256'][:12]}，现在 {calendar.id} {calendar.digest[:12]}",
            f"the calendar is not that of the record: {recorded['id']} {recorded['sha256'][:12]} then, {calendar.id} {calendar.digest[:12]} now",
        )
        yield Diagnostic("F265", message, severity="warning")
    if about.get("uses", []) != _used(procedure.ruleset.linked):
        message = Words("引用的规则集与立案时不同", "the rulesets it uses are not those of the record")
        yield Diagnostic("F265", message, severity="warning")
    vocabulary = procedure.ruleset.linked.vocabulary
    if about["vocabulary"] != (vocabulary.digest if vocabulary else None):
        message = Words("共用词汇与立案时不同", "the shared vocabulary is not that of the record")
        yield Diagnostic("F265", message, severity="warning")
    version = about["engine"]["version"]
    if version != __version__:
        message = Words(
            f"引擎版本与立案时不同：{version}，现在 {__version__}",
            f"the engine was {version}, now {__version__}",
        )
        yield Diagnostic("F265", message, severity="warning")

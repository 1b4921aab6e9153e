"""A made-up procedure that uses every key of the format, and short ways to play events against it."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from tolerance_engine.errors import ProcedureError
from tolerance_engine.procedure import Calendar, Procedure
from tolerance_engine.ruleset import load_text
from tolerance_engine.ruleset.program import Ruleset

RULES = """\
format: 1
id: sample
title: {zh: 例规}
in_force: {from: 2018, to: not_specified}
sources:
  doc: {zh: 办法, seen: full}
facts:
  known: {type: boolean, zh: 明知}
  joint: {type: boolean, zh: 集体研究}
  major: {type: boolean, zh: 重大事项}
  urgent: {type: boolean, zh: 紧急}
  loss: {type: number, zh: 损失, min: 0}
definitions:
  grave: {zh: 严重, when: {any: [{major: true}, {loss: {more_than: 100}}]}}
dimensions:
  purpose:
    zh: 目的
    favourable: {zh: 为公, when: {joint: true}}
    adverse: {zh: 为私, when: {known: true}}
outcomes:
  - {id: granted, zh: 免责}
  - {id: reduced, zh: 从轻}
  - {id: refused, zh: 不予容错}
clauses:
  - {id: red-line, kind: exclusion, when: {known: true}, then: refused, basis: stated, zh: 明知的不容}
  - {id: good-faith, kind: ground, when: {joint: true}, then: granted, basis: stated, zh: 集体研究的可容}
"""

PROCEDURE = """\
procedure:
  zh: 认定程序
  modality: generally
  roles: {owner: {zh: 项目单位}}
  bodies:
    group: {zh: 协调小组, members: unseen}
    committee: {zh: 同级党委}
  outside: [opened, sanctioned, influence_ended]
  documents: {proof: {zh: 佐证}}
  stages:
    applied: {zh: 已申请}
    supplementing: {zh: 补正中}
    verifying: {zh: 核实中}
    determined: {zh: 已认定}
    correcting: {zh: 整改中}
    corrected: {zh: 待回访}
    closed: {zh: 已办结, end: closed}
    turned_down: {zh: 未受理, end: refused}
    gone: {zh: 已撤回, end: withdrawn}
    lapsed: {zh: 已失效, end: lapsed}
  start:
    - how: application
      to: applied
      by: [unit, person]
      after: opened
      before: sanctioned
      document: application
    - {how: ex_officio, to: verifying, by: {body: group}, modality: must, after: opened, within: promptly}
  transitions:
    - {event: accepted, from: applied, to: verifying, by: unseen, within: {value: 5, unit: working_day}}
    - {event: refused, from: applied, to: turned_down, by: {body: group}, document: reply, notify: applicant}
    - {event: supplement_requested, from: applied, to: supplementing, by: {body: group}, clock: suspend}
    - event: supplemented
      from: supplementing
      to: applied
      by: applicant
      clock: resume
      within: {value: 10, unit: calendar_day, after: supplement_requested}
    - {event: suspended, from: verifying, by: {body: group}, clock: suspend}
    - {event: resumed, from: verifying, by: {body: group}, clock: restart}
    - {event: consulted, from: verifying, by: expert, when: {grave: true}, modality: may, times: 1}
    - event: extended
      from: verifying
      by: {body: committee}
      extends: {event: decided, at_most: {value: 30, unit: calendar_day}, times: 1}
    - {event: recused, from: any_open, by: handler, recuses: true}
    - event: decided
      from: verifying
      to: determined
      by: [{when: {major: true}, body: committee}, {body: group}]
      within: {value: 60, unit: calendar_day, after: verifying}
      requires: {established: [purpose, grave]}
      document: decision
      notify: [applicant, unit]
      decides: decision
    - {event: recommended, from: verifying, by: {body: group}, decides: recommendation, within: silent}
    - {event: ordered, from: determined, to: correcting, by: {body: group}, outcome: [granted, reduced], document: order}
    - event: corrected
      from: correcting
      to: corrected
      by: [person, unit, owner]
      within: {set_in: ordered}
      else: lapsed
      document: report
    - {event: visited, from: corrected, to: closed, by: {body: group}, within: unseen}
    - {event: closed, from: determined, to: closed, by: {body: group}, outcome: refused}
    - {event: withdrawn, from: any_open, to: gone, by: applicant}
    - {event: reopened, from: closed, to: verifying, by: {body: committee}, requires: {events: decided}}
    - event: objected
      from: [determined, closed]
      to: verifying
      by: applicant
      within: {value: 1, unit: calendar_month, after: notified}
      late: refused
    - {event: reviewed, from: verifying, to: determined, by: {body: committee}, requires: {events: objected},
       apart_from: decided, decides: decision}
effects:
  granted:
    - {topic: assessment, zh: 年度考核不受影响, modality: must}
    - {topic: promotion, zh: 影响期满后可以提拔, after: influence_ended}
  reduced: unseen
"""


@cache
def sample() -> Ruleset:
    """The compiled sample, made once."""
    return load_text(RULES + PROCEDURE)


def event(name: str, at: str, role: str | dict[str, str] | None = None, **more: Any) -> dict[str, Any]:
    """An event; `at` is a day of 2024 as MM-DD, or a full date, at nine in the morning in Beijing."""
    day = at if len(at) == 10 else f"2024-{at}"
    return {"event": name, "at": f"{day}T09:00:00+08:00", **({"actor": role} if role else {}), **more}


FACTS = {"known": False, "joint": True, "major": False, "loss": 0}
OPENED = event("opened", "03-01")
APPLIED = event("application", "03-04", "unit", documents=["application"])
ACCEPTED = event("accepted", "03-05", "group")
ESTABLISHED = event("established", "03-06", "handler", established={"facts": FACTS})
DECIDED = event("decided", "03-20", {"role": "group", "id": "H1"}, outcome="granted", documents=["decision"])
TOLD = event("notified", "03-21", "group", notified=["applicant", "unit"])
ORDERED = event(
    "ordered", "03-22", "group", documents=["order"], limit={"value": 1, "unit": "calendar_month"}
)
TO_APPLIED = (OPENED, APPLIED)
TO_VERIFYING = (*TO_APPLIED, ACCEPTED)
TO_DETERMINED = (*TO_VERIFYING, ESTABLISHED, DECIDED)
TO_CORRECTING = (*TO_DETERMINED, TOLD, ORDERED)


def played(
    *events: dict[str, Any], ruleset: Ruleset | None = None, calendar: Calendar | None = None
) -> Procedure:
    """The sample after these events."""
    return Procedure.replay(ruleset or sample(), events, calendar=calendar)


def with_steps(*steps: str, start: str = "{how: application, to: one, by: unit}", extra: str = "") -> Ruleset:
    """A small procedure: stages one, two and the end three, and the steps given in flow style."""
    lines = "\n".join(f"    - {step}" for step in steps)
    return load_text(
        f"{RULES}procedure:\n{extra}"
        "  bodies: {group: {zh: 小组}}\n"
        "  stages: {one: {zh: 一}, two: {zh: 二}, three: {zh: 三, end: closed}}\n"
        f"  start:\n    - {start}\n  transitions:\n{lines}\n"
    )


def refused(made: Procedure, wrong: dict[str, Any], *codes: str) -> ProcedureError:
    """The refusal of an event: exactly these codes, all told at once, the alternatives listed, nothing changed."""
    before = made.model_dump_json()
    with pytest.raises(ProcedureError) as raised:
        made.apply(wrong)
    assert [found.code for found in raised.value.diagnostics] == sorted(codes), str(raised.value)
    assert {each.event for each in raised.value.legal} == {
        each.event for each in made.allowed if each.status == "open"
    }
    assert made.model_dump_json() == before
    return raised.value

"""The walk through a procedure finds what is wrong with one, says where and for which facts, and nothing else."""

from __future__ import annotations

import copy
from importlib import import_module
from typing import Any

import pytest
import yaml

from tests.procedure.paths import written
from tolerance_engine.errors import ProcedureError
from tolerance_engine.procedure.explore import explore

# What the walk finds ------------------------------------------------------------------------------------------

BASE = yaml.safe_load("""
format: 1
id: made
title: {zh: 为测试而编}
in_force: {from: 2024, to: not_specified}
facts: {major: {type: boolean, zh: 重大}, loss: {type: number, zh: 损失, min: 0}}
outcomes: [{id: tolerated, zh: 予以容错}, {id: refused_outcome, zh: 不予容错}]
clauses: [{id: always, kind: ground, when: {major: true}, then: tolerated, basis: stated, zh: 示例}]
procedure:
  bodies: {group: {zh: 小组}, committee: {zh: 党委}}
  stages: {applied: {zh: 已申请}, determined: {zh: 已认定}, closed: {zh: 已办结, end: closed}}
  start: [{how: application, to: applied, by: person}]
  transitions:
    - {event: decided, from: [applied], to: determined, by: {body: group}, decides: decision}
    - {event: closed, from: [determined], to: closed, by: {body: group}}
""")


def changed(*steps: dict[str, Any], **more: Any) -> Any:
    """The base with these steps for its first one, and these keys added."""
    data = copy.deepcopy(BASE)
    procedure = data["procedure"]
    procedure["transitions"] = [*(steps or procedure["transitions"][:1]), procedure["transitions"][1]]
    for key, value in more.items():
        procedure[key] = {**procedure[key], **value} if isinstance(value, dict) else value
    return data


DECIDED = {
    "event": "decided",
    "from": ["applied"],
    "to": "determined",
    "by": {"body": "group"},
    "decides": "decision",
}
BROKEN = {
    "a stage nobody enters": (
        changed(stages={"forgotten": {"zh": "被遗忘"}}),
        [("F301", "forgotten")],
    ),
    "no way out of a stage": (
        changed(
            DECIDED,
            {"event": "refused", "from": ["applied"], "to": "stuck", "by": "unseen"},
            stages={"stuck": {"zh": "卡住"}},
        ),
        [("F302", "stuck")],
    ),
    "only major matters are decided": (
        changed({**DECIDED, "when": {"major": True}}),
        [("F302", "major: 否")],
    ),
    "nobody may decide small losses": (
        changed({**DECIDED, "by": [{"when": {"loss": {"more_than": 50000}}, "body": "committee"}]}),
        [("F302", "loss: 50000")],
    ),
    "a step that waits for what comes after it": (
        changed(
            DECIDED,
            {"event": "heard", "from": ["applied"], "by": "unseen", "requires": {"events": ["closed"]}},
        ),
        [("F303", "heard")],
    ),
    "a circle without an end": (
        changed(
            {**DECIDED, "from": ["applied"], "to": "applied"},
            {"event": "objected", "from": ["applied"], "to": "applied", "by": "person"},
        ),
        [("F301", "determined"), ("F301", "closed"), ("F302", "applied")],
    ),
    "two entries that both hold": (
        changed(
            {**DECIDED, "when": {"loss": {"more_than": 10}}},
            {**DECIDED, "when": {"loss": {"less_than": 20}}, "by": {"body": "committee"}},
        ),
        [("F302", "loss"), ("F304", "两步"), ("F304", "两步")],
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_is_found(name: str) -> None:
    """Each fault of a made-up procedure is found, with its code, where it stands, and the facts that show it."""
    data, expected = BROKEN[name]
    found = explore(written(data)).problems
    assert sorted(problem.code for problem in found) == sorted(code for code, _ in expected)
    for code, word in expected:
        assert any(problem.code == code and word in problem.text() for problem in found), code
    assert all(problem.position is not None and problem.help is not None for problem in found)
    assert all(problem.text("en") != problem.text("zh") for problem in found)


def test_a_sound_procedure_is_sound() -> None:
    """The procedure from which the broken ones are made has nothing wrong with it."""
    assert explore(written(BASE)).sound


def test_a_limit_let_pass_is_walked() -> None:
    """Where a step has `else`, the walk lets its limit pass and follows on from there."""
    data = changed(
        {**DECIDED, "within": {"value": 5, "unit": "working_day"}, "else": "lapsed"},
        stages={"lapsed": {"zh": "失效", "end": "lapsed"}},
    )
    found = explore(written(data))
    assert found.sound
    assert any(visit.path == ("application", "overdue") for visit in found.visits)


def test_conditions_that_cannot_hold_together_are_not_walked() -> None:
    """Conditions on one number make as many cases as they can tell apart, not as many as they could if unrelated."""
    steps = [
        {
            "event": f"step_{n}",
            "zh": "一步",
            "from": ["applied"],
            "by": "unseen",
            "when": {"loss": {"more_than": n}},
        }
        for n in range(1, 6)
    ]
    assert explore(written(changed(DECIDED, *steps))).worlds == 6


def test_assumptions_bound_the_walk() -> None:
    """What the ruleset rules out is no case of the walk."""
    data = changed({**DECIDED, "when": {"major": True}})
    data["assume"] = [{"never": {"major": False}}]
    found = explore(written(data))
    assert (found.worlds, found.sound) == (1, True)


def test_too_many_combinations_are_refused() -> None:
    """Conditions that combine in more ways than are walked end in an error that says so."""
    facts = {f"fact_{n}": {"type": "boolean", "zh": f"事实{n}"} for n in range(11)}
    steps = [
        {"event": f"step_{n}", "zh": "一步", "from": ["applied"], "by": "unseen", "when": {f"fact_{n}": True}}
        for n in range(11)
    ]
    data = changed(DECIDED, *steps)
    data["facts"] = {**data["facts"], **facts}
    with pytest.raises(ProcedureError) as caught:
        explore(written(data))
    assert [problem.code for problem in caught.value.diagnostics] == ["F310"]


def test_a_walk_that_does_not_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A walk longer than its bound ends in an error, never in a partial answer."""
    # the room offers the function under the name of its module
    monkeypatch.setattr(import_module("tolerance_engine.procedure.explore"), "MAX_VISITS", 2)
    with pytest.raises(ProcedureError) as caught:
        explore(written(BASE))
    assert [problem.code for problem in caught.value.diagnostics] == ["F311"]


def test_without_a_procedure_there_is_nothing_to_walk() -> None:
    """A ruleset that declares no procedure is an error, not an empty success."""
    data = copy.deepcopy(BASE)
    del data["procedure"]
    with pytest.raises(ProcedureError):
        explore(written(data))

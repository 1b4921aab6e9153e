"""An adopter fills in what a source leaves open, in a layer of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import tolerance_engine as te

OVERLAY = """\
format: 1
id: local
title: {zh: 本地实施细则}
in_force: {from: 2018, to: not_specified}
extends: [qinghai]
sources: {local: {zh: 本地实施细则, seen: full}}
procedure:
  bodies: {office: {zh: 容错纠错办公室}}
  transitions:
    - event: accepted
      from: [applied]
      to: verifying
      by: {body: office}
      within: {value: 5, unit: working_day}
      basis: stated
      cite: {source: local, at: 第三条}
effects:
  tolerated: [{topic: assessment, zh: 年度考核不受影响, basis: stated, cite: {source: local, at: 第九条}}]
"""
APPLIED = {"event": "application", "at": "2019-04-26T09:00:00+08:00", "actor": {"role": "applicant"}}


@pytest.fixture
def local(tmp_path: Path) -> te.Ruleset:
    """Qinghai's measure, its open limit filled in."""
    path = tmp_path / "2018.yaml"
    path.write_text(OVERLAY, "utf-8")
    return te.load_ruleset(path)


def test_a_limit_left_open_is_filled_in_by_a_layer(local: te.Ruleset) -> None:
    """Beneath the limit is not specified; with the layer it is counted, over a Sunday that was a working day."""
    beneath = te.Procedure.start(te.load_ruleset("qinghai")).apply(APPLIED)
    (open_,) = [each for each in beneath.due(date(2019, 4, 28)) if each.event == "accepted"]
    assert (open_.kind, open_.due) == ("unseen", None)
    filled = te.Procedure.start(local).apply(APPLIED)
    (limit,) = [each for each in filled.due(date(2019, 4, 28)) if each.event == "accepted"]
    # 28 (a working Sunday), 29 and 30 April, then 5 May (a working Sunday) and 6 May
    assert (limit.kind, limit.due, limit.left) == ("limit", date(2019, 5, 6), 4)


def test_the_other_steps_stay_as_they_are(local: te.Ruleset) -> None:
    """Only the step that is said again changes; verdicts and the rest of the path do not."""
    beneath = te.load_ruleset("qinghai")
    for event in ("verified", "decided", "replied", "filed"):
        assert [t for t in _steps(local) if t.event == event] == [
            t for t in _steps(beneath) if t.event == event
        ]
    assert te.diff(beneath, local).equal


def test_effects_unseen_as_a_whole_give_way_to_those_named(local: te.Ruleset) -> None:
    """Of `effects: unseen` beneath only the outcome that the layer speaks of changes; the others stay unseen."""
    found = dict(local.linked.effects)
    named = found.pop("tolerated")
    assert not isinstance(named, str) and [rule.topic for rule in named] == ["assessment"]
    assert found == {"mitigated": "unseen", "not_tolerated": "unseen"}


def _steps(ruleset: te.Ruleset) -> tuple[te.ruleset.procedure.Transition, ...]:
    assert ruleset.linked.procedure is not None
    return ruleset.linked.procedure.transitions

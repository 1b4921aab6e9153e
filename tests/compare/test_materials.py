"""What is not counted in cases: silences, findings, and sections compared as the data they are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import tolerance_engine as te
from tests.determine.small import document, ground
from tests.oracles.yaml_text import to_yaml
from tolerance_engine.analysis.compare import diff
from tolerance_engine.analysis.compare.materials import differences
from tolerance_engine.ruleset import load_text


def ruleset(**sections: Any) -> te.Ruleset:
    """A small ruleset with more sections."""
    return load_text(to_yaml(document(ground("g", {"a": True}), **sections)))


def test_silences_side_by_side() -> None:
    """Topics both leave open come first; each says how it is known on either side."""
    first = ruleset(
        silent=[
            {"topic": "limit", "kind": "silent", "zh": "期限"},
            {"topic": "body", "kind": "unseen", "zh": "机构"},
        ]
    )
    second = ruleset(
        silent=[
            {"topic": "review", "kind": "unseen", "zh": "复核"},
            {"topic": "body", "kind": "silent", "zh": "主体"},
        ]
    )
    found = diff(first, second)
    assert [(s.topic, s.first and s.first.kind, s.second and s.second.kind) for s in found.silent] == [
        ("body", "unseen", "silent"),
        ("limit", "silent", None),
        ("review", None, "unseen"),
    ]
    assert found.as_data()["silent"][1] == {
        "topic": "limit",
        "a": {"kind": "silent", "text": "期限", "layer": None},
        "b": None,
    }


def test_dimensions_of_one_only() -> None:
    """Dimensions that only one of the two judges by are told apart from those of both."""
    both, mine = {"zh": "共有"}, {"zh": "独有"}
    found = diff(ruleset(dimensions={"shared": both, "mine": mine}), ruleset(dimensions={"shared": both}))
    assert (found.findings.both, found.findings.only_first, found.findings.only_second) == (
        ("shared",),
        ("mine",),
        (),
    )


def test_presumptions_as_data() -> None:
    """A presumption decides no outcome; that it is written otherwise is told with its place."""
    cite = {"source": "doc", "at": "1"}
    one, other = (
        ruleset(presumptions=[{"fact": "b", "value": value, "cite": cite}]) for value in (True, False)
    )
    found = diff(one, other)
    assert found.equal
    assert [(c.section, c.path, c.first, c.second) for c in found.declared] == [
        ("presumptions", "b.value", True, False)
    ]
    assert "presumptions.b.value" in found.text()


def test_procedure_and_effects_as_data() -> None:
    """Steps are matched by event and state, whatever their order; what differs is the smallest part."""

    def declaring(ruleset: te.Ruleset, **sections: Any) -> te.Ruleset:
        located = ruleset.linked.located
        assert located is not None
        linked = replace(ruleset.linked, located=replace(located, data={**located.data, **sections}))
        return replace(ruleset, linked=linked)

    filed = {"event": "accepted", "from": ["applied"], "to": "verifying"}
    heard = {
        "event": "heard",
        "from": ["verified"],
        "to": "heard",
        "within": {"value": 5, "unit": "working_day"},
    }
    later = heard | {"within": {"value": 10, "unit": "working_day"}}
    first = declaring(ruleset(), procedure={"transitions": [filed, heard]}, effects={"good": ["keeps"]})
    second = declaring(
        ruleset(), procedure={"transitions": [later, filed]}, effects={"good": ["keeps", "paid"]}
    )
    assert [(c.section, c.path, c.first, c.second) for c in diff(first, second).declared] == [
        ("effects", "good", ["keeps"], ["keeps", "paid"]),
        ("procedure", "transitions.heard(verified).within.value", 5, 10),
    ]
    assert diff(first, first).declared == ()
    steps = [{"event": f"step{i}", "from": ["applied"], "to": "applied"} for i in range(9)]
    text = diff(ruleset(), declaring(ruleset(), procedure={"transitions": steps})).text()
    assert "写有 1 项" in text


def test_differences_of_plain_data() -> None:
    """The smallest differing parts, with nothing where one has nothing; equal data have none."""
    assert list(differences({"a": [1, 2]}, {"a": [1, 2]})) == []
    assert list(differences({"a": 1}, {"b": 1})) == [("a", 1, None), ("b", None, 1)]
    assert list(differences([{"event": "e"}, {"event": "e", "to": "x"}], [{"event": "e"}])) == [
        ("e#2", {"event": "e", "to": "x"}, None)
    ]

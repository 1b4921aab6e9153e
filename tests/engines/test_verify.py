"""Verify: a stored verdict is given again, or what differs is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import tolerance_engine as te
from tests.ruleset.writing import BASE, spoilt

ROOT = Path(__file__).resolve().parents[2]
CASE = te.load_case(ROOT / "examples" / "P03.yaml")


def stored(ruleset: te.Ruleset, case: te.Case, reading: str | None = None) -> dict[str, Any]:
    """A verdict as a system would have stored it."""
    data: dict[str, Any] = json.loads(te.determine(ruleset, case, reading=reading).model_dump_json())
    return data


@pytest.mark.parametrize("name", ["qinghai", "wenzhou"])
@pytest.mark.parametrize("reading", [None, "strict"])
def test_the_same_is_the_same(name: str, reading: str | None) -> None:
    """A verdict stored as JSON, and its receipt alone, are given again under the reading they name."""
    ruleset = te.load_ruleset(name)
    verdict = stored(ruleset, CASE, reading)
    whole, receipt = te.verify(verdict, ruleset, CASE), te.verify(verdict["receipt"], ruleset, CASE)
    assert whole.same and whole.same_inputs and whole.same_result is True
    assert receipt.same and receipt.same_result is None
    assert "结论都与当时一致" in whole.text() and "the same" in whole.text("en")


def test_another_case_is_named() -> None:
    """With another case the case differs, and so does what followed from it."""
    ruleset = te.load_ruleset("qinghai")
    other = te.Case(**{**CASE.as_data(), "findings": {}})
    found = te.verify(stored(ruleset, CASE), ruleset, other)
    assert not found.same and not found.same_inputs and found.same_result is False
    assert "case" in [d.name for d in found.differences] and "rulesets" not in [
        d.name for d in found.differences
    ]
    assert te.verify(stored(ruleset, CASE)["receipt"], ruleset, other).differences[0].name == "case"
    assert "案件" in found.text() and "case" in found.text("en")


def test_other_rules_are_named(tmp_path: Path) -> None:
    """A changed rule file differs in its hash; where the result stayed, that is said too."""
    path = tmp_path / "2018.yaml"
    path.write_text(BASE, "utf-8")
    verdict = stored(te.load_ruleset(path), te.Case(facts={"known": True}))
    path.write_text(spoilt("to: not_specified", "to: 2030"), "utf-8")
    found = te.verify(verdict, te.load_ruleset(path), te.Case(facts={"known": True}))
    assert [d.name for d in found.differences] == ["rulesets"] and found.same_result is True
    assert not found.same_inputs


def test_another_engine_version_is_no_other_input() -> None:
    """A verdict of an earlier version of the engine differs in just that."""
    ruleset = te.load_ruleset("qinghai")
    verdict = stored(ruleset, CASE)
    verdict["receipt"]["engine"]["version"] = "0.0.1"
    found = te.verify(verdict, ruleset, CASE)
    assert [d.name for d in found.differences] == ["engine"] and found.same_inputs and found.same_result
    assert found.as_data()["differences"][0]["recorded"]["version"] == "0.0.1"


def test_a_forged_result_is_found() -> None:
    """A verdict whose outcome was rewritten beside a true receipt does not come out again."""
    ruleset = te.load_ruleset("qinghai")
    verdict = stored(ruleset, CASE, "weighed") | {"outcome": "tolerated", "possible": ["tolerated"]}
    found = te.verify(verdict, ruleset, CASE)
    assert [d.name for d in found.differences] == ["result.outcome", "result.possible"] and found.same_inputs


@pytest.mark.parametrize("wrong", [{}, {"receipt": {}}, {"receipt": "x"}, {"engine": "x"}])
def test_what_is_no_receipt_is_refused(wrong: dict[str, Any]) -> None:
    """Anything that is not a receipt is refused as such."""
    with pytest.raises(te.CaseError) as refused:
        te.verify(wrong, te.load_ruleset("qinghai"), CASE)
    assert [d.code for d in refused.value.diagnostics] == ["F270"]

"""The report: clean rulesets give none, the shipped ones say what they accept, and every face tells the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import tolerance_engine as te
from tests.cli.running import Command
from tests.lint.bases import CLEAN
from tests.lint.support import linted, spoilt
from tolerance_engine.analysis.lint import LintFinding
from tolerance_engine.analysis.lint.cover import cover
from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.diagram import Diagram

REPORTED = ("cite: {source: doc, at: 第五条}", "cite: {source: report, at: 第五条}")
GAPPED = (
    "{not: {any: [{careful: applies}, {made-good: applies}]}}",
    "{all: [{careful: applies}, {gain: true}]}",
)


@pytest.fixture
def tolerance(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command, run in this process."""
    return Command(monkeypatch, capsys)


@pytest.mark.parametrize("name", CLEAN)
def test_clean_rulesets_have_no_finding(name: str) -> None:
    """Nothing is found in a ruleset that is as it should be."""
    report = linted(CLEAN[name])
    assert list(report) == [] and len(report) == 0 and report.errors == () and report.accepted == ()
    assert "没有发现问题" in str(report) and "nothing found" in report.text("en")


@pytest.mark.parametrize("info", te.list_rulesets(), ids=lambda info: info.file)
def test_shipped_rulesets_are_clean_or_say_why_not(info: te.RulesetInfo) -> None:
    """No shipped ruleset has a finding that its file does not accept with a reason."""
    report = te.lint(te.load_ruleset(info.id))
    assert [finding.diagnostic.message.zh for finding in report] == []
    assert all(finding.accepted for finding in report.accepted)


def test_a_finding_is_told_with_place_case_and_help() -> None:
    """On the page a finding has its code, severity, place, case and help, in both languages."""
    text = linted(spoilt("plain", GAPPED)).text(width=400)
    for part in ("R101 提醒", "rules.yaml:", "案件：", "得到来源未载明", "怎么办："):
        assert part in text
    english = linted(spoilt("plain", GAPPED)).text("en", width=400)
    for part in ("R101 warning", "case: ", "help: "):
        assert part in english


def test_json_has_what_the_design_names() -> None:
    """Each finding as data has code, severity, message, place, help and witness; accepted ones only when asked for."""
    report = linted(
        spoilt("plain", GAPPED, REPORTED, ("clauses:\n", "accepted: [{code: R123, reason: 例}]\nclauses:\n"))
    )
    data = report.as_data()
    assert json.loads(json.dumps(data)) == data
    named = {"code", "severity", "message", "file", "line", "column", "help", "witness"}
    assert all(named <= set(finding) for finding in data)
    assert {finding["code"] for finding in data} == {"R101", "R104"}
    (gap,) = [finding for finding in data if finding["code"] == "R101"]
    assert gap["witness"]["outcome"] == "not_specified" and gap["witness"]["case"]["facts"]
    everything = report.as_data(accepted=True)
    assert [(f["code"], f["accepted"]) for f in everything if f["accepted"]] == [("R123", "例")]


def test_findings_stand_in_the_order_of_the_file() -> None:
    """Lines only go up from one finding to the next."""
    text = spoilt(
        "plain", GAPPED, REPORTED, ("basis: stated, cite: {source: doc, at: 第二条}", "basis: stated")
    )
    lines = [finding.diagnostic.span.line for finding in linted(text) if finding.diagnostic.span]
    assert len(lines) >= 4 and lines == sorted(lines)


def test_a_ruleset_without_a_file_is_linted_too() -> None:
    """Findings of a ruleset that no longer knows its file have no place, and are otherwise the same."""
    from dataclasses import replace

    ruleset = linted(spoilt("plain", GAPPED)).ruleset
    bare = replace(ruleset, linked=replace(ruleset.linked, located=None), cache={})
    assert {f.code for f in te.lint(bare)} == {"R101", "R104"}
    assert all(finding.diagnostic.span is None for finding in te.lint(bare))


def test_linting_leaves_the_ruleset_as_it_was() -> None:
    """The diagram that others are reading does not grow, and a second look finds the same."""
    ruleset = te.load_ruleset("qinghai")
    before = len(ruleset.diagram)
    first, second = te.lint(ruleset), te.lint(ruleset)
    assert len(ruleset.diagram) == before
    assert first.as_data(accepted=True) == second.as_data(accepted=True)


def test_a_budget_that_does_not_suffice_is_said() -> None:
    """Where the diagram outgrows the budget of the ruleset, nothing is estimated instead."""
    from tolerance_engine.ruleset import load_text

    ruleset = load_text(CLEAN["plain"])
    ruleset.diagram.budget = 40
    with pytest.raises(te.BudgetExceeded):
        te.lint(ruleset)


def test_the_fewest_that_cover_are_found_and_past_the_limit_none_is_spare() -> None:
    """The covering set is a smallest one; of many candidates, one from which nothing can be left out."""
    store = Diagram([8] * 2)
    cells = [store.cells(0, [value]) for value in range(8)]
    region = store.disj(cells[:4])
    pairs = [
        ("left", store.disj(cells[:2])),
        ("middle", store.disj(cells[1:3])),
        ("right", store.disj(cells[2:5])),
    ]
    assert cover(store, region, pairs) == ("left", "right")
    assert cover(store, region, pairs[:2]) is None
    assert cover(store, 0, pairs) == ()
    fine = Diagram([2] * 24)
    singles = [(f"x{level}", fine.cells(level, [1])) for level in range(24)]
    whole = fine.disj([node for _, node in singles])
    found = cover(fine, whole, singles)
    assert found is not None and len(found) == 24


# the command -----------------------------------------------------------------------------------------------


def test_the_command_ends_with_one_on_errors_only(tolerance: Command, tmp_path: Path) -> None:
    """`lint` ends with 1 on an error; on a reminder only with `--strict`; and prints what the report says."""
    warned, wrong = tmp_path / "warned.yaml", tmp_path / "wrong.yaml"
    warned.write_text(spoilt("plain", GAPPED), "utf-8")
    wrong.write_text(
        spoilt(
            "plain",
            (
                "unless: {careful: applies}\n    then: reduced",
                "unless: {careful: applies}\n    then: refused",
            ),
        ),
        "utf-8",
    )
    assert tolerance("lint", str(warned)).code == 0
    assert tolerance("lint", str(warned), "--strict").code == 1
    assert tolerance("lint", str(wrong)).code == 1
    ran = tolerance("lint", str(warned))
    assert ran.out.strip() == te.lint(te.load_ruleset(str(warned))).text().strip() and ran.err == ""
    assert "R101 warning" in tolerance("lint", str(warned), "--lang", "en").out


def test_the_command_prints_one_list_for_all(tolerance: Command, tmp_path: Path) -> None:
    """`lint --json` prints one list over all rulesets named, and nothing else."""
    path = tmp_path / "warned.yaml"
    path.write_text(spoilt("plain", GAPPED), "utf-8")
    ran = tolerance("lint", "qinghai", str(path), "--json", "--accepted")
    data = json.loads(ran.out)
    assert ran.code == 0 and ran.err == ""
    assert [(f["ruleset"], f["code"]) for f in data] == [
        ("qinghai", "R123"),
        ("qinghai", "R106"),
        ("qinghai", "R106"),
        ("plain", "R101"),
        ("plain", "R104"),
    ]
    assert json.loads(tolerance("lint", "--json").out) == []


def test_a_ruleset_that_does_not_load_is_an_error(tolerance: Command, tmp_path: Path) -> None:
    """What does not load is not linted: the command ends with 3 and says where."""
    path = tmp_path / "wrong.yaml"
    path.write_text(CLEAN["plain"].replace("when: {gain: true}", "when: {gian: true}"), "utf-8")
    ran = tolerance("lint", str(path))
    assert ran.code == 3 and "C010" in ran.err and ran.out == ""


def test_the_public_names() -> None:
    """`te.lint` gives a report of findings, each with the diagnostic that the errors have too."""
    report = te.lint(linted(spoilt("plain", GAPPED)).ruleset)
    assert isinstance(report, te.LintReport)
    finding = next(iter(report))
    assert isinstance(finding, LintFinding) and isinstance(finding.diagnostic, Diagnostic)
    assert te.LintFinding is LintFinding


def test_a_stack_of_layers_is_linted_as_what_it_comes_to() -> None:
    """In a layered ruleset each finding stands in the file of the layer that wrote the piece."""
    from tests.layers.writing import change, over

    report = te.lint(
        over(change("clause: good-faith, as: replaces, when: {all: [{joint: true}, {joint: true}]}"))
    )
    places = {(f.code, f.subject): f.diagnostic.span.file for f in report if f.diagnostic.span}
    assert places["R107", "good-faith"] == "city.yaml"
    assert places["R108", "done_on"] == places["R112", "purpose"] == "national.yaml"

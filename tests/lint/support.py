"""What the tests of lint share: linting a text, finding the place of a word in it, and replaying witnesses."""

from __future__ import annotations

from functools import lru_cache
from itertools import product

import tolerance_engine as te
from tests.lint.bases import CLEAN
from tests.lint.faults import FAULTS, Fault
from tolerance_engine.analysis.lint import LintFinding, LintReport, lint
from tolerance_engine.analysis.prove import Decided
from tolerance_engine.analysis.prove.interpreter import Interpreter
from tolerance_engine.ruleset import load_text


@lru_cache(maxsize=32)
def linted(text: str) -> LintReport:
    """What lint says of a ruleset text."""
    return lint(load_text(text, name="rules.yaml"))


def found(text: str, code: str) -> list[LintFinding]:
    """The findings of one rule."""
    return [finding for finding in linted(text) if finding.code == code]


def spoilt(base: str, *edits: tuple[str, str]) -> str:
    """A clean ruleset with some passages written otherwise."""
    text = CLEAN[base]
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text


def seeded(code: str) -> list[Fault]:
    """The seeded faults that a rule has to find."""
    chosen = [fault for fault in FAULTS if fault.code == code]
    assert chosen, f"no fault is seeded for {code}"
    return chosen


def check(fault: Fault) -> list[LintFinding]:
    """The finding is there, in place, with what follows of necessity and nothing else; its witness shows it."""
    report = linted(fault.text)
    wanted = {(fault.code, fault.subject), *fault.also}
    assert {(finding.code, finding.subject) for finding in report} == wanted
    named = [f for f in report if (f.code, f.subject) == (fault.code, fault.subject)]
    for finding in report:
        assert finding.diagnostic.span is not None, finding
        assert finding.diagnostic.message.zh and finding.diagnostic.message.en
        assert finding.diagnostic.help is not None
        if finding.witness is not None:
            replay(report.ruleset, finding.witness)
    if fault.shown:
        assert all(finding.witness is not None for finding in named)
    return named


def replay(ruleset: te.Ruleset, witness: Decided) -> None:
    """The case decides as it says: by the engine, and by the interpreter in every completion that can be."""
    verdict = te.determine(ruleset, witness.case, reading=witness.reading)
    assert verdict.outcome == witness.outcome
    if any(fact.derive for fact in ruleset.linked.facts.values() if not fact.shared):
        return  # the interpreter knows no dates: it would try orders of days that cannot be
    stated = {**witness.case.facts, **witness.case.findings}
    open_variables = [variable for variable in ruleset.variables if variable.name not in stated]
    cells = [range(len(variable.cells)) for variable in open_variables]
    tried = 0
    for chosen in product(*cells):
        values = {v.name: v.sample(cell) for v, cell in zip(open_variables, chosen, strict=True)} | dict(
            stated
        )
        outcome = Interpreter(ruleset.linked, witness.reading, values).outcome()
        assert outcome in (None, witness.outcome), values
        tried += outcome is not None
        if tried >= 40:
            break
    assert tried, "some completion can be"


def place(text: str, marked: str) -> tuple[int, int]:
    """Line and column of a passage that stands in the text once; the place is its «."""
    before, after = marked.split("«")
    assert text.count(before + after) == 1
    at = text.index(before + after) + len(before)
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1


def at(finding: LintFinding) -> tuple[int, int]:
    """Line and column of a finding."""
    span = finding.diagnostic.span
    assert span is not None
    return span.line, span.column

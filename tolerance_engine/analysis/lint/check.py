"""Check: run every rule over a ruleset, and set aside what the file accepts with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tolerance_engine.analysis.lint.finding import LintFinding, LintReport
from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.ruleset.model import Accepted, Linked
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.source import Words


def lint(ruleset: Ruleset) -> LintReport:
    """Every doubt about the ruleset, in the order of the file; clauses, conditions and facts under all readings.

    Findings that the file lists under `accepted` are kept apart, with the reason given there; an entry there that
    meets no finding is a finding itself. Raises BudgetExceeded where a rule needs more nodes than the ruleset's
    own diagram was allowed.
    """
    from tolerance_engine.analysis.lint.rules import (
        RULES,
    )  # the rules are many, and most who import the package run none
    from tolerance_engine.analysis.lint.space import Space

    space = Space(ruleset)
    found = [finding for rule in RULES for finding in rule(space)]
    kept, accepted = [], []
    for finding in found:
        entry = next((each for each in ruleset.linked.accepted if _meets(each, finding)), None)
        if entry is None:
            kept.append(finding)
        else:
            accepted.append(replace(finding, accepted=entry.reason))
    kept += _idle_entries(ruleset.linked, accepted)
    return LintReport(ruleset, _in_file_order(kept), _in_file_order(accepted))


def _meets(entry: Accepted, finding: LintFinding) -> bool:
    return entry.code == finding.code and (not entry.at or finding.subject in entry.at)


def _idle_entries(linked: Linked, accepted: Iterable[LintFinding]) -> Iterable[LintFinding]:
    """An acceptance of what is no longer found would hide the next finding of its kind."""
    met = {(finding.code, finding.subject) for finding in accepted}
    for index, entry in enumerate(linked.accepted):
        codes = {code for code, _ in met}
        idle = [name for name in entry.at if (entry.code, name) not in met]
        if idle or (not entry.at and entry.code not in codes):
            where = "、".join(f"`{name}`" for name in idle) or "任何地方"
            english = ", ".join(f"`{name}`" for name in idle) or "anywhere"
            message = Words(
                f"接受了 {entry.code}，但在 {where} 并没有这项检查意见",
                f"{entry.code} is accepted, but is not found at {english}",
            )
            place = linked.located.at(("accepted", index, "code")) if linked.located else None
            help_ = Words(
                "删去这一条，免得日后真有问题时不报", "remove the entry, or it will hide what comes later"
            )
            yield LintFinding(Diagnostic("R190", message, place, help_, "warning"), entry.code)


def _in_file_order(findings: Iterable[LintFinding]) -> tuple[LintFinding, ...]:
    def key(finding: LintFinding) -> tuple[str, int, int, str, str]:
        span = finding.diagnostic.span
        place = (span.file, span.line, span.column) if span else ("", 0, 0)
        return (*place, finding.code, finding.subject)

    return tuple(sorted(findings, key=key))

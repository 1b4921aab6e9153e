"""Impact: what the change means for real cases. Each is determined under both rulesets; none is estimated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from tolerance_engine.analysis.compare.scale import Scale
from tolerance_engine.determine import Case, determine
from tolerance_engine.determine.shown.plain import plain
from tolerance_engine.determine.verdict import Verdict
from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.errors import CaseError
from tolerance_engine.render.page import Page
from tolerance_engine.render.presentable import Presentable
from tolerance_engine.source import Lang

if TYPE_CHECKING:
    from tolerance_engine.analysis.compare.result import Diff

Change = Literal[
    "same", "stricter", "looser", "incomparable", "now_decided", "now_open", "open_otherwise", "unusable"
]
CHANGES: tuple[Change, ...] = (
    "stricter", "looser", "incomparable", "now_decided", "now_open", "open_otherwise", "same", "unusable",
)  # fmt: skip


@dataclass(frozen=True)
class ImpactRow:
    """One case: what is possible before and after. `problems` where one of the rulesets cannot take the case."""

    case: str
    change: Change
    before: tuple[str, ...]
    after: tuple[str, ...]
    problems: tuple[Diagnostic, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "case": self.case,
            "change": self.change,
            "before": list(self.before),
            "after": list(self.after),
            "problems": [problem.as_dict() for problem in self.problems],
        }


@dataclass(frozen=True, eq=False)
class Impact(Presentable):
    """What a change does to given cases, in their order. These are the cases given, and no sample of others."""

    diff: Diff = field(repr=False)
    rows: tuple[ImpactRow, ...]

    @property
    def counts(self) -> Mapping[Change, int]:
        """How many cases there are of each kind of change; kinds that do not occur have 0."""
        counted = Counter(row.change for row in self.rows)
        return {change: counted[change] for change in CHANGES}

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        data: dict[str, Any] = plain(
            {
                "cases": len(self.rows),
                "counts": dict(self.counts),
                "rows": [row.as_data() for row in self.rows],
            }
        )
        return data

    def page(self, lang: Lang = "zh") -> Page:
        """The counts, and every case whose result is not the same."""
        from tolerance_engine.analysis.compare.impact_page import impact_page

        return impact_page(self, lang)


def impact_rows(diff: Diff, cases: Iterable[tuple[str, Case | CaseError]]) -> tuple[ImpactRow, ...]:
    """Every case under both rulesets. A case that could not be read, or is refused, is told as such."""
    return tuple(_row(diff, name, case) for name, case in cases)


def _row(diff: Diff, name: str, case: Case | CaseError) -> ImpactRow:
    if isinstance(case, CaseError):
        return ImpactRow(name, "unusable", (), (), case.diagnostics)
    found: list[Verdict] = []
    problems: list[Diagnostic] = []
    for ruleset, reading in zip((diff.a, diff.b), diff.reading, strict=True):
        try:
            found.append(determine(ruleset, case, reading=reading))
        except CaseError as error:
            problems += [each for each in error.diagnostics if each not in problems]
    if problems:
        return ImpactRow(name, "unusable", (), (), tuple(problems))
    before, after = found
    return ImpactRow(name, _change(diff.scale, before, after), before.possible, after.possible)


def _change(scale: Scale, before: Verdict, after: Verdict) -> Change:
    if before.outcome is not None and after.outcome is not None:
        relation = scale.relation(before.outcome, after.outcome)
        return "same" if relation == "equal" else relation
    if before.outcome is not None:
        return "now_open"
    if after.outcome is not None:
        return "now_decided"
    one = {scale.first.get(outcome, outcome) for outcome in before.possible}
    other = {scale.second.get(outcome, outcome) for outcome in after.possible}
    return "same" if one == other else "open_otherwise"

"""What can go wrong.

    ToleranceError
    ├── RulesetError      a ruleset file cannot be used as written
    ├── CaseError         a case file or its facts cannot be used as written, or contradict each other
    ├── ProcedureError    an event cannot happen here and now, or a procedure cannot be asked this
    ├── RecordError       a record of events is damaged, cannot be read or cannot be written
    │   └── RecordConflict    somebody else wrote to the record first
    ├── BatchError        a table cannot be read as cases, or rows of it cannot be used
    ├── BudgetExceeded    the decision diagram grew past its node budget; no estimate is given instead
    └── EngineUnavailable the second engine is not installed, or cannot be asked this question

Missing facts are never an error: the verdict says what is still possible.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tolerance_engine.diagnostics import Diagnostic, in_file_order
from tolerance_engine.source import Lang, Words


class ToleranceError(Exception):
    """Root of everything this library raises on purpose. Carries all problems found, in file order."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = in_file_order(diagnostics)
        super().__init__(self.text())

    def text(self, lang: Lang = "zh") -> str:
        """All problems, one after the other."""
        return "\n\n".join(diagnostic.text(lang) for diagnostic in self.diagnostics)

    def __str__(self) -> str:
        return self.text()

    def __reduce__(self) -> tuple[type[ToleranceError], tuple[tuple[Diagnostic, ...]]]:
        return type(self), (self.diagnostics,)


class RulesetError(ToleranceError):
    """A ruleset file cannot be used as written."""


class CaseError(ToleranceError):
    """A case cannot be used as written.

    `contradiction` names a minimal set of statements (facts and findings) that cannot hold together:
    leave out any one of them and the rest can. Empty when the problem is another one.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic], contradiction: tuple[str, ...] = ()) -> None:
        self.contradiction = contradiction
        super().__init__(diagnostics)

    def __reduce__(self) -> tuple[type[CaseError], tuple[tuple[Diagnostic, ...], tuple[str, ...]]]:  # type: ignore[override]
        return type(self), (self.diagnostics, self.contradiction)


class ProcedureError(ToleranceError):
    """An event cannot happen here and now, or an event or a calendar cannot be used as written.

    `legal` lists what could happen instead (`procedure.Allowed`); empty when the problem is another one.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic], legal: tuple[Any, ...] = ()) -> None:
        self.legal = legal
        super().__init__(diagnostics)

    def __reduce__(self) -> tuple[type[ProcedureError], tuple[tuple[Diagnostic, ...], tuple[Any, ...]]]:  # type: ignore[override]
        return type(self), (self.diagnostics, self.legal)


class RecordError(ToleranceError):
    """A record of events is damaged, cannot be read, or cannot be written. What was acknowledged stays."""


class RecordConflict(RecordError):
    """The record grew since it was read. Nothing was written; read it again and decide anew."""


class BudgetExceeded(ToleranceError):
    """The decision diagram grew past `budget` nodes. Nothing is estimated instead."""

    def __init__(self, budget: int) -> None:
        self.budget = budget
        super().__init__(
            [
                Diagnostic(
                    "D001",
                    Words(
                        f"决策图超过 {budget} 个结点的上限，未能编译",
                        f"the decision diagram passed its budget of {budget} nodes and was not compiled",
                    ),
                    help=Words(
                        "把共同的条件写成 definitions，减少互不相关的事实，或提高 budget",
                        "share conditions as definitions, use fewer unrelated facts, or raise the budget",
                    ),
                )
            ]
        )

    def __reduce__(self) -> tuple[type[BudgetExceeded], tuple[int]]:  # type: ignore[override]
        return type(self), (self.budget,)


class BatchError(ToleranceError):
    """A table cannot be read as cases, or some of its rows cannot be used.

    `wrong_rows` counts the rows that cannot be used; 0 when the table as a whole cannot.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic], wrong_rows: int = 0) -> None:
        self.wrong_rows = wrong_rows
        super().__init__(diagnostics)

    def __reduce__(self) -> tuple[type[BatchError], tuple[tuple[Diagnostic, ...], int]]:  # type: ignore[override]
        return type(self), (self.diagnostics, self.wrong_rows)


class EngineUnavailable(ToleranceError):
    """The second engine is not installed, or cannot be asked this question."""

"""From a region's measure to an explained verdict: the public names, nothing else.

Loading and deciding are there at once. What can be asked beyond a verdict is loaded when it is first asked
for: whoever only decides does not wait for it.
"""

from importlib import import_module as _import_module
from typing import TYPE_CHECKING as _TYPE_CHECKING

from tolerance_engine.determine import (
    Case,
    Conclusion,
    Derived,
    Explanation,
    Given,
    Verdict,
    case_from,
    load_case,
    read_case,
)
from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.engines import determine
from tolerance_engine.errors import (
    BatchError,
    BudgetExceeded,
    CaseError,
    EngineUnavailable,
    ProcedureError,
    RecordConflict,
    RecordError,
    RulesetError,
    ToleranceError,
)
from tolerance_engine.ruleset import Ruleset, RulesetInfo, list_rulesets, load_ruleset
from tolerance_engine.truth import Truth
from tolerance_engine.version import __version__

if _TYPE_CHECKING:
    from tolerance_engine.analysis.change import (
        Change,
        Counterfactuals,
        Sensitivity,
        Step,
        counterfactuals,
        sensitivity,
    )
    from tolerance_engine.analysis.compare import DiffTable, diff, diff_table, read_cases
    from tolerance_engine.analysis.lint import LintFinding, LintReport, lint
    from tolerance_engine.analysis.prove import (
        Proved,
        Refuted,
        always,
        every_outcome_reachable,
        never,
        prove,
        reading_implies,
        worse_never_helps,
    )
    from tolerance_engine.analysis.versions import OldAndNew, Side, compare_versions, ruleset_for
    from tolerance_engine.batch import (
        batch_errors,
        batch_impact,
        batch_summary,
        batch_verdicts,
        determine_batch,
    )
    from tolerance_engine.determine.ask.questions import Question
    from tolerance_engine.determine.ask.reasons import Reasons
    from tolerance_engine.determine.ask.why_not import WhyNot
    from tolerance_engine.determine.shown.effective import Effective, effective
    from tolerance_engine.engines.verify import Verification, verify
    from tolerance_engine.procedure import Calendar, Event, Exploration, Procedure, explore, load_calendar
    from tolerance_engine.procedure.dossier import Dossier
    from tolerance_engine.procedure.drawing import draw_procedure
    from tolerance_engine.procedure.privacy import Pseudonyms, Redacted, redact
    from tolerance_engine.procedure.record import Head, Log, Store, read_head, read_log
    from tolerance_engine.sql import SqlQuery, sql_query

__all__ = [
    "BatchError",
    "BudgetExceeded",
    "Calendar",
    "Case",
    "CaseError",
    "Change",
    "Conclusion",
    "Counterfactuals",
    "Derived",
    "Diagnostic",
    "DiffTable",
    "Dossier",
    "Effective",
    "EngineUnavailable",
    "Event",
    "Explanation",
    "Exploration",
    "Given",
    "Head",
    "LintFinding",
    "LintReport",
    "Log",
    "OldAndNew",
    "Procedure",
    "ProcedureError",
    "Proved",
    "Pseudonyms",
    "Question",
    "Reasons",
    "RecordConflict",
    "RecordError",
    "Redacted",
    "Refuted",
    "Ruleset",
    "RulesetError",
    "RulesetInfo",
    "Sensitivity",
    "Side",
    "SqlQuery",
    "Step",
    "Store",
    "ToleranceError",
    "Truth",
    "Verdict",
    "Verification",
    "WhyNot",
    "__version__",
    "always",
    "batch_errors",
    "batch_impact",
    "batch_summary",
    "batch_verdicts",
    "case_from",
    "compare_versions",
    "counterfactuals",
    "determine",
    "determine_batch",
    "diff",
    "diff_table",
    "draw_procedure",
    "effective",
    "every_outcome_reachable",
    "explore",
    "lint",
    "list_rulesets",
    "load_calendar",
    "load_case",
    "load_ruleset",
    "never",
    "prove",
    "read_case",
    "read_cases",
    "read_head",
    "read_log",
    "reading_implies",
    "redact",
    "ruleset_for",
    "sensitivity",
    "sql_query",
    "verify",
    "worse_never_helps",
]

_LATER = {
    "batch": ("batch_errors", "batch_impact", "batch_summary", "batch_verdicts", "determine_batch"),
    "sql": ("SqlQuery", "sql_query"),
    "analysis.change": ("Change", "Counterfactuals", "Sensitivity", "Step", "counterfactuals", "sensitivity"),
    "analysis.compare": ("DiffTable", "diff", "diff_table", "read_cases"),
    "analysis.lint": ("LintFinding", "LintReport", "lint"),
    "analysis.prove": (
        *("Proved", "Refuted", "always", "every_outcome_reachable", "never", "prove", "reading_implies"),
        "worse_never_helps",
    ),
    "analysis.versions": ("OldAndNew", "Side", "compare_versions", "ruleset_for"),
    "determine.shown.effective": ("Effective", "effective"),
    "determine.ask.questions": ("Question",),
    "determine.ask.reasons": ("Reasons",),
    "determine.ask.why_not": ("WhyNot",),
    "engines.verify": ("Verification", "verify"),
    "procedure": ("Calendar", "Event", "Exploration", "Procedure", "explore", "load_calendar"),
    "procedure.dossier": ("Dossier",),
    "procedure.drawing": ("draw_procedure",),
    "procedure.privacy": ("Pseudonyms", "Redacted", "redact"),
    "procedure.record": ("Head", "Log", "Store", "read_head", "read_log"),
}
_ROOM_OF = {name: room for room, names in _LATER.items() for name in names}


def __getattr__(name: str) -> object:
    """A public name of a room that nobody asked for yet."""
    if name not in _ROOM_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(_import_module(f"{__name__}.{_ROOM_OF[name]}"), name)
    globals()[name] = found  # the next time it is there at once
    return found


def __dir__() -> list[str]:
    return sorted(__all__)

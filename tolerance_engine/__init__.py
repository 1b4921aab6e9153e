"""From a region's measure to an explained verdict: the public names, nothing else."""

from tolerance_engine.analysis import Change, Counterfactuals, Sensitivity, Step, counterfactuals, sensitivity
from tolerance_engine.determine import (
    Case,
    Conclusion,
    Derived,
    Explanation,
    Given,
    Question,
    Reasons,
    Verdict,
    WhyNot,
    case_from,
    load_case,
    read_case,
)
from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.engines import Verification, determine, verify
from tolerance_engine.errors import (
    BudgetExceeded,
    CaseError,
    EngineUnavailable,
    ProcedureError,
    RecordConflict,
    RecordError,
    RulesetError,
    ToleranceError,
)
from tolerance_engine.procedure import Calendar, Event, Exploration, Procedure, explore, load_calendar
from tolerance_engine.procedure.dossier import Dossier
from tolerance_engine.procedure.drawing import draw_procedure
from tolerance_engine.procedure.privacy import Pseudonyms, Redacted, redact
from tolerance_engine.procedure.record import Head, Log, Store, read_head, read_log
from tolerance_engine.prove import (
    Proved,
    Refuted,
    always,
    every_outcome_reachable,
    never,
    prove,
    reading_implies,
    worse_never_helps,
)
from tolerance_engine.ruleset import Ruleset, RulesetInfo, list_rulesets, load_ruleset
from tolerance_engine.truth import Truth
from tolerance_engine.version import __version__

__all__ = [
    "BudgetExceeded",
    "Calendar",
    "Case",
    "CaseError",
    "Change",
    "Conclusion",
    "Counterfactuals",
    "Derived",
    "Diagnostic",
    "Dossier",
    "EngineUnavailable",
    "Event",
    "Explanation",
    "Exploration",
    "Given",
    "Head",
    "Log",
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
    "Step",
    "Store",
    "ToleranceError",
    "Truth",
    "Verdict",
    "Verification",
    "WhyNot",
    "__version__",
    "always",
    "case_from",
    "counterfactuals",
    "determine",
    "draw_procedure",
    "every_outcome_reachable",
    "explore",
    "list_rulesets",
    "load_calendar",
    "load_case",
    "load_ruleset",
    "never",
    "prove",
    "read_case",
    "read_head",
    "read_log",
    "reading_implies",
    "redact",
    "sensitivity",
    "verify",
    "worse_never_helps",
]

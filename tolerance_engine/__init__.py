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
from tolerance_engine.engines import determine
from tolerance_engine.errors import BudgetExceeded, CaseError, EngineUnavailable, RulesetError, ToleranceError
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
    "Case",
    "CaseError",
    "Change",
    "Conclusion",
    "Counterfactuals",
    "Derived",
    "Diagnostic",
    "EngineUnavailable",
    "Explanation",
    "Given",
    "Proved",
    "Question",
    "Reasons",
    "Refuted",
    "Ruleset",
    "RulesetError",
    "RulesetInfo",
    "Sensitivity",
    "Step",
    "ToleranceError",
    "Truth",
    "Verdict",
    "WhyNot",
    "__version__",
    "always",
    "case_from",
    "counterfactuals",
    "determine",
    "every_outcome_reachable",
    "list_rulesets",
    "load_case",
    "load_ruleset",
    "never",
    "prove",
    "read_case",
    "reading_implies",
    "sensitivity",
    "worse_never_helps",
]

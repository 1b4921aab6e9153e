"""From a region's measure to an explained verdict: the public names, nothing else."""

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
from tolerance_engine.errors import BudgetExceeded, CaseError, EngineUnavailable, RulesetError, ToleranceError
from tolerance_engine.ruleset import Ruleset, RulesetInfo, list_rulesets, load_ruleset
from tolerance_engine.truth import Truth
from tolerance_engine.version import __version__

__all__ = [
    "BudgetExceeded",
    "Case",
    "CaseError",
    "Conclusion",
    "Derived",
    "Diagnostic",
    "EngineUnavailable",
    "Explanation",
    "Given",
    "Ruleset",
    "RulesetError",
    "RulesetInfo",
    "ToleranceError",
    "Truth",
    "Verdict",
    "__version__",
    "case_from",
    "determine",
    "list_rulesets",
    "load_case",
    "load_ruleset",
    "read_case",
]

"""What can be asked beyond a verdict: the nearest changes that reach an outcome, and how far what is open matters.

Each answer is a frozen value that can be shown (`page`), read as data (`as_data`) and put to the test: every
change, made to the case, gives the outcome it promises.
"""

from tolerance_engine.analysis.counterfactual import Change, Counterfactuals, Step, counterfactuals
from tolerance_engine.analysis.old_and_new import OldAndNew, Side, compare_versions, ruleset_for
from tolerance_engine.analysis.sensitivity import Sensitivity, sensitivity

__all__ = [
    "Change",
    "Counterfactuals",
    "OldAndNew",
    "Sensitivity",
    "Side",
    "Step",
    "compare_versions",
    "counterfactuals",
    "ruleset_for",
    "sensitivity",
]

"""Change: the nearest changes of a case that reach an outcome, and how far what is open matters.

Every change, made to the case, gives the outcome it promises.
"""

from tolerance_engine.analysis.change.counterfactual import Change, Counterfactuals, Step, counterfactuals
from tolerance_engine.analysis.change.counts import Sensitivity, sensitivity

__all__ = [
    "Change",
    "Counterfactuals",
    "Sensitivity",
    "Step",
    "counterfactuals",
    "sensitivity",
]

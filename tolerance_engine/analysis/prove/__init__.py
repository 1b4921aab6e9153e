"""Prove: does a property hold of every feasible case? In: a ruleset and a property. Out: Proved or Refuted.

Exact over the decision diagram. A refutation is a smallest case, replayed by the run-time engine and by an
interpreter that shares nothing with the diagram. "Silence never helps" is not offered: learning a fact only
narrows what is possible, in every ruleset, and that is tested as a law of the library.
"""

from tolerance_engine.analysis.prove.properties import (
    Property,
    always,
    every_outcome_reachable,
    never,
    reading_implies,
    worse_never_helps,
)
from tolerance_engine.analysis.prove.prover import prove, refuted
from tolerance_engine.analysis.prove.results import Decided, Proved, Refuted, case_words

__all__ = [
    "Decided",
    "Property",
    "Proved",
    "Refuted",
    "always",
    "case_words",
    "every_outcome_reachable",
    "never",
    "prove",
    "reading_implies",
    "refuted",
    "worse_never_helps",
]

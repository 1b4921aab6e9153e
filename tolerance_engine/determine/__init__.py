"""Ruleset and Case in, Verdict and Explanation out.

`bind` puts the case into the ruleset's variables, `decide` walks the diagram for the exact set of outcomes,
`explain` walks the provisions as written. The diagram says what, the explanation says why.
"""

from tolerance_engine.determine.case import Case, case_from, load_case, read_case
from tolerance_engine.determine.decide import determine
from tolerance_engine.determine.explain.explanation import Conclusion, Derived, Explanation, Given
from tolerance_engine.determine.results import ClosedNow, Finding, ReadingVerdict
from tolerance_engine.determine.statements import Stated
from tolerance_engine.determine.verdict import Verdict

__all__ = [
    "Case",
    "ClosedNow",
    "Conclusion",
    "Derived",
    "Explanation",
    "Finding",
    "Given",
    "ReadingVerdict",
    "Stated",
    "Verdict",
    "case_from",
    "determine",
    "load_case",
    "read_case",
]

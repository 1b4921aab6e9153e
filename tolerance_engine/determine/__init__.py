"""Ruleset and Case in, Verdict and Explanation out.

`bind` puts the case into the ruleset's variables, `decide` walks the diagram for the exact set of outcomes,
`explain` walks the provisions as written. The diagram says what, the explanation says why.
"""

from tolerance_engine.determine.case import Case, case_from, load_case, read_case
from tolerance_engine.determine.decide import determine
from tolerance_engine.determine.effective import Effective, effective
from tolerance_engine.determine.explanation import Conclusion, Derived, Explanation, Given
from tolerance_engine.determine.open_questions import Missing, Witness
from tolerance_engine.determine.questions import Question
from tolerance_engine.determine.reasons import Reasons
from tolerance_engine.determine.results import ClosedNow, Finding, ReadingVerdict
from tolerance_engine.determine.statements import Stated
from tolerance_engine.determine.verdict import Verdict
from tolerance_engine.determine.why_not import WhyNot

__all__ = [
    "Case",
    "ClosedNow",
    "Conclusion",
    "Derived",
    "Effective",
    "Explanation",
    "Finding",
    "Given",
    "Missing",
    "Question",
    "ReadingVerdict",
    "Reasons",
    "Stated",
    "Verdict",
    "WhyNot",
    "Witness",
    "case_from",
    "determine",
    "effective",
    "load_case",
    "read_case",
]

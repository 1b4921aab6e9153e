"""Compare: two rulesets over all cases at once, or many in pairs. In: rulesets. Out: a `Diff`, exact, with a case
for every change; or a `DiffTable`, as exact, of every pair.

Both are compiled into one diagram over facts cut where either cuts, and walked together. Every case shown was
decided by the run-time engine and by the interpreter, under both rulesets. Shares are shares of cells, never of
real cases; for these there is `Impact`.
"""

from tolerance_engine.analysis.compare.asking import diff, diff_table
from tolerance_engine.analysis.compare.case_table import read_cases
from tolerance_engine.analysis.compare.deciding import Cell, ModalityChange
from tolerance_engine.analysis.compare.edits import Edit
from tolerance_engine.analysis.compare.impact import Impact, ImpactRow
from tolerance_engine.analysis.compare.result import Diff, Transition
from tolerance_engine.analysis.compare.table import DiffTable, PairCell
from tolerance_engine.analysis.compare.tally import Tally
from tolerance_engine.analysis.compare.witness import Witness

__all__ = [
    "Cell",
    "Diff",
    "DiffTable",
    "Edit",
    "Impact",
    "ImpactRow",
    "ModalityChange",
    "PairCell",
    "Tally",
    "Transition",
    "Witness",
    "diff",
    "diff_table",
    "read_cases",
]

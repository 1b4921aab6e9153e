"""Compare: two rulesets over all cases at once. In: two rulesets. Out: a `Diff`, exact, with a case for every change.

Both are compiled into one diagram over facts cut where either cuts, and walked together. Every case shown was
decided by the run-time engine and by the interpreter, under both rulesets. Shares are shares of cells, never of
real cases; for these there is `Impact`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tolerance_engine.compare.asking import diff
from tolerance_engine.compare.case_table import read_cases

if TYPE_CHECKING:
    from tolerance_engine.compare.deciding import Cell, ModalityChange
    from tolerance_engine.compare.edits import Edit
    from tolerance_engine.compare.impact import Impact, ImpactRow
    from tolerance_engine.compare.result import Diff, Transition
    from tolerance_engine.compare.witness import Witness

__all__ = [
    "Cell",
    "Diff",
    "Edit",
    "Impact",
    "ImpactRow",
    "ModalityChange",
    "Transition",
    "Witness",
    "diff",
    "read_cases",
]

_PLACES = {
    "Cell": "deciding",
    "ModalityChange": "deciding",
    "Edit": "edits",
    "Impact": "impact",
    "ImpactRow": "impact",
    "Diff": "result",
    "Transition": "result",
    "Witness": "witness",
}
"""What is imported when it is first asked for: whoever never compares does not wait for it."""


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)

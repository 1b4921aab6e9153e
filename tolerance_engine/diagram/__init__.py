"""The decision diagram: build, walk, count, ask. It knows nothing of law.

In:  variables with a few values each, functions from their assignments to small integers.
Out: one ordered, reduced, multi-valued diagram whose terminals are those integers (Kam et al., MDD;
     Clarke et al., MTBDD). Every path reads a variable at most once, so what is reachable under partial
     knowledge is exact.

The diagram cell after cutting, the order of variables and the meaning of terminals belong to the caller.
"""

from tolerance_engine.diagram.build import TERMINALS, Diagram, Operation
from tolerance_engine.diagram.walk import (
    UNKNOWN,
    Known,
    decide,
    reach,
    reach_joint,
    terminals_in,
    touching,
)

__all__ = [
    "TERMINALS",
    "UNKNOWN",
    "Diagram",
    "Known",
    "Operation",
    "decide",
    "reach",
    "reach_joint",
    "terminals_in",
    "touching",
]

"""The one condition tree: what a provision can ask of a case.

In:  the operators a drafter may write (DESIGN: conditions).
Out: frozen nodes that name facts, definitions, dimensions and clauses. Two readers stand above: the
     compiler turns a tree into a diagram, the explanation walks it as written.
"""

from tolerance_engine.expr.nodes import (
    All,
    AnyOf,
    ByReading,
    ClauseApplies,
    Count,
    DefinitionIs,
    DimensionIs,
    Expr,
    FactIs,
    Not,
    children,
    leaves,
    references,
    resolve,
)

__all__ = [
    "All",
    "AnyOf",
    "ByReading",
    "ClauseApplies",
    "Count",
    "DefinitionIs",
    "DimensionIs",
    "Expr",
    "FactIs",
    "Not",
    "children",
    "leaves",
    "references",
    "resolve",
]

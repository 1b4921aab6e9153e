"""Worse: one fact moved from a better value to a worse one, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from tolerance_engine.analysis.prove.cases import Prover
from tolerance_engine.analysis.prove.results import Decided
from tolerance_engine.analysis.prove.search import where
from tolerance_engine.diagram.reshape import fixed
from tolerance_engine.ruleset.model import OFF_SCALE
from tolerance_engine.ruleset.variables import Variable


@dataclass
class Worse:
    """One fact, its values from best to worst, and the outcome function at each."""

    prover: Prover
    variable: Variable
    reading: str

    def __post_init__(self) -> None:
        root = self.prover.outcome_of(self.reading)
        self.at = {
            cell: fixed(self.prover.store, root, self.variable.level, cell)
            for cell in _from_best(self.variable)
        }

    def helping(self) -> tuple[Decided, Decided] | None:
        """A case, and the one with a worse value and a better outcome that differs in nothing else."""
        prover, level = self.prover, self.variable.level
        ranked = [outcome.id for outcome in prover.ruleset.linked.outcomes]
        found = []
        for good, bad in combinations(self.at, 2):
            for better, worse in combinations(ranked, 2):
                sides = ((self.at[good], worse), (self.at[bad], better))
                reached = prover.both(sides, dead=False)
                if reached != 0:
                    chosen = prover.smallest(prover.both(sides, dead=True), reached)
                    found.append((chosen, reached, (good, worse), (bad, better)))
        if not found:
            return None
        chosen, reached, first, second = min(found, key=lambda each: len(each[0].pairs))
        one, other = (
            prover.replayed(chosen, reached, outcome, self.reading, ((level, cell),))
            for cell, outcome in (first, second)
        )
        return one, other

    def incomparable(self) -> bool:
        """Whether some step to a worse value enters or leaves an outcome off the scale."""
        prover, store = self.prover, self.prover.store
        scale = [prover.terminal(outcome.id) for outcome in prover.ruleset.linked.outcomes]
        off = [prover.terminal(outcome) for outcome in OFF_SCALE]
        for a, b in combinations(self.at.values(), 2):
            for one, other in ((a, b), (b, a)):
                if store.conj([where(store, one, *scale), where(store, other, *off)]) != 0:
                    return True
        return False


def _from_best(variable: Variable) -> list[int]:
    """The cells of a fact that declares `worse`, best first."""
    assert variable.fact is not None
    worse, cells = variable.fact.worse, list(range(len(variable.cells)))
    if isinstance(worse, tuple):
        return [variable.cells.index(value) for value in worse]
    return cells if worse in (True, "more", "later") else cells[::-1]

"""Cases: where a claim fails, and the smallest case that shows it, decided twice before it is believed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tolerance_engine.analysis.prove.interpreter import Interpreter
from tolerance_engine.analysis.prove.results import Decided
from tolerance_engine.analysis.prove.search import Pairs, Smallest, complete, smallest, where
from tolerance_engine.determine.case import Case
from tolerance_engine.determine.decide import determine
from tolerance_engine.diagram import Diagram
from tolerance_engine.diagram.reshape import Copier
from tolerance_engine.ruleset.program import DEAD, Ruleset

GIVEN = "<given>"
"""The id of a condition beside the declared properties: none of them can be called that."""


class Prover:
    """A store of our own over the variables of `compiled`; cases are replayed on `ruleset` itself."""

    def __init__(self, ruleset: Ruleset, compiled: Ruleset) -> None:
        self.ruleset, self.compiled = ruleset, compiled
        self.store = Diagram(compiled.diagram.arities, budget=compiled.diagram.budget)
        self._copied = Copier(compiled.diagram, self.store)

    def outcome_of(self, reading: str) -> int:
        """The outcome function of a reading, in our own store."""
        return self._copied(self.compiled.programs[reading].outcome)

    def condition(self, name: str, reading: str) -> int:
        """Where the condition of a property holds; everywhere when it has none."""
        node = self.compiled.programs[reading].properties.get(name, 1)
        return self._copied(node)

    def meets(self, name: str, reading: str) -> bool:
        """Whether a feasible case meets the condition."""
        feasible = where(self.store, self.outcome_of(reading), DEAD)
        return self.store.conj([self.condition(name, reading), self.store.negate(feasible)]) != 0

    def breaking(self, name: str, reading: str, forbidden: Iterable[str]) -> Decided | None:
        """The smallest case that meets the condition and ends in one of `forbidden`."""
        store = self.store
        met, outcome = self.condition(name, reading), self.outcome_of(reading)
        found: list[tuple[Smallest, str, int]] = []
        for each in forbidden:
            terminal = self.terminal(each)
            if not store.masks[outcome] >> terminal & 1:
                continue
            reached = store.conj([met, where(store, outcome, terminal)])
            if reached != 0:
                held = store.disj([reached, where(store, outcome, DEAD)])
                found.append((self.smallest(held, reached), each, reached))
        if not found:
            return None
        chosen, each, reached = min(found, key=lambda item: len(item[0].pairs))
        return self.replayed(chosen, reached, each, reading)

    def both(self, sides: Sequence[tuple[int, str]], *, dead: bool) -> int:
        """Where each function ends in its outcome, or (`dead`) cannot be."""
        more = (DEAD,) if dead else ()
        return self.store.conj([where(self.store, node, self.terminal(o), *more) for node, o in sides])

    def smallest(self, held: int, reached: int) -> Smallest:
        """The fewest statements that force what is held."""
        return smallest(self.store, held, reached)

    def terminal(self, outcome: str) -> int:
        """The number an outcome has in the diagram."""
        return self.ruleset.outcomes.index(outcome) + 1

    def replayed(
        self, chosen: Smallest, reached: int, outcome: str, reading: str, more: Pairs = ()
    ) -> Decided:
        """The case of `chosen`, once the run-time engine and the interpreter have both come to `outcome`."""
        case = self.case(sorted((*chosen.pairs, *more)))
        world = dict(complete(self.store, reached, chosen.pairs)) | dict(more)
        values = {v.name: v.sample(world[v.level]) for v in self.compiled.variables}
        by_diagram = determine(self.ruleset, case, reading=reading).outcome
        by_reading = Interpreter(self.compiled.linked, reading, values).outcome()
        if (by_diagram, by_reading) != (outcome, outcome):  # a fault of ours: never shown as a refutation
            raise AssertionError(f"{case.as_data()}: {outcome} / {by_diagram} / {by_reading}")
        return Decided(case, outcome, reading, chosen.fewest)

    def case(self, pairs: Iterable[tuple[int, int]]) -> Case:
        """A case that states just these values."""
        facts: dict[str, Any] = {}
        findings: dict[str, Any] = {}
        for level, value in pairs:
            variable = self.compiled.variables[level]
            (facts if variable.fact else findings)[variable.name] = variable.sample(value)
        return Case(facts=facts, findings=findings)

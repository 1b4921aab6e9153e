"""Steps: several states of one ruleset compiled into one diagram, so that equal functions are equal nodes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tolerance_engine.diagram import Diagram
from tolerance_engine.ruleset.compile.builder import Builder
from tolerance_engine.ruleset.compile.depth import refuse_circles
from tolerance_engine.ruleset.compile.facts_used import variables_of_all
from tolerance_engine.ruleset.model import Linked
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.ruleset.variables import Variable


@dataclass(frozen=True, slots=True)
class Steps:
    """The outcome functions of several states, one mapping from reading to node for each."""

    diagram: Diagram
    variables: tuple[Variable, ...]
    outcomes: tuple[Mapping[str, int], ...]


def outcome_steps(states: Sequence[Linked], *, budget: int) -> Steps:
    """The outcomes of every state under every reading of its own, and nothing else of them.

    The states are of one stack: a fact of one name is the same fact in all of them. Raises RulesetError (circles)
    and BudgetExceeded.
    """
    diagram, variables = _together(states, budget)
    by_name = {variable.name: variable for variable in variables}
    return Steps(
        diagram,
        variables,
        tuple(
            {reading: Builder(state, reading, diagram, by_name).outcome() for reading in state.readings}
            for state in states
        ),
    )


def compile_pair(one: Linked, other: Linked, *, budget: int) -> tuple[Ruleset, Ruleset]:
    """Two rulesets that can be asked about one case, over the same variables in the same diagram.

    Raises RulesetError (circles, a fact that means something else in the other one) and BudgetExceeded.
    """
    diagram, variables = _together((one, other), budget)
    by_name = {variable.name: variable for variable in variables}

    def compiled(linked: Linked) -> Ruleset:
        programs = {each: Builder(linked, each, diagram, by_name).program() for each in linked.readings}
        return Ruleset(linked, diagram, variables, programs, next(iter(linked.readings)))

    return compiled(one), compiled(other)


def _together(several: Sequence[Linked], budget: int) -> tuple[Diagram, tuple[Variable, ...]]:
    for linked in several:
        for reading in linked.readings:
            refuse_circles(linked, reading)
    variables = variables_of_all(several, None)
    return Diagram([len(variable.cells) for variable in variables], budget=budget), variables

"""The order of compiling: refuse circles, cut the facts, then build every reading into one diagram."""

from __future__ import annotations

from collections.abc import Sequence

from tolerance_engine.diagnostics import Diagnostic, choices
from tolerance_engine.diagram import Diagram
from tolerance_engine.diagram.build import DEFAULT_BUDGET
from tolerance_engine.errors import RulesetError
from tolerance_engine.ruleset.compile.builder import Builder
from tolerance_engine.ruleset.compile.depth import refuse_circles
from tolerance_engine.ruleset.compile.derive import MAX_LINKED, linked_groups
from tolerance_engine.ruleset.compile.facts_used import variables_of
from tolerance_engine.ruleset.model import Linked
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.source import Words

MAX_FACTS = 300
"""Levels of one diagram: every walk goes at most so deep."""


def compile_ruleset(
    linked: Linked,
    *,
    reading: str | None = None,
    budget: int = DEFAULT_BUDGET,
    order: Sequence[str] | None = None,
) -> Ruleset:
    """The decidable form. Raises RulesetError (cycles, facts that do not fit together) and BudgetExceeded.

    `order` names the facts in the order the diagram asks them; it changes the diagram's size, never an answer.
    """
    chosen = reading if reading is not None else next(iter(linked.readings))
    if chosen not in linked.readings:
        message = Words(f"`{linked.id}` 没有 `{chosen}` 这个口径", f"`{linked.id}` has no reading `{chosen}`")
        raise RulesetError([Diagnostic("P001", message, help=choices(linked.readings))])
    for each in linked.readings:
        refuse_circles(linked, each)
    variables = variables_of(linked, order)
    if len(variables) > MAX_FACTS:
        message = Words(
            f"条件用到 {len(variables)} 项事实，最多 {MAX_FACTS} 项",
            f"{len(variables)} facts are asked for; at most {MAX_FACTS} may be",
        )
        raise RulesetError([Diagnostic("P006", message)])
    diagram = Diagram([len(variable.cells) for variable in variables], budget=budget)
    for group in linked_groups(variables):
        if len(group) > MAX_LINKED:
            names = "、".join(f"`{variable.name}`" for variable in group)
            message = Words(
                f"{names} 经由共同日期相连，最多 {MAX_LINKED} 个",
                f"{names} hang together through shared dates; at most {MAX_LINKED} may",
            )
            raise RulesetError([Diagnostic("P004", message, linked.place_of("facts", group[0].name))])
    by_name = {variable.name: variable for variable in variables}
    programs = {each: Builder(linked, each, diagram, by_name).program() for each in linked.readings}
    return Ruleset(linked, diagram, variables, programs, chosen)

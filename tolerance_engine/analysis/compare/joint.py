"""Joint: two rulesets in one diagram, over facts cut where either of them cuts.

Facts are shared by name. Equal functions are then equal integers, whichever ruleset they come from, and a
walk along both at once meets every combination of outcomes there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.diagram import Diagram
from tolerance_engine.errors import RulesetError
from tolerance_engine.expr import FactIs
from tolerance_engine.expr.nodes import DIMENSION_VALUES
from tolerance_engine.ruleset.compile.builder import OVERRIDE, Builder
from tolerance_engine.ruleset.compile.compiler import MAX_FACTS
from tolerance_engine.ruleset.compile.derive import MAX_LINKED, linked_groups
from tolerance_engine.ruleset.compile.facts_used import variables_of
from tolerance_engine.ruleset.model import OFF_SCALE, Fact, Linked
from tolerance_engine.ruleset.program import DEAD, NONE, Program, Ruleset
from tolerance_engine.ruleset.variables import Interval, Variable, stated_variable, variable_of
from tolerance_engine.source import Words


@dataclass(frozen=True, eq=False)
class Side:
    """One ruleset under one reading, in the joint diagram. Terminals are numbered as in its own diagram."""

    linked: Linked
    reading: str
    program: Program
    accepts: int
    """1 on the cases this ruleset takes: what it assumes holds, and every value is one it declares."""

    @cached_property
    def outcomes(self) -> tuple[str, ...]:
        """Outcome ids, beginning with terminal 1."""
        return (*(outcome.id for outcome in self.linked.outcomes), *OFF_SCALE)


@dataclass(frozen=True, eq=False)
class Joint:
    """Both sides, and where a case is one that both accept (`feasible`)."""

    diagram: Diagram
    variables: tuple[Variable, ...]
    first: Side
    second: Side
    feasible: int

    def alive(self, node: int) -> int:
        """The function, DEAD where either ruleset says that a case cannot be."""
        mask = self.diagram.relabel(self.feasible, {0: DEAD, 1: NONE})
        return self.diagram.apply(OVERRIDE, mask, node)

    @cached_property
    def outcomes(self) -> tuple[int, int]:
        """The outcome functions of both sides, DEAD on the same cases."""
        return self.alive(self.first.program.outcome), self.alive(self.second.program.outcome)

    def variant(self, linked: Linked, reading: str) -> tuple[int, int]:
        """The outcome function of another ruleset over the same facts, and where it lets cases be."""
        program = _builder(linked, reading, self.diagram, self.variables).program()
        return self.alive(program.outcome), program.feasible


def joint(a: Ruleset, b: Ruleset, readings: tuple[str, str], budget: int) -> Joint:
    """Both rulesets compiled together. Raises RulesetError where facts of one name do not fit together,
    BudgetExceeded where the diagram grows too large."""
    ours, theirs = (replace(ruleset.linked, properties=()) for ruleset in (a, b))
    variables = _variables(ours, theirs)
    diagram = Diagram([len(variable.cells) for variable in variables], budget=budget)
    builders = [
        _builder(linked, reading, diagram, variables)
        for linked, reading in zip((ours, theirs), readings, strict=True)
    ]
    sides = []
    for builder in builders:
        program = builder.program()
        own = [*_own_values(diagram, variables, builder.linked), *_same_findings(builder, diagram, variables)]
        sides.append(Side(builder.linked, builder.reading, program, diagram.conj([program.feasible, *own])))
    first, second = sides
    return Joint(diagram, variables, first, second, diagram.conj([first.accepts, second.accepts]))


def _builder(linked: Linked, reading: str, diagram: Diagram, variables: Sequence[Variable]) -> Builder:
    return Builder(linked, reading, diagram, {variable.name: variable for variable in variables})


def _variables(a: Linked, b: Linked) -> tuple[Variable, ...]:
    """The facts of both, in an order that does not depend on which is called the first."""
    cut = [{variable.name: variable for variable in variables_of(linked, None)} for linked in (a, b)]
    base, more = sorted(cut, key=lambda each: (-len(each), list(each)))
    names = list(base)
    place = 0
    for name in more:  # what only one knows stands behind its neighbour there
        if name in base:
            place = names.index(name) + 1
        else:
            names.insert(place, name)
            place += 1
    problems: list[Diagnostic] = []
    found = []
    for level, name in enumerate(names):
        known = [each[name] for each in cut if name in each]
        made = _variable(name, level, known, a, b, problems)
        if made is not None:
            found.append(made)
    if problems:
        raise RulesetError(problems)
    if len(found) > MAX_FACTS:
        message = Words(
            f"两个规则集合起来用到 {len(found)} 项事实，最多 {MAX_FACTS} 项",
            f"taken together, {len(found)} facts are asked for; at most {MAX_FACTS} may be",
        )
        raise RulesetError([Diagnostic("P006", message)])
    for group in linked_groups(found):
        if len(group) > MAX_LINKED:
            listed = "、".join(f"`{variable.name}`" for variable in group)
            message = Words(
                f"两个规则集合起来，{listed} 经由共同日期相连，最多 {MAX_LINKED} 个",
                f"taken together, {listed} hang together through shared dates; at most {MAX_LINKED} may",
            )
            raise RulesetError([Diagnostic("P004", message)])
    return tuple(found)


def _variable(
    name: str, level: int, known: Sequence[Variable], a: Linked, b: Linked, problems: list[Diagnostic]
) -> Variable | None:
    facts = [variable.fact for variable in known]
    declared = [fact for fact in facts if fact is not None]
    if not declared:
        return stated_variable(name, level)
    if len(declared) < len(facts) or not _one_meaning(declared):
        message = Words(
            f"`{name}` 在 `{a.id}` 与 `{b.id}` 中不是同一项事实（类型、单位或推导不同）",
            f"`{name}` is not the same fact in `{a.id}` and `{b.id}` (type, unit or derivation differ)",
        )
        help_ = Words("其中一边改名，或改用共用词汇", "rename one of them, or use the shared vocabulary")
        problems.append(Diagnostic("V004", message, a.place_of("facts", name), help_))
        return None
    tests = [test for variable in known for test in _cuts(variable)]
    return variable_of(_wider(declared), level, tests)


def _one_meaning(facts: Sequence[Fact]) -> bool:
    derived = {fact.derive for fact in facts if fact.derive is not None}
    return (
        len({fact.type for fact in facts}) == 1
        and len({fact.unit for fact in facts if fact.unit is not None}) <= 1
        and len(derived) <= 1
    )


def _wider(facts: Sequence[Fact]) -> Fact:
    """One fact that has every value either has."""
    base, *rest = sorted(facts, key=lambda fact: (-len(fact.values), fact.values))
    lows, highs = [fact.minimum for fact in facts], [fact.maximum for fact in facts]
    return replace(
        base,
        minimum=None if None in lows else min(low for low in lows if low is not None),
        maximum=None if None in highs else max(high for high in highs if high is not None),
        whole=any(fact.whole for fact in facts),
        values=base.values
        + tuple(each for fact in rest for each in fact.values if each[0] not in dict(base.values)),
        derive=next((fact.derive for fact in facts if fact.derive is not None), None),
    )


def _cuts(variable: Variable) -> Iterator[FactIs]:
    """Tests that cut a fact where this variable is cut, its bounds included."""
    name = variable.name
    for number, included in variable._edges:
        yield FactIs(name, "at_most" if included else "less_than", number)
    for day in variable._starts:
        yield FactIs(name, "on_or_after", day)
    fact = variable.fact
    if fact is not None and fact.minimum is not None:
        yield FactIs(name, "at_least", fact.minimum)
    if fact is not None and fact.maximum is not None:
        yield FactIs(name, "at_most", fact.maximum)


def _own_values(diagram: Diagram, variables: Iterable[Variable], linked: Linked) -> Iterator[int]:
    """1 where a fact has a value that the ruleset declares."""
    for variable in variables:
        declared = _fact(linked, variable.name)
        if declared is not None and declared != variable.fact:
            kept = [cell for cell, value in enumerate(variable.cells) if _has(declared, value)]
            yield diagram.cells(variable.level, kept)


def _fact(linked: Linked, name: str) -> Fact | None:
    found = linked.facts.get(name)
    if found is not None:
        return found
    return next((each for used in linked.uses.values() if (each := _fact(used, name)) is not None), None)


def _has(fact: Fact, value: object) -> bool:
    if fact.type == "choice":
        return value in dict(fact.values)
    if isinstance(value, Interval):
        number: Decimal = value.sample()
        low, high = fact.minimum, fact.maximum
        return (low is None or number >= low) and (high is None or number <= high)
    return True


def _same_findings(builder: Builder, diagram: Diagram, variables: Iterable[Variable]) -> Iterator[int]:
    """A dimension that one ruleset only takes as stated, and the other works out, has one value."""
    for variable in variables:
        dimension = builder.linked.dimensions.get(variable.name)
        if variable.fact is None and dimension is not None and dimension.favourable is not None:
            yield diagram.disj(
                [
                    diagram.conj(
                        [diagram.cells(variable.level, (cell,)), builder.dimension_is(variable.name, value)]
                    )
                    for cell, value in enumerate(DIMENSION_VALUES)
                ]
            )

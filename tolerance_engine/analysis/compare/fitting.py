"""Fitting: the facts of several rulesets as the variables of one diagram, cut where any of them cuts.

Facts are shared by name. The order does not depend on which ruleset is called the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.errors import RulesetError
from tolerance_engine.expr import FactIs
from tolerance_engine.ruleset.compile.facts_used import asked_by, variables_of
from tolerance_engine.ruleset.model import Fact, Linked
from tolerance_engine.ruleset.variables import Variable, stated_variable, variable_of
from tolerance_engine.source import Words

Cut = Mapping[str, Variable]
"""The facts of one ruleset by name, in its own order, cut where it cuts them."""


def cut_of(linked: Linked) -> Cut:
    """The facts that matter to a ruleset."""
    return {variable.name: variable for variable in variables_of(linked, None)}


def common_order(cuts: Sequence[Cut]) -> list[str]:
    """The facts of all: those of the one that has most, and what only another knows behind its neighbour there."""
    base, *others = sorted(cuts, key=lambda each: (-len(each), list(each)))
    names = list(base)
    for more in others:
        place = 0
        for name in more:
            if name in names:
                place = names.index(name) + 1
            else:
                names.insert(place, name)
                place += 1
    return names


def levels_of(several: Sequence[Linked], cuts: Sequence[Cut]) -> tuple[str, ...]:
    """The facts of all in the order of the diagram.

    A dimension that one ruleset only takes as stated, and another works out, stands right below the facts of
    its poles: above them, or far below, every combination of its values would have to be remembered meanwhile.
    """
    names = common_order(cuts)
    below: dict[str, set[str]] = {}
    for linked in several:
        for name, dimension in linked.dimensions.items():
            if name in names and dimension.favourable is not None and dimension.adverse is not None:
                poles = [dimension.favourable.when, dimension.adverse.when]
                asked = (asked_by(linked, reading, poles) for reading in linked.readings)
                below.setdefault(name, set()).update(*asked)
    for name, asked_there in sorted(below.items()):
        names.remove(name)
        last = max((place for place, each in enumerate(names) if each in asked_there), default=-1)
        names.insert(last + 1, name)
    return tuple(names)


def variables_over(
    names: Sequence[str], several: Sequence[Linked], cuts: Sequence[Cut]
) -> tuple[Variable, ...]:
    """The variables of these names, a level for each. Raises RulesetError (V004) where one name has two meanings."""
    problems: list[Diagnostic] = []
    found = []
    for level, name in enumerate(names):
        known = [(linked, cut[name]) for linked, cut in zip(several, cuts, strict=True) if name in cut]
        clash = _clash(known)
        if clash is not None:
            problems.append(_two_meanings(name, *clash))
            continue
        variables = [variable for _, variable in known]
        facts = [variable.fact for variable in variables if variable.fact is not None]
        tests = [test for variable in variables for test in _cuts(variable)]
        # who declares a fact and does not ask for it still takes no value outside its bounds
        declared = [fact for linked in several if (fact := declared_fact(linked, name)) is not None]
        tests += [test for fact in declared if facts and fact.type == facts[0].type for test in _bounds(fact)]
        found.append(variable_of(_wider(facts), level, tests) if facts else stated_variable(name, level))
    if problems:
        raise RulesetError(problems)
    return tuple(found)


def declared_fact(linked: Linked, name: str) -> Fact | None:
    """The fact as a ruleset, or one that it uses, declares it; asked for or not."""
    found = linked.facts.get(name)
    if found is not None:
        return found
    return next(
        (each for used in linked.uses.values() if (each := declared_fact(used, name)) is not None), None
    )


def alike(one: Variable, other: Variable) -> bool:
    """Whether a fact may be one variable for these two and any others alike, without changing what either means.

    Stricter than what two alone need: where one counts whole numbers, or derives what the other is told, the
    wider fact is right for the two together, and wrong for two others that do not.
    """
    a, b = one.fact, other.fact
    if a is None or b is None:
        return a is b
    return _one_meaning(a, b) and (a.whole, a.derive) == (b.whole, b.derive)


def _clash(known: Sequence[tuple[Linked, Variable]]) -> tuple[Linked, Linked] | None:
    """Two rulesets in which the name means two things."""
    for place, (linked, variable) in enumerate(known):
        for other, before in known[:place]:
            a, b = before.fact, variable.fact
            if (a is None) != (b is None) or (a is not None and b is not None and not _one_meaning(a, b)):
                return other, linked
    return None


def _two_meanings(name: str, a: Linked, b: Linked) -> Diagnostic:
    message = Words(
        f"`{name}` 在 `{a.id}` 与 `{b.id}` 中不是同一项事实（类型、单位或推导不同）",
        f"`{name}` is not the same fact in `{a.id}` and `{b.id}` (type, unit or derivation differ)",
    )
    help_ = Words("其中一边改名，或改用共用词汇", "rename one of them, or use the shared vocabulary")
    return Diagnostic("V004", message, a.place_of("facts", name), help_)


def _one_meaning(a: Fact, b: Fact) -> bool:
    return (
        a.type == b.type
        and (a.unit is None or b.unit is None or a.unit == b.unit)
        and (a.derive is None or b.derive is None or a.derive == b.derive)
    )


def _wider(facts: Sequence[Fact]) -> Fact:
    """One fact that has every value any of them has."""
    base, *rest = sorted(facts, key=lambda fact: (-len(fact.values), fact.values))
    lows, highs = [fact.minimum for fact in facts], [fact.maximum for fact in facts]
    more = {name: label for fact in rest for name, label in fact.values if name not in dict(base.values)}
    return replace(
        base,
        minimum=None if None in lows else min(low for low in lows if low is not None),
        maximum=None if None in highs else max(high for high in highs if high is not None),
        whole=any(fact.whole for fact in facts),
        values=base.values + tuple(more.items()),
        derive=next((fact.derive for fact in facts if fact.derive is not None), None),
    )


def _cuts(variable: Variable) -> Iterator[FactIs]:
    """Tests that cut a fact where this variable is cut, its bounds included."""
    name = variable.name
    for number, included in variable._edges:
        yield FactIs(name, "at_most" if included else "less_than", number)
    for day in variable._starts:
        yield FactIs(name, "on_or_after", day)
    if variable.fact is not None:
        yield from _bounds(variable.fact)


def _bounds(fact: Fact) -> Iterator[FactIs]:
    if fact.minimum is not None:
        yield FactIs(fact.name, "at_least", fact.minimum)
    if fact.maximum is not None:
        yield FactIs(fact.name, "at_most", fact.maximum)

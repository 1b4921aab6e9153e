"""Prove: a property over every feasible case at once. Refuted means a case, decided twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tolerance_engine.analysis.prove.cases import GIVEN, Prover
from tolerance_engine.analysis.prove.properties import (
    Declared,
    EveryOutcomeReachable,
    Limits,
    Property,
    ReadingImplies,
    WorseNeverHelps,
)
from tolerance_engine.analysis.prove.results import Proved, Refuted, Result
from tolerance_engine.analysis.prove.search import Smallest
from tolerance_engine.analysis.prove.worse import Worse
from tolerance_engine.diagnostics import Diagnostic, choices, nearest
from tolerance_engine.errors import RulesetError
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.ruleset.properties import PropertyResult
from tolerance_engine.source import Words


def prove(ruleset: Ruleset, prop: Property | str) -> Result:
    """Whether every feasible case of the ruleset has the property: `Proved`, or `Refuted` by a smallest case.

    `prop` is a property value (`never`, `always`, `worse_never_helps`, `reading_implies`,
    `every_outcome_reachable`) or the id of one that the ruleset declares. Raises RulesetError where it names
    what the ruleset does not have.
    """
    if isinstance(prop, str):
        prop = Declared(prop)
    match prop:
        case Declared():
            return _declared(ruleset, prop)
        case Limits():
            return _limits(ruleset, prop)
        case WorseNeverHelps():
            return _worse(ruleset, prop)
        case ReadingImplies():
            return _implies(ruleset, prop)
        case EveryOutcomeReachable():
            return _reachable(ruleset, prop)


def refuted(ruleset: Ruleset, result: PropertyResult) -> Refuted | None:
    """The smallest case that breaks a declared property under the reading of `result`; None where it holds."""
    if result.holds:
        return None
    found = Prover(ruleset, ruleset).breaking(result.declared.id, result.reading, result.reached)
    return Refuted(ruleset, Declared(result.declared.id), found)


def _declared(ruleset: Ruleset, prop: Declared) -> Result:
    by_id = {p.id: p for p in ruleset.linked.properties}
    if prop.id not in by_id:
        message = Words(f"没有声明名为 `{prop.id}` 的性质", f"no property is declared as `{prop.id}`")
        raise RulesetError([Diagnostic("Q001", message, help=nearest(prop.id, by_id) or choices(by_id))])
    declared = by_id[prop.id]
    forbidden = [outcome for outcome in ruleset.outcomes if outcome not in declared.allowed]
    return _limited(Prover(ruleset, ruleset), prop, prop.id, declared.readings, forbidden)


def _limits(ruleset: Ruleset, prop: Limits) -> Result:
    from tolerance_engine.analysis.prove.given import (
        with_given,  # reads conditions: slow to import, seldom needed
    )

    _known(prop.outcomes, ruleset.outcomes, "结果", "outcome")
    readings = _readings(ruleset, prop.reading)
    forbidden = [outcome for outcome in ruleset.outcomes if (outcome in prop.outcomes) is prop.never]
    compiled = ruleset if prop.given is None else with_given(ruleset, prop.given)
    return _limited(Prover(ruleset, compiled), prop, GIVEN, readings, forbidden)


def _limited(
    prover: Prover, prop: Property, condition: str, readings: Sequence[str], forbidden: Sequence[str]
) -> Result:
    vacuous = []
    for reading in readings:
        found = prover.breaking(condition, reading, forbidden)
        if found is not None:
            return Refuted(prover.ruleset, prop, found)
        if not prover.meets(condition, reading):
            vacuous.append(reading)
    return Proved(prover.ruleset, prop, tuple(readings), tuple(vacuous))


def _worse(ruleset: Ruleset, prop: WorseNeverHelps) -> Result:
    _known((prop.fact,), ruleset.linked.facts, "事实", "fact")
    if ruleset.linked.facts[prop.fact].worse is None:
        message = Words(f"`{prop.fact}` 没有写明哪一边更坏", f"`{prop.fact}` does not say which way is worse")
        help_ = Words("给这个事实写上 worse", "declare `worse` for the fact")
        raise RulesetError([Diagnostic("Q002", message, help=help_)])
    readings = _readings(ruleset, prop.reading)
    variable = ruleset.by_name.get(prop.fact)
    incomparable = False
    for reading in readings if variable is not None else ():
        assert variable is not None
        worse = Worse(Prover(ruleset, ruleset), variable, reading)
        pair = worse.helping()
        if pair is not None:
            return Refuted(ruleset, prop, *pair)
        incomparable = incomparable or worse.incomparable()
    vacuous = readings if variable is None else ()  # no condition asks for it: nothing can depend on it
    return Proved(ruleset, prop, readings, vacuous, incomparable)


def _implies(ruleset: Ruleset, prop: ReadingImplies) -> Result:
    _known(prop.outcomes, ruleset.outcomes, "结果", "outcome")
    readings = _readings(ruleset, (prop.first, prop.second))
    prover = Prover(ruleset, ruleset)
    first, second = prover.outcome_of(prop.first), prover.outcome_of(prop.second)
    found: list[tuple[Smallest, str, str, int]] = []
    for here in prop.outcomes:
        for there in (o for o in ruleset.outcomes if o not in prop.outcomes):
            sides = ((first, here), (second, there))
            reached = prover.both(sides, dead=False)
            if reached != 0:
                found.append((prover.smallest(prover.both(sides, dead=True), reached), here, there, reached))
    if not found:
        return Proved(ruleset, prop, readings)
    chosen, here, there, reached = min(found, key=lambda each: len(each[0].pairs))
    return Refuted(
        ruleset,
        prop,
        prover.replayed(chosen, reached, here, prop.first),
        prover.replayed(chosen, reached, there, prop.second),
    )


def _reachable(ruleset: Ruleset, prop: EveryOutcomeReachable) -> Result:
    readings = _readings(ruleset, prop.reading)
    prover = Prover(ruleset, ruleset)
    examples, unreachable = [], []
    for outcome in (o.id for o in ruleset.linked.outcomes):
        found = next(filter(None, (prover.breaking(GIVEN, each, (outcome,)) for each in readings)), None)
        if found is None:
            unreachable.append(outcome)
        else:
            examples.append(found)
    if unreachable:
        return Refuted(ruleset, prop, None, unreachable=tuple(unreachable))
    return Proved(ruleset, prop, readings, examples=tuple(examples))


def _readings(ruleset: Ruleset, named: tuple[str, ...]) -> tuple[str, ...]:
    _known(named, ruleset.programs, "口径", "reading")
    return named or tuple(ruleset.programs)


def _known(named: Iterable[str], declared: Iterable[str], zh: str, en: str) -> None:
    every = list(declared)
    for name in named:
        if name not in every:
            message = Words(f"没有名为 `{name}` 的{zh}", f"no {en} is named `{name}`")
            raise RulesetError([Diagnostic("Q001", message, help=nearest(name, every) or choices(every))])

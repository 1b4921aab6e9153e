"""Outcome pairs: what two versions give one case together, and which of the two outcomes is lighter."""

from __future__ import annotations

from itertools import product
from typing import Literal

from tolerance_engine.determine.bind import bind
from tolerance_engine.determine.conditions import conditions
from tolerance_engine.determine.verdict import ALIVE, Verdict
from tolerance_engine.diagram import UNKNOWN, Known, reach_joint, terminals_in
from tolerance_engine.diagram.build import TERMINALS
from tolerance_engine.ruleset.compile.steps import compile_pair
from tolerance_engine.ruleset.model import Linked

Relation = Literal["old", "new", "same", "incomparable"]


def relation(old: Linked, new: Linked, before: str, after: str) -> Relation:
    """Which outcome is lighter: that of the old version, that of the new one, or neither.

    They are ranked on every scale that knows both; one that lacks an outcome may name its counterpart in
    `outcome_map`. Off the scale, or where the scales contradict each other, only an equal outcome can be compared.
    """
    if before == after:
        return "same"
    judged: set[Relation] = set()
    for scale, there, here in (
        (old, before, _in_words_of(old, new, after)),
        (new, _in_words_of(new, old, before), after),
    ):
        ranks = {outcome.id: outcome.rank for outcome in scale.outcomes}
        if there in ranks and here in ranks:
            judged.add("same" if there == here else "old" if ranks[there] < ranks[here] else "new")
    return judged.pop() if len(judged) == 1 else "incomparable"


def _in_words_of(target: Linked, source: Linked, outcome: str) -> str:
    """An outcome of `source` as `target` calls it, where either declares it; else its own name."""
    if outcome in [each.id for each in target.outcomes]:
        return outcome
    there = source.outcome_map.get(target.id, {}).get(outcome)
    back = [name for name, other in target.outcome_map.get(source.id, {}).items() if other == outcome]
    return there or (back[0] if len(back) == 1 else outcome)


def pairs_of(old: Verdict, new: Verdict) -> tuple[tuple[str, str], ...]:
    """The outcomes that one completion of the case can give under both versions, best first.

    Exact: both are walked together. Only where a fact means something else in the two versions are the outcomes
    combined freely, which may list a pair that no completion gives, and never leaves one out.
    """
    free = tuple(product(old.possible, new.possible))
    if len(free) == 1 or not _same_facts(old.ruleset.linked, new.ruleset.linked):
        return free
    budget = new.ruleset.diagram.budget
    before, after = compile_pair(old.ruleset.linked, new.ruleset.linked, budget=budget)
    left, right = before.programs[old.reading], after.programs[new.reading]
    bound_left, bound_right = bind(before, old.case), bind(after, new.case)
    needed = [*conditions(before, left, bound_left), *conditions(after, right, bound_right)]
    diagram, known = after.diagram, _joined(bound_left.known, bound_right.known)
    found: list[tuple[str, str]] = []
    for outcome in old.possible:
        terminal = before.outcomes.index(outcome) + 1
        only = diagram.relabel(left.outcome, {**dict.fromkeys(range(TERMINALS), 0), terminal: 1})
        mask = reach_joint(diagram, right.outcome, [*needed, only], known)
        found += [(outcome, after.outcomes[t - 1]) for t in terminals_in(mask & ALIVE)]
    return tuple(found)


def _same_facts(old: Linked, new: Linked) -> bool:
    """Whether every name that both versions have is the same kind of thing with the same values in both."""

    def shapes(linked: Linked) -> dict[str, tuple[object, ...]]:
        found: dict[str, tuple[object, ...]] = {
            name: (f.type, f.minimum, f.maximum, f.whole, tuple(v for v, _ in f.values), f.derive)
            for name, f in linked.facts.items()
        }
        found |= {name: ("dimension", d.favourable is None) for name, d in linked.dimensions.items()}
        return found | dict.fromkeys(linked.definitions, ("definition",))

    ours, theirs = shapes(old), shapes(new)
    return all(shape == theirs[name] for name, shape in ours.items() if name in theirs)


def _joined(left: Known, right: Known) -> Known:
    """What either says of each variable: each case lacks only what the other version alone declares."""
    moved = len(left.subsets)
    codes = [
        a if a != UNKNOWN else b - moved if b < UNKNOWN else b
        for a, b in zip(left.codes, right.codes, strict=True)
    ]
    return Known(codes, (*left.subsets, *right.subsets))

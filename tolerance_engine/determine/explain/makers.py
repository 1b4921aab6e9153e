"""Makers: how one node of an explanation comes from a case. What can be made beforehand is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from tolerance_engine.determine.bind import Bound
from tolerance_engine.determine.explain.explanation import Derived, Given, Node, Site, State
from tolerance_engine.determine.statements import Stated
from tolerance_engine.diagram import Known
from tolerance_engine.expr.nodes import DIMENSION_VALUES
from tolerance_engine.ruleset.values import typed_value
from tolerance_engine.ruleset.variables import Variable

Maker = Callable[[list[Node], "Asked"], Node]
"""Makes one node from those made before it."""

TruthOf = Callable[[Iterable[int]], int]
"""The truth of a whole from the truths of its parts."""

_FAVOURABLE = frozenset(("favourable", "mixed"))
_ADVERSE = frozenset(("adverse", "mixed"))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the makers need of a case."""

    codes: list[int]
    known: Known
    bound: Bound
    raw: Mapping[str, Any]


def matches(asked: str, values: Sequence[str]) -> int:
    """The truth of a dimension test when the dimension has one of `values`."""
    if asked == "some_favourable":
        hits = [value in _FAVOURABLE for value in values]
    elif asked == "some_adverse":
        hits = [value in _ADVERSE for value in values]
    else:
        hits = [value == asked for value in values]
    return 2 if all(hits) else 0 if not any(hits) else 1


def dimension_truth(asked: str, favourable: int, adverse: int) -> int:
    """The truth of a dimension test from the truths of its poles (Kleene)."""
    match asked:
        case "favourable":
            return min(favourable, 2 - adverse)
        case "adverse":
            return min(adverse, 2 - favourable)
        case "mixed":
            return min(favourable, adverse)
        case "neither":
            return min(2 - favourable, 2 - adverse)
        case "some_favourable":
            return favourable
        case _:
            return adverse


def derived_maker(site: Site, parts: tuple[int, ...], truth: TruthOf) -> Maker:
    """A node that follows from `parts`. Made hundreds of times per case: no call that can be spared."""
    if len(parts) == 1:
        (only,) = parts

        def one(nodes: list[Node], _: Asked) -> Node:
            child = nodes[only]
            return _new(Derived, (site, truth((child[1],)), (child,), None))

        return one
    if not parts:
        fixed = Derived(site, truth(()), ())
        return lambda _nodes, _asked: fixed
    chosen: Callable[[list[Node]], tuple[Node, ...]] = itemgetter(*parts)

    def several(nodes: list[Node], _: Asked) -> Node:
        because = chosen(nodes)
        return _new(Derived, (site, truth(map(_truth, because)), because, None))

    return several


def same_maker(site: Site, part: int) -> Maker:
    """A node as true as its only part."""

    def make(nodes: list[Node], _: Asked) -> Node:
        child = nodes[part]
        return _new(Derived, (site, child[1], (child,), None))

    return make


_truth = itemgetter(1)
# what the generated constructor of a NamedTuple does, without the call to it
_new: Callable[[type[Derived], tuple[Any, ...]], Derived] = tuple.__new__


def clause_truth(truths: Iterable[int]) -> int:
    """`when` holds, and neither `unless` nor any disabling exception does."""
    when, *against = truths
    return min([when, *(2 - truth for truth in against)])


def counter(low: int, high: int) -> TruthOf:
    """Whether between `low` and `high` are true."""

    def truth(truths: Iterable[int]) -> int:
        told = list(truths)
        sure, possible = told.count(2), len(told) - told.count(0)
        if sure > high or possible < low:
            return 0
        return 2 if low <= sure and possible <= high else 1

    return truth


def fact_makers(site: Site, variable: Variable, accepted: frozenset[int]) -> tuple[Maker, Maker]:
    """The maker for any case, and the bare one. Numbers and dates are shown as the case states them."""
    name, level = variable.name, variable.level
    exact = variable.fact is not None and variable.fact.type in ("boolean", "choice")
    made = [
        Given(site, 2 if cell in accepted else 0, variable.sample(cell), "established")
        for cell in range(len(variable.cells))
    ]
    unknown = 2 if len(accepted) == len(variable.cells) else 1 if accepted else 0
    made.append(Given(site, unknown, None, "not_established"))

    def bare(_: list[Node], asked: Asked) -> Node:
        return made[asked.codes[level]]  # -1, unknown, is the last

    def careful(_: list[Node], asked: Asked) -> Node:
        code = asked.codes[level]
        if name not in asked.bound.details:
            if code >= 0 and not exact:
                raw = asked.raw.get(name)
                value = (
                    typed_value(variable.fact, raw) if variable.fact and raw is not None else made[code].value
                )
                return Given(site, made[code].truth, value, "established")
            if code >= -1:
                return made[code]
        return _remarked(site, variable, accepted, asked, code)

    return careful, bare if exact else careful


def _remarked(site: Site, variable: Variable, accepted: frozenset[int], asked: Asked, code: int) -> Given:
    """A fact with evidence, narrowed or in conflict."""
    stated = asked.bound.details.get(variable.name, Stated())
    cells = asked.known.values(variable.level, len(variable.cells))
    hits = [cell in accepted for cell in cells]
    truth = 2 if all(hits) else 0 if not any(hits) else 1
    state: State = "established"
    value: Any = stated.value
    if stated.conflicting and code < 0:
        state, value = "conflicting", stated.conflicting
    elif stated.one_of:
        state, value = "narrowed", stated.one_of
    elif code < 0:
        state, value = "not_established", None
    elif value is None:
        value = variable.sample(code)
    return Given(site, truth, value, state, stated.evidence)


def stated_node(site: Site, truth: int, values: tuple[Any, ...], asked: Asked, name: str) -> Given:
    details = asked.bound.details.get(name)
    evidence = details.evidence if details else ()
    return Given(site, truth, values[0] if len(values) == 1 else values, "stated", evidence)


def stated_maker(site: Site, name: str, asked_for: str) -> Maker:
    """A dimension without poles: only an officer can state it."""

    def make(_: list[Node], asked: Asked) -> Node:
        stated = asked.bound.findings.get(name)
        if stated is not None:
            return stated_node(site, matches(asked_for, stated), stated, asked, name)
        return Given(site, matches(asked_for, DIMENSION_VALUES), None, "not_established")

    return make

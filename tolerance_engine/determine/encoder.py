"""The encoder: what binding needs to know of a ruleset, worked out at the first case and kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from tolerance_engine.diagram import UNKNOWN
from tolerance_engine.ruleset.compile.derive import linked_groups
from tolerance_engine.ruleset.model import Derive, Fact
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.ruleset.variables import Variable


@dataclass(frozen=True, slots=True)
class Encoder:
    """What binding needs to know of a ruleset, worked out once."""

    booleans: Mapping[str, int]
    variables: Mapping[str, Variable]
    facts: Mapping[str, Fact]
    derived: tuple[tuple[Variable, Derive], ...]
    groups: tuple[tuple[Variable, ...], ...]
    unasked: tuple[tuple[str, Derive], ...]
    """Derived facts that are no variable: no condition asks for them."""
    dates: frozenset[str]
    blank: tuple[int, ...]
    size: int
    all_boolean: bool
    in_order: Callable[[Mapping[str, Any]], tuple[Any, ...]]


def _nothing(_: Mapping[str, Any]) -> tuple[Any, ...]:
    return ()


def encoder(ruleset: Ruleset) -> Encoder:
    """The encoder of a ruleset; made at the first case."""
    made = ruleset.cache.get("encoder")
    if made is None:
        derived = tuple((v, v.fact.derive) for v in ruleset.variables if v.fact and v.fact.derive)
        unasked = tuple(
            (name, fact.derive)
            for name, fact in ruleset.linked.facts.items()
            if fact.derive and name not in ruleset.by_name
        )
        made = ruleset.cache["encoder"] = Encoder(
            booleans={v.name: v.level for v in ruleset.variables if v.fact and v.fact.type == "boolean"},
            variables=ruleset.by_name,
            facts={
                **ruleset.linked.facts,
                **{v.name: v.fact for v in ruleset.variables if v.fact},
            },
            derived=derived,
            groups=tuple(g for g in linked_groups(ruleset.variables) if len(g) > 1),
            unasked=unasked,
            dates=frozenset(n for _, d in (*derived, *unasked) for n in (d.left, d.right)),
            blank=(UNKNOWN,) * len(ruleset.variables),
            size=len(ruleset.variables),
            all_boolean=len(ruleset.variables) > 1
            and all(v.fact is not None and v.fact.type == "boolean" for v in ruleset.variables),
            in_order=itemgetter(*(v.name for v in ruleset.variables)) if ruleset.variables else _nothing,
        )
    return made

"""Outcome scale: which outcomes, of whatever measure, answer one question, and which of them is better.

A partial order: what no chain orders is comparable to nothing. It serves comparing, and how clauses are called;
no verdict asks it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise, product

from tolerance_engine.ruleset.grounds import Ground
from tolerance_engine.source import Label

Chain = tuple[tuple[str, ...], ...]
"""Rungs from the best down; the outcomes of one rung are the same to whom they concern."""
Order = frozenset[tuple[str, str]]
"""Pairs of names of which the first is better than the second."""


@dataclass(frozen=True)
class OutcomeScale:
    """The outcomes that answer one question. `label` names the question, `chains` are what is known of it."""

    name: str
    label: Label
    chains: tuple[Chain, ...]
    ground: Ground
    clauses: Mapping[str, Label] = field(default_factory=dict)
    """What the clauses of these measures are called, by role, where they are no grounds for tolerance."""

    @cached_property
    def rung(self) -> Mapping[str, str]:
        """For every outcome the first-named one of its rung; two rungs that share an outcome are one."""
        groups: list[tuple[str, ...]] = []
        for names in (rung for chain in self.chains for rung in chain):
            apart = [group for group in groups if not set(group) & set(names)]
            joined = [group for group in groups if set(group) & set(names)]
            groups = [*apart, tuple(dict.fromkeys(name for group in (*joined, names) for name in group))]
        return {name: group[0] for group in groups for name in group}

    @cached_property
    def better(self) -> Order:
        """Every pair of rungs that some chain, or several joined, order."""
        rung = self.rung
        return closure(
            (rung[one], rung[other])
            for chain in self.chains
            for above, below in pairwise(chain)
            for one, other in product(above, below)
        )

    def holds(self, outcomes: Iterable[str]) -> bool:
        """Whether all of these outcomes are on the scale."""
        return all(name in self.rung for name in outcomes)


def closure(pairs: Iterable[tuple[str, str]]) -> Order:
    """The pairs, and those that follow from them."""
    better = set(pairs)
    while more := {(x, z) for x, y in better for w, z in better if y == w} - better:
        better |= more
    return frozenset(better)


def circle(order: Order) -> tuple[str, ...]:
    """The names that would be better than themselves; none in an order that holds together."""
    return tuple(sorted({x for x, y in order if x == y}))

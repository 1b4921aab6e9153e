"""Properties: what must hold of every feasible case, as small values. Without a reading: under every one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tolerance_engine.ruleset.model import Linked
from tolerance_engine.source import Words

Names = str | tuple[str, ...] | list[str]


@dataclass(frozen=True, slots=True)
class Limits:
    """Every case that meets `given` ends in one of `outcomes`, or (`never`) in none of them."""

    outcomes: tuple[str, ...]
    never: bool
    given: Mapping[str, Any] | None = field(default=None, hash=False)
    reading: tuple[str, ...] = ()

    def words(self, linked: Linked) -> Words:
        """The property as a sentence."""
        named = [_outcome(linked, outcome) for outcome in self.outcomes]
        zh, en = "、".join(w.zh for w in named), " or ".join(w.en for w in named)
        told = Words(
            f"从不得出{zh}" if self.never else f"总是得出{zh}", f"{'never' if self.never else 'always'} {en}"
        )
        if self.given is None:
            return told
        return Words(f"在给定条件下{told.zh}", f"under the condition given, {told.en}")


@dataclass(frozen=True, slots=True)
class WorseNeverHelps:
    """Nothing else changed, a worse value of the fact never gives a better outcome.

    Outcomes off the severity scale are neither better nor worse: a step into or out of one is not judged, and
    `Proved.incomparable` says whether there is any.
    """

    fact: str
    reading: tuple[str, ...] = ()

    def words(self, linked: Linked) -> Words:
        """The property as a sentence."""
        label = linked.facts[self.fact].label
        name = label.en or label.zh
        return Words(f"「{label.zh}」变坏，结论不会变好", f"a worse “{name}” never gives a better outcome")


@dataclass(frozen=True, slots=True)
class ReadingImplies:
    """A case that ends in one of `outcomes` under `first` ends in one of them under `second` as well."""

    first: str
    second: str
    outcomes: tuple[str, ...]

    def words(self, linked: Linked) -> Words:
        """The property as a sentence."""
        named = [_outcome(linked, outcome) for outcome in self.outcomes]
        zh, en = "、".join(w.zh for w in named), " or ".join(w.en for w in named)
        first, second = (linked.readings[each] for each in (self.first, self.second))
        return Words(
            f"口径「{first.zh}」下得出{zh}的，口径「{second.zh}」下也是",
            f"what is {en} under “{first.en or self.first}” is so under “{second.en or self.second}”",
        )


@dataclass(frozen=True, slots=True)
class EveryOutcomeReachable:
    """Every outcome the ruleset declares is reached by some case, under one of the readings at least."""

    reading: tuple[str, ...] = ()

    def words(self, linked: Linked) -> Words:
        """The property as a sentence."""
        count = len(linked.outcomes)
        return Words(f"{count} 种结果都有案件得到", f"each of the {count} outcomes is reached by some case")


@dataclass(frozen=True, slots=True)
class Declared:
    """A property that the ruleset itself declares, by its id."""

    id: str

    def words(self, linked: Linked) -> Words:
        """The property as a sentence."""
        label = next(p.label for p in linked.properties if p.id == self.id)
        return Words(label.zh if label else self.id, label.en or self.id if label else self.id)


Property = Limits | WorseNeverHelps | ReadingImplies | EveryOutcomeReachable | Declared


def never(outcome: Names, given: Mapping[str, Any] | None = None, *, reading: Names = ()) -> Limits:
    """No feasible case that meets `given` ends in `outcome` (one or several)."""
    return Limits(_several(outcome), True, given, _several(reading))


def always(outcome: Names, given: Mapping[str, Any] | None = None, *, reading: Names = ()) -> Limits:
    """Every feasible case that meets `given` ends in `outcome` (in one of several)."""
    return Limits(_several(outcome), False, given, _several(reading))


def worse_never_helps(fact: str, *, reading: Names = ()) -> WorseNeverHelps:
    """A worse value of a fact that declares which way is worse never gives a better outcome."""
    return WorseNeverHelps(fact, _several(reading))


def reading_implies(first: str, second: str, outcome: Names) -> ReadingImplies:
    """What is `outcome` under the reading `first` is so under `second` as well."""
    return ReadingImplies(first, second, _several(outcome))


def every_outcome_reachable(*, reading: Names = ()) -> EveryOutcomeReachable:
    """Every declared outcome is reached by some feasible case."""
    return EveryOutcomeReachable(_several(reading))


def _several(names: Names) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def _outcome(linked: Linked, outcome: str) -> Words:
    label = linked.outcome_label(outcome)
    return Words(label.zh, label.en or outcome)

"""Scale: when an outcome of one ruleset is stricter than one of another.

Where both list the same outcomes their order says it. Otherwise a mapping must: from `outcome_map` of one of
the two, or given by the caller. Reserved outcomes lie off the scale: equal to themselves, comparable to none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from tolerance_engine.diagnostics import Diagnostic, choices, nearest
from tolerance_engine.errors import RulesetError
from tolerance_engine.ruleset.model import OFF_SCALE, Linked
from tolerance_engine.source import Words

Relation = Literal["equal", "stricter", "looser", "incomparable"]
"""How the second stands to the first."""

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Scale:
    """Both rulesets' outcomes under common names, and which of these is better than which."""

    first: Names
    second: Names
    better: frozenset[tuple[str, str]]

    def relation(self, a: str, b: str) -> Relation:
        """What it means that the first gives `a` and the second `b`."""
        if a in OFF_SCALE or b in OFF_SCALE:
            return "equal" if a == b else "incomparable"
        one, other = self.first[a], self.second[b]
        if one == other:
            return "equal"
        if (one, other) in self.better:
            return "stricter"
        return "looser" if (other, one) in self.better else "incomparable"


def scale_of(a: Linked, b: Linked, given: Names | None = None) -> Scale:
    """The common scale. `given` maps outcomes of `a` to outcomes of `b`; those of one name need no mention.

    Raises RulesetError where outcomes are left without a counterpart, or are ordered the other way round.
    """
    ours, theirs = _ids(a), _ids(b)
    if given is not None:
        _known(given, ours, theirs, None)
        return _onto(given, ours, theirs, a, b)
    declared = _declared(a, b)
    if declared is None:
        return _by_name(a, b, ours, theirs)
    mapped, by_first = declared
    if by_first:
        return _onto(mapped, ours, theirs, a, b)
    turned = _onto(mapped, theirs, ours, b, a)
    return Scale(turned.second, turned.first, turned.better)


def _ids(linked: Linked) -> tuple[str, ...]:
    return tuple(outcome.id for outcome in linked.outcomes)


def _declared(a: Linked, b: Linked) -> tuple[Names, bool] | None:
    """The mapping one of the two declares, and whether the first did. Of two, always the same is taken."""
    found = [
        (linked.id, linked.digest, linked, other)
        for linked, other in ((a, b), (b, a))
        if linked.outcome_map.get(other.id) and linked.id != other.id
    ]
    if not found:
        return None
    _, _, linked, other = min(found, key=lambda each: each[:2])
    mapped = linked.outcome_map[other.id]
    _known(mapped, _ids(linked), _ids(other), linked)
    return mapped, linked is a


def _known(mapped: Names, ours: Sequence[str], theirs: Sequence[str], owner: Linked | None) -> None:
    problems = []
    for name, other in mapped.items():
        for each, known in ((name, ours), (other, theirs)):
            if each not in known:
                place = (
                    owner.located.at(("outcome_map",), key=True)
                    if owner is not None and owner.located is not None
                    else None
                )
                message = Words(
                    f"结果对照里的 `{each}` 不是那个规则集的结果",
                    f"`{each}` in the outcome map is no outcome of that ruleset",
                )
                problems.append(Diagnostic("V001", message, place, nearest(each, known) or choices(known)))
    if problems:
        raise RulesetError(problems)


def _onto(mapped: Names, ours: Sequence[str], theirs: Sequence[str], a: Linked, b: Linked) -> Scale:
    """Everything under the names of the second."""
    full = {name: mapped.get(name, name) for name in ours}
    left = [name for name in ours if full[name] not in theirs]
    if left:
        raise _without_counterpart(a, b, left, theirs)
    return Scale(full, {name: name for name in theirs}, frozenset(combinations(theirs, 2)))


def _by_name(a: Linked, b: Linked, ours: Sequence[str], theirs: Sequence[str]) -> Scale:
    """Outcomes of one name are one outcome; both orders hold."""
    left = [name for name in ours if name not in theirs]
    right = [name for name in theirs if name not in ours]
    if left and right and a.id != b.id:
        raise _without_counterpart(a, b, left, theirs)
    better = {*combinations(ours, 2), *combinations(theirs, 2)}
    while more := {(x, z) for x, y in better for w, z in better if y == w} - better:
        better |= more
    circle = sorted({x for x, y in better if x == y})
    if circle:
        names = "、".join(f"`{name}`" for name in circle)
        english = ", ".join(f"`{name}`" for name in circle)
        message = Words(
            f"{names} 在 `{a.id}` 与 `{b.id}` 中轻重次序不同",
            f"{english} stand in another order in `{a.id}` than in `{b.id}`",
        )
        help_ = Words(
            "用 outcome_map 说明两边的结果怎样对应", "say with outcome_map which outcomes correspond"
        )
        raise RulesetError([Diagnostic("V003", message, help=help_)])
    return Scale({n: n for n in ours}, {n: n for n in theirs}, frozenset(better))


def _without_counterpart(a: Linked, b: Linked, left: Sequence[str], theirs: Sequence[str]) -> RulesetError:
    names = "、".join(f"`{name}`" for name in left)
    english = ", ".join(f"`{name}`" for name in left)
    message = Words(
        f"`{a.id}` 的结果 {names} 在 `{b.id}` 里没有对应的结果，比不出轻重",
        f"{english} of `{a.id}` have no counterpart among the outcomes of `{b.id}`",
    )
    line = ", ".join(f"{name}: …" for name in left)
    known = choices(theirs)
    help_ = Words(
        f"在 `{a.id}` 里写 outcome_map: {{{b.id}: {{{line}}}}}；{known.zh}",
        f"write in `{a.id}`: outcome_map: {{{b.id}: {{{line}}}}}; {known.en}",
    )
    return RulesetError(
        [Diagnostic("V002", message, a.located.at(("outcomes",)) if a.located else None, help_)]
    )

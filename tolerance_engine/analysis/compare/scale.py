"""Scale: when an outcome of one ruleset is stricter than one of another.

A mapping says it first: given by the caller, or from `outcome_map` of one of the two. Otherwise a scale of the
vocabulary that has the outcomes of both, together with the order of each list; otherwise the two lists alone,
where one has all names of the other. Reserved outcomes lie off the scale: equal to themselves, comparable to none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from tolerance_engine.diagnostics import Diagnostic, choices, nearest
from tolerance_engine.errors import RulesetError
from tolerance_engine.ruleset.model import OFF_SCALE, Linked
from tolerance_engine.ruleset.outcome_scale import OutcomeScale, circle, closure
from tolerance_engine.source import Label, Words

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

    Raises RulesetError where outcomes are left without a counterpart, or are ordered the other way round (V001 to
    V003), or where a list contradicts the scale of the vocabulary (V005).
    """
    ours, theirs = _ids(a), _ids(b)
    if given is not None:
        _known(given, ours, theirs, None)
        return _onto(given, ours, theirs, a, b)
    declared = _declared(a, b)
    if declared is None:
        shared = [scale for scale in a.scales if scale in b.scales]
        return _on(shared[0], a, b) if shared else _by_name(a, b, ours, theirs)
    mapped, by_first = declared
    if by_first:
        return _onto(mapped, ours, theirs, a, b)
    turned = _onto(mapped, theirs, ours, b, a)
    return Scale(turned.second, turned.first, turned.better)


def questions(a: Linked, b: Linked) -> tuple[Label, Label] | None:
    """What each of the two answers, where that is known to be something else; no mapping joins these by itself."""
    ours, theirs = a.scales, b.scales
    if not ours or not theirs or any(scale in theirs for scale in ours) or _declared(a, b) is not None:
        return None
    return ours[0].label, theirs[0].label


def against(linked: Linked) -> tuple[Diagnostic, ...]:
    """Where the order of a ruleset's list contradicts a scale of the vocabulary that has its outcomes."""
    return tuple(found for scale in linked.scales for found in _against(scale, linked))


def _against(scale: OutcomeScale, linked: Linked) -> Iterator[Diagnostic]:
    for above, below in combinations(_ids(linked), 2):
        one, other = scale.rung[above], scale.rung[below]
        if one == other or (other, one) in scale.better:
            told = Words("同一级", "the same as it") if one == other else Words("排在它后面", "worse than it")
            message = Words(
                f"`{linked.id}` 把 `{above}` 排在 `{below}` 前面，共用词汇的尺度“{scale.label.zh}”里却{told.zh}",
                f"`{linked.id}` ranks `{above}` above `{below}`; on the scale `{scale.name}` of the vocabulary "
                f"it is {told.en}",
            )
            help_ = Words(
                "改规则集 outcomes 的次序，或者改 vocabulary.yaml 里 scales 的那一条链",
                "change the order of outcomes in the ruleset, or the chain in scales of vocabulary.yaml",
            )
            place = linked.located.at(("outcomes",), key=True) if linked.located is not None else None
            yield Diagnostic("V005", message, place, help_)


def _on(scale: OutcomeScale, a: Linked, b: Linked) -> Scale:
    """Both on a scale of the vocabulary; what it leaves open is ordered where one of the two lists orders it."""
    problems = [found for linked in ((a,) if a is b else (a, b)) for found in _against(scale, linked)]
    if problems:
        raise RulesetError(problems)
    names = [{name: scale.rung[name] for name in _ids(linked)} for linked in (a, b)]
    listed = [pair for each in names for pair in combinations(each.values(), 2)]
    return Scale(names[0], names[1], _holding((*scale.better, *listed), a, b))


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
    listed = (*combinations(ours, 2), *combinations(theirs, 2))
    return Scale({n: n for n in ours}, {n: n for n in theirs}, _holding(listed, a, b))


def _holding(pairs: Iterable[tuple[str, str]], a: Linked, b: Linked) -> frozenset[tuple[str, str]]:
    """The order made of all these pairs. Raises RulesetError where they go round in a circle."""
    better = closure(pairs)
    wrong = circle(better)
    if wrong:
        names, english = (mark.join(f"`{name}`" for name in wrong) for mark in ("、", ", "))
        message = Words(
            f"{names} 在 `{a.id}` 与 `{b.id}` 中轻重次序不同",
            f"{english} stand in another order in `{a.id}` than in `{b.id}`",
        )
        help_ = Words(
            "用 outcome_map 说明两边的结果怎样对应", "say with outcome_map which outcomes correspond"
        )
        raise RulesetError([Diagnostic("V003", message, help=help_)])
    return better


def _without_counterpart(a: Linked, b: Linked, left: Sequence[str], theirs: Sequence[str]) -> RulesetError:
    asked = questions(a, b)
    if asked is not None:
        one, other = asked
        message = Words(
            f"`{a.id}` 回答的是“{one.zh}”，`{b.id}` 回答的是“{other.zh}”，不是同一个问题，比不出轻重",
            f"`{a.id}` answers {one.in_lang('en')}, `{b.id}` answers {other.in_lang('en')}: not the same question, "
            "so neither is stricter",
        )
    else:
        names, english = (mark.join(f"`{name}`" for name in left) for mark in ("、", ", "))
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

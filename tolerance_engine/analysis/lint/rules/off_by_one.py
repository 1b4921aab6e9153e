"""R110: two provisions whose limits meet badly: one value too few, or one too many, between them.

`不超过` and `少于`, `以上` and `超过` differ in a single value. Limits are compared as written, and reported only
where some possible case at that value shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from tolerance_engine.analysis.lint.finding import LintFinding
from tolerance_engine.analysis.lint.limits import Limit, Misfit, limits, misfit
from tolerance_engine.analysis.lint.provisions import Provision, provisions
from tolerance_engine.analysis.lint.space import Space, View
from tolerance_engine.analysis.lint.wording import short
from tolerance_engine.diagram.reshape import fixed
from tolerance_engine.expr import FactIs
from tolerance_engine.source import Words

HELP = Words(
    "核对原文是否包括本数，把两处写成衔接的",
    "check whether the source includes the number, and make the two meet",
)
_SAID = {
    "both": Words("{0} 时两边都成立", "at {0} both hold"),
    "neither": Words("{0} 时两边都不成立", "at {0} neither holds"),
    "apart": Words("{0} 时一边成立、一边不成立", "at {0} one holds and the other does not"),
}


def off_by_one(space: Space) -> Iterator[LintFinding]:
    """The limits of two provisions on one fact overlap in one value, leave one value out, or differ by inclusion."""
    found = [(p, limit) for p in provisions(space.linked) for limit in limits(p)]
    told: set[tuple[str, str, str, str]] = set()
    for (one, first), (other, second) in combinations(found, 2):
        if one == other or first.leaf.fact != second.leaf.fact:
            continue
        wrong = misfit(first, second, space.linked.facts[first.leaf.fact].whole)
        key = (one.name, other.name, first.leaf.fact, wrong.value if wrong else "")
        if wrong is None or key in told:
            continue
        shown = next(
            (
                (view, region)
                for view in space.live
                if one.exists_under(view.reading) and other.exists_under(view.reading)
                for region in [_shown(view, wrong, (one, first), (other, second))]
                if region != 0
            ),
            None,
        )
        if shown is None:
            continue
        told.add(key)
        view, region = shown
        said = _SAID[wrong.kind]
        message = Words(
            f"{other.of} `{short(second.leaf)}` 与{one.of} `{short(first.leaf)}` 没有接好："
            + said.zh.format(wrong.value),
            f"`{short(second.leaf)}` of {other.words.en} and `{short(first.leaf)}` of {one.words.en} do not meet: "
            + said.en.format(wrong.value),
        )
        place = space.at((*second.leaf.path, second.leaf.fact), key=True)
        yield space.finding(
            "R110",
            "warning",
            message,
            other.name,
            place,
            HELP,
            readings=[view],
            witness=view.witness(region),
        )


def _shown(view: View, wrong: Misfit, first: tuple[Provision, Limit], second: tuple[Provision, Limit]) -> int:
    """The possible cases at the value that show the misfit; 0 where something else sees to them."""
    (one, a), (other, b) = first, second
    variable = view.space.ruleset.by_name[a.leaf.fact]
    cells = _cells(view, a.leaf, b.leaf, wrong)
    here = view.both(view.cell(variable.level, cells), view.inside)
    met, other_met = one.holds(view), other.holds(view)
    if wrong.kind == "both":
        return view.both(here, met, other_met)
    if wrong.kind == "apart":
        return view.minus(view.both(here, view.store.disj([met, other_met])), view.both(met, other_met))
    if one.section == other.section == "dimensions" and one.name == other.name:
        return view.minus(here, view.store.disj([met, other_met]))
    # left to the default at the value, though each side speaks on its own
    beside = [
        view.both(
            # the cases that would speak if the variable had that value
            fixed(view.store, view.minus(view.inside, view.silent), variable.level, cell),
            view.silent,
            here,
        )
        for cell in (cells[0] - 1, cells[-1] + 1)
        if 0 <= cell < len(variable.cells)
    ]
    return view.both(*beside) if len(beside) == 2 else 0


def _cells(view: View, one: FactIs, other: FactIs, wrong: Misfit) -> list[int]:
    """The values at which the misfit is seen, as cells of the variable."""
    variable = view.space.ruleset.by_name[one.fact]
    a, b = (set(variable.accepted(leaf)) for leaf in (one, other))
    negated = wrong.negated
    every = set(range(len(variable.cells)))
    a, b = (every - a if negated[0] else a), (every - b if negated[1] else b)
    chosen = {"both": a & b, "neither": every - (a | b), "apart": a ^ b}[wrong.kind]
    return sorted(chosen)

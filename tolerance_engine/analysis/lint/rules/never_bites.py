"""R106: an exclusion or an exception that applies, and never makes a difference."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_engine.analysis.lint.finding import LintFinding
from tolerance_engine.analysis.lint.space import Space, View
from tolerance_engine.analysis.lint.wording import quoted
from tolerance_engine.ruleset.compile import disabling
from tolerance_engine.ruleset.model import Clause
from tolerance_engine.source import Words


def never_bites(space: Space) -> Iterator[LintFinding]:
    """Without the exclusion every case ends as before; without the exception every clause applies as before."""
    yield from _exclusions(space)
    for clause in space.linked.clauses:
        if clause.kind == "exception" and space.applying(clause):
            yield from _exception(space, clause)


def _exclusions(space: Space) -> Iterator[LintFinding]:
    for spare in space.spare:
        if spare.clause.kind != "exclusion":
            continue
        name, by = spare.clause.id, quoted(spare.covered_by)
        message = Words(
            f"排除情形 `{name}` 从不起作用：没有它，{by.zh} 也得出同样的结果",
            f"the exclusion `{name}` never bites: without it {by.en} gives the same outcome",
        )
        help_ = Words(
            "看看条件是否写得太窄；来源确有此条而要保留的，写进 `accepted` 并说明",
            "see whether its condition is too narrow; where the source has it, accept it with a reason",
        )
        yield space.about_spare("R106", spare, message, help_)


def _exception(space: Space, exception: Clause) -> Iterator[LintFinding]:
    views = space.applying(exception)
    idle = [
        name
        for name in exception.disables
        if not any(_disabled(space, view, exception, name) for view in views)
    ]
    if not idle:
        return
    names = quoted(idle)
    message = Words(
        f"例外 `{exception.id}` 从不起作用：它适用时，{names.zh} 本来就不适用",
        f"the exception `{exception.id}` never bites: where it applies, {names.en} does not apply anyway",
    )
    help_ = Words(
        "看看它的条件，或者从 `disables` 里去掉这一条",
        "look at its condition, or take the clause out of `disables`",
    )
    place = space.linked.place_of("clauses", exception.id)
    witness = views[0].witness(views[0].applies(exception.id))
    yield space.finding(
        "R106", "warning", message, exception.id, place, help_, readings=views, witness=witness
    )


def _disabled(space: Space, view: View, exception: Clause, name: str) -> int:
    """The cases in which this exception alone keeps the clause from applying."""
    target = next(clause for clause in space.linked.clauses if clause.id == name)
    if not target.exists_under(view.reading):
        return 0
    met = view.node(target.when)
    if target.unless is not None:
        met = view.minus(met, view.node(target.unless))
    for other in disabling(space.linked, name, view.reading):
        if other.id != exception.id:
            met = view.minus(met, view.builder.applies(other.id))
    return view.both(met, view.applies(exception.id))

"""R107: a condition that never makes a difference where it stands: always met, never met, or implied by its neighbours.

Judged over the possible cases in scope: what is implied only because of `assume` is idle too.
"""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_engine.analysis.lint.finding import LintFinding
from tolerance_engine.analysis.lint.provisions import Provision, place_of, provisions
from tolerance_engine.analysis.lint.rebuilt import Rebuilt
from tolerance_engine.analysis.lint.space import Space, View
from tolerance_engine.analysis.lint.wording import short
from tolerance_engine.expr import All, AnyOf, Count, Expr, children
from tolerance_engine.source import Words

HELP = Words("改它，或者去掉它", "change it, or take it out")


def idle_condition(space: Space) -> Iterator[LintFinding]:
    """Taking the condition out leaves its provision true of exactly the same cases, under every reading."""
    for provision in provisions(space.linked):
        views = [view for view in space.live if provision.exists_under(view.reading)]
        if views:
            yield from _of(space, provision, views)
    yield from _assumptions(space)


def _of(space: Space, provision: Provision, views: list[View]) -> Iterator[LintFinding]:
    scoped = provision.section != "scope"
    cares = {view: view.inside if scoped else view.feasible for view in views}
    met = {view: view.both(provision.holds(view), care) for view, care in cares.items()}
    if not any(met.values()):
        if provision.section in ("definitions", "dimensions"):  # of a clause R103 says so, of the scope R100
            yield _constant(space, provision, Words("从不成立", "never holds"))
        return
    if all(met[view] == care for view, care in cares.items()):
        yield _constant(space, provision, Words("总是成立", "always holds"))
        return
    rebuilt = Rebuilt(provision, cares)
    if provision.unless is not None and rebuilt.same_without_unless():
        message = Words(
            f"{provision.of} `unless` 从不起作用：`when` 成立时它从不成立",
            f"the `unless` of {provision.words.en} never matters: it never holds where `when` does",
        )
        place = space.at(provision.unless.path, key=True)
        yield space.finding("R107", "warning", message, provision.name, place, HELP)
    for item in _items(provision, rebuilt):
        message = Words(
            f"{provision.of}条件 `{short(item)}` 不起作用：有没有它都一样",
            f"the condition `{short(item)}` of {provision.words.en} makes no difference",
        )
        named = _name(item)
        place = space.at((*item.path, *named), key=bool(named))
        yield space.finding("R107", "warning", message, provision.name, place, HELP)


def _items(provision: Provision, rebuilt: Rebuilt) -> Iterator[Expr]:
    """The idle items, outermost first; of items that stand in for each other, all but the first."""
    queue = list(provision.conditions)
    while queue:
        expr = queue.pop(0)
        if isinstance(expr, All | AnyOf | Count):
            for item in reversed(expr.args):
                if rebuilt.spare(expr, item):
                    yield item
        queue.extend(child for child in children(expr) if id(child) not in rebuilt.removed)


def _constant(space: Space, provision: Provision, how: Words) -> LintFinding:
    message = Words(f"{provision.words.zh} {how.zh}", f"{provision.words.en} {how.en}")
    return space.finding("R107", "warning", message, provision.name, place_of(space, provision), HELP)


def _name(expr: Expr) -> tuple[str, ...]:
    """What a leaf names; nothing where the condition is made of others."""
    for attribute in ("fact", "definition", "dimension", "clause"):
        if hasattr(expr, attribute):
            return (getattr(expr, attribute),)
    return ()


def _assumptions(space: Space) -> Iterator[LintFinding]:
    """An assumption that rules out nothing the others leave."""
    count = len(space.linked.assume)
    views = space.live
    nodes = {view: view.builder.assumed() for view in views}
    gone: set[int] = set()
    for index in reversed(range(count)):
        if views and all(_implied(view, nodes[view], index, gone) for view in views):
            gone.add(index)
            message = Words(
                "这条 `assume` 排除不了任何案件", "this assumption rules out nothing that was possible"
            )
            yield space.finding("R107", "warning", message, "assume", space.at(("assume", index)), HELP)


def _implied(view: View, nodes: list[int], index: int, gone: set[int]) -> bool:
    rest = [node for place, node in enumerate(nodes) if place != index and place not in gone]
    return view.minus(view.both(*rest, *view.builder.dates_agree()), nodes[index]) == 0

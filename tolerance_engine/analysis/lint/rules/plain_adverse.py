"""R111: an exclusion on plain `adverse`, which one favourable circumstance beside it would undo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tolerance_engine.analysis.lint.finding import LintFinding
from tolerance_engine.analysis.lint.space import Space, View
from tolerance_engine.expr import All, AnyOf, ByReading, Count, DimensionIs, Expr, Not
from tolerance_engine.ruleset.model import Clause
from tolerance_engine.source import Words


def plain_adverse(space: Space) -> Iterator[LintFinding]:
    """With `some_adverse` in its place the exclusion would catch a case that now ends better."""
    rank = {outcome.id: outcome.rank for outcome in space.linked.outcomes}
    for clause in space.linked.clauses:
        if clause.kind != "exclusion" or clause.then is None:
            continue
        better = [name for name in space.ruleset.outcomes if rank.get(name, -1) < rank[clause.then]]
        for leaf in _plain(clause.when):
            shown = [(v, r) for v in space.of_clause(clause) if (r := _escaping(v, clause, leaf, better))]
            if not shown:
                continue
            view, region = shown[0]
            message = Words(
                f"排除情形 `{clause.id}` 用了 `{leaf.dimension}: adverse`：有利与不利并存的案件逃过了它",
                f"the exclusion `{clause.id}` asks `{leaf.dimension}: adverse`: a mixed case escapes it",
            )
            help_ = Words("一般写 `some_adverse`", "`some_adverse` is what is usually meant")
            yield space.finding(
                "R111",
                "warning",
                message,
                clause.id,
                space.at((*leaf.path, leaf.dimension)),
                help_,
                readings=[view for view, _ in shown],
                witness=view.witness(region),
            )


def _plain(expr: Expr) -> Iterator[DimensionIs]:
    match expr:
        case DimensionIs(asked="adverse"):
            yield expr
        case All(args=args) | AnyOf(args=args) | Count(args=args):
            for arg in args:
                yield from _plain(arg)
        case Not(arg=arg):
            yield from _plain(arg)
        case ByReading(options=options):
            for _, option in options:
                yield from _plain(option)
        case _:
            pass


def _escaping(view: View, clause: Clause, leaf: DimensionIs, better: list[str]) -> int:
    """The cases that only the wider condition would catch, and that end better than the exclusion would have it."""
    wider = view.node(_replaced(clause.when, leaf))
    if clause.unless is not None:
        wider = view.minus(wider, view.node(clause.unless))
    caught = view.minus(view.both(wider, view.inside), view.builder.applies(clause.id))
    return view.both(caught, view.store.disj([view.ends_in(outcome) for outcome in better]))


def _replaced(expr: Expr, leaf: DimensionIs) -> Expr:
    if expr is leaf:
        return replace(leaf, asked="some_adverse")
    match expr:
        case All(args=args) | AnyOf(args=args) | Count(args=args):
            return replace(expr, args=tuple(_replaced(arg, leaf) for arg in args))
        case Not(arg=arg):
            return replace(expr, arg=_replaced(arg, leaf))
        case ByReading(options=options):
            return replace(expr, options=tuple((name, _replaced(option, leaf)) for name, option in options))
        case _:
            return expr

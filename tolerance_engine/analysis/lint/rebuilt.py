"""Rebuilt: a provision with some items of its conditions taken out, compared with the provision as written."""

from __future__ import annotations

from collections.abc import Mapping

from tolerance_engine.analysis.lint.provisions import Provision
from tolerance_engine.analysis.lint.space import View
from tolerance_engine.expr import All, AnyOf, Count, Expr, Not, children, resolve


class Rebuilt:
    """Grows: an item found spare stays out, so that of two that say the same one is kept."""

    def __init__(self, provision: Provision, cares: Mapping[View, int]) -> None:
        self.provision, self.cares = provision, cares
        self.whole = {view: view.both(provision.holds(view), care) for view, care in cares.items()}
        self.removed: set[int] = set()
        self._inner: dict[int, frozenset[int]] = {}

    def same_without_unless(self) -> bool:
        """Whether the `unless` never takes a case away; then it stays out."""
        assert self.provision.unless is not None
        held = all(
            view.both(view.node(self.provision.when), care) == self.whole[view]
            for view, care in self.cares.items()
        )
        if held:
            self.removed.add(id(self.provision.unless))
        return held

    def spare(self, group: All | AnyOf | Count, item: Expr) -> bool:
        """Whether the provision holds of the same cases without the item; if so it stays out.

        The last item left in a group is never spare, nor one that a reading in question does not have.
        """
        left = [arg for arg in group.args if id(arg) not in self.removed and arg is not item]
        views = [view for view in self.cares if self._stands(view, group)]
        if not left or not views:
            return False
        self.removed.add(id(item))
        same = all(self._node(view) == self.whole[view] for view in views)
        if not same:
            self.removed.discard(id(item))
        return same

    def _stands(self, view: View, group: Expr) -> bool:
        """Whether the group is part of the provision under the reading of the view."""
        return any(self._within(view, expr, group) for expr in self.provision.conditions)

    def _within(self, view: View, expr: Expr, group: Expr) -> bool:
        here = resolve(expr, view.reading)
        if here is group:
            return True
        return id(group) in self._ids(expr) and any(
            self._within(view, child, group) for child in children(here)
        )

    def _node(self, view: View) -> int:
        met = self._built(view, self.provision.when)
        unless = self.provision.unless
        if unless is not None and id(unless) not in self.removed:
            met = view.minus(met, self._built(view, unless))
        return view.both(met, self.cares[view])

    def _built(self, view: View, expr: Expr) -> int:
        if not self._ids(expr) & self.removed:
            return view.builder.node(expr)
        here = resolve(expr, view.reading)
        nodes = [self._built(view, arg) for arg in children(here) if id(arg) not in self.removed]
        match here:
            case All():
                return view.store.conj(nodes)
            case AnyOf():
                return view.store.disj(nodes)
            case Not():
                return view.store.negate(nodes[0])
            case Count(low=low, high=high, word=word):
                left = len(nodes)
                most = left if word == "at_least" else min(high, left)
                return view.store.count_between(nodes, min(low, left), most)
            case _:
                return view.builder.node(here)

    def _ids(self, expr: Expr) -> frozenset[int]:
        """What stands inside a condition, by identity; under all readings."""
        key = id(expr)
        if key not in self._inner:
            inner = {key}
            for child in children(expr):
                inner |= self._ids(child)
            self._inner[key] = frozenset(inner)
        return self._inner[key]

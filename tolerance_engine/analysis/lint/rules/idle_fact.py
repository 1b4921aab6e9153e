"""R108: a fact that never matters: no condition asks for it, or its value changes no outcome, finding or clause."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_engine.analysis.lint.depends import matters
from tolerance_engine.analysis.lint.finding import LintFinding
from tolerance_engine.analysis.lint.provisions import named_by, procedure_asks, provisions
from tolerance_engine.analysis.lint.space import Space
from tolerance_engine.expr import FactIs, leaves
from tolerance_engine.source import Position, Words


def idle_fact(space: Space) -> Iterator[LintFinding]:
    """Asking for the fact would be asking in vain: with everything else known, it settles nothing."""
    linked = space.linked
    asked = {
        name
        for p in provisions(linked)
        for e in p.conditions
        for kind, name in named_by(linked, e)
        if kind == "fact"
    }
    feeding = {
        date
        for fact in linked.facts.values()
        if fact.derive is not None and (fact.name in asked or not fact.shared)
        for date in (fact.derive.left, fact.derive.right)
    }
    conditions, established = procedure_asks(linked)
    elsewhere = {silence.fact for silence in linked.silent} | established
    elsewhere |= {name for e in conditions for kind, name in named_by(linked, e) if kind == "fact"}
    for name, fact in linked.facts.items():
        if fact.shared or name in asked or name in feeding or name in elsewhere:
            continue
        message = Words(
            f"事实 `{name}` 没有用处：没有条款问到它", f"the fact `{name}` is idle: no clause asks for it"
        )
        help_ = Words("删去它，或者在条件里用上它", "remove it, or ask for it in a condition")
        place = linked.place_of("facts", name)
        yield space.finding("R108", "warning", message, name, place, help_)
    if not space.live:
        return
    levels = {v.name: v.level for v in space.ruleset.variables if v.fact is not None and v.name in asked}
    needed = matters(space, frozenset(levels.values()))
    for name, level in levels.items():
        if level not in needed:
            message = Words(
                f"事实 `{name}` 不起作用：问到了它，但它的值不改变结论、维度的认定，也不改变哪一条款适用",
                f"the fact `{name}` is asked for, but changes no outcome, no finding and no clause",
            )
            help_ = Words("看看问到它的条件是否写错", "look at the conditions that ask for it")
            yield space.finding("R108", "warning", message, name, _place(space, name), help_)


def _place(space: Space, name: str) -> Position | None:
    """Where the fact is declared; of a shared fact, where it is first asked for."""
    if not space.linked.facts[name].shared:
        return space.linked.place_of("facts", name)
    for provision in provisions(space.linked):
        for expr in provision.conditions:
            for leaf in leaves(expr):
                if isinstance(leaf, FactIs) and leaf.fact == name:
                    return space.at((*leaf.path, name), key=True)
    return None

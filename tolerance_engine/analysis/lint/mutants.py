"""Mutants: the ruleset with one condition less, in every way. Values in, values out; nothing is written or read.

Taken away are: an item of `all`, `any` or `of`; a `not`; an `unless`; a condition as a whole (it then always
holds); an assumption; the scope; a whole clause. Shared definitions that the ruleset reaches count as its own.

Of a ruleset laid over others, what the layers beneath wrote is guarded by their own rule tests. Only their clauses
and their scope are taken away, each as a whole: the rule tests of the stack must show that they are there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from tolerance_engine.analysis.lint.provisions import asked_clauses, own_definitions, provisions
from tolerance_engine.analysis.lint.wording import short
from tolerance_engine.expr import All, AnyOf, ByReading, Count, DefinitionIs, Expr, Not, leaves
from tolerance_engine.expr.nodes import Path
from tolerance_engine.ruleset.layers import Layered
from tolerance_engine.ruleset.model import Clause, Linked
from tolerance_engine.source import Words

Put = Callable[[Expr], Linked]
"""The ruleset with another condition in one place."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A ruleset with one condition less: the part it was taken from, what was taken, and where that stands."""

    part: Words
    taken: Words
    path: Path | None
    linked: Linked


def mutants(linked: Linked) -> Iterator[Mutant]:
    """Every mutant of the ruleset, part by part, in the order of the file."""
    own = own_definitions(linked)
    for part, expr, put, definition in _conditions(linked):
        shared = definition is not None and definition not in own  # it stands in another file
        for taken, changed, path in _less(expr):
            if shared or _written_here(linked, path):
                yield Mutant(part, taken, None if shared else path, put(changed))
    asked = asked_clauses(linked) | {name for c in linked.clauses for name in c.disables}
    for index, clause in enumerate(linked.clauses):
        part = Words(f"条款 `{clause.id}`", f"the clause `{clause.id}`")
        if clause.unless is not None and _written_here(linked, clause.unless.path):
            said = Words("`unless`", "`unless`")
            without = _with_clause(linked, index, replace(clause, unless=None))
            yield Mutant(part, said, clause.unless.path, without)
        if clause.id not in asked and len(linked.clauses) > 1:
            rest = tuple(other for other in linked.clauses if other is not clause)
            whole = Words("整条", "all of it")
            yield Mutant(part, whole, clause.when.path, replace(linked, clauses=rest))
    for index, assumption in enumerate(linked.assume):
        rest_of = linked.assume[:index] + linked.assume[index + 1 :]
        first = next(e for e in (assumption.condition, assumption.never) if e is not None)
        if _written_here(linked, first.path):
            yield Mutant(
                Words("`assume`", "`assume`"),
                Words("整条", "all of it"),
                first.path,
                replace(linked, assume=rest_of),
            )
    if linked.scope is not None:
        scope = Words("适用范围", "the scope")
        yield Mutant(scope, Words("整条", "all of it"), linked.scope.when.path, replace(linked, scope=None))


def _conditions(linked: Linked) -> Iterator[tuple[Words, Expr, Put, str | None]]:
    """Each condition with the part it belongs to, how to put another in its place, and the definition it is of."""
    for index, clause in enumerate(linked.clauses):
        part = Words(f"条款 `{clause.id}`", f"the clause `{clause.id}`")
        yield part, clause.when, _clause_part(linked, index, "when"), None
        if clause.unless is not None:
            yield part, clause.unless, _clause_part(linked, index, "unless"), None
    for name in _reached(linked):
        part = Words(f"定义 `{name}`", f"the definition `{name}`")
        yield part, linked.definitions[name].when, _definition(linked, name), name
    for name, dimension in linked.dimensions.items():
        for side, pole in (("favourable", dimension.favourable), ("adverse", dimension.adverse)):
            if pole is not None:
                zh = {"favourable": "有利", "adverse": "不利"}[side]
                part = Words(f"维度 `{name}` {zh}的一面", f"the {side} pole of `{name}`")
                yield part, pole.when, _pole(linked, name, side), None
    for index, assumption in enumerate(linked.assume):
        for key in ("condition", "then", "never"):
            expr = getattr(assumption, key)
            if expr is not None:
                yield Words("`assume`", "`assume`"), expr, _assumption(linked, index, key), None
    if linked.scope is not None:
        scope = linked.scope
        yield (
            Words("适用范围", "the scope"),
            scope.when,
            lambda expr: replace(linked, scope=replace(scope, when=expr)),
            None,
        )


def _reached(linked: Linked) -> list[str]:
    """The definitions that clauses, poles, scope and assumptions of the file ask for; others decide nothing here.

    What a layer beneath asks for is its own matter, also where the file asks for that layer's dimension.
    """
    roots = [expr for provision in provisions(linked) for expr in provision.conditions]
    roots += [e for a in linked.assume for e in (a.condition, a.then, a.never) if e is not None]
    queue = [expr for expr in roots if _written_here(linked, expr.path)]
    needed: set[str] = set()
    while queue:
        for leaf in leaves(queue.pop()):
            if isinstance(leaf, DefinitionIs) and leaf.definition not in needed:
                when = linked.definitions[leaf.definition].when
                if _written_here(linked, when.path):
                    needed.add(leaf.definition)
                    queue.append(when)
    return [name for name in linked.definitions if name in needed]


def _written_here(linked: Linked, path: Path) -> bool:
    """Whether a condition stands in the file itself, and not in a layer beneath."""
    located = linked.located
    return not isinstance(located, Layered) or located.origin_of(path).layer == len(located.files) - 1


def _with_clause(linked: Linked, index: int, clause: Clause) -> Linked:
    return replace(linked, clauses=(*linked.clauses[:index], clause, *linked.clauses[index + 1 :]))


def _clause_part(linked: Linked, index: int, key: str) -> Put:
    return lambda expr: _with_clause(linked, index, replace(linked.clauses[index], **{key: expr}))  # type: ignore[arg-type]


def _definition(linked: Linked, name: str) -> Put:
    old = linked.definitions[name]
    return lambda expr: replace(linked, definitions={**linked.definitions, name: replace(old, when=expr)})


def _pole(linked: Linked, name: str, side: str) -> Put:
    old = linked.dimensions[name]
    pole = old.favourable if side == "favourable" else old.adverse
    assert pole is not None

    def put(expr: Expr) -> Linked:
        changed = replace(old, **{side: replace(pole, when=expr)})  # type: ignore[arg-type]
        return replace(linked, dimensions={**linked.dimensions, name: changed})

    return put


def _assumption(linked: Linked, index: int, key: str) -> Put:
    def put(expr: Expr) -> Linked:
        changed = replace(linked.assume[index], **{key: expr})  # type: ignore[arg-type]
        return replace(linked, assume=(*linked.assume[:index], changed, *linked.assume[index + 1 :]))

    return put


def _less(expr: Expr) -> Iterator[tuple[Words, Expr, Path]]:
    """The condition with one thing less, in every way; first as a whole, then inside."""
    told = short(expr)
    yield Words(f"条件 `{told}`", f"the condition `{told}`"), AnyOf((expr, Not(expr)), expr.path), expr.path
    yield from _inside(expr)


def _inside(expr: Expr) -> Iterator[tuple[Words, Expr, Path]]:
    match expr:
        case All(args=args) | AnyOf(args=args) | Count(args=args):
            for index, item in enumerate(args):
                rest = args[:index] + args[index + 1 :]
                if rest:
                    told = short(item)
                    yield Words(f"条件 `{told}`", f"the condition `{told}`"), _with(expr, rest), item.path
                for taken, changed, path in _inside(item):
                    yield taken, replace(expr, args=(*args[:index], changed, *args[index + 1 :])), path
        case Not(arg=arg):
            yield Words("`not`", "`not`"), arg, expr.path
            for taken, changed, path in _inside(arg):
                yield taken, replace(expr, arg=changed), path
        case ByReading(options=options):
            for reading, option in options:
                for taken, changed, path in _less(option):
                    chosen = tuple((name, changed if name == reading else each) for name, each in options)
                    yield taken, replace(expr, options=chosen), path
        case _:
            pass


def _with(expr: All | AnyOf | Count, args: tuple[Expr, ...]) -> Expr:
    """The same with fewer items; a count may not ask for more than are left."""
    if isinstance(expr, Count):
        left = len(args)
        high = left if expr.word == "at_least" else min(expr.high, left)
        return replace(expr, args=args, low=min(expr.low, left), high=high)
    return replace(expr, args=args)

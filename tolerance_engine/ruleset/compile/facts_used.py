"""Facts used: which facts matter to a ruleset, cut into variables, in the order the diagram asks them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.diagram.order import force
from tolerance_engine.errors import RulesetError
from tolerance_engine.expr import (
    ClauseApplies,
    DefinitionIs,
    DimensionIs,
    Expr,
    FactIs,
    references,
)
from tolerance_engine.ruleset.compile.parts import Part, conditions_of, disabling, reading_for
from tolerance_engine.ruleset.model import Derive, Linked
from tolerance_engine.ruleset.variables import Variable, stated_variable, variable_of
from tolerance_engine.source import Words


def _leaves_used(
    linked: Linked, reading: str, roots: list[Expr]
) -> Iterator[tuple[Linked, FactIs | DimensionIs]]:
    """Facts and stated dimensions that `roots` reach, through names and into rulesets that are used."""
    seen: set[tuple[str, Part]] = set()
    queue: list[tuple[Linked, str, Expr]] = [(linked, reading, root) for root in roots]

    def enter(owner: Linked, under: str, part: Part) -> None:
        if (owner.id, part) not in seen:
            seen.add((owner.id, part))
            queue.extend((owner, under, expr) for expr in conditions_of(owner, part))
            if part[0] == "clause":
                for other in disabling(owner, part[1], under):
                    enter(owner, under, ("clause", other.id))

    while queue:
        owner, under, root = queue.pop()
        for leaf in references(root, under):
            match leaf:
                case DefinitionIs(definition=name):
                    enter(owner, under, ("definition", name))
                case DimensionIs(dimension=name):
                    if owner.dimensions[name].favourable is None:
                        yield owner, leaf
                    enter(owner, under, ("dimension", name))
                case ClauseApplies(clause=name):
                    other, clause = owner.clause(name)
                    there = under if other is owner else reading_for(other, under)
                    enter(other, there, ("clause", clause.id))
                case FactIs():
                    yield owner, leaf


def asked_by(linked: Linked, reading: str, conditions: list[Expr]) -> frozenset[str]:
    """The facts, and dimensions that are only stated, that these conditions of a ruleset come down to."""
    return frozenset(
        leaf.fact if isinstance(leaf, FactIs) else leaf.dimension
        for _, leaf in _leaves_used(linked, reading, conditions)
    )


def _assumed(linked: Linked) -> list[Expr]:
    return [e for a in linked.assume for e in (a.condition, a.then, a.never) if e is not None]


def _all_roots(linked: Linked, reading: str) -> Iterator[tuple[Linked, str, Expr]]:
    """The conditions of the ruleset, and the assumptions of those it uses: they bind in every reading."""
    yield from ((linked, reading, root) for root in _roots(linked))
    for used in linked.uses.values():
        there = reading_for(used, reading)
        yield from ((used, there, root) for root in _assumed(used))


def _roots(linked: Linked) -> list[Expr]:
    roots = [linked.scope.when] if linked.scope else []
    roots += _assumed(linked)
    roots += [p.when for d in linked.dimensions.values() for p in (d.favourable, d.adverse) if p]
    roots += [expr for c in linked.clauses for expr in (c.when, c.unless) if expr is not None]
    shared = linked.vocabulary.definitions if linked.vocabulary else {}
    roots += [d.when for name, d in linked.definitions.items() if name not in shared]
    return roots + [p.when for p in linked.properties if p.when is not None]


def variables_of(linked: Linked, order: Sequence[str] | None) -> tuple[Variable, ...]:
    """All facts that matter under any reading, cut at every threshold, in the order of the vocabulary.

    A vocabulary keeps one block order for all regions, so that they can be compared. Facts of the ruleset's
    own are placed by `force`, as are all facts where there is no vocabulary.
    """
    return variables_of_all((linked,), order)


def variables_of_all(several: Sequence[Linked], order: Sequence[str] | None) -> tuple[Variable, ...]:
    """The same for rulesets that go into one diagram: each fact is cut wherever any of them cuts it.

    A fact of one name must mean the same in all of them. The vocabulary is that of the first.
    """
    tests: dict[str, list[FactIs]] = {}
    owners: dict[str, Linked] = {}
    stated = list(
        dict.fromkeys(name for each in several for name, d in each.dimensions.items() if d.favourable is None)
    )
    groups: dict[tuple[str, ...], None] = {}
    roots = ((each, reading) for each in several for reading in each.readings)
    for source, under, root in (found for each, reading in roots for found in _all_roots(each, reading)):
        group = []
        for owner, leaf in _leaves_used(source, under, [root]):
            if isinstance(leaf, DimensionIs):
                group.append(leaf.dimension)
                if leaf.dimension not in stated:
                    stated.append(leaf.dimension)
                continue
            group.append(leaf.fact)
            tests.setdefault(leaf.fact, []).append(leaf)
            _same_fact(owners.setdefault(leaf.fact, owner), owner, leaf.fact)
        if len(set(group)) > 1:
            groups.setdefault(tuple(dict.fromkeys(group)))
    for linked in several:
        for name in _tied_by_dates(linked, tests):
            tests[name], owners[name] = [], linked
    names = _ordered([*tests, *stated], several[0], list(groups))
    if order is not None:
        names.sort(key=lambda name: order.index(name) if name in order else len(order))
    return tuple(
        variable_of(owners[name].facts[name], level, tests[name])
        if name in tests
        else stated_variable(name, level)
        for level, name in enumerate(names)
    )


def _tied_by_dates(linked: Linked, used: Mapping[str, object]) -> list[str]:
    """Derived facts that no condition asks for but that share dates with some that are asked for."""
    derived = {name: fact.derive for name, fact in linked.facts.items() if fact.derive}
    dates = {d for name in used for d in _dates(derived.get(name))}
    added: list[str] = []
    while True:
        more = [n for n, d in derived.items() if n not in used and n not in added and dates & _dates(d)]
        if not more:
            return added
        added += more
        dates |= {d for name in more for d in _dates(derived[name])}


def _dates(derive: Derive | None) -> set[str]:
    return {derive.left, derive.right} if derive else set()


def _same_fact(first: Linked, second: Linked, name: str) -> None:
    """Facts of used rulesets are shared by name; the name must then mean the same."""
    a, b = first.facts[name], second.facts[name]
    same = (a.type, a.minimum, a.maximum, a.whole, sorted(v for v, _ in a.values))
    if same != (b.type, b.minimum, b.maximum, b.whole, sorted(v for v, _ in b.values)):
        message = Words(
            f"事实 `{name}` 在 `{first.id}` 与 `{second.id}` 中的类型或取值不同",
            f"the fact `{name}` has another type or other values in `{first.id}` than in `{second.id}`",
        )
        help_ = Words("改用共用词表中的事实，或改名", "use a vocabulary fact for both, or rename one")
        raise RulesetError([Diagnostic("P003", message, first.place_of("facts", name), help_)])


def _ordered(names: list[str], linked: Linked, groups: list[tuple[str, ...]]) -> list[str]:
    """Vocabulary facts in the vocabulary's order, the others where `force` puts them.

    What is not in a vocabulary starts in the order of names, not of the file: a file whose parts are shuffled
    gives the same diagram, the same questions in the same order, the same bytes.
    """
    shared = {name: place for place, name in enumerate(linked.vocabulary.order)} if linked.vocabulary else {}
    start = sorted(names, key=lambda name: (shared.get(name, len(shared)), name))
    index = {name: i for i, name in enumerate(start)}
    chosen = [start[i] for i in force(len(start), [[index[n] for n in group] for group in groups])]
    fixed = iter([name for name in start if name in shared])
    return [next(fixed) if name in shared else name for name in chosen]

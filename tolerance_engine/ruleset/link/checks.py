"""Checks of the whole document: one namespace, exclusions that never help, dates used one way only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from tolerance_engine.expr import DefinitionIs, Expr, FactIs, leaves
from tolerance_engine.expr.nodes import Path
from tolerance_engine.ruleset import model
from tolerance_engine.ruleset.link.notes import Notes
from tolerance_engine.ruleset.written.parts import OPERATORS
from tolerance_engine.source import Words


def check_names(notes: Notes, groups: list[Mapping[str, Any]], taken: set[str]) -> None:
    """One namespace; operator words are reserved."""
    sections = ("facts", "definitions", "dimensions", "clauses")
    seen: dict[str, str] = {}
    for section, group in zip(sections, groups, strict=False):
        for index, name in enumerate(group):
            key = section != "clauses"
            path: Path = (section, name) if key else (section, index, "id")
            if name in OPERATORS:
                notes.note(
                    "L001",
                    Words(f"`{name}` 是条件里的用词，不能作名称", f"`{name}` is an operator word"),
                    path,
                    key=key,
                )
            if name in taken:
                notes.note(
                    "L002",
                    Words(f"`{name}` 已在共用词表中声明", f"`{name}` is declared in the vocabulary"),
                    path,
                    key=key,
                )
            if name in seen and seen[name] != section:
                notes.note(
                    "L002",
                    Words(f"`{name}` 已在 {seen[name]} 中声明", f"`{name}` is declared under {seen[name]}"),
                    path,
                    key=key,
                )
            seen.setdefault(name, section)


def check_clause_ids(notes: Notes, ids: list[str]) -> None:
    for index, name in enumerate(ids):
        if name in ids[:index]:
            notes.note(
                "L003",
                Words(f"条款 `{name}` 出现了两次", f"the clause `{name}` stands twice"),
                ("clauses", index, "id"),
            )


def exclusions_never_help(
    notes: Notes,
    clauses: tuple[model.Clause, ...],
    outcomes: tuple[model.Outcome, ...],
    default: Mapping[str, str],
    readings: tuple[str, ...],
) -> None:
    rank = {outcome.id: outcome.rank for outcome in outcomes}
    for index, clause in enumerate(clauses):
        if clause.kind != "exclusion" or clause.then not in rank:
            continue
        for reading in readings:
            if not clause.exists_under(reading):
                continue
            worse = [
                other.id
                for other in clauses
                if other.kind == "ground"
                and other.exists_under(reading)
                and rank.get(other.then or "", -1) > rank[clause.then]
            ]
            if rank.get(default[reading], -1) > rank[clause.then]:
                worse.append("default")
            if worse:
                message = Words(
                    f"排除情形 `{clause.id}` 的结果比 `{worse[0]}` 的还轻：排除反而有利",
                    f"the exclusion `{clause.id}` gives a better outcome than `{worse[0]}`: it would help",
                )
                notes.note("L062", message, ("clauses", index, "then"))
                break


def dates_used_once(notes: Notes, linked: model.Linked, faulty: Collection[str]) -> None:
    """A date that feeds a `derive` is not also compared with constants: the two would not know of each other."""
    feeding: dict[str, str] = {}
    conditions = list(every_condition(linked))
    reached = {leaf.fact for expr in conditions for leaf in leaves(expr) if isinstance(leaf, FactIs)}
    for name, fact in linked.facts.items():
        if fact.derive is None:
            continue
        for date_name in (fact.derive.left, fact.derive.right):
            other = linked.facts.get(date_name)
            if other is not None and other.type == "date":
                if not fact.shared or name in reached:
                    feeding[date_name] = name
            elif date_name not in faulty:
                notes.note(
                    "L063",
                    Words(
                        f"`{date_name}` 不是已声明的日期事实",
                        f"`{date_name}` is not a declared date fact",
                    ),
                    ("facts", name, "derive"),
                    key=True,
                )
    for expr in conditions:
        for leaf in leaves(expr):
            if isinstance(leaf, FactIs) and leaf.fact in feeding:
                message = Words(
                    f"日期 `{leaf.fact}` 用来得出 `{feeding[leaf.fact]}`，不能再与常数比较",
                    f"the date `{leaf.fact}` feeds `{feeding[leaf.fact]}` and cannot also be compared with a constant",
                )
                notes.note("L064", message, leaf.path)


def every_condition(linked: model.Linked) -> Iterable[Expr]:
    """Every condition of the ruleset, shared definitions it does not reach left out."""
    roots: list[Expr] = []
    if linked.scope:
        roots.append(linked.scope.when)
    for assumption in linked.assume:
        roots.extend(e for e in (assumption.condition, assumption.then, assumption.never) if e is not None)
    for dimension in linked.dimensions.values():
        roots.extend(pole.when for pole in (dimension.favourable, dimension.adverse) if pole)
    for clause in linked.clauses:
        roots.extend(e for e in (clause.when, clause.unless) if e is not None)
    roots.extend(prop.when for prop in linked.properties if prop.when is not None)
    roots.extend(
        expr
        for step in (linked.procedure.transitions if linked.procedure else ())
        for expr in step.conditions
    )
    own = linked.vocabulary.definitions if linked.vocabulary else {}
    roots.extend(d.when for name, d in linked.definitions.items() if name not in own)
    reached: set[str] = set()
    queue = list(roots)
    while queue:
        for leaf in leaves(queue.pop()):
            if isinstance(leaf, DefinitionIs) and leaf.definition not in reached:
                reached.add(leaf.definition)
                if leaf.definition in own and leaf.definition in linked.definitions:
                    roots.append(linked.definitions[leaf.definition].when)
                    queue.append(linked.definitions[leaf.definition].when)
    return roots
